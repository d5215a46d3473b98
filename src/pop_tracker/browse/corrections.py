"""/ndreqjet: every verdict that was corrected after its publication, and every correction that was taken back."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from litestar import Request, Response
from litestar.di import NamedDependency
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from pop_tracker.accounts.models import Organisation
from pop_tracker.accounts.pages.guards import PUBLIC
from pop_tracker.contracts.models import Contract
from pop_tracker.contracts.texts import Commitment
from pop_tracker.monitoring.models import Assessment, Round
from pop_tracker.monitoring.scale import Status
from pop_tracker.places.models import AdministrativeUnit, Municipality
from pop_tracker.web.doors import get
from pop_tracker.web.render import page


@dataclass(frozen=True)
class Correction:
    """A published correction with the verdict that it supersedes; retracted, that one stands again."""

    id: int
    contract_slug: str
    municipality: str
    term_from: int
    term_until: int
    round_number: int
    ref: str
    unit: str | None
    before: Status
    now: Status
    reason: str
    organisation: str | None
    decided_at: datetime | None
    retracted_at: datetime | None
    retraction_reason: str

    @property
    def path(self) -> str:
        return f"/kontratat/{self.contract_slug}/{self.ref}"


def corrections(session: Session) -> list[Correction]:
    """The newest first. One query."""
    old: Any = aliased(Assessment)
    columns: Any = (
        *(Assessment.id, Contract.slug, Municipality.name, Contract.term_from, Contract.term_until, Round.number),
        *(Commitment.ref, AdministrativeUnit.name, old.status, Assessment.status, Assessment.correction_reason),
        *(Organisation.name, Assessment.reviewed_at, Assessment.retracted_at, Assessment.retraction_reason),
    )
    return [
        Correction(*row)
        for row in session.execute(
            sa.select(*columns)
            .join(old, old.id == col(Assessment.corrects_id))
            .join(Round, col(Round.id) == Assessment.round_id)
            .join(Contract, col(Contract.id) == Round.contract_id)
            .join(Municipality, col(Municipality.id) == Contract.municipality_id)
            .join(Commitment, col(Commitment.id) == Assessment.commitment_id)
            .join(AdministrativeUnit, col(AdministrativeUnit.id) == Assessment.unit_id, isouter=True)
            .join(Organisation, col(Organisation.id) == Assessment.organisation_id, isouter=True)
            .where(col(Assessment.is_public))
            .order_by(col(Assessment.id).desc())
        )
    ]


@get("/ndreqjet", opt=PUBLIC)
def corrections_page(request: Request[Any, Any, Any], session: NamedDependency[Session]) -> Response[str]:
    return page(request, "browse/corrections.html", {"corrections": corrections(session)})


HANDLERS: list[Any] = [corrections_page]
