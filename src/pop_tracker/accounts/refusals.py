"""That somebody who works here was told "not you": noted in the account log, once an hour for a person and a door, so
that a script does not fill it."""

from datetime import UTC, datetime, timedelta

from sqlmodel import Session, col, select

from pop_tracker.accounts import log
from pop_tracker.accounts.limits import Attempt, attempts_left
from pop_tracker.database import Database
from pop_tracker.web.i18n import N_

ONCE_IN = timedelta(hours=1)

log.declare({"refused": N_("Veprim i refuzuar")})
log.explain("door", N_("Faqja"))


def note_refusal(database: Database, person_id: int, door: str) -> None:
    """In a transaction of its own: that of the work was undone. `door` is its pattern, with no word of an address."""
    what = f"refused {person_id} at {door}"[:200]
    with database.reading() as session:
        if _is_noted(session, what):
            return
    with database.writing() as session:
        if attempts_left(session, what, 1, ONCE_IN):
            log.note(session, "refused", by=person_id, door=door)


def _is_noted(session: Session, what: str) -> bool:
    since = datetime.now(UTC) - ONCE_IN
    return session.exec(select(Attempt.id).where(Attempt.what == what, col(Attempt.at) > since)).first() is not None
