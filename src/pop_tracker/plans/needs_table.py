"""Figures of a needs assessment pasted as rows: one row a figure, columns as a spreadsheet copies them."""

import csv
from collections.abc import Iterable, Iterator

from pop_tracker.places.models import AdministrativeUnit
from pop_tracker.plans.needs import NEEDS_KIND_WORDS, PROVIDER_WORDS, NeedsFigure, NeedsKind, Provider
from pop_tracker.web.addresses import LONGEST_SOURCE
from pop_tracker.web.albanian import fold
from pop_tracker.web.dates import is_year
from pop_tracker.web.errors import Refusal
from pop_tracker.web.i18n import N_, words
from pop_tracker.web.numbers import LARGEST, read_number

COLUMNS: tuple[str, ...] = (
    N_("Lloji i të dhënës"), N_("Çfarë numërohet"), N_("Njësia administrative"), N_("Kush e jep"), N_("Sasia"),
    N_("Njësia matëse"), N_("Viti"), N_("Burimi"),
)  # fmt: skip
"""In this order; the last ones may be missing."""
LONGEST = {"label": 200, "measure": 80, "source": LONGEST_SOURCE}
"""In signs, of the cells that are words."""
_QUANTITY = 4


def read_figures(
    text: str, units: Iterable[AdministrativeUnit], source: str
) -> tuple[list[NeedsFigure], list[Refusal]]:
    """The figures, and what is wrong with which row. `source` stands where a row names none."""
    by_name = {fold(unit.name): unit.id for unit in units} | {unit.slug: unit.id for unit in units}
    figures: list[NeedsFigure] = []
    faults: list[Refusal] = []
    for row, cells in _rows(text):
        try:
            figures.append(_figure(cells, by_name, source))
        except Refusal as refusal:
            refusal.values["row"] = row
            faults.append(refusal)
    return figures, faults


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """Each row with its line, without a row of headings: tabs between cells, or semicolons, or commas."""
    first = text.split("\n", 1)[0]
    separator = next((sign for sign in "\t;" if sign in first), ",")
    reader = csv.reader(text.split("\n"), delimiter=separator)
    for cells in reader:
        cells = [cell.strip() for cell in cells]
        while len(cells) > len(COLUMNS) and not cells[-1]:
            cells.pop()
        if any(cells) and not (reader.line_num == 1 and _is_heading(cells)):
            yield reader.line_num, cells + [""] * (len(COLUMNS) - len(cells))


def _is_heading(cells: list[str]) -> bool:
    """Names columns: neither a kind of data nor a number stands where they should."""
    return _kind_of(cells[0]) is None and not any(sign.isdigit() for cell in cells[_QUANTITY:] for sign in cell)


def _figure(cells: list[str], units: dict[str, int | None], source: str) -> NeedsFigure:
    if len(cells) > len(COLUMNS):
        raise Refusal(N_("Rreshti %(row)d ka %(cells)d kolona; janë %(most)d."), cells=len(cells), most=len(COLUMNS))
    said_kind, label, unit, provider, quantity, measure, year, own_source = cells
    kind = _kind_of(said_kind)
    if kind is None:
        raise Refusal(N_("Rreshti %(row)d: “%(said)s” nuk është lloj të dhënash. Shkruani një shkronjë nga a në g."),
                      said=said_kind)  # fmt: skip
    if not label or len(label) > LONGEST["label"]:
        raise Refusal(N_("Rreshti %(row)d: shkruani çfarë numërohet, me më së shumti 200 karaktere."))
    if unit and unit not in units and fold(unit) not in units:
        raise Refusal(N_("Rreshti %(row)d: bashkia nuk ka njësi “%(said)s”."), said=unit)
    if year and not is_year(year):
        raise Refusal(N_("Rreshti %(row)d: “%(said)s” nuk është vit."), said=year)
    try:
        amount = read_number(quantity)
    except ValueError:
        amount = None
    if amount is None or amount < 0 or amount > LARGEST or amount != round(amount, 4):
        raise Refusal(N_("Rreshti %(row)d: “%(said)s” nuk është sasi. Shkruani si 1.200,5."), said=quantity)
    if len(measure) > LONGEST["measure"] or len(own_source) > LONGEST["source"]:
        raise Refusal(N_("Rreshti %(row)d: një qelizë është shumë e gjatë."))
    return NeedsFigure(
        assessment_id=0, position=0, needs_kind=kind, label=label,
        unit_id=units.get(unit, units.get(fold(unit))) if unit else None, provider=_provider(provider), quantity=amount,
        measure=measure, year=int(year) if year else None, source=own_source or source,
    )  # fmt: skip


def _kind_of(said: str) -> NeedsKind | None:
    """By its letter or its name, in either language."""
    for kind, name in NEEDS_KIND_WORDS.items():
        if fold(said).rstrip(").") == kind.letter or fold(said) in _names(name):
            return kind
    return None


def _provider(said: str) -> Provider | None:
    if not said:
        return None
    for provider, name in PROVIDER_WORDS.items():
        if fold(said) in _names(name):
            return provider
    raise Refusal(N_("Rreshti %(row)d: “%(said)s” nuk është ofrues. Shkruani Publik, Organizatë jofitimprurëse ose "
                     "I kontraktuar."), said=said)  # fmt: skip


def _names(name: str) -> set[str]:
    return {fold(name), fold(words("en").gettext(name))}
