"""Migrations make exactly the tables that the code has, in both databases, and go forward only."""

from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import pytest
import sqlalchemy as sa
import sqlmodel
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from pop_tracker import history, verification
from pop_tracker.accounts import held_roles, log
from pop_tracker.accounts.same_person import Mailbox
from pop_tracker.cli.schema import MIGRATIONS, migrate, upgrade
from pop_tracker.database import Database
from pop_tracker.monitoring.evidence import Evidence
from pop_tracker.plans.item_changes import ItemChange
from pop_tracker.plans.items import items_of
from pop_tracker.pledges.ties import tie_answers
from pop_tracker.tables import metadata
from pop_tracker.web.sources import Source
from tests.conftest import Site
from tests.site.releases import fill, keep, kept
from tests.site.write_release import work

pytestmark = pytest.mark.both


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
    scripts = ScriptDirectory(str(MIGRATIONS))
    assert len(scripts.get_heads()) == 1
    for script in scripts.walk_revisions():
        with pytest.raises(NotImplementedError):
            script.module.downgrade()


RELEASES = [("0002", "release-0.1.json"), ("0004", "rows-at-0004.json")]
"""A migration that databases stood at, and the training data as they kept it then, table by table: the last of release
0.1, and the one before release 0.2, with work of every kind in hand and done (`write_release.py`)."""
PAGES = {
    "0002": ("/", "/planet/shembull-2024", "/bashkite/shembull", "/kontratat/shembull-2023/1.1", "/ndryshimet"),
    "0004": ("/raportet/shembull-2023/3", "/pergjigjet.csv", "/kontratat/shembull-2023/1.3.a", "/krahaso"),
}

CALLED_NOW = {"reminder_wish": "mail_wish"}
"""Tables that have another name since."""


@pytest.mark.parametrize(("revision", "file"), RELEASES)
def test_a_release_s_rows_come_through_whole(unmigrated: Site, revision: str, file: str) -> None:
    fill(unmigrated.database, revision, kept(file))
    migrate(unmigrated.database)
    with unmigrated.database.reading() as session:
        assert [*log.verify(session), *held_roles.verify(session)] == []
        assert log.head(session).number == len(kept(file)["role_held"])
        of_mailboxes = session.exec(sqlmodel.select(sqlmodel.func.count()).select_from(Mailbox)).one()
        assert of_mailboxes == len(kept(file)["person"])
    with unmigrated.database.engine.connect() as connection:
        for old_name, rows in kept(file).items():
            name = CALLED_NOW.get(old_name, old_name)
            assert connection.exec_driver_sql(f"SELECT count(*) FROM {name}").scalar() == len(rows), name  # noqa: S608
    with unmigrated.database.reading() as session:
        assert list(verification.verify(session)) == []
    with unmigrated.database.writing() as session:
        untied = len(kept(file)["signature"])
        assert 0 < tie_answers(session, history.SEEDS) < untied
        assert tie_answers(session, history.SEEDS) == 0
    with unmigrated.database.reading() as session:
        assert list(verification.verify(session)) == []
    for path in (path for since, paths in PAGES.items() if since <= revision for path in paths):
        assert unmigrated.client().get(path).status_code == 200, path


@pytest.mark.parametrize(("revision", "file"), RELEASES)
def test_a_release_s_database_ends_with_the_tables_of_the_code(
    unmigrated: Site, empty: Site, revision: str, file: str
) -> None:
    """Also its CHECK constraints, which comparing metadata leaves out."""
    fill(unmigrated.database, revision, kept(file))
    migrate(unmigrated.database)
    assert checks_of(unmigrated.database) == checks_of(empty.database)
    if unmigrated.database.is_sqlite:
        # 0004 writes in the schema itself, where a slip makes a database that opens and then reads wrong.
        with unmigrated.database.engine.connect() as connection:
            assert connection.exec_driver_sql("PRAGMA integrity_check").scalars().all() == ["ok"]
            assert connection.exec_driver_sql("PRAGMA foreign_key_check").all() == []
    with unmigrated.database.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


def checks_of(database: Database) -> dict[str, set[str | None]]:
    inspector = sa.inspect(database.engine)
    return {name: {one["name"] for one in inspector.get_check_constraints(name)} for name in metadata.tables}


def test_every_check_of_the_code_stands_in_the_database(empty: Site) -> None:
    named = {
        name: {
            one.name.format() if isinstance(one.name, sa.quoted_name) else f"ck_{name}_{one.name}"
            for one in table.constraints
            if isinstance(one, sa.CheckConstraint)
        }
        for name, table in metadata.tables.items()
    }
    assert {name: {str(one) for one in found} for name, found in checks_of(empty.database).items()} == named


def test_money_of_release_0_1_keeps_its_worth(unmigrated: Site) -> None:
    data = kept("release-0.1.json")
    fill(unmigrated.database, "0002", data)
    migrate(unmigrated.database)
    before = {row["number"]: row["cost_all"] for row in data["plan_item"] if row["plan_id"] == 1 and row["cost_all"]}
    with unmigrated.database.reading() as session:
        after = {item.number: item.cost_all for item in items_of(session, 1) if item.cost_all}
    assert before
    assert after == before


def test_the_one_file_that_a_piece_of_evidence_had_is_its_first(unmigrated: Site) -> None:
    data = kept("rows-at-0004.json")
    had, none = data["evidence"][:2]
    had |= {"file_sha256": "a" * 64, "file_name": "f.png", "file_type": "image/png", "file_size": 7}
    fill(unmigrated.database, "0004", data)
    migrate(unmigrated.database)
    with unmigrated.database.reading() as session:
        (file,) = session.get_one(Evidence, had["id"]).files
        assert (file.position, file.sha256, file.name, file.type, file.size) == (0, "a" * 64, "f.png", "image/png", 7)
        assert session.get_one(Evidence, none["id"]).files == []
        assert session.get_one(Evidence, had["id"]).state["file_name"] == "f.png"


def test_a_change_that_waited_when_sources_became_lists_may_still_be_confirmed(unmigrated: Site) -> None:
    """What it was written beside was counted with a text."""
    fill(unmigrated.database, "0004", kept("rows-at-0004.json"))
    with unmigrated.database.engine.execution_options(write=True).begin() as connection:
        upgrade(connection, "0024")
    with unmigrated.database.engine.execution_options(write=True).begin() as connection:
        tables = sa.MetaData()
        tables.reflect(connection, only=["plan_item", "plan_item_change"])
        item = connection.execute(sa.select(tables.tables["plan_item"])).mappings().first()
        assert item is not None
        connection.execute(tables.tables["plan_item_change"].insert(), {
            "plan_id": item["plan_id"], "item_id": item["id"], "said": {"source": "Plani, https://a.example (faqe 3)"},
            "parent": "", "unit_ids": [], "of_version": "0" * 64, "return_note": "",
            "recorded_at": datetime(2026, 1, 1, tzinfo=UTC),
        })  # fmt: skip
    migrate(unmigrated.database)
    with unmigrated.database.reading() as session:
        change = session.exec(sqlmodel.select(ItemChange)).one()
        assert change.of_version == ""
        assert change.fields["source"].each == (Source("Plani", "https://a.example", "faqe 3"),)


RELEASED = Path(__file__).with_name("migrations.sha256")


def test_a_released_migration_is_never_edited() -> None:
    """Databases have run it: an edit would reach new ones only. As `sha256sum` writes it, one line a file."""
    for line in RELEASED.read_text(encoding="utf-8").splitlines():
        digest, name = line.split()
        file = MIGRATIONS / "versions" / name
        assert file.exists(), f"{name} is released and gone"
        assert sha256(file.read_bytes()).hexdigest() == digest, f"{name} is released: leave it, and make a new one"


@pytest.mark.long
@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
def test_the_next_release_can_be_kept_with_rows_in_every_table(training: Site, tmp_path: Path) -> None:
    work(training)
    keep(training.database, tmp_path / "release.json")
    assert set(metadata.tables) - set(kept(str(tmp_path / "release.json"))) == {"duty"}
