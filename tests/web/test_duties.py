"""How the duties of background work stand."""

from datetime import UTC, datetime, timedelta

from sqlmodel import select

from pop_tracker import history, verification
from pop_tracker.web import duties
from pop_tracker.web.duties import Age, Duty
from tests.conftest import Site

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def aged(site: Site, now: datetime) -> Age:
    with site.database.reading() as session:
        return duties.age(session, now)


def test_where_nobody_ever_worked_there_is_no_age(empty: Site) -> None:
    assert aged(empty, NOW) == Age(None, [])


def test_the_age_is_that_of_the_duty_that_is_due_longest(empty: Site) -> None:
    with empty.database.writing() as session:
        duties.appoint(session, ["daily", "often"], NOW)
        duties.note(session, "daily", NOW, timedelta(days=1))
        duties.note(session, "often", NOW, 5 * SECOND)
    assert aged(empty, NOW + 5 * SECOND) == Age(0, [])
    assert aged(empty, NOW + 17 * SECOND) == Age(12, [])
    assert aged(empty, NOW + 5 * SECOND + duties.LATE) == Age(600, [])
    assert aged(empty, NOW + 6 * SECOND + duties.LATE) == Age(601, ["often"])
    assert aged(empty, NOW + timedelta(days=2)) == Age(2 * 86400 - 5, ["daily", "often"])


def test_what_is_done_again_is_young_again(empty: Site) -> None:
    for at in (NOW, NOW + timedelta(hours=1)):
        with empty.database.writing() as session:
            duties.note(session, "often", at, 5 * SECOND)
    assert aged(empty, NOW + timedelta(hours=1)) == Age(0, [])
    with empty.database.reading() as session:
        (duty,) = session.exec(select(Duty))
    assert duty.done_at == NOW + timedelta(hours=1)


def test_a_duty_that_was_never_done_shows_and_one_that_nobody_has_any_more_does_not(empty: Site) -> None:
    with empty.database.writing() as session:
        duties.appoint(session, ["old", "kept"], NOW)
        duties.note(session, "kept", NOW, timedelta(days=1))
    with empty.database.writing() as session:
        duties.appoint(session, ["kept", "new"], NOW + timedelta(hours=1))
    assert aged(empty, NOW + timedelta(hours=2)) == Age(3600, ["new"])


def test_the_record_knows_nothing_of_it(training: Site) -> None:
    """A note every half minute must neither move the head nor empty the page cache."""
    with training.database.writing() as session:
        before = history.head(session)
        duties.appoint(session, ["often"], NOW)
        duties.note(session, "often", NOW, 5 * SECOND)
        session.flush()
        assert history.head(session) == before
        assert list(verification.verify(session)) == []
