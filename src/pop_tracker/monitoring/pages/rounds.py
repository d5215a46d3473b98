"""The doors of rounds: their list, opening one, its own data until it is published, taking it back."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from litestar import Response
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from sqlmodel import Session, col, select

from pop_tracker.accounts.models import Viewer
from pop_tracker.accounts.pages import guards
from pop_tracker.accounts.pages.desk import Answer, Desk
from pop_tracker.accounts.recording import require_recorder
from pop_tracker.contracts.editions import newest_editions
from pop_tracker.contracts.models import Contract, contract_by_slug
from pop_tracker.monitoring import rounds
from pop_tracker.monitoring.import_rounds import held_imports
from pop_tracker.monitoring.models import Round, RoundState
from pop_tracker.monitoring.pages.round_forms import NewRoundForm, RoundForm, WithdrawalForm
from pop_tracker.monitoring.parts import Item, locked, opens_work, work_of
from pop_tracker.monitoring.replies.links import completions, over_since
from pop_tracker.web.doors import get, post
from pop_tracker.web.errors import Missing
from pop_tracker.web.forms.data import FormData
from pop_tracker.web.i18n import N_

ROUNDS = "/puna/raundet"


@dataclass(frozen=True)
class Line:
    """A round in the list, with how far it is."""

    round: Round
    contract: Contract
    of: int
    done: int
    waits_for_editor: int
    is_heard: bool
    """The municipality has had its say."""

    @property
    def is_ready(self) -> bool:
        return self.round.state is not RoundState.PUBLISHED and self.of > 0 and self.done == self.of

    @property
    def waits(self) -> str:
        """For what, once all is decided; a message id."""
        if self.is_heard:
            return N_("pret botimin")
        if self.round.state is RoundState.REPLY:
            return N_("pret bashkinë")
        return N_("pret dërgimin te bashkia")


@get(ROUNDS)
def rounds_at_work(desk: NamedDependency[Desk]) -> Response[str]:
    session, viewer = desk.session, desk.viewer
    found = session.exec(
        select(Round, Contract)
        .join(Contract, col(Contract.id) == Round.contract_id)
        .order_by(col(Contract.title), col(Round.number).desc())
    ).all()
    seen = [(held, contract) for held, contract in found if opens_work(viewer, contract.municipality_id)]
    publishes = viewer.is_reviewer or viewer.is_coordinator
    ready = {held.id for held in rounds.waits_for_publication(session)} if publishes else ()
    to_publish = [
        (held, contract) for held, contract in found if held.id in ready and rounds.may_publish(session, viewer, held)
    ]
    work = work_of(session, [held for held, _ in seen])
    completed = completions(session, (held for held, _ in seen))
    lines = [_line(held, contract, work[held.id or 0], over_since(held, completed)) for held, contract in seen]
    context = {
        "open": [line for line in lines if line.round.state is not RoundState.PUBLISHED],
        "published": [line for line in lines if line.round.state is RoundState.PUBLISHED],
        "to_publish": to_publish,
        "may_open": bool(contracts_at_work(session, viewer)),
        "reviews": viewer.is_reviewer,
        "tables": held_imports(session, viewer),
    }
    return desk.page("monitoring/rounds.html", context)


@get(f"{ROUNDS}/i-ri", guards=[guards.editor])
def new_round_page(desk: NamedDependency[Desk], kontrata: FromQuery[str] = "") -> Response[str]:
    return desk.page("monitoring/new_round.html", {"form": _new_form(desk, None, contract=kontrata)})


@post(f"{ROUNDS}/i-ri", done=N_("Raundi u hap."), guards=[guards.editor])
def new_round(desk: NamedDependency[Desk]) -> Answer:
    form = _new_form(desk, desk.sent)

    def open_round() -> str:
        contract = contract_by_slug(desk.session, form.contract.data)
        if contract is None:
            raise Missing  # gone since it was offered
        held = rounds.open_round(desk.session, desk.viewer, contract, form.details)
        return f"{ROUNDS}/{held.id}"

    return desk.enter(form, lambda status: desk.page("monitoring/new_round.html", {"form": form}, status), open_round)


@get(f"{ROUNDS}/{{round_id:int}}/te-dhenat", guards=[guards.editor])
def round_details_page(desk: NamedDependency[Desk], round_id: FromPath[int]) -> Answer:
    held = _held(desk, round_id)
    if held.state is RoundState.PUBLISHED:
        return desk.go(f"{ROUNDS}/{round_id}")
    return _details_page(desk, held, RoundForm.of(desk.words, held))


@post(f"{ROUNDS}/{{round_id:int}}/te-dhenat", guards=[guards.editor])
def revise_round(desk: NamedDependency[Desk], round_id: FromPath[int]) -> Answer:
    _held(desk, round_id)
    held = locked(desk.session, round_id)
    form = RoundForm.of(desk.words, held, desk.sent)
    return desk.mend(
        form,
        now=RoundForm.of(desk.words, held),
        again=lambda status: _details_page(desk, held, form, status),
        verb=lambda: rounds.revise(desk.session, desk.viewer, round_id, form.details),
        then=lambda: f"{ROUNDS}/{round_id}",
    )


@get(f"{ROUNDS}/{{round_id:int}}/heqje", guards=[guards.editor])
def withdrawal_page(desk: NamedDependency[Desk], round_id: FromPath[int]) -> Response[str]:
    """Says what goes, and asks; of one that cannot be taken back any more there is no such page."""
    held = rounds.round_for(desk.session, desk.viewer, round_id)
    if not (rounds.may_withdraw_earlier(desk.viewer, held) or rounds.may_withdraw(desk.session, desk.viewer, held)):
        raise Missing
    return _withdrawal_page(desk, held, WithdrawalForm(desk.words))


@post(f"{ROUNDS}/{{round_id:int}}/heqje", done=N_("Raundi u hoq."), guards=[guards.editor])
def withdraw_round(desk: NamedDependency[Desk], round_id: FromPath[int]) -> Answer:
    """One that holds verdicts asks for a confirmation; one that was opened by mistake holds nothing to lose. Whoever
    may not, or comes too late, gets the rule's no alone: there is no page to go back to."""
    held = desk.session.get(Round, round_id)
    if held is None:  # sent twice, it is gone already
        return desk.go(ROUNDS)
    if not held.published_elsewhere:
        rounds.withdraw(desk.session, desk.viewer, round_id)
        return desk.go(ROUNDS)
    form = WithdrawalForm(desk.words, desk.sent)
    if rounds.may_withdraw_earlier(desk.viewer, held) and not form.validate():
        return _withdrawal_page(desk, held, form, 422)
    rounds.withdraw_earlier(desk.session, desk.viewer, round_id)
    return desk.go(ROUNDS)


def contracts_at_work(session: Session, viewer: Viewer) -> list[Contract]:
    """Those with a published text that the viewer works on."""
    published = newest_editions(session)
    return [
        contract
        for contract in session.exec(select(Contract).order_by(col(Contract.title)))
        if contract.id in published and viewer.may_edit(contract.municipality_id)
    ]


def contract_choices(desk: Desk) -> list[tuple[str, str]]:
    found = contracts_at_work(desk.session, desk.viewer)
    return [("", desk.words.gettext("Zgjidhni kontratën")), *((contract.slug, contract.title) for contract in found)]


def _line(held: Round, contract: Contract, items: list[Item], heard_on: date | None) -> Line:
    parts = [part for item in items for part in item.parts]
    return Line(
        held,
        contract,
        len(parts),
        sum(part.is_done for part in parts),
        sum(part.waits_for_editor for part in parts),
        heard_on is not None,
    )


def _new_form(desk: Desk, data: FormData | None, **fields: Any) -> NewRoundForm:
    form = NewRoundForm(desk.words, data, **fields)
    form.contract.choices = contract_choices(desk)
    return form


def _held(desk: Desk, round_id: int) -> Round:
    held = desk.session.get(Round, round_id)
    if held is None:
        raise Missing
    require_recorder(desk.viewer, held.contract.municipality_id)
    return held


def _details_page(desk: Desk, held: Round, form: RoundForm, status: int = 200) -> Response[str]:
    context = {"round": held, "contract": held.contract, "form": form}
    return desk.page("monitoring/round_details.html", context, status)


def _withdrawal_page(desk: Desk, held: Round, form: WithdrawalForm, status: int = 200) -> Response[str]:
    verdicts = sum(len(item.parts) for item in work_of(desk.session, [held])[held.id or 0])
    context = {"round": held, "contract": held.contract, "form": form, "verdicts": verdicts}
    return desk.page("monitoring/round_withdrawal.html", context, status)


HANDLERS: list[Any] = [
    *(rounds_at_work, new_round_page, new_round, round_details_page, revise_round, withdrawal_page, withdraw_round)
]
