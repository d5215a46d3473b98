"""Backups: one .tar.gz with every table as JSON lines and every file, the same for SQLite and PostgreSQL.

All rows are read in one transaction, which sees one moment of the database whatever is written meanwhile. The
files come after: a file is stored before the row that names it, so none of the rows' files is missing. To
restore, the schema is built as it was, filled, brought up to date and verified, all in one transaction.
"""

import gzip
import io
import json
import os
import tarfile
import tempfile
from base64 import b64decode, b64encode
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from hashlib import sha256
from itertools import chain
from pathlib import Path, PurePosixPath
from typing import IO, Any

import click
import sqlalchemy as sa
from sqlalchemy.engine import Connection
from sqlmodel import Session, select

import pop_tracker.tables  # noqa: F401  what is restored is verified, which takes every room
from pop_tracker import history, redaction, removals, verification
from pop_tracker.accounts import held_roles, log, redaction_lists, redactions
from pop_tracker.cli.schema import knows, revision_of, upgrade
from pop_tracker.database import Database
from pop_tracker.named_files import to_be_backed_up
from pop_tracker.sealed import BackupMade, RemovedFile
from pop_tracker.web import files as stored

FORMAT = "pop-tracker backup 1"
# Whoever finds a backup must not be able to sign in with it. The heads are walked along the entries, see _load. When a
# duty was done says something of this server only, and letters that went out since must not go out again.
LEFT_OUT = {"alembic_version", "sign_in_link", "sign_in_session", "attempt", "history_head", "account_log_head", "duty",
            "letter", "challenge", "asked_link"}  # fmt: skip
SEALED = {"sealed_row", "sealed_content", "sealed_piece"}
"""What was removed lies in them for three days more: no backup takes it, so that none has to be destroyed for it."""
ROWS_AT_ONCE = 1000


class BackupError(click.ClickException):
    """The backup cannot be written or read; the message says why."""


@dataclass(frozen=True)
class Contents:
    """What a backup holds."""

    rows: int
    files: int
    head: history.Head
    removed_again: tuple[int, ...] = ()
    """Of a restore: the entries that removed something after the backup was made, and were applied to it."""


def write(database: Database, files: str, to: Path) -> Contents:
    """Writes the backup beside its name first, so that there is never half of one. Raises BackupError."""
    if to.exists() and to.stat().st_size:
        raise BackupError(f"{to} exists already")
    half = to.with_name(f".{to.name}.{os.getpid()}")
    try:
        with open(half, "xb", opener=_private) as raw:
            with tarfile.open(fileobj=raw, mode="w:gz", compresslevel=6) as archive:
                contents = _write(database, files, archive)
            raw.flush()
            os.fsync(raw.fileno())
        half.replace(to)
    finally:
        half.unlink(missing_ok=True)
    with database.writing() as session:
        session.add(BackupMade(made_at=datetime.now(UTC), name=str(to)[-300:], head_number=contents.head.number))
    return contents


def read(
    database: Database, files: str, backup: Path, *, force: bool, removed: Sequence[removals.Removal] = ()
) -> Contents:
    """Replaces the database by the backup, and adds its files. Raises BackupError, and then changes nothing.

    Files are known by their contents, so adding them overwrites nothing. What was `removed` from the record after the
    backup was made is removed from it again.
    """
    try:
        with (
            tarfile.open(backup, "r:gz") as archive,
            database.engine.execution_options(write=True).begin() as connection,
        ):
            manifest = _manifest(archive)
            if not force and _holds_something(connection):
                raise BackupError("the database holds something already; --force overwrites it")
            clear(connection)
            upgrade(connection, manifest["revision"])
            rows = sum(_load(connection, table, archive) for table in _tables(connection))
            _walk_the_heads(connection)
            _continue_numbering(connection)
            upgrade(connection, "head")
            head = history.Head(**manifest["head"])
            _verify(connection, head)
            again = _remove_again(connection, removed, head)
            kept = _store_files(archive, files, _unwanted(connection))
        return Contents(rows, kept, head, again)
    except (
        tarfile.TarError,
        EOFError,
        gzip.BadGzipFile,
        TypeError,
        KeyError,
        ValueError,
    ) as error:
        raise BackupError(f"{backup} is no backup of pop-tracker, or it is damaged ({error})") from None


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _write(database: Database, files: str, archive: tarfile.TarFile) -> Contents:
    rows = 0
    with database.reading() as session:
        connection = session.connection()
        head = history.head(session)
        manifest = {
            "format": FORMAT,
            "made_at": datetime.now(UTC).isoformat(timespec="seconds"),
            "revision": revision_of(connection),
            "head": {"number": head.number, "hash": head.hash},
        }
        _add(archive, "manifest.json", io.BytesIO(json.dumps(manifest, indent=2).encode()))
        for table in _tables(connection):
            with tempfile.TemporaryFile() as lines:
                for row in _rows(connection, table):
                    lines.write(json.dumps(row, ensure_ascii=False).encode() + b"\n")
                    rows += 1
                _add(archive, f"tables/{table.name}.jsonl", lines)
        names = to_be_backed_up(session, sorted(name for name, _ in stored.names(files)))
    kept = 0
    for name in names:
        contents = stored.get(files, name)
        if contents is not None:  # taken away meanwhile: no row named it any more
            _add(archive, f"files/{name}", io.BytesIO(contents))
            kept += 1
    return Contents(rows, kept, head)


def _add(archive: tarfile.TarFile, name: str, file: IO[bytes]) -> None:
    entry = tarfile.TarInfo(name)
    entry.size = file.seek(0, io.SEEK_END)
    entry.mode, entry.mtime = 0o600, int(datetime.now(UTC).timestamp())
    file.seek(0)
    archive.addfile(entry, file)


def _tables(connection: Connection) -> list[sa.Table]:
    """As they stand in the database, which may be older than this program; parents before their children."""
    metadata = sa.MetaData()
    metadata.reflect(connection)
    return [table for table in metadata.sorted_tables if table.name not in LEFT_OUT]


def _rows(connection: Connection, table: sa.Table) -> Iterator[dict[str, Any]]:
    query = sa.select(table).order_by(*table.primary_key)
    if table.name in SEALED:
        query = query.where(table.c.request.not_in(redactions.confirmed()))
    for row in connection.execute(query, execution_options={"yield_per": ROWS_AT_ONCE}).mappings():
        yield {name: _plain(value) for name, value in row.items()}


def _plain(value: Any) -> Any:
    """A column's value in JSON. Times are UTC: what SQLite gives back has no zone and is."""
    if isinstance(value, datetime):
        return (value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, bytes):
        return b64encode(value).decode()
    return value


def _value(column: sa.Column[Any], plain: Any, is_sqlite: bool) -> Any:
    """The other way round, for a column of the database that is filled."""
    if plain is None:
        return None
    if isinstance(column.type, sa.DateTime):
        moment = datetime.fromisoformat(plain)
        return moment.replace(tzinfo=None) if is_sqlite else moment
    if isinstance(column.type, sa.Date):
        return date.fromisoformat(plain)
    if isinstance(column.type, sa.Numeric) and not isinstance(column.type, sa.Float):
        return Decimal(plain)
    if isinstance(column.type, sa.LargeBinary):
        return b64decode(plain)
    return plain


def _manifest(archive: tarfile.TarFile) -> dict[str, Any]:
    manifest = json.load(_member(archive, "manifest.json"))
    if manifest["format"] != FORMAT:
        raise BackupError(f"the backup's format is {manifest['format']}, not {FORMAT}")
    if not knows(manifest["revision"]):
        raise BackupError(
            f"the backup is of revision {manifest['revision']}, made by a newer pop-tracker than this one"
        )
    return dict(manifest)


def _member(archive: tarfile.TarFile, name: str) -> IO[bytes]:
    file = archive.extractfile(name)
    if file is None:
        raise KeyError(name)
    return file


def _holds_something(connection: Connection) -> bool:
    """Whether any row would be lost; the tables alone, freshly migrated, are nothing."""
    return any(connection.execute(sa.select(sa.literal(1)).select_from(table).limit(1)).first() for table in
               _tables(connection))  # fmt: skip


def clear(connection: Connection) -> None:
    metadata = sa.MetaData()
    metadata.reflect(connection)
    metadata.drop_all(connection)
    if connection.dialect.name == "postgresql":
        # The functions of the triggers stay when their tables go; those of extensions are not ours.
        functions = connection.execute(sa.text(
            "SELECT p.oid::regprocedure::text FROM pg_proc p "
            "WHERE p.pronamespace = current_schema()::regnamespace "
            "AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')"
        ))  # fmt: skip
        for (signature,) in functions.all():
            connection.exec_driver_sql(f"DROP FUNCTION {signature}")


@contextmanager
def _references_checked_at_the_end(connection: Connection, table: sa.Table) -> Iterator[None]:
    """A row may name one of its own table that comes after it."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
        yield
        return
    inner = [constraint for constraint in table.foreign_key_constraints if constraint.referred_table is table]
    quoted = connection.dialect.identifier_preparer.quote
    alter = f"ALTER TABLE {quoted(table.name)} ALTER CONSTRAINT %s %s"
    for constraint in inner:
        connection.exec_driver_sql(alter % (quoted(str(constraint.name)), "DEFERRABLE INITIALLY DEFERRED"))
    yield
    if inner:
        connection.exec_driver_sql("SET CONSTRAINTS ALL IMMEDIATE")
    for constraint in inner:
        connection.exec_driver_sql(alter % (quoted(str(constraint.name)), "NOT DEFERRABLE"))


def _load(connection: Connection, table: sa.Table, archive: tarfile.TarFile) -> int:
    is_sqlite = connection.dialect.name == "sqlite"
    loaded = 0
    waiting: list[dict[str, Any]] = []
    with _references_checked_at_the_end(connection, table):
        for line in _member(archive, f"tables/{table.name}.jsonl"):
            row = json.loads(line)
            waiting.append({name: _value(table.c[name], plain, is_sqlite) for name, plain in row.items()})
            loaded += 1
            if len(waiting) == ROWS_AT_ONCE:
                connection.execute(sa.insert(table), waiting)
                waiting = []
        if waiting:
            connection.execute(sa.insert(table), waiting)
    return loaded


def _walk_the_heads(connection: Connection) -> None:
    """A head moves forward by one only, so it follows the entries one by one."""
    for entries, head in (("history_entry", "history_head"), ("account_log", "account_log_head")):
        if not sa.inspect(connection).has_table(entries):
            continue  # the backup is older than the log
        hashes = connection.execute(sa.text(f"SELECT number, hash FROM {entries} ORDER BY number")).all()  # noqa: S608
        if hashes:
            connection.execute(
                sa.text(f"UPDATE {head} SET number = :number, hash = :hash WHERE id = 1"),  # noqa: S608
                [{"number": number, "hash": hash_} for number, hash_ in hashes],
            )


def _continue_numbering(connection: Connection) -> None:
    """PostgreSQL numbers rows by sequences, which know nothing of the numbers that came with the rows."""
    if connection.dialect.name != "postgresql":
        return
    for table in _tables(connection):
        for column in table.primary_key:
            name = {"table": table.name, "column": column.name}
            sequence = connection.scalar(sa.text("SELECT pg_get_serial_sequence(:table, :column)"), name)
            if sequence and (last := connection.scalar(sa.select(sa.func.max(column)))):
                connection.execute(sa.text("SELECT setval(:sequence, :last)"), {"sequence": sequence, "last": last})


def _verify(connection: Connection, head: history.Head) -> None:
    with Session(connection, autoflush=False, join_transaction_mode="create_savepoint") as session:
        fault = next(chain(verification.verify(session, head), log.verify(session), held_roles.verify(session)), None)
    if fault:
        raise BackupError(f"the backup's history does not verify, so nothing was restored: "
                          f"{f'entry {fault.number}: ' if fault.number else ''}{fault.what}")  # fmt: skip


def _remove_again(connection: Connection, removed: Sequence[removals.Removal], head: history.Head) -> tuple[int, ...]:
    with Session(connection, join_transaction_mode="create_savepoint") as session:
        again = removals.apply(session, removed, head.number)
        redaction_lists.close_removed(session)
        fault = next(verification.verify(session), None) if again else None
        session.commit()
    if fault:
        raise BackupError(f"what was removed since cannot be removed from it again, so nothing was restored: entry "
                          f"{fault.number}: {fault.what}")  # fmt: skip
    return tuple(again)


def _unwanted(connection: Connection) -> set[str]:
    with Session(connection, autoflush=False, join_transaction_mode="create_savepoint") as session:
        gone = set(session.exec(select(RemovedFile.sha256).where(redaction.to_be_dropped())))
        return gone - set(to_be_backed_up(session, gone))


def _store_files(archive: tarfile.TarFile, files: str, unwanted: set[str]) -> int:
    kept = 0
    for entry in archive:
        path = PurePosixPath(entry.name)
        if path.parts[0] != "files" or not entry.isfile():
            continue
        # A file's name is its digest, so what another hand put in, or a damaged file, does not come in.
        contents = _member(archive, entry.name).read()
        if path.parts[1:] != (sha256(contents).hexdigest(),):
            raise BackupError(f"the backup has a file whose content is not what its name says: {entry.name}")
        if path.name in unwanted:
            continue
        stored.put(files, contents)
        kept += 1
    return kept
