"""/bashkite/{slug}/mandatet: what a municipality's citizens asked for three times, twice and once, and what became of
it each time; the same as CSV. Which commitments belong together a person said."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from litestar import Request, Response
from litestar.di import NamedDependency
from litestar.params import FromPath
from sqlmodel import Session, col

from pop_tracker.accounts.pages.guards import PUBLIC
from pop_tracker.browse.contract import ContractHead, ShownCommitment, contract_heads, shown_commitments
from pop_tracker.browse.record.alone import entered_alone
from pop_tracker.contracts.continuations import Continuation, continuations, published_texts
from pop_tracker.contracts.models import Contract
from pop_tracker.monitoring.scale import STATUS_WORDS, Status
from pop_tracker.monitoring.statuses import Counts, current_statuses
from pop_tracker.places.models import Municipality, municipality_by_slug
from pop_tracker.web.doors import get
from pop_tracker.web.errors import Missing
from pop_tracker.web.i18n import N_, Words, localized
from pop_tracker.web.render import page
from pop_tracker.web.tables.csv_file import csv_file


@dataclass(frozen=True)
class AskedOnce:
    """A commitment among those that ask the same, with its contract and what became of it."""

    head: ContractHead
    one: ShownCommitment

    @property
    def path(self) -> str:
        return f"{self.head.path}/{self.one.text.ref}"

    @property
    def paths(self) -> list[str]:
        """With what it was split into, or merged with."""
        return [f"{self.head.path}/{ref}" for ref in (self.one.text.ref, *self.one.text.went_to)]

    @property
    def is_counted(self) -> bool:
        return self.one.text.is_leaf and not self.one.text.is_retracted


@dataclass(frozen=True)
class Asked:
    """What was asked for in several terms: its commitments, the earliest first, and why they are the same."""

    times: list[AskedOnce]
    links: list[Continuation]

    @property
    def terms(self) -> int:
        """In how many: two commitments of one contract are one time."""
        return len({one.head.id for one in self.times})


@dataclass(frozen=True)
class Terms:
    """The contracts whose text is here, the earliest first; what was asked for again, that in most terms first; and the
    leaves of which nobody said that another term asked for them, too."""

    heads: list[ContractHead]
    again: list[Asked]
    once: list[AskedOnce]

    @property
    def once_by_contract(self) -> list[tuple[ContractHead, list[Status]]]:
        of_each = [(head, [one.one.status for one in self.once if one.head is head]) for head in self.heads]
        return [(head, statuses) for head, statuses in of_each if statuses]


def asked_in_terms(session: Session, municipality: Municipality) -> Terms:
    """Seven queries at most."""
    heads = contract_heads(session, Contract.municipality_id == municipality.id, col(Contract.text_known))
    heads.sort(key=lambda head: head.term_from)
    by_contract = {head.id: head for head in heads}
    shown: dict[int, AskedOnce] = {}
    # What was split or merged is asked for still.
    texts = [one for one in published_texts(session, by_contract) if not one.is_retracted or one.went_to]
    statuses = current_statuses(session, list(by_contract))
    for head in heads:
        of_it = shown_commitments([text for text in texts if text.contract_id == head.id], statuses, {})
        shown |= {one.text.commitment_id: AskedOnce(head, one) for one in of_it.values()}
    links = [
        one
        for one in continuations(session, *reversed(by_contract))
        if {one.commitment_id, one.continues_id} <= shown.keys()
    ]
    again = sorted(_together(links, shown), key=lambda each: -each.terms)
    linked = {path for each in again for one in each.times for path in one.paths}
    once = [
        one
        for one in shown.values()
        if one.is_counted and linked.isdisjoint((one.path, f"{one.head.path}/{one.one.text.parent_ref}"))
    ]
    return Terms(heads, again, once)


def _together(links: list[Continuation], shown: dict[int, AskedOnce]) -> Iterable[Asked]:
    """Whatever is tied by however many links is one thing asked for."""
    groups: dict[int, frozenset[int]] = {}
    for link in links:
        ends = frozenset((link.commitment_id, link.continues_id))
        joined = ends.union(*(groups.get(end, ends) for end in ends))
        groups |= dict.fromkeys(joined, joined)
    together: dict[frozenset[int], list[Continuation]] = {}
    for link in sorted(links, key=lambda one: -shown[one.commitment_id].head.term_from):
        together.setdefault(groups[link.commitment_id], []).append(link)
    places = {commitment_id: place for place, commitment_id in enumerate(shown)}
    for group, of_it in together.items():
        yield Asked([shown[one] for one in sorted(group, key=places.__getitem__)], of_it)


@get("/bashkite/{slug:str}/mandatet", opt=PUBLIC)
def terms_page(
    request: Request[Any, Any, Any], slug: FromPath[str], session: NamedDependency[Session]
) -> Response[str]:
    municipality = _known(session, slug)
    terms = asked_in_terms(session, municipality)
    paths = [one.path for each in terms.again for one in each.times]
    context = {
        "municipality": municipality,
        "heads": terms.heads,
        "asked": terms.again,
        "once": [(head, Counts.of(statuses), statuses) for head, statuses in terms.once_by_contract],
        "alone": entered_alone(session, paths, ["continuation"]),
    }
    return page(request, "browse/terms.html", context)


COLUMNS = (
    *(
        N_("kërkesa nr."),
        N_("në sa mandate"),
        N_("mandati"),
        N_("kontrata"),
        N_("referenca"),
        N_("teksti"),
        N_("statusi"),
    ),
    *(N_("kodi i statusit"), N_("raundi"), N_("adresa e përhershme")),
)


@get("/bashkite/{slug:str}/mandatet.csv", opt=PUBLIC)
def terms_csv(
    request: Request[Any, Any, Any],
    slug: FromPath[str],
    session: NamedDependency[Session],
    said: NamedDependency[Words],
) -> Response[bytes]:
    """A row for each time that something was asked for: first what was asked again."""
    terms = asked_in_terms(session, _known(session, slug))
    asked = [*terms.again, *(Asked([one], []) for one in terms.once)]
    settings = request.app.state.settings
    rows = (
        _cells(number, each, one, said, settings.base_url) for number, each in enumerate(asked, 1) for one in each.times
    )
    return csv_file(said.gettext("mandatet"), COLUMNS, rows, said, is_training=settings.training)


def _cells(number: int, each: Asked, time: AskedOnce, said: Words, base_url: str) -> Iterable[str]:
    one, head = time.one, time.head
    yield from (str(number), str(each.terms), head.term, head.title, one.text.ref, one.text.text)
    yield from (said.gettext(STATUS_WORDS[one.status]), one.status.value)
    yield str(one.said.round_number) if one.said else ""
    yield base_url + localized(time.path, said.language)


def _known(session: Session, slug: str) -> Municipality:
    municipality = municipality_by_slug(session, slug)
    if municipality is None:
        raise Missing
    return municipality


HANDLERS: list[Any] = [terms_page, terms_csv]
