"""Invitations and signatures. A signature is a moral commitment; the site claims no legal force for it."""

from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from pop_tracker.database import vocabulary


class Capacity(StrEnum):
    CANDIDATE = "candidate"
    MAYOR = "mayor"
    COUNCIL = "council"
    """The municipal council, through its secretary."""
    ORGANISATION = "organisation"


class Answer(StrEnum):
    SIGNED = "signed"
    SIGNED_WITH_RESERVATION = "signed_with_reservation"
    DECLINED = "declined"


class DatePrecision(StrEnum):
    DAY = "day"
    MONTH = "month"
    BEFORE = "before"
    """Some time before that day."""
    DAY_YEAR_INFERRED = "day_year_inferred"
    """The day is known, the year inferred."""


class SignatureState(StrEnum):
    WAITING = "waiting"
    """Recorded from paper; a second person has yet to confirm it. Not public."""
    PUBLIC = "public"
    REFUSED = "refused"
    """The second person did not confirm it. Not public."""


class Invitation(SQLModel, table=True):
    """A personal link to sign an edition. Opening it uses nothing up; it dies with answer, expiry, revocation."""

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
    created_at: datetime
    expires_at: datetime
    revoked_at: datetime | None = None
    answered_at: datetime | None = None


class Signature(SQLModel, table=True):
    __table_args__ = (sa.CheckConstraint("confirmed_by IS NULL OR confirmed_by <> recorded_by", name="second_person"),)
    kind: ClassVar[str]
    id: int | None = Field(default=None, primary_key=True)
    contract_id: int = Field(foreign_key="contract.id", index=True)
    edition_id: int | None = Field(default=None, foreign_key="edition.id")
    """None: the source does not say which text was signed."""
    invitation_id: int | None = Field(default=None, foreign_key="invitation.id", unique=True)
    name: str = Field(max_length=160)
    capacity: Capacity = Field(sa_type=vocabulary(Capacity))
    on_behalf_of: str = Field(default="", max_length=200)
    answer: Answer = Field(sa_type=vocabulary(Answer))
    reservation: str = Field(default="", sa_type=sa.Text)
    """The signer's own words: the reservation, or why they declined."""
    signed_on: date
    date_precision: DatePrecision = Field(default=DatePrecision.DAY, sa_type=vocabulary(DatePrecision))
    place: str = Field(default="", max_length=200)
    note: str = Field(default="", sa_type=sa.Text)
    source: str = Field(sa_type=sa.Text)
    state: SignatureState = Field(sa_type=vocabulary(SignatureState))
    recorded_at: datetime
    recorded_by: int | None = Field(default=None, foreign_key="person.id")
    confirmed_by: int | None = Field(default=None, foreign_key="person.id")
