"""What happened lately: what people did, each act on its own, and of what was loaded only how much on which day.

Numbers of entries are the list of changes' own (`/ndryshimet`), which every list of news leads to.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, select

from pop_tracker import history
from pop_tracker.browse.record import titles
from pop_tracker.browse.record.changes import organisation_names
from pop_tracker.history import Entry, HistoryEntry
from pop_tracker.web.i18n import Words

LATEST = 5


@dataclass(frozen=True)
class News:
    """An act, by whom (an organisation's name), or how many entries were loaded on a day."""

    at: datetime
    entry: Entry | None = None
    organisation: str = ""
    loaded: int = 0

    @property
    def did(self) -> str:
        return history.VERBS[self.entry.row.verb] if self.entry else ""


def news(session: Session, said: Words, municipality: str | None = None, limit: int = LATEST) -> list[News]:
    """The newest first. Four queries at most."""
    entries = titles.entries(session, said, municipality=municipality, by_people=True, limit=limit)
    names = organisation_names(session) if entries else {}
    acts = [
        News(entry.row.at, entry, names.get(entry.row.organisation or "", entry.row.organisation or ""))
        for entry in entries
    ]
    found = sorted([*acts, *_loaded(session, municipality, limit)], key=lambda one: one.at, reverse=True)
    return found[:limit]


def _loaded(session: Session, municipality: str | None, limit: int) -> list[News]:
    """Days on which tables were loaded, at the last entry of each. One query."""
    day: Any = sa.func.date(HistoryEntry.at)
    last = sa.func.max(HistoryEntry.at)
    conditions = [HistoryEntry.municipality == municipality] if municipality else []
    rows = session.exec(
        select(last, sa.func.count())
        .where(sa.not_(history.acts_of_people()), *conditions)
        .group_by(day)
        .order_by(sa.desc(day))
        .limit(limit)
    )
    return [News(at, loaded=count) for at, count in rows]
