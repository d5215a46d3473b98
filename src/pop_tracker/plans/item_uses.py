"""What else in the record names a plan's item, so that the item keeps its number and its place in the record.

The tables are told by name only: findings, threads and progress know plans, plans do not know them.
"""

import sqlalchemy as sa
from sqlmodel import Session, col, select

from pop_tracker.contracts.texts import Commitment
from pop_tracker.plans.items import PlanItem, PlanItemUnit
from pop_tracker.web.errors import Refusal
from pop_tracker.web.i18n import N_


def _table(name: str, *columns: str) -> sa.TableClause:
    return sa.table(name, *(sa.column(column) for column in columns))


_FINDING = _table("finding", "id", "commitment_id", "plan_id", "plan_item_id", "state")
_FINDING_ITEM = _table("finding_item", "finding_id", "plan_item_id")
_THREAD = _table("consultation_thread", "plan_item_id", "point_id")
_POINT = _table("consultation_point", "id", "consultation_id")
_CONSULTATION = _table("consultation", "id", "slug")
_PROGRESS = _table("progress", "item_id", "year")
_REJECTED = _table("rejected_suggestion", "plan_item_id")
_CHANGE = _table("plan_item_change", "item_id")


def ties(session: Session, item: PlanItem) -> list[Refusal]:
    """Why the item's number stays and the item too, a reason for each kind of thing that names it."""
    also = sa.select(_FINDING_ITEM.c.finding_id).where(_FINDING_ITEM.c.plan_item_id == item.id)
    refs = (
        sa.select(col(Commitment.ref))
        .join(_FINDING, _FINDING.c.commitment_id == Commitment.id)
        .where(sa.or_(_FINDING.c.plan_item_id == item.id, _FINDING.c.id.in_(also)))
    )
    hearings = (
        sa.select(_CONSULTATION.c.slug)
        .join(_POINT, _POINT.c.consultation_id == _CONSULTATION.c.id)
        .join(_THREAD, _THREAD.c.point_id == _POINT.c.id)
        .where(_THREAD.c.plan_item_id == item.id)
    )
    years = sa.select(_PROGRESS.c.year).where(_PROGRESS.c.item_id == item.id)
    return [
        Refusal(message, names=", ".join(str(name) for name in sorted(names)))
        for message, query in [
            (N_("Gjetja për zotimin %(names)s e përmend këtë zë: "
            "numri nuk mund të ndryshohet dhe zëri nuk mund të hiqet."), refs),
            (N_("Një pikë e konsultimit %(names)s është e lidhur me këtë zë: "
            "numri nuk mund të ndryshohet dhe zëri nuk mund të hiqet."),
             hearings),
            (N_("Është regjistruar ecuria për vitin %(names)s: "
            "numri nuk mund të ndryshohet dhe zëri nuk mund të hiqet."), years),
        ]
        if (names := set(session.execute(query).scalars()))
    ]  # fmt: skip


def quoted_items(session: Session, plan_id: int | None) -> set[int]:
    """The plan's items in which a public finding says that a commitment stands: two people looked at their words, so
    one does not change them alone. One query."""
    public = (_FINDING.c.plan_id == plan_id) & (_FINDING.c.state == "published")
    quoted = sa.select(_FINDING.c.plan_item_id).where(public, _FINDING.c.plan_item_id.is_not(None))
    also = (
        sa.select(_FINDING_ITEM.c.plan_item_id)
        .join(_FINDING, _FINDING.c.id == _FINDING_ITEM.c.finding_id)
        .where(public)
    )
    return set(session.execute(quoted.union(also)).scalars())


def holds(session: Session, item: PlanItem) -> list[Refusal]:
    """Why the item cannot be removed: its ties, and what stands under it."""
    below = session.exec(select(PlanItem.number).where(PlanItem.parent_id == item.id).order_by(col(PlanItem.position)))
    found = ties(session, item)
    if numbers := ", ".join(below):
        found.append(Refusal(N_("Në këtë zë bëjnë pjesë %(names)s: zhvendosini ose hiqini më parë."), names=numbers))
    return found


def untie(session: Session, item: PlanItem) -> None:
    """Lets go of what an item takes with it: its units, and that someone did not want it suggested."""
    session.exec(sa.delete(PlanItemUnit).where(col(PlanItemUnit.item_id) == item.id))
    session.execute(sa.delete(_CHANGE).where(_CHANGE.c.item_id == item.id))
    session.execute(sa.delete(_REJECTED).where(_REJECTED.c.plan_item_id == item.id))
