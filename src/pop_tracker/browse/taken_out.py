"""How much was hidden or removed of what a public page shows, so that the page itself says it; never which words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from pop_tracker import history
from pop_tracker.history import OF_REDACTIONS, HistoryEntry


@dataclass(frozen=True)
class TakenOut:
    hidden: int
    """Pieces that two people are deciding on."""
    removed: int
    of_old: bool
    """Also all words of a thing, from before pieces could be chosen."""
    entry: int
    """The newest that says so."""


def taken_out(session: Session, path: str, *, also: Iterable[str] = (), ref: str = "") -> TakenOut | None:
    """Of the things whose page is at `path`; and `also` of those at other pages that are shown there, of which not what
    is said of other commitments than `ref`. None where nothing is. One query."""
    verb = col(HistoryEntry.verb)
    query = (
        history.contents()
        .where(
            col(HistoryEntry.path).in_([path, *also]),
            sa.or_(*(verb.endswith(f".{one}", autoescape=True) for one in OF_REDACTIONS)),
        )
        .order_by(col(HistoryEntry.number))
    )
    found: dict[tuple[object, ...], tuple[bool, int]] = {}
    old = 0
    for entry in history.read(session, query):
        row, content = entry.row, entry.content or {}
        is_removed = row.verb.endswith(".redact")
        for one in content.get("shown", ()):
            found.pop((row.kind, row.key, one["entry"], one["at"]), None)
        for one in content.get("taken", ()):
            if row.path == path or _is_of(one, content, ref):
                found[row.kind, row.key, one["entry"], one["at"]] = is_removed, row.number
        if is_removed and "taken" not in content and row.path == path:
            old = row.number
    if not found and not old:
        return None
    removed = sum(is_removed for is_removed, _ in found.values())
    newest = max([old, *(number for _, number in found.values())])
    return TakenOut(len(found) - removed, removed, bool(old), newest)


def _is_of(piece: Mapping[str, Any], content: Mapping[str, Any], ref: str) -> bool:
    """Whether it may be shown with that commitment: not what the thing says of another one alone."""
    at = piece["at"].split("/")  # "", "state", "assessments", "3", "reason"
    listed = content["state"].get(at[2]) if len(at) > 4 and at[3].isdecimal() else None
    of = listed[int(at[3])] if isinstance(listed, list) and int(at[3]) < len(listed) else {}
    return not ref or of.get("ref", ref) == ref
