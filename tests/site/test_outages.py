"""The served site while its database goes away under it, and comes back."""

import time
from threading import Event, Thread

import httpx
import pytest
from bench.bursts import Town
from bench.crowd import burst
from playwright.sync_api import Browser, expect
from sqlmodel import select

from pop_tracker import verification
from pop_tracker.accounts.models import Organisation
from pop_tracker.web.cookies import SESSION_COOKIE
from tests.cast import COORDINATOR
from tests.conftest import Site, axe_violations, serving
from tests.postgresql import Cluster
from tests.site.outages import locked


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
        # Now the site keeps it; under a writer's hands it might not, if the head moves while it is made.
        httpx.get(f"{site.address}/kontratat/shembull-2023")
        with Writer(town) as writer:
            writer.writes()
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
        assert back.faults(well_after=5) == []
    with site.database.reading() as session:
        names = set(session.exec(select(Organisation.name)))
        assert list(verification.verify(session)) == []
    assert set(writer.taken) <= names


@pytest.mark.browser
@pytest.mark.both
@pytest.mark.postgresql
def test_a_reader_whose_part_of_a_page_cannot_be_made_gets_a_whole_page_that_says_so(
    browser: Browser, own_server: tuple[Site, Cluster], axe: str
) -> None:
    """Not a page within the page; and it leads on when the database is back."""
    site, cluster = own_server
    with serving(site):
        page = browser.new_page(viewport={"width": 390, "height": 844})
        page.goto(f"{site.address}/zotimet")
        site.database.dispose()
        cluster.stop()
        page.fill('[name="q"]', "shkolle")
        page.locator("form.search button").first.click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Provoni përsëri pas pak")
        assert page.locator("header.site-header").count() == 1
        assert page.locator("main").count() == 1
        assert axe_violations(page, axe) == []
        cluster.start()
        page.get_by_role("link", name="Provoni përsëri").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Zotimet")
        assert "q=shkolle" in page.url
        page.close()


@pytest.mark.browser
def test_what_was_typed_is_read_and_sent_again_by_hand(browser: Browser, served: Site, axe: str) -> None:
    """On a phone, in English; test_bursts sends the same without a browser."""
    context = browser.new_context(viewport={"width": 390, "height": 844})
    secret = served.session_secret(COORDINATOR)
    context.add_cookies([{"name": SESSION_COOKIE, "value": secret, "url": served.address}])
    page = context.new_page()
    page.goto(f"{served.address}/en/puna/organizatat/shtim")
    page.fill('[name="name"]', "Qendra e Qytetarëve")
    page.fill('[name="source"]', "Vendimi i parë.\n\nFaqja e dytë.")
    with locked(served):
        page.locator("main form button:not([name])").last.click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Try again in a moment", timeout=15_000)
    for words in ("Qendra e Qytetarëve", "Vendimi i parë.", "Faqja e dytë."):
        expect(page.locator("main").get_by_text(words, exact=True)).to_be_visible()
    assert axe_violations(page, axe) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.get_by_role("button", name="Send again").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Member organisations")
    expect(page.locator("main")).to_contain_text("Qendra e Qytetarëve")
    context.close()
