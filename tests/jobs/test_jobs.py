"""The background process: killed at the worst moment, it loses nothing and does nothing twice."""

import os
import signal
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from socket import socket
from threading import Event, Thread

import pytest
from sqlmodel import select

from pop_tracker import jobs, verification
from pop_tracker.accounts.signing_in import SESSION_LIFE
from pop_tracker.monitoring.copies import Copy, Link, LinkCheck, Outcome, note_links
from pop_tracker.monitoring.evidence import Evidence, EvidenceFile
from pop_tracker.monitoring.report import files as report_files
from pop_tracker.monitoring.report.versions import reports_of
from pop_tracker.web import duties, files
from tests.cast import EDITOR
from tests.conftest import Site
from tests.jobs.play import a_piece_with, copied, noted, nothing_is_due, one_works, said, wait_for, working
from tests.monitoring.loopback import says, serving
from tests.monitoring.mailbox import Box, ask, box
from tests.monitoring.play import finish_and_publish, open_round, published_round, sent

pytestmark = pytest.mark.both

__all__ = ["box"]


@pytest.mark.crash
def test_killed_while_it_fetches_it_copies_the_link_once(training: Site) -> None:
    go_on = Event()

    def answer(connection: socket, path: str) -> None:
        go_on.wait(20)
        says(b"<p>vendimi</p>", Content_Type="text/html")(connection, path)

    with serving(answer) as server:
        round_id = a_piece_with(training, server.url)
        with working(training, "--with-parent", allows=server.allows) as process:
            wait_for(lambda: bool(server.asked), training)
            process.send_signal(signal.SIGKILL)
            process.wait()
        assert copied(training) == []
        go_on.set()
        with working(training, "--with-parent", allows=server.allows):
            wait_for(lambda: bool(copied(training)), training)
            finish_and_publish(training, round_id)
            wait_for(lambda: all(one.check_id for one in copied(training)), training)
            wait_for(lambda: nothing_is_due(training), training)
    (one,) = copied(training)
    assert one.outcome is Outcome.KEPT
    assert (files.get(training.settings.files, one.warc_sha256) or b"")[:2] == b"\x1f\x8b"
    with training.database.reading() as session:
        assert list(verification.verify(session)) == []
        (check,) = session.exec(select(LinkCheck))
        assert check.public_state(session)["links"][0]["url"] == server.url
        (link,) = session.exec(select(Link).where(Link.url == server.url))
        assert link.next_try_at is not None
        assert link.next_try_at > datetime.now(UTC) + timedelta(days=29)


@pytest.mark.crash
def test_killed_before_it_wrote_down_the_copy_that_it_stored_it_copies_the_link_once(training: Site) -> None:
    """What was stored for nothing is swept away."""
    go_on, where = Event(), training.settings.files

    def answer(connection: socket, path: str) -> None:
        go_on.wait(20)
        says(b"<p>vendimi</p>", Content_Type="text/html")(connection, path)

    with serving(answer) as server:
        round_id = a_piece_with(training, server.url)
        with working(training, "--with-parent", allows=server.allows) as process:
            wait_for(lambda: bool(server.asked), training)
            with training.database.writing() as session:
                session.exec(select(Link).with_for_update()).all()  # which nobody else can change meanwhile
                go_on.set()
                wait_for(lambda: bool(list(files.names(where))), training)
                process.kill()
                process.wait()
        with working(training, "--with-parent", allows=server.allows):
            finish_and_publish(training, round_id)
            wait_for(lambda: any(one.check_id for one in copied(training)), training)
            wait_for(lambda: nothing_is_due(training), training)
    (one,) = copied(training)
    with training.database.reading() as session:
        assert list(verification.verify(session)) == []
        assert len(session.exec(select(LinkCheck)).all()) == 1
    stored = copies_in(where)
    assert len(stored) == 2
    long_ago = time.time() - LONG_AGO
    for name in stored:
        os.utime(Path(where) / name, (long_ago, long_ago))
    jobs.sweep_files(training.settings, training.database)
    assert copies_in(where) == {one.warc_sha256}


def copies_in(folder: Path | str) -> set[str]:
    """The archived links among the stored files; a report that was made meanwhile has its own there."""
    return {name for name, _ in files.names(folder) if (Path(folder) / name).read_bytes().startswith(b"\x1f\x8b")}


def test_one_works_and_the_next_takes_its_place(training: Site) -> None:
    with serving(says(b"x")) as server, working(training, "--with-parent", allows=server.allows) as first:
        wait_for(lambda: one_works(training), training)
        with working(training, "--with-parent", allows=server.allows) as second:
            wait_for(lambda: "waits to take its place" in said(training), training)
            assert first.poll() is None
            first.kill()
            first.wait()
            a_piece_with(training, server.url)
            wait_for(lambda: bool(copied(training)), training)
            assert second.poll() is None


def test_it_ends_with_its_parent(training: Site) -> None:
    with working(training, "--with-parent") as process:
        wait_for(lambda: one_works(training), training)
        assert process.stdin
        process.stdin.close()
        assert process.wait(20) == 0


LONG_AGO = jobs.UNNAMED_FOR.total_seconds() + 60


def test_a_file_that_nothing_names_goes(training: Site) -> None:
    """What evidence, a copy of a link that evidence names, or anything else names stays."""
    where = training.settings.files
    round_id = open_round(training)
    sent(training, round_id, **{"evidence-0-url": "https://shembull.example/vendimi"})
    named, young, old, copy, orphan = (files.put(where, text) for text in (b"a", b"b", b"c", b"d", b"e"))
    with training.database.writing() as session:
        piece = session.exec(select(Evidence).where(Evidence.url != "")).first()
        assert piece is not None
        piece.files = [EvidenceFile(position=0, sha256=named, name="a.pdf", type="application/pdf", size=1)]
        session.add(piece)
        note_links(session, ["https://shembull.example/hequr"])
        for link in session.exec(select(Link)):
            kept = copy if link.url.endswith("vendimi") else orphan
            session.add(Copy(link_id=link.id or 0, url=link.url, outcome=Outcome.KEPT, warc_sha256=kept,
                                looked_at=datetime.now(UTC)))  # fmt: skip
    long_ago = time.time() - LONG_AGO
    for name in (named, old, copy, orphan):
        os.utime(Path(where) / name, (long_ago, long_ago))
    jobs.sweep_files(training.settings, training.database)
    assert {name for name, _ in files.names(where)} == {named, young, copy}


def test_a_file_stays_as_long_as_the_session_of_the_form_that_carries_it(training: Site) -> None:
    where = training.settings.files
    name = files.put(where, b"ngarkuar kur filloi seanca")
    as_long = time.time() - SESSION_LIFE.total_seconds()
    os.utime(Path(where) / name, (as_long, as_long))
    jobs.sweep_files(training.settings, training.database)
    assert files.get(where, name) is not None


@pytest.mark.parametrize("when", ["before the sweep", "during it"])
def test_a_file_that_is_stored_again_stays(training: Site, monkeypatch: pytest.MonkeyPatch, when: str) -> None:
    where = training.settings.files
    name = files.put(where, b"e vjeter")
    long_ago = time.time() - LONG_AGO
    os.utime(Path(where) / name, (long_ago, long_ago))
    if when == "before the sweep":
        files.put(where, b"e vjeter")
    else:
        listed = list(files.names(where))
        files.put(where, b"e vjeter")
        monkeypatch.setattr(files, "names", lambda where: listed)
    jobs.sweep_files(training.settings, training.database)
    assert files.get(where, name) == b"e vjeter"


def test_one_duty_that_fails_does_not_stop_the_others(training: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    stop, done = Event(), []

    def fails(*_: object) -> None:
        raise RuntimeError("prishur")

    def works(*_: object) -> None:
        done.append(1)
        if len(done) == 2:
            stop.set()

    timetable = ((fails, timedelta(0)), (works, timedelta(0)))
    monkeypatch.setattr(jobs, "TIMETABLE", timetable)
    jobs._keep_time(replace(training.settings, jobs_seconds=0.01), training.database, stop, lambda: True)
    assert len(done) == 2


def test_what_takes_long_keeps_the_other_duties_waiting_for_nothing(
    training: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A long report is made while links are looked at, and is still finished when the process is told to stop."""
    stop, looks, made = Event(), [], []

    def looks_at_links(*_: object) -> None:
        looks.append(1)
        if len(looks) == 3:
            stop.set()

    def makes_a_report(*_: object) -> None:
        stop.wait(20)
        made.append(len(looks))

    timetable = ((makes_a_report, timedelta(0)), (looks_at_links, timedelta(0)))
    monkeypatch.setattr(jobs, "TIMETABLE", timetable)
    jobs._keep_time(replace(training.settings, jobs_seconds=0.01), training.database, stop, lambda: True)
    assert made[0] >= 3


def test_a_duty_is_noted_once_it_ends_without_fault(training: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """So one that fails, and one that hangs while the others go on, is late before long."""
    stop, rounds = Event(), []
    done: dict[str, bool] = {}

    def fails(*_: object) -> None:
        raise RuntimeError("prishur")

    def hangs(*_: object) -> None:
        stop.wait(20)

    def works(*_: object) -> None:
        rounds.append(1)
        if len(rounds) == 3:
            done.update({duty.name: duty.done_at is not None for duty in noted(training)})
            stop.set()

    monkeypatch.setattr(jobs, "TIMETABLE", tuple((duty, timedelta(0)) for duty in (fails, hangs, works)))
    jobs.run(replace(training.settings, jobs_seconds=0.01), training.database, stop)
    assert done == {"fails": False, "hangs": False, "works": True}


def test_a_duty_that_is_done_all_the_time_is_noted_twice_a_minute(
    training: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    stop = Event()
    rounds: list[float] = []
    times: set[datetime | None] = set()

    def works(*_: object) -> None:
        times.update(duty.done_at for duty in noted(training))
        rounds.append(1)
        if len(rounds) == 10:
            stop.set()

    def rounds_with(pause: timedelta) -> int:
        stop.clear()
        rounds.clear()
        times.clear()
        monkeypatch.setattr(duties, "NOTED_EVERY", pause)
        jobs._keep_time(replace(training.settings, jobs_seconds=0.01), training.database, stop, lambda: True)
        return len(times)

    monkeypatch.setattr(jobs, "TIMETABLE", ((works, timedelta(0)),))
    assert rounds_with(duties.NOTED_EVERY) == 1
    assert rounds_with(timedelta(0)) == 10


def test_the_timetable_itself_freezes_what_is_published_and_sends_what_is_due(
    training: Site, box: Box, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As the worker runs it, with nothing of the timetable put in its place."""
    monkeypatch.setattr(report_files, "on_paper", lambda html: html.encode())
    round_id = published_round(training)
    open_round(training)
    ask(training, EDITOR, often="at_once")  # at any hour
    stop, over = Event(), time.monotonic() + 60

    def to_editor() -> list[str]:
        return [mail["Subject"] for mail in box.mails if mail["To"] == EDITOR]

    def both_done() -> bool:
        with training.database.reading() as session:
            return bool(reports_of(session, round_id)) and bool(to_editor())

    def watch() -> None:
        while not both_done() and time.monotonic() < over:
            time.sleep(0.1)
        stop.set()

    watcher = Thread(target=watch)
    jobs.run(replace(training.settings, jobs_seconds=0.05), training.database, stop, watcher.start)
    watcher.join()
    with training.database.reading() as session:
        (one,) = reports_of(session, round_id)
        assert (one.report.version, len(one.files)) == (1, 6)
        assert list(verification.verify(session)) == []
    assert "në pop-tracker" in to_editor()[0]
