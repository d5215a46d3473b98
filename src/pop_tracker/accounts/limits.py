"""How often something may be tried, by what is limited: a mailbox, a person, a link; last and generously a network.

Offices and mobile networks share an address, so what succeeds never counts against one: a thousand wrong links from it
are stopped, and twenty colleagues behind it sign in meanwhile.
"""

from datetime import UTC, datetime, timedelta

import sqlalchemy as sa
from sqlmodel import Field, Session, SQLModel, col, select

from pop_tracker.accounts import log
from pop_tracker.accounts.models import one_at_a_time
from pop_tracker.web.i18n import N_

log.declare({"limit_reached": N_("Shumë përpjekje, u ndalën")})

WITHIN = timedelta(minutes=15)
KEPT = timedelta(days=1)


class Attempt(SQLModel, table=True):
    """Something that may be tried only so often, by what is limited."""

    id: int | None = Field(default=None, primary_key=True)
    what: str = Field(max_length=200, index=True)
    at: datetime


def attempts_left(session: Session, what: str, most: int, within: timedelta = WITHIN) -> bool:
    """Counts one more attempt; False when there were `most` already in that time. `what` ends with whom it is about, as
    one word that the log does not get."""
    if not is_free(session, what, most, within):
        return False
    count(session, what)
    return True


def is_free(session: Session, what: str, most: int, within: timedelta = WITHIN) -> bool:
    """Counts nothing; whoever asks and then counts does both in one transaction. The first time that it says no in that
    time, the log says so."""
    one_at_a_time(session, what)
    now = datetime.now(UTC)
    # What another transaction is removing already is left to it: waiting for it could close a circle.
    old = select(Attempt.id).where(col(Attempt.at) < now - KEPT).with_for_update(skip_locked=True)
    session.exec(sa.delete(Attempt).where(col(Attempt.id).in_(old)))
    if _tried(session, what, now - within) < most:
        return True
    told = f"told: {what}"
    if not _tried(session, told, now - within):
        count(session, told)
        log.note(session, "limit_reached", thing=what.rpartition(" ")[0])
    return False


def count(session: Session, what: str) -> None:
    session.add(Attempt(what=what, at=datetime.now(UTC)))
    session.flush()


def forget(session: Session, what: str) -> None:
    """It succeeded: what went wrong before counts no more."""
    session.exec(sa.delete(Attempt).where(col(Attempt.what) == what))


def _tried(session: Session, what: str, since: datetime) -> int:
    return session.exec(
        select(sa.func.count()).select_from(Attempt).where(Attempt.what == what, Attempt.at > since)
    ).one()
