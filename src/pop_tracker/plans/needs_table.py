"""Figures of a needs assessment pasted as rows: one row a figure, columns as a spreadsheet copies them."""

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from pop_tracker.places.models import AdministrativeUnit
from pop_tracker.plans.measures import is_counted_one_by_one
from pop_tracker.plans.needs import NEEDS_KIND_WORDS, PROVIDER_WORDS, NeedsFigure, NeedsKind, Provider
from pop_tracker.plans.table.columns import Amount, Year, is_not_stated
from pop_tracker.web.addresses import LONGEST_SOURCE
from pop_tracker.web.albanian import fold
from pop_tracker.web.errors import REQUIRED, Refusal
from pop_tracker.web.i18n import N_, words
from pop_tracker.web.numbers import LONGEST, NotSure, as_albanian, as_english, read_number
from pop_tracker.web.tables.columns import Column, Line
from pop_tracker.web.tables.reading import RowFault
from pop_tracker.web.texts import tidy


class _Quantity(Amount):
    """Never below nothing, as an indicator may be."""

    places = 4
    least_places = 0


COLUMNS: Mapping[str, Column] = {
    column.name: column
    for column in (
        Line("kind", N_("Lloji i të dhënës"), "", longest=200, must_say=True),
        Line("label", N_("Çfarë numërohet"), "", longest=200, must_say=True),
        Line("unit", N_("Njësia administrative"), "", longest=200),
        Line("provider", N_("Kush e jep"), "", longest=200),
        _Quantity("quantity", N_("Sasia"), ""),
        Line("measure", N_("Njësia matëse"), "", longest=80),
        Year("year", N_("Viti"), ""),
        Line("source", N_("Burimi"), "", longest=LONGEST_SOURCE),
    )
}
"""In this order; the last ones may be missing."""
WRITTEN: Mapping[str, Callable[[str], Decimal | None]] = {"sq": as_albanian, "en": as_english}
"""How the numbers of a table may be written: a table was made in one country."""


@dataclass
class FigureRows:
    """What was read: figures with their line, what is wrong, and the numbers that two countries read differently, which
    stand still until somebody says how the table's numbers are written."""

    figures: list[tuple[int, NeedsFigure]] = field(default_factory=list)
    faults: list[RowFault] = field(default_factory=list)
    unsure: list[NotSure] = field(default_factory=list)


def read_figures(text: str, units: Iterable[AdministrativeUnit], source: str, written: str = "") -> FigureRows:
    """`source` is that of a row which names none; `written` one of WRITTEN, or empty where nobody was asked."""
    by_name = {fold(unit.name): unit.id for unit in units} | {unit.slug: unit.id for unit in units}
    rows = FigureRows()
    try:
        for line, cells in _rows(text):
            _read(line, cells, by_name, source, written, rows)
    except csv.Error:
        message = N_("Nga ky rresht tabela nuk lexohet më: thonjëzat hapen dhe nuk mbyllen, ose anasjelltas.")
        rows.faults.append(RowFault(rows.figures[-1][0] + 1 if rows.figures else 1, None, message))
    return rows


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """Each row with its first line, without a row of headings: tabs between cells, or semicolons, or commas."""
    first = text.split("\n", 1)[0]
    separator = next((sign for sign in "\t;" if sign in first), ",")
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    line = 1
    for cells in reader:
        while len(cells) > len(COLUMNS) and not cells[-1].strip():
            cells.pop()
        if any(cell.strip() for cell in cells) and not (line == 1 and _is_heading(cells)):
            yield line, cells + [""] * (len(COLUMNS) - len(cells))
        line = reader.line_num + 1


def _is_heading(cells: list[str]) -> bool:
    """Names columns: neither a kind of data nor a number stands where they should."""
    quantity = list(COLUMNS).index("quantity")
    return _kind_of(cells[0]) is None and not any(sign.isdigit() for cell in cells[quantity:] for sign in cell)


def _read(
    line: int, cells: list[str], units: Mapping[str, int | None], source: str, written: str, rows: FigureRows
) -> None:
    if len(cells) > len(COLUMNS):
        values = {"cells": len(cells), "most": len(COLUMNS)}
        too_many = N_("Ka %(cells)d kolona; duhet të jenë më së shumti %(most)d.")
        rows.faults.append(RowFault(line, None, too_many, values))
        return
    said: dict[str, Any] = {}
    for column, cell in zip(COLUMNS.values(), cells, strict=True):
        try:
            said[column.name] = _value(column, cell, units, written)
        except NotSure as unsure:
            rows.unsure.append(unsure)
        except Refusal as refusal:
            rows.faults.append(RowFault(line, column.name, refusal.message, refusal.values))
    if len(said) == len(COLUMNS):
        figure = NeedsFigure(
            assessment_id=0, position=0, needs_kind=said["kind"], label=said["label"], unit_id=said["unit"],
            provider=said["provider"], quantity=said["quantity"], measure=said["measure"], year=said["year"],
            source=said["source"] or source,
        )  # fmt: skip
        rows.figures.append((line, figure))


def _value(column: Column, cell: str, units: Mapping[str, int | None], written: str) -> Any:
    if column.name == "quantity":
        return _quantity(column, cell, written)
    value = column.read(cell)
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
    amount = WRITTEN[written](text) if written else None
    if text and written and amount is None and not is_not_stated(text):
        raise Refusal(N_("“%(said)s” nuk është shkruar si numrat e tjerë të tabelës."), said=text)
    if text and not written:
        try:
            read_number(text)
        except NotSure:
            raise
        except ValueError:
            pass  # the column says what is wrong
    value = column.read(cell if amount is None else amount)
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
            found.append(RowFault(line, "label", N_("E njëjta gjë si në rreshtin %(above)d."), {"above": above}))
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
