"""Taking words out of the public record: a private name that slipped in, or a right under law 124/2024.

One person asks and gives a reason; another, a coordinator or reviewer, confirms or declines. The reason is
public, so it must not repeat the words. What is removed is the thing's own words and the content of all its
entries; the entries stay, and say when and why something was removed.
"""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlmodel import Field, Session, SQLModel, col, select

from pop_tracker import history
from pop_tracker.accounts.actors import actor_now
from pop_tracker.accounts.models import Person, Viewer, one_at_a_time
from pop_tracker.accounts.roles import TRUSTED
from pop_tracker.accounts.second_person import Decision, may_be_second_person, require_second_person, who_asked
from pop_tracker.accounts.waiting import InHand, Notes, Submitted, in_hand_of
from pop_tracker.database import vocabulary
from pop_tracker.history import KINDS, HistoryEntry, HistoryPayload, Recorded
from pop_tracker.web.errors import Forbidden, Missing, Refusal
from pop_tracker.web.i18n import N_

WITHOUT_PRIVATE_WORDS = frozenset({"municipality", "published_figure"})
"""They come with the seeds only."""


class RedactionAnswer(StrEnum):
    CONFIRMED = "confirmed"
    """The words are gone, and an entry says so."""
    DECLINED = "declined"
    """Nothing was removed."""


class RedactionRequest(SQLModel, table=True):
    """Names the thing, never its words. It is not public; the redaction that comes of it is."""

    __tablename__ = "redaction_request"
    __table_args__ = (
        sa.CheckConstraint("answered_by IS NULL OR answered_by <> asked_by", name="second_person"),
        # One answer for one thing: a second open request would ask for words that the first has removed.
        sa.Index("uq_redaction_request_open", "thing_kind", "thing_key", unique=True,
                 sqlite_where=sa.text("answer IS NULL"), postgresql_where=sa.text("answer IS NULL")),
    )  # fmt: skip
    id: int | None = Field(default=None, primary_key=True)
    thing_kind: str = Field(max_length=40)
    thing_key: str = Field(max_length=200)
    reason: str = Field(sa_type=sa.Text)
    asked_by: int = Field(foreign_key="person.id")
    asked_at: datetime
    answer: RedactionAnswer | None = Field(default=None, sa_type=vocabulary(RedactionAnswer))
    answered_by: int | None = Field(default=None, foreign_key="person.id")
    answered_at: datetime | None = None

    def confirm(self, session: Session, viewer: Viewer) -> HistoryEntry:
        """Removes the words. The asker's organisation stands in the entry as author, the viewer's as approver."""
        self._close(session, viewer, RedactionAnswer.CONFIRMED)
        thing = thing_of(session, self.thing_kind, self.thing_key)
        if thing is None:
            raise Refusal(N_("Kjo nuk gjendet më në faqet publike."))
        # A revision at the same moment would else be in the row and not in the entry, or bring the words back.
        session.refresh(thing, with_for_update=True)
        return history.redact(session, thing, actor_now(session, self.asked_by), viewer.actor, reason=self.reason)

    def decline(self, session: Session, viewer: Viewer) -> None:
        self._close(session, viewer, RedactionAnswer.DECLINED)

    def decision(self) -> Decision:
        return Decision(
            N_("Heqjen e konfirmon një koordinator ose një rishikues."),
            (who_asked(self.asked_by),),
            TRUSTED,
        )

    def _close(self, session: Session, viewer: Viewer, answer: RedactionAnswer) -> None:
        require_second_person(viewer, self.decision())
        session.refresh(self, with_for_update=True)
        if self.answer is not None:
            raise Refusal(N_("Kësaj kërkese i është dhënë përgjigje tashmë."))
        self.answer, self.answered_by, self.answered_at = answer, viewer.person_id, datetime.now(UTC)
        session.add(self)


def ask_redaction(session: Session, viewer: Viewer, number: int, reason: str) -> RedactionRequest:
    """Asks to remove the words of the thing that entry `number` is about. Anyone who works here may ask."""
    if viewer.person_id is None:
        raise Forbidden(N_("Duhet të hyni"))
    entry = session.get(HistoryEntry, number)
    if entry is None:
        raise Refusal(N_("Te “Ndryshimet” nuk ka një ndryshim me këtë numër."), field="number")
    if entry.kind in WITHOUT_PRIVATE_WORDS:
        raise Refusal(N_("Ky ndryshim nuk përmban të dhëna personale."), field="number")
    if thing_of(session, entry.kind, entry.key) is None:
        raise Refusal(N_("Kjo nuk gjendet më në faqet publike."), field="number")
    one_at_a_time(session, f"redaction of {entry.kind} {entry.key}")  # or two at once would both find none open
    if _open_for(session, entry.kind, entry.key) is not None:
        raise Refusal(N_("Për këtë ka tashmë një kërkesë që pret përgjigje."), field="number")
    request = RedactionRequest(
        thing_kind=entry.kind,
        thing_key=entry.key,
        reason=reason,
        asked_by=viewer.person_id,
        asked_at=datetime.now(UTC),
    )
    session.add(request)
    session.flush()
    return request


def may_answer(viewer: Viewer) -> bool:
    """Requests in general; which one, says its `decision`."""
    return bool(viewer.roles & TRUSTED)


def thing_of(session: Session, kind: str, key: str) -> Recorded | None:
    """The public thing by its name in the record; None when it is public no more."""
    cls = KINDS.get(kind)
    return next((thing for thing in cls.public_rows(session) if thing.key == key), None) if cls else None


@dataclass(frozen=True)
class ShownRequest:
    """A request as its page shows it."""

    id: int
    kind: str
    title: str
    path: str
    reason: str
    asked_by: str
    asked_at: datetime
    may_answer: bool
    entries: int
    answer: RedactionAnswer | None
    answered_by: str | None
    answered_at: datetime | None


def visible_to(viewer: Viewer) -> sa.ColumnElement[bool]:
    """Those who may answer see all requests; others, what they asked themselves."""
    if may_answer(viewer):
        return sa.true()
    return col(RedactionRequest.asked_by) == (viewer.person_id or 0)


def requests(session: Session, viewer: Viewer) -> list[ShownRequest]:
    """Those that wait first, then the latest."""
    found = session.exec(
        select(RedactionRequest)
        .where(visible_to(viewer))
        .order_by(col(RedactionRequest.answer).is_not(None), col(RedactionRequest.id).desc())
    )
    return [_shown(session, viewer, request) for request in found]


def request_by_id(session: Session, viewer: Viewer, id: int) -> tuple[RedactionRequest, ShownRequest]:
    """Raises Missing for what this viewer may not see."""
    request = session.exec(select(RedactionRequest).where(RedactionRequest.id == id, visible_to(viewer))).first()
    if request is None:
        raise Missing
    return request, _shown(session, viewer, request)


NOTES = Notes(
    N_("Kërkesë për heqje të dhënash personale"), N_("Kërkesë për heqje që pret përgjigjen e një personi të dytë")
)


def in_hand(session: Session, viewer: Viewer) -> InHand:
    """Requests that wait for an answer, with what the record last called the thing; one query."""
    newest = (
        select(sa.func.max(HistoryEntry.number))
        .where(HistoryEntry.kind == RedactionRequest.thing_kind, HistoryEntry.key == RedactionRequest.thing_key)
        .scalar_subquery()
    )
    rows = session.exec(
        select(RedactionRequest, HistoryPayload.content)
        .join(HistoryPayload, col(HistoryPayload.number) == newest, isouter=True)
        .where(col(RedactionRequest.answer).is_(None), visible_to(viewer))
        .order_by(col(RedactionRequest.id))
    )
    return in_hand_of(
        viewer,
        (
            Submitted(
                json.loads(content)["title"] if content else f"{asked.thing_kind} {asked.thing_key}",
                f"/puna/heqjet/{asked.id}", NOTES, asked.asked_by, asked.asked_at,
                may_be_second_person(viewer, asked.decision()),
            )
            for asked, content in rows
        ),
    )  # fmt: skip


def _open_for(session: Session, kind: str, key: str) -> RedactionRequest | None:
    return session.exec(
        select(RedactionRequest).where(
            RedactionRequest.thing_kind == kind,
            RedactionRequest.thing_key == key,
            col(RedactionRequest.answer).is_(None),
        )
    ).first()


def _shown(session: Session, viewer: Viewer, request: RedactionRequest) -> ShownRequest:
    thing = thing_of(session, request.thing_kind, request.thing_key)
    names = dict(
        session.exec(
            select(Person.id, Person.name).where(col(Person.id).in_([request.asked_by, request.answered_by or 0]))
        ).all()
    )
    count = session.exec(
        select(sa.func.count())
        .select_from(HistoryEntry)
        .where(HistoryEntry.kind == request.thing_kind, HistoryEntry.key == request.thing_key)
    ).one()
    return ShownRequest(
        id=request.id or 0,
        kind=request.thing_kind,
        title=thing.title if thing else f"{request.thing_kind} {request.thing_key}",
        path=thing.path if thing else "/ndryshimet",
        reason=request.reason,
        asked_by=names.get(request.asked_by, ""),
        asked_at=request.asked_at,
        may_answer=request.answer is None and may_be_second_person(viewer, request.decision()),
        entries=count,
        answer=request.answer,
        answered_by=names.get(request.answered_by) if request.answered_by else None,
        answered_at=request.answered_at,
    )
