"""The doors of contracts: a draft written, submitted, decided on."""

from typing import Any

from pop_tracker.contracts.pages import (
    changes,
    commitments,
    continuations,
    contracts,
    documents,
    drafts,
    entered_tables,
    order,
    priorities,
    readings,
    reviews,
    succession,
    tables,
)

HANDLERS: list[Any] = [
    *contracts.HANDLERS,
    *drafts.HANDLERS,
    *order.HANDLERS,
    *tables.HANDLERS,
    *entered_tables.HANDLERS,
    *priorities.HANDLERS,
    *commitments.HANDLERS,
    *succession.HANDLERS,
    *readings.HANDLERS,
    *reviews.HANDLERS,
    *changes.HANDLERS,
    *continuations.HANDLERS,
    *documents.HANDLERS,
]
