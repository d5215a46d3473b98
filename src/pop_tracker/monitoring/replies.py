"""The municipality's right of reply: a personal link to the draft round, and its own words beside the verdicts."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, ClassVar

import sqlalchemy as sa
from sqlalchemy.orm import object_session
from sqlmodel import Field, Session, SQLModel, col, select

from pop_tracker.contracts.texts import Commitment
from pop_tracker.history import REMOVED, Recorded, recorded
from pop_tracker.monitoring.models import Round, RoundState
from pop_tracker.web.i18n import N_

ONLINE = N_("Përgjigje e bashkisë, e dhënë në këtë faqe me lidhje personale")
"""The source of a reply."""


class ReplyLink(SQLModel, table=True):
    """Sent to the municipality's own mailbox and shown to nobody else, as invitations are."""

    __tablename__ = "reply_link"
    id: int | None = Field(default=None, primary_key=True)
    round_id: int = Field(foreign_key="round.id", index=True)
    office: str = Field(max_length=160)
    """Who is asked, by office: "Kabineti i kryetarit"."""
    email: str = Field(max_length=254)
    token_hash: str = Field(max_length=64, unique=True)
    sent_by: int | None = Field(default=None, foreign_key="person.id")
    organisation_id: int | None = Field(default=None, foreign_key="organisation.id")
    created_at: datetime
    revoked_at: datetime | None = None


@recorded("reply", {"add": N_("Përgjigje e mëvonshme e bashkisë")})
class Reply(SQLModel, table=True):
    """On one commitment, or on the round in general. Those given in time become public with the round; a later one
    enters the record by itself, dated."""

    kind: ClassVar[str]
    id: int | None = Field(default=None, primary_key=True)
    round_id: int = Field(foreign_key="round.id", index=True)
    link_id: int = Field(foreign_key="reply_link.id")
    commitment_id: int | None = Field(default=None, foreign_key="commitment.id", index=True)
    text: str = Field(sa_type=sa.Text)
    given_at: datetime
    is_late: bool = False
    """Given after the round was published."""

    def _round(self) -> Round:
        session = object_session(self)
        found = session.get(Round, self.round_id) if session else None
        if found is None:
            raise LookupError(f"reply {self.id} without its round")
        return found

    @property
    def key(self) -> str:
        return f"{self._round().key}/{self.id}"

    @property
    def path(self) -> str:
        return self._round().path

    @property
    def title(self) -> str:
        return self._round().title

    @property
    def municipality_slug(self) -> str:
        return self._round().municipality_slug

    def public_state(self, session: Session) -> dict[str, Any]:
        held = self._round()
        return {"contract": held.contract.slug, "round": held.number, **states_of(session, [self])[0]}

    def blank(self, session: Session) -> None:
        self.text = REMOVED
        session.add(self)
        for file in session.exec(select(ReplyFile).where(ReplyFile.reply_id == self.id)):
            session.delete(file)

    @classmethod
    def public_rows(cls, session: Session) -> Iterable[Recorded]:
        published = select(Round.id).where(Round.state == RoundState.PUBLISHED)
        return session.exec(select(cls).where(col(cls.is_late), col(cls.round_id).in_(published))).all()


class ReplyFile(SQLModel, table=True):
    __tablename__ = "reply_file"
    id: int | None = Field(default=None, primary_key=True)
    reply_id: int = Field(foreign_key="reply.id", index=True)
    sha256: str = Field(max_length=64, index=True)
    name: str = Field(max_length=200)
    type: str = Field(max_length=80)
    size: int


def states_of(session: Session, replies: list[Reply]) -> list[dict[str, Any]]:
    """Public states of replies with their files; of who asked and whom, nothing but the office."""
    files: dict[int, list[dict[str, Any]]] = {}
    for file in session.exec(
        select(ReplyFile).where(col(ReplyFile.reply_id).in_([one.id for one in replies])).order_by(col(ReplyFile.id))
    ):
        files.setdefault(file.reply_id, []).append(file.model_dump(exclude={"id", "reply_id"}))
    return [
        {
            "id": one.id,
            "commitment": session.get_one(Commitment, one.commitment_id).ref if one.commitment_id else None,
            "office": session.get_one(ReplyLink, one.link_id).office,
            "text": one.text,
            "given_at": one.given_at,
            "files": files.get(one.id or 0, []),
        }
        for one in replies
    ]
