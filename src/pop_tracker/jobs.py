"""Timetable of background work; it calls room functions and holds no rules.

Doors never talk to it: they write rows, in their own transaction, and it finds them. What is still to be done stands
in those rows only, and a duty may be killed at any moment: what it had not written down yet is due again, for the next
process. Of several, on one machine or on many, one works and the others wait to take its place; in that one each duty
has a thread of its own, so that a long report keeps no link waiting.
"""

import fcntl
import logging
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from threading import Event
from time import monotonic, sleep

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError
from sqlmodel import col, select

from pop_tracker import named_files, redaction, removals
from pop_tracker.accounts import asked_links, redaction_letters, redactions, removal_asks
from pop_tracker.accounts.signing_in import SESSION_LIFE
from pop_tracker.browse import digest
from pop_tracker.contracts.checking import scans
from pop_tracker.database import Database, in_one_line, is_away
from pop_tracker.monitoring import copies, fetching
from pop_tracker.monitoring.copies import Copy, Link, Outcome
from pop_tracker.monitoring.replies import receipts as reply_receipts
from pop_tracker.monitoring.report import files as report_files
from pop_tracker.monitoring.report import versions
from pop_tracker.pledges import receipts
from pop_tracker.sealed import RemovedFile
from pop_tracker.settings import Settings
from pop_tracker.web import delivery, duties, files
from pop_tracker.web.i18n import N_

log = logging.getLogger("pop_tracker.jobs")
AT_ONCE = 2
"""Links looked at at the same time."""
AT_A_TIME = 16
"""Links of one turn: of pages that are all as slow as may be, a turn still ends before its duty counts as late."""
TRIES = (0.0, 1.0, 1.0)
"""Seconds before each try of a look; one that faults of ours interrupt every time is told as a failure."""
LEADER = 7_090_119
"""The advisory lock's number in PostgreSQL."""
UNNAMED_FOR = SESSION_LIFE + timedelta(days=1)
"""A file that nothing names may be carried by a form that was refused and is still open: an editor's, as long as they
are signed in. What comes through a personal link is named as soon as it is stored; no other form carries a file."""
AFTER_A_FAULT = timedelta(minutes=1)
"""A duty that failed is tried again after this at the latest, and does not wait for its next day."""


def look_at_links(settings: Settings, database: Database) -> None:
    """Looks at some of those that are due; what it found of one is written down before the next one is begun."""
    with database.writing() as session:
        due = copies.take_due(session, datetime.now(UTC), AT_A_TIME)
    with ThreadPoolExecutor(AT_ONCE, thread_name_prefix="link") as threads:
        looks = [threads.submit(_look_at, link, settings, database) for link in due]
    for look in looks:
        look.result()


def _look_at(link: Link, settings: Settings, database: Database) -> None:
    """Killed in the middle, it is done again: twice is as once, but that a copy nobody wrote down is swept away."""
    for pause in TRIES:
        sleep(pause)
        try:
            return _keep_in_mind(link, _found(link, settings, database), database)
        except Exception as error:
            if is_away(error):
                raise
            fault = error
    log.error("link %s cannot be looked at", link.id, exc_info=fault)
    _keep_in_mind(link, _failed(link, datetime.now(UTC), N_("Kopjimi u ndërpre nga një gabim i yni.")), database)


def _found(link: Link, settings: Settings, database: Database) -> Copy:
    """Fetches the link; the first answer that is a page is stored."""
    with database.reading() as session:
        has_copy = copies.has_copy(session, link.id or 0)
    found = fetching.look(link.url, allows=settings.archive_allows)
    told = {name: value for name, value in vars(found).items() if name != "warc"}
    if found.outcome is Outcome.ALIVE and not has_copy:
        try:
            told |= {"outcome": Outcome.KEPT, "warc_sha256": files.put(settings.files, found.warc)}
        except files.Unavailable as unavailable:
            return _failed(link, found.looked_at, unavailable.message)
    return Copy(link_id=link.id or 0, **told)


def _failed(link: Link, looked_at: datetime, problem: str) -> Copy:
    return Copy(link_id=link.id or 0, outcome=Outcome.FAILED, looked_at=looked_at, problem=problem)


def _keep_in_mind(link: Link, found: Copy, database: Database) -> None:
    assert link.next_try_at, "a link that is due"
    with database.writing() as session:
        copies.record_copy(session, link.id or 0, link.next_try_at, found)


def read_scans(settings: Settings, database: Database) -> None:
    scans.read_due(settings, database)


def enter_checks(settings: Settings, database: Database) -> None:
    with database.writing() as session:
        copies.enter_batch(session, datetime.now(UTC), timedelta(minutes=settings.batch_minutes))


def freeze_reports(settings: Settings, database: Database) -> None:
    report_files.freeze_due(database, settings)


_lanes = delivery.Lane(delivery.AT_ONCE_SOON, within=delivery.SOON), delivery.Lane()


def send_letters(settings: Settings, database: Database) -> None:
    """Waits for no mail server: each lane has threads of its own."""
    write_asked_links(settings, database)
    for lane in _lanes:
        lane.look(settings, database)


def write_asked_links(settings: Settings, database: Database) -> None:
    with database.reading() as session:
        is_asked = asked_links.is_any(session)
    if is_asked:
        with database.writing() as session:
            asked_links.answer_all(session, settings)


def sweep_letters(settings: Settings, database: Database) -> None:
    with database.writing() as session:
        delivery.sweep(session)


def forget_removal_asks(settings: Settings, database: Database) -> None:
    with database.writing() as session:
        removal_asks.forget_old(session, settings, datetime.now(UTC))


def write_digests(settings: Settings, database: Database) -> None:
    digest.send_due(database, settings, datetime.now(UTC))


def send_receipts(settings: Settings, database: Database) -> None:
    receipts.send_due(database, settings)
    reply_receipts.send_due(database, settings)


def sweep_files(settings: Settings, database: Database) -> None:
    """Takes away files that no row names any more (`named_files`); what was removed goes by `destroy_removed`."""
    before = datetime.now(UTC) - UNNAMED_FOR
    stale = [name for name, at in files.names(settings.files) if at < before]
    if not stale:
        return
    with database.reading() as session:
        named = named_files.named(session)
    for name in stale:
        # A form may have stored it again since: what names it is still to come.
        if name not in named and files.stored_at(settings.files, name) < before:
            files.drop(settings.files, name)
            log.warning("file %s was named by nothing and is gone", name)


def destroy_removed(settings: Settings, database: Database) -> None:
    """Destroys what was removed from the record once nobody can call it off any more: sealed words, files, and what
    the database still holds of deleted rows. Killed in the middle, it goes on where rows say that it is not done."""
    with database.reading() as session:
        removals.keep(session, settings.var)
        is_due = bool(redactions.due(session, datetime.now(UTC)))
    if is_due:
        with database.writing() as session:
            for request in redactions.due(session, datetime.now(UTC)):
                redactions.destroy(session, request)
                redaction_letters.tell(session, settings, request, redaction_letters.Step.DESTROYED)
    with database.reading() as session:
        gone = set(session.exec(select(col(RemovedFile.sha256)).where(redaction.to_be_dropped())))
        named = named_files.named(session) if gone else set()
        unwiped = redactions.unwiped(session)
    for name in sorted(gone - named):  # what another thing still names stays
        files.drop(settings.files, name)
        log.warning("file %s was removed from the record and is gone", name)
    wiped = unwiped and database.wipe()
    if gone or wiped:
        with database.writing() as session:
            redaction.note_dropped(session, gone)
            if wiped:
                redactions.note_wiped(session, unwiped)


Work = Callable[[Settings, Database], None]
AT_THE_NEXT_LOOK = timedelta(0)
TIMETABLE: tuple[tuple[Work, timedelta], ...] = (
    (send_letters, timedelta(seconds=1)),  # somebody sits before the page that says to look into the mailbox
    (look_at_links, AT_THE_NEXT_LOOK),
    (enter_checks, AT_THE_NEXT_LOOK),
    (freeze_reports, AT_THE_NEXT_LOOK),
    (read_scans, timedelta(seconds=1)),  # somebody looks on
    (write_digests, timedelta(minutes=1)),
    (send_receipts, AT_THE_NEXT_LOOK),
    (destroy_removed, AT_THE_NEXT_LOOK),
    (sweep_files, timedelta(days=1)),
    (sweep_letters, timedelta(days=1)),
    (forget_removal_asks, timedelta(days=1)),
)
"""What is looked after, and how long it rests in between; the functions themselves know what is due."""


def run(settings: Settings, database: Database, stop: Event, ready: Callable[[], None] = lambda: None) -> None:
    """Works until told to stop, as soon as no other process does.

    It sets `stop` itself when it cannot go on, as when it no longer leads: whoever runs it ends the process soon after,
    whatever a duty still does, so that the next leader is not left with the threads of this one.
    """
    with _leading(settings, database, stop) as still_leads:
        if not still_leads():
            return
        try:
            with database.writing() as session:
                versions.put_nothing_off(session)
                delivery.take_up(session)
                duties.appoint(session, [duty.__name__ for duty, _ in TIMETABLE], datetime.now(UTC))
            ready()
            _keep_time(settings, database, stop, still_leads)
        finally:
            stop.set()


def _keep_time(settings: Settings, database: Database, stop: Event, still_leads: Callable[[], bool]) -> None:
    with ThreadPoolExecutor(len(TIMETABLE), thread_name_prefix="duty") as threads:
        for duty, rest in TIMETABLE:
            rests = rest or timedelta(seconds=settings.jobs_seconds)
            threads.submit(_repeat, duty, rests, settings, database, stop)
        try:
            while not stop.is_set() and still_leads():
                stop.wait(settings.jobs_seconds)
        finally:
            stop.set()


def _repeat(duty: Work, rest: timedelta, settings: Settings, database: Database, stop: Event) -> None:
    """A duty that failed is noted as soon as it is done again, so that whoever watches sees that it is over.

    What the database refuses is told once and when it is over: hours of it must not fill a disk that is full already.
    """
    noted = never = float("-inf")
    refused = ""
    while not stop.is_set():
        pause = rest
        try:
            duty(settings, database)
            if monotonic() - noted >= duties.NOTED_EVERY.total_seconds():
                with database.writing() as session:
                    duties.note(session, duty.__name__, datetime.now(UTC), rest)
                noted = monotonic()
            if refused:
                log.warning("%s is done again", duty.__name__)
                refused = ""
        except Exception as error:  # the fault of one time does not keep the next waiting
            noted, pause = never, min(rest, AFTER_A_FAULT)
            if not is_away(error):
                log.exception("%s failed", duty.__name__)
            elif (reason := in_one_line(error)) != refused:  # no fault of ours: the database is locked, full or gone
                log.error("%s failed, the database refuses: %s", duty.__name__, reason)
                refused = reason
        stop.wait(pause.total_seconds())


@contextmanager
def _leading(settings: Settings, database: Database, stop: Event) -> Iterator[Callable[[], bool]]:
    """Waits until this is the one process that works, or it is told to stop. Gives a question: is it still the one?"""
    if database.is_sqlite:
        settings.var.mkdir(parents=True, exist_ok=True)
        with open(settings.var / "jobs.lock", "w") as file:
            leads = _wait(lambda: _locks(file.fileno()), stop, settings)
            yield lambda: leads
        return
    # The lock lasts as long as its connection, whatever ends the process or the connection.
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        ask = sa.text("SELECT pg_try_advisory_lock(:number)")
        leads = _wait(lambda: bool(connection.scalar(ask, {"number": LEADER})), stop, settings)

        def still_leads() -> bool:
            try:
                return leads and connection.scalar(sa.text("SELECT 1")) == 1
            except DBAPIError as error:
                log.error("the connection that held the lock of the one that works is gone: %s", in_one_line(error))
                return False

        try:
            yield still_leads
        finally:
            connection.invalidate()


def _locks(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _wait(try_: Callable[[], bool], stop: Event, settings: Settings) -> bool:
    is_told = False
    while not stop.is_set():
        if try_():
            return True
        if not is_told:
            log.warning("another process works already; this one waits to take its place")
            is_told = True
        stop.wait(settings.jobs_seconds)
    return False
