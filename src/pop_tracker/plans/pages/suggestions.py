"""What a person says to the site's suggestions, and the commitments that an item of a plan may answer."""

from dataclasses import dataclass
from typing import Any

from litestar import Response
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response.redirect import Redirect
from sqlmodel import col, select

from pop_tracker.accounts.pages import guards
from pop_tracker.accounts.pages.desk import Desk
from pop_tracker.contracts.editions import newest_edition_ids
from pop_tracker.contracts.models import Contract, known
from pop_tracker.contracts.texts import Commitment, CommitmentText, Text, leaves, texts_where
from pop_tracker.plans.findings.examination import examination
from pop_tracker.plans.findings.findings import VERDICT_WORDS
from pop_tracker.plans.findings.rejected import offer_again, reject
from pop_tracker.plans.findings.rows import FindingRow, published_findings
from pop_tracker.plans.findings.suggested import commitments_for
from pop_tracker.plans.items import PlanItem
from pop_tracker.plans.models import Plan
from pop_tracker.plans.pages.items import item_at_work
from pop_tracker.plans.standing import plan_at_work
from pop_tracker.web.doors import get, post
from pop_tracker.web.errors import Missing


@dataclass(frozen=True)
class Candidate:
    """A commitment that the item may answer, with its contract and what is public of it in the plan."""

    text: Text
    contract_slug: str
    contract_title: str
    published: FindingRow | None


@post("/puna/gjetjet/{contract_slug:str}/{plan_slug:str}/{ref:str}/refuzimet",
      guards=[guards.editor])  # fmt: skip
def reject_suggestion(
    desk: NamedDependency[Desk], contract_slug: FromPath[str], plan_slug: FromPath[str], ref: FromPath[str]
) -> Redirect:
    """Not this one: it is not suggested for this commitment again, unless someone takes that back. A bare button; said
    twice it changes nothing."""
    seen = examination(desk.session, desk.viewer, contract_slug, plan_slug)
    item = _item(desk, seen.plan)
    reject(desk.session, desk.viewer, seen.line(ref).text.commitment_id, item)
    return desk.go(_back(desk, contract_slug, plan_slug, ref, item))


@post("/puna/gjetjet/{contract_slug:str}/{plan_slug:str}/{ref:str}/rikthimet",
      guards=[guards.editor])  # fmt: skip
def offer_suggestion_again(
    desk: NamedDependency[Desk], contract_slug: FromPath[str], plan_slug: FromPath[str], ref: FromPath[str]
) -> Redirect:
    seen = examination(desk.session, desk.viewer, contract_slug, plan_slug)
    item = _item(desk, seen.plan)
    offer_again(desk.session, desk.viewer, seen.line(ref).text.commitment_id, item)
    return desk.go(_back(desk, contract_slug, plan_slug, ref, item))


@get("/puna/planet/{slug:str}/zerat/{item_id:int}/zotimet", guards=[guards.editor])
def commitments_of_item(desk: NamedDependency[Desk], slug: FromPath[str], item_id: FromPath[int]) -> Response[str]:
    session = desk.session
    plan = plan_at_work(session, desk.viewer, slug)
    item = item_at_work(desk, plan, item_id)
    contracts = {
        contract.id: contract
        for contract in session.exec(select(Contract).where(Contract.municipality_id == plan.municipality_id, known()))
    }
    texts = texts_where(
        session,
        col(CommitmentText.edition_id).in_(newest_edition_ids()),
        col(Commitment.contract_id).in_(list(contracts)),
    )
    by_ref = {(text.contract_id, text.ref): text for text in texts}
    parents = {
        text.commitment_id: by_ref[text.contract_id, text.parent_ref] for text in texts if text.parent_ref is not None
    }
    public = {row.commitment_id: row for row in published_findings(session, plan_id=plan.id)}
    offers = commitments_for(session, item, leaves(texts), parents)

    def candidate(text: Text) -> Candidate:
        contract = contracts[text.contract_id]
        return Candidate(text, contract.slug, contract.title, public.get(text.commitment_id))

    context = {
        "plan": plan,
        "item": item,
        "suggested": [(suggestion, candidate(text)) for suggestion, text in offers.ranked],
        "rejected": [candidate(text) for text in offers.rejected],
        "found": [candidate(text) for text in leaves(texts) if _is_in(public.get(text.commitment_id), item)],
        "verdict_words": VERDICT_WORDS,
    }
    return desk.page("plans/findings/commitments.html", context)


def _item(desk: Desk, plan: Plan) -> PlanItem:
    """The one that the button is about."""
    said = desk.sent.get("zeri")
    if not said.isdecimal() or len(said) > 18:
        raise Missing
    return item_at_work(desk, plan, int(said))


def _back(desk: Desk, contract_slug: str, plan_slug: str, ref: str, item: PlanItem) -> str:
    """To the page that it was said on: the item's or the commitment's."""
    if desk.sent.get("nga") == "zeri":
        return f"/puna/planet/{plan_slug}/zerat/{item.id}/zotimet"
    return f"/puna/gjetjet/{contract_slug}/{plan_slug}/{ref}#sugjerimet"


def _is_in(row: FindingRow | None, item: PlanItem) -> bool:
    return row is not None and item.number in (row.item_number, *row.also)


HANDLERS: list[Any] = [reject_suggestion, offer_suggestion_again, commitments_of_item]
