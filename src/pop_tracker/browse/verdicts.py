"""Every public verdict with its evidence: those that stand, those that a correction superseded, by round."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlmodel import Session, col, select

from pop_tracker.accounts.models import Organisation
from pop_tracker.monitoring.evidence import Evidence
from pop_tracker.monitoring.models import Assessment, Round, RoundState, Status
from pop_tracker.places.models import AdministrativeUnit


@dataclass
class Verdict:
    """A published assessment, or a correction of one."""

    id: int
    commitment_id: int
    unit_id: int | None
    unit: str | None
    """The unit's name; None: the leaf as a whole."""
    status: Status
    reason: str
    source: str
    organisation: str | None
    decided_at: datetime | None
    has_second_person: bool
    """False: it came with the seeds, as its source says it."""
    corrects_id: int | None
    correction_reason: str
    retracted_at: datetime | None
    retraction_reason: str
    evidence: list[Evidence] = field(default_factory=list)
    superseded_by: "Verdict | None" = None

    @property
    def stands(self) -> bool:
        return self.retracted_at is None and self.superseded_by is None


@dataclass
class RoundVerdicts:
    """A published round with its verdicts of what was asked for, in the order they were given."""

    number: int
    period_from: date
    period_until: date
    method: str
    evidence_note: str
    source: str
    organisation: str | None
    published_at: datetime | None
    verdicts: list[Verdict] = field(default_factory=list)

    @property
    def years(self) -> str:
        first, last = self.period_from.year, self.period_until.year
        return str(first) if first == last else f"{first}–{last}"


def verdicts(session: Session, contract_id: int, *conditions: Any) -> list[RoundVerdicts]:
    """The contract's published rounds, the newest first, with the verdicts that meet the conditions. Three queries."""
    rounds: dict[int | None, RoundVerdicts] = {
        of.id: RoundVerdicts(
            of.number, of.period_from, of.period_until, of.method, of.evidence_note, of.source, name, of.published_at
        )
        for of, name in session.exec(
            select(Round, Organisation.name)
            .join(Organisation, col(Organisation.id) == Round.organisation_id, isouter=True)
            .where(Round.contract_id == contract_id, Round.state == RoundState.PUBLISHED)
            .order_by(col(Round.number).desc())
        )
    }
    wanted = [
        Assessment.round_id == Round.id,
        Round.contract_id == contract_id,
        Round.state == RoundState.PUBLISHED,
        col(Assessment.is_public),
        *conditions,
    ]
    by_id: dict[int, Verdict] = {}
    for given, unit, organisation in session.exec(
        select(Assessment, AdministrativeUnit.name, Organisation.name)
        .join(Round, col(Round.id) == Assessment.round_id)
        .join(AdministrativeUnit, col(AdministrativeUnit.id) == Assessment.unit_id, isouter=True)
        .join(Organisation, col(Organisation.id) == Assessment.organisation_id, isouter=True)
        .where(*wanted)
        .order_by(col(Assessment.id))
    ):
        verdict = Verdict(
            id=given.id or 0,
            commitment_id=given.commitment_id,
            unit_id=given.unit_id,
            unit=unit,
            status=given.status,
            reason=given.reason,
            source=given.source,
            organisation=organisation,
            decided_at=given.reviewed_at,
            has_second_person=given.reviewed_by is not None,
            corrects_id=given.corrects_id,
            correction_reason=given.correction_reason,
            retracted_at=given.retracted_at,
            retraction_reason=given.retraction_reason,
        )
        by_id[verdict.id] = verdict
        rounds[given.round_id].verdicts.append(verdict)
    for verdict in by_id.values():
        if verdict.corrects_id in by_id and verdict.retracted_at is None:
            by_id[verdict.corrects_id].superseded_by = verdict
    for piece in session.exec(
        select(Evidence)
        .join(Assessment, col(Assessment.id) == Evidence.assessment_id)
        .join(Round, col(Round.id) == Assessment.round_id)
        .where(*wanted)
        .order_by(col(Evidence.id))
    ):
        by_id[piece.assessment_id].evidence.append(piece)
    return list(rounds.values())
