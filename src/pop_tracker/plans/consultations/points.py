"""What was raised and said at a consultation, point by point; threads start at a point."""

from enum import StrEnum

import sqlalchemy as sa
from sqlmodel import Field, Session, SQLModel, col, select

from pop_tracker.database import vocabulary
from pop_tracker.history import part
from pop_tracker.web.i18n import N_
from pop_tracker.web.source_list import SourceList


class PointKind(StrEnum):
    PROBLEM = "problem"
    REQUEST = "request"
    ANSWER = "answer"
    STEP = "step"
    DATA = "data"


POINT_KIND_WORDS: dict[PointKind, str] = {
    PointKind.PROBLEM: N_("Problem i ngritur"),
    PointKind.REQUEST: N_("Kërkesë"),
    PointKind.ANSWER: N_("Përgjigje"),
    PointKind.STEP: N_("Hap i ardhshëm"),
    PointKind.DATA: N_("E dhënë"),
}
POINT_KIND_HEADINGS: dict[PointKind, str] = {
    PointKind.PROBLEM: N_("Problemet e ngritura"),
    PointKind.REQUEST: N_("Kërkesat"),
    PointKind.ANSWER: N_("Përgjigjet"),
    PointKind.STEP: N_("Hapat e ardhshëm"),
    PointKind.DATA: N_("Të dhënat e thëna"),
}


@part
class ConsultationPoint(SQLModel, table=True):
    """Something raised or said there; never with a private person's name."""

    __tablename__ = "consultation_point"
    id: int | None = Field(default=None, primary_key=True)
    consultation_id: int = Field(foreign_key="consultation.id", index=True)
    position: int
    point_kind: PointKind = Field(sa_type=vocabulary(PointKind))
    text: str = Field(sa_type=sa.Text)
    source: str = Field(sa_type=SourceList)


def starts_thread(session: Session, point: ConsultationPoint) -> bool:
    """By the table's name only: threads know points, points do not know threads."""
    thread = sa.table("consultation_thread", sa.column("point_id"))
    return bool(session.scalar(sa.select(sa.exists().where(thread.c.point_id == point.id))))


def points(session: Session, consultation_id: int) -> list[ConsultationPoint]:
    return list(
        session.exec(
            select(ConsultationPoint)
            .where(ConsultationPoint.consultation_id == consultation_id)
            .order_by(col(ConsultationPoint.position))
        )
    )
