"""Backups: whole, of one moment, the same for both databases, and never restored by halves."""

import gzip
import io
import json
import stat
import tarfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import select

from pop_tracker import history
from pop_tracker.accounts.models import Organisation
from pop_tracker.accounts.signing_in import SignInLink, SignInSession
from pop_tracker.database import Database
from pop_tracker.web import duties, files
from tests import cast
from tests.cli.conftest import Command
from tests.conftest import Site, Stock

pytestmark = pytest.mark.both


def head(site: Site) -> history.Head:
    with site.database.reading() as session:
        return history.head(session)


def record(site: Site, name: str) -> None:
    """Enters an organisation, as any verb of the public record."""
    organisation = Organisation(slug=name, name=name, sort_key=name, source="provë")
    with site.database.writing() as session:
        organisation.record(session, history.SEEDS, [])


def add_file(site: Site, contents: bytes) -> str:
    return files.put(site.settings.files, contents)


def rows(database: Database) -> dict[str, list[Any]]:
    metadata = sa.MetaData()
    with database.engine.connect() as connection:
        metadata.reflect(connection)
        left_out = {"sign_in_link", "sign_in_session", "attempt", "duty", "backup_made"}
        return {
            name: sorted(map(str, connection.execute(sa.select(table)).all()))
            for name, table in metadata.tables.items()
            if name not in left_out
        }


@pytest.fixture
def backup(tmp_path: Path) -> Path:
    return tmp_path / "site.tar.gz"


@pytest.fixture
def elsewhere(backend: str, stock: Stock, tmp_path: Path) -> Any:
    """Makes a migrated, empty site in the same or the other database."""
    made: list[Site] = []

    def make(other: str = backend) -> Site:
        folder = tmp_path / f"elsewhere-{len(made)}"
        folder.mkdir()
        url = stock.copy(other, "empty", folder)
        from tests.conftest import _settings

        made.append(Site(_settings(url, folder), Database(url)))
        return made[-1]

    yield make
    for site in made:
        site.close()
        stock.drop(site.settings.url)


Elsewhere = Callable[..., Site]


def test_what_is_restored_is_what_was(training: Site, backup: Path, elsewhere: Elsewhere, command: Command) -> None:
    sha256 = add_file(training, b"\x00dokument\xff")
    made = command(training, "backup", backup)
    assert made.status == 0
    assert f"{head(training).number}:{head(training).hash}" in made.out
    other = elsewhere()
    restored = command(other, "restore", backup)
    assert (restored.status, restored.err) == (0, "")
    assert rows(other.database) == rows(training.database)
    assert files.get(other.settings.files, sha256) == b"\x00dokument\xff"
    assert command(other, "verify-history", "--expect", "{0.number}:{0.hash}".format(head(training))).status == 0


def test_life_goes_on_after_a_restore(training: Site, backup: Path, elsewhere: Elsewhere, command: Command) -> None:
    command(training, "backup", backup)
    other = elsewhere()
    command(other, "restore", backup)
    record(other, "pas-kthimit")
    assert head(other).number == head(training).number + 1
    assert command(other, "verify-history").status == 0


@pytest.mark.postgresql
def test_a_site_moves_to_the_other_database(
    training: Site, backend: str, backup: Path, elsewhere: Elsewhere, command: Command, stock: Stock, postgresql: str
) -> None:
    stock.server = lambda: postgresql
    command(training, "backup", backup)
    other = elsewhere("postgresql" if backend == "sqlite" else "sqlite")
    assert command(other, "restore", backup).status == 0
    assert head(other) == head(training)
    record(other, "pas-kthimit")
    assert command(other, "verify-history").status == 0
    again = backup.with_name("again.tar.gz")
    command(other, "backup", again)
    command(training, "restore", again, "--force")
    assert command(training, "verify-history").status == 0
    assert head(training) == head(other)


def test_it_is_one_moment_of_a_site_that_is_written_to(
    training: Site, backup: Path, elsewhere: Elsewhere, command: Command
) -> None:
    stop, begun = Event(), Event()

    def keep_writing() -> None:
        number = 0
        while not stop.is_set():
            record(training, f"gjatë-{(number := number + 1)}")
            begun.set()

    writer = Thread(target=keep_writing)
    writer.start()
    try:
        begun.wait(10)
        before = head(training).number
        assert command(training, "backup", backup).status == 0
    finally:
        stop.set()
        writer.join()
    other = elsewhere()
    assert command(other, "restore", backup).status == 0
    assert before <= head(other).number <= head(training).number
    assert command(other, "verify-history").status == 0


def test_a_database_that_holds_something_is_not_overwritten_unasked(
    training: Site, backup: Path, elsewhere: Elsewhere, command: Command
) -> None:
    command(elsewhere(), "backup", backup)
    before = rows(training.database)
    refused = command(training, "restore", backup)
    assert refused.status == 1
    assert "--force" in refused.err
    assert rows(training.database) == before
    assert command(training, "restore", backup, "--force").status == 0
    assert head(training).number == 0


def test_nobody_signs_in_with_a_backup(training: Site, backup: Path, elsewhere: Elsewhere, command: Command) -> None:
    command(training, "sign-in-link", cast.EDITOR)
    training.session_secret(cast.EDITOR)
    command(training, "backup", backup)
    assert stat.S_IMODE(backup.stat().st_mode) == 0o600
    other = elsewhere()
    command(other, "restore", backup)
    with other.database.reading() as session:
        assert session.exec(select(SignInLink)).all() == []
        assert session.exec(select(SignInSession)).all() == []


def test_a_backup_says_nothing_of_this_server_s_work(
    training: Site, backup: Path, elsewhere: Elsewhere, command: Command
) -> None:
    """Restored elsewhere it would tell that duties are late which nobody has begun there."""
    with training.database.writing() as session:
        duties.appoint(session, ["works"], datetime.now(UTC))
    command(training, "backup", backup)
    other = elsewhere()
    assert command(other, "restore", backup).status == 0
    with other.database.reading() as session:
        assert duties.age(session, datetime.now(UTC)) == duties.Age(None, [])


def test_an_earlier_backup_is_kept(training: Site, backup: Path, command: Command) -> None:
    command(training, "backup", backup)
    before = backup.read_bytes()
    assert "exists already" in command(training, "backup", backup).err
    assert backup.read_bytes() == before
    assert [path.name for path in backup.parent.glob(".*")] == []


def entries_of(backup: Path) -> list[tuple[tarfile.TarInfo, bytes]]:
    with tarfile.open(backup) as archive:
        files = [(entry, archive.extractfile(entry)) for entry in archive]
        return [(entry, file.read()) for entry, file in files if file]


def changed(backup: Path, name: str, change: Callable[[bytes], bytes]) -> None:
    """Writes the backup anew with one of its files changed."""
    entries = entries_of(backup)
    with tarfile.open(backup, "w:gz") as archive:
        for entry, contents in entries:
            kept = change(contents) if entry.name == name else contents
            entry.size = len(kept)
            archive.addfile(entry, io.BytesIO(kept))


def an_entry_changed(contents: bytes) -> bytes:
    first, rest = contents.split(b"\n", 1)
    entry = {**json.loads(first), "organisation": "dikush-tjetër"}
    return json.dumps(entry).encode() + b"\n" + rest


def the_last_line_gone(contents: bytes) -> bytes:
    return contents[: contents.rstrip(b"\n").rindex(b"\n") + 1]


def another(key: str, value: Any) -> Callable[[bytes], bytes]:
    return lambda contents: json.dumps({**json.loads(contents), key: value}).encode()


TAMPERED: list[tuple[str, Callable[[bytes], bytes]]] = [
    ("tables/history_entry.jsonl", an_entry_changed),
    ("tables/history_payload.jsonl", the_last_line_gone),
    ("tables/municipality.jsonl", the_last_line_gone),
    ("tables/municipality.jsonl", lambda contents: contents[:-20]),
    ("manifest.json", another("revision", "9999")),
    ("manifest.json", another("format", "something else")),
    ("manifest.json", another("head", {"number": 1, "hash": "0" * 64})),
    ("manifest.json", lambda _: b"[]"),
]


def test_a_backup_that_was_tampered_with_changes_nothing(training: Site, backup: Path, command: Command) -> None:
    command(training, "backup", backup)
    whole = backup.read_bytes()
    record(training, "më-pas")
    before = rows(training.database)
    for name, change in TAMPERED:
        backup.write_bytes(whole)
        changed(backup, name, change)
        ending = command(training, "restore", backup, "--force")
        assert (ending.status, ending.err.count("\n")) == (1, 1), name
    assert rows(training.database) == before


def test_what_is_no_backup_changes_nothing(training: Site, backup: Path, command: Command) -> None:
    command(training, "backup", backup)
    whole = backup.read_bytes()
    before = rows(training.database)
    for contents in (b"", b"hello", gzip.compress(b"hello"), whole[: len(whole) // 2]):
        backup.write_bytes(contents)
        ending = command(training, "restore", backup, "--force")
        assert (ending.status, ending.err.count("\n")) == (1, 1)
    assert rows(training.database) == before


def test_a_file_outside_of_its_folder_is_refused(training: Site, backup: Path, command: Command) -> None:
    sha256 = add_file(training, b"x")
    command(training, "backup", backup)
    entries = entries_of(backup)
    with tarfile.open(backup, "w:gz") as archive:
        for entry, contents in entries:
            entry.name = entry.name.replace(f"files/{sha256}", "files/../../outside")
            archive.addfile(entry, io.BytesIO(contents))
    before = rows(training.database)
    assert command(training, "restore", backup, "--force").status == 1
    assert not (training.settings.var.parent / "outside").exists()
    assert rows(training.database) == before
