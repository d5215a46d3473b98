"""A round's work list as one person sees it: what is missing, whose turn it is, how long it has waited.

Beside each leaf stands what is known of it from plans. That is context for whoever assesses; no verdict is made
of it. Whatever the size of the contract, the questions to the database are the same few.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from functools import cached_property

import sqlalchemy as sa
from sqlmodel import Session, col, select

from pop_tracker.accounts.models import Viewer
from pop_tracker.contracts.texts import Text
from pop_tracker.monitoring.contributors import AssessmentContributor
from pop_tracker.monitoring.models import Assessment, AssessmentState, Round, RoundState
from pop_tracker.monitoring.parts import Item, Part, done_since, work_of
from pop_tracker.monitoring.raters import Rater, raters_of
from pop_tracker.monitoring.ratings import handed_in, rated_at, raters
from pop_tracker.monitoring.replies.links import completions, over_since
from pop_tracker.plans.findings.findings import FindingItem
from pop_tracker.plans.findings.rows import FindingRow, published_findings
from pop_tracker.plans.items import PlanItem
from pop_tracker.plans.progress import Progress
from pop_tracker.web.i18n import N_, TIRANA, today


class Turn(StrEnum):
    EDITOR = "editor"
    RATER = "rater"
    """Both must hand in before anyone writes the verdict."""
    COORDINATOR = "coordinator"
    """A rater left before they handed in."""
    REVIEWER = "reviewer"
    MUNICIPALITY = "municipality"
    PUBLISHER = "publisher"


TURN_WORDS: dict[Turn, str] = {
    Turn.EDITOR: N_("Pret redaktorin"),
    Turn.RATER: N_("Pret vlerësuesit"),
    Turn.COORDINATOR: N_("Pret koordinatorin"),
    Turn.REVIEWER: N_("Pret rishikuesin"),
    Turn.MUNICIPALITY: N_("Pret bashkinë"),
    Turn.PUBLISHER: N_("Pret botimin"),
}


class Show(StrEnum):
    """Which part of the list; the value is in the address."""

    ALL = ""
    UNDONE = "mungojne"
    FOR_ME = "per-mua"
    MINE = "te-miat"


SHOW_WORDS: dict[Show, str] = {
    Show.ALL: N_("Të gjitha"),
    Show.UNDONE: N_("Të papërfunduara"),
    Show.FOR_ME: N_("Ju presin"),
    Show.MINE: N_("Tuajat"),
}


@dataclass(frozen=True)
class Beside:
    """A published finding about a leaf, and the progress of the plan items that it names, the newest year of each."""

    finding: FindingRow
    progress: tuple[tuple[PlanItem, Progress], ...]


@dataclass(frozen=True)
class Waiting:
    """How much waits for whom, and for how many days the oldest of it has."""

    turn: Turn
    count: int
    days: int


@dataclass(frozen=True)
class WorkList:
    held: Round
    items: list[Item]
    viewer: Viewer
    may_edit: bool
    rated_at: datetime | None
    """When both raters had handed in, where there are any."""
    raters: list[Rater]
    over_since: date | None
    """Since when the municipality has had its say; None: it has not."""
    contributed: frozenset[int]
    """Assessments in which the viewer wrote."""
    beside: dict[int, list[Beside]] = field(default_factory=dict)
    """By commitment id."""

    @property
    def is_rated(self) -> bool:
        """Nobody's rating is missing before the verdicts are written."""
        return not self.held.is_double_rated or self.rated_at is not None

    @property
    def is_over(self) -> bool:
        return self.over_since is not None

    @cached_property
    def ready_since(self) -> date | None:
        """Since when everything is decided and the round only has to be given to the municipality."""
        return done_since(self.items) if self.held.state is RoundState.REVIEW else None

    def turn(self, part: Part) -> Turn | None:
        """None: approved, and waiting for others to be. When none is left, an editor gives them to the municipality."""
        turn, _ = self._turn_since(part)
        return turn

    def days(self, part: Part) -> int:
        """Since it is this turn."""
        _, since = self._turn_since(part)
        day = since.astimezone(TIRANA).date() if isinstance(since, datetime) else since
        return max((today() - day).days, 0) if day else 0

    def _turn_since(self, part: Part) -> tuple[Turn | None, date | datetime | None]:
        """Since the round was opened, or both raters handed in, where nothing was sent yet; the publisher's only since
        the municipality has had its say, and since the verdict was decided."""
        if part.waits_for_editor:
            begun = self.rated_at or self.held.opened_at
            since = part.reviewed_at if part.state is AssessmentState.RETURNED else begun
            if self.is_rated:
                return Turn.EDITOR, since
            return Turn.COORDINATOR if any(rater.is_missed for rater in self.raters) else Turn.RATER, since
        if part.state is AssessmentState.SUBMITTED and not part.is_done:
            return Turn.REVIEWER, part.submitted_at
        if self.held.state is RoundState.REPLY or part.is_earlier:
            if self.over_since is None:
                return Turn.MUNICIPALITY, self.held.reply_from
            return Turn.PUBLISHER, max(self.over_since, part.decided_on or self.over_since)
        return Turn.EDITOR if self.ready_since else None, self.ready_since

    def waits_for_viewer(self, part: Part) -> bool:
        turn = self.turn(part)
        if self.viewer.is_among(raters(self.held)):
            return False  # theirs lie on a page of their own
        if turn is Turn.EDITOR:
            return self.may_edit
        return turn is Turn.REVIEWER and self.viewer.is_reviewer and not self.is_own(part)

    def is_own(self, part: Part) -> bool:
        return part.assessment_id in self.contributed

    def shown(self, show: Show) -> list[tuple[Item, list[Part]]]:
        """The items that have such parts, with those."""
        wanted = {
            Show.ALL: lambda _: True,
            Show.UNDONE: lambda part: not part.is_done,
            Show.FOR_ME: self.waits_for_viewer,
            Show.MINE: self.is_own,
        }[show]
        return [(item, parts) for item in self.items if (parts := [part for part in item.parts if wanted(part)])]

    @property
    def waiting(self) -> list[Waiting]:
        days: dict[Turn, list[int]] = {}
        for item in self.items:
            for part in item.parts:
                if turn := self.turn(part):
                    days.setdefault(turn, []).append(self.days(part))
        return [Waiting(turn, len(days[turn]), max(days[turn])) for turn in Turn if turn in days]

    def place_of(self, ref: str, unit_slug: str = "") -> tuple[int, int]:
        """Which of how many, in the contract's order; 0: it is none of them yet."""
        parts = [(part.ref, part.unit.slug if part.unit else "") for item in self.items for part in item.parts]
        return next((at for at, part in enumerate(parts, 1) if part == (ref, unit_slug)), 0), len(parts)

    def text_of(self, ref: str) -> Text | None:
        return next((item.text for item in self.items if item.text.ref == ref), None)

    def next_after(self, ref: str, unit_slug: str = "") -> Part | None:
        """The next part that an editor has to write, in the contract's order, and from the top again."""
        parts = [part for item in self.items for part in item.parts]
        here = next(
            (
                at
                for at, part in enumerate(parts)
                if (part.ref, part.unit.slug if part.unit else "") == (ref, unit_slug)
            ),
            -1,
        )
        to_write = [part for part in parts[here + 1 :] + parts[: here + 1] if part.waits_for_editor]
        return next((part for part in to_write if self.turn(part) is Turn.EDITOR), None)


def work_list(session: Session, viewer: Viewer, held: Round, *, with_plans: bool = True) -> WorkList:
    return WorkList(
        held,
        work_of(session, [held])[held.id or 0],
        viewer,
        viewer.may_edit(held.contract.municipality_id) and held.state is not RoundState.PUBLISHED,
        rated_at(held, handed_in(session, [held])),
        raters_of(session, held),
        over_since(held, completions(session, [held])),
        frozenset(
            session.exec(
                select(AssessmentContributor.assessment_id)
                .join(Assessment, col(Assessment.id) == AssessmentContributor.assessment_id)
                .where(Assessment.round_id == held.id, col(AssessmentContributor.person_id).in_(viewer.same_as))
            )
        ),
        beside(session, contract_id=held.contract_id) if with_plans else {},
    )


def beside(session: Session, *, contract_id: int | None = None, commitment_id: int | None = None
           ) -> dict[int, list[Beside]]:  # fmt: skip
    """By commitment id. Two queries."""
    findings = published_findings(session, contract_id=contract_id, commitment_id=commitment_id)
    named = {finding.id: {finding.item_id} for finding in findings}
    of_item: dict[int, list[tuple[PlanItem, Progress]]] = {}
    ids = [finding.item_id for finding in findings if finding.item_id is not None]
    further: dict[int, set[int]] = {}
    rows = session.execute(
        select(Progress, PlanItem, FindingItem.finding_id)
        .join(PlanItem, col(PlanItem.id) == Progress.item_id)
        .join(FindingItem, col(FindingItem.plan_item_id) == Progress.item_id, isouter=True)
        .where(sa.or_(col(Progress.item_id).in_(ids), col(FindingItem.finding_id).in_(list(named))))
        .order_by(col(PlanItem.position), col(Progress.year).desc())
    )
    for progress, item, finding_id in rows:
        of_item.setdefault(progress.item_id, []).append((item, progress))
        if finding_id is not None:
            further.setdefault(finding_id, set()).add(progress.item_id)
    found: dict[int, list[Beside]] = {}
    for finding in findings:
        items = [item for item in of_item if item == finding.item_id or item in further.get(finding.id, ())]
        found.setdefault(finding.commitment_id, []).append(Beside(finding, tuple(of_item[item][0] for item in items)))
    return found
