"""An item that a confirmed finding quotes changes only with a second person: else one could take its words from under
what two people found in it. Until then the old words stand; the change is no part of the public record."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, Session, col, select

from pop_tracker import history, verification
from pop_tracker.accounts.models import Viewer
from pop_tracker.accounts.proposals import Returnable
from pop_tracker.accounts.recording import require_recorder
from pop_tracker.accounts.waiting import InHand, Notes, in_hand_of
from pop_tracker.plans.fields import OWN, Kind
from pop_tracker.plans.item_uses import quoted_items
from pop_tracker.plans.items import PlanItem, PlanItemUnit, unsaid
from pop_tracker.plans.models import Plan, lock
from pop_tracker.web.errors import Missing, Refusal
from pop_tracker.web.i18n import N_
from pop_tracker.web.sources import Sources

WAITS = N_("Një ndryshim i zërit %(number)s pret tashmë konfirmimin.")

_NUMBERS = {one.name for one in OWN if one.kind in (Kind.MONEY, Kind.QUANTITY)}


class ItemChange(Returnable, table=True):
    """What one person would make of an item; it goes once it is confirmed, and the entry keeps who did what."""

    __tablename__ = "plan_item_change"
    id: int | None = Field(default=None, primary_key=True)
    plan_id: int = Field(foreign_key="plan.id", index=True)
    item_id: int = Field(foreign_key="plan_item.id", unique=True)
    said: dict[str, Any] = Field(default_factory=dict, sa_type=sa.JSON)
    """All fields of the item's own row, as it would be."""
    parent: str = Field(default="", max_length=20)
    unit_ids: list[int] = Field(default_factory=list, sa_type=sa.JSON)
    of_version: str = Field(max_length=64)
    """Digest of the item that it was written beside; empty where migration 0025 could not count it anew."""

    @property
    def fields(self) -> dict[str, Any]:
        numbers = {name: Decimal(value) for name, value in self.said.items() if name in _NUMBERS and value is not None}
        not_yet = {
            one.name: unsaid(one.name) for one in OWN if one.name not in self.said
        }  # it waited through an upgrade
        return {**not_yet, **self.said, **numbers, "source": Sources.of_list(self.said["source"])}


def revise(
    session: Session, viewer: Viewer, plan: Plan, item: PlanItem, said: Mapping[str, Any], parent: str,
    unit_ids: Iterable[int] = (),
) -> ItemChange | None:  # fmt: skip
    """Changes the item, or puts the change before a second person where a confirmed finding quotes it."""
    require_recorder(viewer, plan.municipality_id)
    lock(session, plan)
    if item.id not in quoted_items(session, plan.id):
        plan.revise_item(session, viewer, item, said, parent, unit_ids)
        return None
    return submit(session, viewer, plan, item, said, parent, unit_ids)


def submit(
    session: Session, viewer: Viewer, plan: Plan, item: PlanItem, said: Mapping[str, Any], parent: str,
    unit_ids: Iterable[int] = (),
) -> ItemChange:  # fmt: skip
    """The plan is held. Raises Refusal for what the plan's own rules would not take."""
    held = change_of(session, item.id)
    if held is not None:
        held.require_free(viewer, Refusal(WAITS, number=item.number))
    units = sorted(set(unit_ids))
    as_it_stands = version_of(session, item)
    with session.begin_nested() as trial:
        plan.rewrite_item(session, item, said, parent, units)
        trial.rollback()
    change = held or ItemChange(plan_id=plan.id or 0, item_id=item.id or 0, of_version=as_it_stands)
    numbers = {name: str(value) for name, value in said.items() if isinstance(value, Decimal)}
    change.said = {**said, **numbers, "source": Sources.of(said["source"]).as_list}
    change.parent, change.unit_ids, change.of_version = parent, units, as_it_stands
    change.put(session, viewer)
    return change


def confirm(session: Session, viewer: Viewer, change_id: int, read: str) -> Plan:
    """Makes the item what the change says. `read` is the `version` they saw."""
    change = seen_by(session, viewer, change_id)
    plan = session.get_one(Plan, change.plan_id)
    lock(session, plan)
    held = change.held_by_second_person(session, viewer)
    item = session.get_one(PlanItem, held.item_id)
    held.require_read(read, still=held.of_version in ("", version_of(session, item)))
    plan.rewrite_item(session, item, held.fields, held.parent, held.unit_ids)
    by = held.author(session)
    session.delete(held)
    history.append(session, "revise", plan, by, source=item.source, approved_by=viewer.actor)
    return plan


def version_of(session: Session, item: PlanItem) -> str:
    """Of the item as it stands, its place in the tree aside."""
    units = select(PlanItemUnit.unit_id).where(PlanItemUnit.item_id == item.id)
    state = {**item.model_dump(exclude={"id", "position"}), "units": sorted(session.exec(units))}
    return history.digest(verification.said(state))


def change_of(session: Session, item_id: int | None) -> ItemChange | None:
    return session.exec(select(ItemChange).where(ItemChange.item_id == item_id)).first()


def seen_by(session: Session, viewer: Viewer, change_id: int) -> ItemChange:
    """Who records for the municipality sees it, and reviewers who may decide. Raises Missing."""
    change = session.get(ItemChange, change_id)
    plan = session.get(Plan, change.plan_id) if change else None
    if change is None or plan is None or not change.may_be_seen(viewer, plan.municipality_id):
        raise Missing
    return change


NOTES = Notes(
    N_("Ndryshim i një zëri që pret konfirmimin tuaj"),
    N_("Ndryshim i një zëri që pret konfirmimin e një personi të dytë"),
    N_("Ndryshim i një zëri që u kthye me shënim"),
)


def in_hand(session: Session, viewer: Viewer) -> InHand:
    """One query."""
    rows = session.exec(
        select(ItemChange, Plan, PlanItem)
        .join(Plan, col(Plan.id) == ItemChange.plan_id)
        .join(PlanItem, col(PlanItem.id) == ItemChange.item_id)
        .order_by(col(ItemChange.recorded_at))
    )
    return in_hand_of(
        viewer,
        (
            change.submitted(viewer, f"{plan.title}, {item.number}", f"/puna/zerat/{change.id}", NOTES)
            for change, plan, item in rows
        ),
    )
