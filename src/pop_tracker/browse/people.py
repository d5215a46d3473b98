"""Who watches (the member organisations) and who stands: the candidates, and what they answered."""

from dataclasses import dataclass, field
from typing import Any

from litestar import Request, Response
from litestar.di import NamedDependency
from sqlmodel import Session, col, select

from pop_tracker.accounts.models import Coverage, Organisation
from pop_tracker.accounts.pages.guards import PUBLIC
from pop_tracker.contracts.models import Contract
from pop_tracker.elections.models import ELECTION_KIND_WORDS, Candidate, Election, elections
from pop_tracker.places.models import Municipality
from pop_tracker.pledges.invitations import ShownInvitation, shown_invitations
from pop_tracker.pledges.models import ANSWER_WORDS, CAPACITY_WORDS, SignatureRow, same_name, signatures
from pop_tracker.web.doors import get
from pop_tracker.web.render import page


@dataclass(frozen=True)
class Watcher:
    """A member organisation, the municipalities it covers, and the contracts that it drafted."""

    organisation: Organisation
    municipalities: list[tuple[str, str]]
    contracts: list[Contract]


@get("/organizatat", opt=PUBLIC)
def organisations_page(request: Request[Any, Any, Any], session: NamedDependency[Session]) -> Response[str]:
    covered: dict[int, list[tuple[str, str]]] = {}
    for organisation_id, slug, name in session.exec(
        select(Coverage.organisation_id, Municipality.slug, Municipality.name)
        .join(Municipality, col(Municipality.id) == Coverage.municipality_id)
        .order_by(col(Municipality.sort_key))
    ):
        covered.setdefault(organisation_id, []).append((slug, name))
    drafted: dict[int | None, list[Contract]] = {}
    for contract in session.exec(select(Contract).order_by(col(Contract.term_from).desc(), col(Contract.slug))):
        drafted.setdefault(contract.organisation_id, []).append(contract)
    watchers = [
        Watcher(organisation, covered.get(organisation.id or 0, []), drafted.get(organisation.id, []))
        for organisation in session.exec(select(Organisation).order_by(col(Organisation.sort_key)))
    ]
    return page(
        request,
        "browse/organisations.html",
        {"watchers": watchers, "places": len({slug for found in covered.values() for slug, _ in found})},
    )


@dataclass(frozen=True)
class Stands:
    """A candidate with what they were asked and answered: by the same name, for a contract of the same municipality."""

    candidate: Candidate
    answers: list[tuple[SignatureRow, Contract]]
    unanswered: list[tuple[ShownInvitation, Contract]]


@dataclass(frozen=True)
class Contest:
    """An election in one municipality."""

    municipality: Municipality
    candidates: list[Stands]
    contracts: list[Contract]
    """Those that begin with the election's year."""


@dataclass(frozen=True)
class Held:
    election: Election
    contests: list[Contest] = field(default_factory=list)


@get("/kandidatet", opt=PUBLIC)
def candidates_page(request: Request[Any, Any, Any], session: NamedDependency[Session]) -> Response[str]:
    held = {election.id: Held(election) for election in elections(session)}
    contracts = {contract.id: contract for contract in session.exec(select(Contract))}
    answered: dict[tuple[int, str], list[tuple[SignatureRow, Contract]]] = {}
    for row in signatures(session):
        contract = contracts[row.contract_id]
        answered.setdefault((contract.municipality_id, same_name(row.name)), []).append((row, contract))
    invited: dict[tuple[int, str], list[tuple[ShownInvitation, Contract]]] = {}
    for one in shown_invitations(session):
        contract = contracts[one.contract_id]
        invited.setdefault((contract.municipality_id, same_name(one.name)), []).append((one, contract))
    contests: dict[tuple[int, int], Contest] = {}
    for candidate, municipality in session.exec(
        select(Candidate, Municipality)
        .join(Municipality, col(Municipality.id) == Candidate.municipality_id)
        .order_by(col(Municipality.sort_key), col(Candidate.elected).is_(None), col(Candidate.id))
    ):
        key = (candidate.election_id, candidate.municipality_id)
        if key not in contests:
            year = held[candidate.election_id].election.held_on.year
            contests[key] = Contest(
                municipality,
                [],
                [
                    contract
                    for contract in contracts.values()
                    if contract.municipality_id == municipality.id and contract.term_from <= year < contract.term_until
                ],
            )
            held[candidate.election_id].contests.append(contests[key])
        begun = {contract.id for contract in contests[key].contracts}
        person = (candidate.municipality_id, same_name(candidate.name))
        answers = [(row, contract) for row, contract in answered.get(person, []) if contract.id in begun]
        # On paper or through the link: an answer in the same capacity is the answer.
        said = {(row.contract_id, row.capacity) for row, _ in answers}
        unanswered = [
            (one, contract)
            for one, contract in invited.get(person, [])
            if contract.id in begun and (one.contract_id, one.capacity) not in said
        ]
        contests[key].candidates.append(Stands(candidate, answers, unanswered))
    return page(
        request,
        "browse/candidates.html",
        {
            "held": [one for one in held.values() if one.contests],
            "kind_words": ELECTION_KIND_WORDS,
            "capacity_words": CAPACITY_WORDS,
            "answer_words": ANSWER_WORDS,
        },
    )


HANDLERS: list[Any] = [organisations_page, candidates_page]
