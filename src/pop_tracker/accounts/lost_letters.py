"""Letters that did not arrive, and the mail server that takes none: what coordinators look after. Of codes nobody is
told (`codes`), and nobody can send one anew but whoever asks for it."""

from datetime import UTC, datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from pop_tracker.accounts import codes, log
from pop_tracker.accounts.models import Viewer
from pop_tracker.accounts.waiting import InHand, Waiting
from pop_tracker.web.errors import Forbidden, Missing, Refusal
from pop_tracker.web.i18n import N_, day_of
from pop_tracker.web.letters import LEADS_TO, Letter

WHERE = "/puna/posta"
TOLD = 5
"""As many are named one by one among what waits for a coordinator."""
LONG = 4
"""After as many tries, some twenty minutes, it is no passing trouble."""

log.declare(
    {
        "letter_returned": N_("Email i shënuar si i kthyer"),
        "letter_arrived": N_("Email i kthyer, i shënuar si i mbërritur"),
    }
)
LEADS_TO["person"] = lambda _session, person_id: f"/puna/njerezit/{person_id}"
IS_SHOWN = col(Letter.about) != codes.ABOUT
IS_LOST = sa.and_(
    IS_SHOWN,
    sa.or_(col(Letter.failed_at).is_not(None), col(Letter.returned_at).is_not(None)),
    col(Letter.dealt_with_at).is_(None),
)
WAITS = col(Letter.due_at).is_not(None)


def lost(session: Session, viewer: Viewer) -> list[Letter]:
    """Those that nobody dealt with yet, the oldest first."""
    _require_coordinator(viewer)
    return list(session.exec(select(Letter).where(IS_LOST).order_by(col(Letter.id))))


def waiting(session: Session, viewer: Viewer) -> list[Letter]:
    """Those that the server has not taken yet, the oldest first."""
    _require_coordinator(viewer)
    return list(session.exec(select(Letter).where(WAITS, IS_SHOWN).order_by(col(Letter.id))))


def settled(session: Session, viewer: Viewer, address: str) -> list[Letter]:
    """Those that went out, the newest first; to an address that holds these signs, if any are given."""
    _require_coordinator(viewer)
    query = select(Letter).where(col(Letter.sent_at).is_not(None), IS_SHOWN).order_by(col(Letter.id).desc())
    if address:
        query = query.where(sa.func.lower(Letter.address).contains(address.lower(), autoescape=True))
    return list(session.exec(query))


def letter_by_id(session: Session, viewer: Viewer, id: int) -> Letter:
    """Raises Missing."""
    _require_coordinator(viewer)
    found = session.get(Letter, id)
    if found is None or found.about == codes.ABOUT:
        raise Missing
    return found


def mark_returned(session: Session, viewer: Viewer, letter: Letter) -> None:
    """The server took it, and later it came back to the sender's mailbox; only a person sees that."""
    _require_coordinator(viewer)
    if letter.sent_at is None:
        raise Refusal(N_("Ky email nuk është dërguar ende."))
    if letter.returned_at is None:
        letter.returned_at, letter.returned_by = datetime.now(UTC), viewer.person_id
        session.add(letter)
        log.note(session, "letter_returned", by=viewer.person_id, thing=letter.thing)


def mark_arrived(session: Session, viewer: Viewer, letter: Letter) -> None:
    """Somebody had marked the wrong one."""
    _require_coordinator(viewer)
    if letter.returned_at is not None:
        letter.returned_at = letter.returned_by = None
        session.add(letter)
        log.note(session, "letter_arrived", by=viewer.person_id, thing=letter.thing)


def deal_with(session: Session, viewer: Viewer, letter: Letter) -> None:
    """It was sent anew, or needs no more: it waits for nobody any longer."""
    _require_coordinator(viewer)
    if letter.has_failed and letter.dealt_with_at is None:
        letter.dealt_with_at = datetime.now(UTC)
        session.add(letter)


def try_now(session: Session, viewer: Viewer) -> None:
    """All that wait for their next try; what is in somebody's hand is left there."""
    _require_coordinator(viewer)
    session.exec(sa.update(Letter).where(WAITS, col(Letter.problem) != "").values(due_at=datetime.now(UTC)))


def in_hand(session: Session, viewer: Viewer) -> InHand:
    """Nothing of it waits for a second person."""
    if not viewer.is_coordinator:
        return InHand()
    found = lost(session, viewer)
    lines = [
        Waiting(one.about, f"{WHERE}/{one.id}", N_("Email që nuk mbërriti"), day_of(one.written_at))
        for one in found[:TOLD]
    ]
    if len(found) > TOLD:
        lines.append(
            Waiting("Emailet", WHERE, N_("Edhe emaile të tjera nuk mbërritën"), day_of(found[TOLD].written_at))
        )
    held_up = session.exec(select(sa.func.min(Letter.written_at)).where(WAITS, col(Letter.tries) >= LONG)).one()
    if held_up:
        lines.append(Waiting("Emailet", WHERE, N_("Serveri i emailit nuk po i merr"), day_of(held_up)))
    return InHand(lines)


def _require_coordinator(viewer: Viewer) -> None:
    if not viewer.is_coordinator:
        raise Forbidden(N_("Këtë e bën vetëm koordinatori."))
