"""Published verdicts with their evidence: those in force, and after them those that are not any more."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from types import SimpleNamespace
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from pop_tracker.accounts.models import Organisation
from pop_tracker.monitoring.copies import LinkState, copies_of
from pop_tracker.monitoring.evidence import Evidence, EvidenceFile
from pop_tracker.monitoring.in_force import in_force, newer, withdrawn_by
from pop_tracker.monitoring.models import Assessment, Round, RoundState
from pop_tracker.monitoring.scale import Ground, Status
from pop_tracker.places.models import AdministrativeUnit
from pop_tracker.web.i18n import TIRANA


@dataclass
class Verdict:
    """A published assessment, or a correction of one."""

    id: int
    round_id: int
    commitment_id: int
    unit_id: int | None
    unit: str | None
    """The unit's name; None: the leaf as a whole."""
    status: Status
    ground: Ground | None
    reason: str
    source: str
    before_reply: Status | None
    """The verdict that the municipality had read, where its reply led to another."""
    organisation: str | None
    decided_at: datetime | None
    has_second_person: bool
    """False: it came with the seeds, as its source says it."""
    corrects_id: int | None
    correction_reason: str
    retracted_at: datetime | None
    retraction_reason: str
    withdrawn_by: str | None
    """The organisation that took this correction back; None while it did not."""
    in_force: bool
    evidence: list[Any] = field(default_factory=list)
    """Evidence's columns with its files: a report has thousands, and readers change none."""
    superseded_by: "Verdict | None" = None
    copies: Mapping[str, LinkState] = field(default_factory=dict)
    """What is known of the links of its evidence, by address."""

    @property
    def decided_on(self) -> date | None:
        return self.decided_at.astimezone(TIRANA).date() if self.decided_at else None


def in_force_first(verdicts: Iterable[Verdict]) -> list[Verdict]:
    """What a correction superseded and a correction that was taken back stand after what is in force, the latest
    first."""
    found = list(verdicts)
    return [one for one in found if one.in_force] + [one for one in reversed(found) if not one.in_force]


@dataclass(frozen=True)
class Before:
    """What the latest earlier round said of a commitment."""

    round: Round
    verdicts: list[Verdict]
    """Those in force: one, or one for each unit."""


def verdicts_before(session: Session, held: Round, commitment_id: int, unit_id: int | None = None) -> Before | None:
    """For whoever assesses or decides: the latest published round before this one that assessed the commitment. Of a
    unit, its own verdict or the whole leaf's. None: no round did. The same few queries, however many rounds there are.
    """
    found = session.exec(
        select(Round)
        .join(Assessment, col(Assessment.round_id) == Round.id)
        .where(
            Round.contract_id == held.contract_id,
            Round.number < held.number,
            Round.state == RoundState.PUBLISHED,
            Assessment.commitment_id == commitment_id,
            in_force(),
        )
        .order_by(col(Round.number).desc())
        .limit(1)
    ).first()
    if found is None:
        return None
    wanted = [Round.id == found.id, Assessment.commitment_id == commitment_id, in_force()]
    if unit_id is not None:
        wanted.append(sa.or_(col(Assessment.unit_id) == unit_id, col(Assessment.unit_id).is_(None)))
    return Before(found, verdicts_where(session, *wanted))


def past_verdicts(session: Session, *conditions: Any) -> list[Verdict]:
    """Those that are not in force any more, of the leaves that meet the conditions: the latest first. As many queries
    as `verdicts_where`."""
    was_corrected = sa.exists().where(newer.corrects_id == col(Assessment.id), newer.is_public)
    in_a_chain = sa.or_(col(Assessment.corrects_id).is_not(None), was_corrected)
    return [one for one in in_force_first(verdicts_where(session, in_a_chain, *conditions)) if not one.in_force]


def past_verdicts_of(session: Session, row: Assessment) -> list[Verdict]:
    """Of the leaf, or the unit of it, that this assessment is of."""
    same = (Assessment.round_id == row.round_id, Assessment.commitment_id == row.commitment_id)
    return past_verdicts(session, *same, Assessment.unit_id == row.unit_id)


def verdicts_where(session: Session, *conditions: Any) -> list[Verdict]:
    """The public verdicts that meet the conditions on Assessment and Round, in the order they were given. Three
    queries, four where evidence has links."""
    wanted = (col(Round.state) == RoundState.PUBLISHED, col(Assessment.is_public), *conditions)
    columns: Any = (
        *(Assessment.id, Assessment.round_id, Assessment.commitment_id, Assessment.unit_id, AdministrativeUnit.name),
        *(Assessment.status, Assessment.ground, Assessment.reason, Assessment.source),
        *(Assessment.before_reply, Organisation.name),
        *(Assessment.reviewed_at, col(Assessment.reviewed_by).is_not(None), Assessment.corrects_id),
        *(Assessment.correction_reason, Assessment.retracted_at, Assessment.retraction_reason),
        *(withdrawn_by(), in_force()),
    )
    found = [
        Verdict(*row)
        for row in session.execute(
            sa.select(*columns)
            .join(Round, col(Round.id) == Assessment.round_id)
            .join(AdministrativeUnit, col(AdministrativeUnit.id) == Assessment.unit_id, isouter=True)
            .join(Organisation, col(Organisation.id) == Assessment.organisation_id, isouter=True)
            .where(*wanted)
            .order_by(col(Assessment.id))
        )
    ]
    by_id = {verdict.id: verdict for verdict in found}
    for verdict in found:
        if verdict.corrects_id in by_id and verdict.retracted_at is None:
            by_id[verdict.corrects_id].superseded_by = verdict
    pieces: Any = (
        sa.select(*sa.inspect(Evidence).local_table.columns)
        .join(Assessment, col(Assessment.id) == Evidence.assessment_id)
        .join(Round, col(Round.id) == Assessment.round_id)
        .where(*wanted)
        .order_by(col(Evidence.id))
    )
    written = {row.id: _Piece(**row._mapping, files=[]) for row in session.execute(pieces)}
    for piece in written.values():
        by_id[piece.assessment_id].evidence.append(piece)
    files = (
        select(EvidenceFile)
        .join(Evidence, col(Evidence.id) == EvidenceFile.evidence_id)
        .join(Assessment, col(Assessment.id) == Evidence.assessment_id)
        .join(Round, col(Round.id) == Assessment.round_id)
        .where(*wanted)
        .order_by(col(EvidenceFile.position))
    )
    for file in session.exec(files):
        written[file.evidence_id].files.append(file)
    copies = copies_of(session, {piece.url for verdict in found for piece in verdict.evidence})
    for verdict in found:
        verdict.copies = copies
    return found


class _Piece(SimpleNamespace):
    """Evidence as readers see it: hundreds on a page, so none of them a row that the session minds."""

    law_gives_until = Evidence.law_gives_until
