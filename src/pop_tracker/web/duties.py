"""How the duties of background work stand: when each was last done, and when it is due again.

Background work has no page of its own, so a duty that hangs, or a worker that nobody started, would be noticed only
by what is missing. Whoever works keeps a row for each of its duties; whoever watches asks how long they are overdue.
Nothing here belongs to the record: neither its head nor a backup knows of it.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlmodel import Field, Session, SQLModel, col, select

NOTED_EVERY = timedelta(seconds=30)
"""A duty that is done more often than this is noted no more often: a write every few seconds would tell no more."""
LATE = timedelta(minutes=10)
"""Overdue by more than this, a duty is named. A long report, or a restart of the database, takes less."""


class Duty(SQLModel, table=True):
    """A duty of the timetable, by the name of its function."""

    name: str = Field(primary_key=True, max_length=60)
    done_at: datetime | None = None
    """None: not yet, since it came into the timetable."""
    due_at: datetime
    """When it is to be done again. While it fails or hangs this stays in the past."""


@dataclass(frozen=True)
class Age:
    """How far behind the duties are."""

    seconds: int | None
    """Since all that was due had been done; 0 where nothing is due, None where nobody ever worked. As a duty is noted
    only every `NOTED_EVERY`, this goes to half a minute when all is well, and up to how long the longest duty takes."""
    late: list[str]
    """Names of the duties that are overdue by more than `LATE`."""


def appoint(session: Session, names: Collection[str], now: datetime) -> None:
    """Enters new duties as due now, so that one which hangs the first time shows, and lets go of those that an older
    version had, which nobody will do again."""
    session.exec(sa.delete(Duty).where(col(Duty.name).not_in(names)))
    known = set(session.exec(select(Duty.name)))
    session.add_all(Duty(name=name, due_at=now) for name in names if name not in known)


def note(session: Session, name: str, now: datetime, rest: timedelta) -> None:
    """The duty has been done without fault, and rests."""
    session.merge(Duty(name=name, done_at=now, due_at=now + rest))


def age(session: Session, now: datetime) -> Age:
    """One query."""
    duties = session.exec(select(Duty).order_by(col(Duty.name))).all()
    if not duties:
        return Age(None, [])
    longest = max(now - duty.due_at for duty in duties)
    return Age(max(0, int(longest.total_seconds())), [duty.name for duty in duties if now - duty.due_at > LATE])
