"""Needs assessments with their figures, from `needs.csv` and `needs_figures.csv`."""

from pathlib import Path

from sqlmodel import Session

from pop_tracker.history import SEEDS
from pop_tracker.plans.needs import NeedsAssessment, NeedsFigure, NeedsKind, Provider, needs_of
from pop_tracker.plans.seeds.names import Names, no_strays
from pop_tracker.web.tables.seed_rows import Row, read_sheet, rows_by

_NEEDS = "plan,name,year,method,demography,users,services,spread,funding,structures,budget,recommendations,source"
"""The seven columns in the middle: the document's own words for each kind of data."""
_FIGURES = "plan,kind,label,unit,provider,quantity,measure,year,source"


def load(session: Session, folder: Path, names: Names) -> int:
    figures = rows_by(folder / "needs_figures.csv", _FIGURES, "plan")
    seen: set[str] = set()
    loaded = 0
    for row in read_sheet(folder / "needs.csv", _NEEDS):
        plan = names.plan(row)
        seen.add(plan.slug)
        if needs_of(session, plan.id):
            continue
        with row.judged():
            NeedsAssessment(
                plan_id=plan.id or 0,
                name=row.required("name"),
                year=row.whole("year"),
                method=row["method"],
                kinds_named=[{"needs_kind": kind.value, "text": row[kind]} for kind in NeedsKind if row[kind]],
                recommendations=row["recommendations"],
                source=row.required("source"),
            ).record(session, SEEDS, [_figure(one, names, plan.municipality_id) for one in figures.get(plan.slug, [])])
        loaded += 1
    no_strays(figures, seen, "needs assessment of")
    return loaded


def _figure(row: Row, names: Names, municipality_id: int) -> NeedsFigure:
    quantity = row.amount("quantity")
    if quantity is None:
        raise row.error("quantity is empty")
    with row.judged():
        return NeedsFigure(
            assessment_id=0,
            position=0,
            needs_kind=NeedsKind(row.required("kind")),
            label=row.required("label"),
            unit_id=names.units(row, [row["unit"]], municipality_id)[0] if row["unit"] else None,
            provider=Provider(row["provider"]) if row["provider"] else None,
            quantity=quantity,
            measure=row["measure"],
            year=row.whole("year"),
            source=row.required("source"),
        )
