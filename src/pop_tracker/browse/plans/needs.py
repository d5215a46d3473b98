"""/planet/{slug}/nevojat: the needs assessment that a plan stands on, by its seven kinds of data."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from litestar import Request, Response
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from sqlmodel import Session

from pop_tracker.accounts.pages.guards import PUBLIC
from pop_tracker.browse.plans.figures import numbered
from pop_tracker.browse.record import saves
from pop_tracker.browse.record.alone import entered_alone
from pop_tracker.browse.taken_out import taken_out
from pop_tracker.history import VERBS
from pop_tracker.places.models import AdministrativeUnit, Municipality, units_of
from pop_tracker.plans.needs import (
    NEEDS_KIND_WORDS,
    PROVIDER_WORDS,
    NeedsFigure,
    NeedsKind,
    Provider,
    figures_of,
    needs_of,
)
from pop_tracker.plans.standing import plan_by_slug
from pop_tracker.web.doors import get
from pop_tracker.web.errors import Missing
from pop_tracker.web.paging import Paged
from pop_tracker.web.render import page, words_of

PAGE = 50
"""Indicators on one page, of all kinds together: each has a figure for every unit."""


@dataclass(frozen=True)
class Counted:
    """What a row of a table counts: "Qendër ditore", contracted, in places, of 2024."""

    label: str
    provider: Provider | None
    measure: str
    year: int | None


@dataclass(frozen=True)
class Cell:
    figure: NeedsFigure
    share: float | None
    """Of the largest figure that it is comparable with, 0 to 100: units with units of the row; where a table is not by
    unit, rows with rows of the same measure and year. None: with none, as the whole municipality with its units."""


@dataclass(frozen=True)
class Indicator:
    """What is counted, with its figures for each place that any indicator of its kind has one for: as many as the
    document gives, none, one, or two that do not agree. A place of None is the whole municipality."""

    counted: Counted
    by_place: list[tuple[AdministrativeUnit | None, list[Cell]]]

    @property
    def whole(self) -> list[Cell]:
        return next((cells for unit, cells in self.by_place if unit is None), [])

    @property
    def units(self) -> list[tuple[AdministrativeUnit, list[Cell]]]:
        return [(unit, cells) for unit, cells in self.by_place if unit is not None and cells]

    @property
    def unsaid(self) -> list[AdministrativeUnit]:
        """Units that the document says nothing of here, though it does of others or elsewhere."""
        return [unit for unit, cells in self.by_place if unit is not None and not cells]

    @property
    def leaves_out_the_whole(self) -> bool:
        return any(unit is None and not cells for unit, cells in self.by_place)

    @property
    def cells(self) -> list[Cell]:
        return [cell for _, cells in self.by_place for cell in cells]


@dataclass(frozen=True)
class Table:
    """The figures of one kind."""

    rows: list[Indicator]
    is_by_unit: bool

    @classmethod
    def of(cls, figures: list[NeedsFigure], units: Mapping[int, AdministrativeUnit]) -> "Table":
        used = {figure.unit_id for figure in figures}
        column_ids: list[int | None] = [*([None] if None in used else []), *(unit for unit in units if unit in used)]
        by_row: dict[Counted, list[NeedsFigure]] = {}
        for one in figures:
            by_row.setdefault(Counted(one.label, one.provider, one.measure, one.year), []).append(one)
        is_by_unit = column_ids != [None]
        rows = []
        for counted, of_row in by_row.items():
            alike = of_row if is_by_unit else [
                one for one in figures if (one.measure, one.year) == (counted.measure, counted.year)
            ]  # fmt: skip
            compared = [one.quantity for one in alike if one.unit_id is not None or not is_by_unit]
            by_place = [
                (
                    units[column] if column is not None else None,
                    [
                        Cell(one, _share(one.quantity, compared) if one.unit_id is not None or not is_by_unit else None)
                        for one in of_row
                        if one.unit_id == column
                    ],
                )
                for column in column_ids
            ]
            rows.append(Indicator(counted, by_place))
        return cls(rows, is_by_unit)

    @property
    def has_providers(self) -> bool:
        return any(one.counted.provider for one in self.rows)

    @property
    def years(self) -> list[int | None]:
        """Which years its figures are of; None: of some it is not said."""
        return list(dict.fromkeys(one.counted.year for one in self.rows))


def _share(quantity: Decimal, compared: list[Decimal]) -> float | None:
    most = max(compared)
    return float(quantity / most * 100) if len(compared) > 1 and most > 0 and quantity >= 0 else None


@dataclass(frozen=True)
class KindOfData:
    """One of the seven kinds, with the document's own words for it and the figures it gives."""

    kind: NeedsKind
    words: list[str]
    table: Table | None
    """None: the document gives no figures of this kind."""


def kinds_of_data(
    named: Iterable[Mapping[str, str]], figures: list[NeedsFigure], units: Mapping[int, AdministrativeUnit]
) -> list[KindOfData]:
    """All seven, in their order."""
    said = list(named)
    found = []
    for kind in NeedsKind:
        of_kind = [figure for figure in figures if figure.needs_kind is kind]
        words = [one["text"] for one in said if one["needs_kind"] == kind]
        found.append(KindOfData(kind, words, Table.of(of_kind, units) if of_kind else None))
    return found


def _on_page(kinds: Iterable[KindOfData], paged: Paged[tuple[NeedsKind, Indicator]]) -> list[KindOfData]:
    """The kinds with the rows of one page; those without figures stand on the first."""
    shown = []
    for one in kinds:
        rows = [row for kind, row in paged.rows if kind is one.kind]
        if one.table is None and paged.first == 1:
            shown.append(one)
        elif one.table and rows:
            shown.append(replace(one, table=replace(one.table, rows=rows)))
    return shown


@get("/planet/{slug:str}/nevojat", opt=PUBLIC)
def needs_page(
    request: Request[Any, Any, Any],
    slug: FromPath[str],
    session: NamedDependency[Session],
    faqja: FromQuery[str] = "",
) -> Response[str]:
    plan = plan_by_slug(session, slug)
    needs = needs_of(session, plan.id) if plan else None
    if plan is None or needs is None:
        raise Missing
    figures = figures_of(session, needs.id)
    units = {unit.id or 0: unit for unit in units_of(session, plan.municipality_id)}
    kinds = kinds_of_data(needs.kinds_named, figures, units)
    paged = Paged.of([(one.kind, row) for one in kinds if one.table for row in one.table.rows], faqja, PAGE)
    sources = [said.figure.source for _, row in paged.rows for said in row.cells]
    return page(
        request,
        "browse/plans/needs.html",
        {
            "plan": plan,
            "needs": needs,
            "municipality": session.get_one(Municipality, plan.municipality_id),
            "kinds": _on_page(kinds, paged),
            "paged": paged,
            "has_figures": bool(figures),
            "kind_words": NEEDS_KIND_WORDS,
            "provider_words": PROVIDER_WORDS,
            "taken_out": taken_out(session, needs.path),
            "notes": numbered([needs.source, *sources]),
            "verbs": VERBS,
            "alone": entered_alone(session, [needs.path], ("needs_assessment",)),
            "entries": saves.entries(session, words_of(request), paths=[needs.path], limit=10),
        },
    )


HANDLERS: list[Any] = [needs_page]
