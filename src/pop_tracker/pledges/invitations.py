"""Invitations: that somebody was asked to sign a contract, and the personal link that asks them.

That someone was asked, when, by whom, at what kind of address and who vouched for it is public; the address and the
link are not. Nobody but the invited person ever gets the link, not even who sends it: an answer given through it counts
as their own.
"""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import Any, ClassVar

import sqlalchemy as sa
from sqlmodel import Field, Session, SQLModel, col, select

from pop_tracker import history
from pop_tracker.accounts import log
from pop_tracker.accounts.addresses import ADDRESS_KIND_WORDS, AddressClaim
from pop_tracker.accounts.models import Viewer
from pop_tracker.accounts.taken_mailboxes import USES, Use
from pop_tracker.accounts.vouched import vouched
from pop_tracker.contracts.editions import Edition
from pop_tracker.contracts.models import Contract
from pop_tracker.database import owner_of, vocabulary
from pop_tracker.elections.offices import Office
from pop_tracker.history import Recorded, recorded
from pop_tracker.pledges.models import locked, require_editor, titled_by_name
from pop_tracker.pledges.vocabulary import CAPACITY_WORDS, Capacity
from pop_tracker.web.errors import Refusal
from pop_tracker.web.i18n import N_, TIRANA, today
from pop_tracker.web.secret import secret_hash
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


log.declare({"invitation_withdrawn": N_("Ftesë e tërhequr")})

_FIELDS = {
    "address_by": N_("Adresën e shënoi"),
    "address_confirmed_by": N_("Adresën e konfirmoi"),
    "address_domain": N_("Domeni i adresës"),
    "address_kind": N_("Lloji i adresës"),
    "capacity": N_("Cilësia"),
    "contract": N_("Kontrata"),
    "edition": N_("Botimi"),
    "is_revoked": N_("Ftesa u tërhoq"),
    "last_day": N_("Lidhja vlen deri më"),
    "name": N_("Emri"),
    "on_paper": N_("Ftesë në letër"),
    "sent_on": N_("Dërguar më"),
}


@recorded(
    "invitation",
    {"send": N_("Ftesë e dërguar"), "give": N_("Ftesë e dhënë në letër"), "revoke": N_("Ftesë e tërhequr")},
    Telling(titled_by_name, _FIELDS, {"capacity": CAPACITY_WORDS, "address_kind": ADDRESS_KIND_WORDS}),
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
    """Where the letter went, and the code goes; empty on paper."""
    claim_id: int | None = Field(default=None, foreign_key="address_claim.id", index=True)
    """The confirmed claim of the address. None: sent before addresses were confirmed, or on paper."""
    on_paper: bool = Field(default=False, sa_column_kwargs={"server_default": sa.false()})
    """Asked in person, for whoever has no mail: nobody has its link."""
    asked_on: date | None = None
    """The day on which it was given on paper."""
    language: str = Field(default="sq", max_length=2, sa_column_kwargs={"server_default": "sq"})
    token_hash: str = Field(max_length=64, unique=True)
    invited_by: int = Field(foreign_key="person.id")
    contact_id: int | None = Field(default=None, foreign_key="person.id")
    """Whom the invited may turn to, since whoever invited them left."""
    organisation_id: int | None = Field(default=None, foreign_key="organisation.id")
    """Whose editor invited; None for the coordinator."""
    created_at: datetime
    expires_at: datetime
    revoked_at: datetime | None = None
    answered_at: datetime | None = None

    @property
    def turns_to(self) -> int:
        """The person whom the invited reaches by an answer to the letter."""
        return self.contact_id or self.invited_by

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
        claim = session.get(AddressClaim, self.claim_id) if self.claim_id else None
        address = vouched(session, claim) if claim else None
        return {
            "address_kind": address.kind if address else "",
            "address_domain": address.domain if address else "",
            "address_by": address.by if address else None,
            "address_confirmed_by": address.confirmed_by if address else None,
            "on_paper": self.on_paper,
            "name": self.name,
            "capacity": self.capacity,
            "contract": self._contract.slug,
            "edition": edition.number,
            "sent_on": self.sent_on,
            "last_day": self.last_day,
            "is_revoked": self.revoked_at is not None,
        }

    def rows(self, session: Session) -> Iterable[SQLModel]:
        return [self]

    def lose_name(self) -> None:
        """Nobody can answer it any more, also when the name is shown again."""
        self.email = ""
        if self.answered_at is None:
            self.revoked_at = self.revoked_at or datetime.now(UTC)

    @classmethod
    def public_rows(cls, session: Session) -> Iterable[Recorded]:
        return session.exec(select(cls)).all()

    @property
    def asked(self) -> str:
        """The candidate or the holder of an office, as `Invitee.choice` says it."""
        return f"candidate-{self.candidate_id}" if self.candidate_id is not None else f"office-{self.office_id}"

    @property
    def sent_on(self) -> date:
        return self.asked_on or self.created_at.astimezone(TIRANA).date()

    @property
    def thing(self) -> str:
        """As letters and the account log name it."""
        return f"invitation/{self.id}"

    def state(self, session: Session) -> InvitationState:
        if self.answered_at is not None:
            return InvitationState.ANSWERED
        if self.revoked_at is not None:
            return InvitationState.REVOKED
        if self.expires_at <= datetime.now(UTC):
            return InvitationState.EXPIRED
        return InvitationState.OFFICE_OVER if self.is_office_over(session) else InvitationState.OPEN

    def is_office_over(self, session: Session) -> bool:
        office = session.get(Office, self.office_id) if self.office_id else None
        return office is not None and office.until_on is not None and office.until_on < today()

    def revoke(self, session: Session, viewer: Viewer) -> None:
        held = locked(session, Invitation, self.id)
        require_editor(session, viewer, held.contract_id)
        if held.answered_at is not None:
            raise Refusal(N_("Ftesa ka marrë përgjigje ndërkohë. Përgjigjja mbetet."))
        if held.revoked_at is None:
            held.end(session, viewer)

    def end(self, session: Session, viewer: Viewer) -> None:
        """For verbs that asked who may; the link is dead, and the record says so."""
        self.revoked_at = datetime.now(UTC)
        session.add(self)
        history.append(session, "revoke", self, viewer.actor, source="")
        log.note(session, "invitation_withdrawn", by=viewer.person_id, thing=self.thing)


class InvitationLink(SQLModel, table=True):
    """The link of a reminder, which opens the same invitation as the first: no secret is kept that could be sent
    twice, and whoever finds the earlier letter is not told that its link is dead."""

    __tablename__ = "invitation_link"
    id: int | None = Field(default=None, primary_key=True)
    invitation_id: int = Field(foreign_key="invitation.id", index=True)
    token_hash: str = Field(max_length=64, unique=True)
    sent_at: datetime
    sent_by: int = Field(foreign_key="person.id")


def invitation_by_secret(session: Session, secret: str) -> Invitation | None:
    hashed = secret_hash(secret)
    reminded = select(InvitationLink.invitation_id).where(InvitationLink.token_hash == hashed)
    return session.exec(
        select(Invitation).where(sa.or_(col(Invitation.token_hash) == hashed, col(Invitation.id).in_(reminded)))
    ).first()


def _written_to(session: Session) -> Iterable[Use]:
    """But for those that were withdrawn before an answer: a slip of the hand does not bar its rightful owner."""
    rows = session.exec(
        select(Invitation, Contract.municipality_id, AddressClaim.ended_at)
        .join(Contract, col(Contract.id) == Invitation.contract_id)
        .join(AddressClaim, col(AddressClaim.id) == Invitation.claim_id, isouter=True)
        .where(sa.or_(col(Invitation.revoked_at).is_(None), col(Invitation.answered_at).is_not(None)))
    )
    now = datetime.now(UTC)
    return [
        Use(
            one.asked, municipality_id, one.email,
            is_live=ended_at is None and (one.answered_at is not None or one.expires_at > now),
        )
        for one, municipality_id, ended_at in rows
    ]  # fmt: skip


USES.append(_written_to)


def invitations(session: Session, contract_ids: Iterable[int]) -> list[tuple[Invitation, InvitationState]]:
    """The invitations to these contracts, the newest first. The caller asks only for contracts it may see."""
    found = session.exec(
        select(Invitation)
        .where(col(Invitation.contract_id).in_(list(contract_ids)))
        .order_by(col(Invitation.created_at).desc(), col(Invitation.id).desc())
    )
    return [(invitation, invitation.state(session)) for invitation in found]
