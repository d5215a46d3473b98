"""The doors of monitoring: rounds, verdicts, evidence, replies."""

from typing import Any

from pop_tracker.monitoring.pages import (
    assessments,
    completion,
    copies,
    corrections,
    disavowals,
    fieldwork,
    imports,
    late_replies,
    raters,
    ratings,
    replies,
    reply_codes,
    reply_links,
    reviews,
    rounds,
    together,
    work,
)

HANDLERS: list[Any] = [
    *rounds.HANDLERS,
    *imports.HANDLERS,
    *work.HANDLERS,
    *fieldwork.HANDLERS,
    *raters.HANDLERS,
    *ratings.HANDLERS,
    *assessments.HANDLERS,
    *copies.HANDLERS,
    *reviews.HANDLERS,
    *together.HANDLERS,
    *replies.HANDLERS,
    *late_replies.HANDLERS,
    *completion.HANDLERS,
    *reply_codes.HANDLERS,
    *reply_links.HANDLERS,
    *disavowals.HANDLERS,
    *corrections.HANDLERS,
]
