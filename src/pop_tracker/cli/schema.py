"""The database's schema: which revision it is at, and bringing it up to date."""

from pathlib import Path

import click
import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.engine import Connection

from pop_tracker.database import Database
from pop_tracker.web.shipped import PACKAGE

MIGRATIONS = PACKAGE / "migrations"
# Of several processes that start at once exactly one migrates; any number that nothing else locks would do.
_MIGRATION_LOCK = 7_360_124


class SchemaError(click.ClickException):
    """The database is not at the revision that this program works with; the message says what to do."""


def migrate(database: Database) -> None:
    """Brings the schema up to date, in one transaction."""
    with database.engine.execution_options(write=True).begin() as connection:
        upgrade(connection, "head")


def upgrade(connection: Connection, revision: str) -> None:
    """Runs the migrations up to `revision` in the caller's transaction."""
    if connection.dialect.name == "postgresql":
        connection.execute(sa.text("SET LOCAL lock_timeout = 0"))  # a long migration of another is waited for
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_MIGRATION_LOCK)))
        connection.execute(sa.text("SET LOCAL lock_timeout TO DEFAULT"))  # readers queue behind who waits for a table
    command.upgrade(config(connection), revision)


def revision_of(connection: Connection) -> str | None:
    """None for a database without tables."""
    return MigrationContext.configure(connection).get_current_revision()


def knows(revision: str) -> bool:
    """Whether this program has the migration: a newer program's revision it does not know."""
    return any(script.revision == revision for script in ScriptDirectory(str(MIGRATIONS)).walk_revisions())


def require_current(database: Database) -> None:
    """Raises SchemaError unless the database is at this program's revision."""
    is_file = database.is_sqlite and database.url.database
    if is_file and not Path(database.url.database or "").exists():
        raise SchemaError(f"there is no database at {database.url.database} yet: run `pop-tracker migrate`")
    with database.engine.connect() as connection:
        found = revision_of(connection)
    newest = ScriptDirectory(str(MIGRATIONS)).get_current_head()
    if found is None:
        raise SchemaError("the database has no tables yet: run `pop-tracker migrate`")
    if not knows(found):
        raise SchemaError(f"the database is at revision {found}, made by a newer pop-tracker than this one")
    if found != newest:
        raise SchemaError(f"the database is at revision {found}, not {newest}: run `pop-tracker migrate`")


def config(connection: Connection, migrations: Path = MIGRATIONS) -> Config:
    """What Alembic's commands ask for; migrations/env.py works on this connection."""
    found = Config()
    found.set_main_option("script_location", str(migrations))
    found.attributes["connection"] = connection
    return found
