"""The municipality's right of reply: the personal link to the draft round, its term, and the replies given by it."""

import secrets
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Any, ClassVar

import sqlalchemy as sa
from sqlalchemy.orm import object_session
from sqlmodel import Field, Session, SQLModel, col, select

from pop_tracker.accounts.models import Person, Viewer
from pop_tracker.accounts.signing_in import secret_hash
from pop_tracker.contracts.texts import Commitment
from pop_tracker.history import REMOVED, Recorded, recorded
from pop_tracker.monitoring.models import BESIDE, Beside, Round, RoundState
from pop_tracker.monitoring.parts import NOT_YOURS, locked, undone, work_of
from pop_tracker.monitoring.record_words import OF_A_ROUND, REPLY_FIELDS, titled_round
from pop_tracker.web.errors import Forbidden, Refusal
from pop_tracker.web.i18n import N_, TIRANA, today
from pop_tracker.web.wording import Wording
from pop_tracker.web.working_days import after_working_days

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
    completed_at: datetime | None = None
    """The municipality said that its reply is complete: the round need not wait longer."""
    mailed_at: datetime | None = None
    mail_failed_at: datetime | None = None


@recorded(
    "reply",
    {"add": N_("Përgjigje e mëvonshme e bashkisë")},
    Wording(titled_round("round"), {**REPLY_FIELDS, **OF_A_ROUND}),
)
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
        session = object_session(self)
        held, commitment = self._round(), session and self.commitment_id and session.get(Commitment, self.commitment_id)
        return f"/kontratat/{held.contract.slug}/{commitment.ref}" if commitment else held.path

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


def open_reply(
    session: Session, viewer: Viewer, round_id: int, office: str, email: str, days: int | None = None
) -> tuple[ReplyLink, str]:
    """Gives the draft round to the municipality for its working days; returns the link with its secret, which is
    kept nowhere: only its SHA-256 is. Again, it replaces a link that went astray: the term never gets shorter, and
    `days` count anew from today. After publication, only who was asked before gets one, for a late reply."""
    held = locked(session, round_id)
    if not viewer.may_edit(held.contract.municipality_id):
        raise Forbidden(NOT_YOURS)
    if held.state is RoundState.PUBLISHED and held.reply_until is None:
        raise Refusal(N_("Ky raund është botuar tashmë."))
    missing = undone(work_of(session, [held])[round_id]) if held.reply_until is None else []
    if missing:
        raise Refusal(N_("Ende pa përfunduar: %(refs)s."), refs=", ".join(dict.fromkeys(part.ref for part in missing)))
    # Whoever works here does not answer for the municipality.
    if _without_tag(email) in map(_without_tag, session.exec(select(Person.email))):
        raise Refusal(N_("Kjo adresë i përket dikujt që ka llogari këtu. Shkruani adresën e bashkisë."), field="email")
    for earlier in session.exec(select(ReplyLink).where(ReplyLink.round_id == round_id)):
        earlier.revoked_at = earlier.revoked_at or datetime.now(UTC)
        session.add(earlier)
    if held.state is not RoundState.PUBLISHED:
        if held.reply_until is None:
            held.reply_from, held.reply_days = today(), days or held.reply_days
            days = held.reply_days
        until = after_working_days(today(), days) if days else today()
        held.state, held.reply_until = RoundState.REPLY, max(until, held.reply_until or until)
        session.add(held)
    secret = secrets.token_urlsafe(32)
    link = ReplyLink(
        round_id=round_id, office=office, email=email, token_hash=secret_hash(secret), sent_by=viewer.person_id,
        organisation_id=viewer.organisation_id, created_at=datetime.now(UTC),
    )  # fmt: skip
    session.add(link)
    session.flush()
    return link, secret


def _without_tag(email: str) -> str:
    """What is written to anila+bashkia@x comes to anila@x."""
    name, _, domain = email.strip().lower().rpartition("@")
    return f"{name.partition('+')[0]}@{domain}"


def link_by_secret(session: Session, secret: str) -> ReplyLink | None:
    """Also one that was replaced: who holds it is told so, and reads nothing."""
    return session.exec(select(ReplyLink).where(ReplyLink.token_hash == secret_hash(secret))).first()


def over_since(session: Session, held: Round) -> date | None:
    """The day since which the municipality has had its say, None while it has not: it said that its reply is complete,
    its last day was the day before, or it could read and answer the round where it was published before."""
    if held.published_elsewhere:
        return held.opened_at.astimezone(TIRANA).date()
    if held.reply_until is None:
        return None
    completed = session.exec(
        select(ReplyLink.completed_at)
        .where(
            ReplyLink.round_id == held.id,
            col(ReplyLink.completed_at).is_not(None),
            col(ReplyLink.revoked_at).is_(None),  # whoever held a link that went astray does not close the term
        )
        .order_by(col(ReplyLink.completed_at))
    ).first()
    days = [completed.astimezone(TIRANA).date()] if completed else []
    if today() > held.reply_until:
        days.append(held.reply_until + timedelta(days=1))
    return min(days, default=None)


def is_over(session: Session, held: Round) -> bool:
    """Whether the municipality has had its say."""
    return over_since(session, held) is not None


def has_reply(session: Session, round_id: int, commitment_id: int) -> bool:
    """Whether the municipality answered on this commitment, or on the round in general."""
    return bool(
        session.exec(
            select(Reply.id).where(
                Reply.round_id == round_id,
                sa.or_(col(Reply.commitment_id).is_(None), col(Reply.commitment_id) == commitment_id),
            )
        ).first()
    )


def in_time(session: Session, round_id: int | None) -> list[Reply]:
    """What becomes public with the round; later ones are things of their own."""
    return list(
        session.exec(select(Reply).where(Reply.round_id == round_id, ~col(Reply.is_late)).order_by(col(Reply.id)))
    )


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


def _blank_in_time(session: Session, held: Round) -> None:
    for reply in in_time(session, held.id):
        reply.blank(session)


BESIDE["replies"] = Beside(
    state=lambda session, held: {"replies": states_of(session, in_time(session, held.id))}, blank=_blank_in_time
)
