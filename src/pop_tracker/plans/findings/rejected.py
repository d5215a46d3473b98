"""What a person decided about the site's suggestions: those rejected stay rejected."""

from collections.abc import Collection
from datetime import UTC, datetime

from sqlmodel import Field, Session, SQLModel, col, select

from pop_tracker.accounts.models import Viewer
from pop_tracker.accounts.recording import require_recorder
from pop_tracker.plans.items import PlanItem
from pop_tracker.plans.models import Plan, lock


class RejectedSuggestion(SQLModel, table=True):
    """Working notes of the organisation, not of the public record: no finding, only "not this one"."""

    __tablename__ = "rejected_suggestion"
    commitment_id: int = Field(foreign_key="commitment.id", primary_key=True)
    plan_item_id: int = Field(foreign_key="plan_item.id", primary_key=True, index=True)
    rejected_by: int | None = Field(default=None, foreign_key="person.id")
    rejected_at: datetime


def rejected(session: Session, commitment_ids: Collection[int]) -> set[tuple[int, int]]:
    """Pairs (commitment, item) that nobody wants to be shown again; one query."""
    return {
        (one.commitment_id, one.plan_item_id)
        for one in session.exec(
            select(RejectedSuggestion).where(col(RejectedSuggestion.commitment_id).in_(list(commitment_ids)))
        )
    }


def reject(session: Session, viewer: Viewer, commitment_id: int, item: PlanItem) -> None:
    _hold(session, viewer, item)
    if session.get(RejectedSuggestion, (commitment_id, item.id)) is None:
        session.add(
            RejectedSuggestion(
                commitment_id=commitment_id, plan_item_id=item.id or 0, rejected_by=viewer.person_id,
                rejected_at=datetime.now(UTC),
            )
        )  # fmt: skip
        session.flush()


def offer_again(session: Session, viewer: Viewer, commitment_id: int, item: PlanItem) -> None:
    """Takes a rejection back."""
    _hold(session, viewer, item)
    held = session.get(RejectedSuggestion, (commitment_id, item.id))
    if held is not None:
        session.delete(held)
        session.flush()


def _hold(session: Session, viewer: Viewer, item: PlanItem) -> None:
    """Two people may say the same at once, and there is no row yet to lock."""
    plan = session.get_one(Plan, item.plan_id)
    require_recorder(viewer, plan.municipality_id)
    lock(session, plan)
