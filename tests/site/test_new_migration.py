"""`make migration NAME=add_something` writes a migration that runs, on both databases."""

import shutil
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.script import ScriptDirectory

from pop_tracker import tables
from pop_tracker.cli import schema
from pop_tracker.migrations import new
from pop_tracker.migrations.new import BadName, write
from tests.conftest import Site


@pytest.fixture
def migrations(tmp_path: Path) -> Path:
    """A copy, to write in."""
    return shutil.copytree(schema.MIGRATIONS, tmp_path / "migrations", ignore=shutil.ignore_patterns("__pycache__"))


@pytest.fixture
def metadata(monkeypatch: pytest.MonkeyPatch) -> sa.MetaData:
    """The tables of the code, to change."""
    copied = sa.MetaData(naming_convention=tables.metadata.naming_convention)
    for table in tables.metadata.tables.values():
        table.to_metadata(copied)
    monkeypatch.setattr(tables, "metadata", copied)
    return copied


@pytest.mark.both
def test_what_it_writes_brings_both_databases_to_the_tables(
    training: Site, migrations: Path, metadata: sa.MetaData
) -> None:
    metadata.tables["plan"].append_column(sa.Column("nickname", sa.String(40), nullable=False, server_default=""))
    number = int(ScriptDirectory(str(migrations)).get_current_head() or 0) + 1
    path = write("add_nickname", migrations)
    assert path == migrations / "versions" / f"{number:04}_add_nickname.py"
    text = path.read_text(encoding="utf-8")
    assert text.startswith('"""add nickname"""\n\nimport sqlalchemy as sa\n')
    assert f'revision = "{number:04}"\ndown_revision = "{number - 1:04}"\n' in text
    with training.database.engine.execution_options(write=True).begin() as connection:
        command.upgrade(schema.config(connection, migrations), "head")
    with training.database.engine.connect() as connection:
        assert schema.revision_of(connection) == f"{number:04}"
        assert set(connection.exec_driver_sql("SELECT nickname FROM plan").scalars()) == {""}
    assert write("add_nothing", migrations) is None


def test_where_tables_and_migrations_agree_nothing_is_written(
    migrations: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    before = set(migrations.rglob("*.py"))
    monkeypatch.setattr(new, "write", lambda name: write(name, migrations))
    monkeypatch.setattr("sys.argv", ["new", "add_nothing"])
    new.main()
    assert capsys.readouterr().out.startswith("The tables are what the migrations make of them")
    assert set(migrations.rglob("*.py")) == before


@pytest.mark.parametrize("name", ["", "Add", "add-it", "add it", "shto_ë", "1_add", "a" * 41, "../add", "add_"])
def test_a_name_is_small_letters(migrations: Path, name: str) -> None:
    with pytest.raises(BadName):
        write(name, migrations)
