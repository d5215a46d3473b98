"""An item that a confirmed finding quotes changes only with a second person: else one could take its words from under
what two people found in it. Until then the old words stand; the change is no part of the public record."""

import hashlib
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, Session, SQLModel, col, select

from pop_tracker import history
from pop_tracker.accounts.actors import actor
from pop_tracker.accounts.models import Viewer, Waiting
from pop_tracker.accounts.recording import require_recorder
from pop_tracker.accounts.second_person import confirmation, is_own, may_be_second_person, require_second_person
from pop_tracker.database import vocabulary
from pop_tracker.plans.fields import OWN, Kind
from pop_tracker.plans.item_uses import quoted_items
from pop_tracker.plans.items import PlanItem, PlanItemUnit
from pop_tracker.plans.models import Plan, lock
from pop_tracker.web.errors import Forbidden, Missing, Refusal, Stale
from pop_tracker.web.i18n import N_, day_of

CHANGED_MEANWHILE = N_("Ndryshimi ose zëri nuk është më si e lexuat. Lexojeni përsëri para se të vendosni.")

_NUMBERS = {one.name for one in OWN if one.kind in (Kind.MONEY, Kind.QUANTITY)}


class ChangeState(StrEnum):
    SUBMITTED = "submitted"
    RETURNED = "returned"
    """Back to who wrote it, with a note."""


class ItemChange(SQLModel, table=True):
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
    """Digest of the item that it was written beside."""
    state: ChangeState = Field(sa_type=vocabulary(ChangeState))
    return_note: str = Field(default="", sa_type=sa.Text)
    recorded_by: int | None = Field(default=None, foreign_key="person.id")
    organisation_id: int | None = Field(default=None, foreign_key="organisation.id")
    recorded_at: datetime

    @property
    def fields(self) -> dict[str, Any]:
        return {
            name: Decimal(value) if name in _NUMBERS and value is not None else value
            for name, value in self.said.items()
        }

    @property
    def version(self) -> str:
        """Another one each time that it is put before a second person."""
        return self.recorded_at.isoformat()

    def may_be_decided(self, viewer: Viewer) -> bool:
        return self.state is ChangeState.SUBMITTED and may_be_second_person(viewer, confirmation(self.recorded_by))

    def may_be_mended(self, viewer: Viewer) -> bool:
        return self.state is ChangeState.RETURNED and is_own(viewer, self.recorded_by)


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
    if held is not None and held.state is ChangeState.SUBMITTED:
        raise Refusal(N_("Një ndryshim i zërit %(number)s pret tashmë konfirmimin."), number=item.number)
    if held is not None and not is_own(viewer, held.recorded_by):
        raise Forbidden(
            N_("Ndryshimin e kthyer e rishkruan vetëm personi që e shënoi. Mund ta hiqni dhe të nisni një të ri.")
        )
    units = sorted(set(unit_ids))
    of_version = version_of(session, item)
    with session.begin_nested() as trial:
        plan.rewrite_item(session, item, said, parent, units)
        trial.rollback()
    change = held or ItemChange(
        plan_id=plan.id or 0, item_id=item.id or 0, of_version="", state=ChangeState.SUBMITTED,
        recorded_at=datetime.now(UTC),
    )  # fmt: skip
    change.said = {name: str(value) if isinstance(value, Decimal) else value for name, value in said.items()}
    change.parent, change.unit_ids, change.of_version = parent, units, of_version
    change.state, change.return_note, change.recorded_at = ChangeState.SUBMITTED, "", datetime.now(UTC)
    change.recorded_by, change.organisation_id = viewer.person_id, viewer.organisation_id
    session.add(change)
    session.flush()
    return change


def confirm(session: Session, viewer: Viewer, change_id: int, read: str) -> Plan:
    """Makes the item what the change says. `read` is the `version` they saw."""
    change, plan, item = _decided_by(session, viewer, change_id)
    if read != change.version or change.of_version != version_of(session, item):
        raise Stale(CHANGED_MEANWHILE, {})
    plan.rewrite_item(session, item, change.fields, change.parent, change.unit_ids)
    by = actor(session, change.recorded_by, change.organisation_id)
    session.delete(change)
    history.append(session, "revise", plan, by, source=item.source, approved_by=viewer.actor)
    return plan


def send_back(session: Session, viewer: Viewer, change_id: int, note: str) -> None:
    change, _, _ = _decided_by(session, viewer, change_id)
    change.state, change.return_note = ChangeState.RETURNED, note
    session.add(change)


def withdraw(session: Session, viewer: Viewer, change_id: int) -> Plan:
    """Takes away what never became public."""
    change = seen_by(session, viewer, change_id)
    plan = session.get_one(Plan, change.plan_id)
    require_recorder(viewer, plan.municipality_id)
    session.delete(change)
    return plan


def _decided_by(session: Session, viewer: Viewer, change_id: int) -> tuple[ItemChange, Plan, PlanItem]:
    change = seen_by(session, viewer, change_id)
    plan = session.get_one(Plan, change.plan_id)
    lock(session, plan)
    lock(session, change)
    require_second_person(viewer, confirmation(change.recorded_by))
    if change.state is not ChangeState.SUBMITTED:
        raise Refusal(N_("Për këtë ndryshim është vendosur ndërkohë."))
    return change, plan, session.get_one(PlanItem, change.item_id)


def version_of(session: Session, item: PlanItem) -> str:
    """Of the item as it stands, its place in the tree aside."""
    units = select(PlanItemUnit.unit_id).where(PlanItemUnit.item_id == item.id)
    state = {**item.model_dump(exclude={"id", "position"}), "units": sorted(session.exec(units))}
    return hashlib.sha256(history.canonical(state).encode()).hexdigest()


def change_of(session: Session, item_id: int | None) -> ItemChange | None:
    return session.exec(select(ItemChange).where(ItemChange.item_id == item_id)).first()


def seen_by(session: Session, viewer: Viewer, change_id: int) -> ItemChange:
    """Who records for the municipality sees it, and reviewers who may decide. Raises Missing."""
    change = session.get(ItemChange, change_id)
    plan = session.get(Plan, change.plan_id) if change else None
    if change is None or plan is None:
        raise Missing
    if not viewer.may_edit(plan.municipality_id) and not change.may_be_decided(viewer):
        raise Missing
    return change


def _open(session: Session) -> list[tuple[ItemChange, Plan, PlanItem]]:
    return list(
        session.exec(
            select(ItemChange, Plan, PlanItem)
            .join(Plan, col(Plan.id) == ItemChange.plan_id)
            .join(PlanItem, col(PlanItem.id) == ItemChange.item_id)
            .order_by(col(ItemChange.recorded_at))
        )
    )


def waiting_for(session: Session, viewer: Viewer) -> list[Waiting]:
    """What the viewer should do here: decide on what another person wrote, or mend what came back. One query."""
    found = []
    for change, plan, item in _open(session):
        path, title, day = f"/puna/zerat/{change.id}", f"{plan.title}, {item.number}", day_of(change.recorded_at)
        if change.may_be_decided(viewer):
            note = N_("Ndryshim i një zëri që pret konfirmimin tuaj")
            found.append(Waiting(title, path, note, day, by=(change.recorded_by,)))
        if change.may_be_mended(viewer):
            found.append(Waiting(title, path, N_("Ndryshim i një zëri që u kthye me shënim"), sent_on=day))
    return found


def sent_by(session: Session, viewer: Viewer) -> list[Waiting]:
    """What the viewer sent and waits for a second person."""
    note = N_("Ndryshim i një zëri që pret konfirmimin e një personi të dytë")
    return [
        Waiting(f"{plan.title}, {item.number}", f"/puna/zerat/{change.id}", note, day_of(change.recorded_at))
        for change, plan, item in _open(session)
        if change.state is ChangeState.SUBMITTED and is_own(viewer, change.recorded_by)
    ]
