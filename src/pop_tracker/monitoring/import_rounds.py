"""An earlier round on its way in: read from a table, shown to whoever sent it, and only then a round in review.

It was published elsewhere before, so the municipality has had its say there; a second person still publishes it here.
"""

from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, Session, col, select

from pop_tracker.accounts.carried import SentTable
from pop_tracker.accounts.models import Viewer
from pop_tracker.accounts.recording import require_recorder
from pop_tracker.contracts.editions import newest_edition
from pop_tracker.contracts.first_year import first_year, unsay
from pop_tracker.contracts.models import Contract, hold
from pop_tracker.monitoring.contributors import AssessmentContributor
from pop_tracker.monitoring.models import Assessment, AssessmentState, Round, RoundState
from pop_tracker.monitoring.round_table import Reading, read_round
from pop_tracker.monitoring.rounds import require_period
from pop_tracker.monitoring.scale import Ground, Status
from pop_tracker.web.errors import Missing, Refusal
from pop_tracker.web.i18n import N_
from pop_tracker.web.periods import Period
from pop_tracker.web.tables.held import HeldTable
from pop_tracker.web.tables.reading import ReadRow

EVIDENCE_NOTE = N_("provat nuk mbahen këtu: janë në dokumentin ku u botua raundi")


class RoundImport(SentTable, HeldTable, table=True):
    __tablename__ = "round_import"
    id: int | None = Field(default=None, primary_key=True)
    contract_id: int = Field(foreign_key="contract.id", index=True)
    edition_id: int = Field(foreign_key="edition.id")
    number: int
    period_from: date
    period_until: date
    period_in_years: bool = False
    method: str = Field(sa_type=sa.Text)
    evidence_note: str = Field(sa_type=sa.Text)
    published_elsewhere: str = Field(sa_type=sa.Text)
    elsewhere_url: str = Field(default="", max_length=2000)
    elsewhere_file_sha256: str = Field(default="", max_length=64)
    elsewhere_file_name: str = Field(default="", max_length=200)
    elsewhere_file_original_sha256: str = Field(default="", max_length=64, sa_column_kwargs={"server_default": ""})

    @property
    def period(self) -> Period:
        return Period(self.period_from, self.period_until, self.period_in_years)

    @property
    def nonce(self) -> str:
        """The same in every window that shows this preview, so that two words for it count once."""
        return f"round-import-{self.id}-{self.sent_at.timestamp():.6f}"

    def reading(self, session: Session, contract: Contract) -> Reading:
        return read_round(
            session, contract, self.edition_id,
            [ReadRow(row["line"], {**row, **_as_read(row)}, row.get("where", "")) for row in self.rows],
        )  # fmt: skip

    def enter(self, session: Session, viewer: Viewer, contract: Contract) -> Round:
        """Makes the round, in review, with all that the preview showed. Its importer is the author of every verdict,
        and so can never be the one who publishes it; nor can whoever sent the table, where it passed to another, or
        wrote beside the contract what a verdict says."""
        edition = require_place(session, viewer, contract, self.number, self.period)
        if edition != self.edition_id:
            raise Refusal(N_("Kontrata ka ndërkohë një botim tjetër. Ngarkojeni tabelën përsëri."))
        found = self.reading(session, contract)
        if found.faults:
            raise Refusal(N_("Tabela ka gabime; asgjë nuk u shkrua."))
        now = datetime.now(UTC)
        held = Round(
            contract_id=contract.id or 0,
            edition_id=self.edition_id,
            state=RoundState.REVIEW,
            organisation_id=viewer.organisation_id,
            opened_by=viewer.person_id,
            opened_at=now,
            **self.model_dump(
                include={"number", "period_from", "period_until", "period_in_years", "method", "source",
                         "evidence_note", "published_elsewhere", "elsewhere_url", "elsewhere_file_sha256",
                         "elsewhere_file_name", "elsewhere_file_original_sha256"}
            ),
        )  # fmt: skip
        session.add(held)
        session.flush()
        verdicts = [
            Assessment(
                round_id=held.id or 0,
                commitment_id=leaf.text.commitment_id,
                unit_id=one.unit.id if one.unit else None,
                status=one.status,
                ground=one.ground,
                reason=one.reason,
                source=one.source or self.source,
                state=AssessmentState.SUBMITTED,
                author_id=viewer.person_id,
                organisation_id=viewer.organisation_id,
                submitted_at=now,
                version=1,
            )
            for leaf in found.leaves
            for one in leaf.given
        ]
        session.add_all(verdicts)
        session.flush()
        hands, kept = (
            {viewer.person_id or 0, self.begun_by or viewer.person_id or 0},
            _kept(session, contract, verdicts),
        )
        session.add_all(
            AssessmentContributor(assessment_id=row.id or 0, person_id=hand)
            for row in verdicts
            for hand in hands.union(kept.get(row.commitment_id, ()))
        )
        unsay(session, kept)
        session.delete(self)
        return held


def _as_read(row: dict[str, Any]) -> dict[str, Any]:
    """Of a kept row, what its columns had read as words of a list."""
    return {"status": Status(row["status"]), "ground": Ground(row["ground"]) if row.get("ground") else ""}


def _kept(session: Session, contract: Contract, verdicts: Iterable[Assessment]) -> dict[int, list[int]]:
    """What was kept beside the contract (`contracts.first_year`) and is said by the round now: by commitment, who said
    it there."""
    kept = first_year(session, contract.id)
    return {
        one.commitment_id: kept[one.commitment_id].said_by
        for one in verdicts
        if one.commitment_id in kept and one.status is not None
        and one.status.value == kept[one.commitment_id].status.value
    }  # fmt: skip


def require_place(session: Session, viewer: Viewer, contract: Contract, number: int, period: Period) -> int:
    """The edition that the round is about. Raises Refusal unless the rounds, counted by number, stand in the order of
    their periods: the latest number is what readers take for the latest word."""
    require_recorder(viewer, contract.municipality_id)
    hold(session, contract.id)
    edition = newest_edition(session, contract.id or 0)
    if edition is None:
        raise Refusal(N_("Kjo kontratë nuk ka ende një tekst të botuar."), field="contract")
    require_period(contract, period)
    for other in session.exec(select(Round).where(Round.contract_id == contract.id).order_by(col(Round.number))):
        if other.number == number:
            raise Refusal(N_("Raundi %(number)s ekziston tashmë."), field="number", number=number)
        if other.number < number:
            fits, at = other.period.goes_before(period), "period_from"
        else:
            fits, at = period.goes_before(other.period), "period_until"
        if not fits:
            first, last = other.period.edges
            raise Refusal(
                N_("Raundi %(number)s mbulon %(first)s–%(last)s. Periudhat nuk mbivendosen dhe numrat ndjekin rendin "
                   "e tyre."),
                field=at, number=other.number, first=first, last=last,
            )  # fmt: skip
    return edition.id or 0


def next_number(session: Session, contract: Contract) -> int:
    last = session.exec(select(sa.func.max(Round.number)).where(Round.contract_id == contract.id)).one()
    return (last or 0) + 1


def put_aside(session: Session, viewer: Viewer, contract: Contract, rows: Iterable[ReadRow], **of_round: Any
              ) -> RoundImport:  # fmt: skip
    """Keeps the table for its sender's word, in place of what this person sent for this contract before."""
    session.exec(
        sa.delete(RoundImport).where(
            col(RoundImport.contract_id) == contract.id, col(RoundImport.person_id) == viewer.person_id
        )
    )
    held = RoundImport(
        contract_id=contract.id or 0,
        person_id=viewer.person_id or 0,
        sent_at=datetime.now(UTC),
        rows=[{"line": row.line, "where": row.where, **row.said} for row in rows],
        **of_round,
    )
    session.add(held)
    session.flush()
    return held


def held_imports(session: Session, viewer: Viewer) -> list[tuple[RoundImport, Contract]]:
    """Those that wait for this person's word, with their contracts."""
    query = select(RoundImport, Contract).join(Contract, col(Contract.id) == RoundImport.contract_id)
    return list(session.exec(query.where(RoundImport.person_id == viewer.person_id).order_by(col(RoundImport.id))))


def held_import(session: Session, viewer: Viewer, import_id: int) -> RoundImport:
    """Only whoever sent it sees it, or goes on with it. Raises Missing."""
    held = session.get(RoundImport, import_id)
    if held is None or held.person_id != viewer.person_id:
        raise Missing
    return held
