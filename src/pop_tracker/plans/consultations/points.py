"""What was raised and said at a consultation, point by point; threads start at a point.

A point is known by its number for good, whatever its words: the record, threads and the API name it so. Its words may
be amended, with a reason; the older ones stand in the history.
"""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import NamedTuple

import sqlalchemy as sa
from sqlmodel import Field, Session, SQLModel, col, select

from pop_tracker.database import vocabulary
from pop_tracker.history import part
from pop_tracker.pieces import is_mark
from pop_tracker.web.errors import Refusal, all_at_once
from pop_tracker.web.i18n import N_
from pop_tracker.web.source_list import SourceList

MOST_POINTS = 300
"""Of one consultation: each is a row of its form, which takes no more of them (`web.incoming.MOST_FIELDS`)."""
A_MARK = N_("“%(words)s” e shkruan vetëm regjistri, kur hiqen të dhëna personale. Shkruani çfarë u tha.")
HOLDS_A_THREAD = N_("Kjo pikë është e lidhur me një zotim ose plan: hiqni më parë lidhjen, ose lërini fjalët.")


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


class Wording(NamedTuple):
    """What a point says, and as what."""

    kind: PointKind
    text: str


@part
class ConsultationPoint(SQLModel, table=True):
    """Something raised or said there; never with a private person's name."""

    __tablename__ = "consultation_point"
    id: int | None = Field(default=None, primary_key=True)
    consultation_id: int = Field(foreign_key="consultation.id", index=True)
    position: int
    """Its number in the consultation: never another's, also once it was taken away."""
    point_kind: PointKind = Field(sa_type=vocabulary(PointKind))
    text: str = Field(sa_type=sa.Text)
    source: str = Field(sa_type=SourceList)
    amended_in: int | None = None
    """The entry of the record in which it was last given other words, where it was: when and why stand there."""
    is_taken_away: bool = Field(default=False, sa_column_kwargs={"server_default": sa.false()})
    """Then nothing is left of it here but its number, which threads that were taken off still name."""

    @property
    def wording(self) -> Wording:
        return Wording(self.point_kind, self.text)


def point_stands() -> sa.ColumnElement[bool]:
    return col(ConsultationPoint.is_taken_away).is_(False)


def points(session: Session, consultation_id: int) -> list[ConsultationPoint]:
    return list(
        session.exec(
            select(ConsultationPoint)
            .where(ConsultationPoint.consultation_id == consultation_id, point_stands())
            .order_by(col(ConsultationPoint.position))
        )
    )


def enter(session: Session, consultation_id: int, raised: Iterable[ConsultationPoint]) -> None:
    """Each under the next number, after those of points that were taken away, too. Raises Refusal for one whose words
    would read as taken out of the record."""
    of_it = select(sa.func.max(ConsultationPoint.position)).where(ConsultationPoint.consultation_id == consultation_id)
    for number, point in enumerate(raised, (session.exec(of_it).one() or 0) + 1):
        if is_mark(point.text):
            raise Refusal(A_MARK, words=point.text)
        point.consultation_id, point.position = consultation_id, number
        session.add(point)
    session.flush()


def amend(
    session: Session, consultation_id: int, wordings: Mapping[int, Wording | None], reason: str
) -> list[ConsultationPoint]:
    """Gives points, by their numbers, other words, or takes them away (None); returns those that say something else
    now. All were public, so it takes a reason; and a thread does not hang in the air."""
    changed = [
        point for point in points(session, consultation_id)
        if wordings.get(point.position, point.wording) != point.wording
    ]  # fmt: skip
    with all_at_once() as no:
        if changed and not reason:
            no(Refusal(N_("Shkruani pse ndryshon ose hiqet ajo që ishte publike."), field="reason"))
        for point in changed:
            said = wordings[point.position]
            if said is None and _starts_thread(session, point):
                no(Refusal(HOLDS_A_THREAD, field=f"point_{point.position}"))
            elif said is not None and said.text != point.text and is_mark(said.text):
                no(Refusal(A_MARK, field=f"point_{point.position}", words=said.text))
    for point in changed:
        said = wordings[point.position]
        if said is None:
            point.is_taken_away, point.text, point.source = True, "", ""
        else:
            point.point_kind, point.text = said
        session.add(point)
    session.flush()
    return [point for point in changed if not point.is_taken_away]


def _starts_thread(session: Session, point: ConsultationPoint) -> bool:
    """By the table's name only: threads know points, points do not know threads."""
    thread = sa.table("consultation_thread", sa.column("point_id"), sa.column("withdrawn_at"))
    in_force = sa.exists().where(thread.c.point_id == point.id, thread.c.withdrawn_at.is_(None))
    return bool(session.scalar(sa.select(in_force)))
