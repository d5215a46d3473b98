"""What somebody can do who reaches the database past the program, its triggers taken down."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection
from sqlmodel import Session

from pop_tracker import history, verification
from pop_tracker.accounts.models import Organisation
from pop_tracker.history import HistoryEntry, HistoryPayload
from tests.conftest import Site


def without_triggers(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        for (name,) in connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'trigger'").all():
            connection.exec_driver_sql(f'DROP TRIGGER "{name}"')
    else:
        for table in ("history_entry", "history_payload", "history_remainder", "history_head"):
            connection.exec_driver_sql(f"ALTER TABLE {table} DISABLE TRIGGER USER")


@contextmanager
def undone(site: Site) -> Iterator[Session]:
    """A transaction that meets no triggers and is rolled back."""
    with Session(site.database.engine.execution_options(write=True), autoflush=False) as session:
        without_triggers(session.connection())
        yield session
        session.rollback()


def sql(site: Site, statement: str, **values: Any) -> None:
    """Changes the database past all rules."""
    with site.database.engine.execution_options(write=True).begin() as connection:
        without_triggers(connection)
        assert connection.execute(sa.text(statement), values).rowcount != 0, statement


def faults(site: Site, expect: history.Head | None = None) -> list[verification.Fault]:
    with site.database.reading() as session:
        return list(verification.verify(session, expect))


def head(site: Site) -> history.Head:
    with site.database.reading() as session:
        return history.head(session)


def record(site: Site, name: str, by: history.Actor = history.SEEDS) -> history.Head:
    """Enters an organisation, as any verb of the public record."""
    organisation = Organisation(slug=name, name=name, sort_key=name, source="provë")
    with site.database.writing() as session:
        organisation.record(session, by, [])
        return history.head(session)


def cut_off_last(site: Site) -> None:
    """Takes the last entry away so that nothing of it is left: the public row of an organisation, too."""
    last = head(site)
    with site.database.reading() as session:
        entry = session.get_one(HistoryEntry, last.number)
    assert entry.kind == "organisation"
    sql(site, "DELETE FROM organisation WHERE slug = :slug", slug=entry.key)
    sql(site, "DELETE FROM history_payload WHERE number = :number", number=last.number)
    sql(site, "DELETE FROM history_entry WHERE number = :number", number=last.number)
    sql(site, "UPDATE history_head SET number = :number, hash = :hash", number=last.number - 1,
        hash=entry.previous_hash)  # fmt: skip


def replace(site: Site, number: int, **fields: Any) -> None:
    """Puts a forged entry in another's place, with the hash that it should have and a payload that fits."""
    with site.database.reading() as session:
        entry = session.get_one(HistoryEntry, number)
        payload = session.get_one(HistoryPayload, number)
    state = '{"reason":null,"source":"e rreme","state":{},"title":"E rreme"}'
    payload = HistoryPayload(number=number, salt=payload.salt, content=state)
    forged = HistoryEntry(**{**entry.model_dump(), "payload_digest": payload.digest(), **fields})
    sql(site, "UPDATE history_payload SET content = :content WHERE number = :number", content=state, number=number)
    sql(site, "UPDATE history_entry SET payload_digest = :digest, organisation = :organisation, hash = :hash "
        "WHERE number = :number", digest=forged.payload_digest, organisation=forged.organisation,
        hash=forged.computed_hash(), number=number)  # fmt: skip
