"""What a municipality says of a round: writing it through the personal link, and who reads it where.

Until the round is published its words are its own to change, unless it said that they are complete. They become
public with the round; what is said later is public at once, and stays.
"""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from pop_tracker import history
from pop_tracker.accounts.models import ANYONE, Organisation, Viewer
from pop_tracker.contracts.models import Contract
from pop_tracker.contracts.texts import Commitment
from pop_tracker.history import Actor
from pop_tracker.monitoring.models import Assessment, AssessmentState, Round, RoundState, Status
from pop_tracker.monitoring.parts import locked, ready_rounds
from pop_tracker.monitoring.reply_links import ONLINE, Reply, ReplyFile, ReplyLink, is_over
from pop_tracker.web.errors import Forbidden, Refusal
from pop_tracker.web.files import KeptFile
from pop_tracker.web.i18n import N_, TIRANA

MOST_FILES = 10
MOST_LATE = 20
"""Replies after publication, each public for good."""


@dataclass(frozen=True)
class GivenReply:
    """A reply as it is read, with its files."""

    id: int
    round_id: int
    commitment_id: int | None
    """None: on the round in general."""
    ref: str | None
    office: str
    text: str
    given_at: datetime
    is_late: bool
    files: list[ReplyFile] = field(default_factory=list)

    @property
    def given_on(self) -> date:
        return self.given_at.astimezone(TIRANA).date()


@dataclass
class RoundReplies:
    """A published round's replies."""

    until: date | None
    """The last day on which one was waited for; None: it is not said whether the municipality was asked."""
    general: list[GivenReply] = field(default_factory=list)
    by_commitment: dict[int, list[GivenReply]] = field(default_factory=dict)

    def on(self, commitment_id: int) -> list[GivenReply]:
        return self.by_commitment.get(commitment_id, [])


def visible_to(session: Session, viewer: Viewer) -> sa.ColumnElement[bool]:
    """Which replies the viewer may see; everything that shows one, or its files, asks this.

    Anyone: those on published rounds. Editors: all of the municipalities they cover. Reviewers: those beside a
    verdict that waits for their decision, and all of a round that waits to be published. The coordinator all.
    """
    if viewer.is_coordinator:
        return sa.true()
    round_id = col(Reply.round_id)
    may: list[Any] = [round_id.in_(select(Round.id).where(Round.state == RoundState.PUBLISHED))]
    if viewer.is_editor:
        may.append(
            round_id.in_(
                select(Round.id)
                .join(Contract, col(Contract.id) == Round.contract_id)
                .where(col(Contract.municipality_id).in_(viewer.covers))
            )
        )
    if viewer.is_reviewer:
        waits = sa.exists().where(
            col(Assessment.round_id) == round_id,
            col(Assessment.state) == AssessmentState.SUBMITTED,
            sa.or_(
                col(Reply.commitment_id).is_(None), col(Reply.commitment_id) == col(Assessment.commitment_id)
            ),
        )  # fmt: skip
        may += [waits, round_id.in_([held.id for held in ready_rounds(session)])]
    return sa.or_(*may)


def readable_by_link(link: ReplyLink) -> sa.ColumnElement[bool]:
    """The replies that whoever holds the link reads: those on its own round, and no other's."""
    return sa.false() if link.revoked_at else col(Reply.round_id) == link.round_id


def shown_by_link(link: ReplyLink) -> sa.ColumnElement[bool]:
    """The proposed verdicts that the link shows: decided ones; not what is being written, also anew."""
    return sa.and_(
        sa.false() if link.revoked_at else col(Assessment.round_id) == link.round_id,
        col(Assessment.corrects_id).is_(None),
        sa.or_(
            col(Assessment.state) == AssessmentState.APPROVED,
            sa.and_(
                col(Assessment.state) == AssessmentState.SUBMITTED, col(Assessment.status) == Status.NOT_ASSESSED
            ),
        ),
    )  # fmt: skip


def replies_where(session: Session, *conditions: Any) -> list[GivenReply]:
    """In the order they were first given, late ones last. Two queries."""
    found = {
        row.id: GivenReply(
            row.id or 0, row.round_id, row.commitment_id, ref, office, row.text, row.given_at, row.is_late
        )
        for row, ref, office in session.exec(
            select(Reply, Commitment.ref, ReplyLink.office)
            .join(ReplyLink, col(ReplyLink.id) == Reply.link_id)
            .join(Commitment, col(Commitment.id) == Reply.commitment_id, isouter=True)
            .where(*conditions)
            .order_by(col(Reply.is_late), col(Reply.id))
        )
    }  # fmt: skip
    for file in session.exec(
        select(ReplyFile).where(col(ReplyFile.reply_id).in_(list(found))).order_by(col(ReplyFile.id))
    ):
        found[file.reply_id].files.append(file)
    return list(found.values())


def published_replies(session: Session, *rounds: Any) -> dict[int, RoundReplies]:
    """Of the published rounds that meet the conditions, by round id. Three queries."""
    found: dict[int, RoundReplies] = {}
    for published in session.exec(select(Round).where(Round.state == RoundState.PUBLISHED, *rounds)):
        found[published.id or 0] = RoundReplies(published.heard_until)
    for one in replies_where(session, col(Reply.round_id).in_(list(found)), visible_to(session, ANYONE)):
        held = found[one.round_id]
        if one.commitment_id is None:
            held.general.append(one)
        else:
            held.by_commitment.setdefault(one.commitment_id, []).append(one)
    return found


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
    _require_words(text, len(files))
    late = session.exec(
        select(sa.func.count()).select_from(Reply).where(Reply.round_id == held.id, col(Reply.is_late))
    ).one()
    if late >= MOST_LATE:
        raise Refusal(N_("Këtij raundi i janë shtuar tashmë %(most)d përgjigje."), most=MOST_LATE)
    row = Reply(round_id=link.round_id, link_id=link.id or 0, commitment_id=commitment_id, text=text, given_at=_now(),
                is_late=True)  # fmt: skip
    _keep(session, row, files)
    organisation = session.get(Organisation, link.organisation_id) if link.organisation_id else None
    # Who replies has no account; the entry names who asked.
    history.append(session, "add", row, Actor(link.sent_by, organisation.slug if organisation else None), source=ONLINE)


def complete(session: Session, viewer: Viewer, link: ReplyLink) -> None:
    """The municipality says that nothing more comes, so that the round need not wait for the term's end."""
    if link.completed_at is not None or open_to(session, viewer, link).state is RoundState.PUBLISHED:
        return
    if session.exec(select(Reply.id).where(readable_by_link(link))).first() is None:
        raise Refusal(N_("Shkruani së pari një përgjigje, qoftë edhe: «Nuk kemi vërejtje»."))
    link.completed_at = _now()
    session.add(link)


def open_to(session: Session, viewer: Viewer, link: ReplyLink) -> Round:
    """The round, held, if words are taken now. Nobody who works here speaks for the municipality."""
    if viewer.is_signed_in:
        raise Forbidden(N_("Përgjigjen e jep vetë bashkia. Ju keni hyrë me llogarinë tuaj: dilni së pari."))
    held = locked(session, link.round_id)
    session.refresh(link)
    if link.revoked_at is not None or held.state not in (RoundState.REPLY, RoundState.PUBLISHED):
        raise Refusal(N_("Kjo lidhje nuk vlen më."))
    if link.completed_at is not None and held.state is not RoundState.PUBLISHED:
        raise Refusal(N_("Ju thatë se përgjigjja është e plotë. Pas botimit të raundit mund të shtoni përsëri."))
    return held


def _require_words(text: str, files: int) -> None:
    if not text:
        raise Refusal(N_("Shkruani përgjigjen."), field="text")
    if files > MOST_FILES:
        raise Refusal(N_("Më së shumti %(most)d skedarë për një përgjigje."), field="files", most=MOST_FILES)


def _take_back(session: Session, row: Reply) -> None:
    """Unless something came of it: then the words that led there stay to be read."""
    led_on = select(Assessment.id).where(
        Assessment.round_id == row.round_id, col(Assessment.before_reply).is_not(None),
        sa.true() if row.commitment_id is None else col(Assessment.commitment_id) == row.commitment_id,
    )  # fmt: skip
    if session.exec(led_on).first() is not None:
        raise Refusal(N_("Mbi këtë përgjigje vlerësimi po shqyrtohet përsëri: mund ta ndryshoni, por jo ta hiqni."),
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
        session.add(
            ReplyFile(reply_id=row.id or 0, sha256=file.sha256, name=file.name, type=file.type, size=file.size)
        )  # fmt: skip
        session.flush()  # one by one, so that their ids keep the order they came in


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True)
class Panel:
    """How the right of reply stands in a round, for who works on it."""

    link: ReplyLink | None
    is_over: bool
    may_send: bool
    replies: list[GivenReply]


def panel(session: Session, viewer: Viewer, held: Round) -> Panel:
    """Three queries at most."""
    link = session.exec(
        select(ReplyLink).where(ReplyLink.round_id == held.id).order_by(col(ReplyLink.id).desc()).limit(1)
    ).first()
    said = replies_where(session, Reply.round_id == held.id, visible_to(session, viewer)) if link else []
    return Panel(link, link is not None and is_over(session, held),
                 viewer.may_edit(held.contract.municipality_id), said)  # fmt: skip


def replies_beside(session: Session, viewer: Viewer, row: Assessment | None) -> list[GivenReply]:
    """What the municipality says of the verdict, in general and on its commitment, for who works on it. Two queries."""
    if row is None:
        return []
    on = sa.or_(col(Reply.commitment_id).is_(None), col(Reply.commitment_id) == row.commitment_id)
    return replies_where(session, Reply.round_id == row.round_id, on, visible_to(session, viewer))
