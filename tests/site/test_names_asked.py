"""Words that look like a private person's name are asked about before they are public, at every kind of door; a tick
lets them through, and the account log says so without them."""

import re
from typing import Any

import pytest
from sqlmodel import col, select

from pop_tracker.accounts.log import LogEntry
from pop_tracker.monitoring.models import Assessment, AssessmentState
from tests.cast import COORDINATOR, EDITOR, REVIEWER
from tests.conftest import Site
from tests.monitoring import tables as round_tables
from tests.monitoring.hearing import SAID, at_the_municipality, days_pass, link_in_letter, say, send
from tests.monitoring.play import CORRECTION, assessment, finish, open_round, publish, published_round, write
from tests.pages import ticks
from tests.plans.consultations import FIELDS, NEW
from tests.plans.tables import HEADINGS, agreement, items, xlsx
from tests.plans.tables import send as send_plan
from tests.pledges.answering import answered, stated
from tests.pledges.play import invited

NAME = "Zenepe Kuqalashi"
ASKED = f"“{NAME}” duket si emër personi"
TICK = "Nuk është emër i një personi privat"


def kept(site: Site) -> list[LogEntry]:
    with site.database.reading() as session:
        entries = select(LogEntry).where(LogEntry.event == "name_kept").order_by(col(LogEntry.number))
        return list(session.exec(entries))


@pytest.mark.both
def test_a_name_is_asked_about_and_the_tick_lets_it_through(training: Site) -> None:
    client = training.client(EDITOR)
    fields = {**FIELDS, "problem": f"{NAME} nuk ka ujë."}
    asked = training.form(client, NEW, **fields)
    assert asked.status_code == 422
    assert ASKED in asked.text
    assert f"“{NAME}”" in asked.text.split("problem-jo-emer", 1)[1]
    assert TICK in asked.text
    assert "checked" not in asked.text.split("problem-jo-emer", 1)[1].split(">", 1)[0]
    assert list(ticks(asked.text)) == ["problem-jo-emer"]
    assert NAME not in ticks(asked.text)["problem-jo-emer"]
    assert kept(training) == []
    assert training.form(client, NEW, **fields, **ticks(asked.text)).status_code == 303
    (entry,) = kept(training)
    assert entry.said == {"door": f"POST {NEW}"}
    assert (entry.author is not None, entry.person, entry.thing) == (True, None, NEW)
    assert "Zenepe" not in entry.more + entry.thing
    assert "Fjalë që duken si emër" in training.client(COORDINATOR).get("/puna/ditari").text


def test_it_is_told_with_all_else_and_in_english(training: Site) -> None:
    fields = {**FIELDS, "problem": f"{NAME} nuk ka ujë.", "topic": f"Ankesa e {NAME}t", "held_on": "nesër"}
    asked = training.form(training.client(EDITOR), NEW, post_to=f"/en{NEW}", **fields)
    assert asked.status_code == 422
    assert "looks like a person’s name" in asked.text
    assert set(ticks(asked.text)) == {"problem-jo-emer", "topic-jo-emer"}
    assert 'href="#held_on"' in asked.text


def test_a_tick_holds_for_the_names_that_it_was_shown_with(training: Site) -> None:
    client = training.client(EDITOR)
    fields = {**FIELDS, "problem": f"{NAME} nuk ka ujë."}
    ticked = ticks(training.form(client, NEW, **fields).text)
    again = training.form(client, NEW, **{**fields, "problem": f"{NAME} dhe Artan Lamçe s’kanë ujë."}, **ticked)
    assert again.status_code == 422
    assert "Artan Lamçe" in again.text
    assert training.form(client, NEW, **{**fields, "problem": "Banorët nuk kanë ujë."}, **ticked).status_code == 303
    assert kept(training) == []


def test_in_the_words_of_a_meeting_a_title_is_refused_whatever_was_ticked(training: Site) -> None:
    client = training.client(EDITOR)
    fields = {**FIELDS, "topic": "Ankesa e znj. Zenepe"}
    refused = training.form(client, NEW, **fields)
    assert "“znj. Zenepe” duket si emër personi" in refused.text
    assert ticks(refused.text) == {}


def test_who_is_public_in_the_record_is_not_asked_about(training: Site) -> None:
    """Candidates, office holders, places and organisations."""
    said = "Blerta Garuese dhe kryetari e premtuan në Njësinë Lindore; e njoftoi Organizata Shembullore."
    assert training.form(training.client(EDITOR), NEW, **{**FIELDS, "outcome": said}).status_code == 303
    assert kept(training) == []


def test_a_draft_is_asked_about_when_it_is_handed_on(training: Site) -> None:
    """Its reason, each piece of evidence and what is said of its files."""
    round_id = open_round(training)
    client, path = training.client(EDITOR), f"/puna/raundet/{round_id}/vleresimet/1.2"
    named = {
        "reason": f"{NAME} e pa.",
        "evidence-0-description": f"Foli {NAME}.",
        "evidence-0-source": f"{NAME}, shënime",
        "evidence-0-place": f"te shtëpia e {NAME}t",
    }
    assert write(training, client, path, "ruaj", **named).status_code == 303
    asked = write(training, client, path, **named, version="1")
    assert asked.status_code == 422
    assert set(ticks(asked.text)) == {f"{name}-jo-emer" for name in named}
    assert assessment(training, round_id, "1.2").state is AssessmentState.DRAFT
    assert kept(training) == []
    sent = write(training, client, path, **named, **ticks(asked.text), version="1")
    assert sent.status_code == 303, sent.text
    assert assessment(training, round_id, "1.2").state is AssessmentState.SUBMITTED
    assert [entry.thing for entry in kept(training)] == [path]


def test_the_reason_of_a_correction_is_asked_about(training: Site) -> None:
    old = assessment(training, published_round(training), "1.2").id
    client, path = training.client(EDITOR), f"/puna/ndreqjet/{old}"
    asked = training.form(client, path, **{**CORRECTION, "correction_reason": f"{NAME} nuk duhej përmendur."})
    assert asked.status_code == 422
    assert list(ticks(asked.text)) == ["correction_reason-jo-emer"]


def test_a_redaction_is_asked_for_without_the_name(training: Site) -> None:
    """Of the name that goes, the rule says no whatever was ticked (`tests/accounts/test_redactions.py`)."""
    reason = f"Hiqet emri i {NAME}t"
    asked = training.form(
        training.client(REVIEWER), "/puna/heqjet/kerkese", page="/konsultimet/shembull-2024-02-14", reason=reason
    )
    assert asked.status_code == 422
    assert list(ticks(asked.text)) == ["reason-jo-emer"]


def test_a_municipality_is_asked_too_and_the_log_does_not_say_by_which_link(training: Site) -> None:
    round_id = open_round(training)
    finish(training, round_id)
    assert send(training, round_id).status_code == 303
    link = link_in_letter(training)
    asked = say(training, link, f"{SAID} {NAME} e di.")
    assert asked.status_code == 422
    assert TICK in asked.text
    assert say(training, link, f"{SAID} {NAME} e di.", **ticks(asked.text)).status_code == 303
    (entry,) = kept(training)
    assert (entry.author, entry.thing) == (None, "")
    assert entry.said["door"] == "POST /pergjigje/{token:str}/zotimi/{place:str}"


def test_of_a_late_reply_the_tick_goes_along_to_the_page_that_asks(training: Site) -> None:
    round_id = open_round(training)
    finish(training, round_id)
    assert send(training, round_id).status_code == 303
    link = link_in_letter(training)
    days_pass(training, round_id)
    publish(training, round_id)
    client, path = at_the_municipality(training, link), f"{link}/zotimi/1.2"
    asked = training.form(client, path, text=f"{NAME} e di.")
    assert asked.status_code == 422
    assert say(training, link, f"{NAME} e di.", **ticks(asked.text)).status_code == 303
    assert len(kept(training)) == 1
    assert NAME in training.client().get("/kontratat/shembull-2023/1.2").text


def test_of_a_signer_the_tick_goes_along_from_step_to_step(training: Site) -> None:
    link = f"/nenshkrim/{invited(training)}"
    said: dict[str, Any] = {"answer": "signed", "name": "Blerta Garuese", "statement": f"Më ndihmoi {NAME}."}
    asked = stated(training, link, **said)
    assert asked.status_code == 422
    assert ASKED in asked.text
    said |= ticks(asked.text)
    assert answered(training, link, **said).status_code == 303
    (entry,) = kept(training)
    assert (entry.author, entry.thing, entry.said["door"]) == (None, "", "POST /nenshkrim/{token:str}")


def test_names_in_a_plan_table_are_listed_and_ticked_once(training: Site) -> None:
    client = training.client(EDITOR)
    rows = [HEADINGS, ("masë", "77", "", f"Strehim për {NAME}"), ("masë", "78", "", "Kurs për Hatixhe Lamçen")]
    preview = send_plan(training, client, "x.xlsx", xlsx(rows)).headers["location"]
    html = client.get(preview).text
    assert html.count('name="hapi"') == 1
    assert f"2: “{NAME}”; 3: “Hatixhe Lamçen”" in html
    assert client.post(f"{preview}/konfirmimi", data=agreement(client, preview)).status_code == 422
    key = re.findall(r'name="hapi"[^>]* value="([^"]+)"', html)
    entered = client.post(f"{preview}/konfirmimi", data={**agreement(client, preview), "hapi": key})
    assert entered.status_code == 303
    assert "77" in items(training)
    assert len(kept(training)) == 1


def test_names_in_a_round_table_are_listed_and_ticked_once(training: Site) -> None:
    client = training.client(EDITOR)
    rows = [round_tables.HEADINGS, ("1.2", "", "adresuar pjesërisht", f"{NAME} e tha.", "faqja 3")]
    preview = round_tables.send(training, client, rows).headers["location"]
    page = client.get(preview).text
    assert NAME in page.split('name="no_names"')[0]
    refused = round_tables.confirm(client, preview)
    assert refused.status_code == 422
    assert "Lexojini këto rreshta" in refused.text
    with training.database.reading() as session:
        assert not session.exec(select(Assessment).where(col(Assessment.reason).contains(NAME))).all()
    nonce = page.split('name="nonce" value="')[1].split('"')[0]
    fields = {"_csrf_token": client.cookies.get("pop_csrf", ""), "nonce": nonce, "no_names": "y"}
    assert client.post(f"{preview}/konfirmimi", data=fields).status_code == 303
    assert len(kept(training)) == 1


def test_a_table_without_names_asks_nothing(training: Site) -> None:
    client = training.client(EDITOR)
    preview = round_tables.send(training, client).headers["location"]
    assert 'name="no_names"' not in client.get(preview).text
    assert round_tables.confirm(client, preview).status_code == 303
    assert kept(training) == []
