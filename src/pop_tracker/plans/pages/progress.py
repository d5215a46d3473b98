"""How far a plan's item came, year by year: added and mended."""

from typing import Any

from litestar import Response
from litestar.di import NamedDependency
from litestar.params import FromPath

from pop_tracker.accounts.pages import guards
from pop_tracker.accounts.pages.desk import Answer, Desk
from pop_tracker.plans.items import PlanItem
from pop_tracker.plans.models import Plan
from pop_tracker.plans.pages.items import item_at_work
from pop_tracker.plans.pages.progress_forms import ProgressForm, values_of
from pop_tracker.plans.progress import Progress, progress_in, progress_of
from pop_tracker.plans.standing import plan_at_work
from pop_tracker.web.doors import get, post
from pop_tracker.web.errors import Missing


@get("/puna/planet/{slug:str}/zerat/{item_id:int}/ecuria", guards=[guards.editor])
def new_progress(desk: NamedDependency[Desk], slug: FromPath[str], item_id: FromPath[int]) -> Response[str]:
    plan = plan_at_work(desk.session, desk.viewer, slug)
    return _page(desk, plan, item_at_work(desk, plan, item_id), None, ProgressForm(desk.words))


@post("/puna/planet/{slug:str}/zerat/{item_id:int}/ecuria", guards=[guards.editor])
def record_progress(desk: NamedDependency[Desk], slug: FromPath[str], item_id: FromPath[int]) -> Answer:
    plan = plan_at_work(desk.session, desk.viewer, slug, hold=True)
    item = item_at_work(desk, plan, item_id)
    form = ProgressForm(desk.words, desk.sent)
    form.unit = item.indicator_unit

    def record() -> str:
        year = Progress(item_id=item_id, **form.fields)
        year.record(desk.session, desk.viewer.actor, sum_known=form.sum_known.data)
        return _years_of(plan, item)

    return desk.enter(form, lambda status: _page(desk, plan, item, None, form, status), record)


@get("/puna/planet/{slug:str}/zerat/{item_id:int}/ecuria/{year:int}", guards=[guards.editor])
def progress_page(
    desk: NamedDependency[Desk], slug: FromPath[str], item_id: FromPath[int], year: FromPath[int]
) -> Response[str]:
    plan = plan_at_work(desk.session, desk.viewer, slug)
    item = item_at_work(desk, plan, item_id)
    progress = _year(desk, item_id, year)
    return _page(desk, plan, item, progress, _standing(desk, progress))


@post("/puna/planet/{slug:str}/zerat/{item_id:int}/ecuria/{year:int}", guards=[guards.editor])
def revise_progress(
    desk: NamedDependency[Desk], slug: FromPath[str], item_id: FromPath[int], year: FromPath[int]
) -> Answer:
    plan = plan_at_work(desk.session, desk.viewer, slug, hold=True)
    item = item_at_work(desk, plan, item_id)
    progress = _year(desk, item_id, year)
    form = ProgressForm(desk.words, desk.sent)
    form.unit = item.indicator_unit
    return desk.mend(
        form,
        now=_standing(desk, progress),
        again=lambda status: _page(desk, plan, item, progress, form, status),
        verb=lambda: progress.revise(desk.session, desk.viewer, form.fields, sum_known=form.sum_known.data),
        then=lambda: _years_of(plan, item),
    )


def _year(desk: Desk, item_id: int, year: int) -> Progress:
    found = progress_in(desk.session, item_id, year)
    if found is None:
        raise Missing
    return found


def _standing(desk: Desk, progress: Progress) -> ProgressForm:
    return ProgressForm(desk.words, **values_of(progress))


def _years_of(plan: Plan, item: PlanItem) -> str:
    return f"/puna/planet/{plan.slug}/zerat/{item.id}#ecuria"


def _page(
    desk: Desk, plan: Plan, item: PlanItem, progress: Progress | None, form: ProgressForm, status: int = 200
) -> Response[str]:
    years = [one for one in progress_of(desk.session, plan.id).get(item.id or 0, []) if one is not progress]
    context = {"plan": plan, "item": item, "progress": progress, "years": years, "form": form}
    return desk.page("plans/progress.html", context, status)


HANDLERS: list[Any] = [new_progress, record_progress, progress_page, revise_progress]
