"""The network at a glance, and the list of municipalities: what is known of each, in one word."""

from collections.abc import Collection
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from litestar import Request, Response
from litestar.di import NamedDependency
from sqlmodel import Session, col, select

from pop_tracker.accounts.models import Coverage, Organisation
from pop_tracker.accounts.pages.guards import PUBLIC
from pop_tracker.browse.contract import ContractLine, contract_lines
from pop_tracker.browse.map import drawing
from pop_tracker.browse.record.news import news
from pop_tracker.monitoring.pop_figures import published_figures, together
from pop_tracker.monitoring.statuses import Counts
from pop_tracker.places.models import municipalities
from pop_tracker.web.doors import get
from pop_tracker.web.i18n import N_, Words
from pop_tracker.web.render import page


class Known(StrEnum):
    """How far the chain of a municipality can be followed here."""

    ASSESSED = "assessed"
    """At least one commitment has a published verdict."""
    ASKED = "asked"
    """The text of a contract is here; nothing of it is assessed yet."""
    CONTRACT = "contract"
    """There is a contract, but its text is not here."""
    MEMBER = "member"
    """A member organisation covers it; no contract is here yet."""
    NONE = "none"


KNOWN_WORDS: dict[Known, str] = {
    Known.ASSESSED: N_("Kontratë me vlerësime"),
    Known.ASKED: N_("Kontratë me tekst, ende pa vlerësime"),
    Known.CONTRACT: N_("Dihet kontrata, jo teksti i saj"),
    Known.MEMBER: N_("Bashki e rrjetit, kontrata ende nuk është këtu"),
    Known.NONE: N_("Jashtë rrjetit"),
}


@dataclass(frozen=True)
class Place:
    """A municipality with the organisations that cover it and its contracts."""

    slug: str
    name: str
    county: str
    organisations: list[str] = field(default_factory=list)
    lines: list[ContractLine] = field(default_factory=list)

    @property
    def counts(self) -> Counts:
        return sum((line.chain.counts for line in self.lines), Counts())

    @property
    def known(self) -> Known:
        if self.counts.assessed:
            return Known.ASSESSED
        if self.counts.every:
            return Known.ASKED
        if self.lines:
            return Known.CONTRACT
        return Known.MEMBER if self.organisations else Known.NONE


def places(session: Session) -> list[Place]:
    """All municipalities in Albanian order. Nine queries."""
    found = {
        municipality.id: Place(municipality.slug, municipality.name, municipality.county)
        for municipality in municipalities(session)
    }
    for municipality_id, name in session.exec(
        select(Coverage.municipality_id, Organisation.name)
        .join(Organisation, col(Organisation.id) == Coverage.organisation_id)
        .order_by(col(Organisation.sort_key))
    ):
        found[municipality_id].organisations.append(name)
    for line in contract_lines(session):
        found[line.head.municipality_id].lines.append(line)
    return list(found.values())


@dataclass(frozen=True)
class Mandate:
    """The contracts of one term and what became of them: no figure adds two terms."""

    term: str
    lines: list[ContractLine]
    members: frozenset[str]
    """Slugs of the network's municipalities."""

    @property
    def counts(self) -> Counts:
        """Commitments, by the latest published round of each contract."""
        return sum((line.chain.counts for line in self.lines), Counts())

    @property
    def priorities(self) -> Counts:
        """As POP publishes its figures."""
        return sum((line.chain.figures.priorities for line in self.lines if line.chain.figures), Counts())

    @property
    def judged(self) -> list[ContractLine]:
        """The contracts that the counts come from."""
        return [line for line in self.lines if line.chain.counts.assessed]

    @property
    def judged_members(self) -> int:
        return len({line.head.municipality_slug for line in self.judged} & self.members)

    @property
    def texts(self) -> int:
        return sum(line.edition is not None for line in self.lines)

    @property
    def signed(self) -> int:
        return sum(line.chain.signed > 0 for line in self.lines)


def mandates(found: Collection[Place]) -> list[Mandate]:
    """The newest first."""
    members = frozenset(place.slug for place in found if place.organisations)
    by_term: dict[tuple[int, int], list[ContractLine]] = {}
    for place in found:
        for line in place.lines:
            by_term.setdefault((line.head.term_from, line.head.term_until), []).append(line)
    return [Mandate(lines[0].head.term, lines, members) for _, lines in sorted(by_term.items(), reverse=True)]


@get("/", opt=PUBLIC)
def network_page(
    request: Request[Any, Any, Any], session: NamedDependency[Session], said: NamedDependency[Words]
) -> Response[str]:
    found = places(session)
    shown = [place for place in found if place.known is not Known.NONE]
    return page(
        request,
        "browse/network.html",
        {
            "mandates": mandates(found),
            "members": sum(bool(place.organisations) for place in found),
            "places": shown,
            "known_words": KNOWN_WORDS,
            "map": drawing({place.slug: (place.name, place.known.value) for place in found}),
            "published_figures": together(published_figures(session)),
            "news": news(session, said),
        },
    )


@get("/bashkite", opt=PUBLIC)
def municipalities_page(request: Request[Any, Any, Any], session: NamedDependency[Session]) -> Response[str]:
    found = places(session)
    return page(
        request,
        "browse/municipalities.html",
        {
            "in_network": [place for place in found if place.known is not Known.NONE],
            "others": [place for place in found if place.known is Known.NONE],
            "count": len(found),
            "known_words": KNOWN_WORDS,
        },
    )


HANDLERS: list[Any] = [network_page, municipalities_page]
