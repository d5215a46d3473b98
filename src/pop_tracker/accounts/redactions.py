"""Taking words out of the public record: a private name that slipped in, or a right under law 124/2024.

One person asks, for pieces that they choose, with a reason; the pieces are hidden from everybody at once. Another, a
coordinator or a reviewer who works elsewhere, sees exactly what goes and what stays, and confirms or declines. What was
confirmed lies sealed for three days, in which it can be called off, and is then destroyed. The reason is public, so it
must not repeat the words. What is removed is gone from the thing and from the content of all its entries; the entries
stay, and say when and why something was removed.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, Session, SQLModel, col, select

from pop_tracker import history, redaction
from pop_tracker.accounts import log
from pop_tracker.accounts.actors import actor
from pop_tracker.accounts.models import Viewer, one_at_a_time
from pop_tracker.accounts.roles import TRUSTED
from pop_tracker.accounts.second_person import Decision, require_second_person, who_asked
from pop_tracker.database import vocabulary
from pop_tracker.forgetting import bring_back, forget_copies
from pop_tracker.history import KINDS, HistoryEntry, Recorded
from pop_tracker.pieces import Piece, going_with, pieces_of
from pop_tracker.sealed import SealedPiece, sealed_pieces
from pop_tracker.web.albanian import fold
from pop_tracker.web.errors import Forbidden, Refusal
from pop_tracker.web.i18n import N_
from pop_tracker.web.name_forms import found_in

SEALED_FOR = timedelta(hours=72)
"""Until what was confirmed is destroyed."""
MOST_PIECES = 200
"""Of one request: more are asked for in several."""
WITHOUT_PRIVATE_WORDS = frozenset({"municipality", "published_figure", "report"})
"""The first two come with the seeds only; what a report holds is taken out of what it was made of."""
TOO_MANY = N_("Zgjidhni më së shumti %(most)d pjesë në një kërkesë.")
NOTHING_LEFT = N_("Këto fjalë nuk gjenden më aty. Kërkojini përsëri.")

log.declare(
    {
        "redaction_asked": N_("Kërkoi heqjen e fjalëve"),
        "redaction_confirmed": N_("Konfirmoi heqjen e fjalëve"),
        "redaction_declined": N_("Refuzoi heqjen e fjalëve"),
        "redaction_called_off": N_("Ndaloi heqjen e fjalëve"),
        "redaction_done": N_("Fjalët e hequra u shkatërruan"),
    }
)
log.explain("pieces", N_("Sa pjesë"))


class RedactionAnswer(StrEnum):
    CONFIRMED = "confirmed"
    """The words are out of the record, and an entry says so."""
    DECLINED = "declined"
    """Nothing was removed: what was hidden is shown again."""


class RedactionRequest(SQLModel, table=True):
    """Names a thing, never its words. It is not public; what comes of it is."""

    __tablename__ = "redaction_request"
    __table_args__ = (
        sa.CheckConstraint("answered_by IS NULL OR answered_by <> asked_by", name="second_person"),
        # One answer for one thing: a second open request would ask for words that the first has hidden.
        sa.Index("uq_redaction_request_open", "thing_kind", "thing_key", unique=True,
                 sqlite_where=sa.text("answer IS NULL AND called_off_at IS NULL"),
                 postgresql_where=sa.text("answer IS NULL AND called_off_at IS NULL")),
    )  # fmt: skip
    id: int | None = Field(default=None, primary_key=True)
    thing_kind: str = Field(max_length=40)
    """Of the first thing; all are told by its pieces."""
    thing_key: str = Field(max_length=200)
    reason: str = Field(sa_type=sa.Text)
    asked_by: int = Field(foreign_key="person.id")
    asked_at: datetime
    organisation_id: int | None = None
    """For whom they asked; None: the network's own office."""
    answer: RedactionAnswer | None = Field(default=None, sa_type=vocabulary(RedactionAnswer))
    answered_by: int | None = Field(default=None, foreign_key="person.id")
    answered_at: datetime | None = None
    called_off_by: int | None = None
    called_off_at: datetime | None = None
    destroyed_at: datetime | None = None
    is_wiped: bool = Field(default=False, sa_column_kwargs={"server_default": sa.false()})
    """The database holds nothing of it in deleted rows either."""
    entries: list[int] = Field(default_factory=list, sa_type=sa.JSON, sa_column_kwargs={"server_default": "[]"})
    """What it entered in the record, in order."""

    @property
    def is_open(self) -> bool:
        return self.answer is None and self.called_off_at is None

    @property
    def may_be_called_off(self) -> bool:
        """Whoever asked takes it back while it waits; what was confirmed can be called off until it is destroyed."""
        is_declined = self.answer is RedactionAnswer.DECLINED
        return not is_declined and self.called_off_at is None and self.destroyed_at is None

    @property
    def destroyed_from(self) -> datetime | None:
        return self.answered_at + SEALED_FOR if self.answered_at else None

    def confirm(self, session: Session, viewer: Viewer) -> HistoryEntry:
        """Removes the pieces. The asker's organisation stands in the entries as author, the viewer's as approver."""
        pieces_by_thing = self.pieces(session)
        self._close(session, viewer, RedactionAnswer.CONFIRMED)
        by = actor(session, self.asked_by, self.organisation_id)
        if not self.entries:
            _hide(session, self, [Chosen(one.piece, ()) for found in pieces_by_thing.values() for one in found], by)
        entry = None
        for (kind, key), pieces in pieces_by_thing.items():
            thing = _hold(session, kind, key)
            if thing is not None:
                taken = [one.taken for one in pieces]
                entry = redaction.take(session, self.id or 0, thing, taken, by, viewer.actor, reason=self.reason)
                self.entries = [*self.entries, entry.number]
        if entry is None:
            raise Refusal(N_("Kjo nuk gjendet më në faqet publike."))
        session.add(self)
        session.flush()
        forget_copies(session, _sealed(session))
        log.note(session, "redaction_confirmed", by=viewer.person_id, thing=self._named)
        return entry

    def decline(self, session: Session, viewer: Viewer) -> None:
        """Shows again what was hidden."""
        self._close(session, viewer, RedactionAnswer.DECLINED)
        self._reveal(session, viewer, N_("Kërkesa për heqje u refuzua."))
        log.note(session, "redaction_declined", by=viewer.person_id, thing=self._named)

    def call_off(self, session: Session, viewer: Viewer, reason: str) -> None:
        """Shows again what was hidden or removed, as long as it is not destroyed."""
        session.refresh(self, with_for_update=True)
        if not may_call_off(viewer, self):
            raise Forbidden(N_("Heqjen e ndalon kush e kërkoi, ose një koordinator a rishikues."))
        if not self.may_be_called_off:
            raise Refusal(N_("Kjo heqje nuk mund të ndalet më."))
        pieces = [one for found in sealed_pieces(session, self.id or 0).values() for one in found]
        if not pieces:  # a backup brought the request back, and none holds its words
            raise Refusal(N_("Kjo heqje nuk mund të ndalet më."))
        refuse_words_of(session, pieces, reason)
        self.called_off_by, self.called_off_at = viewer.person_id, datetime.now(UTC)
        self._reveal(session, viewer, reason)
        log.note(session, "redaction_called_off", by=viewer.person_id, thing=self._named)

    def decision(self) -> Decision:
        return Decision(
            N_("Heqjen e konfirmon një koordinator ose një rishikues."),
            (who_asked(self.asked_by),),
            TRUSTED,
            frozenset({self.organisation_id}),
        )

    @property
    def _named(self) -> str:
        return f"redaction/{self.id}"

    def pieces(self, session: Session) -> dict[tuple[str, str], list[SealedPiece]]:
        """Those that it asks for; of one from before pieces could be chosen, all, which are hidden once confirmed."""
        found = sealed_pieces(session, self.id or 0)
        if found or self.entries or not self.is_open:
            return found
        of_it = pieces_of(session, self.thing_kind, self.thing_key)
        return {(self.thing_kind, self.thing_key): [SealedPiece.of(self.id or 0, one, ()) for one in of_it]}

    def _reveal(self, session: Session, viewer: Viewer, reason: str) -> None:
        for kind, key in sealed_pieces(session, self.id or 0):
            thing = _hold(session, kind, key)
            if thing is not None:
                entry = redaction.reveal(session, self.id or 0, thing, viewer.actor, None, reason=reason)
                self.entries = [*self.entries, entry.number]
        bring_back(session, self.id or 0)
        redaction.destroy(session, self.id or 0)
        session.add(self)
        session.flush()

    def _close(self, session: Session, viewer: Viewer, answer: RedactionAnswer) -> None:
        require_second_person(viewer, self.decision())
        session.refresh(self, with_for_update=True)
        if not self.is_open:
            raise Refusal(N_("Kësaj kërkese i është dhënë përgjigje tashmë."))
        self.answer, self.answered_by, self.answered_at = answer, viewer.person_id, datetime.now(UTC)
        session.add(self)


@dataclass(frozen=True)
class Chosen:
    """A piece that goes: without names as a whole, else only these names out of it."""

    piece: Piece
    names: tuple[str, ...]


def ask_redaction(session: Session, viewer: Viewer, chosen: Sequence[Chosen], reason: str) -> RedactionRequest:
    """Asks to remove pieces, and hides them at once. Anyone who works here may ask."""
    if viewer.person_id is None:
        raise Forbidden(N_("Duhet të hyni"))
    if not chosen:
        raise Refusal(N_("Zgjidhni çfarë hiqet."), field="pieces")
    if len(chosen) > MOST_PIECES:
        raise Refusal(TOO_MANY, field="pieces", most=MOST_PIECES)
    if any(one.piece.kind in WITHOUT_PRIVATE_WORDS for one in chosen):
        raise Refusal(N_("Ky ndryshim nuk përmban të dhëna personale."), field="pieces")
    first = chosen[0].piece
    for kind, key in sorted({(one.piece.kind, one.piece.key) for one in chosen}):
        one_at_a_time(session, f"redaction of {kind} {key}")  # or two at once would both find none open
        if _open_for(session, kind, key) is not None:
            raise Refusal(N_("Për këtë ka tashmë një kërkesë që pret përgjigje."), field="pieces")
    request = RedactionRequest(
        thing_kind=first.kind, thing_key=first.key, reason=reason, asked_by=viewer.person_id,
        asked_at=datetime.now(UTC), organisation_id=viewer.organisation_id,
    )  # fmt: skip
    session.add(request)
    session.flush()
    _hide(session, request, chosen, viewer.actor)
    refuse_words_of(session, [one for pieces in sealed_pieces(session, request.id or 0).values() for one in pieces],
                    reason)  # fmt: skip
    log.note(session, "redaction_asked", by=viewer.person_id, thing=f"redaction/{request.id}", pieces=len(chosen))
    return request


REPEATS = N_("Arsyeja bëhet publike dhe përsërit fjalë që hiqen. Shkruajeni pa to.")
SHORTEST_REPEATED = 4


def refuse_words_of(session: Session, pieces: Iterable[SealedPiece], reason: str) -> None:
    """Raises Refusal for a reason that says again what is taken."""
    said = fold(reason)
    for one in pieces:
        whole = fold(one.was if not one.piece.is_file else one.file_name)
        if any(found_in(reason, one.names)) if one.names else len(whole) >= SHORTEST_REPEATED and whole in said:
            raise Refusal(REPEATS, field="reason")


def _hide(session: Session, request: RedactionRequest, chosen: Sequence[Chosen], by: history.Actor) -> None:
    of_things: dict[tuple[str, str], list[Chosen]] = {}
    for one in chosen:
        of_things.setdefault((one.piece.kind, one.piece.key), []).append(one)
    for (kind, key), pieces in of_things.items():
        thing = _hold(session, kind, key)
        # Looked up again: what was chosen from a page may have gone meanwhile.
        standing = {one.id: one for one in pieces_of(session, kind, key)}
        if thing is None or any(one.piece.id not in standing for one in pieces):
            raise Refusal(NOTHING_LEFT, field="pieces")
        taken = {one.piece.id: one.names for one in pieces}
        for one in pieces:
            for piece, names in going_with(one.piece, one.names, standing.values()):
                taken.setdefault(piece.id, names)
        sealed = [SealedPiece.of(request.id or 0, standing[id], names) for id, names in taken.items()]
        session.add_all(sealed)
        session.flush()
        entry = redaction.hide(
            session, request.id or 0, thing, [one.taken for one in sealed], by, reason=request.reason
        )
        request.entries = [*request.entries, entry.number]
        session.add(request)
    session.flush()


def due(session: Session, now: datetime) -> list[RedactionRequest]:
    """Those whose words may be destroyed."""
    return list(
        session.exec(
            select(RedactionRequest).where(
                RedactionRequest.answer == RedactionAnswer.CONFIRMED,
                col(RedactionRequest.answered_at) <= now - SEALED_FOR,
                col(RedactionRequest.called_off_at).is_(None),
                col(RedactionRequest.destroyed_at).is_(None),
            )
        )
    )


def destroy(session: Session, request: RedactionRequest) -> list[str]:
    """Lets go of the words of one that is due. Gives the digests of the files that go with them."""
    session.refresh(request, with_for_update=True)
    if request.destroyed_at is not None or request.called_off_at is not None:
        return []
    forget_copies(session, [request.id or 0])
    files = redaction.destroy(session, request.id or 0)
    request.destroyed_at = datetime.now(UTC)
    session.add(request)
    log.note(session, "redaction_done", thing=f"redaction/{request.id}")
    return files


def _sealed(session: Session) -> list[int]:
    """Confirmed, and not destroyed yet."""
    lately = confirmed().where(col(RedactionRequest.destroyed_at).is_(None))
    return [one for one in session.exec(lately) if one is not None]


def confirmed() -> Any:
    """The numbers of requests whose words no backup may take any more: a query."""
    return select(RedactionRequest.id).where(RedactionRequest.answer == RedactionAnswer.CONFIRMED)


def unwiped(session: Session) -> list[int]:
    """Destroyed, but perhaps not gone from what the database keeps of deleted rows."""
    done = select(RedactionRequest.id).where(
        col(RedactionRequest.destroyed_at).is_not(None), ~col(RedactionRequest.is_wiped)
    )
    return [one for one in session.exec(done) if one is not None]


def note_wiped(session: Session, ids: Iterable[int]) -> None:
    session.exec(sa.update(RedactionRequest).where(col(RedactionRequest.id).in_(list(ids))).values(is_wiped=True))


def may_answer(viewer: Viewer) -> bool:
    """Requests in general; which one, says its `decision`."""
    return bool(viewer.roles & TRUSTED)


def may_call_off(viewer: Viewer, request: RedactionRequest) -> bool:
    return may_answer(viewer) or viewer.is_among((request.asked_by,))


def thing_of(session: Session, kind: str, key: str) -> Recorded | None:
    """The public thing by its name in the record; None when it is public no more."""
    cls = KINDS.get(kind)
    return next((thing for thing in cls.public_rows(session) if thing.key == key), None) if cls else None


def _hold(session: Session, kind: str, key: str) -> Recorded | None:
    """Locked: a revision at the same moment would else be in the row and not in the entry, or bring the words back."""
    thing = thing_of(session, kind, key)
    if thing is not None:
        session.refresh(thing, with_for_update=True)
    return thing


def _open_for(session: Session, kind: str, key: str) -> int | None:
    """A request that waits and hides pieces of the thing."""
    waits = col(RedactionRequest.answer).is_(None), col(RedactionRequest.called_off_at).is_(None)
    by_name = select(RedactionRequest.id).where(
        RedactionRequest.thing_kind == kind, RedactionRequest.thing_key == key, *waits
    )
    by_piece = (
        select(RedactionRequest.id)
        .join(SealedPiece, col(SealedPiece.request) == RedactionRequest.id)
        .where(SealedPiece.kind == kind, SealedPiece.key == key, *waits)
    )
    return session.exec(by_name).first() or session.exec(by_piece).first()
