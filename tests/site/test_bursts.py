"""The served site under a crowd: each gets an answer or is told at once to come again, and then all is as before."""

import httpx
import pytest
from bench.bursts import Town
from bench.crowd import burst
from sqlmodel import select

from pop_tracker import verification
from pop_tracker.accounts.models import Organisation
from tests.cast import COORDINATOR, EDITOR
from tests.conftest import Site
from tests.site.outages import locked

pytestmark = pytest.mark.both


@pytest.fixture
def town(served: Site) -> Town:
    return Town(served.address, served.database)


def test_a_hundred_at_once_are_answered_or_told_to_come_again(town: Town) -> None:
    """Readers, staff, people with personal links, and all of these while two write; then a thousand readers."""
    for crowd in (town.readers, town.staff, town.links, town.everyone):
        got = burst(town.port, crowd(100))
        assert got.faults(well_after=5) == [], crowd
        assert got.statuses.get(503, 0) < 100, crowd
    got = burst(town.port, town.readers(1000))
    assert got.faults(well_after=5) == []
    assert got.statuses[503] > 0
    assert got.statuses[200] > 0
    assert got.slowest_refusal < 8
    refusals = {answer.body for answer in got.answers if answer.status == 503 and answer.ask.path.startswith("/zot")}
    assert len(refusals) == 1
    assert "Provoni përsëri pas pak" in refusals.pop()
    english = [answer.body for answer in got.answers if answer.status == 503 and answer.ask.path.startswith("/en/")]
    assert "Try again in a moment" in english[0]


def test_who_press_a_button_at_once_are_taken_one_after_the_other(served: Site, town: Town) -> None:
    """Twenty are all taken; of a hundred nothing is lost that was."""
    for crowd, status in ((town.strangers, 200), (town.organisations, 303)):
        got = burst(town.port, crowd(20))
        assert got.faults(well_after=5) == []
        assert got.statuses == {status: 20}
    asks = town.organisations(100)
    got = burst(town.port, asks)
    assert got.faults(well_after=5) == []
    taken = {answer.ask.form["name"] for answer in got.answers if answer.status == 303 and answer.ask.form}
    with served.database.reading() as session:
        kept = set(session.exec(select(Organisation.name)))
        assert list(verification.verify(session)) == []
    sent = {ask.form["name"] for ask in asks if ask.form}
    assert kept & sent == taken


def test_twenty_who_change_one_thing_come_one_after_the_other(served: Site, town: Town) -> None:
    """One is taken; the others are shown what stands there now."""
    path = "/puna/organizatat/organizata-b"
    page = httpx.get(served.address + path, cookies={"pop_session": town.secrets[COORDINATOR]}).text
    version = page.partition('name="version" value="')[2].partition('"')[0]
    assert version
    fields = {"source": "Mbledhja", "version": version}
    asks = [town.post(path, COORDINATOR, name=f"Shoqata {number}", **fields) for number in range(20)]
    got = burst(town.port, asks)
    assert got.faults(served=(303, 409)) == []
    assert got.statuses[303] == 1


# --- the database in other hands


def test_a_locked_database_asks_writers_to_come_again_and_readers_go_on(served: Site, town: Town) -> None:
    words = "Një emër i gjatë që dikush e shkroi"
    asks = [town.post("/puna/organizatat/shtim", COORDINATOR, name=words, source="Mbledhja e parë", nonce=f"n{n}")
            for n in range(4)] + town.strangers(4) + town.readers(8) + town.links(40)  # fmt: skip
    with locked(served):
        got = burst(town.port, asks)
        assert got.faults(well_after=5) == []
        for answer in got.answers[:4]:
            assert answer.status == 503
            assert "Ajo që dërguat nuk u ruajt." in answer.body
            assert words in answer.body
        assert {answer.status for answer in got.answers[4:8]} == {503}
        # Links that do not exist are counted, which is writing: they keep no reader waiting.
        assert {answer.status for answer in got.answers[8:16]} == {200}
    # It comes back by itself, and what was given back can be sent as it stands.
    again = burst(town.port, asks[:1])
    assert again.statuses == {303: 1}


def test_what_was_typed_is_sent_again_by_its_button(served: Site) -> None:
    with httpx.Client(base_url=served.address, headers={"Sec-Fetch-Site": "same-origin"}, timeout=20) as client:
        client.cookies.set("pop_session", served.session_secret(EDITOR))
        client.get("/puna/planet/i-ri")
        fields = {"_csrf_token": client.cookies["pop_csrf"], "email": "dikush me hapësirë"}
        with locked(served):
            answer = client.post("/hyrje", data={**fields, "email": "dikush@askush.example", "pas": "/puna"})
        assert answer.status_code == 503
        assert answer.headers["retry-after"] == "5"
        assert 'name="email" value="dikush@askush.example"' in answer.text
        assert f'name="_csrf_token" value="{fields["_csrf_token"]}"' in answer.text
        assert client.post("/hyrje", data=fields).status_code == 422
