"""Figures of a needs assessment pasted as rows: one row a figure, columns as a spreadsheet copies them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from pop_tracker.places.models import AdministrativeUnit
from pop_tracker.plans.measures import is_counted_one_by_one
from pop_tracker.plans.needs import NEEDS_KIND_WORDS, PROVIDER_WORDS, NeedsFigure, NeedsKind, Provider
from pop_tracker.plans.table.columns import Amount, Year, is_not_stated, no_number, not_as_others
from pop_tracker.web.addresses import LONGEST_SOURCE
from pop_tracker.web.albanian import fold
from pop_tracker.web.errors import REQUIRED, Refusal
from pop_tracker.web.i18n import N_, words
from pop_tracker.web.numbers import LONGEST, NotSure, read_number
from pop_tracker.web.tables.columns import Cell, Cited, Column, Columns, Fault, Line
from pop_tracker.web.tables.finding import Headings, is_bare
from pop_tracker.web.tables.grid import LeftOut
from pop_tracker.web.tables.reading import RowFault, SheetRow, lacking, read_rows, sheet_of, strays
from pop_tracker.web.tables.text_file import of_text
from pop_tracker.web.texts import tidy


class _Quantity(Amount):
    """Never below nothing, as an indicator may be."""

    places = 4
    least_places = 0


COLUMNS = Columns(
    (
        Line("kind", N_("Lloji i të dhënës"), "", longest=200, also=("lloji",), must_stand=True, must_say=True),
        Line("label", N_("Çfarë numërohet"), "", longest=200, also=("çfarë",), must_stand=True, must_say=True),
        Line("unit", N_("Njësia administrative"), "", longest=200, also=("njësia",)),
        Line("provider", N_("Kush e jep"), "", longest=200, also=("ofruesi",)),
        _Quantity("quantity", N_("Sasia"), "", must_stand=True),
        Line("measure", N_("Njësia matëse"), "", longest=80, also=("matet në",)),
        Year("year", N_("Viti"), ""),
        Cited("source", N_("Burimi"), "", longest=LONGEST_SOURCE),
    )
)
"""In this order where no headings stand above; the last ones may be missing."""


@dataclass
class FigureRows:
    """What was read: figures with their line, what is wrong, and the numbers that two countries read differently, which
    stand still until somebody says how the table's numbers are written."""

    figures: list[tuple[int, NeedsFigure]] = field(default_factory=list)
    faults: list[RowFault] = field(default_factory=list)
    unsure: list[NotSure] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    """Columns that are none of ours."""


def read_figures(text: str, units: Iterable[AdministrativeUnit], source: str, written: str = "") -> FigureRows:
    """`source` is that of a row which names none; `written` one of WRITTEN, or empty where nobody was asked.

    Raises Refusal for headings that lack a column, or name one twice.
    """
    by_name = {fold(unit.name): unit.id for unit in units} | {unit.slug: unit.id for unit in units}
    sheet, likeliest = sheet_of(of_text(text), COLUMNS, ".csv")
    if sheet is None and len(likeliest) > 1:
        raise lacking(COLUMNS, likeliest)
    rows = FigureRows(left_out=sheet.left_out if sheet else [])
    for row in sheet.rows if sheet else _in_our_order(text):
        _read(row, by_name, source, written, rows)
    return rows


def _in_our_order(text: str) -> Iterator[SheetRow]:
    """Rows under no headings, or under those that nobody knows: tabs between cells, or semicolons, or commas."""
    first = text.split("\n", 1)[0]
    separator = next((sign for sign in "\t;" if sign in first), ",")
    (book,) = of_text(text, separator)
    names = [column.name for column in COLUMNS]
    headings = Headings(tuple(column.heading for column in COLUMNS))
    for place, row in enumerate(row for row in book.grids[0].rows if not is_bare(row)):
        cells = [*row.cells, *[""] * (len(names) - len(row.cells))]
        if place or not _is_heading(cells):
            yield SheetRow(row.line, dict(zip(names, cells, strict=False)), strays(row, headings))


def _is_heading(cells: Sequence[Cell]) -> bool:
    """Names columns: neither a kind of data nor a number stands where they should."""
    quantity = [column.name for column in COLUMNS].index("quantity")
    return _kind_of(str(cells[0])) is None and not any(
        sign.isdigit() for cell in cells[quantity:] for sign in str(cell)
    )


def _read(row: SheetRow, units: Mapping[str, int | None], source: str, written: str, rows: FigureRows) -> None:
    quantity = row.cells.pop("quantity")
    read, faults = read_rows([row], COLUMNS)
    rows.faults += faults
    if row.strays or not read or any(isinstance(cell, Fault) for cell in row.cells.values()):
        return
    said: dict[str, Any] = {}
    for column in COLUMNS:
        if column.name in read[0].unread:
            continue
        try:
            cell = quantity if column.name == "quantity" else read[0].said.get(column.name, column.read(""))
            said[column.name] = _value(column, cell, units, written)
        except NotSure as unsure:
            rows.unsure.append(unsure)
        except Refusal as refusal:
            rows.faults.append(RowFault(row.line, column.name, refusal.message, refusal.values))
    if len(said) == len(COLUMNS.by_name):
        figure = NeedsFigure(
            assessment_id=0, position=0, needs_kind=said["kind"], label=said["label"], unit_id=said["unit"],
            provider=said["provider"], quantity=said["quantity"], measure=said["measure"], year=said["year"],
            source=said["source"] or source,
        )  # fmt: skip
        rows.figures.append((row.line, figure))


def _value(column: Column, value: Any, units: Mapping[str, int | None], written: str) -> Any:
    if column.name == "quantity":
        return _quantity(column, value, written)
    column.check(value)
    match column.name:
        case "kind":
            if (kind := _kind_of(value)) is None:
                message = N_("“%(said)s” nuk është lloj të dhënash. Shkruani një shkronjë nga a në g.")
                raise Refusal(message, said=value)
            return kind
        case "unit":
            if value and value not in units and fold(value) not in units:
                raise Refusal(N_("Bashkia nuk ka njësi “%(said)s”."), said=value)
            return units.get(value, units.get(fold(value))) if value else None
        case "provider":
            return _provider(value)
    return value


def _quantity(column: Column, cell: str, written: str) -> Decimal:
    """Raises NotSure where nobody said how the table's numbers are written, Refusal for one that is not written so."""
    text = tidy(cell) if len(cell) < LONGEST else ""
    if not text or is_not_stated(text):
        value = column.read(cell)
    else:
        try:
            value = read_number(text, written)
        except NotSure:
            raise
        except ValueError:
            raise (not_as_others(text) if written else no_number(text)) from None
    if value is None:
        raise Refusal(REQUIRED)
    column.check(value)
    return Decimal(value)


def questions(rows: FigureRows, standing: Iterable[NeedsFigure]) -> list[RowFault]:
    """What a person looks at before it is written: a figure that is there already, in the assessment or in a row above,
    and a part of what is counted one by one."""
    seen: dict[tuple[object, ...], int] = {figure.counted: 0 for figure in standing}
    found: list[RowFault] = []
    for line, figure in rows.figures:
        above = seen.setdefault(figure.counted, line)
        if above == 0:
            found.append(RowFault(line, "label", N_("Vlerësimi e ka tashmë një shifër për të njëjtën gjë.")))
        elif above != line:
            found.append(RowFault(line, "label", N_("E njëjta gjë si në rreshtin %(above)s."), {"above": above}))
        if figure.quantity != int(figure.quantity) and is_counted_one_by_one(figure.measure):
            found.append(RowFault(line, "quantity", N_("Njerëzit dhe sendet numërohen me numra të plotë.")))
    return found


def _kind_of(said: str) -> NeedsKind | None:
    """By its letter or its name, in either language."""
    plain = fold(said[:200]).strip()
    for kind, name in NEEDS_KIND_WORDS.items():
        if plain.rstrip(").") == kind.letter or plain in _names(name):
            return kind
    return None


def _provider(said: str) -> Provider | None:
    if not said:
        return None
    for provider, name in PROVIDER_WORDS.items():
        if fold(said) in _names(name):
            return provider
    raise Refusal(N_("“%(said)s” nuk është ofrues. Shkruani Publik, Organizatë jofitimprurëse ose I kontraktuar."),
                  said=said)  # fmt: skip


def _names(name: str) -> set[str]:
    return {fold(name), fold(words("en").gettext(name))}
