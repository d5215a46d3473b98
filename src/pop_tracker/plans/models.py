"""Plans, their items as one tree with levels the plan names itself, consultations, and findings.

What a document leaves unsaid stays empty and reads "nuk thuhet".
"""

from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from pop_tracker.database import vocabulary


class PlanKind(StrEnum):
    SOCIAL_PLAN = "social_plan"
    PBA = "pba"
    """Programi buxhetor afatmesëm."""
    ANNUAL_BUDGET = "annual_budget"
    GENERAL_LOCAL_PLAN = "general_local_plan"
    OTHER = "other"


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


class FindingVerdict(StrEnum):
    COVERED = "covered"
    PARTLY_COVERED = "partly_covered"
    NOT_IN_PLAN = "not_in_plan"
    """Someone looked and did not find it. Not having looked is no finding."""


class FindingState(StrEnum):
    SUBMITTED = "submitted"
    RETURNED = "returned"
    PUBLISHED = "published"


class Plan(SQLModel, table=True):
    kind: ClassVar[str]
    id: int | None = Field(default=None, primary_key=True)
    slug: str = Field(max_length=80, unique=True)
    municipality_id: int = Field(foreign_key="municipality.id", index=True)
    plan_kind: PlanKind = Field(sa_type=vocabulary(PlanKind))
    title: str = Field(max_length=200)
    period_from: int | None = None
    """Year; None where the documents do not say."""
    period_until: int | None = None
    vision: str = Field(default="", sa_type=sa.Text)
    mission: str = Field(default="", sa_type=sa.Text)
    legal_basis: list[str] = Field(default_factory=list, sa_type=sa.JSON)
    structures: list[str] = Field(default_factory=list, sa_type=sa.JSON)
    predecessors: list[str] = Field(default_factory=list, sa_type=sa.JSON)
    support: list[str] = Field(default_factory=list, sa_type=sa.JSON)
    """Programmes and experts' organisations that supported its drafting."""
    stage_note: str = Field(default="", sa_type=sa.Text)
    source: str = Field(sa_type=sa.Text)


class PlanItem(SQLModel, table=True):
    """A row of the plan's tree, at the level the plan calls it (prioritet, shtyllë, objektiv, masë, aktivitet)."""

    __tablename__ = "plan_item"
    __table_args__ = (sa.UniqueConstraint("plan_id", "number"),)
    id: int | None = Field(default=None, primary_key=True)
    plan_id: int = Field(foreign_key="plan.id", index=True)
    parent_id: int | None = Field(default=None, foreign_key="plan_item.id")
    number: str = Field(max_length=20)
    position: int
    level: str = Field(max_length=40)
    text: str = Field(sa_type=sa.Text)
    responsible_body: str = Field(default="", max_length=300)
    due: str = Field(default="", max_length=80)
    cost_all: int | None = None
    """In lek (ALL)."""
    funding_source: str = Field(default="", max_length=300)
    indicator: str = Field(default="", sa_type=sa.Text)
    source: str = Field(sa_type=sa.Text)


class Consultation(SQLModel, table=True):
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


class ConsultationPoint(SQLModel, table=True):
    """Something raised or said there; never with a private person's name."""

    __tablename__ = "consultation_point"
    id: int | None = Field(default=None, primary_key=True)
    consultation_id: int = Field(foreign_key="consultation.id", index=True)
    position: int
    point_kind: PointKind = Field(sa_type=vocabulary(PointKind))
    text: str = Field(sa_type=sa.Text)
    source: str = Field(sa_type=sa.Text)


class Finding(SQLModel, table=True):
    """Whether a commitment stands in a plan, as someone found and a second person confirmed. Append-only:
    a newer published finding for the same commitment and plan stands in place of the older."""

    __table_args__ = (
        sa.CheckConstraint("confirmed_by IS NULL OR confirmed_by <> recorded_by", name="second_person"),
        sa.CheckConstraint("(verdict = 'not_in_plan') = (plan_item_id IS NULL)", name="item_if_found"),
    )
    kind: ClassVar[str]
    id: int | None = Field(default=None, primary_key=True)
    commitment_id: int = Field(foreign_key="commitment.id", index=True)
    plan_id: int = Field(foreign_key="plan.id", index=True)
    plan_item_id: int | None = Field(default=None, foreign_key="plan_item.id")
    verdict: FindingVerdict = Field(sa_type=vocabulary(FindingVerdict))
    reason: str = Field(sa_type=sa.Text)
    quote: str = Field(default="", sa_type=sa.Text)
    source: str = Field(sa_type=sa.Text)
    state: FindingState = Field(sa_type=vocabulary(FindingState))
    return_note: str = Field(default="", sa_type=sa.Text)
    recorded_by: int | None = Field(default=None, foreign_key="person.id")
    organisation_id: int | None = Field(default=None, foreign_key="organisation.id")
    recorded_at: datetime
    confirmed_by: int | None = Field(default=None, foreign_key="person.id")
    confirmed_at: datetime | None = None
