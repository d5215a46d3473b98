"""Which versions of reports hold words of a thing: their files go with the words, and a new version is made."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from pop_tracker.contracts.models import Contract
from pop_tracker.history import Recorded
from pop_tracker.monitoring.models import Round
from pop_tracker.monitoring.report.named import NAMES, names
from pop_tracker.monitoring.report.versions import Report, ReportFile
from pop_tracker.pieces import Change
from pop_tracker.redaction import MADE_OF


def _made_of(session: Session, thing: Recorded, changes: Sequence[Change]) -> list[str]:
    """The digests of the files."""
    slug, number, *_ = *thing.key.split("/"), "0"
    said: Any
    if thing.kind == "edition":
        said = (col(Contract.slug) == slug) & (col(Report.edition_number) == int(number))
    elif thing.kind in ("round", "assessment", "reply"):
        said = (col(Contract.slug) == slug) & (col(Round.number) == int(number))
    elif any(one.field in NAMES for one in changes):
        named = names()
        said = col(Contract.slug).in_(
            sa.select(named.c.contract).where(named.c.kind == thing.kind, named.c.key == thing.key)
        )
    else:
        return []
    held = select(ReportFile.sha256).join(Report, col(Report.id) == ReportFile.report_id)
    held = held.join(Round, col(Round.id) == Report.round_id).join(Contract, col(Contract.id) == Round.contract_id)
    return list(session.exec(held.where(said)))


MADE_OF.append(_made_of)
