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
from pop_tracker.monitoring.in_force import in_force, withdrawn_by
from pop_tracker.monitoring.models import Assessment, Round
from pop_tracker.monitoring.scale import Ground, Status
from pop_tracker.places.models import AdministrativeUnit, Municipality
from pop_tracker.web.doors import get
from pop_tracker.web.render import page


@dataclass(frozen=True)
class Correction:
    """A published correction with the verdict that it corrected, and the one that is in force by now."""

    id: int
    contract_slug: str
    municipality: str
    term_from: int
    term_until: int
    round_number: int
    ref: str
    unit: str | None
    before: Status
    before_ground: Ground | None
    to: Status
    to_ground: Ground | None
    now: Status
    """In force, be it this correction or not."""
    now_ground: Ground | None
    is_in_force: bool
    reason: str
    organisation: str | None
    decided_at: datetime | None
    retracted_at: datetime | None
    retraction_reason: str
    withdrawn_by: str | None

    @property
    def path(self) -> str:
        return f"/kontratat/{self.contract_slug}/{self.ref}"


_old: Any = aliased(Assessment)
_now: Any = aliased(Assessment)


def corrections(session: Session) -> list[Correction]:
    """The newest first. One query."""
    columns: Any = (
        *(Assessment.id, Contract.slug, Municipality.name, Contract.term_from, Contract.term_until, Round.number),
        *(Commitment.ref, AdministrativeUnit.name, _old.status, _old.ground, Assessment.status, Assessment.ground),
        *(_now.status, _now.ground),
        *(_now.id == Assessment.id, Assessment.correction_reason),
        *(Organisation.name, Assessment.reviewed_at, Assessment.retracted_at, Assessment.retraction_reason),
        withdrawn_by(),
    )
    return [
        Correction(*row)
        for row in session.execute(
            sa.select(*columns)
            .join(_old, _old.id == col(Assessment.corrects_id))
            .join(
                _now,
                sa.and_(
                    _now.round_id == Assessment.round_id,
                    _now.commitment_id == Assessment.commitment_id,
                    _now.unit_id.is_not_distinct_from(Assessment.unit_id),
                    in_force(_now),
                ),
            )
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
    found = corrections(session)
    context = {
        "in_force": [one for one in found if one.is_in_force],
        "past": [one for one in found if not one.is_in_force],
    }
    return page(request, "browse/corrections.html", context)


HANDLERS: list[Any] = [corrections_page]
