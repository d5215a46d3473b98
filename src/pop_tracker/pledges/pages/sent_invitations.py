"""Doors to one invitation that was sent: asking once more, saying that the letter came back, taking it back."""

from typing import Any

from litestar import Response
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response.redirect import Redirect
from sqlmodel import Session

from pop_tracker.accounts.models import Person
from pop_tracker.accounts.pages import guards
from pop_tracker.accounts.pages.desk import Answer, Desk
from pop_tracker.accounts.pages.forms import ButtonForm
from pop_tracker.contracts.models import Contract
from pop_tracker.pledges.asking import mark_returned, remind, reminders_of, why_not_remind
from pop_tracker.pledges.invitations import Invitation, InvitationState
from pop_tracker.pledges.pages.forms import ReminderForm
from pop_tracker.pledges.pages.invitations import contract_edited
from pop_tracker.pledges.vocabulary import CAPACITY_WORDS
from pop_tracker.web import letters
from pop_tracker.web.doors import get, post
from pop_tracker.web.errors import Missing
from pop_tracker.web.i18n import N_


def _leads_to(session: Session, invitation_id: int) -> str | None:
    invitation = session.get(Invitation, invitation_id)
    return f"/puna/ftesat/{session.get_one(Contract, invitation.contract_id).slug}" if invitation else None


letters.LEADS_TO["invitation"] = _leads_to


@get("/puna/ftesat/{slug:str}/{invitation_id:int}/kujtesa", guards=[guards.editor])
def reminder_page(desk: NamedDependency[Desk], slug: FromPath[str], invitation_id: FromPath[int]) -> Response[str]:
    contract, invitation = _invitation(desk, slug, invitation_id)
    before = reminders_of(desk.session, [invitation_id]).get(invitation_id, [])
    if why_not_remind(desk.session, invitation, before):
        raise Missing
    form = ReminderForm(desk.words, phone=desk.session.get_one(Person, desk.viewer.person_id).phone)
    return _reminder_page(desk, contract, invitation, form)


@post("/puna/ftesat/{slug:str}/{invitation_id:int}/kujtesa", done=N_("Kujtesa u nis."), guards=[guards.editor])
def send_reminder(desk: NamedDependency[Desk], slug: FromPath[str], invitation_id: FromPath[int]) -> Answer:
    contract, invitation = _invitation(desk, slug, invitation_id)
    form = ReminderForm(desk.words, desk.sent)

    def send() -> str:
        remind(desk.session, desk.viewer, desk.settings, invitation, form.phone.data or "")
        return f"/puna/ftesat/{slug}"

    return desk.enter(form, lambda status: _reminder_page(desk, contract, invitation, form, status), send)


@get("/puna/ftesat/{slug:str}/{invitation_id:int}/kthimi", guards=[guards.editor])
def returned_page(desk: NamedDependency[Desk], slug: FromPath[str], invitation_id: FromPath[int]) -> Response[str]:
    """Asks, because an address whose letters come back is written to no more."""
    contract, invitation = _invitation(desk, slug, invitation_id)
    if invitation.claim_id is None:
        raise Missing
    return _asking(desk, "pledges/returned.html", contract, invitation, ButtonForm(desk.words))


@post(
    "/puna/ftesat/{slug:str}/{invitation_id:int}/kthimi", done=N_("U shënua se emaili u kthye."), guards=[guards.editor]
)
def letter_returned(desk: NamedDependency[Desk], slug: FromPath[str], invitation_id: FromPath[int]) -> Answer:
    contract, invitation = _invitation(desk, slug, invitation_id)
    form = ButtonForm(desk.words)

    def mark() -> str:
        mark_returned(desk.session, desk.viewer, invitation)
        return f"/puna/ftesat/{slug}"

    def again(status: int) -> Response[str]:
        return _asking(desk, "pledges/returned.html", contract, invitation, form, status)

    return desk.take(form, again, mark)


@get("/puna/ftesat/{slug:str}/{invitation_id:int}/terheqja", guards=[guards.editor])
def revocation_page(desk: NamedDependency[Desk], slug: FromPath[str], invitation_id: FromPath[int]) -> Response[str]:
    """Says what happens to the link, and asks."""
    contract, invitation = _invitation(desk, slug, invitation_id)
    if invitation.state(desk.session) is not InvitationState.OPEN:
        raise Missing
    return _asking(desk, "pledges/revocation.html", contract, invitation, ButtonForm(desk.words))


@post("/puna/ftesat/{slug:str}/{invitation_id:int}/terheqja", done=N_("Ftesa u tërhoq."), guards=[guards.editor])
def revoke(desk: NamedDependency[Desk], slug: FromPath[str], invitation_id: FromPath[int]) -> Redirect:
    _, invitation = _invitation(desk, slug, invitation_id)
    invitation.revoke(desk.session, desk.viewer)
    return desk.go(f"/puna/ftesat/{slug}")


def _invitation(desk: Desk, slug: str, invitation_id: int) -> tuple[Contract, Invitation]:
    contract = contract_edited(desk, slug)
    invitation = desk.session.get(Invitation, invitation_id)
    if invitation is None or invitation.contract_id != contract.id:
        raise Missing
    return contract, invitation


def _reminder_page(
    desk: Desk, contract: Contract, invitation: Invitation, form: ReminderForm, status: int = 200
) -> Response[str]:
    return _asking(desk, "pledges/reminder.html", contract, invitation, form, status)


def _asking(
    desk: Desk, template: str, contract: Contract, invitation: Invitation, form: Any, status: int = 200
) -> Response[str]:
    context = {"contract": contract, "invitation": invitation, "capacity_words": CAPACITY_WORDS, "form": form}
    return desk.page(template, context, status)


HANDLERS: list[Any] = [reminder_page, send_reminder, returned_page, letter_returned, revocation_page, revoke]
