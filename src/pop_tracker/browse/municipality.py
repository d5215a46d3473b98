"""A municipality: who governs, its contracts and how far they come, what was asked where, plans, consultations."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from litestar import Request, Response
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from sqlmodel import Session, col, select

from pop_tracker.accounts.models import Coverage, Organisation
from pop_tracker.accounts.pages.guards import PUBLIC
from pop_tracker.browse.contract import (
    ContractLine,
    ShownPriority,
    contract_lines,
    in_groups,
    priorities,
    shown_commitments,
)
from pop_tracker.browse.figures import BUDGETS, by_commitment, funnels
from pop_tracker.browse.record.alone import entered_alone
from pop_tracker.browse.record.news import news
from pop_tracker.contracts.editions import newest_edition_ids
from pop_tracker.contracts.models import Contract
from pop_tracker.contracts.texts import (
    GROUP_WORDS,
    Commitment,
    CommitmentText,
    PriorityGroup,
    Scope,
    Text,
    headings_of_edition,
    leaves,
    texts_where,
)
from pop_tracker.elections.offices import CAPACITY_WORDS, offices_and_ends
from pop_tracker.monitoring.scale import Status
from pop_tracker.monitoring.statuses import Counts, LeafStatus, current_statuses
from pop_tracker.places.models import AdministrativeUnit, Municipality, municipality_by_slug, units_of
from pop_tracker.plans.consultations.consultations import CONSULTATION_KIND_WORDS
from pop_tracker.plans.consultations.rows import consultations
from pop_tracker.plans.findings.rows import published_findings
from pop_tracker.plans.models import PLAN_KIND_WORDS
from pop_tracker.plans.plan_rows import plans
from pop_tracker.pledges import vocabulary as answers
from pop_tracker.web.doors import get
from pop_tracker.web.errors import Missing
from pop_tracker.web.render import page, words_of


@dataclass(frozen=True)
class Here:
    """A commitment as it is in one unit, or in the whole municipality."""

    text: Text
    contract_slug: str
    status: Status
    said: LeafStatus | None


@dataclass(frozen=True)
class HereList:
    """Commitments of one place, contract by contract, the newest first."""

    rows: list[Here]

    @property
    def counts(self) -> Counts:
        return Counts.of(here.status for here in self.rows)

    @property
    def shared(self) -> Status | None:
        """The one status of all, said once at the head."""
        return self.rows[0].status if len({here.status for here in self.rows}) == 1 else None

    @property
    def by_contract(self) -> dict[str, "HereList"]:
        """By slug: what was said in two terms is not counted together."""
        slugs = dict.fromkeys(here.contract_slug for here in self.rows)
        return {slug: HereList([here for here in self.rows if here.contract_slug == slug]) for slug in slugs}


@dataclass(frozen=True)
class UnitAsked:
    """A unit with the commitments that name it."""

    unit: AdministrativeUnit
    asked: HereList


@get("/bashkite/{slug:str}", opt=PUBLIC)
def municipality_page(
    request: Request[Any, Any, Any],
    slug: FromPath[str],
    session: NamedDependency[Session],
    njesia: FromQuery[str] = "",
) -> Response[str]:
    """With `njesia`, what was asked for one unit comes first, and what was asked for all is a fold."""
    municipality = municipality_by_slug(session, slug)
    if municipality is None or municipality.id is None:
        raise Missing
    of_it = select(Contract.id).where(Contract.municipality_id == municipality.id)
    found = by_commitment(published_findings(session, col(Commitment.contract_id).in_(of_it)))
    lines = contract_lines(session, Contract.municipality_id == municipality.id, found=found)
    slugs = {line.head.id: line.head.slug for line in lines}
    texts = texts_where(
        session,
        col(CommitmentText.edition_id).in_(newest_edition_ids()),
        col(Commitment.contract_id).in_(list(slugs)),
    )
    statuses = current_statuses(session, list(slugs))
    units = units_of(session, municipality.id)
    in_turn = sorted(leaves(texts), key=lambda text: list(slugs).index(text.contract_id))
    by_unit, in_words, everywhere = _by_place(in_turn, slugs, statuses, units)
    chosen = next((one for one in by_unit if one.unit.slug == njesia), None)
    if njesia and chosen is None:
        raise Missing
    here = plans(session, municipality.id)
    leaf_ids: dict[int, list[int]] = {}
    for text in leaves(texts):
        leaf_ids.setdefault(text.contract_id, []).append(text.commitment_id)
    counts = {line.head.id: line.chain.counts for line in lines}
    offices = offices_and_ends(session, municipality.id)
    budget_ids = {plan.id for plan in here if plan.plan_kind in BUDGETS}
    told = next((line for line in lines if line.edition), None)
    return page(
        request,
        "browse/municipality.html",
        {
            "municipality": municipality,
            "organisations": _organisations(session, municipality),
            "lines": lines,
            "funnels": funnels(session, leaf_ids, found, counts, budget_ids),
            "leaf_statuses": {
                contract_id: [statuses[one].status if one in statuses else Status.NOT_ASSESSED for one in ids]
                for contract_id, ids in leaf_ids.items()
            },
            "told": told,
            "groups": _groups(session, told, texts, statuses) if told else [],
            "group_words": GROUP_WORDS,
            "terms": {line.head.slug: line.head.term for line in lines},
            "units": by_unit,
            "chosen": chosen,
            "in_words": in_words,
            "everywhere": everywhere,
            "offices": [office for office, _ in offices],
            "end_sources": {office.id: source for office, source in offices},
            "capacity_words": CAPACITY_WORDS,
            "signature_words": answers.CAPACITY_WORDS,
            "answer_words": answers.STANDS_WORDS,
            "plans": here,
            "plan_kind_words": PLAN_KIND_WORDS,
            "consultations": consultations(session, municipality_id=municipality.id),
            "consultation_kind_words": CONSULTATION_KIND_WORDS,
            "alone": entered_alone(session, [municipality.path], ("office",)),
            "news": news(session, words_of(request), municipality=slug),
        },
    )


def _groups(
    session: Session, line: ContractLine, texts: Iterable[Text], statuses: dict[int, LeafStatus]
) -> list[tuple[PriorityGroup, list[ShownPriority]]]:
    """The contract in its own order. One query."""
    of_it = [text for text in texts if text.contract_id == line.head.id]
    edition_id = line.edition.id or 0 if line.edition else 0
    return in_groups(priorities(headings_of_edition(session, edition_id), shown_commitments(of_it, statuses, {})))


def _by_place(
    texts: list[Text], slugs: dict[int, str], statuses: dict[int, LeafStatus], units: list[AdministrativeUnit]
) -> tuple[list[UnitAsked], HereList, HereList]:
    """Leaves unit by unit, those whose unit is still to be confirmed, and those about the whole municipality."""
    named: dict[int, list[Here]] = {unit.id or 0: [] for unit in units}
    in_words: list[Here] = []
    everywhere: list[Here] = []
    for text in texts:
        said = statuses.get(text.commitment_id)
        here = Here(text, slugs[text.contract_id], said.status if said else Status.NOT_ASSESSED, said)
        if text.scope is Scope.MUNICIPALITY:
            everywhere.append(here)
        elif text.scope is Scope.WORDS:
            in_words.append(here)
        else:
            for unit in text.units:
                status = said.in_unit(unit.id) if said else Status.NOT_ASSESSED
                named[unit.id].append(Here(text, here.contract_slug, status, said))
    by_unit = [UnitAsked(unit, HereList(named[unit.id or 0])) for unit in units]
    return by_unit, HereList(in_words), HereList(everywhere)


def _organisations(session: Session, municipality: Municipality) -> list[Organisation]:
    return list(
        session.exec(
            select(Organisation)
            .join(Coverage, col(Coverage.organisation_id) == Organisation.id)
            .where(Coverage.municipality_id == municipality.id)
            .order_by(col(Organisation.sort_key))
        )
    )


HANDLERS: list[Any] = [municipality_page]
