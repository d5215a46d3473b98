"""The account log: who was let in, given a role, moved to another address, sent a link or a code, refused.

It is append-only and chained as the record is, and in the same way refuses changes in both databases. It is not public:
coordinators read it whole, everybody its counts. It names people by number and holds no address, no secret and no word
that somebody typed, so that nothing ever has to be taken out of it.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, Session, SQLModel, col, select

from pop_tracker.history import FIRST_HASH, Fault, canonical

EVENTS: dict[str, str] = {}


def declare(events: Mapping[str, str]) -> None:
    """What events are called (message ids), each by the room in which it happens."""
    EVENTS.update(events)


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
    author: int | None = None
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


def verify(session: Session) -> Iterator[Fault]:
    """Recomputes the chain of the log."""
    previous, number = FIRST_HASH, 0
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
    last = session.exec(select(LogHead.number, LogHead.hash)).first()
    if last is None or tuple(last) != (number, previous):
        yield Fault(number, "the head of the account log is not its last entry")
