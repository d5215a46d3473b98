"""What else in the record names a plan's item, so that the item keeps its number and its place in the record.

The tables are told by name only: findings, threads and progress know plans, plans do not know them.
"""

from collections.abc import Collection, Iterator

import sqlalchemy as sa
from sqlmodel import Session, col, select

from pop_tracker.contracts.texts import Commitment
from pop_tracker.history import HistoryEntry
from pop_tracker.plans.items import PlanItem, PlanItemUnit
from pop_tracker.web.errors import Refusal
from pop_tracker.web.i18n import N_


def _table(name: str, *columns: str) -> sa.TableClause:
    return sa.table(name, *(sa.column(column) for column in columns))


_FINDING = _table("finding", "id", "commitment_id", "plan_id", "plan_item_id", "state", "recorded_at")
_FINDING_ITEM = _table("finding_item", "finding_id", "plan_item_id")
_THREAD = _table("consultation_thread", "plan_item_id", "point_id", "recorded_at")
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


def built_on(
    session: Session, plan_slug: str, entry: int, new: Collection[int], others: Collection[int]
) -> Iterator[Refusal]:
    """What names these items of a plan, a reason for each kind of thing: the `new` ones at all, the `others` since a
    change of the record. Four queries, however many items."""
    touched = {*new, *others}
    since = sa.select(col(HistoryEntry.at)).where(col(HistoryEntry.number) == entry).scalar_subquery()

    def of(named: sa.ColumnClause[int], table: sa.TableClause) -> sa.ColumnElement[bool]:
        return sa.or_(named.in_(new), sa.and_(named.in_(others), table.c.recorded_at > since))

    refs = (
        sa.select(col(Commitment.ref))
        .join(_FINDING, _FINDING.c.commitment_id == Commitment.id)
        .join(_FINDING_ITEM, _FINDING_ITEM.c.finding_id == _FINDING.c.id, isouter=True)
        .where(sa.or_(of(_FINDING.c.plan_item_id, _FINDING), of(_FINDING_ITEM.c.plan_item_id, _FINDING)))
    )
    hearings = (
        sa.select(_CONSULTATION.c.slug)
        .join(_POINT, _POINT.c.consultation_id == _CONSULTATION.c.id)
        .join(_THREAD, _THREAD.c.point_id == _POINT.c.id)
        .where(of(_THREAD.c.plan_item_id, _THREAD))
    )
    changes = (
        sa.select(col(PlanItem.number))
        .join(_CHANGE, _CHANGE.c.item_id == PlanItem.id)
        .where(_CHANGE.c.item_id.in_(touched))
    )
    progress = sa.select(col(HistoryEntry.key)).where(
        col(HistoryEntry.kind) == "progress",
        col(HistoryEntry.number) > entry,
        col(HistoryEntry.key).startswith(f"{plan_slug}/", autoescape=True),
    )
    years = {key.split("/")[2] for key in session.execute(progress).scalars() if int(key.split("/")[1]) in touched}
    for message, names in [
        (N_("Gjetja për zotimin %(names)s përmend zëra të këtij importimi."), set(session.execute(refs).scalars())),
        (N_("Një pikë e konsultimit %(names)s është e lidhur me zëra të këtij importimi."),
         set(session.execute(hearings).scalars())),
        (N_("Te zërat e këtij importimi është regjistruar ecuria për vitin %(names)s."), years),
        (N_("Një ndryshim i zërit %(names)s pret tashmë konfirmimin ose u kthye me shënim."),
         set(session.execute(changes).scalars())),
    ]:  # fmt: skip
        if names:
            yield Refusal(message, names=", ".join(sorted(names)))


def untie(session: Session, *items: PlanItem) -> None:
    """Lets go of what items take with them: their units, and that someone did not want them suggested."""
    ids = [item.id for item in items]
    session.exec(sa.delete(PlanItemUnit).where(col(PlanItemUnit.item_id).in_(ids)))
    session.execute(sa.delete(_CHANGE).where(_CHANGE.c.item_id.in_(ids)))
    session.execute(sa.delete(_REJECTED).where(_REJECTED.c.plan_item_id.in_(ids)))
