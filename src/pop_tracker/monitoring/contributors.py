"""Who wrote in a verdict."""

from collections.abc import Iterable

from sqlmodel import Field, Session, SQLModel, col, select


class AssessmentContributor(SQLModel, table=True):
    """Everyone who wrote in an assessment: none of them may be its second person."""

    __tablename__ = "assessment_contributor"
    assessment_id: int = Field(foreign_key="assessment.id", primary_key=True)
    person_id: int = Field(foreign_key="person.id", primary_key=True)


def contributors(session: Session, assessment_ids: Iterable[int | None]) -> dict[int, set[int]]:
    """By assessment; one query."""
    found: dict[int, set[int]] = {}
    for assessment_id, person_id in session.exec(
        select(AssessmentContributor.assessment_id, AssessmentContributor.person_id).where(
            col(AssessmentContributor.assessment_id).in_(list(assessment_ids))
        )
    ):
        found.setdefault(assessment_id, set()).add(person_id)
    return found


def remember_hand(session: Session, assessment_id: int, person_id: int) -> None:
    if session.get(AssessmentContributor, (assessment_id, person_id)) is None:
        session.add(AssessmentContributor(assessment_id=assessment_id, person_id=person_id))
