"""The room's doors for plans; what a plan holds, consultations and findings are in files of their own."""

from typing import Any

from litestar import Response
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery

from pop_tracker.accounts.pages import guards
from pop_tracker.accounts.pages.desk import Answer, Desk
from pop_tracker.accounts.recording import require_recorder
from pop_tracker.places.models import municipalities, municipality_by_slug
from pop_tracker.plans.consultations.consultations import CONSULTATION_KIND_WORDS
from pop_tracker.plans.consultations.rows import consultations
from pop_tracker.plans.findings.rows import in_hand
from pop_tracker.plans.items import tree, units_of_items
from pop_tracker.plans.long_tree import Excerpt
from pop_tracker.plans.models import PLAN_KIND_WORDS, Plan
from pop_tracker.plans.needs import figures_of, needs_of
from pop_tracker.plans.pages.plan_forms import NewPlanForm, PlanForm, values_of
from pop_tracker.plans.plan_rows import plans
from pop_tracker.plans.progress import progress_of
from pop_tracker.plans.stages import LAW_OF_COMMENTS, STAGE_WORDS, stages_of
from pop_tracker.plans.standing import new_plan_slug, plan_at_work, plan_by_slug, successors
from pop_tracker.plans.table.entered import imports_of
from pop_tracker.plans.table.imports import held_imports
from pop_tracker.plans.withdrawals import BUILT_ON, asked_for, is_bare
from pop_tracker.web.dates import PRECISION_WORDS
from pop_tracker.web.doors import get, post
from pop_tracker.web.errors import Missing
from pop_tracker.web.i18n import N_

FOLDED_ABOVE = 20
"""Items. A longer plan shows its highest ones first, each with how many are under it."""


@get("/puna/planet")
def plans_at_work(desk: NamedDependency[Desk]) -> Response[str]:
    session, viewer = desk.session, desk.viewer
    context = {
        "plans": [plan for plan in plans(session) if viewer.may_edit(plan.municipality_id)],
        "consultations": [one for one in consultations(session) if viewer.may_edit(one.municipality_id)],
        "may_record": bool(viewer.is_editor and viewer.covers) or bool(viewer.uncovered),
        "waiting": in_hand(session, viewer).waiting,
        "plan_words": PLAN_KIND_WORDS,
        "consultation_words": CONSULTATION_KIND_WORDS,
    }
    return desk.page("plans/plans.html", context)


@get("/puna/planet/i-ri", guards=[guards.editor])
def new_plan(desk: NamedDependency[Desk]) -> Response[str]:
    return _page(desk, None, _offered_anew(desk, NewPlanForm(desk.words)))


@post("/puna/planet/i-ri", done=N_("Plani u shtua."), guards=[guards.editor])
def record_plan(desk: NamedDependency[Desk]) -> Answer:
    form = _offered_anew(desk, NewPlanForm(desk.words, desk.sent))

    def record() -> str:
        municipality = municipality_by_slug(desk.session, form.municipality.data)
        if municipality is None:
            raise Missing  # gone since it was offered
        require_recorder(desk.viewer, municipality.id or 0)
        fields = _fields(desk, form)
        slug = new_plan_slug(desk.session, municipality, fields["plan_kind"], fields["period_from"])
        plan = Plan(slug=slug, municipality_id=municipality.id or 0, **fields)
        plan.record(desk.session, desk.viewer.actor)
        return f"/puna/planet/{slug}"

    return desk.enter(form, lambda status: _page(desk, None, form, status), record)


@get("/puna/planet/{slug:str}", guards=[guards.editor])
def plan_work(
    desk: NamedDependency[Desk], slug: FromPath[str], dega: FromQuery[str] = "", faqja: FromQuery[str] = ""
) -> Response[str]:
    """A plan of many items opens a branch at a time, as for readers."""
    session = desk.session
    plan = plan_at_work(session, desk.viewer, slug)
    needs = needs_of(session, plan.id)
    nodes = tree(plan.items(session))
    context = {
        "plan": plan,
        "withdrawal": asked_for(session, plan),
        "stays": "" if is_bare(session, plan) else BUILT_ON,
        "predecessor": _predecessor(desk, plan),
        "successors": successors(session, plan),
        "stages": stages_of(session, plan.id),
        "part": Excerpt.of(nodes, dega, faqja),
        "is_folded": sum(1 + node.below for node in nodes) > FOLDED_ABOVE,
        "units": units_of_items(session, plan.id),
        "progress": progress_of(session, plan.id),
        "imports": imports_of(session, plan),
        "tables": held_imports(session, desk.viewer, plan),
        "needs": needs,
        "figures": len(figures_of(session, needs.id)) if needs else 0,
        "consultations": consultations(session, plan_id=plan.id),
        "plan_words": PLAN_KIND_WORDS,
        "stage_words": STAGE_WORDS,
        "precision_words": PRECISION_WORDS,
        "law_of_comments": LAW_OF_COMMENTS,
        "consultation_words": CONSULTATION_KIND_WORDS,
    }
    return desk.page("plans/plan.html", context)


@get("/puna/planet/{slug:str}/te-dhenat", guards=[guards.editor])
def plan_fields(desk: NamedDependency[Desk], slug: FromPath[str]) -> Response[str]:
    plan = plan_at_work(desk.session, desk.viewer, slug)
    return _page(desk, plan, _standing(desk, plan))


@post("/puna/planet/{slug:str}/te-dhenat", guards=[guards.editor])
def revise_plan(desk: NamedDependency[Desk], slug: FromPath[str]) -> Answer:
    plan = plan_at_work(desk.session, desk.viewer, slug, hold=True)
    form = _offered(desk, plan, PlanForm(desk.words, desk.sent))
    return desk.mend(
        form,
        now=_standing(desk, plan),
        again=lambda status: _page(desk, plan, form, status),
        verb=lambda: plan.revise(desk.session, desk.viewer, _fields(desk, form)),
        then=lambda: f"/puna/planet/{slug}",
    )


def _standing(desk: Desk, plan: Plan) -> PlanForm:
    return _offered(desk, plan, PlanForm(desk.words, **values_of(plan, _predecessor(desk, plan))))


def _predecessor(desk: Desk, plan: Plan) -> Plan | None:
    return desk.session.get(Plan, plan.predecessor_id) if plan.predecessor_id else None


def _offered(desk: Desk, plan: Plan, form: PlanForm) -> PlanForm:
    form.offer([(one.slug, one.title) for one in plans(desk.session, plan.municipality_id) if one.id != plan.id])
    return form


def _offered_anew(desk: Desk, form: NewPlanForm) -> NewPlanForm:
    """Before a municipality is chosen, the plans of all that the viewer covers may come before this one."""
    session, viewer = desk.session, desk.viewer
    form.offer(
        [
            (one.slug, f"{one.municipality_name}: {one.title}")
            for one in plans(session)
            if viewer.may_edit(one.municipality_id)
        ],
        [(one.slug, one.title) for one in municipalities(session) if viewer.may_edit(one.id or 0)],
    )
    return form


def _fields(desk: Desk, form: NewPlanForm) -> dict[str, Any]:
    before = plan_by_slug(desk.session, form.predecessor.data or "")
    return {**form.fields, "predecessor_id": before.id if before else None}


def _page(desk: Desk, plan: Plan | None, form: NewPlanForm, status: int = 200) -> Response[str]:
    """With what stands of the plan beside it, and which others are recorded."""
    session = desk.session
    recorded = [one for one in plans(session, plan.municipality_id if plan else None)
                if desk.viewer.may_edit(one.municipality_id)]  # fmt: skip
    context: dict[str, Any] = {
        "form": form,
        "plan": plan,
        "others": [one for one in recorded if plan is None or one.id != plan.id],
        "plan_words": PLAN_KIND_WORDS,
        "stage_words": STAGE_WORDS,
    }
    if plan is not None:
        context |= {
            "size": next(one.items for one in recorded if one.id == plan.id),
            "stages": stages_of(session, plan.id),
            "needs": needs_of(session, plan.id),
            "later": successors(session, plan),
        }
    return desk.page("plans/plan_fields.html", context, status)


HANDLERS: list[Any] = [plans_at_work, new_plan, record_plan, plan_work, plan_fields, revise_plan]
