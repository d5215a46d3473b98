"""Derived statuses and the figures made of them: nothing here is typed by anyone.

One rule leads from units to a leaf and from leaves to a priority (`roll_up`). Every percentage is out of what
was assessed; how much that is of all that can be assessed stands beside it, and apart from both what cannot. Public
statuses are those of a contract's latest published round, with its corrections.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Self

import sqlalchemy as sa
from sqlmodel import Session, col, select

from pop_tracker.contracts.editions import newest_edition_ids
from pop_tracker.contracts.texts import Commitment, CommitmentText
from pop_tracker.monitoring.in_force import in_force
from pop_tracker.monitoring.models import Assessment, Round, RoundState
from pop_tracker.monitoring.scale import VERDICTS, Status
from pop_tracker.web.periods import Period


def roll_up(statuses: Iterable[Status]) -> Status:
    """All fully is fully, all not is not, any that is missing leaves the whole unassessed, else partly. What cannot be
    assessed drops out first; where nothing else is left, neither can the whole."""
    found = set(statuses)
    judged = found - {Status.NOT_ASSESSABLE}
    if found and not judged:
        return Status.NOT_ASSESSABLE
    if not judged or Status.NOT_ASSESSED in judged:
        return Status.NOT_ASSESSED
    return judged.pop() if len(judged) == 1 else Status.PARTIALLY_ADDRESSED


def rounded_percent(count: int, total: int) -> int:
    """The one rounding of the house, as a reader does it by hand: each share by itself, a half upwards. Shares may
    make 99 or 101 together; whoever prints all of them says so (`Counts.percentages_make`)."""
    return (200 * count + total) // (2 * total)


FEWEST_FOR_A_PERCENTAGE = 20


@dataclass(frozen=True)
class Counts:
    """How many there are of each status."""

    fully: int = 0
    partially: int = 0
    not_addressed: int = 0
    not_assessed: int = 0
    not_assessable: int = 0
    """In no sum but `every`."""

    @classmethod
    def of(cls, statuses: Iterable[Status]) -> Self:
        found = list(statuses)
        return cls(*(found.count(status) for status in Status))

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(
            self.fully + other.fully,
            self.partially + other.partially,
            self.not_addressed + other.not_addressed,
            self.not_assessed + other.not_assessed,
            self.not_assessable + other.not_assessable,
        )

    @property
    def by_status(self) -> dict[Status, int]:
        counted = (self.fully, self.partially, self.not_addressed, self.not_assessed, self.not_assessable)
        return dict(zip(Status, counted, strict=True))

    @property
    def total(self) -> int:
        """Of what can be assessed: the denominator of "n nga N u vlerësuan"."""
        return self.assessed + self.not_assessed

    @property
    def every(self) -> int:
        """With what cannot be assessed: how many were asked for."""
        return self.total + self.not_assessable

    @property
    def assessed(self) -> int:
        return self.fully + self.partially + self.not_addressed

    @property
    def looked_at(self) -> int:
        """With a verdict, or found to allow none: there is something to show of these."""
        return self.assessed + self.not_assessable

    @property
    def addressed(self) -> int:
        """Addressed, as every page defines it: fully or partially."""
        return self.fully + self.partially

    @property
    def bear_a_percentage(self) -> bool:
        """Few are not a percentage: one may be shown of twenty assessed or more, and of at least half of what can be.

        Below that a page says counts, one mark each.
        """
        return self.assessed >= FEWEST_FOR_A_PERCENTAGE and 2 * self.assessed >= self.total

    @property
    def percentages(self) -> dict[Status, int] | None:
        """Of what was assessed; None while nothing was: no percentage is shown then."""
        if not self.assessed:
            return None
        return {status: rounded_percent(self.by_status[status], self.assessed) for status in VERDICTS}

    @property
    def percentages_make(self) -> int | None:
        """What they add up to as they are printed."""
        shares = self.percentages
        return sum(shares.values()) if shares else None


@dataclass(frozen=True)
class LeafStatus:
    """A leaf's status with the round that said so; `units` by unit id where it was assessed unit by unit."""

    commitment_id: int
    contract_id: int
    status: Status
    round_id: int
    round_number: int
    period: Period
    units: dict[int, Status] = field(default_factory=dict)

    @property
    def years(self) -> str:
        return self.period.years

    def in_unit(self, unit_id: int) -> Status:
        """What it says of one unit: that unit's own verdict, else the whole leaf's."""
        return self.units.get(unit_id, self.status)


@dataclass(frozen=True)
class Figures:
    """A contract's figures at both levels; a page says which of the two it shows. No round: nothing assessed."""

    contract_id: int
    priorities: Counts
    commitments: Counts
    priority_statuses: dict[int, Status]
    """By priority id."""
    round_number: int | None = None
    period: Period | None = None


def current_statuses(session: Session, contract_ids: Collection[int] | None = None) -> dict[int, LeafStatus]:
    """Of the latest published round of each contract (all, or these), by commitment id. One query."""
    query = _latest_verdicts()
    if contract_ids is not None:
        query = query.where(col(Round.contract_id).in_(contract_ids))
    return _leaves(session.execute(query))


def round_statuses(session: Session, round_id: int) -> dict[int, LeafStatus]:
    """Of one published round, with its corrections, by commitment id. One query."""
    return _leaves(session.execute(_verdicts().where(Round.id == round_id)))


def figures(session: Session, contract_ids: Collection[int] | None = None) -> dict[int, Figures]:
    """By contract id, over the leaves of each contract's newest published edition. Two queries."""
    query = (
        select(Commitment.contract_id, Commitment.priority_id, Commitment.id)
        .join(CommitmentText, col(CommitmentText.commitment_id) == Commitment.id)
        .where(
            col(CommitmentText.edition_id).in_(newest_edition_ids()),
            col(CommitmentText.is_leaf),
            ~col(CommitmentText.is_retracted),
        )
    )
    if contract_ids is not None:
        query = query.where(col(Commitment.contract_id).in_(contract_ids))
    return _figures(session.exec(query).all(), current_statuses(session, contract_ids))


def figures_of_rounds(session: Session) -> dict[int, Figures]:
    """Of every published round, by round id, over the leaves of the edition it assessed. Two queries."""
    leaves: dict[int, list[Any]] = {}
    for round_id, *leaf in session.exec(
        select(Round.id, Commitment.contract_id, Commitment.priority_id, Commitment.id)
        .join(CommitmentText, col(CommitmentText.edition_id) == Round.edition_id)
        .join(Commitment, col(Commitment.id) == CommitmentText.commitment_id)
        .where(
            Round.state == RoundState.PUBLISHED,
            col(CommitmentText.is_leaf),
            ~col(CommitmentText.is_retracted),
        )
    ):
        leaves.setdefault(round_id or 0, []).append(leaf)
    verdicts: dict[int, list[Any]] = {}
    for row in session.execute(_verdicts()):
        verdicts.setdefault(row.round_id, []).append(row)
    return {
        round_id: of_round
        for round_id, of_it in leaves.items()
        for of_round in _figures(of_it, _leaves(verdicts.get(round_id, []))).values()
    }


@cache
def _latest_verdicts() -> Any:
    latest = (
        sa.select(col(Round.contract_id), sa.func.max(Round.number).label("number"))
        .where(col(Round.state) == RoundState.PUBLISHED)
        .group_by(col(Round.contract_id))
        .subquery()
    )
    return _verdicts().join(latest, sa.and_(latest.c.contract_id == Round.contract_id, latest.c.number == Round.number))


@cache
def _verdicts() -> Any:
    columns: Any = (
        *(Assessment.commitment_id, Assessment.unit_id, Assessment.status),
        *(Round.contract_id, col(Round.id).label("round_id"), Round.number),
        *(Round.period_from, Round.period_until, Round.period_in_years),
    )
    return (
        sa.select(*columns)
        .join(Round, col(Round.id) == Assessment.round_id)
        .where(col(Round.state) == RoundState.PUBLISHED, in_force())
    )


def _leaves(verdicts: Iterable[Any]) -> dict[int, LeafStatus]:
    whole: dict[int, Status] = {}
    by_unit: dict[int, dict[int, Status]] = {}
    rounds: dict[int, tuple[Any, ...]] = {}
    for commitment_id, unit_id, status, *of_round in verdicts:
        rounds[commitment_id] = tuple(of_round)
        if unit_id is None:
            whole[commitment_id] = status
        else:
            by_unit.setdefault(commitment_id, {})[unit_id] = status
    return {
        commitment_id: LeafStatus(
            commitment_id,
            contract_id,
            whole.get(commitment_id) or roll_up(by_unit[commitment_id].values()),
            round_id,
            number,
            Period(*period),
            by_unit.get(commitment_id, {}),
        )
        for commitment_id, (contract_id, round_id, number, *period) in rounds.items()
    }


def _figures(leaves: Iterable[tuple[Any, ...]], statuses: dict[int, LeafStatus]) -> dict[int, Figures]:
    found: dict[int, dict[int, list[Status]]] = {}
    rounds: dict[int, LeafStatus] = {leaf.contract_id: leaf for leaf in statuses.values()}
    for contract_id, priority_id, commitment_id in leaves:
        leaf = statuses.get(commitment_id)
        status = leaf.status if leaf else Status.NOT_ASSESSED
        found.setdefault(contract_id, {}).setdefault(priority_id, []).append(status)
    figures: dict[int, Figures] = {}
    for contract_id, priorities in found.items():
        rolled = {priority_id: roll_up(of_it) for priority_id, of_it in priorities.items()}
        said = rounds.get(contract_id)
        figures[contract_id] = Figures(
            contract_id,
            Counts.of(rolled.values()),
            Counts.of(status for of_it in priorities.values() for status in of_it),
            rolled,
            said.round_number if said else None,
            said.period if said else None,
        )
    return figures
