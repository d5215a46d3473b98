"""Elections, their candidates, and offices held. Mayors change mid-term; the commitment stays."""

from datetime import date
from enum import StrEnum
from typing import ClassVar

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from pop_tracker.database import vocabulary


class ElectionKind(StrEnum):
    ORDINARY_LOCAL = "ordinary_local"
    """Zgjedhje vendore, in all municipalities on one day."""
    PARTIAL = "partial"
    """Zgjedhje të pjesshme, in one municipality."""


class OfficeCapacity(StrEnum):
    MAYOR = "mayor"
    COUNCIL_CHAIR = "council_chair"
    COUNCIL_SECRETARY = "council_secretary"


class Election(SQLModel, table=True):
    kind: ClassVar[str]
    id: int | None = Field(default=None, primary_key=True)
    slug: str = Field(max_length=80, unique=True)
    election_kind: ElectionKind = Field(sa_type=vocabulary(ElectionKind))
    held_on: date
    municipality_id: int | None = Field(default=None, foreign_key="municipality.id")
    source: str = Field(sa_type=sa.Text)


class Candidate(SQLModel, table=True):
    __table_args__ = (sa.UniqueConstraint("election_id", "municipality_id", "name"),)
    kind: ClassVar[str]
    id: int | None = Field(default=None, primary_key=True)
    election_id: int = Field(foreign_key="election.id", index=True)
    municipality_id: int = Field(foreign_key="municipality.id", index=True)
    name: str = Field(max_length=160)
    list_name: str = Field(default="", max_length=200)
    elected: bool | None = None
    votes: str = Field(default="", max_length=200)
    source: str = Field(sa_type=sa.Text)
    confidence: str = Field(default="", max_length=300)
    note: str = Field(default="", sa_type=sa.Text)


class Office(SQLModel, table=True):
    """An office someone holds, from a day until a day (None: still in office, as far as is known)."""

    __table_args__ = (sa.UniqueConstraint("municipality_id", "capacity", "from_on"),)
    kind: ClassVar[str]
    id: int | None = Field(default=None, primary_key=True)
    municipality_id: int = Field(foreign_key="municipality.id", index=True)
    capacity: OfficeCapacity = Field(sa_type=vocabulary(OfficeCapacity))
    name: str = Field(max_length=160)
    list_name: str = Field(default="", max_length=200)
    from_on: date
    until_on: date | None = None
    source: str = Field(sa_type=sa.Text)
    confidence: str = Field(default="", max_length=300)
