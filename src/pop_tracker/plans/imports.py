"""A plan's table on its way in: read from a file, shown to whoever sent it, and only then entered."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel


class PlanImport(SQLModel, table=True):
    """A table that was read without a fault and waits for its sender's word. No part of the public record."""

    __tablename__ = "plan_import"
    id: int | None = Field(default=None, primary_key=True)
    plan_id: int = Field(foreign_key="plan.id", index=True)
    person_id: int = Field(foreign_key="person.id")
    sent_at: datetime
    file_name: str = Field(max_length=200)
    plan_version: str = Field(max_length=64)
    """Digest of the plan that the preview was compared with; entering on another one is refused."""
    rows: list[dict[str, Any]] = Field(default_factory=list, sa_type=sa.JSON)
