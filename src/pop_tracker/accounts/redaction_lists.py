"""Requests for redaction as people see them: which they may see, which wait for them, who is named on them;
and which an older backup brought back with nothing left to decide."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from pop_tracker import history
from pop_tracker.accounts.models import Person, Viewer
from pop_tracker.accounts.redaction_titles import called
from pop_tracker.accounts.redactions import Chosen, RedactionAnswer, RedactionRequest, may_answer
from pop_tracker.accounts.second_person import may_be_second_person
from pop_tracker.accounts.waiting import InHand, Notes, Submitted, in_hand_of
from pop_tracker.history import HistoryEntry
from pop_tracker.sealed import SealedPiece
from pop_tracker.web.errors import Missing, Refusal
from pop_tracker.web.i18n import N_


def visible_to(viewer: Viewer) -> sa.ColumnElement[bool]:
    """Those who may answer see all requests; others, what they asked themselves."""
    if may_answer(viewer):
        return sa.true()
    return col(RedactionRequest.asked_by) == (viewer.person_id or 0)


def requests(session: Session, viewer: Viewer) -> list[RedactionRequest]:
    """Those that wait first, then the latest."""
    return list(
        session.exec(
            select(RedactionRequest)
            .where(visible_to(viewer))
            .order_by(
                sa.or_(col(RedactionRequest.answer).is_not(None), col(RedactionRequest.called_off_at).is_not(None)),
                col(RedactionRequest.id).desc(),
            )
        )
    )


def request_by_id(session: Session, viewer: Viewer, id: int) -> RedactionRequest:
    """Raises Missing for what this viewer may not see."""
    request = session.exec(select(RedactionRequest).where(RedactionRequest.id == id, visible_to(viewer))).first()
    if request is None:
        raise Missing
    return request


NOTES = Notes(
    N_("Kërkesë për heqje të dhënash personale"), N_("Kërkesë për heqje që pret përgjigjen e një personi të dytë")
)


def in_hand(session: Session, viewer: Viewer) -> InHand:
    """Requests that wait for an answer, with what the record last called the thing. At most three queries."""
    query = select(RedactionRequest).where(
        col(RedactionRequest.answer).is_(None), col(RedactionRequest.called_off_at).is_(None), visible_to(viewer)
    )
    found = session.exec(query.order_by(col(RedactionRequest.id))).all()
    titles = called(session, [(asked.thing_kind, asked.thing_key) for asked in found])
    return in_hand_of(
        viewer,
        (
            Submitted(
                titles[asked.thing_kind, asked.thing_key].title, f"/puna/heqjet/{asked.id}", NOTES, asked.asked_by,
                asked.asked_at, may_be_second_person(viewer, asked.decision()),
            )
            for asked in found
        ),
    )  # fmt: skip


@dataclass(frozen=True)
class People:
    """Who is named on a request's page, by number."""

    names: dict[int, str]

    def __getitem__(self, person_id: int | None) -> str:
        return self.names.get(person_id or 0, "")


def people_of(session: Session, requests: Iterable[RedactionRequest]) -> People:
    ids = {one for asked in requests for one in (asked.asked_by, asked.answered_by, asked.called_off_by)}
    found = session.exec(select(Person.id, Person.name).where(col(Person.id).in_(ids)))
    return People({number or 0: name for number, name in found})


def close_removed(session: Session) -> None:
    """Requests that wait in a backup, for words that were removed again from it: nothing is left to decide."""
    waiting = select(RedactionRequest).where(
        col(RedactionRequest.answer).is_(None),
        col(RedactionRequest.called_off_at).is_(None),
        col(RedactionRequest.id).not_in(select(SealedPiece.request)),
    )
    for request in session.exec(waiting):
        if request.entries:  # what was asked for before pieces could be chosen hides nothing yet
            request.answer = RedactionAnswer.CONFIRMED
            request.answered_at = request.destroyed_at = datetime.now(UTC)
            session.add(request)


def require_not_refused(session: Session, viewer: Viewer, chosen: Iterable[Chosen]) -> None:
    """Raises Refusal for pieces that stayed when somebody of the same organisation asked for them: who was refused, or
    took it back, would else hide them again and again. Another organisation may still ask, or a coordinator."""
    declined = session.exec(
        select(RedactionRequest.entries).where(
            col(RedactionRequest.organisation_id).is_not_distinct_from(viewer.organisation_id),
            (col(RedactionRequest.answer) == RedactionAnswer.DECLINED)
            | col(RedactionRequest.called_off_at).is_not(None),
        )
    ).all()
    numbers = [number for entries in declined for number in entries]
    stayed = history.entries(session, only=col(HistoryEntry.number).in_(numbers), limit=len(numbers) or 1)
    pieces = {(one["entry"], one["at"]) for entry in stayed for one in (entry.content or {}).get("shown", ())}
    if any((one.piece.entry, one.piece.pointer) in pieces for one in chosen):
        raise Refusal(
            N_("Për njërën nga këto pjesë organizata juaj ka kërkuar më parë dhe ajo mbeti. Tani e kërkon vetëm dikush "
               "nga një organizatë tjetër, ose koordinatori."), field="pieces",
        )  # fmt: skip
