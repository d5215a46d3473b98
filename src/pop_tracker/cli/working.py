"""The background process, and whoever keeps one running: the server, or `pop-tracker work` by itself.

What works is always a child. Whatever ends it, a database that went away, a full disk, the kernel short of memory or a
fault in a library that draws, the next one begins from nothing, with no lock, connection or thread of the one before.
So the parent holds none of these and imports next to nothing. It ends by a signal only, or when the child says that it
will never work before somebody mends a setting or migrates.
"""

import logging
import os
import signal
import subprocess
import sys
import time
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from queue import SimpleQueue
from threading import Event, Lock, Thread
from typing import TYPE_CHECKING

import click

from pop_tracker.settings import Settings

if TYPE_CHECKING:
    from pop_tracker.database import Database

REST = 5.0
"""Seconds before a background process that ended by itself is started again, and that one has to end when told."""
GLANCE = 0.5
"""Seconds between two looks at whether the child still runs."""
MISTAKE = 2
"""Exit status for what a setting says wrong, as of every command."""
NOT_CURRENT = 3
"""Exit status of a child whose database has another schema than it works with."""
log = logging.getLogger("pop_tracker.jobs")


_starting = Lock()
"""Held while a child is started. A process that is forked in that moment, as Granian forks its workers, would keep open
the pipe by whose end Popen learns that the child runs, and Popen would wait for it as long as that process lives."""
os.register_at_fork(before=_starting.acquire, after_in_parent=_starting.release, after_in_child=_starting.release)


class NotCurrent(click.ClickException):
    """Says to whoever keeps the child running that starting it again is of no use before somebody migrates."""

    exit_code = NOT_CURRENT


def alone() -> int:
    """Keeps a background process running until SIGINT or SIGTERM; the exit status."""
    _log_to_stderr()
    status = _keep_running(_told(), unless=(MISTAKE, NOT_CURRENT))
    return 1 if status == NOT_CURRENT else status


@contextmanager
def beside(settings: Settings) -> Iterator[None]:
    """Keeps a background process running meanwhile, unless the settings leave it out."""
    if not settings.jobs:
        yield
        return
    stop = Event()
    keeper = Thread(target=_keep_running, args=(stop,), name="background", daemon=True)
    keeper.start()
    try:
        yield
    finally:
        stop.set()
        keeper.join(3 * REST)


def run(settings: Settings, database: "Database") -> None:
    """Works, as the child, until SIGINT or SIGTERM, or until standard input ends, as it does when the parent dies."""
    _log_to_stderr()
    stop = _told()

    def wait_for_parent() -> None:
        sys.stdin.read()
        stop.set()

    def end_soon() -> None:
        # All that is done here may be killed at any moment and is taken up again: a long report is not waited for.
        stop.wait()
        time.sleep(REST)
        os._exit(0)

    for wait in (end_soon, wait_for_parent):
        Thread(target=wait, name=wait.__name__, daemon=True).start()
    if _answers(database, stop):
        import pop_tracker.tables  # noqa: F401  what a duty enters may be of any room
        from pop_tracker import jobs

        jobs.run(settings, database, stop)


def _answers(database: "Database", stop: Event) -> bool:
    """Waits for a database that does not answer; False when told to stop meanwhile. Raises NotCurrent."""
    from pop_tracker.cli.schema import SchemaError, require_current
    from pop_tracker.database import in_one_line, is_away

    told = ""
    while not stop.is_set():
        try:
            require_current(database)
            return True
        except SchemaError as error:
            raise NotCurrent(str(error)) from None
        except Exception as error:
            if not is_away(error):
                raise
            reason = in_one_line(error)
            if reason != told:
                log.error("the database does not answer and is waited for: %s", reason)
            told = reason
            stop.wait(REST)
    return False


def _keep_running(stop: Event, unless: Collection[int] = ()) -> int:
    """Starts a child again whenever it ended, until told to stop, or until it ends with one of these statuses; that."""
    while not stop.is_set():
        status = _run_one(stop)
        if stop.is_set():
            break
        if status in unless:
            return status
        log.error("the background process ended with status %s and is started again", status)
        stop.wait(REST)
    return 0


def _run_one(stop: Event) -> int:
    """Its exit status."""
    try:
        child = _start()
    except OSError as error:  # no memory or no process left; there may be again
        log.error("the background process does not start: %s", error)
        return 1
    with child:  # which closes the child's standard input in the end
        while child.poll() is None and not stop.wait(GLANCE):
            pass
        if child.poll() is None:
            child.terminate()
            try:
                child.wait(2 * REST)
            except subprocess.TimeoutExpired:
                child.kill()
        return child.wait()


def _start() -> subprocess.Popen[bytes]:
    """In a session of its own: Ctrl-C reaches it through its parent."""
    program = [sys.executable, "-c", "from pop_tracker.cli import main; main()", "work", "--with-parent"]
    with _starting:  # Popen forks without telling those who registered, so it does not wait for itself
        return subprocess.Popen(program, stdin=subprocess.PIPE, start_new_session=True)


def _told() -> Event:
    """Is set by SIGINT and SIGTERM; not by their handler itself, which runs in the middle of whatever the main thread
    does, perhaps its own wait for the event, and might find it locked for good."""
    told, heard = Event(), SimpleQueue[int]()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda number, _: heard.put(number))

    def wait_for_signal() -> None:
        heard.get()
        told.set()

    Thread(target=wait_for_signal, name="wait_for_signal", daemon=True).start()
    return told


def _log_to_stderr() -> None:
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
