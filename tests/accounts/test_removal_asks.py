"""Anybody asks that personal data be taken out: it waits visibly, hides nothing, and whoever asked hears the answer."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlmodel import Session, select

from pop_tracker.accounts import removal_asks
from pop_tracker.accounts.models import Viewer
from pop_tracker.accounts.pages import removal_asks as doors
from pop_tracker.accounts.redactions import RedactionRequest
from pop_tracker.accounts.removal_asks import RemovalAsk
from pop_tracker.accounts.waiting import Waiting
from pop_tracker.browse import gathered
from pop_tracker.elections.models import Candidate
from pop_tracker.history import HistoryEntry
from pop_tracker.web.i18n import today
from pop_tracker.web.working_days import after_working_days
from tests.accounts.play import NAME, queued
from tests.cast import COORDINATOR, EDITOR, OTHER_EDITOR, OTHER_REVIEWER, REVIEWER
from tests.conftest import Site

DOOR = "/kontakt/te-dhena-personale"
READER = "lexues@posta.example"
HEARING = "/konsultimet/shembull-2024-02-14"
SAID: dict[str, str] = {"page": HEARING, "names": "Zenepe Kuqalashi", "why": "Jam unë.", "email": READER}


def ask(site: Site, language: str = "", **fields: str) -> Any:
    return site.form(site.client(), f"{language}{DOOR}", **{**SAID, **fields})


def asks(site: Site) -> list[RemovalAsk]:
    with site.database.reading() as session:
        return list(session.exec(select(RemovalAsk)))


def waits(site: Site, email: str) -> list[Waiting]:
    with site.database.reading() as session:
        found = gathered.in_hand(session, site.viewer(session, email)).waiting
    return [one for one in found if one.path.startswith(removal_asks.WHERE)]


def of_candidate(site: Site, **fields: str) -> str:
    """Somebody asks for a candidate's name; where it is answered."""
    assert ask(site, page="/kandidatet", names=NAME, **fields).status_code == 303
    return asks(site)[0].path


def pieces_in(page: str) -> dict[str, str]:
    return {name: "gjithe" for name in re.findall(r'name="(pjesa:[^"]+)"', page)}


def take_up(site: Site, email: str, where: str, reason: str = "emër i një personi privat") -> str:
    """As its page leads there; where the request stands."""
    client = site.client(email)
    (way,) = re.findall(r'href="([^"]*/kerkese\?nga=\d+)"', client.get(where).text)
    found = client.get(way).text
    (nga,) = re.findall(r'name="nga" [^>]*value="(\d+)"', found)
    sent = site.form(client, way, post_to="/puna/heqjet/kerkese", nga=nga, names=NAME, page="/kandidatet",
                     reason=reason, **pieces_in(found))  # fmt: skip
    assert sent.status_code == 303, sent.text
    return str(sent.headers["location"])


@pytest.mark.both
def test_it_waits_for_those_who_look_after_the_municipality(training: Site) -> None:
    answer = ask(training)
    assert (answer.status_code, answer.headers["location"]) == (303, "/kontakt")
    (one,) = asks(training)
    assert one.promised_by == after_working_days(today(), 10)
    for email in (EDITOR, REVIEWER, COORDINATOR):
        (waiting,) = waits(training, email)
        assert (waiting.path, waiting.since) == (one.path, today())
        page = training.client(email).get(one.path).text
        assert "Zenepe Kuqalashi" in page
        assert f'href="{HEARING}"' in page
    for email in (OTHER_EDITOR, OTHER_REVIEWER):
        assert waits(training, email) == []
        assert training.client(email).get(one.path).status_code == 404


def test_what_follows_says_when_an_answer_comes(training: Site) -> None:
    client = training.client()
    sent = training.form(client, DOOR, **SAID)
    said = client.get(sent.headers["location"]).text
    assert f"Kërkesa juaj nr. {asks(training)[0].id} u mor." in said


def test_sent_twice_it_is_one(training: Site) -> None:
    client = training.client()
    nonce = re.findall(r'name="nonce" [^>]*value="([^"]+)"', client.get(DOOR).text)[0]
    for _ in range(2):
        assert training.form(client, DOOR, **SAID, nonce=nonce).status_code == 303
    assert len(asks(training)) == 1


def test_what_was_typed_lies_sealed(training: Site) -> None:
    ask(training)
    (one,) = asks(training)
    row = str(one.model_dump())
    assert not any(word in row for word in ("Zenepe", "Kuqalashi", READER, "Jam", HEARING))
    assert one.told(training.settings).names == "Zenepe Kuqalashi"


def test_it_hides_nothing_until_somebody_who_works_here_takes_it_up(training: Site) -> None:
    where = of_candidate(training)
    assert NAME in training.client().get("/kandidatet").text
    take_up(training, COORDINATOR, where)
    assert NAME not in training.client().get("/kandidatet").text
    assert waits(training, COORDINATOR) == []
    assert training.client(COORDINATOR).get(where).status_code == 404


@pytest.mark.both
@pytest.mark.parametrize(
    ("language", "end", "says"),
    [("", "konfirmim", "u hoq nga të gjitha faqet"), ("/en", "refuzim", "can be seen again")],
)
def test_whoever_left_an_address_hears_of_the_end(training: Site, language: str, end: str, says: str) -> None:
    assert ask(training, language, page="/kandidatet", names=NAME).status_code == 303
    request = take_up(training, COORDINATOR, asks(training)[0].path)
    assert queued(training, READER) == []
    assert training.form(training.client(REVIEWER), request, post_to=f"{request}/{end}").status_code == 303
    ((_, text),) = queued(training, READER)
    assert says in text
    assert NAME not in text


def test_with_the_decision_the_words_are_gone_and_then_the_address(training: Site) -> None:
    request = take_up(training, COORDINATOR, of_candidate(training))
    training.form(training.client(REVIEWER), request, post_to=f"{request}/konfirmim")
    (left,) = asks(training)
    assert left.told(training.settings) == removal_asks.Asked(email=READER)
    assert training.form(training.client(REVIEWER), f"{request}/ndalim", reason="Ishte gabim.").status_code == 303
    assert asks(training) == []
    assert "u ndal" in queued(training, READER)[-1][1]
    with training.database.reading() as session:
        assert NAME in {one.name for one in session.exec(select(Candidate))}


@pytest.mark.both
def test_not_removed_is_told_with_the_reason(training: Site) -> None:
    ask(training)
    (one,) = asks(training)
    client = training.client(EDITOR)
    assert training.form(client, one.path, post_to=f"{one.path}/refuzim", reason="").status_code == 422
    answer = training.form(client, one.path, post_to=f"{one.path}/refuzim", reason="Është kryetare në detyrë.")
    assert answer.status_code == 303
    assert asks(training) == []
    ((letter, text),) = queued(training, READER)
    assert "Është kryetare në detyrë." in text
    assert not any(word in text + letter.subject for word in ("Zenepe", "Jam unë"))
    assert training.form(client, "/dalje", post_to=f"{one.path}/refuzim", reason="Përsëri.").status_code == 404


def test_without_an_address_nobody_is_written_to(training: Site) -> None:
    ask(training, email="")
    (one,) = asks(training)
    training.form(training.client(EDITOR), one.path, post_to=f"{one.path}/refuzim", reason="Është publike.")
    assert queued(training) == []


def test_after_ninety_days_it_is_gone_and_told(training: Site) -> None:
    ask(training)
    with training.database.writing() as session:
        removal_asks.forget_old(session, training.settings, datetime.now(UTC) + timedelta(days=89))
    assert len(asks(training)) == 1
    with training.database.writing() as session:
        removal_asks.forget_old(session, training.settings, datetime.now(UTC) + timedelta(days=91))
    assert asks(training) == []
    assert "90 ditësh" in queued(training, READER)[0][1]


@pytest.mark.parametrize(
    ("fields", "where"),
    [
        ({"names": "", "why": " "}, "names"),
        ({"names": "x" * 1001}, "names"),
        ({"why": "x" * 2001}, "why"),
        ({"email": "lexues"}, "email"),
        ({"page": "faqja e konsultimit"}, "page"),
        ({"page": "//vend.example/x"}, "page"),
        ({"page": "/" + "x" * 300}, "page"),
    ],
)
def test_bad_input_is_told_at_its_field(training: Site, fields: dict[str, str], where: str) -> None:
    answer = ask(training, **fields)
    assert answer.status_code == 422
    assert f'id="{where}-error"' in answer.text
    assert asks(training) == []


def test_what_a_program_fills_in_is_not_taken_and_says_so(training: Site) -> None:
    answer = ask(training, website="https://blej.example")
    assert answer.status_code == 422
    assert "njerëzit nuk e shohin" in answer.text
    assert "Zenepe Kuqalashi" in answer.text
    assert asks(training) == []


@pytest.mark.parametrize(
    ("address", "is_ours"),
    [
        ("https://pop.example/en/konsultimet/shembull-2024-02-14?hap=te-gjitha#pika", True),
        ("pop.example/konsultimet/shembull-2024-02-14", True),
        ("/kontratat/shembull-2023/1.1", True),
        ("/planet/shembull-2024/nevojat", True),
        ("/raportet/shembull-2023/1", True),
        ("/bashkite/shembull", True),
        ("/kandidatet", False),  # of several municipalities
        ("/nuk-ka/kjo", False),
        ("", False),
    ],
)
def test_the_municipality_is_that_of_the_page(training: Site, address: str, is_ours: bool) -> None:
    ask(training, page=address)
    assert bool(waits(training, EDITOR)) is is_ours
    assert waits(training, COORDINATOR)


def test_an_entrys_page_leads_to_what_the_entry_is_about(training: Site) -> None:
    with training.database.reading() as session:
        number = session.exec(select(HistoryEntry.number).where(HistoryEntry.path == HEARING)).first()
    ask(training, page=f"/ndryshimet/{number}", names="")
    (one,) = waits(training, EDITOR)
    way = f"/puna/heqjet/kerkese?nga={one.path.rpartition('/')[2]}"
    assert f'<a href="{HEARING}">' in training.client(EDITOR).get(way).text
    assert (
        f'<a href="{HEARING}">' in training.client(EDITOR).get(f"/puna/heqjet/kerkese?faqja=/ndryshimet/{number}").text
    )


def test_who_works_here_is_led_to_where_words_are_found(training: Site) -> None:
    answer = training.client(EDITOR).get(f"{DOOR}?faqja={HEARING}")
    assert answer.status_code == 303
    found = training.client(EDITOR).get(answer.headers["location"]).text
    assert f'<a href="{HEARING}">' in found


def test_a_network_sends_so_many_a_day(training: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doors, "ASKS_PER_ADDRESS", 2)
    assert ask(training, names="").status_code == 303
    assert ask(training, names="", why="").status_code == 422  # counts for nothing
    assert ask(training, nonce="e-dyta").status_code == 303
    answer = ask(training)
    assert answer.status_code == 429
    assert ask(training, nonce="e-dyta").status_code == 303  # it was taken when it came first
    assert "Zenepe Kuqalashi" in answer.text
    assert len(asks(training)) == 2


@pytest.mark.both
def test_no_more_wait_than_the_table_is_to_hold(training: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(removal_asks, "MOST_WAITING", 1)
    assert ask(training).status_code == 303
    answer = ask(training)
    assert answer.status_code == 422
    assert "presin shumë kërkesa" in answer.text
    assert len(asks(training)) == 1


def test_of_two_who_take_it_up_the_first_is_joined(training: Site) -> None:
    of_candidate(training)
    with training.database.writing() as session:
        viewer = training.viewer(session, COORDINATOR)
        (one,) = session.exec(select(RemovalAsk)).all()
        first, second = (redaction(session, viewer, key) for key in ("a", "b"))
        removal_asks.take_up(session, viewer, one.id or 0, first)
        removal_asks.take_up(session, viewer, one.id or 0, second)
        session.refresh(one)
        assert one.request_id == first


def redaction(session: Session, viewer: Viewer, key: str) -> int:
    row = RedactionRequest(thing_kind="candidate", thing_key=key, reason="x", asked_by=viewer.person_id or 0,
                           asked_at=datetime.now(UTC))  # fmt: skip
    session.add(row)
    session.flush()
    return row.id or 0


def test_every_public_page_leads_to_the_door_and_no_secret_address_does(training: Site) -> None:
    client = training.client()
    for path in (HEARING, "/", "/ndryshimet/12", "/kontakt", "/privatesia"):
        assert f'href="{DOOR}?faqja={path}"' in client.get(path).text
        assert f'href="/en{DOOR}?faqja={path}"' in client.get(f"/en{path}").text
    for path in ("/hyrje/nuk-ka", "/adresa/nuk-ka", "/pergjigje/nuk-ka"):
        assert "?faqja=" not in client.get(path).text
