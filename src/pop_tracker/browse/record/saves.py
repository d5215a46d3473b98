"""Saves that follow one another are one change for readers: who adds points, minutes and photographs to a meeting saves
eight times in a minute, and made one change of it.

The record keeps each, with a page of its own. A save belongs to the next one of the same thing where both are plain
revisions by the same person for the same organisation, without a second person, and ten minutes apart at most. That is
asked of the database, entry by entry, so that a list of any length neither parts them nor loses one: it holds the last
of each, which tells of all.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from pop_tracker import history
from pop_tracker.browse.record import titles
from pop_tracker.browse.record.words import summary
from pop_tracker.history import Entry, HistoryEntry
from pop_tracker.web.i18n import Words

APART = timedelta(minutes=10)


@dataclass(frozen=True)
class Told(Entry):
    """A change as a list tells it: the last of its entries, and what all of them together were."""

    numbers: tuple[int, ...] = ()
    """Of its entries, in order; one for a change that is one entry."""
    what: tuple[str, ...] = ()
    """In the reader's words, from the state before the first and after the last; empty for one entry."""
    reasons: tuple[str, ...] = ()
    """Each once."""

    @property
    def is_together(self) -> bool:
        return len(self.numbers) > 1


def entries(session: Session, said: Words, *, only: sa.ColumnElement[bool] | None = None, **asked: Any) -> list[Told]:
    """`titles.entries`, saves that follow one another as one. At most two queries more."""
    last = sa.not_(goes_on())
    found = titles.entries(session, said, only=last if only is None else last & only, **asked)
    runs = _runs(session, [entry.row for entry in found if is_plain(entry.row)])
    needed = {number for run in runs.values() for number in (*run.numbers, run.before)}
    kept = history.entries(session, only=col(HistoryEntry.number).in_(needed), limit=len(needed)) if needed else []
    by_number = {entry.row.number: entry for entry in kept}
    return [_told(entry, runs.get(entry.row.number), by_number, said) for entry in found]


def is_plain(row: HistoryEntry) -> bool:
    """Whether it may be one of several saves."""
    return row.verb.endswith(".revise") and row.author is not None and row.approver is None


def goes_on() -> sa.ColumnElement[bool]:
    """Of an entry, asked of the database: the next one of its thing is the same person's next save."""
    after: Any = aliased(HistoryEntry)
    later: Any = aliased(HistoryEntry)
    this: Any = HistoryEntry
    following = (
        sa.select(sa.func.min(later.number))
        .where(later.kind == this.kind, later.key == this.key, later.number > this.number)
        .correlate(HistoryEntry)
        .scalar_subquery()
    )
    seconds = sa.extract("epoch", after.at) - sa.extract("epoch", this.at)
    is_the_same_persons = sa.exists().where(
        after.number == following,
        after.verb == this.verb,
        after.author == this.author,
        after.organisation.is_not_distinct_from(this.organisation),
        after.approver.is_(None),
        seconds <= APART.total_seconds(),
    )
    is_one = (this.verb.endswith(".revise"), this.author.is_not(None), this.approver.is_(None))
    return sa.and_(*is_one, is_the_same_persons)


@dataclass
class _Run:
    numbers: list[int]
    """The newest first."""
    before: int = 0
    """The entry of the thing before them."""


def _runs(session: Session, lasts: Iterable[HistoryEntry]) -> dict[int, _Run]:
    """Where the last is one of several saves, by its number. One query."""
    numbers = {row.number: (row.kind, row.key) for row in lasts}
    if not numbers:
        return {}
    kind, key, number = col(HistoryEntry.kind), col(HistoryEntry.key), col(HistoryEntry.number)
    found: dict[int, _Run] = {}
    latest: dict[tuple[str, str], _Run] = {}
    for at, of_kind, of_key, continues in session.execute(
        sa.select(number, kind, key, goes_on())
        .where(sa.tuple_(kind, key).in_(list(set(numbers.values()))), number <= max(numbers))
        .order_by(number.desc())
    ):
        later = latest.get((of_kind, of_key))
        if continues and later:
            later.numbers.append(at)
        elif not continues:
            if later:
                later.before = at
            latest[of_kind, of_key] = found[at] = _Run([at])
    return {at: run for at, run in found.items() if at in numbers and len(run.numbers) > 1}


def _told(entry: Entry, run: _Run | None, kept: Mapping[int, Entry], said: Words) -> Told:
    same = {one.name: getattr(entry, one.name) for one in fields(Entry)}
    if run is None:
        return Told(**same, numbers=(entry.row.number,), reasons=(entry.reason,) if entry.reason else ())
    before = kept[run.before].content if run.before else None
    what = summary(entry.row.kind, before["state"], entry.content["state"], said) if before and entry.content else ()
    in_order = tuple(reversed(run.numbers))
    reasons = (kept[number].reason for number in in_order)
    return Told(**same, numbers=in_order, what=tuple(what), reasons=tuple(dict.fromkeys(filter(None, reasons))))
