"""Stages of a plan: added, mended, taken back."""

from typing import Any

from litestar import Response
from litestar.di import NamedDependency
from litestar.params import FromPath

from pop_tracker.accounts.pages import guards
from pop_tracker.accounts.pages.desk import Answer, Desk
from pop_tracker.plans.models import Plan
from pop_tracker.plans.pages.plan_forms import RemovalForm
from pop_tracker.plans.pages.removals import Going, removal_page
from pop_tracker.plans.pages.stage_forms import StageForm, values_of
from pop_tracker.plans.stages import LAW_OF_COMMENTS, STAGE_WORDS, PlanStage, stages_of
from pop_tracker.plans.standing import plan_at_work
from pop_tracker.web.dates import PRECISION_WORDS, DatePrecision
from pop_tracker.web.doors import get, post
from pop_tracker.web.errors import Missing
from pop_tracker.web.i18n import N_, Words


@get("/puna/planet/{slug:str}/fazat/e-re", guards=[guards.editor])
def new_stage(desk: NamedDependency[Desk], slug: FromPath[str]) -> Response[str]:
    plan = plan_at_work(desk.session, desk.viewer, slug)
    return _page(desk, plan, None, StageForm(desk.words, source=plan.source))


@post("/puna/planet/{slug:str}/fazat/e-re", done=N_("Faza u shtua."), guards=[guards.editor])
def add_stage(desk: NamedDependency[Desk], slug: FromPath[str]) -> Answer:
    plan = plan_at_work(desk.session, desk.viewer, slug, hold=True)
    form = StageForm(desk.words, desk.sent)

    def add() -> str:
        plan.reach(desk.session, desk.viewer, form.fields, order_known=form.order_known.data)
        return _stages_of(plan)

    return desk.enter(form, lambda status: _page(desk, plan, None, form, status=status), add)


@get("/puna/planet/{slug:str}/fazat/{stage_id:int}", guards=[guards.editor])
def stage_page(desk: NamedDependency[Desk], slug: FromPath[str], stage_id: FromPath[int]) -> Response[str]:
    plan = plan_at_work(desk.session, desk.viewer, slug)
    stage = _stage(desk, plan, stage_id)
    return _page(desk, plan, stage, _standing(desk, stage))


@post("/puna/planet/{slug:str}/fazat/{stage_id:int}", guards=[guards.editor])
def revise_stage(desk: NamedDependency[Desk], slug: FromPath[str], stage_id: FromPath[int]) -> Answer:
    plan = plan_at_work(desk.session, desk.viewer, slug, hold=True)
    stage = _stage(desk, plan, stage_id)
    form = StageForm(desk.words, desk.sent)
    return desk.mend(
        form,
        now=_standing(desk, stage),
        again=lambda status: _page(desk, plan, stage, form, status=status),
        verb=lambda: plan.reach(desk.session, desk.viewer, form.fields, stage, order_known=form.order_known.data),
        then=lambda: _stages_of(plan),
    )


@get("/puna/planet/{slug:str}/fazat/{stage_id:int}/heqja", guards=[guards.editor])
def stage_removal(desk: NamedDependency[Desk], slug: FromPath[str], stage_id: FromPath[int]) -> Response[str]:
    plan = plan_at_work(desk.session, desk.viewer, slug)
    stage = _stage(desk, plan, stage_id)
    now = _standing(desk, stage)
    return removal_page(desk, plan, _going(desk, plan, stage, now), RemovalForm.beside(now))


@post("/puna/planet/{slug:str}/fazat/{stage_id:int}/heqja", done=N_("Faza u hoq."), guards=[guards.editor])
def drop_stage(desk: NamedDependency[Desk], slug: FromPath[str], stage_id: FromPath[int]) -> Answer:
    plan = plan_at_work(desk.session, desk.viewer, slug, hold=True)
    removal = RemovalForm(desk.words, desk.sent)
    if before := desk.entered(removal):
        return before
    stage = _stage(desk, plan, stage_id)
    now = _standing(desk, stage)
    going = _going(desk, plan, stage, now)

    def drop() -> str:
        plan.drop_stage(desk.session, desk.viewer, stage, removal.reason.data)
        return _stages_of(plan)

    return desk.enter(
        removal, lambda status: removal_page(desk, plan, going, removal, status), drop, lambda: removal.is_of(now)
    )


def _going(desk: Desk, plan: Plan, stage: PlanStage, now: StageForm) -> Going:
    said = desk.words.gettext
    return Going(
        said(N_("Hiqni fazën")),
        said(STAGE_WORDS[stage.stage]) + _day_of(stage, desk.words),
        now.says,
        said(N_("Faza hiqet menjëherë nga faqja publike e planit. Në histori mbetet që u shënua, bashkë me arsyen "
                "tuaj. Kjo nuk kthehet.")),
        said(N_("Hiqni fazën")),
        f"/puna/planet/{plan.slug}/fazat/{stage.id}",
    )  # fmt: skip


def _day_of(stage: PlanStage, said: Words) -> str:
    """As exactly as it is known; nothing where nobody says."""
    if stage.reached_on is None:
        return ""
    if stage.date_precision is DatePrecision.MONTH:
        return f", {said.month(stage.reached_on)}"
    day = said.date(stage.reached_on)
    return ", " + (
        said.gettext(N_("para datës %(day)s"), day=day) if stage.date_precision is DatePrecision.BEFORE else day
    )


def _stage(desk: Desk, plan: Plan, stage_id: int) -> PlanStage:
    stage = desk.session.get(PlanStage, stage_id)
    if stage is None or stage.plan_id != plan.id:
        raise Missing
    return stage


def _standing(desk: Desk, stage: PlanStage) -> StageForm:
    return StageForm(desk.words, **values_of(stage))


def _stages_of(plan: Plan) -> str:
    return f"/puna/planet/{plan.slug}#fazat"


def _page(
    desk: Desk,
    plan: Plan,
    stage: PlanStage | None,
    form: StageForm,
    status: int = 200,
) -> Response[str]:
    context = {
        "plan": plan,
        "stage": stage,
        "precision_words": PRECISION_WORDS,
        "others": [one for one in stages_of(desk.session, plan.id) if one is not stage],
        "stage_words": STAGE_WORDS,
        "form": form,
        "law_of_comments": LAW_OF_COMMENTS,
    }
    return desk.page("plans/stage.html", context, status)


HANDLERS: list[Any] = [new_stage, add_stage, stage_page, revise_stage, stage_removal, drop_stage]
