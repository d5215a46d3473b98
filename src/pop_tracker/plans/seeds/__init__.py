"""Loads plans, consultations and findings, with all that hangs on them, from `seeds/plans`.

A plan or consultation that stands already is left as it is, whoever changed it since. What later seeds say beside it
(stages and needs where none are told, progress, threads, findings) comes in by its own verb, as far as the plan and
the consultation still have what the row names.
"""

from pathlib import Path

from sqlmodel import Session

from pop_tracker.plans.seeds import consultations, findings, needs, plans, progress
from pop_tracker.plans.seeds.names import Names

PARTS = (plans, needs, progress, consultations, findings)


def load(session: Session, folder: Path) -> int:
    """Enters what is not there yet; returns how many things. Raises SheetError."""
    names = Names(session)
    return sum(part.load(session, folder / "plans", names) for part in PARTS)
