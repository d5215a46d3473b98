"""The doors of what a contract is called by: mended, taken away, and, where readers know it, decided on by a second
person."""

from typing import Any

from litestar import Response
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response.redirect import Redirect

from pop_tracker.accounts.pages import guards
from pop_tracker.accounts.pages.desk import Answer, Desk
from pop_tracker.accounts.pages.proposals import ReturnForm, on_its_page
from pop_tracker.contracts import changes
from pop_tracker.contracts.changes import FIELDS, ContractChange, change_of, seen_by
from pop_tracker.contracts.draft import require_editor
from pop_tracker.contracts.models import Contract, contract_at_work
from pop_tracker.contracts.pages.forms import ContractWithdrawalForm, DetailsForm
from pop_tracker.web.doors import get, post
from pop_tracker.web.i18n import N_

CONTRACT = "/puna/kontratat/{slug:str}"
CHANGE = f"{CONTRACT}/ndryshimi"
WORDS = {
    "title": N_("Titulli"),
    "term_from": N_("Mandati nga viti"),
    "term_until": N_("Mandati deri në vitin"),
    "source": N_("Burimi"),
}


def _edited(desk: Desk, slug: str) -> Contract:
    contract = contract_at_work(desk.session, desk.viewer, slug)
    require_editor(desk.viewer, contract)
    return contract


SENT = N_("Ndryshimi u dërgua te një person i dytë.")


@get(f"{CONTRACT}/te-dhenat", guards=[guards.editor])
def details_page(desk: NamedDependency[Desk], slug: FromPath[str]) -> Response[str]:
    """What came back with a note is gone on with."""
    contract = _edited(desk, slug)
    change = change_of(desk.session, contract)
    form = _standing(desk, contract)
    if change is not None and not change.withdraws and change.may_be_mended(desk.viewer):
        version = form.version.data
        form = DetailsForm(desk.words, reason=change.reason, version=version, **change.fields)
    return _details_page(desk, contract, form)


@post(f"{CONTRACT}/te-dhenat", guards=[guards.editor])
def revise(desk: NamedDependency[Desk], slug: FromPath[str]) -> Answer:
    contract = _edited(desk, slug)
    form = DetailsForm(desk.words, desk.sent)

    def mend() -> ContractChange | None:
        change = changes.revise(desk.session, desk.viewer, contract, form.fields, form.reason.data or "")
        if change:
            desk.say(SENT)
        return change

    def then() -> str:
        change = change_of(desk.session, contract)
        return f"/puna/kontratat/{slug}/{'ndryshimi' if change else 'drafti'}"

    def again(status: int) -> Response[str]:
        return _details_page(desk, contract, form, status)

    return desk.mend(form, _standing(desk, contract), again, mend, then)


@get(f"{CONTRACT}/terheqja", guards=[guards.editor])
def withdrawal_page(desk: NamedDependency[Desk], slug: FromPath[str]) -> Response[str]:
    """Says what goes, and asks."""
    return _withdrawal_page(desk, _edited(desk, slug), ContractWithdrawalForm(desk.words))


@post(f"{CONTRACT}/terheqja", done=N_("Kontrata u hoq."), guards=[guards.editor])
def withdraw(desk: NamedDependency[Desk], slug: FromPath[str]) -> Answer:
    form = ContractWithdrawalForm(desk.words, desk.sent)
    if taken := desk.entered(form):  # a contract that was being prepared is gone by then
        return taken
    contract = _edited(desk, slug)

    def take_away() -> str:
        change = changes.withdraw(desk.session, desk.viewer, contract, form.reason.data or "")
        if change:
            desk.say(SENT)
        return f"/puna/kontratat/{slug}/ndryshimi" if change else "/puna/kontratat"

    return desk.enter(form, lambda status: _withdrawal_page(desk, contract, form, status), take_away)


@get(CHANGE, guards=[guards.lately_proven])
def change_page(desk: NamedDependency[Desk], slug: FromPath[str]) -> Response[str]:
    return _change_page(desk, slug, ReturnForm(desk.words))


@post(
    f"{CHANGE}/konfirmimi",
    done=N_("Ndryshimi u konfirmua dhe është publik."),
    guards=[guards.reviewer, guards.lately_proven],
)
def confirm(desk: NamedDependency[Desk], slug: FromPath[str]) -> Redirect:
    """A bare button, with the version that was read; a rule's no is a page of its own, since nothing was typed."""
    change = seen_by(desk.session, desk.viewer, contract_at_work(desk.session, desk.viewer, slug))
    contract = changes.confirm(desk.session, desk.viewer, change, desk.sent.get("version"))
    return desk.go(contract.path)


@post(f"{CHANGE}/kthimi", done=N_("Ndryshimi iu kthye autorit me shënim."), guards=[guards.reviewer])
def send_back(desk: NamedDependency[Desk], slug: FromPath[str]) -> Answer:
    change = seen_by(desk.session, desk.viewer, contract_at_work(desk.session, desk.viewer, slug))
    form = ReturnForm(desk.words, desk.sent)

    def hand_back() -> str:
        change.send_back(desk.session, desk.viewer, form.note.data)
        return "/puna"

    return desk.take(form, lambda status: _change_page(desk, slug, form, status), hand_back)


@get(f"{CHANGE}/heqja", guards=[guards.editor])
def taking_back(desk: NamedDependency[Desk], slug: FromPath[str]) -> Response[str]:
    """Asks first: nothing of what was written stays."""
    _edited(desk, slug)
    return desk.page("contracts/change_taking_back.html", _read(desk, slug))


@post(f"{CHANGE}/heqja", done=N_("Ndryshimi u hoq."), guards=[guards.editor])
def take_back(desk: NamedDependency[Desk], slug: FromPath[str]) -> Redirect:
    """A bare button."""
    contract = _edited(desk, slug)
    change = seen_by(desk.session, desk.viewer, contract)
    change.take_away(desk.session, desk.viewer, contract.municipality_id)
    return desk.go(f"/puna/kontratat/{slug}/drafti")


def _standing(desk: Desk, contract: Contract) -> DetailsForm:
    return DetailsForm(desk.words, **{name: getattr(contract, name) for name in FIELDS})


def _details_page(desk: Desk, contract: Contract, form: DetailsForm, status: int = 200) -> Response[str]:
    change = change_of(desk.session, contract)
    context = {"contract": contract, "form": form, "change": change,
               "may_mend": bool(change and change.may_be_mended(desk.viewer)),
               "stays": "" if changes.is_bare(desk.session, contract) else changes.BUILT_ON}  # fmt: skip
    return desk.page("contracts/details.html", context, status)


def _withdrawal_page(desk: Desk, contract: Contract, form: ContractWithdrawalForm, status: int = 200) -> Response[str]:
    return desk.page("contracts/withdrawal.html", {"contract": contract, "form": form}, status)


def _read(desk: Desk, slug: str) -> dict[str, Any]:
    contract = contract_at_work(desk.session, desk.viewer, slug)
    change = seen_by(desk.session, desk.viewer, contract)
    compared = [
        (desk.words.gettext(WORDS[name]), str(getattr(contract, name)), str(value))
        for name, value in change.fields.items()
        if value != getattr(contract, name)
    ]
    return {"contract": contract, "change": change, "fields": compared}


def _change_page(desk: Desk, slug: str, form: ReturnForm, status: int = 200) -> Response[str]:
    read = _read(desk, slug)
    context = {**read, **on_its_page(desk, read["change"], read["contract"].municipality_id, form)}
    return desk.page("contracts/change.html", context, status)


HANDLERS: list[Any] = [
    details_page,
    revise,
    withdrawal_page,
    withdraw,
    change_page,
    confirm,
    send_back,
    taking_back,
    take_back,
]
