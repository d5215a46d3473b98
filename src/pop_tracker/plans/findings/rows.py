"""Findings as pages show them: those in force, those that newer ones replaced, and those that still wait."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from pop_tracker.accounts.models import ANYONE, Organisation, Viewer
from pop_tracker.accounts.waiting import InHand, Notes, in_hand_of
from pop_tracker.contracts.models import Contract
from pop_tracker.contracts.texts import Commitment
from pop_tracker.plans.findings.findings import Finding, FindingItem, FindingState, FindingVerdict, visible_to
from pop_tracker.plans.items import PlanItem, counting_order, plan_sizes
from pop_tracker.plans.long_tree import place_of
from pop_tracker.plans.models import Plan
from pop_tracker.web.i18n import N_, TIRANA


@dataclass(frozen=True)
class FindingRow:
    """A finding as pages show it."""

    finding: Finding
    id: int
    commitment_id: int
    contract_id: int
    contract_slug: str
    ref: str
    plan_id: int
    plan_slug: str
    plan_title: str
    item_id: int | None
    item_number: str | None
    item_text: str | None
    item_level: str | None
    verdict: FindingVerdict
    reason: str
    quote: str
    source: str
    state: FindingState
    return_note: str
    recorded_at: datetime
    recorded_by: int | None
    """A person, whom staff pages name; readers are told the organisation."""
    confirmed_at: datetime | None
    confirmed_by: int | None = None
    organisation: str = ""
    """Its name."""
    also: tuple[str, ...] = ()
    """Numbers of the plan's further items that answer the commitment."""
    plan_from: int | None = None
    """The plan's first year."""
    plan_items: int = 0
    """How many items the plan has."""
    is_before_contract: bool = False
    """The plan's years were over when the contract's began: nobody wrote the commitment into it."""
    contract_title: str = ""

    @property
    def called(self) -> str:
        """In a list of work."""
        return f"{self.contract_title}, {self.ref}: {self.plan_title}"

    def place(self, number: str | None) -> str:
        """Where readers find the item of that number; without one, the plan."""
        return place_of(self.plan_slug, self.plan_items, number) if number else f"/planet/{self.plan_slug}"

    @property
    def published_on(self) -> date | None:
        return self.confirmed_at.astimezone(TIRANA).date() if self.confirmed_at else None


def published_findings(
    session: Session,
    *conditions: sa.ColumnElement[bool],
    contract_id: int | None = None,
    commitment_id: int | None = None,
    plan_id: int | None = None,
) -> list[FindingRow]:
    """The findings in force: the newest published of each commitment and plan, in the contract's order; one query."""
    return _rows(session, sa.and_(_in_force(), *conditions), contract_id, commitment_id, plan_id)


@cache
def _in_force() -> sa.ColumnElement[bool]:
    newest = select(sa.func.max(Finding.id)).where(visible_to(ANYONE)).group_by(
        col(Finding.commitment_id), col(Finding.plan_id)
    )  # fmt: skip
    return col(Finding.id).in_(newest)


def replaced_findings(session: Session, commitment_id: int, plan_id: int | None) -> list[FindingRow]:
    """The public findings of the pair that a newer one stands in place of, the newest first; one query."""
    of_pair = (col(Finding.commitment_id) == commitment_id) & (col(Finding.plan_id) == plan_id) & visible_to(ANYONE)
    newest = select(sa.func.max(Finding.id)).where(of_pair).scalar_subquery()
    rows = _rows(session, of_pair & (col(Finding.id) < newest), None, commitment_id, plan_id)
    return sorted(rows, key=lambda row: -row.id)


def open_findings(
    session: Session, viewer: Viewer, *, contract_id: int | None = None, plan_id: int | None = None
) -> list[FindingRow]:
    """The findings not public yet that the viewer may see; one query."""
    still = visible_to(viewer) & (col(Finding.state) != FindingState.PUBLISHED)
    return _rows(session, still, contract_id, None, plan_id)


def _rows(
    session: Session, condition: Any, contract_id: int | None, commitment_id: int | None, plan_id: int | None
) -> list[FindingRow]:
    query = _statement().where(condition)
    if contract_id is not None:
        query = query.where(col(Commitment.contract_id) == contract_id)
    if commitment_id is not None:
        query = query.where(col(Finding.commitment_id) == commitment_id)
    if plan_id is not None:
        query = query.where(col(Finding.plan_id) == plan_id)
    return [
        FindingRow(
            finding=one, id=one.id or 0, commitment_id=one.commitment_id, contract_id=held_by, contract_slug=slug,
            ref=ref, plan_id=one.plan_id, plan_slug=plan_slug, plan_title=plan_title, item_id=one.plan_item_id,
            item_number=number, item_text=text, item_level=level, verdict=one.verdict, reason=one.reason,
            quote=one.quote, source=one.source, state=one.state, return_note=one.return_note,
            recorded_at=one.recorded_at, recorded_by=one.recorded_by, confirmed_at=one.confirmed_at,
            confirmed_by=one.confirmed_by, organisation=organisation or "",
            also=tuple(sorted(numbers.split("\n"), key=counting_order)) if numbers else (),
            plan_from=plan_from, plan_items=plan_items or 0, is_before_contract=bool(is_before), contract_title=title,
        )
        for one, held_by, slug, ref, plan_slug, plan_title, number, text, level, organisation, numbers,
        plan_from, plan_items, is_before, title in session.execute(query)
    ]  # fmt: skip


@cache
def _statement() -> Any:
    further = aliased(PlanItem)
    also = (
        select(sa.func.aggregate_strings(col(further.number), "\n"))
        .join(FindingItem, col(FindingItem.plan_item_id) == further.id)
        .where(FindingItem.finding_id == Finding.id)
        .scalar_subquery()
    )
    sizes = plan_sizes()
    return (
        sa.select(Finding, col(Commitment.contract_id), col(Contract.slug), col(Commitment.ref), col(Plan.slug),
                  col(Plan.title), col(PlanItem.number), col(PlanItem.text), col(PlanItem.level),
                  col(Organisation.name), also, col(Plan.period_from), sizes.c.size,
                  col(Plan.period_until) < col(Contract.term_from), col(Contract.title))
        .join(Commitment, col(Commitment.id) == Finding.commitment_id)
        .join(Contract, col(Contract.id) == Commitment.contract_id)
        .join(Plan, col(Plan.id) == Finding.plan_id)
        .join(PlanItem, col(PlanItem.id) == Finding.plan_item_id, isouter=True)
        .join(sizes, sizes.c.plan_id == Finding.plan_id, isouter=True)
        .join(Organisation, col(Organisation.id) == Finding.organisation_id, isouter=True)
        .order_by(col(Contract.slug), col(Commitment.position), col(Plan.slug))
    )  # fmt: skip


NOTES = Notes(
    N_("Gjetje që pret konfirmimin tuaj"),
    N_("Gjetje që pret konfirmimin e një personi të dytë"),
    N_("Gjetje që u kthye me shënim"),
)


def in_hand(session: Session, viewer: Viewer) -> InHand:
    """One query."""
    return in_hand_of(
        viewer,
        (
            row.finding.submitted(
                viewer, row.called, f"/puna/gjetjet/{row.id}", NOTES,
                f"/puna/gjetjet/{row.contract_slug}/{row.plan_slug}/{row.ref}" if row.finding.is_returned else "",
            )
            for row in open_findings(session, viewer)
        ),
    )  # fmt: skip
