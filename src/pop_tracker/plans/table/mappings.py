"""How the offices of a municipality head their tables: said once, and offered again with the next file."""

from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, Session, SQLModel, col, select

from pop_tracker.plans.table.shape import Reading, Shape, as_json, digest, shape_from
from pop_tracker.web.errors import Refusal

MOST_KEPT = 50
"""Of one municipality; the newest."""


class PlanMapping(SQLModel, table=True):
    """No part of the public record: a person sees it, and agrees to it, each time that it is used."""

    __tablename__ = "plan_mapping"
    __table_args__ = (sa.UniqueConstraint("municipality_id", "digest"),)
    id: int | None = Field(default=None, primary_key=True)
    municipality_id: int = Field(foreign_key="municipality.id")
    digest: str = Field(max_length=64)
    """Of the headings, blind to case and accents."""
    shape: dict[str, Any] = Field(default_factory=dict, sa_type=sa.JSON)
    kept_at: datetime


def kept_for(session: Session, municipality_id: int) -> Reading:
    rows = session.exec(
        select(PlanMapping)
        .where(PlanMapping.municipality_id == municipality_id)
        .order_by(col(PlanMapping.kept_at).desc())
        .limit(MOST_KEPT)
    )
    shapes = []
    for row in rows:
        try:
            shapes.append(shape_from(row.shape))
        except Refusal:  # kept by a release whose fields were called otherwise
            continue
    return Reading(tuple(shapes))


def keep(session: Session, municipality_id: int, shapes: list[Shape]) -> None:
    for shape in shapes:
        row = session.exec(
            select(PlanMapping).where(
                PlanMapping.municipality_id == municipality_id, PlanMapping.digest == digest(shape.headings)
            )
        ).first() or PlanMapping(
            municipality_id=municipality_id, digest=digest(shape.headings), kept_at=datetime.now(UTC)
        )
        row.shape, row.kept_at = as_json(shape), datetime.now(UTC)
        session.add(row)
    session.flush()
