"""Timetable of background work; it calls room functions and holds no rules.

Doors never talk to it: they write rows, in their own transaction, and it finds them. What takes long and must not be
lost, a look at a link, is a durable workflow of DBOS: killed in the middle, it is taken up again by the next process.
Of several processes, on one machine or on many, one works and the others wait to take its place; in that one each
duty has a thread of its own, so that a long report keeps no link waiting.
"""

import fcntl
import logging
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from threading import Event
from time import monotonic
from typing import Any

import sqlalchemy as sa
from dbos import DBOS, DBOSConfig, SetWorkflowID
from sqlalchemy.exc import DBAPIError
from sqlmodel import col, select

from pop_tracker.accounts.signing_in import SESSION_LIFE
from pop_tracker.database import Database, in_one_line, is_away
from pop_tracker.monitoring import copies, fetching, reminders
from pop_tracker.monitoring.copies import Capture, Link, Outcome
from pop_tracker.monitoring.report import files as report_files
from pop_tracker.monitoring.report import versions
from pop_tracker.settings import Settings
from pop_tracker.web import duties, files
from pop_tracker.web.i18n import N_, today

log = logging.getLogger("pop_tracker.jobs")
QUEUE = "archive"
AT_ONCE = 2
"""Links looked at at the same time."""
LEADER = 7_090_119
"""The advisory lock's number in PostgreSQL."""
UNNAMED_FOR = SESSION_LIFE + timedelta(days=1)
"""A file that nothing names may be carried by a form that was refused and is still open: an editor's, as long as they
are signed in. What comes through a personal link is named as soon as it is stored; no other form carries a file."""
ENDED_FOR = timedelta(days=30)
"""How long DBOS keeps a workflow that has ended: what it found stands in our own tables."""
AT_A_TIME = 500
"""Workflows forgotten in one transaction."""
DBOS_CONNECTIONS = 8
"""Of its own, beside those of our engine; README says how many that makes."""
AFTER_A_FAULT = timedelta(minutes=1)
"""A duty that failed is tried again after this at the latest, and does not wait for its next day."""


@dataclass
class _Process:
    """What the workflows of this process work with; DBOS gives them plain values only."""

    settings: Settings
    database: Database
    enqueued: set[str] = field(default_factory=set)


_process: _Process


@DBOS.step(retries_allowed=True, max_attempts=3, interval_seconds=1.0)
def look_at(link_id: int) -> dict[str, Any]:
    """Fetches the link and stores the copy, under its digest: twice is as once."""
    settings, database = _process.settings, _process.database
    with database.reading() as session:
        link = session.get(Link, link_id)
        keeps = link is not None and not copies.has_copy(session, link_id)
    if link is None:
        return {}
    found = fetching.look(link.url, allows=settings.archive_allows)
    if found.outcome is Outcome.ALIVE and keeps:
        try:
            return {
                **_plain(found),
                "outcome": Outcome.KEPT.value,
                "warc_sha256": files.put(settings.files, found.warc),
            }
        except files.Unavailable as unavailable:
            return {"outcome": Outcome.FAILED.value, "looked_at": found.looked_at.isoformat(),
                    "problem": unavailable.message}  # fmt: skip
    return _plain(found)


def _plain(found: fetching.Look) -> dict[str, Any]:
    return {
        "outcome": found.outcome.value,
        "looked_at": found.looked_at.isoformat(),
        "final_url": found.final_url,
        "http_status": found.http_status,
        "media_type": found.media_type,
        "size": found.size,
        "sha256": found.sha256,
        "problem": found.problem,
    }


@DBOS.step(retries_allowed=True, max_attempts=5, interval_seconds=1.0)
def keep_in_mind(link_id: int, due: str, found: dict[str, Any]) -> None:
    with _process.database.writing() as session:
        capture = Capture(
            link_id=link_id,
            **{
                **found,
                "outcome": Outcome(found["outcome"]),
                "looked_at": datetime.fromisoformat(found["looked_at"]),
            },
        )
        copies.record_capture(session, link_id, datetime.fromisoformat(due), capture)


@DBOS.workflow()
def archive_link(link_id: int, due: str) -> None:
    try:
        found = look_at(link_id)
    except Exception:  # a fault of ours: told as a failure, and tried again later
        log.exception("link %s cannot be looked at", link_id)
        found = {
            "outcome": Outcome.FAILED.value,
            "looked_at": datetime.now(UTC).isoformat(),
            "problem": N_("Kopjimi u ndërpre nga një gabim i yni."),
        }
    if found:
        keep_in_mind(link_id, due, found)


# --- the timetable


def take_due_links(settings: Settings, database: Database) -> None:
    """Every link that is due becomes a workflow; its id is the link's and the look's, so that it is one."""
    now = datetime.now(UTC)
    with database.reading() as session:
        due = [(link.id or 0, link.next_try_at) for link in copies.due_links(session, now)]
    names = set()
    for link_id, at in due:
        if at is None:
            continue
        # The day goes in too: a workflow that DBOS gave up is begun anew the day after.
        name = f"link-{link_id}-{at:%Y%m%dT%H%M%S%f}-{now:%Y%m%d}"
        if name not in _process.enqueued:
            with SetWorkflowID(name):
                DBOS.enqueue_workflow(QUEUE, archive_link, link_id, at.isoformat())
        names.add(name)
    _process.enqueued = names


def enter_checks(settings: Settings, database: Database) -> None:
    with database.writing() as session:
        copies.enter_batch(session, datetime.now(UTC), timedelta(minutes=settings.batch_minutes))


def freeze_reports(settings: Settings, database: Database) -> None:
    report_files.freeze_due(database, settings)


def send_reminders(settings: Settings, database: Database) -> None:
    reminders.send_due(database, settings, today())


def sweep_files(settings: Settings, database: Database) -> None:
    """Takes away files that no row names any more: a redaction took the name out, and the content must go too.

    A copy of a link counts as named while evidence names the link; besides, every column whose name ends in sha256
    names files, in every table that the database has.
    """
    before = datetime.now(UTC) - UNNAMED_FOR
    stale = [name for name, at in files.names(settings.files) if at < before]
    if not stale:
        return
    with database.reading() as session:
        tables = sa.MetaData()
        tables.reflect(session.connection())
        named = set(session.exec(select(Capture.warc_sha256).where(col(Capture.url).in_(copies.named()))))
        for table in tables.sorted_tables:
            for column in table.columns:
                if column.name.endswith("sha256") and (table.name, column.name) != ("capture", "warc_sha256"):
                    named.update(session.scalars(sa.select(column).distinct()))
    for name in stale:
        # A form may have stored it again since: what names it is still to come.
        if name not in named and files.stored_at(settings.files, name) < before:
            files.drop(settings.files, name)
            log.warning("file %s was named by nothing and is gone", name)


def forget_ended(settings: Settings, database: Database) -> None:
    """DBOS keeps each workflow for good, with its steps; those that ended long ago go. Their names hold the day of the
    look, so that none is ever begun again."""
    before = (datetime.now(UTC) - ENDED_FOR).isoformat()
    while ended := DBOS.list_workflows(completed_before=before, limit=AT_A_TIME, load_input=False, load_output=False):
        DBOS.delete_workflows([one.workflow_id for one in ended])


Duty = Callable[[Settings, Database], None]
TIMETABLE: tuple[tuple[Duty, timedelta], ...] = (
    (take_due_links, timedelta(0)),
    (enter_checks, timedelta(0)),
    (freeze_reports, timedelta(0)),
    (send_reminders, timedelta(hours=1)),
    (sweep_files, timedelta(days=1)),
    (forget_ended, timedelta(days=1)),
)
"""What is looked after, and how long it rests in between; the functions themselves know what is due."""


def run(settings: Settings, database: Database, stop: Event, ready: Callable[[], None] = lambda: None) -> None:
    """Works until told to stop, as soon as no other process does.

    It sets `stop` itself when it cannot go on, as when it no longer leads: whoever runs it ends the process soon after,
    whatever a duty still does, so that the next leader is not left with the threads of this one.
    """
    global _process
    with _leading(settings, database, stop) as still_leads:
        if not still_leads():
            return
        _process = _Process(settings, database)
        DBOS(config=_config(settings, database))
        try:
            DBOS.launch()
            DBOS.register_queue(QUEUE, concurrency=AT_ONCE)
            with database.writing() as session:
                versions.put_nothing_off(session)
                duties.appoint(session, [duty.__name__ for duty, _ in TIMETABLE], datetime.now(UTC))
            ready()
            _keep_time(settings, database, stop, still_leads)
        finally:
            stop.set()
            DBOS.destroy(workflow_completion_timeout_sec=0)


def _config(settings: Settings, database: Database) -> DBOSConfig:
    url = f"sqlite:///{(settings.var / 'jobs.sqlite3').absolute()}"
    if not database.is_sqlite:
        url = database.url.render_as_string(hide_password=False)
    return {
        "name": "pop-tracker",
        "system_database_url": url,
        "log_level": "WARNING",
        "sys_db_pool_size": DBOS_CONNECTIONS,
        # One for all versions: what an older one left undone is taken up by the next.
        "application_version": "1",
    }


def _keep_time(settings: Settings, database: Database, stop: Event, still_leads: Callable[[], bool]) -> None:
    with ThreadPoolExecutor(len(TIMETABLE), thread_name_prefix="duty") as threads:
        for duty, rest in TIMETABLE:
            rests = max(rest, timedelta(seconds=settings.jobs_seconds))
            threads.submit(_repeat, duty, rests, settings, database, stop)
        try:
            while not stop.is_set() and still_leads():
                stop.wait(settings.jobs_seconds)
        finally:
            stop.set()


def _repeat(duty: Duty, rest: timedelta, settings: Settings, database: Database, stop: Event) -> None:
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
