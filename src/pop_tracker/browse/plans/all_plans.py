"""/planet: every plan, how far it has come, and how much of it has money."""

from dataclasses import dataclass
from typing import Any

from litestar import Request, Response
from litestar.di import NamedDependency
from litestar.params import FromQuery
from sqlmodel import Session, col, select

from pop_tracker.accounts.pages.guards import PUBLIC
from pop_tracker.browse.plans.figures import Priced, priced_plans
from pop_tracker.browse.record.alone import entered_alone
from pop_tracker.plans.models import PLAN_KIND_WORDS
from pop_tracker.plans.plan_rows import PlanRow, plans
from pop_tracker.plans.stages import STAGE_WORDS, PlanStage, StageKind
from pop_tracker.web.doors import get
from pop_tracker.web.render import page


@dataclass(frozen=True)
class PlanLine:
    plan: PlanRow
    stage: PlanStage | None
    """The last that it is known to have reached."""
    priced: Priced


@get("/planet", opt=PUBLIC)
def plans_page(
    request: Request[Any, Any, Any],
    session: NamedDependency[Session],
    lloji: FromQuery[str] = "",
    bashkia: FromQuery[str] = "",
) -> Response[str]:
    """A kind or municipality that no plan has finds nothing, as the page then says."""
    every = plans(session)
    found = [plan for plan in every if lloji in ("", plan.plan_kind) and bashkia in ("", plan.municipality_slug)]
    stages, priced = newest_stages(session), priced_plans(session)
    return page(
        request,
        "browse/plans/plans.html",
        {
            "lines": [PlanLine(plan, stages.get(plan.id), priced.get(plan.id, Priced())) for plan in found],
            "alone": entered_alone(session, [f"/planet/{plan.slug}" for plan in found], ("plan",), is_listed=True),
            "municipalities": {plan.municipality_slug: plan.municipality_name for plan in every},
            "kinds": [kind for kind in PLAN_KIND_WORDS if any(plan.plan_kind is kind for plan in every)],
            "bashkia": bashkia,
            "lloji": lloji,
            "kind_words": PLAN_KIND_WORDS,
            "stage_words": STAGE_WORDS,
        },
    )


def newest_stages(session: Session) -> dict[int, PlanStage]:
    """How far along the way each plan is known to have come, by plan; one query."""
    order = list(StageKind)
    found: dict[int, PlanStage] = {}
    for stage in session.exec(select(PlanStage).order_by(col(PlanStage.id))):
        before = found.get(stage.plan_id)
        if before is None or order.index(stage.stage) >= order.index(before.stage):
            found[stage.plan_id] = stage
    return found


HANDLERS: list[Any] = [plans_page]
