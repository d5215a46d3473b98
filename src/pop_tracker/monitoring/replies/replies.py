"""What a municipality says of a round, through its personal link.

Until the round is published its words are its own to change, unless it said that they are complete. They become
public with the round; what is said later is public at once, and stays.
"""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any, ClassVar

import sqlalchemy as sa
from sqlmodel import Field, Session, SQLModel, col, select

from pop_tracker import history
from pop_tracker.accounts import log
from pop_tracker.accounts.actors import actor
from pop_tracker.accounts.models import Viewer
from pop_tracker.accounts.receipts import issue
from pop_tracker.contracts.texts import Commitment
from pop_tracker.database import owner_of
from pop_tracker.history import Recorded, part, recorded
from pop_tracker.monitoring.models import Assessment, Round, RoundState
from pop_tracker.monitoring.parts import locked
from pop_tracker.monitoring.record_states import BESIDE, Beside, address_state
from pop_tracker.monitoring.record_words import OF_A_ROUND, REPLY_FIELDS, titled_round
from pop_tracker.monitoring.replies.links import Over, ReplyLink, purpose_of_receipt, thing_of, why_over
from pop_tracker.web.errors import Forbidden, Refusal, all_at_once
from pop_tracker.web.files import KeptFile
from pop_tracker.web.i18n import N_
from pop_tracker.web.pictures import FORMATS
from pop_tracker.web.telling import Telling

MOST_FILES = 10
MOST_LATE = 20
"""Replies after publication, each public for good."""
ONLINE = N_("Përgjigje e bashkisë, e dhënë në pop-tracker me lidhjen që dërgoi organizata")
"""The source of a reply."""


log.declare({"reply_completed": N_("Bashkia tha se përgjigjja e saj është e plotë")})


@recorded(
    "reply",
    {"add": N_("Përgjigje e mëvonshme e bashkisë")},
    Telling(titled_round("round"), {**REPLY_FIELDS, **OF_A_ROUND}),
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

    @property
    def round(self) -> Round:
        return owner_of(self, Round, self.round_id)

    @property
    def key(self) -> str:
        return f"{self.round.key}/{self.id}"

    @property
    def path(self) -> str:
        if self.commitment_id is None:
            return self.round.path
        return f"/kontratat/{self.round.contract.slug}/{owner_of(self, Commitment, self.commitment_id).ref}"

    @property
    def title(self) -> str:
        return self.round.title

    @property
    def municipality_slug(self) -> str:
        return self.round.municipality_slug

    def public_state(self, session: Session) -> dict[str, Any]:
        held = self.round
        return {"contract": held.contract.slug, "round": held.number, **states_of(session, [self])[0]}

    def rows(self, session: Session) -> Iterable[SQLModel]:
        return [self, *files_of(session, self)]

    @classmethod
    def public_rows(cls, session: Session) -> Iterable[Recorded]:
        published = select(Round.id).where(Round.state == RoundState.PUBLISHED)
        return session.exec(select(cls).where(col(cls.is_late), col(cls.round_id).in_(published))).all()


@part
class ReplyFile(SQLModel, table=True):
    __tablename__ = "reply_file"
    id: int | None = Field(default=None, primary_key=True)
    reply_id: int = Field(foreign_key="reply.id", index=True)
    sha256: str = Field(max_length=64, index=True)
    name: str = Field(max_length=200)
    type: str = Field(max_length=80)
    size: int
    reduced_from: str = Field(default="", max_length=20, sa_column_kwargs={"server_default": ""})
    """The size that a picture came in ("8064x6048"), where it is kept smaller."""
    original_sha256: str = Field(default="", max_length=64, sa_column_kwargs={"server_default": ""})
    """Of what was sent, where what is kept says less of people."""

    @property
    def is_picture(self) -> bool:
        return self.type in FORMATS

    @classmethod
    def of(cls, kept: KeptFile, reply_id: int = 0) -> "ReplyFile":
        return cls(reply_id=reply_id, sha256=kept.sha256, name=kept.name, type=kept.type, size=kept.size,
                   reduced_from=kept.reduced_from, original_sha256=kept.original_sha256)  # fmt: skip


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
    links = {one.link_id: session.get_one(ReplyLink, one.link_id) for one in replies}
    return [
        {
            "id": one.id,
            "commitment": session.get_one(Commitment, one.commitment_id).ref if one.commitment_id else None,
            "office": links[one.link_id].office,
            "text": one.text,
            "given_at": one.given_at,
            "reply_address": address_state(session, links[one.link_id].claim_id) if one.is_late else None,
            "files": files.get(one.id or 0, []),
        }
        for one in replies
    ]


def _rows_in_time(session: Session, held: Round) -> list[SQLModel]:
    return [row for reply in in_time(session, held.id) for row in reply.rows(session)]


BESIDE["replies"] = Beside(
    state=lambda session, held: {"replies": states_of(session, in_time(session, held.id))}, rows=_rows_in_time
)


def readable_by_link(link: ReplyLink) -> sa.ColumnElement[bool]:
    """The replies that whoever holds the link reads: those on its own round, and no other's."""
    return sa.false() if link.revoked_at else col(Reply.round_id) == link.round_id


def reply_at(session: Session, link: ReplyLink, commitment_id: int | None) -> Reply | None:
    """The municipality's words so far, before publication."""
    return session.exec(
        select(Reply).where(
            readable_by_link(link), ~col(Reply.is_late), col(Reply.commitment_id).is_not_distinct_from(commitment_id)
        )
    ).first()


def give(
    session: Session,
    viewer: Viewer,
    link: ReplyLink,
    commitment_id: int | None,
    text: str,
    files: list[KeptFile],
    without: frozenset[int] = frozenset(),
) -> None:
    """Keeps what the municipality says on a commitment of the round, or on the round in general. `without`: files that
    it takes away. Once the round is published its words are added beside the earlier ones, dated."""
    held = open_to(session, viewer, link)
    if held.state is RoundState.PUBLISHED:
        _add_late(session, held, link, commitment_id, text, files)
        return
    row = reply_at(session, link, commitment_id)
    kept = [file for file in files_of(session, row) if file.id not in without]
    if row is not None and not text and not files:
        _take_back(session, row)
        return
    _require_words(text, len(kept) + len(files))
    if row is not None and row.text == text and not files and len(kept) == len(files_of(session, row)):
        return
    row = row or Reply(round_id=link.round_id, link_id=0, commitment_id=commitment_id, text="", given_at=_now())
    for file in files_of(session, row):
        if file not in kept:
            session.delete(file)
    row.text, row.given_at, row.link_id = text, _now(), link.id or 0
    _keep(session, row, files)


def _add_late(
    session: Session, held: Round, link: ReplyLink, commitment_id: int | None, text: str, files: list[KeptFile]
) -> None:
    require_late(session, held, text, len(files))
    row = Reply(round_id=link.round_id, link_id=link.id or 0, commitment_id=commitment_id, text=text, given_at=_now(),
                is_late=True)  # fmt: skip
    _keep(session, row, files)
    # Who replies has no account; the entry names who asked.
    by = actor(session, link.sent_by, link.organisation_id)
    issue(session, purpose_of_receipt(link), history.append(session, "add", row, by, source=ONLINE))


def require_late(session: Session, held: Round, text: str, files: int) -> None:
    """What may be added to a published round; asked also before its sender is shown what becomes public."""
    _require_words(text, files)
    late = session.exec(
        select(sa.func.count()).select_from(Reply).where(Reply.round_id == held.id, col(Reply.is_late))
    ).one()
    if late >= MOST_LATE:
        raise Refusal(N_("Këtij raundi i janë shtuar tashmë %(most)d përgjigje."), most=MOST_LATE)


def complete(session: Session, viewer: Viewer, link: ReplyLink) -> bool:
    """The municipality says that nothing more comes, so that the round need not wait for the term's end; False where
    it said so before."""
    if link.completed_at is not None or open_to(session, viewer, link).state is RoundState.PUBLISHED:
        return False
    if session.exec(select(Reply.id).where(readable_by_link(link))).first() is None:
        raise Refusal(N_("Shkruani së pari një përgjigje, qoftë edhe “Nuk kemi vërejtje”."))
    link.completed_at = _now()
    session.add(link)
    session.flush()
    log.note(session, "reply_completed", thing=thing_of(link))
    return True


_OVER: dict[Over, str] = {
    Over.STAFFS: N_("Te adresa ku shkoi kjo lidhje lexon tani dikush që punon në rrjet, prandaj lidhja nuk vlen më."),
    Over.REPLACED: N_("Në vend të kësaj lidhjeje u dërgua një e re: përgjigjuni nga emaili i fundit."),
    Over.WITHDRAWN: N_("Adresa ku shkoi kjo lidhje u tërhoq, prandaj lidhja nuk vlen më."),
}


def open_to(session: Session, viewer: Viewer, link: ReplyLink) -> Round:
    """The round, held, if words are taken now. Nobody who works here speaks for the municipality."""
    if viewer.is_signed_in:
        raise Forbidden(N_("Përgjigjen e jep vetë bashkia. Ju keni hyrë me llogarinë tuaj: dilni së pari."))
    held = locked(session, link.round_id)
    session.refresh(link)
    if over := why_over(session, link):
        raise Refusal(_OVER[over])
    if held.state not in (RoundState.REPLY, RoundState.PUBLISHED):
        raise Refusal(N_("Kjo lidhje nuk vlen më."))
    if link.completed_at is not None and held.state is not RoundState.PUBLISHED:
        raise Refusal(N_("Ju thatë se përgjigjja është e plotë. Pas botimit të raundit mund të shtoni përsëri."))
    return held


def _require_words(text: str, files: int) -> None:
    with all_at_once() as no:
        if not text:
            no(Refusal(N_("Shkruani përgjigjen."), field="text"))
        if files > MOST_FILES:
            no(Refusal(N_("Më së shumti %(most)d skedarë për një përgjigje."), field="files", most=MOST_FILES))


def _take_back(session: Session, row: Reply) -> None:
    """Unless something came of it: then the words that led there stay to be read."""
    led_on = select(Assessment.id).where(
        Assessment.round_id == row.round_id, col(Assessment.before_reply).is_not(None),
        sa.true() if row.commitment_id is None else col(Assessment.commitment_id) == row.commitment_id,
    )  # fmt: skip
    if session.exec(led_on).first() is not None:
        raise Refusal(N_("Për shkak të kësaj përgjigjeje vlerësimi po rishikohet: mund ta ndryshoni, por jo ta hiqni."),
                      field="text")  # fmt: skip
    for file in files_of(session, row):
        session.delete(file)
    session.flush()
    session.delete(row)


def files_of(session: Session, row: Reply | None) -> list[ReplyFile]:
    if row is None or row.id is None:
        return []
    return list(session.exec(select(ReplyFile).where(ReplyFile.reply_id == row.id).order_by(col(ReplyFile.id))))


def _keep(session: Session, row: Reply, files: list[KeptFile]) -> None:
    session.add(row)
    session.flush()
    for file in files:
        session.add(ReplyFile.of(file, row.id or 0))
        session.flush()  # one by one, so that their ids keep the order they came in


def _now() -> datetime:
    return datetime.now(UTC)
