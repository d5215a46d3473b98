"""Independent double rating: two people rate each part without seeing the other's, then someone adjudicates.

The two raters are named with the round, so that Cohen's kappa compares the same two people throughout.
"""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from pop_tracker.database import vocabulary
from pop_tracker.monitoring.models import Status


class Rating(SQLModel, table=True):
    """One rater's verdict on a part, seen by nobody else until both have handed in."""

    __table_args__ = (
        sa.Index("uq_rating_whole", "round_id", "commitment_id", "rater_id", unique=True,
                 sqlite_where=sa.text("unit_id IS NULL"), postgresql_where=sa.text("unit_id IS NULL")),
        sa.Index("uq_rating_unit", "round_id", "commitment_id", "unit_id", "rater_id", unique=True),
    )  # fmt: skip
    id: int | None = Field(default=None, primary_key=True)
    round_id: int = Field(foreign_key="round.id", index=True)
    commitment_id: int = Field(foreign_key="commitment.id")
    unit_id: int | None = Field(default=None, foreign_key="administrative_unit.id")
    rater_id: int = Field(foreign_key="person.id")
    status: Status = Field(sa_type=vocabulary(Status))
    reason: str = Field(default="", sa_type=sa.Text)
    handed_in_at: datetime | None = None
    version: int = 0
