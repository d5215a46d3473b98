"""A municipality: its contracts and how far they come, who governs, what was asked where, plans, consultations."""

from dataclasses import dataclass
from typing import Any

from litestar import Request, Response
from litestar.di import NamedDependency
from litestar.params import FromPath
from sqlmodel import Session, col, select

from pop_tracker import history
from pop_tracker.accounts.models import Coverage, Organisation
from pop_tracker.accounts.pages.guards import PUBLIC
from pop_tracker.browse.contract import contract_lines
from pop_tracker.browse.figures import BUDGETS, Findings, by_commitment, funnels
from pop_tracker.browse.record import titles
from pop_tracker.contracts.editions import newest_edition_ids
from pop_tracker.contracts.models import Contract
from pop_tracker.contracts.texts import Commitment, CommitmentText, Scope, Text, leaves, texts_where
from pop_tracker.elections.offices import CAPACITY_WORDS, offices_of
from pop_tracker.monitoring.scale import Status
from pop_tracker.monitoring.statuses import Counts, LeafStatus, current_statuses
from pop_tracker.places.models import AdministrativeUnit, Municipality, municipality_by_slug, units_of
from pop_tracker.plans.consultations.consultations import CONSULTATION_KIND_WORDS
from pop_tracker.plans.consultations.rows import consultations
from pop_tracker.plans.findings.rows import FindingRow, published_findings
from pop_tracker.plans.models import PLAN_KIND_WORDS
from pop_tracker.plans.plan_rows import plans
from pop_tracker.pledges import models as pledges
from pop_tracker.web.doors import get
from pop_tracker.web.errors import Missing
from pop_tracker.web.render import page, words_of

LATEST = 6


@dataclass(frozen=True)
class Here:
    """A commitment as it stands in one unit, or in the whole municipality."""

    text: Text
    contract_slug: str
    status: Status
    said: LeafStatus | None
    findings: list[FindingRow]


@dataclass(frozen=True)
class UnitAsked:
    """A unit with the commitments that name it."""

    unit: AdministrativeUnit
    commitments: list[Here]

    @property
    def counts(self) -> Counts:
        return Counts.of(here.status for here in self.commitments)


@get("/bashkite/{slug:str}", opt=PUBLIC)
def municipality_page(
    request: Request[Any, Any, Any], slug: FromPath[str], session: NamedDependency[Session]
) -> Response[str]:
    municipality = municipality_by_slug(session, slug)
    if municipality is None or municipality.id is None:
        raise Missing
    lines = contract_lines(session, Contract.municipality_id == municipality.id)
    slugs = {line.head.id: line.head.slug for line in lines}
    texts = _leaves(session, list(slugs))
    found = by_commitment(published_findings(session, col(Commitment.contract_id).in_(list(slugs))))
    units = units_of(session, municipality.id)
    by_unit, in_words, everywhere = _by_place(texts, slugs, current_statuses(session, list(slugs)), found, units)
    here = plans(session, municipality.id)
    leaf_ids: dict[int, list[int]] = {}
    for text in texts:
        leaf_ids.setdefault(text.contract_id, []).append(text.commitment_id)
    counts = {line.head.id: line.chain.counts for line in lines}
    budget_ids = {plan.id for plan in here if plan.plan_kind in BUDGETS}
    return page(
        request,
        "browse/municipality.html",
        {
            "municipality": municipality,
            "organisations": _organisations(session, municipality),
            "lines": lines,
            "funnels": funnels(session, leaf_ids, found, counts, budget_ids),
            "terms": {line.head.slug: line.head.term for line in lines},
            "units": by_unit,
            "in_words": in_words,
            "everywhere": everywhere,
            "offices": offices_of(session, municipality.id),
            "capacity_words": CAPACITY_WORDS,
            "signature_words": pledges.CAPACITY_WORDS,
            "answer_words": pledges.ANSWER_WORDS,
            "plans": here,
            "plan_kind_words": PLAN_KIND_WORDS,
            "consultations": consultations(session, municipality_id=municipality.id),
            "consultation_kind_words": CONSULTATION_KIND_WORDS,
            "verbs": history.VERBS,
            "entries": titles.entries(session, words_of(request), municipality=slug, limit=LATEST),
        },
    )


def _leaves(session: Session, contract_ids: list[int]) -> list[Text]:
    return leaves(
        texts_where(
            session,
            col(CommitmentText.edition_id).in_(newest_edition_ids()),
            col(Commitment.contract_id).in_(contract_ids),
        )
    )


def _by_place(
    texts: list[Text],
    slugs: dict[int, str],
    statuses: dict[int, LeafStatus],
    found: Findings,
    units: list[AdministrativeUnit],
) -> tuple[list[UnitAsked], list[Here], list[Here]]:
    """Leaves unit by unit, those whose unit is still to be confirmed, and those about the whole municipality."""
    named: dict[int, list[Here]] = {unit.id or 0: [] for unit in units}
    in_words: list[Here] = []
    everywhere: list[Here] = []
    for text in texts:
        said = statuses.get(text.commitment_id)
        whole = said.status if said else Status.NOT_ASSESSED
        about = found.get(text.commitment_id, [])
        here = Here(text, slugs[text.contract_id], whole, said, about)
        if text.scope is Scope.MUNICIPALITY:
            everywhere.append(here)
        elif text.scope is Scope.WORDS:
            in_words.append(here)
        else:
            for unit in text.units:
                status = said.in_unit(unit.id) if said else Status.NOT_ASSESSED
                named[unit.id].append(Here(text, slugs[text.contract_id], status, said, about))
    return [UnitAsked(unit, named[unit.id or 0]) for unit in units], in_words, everywhere


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
