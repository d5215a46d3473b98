"""Every published round of a contract with its verdicts, for the pages that show a commitment's whole story."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session, col, select

from pop_tracker.accounts.models import Organisation
from pop_tracker.monitoring.models import Round, RoundState
from pop_tracker.monitoring.verdicts import Verdict, in_force_first, verdicts_where
from pop_tracker.web.i18n import today
from pop_tracker.web.periods import Period

OLD = timedelta(days=730)
"""After two years readers are told, beside an assessment, when its period ended."""


@dataclass
class RoundVerdicts:
    """A published round with its verdicts of what was asked for: those in force first."""

    id: int
    number: int
    period: Period
    method: str
    evidence_note: str
    source: str
    organisation: str | None
    published_at: datetime | None
    verdicts: list[Verdict] = field(default_factory=list)

    @property
    def is_old(self) -> bool:
        return today() - self.period.last > OLD


def verdicts(session: Session, contract_id: int, *conditions: Any) -> list[RoundVerdicts]:
    """The contract's published rounds, the newest first, with the verdicts that meet the conditions. Three queries."""
    rounds: dict[int | None, RoundVerdicts] = {
        of.id: RoundVerdicts(
            of.id or 0,
            of.number,
            of.period,
            of.method,
            of.evidence_note,
            of.source,
            name,
            of.published_at,
        )
        for of, name in session.exec(
            select(Round, Organisation.name)
            .join(Organisation, col(Organisation.id) == Round.organisation_id, isouter=True)
            .where(Round.contract_id == contract_id, Round.state == RoundState.PUBLISHED)
            .order_by(col(Round.number).desc())
        )
    }
    for verdict in verdicts_where(session, Round.contract_id == contract_id, *conditions):
        rounds[verdict.round_id].verdicts.append(verdict)
    for one in rounds.values():
        one.verdicts = in_force_first(one.verdicts)
    return list(rounds.values())
