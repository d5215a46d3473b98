"""What was taken out of the record, as readers are told: of an entry, of a page, of a file's address."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from pop_tracker import history
from pop_tracker.history import Entry, HistoryEntry
from pop_tracker.pieces import NAME_HIDDEN, NAME_REMOVED, Piece, label_of, within_of
from pop_tracker.removals import that_stand
from pop_tracker.sealed import RemovedFile
from pop_tracker.web.i18n import Words

MOST_AROUND = 60
"""Signs of a long text on each side of a mark."""
MINUTES = re.compile(r"(/konsultimet/[^/]+)/procesverbali")
"""The one file whose address says no digest; versions of reports are known by their rows (`browse/round.py`)."""


@dataclass(frozen=True)
class RemovedPiece:
    label: str
    now: str
    """What stands there instead."""
    sha256: str = ""
    """Of a file."""


def pieces_said(session: Session, entries: Sequence[Entry], said: Words) -> list[list[RemovedPiece]]:
    """What each says that it hid or took; nothing where it is from before pieces could be chosen. One query for all."""
    first = _contents(session, {one["entry"] for entry in entries for one in _taken(entry)})
    found: list[list[RemovedPiece]] = []
    for entry in entries:
        found.append([])
        for one in _taken(entry):
            within, _ = within_of(first.get(one["entry"], {}), one["at"])
            piece = Piece(entry.row.kind, entry.row.key, one["entry"], one["at"], one["field"], "", within)
            found[-1].append(RemovedPiece(label_of(piece, said), _around_marks(one["now"]), one.get("sha256", "")))
    return found


def _around_marks(now: str) -> str:
    """A text that names were taken out of, where each of them stood: an edition's fills pages."""
    *before, last = re.split(f"({re.escape(NAME_HIDDEN)}|{re.escape(NAME_REMOVED)})", now)
    if len(now) <= MOST_AROUND * 4 or not before:
        return now
    shown = ""
    for between in (*before, last):
        if len(between) <= MOST_AROUND * 2:
            shown += between
        else:
            head = between[:MOST_AROUND].rpartition(" ")[0] if shown else ""
            tail = between[-MOST_AROUND:].partition(" ")[2] if between is not last else ""
            shown += f"{head} … {tail}" if head else f"… {tail}"
    return shown


def _taken(entry: Entry) -> list[dict[str, Any]]:
    return entry.content.get("taken", []) if entry.content else []


def removals_of(session: Session, number: int) -> list[Entry]:
    """The entries that took something out of this one, the latest first, without those that a later one took up: what
    was hidden is removed, or shown again. Two queries."""
    touching = session.exec(
        select(HistoryEntry.number, HistoryEntry.redacts)
        .where(HistoryEntry.number > number, col(HistoryEntry.redacts).is_not(None))
        .order_by(col(HistoryEntry.number).desc())
    ).all()
    numbers = [later for later, redacts in touching if str(number) in (redacts or "").split(",")]
    found = history.entries(session, only=col(HistoryEntry.number).in_(numbers), limit=len(numbers) or 1)
    return that_stand(found)


def gone(session: Session, path: str) -> tuple[RemovedFile, Entry] | None:
    """Of an address where there is no file: the one that was there, and the entry that says so. Two queries."""
    digest, minutes = re.search(r"[0-9a-f]{64}", path), MINUTES.fullmatch(path)
    if not (digest or minutes):
        return None
    named = RemovedFile.sha256 == digest[0] if digest else RemovedFile.path == minutes[1] if minutes else sa.false()
    files = session.exec(select(RemovedFile).where(named).order_by(col(RemovedFile.id).desc())).all()
    numbers = [file.entry for file in files]
    entries = history.entries(session, only=col(HistoryEntry.number).in_(numbers), limit=len(numbers) or 1)
    by_number = {entry.row.number: entry for entry in entries}
    found = ((file, by_number[file.entry]) for file in files if file.entry in by_number)
    return next(((file, entry) for file, entry in found if digest or _took_minutes(entry, file.sha256)), None)


def _took_minutes(entry: Entry, sha256: str) -> bool:
    return any(one["field"] == "minutes_sha256" and one.get("sha256") == sha256 for one in _taken(entry))


def _contents(session: Session, numbers: Iterable[int]) -> dict[int, dict[str, object]]:
    wanted = list(numbers)
    if not wanted:
        return {}
    found = history.entries(session, only=col(HistoryEntry.number).in_(wanted), limit=len(wanted))
    return {one.row.number: one.content for one in found if one.content}
