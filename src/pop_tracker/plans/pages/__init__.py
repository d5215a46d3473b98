"""The doors of plans and of all that hangs on them."""

from typing import Any

from pop_tracker.plans.pages import (
    consultations,
    entered,
    findings,
    imports,
    item_changes,
    items,
    mappings,
    minutes,
    needs,
    needs_figures,
    photos,
    plans,
    progress,
    stages,
    threads,
    withdrawals,
)

HANDLERS: list[Any] = [
    *plans.HANDLERS,
    *stages.HANDLERS,
    *items.HANDLERS,
    *item_changes.HANDLERS,
    *imports.HANDLERS,
    *mappings.HANDLERS,
    *entered.HANDLERS,
    *progress.HANDLERS,
    *needs.HANDLERS,
    *needs_figures.HANDLERS,
    *consultations.HANDLERS,
    *minutes.HANDLERS,
    *photos.HANDLERS,
    *threads.HANDLERS,
    *findings.HANDLERS,
    *withdrawals.HANDLERS,
]
