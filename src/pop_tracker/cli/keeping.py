"""What is said of backups and of what was removed from the record: which backup still holds it, what a restore removed
again, how an older copy of the record explains itself beside the one that stands."""

import json
import tarfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click
from sqlmodel import Session

from pop_tracker import removals, verification
from pop_tracker.cli.backup import BackupError, Contents
from pop_tracker.removals import Removal
from pop_tracker.sealed import BackupMade
from pop_tracker.settings import Settings


def backups_said(session: Session, destroyed: int | None) -> Iterator[str]:
    """A line for each that is not destroyed. `destroyed`: the number of one that is, from now on."""
    if destroyed is not None:
        one = session.get(BackupMade, destroyed)
        if one is None:
            raise click.ClickException(f"there is no backup {destroyed}")
        one.destroyed_at = datetime.now(UTC)
        session.add(one)
        session.flush()
    for held in removals.backups(session):
        removed = ", ".join(f"#{number}" for number in held.removed)
        holds = f"still holds what these removed: {removed}" if removed else "holds nothing that was removed"
        made = held.backup
        yield f"{made.id}  {made.made_at:%Y-%m-%d %H:%M}  {made.name}  head {made.head_number}  {holds}"


def listed_removals(settings: Settings, named: Path | None) -> list[Removal] | None:
    """Of the list that is named, else of the site's own; None where it has none."""
    kept = named or settings.var / removals.FILE
    try:
        return removals.read(kept) if kept.exists() else None
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise click.ClickException(f"{kept} is no list of what was removed ({error}); nothing was restored") from None


def restored_said(settings: Settings, made: Contents, listed: list[Removal] | None) -> Iterator[str]:
    if made.removed_again:
        yield "removed again what these had removed: " + ", ".join(f"#{number}" for number in made.removed_again)
    if listed is None:
        yield (
            f"there is no {settings.var / removals.FILE}: words that were removed after this backup was made are back. "
            "If there is such a list elsewhere, restore again with --removed."
        )
    yield (f"restored {made.rows} rows, {made.files} files; the history verifies: {made.head.number}:{made.head.hash}")


def removals_said(session: Session) -> Iterator[str]:
    """What was taken out of the record, when and why; what was called off is none of it."""
    for one in removals.removals(session):
        pieces = "1 piece" if len(one.pieces) == 1 else f"{len(one.pieces)} pieces" if one.pieces else "all words"
        yield f"#{one.number} of {one.at:%Y-%m-%d} removed {pieces} of {one.kind} {one.key}: {one.reason}"


def beside_said(session: Session, backup: Path) -> Iterator[str]:
    """How an older copy of the record, as a backup has it, explains itself beside the one that stands. Raises
    BackupError for what is none, and where something differs that no redaction explains."""
    try:
        with tarfile.open(backup, "r:gz") as archive:
            entries, payloads, remainders = (
                _rows(archive, name) for name in ("history_entry", "history_payload", "history_remainder")
            )
            hashes = {int(row["number"]): str(row["hash"]) for row in entries}
            contents = {int(row["number"]): str(row["content"]) for row in (*remainders, *payloads)}
    except (tarfile.TarError, EOFError, OSError, TypeError, KeyError, ValueError) as error:
        raise BackupError(f"{backup} is no backup of pop-tracker, or it is damaged ({error})") from None
    faults = 0
    for said in verification.beside(session, hashes, contents):
        faults += isinstance(said, verification.Fault)
        yield f"entry {said.number}: {said.what}"
    if faults:
        raise BackupError(f"{faults} entries differ from {backup}, and no redaction explains it")
    yield f"{backup} is the beginning of this record: {len(hashes)} entries"


def _rows(archive: tarfile.TarFile, table: str) -> list[dict[str, Any]]:
    try:
        file = archive.extractfile(f"tables/{table}.jsonl")
    except KeyError:
        return []  # of before entries could lose pieces
    return [json.loads(line) for line in file] if file else []
