"""What is held of how somebody may be reached: given out and erased where the law asks; the public answer stays.

Two people erase, because nothing brings it back: one asks with a reason, a second does it. What goes is the contact
data: addresses, the letters' addresses and words, open links. That somebody was asked, when, by whom, at what kind of
address, and what they answered is the public record and stays.

That a link was opened is shown to nobody. So codes, and the letters that brought them, are told of a link only once it
was answered; erased they are in any case.
"""

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, Session, SQLModel, col, select

from pop_tracker.accounts import log
from pop_tracker.accounts.addresses import AddressClaim
from pop_tracker.accounts.codes import ABOUT, Code
from pop_tracker.accounts.models import Role, Viewer, one_at_a_time
from pop_tracker.accounts.receipts import Receipt
from pop_tracker.accounts.second_person import Decision, Hands, may_be_second_person, require_second_person
from pop_tracker.accounts.waiting import InHand, Notes, Submitted, in_hand_of
from pop_tracker.contracts.models import Contract
from pop_tracker.database import vocabulary
from pop_tracker.elections.models import Candidate
from pop_tracker.elections.offices import Office
from pop_tracker.pledges.invitations import Invitation, InvitationLink, InvitationState
from pop_tracker.web.errors import Forbidden, Missing, Refusal
from pop_tracker.web.i18n import N_
from pop_tracker.web.letters import Letter

log.declare(
    {
        "contact_given_out": N_("Të dhëna kontakti të dhëna personit"),
        "contact_erasure_asked": N_("Fshirje e të dhënave të kontaktit e kërkuar"),
        "contact_erased": N_("Të dhëna kontakti të fshira"),
        "contact_erasure_declined": N_("Fshirje e të dhënave të kontaktit e refuzuar"),
    }
)
WHO_ERASES = frozenset({Role.COORDINATOR, Role.REVIEWER})


class ErasureAnswer(StrEnum):
    CONFIRMED = "confirmed"
    DECLINED = "declined"


class ContactErasure(SQLModel, table=True):
    """That somebody's contact data shall go: asked for by one person, done by a second."""

    __tablename__ = "contact_erasure"
    __table_args__ = (
        sa.CheckConstraint("answered_by IS NULL OR answered_by <> asked_by", name="second_person"),
        sa.Index("uq_contact_erasure_open", "of", unique=True, sqlite_where=sa.text("answer IS NULL"),
                 postgresql_where=sa.text("answer IS NULL")),
    )  # fmt: skip
    id: int | None = Field(default=None, primary_key=True)
    of: str = Field(max_length=40)
    """Whose: "candidate-7", "office-3"."""
    reason: str = Field(sa_type=sa.Text)
    asked_by: int = Field(foreign_key="person.id")
    asked_at: datetime
    answer: ErasureAnswer | None = Field(default=None, sa_type=vocabulary(ErasureAnswer))
    answered_by: int | None = Field(default=None, foreign_key="person.id")
    answered_at: datetime | None = None

    @property
    def decision(self) -> Decision:
        return Decision(
            N_("Fshirjen e konfirmon një koordinator ose një rishikues."),
            (Hands((self.asked_by,), N_("Kërkesën tuaj e konfirmon një person tjetër.")),),
            WHO_ERASES,
        )

    def may_be_answered(self, viewer: Viewer) -> bool:
        return self.answer is None and may_be_second_person(viewer, self.decision)

    def confirm(self, session: Session, viewer: Viewer) -> None:
        """Erases. An open link dies with the address: an answer could not be proven any more."""
        self._close(session, viewer, ErasureAnswer.CONFIRMED)
        held = _held(session, self.of)
        for invitation in held.invitations:
            if invitation.state(session) is InvitationState.OPEN and not invitation.on_paper:
                invitation.end(session, viewer)
            invitation.email = ""
            session.add(invitation)
        for claim in held.claims:
            claim.email, claim.mailbox = "", ""
            claim.ended_at, claim.ended_by = claim.ended_at or datetime.now(UTC), claim.ended_by or viewer.person_id
            session.add(claim)
        for letter in held.letters:
            letter.address, letter.sealed, letter.problem, letter.due_at = "", "", "", None
            session.add(letter)
        for code in held.codes:
            session.delete(code)
        log.note(session, "contact_erased", by=viewer.person_id, thing=f"contact/{self.of}")

    def decline(self, session: Session, viewer: Viewer) -> None:
        self._close(session, viewer, ErasureAnswer.DECLINED)
        log.note(session, "contact_erasure_declined", by=viewer.person_id, thing=f"contact/{self.of}")

    def _close(self, session: Session, viewer: Viewer, answer: ErasureAnswer) -> None:
        require_second_person(viewer, self.decision)
        session.refresh(self, with_for_update=True)
        if self.answer is not None:
            raise Refusal(N_("Kësaj kërkese i është dhënë përgjigje tashmë."))
        self.answer, self.answered_by, self.answered_at = answer, viewer.person_id, datetime.now(UTC)
        session.add(self)


@dataclass(frozen=True)
class Held:
    """All that is held of one person's contact."""

    name: str
    claims: list[AddressClaim]
    invitations: list[Invitation]
    letters: list[Letter]
    reminders: list[InvitationLink]
    codes: list[Code]
    receipts: list[Receipt]
    """Given out, and kept: they hold the public answer's number and no address."""

    @property
    def is_anything(self) -> bool:
        addresses = [one.email for one in self.claims] + [one.email for one in self.invitations]
        return any(addresses + [one.address for one in self.letters])


def held_of(session: Session, viewer: Viewer, of: str) -> Held:
    """What coordinators, who answer to the person, are told; raises Missing for who does not exist."""
    if not viewer.is_coordinator:
        raise Forbidden(N_("Këtë e bën vetëm koordinatori."))
    held = _held(session, of)
    open_links = {one.thing for one in held.invitations if one.answered_at is None}
    codes = [one for one in held.codes if one.purpose not in open_links]
    told = {one.thing for one in codes} | {one.thing for one in held.invitations}
    letters = [one for one in held.letters if one.thing in told and (one.about != ABOUT or one.thing not in open_links)]
    return replace(held, codes=codes, letters=letters)


def _held(session: Session, of: str) -> Held:
    kind, _, number = of.partition("-")
    table = {"candidate": Candidate, "office": Office}.get(kind)
    row: Any = (
        session.get(table, int(number))
        if table and number.isascii() and number.isdecimal() and len(number) < 10
        else None
    )
    if row is None:
        raise Missing
    whose = Invitation.candidate_id if kind == "candidate" else Invitation.office_id
    invitations = list(session.exec(select(Invitation).where(whose == row.id).order_by(col(Invitation.id))))
    claims = session.exec(select(AddressClaim).where(AddressClaim.of == of).order_by(col(AddressClaim.id)))
    things = [one.thing for one in invitations]
    codes = list(session.exec(select(Code).where(col(Code.purpose).in_(things)).order_by(col(Code.id))))
    letters = select(Letter).where(col(Letter.thing).in_([*things, *(one.thing for one in codes)]))
    receipts = select(Receipt).where(col(Receipt.purpose).in_(things))
    links = select(InvitationLink).where(col(InvitationLink.invitation_id).in_([one.id for one in invitations]))
    return Held(
        row.name,
        list(claims),
        invitations,
        list(session.exec(letters.order_by(col(Letter.id)))),
        list(session.exec(links.order_by(col(InvitationLink.id)))),
        codes,
        list(session.exec(receipts.order_by(col(Receipt.id)))),
    )


def give_out(session: Session, viewer: Viewer, of: str) -> dict[str, Any]:
    """What the person is given, in plain words and values; that it was given out is in the log."""
    held = held_of(session, viewer, of)
    log.note(session, "contact_given_out", by=viewer.person_id, thing=f"contact/{of}")
    contracts = dict(session.exec(select(Contract.id, Contract.title)).all())
    reminded: dict[int, list[datetime]] = {}
    for link in held.reminders:
        reminded.setdefault(link.invitation_id, []).append(link.sent_at)
    return {
        "name": held.name,
        "addresses": [
            {
                "address": one.email, "kind": one.kind, "source": one.source, "entered_at": one.claimed_at,
                "confirmed_at": one.confirmed_at, "state": one.state, "returned_at": one.returned_at,
            }
            for one in held.claims
        ],
        "invitations": [
            {
                "address": one.email, "contract": contracts.get(one.contract_id), "capacity": one.capacity,
                "sent_on": one.sent_on, "last_day": one.last_day, "on_paper": one.on_paper, "state": one.state(session),
                "reminded_at": reminded.get(one.id or 0, []),
            }
            for one in held.invitations
        ],
        "emails": [
            {
                "address": one.address, "subject": one.subject, "written_at": one.written_at, "sent_at": one.sent_at,
                "failed_at": one.failed_at, "returned_at": one.returned_at,
            }
            for one in held.letters
        ],
        "codes": [{"sent_at": one.sent_at, "used_at": one.used_at} for one in held.codes],
        "receipts": [
            {"code": one.code, "change": one.entry, "made_at": one.made_at, "mailed_at": one.mailed_at}
            for one in held.receipts
        ],
    }  # fmt: skip


def ask_erasure(session: Session, viewer: Viewer, of: str, reason: str) -> ContactErasure:
    held = held_of(session, viewer, of)
    if not held.is_anything:
        raise Refusal(N_("Për këtë person nuk mbahen të dhëna kontakti."))
    one_at_a_time(session, f"erasure of {of}")
    if open_erasure(session, of) is not None:
        raise Refusal(N_("Për këtë ka tashmë një kërkesë që pret përgjigje."))
    asked = ContactErasure(of=of, reason=reason, asked_by=viewer.person_id or 0, asked_at=datetime.now(UTC))
    session.add(asked)
    session.flush()
    log.note(session, "contact_erasure_asked", by=viewer.person_id, thing=f"contact/{of}")
    return asked


def open_erasure(session: Session, of: str) -> ContactErasure | None:
    return session.exec(
        select(ContactErasure).where(ContactErasure.of == of, col(ContactErasure.answer).is_(None))
    ).first()


def erasure_by_id(session: Session, viewer: Viewer, id: int) -> ContactErasure:
    """For who asked and for who may answer; raises Missing."""
    found = session.get(ContactErasure, id)
    if found is None or not (viewer.is_among((found.asked_by,)) or viewer.roles & WHO_ERASES):
        raise Missing
    return found


def name_of(session: Session, of: str) -> str:
    return _names(session, [of]).get(of, "")


NOTES = Notes(
    N_("Kërkesë për fshirjen e të dhënave të kontaktit"),
    N_("Kërkesë për fshirje që pret përgjigjen e një personi të dytë"),
)


def in_hand(session: Session, viewer: Viewer) -> InHand:
    """Requests that wait for an answer: one query, and one or two for names where there are any."""
    if not viewer.roles & WHO_ERASES:
        return InHand()
    query = select(ContactErasure).where(col(ContactErasure.answer).is_(None)).order_by(col(ContactErasure.id))
    asked = session.exec(query).all()
    names = _names(session, [one.of for one in asked])
    return in_hand_of(
        viewer,
        (
            Submitted(
                names.get(one.of, ""), f"/puna/kontaktet/fshirjet/{one.id}", NOTES, one.asked_by, one.asked_at,
                one.may_be_answered(viewer),
            )
            for one in asked
        ),
    )  # fmt: skip


def _names(session: Session, several: list[str]) -> dict[str, str]:
    """By whose data it is; a query for candidates and one for offices, where there are any."""
    found: dict[str, str] = {}
    for kind, id, name in (("candidate", Candidate.id, Candidate.name), ("office", Office.id, Office.name)):
        ids = [int(of.partition("-")[2]) for of in several if of.startswith(f"{kind}-")]
        if ids:
            rows = session.exec(select(id, name).where(col(id).in_(ids)))
            found |= {f"{kind}-{number}": called for number, called in rows}
    return found
