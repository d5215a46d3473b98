"""Invitations: who may be asked to sign a contract, and the personal link that asks them.

That someone was asked, when and by whom is public; the address and the link are not. Nobody but the invited
person ever gets the link, not even who sends it: an answer given through it counts as their own.
"""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Any, ClassVar

import sqlalchemy as sa
from sqlmodel import Field, Session, SQLModel, col, select

from pop_tracker import history
from pop_tracker.accounts.models import Person, Viewer, one_at_a_time
from pop_tracker.accounts.signing_in import secret_hash
from pop_tracker.contracts.editions import Edition, newest_edition
from pop_tracker.contracts.models import Contract
from pop_tracker.database import owner_of, vocabulary
from pop_tracker.elections.models import Candidate, Election
from pop_tracker.elections.offices import Office, OfficeCapacity
from pop_tracker.history import Recorded, recorded
from pop_tracker.pledges.models import (
    CAPACITY_WORDS,
    Capacity,
    locked,
    require_editor,
    titled_by_name,
)
from pop_tracker.web.errors import Refusal
from pop_tracker.web.i18n import N_, TIRANA, today
from pop_tracker.web.telling import Telling

USUAL_LIFE = timedelta(days=30)
LONGEST_LIFE = timedelta(days=365)


class InvitationState(StrEnum):
    OPEN = "open"
    ANSWERED = "answered"
    REVOKED = "revoked"
    EXPIRED = "expired"
    OFFICE_OVER = "office_over"
    """The office in whose capacity they were asked is no longer theirs."""


INVITATION_STATE_WORDS: dict[InvitationState, str] = {
    InvitationState.OPEN: N_("Pret përgjigje"),
    InvitationState.ANSWERED: N_("U përgjigj"),
    InvitationState.REVOKED: N_("Ftesa u tërhoq"),
    InvitationState.EXPIRED: N_("Afati kaloi"),
    InvitationState.OFFICE_OVER: N_("Detyra ka mbaruar"),
}


_FIELDS = {
    "capacity": N_("Cilësia"),
    "contract": N_("Kontrata"),
    "edition": N_("Botimi"),
    "is_revoked": N_("Ftesa u tërhoq"),
    "last_day": N_("Lidhja vlen deri më"),
    "name": N_("Emri"),
    "sent_on": N_("Dërguar më"),
}


@recorded(
    "invitation",
    {"send": N_("Ftesë e dërguar"), "revoke": N_("Ftesë e tërhequr")},
    Telling(titled_by_name, _FIELDS, {"capacity": CAPACITY_WORDS}),
)
class Invitation(SQLModel, table=True):
    """A personal link to answer an edition. Opening it uses nothing up; answer, expiry or revocation end it."""

    kind: ClassVar[str]
    id: int | None = Field(default=None, primary_key=True)
    contract_id: int = Field(foreign_key="contract.id", index=True)
    edition_id: int = Field(foreign_key="edition.id")
    candidate_id: int | None = Field(default=None, foreign_key="candidate.id")
    office_id: int | None = Field(default=None, foreign_key="office.id")
    name: str = Field(max_length=160)
    capacity: Capacity = Field(sa_type=vocabulary(Capacity))
    email: str = Field(max_length=254)
    token_hash: str = Field(max_length=64, unique=True)
    invited_by: int = Field(foreign_key="person.id")
    organisation_id: int | None = Field(default=None, foreign_key="organisation.id")
    """Whose editor invited; None for the coordinator."""
    created_at: datetime
    expires_at: datetime
    revoked_at: datetime | None = None
    answered_at: datetime | None = None

    @property
    def last_day(self) -> date:
        return (self.expires_at.astimezone(TIRANA) - timedelta(seconds=1)).date()

    @property
    def _contract(self) -> Contract:
        return owner_of(self, Contract, self.contract_id)

    @property
    def key(self) -> str:
        return f"{self._contract.slug}/{self.id}"

    @property
    def path(self) -> str:
        return f"/kontratat/{self._contract.slug}"

    @property
    def title(self) -> str:
        return f"{self.name}: {self._contract.title}"

    @property
    def municipality_slug(self) -> str:
        return self._contract.municipality_slug

    def public_state(self, session: Session) -> dict[str, Any]:
        """Whether it was answered is not in it: the answer has an entry of its own."""
        edition = session.get_one(Edition, self.edition_id)
        return {
            "name": self.name,
            "capacity": self.capacity,
            "contract": self._contract.slug,
            "edition": edition.number,
            "sent_on": self.sent_on,
            "last_day": self.last_day,
            "is_revoked": self.revoked_at is not None,
        }

    def blank(self, session: Session) -> None:
        """Without the name nobody can answer it any more."""
        self.name, self.email = "—", ""
        if self.answered_at is None:
            self.revoked_at = self.revoked_at or datetime.now(UTC)
        session.add(self)

    @classmethod
    def public_rows(cls, session: Session) -> Iterable[Recorded]:
        return session.exec(select(cls)).all()

    @property
    def asked(self) -> str:
        """Of the candidate or the holder of an office, as `Invitee.choice` says it."""
        return f"candidate-{self.candidate_id}" if self.candidate_id is not None else f"office-{self.office_id}"

    @property
    def sent_on(self) -> date:
        return self.created_at.astimezone(TIRANA).date()

    def state(self, session: Session) -> InvitationState:
        if self.answered_at is not None:
            return InvitationState.ANSWERED
        if self.revoked_at is not None:
            return InvitationState.REVOKED
        if self.expires_at <= datetime.now(UTC):
            return InvitationState.EXPIRED
        office = session.get(Office, self.office_id) if self.office_id else None
        if office is not None and office.until_on is not None and office.until_on < today():
            return InvitationState.OFFICE_OVER
        return InvitationState.OPEN

    def revoke(self, session: Session, viewer: Viewer) -> None:
        held = locked(session, Invitation, self.id)
        require_editor(session, viewer, held.contract_id)
        if held.answered_at is not None:
            raise Refusal(N_("Ftesa ka marrë përgjigje ndërkohë. Përgjigjja mbetet."))
        if held.revoked_at is not None:
            return
        held.revoked_at = datetime.now(UTC)
        session.add(held)
        history.append(session, "revoke", held, viewer.actor, source="")


@dataclass(frozen=True)
class Invitee:
    """Someone who may be asked: a candidate in the municipality, or who holds an office there now."""

    choice: str
    """How a form names them: "candidate-7", "office-3"."""
    name: str
    capacity: Capacity
    about: str
    """The list or the office's note, to tell people of the same name apart."""
    since: date
    """Election day, or first day in office."""


def invitees(session: Session, contract: Contract) -> list[Invitee]:
    """Who may be asked to sign the contract: offices held now, then candidates, the newest election first."""
    offices = session.exec(
        select(Office)
        .where(
            Office.municipality_id == contract.municipality_id,
            sa.or_(col(Office.until_on).is_(None), col(Office.until_on) >= today()),
            # The chair does not sign for the council; its secretary does (Kamëz, 2019).
            col(Office.capacity) != OfficeCapacity.COUNCIL_CHAIR,
        )
        .order_by(col(Office.capacity), col(Office.from_on).desc())
    )
    found = [
        Invitee(
            f"office-{office.id}",
            office.name,
            Capacity.MAYOR if office.capacity is OfficeCapacity.MAYOR else Capacity.COUNCIL,
            office.list_name,
            office.from_on,
        )
        for office in offices
    ]
    candidates = session.exec(
        select(Candidate, col(Election.held_on))
        .join(Election, col(Election.id) == Candidate.election_id)
        .where(Candidate.municipality_id == contract.municipality_id)
        .order_by(col(Election.held_on).desc(), col(Candidate.name))
    )
    found += [
        Invitee(f"candidate-{candidate.id}", candidate.name, Capacity.CANDIDATE, candidate.list_name, held_on)
        for candidate, held_on in candidates
    ]
    return found


def invite(
    session: Session, viewer: Viewer, contract: Contract, choice: str, email: str, last_day: date
) -> tuple[Invitation, str]:
    """Makes a personal link to the newest edition, good through `last_day`; returns it with its secret, which
    is kept nowhere: only its SHA-256 is."""
    require_editor(session, viewer, contract.id or 0)
    edition = newest_edition(session, contract.id or 0)
    if edition is None:
        raise Refusal(N_("Kontrata nuk ka ende tekst të botuar për t’u nënshkruar."))
    invitee = next((one for one in invitees(session, contract) if one.choice == choice), None)
    if invitee is None:
        raise Refusal(N_("Zgjidhni një kandidat, ose dikë që mban një detyrë publike në këtë bashki."), field="who")
    # The address itself, whatever became of the account: nobody who works or worked here is their own candidate.
    if session.exec(select(Person.id).where(Person.email == email.strip().lower())).first() is not None:
        raise Refusal(
            N_("Kjo adresë i përket dikujt që ka llogari këtu. Shkruani adresën e vetë personit të ftuar."),
            field="email",
        )
    if not today() < last_day <= today() + LONGEST_LIFE:
        raise Refusal(N_("Afati duhet të jetë pas së sotmes dhe brenda një viti."), field="last_day")
    one_at_a_time(session, f"invitations to {contract.slug}")  # or two at once would both find none open
    kind, _, row_id = choice.partition("-")
    candidate_id = int(row_id) if kind == "candidate" else None
    office_id = int(row_id) if kind == "office" else None
    earlier = session.exec(
        select(Invitation).where(
            Invitation.contract_id == contract.id,
            Invitation.candidate_id == candidate_id,
            Invitation.office_id == office_id,
        )
    )
    if any(one.state(session) is InvitationState.OPEN for one in earlier):
        raise Refusal(
            N_("Ky person ka një ftesë të hapur. Tërhiqeni ftesën para se të dërgoni një tjetër."), field="who"
        )
    secret = secrets.token_urlsafe(32)
    invitation = Invitation(
        contract_id=contract.id or 0,
        edition_id=edition.id or 0,
        candidate_id=candidate_id,
        office_id=office_id,
        name=invitee.name,
        capacity=invitee.capacity,
        email=email,
        token_hash=secret_hash(secret),
        invited_by=viewer.person_id or 0,
        organisation_id=viewer.organisation_id,
        created_at=datetime.now(UTC),
        expires_at=datetime.combine(last_day + timedelta(days=1), time(), TIRANA),
    )
    session.add(invitation)
    session.flush()
    history.append(session, "send", invitation, viewer.actor, source="")
    return invitation, secret


def invitation_by_secret(session: Session, secret: str) -> Invitation | None:
    return session.exec(select(Invitation).where(Invitation.token_hash == secret_hash(secret))).first()


@dataclass(frozen=True)
class ShownInvitation:
    """An invitation as everyone may see it."""

    id: int
    contract_id: int
    name: str
    capacity: Capacity
    sent_on: date


def shown_invitations(session: Session) -> list[ShownInvitation]:
    """Who was asked, except where it was revoked, the earliest first; one query."""
    found = session.exec(
        select(Invitation)
        .where(col(Invitation.revoked_at).is_(None))
        .order_by(col(Invitation.created_at), col(Invitation.id))
    )
    return [ShownInvitation(one.id or 0, one.contract_id, one.name, one.capacity, one.sent_on) for one in found]


def invitations(session: Session, contract_ids: Iterable[int]) -> list[tuple[Invitation, InvitationState]]:
    """The invitations to these contracts, the newest first. The caller asks only for contracts it may see."""
    found = session.exec(
        select(Invitation)
        .where(col(Invitation.contract_id).in_(list(contract_ids)))
        .order_by(col(Invitation.created_at).desc(), col(Invitation.id).desc())
    )
    return [(invitation, invitation.state(session)) for invitation in found]
