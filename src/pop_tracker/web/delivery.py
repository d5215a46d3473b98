"""How letters leave: each is taken out of the queue, handed to the mail server, and what became of it written down.

A letter is taken by moving the moment at which it is due, and that is committed before anything is sent: whoever dies
with it in hand loses nothing, and two who work at once do not both send it. Those whose time ends first go first, so
that a link to sign in does not wait behind a hundred others.
"""

import json
import logging
import re
from base64 import b64decode
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from threading import Lock
from time import sleep

import sqlalchemy as sa
from sqlmodel import Session, col, select

from pop_tracker.database import Database, in_one_line, is_away
from pop_tracker.settings import Settings
from pop_tracker.web import mail
from pop_tracker.web.i18n import N_
from pop_tracker.web.letters import Enclosure, Letter
from pop_tracker.web.seal import BrokenSeal, unseal

AT_ONCE, AT_ONCE_SOON = 4, 2
"""Letters on their way at the same time, and besides these such as are good for an hour at most: whoever waits for a
link to sign in need not wait until a slow server has taken others. Mail servers take more from one place."""
SOON = timedelta(hours=1)
IN_HAND = timedelta(minutes=10)
"""How long a letter that was taken is left to whoever took it: longer than the slowest server may take for one."""
AFTER_A_DEATH = timedelta(seconds=15)
"""When a new process takes up what an earlier one held: as soon as that has ended for certain."""
PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 30, 60))
"""After each try that failed; the last again and again. Who keeps strangers waiting at first (greylisting) takes them
within minutes."""
KEPT = timedelta(days=90)
"""How long is known what became of a letter."""
TRIES = (0.0, 1.0, 4.0, 15.0)
"""Seconds before each try to write down what became of one: what was sent and is not written down is sent again."""
TOO_LATE = N_("Koha e tij kaloi para se ta merrte serveri i emailit.")
OTHER_KEY = N_("U shkrua me një çelës tjetër të faqes, prandaj nuk lexohet më.")
_ADDRESS_OR_LINK = re.compile(r"\S+://\S+|\S+@\S+|\bwww\.\S+")
LONGEST_PROBLEM = 300
log = logging.getLogger("pop_tracker.mail")


@dataclass(frozen=True)
class Taken:
    """A letter in the hand of whoever carries it."""

    id: int
    address: str
    subject: str
    sealed: str
    reply_to: str
    stop_link: str
    written_at: datetime
    until: datetime
    tries: int


class Lane:
    """Carries letters in threads of its own, as many as there are letters due, `places` at most. With `within`, only
    those whose time ends so soon."""

    def __init__(self, places: int = AT_ONCE, within: timedelta | None = None) -> None:
        self._threads = ThreadPoolExecutor(places, thread_name_prefix="letter")
        self._places, self._within = places, within
        self._carrying = 0
        self._lock = Lock()

    def look(self, settings: Settings, database: Database) -> None:
        """Sets as many to work as there is work for, and waits for none of them."""
        with database.reading() as session:
            due = len(session.exec(select(Letter.id).where(_is_due(self._within)).limit(self._places)).all())
        for _ in range(due):
            with self._lock:
                if self._carrying >= self._places:
                    return
                self._carrying += 1
            self._threads.submit(self._carry, settings, database)

    def _carry(self, settings: Settings, database: Database) -> None:
        try:
            carry(settings, database, self._within)
        except Exception as error:  # the letter in hand is due again later
            if is_away(error):
                log.error("a letter cannot be carried, the database refuses: %s", in_one_line(error))
            else:
                log.exception("a letter cannot be carried")
        finally:
            with self._lock:
                self._carrying -= 1


def carry(settings: Settings, database: Database, within: timedelta | None = None) -> int:
    """Sends one letter after the other until none is due; how many it had in hand."""
    carried = 0
    while taken := _take(database, within):
        _write_down(database, taken, _sent(settings, taken))
        carried += 1
    return carried


def take_up(session: Session) -> None:
    """A new process works alone: what an earlier one had in hand when it died is due soon."""
    session.exec(
        sa.update(Letter)
        # Only in hand is it without a problem: see _take.
        .where(col(Letter.due_at).is_not(None), col(Letter.tries) > 0, col(Letter.problem) == "")
        .values(due_at=datetime.now(UTC) + AFTER_A_DEATH)
    )


def sweep(session: Session) -> None:
    """Lets go of letters that were settled long ago."""
    before = datetime.now(UTC) - KEPT
    session.exec(sa.delete(Letter).where(col(Letter.due_at).is_(None), col(Letter.written_at) < before))


def _is_due(within: timedelta | None) -> sa.ColumnElement[bool]:
    now = datetime.now(UTC)
    ends = col(Letter.until) <= now + within if within else sa.true()
    return sa.and_(col(Letter.due_at) <= now, ends)


def _take(database: Database, within: timedelta | None) -> Taken | None:
    with database.writing() as session:
        now = datetime.now(UTC)
        letter = session.exec(
            select(Letter)
            .where(_is_due(within))
            .order_by(col(Letter.until), col(Letter.id))
            .limit(1)
            .with_for_update(skip_locked=True)
        ).first()
        if letter is None:
            return None
        letter.due_at, letter.problem = now + IN_HAND, ""
        letter.tries += 1
        session.add(letter)
        return Taken(**letter.model_dump(include=set(Taken.__dataclass_fields__)))


def _sent(settings: Settings, taken: Taken) -> dict[str, datetime | str | None]:
    """Hands it over; what is to be written down about it then."""
    if taken.until <= datetime.now(UTC):
        return _given_up(TOO_LATE)
    try:
        inside = json.loads(unseal(settings, taken.sealed))
        mail.send(
            settings,
            taken.address,
            taken.subject,
            inside["text"],
            reply_to=taken.reply_to,
            stop_link=taken.stop_link,
            enclosures=[Enclosure(one["name"], one["type"], b64decode(one["content"])) for one in inside["enclosures"]],
            number=str(taken.id),
            written_at=taken.written_at,
        )
    except BrokenSeal:
        return _given_up(OTHER_KEY)
    except mail.Refused as error:
        log.warning("letter %s is refused: %s", taken.id, said_by(error))
        return _given_up(said_by(error))
    except mail.MailError as error:
        log.warning("letter %s is not taken yet: %s", taken.id, said_by(error))
        next_try = datetime.now(UTC) + PAUSES[min(taken.tries, len(PAUSES)) - 1]
        if next_try >= taken.until:
            return _given_up(said_by(error))
        return {"due_at": next_try, "problem": said_by(error)}
    return {**_SETTLED, "sent_at": datetime.now(UTC), "problem": ""}


_SETTLED: dict[str, datetime | str | None] = {"due_at": None, "sealed": "", "stop_link": ""}


def _given_up(problem: str) -> dict[str, datetime | str | None]:
    return {**_SETTLED, "failed_at": datetime.now(UTC), "problem": problem}


def said_by(error: Exception) -> str:
    """In the server's words, without the address of the person and without a link."""
    words = _ADDRESS_OR_LINK.sub("…", " ".join(str(error).split()))
    return words[:LONGEST_PROBLEM] or type(error).__name__


def _write_down(database: Database, taken: Taken, found: dict[str, datetime | str | None]) -> None:
    for pause in TRIES:
        sleep(pause)
        try:
            with database.writing() as session:
                session.exec(
                    sa.update(Letter).where(col(Letter.id) == taken.id, col(Letter.sent_at).is_(None)).values(**found)
                )
            return
        except Exception as error:
            if not is_away(error):
                raise
            fault = error
    raise fault
