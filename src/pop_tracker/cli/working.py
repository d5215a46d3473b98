"""The background process: by itself, or as a child of the server that ends with it."""

import logging
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread
from typing import Any

from pop_tracker.database import Database
from pop_tracker.settings import Settings

REST = 5.0
"""Seconds before a background process that ended by itself is started again, and that one has to end when told."""
log = logging.getLogger("pop_tracker.jobs")


def run(settings: Settings, database: Database, *, with_parent: bool) -> None:
    """Works until SIGINT or SIGTERM, and `with_parent` until standard input ends, as it does when the parent dies."""
    from pop_tracker import jobs  # DBOS takes a second to import, which no other command needs

    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    stop = Event()

    def told(*_: Any) -> None:
        stop.set()

    signal.signal(signal.SIGINT, told)
    signal.signal(signal.SIGTERM, told)

    def wait_for_parent() -> None:
        sys.stdin.read()
        stop.set()

    def end_soon() -> None:
        # All that is done here may be killed at any moment and is taken up again: a long report is not waited for.
        stop.wait()
        time.sleep(REST)
        os._exit(0)

    Thread(target=end_soon, name="end-soon", daemon=True).start()
    if with_parent:
        Thread(target=wait_for_parent, name="with-parent", daemon=True).start()
    jobs.run(settings, database, stop)


@contextmanager
def beside(settings: Settings) -> Iterator[None]:
    """Keeps a background process running meanwhile, unless the settings leave it out."""
    if not settings.jobs:
        yield
        return
    stop = Event()
    children: list[subprocess.Popen[bytes]] = []

    def keep_running() -> None:
        while not stop.is_set():
            with _start() as child:  # which closes the child's standard input once it has ended
                children[:] = [child]
                status = child.wait()
            if not stop.is_set():
                log.error("the background process ended with status %s and is started again", status)
                stop.wait(REST)

    keeper = Thread(target=keep_running, name="background", daemon=True)
    keeper.start()
    try:
        yield
    finally:
        stop.set()
        for child in children:
            child.terminate()
        keeper.join(2 * REST)
        for child in children:
            child.kill()


def _start() -> subprocess.Popen[bytes]:
    """In a session of its own: Ctrl-C reaches it through its parent."""
    program = [sys.executable, "-c", "from pop_tracker.cli import main; main()", "work", "--with-parent"]
    return subprocess.Popen(program, stdin=subprocess.PIPE, start_new_session=True)
