"""/pergjigjet.csv and /api/v1/replies: a municipality's words, where and when its pages show them."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from pop_tracker.browse.replies import PublicReply, ReplyTime, RoundHead
from pop_tracker.monitoring.replies.reading import GivenReply
from pop_tracker.web.i18n import today
from pop_tracker.web.periods import Period
from tests.browse.play import got, sheet
from tests.cast import EDITOR
from tests.conftest import Site
from tests.monitoring.hearing import PAPER, SAID, complete, days_pass, link_in_letter, say, send
from tests.monitoring.play import approved, publish

CSV = "/pergjigjet.csv"


def sent_to_the_municipality(site: Site) -> tuple[int, str]:
    round_id = approved(site)
    send(site, round_id)
    return round_id, link_in_letter(site)


@pytest.fixture
def asked(training: Site) -> tuple[int, str]:
    """A round that the municipality reads before publication, with its link."""
    return training.after(sent_to_the_municipality)


def published(site: Site, asked: tuple[int, str]) -> None:
    """With a reply on a commitment, one in general, and one that came later."""
    round_id, link = asked
    assert say(site, link, files=[PAPER]).status_code == 303
    assert say(site, link, "Faleminderit për leximin.", "ne-pergjithesi").status_code == 303
    complete(site, link)
    days_pass(site, round_id, 8)
    assert publish(site, round_id).status_code == 303
    assert say(site, link, "Autobusi nisi sot.", "1.4").status_code == 303


def test_they_are_public_when_the_round_is(training: Site, asked: tuple[int, str]) -> None:
    say(training, asked[1])
    for client in (training.client(), training.client(EDITOR)):
        assert client.get("/api/v1/replies").json()["items"] == []
        assert SAID.split("\n")[0] not in client.get(CSV).text
    assert sheet(training, CSV) == []


def test_each_is_told_word_for_word_with_its_office_day_and_term(training: Site, asked: tuple[int, str]) -> None:
    published(training, asked)
    first, general, late = got(training, "replies")["items"]
    assert first["text"] == SAID
    assert (first["municipality"], first["contract"], first["ref"]) == ("shembull", "shembull-2023", "1.2")
    assert first["round"]["number"] == 2
    assert first["office"] == "Kabineti i kryetarit"
    assert first["given_on"] == first["complete_on"] == f"{today():%Y-%m-%d}"
    assert first["until"] > first["given_on"]
    assert [one["time"] for one in (first, general, late)] == ["in_time", "in_time", "after_publication"]
    (file,) = first["files"]
    assert (file["name"], file["type"]) == ("akti.pdf", "application/pdf")
    assert general["ref"] is None
    told = str([first, general, late])
    assert "kabineti@bashkia-shembull.example" not in told
    client = training.client()
    assert client.get(file["address"]).status_code == 200
    for one in (first, general, late):
        page, _, anchor = one["page"].partition("#")
        html = client.get(page).text
        assert f'id="{anchor}"' in html
        assert one["text"].split("\n")[0] in html


@pytest.mark.both
def test_the_table_holds_the_same(training: Site, asked: tuple[int, str]) -> None:
    published(training, asked)
    first, general, late = sheet(training, CSV)
    assert first["përgjigjja e bashkisë"] == SAID
    assert (first["bashkia"], first["raundi"], first["referenca"]) == ("Shembull", "2", "1.2")
    assert (first["zyra"], first["dhënë më"]) == ("Kabineti i kryetarit", f"{today():%Y-%m-%d}")
    assert (late["a erdhi në kohë"], late["kodi i kohës"]) == ("pas botimit", "after_publication")
    assert general["referenca"] == ""
    assert [one["adresa e përhershme"] for one in (first, general, late)] == [
        one["page"] for one in got(training, "replies")["items"]
    ]
    assert sheet(training, f"{CSV}?bashkia=prove") == []
    assert training.client().get(f"{CSV}?bashkia=askund").status_code == 422
    assert "reply of the municipality" in training.client().get(f"/en{CSV}").text


def test_pages_of_them_follow_one_another(training: Site, asked: tuple[int, str]) -> None:
    published(training, asked)
    found: list[Any] = []
    address = "http://testserver.local/api/v1/replies?limit=2&bashkia=shembull"
    while address:
        page = training.client().get(address).json()
        found += page["items"]
        address = page["next"]
    assert found == got(training, "replies")["items"]
    assert got(training, "replies?bashkia=prove")["items"] == []


@pytest.mark.parametrize(
    ("until", "is_late", "time"),
    [
        (date(2025, 10, 14), False, ReplyTime.IN_TIME),
        (date(2025, 10, 13), False, ReplyTime.AFTER_TERM),
        (date(2025, 10, 13), True, ReplyTime.AFTER_PUBLICATION),
        (None, True, ReplyTime.AFTER_PUBLICATION),
    ],
)
def test_it_says_whether_it_came_in_time(until: date | None, is_late: bool, time: ReplyTime) -> None:
    given_at = datetime(2025, 10, 13, 22, 30, tzinfo=UTC)  # the 14th in Tirana
    reply = GivenReply(1, 1, None, None, "Kabineti i kryetarit", SAID, given_at, is_late)
    head = RoundHead(1, 2, Period(date(2024, 9, 1), date(2025, 9, 1)), "shembull-2023", "", "shembull", "Shembull")
    assert PublicReply(reply, head, until, None).time is time
