"""What is held of how somebody may be reached: given out and erased where the law asks; the public answer stays."""

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from pop_tracker.database import vocabulary


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
