"""Tables that were written in a draft, with what it said before: each can be taken back as one step until the draft is
published or thrown away (`table.taking_back`)."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, Session, SQLModel, col

from pop_tracker.contracts.editions import Edition


class EnteredTable(SQLModel, table=True):
    """Working notes of whoever records, not of the public record: the words of a draft, gone with it."""

    __tablename__ = "contract_entered"
    id: int | None = Field(default=None, primary_key=True)
    edition_id: int = Field(foreign_key="edition.id", index=True)
    file_name: str = Field(max_length=200)
    entered_by: int | None = Field(default=None, foreign_key="person.id")
    entered_at: datetime
    rows: int
    """That it added, changed, moved or took out."""
    before: list[dict[str, Any]] = Field(default_factory=list, sa_type=sa.JSON)
    """The draft as it was (`table.taking_back.Kept`), in its order."""
    after: str = Field(max_length=64)
    """Digest of the draft that it made: on another one, something builds on it."""


def forget_tables(session: Session, draft: Edition) -> None:
    session.exec(sa.delete(EnteredTable).where(col(EnteredTable.edition_id) == draft.id))
