"""A plan that was entered by mistake is taken away by two people, with a reason, as long as nothing outside it rests on
it. Its address then says so; the record keeps what was entered."""

from datetime import UTC, datetime

import sqlalchemy as sa
from sqlmodel import Field, Session, SQLModel, col, select

from pop_tracker import history
from pop_tracker.accounts.actors import actor
from pop_tracker.accounts.models import Viewer, Waiting
from pop_tracker.accounts.recording import require_recorder
from pop_tracker.accounts.second_person import confirmation, is_own, may_be_second_person, require_second_person
from pop_tracker.database import names_any
from pop_tracker.plans.items import PlanItem
from pop_tracker.plans.models import Plan, lock, successors
from pop_tracker.web.errors import Missing, Refusal, Stale
from pop_tracker.web.i18n import N_, day_of

OWN = frozenset({
    "plan_item", "plan_item_unit", "plan_stage", "plan_import", "entered_import", "plan_withdrawal",
    "rejected_suggestion",
})  # fmt: skip
"""Tables whose rows are the plan's own, or only say how it was worked on."""
BUILT_ON = N_(
    "Ky plan nuk tërhiqet: te ai ose te zërat e tij mbështetet tashmë diçka, si një gjetje, ecuri, vlerësim nevojash, "
    "konsultim ose plan i mëvonshëm."
)
CHANGED_MEANWHILE = N_("Kërkesa nuk është më si e lexuat. Lexojeni përsëri para se të vendosni.")


class PlanWithdrawal(SQLModel, table=True):
    """That somebody asks to take a plan away. It goes once it is decided on; the entry keeps who did what."""

    __tablename__ = "plan_withdrawal"
    plan_id: int = Field(foreign_key="plan.id", primary_key=True)
    reason: str = Field(sa_type=sa.Text)
    recorded_by: int | None = Field(default=None, foreign_key="person.id")
    organisation_id: int | None = Field(default=None, foreign_key="organisation.id")
    recorded_at: datetime

    @property
    def version(self) -> str:
        return self.recorded_at.isoformat()

    def may_be_decided(self, viewer: Viewer) -> bool:
        return may_be_second_person(viewer, confirmation(self.recorded_by))


def ask(session: Session, viewer: Viewer, plan: Plan, reason: str) -> None:
    """Puts the withdrawal before a second person; asked again, it stays as it is. Raises Refusal where something rests
    on the plan."""
    require_recorder(viewer, plan.municipality_id)
    lock(session, plan)
    if not reason:
        raise Refusal(N_("Shkruani pse tërhiqet."), field="reason")
    _require_bare(session, plan)
    if asked_for(session, plan) is not None:
        return
    by = {"recorded_by": viewer.person_id, "organisation_id": viewer.organisation_id}
    session.add(PlanWithdrawal(plan_id=plan.id or 0, reason=reason, recorded_at=datetime.now(UTC), **by))
    session.flush()


def confirm(session: Session, viewer: Viewer, plan: Plan, read: str) -> None:
    """The second person's yes. `read` is the `version` they saw."""
    lock(session, plan)
    asked = seen_by(session, viewer, plan)
    require_second_person(viewer, confirmation(asked.recorded_by))
    if read != asked.version:
        raise Stale(CHANGED_MEANWHILE, {})
    _require_bare(session, plan)
    plan.withdrawal = asked.reason
    session.add(plan)
    session.delete(asked)
    session.flush()
    by = actor(session, asked.recorded_by, asked.organisation_id)
    history.append(session, "withdraw", plan, by, source=plan.source, approved_by=viewer.actor, reason=plan.withdrawal)


def refuse(session: Session, viewer: Viewer, plan: Plan) -> None:
    """The second person's no, or the word of somebody who records for the municipality: the plan stays. Nothing of it
    was public."""
    session.delete(seen_by(session, viewer, plan))


def asked_for(session: Session, plan: Plan) -> PlanWithdrawal | None:
    return session.get(PlanWithdrawal, plan.id)


def seen_by(session: Session, viewer: Viewer, plan: Plan) -> PlanWithdrawal:
    """Who records for the municipality sees it, and reviewers who may decide. Raises Missing."""
    asked = asked_for(session, plan)
    if asked is None or not (viewer.may_edit(plan.municipality_id) or asked.may_be_decided(viewer)):
        raise Missing
    return asked


def _require_bare(session: Session, plan: Plan) -> None:
    items = select(PlanItem.id).where(PlanItem.plan_id == plan.id)
    if (
        successors(session, plan)
        or names_any(session, Plan, [plan.id], aside=OWN | {"plan"})  # one that was withdrawn names it still
        or names_any(session, PlanItem, items, aside=OWN)
    ):
        raise Refusal(BUILT_ON)


def _open(session: Session) -> list[tuple[PlanWithdrawal, Plan]]:
    return list(
        session.exec(
            select(PlanWithdrawal, Plan)
            .join(Plan, col(Plan.id) == PlanWithdrawal.plan_id)
            .order_by(col(PlanWithdrawal.recorded_at))
        )
    )


def waiting_for(session: Session, viewer: Viewer) -> list[Waiting]:
    """What the viewer should decide on. One query."""
    note = N_("Tërheqje e një plani që pret konfirmimin tuaj")
    return [
        Waiting(plan.title, f"/puna/planet/{plan.slug}/terheqja/vendimi", note, day_of(asked.recorded_at),
                by=(asked.recorded_by,))
        for asked, plan in _open(session)
        if asked.may_be_decided(viewer)
    ]  # fmt: skip


def sent_by(session: Session, viewer: Viewer) -> list[Waiting]:
    """What the viewer sent and waits for a second person."""
    note = N_("Tërheqje e një plani që pret konfirmimin e një personi të dytë")
    return [
        Waiting(plan.title, f"/puna/planet/{plan.slug}/terheqja/vendimi", note, day_of(asked.recorded_at))
        for asked, plan in _open(session)
        if is_own(viewer, asked.recorded_by)
    ]
