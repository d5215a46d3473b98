"""What tests do to a database that a served site works with."""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import sqlalchemy as sa

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
