"""The parts of a round: every leaf of the edition it assesses, what is missing there, and whose turn it is.

A leaf that names several units is assessed whole or unit by unit, as whoever begins with it decides.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from pop_tracker.accounts.models import Viewer
from pop_tracker.contracts.texts import CommitmentText, Text, Unit, leaves, texts_of_edition, texts_where
from pop_tracker.monitoring.contributors import AssessmentContributor
from pop_tracker.monitoring.models import Assessment, AssessmentState, Round, RoundState
from pop_tracker.monitoring.scale import Status
from pop_tracker.monitoring.statuses import Counts, roll_up
from pop_tracker.web.errors import Missing
from pop_tracker.web.i18n import day_of


def locked(session: Session, round_id: int) -> Round:
    """The round as it stands, held until the transaction ends: all that is written in a round queues here."""
    held = session.get(Round, round_id, with_for_update=True, populate_existing=True)
    if held is None:
        raise Missing
    return held


def units_apart(text: Text) -> bool:
    """Whether a leaf may be assessed unit by unit: it names several."""
    return len(text.units) > 1


def place_of(session: Session, held: Round, ref: str, unit_slug: str) -> tuple[Text, Unit | None]:
    """The leaf, and the unit where one is named. Raises Missing for what this round does not assess."""
    text = next((one for one in leaves(texts_of_edition(session, held.edition_id)) if one.ref == ref), None)
    if text is None:
        raise Missing
    if not unit_slug:
        return text, None
    unit = next((one for one in text.units if one.slug == unit_slug), None)
    if unit is None or not units_apart(text):
        raise Missing
    return text, unit


@dataclass(frozen=True)
class Part:
    """What gets one verdict: a leaf, or one of its units. Nothing written there yet: `state` is None."""

    ref: str
    unit: Unit | None
    assessment_id: int | None = None
    state: AssessmentState | None = None
    status: Status | None = None
    author_id: int | None = None
    submitted_at: datetime | None = None
    reviewed_at: datetime | None = None

    is_earlier: bool = False
    """Of a round that was published elsewhere before."""

    @property
    def waits_for_editor(self) -> bool:
        return self.state in (None, AssessmentState.DRAFT, AssessmentState.RETURNED)

    @property
    def decided_on(self) -> date | None:
        """By a second person; else when it was sent, where only the publisher confirms it."""
        return day_of(self.reviewed_at or self.submitted_at)

    @property
    def is_done(self) -> bool:
        """Approved; or explicitly left unassessed, or published elsewhere before, which whoever publishes the round
        confirms."""
        if self.state is AssessmentState.SUBMITTED:
            return self.status is Status.NOT_ASSESSED or self.is_earlier
        return self.state is AssessmentState.APPROVED


@dataclass(frozen=True)
class Item:
    """A leaf with its parts: one when it is assessed whole, else one for each unit."""

    text: Text
    parts: tuple[Part, ...]

    @property
    def is_by_unit(self) -> bool:
        return self.parts[0].unit is not None

    @property
    def is_open_choice(self) -> bool:
        """It names several units and nobody has begun: whole or unit by unit is still to be chosen."""
        return units_apart(self.text) and self.parts[0].assessment_id is None and not self.is_by_unit

    @property
    def counts(self) -> Counts:
        """Of its units."""
        return Counts.of(part.status or Status.NOT_ASSESSED for part in self.parts)

    @property
    def status(self) -> Status:
        return roll_up(part.status or Status.NOT_ASSESSED for part in self.parts)


def work_of(session: Session, rounds: Iterable[Round]) -> dict[int, list[Item]]:
    """The items of these rounds by round id, in contract order; corrections are not among them. Three queries."""
    found = list(rounds)
    texts: dict[int, list[Text]] = {}
    editions = [held.edition_id for held in found]
    for text in leaves(texts_where(session, col(CommitmentText.edition_id).in_(editions))):
        texts.setdefault(text.edition_id, []).append(text)
    assessed: dict[tuple[int, int], list[Assessment]] = {}
    for row in session.exec(
        select(Assessment).where(
            col(Assessment.round_id).in_([held.id for held in found]), col(Assessment.corrects_id).is_(None)
        )
    ):
        assessed.setdefault((row.round_id, row.commitment_id), []).append(row)
    return {
        held.id or 0: [
            Item(text, _parts(text, assessed.get((held.id or 0, text.commitment_id), []), held.is_double_rated))
            for text in texts.get(held.edition_id, [])
        ]
        for held in found
    }


def _parts(text: Text, rows: list[Assessment], is_double_rated: bool) -> tuple[Part, ...]:
    """In a round with double rating there is no choice: raters could not make it without each other."""
    by_unit = {row.unit_id: row for row in rows}
    if None in by_unit or (not rows and not (is_double_rated and units_apart(text))):
        return (_part(text, None, by_unit.get(None)),)
    return tuple(_part(text, unit, by_unit.get(unit.id)) for unit in text.units)


def _part(text: Text, unit: Unit | None, row: Assessment | None) -> Part:
    if row is None:
        return Part(text.ref, unit)
    is_earlier = bool(row.round.published_elsewhere)
    return Part(text.ref, unit, row.id, row.state, row.status, row.author_id, row.submitted_at, row.reviewed_at,
                is_earlier)  # fmt: skip


def undone(items: Iterable[Item]) -> list[Part]:
    """What still stands between a round and its publication."""
    return [part for item in items for part in item.parts if not part.is_done]


def done_since(items: Iterable[Item]) -> date | None:
    """Since when nothing is undone; None while something is."""
    parts = [part for item in items for part in item.parts]
    if not all(part.is_done for part in parts):
        return None
    return max((day for part in parts if (day := part.decided_on)), default=None)


def ready_rounds(session: Session) -> list[Round]:
    """Rounds not yet public in which nothing is undone: they wait for the municipality, or for whoever publishes."""
    rounds = list(session.exec(select(Round).where(Round.state != RoundState.PUBLISHED).order_by(col(Round.id))))
    work = work_of(session, rounds) if rounds else {}
    return [held for held in rounds if (items := work[held.id or 0]) and not undone(items)]


def opens_work(viewer: Viewer, municipality_id: int) -> bool:
    """Whether the viewer reads a round while it is being written; the coordinator reads everything."""
    return viewer.is_coordinator or viewer.may_edit(municipality_id)


def to_review(session: Session, viewer: Viewer) -> list[Assessment]:
    """What this reviewer may decide on, the oldest first: submitted verdicts and corrections in which they wrote
    nothing, and corrections that someone else asks to retract, where they wrote nothing in what would stand again
    either. Nothing of a round that they rated."""
    if not viewer.is_reviewer or viewer.may_not_approve_yet:
        return []
    wrote: sa.CompoundSelect[Any] = sa.union(
        select(AssessmentContributor.assessment_id).where(col(AssessmentContributor.person_id).in_(viewer.same_as)),
        select(Assessment.id).where(col(Assessment.author_id).in_(viewer.same_as)),
    )
    rated = select(Round.id).where(
        col(Round.is_double_rated),
        sa.or_(col(Round.rater_a_id).in_(viewer.same_as), col(Round.rater_b_id).in_(viewer.same_as)),
    )
    to_retract = sa.and_(
        col(Assessment.is_public),
        col(Assessment.retracted_at).is_(None),
        col(Assessment.retraction_asked_by).is_not(None),
        col(Assessment.retraction_asked_by).not_in(viewer.same_as),
        col(Assessment.corrects_id).not_in(wrote),
    )
    return list(
        session.exec(
            select(Assessment)
            .where(
                sa.or_(col(Assessment.state) == AssessmentState.SUBMITTED, to_retract),
                col(Assessment.round_id).not_in(rated),
                col(Assessment.id).not_in(wrote),
            )
            .order_by(col(Assessment.round_id), col(Assessment.submitted_at), col(Assessment.id))
        )
    )
