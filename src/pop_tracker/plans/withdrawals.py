"""A plan that was entered by mistake is taken away by two people, with a reason, as long as nothing outside it rests on
it. Its address then says so; the record keeps what was entered."""

import sqlalchemy as sa
from sqlmodel import Field, Session, col, select

from pop_tracker import history
from pop_tracker.accounts.models import Viewer
from pop_tracker.accounts.proposals import Proposal
from pop_tracker.accounts.recording import require_recorder
from pop_tracker.accounts.waiting import InHand, Notes, in_hand_of
from pop_tracker.database import names_any
from pop_tracker.plans.items import PlanItem
from pop_tracker.plans.models import Plan, lock
from pop_tracker.plans.standing import successors
from pop_tracker.web.errors import Missing, Refusal
from pop_tracker.web.i18n import N_

OWN = frozenset({
    "plan_item", "plan_item_unit", "plan_stage", "plan_import", "entered_import", "plan_withdrawal",
    "rejected_suggestion",
})  # fmt: skip
"""Tables whose rows are the plan's own, or only say how it was worked on."""
BUILT_ON = N_(
    "Ky plan nuk tërhiqet: te ai ose te zërat e tij mbështetet tashmë diçka, si një gjetje, ecuri, vlerësim nevojash, "
    "konsultim ose plan i mëvonshëm."
)


class PlanWithdrawal(Proposal, table=True):
    """That somebody asks to take a plan away. It goes once it is decided on; the entry keeps who did what."""

    __tablename__ = "plan_withdrawal"
    plan_id: int = Field(foreign_key="plan.id", primary_key=True)
    reason: str = Field(sa_type=sa.Text)


def ask(session: Session, viewer: Viewer, plan: Plan, reason: str) -> None:
    """Puts the withdrawal before a second person; asked again, it stays as it is. Raises Refusal where something rests
    on the plan."""
    require_recorder(viewer, plan.municipality_id)
    lock(session, plan)
    if not reason:
        raise Refusal(N_("Shkruani pse tërhiqet."), field="reason")
    _require_bare(session, plan)
    if asked_for(session, plan) is None:
        PlanWithdrawal(plan_id=plan.id or 0, reason=reason).put(session, viewer)


def confirm(session: Session, viewer: Viewer, plan: Plan, read: str) -> None:
    """The second person's yes. `read` is the `version` they saw."""
    lock(session, plan)
    asked = seen_by(session, viewer, plan).held_by_second_person(session, viewer)
    asked.require_read(read)
    _require_bare(session, plan)
    plan.withdrawal = asked.reason
    session.add(plan)
    by = asked.author(session)
    session.delete(asked)
    session.flush()
    history.append(session, "withdraw", plan, by, source=plan.source, approved_by=viewer.actor, reason=plan.withdrawal)


def refuse(session: Session, viewer: Viewer, plan: Plan) -> None:
    """The second person's no, or the word of somebody who records for the municipality: the plan stays. Nothing of it
    was public."""
    session.delete(seen_by(session, viewer, plan).held(session))


def asked_for(session: Session, plan: Plan) -> PlanWithdrawal | None:
    return session.get(PlanWithdrawal, plan.id)


def seen_by(session: Session, viewer: Viewer, plan: Plan) -> PlanWithdrawal:
    """Who records for the municipality sees it, and reviewers who may decide. Raises Missing."""
    asked = asked_for(session, plan)
    if asked is None or not asked.may_be_seen(viewer, plan.municipality_id):
        raise Missing
    return asked


def is_bare(session: Session, plan: Plan) -> bool:
    """Whether nothing outside the plan rests on it."""
    items = select(PlanItem.id).where(PlanItem.plan_id == plan.id)
    return not (
        successors(session, plan)
        or names_any(session, Plan, [plan.id], aside=OWN | {"plan"})  # one that was withdrawn names it still
        or names_any(session, PlanItem, items, aside=OWN)
    )


def _require_bare(session: Session, plan: Plan) -> None:
    if not is_bare(session, plan):
        raise Refusal(BUILT_ON)


NOTES = Notes(
    N_("Tërheqje e një plani që pret konfirmimin tuaj"),
    N_("Tërheqje e një plani që pret konfirmimin e një personi të dytë"),
)


def in_hand(session: Session, viewer: Viewer) -> InHand:
    """One query."""
    rows = session.exec(
        select(PlanWithdrawal, Plan)
        .join(Plan, col(Plan.id) == PlanWithdrawal.plan_id)
        .order_by(col(PlanWithdrawal.recorded_at))
    )
    return in_hand_of(
        viewer,
        (
            asked.submitted(viewer, plan.title, f"/puna/planet/{plan.slug}/terheqja/vendimi", NOTES)
            for asked, plan in rows
        ),
    )
