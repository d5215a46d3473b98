"""The doors of a plan's withdrawal: asked for, decided on by a second person."""

from typing import Any

from litestar import Response
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response.redirect import Redirect

from pop_tracker.accounts.pages import guards
from pop_tracker.accounts.pages.desk import Answer, Desk
from pop_tracker.accounts.pages.proposals import on_its_page
from pop_tracker.plans import withdrawals
from pop_tracker.plans.models import Plan
from pop_tracker.plans.pages.plan_forms import WithdrawalForm
from pop_tracker.plans.standing import plan_at_work, plan_called
from pop_tracker.web.doors import get, post
from pop_tracker.web.i18n import N_

WITHDRAWAL = "/puna/planet/{slug:str}/terheqja"


@get(WITHDRAWAL, guards=[guards.editor])
def withdrawal_page(desk: NamedDependency[Desk], slug: FromPath[str]) -> Response[str]:
    """Says what goes, and asks."""
    return _asking(desk, plan_at_work(desk.session, desk.viewer, slug), WithdrawalForm(desk.words))


@post(WITHDRAWAL, done=N_("Kërkesa u dërgua te një person i dytë."), guards=[guards.editor])
def ask(desk: NamedDependency[Desk], slug: FromPath[str]) -> Answer:
    plan = plan_at_work(desk.session, desk.viewer, slug, hold=True)
    form = WithdrawalForm(desk.words, desk.sent)

    def send() -> str:
        withdrawals.ask(desk.session, desk.viewer, plan, form.reason.data or "")
        return f"/puna/planet/{slug}/terheqja/vendimi"

    return desk.take(form, lambda status: _asking(desk, plan, form, status), send)


@get(f"{WITHDRAWAL}/vendimi", guards=[guards.lately_proven])
def decision_page(desk: NamedDependency[Desk], slug: FromPath[str]) -> Response[str]:
    plan = plan_called(desk.session, slug)
    asked = withdrawals.seen_by(desk.session, desk.viewer, plan)
    context = {
        "plan": plan,
        "items": len(plan.items(desk.session)),
        **on_its_page(desk, asked, plan.municipality_id),
    }
    return desk.page("plans/withdrawal_decision.html", context)


@post(f"{WITHDRAWAL}/vendimi", done=N_("Kërkesa u konfirmua."), guards=[guards.reviewer, guards.lately_proven])
def confirm(desk: NamedDependency[Desk], slug: FromPath[str]) -> Redirect:
    """A button, with the version that was read; a rule's no is a page of its own, since nothing was typed."""
    plan = plan_called(desk.session, slug)
    withdrawals.confirm(desk.session, desk.viewer, plan, desk.sent.get("version"))
    return desk.go(plan.path)


@post(f"{WITHDRAWAL}/refuzimi", done=N_("Kërkesa u hoq. Plani mbetet."))
def refuse(desk: NamedDependency[Desk], slug: FromPath[str]) -> Redirect:
    """A bare button."""
    withdrawals.refuse(desk.session, desk.viewer, plan_called(desk.session, slug))
    return desk.go("/puna")


def _asking(desk: Desk, plan: Plan, form: WithdrawalForm, status: int = 200) -> Response[str]:
    context = {"plan": plan, "form": form, "items": len(plan.items(desk.session))}
    return desk.page("plans/withdrawal.html", context, status)


HANDLERS: list[Any] = [withdrawal_page, ask, decision_page, confirm, refuse]
