"""Who reads a municipality's replies, and where: beside a verdict, in a round's list, on public pages."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from pop_tracker.accounts.models import ANYONE, Viewer
from pop_tracker.contracts.models import Contract
from pop_tracker.contracts.texts import Commitment
from pop_tracker.monitoring.models import Assessment, AssessmentState, Round, RoundState
from pop_tracker.monitoring.parts import ready_rounds
from pop_tracker.monitoring.replies.disavowals import disowned
from pop_tracker.monitoring.replies.links import ReplyLink, completions, over_since, thing_of, waits_until
from pop_tracker.monitoring.replies.replies import Reply, ReplyFile
from pop_tracker.monitoring.scale import Status
from pop_tracker.web import letters
from pop_tracker.web.i18n import TIRANA, day_of
from pop_tracker.web.letters import Letter


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
    disowned_at: datetime | None = None
    """Since when the municipality is known not to know it as its own."""

    @property
    def disowned_on(self) -> date | None:
        return day_of(self.disowned_at)

    @property
    def given_on(self) -> date:
        return self.given_at.astimezone(TIRANA).date()


@dataclass
class RoundReplies:
    """A published round's replies."""

    until: date | None
    """The last day of the term that the municipality was given; None: it is not said whether it was asked."""
    complete_on: date | None
    """The day on which it said that nothing more comes, where it did."""
    is_elsewhere: bool
    """The round was published elsewhere, where what the municipality said of it stands."""
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
    """In the order they were first given, late ones last; after all of them what the municipality does not know as its
    own. Three queries."""
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
    taken_back = disowned(session, [id for id in found if id is not None])
    given = [replace(one, disowned_at=taken_back.get(one.id)) for one in found.values()]
    return sorted(given, key=lambda one: one.disowned_at is not None)


def published_replies(session: Session, *rounds: Any) -> dict[int, RoundReplies]:
    """Of the published rounds that meet the conditions, by round id. Three queries."""
    found: dict[int, RoundReplies] = {}
    for published in session.exec(select(Round).where(Round.state == RoundState.PUBLISHED, *rounds)):
        found[published.id or 0] = RoundReplies(
            published.reply_until, published.reply_complete_on, bool(published.published_elsewhere)
        )
    for one in replies_where(session, col(Reply.round_id).in_(list(found)), visible_to(session, ANYONE)):
        held = found[one.round_id]
        if one.commitment_id is None:
            held.general.append(one)
        else:
            held.by_commitment.setdefault(one.commitment_id, []).append(one)
    return found


@dataclass(frozen=True)
class Panel:
    """How the right of reply stands in a round, for who works on it."""

    link: ReplyLink | None
    is_over: bool
    waits_until: date | None
    """The last day on which it is waited for; None before it was asked."""
    may_send: bool
    replies: list[GivenReply]
    letter: Letter | None
    """The one with the link; None where it was sent so long ago that nobody knows of it any more."""


def panel(session: Session, viewer: Viewer, held: Round) -> Panel:
    """Four queries at most."""
    link = session.exec(
        select(ReplyLink).where(ReplyLink.round_id == held.id).order_by(col(ReplyLink.id).desc()).limit(1)
    ).first()
    said = replies_where(session, Reply.round_id == held.id, visible_to(session, viewer)) if link else []
    completed = completions(session, [held]) if link else {}
    return Panel(
        link,
        link is not None and over_since(held, completed) is not None,
        waits_until(held, completed) if held.reply_until else None,
        viewer.may_edit(held.contract.municipality_id),
        said,
        next(iter(letters.of(session, thing_of(link))), None) if link else None,
    )


def replies_beside(session: Session, viewer: Viewer, row: Assessment | None) -> list[GivenReply]:
    """What the municipality says of the verdict, in general and on its commitment, for who works on it. Two queries."""
    if row is None:
        return []
    on = sa.or_(col(Reply.commitment_id).is_(None), col(Reply.commitment_id) == row.commitment_id)
    return replies_where(session, Reply.round_id == row.round_id, on, visible_to(session, viewer))
