"""How far a plan's item came, year by year: added and mended."""

from typing import Any

from litestar import Request, Response
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response.redirect import Redirect
from sqlmodel import Session

from pop_tracker.accounts.models import Viewer, location_of_sent, remember_sent
from pop_tracker.accounts.pages import guards
from pop_tracker.plans.items import PlanItem
from pop_tracker.plans.models import Plan, plan_at_work
from pop_tracker.plans.pages.items import item_at_work
from pop_tracker.plans.pages.progress_forms import ProgressForm, values_of
from pop_tracker.plans.progress import Progress, progress_in
from pop_tracker.web.doors import get, post
from pop_tracker.web.errors import Missing
from pop_tracker.web.forms.base import new_nonce
from pop_tracker.web.forms.data import FormData
from pop_tracker.web.i18n import Words
from pop_tracker.web.render import page, see_other

Asked = Request[Any, Any, Any]


def _form(said: Words, progress: Progress | None, data: FormData | None = None) -> ProgressForm:
    form = ProgressForm(said, data, **(values_of(progress) if progress and data is None else {}))
    if data is None:
        form.version.data, form.nonce.data = form.digest(), new_nonce()
    return form


def _page(
    request: Asked, plan: Plan, item: PlanItem, progress: Progress | None, form: ProgressForm, status: int = 200
) -> Response[str]:
    context = {"plan": plan, "item": item, "progress": progress, "form": form}
    return page(request, "plans/progress.html", context, status=status)


@get("/puna/planet/{slug:str}/zerat/{item_id:int}/ecuria", guards=[guards.editor])
def new_progress(
    request: Asked,
    slug: FromPath[str],
    item_id: FromPath[int],
    session: NamedDependency[Session],
    viewer: NamedDependency[Viewer],
    said: NamedDependency[Words],
) -> Response[str]:
    plan = plan_at_work(session, viewer, slug)
    return _page(request, plan, item_at_work(session, plan, item_id), None, _form(said, None))


@post("/puna/planet/{slug:str}/zerat/{item_id:int}/ecuria", guards=[guards.editor])
def record_progress(
    request: Asked,
    slug: FromPath[str],
    item_id: FromPath[int],
    session: NamedDependency[Session],
    viewer: NamedDependency[Viewer],
    said: NamedDependency[Words],
    form_data: NamedDependency[FormData],
) -> Response[str] | Redirect:
    plan = plan_at_work(session, viewer, slug, hold=True)
    item = item_at_work(session, plan, item_id)
    form = _form(said, None, form_data)
    if sent := location_of_sent(session, form.nonce.data or ""):
        return see_other(request, sent)
    if not form.validate():
        return _page(request, plan, item, None, form, 422)
    with form.attempt(session):
        Progress(item_id=item_id, **form.fields).record(session, viewer.actor)
    if form.refused:
        return _page(request, plan, item, None, form, form.refused)
    location = f"/puna/planet/{slug}/zerat/{item_id}#ecuria"
    remember_sent(session, form.nonce.data or "", viewer, location)
    return see_other(request, location)


def _year(session: Session, item_id: int, year: int) -> Progress:
    found = progress_in(session, item_id, year)
    if found is None:
        raise Missing
    return found


@get("/puna/planet/{slug:str}/zerat/{item_id:int}/ecuria/{year:int}", guards=[guards.editor])
def progress_page(
    request: Asked,
    slug: FromPath[str],
    item_id: FromPath[int],
    year: FromPath[int],
    session: NamedDependency[Session],
    viewer: NamedDependency[Viewer],
    said: NamedDependency[Words],
) -> Response[str]:
    plan = plan_at_work(session, viewer, slug)
    item = item_at_work(session, plan, item_id)
    progress = _year(session, item_id, year)
    return _page(request, plan, item, progress, _form(said, progress))


@post("/puna/planet/{slug:str}/zerat/{item_id:int}/ecuria/{year:int}", guards=[guards.editor])
def revise_progress(
    request: Asked,
    slug: FromPath[str],
    item_id: FromPath[int],
    year: FromPath[int],
    session: NamedDependency[Session],
    viewer: NamedDependency[Viewer],
    said: NamedDependency[Words],
    form_data: NamedDependency[FormData],
) -> Response[str] | Redirect:
    plan = plan_at_work(session, viewer, slug, hold=True)
    item = item_at_work(session, plan, item_id)
    progress = _year(session, item_id, year)
    form, now = _form(said, progress, form_data), _form(said, progress)
    if not form.validate():
        return _page(request, plan, item, progress, form, 422)
    if form.is_stale(now):
        return _page(request, plan, item, progress, form, 409)
    with form.attempt(session):
        if form.digest() != now.digest():
            progress.revise(session, viewer, form.fields)
    if form.refused:
        return _page(request, plan, item, progress, form, form.refused)
    return see_other(request, f"/puna/planet/{slug}/zerat/{item_id}#ecuria")


HANDLERS: list[Any] = [new_progress, record_progress, progress_page, revise_progress]
