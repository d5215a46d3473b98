"""How far a contract has been looked for in a plan: which commitments someone found, and which nobody looked at.

A new plan starts unexamined. What was found in the plans before it is shown beside as a start, and never copied.
"""

from dataclasses import dataclass, field

from sqlmodel import Session, col, select

from pop_tracker.accounts.models import Viewer
from pop_tracker.accounts.recording import require_recorder
from pop_tracker.contracts.editions import current_texts, newest_edition_ids
from pop_tracker.contracts.models import Contract, contract_called
from pop_tracker.contracts.texts import Commitment, CommitmentText, Text, leaves
from pop_tracker.plans.findings.findings import Finding, FindingState, visible_to
from pop_tracker.plans.findings.rows import FindingRow, open_findings, published_findings
from pop_tracker.plans.models import Plan
from pop_tracker.plans.plan_rows import plans
from pop_tracker.plans.standing import plan_by_slug
from pop_tracker.web.errors import Missing


@dataclass(frozen=True)
class Pair:
    """A contract and a plan of the same municipality: what can be looked for where, and how far it is."""

    contract_slug: str
    contract_title: str
    plan_slug: str
    plan_title: str
    leaves: int
    examined: int
    """With a public finding."""
    open: int
    """With one that waits for a second person, or came back."""


def pairs(session: Session, viewer: Viewer) -> list[Pair]:
    """All of the municipalities that the viewer records for. Four queries."""
    asked: dict[int, set[int]] = {}
    for contract_id, leaf in session.exec(
        select(Commitment.contract_id, CommitmentText.commitment_id)
        .join(CommitmentText, col(CommitmentText.commitment_id) == Commitment.id)
        .where(col(CommitmentText.edition_id).in_(newest_edition_ids()))
        .where(col(CommitmentText.is_leaf), ~col(CommitmentText.is_retracted))
    ):
        asked.setdefault(contract_id, set()).add(leaf)
    found: dict[tuple[int, bool], set[int]] = {}
    for plan_id, state, leaf in session.exec(
        select(Finding.plan_id, Finding.state, Finding.commitment_id).where(visible_to(viewer))
    ):
        found.setdefault((plan_id, state is FindingState.PUBLISHED), set()).add(leaf)
    known = plans(session)
    contracts = session.exec(
        select(Contract).where(col(Contract.id).in_(list(asked))).order_by(col(Contract.title), col(Contract.slug))
    )
    return [
        Pair(
            contract.slug, contract.title, plan.slug, plan.title, len(asked[contract.id or 0]),
            *(len(asked[contract.id or 0] & found.get((plan.id, is_public), set())) for is_public in (True, False)),
        )
        for contract in contracts
        if viewer.may_edit(contract.municipality_id)
        for plan in known
        if plan.municipality_id == contract.municipality_id
    ]  # fmt: skip


@dataclass(frozen=True)
class Line:
    """A leaf with what is public of it in the plan, what is not yet, and what an earlier plan was found to hold."""

    text: Text
    parent: Text | None
    published: FindingRow | None
    open: FindingRow | None
    before: FindingRow | None

    @property
    def is_unexamined(self) -> bool:
        """Nobody looked, or nobody said so yet."""
        return self.published is None and self.open is None


@dataclass(frozen=True)
class Examination:
    """A contract set beside a plan, leaf by leaf in the contract's order."""

    contract: Contract
    plan: Plan
    lines: list[Line] = field(default_factory=list)

    @property
    def examined(self) -> int:
        return sum(line.published is not None for line in self.lines)

    @property
    def unexamined(self) -> list[Line]:
        return [line for line in self.lines if line.is_unexamined]

    @property
    def open(self) -> list[Line]:
        return [line for line in self.lines if line.open is not None]

    def line(self, ref: str) -> Line:
        """Raises Missing where the contract has no such leaf."""
        found = next((line for line in self.lines if line.text.ref == ref), None)
        if found is None:
            raise Missing
        return found

    def beside(self, ref: str, step: int) -> str | None:
        """The reference of the leaf so many places further, or before."""
        refs = [line.text.ref for line in self.lines]
        place = refs.index(ref) + step
        return refs[place] if 0 <= place < len(refs) else None

    def next_unexamined(self, ref: str) -> str | None:
        """The reference of the nearest leaf after this one that nobody looked at; at the end it starts over."""
        place = [line.text.ref for line in self.lines].index(ref)
        onwards = self.lines[place + 1 :] + self.lines[:place]
        return next((line.text.ref for line in onwards if line.is_unexamined), None)


def examination(session: Session, viewer: Viewer, contract_slug: str, plan_slug: str) -> Examination:
    """For who records for the municipality. Raises Missing or Forbidden."""
    contract, plan = contract_called(session, contract_slug), plan_by_slug(session, plan_slug)
    if plan is None or contract.municipality_id != plan.municipality_id:
        raise Missing
    require_recorder(viewer, plan.municipality_id)
    texts = current_texts(session, contract.id)
    by_ref = {text.ref: text for text in texts}
    public = {row.commitment_id: row for row in published_findings(session, contract_id=contract.id, plan_id=plan.id)}
    still = {row.commitment_id: row for row in open_findings(session, viewer, contract_id=contract.id, plan_id=plan.id)}
    before = found_before(session, plan, contract.id)
    lines = [
        Line(text, by_ref.get(text.parent_ref or ""), *(of.get(text.commitment_id) for of in (public, still, before)))
        for text in leaves(texts)
    ]
    return Examination(contract, plan, lines)


def found_before(session: Session, plan: Plan, contract_id: int | None) -> dict[int, FindingRow]:
    """By commitment, what stands of it in the nearest earlier plan that anyone looked at. Two queries."""
    municipal = select(Plan.id, Plan.predecessor_id).where(Plan.municipality_id == plan.municipality_id)
    followed = {plan_id: before for plan_id, before in session.exec(municipal)}
    chain: list[int] = []
    step = plan.predecessor_id
    while step is not None and step not in chain:
        chain.append(step)
        step = followed.get(step)
    found: dict[int, FindingRow] = {}
    rows = published_findings(session, col(Finding.plan_id).in_(chain), contract_id=contract_id)
    for row in sorted(rows, key=lambda row: chain.index(row.plan_id)):
        found.setdefault(row.commitment_id, row)
    return found
