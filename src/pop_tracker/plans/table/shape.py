"""How a file's tables are to be read as a plan: what a person chose once for headings that are not ours.

It is kept for a municipality, and the command reads it from a file: docs/plan-tables.md tells its form.
"""

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Any

from pop_tracker.plans.table.columns import BY_NAME
from pop_tracker.plans.table.money import LONGEST_RATE_SOURCE, Rate
from pop_tracker.plans.table.uses import COST_OF, LEVEL_OF, TIMES, Use
from pop_tracker.web.amounts import EURO, LEK
from pop_tracker.web.dates import is_year
from pop_tracker.web.errors import Refusal
from pop_tracker.web.i18n import N_
from pop_tracker.web.numbers import WRITTEN
from pop_tracker.web.tables.columns import plain_heading

LONGEST_LEVEL = BY_NAME["level"].longest
DEAREST_EURO = 1000
"""In lek: what is more is a slip."""
_DECIMAL = re.compile(r"\d{1,4}(\.\d{1,6})?", re.ASCII)
MOST_TABLES = 300
"""With headings of their own; a document may hold as many."""


@dataclass(frozen=True)
class Shape:
    """Of all tables with these headings. None is what nobody said yet."""

    headings: tuple[str, ...]
    uses: tuple[Use, ...]
    levels: tuple[str, ...] = ()
    """Of rows that name none, by the depth of their number; the last one for all that is deeper."""
    sections: str | None = None
    """The level of rows that speak in one cell; nothing where they are to be left out."""
    parted: bool | None = None
    """Whether "1.1 Edukimi" is the number 1.1 and its words."""
    counted: bool | None = None
    """Whether rows without a number get the next one."""
    written: str = ""
    """How its numbers are written (`numbers.WRITTEN`), where a cell could be read in two ways."""

    def has(self, name: str) -> bool:
        return any(use.field == name for use in self.uses)

    def place(self, name: str) -> int | None:
        return next((place for place, use in enumerate(self.uses) if use.field == name), None)

    def level_at(self, number: str) -> str:
        depth = number.count(".")
        return self.levels[min(depth, len(self.levels) - 1)] if self.levels else ""


@dataclass(frozen=True)
class Reading:
    """All that was said of a file: `answers` are about single rows, and so never kept for another file."""

    shapes: tuple[Shape, ...] = ()
    answers: Mapping[str, str] = field(default_factory=dict)
    rate: Rate | None = None
    """Of the amounts in euro; of this file alone, for there is another one every day."""
    heading_rows: Mapping[str, int] = field(default_factory=dict)
    """The row, as its sheet counts, with the headings of a sheet or table whose own nobody knows."""

    def of(self, headings: Sequence[str]) -> Shape | None:
        return self._by_digest.get(digest(headings)) if self.shapes else None

    @cached_property
    def _by_digest(self) -> Mapping[str, Shape]:
        return {digest(shape.headings): shape for shape in reversed(self.shapes)}


def digest(headings: Sequence[str]) -> str:
    plain = [plain_heading(heading) for heading in headings]
    return hashlib.sha256(json.dumps(plain, ensure_ascii=False).encode()).hexdigest()


def as_json(shape: Shape) -> dict[str, Any]:
    return {
        "headings": list(shape.headings),
        "columns": [_column(use) for use in shape.uses],
        "levels": list(shape.levels),
        "sections": shape.sections,
        "parted": shape.parted,
        "counted": shape.counted,
        "written": shape.written,
    }


def reading_as_json(said: Reading) -> dict[str, Any]:
    return {
        "tables": [as_json(shape) for shape in said.shapes],
        "answers": dict(said.answers),
        "euro": {"lek": str(said.rate.lek), "source": said.rate.source} if said.rate else None,
        "heading_rows": dict(said.heading_rows),
    }


def _column(use: Use) -> dict[str, Any]:
    said: dict[str, Any] = {"is": use.field or None}
    if use.field == LEVEL_OF:
        said["level"] = use.level
    if use.field == COST_OF:
        said["year"] = use.year
    if use.is_money:
        said["times"] = use.times
        said["money"] = use.money
    return said


def from_json(said: Any) -> Reading:
    """Raises Refusal, naming the place, for what is no such reading."""
    tables = said.get("tables") if isinstance(said, dict) else None
    if not isinstance(tables, list) or len(tables) > MOST_TABLES:
        raise _wrong("tables")
    answers = said.get("answers", {})
    if not isinstance(answers, dict) or not all(isinstance(one, str) for one in answers.values()):
        raise _wrong("answers")
    rows = said.get("heading_rows", {})
    if not isinstance(rows, dict) or not all(type(row) is int for row in rows.values()):
        raise _wrong("heading_rows")
    return Reading(tuple(shape_from(one) for one in tables), answers, _rate(said.get("euro")), rows)


def _rate(said: Any) -> Rate | None:
    """A text as programs write numbers, or a number."""
    if said is None:
        return None
    lek, source = (said.get("lek"), said.get("source")) if isinstance(said, dict) else (None, None)
    if not isinstance(source, str) or not 0 < len(source.strip()) <= LONGEST_RATE_SOURCE:
        raise _wrong("euro")
    lek = str(lek) if type(lek) in (int, float) else lek
    if not isinstance(lek, str) or not _DECIMAL.fullmatch(lek) or not 0 < Decimal(lek) <= DEAREST_EURO:
        raise _wrong("euro")
    return Rate(Decimal(lek), source)


def shape_from(said: Any) -> Shape:
    if not isinstance(said, dict):
        raise _wrong("tables")
    headings, columns = said.get("headings"), said.get("columns")
    if not isinstance(headings, list) or not all(isinstance(one, str) for one in headings):
        raise _wrong("headings")
    if not isinstance(columns, list) or len(columns) != len(headings):
        raise _wrong("columns")
    levels = said.get("levels", [])
    if not isinstance(levels, list) or not all(_is_level(one) for one in levels):
        raise _wrong("levels")
    sections = said.get("sections")
    if sections is not None and sections != "" and not _is_level(sections):
        raise _wrong("sections")
    if said.get("written", "") not in ("", *WRITTEN):
        raise _wrong("written")
    for name in ("parted", "counted"):
        if said.get(name) not in (None, True, False):
            raise _wrong(name)
    uses = tuple(_use(one) for one in columns)
    once = [use.field for use in uses if use.field and use.field not in (LEVEL_OF, COST_OF)]
    years = [use.year for use in uses if use.field == COST_OF]
    if len(set(once)) < len(once) or len(set(years)) < len(years):
        raise Refusal(N_("Dy kolona nuk mund të jenë e njëjta gjë."))
    return Shape(tuple(headings), uses, tuple(levels), sections, said.get("parted"), said.get("counted"),
                 said.get("written", ""))  # fmt: skip


def _use(said: Any) -> Use:
    name = said.get("is") if isinstance(said, dict) else 0
    if name is None:
        return Use()
    if not isinstance(name, str) or name not in {*BY_NAME, LEVEL_OF, COST_OF}:
        raise _wrong("is")
    level, year, times = said.get("level", ""), said.get("year"), said.get("times", 1)
    if name == LEVEL_OF and not _is_level(level):
        raise _wrong("level")
    if name == COST_OF and not (type(year) is int and is_year(str(year))):
        raise _wrong("year")
    if times is not None and (type(times) is not int or times not in TIMES):
        raise _wrong("times")
    if (money := said.get("money", LEK)) not in (LEK, EURO):
        raise _wrong("money")
    return Use(name, level if name == LEVEL_OF else "", year if name == COST_OF else None, times, money)


def _is_level(said: Any) -> bool:
    return isinstance(said, str) and 0 < len(said.strip()) <= LONGEST_LEVEL


def _wrong(name: str) -> Refusal:
    return Refusal(N_("Mënyra e leximit nuk ka formën e duhur te “%(name)s”."), name=name)
