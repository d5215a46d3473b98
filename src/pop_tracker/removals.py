"""What was removed from the record, as a list that is kept outside of the database: whoever brings an older backup back
applies it, so that words which were removed since do not come back with it.

It names pieces by entry and place, and says what stands there instead: it holds none of the words.
"""

import json
import os
import re
from collections.abc import Container, Iterable, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlmodel import Session, col, select

from pop_tracker import history, redaction
from pop_tracker.forgetting import forget_copies
from pop_tracker.history import KINDS, REMOVED, Actor, Entry, HistoryEntry
from pop_tracker.pieces import NAME_REMOVED, pieces_of
from pop_tracker.sealed import BackupMade, SealedPiece, Taken

FILE = "removed.json"
"""In `VAR`."""


@dataclass(frozen=True)
class Removal:
    """One entry that removed pieces of a thing. `pieces` are as the entry says them; none: all that the thing had."""

    number: int
    kind: str
    key: str
    at: datetime
    reason: str
    organisation: str | None = None
    approver_organisation: str | None = None
    pieces: list[dict[str, Any]] = field(default_factory=list)


def removals(session: Session, *, after: int = 0) -> list[Removal]:
    """Those that stand, in order. One query."""
    query = (
        history.contents()
        .where(col(HistoryEntry.redacts).is_not(None), HistoryEntry.number > after)
        .order_by(col(HistoryEntry.number))
    )
    found: list[Removal] = []
    for entry in history.read(session, query):
        content, row = entry.content or {}, entry.row
        shown = {(one["entry"], one["at"]) for one in content.get("shown", ())}
        if shown:
            for one in [one for one in found if (one.kind, one.key) == (row.kind, row.key) and one.pieces]:
                one.pieces[:] = [piece for piece in one.pieces if (piece["entry"], piece["at"]) not in shown]
                if not one.pieces:
                    found.remove(one)
        if row.verb.endswith(".redact"):
            found.append(
                Removal(row.number, row.kind, row.key, row.at, entry.reason or "", row.organisation,
                        row.approver_organisation, list(content.get("taken", ())))
            )  # fmt: skip
    return found


def that_stand(entries: Iterable[Entry]) -> list[Entry]:
    """Of entries that hid, took or showed pieces of one thing, the latest first: those that took something, without
    those that a later one took up, by which what was hidden is removed, or shown again."""
    settled: set[tuple[int, str]] = set()
    found = []
    for one in entries:
        content = one.content or {}
        pieces = {(piece["entry"], piece["at"]) for piece in (*content.get("taken", ()), *content.get("shown", ()))}
        if not one.row.verb.endswith(".reveal") and not (pieces and pieces <= settled):
            found.append(one)
        settled |= pieces
    return found


def keep(session: Session, folder: Path) -> None:
    """Writes the list anew where the record removed something since; whole or not at all."""
    file = folder / FILE
    last = history.last_redaction(session)
    if last == _last_kept(file):
        return
    text = history.canonical({"last": last, "removals": [asdict(one) for one in removals(session)]})
    half = file.with_name(f".{FILE}.{os.getpid()}")
    half.touch(mode=0o600)
    half.write_text(text, encoding="utf-8")
    half.replace(file)


def read(file: Path) -> list[Removal]:
    """Raises ValueError, TypeError or KeyError for what is no such list."""
    listed = json.loads(file.read_text(encoding="utf-8"))["removals"]
    return [Removal(**{**one, "at": datetime.fromisoformat(one["at"])}) for one in listed]


def _last_kept(file: Path) -> int:
    try:
        return int(json.loads(file.read_text(encoding="utf-8"))["last"])
    except (OSError, ValueError, KeyError, TypeError):
        return -1  # also where nothing was removed yet the list is there, and says so


def apply(session: Session, listed: Iterable[Removal], head: int) -> list[int]:
    """Removes again what was removed after `head`, the last entry that there is, also from copies that nobody reads,
    and where it lies sealed because a request had hidden it by then. Gives the numbers of those entries."""
    done: dict[int, set[int]] = {}
    for one in listed:
        if one.number <= head or one.kind not in KINDS:
            continue
        thing = next((row for row in KINDS[one.kind].public_rows(session) if row.key == one.key), None)
        instead = {f"{piece['entry']}{piece['at']}": str(piece["now"]) for piece in one.pieces}
        sealed = [
            SealedPiece.of(-one.number, piece, names_taken(piece.words, instead.get(piece.id, REMOVED)))
            for piece in pieces_of(session, one.kind, one.key)
            if not instead or piece.id in instead
        ]
        waiting = _waiting(session, one, instead)
        if thing is None or not (sealed or waiting):
            continue
        by, approver = Actor(None, one.organisation), Actor(None, one.approver_organisation)
        done[one.number] = {*waiting, *([-one.number] if sealed else [])}
        for request, hidden in waiting.items():
            redaction.take(session, request, thing, hidden, by, approver, reason=one.reason)
        if not sealed:
            continue
        session.add_all(sealed)
        session.flush()
        taken = [piece.taken for piece in sealed]
        redaction.hide(session, -one.number, thing, taken, by, reason=one.reason)
        redaction.take(session, -one.number, thing, taken, by, approver, reason=one.reason)
    requests = sorted({request for taken_by in done.values() for request in taken_by})
    if requests:
        forget_copies(session, requests)
    for request in requests:
        redaction.destroy(session, request)
    return list(done)


def _waiting(session: Session, one: Removal, instead: Container[str]) -> dict[int, list[Taken]]:
    """Of what it removed, the pieces that lie sealed, by request. One query."""
    found: dict[int, list[Taken]] = {}
    of_it = select(SealedPiece).where(SealedPiece.kind == one.kind, SealedPiece.key == one.key)
    for sealed in session.exec(of_it.order_by(col(SealedPiece.id))):
        if sealed.request > 0 and (not instead or sealed.piece.id in instead):
            found.setdefault(sealed.request, []).append(sealed.taken)
    return found


def names_taken(was: str, now: str) -> list[str]:
    """What stood where a text has marks now; nothing where it is gone as a whole."""
    parts = now.split(NAME_REMOVED)
    found = re.fullmatch("(.+?)".join(re.escape(part) for part in parts), was, re.DOTALL) if len(parts) > 1 else None
    return list(dict.fromkeys(found.groups())) if found else []


@dataclass(frozen=True)
class Holding:
    """A backup, and what it still holds that was removed since: entries that say so."""

    backup: BackupMade
    removed: Sequence[int]


def backups(session: Session) -> list[Holding]:
    """Those that nobody said are destroyed, the latest first. Two queries."""
    made = session.exec(
        select(BackupMade).where(col(BackupMade.destroyed_at).is_(None)).order_by(col(BackupMade.id).desc())
    ).all()
    numbers = [one.number for one in removals(session)] if made else []
    return [Holding(one, [number for number in numbers if number > one.head_number]) for one in made]
