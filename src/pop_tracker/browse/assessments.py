"""/vleresimet.csv and what /api/v1 says of assessments: every published one, those in force first, and of the others
what became of them, when and why."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from litestar import Request, Response
from litestar.di import NamedDependency
from sqlmodel import Session, col

from pop_tracker.accounts.models import Organisation
from pop_tracker.accounts.pages.guards import PUBLIC
from pop_tracker.contracts.models import Contract
from pop_tracker.contracts.texts import Commitment, position_of
from pop_tracker.monitoring.in_force import in_force, newer, supersedes, withdrawn_by
from pop_tracker.monitoring.models import Assessment, Round, RoundState
from pop_tracker.monitoring.scale import GROUND_WORDS, STATUS_WORDS, Ground, Status
from pop_tracker.places.models import AdministrativeUnit, Municipality, municipalities
from pop_tracker.web.doors import get
from pop_tracker.web.errors import Refusal
from pop_tracker.web.i18n import N_, TIRANA, Words, localized
from pop_tracker.web.periods import Period
from pop_tracker.web.tables.csv_file import csv_file


@dataclass(frozen=True)
class PublicAssessment:
    """A published assessment with its round. Of one that is not in force: by which it was superseded, or when, why and
    by which organisation it was withdrawn."""

    period: Period
    id: int
    in_force: bool
    municipality: str
    contract: str
    contract_title: str
    number: int
    ref: str
    unit: str | None
    unit_name: str | None
    status: Status
    ground: Ground | None
    before_reply: Status | None
    reason: str
    source: str
    organisation: str | None
    decided_at: datetime | None
    corrects: int | None
    correction_reason: str
    superseded_by: int | None
    superseded_at: datetime | None
    withdrawn_at: datetime | None
    withdrawal_reason: str
    withdrawn_by: str | None

    @property
    def path(self) -> str:
        return f"/kontratat/{self.contract}/{self.ref}#vleresimi-{self.id}"


def public_assessments(session: Session, *conditions: Any) -> list[PublicAssessment]:
    """Of the contracts that meet the conditions: round by round in the contracts' order; of each commitment and unit
    the one in force first, then the others, the latest first. One query."""
    columns: Any = (
        *(Round.period_from, Round.period_until, Round.period_in_years),
        *(Assessment.id, in_force(), Municipality.name, Contract.slug, Contract.title, Round.number),
        *(Commitment.ref, AdministrativeUnit.slug, AdministrativeUnit.name, Assessment.status, Assessment.ground),
        *(Assessment.before_reply, Assessment.reason, Assessment.source, Organisation.name, Assessment.reviewed_at),
        *(Assessment.corrects_id, Assessment.correction_reason, newer.id, newer.reviewed_at),
        *(Assessment.retracted_at, Assessment.retraction_reason, withdrawn_by()),
    )
    rows = session.execute(
        sa.select(*columns)
        .join(Round, col(Round.id) == Assessment.round_id)
        .join(Contract, col(Contract.id) == Round.contract_id)
        .join(Municipality, col(Municipality.id) == Contract.municipality_id)
        .join(Commitment, col(Commitment.id) == Assessment.commitment_id)
        .join(AdministrativeUnit, col(AdministrativeUnit.id) == Assessment.unit_id, isouter=True)
        .join(Organisation, col(Organisation.id) == Assessment.organisation_id, isouter=True)
        .join(newer, supersedes(), isouter=True)
        .where(col(Assessment.is_public), col(Round.state) == RoundState.PUBLISHED, *conditions)
    )
    found = [PublicAssessment(Period(*row[:3]), *row[3:]) for row in rows]
    return sorted(
        found,
        key=lambda one: (one.contract, one.number, position_of(one.ref), one.unit or "", not one.in_force, -one.id),
    )


COLUMNS = (
    *(N_("bashkia"), N_("kontrata"), N_("raundi"), N_("periudha"), N_("referenca"), N_("njësia"), N_("vlerësimi nr.")),
    *(N_("në fuqi"), N_("statusi"), N_("kodi i statusit"), N_("arsyeja"), N_("organizata"), N_("miratuar më")),
    *(N_("ndreq vlerësimin nr."), N_("pse u ndreq"), N_("zëvendësuar nga vlerësimi nr."), N_("zëvendësuar më")),
    *(N_("tërhequr më"), N_("pse u tërhoq"), N_("u tërhoq nga"), N_("burimi"), N_("adresa e përhershme")),
    N_("pse nuk mund të vlerësohet"),
)


@get("/vleresimet.csv", opt=PUBLIC)
def assessments_csv(
    request: Request[Any, Any, Any], session: NamedDependency[Session], said: NamedDependency[Words]
) -> Response[bytes]:
    """A row for each assessment of published rounds; `bashkia` asks for one municipality's."""
    bashkia = request.query_params.get("bashkia", "")
    if bashkia and bashkia not in {place.slug for place in municipalities(session)}:
        raise Refusal(N_("Nuk ka bashki “%(value)s”."), value=bashkia[:80])
    conditions = [Municipality.slug == bashkia] if bashkia else []
    settings = request.app.state.settings
    rows = (_cells(one, said, settings.base_url) for one in public_assessments(session, *conditions))
    return csv_file(said.gettext("vleresimet"), COLUMNS, rows, said, is_training=settings.training)


def _cells(one: PublicAssessment, said: Words, base_url: str) -> Iterable[str]:
    yield from (one.municipality, one.contract_title, str(one.number), one.period.in_data)
    yield from (one.ref, one.unit_name or "", str(one.id))
    yield said.gettext("po") if one.in_force else said.gettext("jo")
    yield from (said.gettext(STATUS_WORDS[one.status]), one.status.value, one.reason, one.organisation or "")
    yield from (_day(one.decided_at), str(one.corrects or ""), one.correction_reason)
    yield from (str(one.superseded_by or ""), _day(one.superseded_at))
    yield from (_day(one.withdrawn_at), one.withdrawal_reason if one.withdrawn_at else "", one.withdrawn_by or "")
    yield one.source
    yield base_url + localized(one.path, said.language)
    yield said.gettext(GROUND_WORDS[one.ground]) if one.ground else ""


def _day(at: datetime | None) -> str:
    return f"{at.astimezone(TIRANA):%Y-%m-%d}" if at else ""


HANDLERS: list[Any] = [assessments_csv]
