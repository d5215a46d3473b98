"""The chain that the site keeps, as figures: asked, signed, planned, with money, under way, addressed.

How statuses are derived and counted is monitoring's (`statuses`); here they stand beside what the other rooms know.
Addressed means fully or partially; a percentage is out of what was assessed, and how much that is of all that was
asked stands beside it. What nobody has looked for, and what no document says, is unknown and counts as nothing else.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Self

import sqlalchemy as sa
from sqlmodel import Session, col, select

from pop_tracker.contracts.texts import Commitment, CommitmentText
from pop_tracker.monitoring.statuses import Counts, Figures
from pop_tracker.plans.findings.findings import Finding, FindingItem, FindingVerdict
from pop_tracker.plans.findings.rows import FindingRow
from pop_tracker.plans.items import PlanItem
from pop_tracker.plans.models import PlanKind
from pop_tracker.plans.progress import Progress
from pop_tracker.pledges.in_force import SignatureRow, in_force
from pop_tracker.pledges.models import Signature
from pop_tracker.pledges.vocabulary import Stands

BUDGETS = frozenset({PlanKind.PBA, PlanKind.ANNUAL_BUDGET})
"""Plans that give money: what stands in one of them has it."""

Findings = Mapping[int, list[FindingRow]]
"""By commitment id."""
Items = Mapping[int, list[PlanItem]]
"""By finding id: the quoted item first, then the others that answer the commitment."""
Years = Mapping[int, list[Progress]]
"""By plan item id."""


def by_commitment(rows: Iterable[FindingRow]) -> dict[int, list[FindingRow]]:
    found: dict[int, list[FindingRow]] = {}
    for row in rows:
        found.setdefault(row.commitment_id, []).append(row)
    return found


def in_plans(rows: Iterable[FindingRow]) -> FindingVerdict | None:
    """What the plans say of a commitment together: in one of them is in a plan. None: nobody has looked.

    A plan that ended before the contract began says nothing of it, here and in all counts.
    """
    said = {row.verdict for row in rows if not row.is_before_contract}
    return next((verdict for verdict in FindingVerdict if verdict in said), None)


@dataclass(frozen=True)
class Planned:
    """How many leaves stand in a plan; `unexamined` are those nobody has looked for yet."""

    covered: int = 0
    partly: int = 0
    not_in_plan: int = 0
    unexamined: int = 0

    @classmethod
    def of(cls, leaf_ids: Collection[int], findings: Findings) -> Self:
        said = [in_plans(findings.get(leaf_id, ())) for leaf_id in leaf_ids]
        return cls(
            said.count(FindingVerdict.COVERED),
            said.count(FindingVerdict.PARTLY_COVERED),
            said.count(FindingVerdict.NOT_IN_PLAN),
            said.count(None),
        )

    @property
    def in_plan(self) -> int:
        return self.covered + self.partly

    @property
    def examined(self) -> int:
        return self.in_plan + self.not_in_plan


@dataclass(frozen=True)
class Chain:
    """A contract's four steps."""

    figures: Figures | None
    """None: the text is not known."""
    answers: list[SignatureRow] = field(default_factory=list)
    planned: Planned = field(default_factory=Planned)

    @property
    def counts(self) -> Counts:
        return self.figures.commitments if self.figures else Counts()

    @property
    def signed(self) -> int:
        return sum(row.is_signature for row in self.answers)

    @property
    def withdrawn(self) -> int:
        return sum(row.stands is Stands.WITHDRAWN for row in self.answers)

    @property
    def declined(self) -> int:
        return sum(row.stands is Stands.DECLINED for row in self.answers)


@dataclass(frozen=True)
class Step:
    """`count` of the `known`; of the rest of what was asked nothing is known. Known of none: no number is shown."""

    count: int
    known: int


@dataclass(frozen=True)
class Funnel:
    """How many of a contract's leaves come how far. Each step is counted by itself: what no plan names may still
    have been done."""

    asked: int
    signed: Step
    planned: Planned
    with_budget: Step
    under_way: Step
    counts: Counts

    @property
    def in_plan(self) -> Step:
        return Step(self.planned.in_plan, self.planned.examined)

    @property
    def addressed(self) -> Step:
        return Step(self.counts.addressed, self.counts.assessed)


def with_budget(leaf_ids: Iterable[int], findings: Findings, items: Items, budget_ids: Collection[int]) -> Step:
    """Has money: stands in a budget, or in a plan's item with a cost and a source of funding.

    Known of a leaf that someone looked for in a budget, or whose item states a cost.
    """
    count = known = 0
    for leaf_id in leaf_ids:
        rows = [row for row in findings.get(leaf_id, ()) if not row.is_before_contract]
        found = [item for row in rows for item in items.get(row.id, ())]
        has = any(row.plan_id in budget_ids and row.verdict is not FindingVerdict.NOT_IN_PLAN for row in rows) or any(
            item.cost_all and item.cost_all > 0 and item.funding_source for item in found
        )
        said = any(row.plan_id in budget_ids for row in rows) or any(item.cost_all is not None for item in found)
        count, known = count + has, known + said
    return Step(count, known)


def under_way(leaf_ids: Iterable[int], findings: Findings, items: Items, years: Years) -> Step:
    """Under way: an item found for it has spent money in some year, or its indicator has moved (`_moved`).

    Known of a leaf with a recorded year for at least one of its items.
    """
    count = known = 0
    for leaf_id in leaf_ids:
        rows = [row for row in findings.get(leaf_id, ()) if not row.is_before_contract]
        found = [item for row in rows for item in items.get(row.id, ())]
        of_it = [(item, year) for item in found for year in years.get(item.id or 0, ())]
        count, known = count + any(_moved(item, year) for item, year in of_it), known + bool(of_it)
    return Step(count, known)


def _moved(item: PlanItem, year: Progress) -> bool:
    """Money was spent, or the indicator has left its baseline towards the target; where the plan states no target, in
    any direction. Without a stated baseline nobody knows whether it moved."""
    if year.spent_all is not None and year.spent_all > 0:
        return True
    if year.indicator_value is None or item.baseline is None:
        return False
    gone = year.indicator_value - item.baseline
    return gone != 0 if item.target is None else gone * (item.target - item.baseline) > 0


def items_found(session: Session, findings: Iterable[FindingRow]) -> dict[int, list[PlanItem]]:
    """The items that findings name, by finding. One query."""
    ids = [row.id for row in findings]
    named = sa.union_all(
        sa.select(
            col(Finding.id).label("finding_id"),
            col(Finding.plan_item_id).label("item_id"),
            sa.literal(0).label("place"),
        ).where(col(Finding.id).in_(ids), col(Finding.plan_item_id).is_not(None)),
        sa.select(col(FindingItem.finding_id), col(FindingItem.plan_item_id), sa.literal(1)).where(
            col(FindingItem.finding_id).in_(ids)
        ),
    ).subquery()
    found: dict[int, list[PlanItem]] = {}
    for finding_id, item in session.exec(
        select(named.c.finding_id, PlanItem)
        .join(PlanItem, col(PlanItem.id) == named.c.item_id)
        .order_by(named.c.place, col(PlanItem.position))
    ):
        found.setdefault(finding_id, []).append(item)
    return found


def years_of(session: Session, items: Items) -> dict[int, list[Progress]]:
    """What is recorded year by year of these items. One query."""
    ids = {item.id for of_it in items.values() for item in of_it}
    found: dict[int, list[Progress]] = {}
    for one in session.exec(select(Progress).where(col(Progress.item_id).in_(ids)).order_by(col(Progress.year))):
        found.setdefault(one.item_id, []).append(one)
    return found


def signed_commitments(session: Session, contract_ids: Collection[int]) -> dict[int, set[int]]:
    """The commitments of the editions that someone signed, by contract; none where no source names the edition.

    Three queries at most.
    """
    found: dict[int, set[int]] = {}
    signed = [row.id for row in in_force(session, contract_ids) if row.is_signature]
    for contract_id, commitment_id in session.exec(
        select(Commitment.contract_id, Commitment.id)
        .join(CommitmentText, col(CommitmentText.commitment_id) == Commitment.id)
        .join(Signature, col(Signature.edition_id) == CommitmentText.edition_id)
        .where(
            col(Signature.id).in_(signed),
            col(Commitment.contract_id).in_(contract_ids),
            ~col(CommitmentText.is_retracted),
        )
        .distinct()
    ):
        found.setdefault(contract_id, set()).add(commitment_id or 0)
    return found


def funnels(
    session: Session,
    leaf_ids: Mapping[int, list[int]],
    findings: Findings,
    counts: Mapping[int, Counts],
    budget_ids: Collection[int],
) -> dict[int, Funnel]:
    """By contract id, for the contracts whose leaves these are. Three queries."""
    items = items_found(session, [row for rows in findings.values() for row in rows])
    years = years_of(session, items)
    signed = signed_commitments(session, list(leaf_ids))
    return {
        contract_id: Funnel(
            asked=len(of_it),
            signed=Step(len(signed[contract_id] & set(of_it)), len(of_it)) if contract_id in signed else Step(0, 0),
            planned=Planned.of(of_it, findings),
            with_budget=with_budget(of_it, findings, items, budget_ids),
            under_way=under_way(of_it, findings, items, years),
            counts=counts.get(contract_id, Counts()),
        )
        for contract_id, of_it in leaf_ids.items()
    }
