"""Looks at links: some at a time, and nothing is fetched that cannot be written down."""

from collections.abc import Callable
from datetime import UTC, datetime
from threading import Barrier
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.exc import DBAPIError
from sqlmodel import select

from pop_tracker import jobs
from pop_tracker.database import Database, StandsBy, is_away
from pop_tracker.monitoring import fetching
from pop_tracker.monitoring.copies import PAUSES, Copy, Link, Outcome, note_links
from pop_tracker.monitoring.evidence import Evidence
from pop_tracker.monitoring.fetching import LIMITS, Look
from pop_tracker.web.duties import LATE
from tests.conftest import Site
from tests.monitoring.play import open_round, sent

pytestmark = pytest.mark.both


def due(site: Site, links: int = 1) -> list[str]:
    """So many links that evidence names; their addresses, as they are due."""
    urls = [f"https://shembull.example/{number:02}" for number in range(links)]
    held = sent(site, open_round(site))
    with site.database.writing() as session:
        for url in urls:
            piece = session.exec(select(Evidence).where(Evidence.assessment_id == held)).first()
            assert piece is not None
            session.add(Evidence(**{**piece.model_dump(exclude={"id"}), "url": url}))
        note_links(session, urls)
    return urls


def looking(monkeypatch: pytest.MonkeyPatch, look: Callable[[str], Look]) -> list[str]:
    """The addresses that are asked from now on."""
    asked: list[str] = []

    def at(url: str, **_: object) -> Look:
        asked.append(url)
        return look(url)

    monkeypatch.setattr(fetching, "look", at)
    return asked


def is_there(url: str) -> Look:
    return Look(Outcome.ALIVE, datetime.now(UTC), http_status=200, sha256="a" * 64, warc=url.encode())


def found(site: Site) -> dict[str, Copy]:
    with site.database.reading() as session:
        return {one.url: one for one in session.exec(select(Copy))}


def test_a_turn_takes_those_that_wait_longest_and_the_next_one_the_others(
    training: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    urls = due(training, 5)
    asked = looking(monkeypatch, is_there)
    monkeypatch.setattr(jobs, "AT_A_TIME", 3)
    jobs.look_at_links(training.settings, training.database)
    assert sorted(asked) == urls[:3]
    jobs.look_at_links(training.settings, training.database)
    jobs.look_at_links(training.settings, training.database)
    assert sorted(asked) == urls == sorted(found(training))


def test_a_turn_of_the_slowest_pages_ends_before_its_duty_is_late() -> None:
    assert jobs.AT_A_TIME / jobs.AT_ONCE * LIMITS.seconds < LATE.total_seconds()


def test_two_links_are_looked_at_at_the_same_time(training: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    due(training, 4)
    both = Barrier(2, timeout=20)

    def look(url: str) -> Look:
        both.wait()
        return is_there(url)

    looking(monkeypatch, look)
    jobs.look_at_links(training.settings, training.database)
    assert {one.outcome for one in found(training).values()} == {Outcome.KEPT}


def test_a_fault_of_ours_is_told_as_a_failure_and_keeps_no_other_link_waiting(
    training: Site, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """After three tries; it is tried again later."""
    broken, whole = due(training, 2)

    def look(url: str) -> Look:
        if url == broken:
            raise RuntimeError("prishur")
        return is_there(url)

    asked = looking(monkeypatch, look)
    monkeypatch.setattr(jobs, "TRIES", (0, 0, 0))
    jobs.look_at_links(training.settings, training.database)
    assert sorted(asked) == [broken] * 3 + [whole]
    looks = found(training)
    assert looks[whole].outcome is Outcome.KEPT
    assert looks[broken].outcome is Outcome.FAILED
    assert looks[broken].problem == "Kopjimi u ndërpre nga një gabim i yni."
    with training.database.reading() as session:
        link = session.exec(select(Link).where(Link.url == broken)).one()
    assert (link.attempts, link.next_try_at) == (1, looks[broken].looked_at + PAUSES[0])
    ours = [one.getMessage() for one in caplog.records if one.name.startswith("pop_tracker")]
    assert ours == [f"link {link.id} cannot be looked at"]


def test_a_fault_that_passes_is_told_nobody(training: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    (url,) = due(training)
    times = iter([RuntimeError("prishur"), None])

    def look(url: str) -> Look:
        if fault := next(times):
            raise fault
        return is_there(url)

    looking(monkeypatch, look)
    monkeypatch.setattr(jobs, "TRIES", (0, 0, 0))
    jobs.look_at_links(training.settings, training.database)
    assert found(training)[url].outcome is Outcome.KEPT


def test_what_could_not_be_written_down_is_not_fetched(training: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """A database that is only read would send us to the same pages every few seconds."""
    due(training)
    asked = looking(monkeypatch, is_there)

    def only_reads(connection: Any, _: Any) -> None:
        connection.execute(
            "PRAGMA query_only=ON" if training.database.is_sqlite else "SET default_transaction_read_only = on"
        )
        connection.commit()

    database = Database(training.settings.url)
    event.listen(database.engine, "connect", only_reads)
    try:
        with pytest.raises((DBAPIError, StandsBy)) as refused:
            jobs.look_at_links(training.settings, database)
    finally:
        database.dispose()
    assert is_away(refused.value)
    assert asked == []
