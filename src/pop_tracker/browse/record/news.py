"""What happened lately: what people did, each act on its own, and of what was loaded only how much on which day.

Numbers of entries are the list of changes' own (`/ndryshimet`), which every list of news leads to.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from pop_tracker import history
from pop_tracker.browse.record import saves
from pop_tracker.browse.record.acts import acts, done_by, loaded
from pop_tracker.browse.record.changes import organisation_names
from pop_tracker.browse.record.saves import Told
from pop_tracker.history import HistoryEntry
from pop_tracker.web.i18n import TIRANA, Words

LATEST = 5


@dataclass(frozen=True)
class News:
    """An act, by whom, or how many entries were loaded on a day."""

    at: datetime
    entry: Told | None = None
    by: str = ""
    organisation: str = ""
    """The name in `by`."""
    loaded: int = 0

    @property
    def did(self) -> str:
        return history.VERBS[self.entry.row.verb] if self.entry else ""


def news(session: Session, said: Words, municipality: str | None = None, limit: int = LATEST) -> list[News]:
    """The newest first. Six queries at most."""
    entries = saves.entries(session, said, municipality=municipality, only=acts(), limit=limit)
    names = organisation_names(session) if entries else {}
    done = [
        News(
            entry.row.at,
            entry,
            done_by(entry.row, names, said),
            names.get(entry.row.organisation or "", entry.row.organisation or ""),
        )
        for entry in entries
    ]
    found = sorted([*done, *_loaded(session, municipality, limit)], key=lambda one: one.at, reverse=True)
    return found[:limit]


def _loaded(session: Session, municipality: str | None, limit: int) -> list[News]:
    """Days in Tirana on which tables were loaded, at the last entry of each. One query.

    SQLite knows no zones, so the database counts by hours, which begin together in UTC and in Tirana; no day has more
    than 25.
    """
    seconds = sa.extract("epoch", col(HistoryEntry.at))
    hour = seconds - seconds % 3600
    conditions = [HistoryEntry.municipality == municipality] if municipality else []
    rows = session.exec(
        select(sa.func.max(HistoryEntry.at), sa.func.count())
        .where(loaded(), *conditions)
        .group_by(hour)
        .order_by(sa.desc(hour))
        .limit(25 * limit)
    )
    days: dict[date, News] = {}
    for at, count in rows:
        day = at.astimezone(TIRANA).date()
        newest = days.get(day, News(at))
        days[day] = replace(newest, loaded=newest.loaded + count)
    return list(days.values())[:limit]
