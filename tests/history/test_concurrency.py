"""Many who record at the same moment leave one chain that does not fork."""

from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from threading import Barrier

import pytest
from sqlmodel import col, select

from pop_tracker.accounts.models import Organisation
from pop_tracker.database import Database
from pop_tracker.history import SEEDS, HistoryEntry
from tests.conftest import Site
from tests.history.attack import faults, head, record

pytestmark = pytest.mark.both

EACH = 3


def test_fifty_concurrent_writers_leave_one_chain(training: Site) -> None:
    """Fifty connections at once; SQLite, which lets one write at a time, has ten."""
    writers = 10 if training.database.is_sqlite else 50
    before = head(training).number
    start = Barrier(writers)

    def write(writer: int) -> list[int]:
        site = Site(training.settings, Database(training.settings.url))
        try:
            start.wait(60)
            return [record(site, f"shkrues-{writer}-{turn}").number for turn in range(EACH)]
        finally:
            site.database.dispose()

    with ThreadPoolExecutor(writers) as threads:
        told = [number for numbers in threads.map(write, range(writers)) for number in numbers]

    assert sorted(told) == list(range(before + 1, before + 1 + writers * EACH))
    with training.database.reading() as session:
        entries = session.exec(select(HistoryEntry).order_by(col(HistoryEntry.number))).all()
    assert [entry.number for entry in entries] == list(range(1, before + 1 + writers * EACH))
    assert all(entry.previous_hash == earlier.hash for earlier, entry in pairwise(entries))
    assert faults(training) == []


def test_who_gives_up_leaves_no_gap(training: Site) -> None:
    before = head(training)
    try:
        with training.database.writing() as session:
            Organisation(slug="x", name="x", sort_key="x", source="x").record(session, SEEDS, [])
            raise RuntimeError("changed my mind")
    except RuntimeError:
        pass
    assert head(training) == before
    assert record(training, "tjetra").number == before.number + 1
    assert faults(training) == []
