"""What a reviewer had read of an assessment when they returned it."""

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, Session, SQLModel, col


class ReturnedText(SQLModel, table=True):
    """A copy for who reads it next. No part of the record: it goes with the decision, with the draft, and with a
    redaction of what it was copied from."""

    __tablename__ = "assessment_returned"
    assessment_id: int = Field(foreign_key="assessment.id", primary_key=True)
    said: dict[str, Any] = Field(default_factory=dict, sa_type=sa.JSON)
    """Status, reasons and evidence, as plain values."""


def forget(session: Session, assessment_ids: Iterable[int | None]) -> None:
    session.exec(sa.delete(ReturnedText).where(col(ReturnedText.assessment_id).in_(list(assessment_ids))))
