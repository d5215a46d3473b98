"""Every room's tables in one place, for migrations, tests and verification; and the order that seeds load in."""

from pathlib import Path

from sqlmodel import Session, SQLModel

from pop_tracker import history, sealed
from pop_tracker.accounts import (
    addresses,
    asked_links,
    codes,
    held_requests,
    institutions,
    limits,
    log,
    mail_wishes,
    receipts,
    redactions,
    removal_asks,
    requests,
    same_person,
    second_factor,
    sent_forms,
    signing_in,
)
from pop_tracker.accounts import models as accounts
from pop_tracker.accounts import seed as accounts_seed
from pop_tracker.contracts import changes, continuations, documents, editions, entered_tables, first_year, texts
from pop_tracker.contracts import held as contracts_held
from pop_tracker.contracts import held_words as contracts_held_words
from pop_tracker.contracts import models as contracts
from pop_tracker.contracts import seed as contracts_seed
from pop_tracker.contracts.checking import readings
from pop_tracker.contracts.table import imports as contract_imports
from pop_tracker.elections import models as elections
from pop_tracker.elections import offices
from pop_tracker.elections import seed as elections_seed
from pop_tracker.monitoring import contributors, copies, evidence, import_rounds, pop_figures, raters, ratings, returned
from pop_tracker.monitoring import held as monitoring_held
from pop_tracker.monitoring import models as monitoring
from pop_tracker.monitoring import seed as monitoring_seed
from pop_tracker.monitoring.replies import disavowals, links, replies
from pop_tracker.monitoring.report import made_of, versions
from pop_tracker.places import models as places
from pop_tracker.places import seed as places_seed
from pop_tracker.plans import held as plans_held
from pop_tracker.plans import item_changes, items, needs, progress, stages, withdrawals
from pop_tracker.plans import models as plans
from pop_tracker.plans import seeds as plans_seed
from pop_tracker.plans.consultations import consultations, threads
from pop_tracker.plans.findings import findings, rejected
from pop_tracker.plans.table import entered, imports, mappings
from pop_tracker.pledges import annulments, contact_data, invitations
from pop_tracker.pledges import held as pledges_held
from pop_tracker.pledges import models as pledges
from pop_tracker.pledges import seed as pledges_seed
from pop_tracker.web import duties, letters

ROOMS = (
    history,
    sealed,
    places,
    accounts,
    sent_forms,
    signing_in,
    limits,
    second_factor,
    asked_links,
    mail_wishes,
    redactions,
    removal_asks,
    same_person,
    requests,
    log,
    codes,
    receipts,
    institutions,
    addresses,
    elections,
    offices,
    contracts,
    changes,
    documents,
    texts,
    editions,
    readings,
    continuations,
    first_year,
    entered_tables,
    contract_imports,
    pledges,
    invitations,
    contact_data,
    annulments,
    plans,
    items,
    stages,
    progress,
    needs,
    imports,
    entered,
    mappings,
    consultations,
    threads,
    findings,
    item_changes,
    withdrawals,
    rejected,
    monitoring,
    contributors,
    returned,
    evidence,
    ratings,
    raters,
    import_rounds,
    links,
    replies,
    disavowals,
    copies,
    versions,
    pop_figures,
    duties,
    letters,
)
HOLDING = (contracts_held, pledges_held, plans_held, monitoring_held, held_requests)
"""Each declares what of it somebody may hold, in the order in which the page of whoever leaves lists it."""
MADE_OF_WORDS = (copies, made_of)
"""Each says which files go with the words that they were made of."""
HOLDING_WORDS = (contracts_held_words,)
"""Each tells of copies that a redaction reaches, too."""
metadata = SQLModel.metadata

SEEDS = (
    places_seed,
    accounts_seed,
    elections_seed,
    contracts_seed,
    pledges_seed,
    plans_seed,
    monitoring_seed,
)


def load_seeds(session: Session, folder: Path) -> int:
    """Loads what is not there yet, room after room, in the caller's transaction; returns how many things."""
    return sum(room.load(session, folder) for room in SEEDS)
