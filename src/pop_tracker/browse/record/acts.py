"""What of the record is someone's act and what was loaded with the first tables, by nobody: one rule, for the list of
changes and for every list of news.

An answer that was loaded is no act of the day on which it was loaded: it was given years before. Who answers
through a personal link is recorded with whoever sent the link.
"""

import sqlalchemy as sa
from sqlmodel import col

from pop_tracker.history import HistoryEntry


def is_act(row: HistoryEntry) -> bool:
    return row.author is not None or row.organisation is not None


def acts() -> sa.ColumnElement[bool]:
    """`is_act`, asked of the database."""
    return sa.or_(col(HistoryEntry.author).is_not(None), col(HistoryEntry.organisation).is_not(None))
