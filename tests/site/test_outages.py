"""The served site while its database goes away under it, and comes back."""

import time
from threading import Event, Thread

import httpx
import pytest
from bench.bursts import Town
from bench.crowd import burst
from sqlmodel import select

from pop_tracker import history
from pop_tracker.accounts.models import Organisation
from tests.conftest import Site, serving
from tests.postgresql import Cluster


class Writer:
    """Somebody who records one thing after the other, and remembers what was taken."""

    def __init__(self, town: Town) -> None:
        self.town, self.over = town, Event()
        self.taken: list[str] = []
        self.thread = Thread(target=self._write)

    def __enter__(self) -> "Writer":
        self.thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.over.set()
        self.thread.join()

    def _write(self) -> None:
        while not self.over.is_set():
            ask = self.town.organisation()
            (answer,) = burst(self.town.port, [ask]).answers
            assert answer.status in (303, 503), answer.status
            if answer.status == 303 and ask.form:
                self.taken.append(ask.form["name"])

    def writes(self) -> None:
        """Waits until one thing more was taken."""
        before, until = len(self.taken), time.monotonic() + 20
        while len(self.taken) == before:
            assert time.monotonic() < until, "nothing is taken"
            time.sleep(0.05)


@pytest.mark.both
@pytest.mark.postgresql
def test_a_postgresql_that_crashes_is_waited_for_and_nothing_that_was_taken_is_lost(
    own_server: tuple[Site, Cluster],
) -> None:
    site, cluster = own_server
    with serving(site):
        town = Town(site.address, site.database)
        with Writer(town) as writer:
            writer.writes()
            httpx.get(f"{site.address}/kontratat/shembull-2023")  # now the site keeps it
            site.database.dispose()
            cluster.stop()
            assert httpx.get(f"{site.address}/healthz").status_code == 503
            while_away = burst(town.port, [*town.readers(10), *town.staff(10), *town.links(10), town.organisation()])
            asked = {answer.ask.path: answer.status for answer in while_away.answers}
            assert asked.pop("/hyrje") == 200  # which asks no database
            assert set(asked.values()) == {503}
            assert all("retry-after" in answer.headers for answer in while_away.answers if answer.status == 503)
            assert httpx.get(f"{site.address}/kontratat/shembull-2023").status_code == 200
            cluster.start()
            writer.writes()
        back = burst(town.port, town.everyone(41))
        assert back.faults() == []
    with site.database.reading() as session:
        names = set(session.exec(select(Organisation.name)))
        assert list(history.verify(session)) == []
    assert set(writer.taken) <= names
