"""The public pages, and the one private page that shows every room's work, assembled."""

from typing import Any

from pop_tracker.browse import (
    about,
    assessments,
    candidates,
    commitment,
    compare,
    contract,
    contract_table,
    corrections,
    data,
    edition,
    edition_document,
    explorer,
    guide,
    health,
    matrix,
    municipality,
    my_work,
    network,
    parts,
    people,
    receipts,
    replies,
    report_difference,
    reports,
    round,
    terms,
)
from pop_tracker.browse.api import document
from pop_tracker.browse.plans import all_plans, calendar, consultations, needs, plan, table
from pop_tracker.browse.record import changes

KNOWN_PARAMETERS = frozenset(
    {
        *("q", "bashkia", "njesia", "prioriteti", "statusi", "tema", "plani", "gjetja", "lloji", "dega"),
        *("rendit", "faqja", "para", "cursor", "limit", "hap", "nga", "deri"),
    }
)
"""What a page may read of an address's query; the page cache drops the rest."""

HANDLERS: list[Any] = [
    *network.HANDLERS,
    *municipality.HANDLERS,
    *contract.HANDLERS,
    *contract_table.HANDLERS,
    *matrix.HANDLERS,
    *edition.HANDLERS,
    *edition_document.HANDLERS,
    *commitment.HANDLERS,
    *reports.HANDLERS,
    *terms.HANDLERS,
    *report_difference.HANDLERS,
    *round.HANDLERS,
    *corrections.HANDLERS,
    *assessments.HANDLERS,
    *replies.HANDLERS,
    *plan.HANDLERS,
    *table.HANDLERS,
    *all_plans.HANDLERS,
    *needs.HANDLERS,
    *consultations.HANDLERS,
    *calendar.HANDLERS,
    *people.HANDLERS,
    *candidates.HANDLERS,
    *receipts.HANDLERS,
    *about.HANDLERS,
    *my_work.HANDLERS,
    *guide.HANDLERS,
    *explorer.HANDLERS,
    *changes.HANDLERS,
    *document.HANDLERS,
    *health.HANDLERS,
    *data.HANDLERS,
    *compare.HANDLERS,
    *parts.HANDLERS,
]
