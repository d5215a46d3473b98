"""The training data twenty times over, to see that no page asks the database more often for it.

Rows are copied as they stand, with their ids moved; nothing enters the record, because only reading is watched.
"""

from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from pop_tracker.tables import metadata

STEP = 100_000
PLACES = ("municipality", "administrative_unit", "coverage")
CONTRACTS = ("contract", "edition")
WORDS = ("priority", "priority_text", "commitment", "commitment_text", "commitment_unit")
REST = (
    "plan_item",
    "plan_item_unit",
    "plan_stage",
    "progress",
    "needs_figure",
    "consultation_point",
    "consultation_photo",
    "consultation_thread",
    "finding",
    "finding_item",
    "signature",
    "assessment",
    "evidence",
)
OWNERS = ("candidate", "office", "plan", "needs_assessment", "consultation", "round")

EVERYTHING = (*PLACES, *CONTRACTS, *WORDS, *OWNERS, *REST)
"""Copied, it makes more municipalities, each with its own contract."""
INSIDE = (*WORDS, "candidate", "office", "consultation", *REST)
"""Copied, it makes the same municipalities and contracts fuller."""


def _shifted(k: int) -> dict[str, Callable[[Any], Any]]:
    """What must differ between copies of a row, by column."""
    return {
        "slug": lambda value: f"{value}-{k}",
        "ref": lambda value: f"{int(value.split('.')[0]) + 10 * k}{value[len(value.split('.')[0]) :]}",
        "number": lambda value: value + 10 * k if isinstance(value, int) else f"{10 * k}.{value}",
        "name": lambda value: f"{value} {k}",
        "from_on": lambda value: value + timedelta(days=5000 * k),
        "until_on": lambda value: value and value + timedelta(days=5000 * k),
        "invitation_id": lambda _: None,
    }


def crowd(session: Session, tables: Iterable[str], times: int = 20) -> None:
    """Copies every row of the tables, `times` times; what they name outside the tables stays as it is."""
    copied = [table for table in metadata.sorted_tables if table.name in set(tables)]
    for table in copied:
        rows = [dict(row._mapping) for row in session.execute(sa.select(table))]
        moved = {
            column.name
            for column in table.columns
            if any(key.column.table in copied for key in column.foreign_keys)
            or (column.primary_key and not column.foreign_keys)
        }
        for k in range(1, times + 1):
            changes = _shifted(k)
            if rows:
                # One statement for all of them: a row may stand before its parent.
                session.execute(table.insert().values([_copy(row, moved, changes, k) for row in rows]))


def _copy(row: dict[str, Any], moved: set[str], changes: dict[str, Callable[[Any], Any]], k: int) -> dict[str, Any]:
    return {
        name: value
        if value is None
        else value + STEP * k
        if name in moved
        else changes[name](value)
        if name in changes
        else value
        for name, value in row.items()
    }
