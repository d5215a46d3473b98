"""Rounds and assessments. A verdict becomes public with its round; later it is corrected, never overwritten."""

from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from pop_tracker.database import vocabulary


class Status(StrEnum):
    """POP's three verdicts, and the fourth thing that never counts as one of them."""

    FULLY_ADDRESSED = "fully_addressed"
    """Adresuar plotësisht."""
    PARTIALLY_ADDRESSED = "partially_addressed"
    """Adresuar pjesërisht."""
    NOT_ADDRESSED = "not_addressed"
    """Nuk është adresuar."""
    NOT_ASSESSED = "not_assessed"
    """I pavlerësuar: nobody has said yet. Not "not addressed"."""


class RoundState(StrEnum):
    OPEN = "open"
    PUBLISHED = "published"


class AssessmentState(StrEnum):
    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    APPROVED = "approved"
    """By a second person; public once its round is."""


class EvidenceKind(StrEnum):
    FOCUS_GROUP = "focus_group"
    IN_DEPTH_INTERVIEW = "in_depth_interview"
    FIELD_CHECK = "field_check"
    MUNICIPAL_DOCUMENT = "municipal_document"
    COUNCIL_SESSION = "council_session"
    BUDGET_LINE = "budget_line"
    INFORMATION_REQUEST = "information_request"
    """An answer, or silence, which counts as evidence."""
    PRESS = "press"
    OTHER = "other"


class Stance(StrEnum):
    SUPPORTS = "supports"
    CONTRADICTS = "contradicts"


class Round(SQLModel, table=True):
    __table_args__ = (
        sa.UniqueConstraint("contract_id", "number"),
        sa.CheckConstraint("published_by IS NULL OR opened_by IS NULL OR published_by <> opened_by",
                           name="second_person"),
    )  # fmt: skip
    kind: ClassVar[str]
    id: int | None = Field(default=None, primary_key=True)
    contract_id: int = Field(foreign_key="contract.id", index=True)
    edition_id: int = Field(foreign_key="edition.id")
    number: int
    period_from: date
    """First day of its first month: a round is known by months."""
    period_until: date
    method: str = Field(default="", sa_type=sa.Text)
    evidence_note: str = Field(default="", sa_type=sa.Text)
    """Where the evidence is, when it is not held here."""
    state: RoundState = Field(default=RoundState.OPEN, sa_type=vocabulary(RoundState))
    source: str = Field(default="", sa_type=sa.Text)
    organisation_id: int | None = Field(default=None, foreign_key="organisation.id")
    opened_by: int | None = Field(default=None, foreign_key="person.id")
    opened_at: datetime
    published_by: int | None = Field(default=None, foreign_key="person.id")
    published_at: datetime | None = None


class Assessment(SQLModel, table=True):
    """A verdict on a leaf in a round, whole (`unit_id` None) or in one of its units.

    `corrects_id` names the assessment that a correction supersedes; it needs a reason and a second person too.
    """

    __table_args__ = (
        sa.CheckConstraint("reviewed_by IS NULL OR reviewed_by <> author_id", name="second_person"),
        # One assessment of a leaf, or of each of its units, in a round; corrections come on top.
        sa.Index("uq_assessment_whole", "round_id", "commitment_id", unique=True,
                 sqlite_where=sa.text("corrects_id IS NULL AND unit_id IS NULL"),
                 postgresql_where=sa.text("corrects_id IS NULL AND unit_id IS NULL")),
        sa.Index("uq_assessment_unit", "round_id", "commitment_id", "unit_id", unique=True,
                 sqlite_where=sa.text("corrects_id IS NULL"), postgresql_where=sa.text("corrects_id IS NULL")),
    )  # fmt: skip
    kind: ClassVar[str]
    id: int | None = Field(default=None, primary_key=True)
    round_id: int = Field(foreign_key="round.id", index=True)
    commitment_id: int = Field(foreign_key="commitment.id", index=True)
    unit_id: int | None = Field(default=None, foreign_key="administrative_unit.id")
    status: Status = Field(sa_type=vocabulary(Status))
    reason: str = Field(default="", sa_type=sa.Text)
    source: str = Field(default="", sa_type=sa.Text)
    state: AssessmentState = Field(default=AssessmentState.DRAFT, sa_type=vocabulary(AssessmentState))
    is_public: bool = False
    return_note: str = Field(default="", sa_type=sa.Text)
    author_id: int | None = Field(default=None, foreign_key="person.id")
    organisation_id: int | None = Field(default=None, foreign_key="organisation.id")
    submitted_at: datetime | None = None
    reviewed_by: int | None = Field(default=None, foreign_key="person.id")
    reviewed_at: datetime | None = None
    corrects_id: int | None = Field(default=None, foreign_key="assessment.id", unique=True)
    correction_reason: str = Field(default="", sa_type=sa.Text)
    version: int = 0


class Evidence(SQLModel, table=True):
    id: int | None = Field(default=None, primary_key=True)
    assessment_id: int = Field(foreign_key="assessment.id", index=True)
    evidence_kind: EvidenceKind = Field(sa_type=vocabulary(EvidenceKind))
    dated_on: date | None = None
    place: str = Field(default="", max_length=200)
    description: str = Field(sa_type=sa.Text)
    source: str = Field(sa_type=sa.Text)
    url: str = Field(default="", max_length=500)
    stance: Stance = Field(default=Stance.SUPPORTS, sa_type=vocabulary(Stance))
    women: int | None = None
    men: int | None = None
    file_sha256: str = Field(default="", max_length=64)
    file_name: str = Field(default="", max_length=200)
    file_type: str = Field(default="", max_length=80)
    file_size: int | None = None


class PublishedFigure(SQLModel, table=True):
    """A figure as POP published it, with its source; always shown apart from the computed ones."""

    __tablename__ = "published_figure"
    kind: ClassVar[str]
    id: int | None = Field(default=None, primary_key=True)
    slug: str = Field(max_length=80, unique=True)
    position: int
    label_sq: str = Field(sa_type=sa.Text)
    label_en: str = Field(sa_type=sa.Text)
    value: str = Field(max_length=20)
    unit: str = Field(max_length=20)
    of: int | None = None
    scope_sq: str = Field(default="", sa_type=sa.Text)
    scope_en: str = Field(default="", sa_type=sa.Text)
    period: str = Field(default="", max_length=40)
    definition_known: bool = False
    note_sq: str = Field(default="", sa_type=sa.Text)
    note_en: str = Field(default="", sa_type=sa.Text)
    source: str = Field(sa_type=sa.Text)
