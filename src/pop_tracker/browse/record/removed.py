"""What was taken out of the record, as readers are told: of an entry, of a page, of a file's address."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from sqlmodel import Session, col, select

from pop_tracker import history
from pop_tracker.history import Entry, HistoryEntry
from pop_tracker.pieces import Piece, label_of, within_of
from pop_tracker.sealed import RemovedFile
from pop_tracker.web.i18n import Words

SHOWS = ".reveal"
"""How the verb of an entry ends that called off what others hid."""


@dataclass(frozen=True)
class RemovedPiece:
    label: str
    now: str
    """What stands there instead."""
    sha256: str = ""
    """Of a file."""


def pieces_said(session: Session, entry: Entry, said: Words) -> list[RemovedPiece]:
    """What an entry says that it hid or took; none of one from before pieces could be chosen. One query."""
    taken = entry.content.get("taken", []) if entry.content else []
    first = _contents(session, {one["entry"] for one in taken})
    found = []
    for one in taken:
        within, _ = within_of(first.get(one["entry"], {}), one["at"])
        piece = Piece(entry.row.kind, entry.row.key, one["entry"], one["at"], one["field"], "", within)
        found.append(RemovedPiece(label_of(piece, said), one["now"], one.get("sha256", "")))
    return found


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
    settled: set[tuple[int, str]] = set()
    stand = []
    for one in found:
        content = one.content or {}
        pieces = {(piece["entry"], piece["at"]) for piece in (*content.get("taken", ()), *content.get("shown", ()))}
        if not one.row.verb.endswith(SHOWS) and not (pieces and pieces <= settled):
            stand.append(one)
        settled |= pieces
    return stand


def gone(session: Session, path: str) -> tuple[RemovedFile, Entry] | None:
    """Of an address where there is no file: the one that was there, and the entry that says so. Two queries."""
    digest = re.search(r"[0-9a-f]{64}", path)
    parent = path.rpartition("/")[0]
    named = RemovedFile.sha256 == digest[0] if digest else RemovedFile.path == parent
    file = session.exec(select(RemovedFile).where(named).order_by(col(RemovedFile.id).desc()).limit(1)).first()
    if file is None:
        return None
    entries = history.entries(session, number=file.entry)
    return (file, entries[0]) if entries else None


def _contents(session: Session, numbers: Iterable[int]) -> dict[int, dict[str, object]]:
    wanted = list(numbers)
    found = history.entries(session, only=col(HistoryEntry.number).in_(wanted), limit=len(wanted) or 1)
    return {one.row.number: one.content for one in found if one.content}
