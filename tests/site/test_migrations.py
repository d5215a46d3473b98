"""Migrations make exactly the tables that the code has, in both databases, and go forward only."""

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from pop_tracker.cli import migrate
from pop_tracker.tables import metadata
from pop_tracker.web.render import PACKAGE
from tests.conftest import Site


def test_the_migrated_schema_is_the_code(empty: Site) -> None:
    with empty.database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []


def test_migrating_twice_changes_nothing(training: Site) -> None:
    with training.database.engine.connect() as connection:
        before = connection.exec_driver_sql("SELECT number, hash FROM history_head").all()
    migrate(training.database)
    with training.database.engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT number, hash FROM history_head").all() == before


def test_migrations_are_one_line_without_a_way_back() -> None:
    scripts = ScriptDirectory(str(PACKAGE / "migrations"))
    assert len(scripts.get_heads()) == 1
    for script in scripts.walk_revisions():
        with pytest.raises(NotImplementedError):
            script.module.downgrade()
