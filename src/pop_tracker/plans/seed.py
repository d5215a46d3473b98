"""Loads plans, consultations and findings, with all that hangs on them, from `seeds/plans`.

A plan or consultation that stands already is left as it is, whoever changed it since. What later seeds say beside it
(stages and needs where none are told, progress, threads, findings) comes in by its own verb, as far as the plan and
the consultation still have what the row names.
"""

from pathlib import Path

from sqlmodel import Session

from pop_tracker.plans import seed_consultations, seed_findings, seed_needs, seed_plans, seed_progress
from pop_tracker.plans.seed_names import Names

PARTS = (seed_plans, seed_needs, seed_progress, seed_consultations, seed_findings)


def load(session: Session, folder: Path) -> int:
    """Enters what is not there yet; returns how many things. Raises SheetError."""
    names = Names(session)
    return sum(part.load(session, folder / "plans", names) for part in PARTS)
