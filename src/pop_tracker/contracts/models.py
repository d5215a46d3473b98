"""Contract, priority, commitment, and the editions that hold their words.

A commitment is an identity and a reference; its words, units and place are rows of an edition. A draft is an
edition too, until a second person publishes it; from then on its rows never change.
"""

from datetime import datetime
from enum import StrEnum
from typing import ClassVar

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from pop_tracker.database import vocabulary


class EditionState(StrEnum):
    DRAFT = "draft"
    """Open to the editors of the contract's organisation; nobody else sees it."""
    SUBMITTED = "submitted"
    """Waits for a second person; its words rest meanwhile."""
    PUBLISHED = "published"
    """Public and frozen for good."""


class PriorityGroup(StrEnum):
    MAIN = "main"
    """Prioritetet kryesore."""
    OTHER = "other"
    """Prioritete të tjera."""
    NONE = ""
    """The contract does not group its priorities."""


class Scope(StrEnum):
    MUNICIPALITY = "municipality"
    """The whole municipality."""
    UNITS = "units"
    """The units named, as a person confirmed."""
    WORDS = "words"
    """Only the words of the text are known; which unit they mean is still to be confirmed by a person."""


class Contract(SQLModel, table=True):
    kind: ClassVar[str]
    id: int | None = Field(default=None, primary_key=True)
    slug: str = Field(max_length=80, unique=True)
    municipality_id: int = Field(foreign_key="municipality.id", index=True)
    organisation_id: int | None = Field(default=None, foreign_key="organisation.id", index=True)
    title: str = Field(max_length=200)
    term_from: int
    """Year."""
    term_until: int
    text_known: bool = True
    """False: we know of signatures, not of the wording."""
    source: str = Field(sa_type=sa.Text)


class Edition(SQLModel, table=True):
    __table_args__ = (
        sa.UniqueConstraint("contract_id", "number"),
        # One draft at a time: two people revise the same one, they do not race with two.
        sa.Index("uq_edition_open", "contract_id", unique=True, sqlite_where=sa.text("state <> 'published'"),
                 postgresql_where=sa.text("state <> 'published'")),
        sa.CheckConstraint("published_by IS NULL OR published_by <> submitted_by", name="second_person"),
    )  # fmt: skip
    kind: ClassVar[str]
    id: int | None = Field(default=None, primary_key=True)
    contract_id: int = Field(foreign_key="contract.id", index=True)
    number: int
    state: EditionState = Field(default=EditionState.DRAFT, sa_type=vocabulary(EditionState))
    reason: str = Field(default="", sa_type=sa.Text)
    """Why there is this addendum; empty for edition 1."""
    source: str = Field(default="", sa_type=sa.Text)
    canonical_text: str = Field(default="", sa_type=sa.Text)
    digest: str = Field(default="", max_length=64)
    return_note: str = Field(default="", sa_type=sa.Text)
    opened_by: int | None = Field(default=None, foreign_key="person.id")
    submitted_by: int | None = Field(default=None, foreign_key="person.id")
    submitted_at: datetime | None = None
    published_by: int | None = Field(default=None, foreign_key="person.id")
    published_at: datetime | None = None
    version: int = 0


class Contributor(SQLModel, table=True):
    """Everyone who wrote in a draft: none of them may be its second person."""

    edition_id: int = Field(foreign_key="edition.id", primary_key=True)
    person_id: int = Field(foreign_key="person.id", primary_key=True)


class Priority(SQLModel, table=True):
    """A priority's identity in its contract."""

    __table_args__ = (sa.UniqueConstraint("contract_id", "number"),)
    id: int | None = Field(default=None, primary_key=True)
    contract_id: int = Field(foreign_key="contract.id", index=True)
    number: int


class PriorityText(SQLModel, table=True):
    """A priority's words in an edition."""

    __tablename__ = "priority_text"
    __table_args__ = (sa.UniqueConstraint("edition_id", "priority_id"),)
    id: int | None = Field(default=None, primary_key=True)
    edition_id: int = Field(foreign_key="edition.id", index=True)
    priority_id: int = Field(foreign_key="priority.id", index=True)
    title: str = Field(sa_type=sa.Text)
    group: PriorityGroup = Field(default=PriorityGroup.NONE, sa_type=vocabulary(PriorityGroup))
    source: str = Field(default="", sa_type=sa.Text)
    version: int = 0


class Commitment(SQLModel, table=True):
    """A commitment's identity: its reference ("1.5", "1.4.a", flat "3") never changes once published."""

    __table_args__ = (sa.UniqueConstraint("contract_id", "ref"),)
    id: int | None = Field(default=None, primary_key=True)
    contract_id: int = Field(foreign_key="contract.id", index=True)
    priority_id: int = Field(foreign_key="priority.id", index=True)
    parent_id: int | None = Field(default=None, foreign_key="commitment.id")
    ref: str = Field(max_length=20)
    position: int
    """Order in the contract: by priority, point, sub-point."""


class CommitmentText(SQLModel, table=True):
    """A commitment's words and place in an edition. `is_leaf`: no sub-points there, so it can be assessed."""

    __tablename__ = "commitment_text"
    __table_args__ = (sa.UniqueConstraint("edition_id", "commitment_id"),)
    id: int | None = Field(default=None, primary_key=True)
    edition_id: int = Field(foreign_key="edition.id", index=True)
    commitment_id: int = Field(foreign_key="commitment.id", index=True)
    text: str = Field(sa_type=sa.Text)
    scope: Scope = Field(default=Scope.MUNICIPALITY, sa_type=vocabulary(Scope))
    place: str = Field(default="", sa_type=sa.Text)
    """The words for a place below the unit, or for one that is still to be confirmed."""
    target_groups: str = Field(default="", sa_type=sa.Text)
    source: str = Field(sa_type=sa.Text)
    is_leaf: bool = True
    is_retracted: bool = False
    retraction_reason: str = Field(default="", sa_type=sa.Text)
    version: int = 0


class CommitmentUnit(SQLModel, table=True):
    """A unit that a commitment's words in an edition are about."""

    __tablename__ = "commitment_unit"
    text_id: int = Field(foreign_key="commitment_text.id", primary_key=True)
    unit_id: int = Field(foreign_key="administrative_unit.id", primary_key=True, index=True)


class CommitmentRoot(SQLModel, table=True):
    """Search: a root of a word (web.albanian.roots) in a commitment's words, place or target groups."""

    __tablename__ = "commitment_root"
    text_id: int = Field(foreign_key="commitment_text.id", primary_key=True)
    root: str = Field(max_length=80, primary_key=True, index=True)
