"""The account log: chained, append-only, verified with the history."""

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError
from sqlmodel import select

from pop_tracker.accounts import log
from pop_tracker.accounts.log import LogEntry
from tests.conftest import Site

pytestmark = pytest.mark.both

log.declare({"tried": "Provë"})


def note_three(site: Site) -> None:
    with site.database.writing() as session:
        for count in range(3):
            log.note(session, "tried", thing="invitation/1", count=count)


def test_entries_continue_each_other(training: Site) -> None:
    with training.database.reading() as session:
        before = session.exec(select(sa.func.count()).select_from(LogEntry)).one()
    note_three(training)
    with training.database.reading() as session:
        entries = session.exec(select(LogEntry).order_by(sa.desc("number")).limit(3)).all()
        assert [entry.said["count"] for entry in entries] == [2, 1, 0]
        assert entries[0].number == before + 3
        assert entries[0].previous_hash == entries[1].hash
        assert list(log.verify(session)) == []


def test_an_event_that_nobody_declared_is_refused(training: Site) -> None:
    with training.database.writing() as session, pytest.raises(LookupError):
        log.note(session, "no-such-event")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE account_log SET event = 'other'",
        "DELETE FROM account_log",
        "DELETE FROM account_log_head",
        "UPDATE account_log_head SET number = 1",
    ],
)
def test_the_database_refuses_a_change(training: Site, statement: str) -> None:
    note_three(training)
    with training.database.writing() as session, pytest.raises(DBAPIError, match="append-only"):
        session.connection().exec_driver_sql(statement)


def test_a_change_past_the_triggers_is_found(training: Site) -> None:
    note_three(training)
    trigger = "account_log_no_update" if training.database.is_sqlite else "account_log_no_change ON account_log"
    with training.database.writing() as session:
        connection = session.connection()
        connection.exec_driver_sql(f"DROP TRIGGER {trigger}")
        connection.exec_driver_sql("UPDATE account_log SET thing = 'invitation/2' WHERE number = 2")
    with training.database.reading() as session:
        assert [(fault.number, fault.what) for fault in log.verify(session)] == [
            (2, "entry of the account log does not give its hash")
        ]
