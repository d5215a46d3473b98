"""The database itself refuses to change or delete what is in the record."""

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from tests.conftest import Site
from tests.history.attack import faults, head

pytestmark = pytest.mark.both

COPY = "SELECT number, at, verb, kind, key, path, municipality, organisation, approver_organisation, author, " \
    "approver, redacts, payload_digest, previous_hash, hash FROM history_entry WHERE number = 2"  # fmt: skip

EVERYWHERE = [
    "UPDATE history_entry SET verb = 'x' WHERE number = 2",
    "UPDATE history_entry SET number = 100000 WHERE number = 2",
    "UPDATE history_entry SET hash = hash",
    "DELETE FROM history_entry WHERE number = 2",
    "DELETE FROM history_entry",
    "UPDATE history_payload SET content = '{}' WHERE number = 2",
    "UPDATE history_payload SET salt = '' WHERE number = 2",
    "DELETE FROM history_payload WHERE number = 2",
    "DELETE FROM history_payload",
    "UPDATE history_head SET number = number - 1",
    "UPDATE history_head SET number = number + 2",
    "UPDATE history_head SET hash = 'x'",
    "UPDATE history_head SET id = 2",
    "DELETE FROM history_head",
    f"INSERT INTO history_entry {COPY}",
    "INSERT INTO history_head VALUES (1, 0, 'x') ON CONFLICT (id) DO UPDATE SET number = 0",
    "INSERT INTO history_payload VALUES (2, 'x', '{}') ON CONFLICT (number) DO UPDATE SET content = '{}'",
]
SQLITE = [
    f"REPLACE INTO history_entry {COPY}",
    f"INSERT OR REPLACE INTO history_entry {COPY}",
    f"INSERT OR IGNORE INTO history_entry {COPY}",
    f"REPLACE INTO history_entry {COPY.replace('SELECT number', 'SELECT 100000')}",
    "REPLACE INTO history_payload VALUES (2, 'x', '{}')",
    "REPLACE INTO history_head VALUES (1, 0, 'x')",
    "UPDATE OR REPLACE history_entry SET number = 2 WHERE number = 3",
]
POSTGRESQL = [
    "TRUNCATE history_entry CASCADE",
    "TRUNCATE history_payload",
    "TRUNCATE history_head",
    "MERGE INTO history_entry e USING (SELECT 2 AS number) s ON e.number = s.number "
    "WHEN MATCHED THEN UPDATE SET verb = 'x'",
]


def test_nothing_in_the_record_is_changed_or_deleted(training: Site) -> None:
    before = head(training)
    for statement in EVERYWHERE + (SQLITE if training.database.is_sqlite else POSTGRESQL):
        with training.database.engine.execution_options(write=True).connect() as connection:
            with pytest.raises(DBAPIError, match=r"append-only|history"):
                connection.execute(sa.text(statement))
            connection.rollback()
    assert head(training) == before
    assert faults(training, before) == []
