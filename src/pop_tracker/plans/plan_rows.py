"""Plans in a list, each with how many items it has."""

from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import Session, col, select

from pop_tracker.places.models import Municipality
from pop_tracker.plans.items import PlanItem
from pop_tracker.plans.models import Plan, PlanKind
from pop_tracker.plans.standing import stands


@dataclass(frozen=True)
class PlanRow:
    """A plan in a list."""

    id: int
    slug: str
    title: str
    plan_kind: PlanKind
    period_from: int | None
    period_until: int | None
    municipality_id: int
    municipality_slug: str
    municipality_name: str
    items: int


_PLANS = (
    select(
        Plan,
        Municipality.slug,
        Municipality.name,
        select(sa.func.count()).where(PlanItem.plan_id == Plan.id).scalar_subquery(),
    )
    .join(Municipality, col(Municipality.id) == Plan.municipality_id)
    .where(stands())
    .order_by(col(Municipality.sort_key), col(Plan.period_from).desc().nulls_last(), col(Plan.slug))
)


def plans(session: Session, municipality_id: int | None = None) -> list[PlanRow]:
    """All plans, or a municipality's, in Albanian order of municipalities, the newest first there; one query."""
    query = _PLANS if municipality_id is None else _PLANS.where(Plan.municipality_id == municipality_id)
    return [
        PlanRow(plan.id or 0, plan.slug, plan.title, plan.plan_kind, plan.period_from, plan.period_until,
                plan.municipality_id, slug, name, number)
        for plan, slug, name, number in session.exec(query)
    ]  # fmt: skip
