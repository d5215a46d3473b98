"""A door's transaction ends in the handler's own thread, before it answers."""

import pytest
import sqlalchemy as sa
from sqlmodel import Session

from pop_tracker.database import FOR_A_READER, Database
from pop_tracker.web import doors
from tests.conftest import Site

EXPECTED = {"lock_timeout": "3s", "statement_timeout": "6s", "idle_in_transaction_session_timeout": "15s"}


class Fault(Exception):
    """Of a handler."""


@doors.post("/")
def writes(session: Session) -> None:
    session.connection().exec_driver_sql("UPDATE organisation SET name = 'U ruajt'")


@doors.get("/")
def reads(session: Session) -> None:
    session.connection().exec_driver_sql("SELECT 1 FROM organisation")


@doors.post("/")
def fails(session: Session) -> None:
    session.connection().exec_driver_sql("UPDATE organisation SET name = 'Përgjysmë'")
    raise Fault


def names(site: Site) -> set[str]:
    with site.database.reading() as session:
        return set(session.scalars(sa.text("SELECT name FROM organisation")))


def ended(site: Site, session: Session) -> bool:
    return not session.in_transaction() and site.database.engine.pool.checkedout() == 0  # type: ignore[attr-defined]


def test_a_handler_ends_its_own_transaction(training: Site) -> None:
    """A dependency that ended it would wait for a thread while it holds its connection: that stopped the site."""
    reading, writing = training.database.session(writes=False), training.database.session(writes=True)
    reads.fn(session=reading)
    assert ended(training, reading)
    writes.fn(session=writing)
    assert ended(training, writing)
    assert names(training) == {"U ruajt"}
    failing = training.database.session(writes=True)
    with pytest.raises(Fault):
        fails.fn(session=failing)
    assert ended(training, failing)
    assert names(training) == {"U ruajt"}


@pytest.mark.both
@pytest.mark.parametrize("backend", [pytest.param("postgresql", marks=pytest.mark.postgresql)], indirect=True)
def test_where_people_wait_nothing_in_postgresql_takes_long(training: Site) -> None:
    database = Database(training.settings.url, patience=FOR_A_READER)
    with database.reading() as session, database.glancing() as other:
        for each in (session, other):
            assert {name: each.scalar(sa.text(f"SHOW {name}")) for name in EXPECTED} == EXPECTED
    database.dispose()
