"""What things of the record are called, for whoever asks for words to be taken out of them, or decides on it.

As the record last told of each, in Albanian, whatever words were taken out of it by then. An entry's own title names
other things by their keys; here they are called as the record last called them, too.
"""

from collections.abc import Iterable
from typing import NamedTuple

import sqlalchemy as sa
from sqlmodel import Session, col, select

from pop_tracker import history
from pop_tracker.history import TELLINGS, Entry, HistoryEntry
from pop_tracker.web.i18n import words
from pop_tracker.web.telling import Named

Thing = tuple[str, str]
"""Its kind and its key."""


class Called(NamedTuple):
    title: str
    path: str


def called(session: Session, things: Iterable[Thing]) -> dict[Thing, Called]:
    """At most two queries."""
    asked = set(things)
    found = _last(session, asked)
    others: set[Thing] = set()

    def note(kind: str, key: str) -> str:
        others.add((kind, key))
        return key

    for entry in found.values():
        _title(entry, note)
    names = {thing: _title(entry, _nobody) for thing, entry in _last(session, others).items()}
    titles = {thing: _title(entry, lambda kind, key: names[kind, key]) for thing, entry in found.items()}
    return {
        thing: Called(titles[thing] or " ".join(thing), found[thing].row.path)
        if thing in found else Called(" ".join(thing), "/ndryshimet")
        for thing in asked
    }  # fmt: skip


def _last(session: Session, things: Iterable[Thing]) -> dict[Thing, Entry]:
    is_one = sa.tuple_(col(HistoryEntry.kind), col(HistoryEntry.key)).in_(sorted(things))
    newest = select(sa.func.max(HistoryEntry.number)).where(is_one)
    newest = newest.group_by(col(HistoryEntry.kind), col(HistoryEntry.key))
    query = history.contents().where(col(HistoryEntry.number).in_(newest))
    return {(entry.row.kind, entry.row.key): entry for entry in history.read(session, query)} if things else {}


def _title(entry: Entry, named: Named) -> str:
    """The entry's own where its state lacks a part of what its kind tells, or names what the record does not hold."""
    if entry.content is None:
        return ""
    try:
        return TELLINGS[entry.row.kind].titled(entry.content["state"], named, words("sq"))
    except (LookupError, ValueError):
        return entry.title or ""


def _nobody(kind: str, key: str) -> str:
    raise LookupError(f"{kind} {key}")
