"""The background process as tests start it, and the signs by which they see how far it is."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from sqlmodel import select

from pop_tracker.monitoring.copies import Copy, due_links
from pop_tracker.web.duties import Duty
from tests.conftest import Site
from tests.monitoring.play import open_round, sent

PROGRAM = [sys.executable, "-c", "from pop_tracker.cli import main; main()"]


@contextmanager
def working(site: Site, *words: str, allows: tuple[str, ...] = ()) -> Iterator[subprocess.Popen[bytes]]:
    """`pop-tracker work` as a process of its own; with `--with-parent` the one that works itself."""
    variables = {
        **environment(site),
        "POP_TRACKER_TRAINING": "1",
        "POP_TRACKER_JOBS_SECONDS": "0.1",
        "POP_TRACKER_BATCH_MINUTES": "0",
        "POP_TRACKER_ARCHIVE_ALLOWS": ",".join(allows),
    }
    site.settings.var.mkdir(parents=True, exist_ok=True)
    with open(site.settings.var / "work.log", "ab") as log:
        process = subprocess.Popen(
            [*PROGRAM, "work", *words], env=variables, stdin=subprocess.PIPE, stdout=log, stderr=log
        )
    try:
        yield process
    finally:
        if process.stdin:
            process.stdin.close()
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            raise


def environment(site: Site) -> dict[str, str]:
    url = site.database.url.render_as_string(hide_password=False)
    return {
        **os.environ,
        "POP_TRACKER_VAR": str(site.settings.var),
        "POP_TRACKER_DATABASE_URL": url,
        "POP_TRACKER_SMTP_URL": site.settings.smtp_url,
        "POP_TRACKER_SECRET_KEY": site.settings.secret_key,  # which opens what a test sealed
    }


def wait_for(happened: Callable[[], bool], site: Site, seconds: float = 120) -> None:
    deadline = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < deadline, said(site)
        time.sleep(0.05)


def said(site: Site) -> str:
    """What all processes that worked for the site have said."""
    log = site.settings.var / "work.log"
    return log.read_text(encoding="utf-8") if log.exists() else ""


def one_works(site: Site) -> bool:
    """Whether some process is the one that works: it has the lock, and has taken up the duties."""
    return bool(noted(site))


def copied(site: Site) -> list[Copy]:
    with site.database.reading() as session:
        return list(session.exec(select(Copy)))


def nothing_is_due(site: Site) -> bool:
    """Whether every link that some evidence names has been looked at."""
    with site.database.reading() as session:
        return not due_links(session, datetime.now(UTC))


def noted(site: Site) -> list[Duty]:
    with site.database.reading() as session:
        return list(session.exec(select(Duty)))


def a_piece_with(site: Site, url: str) -> int:
    """A draft whose evidence names the link; the round's id."""
    round_id = open_round(site)
    sent(site, round_id, **{"evidence-0-url": url})
    return round_id
