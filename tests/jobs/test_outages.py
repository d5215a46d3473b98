"""`pop-tracker work` by itself: whatever happens to its database, or kills what works, it begins again."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import OperationalError
from sqlmodel import col

from pop_tracker import jobs
from pop_tracker.web.duties import Duty
from tests.conftest import Site
from tests.jobs.play import PROGRAM, a_piece_with, copied, environment, noted, one_works, said, wait_for, working
from tests.monitoring.loopback import says, serving
from tests.postgresql import Cluster

AN_HOUR_AGO = datetime.now(UTC) - timedelta(hours=1)
crash = pytest.mark.crash
only_sqlite = pytest.mark.parametrize("backend", ["sqlite"], indirect=True)


def duties_told(site: Site) -> dict[str, Any]:
    answer = site.client().get("/healthz")
    assert answer.status_code == 200
    told: dict[str, Any] = answer.json()["duties"]
    return told


def all_is_done(site: Site, since: datetime = AN_HOUR_AGO) -> bool:
    """Also as /healthz tells it."""
    found = noted(site)
    return bool(found) and all(one.done_at and one.done_at > since for one in found) and not duties_told(site)["late"]


def children(process: subprocess.Popen[bytes]) -> list[int]:
    """Those that still run."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, parent = stat.read_text().rpartition(")")[2].split()[:2]
        except (FileNotFoundError, ProcessLookupError):
            continue
        if int(parent) == process.pid and state != "Z":
            found.append(int(stat.parent.name))
    return found


def is_gone(pid: int) -> bool:
    """A child whose parent is gone may stay as a zombie for whoever takes it over."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except (FileNotFoundError, ProcessLookupError):
        return True


@contextmanager
def out_of_order(site: Site) -> Iterator[None]:
    """A duty was due an hour ago, and another process keeps SQLite locked until duties fail; or PostgreSQL cuts every
    connection."""
    with site.database.writing() as session:
        session.exec(sa.update(Duty).where(col(Duty.name) == "freeze_reports").values(due_at=AN_HOUR_AGO))
    before = len(said(site))
    if site.database.is_sqlite:
        with site.database.writing() as session:
            session.connection()  # which begins, and so locks
            wait_for(lambda: "the database refuses: database is locked" in said(site)[before:], site)
            yield
        return
    with site.database.engine.connect() as connection:
        others = "FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        connection.exec_driver_sql(f"SELECT pg_terminate_backend(pid) {others}")
    yield


@crash
def test_it_goes_on_when_the_database_was_out_of_order(training: Site) -> None:
    with serving(says(b"x")) as server, working(training, allows=server.allows) as process:
        wait_for(lambda: all_is_done(training), training)
        with out_of_order(training):
            late = duties_told(training)
        assert late["late"] == ["freeze_reports"]
        assert late["age_seconds"] >= 3600
        wait_for(lambda: all_is_done(training), training)
        assert duties_told(training)["age_seconds"] < 60
        a_piece_with(training, server.url)
        wait_for(lambda: bool(copied(training)), training)
        assert process.poll() is None
    assert "Traceback" not in said(training)


@crash
@pytest.mark.both
@pytest.mark.postgresql
def test_it_waits_for_a_server_that_is_down_and_survives_one_that_crashes(own_server: tuple[Site, Cluster]) -> None:
    site, cluster = own_server
    site.close()
    cluster.stop()
    with working(site) as process:
        wait_for(lambda: "the database does not answer and is waited for" in said(site), site)
        assert site.client().get("/healthz").status_code == 503
        cluster.start()
        wait_for(lambda: all_is_done(site), site)
        cluster.stop()
        wait_for(lambda: "is started again" in said(site), site)
        cluster.start()
        started = datetime.now(UTC)
        wait_for(lambda: all_is_done(site, started), site)
        assert duties_told(site)["age_seconds"] < 60
        assert process.poll() is None


@crash
@only_sqlite
def test_whatever_kills_what_works_it_is_started_again(training: Site) -> None:
    with working(training) as process:
        wait_for(lambda: one_works(training), training)
        (first,) = children(process)
        os.kill(first, signal.SIGKILL)
        wait_for(lambda: children(process) not in ([], [first]), training)
        before = datetime.now(UTC)
        wait_for(lambda: all_is_done(training, before), training)
    assert said(training).count("the background process ended with status -9 and is started again") == 1


@crash
@only_sqlite
@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_all_end_when_told_to(training: Site, how: signal.Signals) -> None:
    with working(training) as process:
        wait_for(lambda: one_works(training), training)
        (child,) = children(process)
        process.send_signal(how)
        assert process.wait(20) == 0
        assert is_gone(child)
    assert said(training) == ""


@crash
@only_sqlite
def test_what_works_does_not_outlive_its_keeper(training: Site) -> None:
    with working(training) as process:
        wait_for(lambda: one_works(training), training)
        (child,) = children(process)
        process.kill()
        process.wait()
        wait_for(lambda: is_gone(child), training, seconds=20)


@pytest.mark.parametrize("words", [["work"], ["work", "--with-parent"]])
def test_a_database_without_tables_ends_it_with_one_line(unmigrated: Site, words: list[str]) -> None:
    from_parent, parent = os.pipe()  # which stays open as long as the parent lives
    ended = subprocess.run(
        [*PROGRAM, *words], env=environment(unmigrated), stdin=from_parent, capture_output=True, text=True, timeout=60
    )
    os.close(from_parent)
    os.close(parent)
    assert ended.stderr == "pop-tracker: the database has no tables yet: run `pop-tracker migrate`\n"
    assert ended.returncode == (1 if words == ["work"] else 3)


@only_sqlite
@pytest.mark.parametrize(("name", "value"), [("DATABASE_URL", "nosuch://here"), ("JOBS_SECONDS", "soon")])
def test_a_wrong_setting_ends_it_with_one_line(unmigrated: Site, name: str, value: str) -> None:
    wrong = {**environment(unmigrated), f"POP_TRACKER_{name}": value}
    ended = subprocess.run([*PROGRAM, "work"], env=wrong, capture_output=True, text=True, timeout=60)
    assert ended.stderr.startswith(f"pop-tracker: POP_TRACKER_{name}: ")
    assert ended.stderr.count("\n") == 1
    assert ended.returncode == 2


def test_a_process_forked_while_a_child_is_started_keeps_nobody_waiting() -> None:
    """As Granian forks its workers while the server's own thread starts the background process."""
    program = """
import os, sys, time
from threading import Thread
from pop_tracker.cli import working
sys.executable = "/bin/true"
started = []
def start():
    for _ in range(150):
        working._start()
        started.append(1)
starting = Thread(target=start, daemon=True)
starting.start()
forked = []
while starting.is_alive() and len(forked) < 400:
    pid = os.fork()
    if not pid:
        time.sleep(60)
        os._exit(0)
    forked.append(pid)
starting.join(20)
for pid in forked:
    os.kill(pid, 9)
print(len(started), flush=True)
os._exit(0)
"""
    told = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60)
    assert told.stdout == "150\n", told.stderr


@only_sqlite
def test_a_duty_that_failed_does_not_wait_for_its_next_day(
    training: Site, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """The log tells once why, and that it is over."""
    stop, tries = Event(), []

    def fails_twice(*_: object) -> None:
        tries.append(1)
        if len(tries) <= 2:
            locked = sqlite3.OperationalError("database is locked")
            locked.sqlite_errorname = "SQLITE_BUSY"  # as SQLite itself says it
            raise OperationalError("INSERT", {}, locked)
        stop.set()

    monkeypatch.setattr(jobs, "TIMETABLE", ((fails_twice, timedelta(days=1)),))
    monkeypatch.setattr(jobs, "AFTER_A_FAULT", timedelta(0))
    over = time.monotonic() + 10
    settings = replace(training.settings, jobs_seconds=0.01)
    jobs._keep_time(settings, training.database, stop, lambda: time.monotonic() < over)
    assert len(tries) == 3
    assert caplog.messages == [
        "fails_twice failed, the database refuses: database is locked",
        "fails_twice is done again",
    ]


@only_sqlite
def test_whoever_no_longer_leads_ends_though_a_duty_takes_long(training: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """The next leader works already; what ends the process when it is told to is told here, too."""
    stop = Event()

    def takes_long(*_: object) -> None:
        stop.wait(20)
        stop.set()

    def cut() -> bool:
        raise OperationalError("SELECT 1", {}, Exception("terminating connection"))

    monkeypatch.setattr(jobs, "TIMETABLE", ((takes_long, timedelta(0)),))
    begun = time.monotonic()
    with pytest.raises(OperationalError):
        jobs._keep_time(replace(training.settings, jobs_seconds=0.01), training.database, stop, cut)
    assert time.monotonic() - begun < 10
