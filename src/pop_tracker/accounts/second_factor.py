"""What somebody proves with that it is they, beside the mailbox their link comes to: a passkey, or a code of six digits
from an authenticator on a phone; and printed codes for the day when both are lost.

A mailbox alone would be the whole network: whoever reads a coordinator's mail could give themselves any role. So
reviewers and coordinators must have one of the two (`signing_in.must_prove`), and prove it when they sign in and again
before what cannot be taken back (`RECENT`).
"""

from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, Session, SQLModel, col, select

RECENT = timedelta(hours=12)
"""Who proved it within this time may publish, approve, redact and give roles without proving it anew."""


class Passkey(SQLModel, table=True):
    """A key that lies in a device or with whoever keeps the person's passwords; here only its public half."""

    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    credential_id: str = Field(max_length=1400, unique=True)
    """As base64url, as the standard (WebAuthn Level 3) gives it; at most 1,023 bytes."""
    public_key: str = Field(sa_type=sa.Text)
    sign_count: int = Field(sa_type=sa.BigInteger)
    """The key's own count, which only goes up; 0 for keys that are copied between devices and count nothing."""
    may_be_copied: bool
    is_copied: bool
    """The flags for backup: whether it may lie in several devices, and does."""
    transports: str = Field(default="", max_length=100)
    name: str = Field(max_length=60)
    added_at: datetime
    used_at: datetime | None = None


class Authenticator(SQLModel, table=True):
    """The secret that a person's phone makes codes of (RFC 6238), sealed. One a person."""

    person_id: int = Field(foreign_key="person.id", primary_key=True)
    sealed: str = Field(max_length=400)
    added_at: datetime
    last_step: int = 0
    """The half minute whose code was used last: no code counts twice."""


class RecoveryCode(SQLModel, table=True):
    """One of the printed codes, as a digest."""

    __tablename__ = "recovery_code"
    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    code_hash: str = Field(max_length=64, unique=True)
    made_at: datetime
    used_at: datetime | None = None


class Challenge(SQLModel, table=True):
    """What a passkey is asked to sign: of one session, for one purpose, good once and for some minutes."""

    id: int | None = Field(default=None, primary_key=True)
    session_id: int = Field(foreign_key="sign_in_session.id", index=True)
    purpose: str = Field(max_length=20)
    challenge: str = Field(max_length=100)
    until: datetime


def has_one(person_id: Any) -> sa.ColumnElement[bool]:
    """Whether the person has a second factor, as part of a query."""
    return sa.or_(
        sa.exists().where(col(Passkey.person_id) == person_id),
        sa.exists().where(col(Authenticator.person_id) == person_id),
    )


def has_second_factor(session: Session, person_id: int) -> bool:
    return bool(session.exec(select(has_one(sa.literal(person_id)))).one())


def take_away_all(session: Session, person_id: int) -> None:
    """Keys, phone and printed codes: they are lost, or the account begins anew."""
    for table in (Passkey, Authenticator, RecoveryCode):
        session.exec(sa.delete(table).where(col(table.person_id) == person_id))
