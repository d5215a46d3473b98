"""What a coordinator cannot do alone: give somebody a role of trust, or move an account to another mailbox."""

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from pop_tracker.database import vocabulary


class Wanted(StrEnum):
    REVIEWER = "reviewer"
    """The role, for the organisation that the person works for."""
    COORDINATOR = "coordinator"
    """The role."""
    ADDRESS = "address"
    """Another address of email for the account."""


class RequestAnswer(StrEnum):
    GIVEN = "given"
    """By a second person; an address also from the old mailbox or with a passkey."""
    REFUSED = "refused"
    """By a second person with a note, or from the old mailbox."""
    WITHDRAWN = "withdrawn"
    """By who asked, or because another request took its place."""


class Proof(StrEnum):
    """By what another address was given."""

    OLD_MAILBOX = "old_mailbox"
    """Who reads it agreed."""
    PASSKEY = "passkey"
    """The person asked, and had proven one just before."""
    SECOND_PERSON = "second_person"
    """Two others vouch; then the account decides on nothing for some time."""


class AccountRequest(SQLModel, table=True):
    __tablename__ = "account_request"
    __table_args__ = (
        sa.CheckConstraint("answered_by IS NULL OR answer = 'withdrawn' OR answered_by <> asked_by",
                           name="second_person"),
        sa.CheckConstraint("answered_by IS NULL OR answer = 'withdrawn' OR answered_by <> person_id",
                           name="not_for_oneself"),
        sa.CheckConstraint("wanted = 'address' OR (asked_by <> person_id AND "
                           "(answer IS NULL OR answer = 'withdrawn' OR answered_by IS NOT NULL))", name="by_two"),
        sa.Index("uq_account_request_open", "person_id", "wanted", unique=True,
                 sqlite_where=sa.text("closed_at IS NULL"), postgresql_where=sa.text("closed_at IS NULL")),
    )  # fmt: skip
    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    wanted: Wanted = Field(sa_type=vocabulary(Wanted))
    organisation_id: int | None = Field(default=None, foreign_key="organisation.id")
    """Whom the person works for; where that changes, the request is over."""
    email: str = Field(default="", max_length=254)
    reason: str = Field(default="", sa_type=sa.Text)
    asked_by: int = Field(foreign_key="person.id")
    asked_at: datetime
    until: datetime | None = None
    """How long the links in the letters work; None: there are none."""
    answer: RequestAnswer | None = Field(default=None, sa_type=vocabulary(RequestAnswer))
    answered_by: int | None = Field(default=None, foreign_key="person.id")
    answered_at: datetime | None = None
    note: str = Field(default="", sa_type=sa.Text)
    """What who refused says."""
    proof: Proof | None = Field(default=None, sa_type=vocabulary(Proof))
    old_link_hash: str | None = Field(default=None, max_length=64, unique=True)
    new_link_hash: str | None = Field(default=None, max_length=64, unique=True)
    new_confirmed_at: datetime | None = None
    """When the new mailbox showed that letters come to it; an address counts not before."""
    closed_at: datetime | None = None
    """When nothing was left to be done: role given, address moved, refused, withdrawn."""
