"""The contracts, each with its chain, and one contract priority by priority."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from litestar import Request, Response
from litestar.di import NamedDependency
from litestar.params import FromPath
from sqlmodel import Session, col, select

from pop_tracker import history
from pop_tracker.accounts.models import Organisation
from pop_tracker.accounts.pages.guards import PUBLIC
from pop_tracker.browse.figures import Chain, Findings, Planned, by_commitment
from pop_tracker.browse.record import saves
from pop_tracker.browse.record.alone import entered_alone
from pop_tracker.browse.taken_out import taken_out
from pop_tracker.browse.withdrawn import withdrawn_page
from pop_tracker.contracts.digests import text_digest
from pop_tracker.contracts.editions import Edition, newest_editions, published_editions
from pop_tracker.contracts.handing_out import public_documents
from pop_tracker.contracts.models import Contract, known, withdrawn_contract
from pop_tracker.contracts.texts import (
    GROUP_WORDS,
    Commitment,
    CommitmentText,
    Heading,
    PriorityGroup,
    Text,
    headings_of_edition,
    texts_of_edition,
)
from pop_tracker.elections.offices import Office, offices_of
from pop_tracker.monitoring.models import Round, RoundState
from pop_tracker.monitoring.scale import Status
from pop_tracker.monitoring.statuses import Counts, LeafStatus, current_statuses, figures, roll_up
from pop_tracker.places.models import Municipality
from pop_tracker.plans.findings.rows import FindingRow, published_findings
from pop_tracker.pledges.in_force import SignatureRow, answers, in_force
from pop_tracker.pledges.unanswered import unanswered, with_how
from pop_tracker.pledges.vocabulary import CAPACITY_WORDS, STANDS_WORDS
from pop_tracker.web.doors import get
from pop_tracker.web.errors import Missing
from pop_tracker.web.render import page, words_of

OPEN_ALL = "te-gjitha"
"""What `?hap=` says for a page with all its folds open: the plain way, for who has no script."""
WORDS = {
    "group_words": GROUP_WORDS,
    "capacity_words": CAPACITY_WORDS,
    "answer_words": STANDS_WORDS,
    "verbs": history.VERBS,
}


@dataclass(frozen=True)
class ContractHead:
    """A contract with the names of its municipality and organisation."""

    id: int
    slug: str
    title: str
    term_from: int
    term_until: int
    text_known: bool
    source: str
    municipality_id: int
    municipality_slug: str
    municipality_name: str
    organisation_slug: str | None
    organisation_name: str | None

    @property
    def path(self) -> str:
        return f"/kontratat/{self.slug}"

    @property
    def term(self) -> str:
        return f"{self.term_from}–{self.term_until}"


@dataclass
class ShownCommitment:
    """A commitment with what came of it. `status` is its own, or rolled up from its sub-points."""

    text: Text
    status: Status
    said: LeafStatus | None
    findings: list[FindingRow]
    points: list["ShownCommitment"] = field(default_factory=list)


@dataclass
class ShownPriority:
    """A priority with its commitments; `status` by the one rule, from what is not retracted."""

    number: int
    title: str
    group: PriorityGroup
    commitments: list[ShownCommitment]
    leaves: list[Status]
    """Of what can be assessed, in the order of the contract."""
    counts: Counts
    status: Status

    @property
    def shared(self) -> Status | None:
        """The one status of all its leaves: said once, at its head."""
        return self.leaves[0] if self.leaves and len(set(self.leaves)) == 1 else None

    @property
    def is_flat(self) -> bool:
        return len(self.commitments) == 1 and self.commitments[0].text.is_flat


_HEADS: Any = (
    select(Contract, Municipality.slug, Municipality.name, Organisation.slug, Organisation.name)  # type: ignore[call-overload]
    .join(Municipality, col(Municipality.id) == Contract.municipality_id)
    .join(Organisation, col(Organisation.id) == Contract.organisation_id, isouter=True)
    .where(known())
    .order_by(col(Municipality.sort_key), col(Contract.term_from).desc())
)


def contract_heads(session: Session, *conditions: Any) -> list[ContractHead]:
    """By municipality in Albanian order, the newest term first. That there is a contract is public, text or not."""
    rows = session.exec(_HEADS.where(*conditions))
    return [
        ContractHead(
            id=contract.id,
            slug=contract.slug,
            title=contract.title,
            term_from=contract.term_from,
            term_until=contract.term_until,
            text_known=contract.text_known,
            source=contract.source,
            municipality_id=contract.municipality_id,
            municipality_slug=municipality_slug,
            municipality_name=municipality_name,
            organisation_slug=organisation_slug,
            organisation_name=organisation_name,
        )
        for contract, municipality_slug, municipality_name, organisation_slug, organisation_name in rows
    ]


def contract_head(session: Session, slug: str) -> ContractHead:
    found = contract_heads(session, Contract.slug == slug)
    if not found:
        raise Missing
    return found[0]


def shown_commitments(
    texts: Iterable[Text], statuses: Mapping[int, LeafStatus], found: Findings
) -> dict[str, ShownCommitment]:
    """By reference, in order; sub-points also under their point."""
    by_ref: dict[str, ShownCommitment] = {}
    for text in texts:
        said = statuses.get(text.commitment_id)
        one = ShownCommitment(
            text, said.status if said else Status.NOT_ASSESSED, said, found.get(text.commitment_id, [])
        )
        by_ref[text.ref] = one
        if text.parent_ref and text.parent_ref in by_ref:
            by_ref[text.parent_ref].points.append(one)
    for one in by_ref.values():
        if one.points:
            one.status = roll_up(point.status for point in one.points if not point.text.is_retracted)
    return by_ref


def priorities(headings: Iterable[Heading], by_ref: Mapping[str, ShownCommitment]) -> list[ShownPriority]:
    found: list[ShownPriority] = []
    for heading in headings:
        of_it = [one for one in by_ref.values() if one.text.priority_number == heading.number]
        leaves = [one.status for one in of_it if one.text.can_be_assessed]
        found.append(
            ShownPriority(
                heading.number,
                heading.title,
                heading.group,
                [one for one in of_it if one.text.parent_ref is None],
                leaves,
                Counts.of(leaves),
                roll_up(leaves),
            )
        )
    return found


@dataclass(frozen=True)
class ContractLine:
    """A contract in a list, with its chain."""

    head: ContractHead
    edition: Edition | None
    chain: Chain


def contract_lines(session: Session, *conditions: Any, found: Findings | None = None) -> list[ContractLine]:
    """Contracts with their chains. Six queries, however many there are; five with what was found of them at hand."""
    heads = contract_heads(session, *conditions)
    ids = [head.id for head in heads]
    editions = newest_editions(session, ids)
    counted = figures(session, ids)
    answered: dict[int, list[SignatureRow]] = {}
    for row in in_force(session, ids):
        answered.setdefault(row.contract_id, []).append(row)
    if found is None:
        found = by_commitment(published_findings(session, col(Commitment.contract_id).in_(ids)))
    leaves = leaf_ids(session, [edition.id or 0 for edition in editions.values()])
    return [
        ContractLine(
            head,
            editions.get(head.id),
            Chain(
                counted.get(head.id),
                answered.get(head.id, []),
                Planned.of(leaves.get(head.id, []), found),
            ),
        )
        for head in heads
    ]


def leaf_ids(session: Session, edition_ids: list[int]) -> dict[int, list[int]]:
    """What can be assessed in these editions: commitment ids by contract id. One query."""
    found: dict[int, list[int]] = {}
    for contract_id, commitment_id in session.exec(
        select(Commitment.contract_id, Commitment.id)
        .join(CommitmentText, col(CommitmentText.commitment_id) == Commitment.id)
        .where(
            col(CommitmentText.edition_id).in_(edition_ids),
            col(CommitmentText.is_leaf),
            ~col(CommitmentText.is_retracted),
        )
    ):
        found.setdefault(contract_id, []).append(commitment_id or 0)
    return found


def published_rounds(session: Session, *conditions: Any) -> list[Round]:
    """The latest period first, as a contract's rounds are numbered. One query."""
    return list(
        session.exec(
            select(Round)
            .where(Round.state == RoundState.PUBLISHED, *conditions)
            .order_by(col(Round.period_until).desc(), col(Round.number).desc(), col(Round.id).desc())
        )
    )


@get("/kontratat", opt=PUBLIC)
def contracts_page(request: Request[Any, Any, Any], session: NamedDependency[Session]) -> Response[str]:
    return page(request, "browse/contracts/contracts.html", {"lines": contract_lines(session)})


@get("/kontratat/{slug:str}", opt=PUBLIC)
def contract_page(
    request: Request[Any, Any, Any], slug: FromPath[str], session: NamedDependency[Session]
) -> Response[str]:
    if withdrawn := withdrawn_contract(session, slug):
        return withdrawn_page(request, session, withdrawn)
    head = contract_head(session, slug)
    editions = published_editions(session, head.id)
    edition_id = editions[0].id or 0 if editions else 0
    texts = texts_of_edition(session, edition_id)
    statuses = current_statuses(session, [head.id])
    found = by_commitment(published_findings(session, contract_id=head.id))
    by_ref = shown_commitments(texts, statuses, found)
    in_order = priorities(headings_of_edition(session, edition_id), by_ref)
    signed = answers(session, [head.id])
    leaves = [text.commitment_id for text in texts if text.can_be_assessed]
    counts = Counts.of(one.status for one in by_ref.values() if one.text.can_be_assessed)
    rounds = published_rounds(session, Round.contract_id == head.id)
    newest = [f"{head.path}/botimi/{edition.number}" for edition in editions[:1]]
    of_it = [f"{head.path}/botimi/{edition.number}" for edition in editions]
    of_it += [f"/raportet/{head.slug}/{of.number}" for of in rounds]
    return page(
        request,
        "browse/contracts/contract.html",
        {
            **WORDS,
            "head_of": head,
            "editions": editions,
            "digest": text_digest(session, editions[0]) if editions else None,
            "documents": public_documents(session, editions),
            "groups": in_groups(in_order),
            "priorities": in_order,
            "counts": counts,
            "by_priority": Counts.of(priority.status for priority in in_order),
            "planned": Planned.of(leaves, found),
            "signed": signed,
            # Where somebody else's answer was annulled, its row says so.
            "silent": with_how(session, [one for one in unanswered(session, signed, [head.id]) if not one.is_annulled]),
            "rounds": rounds,
            "governed": governed(session, head),
            "opens_all": request.query_params.get("hap") == OPEN_ALL,
            "alone": entered_alone(session, [head.path], ("contract", "invitation")),
            "taken_out": taken_out(session, head.path, also=newest),
            "entries": saves.entries(session, words_of(request), paths=[head.path, *of_it], limit=20),
        },
    )


def governed(session: Session, head: ContractHead) -> list[Office]:
    """Who held an office there during the contract's term, as far as is known, the latest first. One query.

    A term's first year is the last of the one before: who left or came in it belongs to one of them only.
    """
    return [
        office
        for office in offices_of(session, head.municipality_id)
        if office.from_on.year < head.term_until and (office.until_on is None or office.until_on.year > head.term_from)
    ]


def in_groups(in_order: list[ShownPriority]) -> list[tuple[PriorityGroup, list[ShownPriority]]]:
    """Priorities under the headings that the contract gives them; one nameless group where it gives none."""
    groups: dict[PriorityGroup, list[ShownPriority]] = {}
    for priority in in_order:
        groups.setdefault(priority.group, []).append(priority)
    return list(groups.items())


HANDLERS: list[Any] = [contracts_page, contract_page]
