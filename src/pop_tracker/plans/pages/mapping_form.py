"""The form in which a person says what the columns of a file are; it is made for that file."""

import hashlib
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from wtforms import RadioField, SelectField

from pop_tracker.plans.fields import FIELDS
from pop_tracker.plans.items import LEVELS
from pop_tracker.plans.table.money import LONGEST_RATE_SOURCE, Rate
from pop_tracker.plans.table.rows import WHICH_SECTION
from pop_tracker.plans.table.shape import DEAREST_EURO, LONGEST_LEVEL, Reading, shape_from
from pop_tracker.plans.table.tables import could_be_headings
from pop_tracker.plans.table.understanding import (
    ARE_COUNTED,
    ARE_PARTED,
    AT_WHAT_RATE,
    HOW_WRITTEN,
    MOST_ASKED,
    WHICH_LEVEL,
    Kind,
    Understood,
)
from pop_tracker.plans.table.uses import COST_OF, LEVEL_OF, Use
from pop_tracker.web.amounts import EURO, LEK
from pop_tracker.web.errors import Refusal
from pop_tracker.web.forms.base import BaseForm, ChoiceCheck, Max, Optional
from pop_tracker.web.forms.fields import LineField, NumberField
from pop_tracker.web.forms.private_names import NoPrivateName
from pop_tracker.web.i18n import N_, Words, today
from pop_tracker.web.numbers import WRITTEN_WORDS
from pop_tracker.web.tables.finding import is_empty
from pop_tracker.web.tables.grid import Grid, GridRow, in_words, shortened

AMOUNTS = {
    "1": (1, LEK, N_("në lekë")),
    "1000": (1000, LEK, N_("në mijë lekë")),
    "1000000": (1_000_000, LEK, N_("në milionë lekë")),
    "euro-1": (1, EURO, N_("në euro")),
    "euro-1000": (1000, EURO, N_("në mijë euro")),
    "euro-1000000": (1_000_000, EURO, N_("në milionë euro")),
}
RATE, RATE_SOURCE = "kursi", "kursi-burimi"
MOST_ROWS_OFFERED = 30
"""Of a sheet or table, among which a person points at the headings."""
MOST_CELLS_OFFERED = 8
YES, NO = "po", "jo"
LEFT_OUT = "-"
"""Of rows in one cell: no items."""


class _Offered:
    """Choices that are the file's own."""

    def __init__(self, *args: Any, offered: Any, **more: Any) -> None:
        super().__init__(*args, validate_choice=False, **more)  # type: ignore[call-arg]
        self.choices = offered


class OfferedSelect(_Offered, SelectField):
    pass


class OfferedRadios(_Offered, RadioField):
    pass


class MappingForm(BaseForm):
    """Its fields are put in by `form_class`."""

    grids: Sequence[Grid] = ()
    """Those that have a field for the row with their headings."""


def form_class(found: Understood, said: Words) -> type[MappingForm]:
    fields: dict[str, Any] = {"grids": found.grids[:MOST_ASKED]}
    for place, grid in enumerate(fields["grids"]):
        fields[f"titujt-{place}"] = OfferedRadios(
            N_("Rreshti me titujt e kolonave"), [ChoiceCheck()], default=_headed(grid, found),
            offered=_rows(grid, found, said),
        )  # fmt: skip
    for table, kind in enumerate(found.kinds):
        fields |= _fields(table, kind, found, said)
    if found.said.rate or any(ask.message == AT_WHAT_RATE for ask in found.asks):
        rate = found.said.rate
        fields[RATE] = NumberField(N_("Sa lekë është një euro"), [], places=6, default=rate and rate.lek)
        fields[RATE_SOURCE] = LineField(
            N_("Ku thuhet ky kurs"), [Max(LONGEST_RATE_SOURCE), NoPrivateName()], default=rate.source if rate else "",
            description=N_("Dokumenti dhe dita. Shfaqet bashkë me burimin e tabelës te zërat dhe në histori."),
        )  # fmt: skip
    for ask in found.asks:
        if ask.key:
            label = said.gettext(ask.message, **ask.values)
            fields[row_name(ask.key)] = OfferedRadios(
                label, [ChoiceCheck()], offered=[(one, one) for one in ask.choices]
            )
    return type("MappingFormOfAFile", (MappingForm,), fields)


def row_name(key: str) -> str:
    return f"rreshti-{hashlib.sha256(key.encode()).hexdigest()[:12]}"


def _headed(grid: Grid, found: Understood) -> str:
    """The row in which its headings were found."""
    lines = [table.line for kind in found.kinds for table in kind.tables if table.where == grid.name and table.line]
    return str(min(lines)) if lines else ""


def _rows(grid: Grid, found: Understood, said: Words) -> list[tuple[str, str]]:
    """The first rows as the file shows them, and that in which its headings were found."""
    headed = _headed(grid, found)
    rows = [row for row in grid.rows if could_be_headings(row)]
    offered = [row for place, row in enumerate(rows) if place < MOST_ROWS_OFFERED or str(row.line) == headed]
    return [
        ("", said.gettext(N_("Asnjë: kjo nuk lexohet"))),
        *((str(row.line), said.gettext(N_("Rreshti %(line)s: %(words)s"), line=row.line, words=_words(row)))
          for row in offered),
    ]  # fmt: skip


def _words(row: GridRow) -> str:
    own = [cell for place, cell in enumerate(row.cells) if not is_empty(cell) and place not in row.covered_from_left]
    cells = [shortened(in_words(cell))[:40] for cell in own[:MOST_CELLS_OFFERED]]
    return " | ".join([*cells, *(["…"] if len(own) > MOST_CELLS_OFFERED else [])])


def _fields(table: int, kind: Kind, found: Understood, said: Words) -> dict[str, Any]:
    shape = kind.shape
    fields: dict[str, Any] = {}
    for place, (heading, use) in enumerate(zip(shape.headings, shape.uses, strict=True)):
        if not heading and not use.field:
            continue
        fields[f"t{table}-c{place}"] = OfferedSelect(
            heading or said.gettext(N_("Kolonë pa titull")), [ChoiceCheck()], default=_value(use),
            offered=_choices(use, found, said),
        )  # fmt: skip
        if use.is_money:
            fields[f"t{table}-x{place}"] = OfferedSelect(
                said.gettext(N_("Shumat te “%(heading)s” janë"), heading=heading), [ChoiceCheck()],
                default=next((key for key, (*is_, _) in AMOUNTS.items() if is_ == [use.times, use.money]), ""),
                offered=[("", said.gettext(N_("Zgjidhni"))),
                         *((key, said.gettext(words)) for key, (_, _, words) in AMOUNTS.items())],
            )  # fmt: skip
    asked = {ask.message for ask in found.asks}
    if not shape.has("level") and not shape.has(LEVEL_OF):
        limits = [] if WHICH_LEVEL in asked else [Optional()]
        fields[f"t{table}-levels"] = LineField(
            N_("Niveli i zërave"), [*limits, Max(5 * LONGEST_LEVEL)], default=", ".join(shape.levels),
            description=N_("Si e quan plani, p.sh. masë. Nëse numrat kanë thellësi (1, 1.1, 1.1.1), niveli i secilës, "
                           "me presje: prioritet, objektiv, masë."),
        )  # fmt: skip
    if WHICH_SECTION in asked or shape.sections is not None:
        fields[f"t{table}-sections"] = OfferedSelect(
            N_("Rreshtat me tekst vetëm në një qelizë janë"), [ChoiceCheck()],
            default=LEFT_OUT if shape.sections == "" else shape.sections or "",
            offered=[("", said.gettext(N_("Zgjidhni"))), *((level, level) for level in LEVELS),
                     (LEFT_OUT, said.gettext(N_("Jo zëra: nuk lexohen")))],
        )  # fmt: skip
    if ARE_PARTED in asked or shape.parted is not None:
        fields[f"t{table}-parted"] = _yes_or_no(
            N_("Numri në fillim të fjalëve, si te “1.1 Edukimi”, është numri i zërit"), shape.parted, said
        )
    if ARE_COUNTED in asked or shape.counted is not None:
        fields[f"t{table}-counted"] = _yes_or_no(N_("Zërave pa numër u jepet numri i radhës"), shape.counted, said)
    if HOW_WRITTEN in asked or shape.written:
        fields[f"t{table}-written"] = OfferedRadios(
            N_("Si janë shkruar numrat e tabelës"), [ChoiceCheck()], default=shape.written,
            offered=[(value, said.gettext(words)) for value, words in WRITTEN_WORDS.items()],
        )  # fmt: skip
    return fields


def _yes_or_no(label: str, now: bool | None, said: Words) -> Any:
    return OfferedRadios(
        label, [ChoiceCheck()], default="" if now is None else YES if now else NO,
        offered=[(YES, said.gettext("po")), (NO, said.gettext("jo"))],
    )  # fmt: skip


def _value(use: Use) -> str:
    if use.field == LEVEL_OF:
        return f"{LEVEL_OF}:{use.level}"
    return f"{COST_OF}:{use.year}" if use.field == COST_OF else use.field


def _choices(use: Use, found: Understood, said: Words) -> Any:
    """What is not read first, then our fields, levels, and the years that headings of this file name, with those around
    today."""
    levels = list(dict.fromkeys([*LEVELS, "veprim", *([use.level] if use.level else [])]))
    named = {one.year for kind in found.kinds for one in kind.shape.uses if one.year}
    years = sorted({*named, *range(today().year - 3, today().year + 8)})
    return [
        ("", said.gettext(N_("Nuk lexohet"))),
        *((one.name, said.gettext(one.label)) for one in FIELDS),
        *((f"{LEVEL_OF}:{one}", said.gettext(N_("Zërat e nivelit “%(level)s”"), level=one)) for one in levels),
        *((f"{COST_OF}:{one}", said.gettext(N_("Kostoja e vitit %(year)s"), year=one)) for one in years),
    ]


def reading_of(form: BaseForm, found: Understood) -> Reading:
    """What was said of this file. Raises Refusal for what cannot be, as two columns that are the same.

    Where another row was pointed at, its columns are others, and all that was said of the old ones is void.
    """
    pointed, rate = _pointed_at(form, found), _rate(form)
    if not found.kinds and not pointed:
        raise Refusal(N_("Zgjidhni rreshtin me titujt e kolonave."), field="titujt-0")
    if pointed != found.said.heading_rows:
        return Reading(heading_rows=pointed)
    shapes = []
    for table, kind in enumerate(found.kinds):
        shape = kind.shape
        columns = [
            _column(_said(form, f"t{table}-c{place}"), _said(form, f"t{table}-x{place}"), use, heading)
            for place, (heading, use) in enumerate(zip(shape.headings, shape.uses, strict=True))
        ]
        sections = _said(form, f"t{table}-sections")
        shapes.append(
            shape_from({
                "headings": list(shape.headings),
                "columns": columns,
                "levels": [one.strip() for one in (_said(form, f"t{table}-levels") or "").split(",") if one.strip()],
                "sections": "" if sections == LEFT_OUT else sections or None,
                "parted": {YES: True, NO: False}.get(_said(form, f"t{table}-parted") or ""),
                "counted": {YES: True, NO: False}.get(_said(form, f"t{table}-counted") or ""),
                "written": _said(form, f"t{table}-written") or "",
            })
        )  # fmt: skip
    answers = {ask.key: said for ask in found.asks if ask.key and (said := _said(form, row_name(ask.key)))}
    in_euro = any(use.is_money and use.money == EURO for shape in shapes for use in shape.uses)
    return Reading(tuple(shapes), answers, rate if in_euro else None, pointed)


def _pointed_at(form: BaseForm, found: Understood) -> dict[str, int]:
    """The rows that a person chose, then and now; not those that were found without them."""
    before = found.said.heading_rows
    chosen: dict[str, int] = {}
    for place, grid in enumerate(found.grids[:MOST_ASKED]):
        line, headed = _said(form, f"titujt-{place}") or "", _headed(grid, found)
        if line and (line != headed or grid.name in before):
            chosen[grid.name] = int(line)
    return chosen


def _rate(form: BaseForm) -> Rate | None:
    if RATE not in form:
        return None
    lek: Decimal | None = form._fields[RATE].number  # type: ignore[attr-defined]
    source = form[RATE_SOURCE].data or ""
    if lek is not None and not 0 < lek <= DEAREST_EURO:
        raise Refusal(N_("Një euro nuk është %(lek)s lekë."), field=RATE, lek=lek)
    if lek is not None and not source:
        raise Refusal(N_("Shkruani edhe ku thuhet kursi."), field=RATE_SOURCE)
    return Rate(lek, source) if lek is not None else None


def _said(form: BaseForm, name: str) -> str | None:
    return (form[name].data or "") if name in form else None


def _column(chosen: str | None, times: str | None, before: Use, heading: str) -> dict[str, Any]:
    """Of a column that is taken for money only now it is asked next what its amounts are in."""
    name, _, more = (chosen or "").partition(":")
    amount, money = (before.times, before.money) if before.is_money else (None, LEK)
    if times is not None:
        amount, money, _ = AMOUNTS.get(times, (None, LEK, ""))
    column: dict[str, Any] = {"is": name or None, "times": amount, "money": money}
    if name == LEVEL_OF:
        column["level"] = more
    if name == COST_OF:
        column["year"] = int(more)
    return column
