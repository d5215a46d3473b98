"""Asking people to sign: their addresses are entered and confirmed first, then letters go to those that were chosen.

Who has no mail is asked on paper: that they were asked is a fact like any other, so that "never answered" is true.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from sqlmodel import Session, col, select

from pop_tracker import history
from pop_tracker.accounts import log
from pop_tracker.accounts.addresses import AddressClaim, AddressKind, claim, confirmed_claim
from pop_tracker.accounts.contact import keep_phone
from pop_tracker.accounts.models import Viewer, one_at_a_time
from pop_tracker.accounts.vouched import vouched
from pop_tracker.contracts.editions import newest_edition
from pop_tracker.contracts.models import Contract
from pop_tracker.history import Actor
from pop_tracker.pledges import invitation_letters
from pop_tracker.pledges.invitations import LONGEST_LIFE, Invitation, InvitationLink, InvitationState
from pop_tracker.pledges.invitees import Invitee, invitees, left_office, same_person
from pop_tracker.pledges.models import locked, require_editor
from pop_tracker.settings import Settings
from pop_tracker.web.errors import Refusal
from pop_tracker.web.i18n import N_, TIRANA, today
from pop_tracker.web.letters import Letter
from pop_tracker.web.secret import new_secret, secret_hash

MOST_REMINDERS = 2
REMIND_AFTER = timedelta(days=5)
"""Between the letter and its first reminder, and between the two."""
NOT_THERE = N_("Zgjidhni një kandidat, ose dikë që mban një detyrë publike në këtë bashki.")

log.declare(
    {
        "invitation_sent": N_("Ftesë e dërguar"),
        "invitation_given": N_("Ftesë e dhënë në letër"),
        "invitation_reminded": N_("Kujtesë e ftesës"),
    }
)


@dataclass(frozen=True)
class Entered:
    """An address as the form has it."""

    choice: str
    email: str
    kind: AddressKind
    source: str


def enter_address(session: Session, viewer: Viewer, contract: Contract, entered: Entered) -> AddressClaim:
    """Of one person who may be asked, or of the municipality itself; waits for its second person."""
    require_editor(session, viewer, contract.id or 0)
    same: frozenset[str] = frozenset()
    if entered.choice != f"municipality-{contract.municipality_id}":
        everyone = invitees(session, contract)
        same = same_person(_invitee(everyone, entered.choice), everyone)
    return claim(
        session,
        viewer,
        of=entered.choice,
        municipality_id=contract.municipality_id,
        email=entered.email,
        kind=entered.kind,
        source=entered.source,
        same=same,
        before=left_office(session, contract.municipality_id),
    )


def withdraw_address(session: Session, viewer: Viewer, found: AddressClaim, note: str) -> None:
    """With the links that lie in its mailbox: whoever has them answers no more."""
    for invitation in session.exec(select(Invitation).where(Invitation.claim_id == found.id)):
        if invitation.state(session) in (InvitationState.OPEN, InvitationState.EXPIRED):
            invitation.revoke(session, viewer)
    found.withdraw(session, viewer, note)


def invite(
    session: Session, viewer: Viewer, settings: Settings, contract: Contract, chosen: Mapping[str, str],
    last_day: date, phone: str,
) -> list[Invitation]:  # fmt: skip
    """Sends each of those chosen, in the language chosen for them, a personal link to the newest edition. All or
    nobody; only to confirmed addresses. The secret of a link is kept nowhere: only its SHA-256 is."""
    require_editor(session, viewer, contract.id or 0)
    if not chosen:
        raise Refusal(N_("Zgjidhni kë ftoni."), field="who")
    keep_phone(session, viewer, phone)
    one_at_a_time(session, f"invitations to {contract.slug}")  # or two at once would both find none open
    sent = []
    for choice, language in chosen.items():
        address = confirmed_claim(session, choice, "who")
        secret = new_secret()
        invitation = _asked(session, viewer, contract, choice, last_day, secret)
        invitation.email, invitation.claim_id, invitation.language = address.email, address.id, language
        session.flush()
        confirmed = Actor(address.confirmed_by, vouched(session, address).confirmed_by)
        history.append(session, "send", invitation, viewer.actor, source="", approved_by=confirmed)
        sent.append((invitation, secret))
    for invitation, secret in sent:  # the log after the record, as everywhere
        log.note(session, "invitation_sent", by=viewer.person_id, thing=invitation.thing, whose=invitation.asked)
        invitation_letters.send(session, settings, invitation, secret)
    return [invitation for invitation, _ in sent]


def give_on_paper(
    session: Session, viewer: Viewer, contract: Contract, choice: str, asked_on: date, last_day: date, source: str
) -> Invitation:
    """Records that somebody without mail was handed the text and asked. They answer on paper."""
    require_editor(session, viewer, contract.id or 0)
    if asked_on > today():
        raise Refusal(N_("Data nuk mund të jetë në të ardhmen."), field="asked_on")
    one_at_a_time(session, f"invitations to {contract.slug}")
    invitation = _asked(session, viewer, contract, choice, last_day, new_secret())
    invitation.on_paper, invitation.asked_on = True, asked_on
    session.flush()
    history.append(session, "give", invitation, viewer.actor, source=source)
    log.note(session, "invitation_given", by=viewer.person_id, thing=invitation.thing, whose=invitation.asked)
    return invitation


def remind(session: Session, viewer: Viewer, settings: Settings, invitation: Invitation, phone: str) -> None:
    """Another letter, with a link of its own to the same invitation; never after an answer."""
    held = locked(session, Invitation, invitation.id)
    require_editor(session, viewer, held.contract_id)
    if reason := why_not_remind(session, held, reminders_of(session, [held.id or 0]).get(held.id or 0, [])):
        raise Refusal(reason)
    confirmed_claim(session, held.asked)
    keep_phone(session, viewer, phone)
    secret = new_secret()
    session.add(
        InvitationLink(
            invitation_id=held.id or 0,
            token_hash=secret_hash(secret),
            sent_at=datetime.now(UTC),
            sent_by=viewer.person_id or 0,
        )
    )
    session.flush()
    log.note(session, "invitation_reminded", by=viewer.person_id, thing=held.thing, whose=held.asked)
    invitation_letters.send(session, settings, held, secret, reminded_by=viewer)


def mark_returned(session: Session, viewer: Viewer, invitation: Invitation) -> None:
    """A letter came back after the mail server had taken it: the address then reads so and is written to no more."""
    require_editor(session, viewer, invitation.contract_id)
    found = session.get(AddressClaim, invitation.claim_id) if invitation.claim_id else None
    if found is None:
        raise Refusal(N_("Kjo ftesë nuk shkoi te një adresë e konfirmuar."))
    found.mark_returned(session, viewer)
    asked = select(Letter).where(Letter.thing == invitation.thing, col(Letter.about).in_(invitation_letters.ASKING))
    for letter in session.exec(asked):
        if letter.sent_at is not None and letter.returned_at is None:
            letter.returned_at, letter.returned_by = datetime.now(UTC), viewer.person_id
            session.add(letter)


def reminders_of(session: Session, invitation_ids: Iterable[int]) -> dict[int, list[datetime]]:
    """When each was reminded; one query."""
    found: dict[int, list[datetime]] = {}
    query = select(InvitationLink).where(col(InvitationLink.invitation_id).in_(list(invitation_ids)))
    for link in session.exec(query.order_by(col(InvitationLink.sent_at))):
        found.setdefault(link.invitation_id, []).append(link.sent_at)
    return found


def why_not_remind(session: Session, invitation: Invitation, reminders: list[datetime]) -> str | None:
    """A message id; None where a reminder may go."""
    if invitation.on_paper or invitation.claim_id is None:
        return N_("Kujtesa dërgohet vetëm te një adresë e konfirmuar.")
    if invitation.state(session) is not InvitationState.OPEN:
        return N_("Kjo ftesë nuk pret më përgjigje.")
    if len(reminders) >= MOST_REMINDERS:
        return N_("U dërguan dy kujtesa, më shumë nuk dërgohen.")
    if today() < day_of_reminder(invitation, reminders):
        return N_("Është herët për një kujtesë: prisni pesë ditë pas emailit të fundit.")
    return None


def day_of_reminder(invitation: Invitation, reminders: list[datetime]) -> date:
    """The first day on which the next one may go."""
    last = max([invitation.created_at, *reminders])
    return last.astimezone(TIRANA).date() + REMIND_AFTER


def _asked(
    session: Session, viewer: Viewer, contract: Contract, choice: str, last_day: date, secret: str
) -> Invitation:
    """The invitation of one person to the newest edition, with what must hold however they are asked."""
    edition = newest_edition(session, contract.id or 0)
    if edition is None:
        raise Refusal(N_("Kontrata nuk ka ende tekst të botuar për t’u nënshkruar."))
    invitee = _invitee(invitees(session, contract), choice)
    if not today() < last_day <= today() + LONGEST_LIFE:
        raise Refusal(N_("Afati duhet të jetë pas së sotmes dhe brenda një viti."), field="last_day")
    kind, _, row_id = choice.partition("-")
    invitation = Invitation(
        contract_id=contract.id or 0,
        edition_id=edition.id or 0,
        candidate_id=int(row_id) if kind == "candidate" else None,
        office_id=int(row_id) if kind == "office" else None,
        name=invitee.name,
        capacity=invitee.capacity,
        email="",
        token_hash=secret_hash(secret),
        invited_by=viewer.person_id or 0,
        organisation_id=viewer.organisation_id,
        created_at=datetime.now(UTC),
        expires_at=datetime.combine(last_day + timedelta(days=1), time(), TIRANA),
    )
    earlier = session.exec(
        select(Invitation).where(
            Invitation.contract_id == invitation.contract_id,
            Invitation.candidate_id == invitation.candidate_id,
            Invitation.office_id == invitation.office_id,
        )
    )
    if any(one.state(session) is InvitationState.OPEN for one in earlier):
        told = N_("%(name)s ka një ftesë të hapur. Tërhiqeni ftesën para se të dërgoni një tjetër.")
        raise Refusal(told, field="who", name=invitee.name)
    session.add(invitation)
    return invitation


def _invitee(everyone: Iterable[Invitee], choice: str) -> Invitee:
    found = next((one for one in everyone if one.choice == choice), None)
    if found is None:
        raise Refusal(NOT_THERE, field="who")
    return found
