"""Plans as the trees they are, and what of the contracts they cover."""

from dataclasses import dataclass
from typing import Any

from litestar import Request, Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath
from sqlmodel import Session, col, select

from pop_tracker import history
from pop_tracker.accounts.guards import PUBLIC
from pop_tracker.browse.contract import ContractHead, contract_heads
from pop_tracker.browse.figures import Planned, by_commitment
from pop_tracker.contracts.models import (
    Commitment,
    CommitmentText,
    Contract,
    Text,
    leaves,
    newest_edition_ids,
    texts_where,
)
from pop_tracker.history import VERBS
from pop_tracker.places.models import Municipality
from pop_tracker.plans.consultations import CONSULTATION_KIND_WORDS, consultations
from pop_tracker.plans.findings import FindingRow, published_findings
from pop_tracker.plans.items import PlanItem, tree
from pop_tracker.plans.models import PLAN_KIND_WORDS, Plan, plan_by_slug, plans
from pop_tracker.web.errors import Missing
from pop_tracker.web.render import page


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


@get("/planet", opt=PUBLIC, sync_to_thread=True)
def plans_page(request: Request[Any, Any, Any], session: NamedDependency[Session]) -> Response[str]:
    return page(request, "browse/plans.html", {"plans": plans(session), "kind_words": PLAN_KIND_WORDS})


@get("/planet/{slug:str}", opt=PUBLIC, sync_to_thread=True)
def plan_page(request: Request[Any, Any, Any], slug: FromPath[str], session: NamedDependency[Session]) -> Response[str]:
    plan = plan_by_slug(session, slug)
    if plan is None or plan.id is None:
        raise Missing
    items = session.exec(select(PlanItem).where(PlanItem.plan_id == plan.id).order_by(col(PlanItem.position))).all()
    compared = _compared(session, plan)
    found_in: dict[int, list[FindingRow]] = {}
    for contract in compared:
        for match in contract.looked_for:
            if match.finding and match.finding.item_id:
                found_in.setdefault(match.finding.item_id, []).append(match.finding)
    return page(
        request,
        "browse/plan.html",
        {
            "plan": plan,
            "municipality": session.get_one(Municipality, plan.municipality_id),
            "kind_words": PLAN_KIND_WORDS,
            "consultation_kind_words": CONSULTATION_KIND_WORDS,
            "tree": tree(items),
            "levels": list(dict.fromkeys(item.level for item in items)),
            "found_in": found_in,
            "compared": compared,
            "consultations": consultations(session, plan_id=plan.id),
            "verbs": VERBS,
            "entries": history.entries(session, paths=[plan.path], limit=10),
        },
    )


def _compared(session: Session, plan: Plan) -> list[Compared]:
    contracts = contract_heads(session, Contract.municipality_id == plan.municipality_id)
    texts = texts_where(
        session,
        col(CommitmentText.edition_id).in_(newest_edition_ids()),
        col(Commitment.contract_id).in_([contract.id for contract in contracts]),
    )
    found = by_commitment(published_findings(session, plan_id=plan.id))
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


HANDLERS: list[Any] = [plans_page, plan_page]
