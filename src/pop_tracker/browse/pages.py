"""The public pages, and the one private page that shows every room's work, assembled."""

from typing import Any

from pop_tracker.browse import (
    about,
    api_document,
    calendar,
    changes,
    commitment,
    compare,
    consultation,
    contract,
    corrections,
    data,
    edition,
    explorer,
    health,
    matrix,
    municipality,
    needs,
    network,
    people,
    plan,
    plan_table,
    plans,
    replies,
    reports,
    round,
    work,
)

KNOWN_PARAMETERS = frozenset(
    {
        *("q", "bashkia", "njesia", "prioriteti", "statusi", "plani", "gjetja", "lloji", "dega"),
        *("rendit", "faqja", "para", "cursor", "limit"),
    }
)
"""What a page may read of an address's query; the page cache drops the rest."""

HANDLERS: list[Any] = [
    *network.HANDLERS,
    *municipality.HANDLERS,
    *contract.HANDLERS,
    *matrix.HANDLERS,
    *edition.HANDLERS,
    *commitment.HANDLERS,
    *reports.HANDLERS,
    *round.HANDLERS,
    *corrections.HANDLERS,
    *replies.HANDLERS,
    *plan.HANDLERS,
    *plan_table.HANDLERS,
    *plans.HANDLERS,
    *needs.HANDLERS,
    *consultation.HANDLERS,
    *calendar.HANDLERS,
    *people.HANDLERS,
    *about.HANDLERS,
    *work.HANDLERS,
    *explorer.HANDLERS,
    *changes.HANDLERS,
    *api_document.HANDLERS,
    *health.HANDLERS,
    *data.HANDLERS,
    *compare.HANDLERS,
]
