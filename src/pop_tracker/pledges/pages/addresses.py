"""Doors to the addresses of a race: several are entered on one page, one button confirms them, each can be sent back or
withdrawn. What somebody tried with a mailbox that is known to be another's is kept in the log."""

from typing import Any

from litestar import Response
from litestar.di import NamedDependency
from litestar.params import FromPath

from pop_tracker.accounts.addresses import AddressClaim
from pop_tracker.accounts.institutions import counted_domains
from pop_tracker.accounts.pages import guards
from pop_tracker.accounts.pages.desk import Answer, Desk
from pop_tracker.accounts.pages.proposals import ReturnForm
from pop_tracker.accounts.taken_mailboxes import NotTheirs, attempted
from pop_tracker.contracts.models import Contract
from pop_tracker.pledges.asking import enter_address, withdraw_address
from pop_tracker.pledges.pages.forms import (
    AddressesForm,
    ConfirmAddressesForm,
    WithdrawForm,
    addresses_form,
)
from pop_tracker.pledges.pages.invitations import contract_edited, contract_seen, race_page, said_of
from pop_tracker.pledges.race import Row, race
from pop_tracker.web.doors import get, post
from pop_tracker.web.errors import Missing, Refusal
from pop_tracker.web.forms.data import FormData
from pop_tracker.web.i18n import N_


@get("/puna/ftesat/{slug:str}/adresat", guards=[guards.editor])
def addresses_page(desk: NamedDependency[Desk], slug: FromPath[str]) -> Response[str]:
    contract = contract_edited(desk, slug)
    form, rows = _form(desk, contract)
    return _entering(desk, contract, form, rows)


@post(
    "/puna/ftesat/{slug:str}/adresat",
    done=N_("Adresat u shënuan dhe presin një person të dytë."),
    guards=[guards.editor],
)
def enter_addresses(desk: NamedDependency[Desk], slug: FromPath[str]) -> Answer:
    """All of them or none; every one that is refused is told at its field."""
    contract = contract_edited(desk, slug)
    form, rows = _form(desk, contract, desk.sent)
    refused: list[tuple[str, Refusal]] = []

    def enter() -> str:
        for one in form.entered():
            try:
                with desk.session.begin_nested():
                    enter_address(desk.session, desk.viewer, contract, one)
            except Refusal as refusal:
                refused.append((one.choice, refusal))
        if refused:
            raise Refusal(N_("Asnjë adresë nuk u shënua: ndryshoni ato që nuk lejohen."))
        return f"/puna/ftesat/{slug}"

    def again(status: int) -> Response[str]:
        for choice, refusal in refused:
            form.refuse_of(choice, refusal)
        return _entering(desk, contract, form, rows, status)

    answer = desk.enter(form, again, enter)
    for choice, refusal in refused:
        if isinstance(refusal, NotTheirs):
            attempted(desk.session, desk.viewer, refusal, choice)
    return answer


@post("/puna/ftesat/{slug:str}/adresat/konfirmimi", done=N_("Adresat u konfirmuan."), guards=[guards.lately_proven])
def vouch_for_addresses(desk: NamedDependency[Desk], slug: FromPath[str]) -> Answer:
    """Those that were ticked, of those that this person may confirm; a claim never changes, so what they read is what
    they confirm."""
    contract = contract_seen(desk, slug)
    form = ConfirmAddressesForm(desk.words, desk.sent)
    waiting = {row.claim.id: row.claim for row in race(desk.session, desk.viewer, contract) if row.claim}
    form.addresses.choices = [(str(id), "") for id in waiting]
    refused: list[tuple[str, NotTheirs]] = []

    def confirm() -> str:
        if not form.ids:
            raise Refusal(N_("Zgjidhni të paktën një adresë."), field="addresses")
        for id in form.ids:
            try:
                waiting[id].confirm(desk.session, desk.viewer)
            except NotTheirs as refusal:
                refused.append((waiting[id].of, refusal))
                raise
        return f"/puna/ftesat/{slug}"

    answer = desk.take(form, lambda status: race_page(desk, contract, form, status), confirm)
    for of, refusal in refused:
        attempted(desk.session, desk.viewer, refusal, of)
    return answer


@get("/puna/ftesat/{slug:str}/adresat/{claim_id:int}/kthimi")
def refusal_page(desk: NamedDependency[Desk], slug: FromPath[str], claim_id: FromPath[int]) -> Response[str]:
    contract, row, _ = _claim(desk, slug, claim_id)
    if not row.may_decide:
        raise Missing
    return _one(desk, "pledges/address_refusal.html", contract, row, ReturnForm(desk.words))


@post("/puna/ftesat/{slug:str}/adresat/{claim_id:int}/kthimi", done=N_("Adresa u kthye me shënim."))
def refuse_address(desk: NamedDependency[Desk], slug: FromPath[str], claim_id: FromPath[int]) -> Answer:
    contract, row, claim = _claim(desk, slug, claim_id)
    form = ReturnForm(desk.words, desk.sent)

    def refuse() -> str:
        claim.refuse(desk.session, desk.viewer, form.note.data or "")
        return f"/puna/ftesat/{slug}"

    return desk.take(
        form, lambda status: _one(desk, "pledges/address_refusal.html", contract, row, form, status), refuse
    )


@get("/puna/ftesat/{slug:str}/adresat/{claim_id:int}/terheqja", guards=[guards.editor])
def withdrawal_page(desk: NamedDependency[Desk], slug: FromPath[str], claim_id: FromPath[int]) -> Response[str]:
    """Says what happens to the links that went there, and asks."""
    contract_edited(desk, slug)
    contract, row, claim = _claim(desk, slug, claim_id)
    if claim.ended_at is not None:
        raise Missing
    return _one(desk, "pledges/address_withdrawal.html", contract, row, WithdrawForm(desk.words))


@post("/puna/ftesat/{slug:str}/adresat/{claim_id:int}/terheqja", done=N_("Adresa u tërhoq."), guards=[guards.editor])
def withdraw_one(desk: NamedDependency[Desk], slug: FromPath[str], claim_id: FromPath[int]) -> Answer:
    contract_edited(desk, slug)
    contract, row, claim = _claim(desk, slug, claim_id)
    form = WithdrawForm(desk.words, desk.sent)

    def withdraw() -> str:
        withdraw_address(desk.session, desk.viewer, claim, form.note.data or "")
        return f"/puna/ftesat/{slug}"

    return desk.take(
        form, lambda status: _one(desk, "pledges/address_withdrawal.html", contract, row, form, status), withdraw
    )


def _form(desk: Desk, contract: Contract, sent: FormData | None = None) -> tuple[AddressesForm, list[Row]]:
    rows = [row for row in race(desk.session, desk.viewer, contract) if row.needs_address]
    return addresses_form(desk.words, [row.choice for row in rows], sent), rows


def _entering(desk: Desk, contract: Contract, form: AddressesForm, rows: list[Row], status: int = 200) -> Response[str]:
    context = {
        "contract": contract,
        "form": form,
        "rows": [(row, said_of(desk, row), *form.of(row.choice)) for row in rows],
        "domains": sorted(counted_domains(desk.session)),
    }
    return desk.page("pledges/addresses.html", context, status)


def _claim(desk: Desk, slug: str, claim_id: int) -> tuple[Contract, Row, AddressClaim]:
    contract = contract_seen(desk, slug)
    for row in race(desk.session, desk.viewer, contract):
        if row.claim is not None and row.claim.id == claim_id and row.shows_address:
            return contract, row, row.claim
    raise Missing


def _one(
    desk: Desk, template: str, contract: Contract, row: Row, form: ReturnForm | WithdrawForm, status: int = 200
) -> Response[str]:
    opened = [one for one in row.sent if one.is_open]
    context = {"contract": contract, "row": row, "claim": row.claim, "form": form, "open": opened}
    return desk.page(template, context, status)


HANDLERS: list[Any] = [
    addresses_page,
    enter_addresses,
    vouch_for_addresses,
    refusal_page,
    refuse_address,
    withdrawal_page,
    withdraw_one,
]
