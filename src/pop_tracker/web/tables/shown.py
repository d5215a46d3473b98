"""The faults of a table, and what was not read of its file, as its sender reads them."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any

from pop_tracker.web.i18n import Words
from pop_tracker.web.tables.grid import LeftOut
from pop_tracker.web.tables.reading import RowFault

_AMOUNT = "lek"
HEAVIEST = 75_000
"""Of a preview's rows on one page, in bytes: with what stands around them it stays below 100 kB."""
_OF_A_ROW, _OF_A_FIELD = 350, 100
"""What a page says around them, in bytes."""


@dataclass(frozen=True)
class ShownFault:
    line: int
    column: str
    words: str
    where: str = ""


@dataclass(frozen=True)
class ShownLeftOut:
    where: str
    words: str
    count: int


@dataclass(frozen=True)
class FaultOfMany:
    """What is wrong in many rows: told once, in the words of the first."""

    column: str
    words: str
    lines: list[int]
    where: str = ""

    @property
    def count(self) -> int:
        return len(self.lines)

    @property
    def rows(self) -> str:
        """2–40, 52, 60–61"""
        runs: list[list[int]] = []
        for line in self.lines:
            if runs and line <= runs[-1][1] + 1:
                runs[-1][1] = line
            else:
                runs.append([line, line])
        return ", ".join(str(first) if first == last else f"{first}–{last}" for first, last in runs)


def in_words(fault: RowFault, headings: Mapping[str, str], said: Words) -> ShownFault:
    """By the heading that the file itself has for the column."""
    words = said.gettext(fault.message, **named(fault.values, said))
    return ShownFault(fault.line, headings.get(fault.column or "", ""), words, fault.where)


def weight_of(*said: str) -> int:
    """How many bytes of a preview a row with these words takes, at most; for pages that nobody waits for."""
    return _OF_A_ROW + sum(_OF_A_FIELD + len(one) for one in said)


def kept_left_out(kept: Iterable[Mapping[str, Any]], said: Words) -> list[ShownLeftOut]:
    """As a table that was put aside keeps it (`grid.LeftOut` as JSON); the same of the same sheet once."""
    found: dict[tuple[str, str], int] = {}
    for one in (LeftOut(**row) for row in kept):
        key = one.where, said.gettext(one.what, **read_values(one.values))
        found[key] = found.get(key, 0) + one.count
    return [ShownLeftOut(where, words, count) for (where, words), count in found.items()]


def left_in_words(left_out: Iterable[LeftOut], said: Words) -> list[ShownLeftOut]:
    return kept_left_out([asdict(one) for one in left_out], said)


def kept_values(values: Mapping[str, object]) -> dict[str, object]:
    """Of a message that is kept as JSON until somebody reads it, in whichever language: amounts stay amounts."""
    return {name: {_AMOUNT: str(value)} if isinstance(value, Decimal) else value for name, value in values.items()}


def read_values(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: Decimal(value[_AMOUNT]) if isinstance(value, dict) else value for name, value in values.items()}


def named(values: Mapping[str, object], said: Words) -> dict[str, object]:
    """Names of columns are messages too."""
    return {
        name: ", ".join(said.gettext(str(one)) for one in value) if isinstance(value, tuple) else value
        for name, value in values.items()
    }


def alike(faults: Iterable[RowFault], headings: Mapping[str, str], said: Words) -> list[FaultOfMany]:
    """The same fault of the same column together, in the order of the file."""
    found: dict[tuple[str | None, str, str], FaultOfMany] = {}
    for fault in faults:
        first = in_words(fault, headings, said)
        of_kind = found.setdefault(
            (fault.column, fault.message, fault.where), FaultOfMany(first.column, first.words, [], fault.where)
        )
        of_kind.lines.append(fault.line)
    return list(found.values())
