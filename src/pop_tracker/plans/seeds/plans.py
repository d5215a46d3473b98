"""Plans with their items and stages, from `plans.csv`, `plan_items.csv` and `stages.csv`."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sqlmodel import Session, select

from pop_tracker.history import SEEDS
from pop_tracker.plans.costs import read_costs
from pop_tracker.plans.fields import FIELDS, OWN, ItemField, Kind
from pop_tracker.plans.items import PlanItem
from pop_tracker.plans.models import Plan, PlanKind
from pop_tracker.plans.seeds.names import Names, no_strays
from pop_tracker.plans.stages import PlanStage, StageKind, stages_of
from pop_tracker.web.dates import DatePrecision
from pop_tracker.web.tables.seed_rows import Row, rows_by

_PLANS = (
    "slug,municipality,kind,title,period_from,period_until,vision,mission,legal_basis,structures,predecessors,"
    "predecessor,support,stage_note,source"
)
_FIRST = ("number", "parent", "level")
_ITEMS = ",".join(("plan", *_FIRST, *(one.name for one in FIELDS if one.name not in _FIRST)))
_STAGES = "plan,stage,reached_on,date_precision,decision_number,comment_days,note,source"


def load(session: Session, folder: Path, names: Names) -> int:
    items = rows_by(folder / "plan_items.csv", _ITEMS, "plan")
    stages = rows_by(folder / "stages.csv", _STAGES, "plan")
    known = {plan.slug: plan for plan in session.exec(select(Plan))}
    seen: set[str] = set()
    loaded = 0
    for slug, (row, *again) in rows_by(folder / "plans.csv", _PLANS, "slug").items():
        if again:
            raise again[0].error(f"{slug} is there twice")
        seen.add(slug)
        if slug not in known:
            _record(session, row, items.get(slug, []), stages.get(slug, []), names)
            names.fresh.add(slug)
            loaded += 1
        elif slug in stages and not stages_of(session, known[slug].id):
            with stages[slug][0].judged():
                known[slug].tell_stages(session, SEEDS, [_stage(one) for one in stages[slug]])
            loaded += 1
    no_strays(items, seen, "plan")
    no_strays(stages, seen, "plan")
    return loaded


def _record(session: Session, row: Row, items: list[Row], stages: list[Row], names: Names) -> None:
    municipality_id = names.municipality(row)
    before = names.plan(row, "predecessor") if row["predecessor"] else None
    with row.judged():
        Plan(
            slug=row["slug"],
            municipality_id=municipality_id,
            plan_kind=PlanKind(row["kind"]),
            title=row.required("title"),
            period_from=row.whole("period_from"),
            period_until=row.whole("period_until"),
            vision=row["vision"],
            mission=row["mission"],
            legal_basis=row.items_of("legal_basis", "|"),
            structures=row.items_of("structures", "|"),
            predecessors=row.items_of("predecessors", "|"),
            predecessor_id=before.id if before else None,
            support=row.items_of("support", "|"),
            stage_note=row["stage_note"],
            source=row.required("source"),
        ).record(
            session,
            SEEDS,
            list(_items(items, municipality_id, names)),
            [_stage(one) for one in stages],
        )


def _items(rows: list[Row], municipality_id: int, names: Names) -> Iterator[tuple[PlanItem, str, list[int]]]:
    numbers: set[str] = set()
    for row in rows:
        if row["number"] in numbers:
            raise row.error(f"{row['number']} is there twice")
        if row["parent"] and row["parent"] not in numbers:
            raise row.error(f"{row['parent']} does not stand above {row['number']}")
        numbers.add(row["number"])
        yield _item(row), row["parent"], names.units(row, row.items_of("units", "|"), municipality_id)


def _item(row: Row) -> PlanItem:
    return PlanItem(plan_id=0, position=0, **{one.name: _said(row, one) for one in OWN})


def _said(row: Row, one: ItemField) -> Any:
    match one.kind:
        case Kind.MONEY | Kind.QUANTITY:
            return row.amount(one.name)
        case Kind.YEAR:
            return row.whole(one.name)
        case Kind.YEARLY:
            with row.judged():
                return read_costs(row[one.name])
        case _:
            return row.required(one.name) if one.is_required else row[one.name]


def _stage(row: Row) -> PlanStage:
    with row.judged():
        return PlanStage(
            plan_id=0,
            stage=StageKind(row.required("stage")),
            reached_on=row.day("reached_on"),
            date_precision=DatePrecision(row["date_precision"] or "day"),
            decision_number=row["decision_number"],
            comment_days=row.whole("comment_days"),
            note=row["note"],
            source=row.required("source"),
        )
