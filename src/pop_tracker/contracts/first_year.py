"""What was said of a contract's first year in the document or table that the contract came in.

It is no verdict of the record yet: it is kept beside the commitments until their edition is published, and becomes an
earlier round then (`monitoring.import_rounds`), which a second person publishes.
"""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, Session, SQLModel, col, select

from pop_tracker.contracts.reading.statuses import ReadStatus
from pop_tracker.contracts.texts import Commitment
from pop_tracker.database import vocabulary
from pop_tracker.web.i18n import N_
from pop_tracker.web.source_list import SourceList


class ReadGround(StrEnum):
    """Why no verdict was possible, as the API says it (`monitoring.scale`, which stands above the contracts)."""

    NONE = ""
    UNCLEAR_WORDS = "unclear_words"
    NOT_COMPETENCE = "not_competence"


GROUND_WORDS: dict[ReadGround, str] = {
    ReadGround.UNCLEAR_WORDS: N_("fjalët e zotimit janë të paqarta"),
    ReadGround.NOT_COMPETENCE: N_("nuk është kompetencë e bashkisë"),
}


class FirstYearStatus(SQLModel, table=True):
    """Working notes, not of the public record; gone once the round is made."""

    __tablename__ = "first_year_status"
    __table_args__ = (
        sa.CheckConstraint(f"status_ground = '' OR status = '{ReadStatus.NOT_ASSESSABLE}'", name="ground_of"),
    )
    commitment_id: int = Field(
        primary_key=True, foreign_key="commitment.id", sa_column_kwargs={"autoincrement": False}
    )  # fmt: skip
    status: ReadStatus = Field(sa_type=vocabulary(ReadStatus))
    status_ground: ReadGround = Field(default=ReadGround.NONE, sa_type=vocabulary(ReadGround))
    """Of what cannot be assessed, where the document says why."""
    status_reason: str = Field(default="", sa_type=sa.Text)
    status_source: str = Field(sa_type=SourceList)
    said_by: list[int] = Field(default_factory=list, sa_type=sa.JSON)
    """Everyone who had a hand in it: they are among the authors of the verdict, so that none is its second person."""


def first_year(session: Session, contract_id: int | None) -> dict[int, FirstYearStatus]:
    """By commitment; one query."""
    of_contract = select(Commitment.id).where(Commitment.contract_id == contract_id)
    rows = session.exec(select(FirstYearStatus).where(col(FirstYearStatus.commitment_id).in_(of_contract)))
    return {row.commitment_id: row for row in rows}


def told_of(session: Session) -> set[int]:
    """The contracts beside which something is kept; one query."""
    of = select(Commitment.contract_id).join(FirstYearStatus, col(FirstYearStatus.commitment_id) == Commitment.id)
    return set(session.exec(of.distinct()))


def say(session: Session, said: Mapping[int, Mapping[str, Any]], by: Iterable[int | None]) -> None:
    """What the first year says of these commitments, by their ids, in place of what was said of them before. Who said
    that stays known."""
    before = session.exec(select(FirstYearStatus).where(col(FirstYearStatus.commitment_id).in_(list(said)))).all()
    hands, people = {one.commitment_id: one.said_by for one in before}, [one for one in by if one is not None]
    unsay(session, said)
    session.add_all(
        FirstYearStatus(commitment_id=key, said_by=sorted({*people, *hands.get(key, ())}), **one)
        for key, one in said.items()
        if one["status"]
    )
    session.flush()


def unsay(session: Session, commitment_ids: Iterable[int]) -> None:
    session.exec(sa.delete(FirstYearStatus).where(col(FirstYearStatus.commitment_id).in_(list(commitment_ids))))
