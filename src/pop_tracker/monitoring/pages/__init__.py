"""The doors of monitoring: rounds, verdicts, evidence, replies."""

from typing import Any

from pop_tracker.monitoring.pages import (
    assessments,
    copies,
    corrections,
    disavowals,
    fieldwork,
    imports,
    ratings,
    replies,
    reviews,
    rounds,
    work,
)

HANDLERS: list[Any] = [
    *rounds.HANDLERS,
    *imports.HANDLERS,
    *work.HANDLERS,
    *fieldwork.HANDLERS,
    *ratings.HANDLERS,
    *assessments.HANDLERS,
    *copies.HANDLERS,
    *reviews.HANDLERS,
    *replies.HANDLERS,
    *disavowals.HANDLERS,
    *corrections.HANDLERS,
]
