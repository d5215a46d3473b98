"""Consultations: hearings and meetings about a plan, with what was raised there and the roles of who was there."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, ClassVar

import sqlalchemy as sa
from sqlalchemy.orm import object_session
from sqlmodel import Field, Session, SQLModel, col, select

from pop_tracker import history
from pop_tracker.accounts.models import Viewer
from pop_tracker.database import vocabulary
from pop_tracker.history import REMOVED, Actor, Recorded, recorded
from pop_tracker.places.models import Municipality
from pop_tracker.plans.models import Plan, free_slug, may_edit
from pop_tracker.web.errors import Refusal
from pop_tracker.web.i18n import N_, today


class ConsultationKind(StrEnum):
    PUBLIC_HEARING = "public_hearing"
    PUBLIC_CONSULTATION = "public_consultation"
    FOCUS_GROUP = "focus_group"
    FORUM = "forum"


class PointKind(StrEnum):
    PROBLEM = "problem"
    REQUEST = "request"
    STEP = "step"
    DATA = "data"


CONSULTATION_KIND_WORDS: dict[ConsultationKind, str] = {
    ConsultationKind.PUBLIC_HEARING: N_("Dëgjesë publike"),
    ConsultationKind.PUBLIC_CONSULTATION: N_("Konsultim publik"),
    ConsultationKind.FOCUS_GROUP: N_("Fokus grup"),
    ConsultationKind.FORUM: N_("Forum"),
}
POINT_KIND_WORDS: dict[PointKind, str] = {
    PointKind.PROBLEM: N_("Problem i ngritur"),
    PointKind.REQUEST: N_("Kërkesë"),
    PointKind.STEP: N_("Hap i ardhshëm"),
    PointKind.DATA: N_("E dhënë"),
}
POINT_KIND_HEADINGS: dict[PointKind, str] = {
    PointKind.PROBLEM: N_("Problemet e ngritura"),
    PointKind.REQUEST: N_("Kërkesat"),
    PointKind.STEP: N_("Hapat e ardhshëm"),
    PointKind.DATA: N_("Të dhënat e thëna"),
}


@recorded("consultation", {"record": N_("Konsultim i regjistruar"), "revise": N_("Konsultim i ndryshuar")})
class Consultation(SQLModel, table=True):
    """One meeting. Roles, never names of private persons; public at once, with its source."""

    kind: ClassVar[str]
    id: int | None = Field(default=None, primary_key=True)
    slug: str = Field(max_length=80, unique=True)
    municipality_id: int = Field(foreign_key="municipality.id", index=True)
    plan_id: int | None = Field(default=None, foreign_key="plan.id", index=True)
    consultation_kind: ConsultationKind = Field(sa_type=vocabulary(ConsultationKind))
    held_on: date
    hour: str = Field(default="", max_length=10)
    place: str = Field(default="", max_length=200)
    convened_by: str = Field(default="", max_length=200)
    topic: str = Field(sa_type=sa.Text)
    roles_present: list[str] = Field(default_factory=list, sa_type=sa.JSON)
    outcome: str = Field(default="", sa_type=sa.Text)
    next_meeting: str = Field(default="", max_length=120)
    source: str = Field(sa_type=sa.Text)

    @property
    def key(self) -> str:
        return self.slug

    @property
    def path(self) -> str:
        return f"/konsultimet/{self.slug}"

    @property
    def title(self) -> str:
        return f"{CONSULTATION_KIND_WORDS[self.consultation_kind]}, {self.held_on:%d.%m.%Y}: {self.topic}"

    @property
    def municipality_slug(self) -> str | None:
        session = object_session(self)
        found = session.get(Municipality, self.municipality_id) if session else None
        return found.slug if found else None

    def public_state(self, session: Session) -> dict[str, Any]:
        plan = session.get(Plan, self.plan_id) if self.plan_id else None
        return {
            **self.model_dump(exclude={"id", "municipality_id", "plan_id"}),
            "municipality": self.municipality_slug,
            "plan": plan.slug if plan else None,
            "points": [point.model_dump(exclude={"id", "consultation_id"}) for point in points(session, self.id or 0)],
        }

    def blank(self, session: Session) -> None:
        """Minutes are where a private name slips in: all their words go, date and place stay."""
        self.topic = self.source = REMOVED
        self.outcome = self.convened_by = self.next_meeting = ""
        self.roles_present = []
        session.add(self)
        for point in points(session, self.id or 0):
            session.delete(point)
        session.flush()

    @classmethod
    def public_rows(cls, session: Session) -> Iterable[Recorded]:
        return session.exec(select(cls)).all()

    def record(self, session: Session, by: Actor, raised: Iterable["ConsultationPoint"]) -> None:
        self._check(session)
        session.add(self)
        session.flush()
        self._write_points(session, raised)
        history.append(session, "record", self, by, source=self.source)

    def revise(
        self, session: Session, viewer: Viewer, said: Mapping[str, Any], raised: Iterable["ConsultationPoint"]
    ) -> None:
        """Changes the meeting's fields, and what was raised there."""
        may_edit(viewer, self.municipality_id)
        for name, value in said.items():
            setattr(self, name, value)
        self._check(session)
        session.add(self)
        self._write_points(session, raised)
        history.append(session, "revise", self, viewer.actor, source=self.source)

    def _check(self, session: Session) -> None:
        if self.held_on > today():
            raise Refusal(
                N_("Konsultimi regjistrohet pasi të jetë mbajtur; kjo datë është në të ardhmen."), field="held_on"
            )
        plan = session.get(Plan, self.plan_id) if self.plan_id else None
        if plan is not None and plan.municipality_id != self.municipality_id:
            raise Refusal(N_("Ky plan është i një bashkie tjetër."), field="plan")

    def _write_points(self, session: Session, raised: Iterable["ConsultationPoint"]) -> None:
        session.exec(sa.delete(ConsultationPoint).where(col(ConsultationPoint.consultation_id) == self.id))
        for position, point in enumerate(raised, start=1):
            point.consultation_id, point.position = self.id or 0, position
            session.add(point)
        session.flush()


class ConsultationPoint(SQLModel, table=True):
    """Something raised or said there; never with a private person's name."""

    __tablename__ = "consultation_point"
    id: int | None = Field(default=None, primary_key=True)
    consultation_id: int = Field(foreign_key="consultation.id", index=True)
    position: int
    point_kind: PointKind = Field(sa_type=vocabulary(PointKind))
    text: str = Field(sa_type=sa.Text)
    source: str = Field(sa_type=sa.Text)


def new_consultation_slug(session: Session, municipality: Municipality, held_on: date) -> str:
    """kamez-2024-01-10"""
    return free_slug(session, col(Consultation.slug), f"{municipality.slug}-{held_on:%Y-%m-%d}")


def consultation_by_slug(session: Session, slug: str) -> Consultation | None:
    return session.exec(select(Consultation).where(Consultation.slug == slug)).first()


def points(session: Session, consultation_id: int) -> list[ConsultationPoint]:
    return list(
        session.exec(
            select(ConsultationPoint)
            .where(ConsultationPoint.consultation_id == consultation_id)
            .order_by(col(ConsultationPoint.position))
        )
    )


@dataclass(frozen=True)
class ConsultationRow:
    """A consultation in a list."""

    slug: str
    consultation_kind: ConsultationKind
    held_on: date
    hour: str
    place: str
    topic: str
    municipality_id: int
    municipality_slug: str
    municipality_name: str
    plan_slug: str | None
    plan_title: str | None
    points: int


def consultations(
    session: Session, *, plan_id: int | None = None, municipality_id: int | None = None
) -> list[ConsultationRow]:
    """All, a plan's or a municipality's, the newest first; one query."""
    count = select(sa.func.count()).where(ConsultationPoint.consultation_id == Consultation.id).scalar_subquery()
    query = (
        select(Consultation, Municipality.slug, Municipality.name, Plan.slug, Plan.title, count)  # type: ignore[call-overload]
        .join(Municipality, col(Municipality.id) == Consultation.municipality_id)
        .join(Plan, col(Plan.id) == Consultation.plan_id, isouter=True)
        .order_by(col(Consultation.held_on).desc(), col(Consultation.slug))
    )
    if plan_id is not None:
        query = query.where(Consultation.plan_id == plan_id)
    if municipality_id is not None:
        query = query.where(Consultation.municipality_id == municipality_id)
    return [
        ConsultationRow(one.slug, one.consultation_kind, one.held_on, one.hour, one.place, one.topic,
                        one.municipality_id, slug, name, plan_slug, plan_title, number)
        for one, slug, name, plan_slug, plan_title, number in session.exec(query)
    ]  # fmt: skip
