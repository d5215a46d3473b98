"""The doors of a round's own data: opening one, revising it until it is published, taking it back."""

from typing import Any

from litestar import Request, Response
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response.redirect import Redirect
from sqlmodel import Session, col, select

from pop_tracker.accounts.models import Viewer, location_of_sent, remember_sent
from pop_tracker.accounts.pages import guards
from pop_tracker.contracts.editions import newest_editions
from pop_tracker.contracts.models import Contract, contract_by_slug
from pop_tracker.monitoring import rounds
from pop_tracker.monitoring.models import Round, RoundState
from pop_tracker.monitoring.pages.round_forms import NewRoundForm, RoundForm, WithdrawalForm
from pop_tracker.monitoring.parts import NOT_YOURS, locked, work_of
from pop_tracker.web.doors import get, post
from pop_tracker.web.errors import Forbidden, Missing
from pop_tracker.web.forms.base import new_nonce
from pop_tracker.web.forms.data import FormData
from pop_tracker.web.i18n import Words
from pop_tracker.web.render import page, see_other


def contracts_at_work(session: Session, viewer: Viewer) -> list[Contract]:
    """Those with a published text that the viewer works on."""
    published = newest_editions(session)
    return [
        contract
        for contract in session.exec(select(Contract).order_by(col(Contract.title)))
        if contract.id in published and viewer.may_edit(contract.municipality_id)
    ]


def _new_form(
    session: Session, viewer: Viewer, said: Words, data: FormData | None = None, **fields: Any
) -> NewRoundForm:
    form = NewRoundForm(said, data, **fields)
    form.contract.choices = [("", said.gettext("Zgjidhni kontratën"))] + [
        (contract.slug, contract.title) for contract in contracts_at_work(session, viewer)
    ]
    if data is None:
        form.nonce.data = new_nonce()
    return form


@get("/puna/raundet/i-ri", guards=[guards.editor])
def new_round_page(
    request: Request[Any, Any, Any],
    session: NamedDependency[Session],
    viewer: NamedDependency[Viewer],
    said: NamedDependency[Words],
    kontrata: FromQuery[str] = "",
) -> Response[str]:
    form = _new_form(session, viewer, said, contract=kontrata)
    return page(request, "monitoring/new_round.html", {"form": form})


@post("/puna/raundet/i-ri", guards=[guards.editor])
def new_round(
    request: Request[Any, Any, Any],
    session: NamedDependency[Session],
    viewer: NamedDependency[Viewer],
    said: NamedDependency[Words],
    form_data: NamedDependency[FormData],
) -> Response[str] | Redirect:
    form = _new_form(session, viewer, said, form_data)
    if sent := location_of_sent(session, form.nonce.data or ""):
        return see_other(request, sent)
    if form.validate():
        contract = contract_by_slug(session, form.contract.data)
        assert contract is not None  # it is one of the choices
        with form.attempt(session):
            held = rounds.open_round(session, viewer, contract, form.details)
            remember_sent(session, form.nonce.data or "", viewer, f"/puna/raundet/{held.id}")
            return see_other(request, f"/puna/raundet/{held.id}")
    return page(request, "monitoring/new_round.html", {"form": form}, status=form.refused or 422)


def _held(session: Session, viewer: Viewer, round_id: int) -> Round:
    held = session.get(Round, round_id)
    if held is None:
        raise Missing
    if not viewer.may_edit(held.contract.municipality_id):
        raise Forbidden(NOT_YOURS)
    return held


def _details_page(request: Request[Any, Any, Any], held: Round, form: RoundForm, status: int = 200) -> Response[str]:
    context = {"round": held, "contract": held.contract, "form": form}
    return page(request, "monitoring/round_details.html", context, status=status)


@get("/puna/raundet/{round_id:int}/te-dhenat", guards=[guards.editor])
def round_details_page(
    request: Request[Any, Any, Any],
    round_id: FromPath[int],
    session: NamedDependency[Session],
    viewer: NamedDependency[Viewer],
    said: NamedDependency[Words],
) -> Response[str] | Redirect:
    held = _held(session, viewer, round_id)
    if held.state is RoundState.PUBLISHED:
        return see_other(request, f"/puna/raundet/{round_id}")
    return _details_page(request, held, RoundForm.of(said, held))


@post("/puna/raundet/{round_id:int}/te-dhenat", guards=[guards.editor])
def revise_round(
    request: Request[Any, Any, Any],
    round_id: FromPath[int],
    session: NamedDependency[Session],
    viewer: NamedDependency[Viewer],
    said: NamedDependency[Words],
    form_data: NamedDependency[FormData],
) -> Response[str] | Redirect:
    _held(session, viewer, round_id)
    held = locked(session, round_id)
    form = RoundForm(said, form_data)
    if form.validate():
        if form.is_stale(RoundForm.of(said, held)):
            return _details_page(request, held, form, 409)
        with form.attempt(session):
            rounds.revise(session, viewer, round_id, form.details)
            return see_other(request, f"/puna/raundet/{round_id}")
    return _details_page(request, held, form, form.refused or 422)


def _withdrawal_page(
    request: Request[Any, Any, Any], session: Session, held: Round, form: WithdrawalForm, status: int = 200
) -> Response[str]:
    verdicts = sum(len(item.parts) for item in work_of(session, [held])[held.id or 0])
    context = {"round": held, "contract": held.contract, "form": form, "verdicts": verdicts}
    return page(request, "monitoring/round_withdrawal.html", context, status=status)


@get("/puna/raundet/{round_id:int}/heqje", guards=[guards.editor])
def withdrawal_page(
    request: Request[Any, Any, Any],
    round_id: FromPath[int],
    session: NamedDependency[Session],
    viewer: NamedDependency[Viewer],
    said: NamedDependency[Words],
) -> Response[str]:
    held = rounds.round_for(session, viewer, round_id)
    if not rounds.may_withdraw_earlier(viewer, held):
        raise Missing
    return _withdrawal_page(request, session, held, WithdrawalForm(said))


@post("/puna/raundet/{round_id:int}/heqje", guards=[guards.editor])
def withdraw_round(
    request: Request[Any, Any, Any],
    round_id: FromPath[int],
    session: NamedDependency[Session],
    viewer: NamedDependency[Viewer],
    said: NamedDependency[Words],
    form_data: NamedDependency[FormData],
) -> Response[str] | Redirect:
    """One that holds verdicts asks for a confirmation; one that was opened by mistake holds nothing to lose."""
    held = session.get(Round, round_id)
    if held is None:  # sent twice, it is gone already
        return see_other(request, "/puna/raundet")
    if not held.published_elsewhere:
        rounds.withdraw(session, viewer, round_id)
        return see_other(request, "/puna/raundet")
    form = WithdrawalForm(said, form_data)
    if rounds.may_withdraw_earlier(viewer, held) and not form.validate():
        return _withdrawal_page(request, session, held, form, 422)
    rounds.withdraw_earlier(session, viewer, round_id)
    return see_other(request, "/puna/raundet")


HANDLERS: list[Any] = [
    new_round_page,
    new_round,
    round_details_page,
    revise_round,
    withdrawal_page,
    withdraw_round,
]
