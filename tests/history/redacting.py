"""Pieces taken out of a thing as two people do it, without the doors."""

from collections.abc import Callable

from sqlmodel import Session, col, select

from pop_tracker import history, redaction
from pop_tracker.accounts.redactions import Chosen, RedactionRequest, ask_redaction
from pop_tracker.history import Actor, HistoryEntry, Recorded
from pop_tracker.pieces import Piece, pieces_of
from pop_tracker.plans.consultations.consultations import Consultation
from pop_tracker.plans.consultations.points import points
from pop_tracker.sealed import Taken, whole
from tests import cast
from tests.conftest import Site

NAME = "Zenepe Kuqalashi"
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


def removed(session: Session, site: Site, name: str = NAME, *, hearing: int = 0) -> RedactionRequest:
    """Out of a point of a hearing, by two."""
    thing = session.exec(select(Consultation).order_by(col(Consultation.id)).offset(hearing)).first()
    assert thing is not None
    point = points(session, thing.id or 0)[0]
    point.text = f"{name} tha se nuk ka ujë"
    session.add(point)
    asker, decider = (site.viewer(session, who) for who in (cast.EDITOR, cast.OTHER_REVIEWER))
    history.append(session, "revise", thing, asker.actor, source="procesverbali, i shpikur")
    chosen = [Chosen(one, (name,)) for one in pieces_of(session, thing.kind, thing.key) if name in one.words]
    request = ask_redaction(session, asker, chosen, "emër i një personi privat")
    request.confirm(session, decider)
    return request
