"""Consultations as lists show them."""

from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlmodel import Session, col, select

from pop_tracker.places.models import Municipality
from pop_tracker.plans.consultations.consultations import Consultation, ConsultationKind, hours, lies_ahead
from pop_tracker.plans.consultations.points import ConsultationPoint, point_stands
from pop_tracker.plans.models import Plan


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
    tells_more: bool
    called_off: str
    hour_until: str = ""

    @property
    def hours(self) -> str:
        return hours(self.hour, self.hour_until)

    @property
    def lies_ahead(self) -> bool:
        """Also one that was called off: whoever meant to come is to learn it."""
        return lies_ahead(self.held_on, self.is_told)

    @property
    def is_announced(self) -> bool:
        return self.lies_ahead and not self.called_off

    @property
    def is_told(self) -> bool:
        """Something of how it went is recorded; where not, and its day has passed, its minutes are not here."""
        return bool(self.points) or self.tells_more


def consultations(
    session: Session, *, plan_id: int | None = None, municipality_id: int | None = None
) -> list[ConsultationRow]:
    """All, a plan's or a municipality's, the newest first; one query."""
    of_it = col(ConsultationPoint.consultation_id) == col(Consultation.id)
    count = select(sa.func.count()).where(of_it, point_stands()).scalar_subquery()
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
                        one.municipality_id, slug, name, plan_slug, plan_title, number, one.tells_more, one.called_off,
                        one.hour_until)
        for one, slug, name, plan_slug, plan_title, number in session.exec(query)
    ]  # fmt: skip
