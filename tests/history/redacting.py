"""Pieces taken out of a thing as two people do it, without the doors."""

from collections.abc import Callable

from sqlmodel import Session

from pop_tracker import redaction
from pop_tracker.history import Actor, HistoryEntry, Recorded
from pop_tracker.pieces import Piece, pieces_of
from pop_tracker.sealed import Taken, whole

REQUEST = 900
"""No row of the table of requests: what lies below it knows a number only."""


def hidden(
    session: Session, thing: Recorded, by: Actor, *, reason: str, which: Callable[[Piece], bool] = lambda _: True,
    request: int = REQUEST,
) -> list[Taken]:  # fmt: skip
    taken = [whole(piece) for piece in pieces_of(session, thing.kind, thing.key) if which(piece)]
    redaction.hide(session, request, thing, taken, by, reason=reason)
    return taken


def redacted(
    session: Session, thing: Recorded, by: Actor, approved_by: Actor, *, reason: str,
    which: Callable[[Piece], bool] = lambda _: True, request: int = REQUEST,
) -> HistoryEntry:  # fmt: skip
    """All its pieces, or those of which `which` is true: hidden, taken and destroyed."""
    taken = hidden(session, thing, by, reason=reason, which=which, request=request)
    entry = redaction.take(session, request, thing, taken, by, approved_by, reason=reason)
    redaction.destroy(session, request)
    return entry
