"""The plans that stand, as whoever reads or works on them finds them, and how a new one is called in addresses."""

from typing import Any

from sqlmodel import Session, col, select

from pop_tracker.accounts.models import Viewer
from pop_tracker.accounts.recording import require_recorder
from pop_tracker.database import free_slug
from pop_tracker.places.models import Municipality
from pop_tracker.plans.models import Plan, PlanKind, lock
from pop_tracker.web.errors import Missing
from pop_tracker.web.i18n import today

_SLUG_WORDS = {
    PlanKind.SOCIAL_PLAN: "",
    PlanKind.PBA: "pba-",
    PlanKind.ANNUAL_BUDGET: "buxheti-",
    PlanKind.GENERAL_LOCAL_PLAN: "plani-vendor-",
    PlanKind.OTHER: "plan-",
}


def new_plan_slug(session: Session, municipality: Municipality, kind: PlanKind, period_from: int | None) -> str:
    """durres-2025, durres-pba-2025; where the plan does not say its years, the year of recording stands in."""
    return free_slug(session, col(Plan.slug), f"{municipality.slug}-{_SLUG_WORDS[kind]}{period_from or today().year}")


def stands() -> Any:
    """Condition on Plan: it was not withdrawn. All that lists plans asks this."""
    return col(Plan.withdrawal) == ""


def plan_by_slug(session: Session, slug: str) -> Plan | None:
    """Everything recorded of plans is public, so there is nothing to ask about the viewer."""
    return session.exec(select(Plan).where(Plan.slug == slug, stands())).first()


def plan_called(session: Session, slug: str) -> Plan:
    """The plan of an address; raises Missing where there is none."""
    plan = plan_by_slug(session, slug)
    if plan is None:
        raise Missing
    return plan


def withdrawn_plan(session: Session, slug: str) -> Plan | None:
    """One that was entered by mistake and taken away: its address says so."""
    return session.exec(select(Plan).where(Plan.slug == slug, ~stands())).first()


def plan_at_work(session: Session, viewer: Viewer, slug: str, hold: bool = False) -> Plan:
    """The plan, for who records for its municipality; held from others while it is being changed."""
    plan = plan_called(session, slug)
    require_recorder(viewer, plan.municipality_id)
    if hold:
        lock(session, plan)
    return plan


def successors(session: Session, plan: Plan) -> list[Plan]:
    """The plans that say that they follow this one; one query."""
    follow = select(Plan).where(Plan.predecessor_id == plan.id, stands())
    return list(session.exec(follow.order_by(col(Plan.period_from))))
