"""Stages of a plan: added, mended, taken back."""

from typing import Any

from litestar import Request, Response
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response.redirect import Redirect
from sqlmodel import Session

from pop_tracker.accounts.models import Viewer, location_of_sent, remember_sent
from pop_tracker.accounts.pages import guards
from pop_tracker.plans.models import Plan, plan_at_work
from pop_tracker.plans.pages.plan_forms import RemovalForm
from pop_tracker.plans.pages.stage_forms import StageForm, values_of
from pop_tracker.plans.stages import LAW_OF_COMMENTS, PlanStage
from pop_tracker.web.doors import get, post
from pop_tracker.web.errors import Missing
from pop_tracker.web.forms.base import new_nonce
from pop_tracker.web.forms.data import FormData
from pop_tracker.web.i18n import Words
from pop_tracker.web.render import page, see_other

Asked = Request[Any, Any, Any]


def _stage(session: Session, plan: Plan, stage_id: int) -> PlanStage:
    stage = session.get(PlanStage, stage_id)
    if stage is None or stage.plan_id != plan.id:
        raise Missing
    return stage


def _form(said: Words, stage: PlanStage | None, data: FormData | None = None, **values: Any) -> StageForm:
    form = StageForm(said, data, **(values_of(stage) if stage and data is None else values))
    form.offer()
    if data is None:
        form.version.data, form.nonce.data = form.digest(), new_nonce()
    return form


def _page(
    request: Asked,
    said: Words,
    plan: Plan,
    stage: PlanStage | None,
    form: StageForm,
    removal: RemovalForm | None = None,
    status: int = 200,
) -> Response[str]:
    if stage is not None and removal is None:
        removal = RemovalForm(said, version=_form(said, stage).digest(), nonce=new_nonce())
    context = {"plan": plan, "stage": stage, "form": form, "removal": removal, "law_of_comments": LAW_OF_COMMENTS}
    return page(request, "plans/stage.html", context, status=status)


@get("/puna/planet/{slug:str}/fazat/e-re", guards=[guards.editor])
def new_stage(
    request: Asked,
    slug: FromPath[str],
    session: NamedDependency[Session],
    viewer: NamedDependency[Viewer],
    said: NamedDependency[Words],
) -> Response[str]:
    plan = plan_at_work(session, viewer, slug)
    return _page(request, said, plan, None, _form(said, None, source=plan.source))


@post("/puna/planet/{slug:str}/fazat/e-re", guards=[guards.editor])
def add_stage(
    request: Asked,
    slug: FromPath[str],
    session: NamedDependency[Session],
    viewer: NamedDependency[Viewer],
    said: NamedDependency[Words],
    form_data: NamedDependency[FormData],
) -> Response[str] | Redirect:
    plan = plan_at_work(session, viewer, slug, hold=True)
    form = _form(said, None, form_data)
    if sent := location_of_sent(session, form.nonce.data or ""):
        return see_other(request, sent)
    if not form.validate():
        return _page(request, said, plan, None, form, status=422)
    with form.attempt(session):
        plan.reach(session, viewer, form.fields)
    if form.refused:
        return _page(request, said, plan, None, form, status=form.refused)
    remember_sent(session, form.nonce.data or "", viewer, f"/puna/planet/{slug}#fazat")
    return see_other(request, f"/puna/planet/{slug}#fazat")


@get("/puna/planet/{slug:str}/fazat/{stage_id:int}", guards=[guards.editor])
def stage_page(
    request: Asked,
    slug: FromPath[str],
    stage_id: FromPath[int],
    session: NamedDependency[Session],
    viewer: NamedDependency[Viewer],
    said: NamedDependency[Words],
) -> Response[str]:
    plan = plan_at_work(session, viewer, slug)
    stage = _stage(session, plan, stage_id)
    return _page(request, said, plan, stage, _form(said, stage))


@post("/puna/planet/{slug:str}/fazat/{stage_id:int}", guards=[guards.editor])
def revise_stage(
    request: Asked,
    slug: FromPath[str],
    stage_id: FromPath[int],
    session: NamedDependency[Session],
    viewer: NamedDependency[Viewer],
    said: NamedDependency[Words],
    form_data: NamedDependency[FormData],
) -> Response[str] | Redirect:
    plan = plan_at_work(session, viewer, slug, hold=True)
    stage = _stage(session, plan, stage_id)
    form, now = _form(said, stage, form_data), _form(said, stage)
    if not form.validate():
        return _page(request, said, plan, stage, form, status=422)
    if form.is_stale(now):
        return _page(request, said, plan, stage, form, status=409)
    with form.attempt(session):
        if form.digest() != now.digest():
            plan.reach(session, viewer, form.fields, stage)
    if form.refused:
        return _page(request, said, plan, stage, form, status=form.refused)
    return see_other(request, f"/puna/planet/{slug}#fazat")


@post("/puna/planet/{slug:str}/fazat/{stage_id:int}/heqja", guards=[guards.editor])
def drop_stage(
    request: Asked,
    slug: FromPath[str],
    stage_id: FromPath[int],
    session: NamedDependency[Session],
    viewer: NamedDependency[Viewer],
    said: NamedDependency[Words],
    form_data: NamedDependency[FormData],
) -> Response[str] | Redirect:
    plan = plan_at_work(session, viewer, slug, hold=True)
    removal = RemovalForm(said, form_data)
    if sent := location_of_sent(session, removal.nonce.data or ""):
        return see_other(request, sent)
    stage = _stage(session, plan, stage_id)
    now = _form(said, stage)
    if not removal.validate():
        return _page(request, said, plan, stage, now, removal, 422)
    if not removal.is_of(now):
        return _page(request, said, plan, stage, now, removal, 409)
    with removal.attempt(session):
        plan.drop_stage(session, viewer, stage, removal.reason.data or "")
    if removal.refused:
        return _page(request, said, plan, stage, now, removal, removal.refused)
    remember_sent(session, removal.nonce.data or "", viewer, f"/puna/planet/{slug}#fazat")
    return see_other(request, f"/puna/planet/{slug}#fazat")


HANDLERS: list[Any] = [new_stage, add_stage, stage_page, revise_stage, drop_stage]
