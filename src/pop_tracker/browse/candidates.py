"""Who stood for mayor and how they answered the social contract, by election and municipality."""

import re
from collections import Counter
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from litestar import Request, Response
from litestar.di import NamedDependency
from sqlmodel import Session, col, select

from pop_tracker.accounts.pages.guards import PUBLIC
from pop_tracker.browse.record.alone import entered_alone
from pop_tracker.browse.taken_out import taken_out
from pop_tracker.contracts.models import Contract
from pop_tracker.elections.models import ELECTION_KIND_WORDS, Candidate, Election, ElectionKind, elections
from pop_tracker.places.models import Municipality
from pop_tracker.pledges.in_force import SignatureRow, in_force
from pop_tracker.pledges.names import NAMELESS
from pop_tracker.pledges.unanswered import Unanswered, unanswered
from pop_tracker.pledges.vocabulary import CAPACITY_WORDS, STANDS_WORDS
from pop_tracker.web.albanian import same_name
from pop_tracker.web.doors import get
from pop_tracker.web.i18n import Words
from pop_tracker.web.render import page
from pop_tracker.web.sources import Sources

_SHARE = r"(?P<share>\d+(?:[.,]\d+)?)%"
_VOTES = re.compile(rf"(?P<votes>\d+)(?: \({_SHARE}\))?")
_SHARE_ALONE = re.compile(_SHARE)


@dataclass(frozen=True)
class Stands:
    """A candidate with what they were asked and answered, for a contract of the same municipality: by the candidate
    that an answer is tied to; what is tied to none, or was given in an office, by the name that was given with it, or
    where nobody stood there under that, by the one that the office's holder has now."""

    candidate: Candidate
    answers: list[tuple[SignatureRow, Contract]]
    """The one in force first."""
    unanswered: list[tuple[Unanswered, Contract]]
    votes: str
    """In this site's form where the source gives numbers alone, or in English; "" where its words must be quoted."""
    sources: list[int]
    """Places in the list of the election's sources, from 1."""

    @property
    def answer(self) -> str:
        if self.answers:
            return self.answers[0][0].stands
        silent = [one for one, _ in self.unanswered if not one.is_annulled]
        if not silent:
            return "unknown"
        return "none" if all(one.is_over for one in silent) else "asked"


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
    sources: list[Sources] = field(default_factory=list)
    """Each that a candidate or the election has, once."""

    def places_of(self, source: str) -> list[int]:
        """Where each of the sources stands among all, from 1; what is new is added."""
        parts = [Sources([one]) for one in Sources.of(source).each]
        self.sources.extend(part for part in dict.fromkeys(parts) if part not in self.sources)
        return [self.sources.index(part) + 1 for part in parts]

    @property
    def with_contract(self) -> list[Contest]:
        return [one for one in self.contests if one.contracts]

    @property
    def without_contract(self) -> list[Contest]:
        return [one for one in self.contests if not one.contracts]


@dataclass(frozen=True)
class Term:
    """The local elections of one day and the by-elections after them: two terms are never counted together."""

    held: list[Held]

    @property
    def answers(self) -> Counter[str]:
        """How many candidates gave which answer, where there is a contract to answer."""
        return Counter(one.answer for held in self.held for contest in held.with_contract for one in contest.candidates)

    @property
    def candidates_without_contract(self) -> int:
        return sum(len(contest.candidates) for held in self.held for contest in held.without_contract)

    @property
    def places_without_contract(self) -> int:
        return len({contest.municipality.id for held in self.held for contest in held.without_contract})


@get("/kandidatet", opt=PUBLIC)
def candidates_page(
    request: Request[Any, Any, Any], session: NamedDependency[Session], said: NamedDependency[Words]
) -> Response[str]:
    return page(
        request,
        "browse/candidates.html",
        {
            "terms": terms_of(contested(session, said)),
            "kind_words": ELECTION_KIND_WORDS,
            "capacity_words": CAPACITY_WORDS,
            "answer_words": STANDS_WORDS,
            "alone": entered_alone(session, ["/kandidatet"], ("election", "candidate")),
            "taken_out": taken_out(session, "/kandidatet"),
        },
    )


def contested(session: Session, said: Words) -> list[Held]:
    """Elections with candidates, the latest first; candidates in the order of the ballot. Five queries."""
    held = {election.id: Held(election) for election in elections(session)}
    for one in held.values():
        one.places_of(one.election.source)
    contracts = {contract.id: contract for contract in session.exec(select(Contract))}
    standing = session.exec(
        select(Candidate, Municipality)
        .join(Municipality, col(Municipality.id) == Candidate.municipality_id)
        .order_by(col(Municipality.sort_key), col(Candidate.elected).is_(None), col(Candidate.id))
    ).all()
    names = {(candidate.municipality_id, same_name(candidate.name)) for candidate, _ in standing}
    answered: dict[tuple[int, str | int], list[tuple[SignatureRow, Contract]]] = {}
    given = in_force(session)
    for row in given:
        contract = contracts[row.contract_id]
        kind, candidate_id = row.whose
        person = (contract.municipality_id, same_name(row.name))
        if kind == "candidate":
            answered.setdefault((contract.municipality_id, candidate_id), []).append((row, contract))
        elif person in names:
            answered.setdefault(person, []).append((row, contract))
        elif row.called_now:
            answered.setdefault((contract.municipality_id, same_name(row.called_now)), []).append((row, contract))
    silent: dict[tuple[int, str | int], list[tuple[Unanswered, Contract]]] = {}
    for asked in unanswered(session, given):
        contract = contracts[asked.contract_id]
        kind, candidate_id = asked.whose
        by = candidate_id if kind == "candidate" else same_name(asked.name)
        silent.setdefault((contract.municipality_id, by), []).append((asked, contract))
    contests: dict[tuple[int, int], Contest] = {}
    for candidate, municipality in standing:
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
        tied = (candidate.municipality_id, candidate.id or 0)
        called = (candidate.municipality_id, same_name(candidate.name))
        # Where one of the two names was removed, standing here would tell it.
        answers = [
            (row, contract)
            for row, contract in [*answered.get(tied, []), *answered.get(called, [])]
            if contract.id in begun and row.name != NAMELESS
        ]
        not_answered = [
            (asked, contract)
            for asked, contract in [*silent.get(tied, []), *silent.get(called, [])]
            if contract.id in begun and asked.name != NAMELESS
        ]
        contests[key].candidates.append(
            Stands(
                candidate,
                sorted(answers, key=lambda one: one[0].signed_on, reverse=True),
                not_answered,
                votes_in_words(candidate.votes, said),
                held[candidate.election_id].places_of(candidate.source),
            )
        )
    return [one for one in held.values() if one.contests]


def terms_of(held: list[Held]) -> list[Term]:
    """Of elections with the latest first: by-elections belong to the local elections before them."""
    found: list[Term] = []
    is_begun = False
    for one in held:
        if not is_begun:
            found.append(Term([]))
        found[-1].held.append(one)
        is_begun = one.election.election_kind is not ElectionKind.ORDINARY_LOCAL
    return found


def votes_in_words(votes: str, said: Words) -> str:
    """15.672 vota (78%), of a number or a share alone; else the English of its words, where all of it is known; "" of
    what is left, and of nothing."""
    if found := _VOTES.fullmatch(votes):
        count = int(found["votes"])
        words = said.ngettext("%(num)s votë", "%(num)s vota", count, num=said.number(count))
        return f"{words} ({_percent(found['share'], said)})" if found["share"] else words
    found = _SHARE_ALONE.fullmatch(votes)
    if found:
        return _percent(found["share"], said)
    pieces = said.pieces(votes)
    words = "".join(text for text, _ in pieces)
    return words if words != votes and all(is_ours for _, is_ours in pieces) else ""


def _percent(share: str, said: Words) -> str:
    """With all the digits that the source gives."""
    return f"{said.number(Decimal(share.replace(',', '.')))}%"


HANDLERS: list[Any] = [candidates_page]
