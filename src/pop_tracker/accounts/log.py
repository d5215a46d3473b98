"""The account log: who was let in, given a role, moved to another address, sent a link or a code, refused.

It is append-only and chained as the record is, and in the same way refuses changes in both databases. It is not public:
coordinators read it whole, everybody its counts. It names people by number and holds no address, no secret and no word
that somebody typed, so that nothing ever has to be taken out of it.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, Session, SQLModel, col, select

from pop_tracker.history import FIRST_HASH, Head, canonical
from pop_tracker.verification import Fault
from pop_tracker.web.i18n import TIRANA

EVENTS: dict[str, str] = {}
FURTHER: dict[str, tuple[str, Mapping[Any, str]]] = {}
MONTHS = 12


def declare(events: Mapping[str, str]) -> None:
    """What events are called (message ids), each by the room in which it happens. Raises LookupError for one that
    another room calls otherwise."""
    for event, words in events.items():
        if EVENTS.setdefault(event, words) != words:
            raise LookupError(f"{event} is declared already, as {EVENTS[event]}")


def explain(name: str, label: str, words: Mapping[Any, str] | None = None) -> None:
    """What something further that events say is called, and what its values are called (message ids), by each room
    that says it; a value that has no word is shown as it is kept. Raises LookupError where another room calls it
    otherwise."""
    known, values = FURTHER.get(name, (label, {}))
    if known != label:
        raise LookupError(f"{name} is called {known} already")
    FURTHER[name] = (label, {**values, **(words or {})})


class LogHead(SQLModel, table=True):
    """The one row that every entry locks first, so that the chain cannot fork."""

    __tablename__ = "account_log_head"
    id: int = Field(primary_key=True)
    number: int
    hash: str = Field(max_length=64)


class LogEntry(SQLModel, table=True):
    __tablename__ = "account_log"
    number: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    at: datetime
    event: str = Field(max_length=60, index=True)
    author: int | None = Field(default=None, index=True)
    """The person who acted; None: somebody without an account, the command on the server, or the site itself."""
    person: int | None = Field(default=None, index=True)
    """The person with whom something was done, where it was done with one."""
    thing: str = Field(default="", max_length=120)
    """What it is about where it is no person, as "invitation/12"."""
    more: str = Field(default="{}", sa_type=sa.Text)
    """What else the event says, as canonical JSON: a role, the kind of an address, a count."""
    previous_hash: str = Field(max_length=64, unique=True)
    hash: str = Field(max_length=64, unique=True)

    def computed_hash(self) -> str:
        fields = self.model_dump(exclude={"hash", "previous_hash"})
        return hashlib.sha256((self.previous_hash + canonical(fields)).encode()).hexdigest()

    @property
    def said(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.more)
        return found


def note(
    session: Session, event: str, *, by: int | None = None, of: int | None = None, thing: str = "", **more: Any
) -> LogEntry:
    """Enters one event that `by` did with `of`, in the caller's transaction.

    After `history.append` where there is both: two transactions that lock the two heads in another order would wait for
    each other. Raises LookupError for an event that no room declared.
    """
    if event not in EVENTS:
        raise LookupError(f"{event} is not declared")
    session.flush()
    last = session.exec(select(LogHead).where(LogHead.id == 1).with_for_update()).one()
    session.refresh(last)  # the identity map may hold the head as it was before another writer's commit
    entry = LogEntry(
        number=last.number + 1,
        at=datetime.now(UTC),
        event=event,
        author=by,
        person=of,
        thing=thing,
        more=canonical(more),
        previous_hash=last.hash,
        hash="",
    )
    entry.hash = entry.computed_hash()
    session.add(entry)
    last.number, last.hash = entry.number, entry.hash
    session.add(last)
    session.flush()
    return entry


def head(session: Session) -> Head:
    """The last entry's number and hash; number 0 before the first."""
    return Head(*session.exec(select(LogHead.number, LogHead.hash)).one())


def entries(
    session: Session, *, event: str = "", person: int | None = None, before: int | None = None, limit: int = 50
) -> list[LogEntry]:
    """The newest first; of a person, what they did and what was done with them."""
    query = select(LogEntry).order_by(col(LogEntry.number).desc()).limit(limit)
    if event:
        query = query.where(LogEntry.event == event)
    if person is not None:
        query = query.where(sa.or_(col(LogEntry.author) == person, col(LogEntry.person) == person))
    if before is not None:
        query = query.where(LogEntry.number < before)
    return list(session.exec(query))


def counts_by_month(session: Session, day: date) -> list[tuple[date, dict[str, int]]]:
    """How often each event happened in the month of `day` before that day, and in those before it, the newest first;
    by the first of the month. All of it lies in the past, so that a page with it stays the same for that day."""
    month = day.replace(day=1)
    firsts = [month]
    for _ in range(MONTHS - 1):
        firsts.append((firsts[-1] - timedelta(days=1)).replace(day=1))
    moments = [datetime.combine(one, time(), TIRANA).astimezone(UTC) for one in (day, *firsts)]
    within = [
        sa.func.sum(sa.case((sa.and_(col(LogEntry.at) >= start, col(LogEntry.at) < end), 1), else_=0))
        for end, start in pairwise(moments)
    ]
    found = session.execute(
        sa.select(col(LogEntry.event), *within)
        .where(col(LogEntry.at) >= moments[-1], col(LogEntry.at) < moments[0])
        .group_by(col(LogEntry.event))
        .order_by(col(LogEntry.event))
    ).all()
    by_month = [(first, {row[0]: row[n] for row in found if row[n]}) for n, first in enumerate(firsts, 1)]
    return [(first, counts) for first, counts in by_month if counts]


def verify(session: Session, expect: Head | None = None) -> Iterator[Fault]:
    """Recomputes the chain of the log. `expect` is a head someone noted earlier, as in `verification.verify`."""
    previous, number = FIRST_HASH, 0
    expected_hash: str | None = FIRST_HASH if expect and expect.number == 0 else None
    for entry in session.exec(select(LogEntry).order_by(col(LogEntry.number))):
        number += 1
        if entry.number != number:
            yield Fault(number, f"entry {number} of the account log is missing (next is {entry.number})")
            number = entry.number
        if entry.previous_hash != previous:
            yield Fault(entry.number, "entry of the account log does not continue the one before it")
        if entry.hash != entry.computed_hash():
            yield Fault(entry.number, "entry of the account log does not give its hash")
        previous = entry.hash
        if expect and entry.number == expect.number:
            expected_hash = entry.hash
    if expect and expected_hash != expect.hash:
        found = expected_hash or "no such entry"
        yield Fault(expect.number, f"expected {expect.number}:{expect.hash} of the account log, found {found}")
    last = session.exec(select(LogHead.number, LogHead.hash)).first()
    if last is None or tuple(last) != (number, previous):
        yield Fault(number, "the head of the account log is not its last entry")
