"""What was refused and stands in the account log all the same, each once an hour, so that no script fills it: that
somebody who works here was told "not you", that a form came which no page of ours sent to this browser, and that a
network guesses receipts."""

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlmodel import Session, col, select

from pop_tracker.accounts import log
from pop_tracker.accounts.limits import Attempt, attempts_left, count
from pop_tracker.accounts.models import one_at_a_time
from pop_tracker.database import Database
from pop_tracker.web.i18n import N_

ONCE_IN = timedelta(hours=1)
RECEIPTS_MISSED = 20

log.declare({"refused": N_("Veprim i refuzuar"), "form_refused": N_("Formular i huaj ose i vjetër, i refuzuar")})
log.explain("door", N_("Faqja"))
log.explain(
    "why",
    N_("Pse"),
    {
        "foreign": N_("e dërgoi një faqe tjetër"),
        "token": N_("nuk ishte i kësaj seance ose i këtij shfletuesi"),
    },
)


def note_refusal(database: Database, person_id: int, door: str) -> None:
    """In a transaction of its own: that of the work was undone. `door` is its pattern, with no word of an address."""
    _note_once(database, f"refused {person_id} at {door}", "refused", by=person_id, door=door)


def note_form(database: Database, door: str, why: str) -> None:
    """Of somebody without an account; `why` is "foreign" or "token"."""
    _note_once(database, f"{why} form at {door}", "form_refused", door=door, why=why)


def count_missed_receipt(database: Database, client: str) -> None:
    """Whoever asks for one that is not there is told so however often: codes are too long to be guessed. The log says
    that somebody tries."""
    what = f"receipts missed from {client}"
    with database.reading() as session:
        if _is_noted(session, f"told: {what}"):
            return
    with database.writing() as session:
        attempts_left(session, what, RECEIPTS_MISSED)


def _note_once(database: Database, what: str, event: str, *, by: int | None = None, **more: Any) -> None:
    what = what[:200]
    with database.reading() as session:
        if _is_noted(session, what):
            return
    with database.writing() as session:
        one_at_a_time(session, what)
        if not _is_noted(session, what):
            count(session, what)
            log.note(session, event, by=by, **more)


def _is_noted(session: Session, what: str) -> bool:
    since = datetime.now(UTC) - ONCE_IN
    return session.exec(select(Attempt.id).where(Attempt.what == what, col(Attempt.at) > since)).first() is not None
