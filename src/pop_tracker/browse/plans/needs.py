"""/planet/{slug}/nevojat: the needs assessment that a plan stands on, as tables of its seven kinds of data."""

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
from pop_tracker.browse.record import titles
from pop_tracker.history import VERBS
from pop_tracker.places.models import AdministrativeUnit, Municipality, units_of
from pop_tracker.plans.models import plan_by_slug
from pop_tracker.plans.needs import (
    NEEDS_KIND_WORDS,
    PROVIDER_WORDS,
    NeedsFigure,
    NeedsKind,
    Provider,
    figures_of,
    needs_of,
)
from pop_tracker.web.doors import get
from pop_tracker.web.errors import Missing
from pop_tracker.web.paging import Paged
from pop_tracker.web.render import page, words_of

PAGE = 50
"""Rows on one page, of all kinds together: each has a column for every unit."""


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


Row = tuple[Counted, list[list[Cell]]]


@dataclass(frozen=True)
class Table:
    """The figures of one kind: what is counted down, units across."""

    columns: list[AdministrativeUnit | None]
    """None: the whole municipality."""
    rows: list[Row]
    """In a cell as many figures as the document gives for it: none, one, or two that do not agree."""
    sources: list[str]

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
            cells = [
                [
                    Cell(one, _share(one.quantity, compared) if one.unit_id is not None or not is_by_unit else None)
                    for one in of_row
                    if one.unit_id == column
                ]
                for column in column_ids
            ]
            rows.append((counted, cells))
        return cls(
            [units[column] if column is not None else None for column in column_ids],
            rows,
            list(dict.fromkeys(one.source for one in figures)),
        )

    @property
    def is_by_unit(self) -> bool:
        return self.columns != [None]

    @property
    def has_gaps(self) -> bool:
        return not all(cell for _, cells in self.rows for cell in cells)

    @property
    def has_providers(self) -> bool:
        return any(counted.provider for counted, _ in self.rows)

    @property
    def has_years(self) -> bool:
        return any(counted.year for counted, _ in self.rows)


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


def _on_page(kinds: Iterable[KindOfData], paged: Paged[tuple[NeedsKind, Row]]) -> list[KindOfData]:
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
    sources = [said.figure.source for _, (_, cells) in paged.rows for cell in cells for said in cell]
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
            "notes": numbered([needs.source, *sources]),
            "verbs": VERBS,
            "entries": titles.entries(session, words_of(request), paths=[needs.path], limit=10),
        },
    )


HANDLERS: list[Any] = [needs_page]
