"""One plan: its way, its tree, its figures, and what of the contracts it covers."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from litestar import Request, Response
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from sqlmodel import Session, col, select

from pop_tracker.accounts.pages.guards import PUBLIC
from pop_tracker.browse.contract import ContractHead, contract_heads
from pop_tracker.browse.figures import Planned, by_commitment
from pop_tracker.browse.plans.figures import PlanFigures, Years, numbered, walk
from pop_tracker.browse.record import saves
from pop_tracker.browse.record.alone import entered_alone
from pop_tracker.browse.taken_out import taken_out
from pop_tracker.browse.withdrawn import withdrawn_page
from pop_tracker.contracts.editions import newest_edition_ids
from pop_tracker.contracts.models import Contract
from pop_tracker.contracts.texts import Commitment, CommitmentText, Text, leaves, texts_where
from pop_tracker.history import VERBS
from pop_tracker.places.models import AdministrativeUnit, Municipality
from pop_tracker.plans.consultations.consultations import CONSULTATION_KIND_WORDS
from pop_tracker.plans.consultations.rows import consultations
from pop_tracker.plans.consultations.threads import ThreadRow, threads
from pop_tracker.plans.fields import BY_NAME, OWN, Part, fields_of
from pop_tracker.plans.findings.rows import FindingRow, published_findings
from pop_tracker.plans.items import Node, PlanItem, items_of, tree, units_of_items
from pop_tracker.plans.legal_basis import read_citation
from pop_tracker.plans.long_tree import SENT_AT_ONCE, Excerpt
from pop_tracker.plans.models import PLAN_KIND_WORDS, Plan
from pop_tracker.plans.needs import needs_of
from pop_tracker.plans.programmes import programme_name
from pop_tracker.plans.progress import Progress, progress_of
from pop_tracker.plans.stages import (
    LAW_OF_COMMENTS,
    STAGE_WORDS,
    OutOfOrder,
    PlanStage,
    StageKind,
    out_of_order,
    stages_of,
)
from pop_tracker.plans.standing import plan_by_slug, stands, withdrawn_plan
from pop_tracker.web.doors import get
from pop_tracker.web.errors import Missing
from pop_tracker.web.i18n import today
from pop_tracker.web.render import page, words_of

READ_AT_ONCE = 40
"""A tree of more items folds its first branches."""
WORDS_AT_ONCE = 1_200
"""A tree of so many items is still sent whole, with all its branches folded and the items' words alone; what else is
said of them is left to pages of their own. Of a larger one a page sends a part (`Excerpt`)."""


@dataclass(frozen=True)
class Match:
    """A commitment that someone looked for in the plan, with what was found; None: nobody has looked."""

    text: Text
    finding: FindingRow | None


@dataclass(frozen=True)
class Compared:
    """A contract of the plan's municipality beside the plan, leaf by leaf."""

    contract: ContractHead
    matches: list[Match]
    planned: Planned

    @property
    def looked_for(self) -> list[Match]:
        return [match for match in self.matches if match.finding]


@dataclass(frozen=True)
class Step:
    """A stage that the plan reached; or stages in a row of which nothing is said."""

    stages: list[StageKind]
    reached: PlanStage | None
    odd: list[OutOfOrder] = field(default_factory=list)


FACTS = (*(one for part in (Part.DOING, Part.MONEY, Part.WHERE) for one in fields_of(part)), BY_NAME["indicator"])
"""What is told of an item beside its words, in this order; of the indicator also its unit, start and aim."""
_SAID = [one.name for one in FACTS if one.is_own]
_UNSAID = [one for one in OWN if one.unsaid]
"""What a measure should say: readers are told what it leaves out."""


@dataclass(frozen=True)
class Branch:
    """An item of the tree with all that is known of it, and what is sent of that which stands under it."""

    item: PlanItem
    children: list["Branch"]
    figures: PlanFigures
    """Of the item and all under it, sent or not."""
    progress: list[Progress] = field(default_factory=list)
    """The newest year first."""
    units: list[AdministrativeUnit] = field(default_factory=list)
    found: list[FindingRow] = field(default_factory=list)
    """What of a contract was found in it."""
    threads: list[ThreadRow] = field(default_factory=list)

    @property
    def is_sent_at_once(self) -> bool:
        return self.figures.items <= SENT_AT_ONCE

    @property
    def is_last(self) -> bool:
        """Nothing stands under it."""
        return self.figures.items == 1

    @property
    def says_more(self) -> bool:
        """Than its words."""
        return bool(self.progress or self.units or any(getattr(self.item, name) not in ("", None) for name in _SAID))

    @property
    def unsaid(self) -> list[str]:
        if not self.is_last:
            return []
        return [one.unsaid for one in _UNSAID if getattr(self.item, one.name) in ("", None)]

    @property
    def reached(self) -> Progress | None:
        """The newest year with a value of the indicator."""
        return next((one for one in self.progress if one.indicator_value is not None), None)

    def share(self, one: Progress) -> float | None:
        """How far a year's value lies on the way from the baseline to the target, 0 to 100; None: not to be drawn."""
        item, value = self.item, one.indicator_value
        if item.baseline is None or item.target is None or item.target == item.baseline or value is None:
            return None
        return min(100.0, max(0.0, float((value - item.baseline) / (item.target - item.baseline) * 100)))

    @property
    def earlier_shares(self) -> list[float]:
        return [share for one in self.progress if one is not self.reached and (share := self.share(one)) is not None]

    @property
    def programme(self) -> str | None:
        return programme_name(self.item.programme_code)


@get("/planet/{slug:str}", opt=PUBLIC)
def plan_page(
    request: Request[Any, Any, Any],
    slug: FromPath[str],
    session: NamedDependency[Session],
    dega: FromQuery[str] = "",
    faqja: FromQuery[str] = "",
) -> Response[str]:
    """The plan, or one branch of it, by the number of the item at its head; as much of it as one page sends."""
    if withdrawn := withdrawn_plan(session, slug):
        return withdrawn_page(request, session, withdrawn)
    plan = plan_by_slug(session, slug)
    if plan is None or plan.id is None:
        raise Missing
    nodes = tree(items_of(session, plan.id))
    progress = progress_of(session, plan.id)
    compared = _compared(session, plan)
    part = Excerpt.of(nodes, dega, faqja, WORDS_AT_ONCE)
    with_facts = len(part.sent) <= SENT_AT_ONCE + len(part.way[-1:])
    branches = _branches(session, plan, part, progress, compared)
    sources = _sources_of_items(branches) if with_facts else ()
    context = {
        "plan": plan,
        "municipality": session.get_one(Municipality, plan.municipality_id),
        "part": part,
        "branches": branches,
        "facts": FACTS,
        "with_facts": with_facts,
        "folded": 0 if len(part.sent) <= READ_AT_ONCE else 1 if with_facts else 99,
        "notes": numbered([plan.source, *sources]),
    }
    if dega:
        return page(request, "browse/plans/plan_branch.html", context)
    stages = stages_of(session, plan.id)
    around = _around(session, plan)
    return page(
        request,
        "browse/plans/plan.html",
        {
            **context,
            "figures": PlanFigures.of(nodes, progress),
            "unsent": {node.item.number for node in walk(nodes)} - part.sent,
            "before": around.get(plan.predecessor_id),
            "after": [one for one in around.values() if one.predecessor_id == plan.id],
            "kind_words": PLAN_KIND_WORDS,
            "consultation_kind_words": CONSULTATION_KIND_WORDS,
            "stage_words": STAGE_WORDS,
            "law_of_comments": LAW_OF_COMMENTS,
            "way": _way(stages, plan),
            "open_term": next((one for one in stages if one.comments_until and one.comments_until >= today()), None),
            "legal_basis": [read_citation(line) for line in plan.legal_basis],
            "levels": list(dict.fromkeys(node.item.level for node in walk(nodes))),
            "compared": compared,
            "needs": needs_of(session, plan.id),
            "taken_out": taken_out(session, plan.path),
            "consultations": consultations(session, plan_id=plan.id),
            "verbs": VERBS,
            "alone": entered_alone(session, [plan.path], ("plan", "progress")),
            "entries": saves.entries(session, words_of(request), paths=[plan.path, f"{plan.path}/nevojat"], limit=10),
        },
    )


def _around(session: Session, plan: Plan) -> Mapping[int | None, Plan]:
    """The plan that this one follows, and those that follow it, by id; one query."""
    next_to_it = (col(Plan.id) == plan.predecessor_id) | (col(Plan.predecessor_id) == plan.id)
    return {
        one.id: one for one in session.exec(select(Plan).where(next_to_it, stands()).order_by(col(Plan.period_from)))
    }


def _branches(
    session: Session, plan: Plan, part: Excerpt, progress: Years, compared: Iterable[Compared]
) -> list[Branch]:
    units = units_of_items(session, plan.id)
    found: dict[str, list[FindingRow]] = {}
    for contract in compared:
        for match in contract.looked_for:
            if match.finding and match.finding.item_number:
                for number in (match.finding.item_number, *match.finding.also):
                    found.setdefault(number, []).append(match.finding)
    led: dict[int, list[ThreadRow]] = {}
    for thread in threads(session, PlanItem.plan_id == plan.id):
        led.setdefault(thread.item_id or 0, []).append(thread)

    def branch(node: Node) -> Branch:
        item_id = node.item.id or 0
        return Branch(
            node.item,
            [branch(child) for child in part.under(node)],
            PlanFigures.of([node], progress),
            list(progress.get(item_id, ())),
            list(units.get(item_id, ())),
            found.get(node.item.number, []),
            led.get(item_id, []),
        )

    return [branch(node) for node in part.heads]


def _sources_of_items(branches: list[Branch]) -> Iterable[str]:
    for one in branches:
        yield one.item.source
        yield from (year.source for year in one.progress)
        yield from _sources_of_items(one.children)


def _way(stages: list[PlanStage], plan: Plan) -> list[Step]:
    """All stages in their order; those in a row of which nothing is said stand together.

    Of what has not come yet nothing can be said: before the plan's years there is no line for them, and until they
    are over none for their end.
    """
    year = today().year
    to_come = {StageKind.UNDER_WAY} if plan.period_from and year < plan.period_from else set()
    if plan.period_until and year <= plan.period_until:
        to_come |= {StageKind.REVIEWED, StageKind.ENDED}
    steps: list[Step] = []
    odd = out_of_order(stages)
    for kind in StageKind:
        reached = [Step([kind], one, [it for it in odd if it.stage is one]) for one in stages if one.stage is kind]
        if not reached and kind in to_come:
            continue
        if not reached and steps and steps[-1].reached is None:
            steps[-1].stages.append(kind)
        else:
            steps += reached or [Step([kind], None)]
    return steps


def _compared(session: Session, plan: Plan) -> list[Compared]:
    contracts = contract_heads(session, Contract.municipality_id == plan.municipality_id)
    texts = texts_where(
        session,
        col(CommitmentText.edition_id).in_(newest_edition_ids()),
        col(Commitment.contract_id).in_([contract.id for contract in contracts]),
    )
    # What stands in this very plan is counted on its page whatever its years.
    rows = published_findings(session, plan_id=plan.id)
    found = by_commitment(replace(row, is_before_contract=False) for row in rows)
    compared: list[Compared] = []
    for contract in contracts:
        asked = [text for text in leaves(texts) if text.contract_id == contract.id]
        if asked:
            compared.append(
                Compared(
                    contract,
                    [Match(text, next(iter(found.get(text.commitment_id, ())), None)) for text in asked],
                    Planned.of([text.commitment_id for text in asked], found),
                )
            )
    return compared


HANDLERS: list[Any] = [plan_page]
