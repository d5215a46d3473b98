"""Which verdict of a leaf counts in its round: the one rule, asked by pages, figures, reports, API and CSV alike.

Of a leaf, or of each of its units, one public verdict is in force: the last correction that was not taken back, else
the verdict that was published with the round. All others stay readable after it, named for what they are, and count
nowhere.
"""

from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import col

from pop_tracker.accounts.models import Organisation
from pop_tracker.contracts.models import Contract
from pop_tracker.contracts.texts import Commitment
from pop_tracker.history import HistoryEntry
from pop_tracker.monitoring.models import Assessment, Round

newer: Any = aliased(Assessment)
"""The correction that took a verdict's place: at most one, which the table holds."""


def supersedes(of: Any = Assessment) -> sa.ColumnElement[bool]:
    """Condition: `newer` is public, was not taken back, and corrects that verdict."""
    return sa.and_(newer.corrects_id == of.id, newer.is_public, newer.retracted_at.is_(None))


@cache
def in_force(of: Any = Assessment) -> sa.ColumnElement[bool]:
    """Condition: a public verdict that was not taken back itself, and that no correction supersedes. `of`: the table,
    or an alias that a module keeps."""
    return sa.and_(of.is_public, of.retracted_at.is_(None), ~sa.exists().where(supersedes(of)).correlate(of))


@cache
def withdrawn_by() -> Any:
    """Column beside Assessment and Round: the organisation that took a correction back, as the record has it, because
    people go and work elsewhere."""
    number, own = sa.cast(Round.number, sa.String), sa.cast(Assessment.id, sa.String)
    key = col(Contract.slug) + "/" + number + "/" + col(Commitment.ref) + "/" + own
    named = (
        sa.select(col(Organisation.name))
        .join(HistoryEntry, col(HistoryEntry.organisation) == Organisation.slug)
        .where(
            col(HistoryEntry.kind) == "assessment",
            col(HistoryEntry.verb) == "assessment.retract",
            col(HistoryEntry.key) == key,
            col(Contract.id) == Round.contract_id,
            col(Commitment.id) == Assessment.commitment_id,
        )
        .correlate(Assessment, Round)
        .scalar_subquery()
    )
    return sa.case((col(Assessment.retracted_at).is_not(None), named))
