"""A public reply that the municipality does not know as its own stays, and reads so everywhere."""

import re
from dataclasses import replace
from typing import Any

import pytest
from sqlmodel import col, select

from pop_tracker import history, verification
from pop_tracker.accounts import log
from pop_tracker.monitoring.models import Round
from pop_tracker.monitoring.replies.disavowals import (
    Disavowal,
    DisavowalState,
    confirm,
    record,
    seen_by,
    withdraw,
)
from pop_tracker.monitoring.replies.replies import Reply
from pop_tracker.monitoring.report.contents import report_of
from pop_tracker.monitoring.report.files import made
from pop_tracker.monitoring.report.formats import ReportFormat
from pop_tracker.web import pictures
from pop_tracker.web.errors import Forbidden, Missing, Refusal
from pop_tracker.web.files import KeptFile
from tests.browse.play import got, sheet
from tests.cast import COORDINATOR, EDITOR, OTHER_EDITOR, OTHER_REVIEWER, REVIEWER, SECOND_EDITOR
from tests.conftest import Site
from tests.history.attack import sql, undone
from tests.history.redacting import redacted
from tests.monitoring.hearing import at_the_municipality, days_pass, link_in_letter, say, send
from tests.monitoring.play import HTML, PDF, approved, publish
from tests.pages import ticks, words
from tests.plans.consultations import picture

SAID = "se kjo përgjigje nuk është e saja."
LETTER = {"file": ("shkresa.pdf", PDF, "application/pdf")}


def answered(site: Site) -> str:
    round_id = approved(site)
    assert send(site, round_id).status_code == 303
    link = link_in_letter(site)
    say(site, link, "Fjalë që bashkia nuk i tha.")
    say(site, link, "Në përgjithësi.", "ne-pergjithesi")
    days_pass(site, round_id)
    assert publish(site, round_id).status_code == 303
    return link


@pytest.fixture
def link(training: Site) -> str:
    return training.after(answered)


def reply_id(site: Site) -> int:
    with site.database.reading() as session:
        return session.exec(select(Reply.id).order_by(col(Reply.id))).first() or 0


def found(site: Site) -> Disavowal:
    with site.database.reading() as session:
        return session.exec(select(Disavowal)).one()


def faults(site: Site) -> list[str]:
    with site.database.reading() as session:
        return [fault.what for fault in verification.verify(session)]


def recorded(site: Site, who: str = EDITOR, files: Any = LETTER, **fields: str) -> Any:
    path = f"/puna/pergjigjet/{reply_id(site)}/mohimi"
    client = site.client(who)
    return site.form(client, "/puna", post_to=path, files=files, **{"source": "shkresa nr. 12", **fields})


def decided(site: Site, who: str, door: str = "konfirmimi") -> int:
    client = site.client(who)
    return site.form(client, "/puna", post_to=f"/puna/mohimet/{found(site).id}/{door}").status_code


def read_everywhere(site: Site) -> None:
    anyone = site.client()
    with site.database.reading() as session:
        number = session.exec(select(Round.number).order_by(col(Round.id).desc())).first() or 0
        report = report_of(session, "shembull-2023", number)
        assert report
        assert SAID in words(made(report, "sq", ReportFormat.HTML, "https://shembull.example").decode())
        (entry,) = history.entries(session, limit=1)
        assert entry.row.verb == "disavowal.disown"
    for path in ("/kontratat/shembull-2023/1.2", f"/raportet/shembull-2023/{number}"):
        page = words(anyone.get(path).text)
        assert SAID in page, path
    page = words(anyone.get("/kontratat/shembull-2023/1.2").text)
    assert "Fjalë që bashkia nuk i tha." in page, "it stays"
    assert "that this reply is not its own" in words(anyone.get("/en/kontratat/shembull-2023/1.2").text)
    first, second = got(site, "replies")["items"]
    assert first["disowned_on"]
    assert second["disowned_on"] is None
    assert [bool(row["bashkia nuk e njeh që më"]) for row in sheet(site, "/pergjigjet.csv")] == [True, False]
    assert "Përgjigje që bashkia nuk e njeh" in words(anyone.get("/ndryshimet").text)
    assert faults(site) == []


@pytest.mark.both
def test_the_municipality_says_so_itself_from_its_mailbox(training: Site, link: str) -> None:
    door = f"{link}/mohimi/{reply_id(training)}"
    there = at_the_municipality(training, link)
    assert f'href="{door}"' in there.get(link).text
    assert "Kjo nuk kthehet." in words(there.get(door).text)
    assert training.form(there, link, post_to=door).status_code == 303
    read_everywhere(training)
    assert found(training).file_sha256 == ""
    assert training.form(there, link, post_to=door).status_code == 422
    assert f'href="{door}"' not in there.get(link).text


def test_what_the_municipality_does_not_know_stands_after_its_own_words(training: Site, link: str) -> None:
    """Also after those that came later, and muted; in the report's files as well."""
    assert say(training, link, "Fjalët tona.").status_code == 303
    there = at_the_municipality(training, link)
    assert training.form(there, link, post_to=f"{link}/mohimi/{reply_id(training)}").status_code == 303
    with training.database.reading() as session:
        number = session.exec(select(Round.number).order_by(col(Round.id).desc())).first() or 0
        report = report_of(session, "shembull-2023", number)
    assert report
    filed = made(report, "sq", ReportFormat.HTML, "https://shembull.example").decode()
    pages = [training.client().get(path).text for path in ("/kontratat/shembull-2023/1.2", report.path)]
    for html, muted in (*((page, 'class="reply past"') for page in pages), (filed, '<blockquote class="past">')):
        assert html.index("Fjalët tona.") < html.index(muted) < html.index("Fjalë që bashkia nuk i tha.")
        assert html.count(muted) == 1


def test_nobody_else_says_so_through_the_link(training: Site, link: str) -> None:
    door, thief = f"{link}/mohimi/{reply_id(training)}", training.client()
    assert thief.get(door).headers["location"] == f"{link}/kodi"
    assert training.form(thief, link, post_to=door).headers["location"] == f"{link}/kodi"
    assert training.form(training.client(EDITOR), "/puna", post_to=door).status_code == 403
    there = at_the_municipality(training, link)
    assert training.form(there, link, post_to=f"{link}/mohimi/999").status_code == 404
    with training.database.reading() as session:
        assert session.exec(select(Disavowal)).all() == []


@pytest.mark.both
def test_two_people_of_different_organisations_enter_it_from_a_letter(training: Site, link: str) -> None:
    before = training.client().get("/kontratat/shembull-2023/1.2").text
    answer = recorded(training)
    assert (answer.status_code, answer.headers["location"]) == (303, f"/puna/mohimet/{found(training).id}")
    assert training.client().get("/kontratat/shembull-2023/1.2").text == before
    assert recorded(training, SECOND_EDITOR).status_code == 422
    page = f"/puna/mohimet/{found(training).id}"
    assert page in training.client(OTHER_REVIEWER).get("/puna").text
    assert training.client(OTHER_REVIEWER).get(f"{page}/shkresa").content == PDF
    for who in (EDITOR, SECOND_EDITOR, REVIEWER):
        assert decided(training, who) in (403, 404)
    assert training.client(OTHER_EDITOR).get(page).status_code == 404
    assert training.client().get(f"{page}/shkresa").content != PDF
    assert decided(training, OTHER_REVIEWER) == 303
    read_everywhere(training)
    for tamper in ("UPDATE disavowal SET confirmed_by = NULL", "UPDATE disavowal SET file_sha256 = 'x'"):
        with undone(training) as session:
            session.connection().exec_driver_sql(tamper)
            assert list(verification.verify(session))


def test_the_second_person_reads_where_it_is_from_and_that_the_scan_was_larger(
    training: Site, link: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pictures, "AREA", 600)
    scan = {"file": ("shkresa.jpg", picture(size=(60, 40)), "image/jpeg")}
    recorded(training, files=scan, source="shkresa nr. 12, https://shembull.example/shkresa")
    page = f"/puna/mohimet/{found(training).id}"
    html = training.client(OTHER_REVIEWER).get(page).text
    assert "shkresa.jpg , e zvogëluar nga 40 × 60 pikselë" in words(html)
    for door in ("", "/konfirmimi", "/heqja"):
        assert 'href="https://shembull.example/shkresa"' in training.client(OTHER_REVIEWER).get(page + door).text


@pytest.mark.parametrize(
    ("files", "fields"),
    [(None, {}), ({"file": ("a.pdf", HTML, "application/pdf")}, {}), (LETTER, {"source": ""}),
     (LETTER, {"source": "x" * 2_501})],
)  # fmt: skip
def test_bad_input_enters_nothing(training: Site, link: str, files: Any, fields: dict[str, str]) -> None:
    assert recorded(training, files=files, **fields).status_code == 422
    with training.database.reading() as session:
        assert session.exec(select(Disavowal)).all() == []


@pytest.mark.both
def test_it_is_taken_back_while_it_waits(training: Site, link: str) -> None:
    for who in (SECOND_EDITOR, OTHER_REVIEWER, COORDINATOR):
        recorded(training)
        path = f"/puna/mohimet/{found(training).id}/heqja"
        assert "Kjo nuk kthehet." in words(training.client(who).get(path).text)
        assert decided(training, who, "heqja") == 303
    with training.database.reading() as session:
        assert session.exec(select(Disavowal)).all() == []


def test_the_municipality_need_not_wait_for_its_letter(training: Site, link: str) -> None:
    recorded(training)
    there = at_the_municipality(training, link)
    assert training.form(there, link, post_to=f"{link}/mohimi/{reply_id(training)}").status_code == 303
    one = found(training)
    assert one.state is DisavowalState.PUBLIC
    assert (one.file_sha256, one.file_name, one.recorded_by) == ("", "", None), "nothing is of the letter any more"
    with training.database.reading() as session:
        assert [entry.thing for entry in log.entries(session, event="reply_disowned")] == ["reply_link/1"]
    read_everywhere(training)


def test_the_verbs_themselves_refuse_one_person_and_what_is_decided(training: Site, link: str) -> None:
    """Also who recorded it and works for another organisation by now."""
    assert recorded(training, OTHER_EDITOR).status_code == 403
    recorded(training)
    with training.database.writing() as session:
        one = session.exec(select(Disavowal)).one()
        editor, near, other = (training.viewer(session, who) for who in (EDITOR, REVIEWER, OTHER_REVIEWER))
        with pytest.raises(Forbidden):
            record(session, other, session.get_one(Reply, one.reply_id), "shkresa", KeptFile("a" * 64, "a.pdf", "", 1))
        for viewer in (near, replace(editor, roles=other.roles, organisation_id=other.organisation_id)):
            with pytest.raises(Forbidden):
                confirm(session, viewer, one)
            assert not one.may_be_decided(viewer)
        with pytest.raises(Forbidden):
            withdraw(session, near, one)
        confirm(session, other, one)
        for verb in (confirm, withdraw):
            with pytest.raises(Refusal):
                verb(session, other, one)
        with pytest.raises(Missing):
            seen_by(session, editor, one.id or 0)


def test_a_redaction_leaves_that_it_was_said(training: Site, link: str) -> None:
    asked = recorded(training, source="shkresa e Filan Fistekut")
    assert asked.status_code == 422
    recorded(training, source="shkresa e Filan Fistekut", **ticks(asked.text))
    decided(training, OTHER_REVIEWER)
    with training.database.writing() as session:
        by, other = (training.viewer(session, who).actor for who in (EDITOR, COORDINATOR))
        redacted(session, session.exec(select(Disavowal)).one(), by, other, reason="emër privat")
    assert faults(training) == []
    assert (found(training).source, found(training).file_name) == (history.REMOVED, "")
    assert SAID in words(training.client().get("/kontratat/shembull-2023/1.2").text)
    assert not re.search("Filan", training.client().get("/ndryshimet").text)


def test_a_row_past_the_program_is_found(training: Site, link: str) -> None:
    columns = "reply_id, link_id, source, file_sha256, file_name, state, recorded_at, said_at"
    values = "id, link_id, 'x', '', '', 'public', given_at, given_at"
    sql(training, f"INSERT INTO disavowal ({columns}) SELECT {values} FROM reply")  # noqa: S608
    assert any(what.startswith("disavowal ") for what in faults(training))
