"""What an entry of the record is about, in the reader's language.

An entry keeps its title as it was written, in Albanian. Readers get what its kind makes of its state, whatever the
entry's age (`Telling.titled`); the things that a state names by their keys are called as they are called now. A
correction that was taken back since says so in its title, so that no list, feed or letter offers it as the verdict.
"""

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from pop_tracker import history
from pop_tracker.contracts.models import Contract
from pop_tracker.elections.models import Election
from pop_tracker.history import TELLINGS, Entry, HistoryEntry
from pop_tracker.places.models import Municipality
from pop_tracker.plans.consultations.consultations import Consultation
from pop_tracker.plans.items import PlanItem
from pop_tracker.plans.levels import definite
from pop_tracker.plans.models import Plan
from pop_tracker.web.i18n import N_, Words
from pop_tracker.web.telling import Named

_IN_THE_READERS_LANGUAGE = {"consultation", "election"}
"""What these are called is said anew for each reader, and not quoted."""


def entries(session: Session, said: Words, **asked: Any) -> list[Entry]:
    """`history.entries`, each called so in the reader's language. At most two queries more."""
    found = history.entries(session, **asked)
    wanted: set[tuple[str, str]] = set()

    def note(kind: str, key: str) -> str:
        wanted.add((kind, key))
        return key

    for entry in found:
        _titled(entry, note, said)
    names = _names(session, wanted, said)
    titled = [_titled(entry, lambda kind, key: names[kind, key], said) for entry in found]
    return _taken_back(session, titled, said)


def _taken_back(session: Session, found: list[Entry], said: Words) -> list[Entry]:
    corrections = [entry.row.key for entry in found if entry.row.verb == "assessment.correct"]
    if not corrections:
        return found
    later = dict(
        session.exec(
            select(HistoryEntry.key, HistoryEntry.number).where(
                HistoryEntry.kind == "assessment",
                HistoryEntry.verb == "assessment.retract",
                col(HistoryEntry.key).in_(corrections),
            )
        ).all()
    )
    return [
        replace(
            entry,
            content={
                **entry.content,
                "title": said.gettext(
                    N_("%(title)s (ndreqje e tërhequr më vonë, ndryshimi nr. %(number)s)"),
                    title=entry.title,
                    number=later[entry.row.key],
                ),
            },
        )
        if entry.content and entry.row.verb == "assessment.correct" and entry.row.key in later
        else entry
        for entry in found
    ]


def _titled(entry: Entry, named: Named, said: Words) -> Entry:
    """With its own title where its state is of another time: it lacks a part, or uses a word of that time."""
    if entry.content is None:
        return entry
    state = entry.content["state"]
    names: list[str] = []

    def noted(kind: str, key: str) -> str:
        name = named(kind, key)
        if kind not in _IN_THE_READERS_LANGUAGE:
            names.append(name)
        return name

    try:
        telling = TELLINGS[entry.row.kind]
        title = telling.titled(state, noted, said)
    except (LookupError, ValueError):
        return replace(entry, quoted=(str(entry.title),))
    # Not a number or a letter, which would be found within other words.
    kept = [value for name, value in state.items() if name not in telling.values and not name.endswith("_en")]
    parts = (part for part in (*kept, *names) if isinstance(part, str) and re.search(r"[^\W\d_]{3}", part))
    quoted = tuple(part for part in parts if part in title)
    return replace(entry, content={**entry.content, "title": title}, quoted=quoted)


def _names(session: Session, wanted: Iterable[tuple[str, str]], said: Words) -> dict[tuple[str, str], str]:
    """What things are called, by kind and key, as far as they are known."""
    keys: dict[str, list[str]] = {}
    for kind, key in sorted(wanted):
        keys.setdefault(kind, []).append(key)
    none = sa.literal("")
    known: dict[str, tuple[Any, Any, Any, Any, Any]] = {
        # kind: from where, its key, its name, its sort, its day
        "consultation": (Consultation, col(Consultation.slug), none, none, col(Consultation.held_on)),
        "contract": (Contract, col(Contract.slug), col(Contract.title), none, none),
        "election": (
            sa.outerjoin(Election, Municipality, col(Election.municipality_id) == Municipality.id),
            col(Election.slug), col(Municipality.name), col(Election.election_kind), col(Election.held_on),
        ),
        "municipality": (Municipality, col(Municipality.slug), col(Municipality.name), none, none),
        "plan": (Plan, col(Plan.slug), col(Plan.title), none, none),
        "plan_item": (
            sa.join(Plan, PlanItem, col(PlanItem.plan_id) == Plan.id),
            col(Plan.slug) + "/" + col(PlanItem.number), col(PlanItem.number), col(PlanItem.level), none,
        ),
    }  # fmt: skip
    # By the plan's slug first, which an index finds: there are many thousands of items.
    plans = {key.partition("/")[0] for key in keys.get("plan_item", ())}
    narrowed = {"plan_item": col(Plan.slug).in_(plans)}
    queries = [
        sa.select(sa.literal(kind), key, *(sa.cast(column, sa.String) for column in columns))
        .select_from(table)
        .where(key.in_(keys[kind]), narrowed.get(kind, sa.true()))
        for kind, (table, key, *columns) in known.items()
        if kind in keys
    ]
    rows = session.execute(sa.union_all(*queries)).all() if queries else []
    return {(kind, key): _called(kind, name, sort, day, said) for kind, key, name, sort, day in rows}


def _called(kind: str, name: str | None, sort: str, day: str, said: Words) -> str:
    if kind == "consultation":
        return said.date(date.fromisoformat(day))
    if kind == "election":
        state = {"election_kind": sort, "held_on": day, "municipality": name}
        return TELLINGS[kind].titled(state, lambda _, place: place, said)
    return f"{definite(sort)} {name}" if kind == "plan_item" else str(name)
