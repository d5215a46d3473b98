"""What reports call by name without being about it: contracts, plans in which something was looked for, organisations.

Of these a report repeats the name and numbers, nothing else. When a name goes out of the record, or comes back, the
reports that say it are made anew.
"""

from collections.abc import Iterable
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from pop_tracker.accounts.models import Organisation
from pop_tracker.contracts.models import Contract
from pop_tracker.contracts.texts import Commitment
from pop_tracker.history import OF_REDACTIONS, HistoryEntry, HistoryPayload
from pop_tracker.monitoring.models import Round
from pop_tracker.plans.findings.findings import Finding
from pop_tracker.plans.models import Plan

NAMES = ("title", "name")
"""The fields that hold one."""
Named = frozenset[tuple[str, str]]
"""Kinds and keys of things."""


@cache
def names() -> Any:
    """Contracts (`contract`, a slug) and the `kind` and `key` of what their reports name: a query. A finding that waits
    or was replaced counts, since a version may be older than what replaced it."""
    slug: Any = col(Contract.slug).label("contract")
    contracts = sa.select(sa.literal("contract").label("kind"), col(Contract.slug).label("key"), slug)
    plans = (
        sa.select(sa.literal("plan"), col(Plan.slug), slug)
        .join_from(Finding, Plan, col(Plan.id) == Finding.plan_id)
        .join(Commitment, col(Commitment.id) == Finding.commitment_id)
        .join(Contract, col(Contract.id) == Commitment.contract_id)
    )
    organisations = (
        sa.select(sa.literal("organisation"), col(Organisation.slug), slug)
        .join_from(Round, Organisation, col(Organisation.id) == Round.organisation_id)
        .join(Contract, col(Contract.id) == Round.contract_id)
    )
    return contracts.union(plans, organisations).subquery()


def named_in(session: Session, contracts: Iterable[str]) -> dict[str, Named]:
    """By contract. One query."""
    named = names()
    found: dict[str, set[tuple[str, str]]] = {slug: set() for slug in contracts}
    for kind, key, slug in session.execute(sa.select(named).where(named.c.contract.in_(list(found)))):
        found[slug].add((kind, key))
    return {slug: frozenset(things) for slug, things in found.items()}


def lost_or_got_back(things: Named) -> sa.ColumnElement[bool]:
    """Of an entry: it took the name of one of them, or showed it again."""
    # Of each such entry by itself: the contents of all entries are many times what there is of these.
    payload = aliased(HistoryPayload)
    told = col(payload.content)
    of_it = (
        select(payload.number)
        .where(payload.number == HistoryEntry.number, sa.or_(*(told.contains(f'"field":"{name}"') for name in NAMES)))
        .correlate(HistoryEntry)
    )
    verb, key = col(HistoryEntry.verb), col(HistoryEntry.key)
    of_these = (verb.in_([f"{kind}.{one}" for one in OF_REDACTIONS]) & (key == which) for kind, which in sorted(things))
    return sa.or_(sa.false(), *of_these) & of_it.exists()
