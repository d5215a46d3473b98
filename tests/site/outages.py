"""What tests do to a database that a served site works with."""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.engine import Engine

from tests.conftest import Site


@contextmanager
def locked(site: Site) -> Iterator[None]:
    """Another process keeps the record to itself, as a backup program or a forgotten console does."""
    if site.database.is_sqlite:
        with sa.create_engine(site.settings.url).connect() as connection:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
            yield
            connection.exec_driver_sql("ROLLBACK")
        return
    address = site.database.url.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(address) as connection:
        connection.execute("SELECT 1 FROM history_head FOR UPDATE")
        connection.execute("LOCK TABLE attempt")
        yield


@contextmanager
def cut_at_commit(site: Site) -> Iterator[None]:
    """PostgreSQL ends every connection of this process at the moment it commits."""
    address = site.database.url.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(address, autocommit=True) as other:

        def cut(connection: sa.Connection) -> None:
            pid = connection.connection.driver_connection.info.backend_pid  # type: ignore[union-attr]
            other.execute("SELECT pg_terminate_backend(%s, 5000)", (pid,))

        event.listen(Engine, "commit", cut)
        try:
            yield
        finally:
            event.remove(Engine, "commit", cut)
