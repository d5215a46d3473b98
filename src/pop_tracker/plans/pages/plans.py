"""The room's doors for plans; what a plan holds, consultations and findings are in files of their own."""

from typing import Any

from litestar import Request, Response
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response.redirect import Redirect
from sqlmodel import Session

from pop_tracker.accounts.models import Viewer, location_of_sent, remember_sent
from pop_tracker.accounts.pages import guards
from pop_tracker.places.models import municipalities, municipality_by_slug
from pop_tracker.plans.consultations.consultations import CONSULTATION_KIND_WORDS
from pop_tracker.plans.consultations.rows import consultations
from pop_tracker.plans.findings.rows import waiting_for
from pop_tracker.plans.items import tree, units_of_items
from pop_tracker.plans.long_tree import SENT_AT_ONCE, Excerpt
from pop_tracker.plans.models import (
    PLAN_KIND_WORDS,
    Plan,
    may_edit,
    new_plan_slug,
    plan_at_work,
    plan_by_slug,
    successors,
)
from pop_tracker.plans.needs import figures_of, needs_of
from pop_tracker.plans.pages.plan_forms import PlanForm
from pop_tracker.plans.plan_rows import plans
from pop_tracker.plans.progress import progress_of
from pop_tracker.plans.stages import LAW_OF_COMMENTS, STAGE_WORDS, stages_of
from pop_tracker.web.dates import PRECISION_WORDS
from pop_tracker.web.doors import get, post
from pop_tracker.web.forms.base import new_nonce
from pop_tracker.web.forms.data import FormData
from pop_tracker.web.i18n import Words
from pop_tracker.web.render import page, see_other

Asked = Request[Any, Any, Any]


@get("/puna/planet")
def plans_at_work(request: Asked, session: NamedDependency[Session], viewer: NamedDependency[Viewer]) -> Response[str]:
    context = {
        "plans": [plan for plan in plans(session) if viewer.may_edit(plan.municipality_id)],
        "consultations": [one for one in consultations(session) if viewer.may_edit(one.municipality_id)],
        "may_record": bool(viewer.is_editor and viewer.covers) or bool(viewer.uncovered),
        "waiting": waiting_for(session, viewer),
        "plan_words": PLAN_KIND_WORDS,
        "consultation_words": CONSULTATION_KIND_WORDS,
    }
    return page(request, "plans/plans.html", context)


def _earlier(session: Session, viewer: Viewer, plan: Plan | None) -> list[tuple[str, str]]:
    """Plans that may come before this one; before a municipality is chosen, those of all that the viewer covers."""
    if plan is not None:
        return [(one.slug, one.title) for one in plans(session, plan.municipality_id) if one.id != plan.id]
    return [
        (one.slug, f"{one.municipality_name}: {one.title}")
        for one in plans(session)
        if viewer.may_edit(one.municipality_id)
    ]


def _new_form(session: Session, viewer: Viewer, said: Words, data: FormData | None = None) -> PlanForm:
    form = PlanForm(said, data)
    places = [(one.slug, one.title) for one in municipalities(session) if viewer.may_edit(one.id or 0)]
    form.offer(places, _earlier(session, viewer, None))
    if data is None:
        form.nonce.data = new_nonce()
    return form


def _form(session: Session, viewer: Viewer, said: Words, plan: Plan, data: FormData | None = None) -> PlanForm:
    """Filled with what stands there, or with what was sent."""
    values: dict[str, Any] = {}
    if data is None:
        held = plan.model_dump(include=set(PlanForm(said)._fields))
        before = session.get(Plan, plan.predecessor_id) if plan.predecessor_id else None
        values = {
            **{name: value if isinstance(value, list) else str(value or "") for name, value in held.items()},
            "predecessor": before.slug if before else "",
        }
    form = PlanForm(said, data, **values)
    form.offer(None, _earlier(session, viewer, plan))
    if data is None:
        form.version.data = form.digest()
    return form


def _said_of(session: Session, form: PlanForm) -> dict[str, Any]:
    before = plan_by_slug(session, form.predecessor.data or "")
    return {**form.fields, "predecessor_id": before.id if before else None}


def _fields_page(request: Asked, form: PlanForm, plan: Plan | None, status: int = 200) -> Response[str]:
    return page(request, "plans/plan_fields.html", {"form": form, "plan": plan}, status=status)


@get("/puna/planet/i-ri", guards=[guards.editor])
def new_plan(
    request: Asked, session: NamedDependency[Session], viewer: NamedDependency[Viewer], said: NamedDependency[Words]
) -> Response[str]:
    return _fields_page(request, _new_form(session, viewer, said), None)


@post("/puna/planet/i-ri", guards=[guards.editor])
def record_plan(
    request: Asked,
    session: NamedDependency[Session],
    viewer: NamedDependency[Viewer],
    said: NamedDependency[Words],
    form_data: NamedDependency[FormData],
) -> Response[str] | Redirect:
    form = _new_form(session, viewer, said, form_data)
    if sent := location_of_sent(session, form.nonce.data or ""):
        return see_other(request, sent)
    municipality = municipality_by_slug(session, form.municipality.data or "")
    if not form.validate() or municipality is None:
        return _fields_page(request, form, None, 422)
    with form.attempt(session):
        may_edit(viewer, municipality.id or 0)
        slug = new_plan_slug(session, municipality, form.fields["plan_kind"], form.fields["period_from"])
        plan = Plan(slug=slug, municipality_id=municipality.id or 0, **_said_of(session, form))
        plan.record(session, viewer.actor)
    if form.refused:
        return _fields_page(request, form, None, form.refused)
    remember_sent(session, form.nonce.data or "", viewer, f"/puna/planet/{slug}")
    return see_other(request, f"/puna/planet/{slug}")


@get("/puna/planet/{slug:str}", guards=[guards.editor])
def plan_work(
    request: Asked,
    slug: FromPath[str],
    session: NamedDependency[Session],
    viewer: NamedDependency[Viewer],
    dega: FromQuery[str] = "",
    faqja: FromQuery[str] = "",
) -> Response[str]:
    """A plan of many items opens a branch at a time, as for readers."""
    plan = plan_at_work(session, viewer, slug)
    needs = needs_of(session, plan.id)
    nodes = tree(plan.items(session))
    context = {
        "plan": plan,
        "predecessor": session.get(Plan, plan.predecessor_id) if plan.predecessor_id else None,
        "successors": successors(session, plan),
        "stages": stages_of(session, plan.id),
        "part": Excerpt.of(nodes, dega, faqja),
        "is_long": sum(1 + node.below for node in nodes) > SENT_AT_ONCE,
        "units": units_of_items(session, plan.id),
        "progress": progress_of(session, plan.id),
        "needs": needs,
        "figures": len(figures_of(session, needs.id)) if needs else 0,
        "consultations": consultations(session, plan_id=plan.id),
        "plan_words": PLAN_KIND_WORDS,
        "stage_words": STAGE_WORDS,
        "precision_words": PRECISION_WORDS,
        "law_of_comments": LAW_OF_COMMENTS,
        "consultation_words": CONSULTATION_KIND_WORDS,
    }
    return page(request, "plans/plan.html", context)


@get("/puna/planet/{slug:str}/te-dhenat", guards=[guards.editor])
def plan_fields(
    request: Asked,
    slug: FromPath[str],
    session: NamedDependency[Session],
    viewer: NamedDependency[Viewer],
    said: NamedDependency[Words],
) -> Response[str]:
    plan = plan_at_work(session, viewer, slug)
    return _fields_page(request, _form(session, viewer, said, plan), plan)


@post("/puna/planet/{slug:str}/te-dhenat", guards=[guards.editor])
def revise_plan(
    request: Asked,
    slug: FromPath[str],
    session: NamedDependency[Session],
    viewer: NamedDependency[Viewer],
    said: NamedDependency[Words],
    form_data: NamedDependency[FormData],
) -> Response[str] | Redirect:
    plan = plan_at_work(session, viewer, slug, hold=True)
    form, now = _form(session, viewer, said, plan, form_data), _form(session, viewer, said, plan)
    if not form.validate():
        return _fields_page(request, form, plan, 422)
    if form.is_stale(now):
        return _fields_page(request, form, plan, 409)
    with form.attempt(session):
        if form.digest() != now.digest():
            plan.revise(session, viewer, _said_of(session, form))
    if form.refused:
        return _fields_page(request, form, plan, form.refused)
    return see_other(request, f"/puna/planet/{slug}")


HANDLERS: list[Any] = [plans_at_work, new_plan, record_plan, plan_work, plan_fields, revise_plan]
