"""The municipality's right of reply: the link, the reply, and what comes of it."""

import re
from datetime import UTC, date, datetime, timedelta
from typing import Any
from unittest.mock import patch

import httpx
import pytest
import sqlalchemy as sa
from sqlmodel import col, select

from pop_tracker import history, verification
from pop_tracker.accounts.models import Person
from pop_tracker.monitoring.models import Assessment, Round, RoundState
from pop_tracker.monitoring.replies.links import ReplyLink
from pop_tracker.monitoring.replies.replies import ONLINE, Reply, ReplyFile
from pop_tracker.monitoring.report.contents import report_of
from pop_tracker.monitoring.report.files import made
from pop_tracker.monitoring.report.formats import ReportFormat
from pop_tracker.monitoring.scale import Status
from pop_tracker.web import pictures
from pop_tracker.web.i18n import today
from pop_tracker.web.i18n import words as words_in
from pop_tracker.web.mail import Refused
from pop_tracker.web.working_days import after_working_days
from tests.accounts.play import mails as letters
from tests.browse.play import sheet
from tests.cast import COORDINATOR, EDITOR, OTHER_BOTH, OTHER_EDITOR, OTHER_REVIEWER, REVIEWER, SECOND_EDITOR
from tests.conftest import Site
from tests.contracts.play import hidden
from tests.history.redacting import redacted
from tests.monitoring import play
from tests.monitoring.hearing import (
    PAPER,
    SAID,
    at_the_municipality,
    complete,
    days_pass,
    link_in_letter,
    say,
    send,
    shown,
)
from tests.monitoring.play import HTML, NEW, PDF, PNG, assessment, decide, finish, open_round, publish, write
from tests.pages import words as plain
from tests.plans.consultations import picture

PICTURE = ("files", ("foto.png", PNG, "image/png"))


def rows(site: Site) -> list[Reply]:
    with site.database.reading() as session:
        return list(session.exec(select(Reply).order_by(col(Reply.id))))


def held(site: Site, round_id: int) -> Round:
    with site.database.reading() as session:
        return session.get_one(Round, round_id)


# --- the link


def test_the_letter_brings_the_link_and_the_term_begins(training: Site, round_id: int) -> None:
    before = len(letters(training))
    answer = send(training, round_id)
    assert (answer.status_code, answer.headers["location"]) == (303, f"/puna/raundet/{round_id}/pergjigjja")
    (letter,) = letters(training)[before:]
    assert letter["To"] == "kabineti@bashkia-shembull.example"
    found, until = held(training, round_id), after_working_days(today(), 10)
    assert (found.state, found.reply_from, found.reply_until) == (RoundState.REPLY, today(), until)
    text = letter.get_content()
    assert link_in_letter(training) in text
    with training.database.reading() as session:
        person = session.exec(select(Person).where(Person.email == EDITOR)).one()
    assert letter["Reply-To"] == EDITOR
    for reached in (person.name, "+355 69 123 4567", "Pa kodin, kush ka lidhjen nuk mund të përgjigjet"):
        assert reached in " ".join(text.split())
    assert person.phone == "+355 69 123 4567"
    page = training.client(EDITOR).get(f"/puna/raundet/{round_id}/pergjigjja").text
    assert "Kabineti i kryetarit" in page
    assert "ka kohë deri më" in page


def test_the_letter_is_in_english_where_that_was_chosen(training: Site, round_id: int) -> None:
    assert send(training, round_id, language="en").status_code == 303
    letter = letters(training)[-1]
    assert letter["Subject"].startswith("Right of reply")
    assert "/en/pergjigje/" in letter.get_content()
    assert "Good day!" in letter.get_content()


def test_nobody_who_works_here_ever_sees_the_secret(training: Site, round_id: int, link: str) -> None:
    secret = link.rsplit("/", 1)[1]
    for who in (EDITOR, SECOND_EDITOR, COORDINATOR, REVIEWER):
        for path in (f"/puna/raundet/{round_id}", f"/puna/raundet/{round_id}/pergjigjja"):
            assert secret not in training.client(who).get(path).text
    with training.database.reading() as session:
        assert secret not in str(session.exec(select(ReplyLink)).one().model_dump())


def test_the_term_is_counted_in_working_days_as_the_round_says(training: Site, round_id: int) -> None:
    send(training, round_id, days="15")
    assert held(training, round_id).reply_until == after_working_days(today(), 15)
    assert held(training, round_id).reply_days == 15


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"office": ""}, "Plotësojeni këtë fushë."),
        ({"office": "x" * 161}, "Teksti është tepër i gjatë"),
        ({"days": ""}, "Plotësojeni këtë fushë."),
        ({"days": "4"}, "Shkruani një numër nga 5 deri në 60."),
        ({"days": "61"}, "Shkruani një numër nga 5 deri në 60."),
        ({"phone": ""}, "Plotësojeni këtë fushë."),
        ({"phone": "telefono"}, "Shkruani një numër telefoni"),
        ({"language": "de"}, "Zgjidhni një nga mundësitë e dhëna."),
        ({"days": "dhjetë"}, "Shkruani një numër nga 5 deri në 60."),
    ],
)
def test_bad_input_sends_nothing(training: Site, round_id: int, fields: dict[str, str], words: str) -> None:
    answer = send(training, round_id, **fields)
    assert answer.status_code == 422
    assert words in answer.text
    assert letters(training) == []
    assert held(training, round_id).reply_until is None


def test_nothing_is_sent_while_a_verdict_is_undone(training: Site) -> None:
    round_id = open_round(training)
    answer = send(training, round_id)
    assert answer.status_code == 422
    assert "Ende pa përfunduar" in answer.text
    assert letters(training) == []


@pytest.mark.parametrize("who", [OTHER_EDITOR, OTHER_BOTH, REVIEWER])
def test_only_who_follows_the_municipality_sends_it(training: Site, round_id: int, who: str) -> None:
    assert send(training, round_id, who=who).status_code in (403, 404)
    assert letters(training) == []


@pytest.mark.both
def test_the_same_form_sent_twice_sends_one_letter(training: Site, round_id: int) -> None:
    for _ in range(2):
        assert send(training, round_id, nonce="n" * 22).status_code == 303
    assert len(letters(training)) == 1


def test_a_new_link_replaces_one_that_went_astray(training: Site, round_id: int, link: str) -> None:
    say(training, link)
    complete(training, link)
    until = held(training, round_id).reply_until
    assert send(training, round_id, days="5").status_code == 303
    newer = link_in_letter(training)
    assert newer != link
    for path in (link, f"{link}/zotimi/1.2"):
        assert training.client().get(path).status_code == 410
    assert "nuk vlen më" in training.client().get(link).text
    client = training.client()
    client.get("/hyrje")
    token = client.cookies.get("pop_csrf", "")
    assert client.post(f"{link}/zotimi/1.2", data={"_csrf_token": token, "text": "x"}).status_code == 410
    # What was written stays, and is the newer link's to change; the term is not shorter, and not closed by the old.
    assert "Punimet nuk kanë mbaruar ende." in training.client().get(newer).text
    assert held(training, round_id).reply_until == until
    assert publish(training, round_id).status_code == 422
    assert say(training, newer, "Mbaruan.").status_code == 303
    assert [row.text for row in rows(training)] == ["Mbaruan."]


def test_a_letter_that_was_not_taken_is_told_and_sent_anew(training: Site, round_id: int) -> None:
    assert send(training, round_id).status_code == 303
    with patch("pop_tracker.web.mail.send", side_effect=Refused("550 no such mailbox")):
        training.deliver()
    path = f"/puna/raundet/{round_id}/pergjigjja"
    page = training.client(EDITOR).get(path).text
    assert "Emaili nuk u dërgua" in page
    assert "550 no such mailbox" in page
    assert send(training, round_id).status_code == 303
    training.deliver()
    page = training.client(EDITOR).get(path).text
    assert "Emaili nuk u dërgua" not in page
    assert "u dërgua më" in page


def test_opening_the_link_uses_nothing_up_and_is_kept_by_nobody(training: Site, link: str) -> None:
    for _ in range(3):
        page = training.client().get(link)
        assert page.status_code == 200
    assert page.headers["cache-control"] == "no-store"
    assert "noindex" in page.headers["x-robots-tag"]
    assert page.headers.get_list("referrer-policy") == ["no-referrer"]


def test_the_link_shows_method_verdicts_reasons_and_evidence(training: Site, link: str) -> None:
    page = training.client().get(link).text
    for words in ("Fokus grupe dhe verifikime.", "Punimet përfunduan.", "U pa në vend.", "adresuar plotësisht"):
        assert words in page
    for name in ("Anila", "Drita"):
        assert name not in page
    assert "Send" not in page
    assert "You have until" in training.client().get(f"/en{link}").text


def test_the_municipality_reads_in_a_frame_of_its_own_what_it_has_answered(training: Site, link: str) -> None:
    """No menu leads away. What is not fully addressed stands open; what was answered says so."""
    page = training.client().get(link).text
    for away in ('href="/zotimet"', 'href="/bashkite"', 'href="/hyrje"', 'href="/ndryshimet"'):
        assert away not in page.split("<body>")[1]
    assert "Ju u përgjigjët për 0 nga 10 zotime." in page
    assert page.count('<details class="fold') == 10
    assert '<details class="fold fold--open" id="zotimi-1.2">' in page  # fully addressed: closed on a phone
    say(training, link)
    page = training.client().get(link).text
    assert "Ju u përgjigjët për 1 nga 10 zotime." in page
    assert page.count("u përgjigjët</span>") == 2  # in the outline and at the fold
    assert "You have replied on 1 of 10 commitments." in training.client().get(f"/en{link}").text
    for path in (f"{link}/zotimi/1.2", f"{link}/e-plote", "/pergjigje/nuk-ka"):
        assert 'href="/bashkite"' not in training.client().get(path).text


def test_what_is_not_fully_addressed_stands_open(training: Site) -> None:
    round_id = open_round(training)
    play.sent(training, round_id, "1.4", status="partially_addressed")
    play.write_rest(training, round_id)
    send(training, round_id)
    page = training.client().get(link_in_letter(training)).text
    assert re.findall(r'<details class="fold fold--open" id="zotimi-([\w.]+)" open>', page) == ["1.4"]


@pytest.mark.both
def test_the_link_opens_its_own_round_alone(training: Site, round_id: int, link: str) -> None:
    other = approved_elsewhere(training)
    page = training.client().get(link).text
    assert "Bashkia Provë" not in page
    assert say_raw(training, link, "9.9").status_code == 404
    assert training.client().get(f"{link}/zotimi/2.9").status_code == 404
    say(training, other, place="1.1", files=[PAPER])
    with training.database.reading() as session:
        (sha256,) = session.exec(select(ReplyFile.sha256)).all()
    assert training.client().get(f"{other}/skedari/{sha256}").status_code == 200
    assert training.client().get(f"{link}/skedari/{sha256}").status_code == 404


def approved_elsewhere(site: Site) -> str:
    """A link to the draft round of another municipality."""
    opened = site.form(site.client(OTHER_EDITOR), "/puna/raundet/i-ri", **{**NEW, "contract": "prove-2023"})
    round_id = int(opened.headers["location"].rsplit("/", 1)[1])
    with patch.object(play, "heard"):
        finish(site, round_id, author=OTHER_EDITOR, reviewer=OTHER_REVIEWER)
    assert send(site, round_id, who=OTHER_EDITOR).status_code == 303
    return link_in_letter(site)


def say_raw(site: Site, link: str, place: str, **fields: Any) -> httpx.Response:
    return site.form(at_the_municipality(site, link), link, post_to=f"{link}/zotimi/{place}", **{"text": "x", **fields})


def test_unknown_links_are_missing_and_soon_limited(training: Site) -> None:
    client = training.client()
    assert client.get("/pergjigje/nuk-ekziston").status_code == 404
    for _ in range(20):
        client.get("/pergjigje/nuk-ekziston")
    assert client.get("/pergjigje/nuk-ekziston").status_code == 429


@pytest.mark.parametrize("who", [EDITOR, OTHER_EDITOR, REVIEWER, COORDINATOR])
def test_nobody_who_is_signed_in_speaks_for_the_municipality(training: Site, link: str, who: str) -> None:
    client = training.client(who)
    assert "dilni së pari" in client.get(link).text
    assert client.get(f"{link}/zotimi/1.2").status_code == 303
    assert training.form(client, link, post_to=f"{link}/zotimi/1.2", text="x").status_code == 403
    assert training.form(client, link, post_to=f"{link}/e-plote").status_code == 403
    assert rows(training) == []


# --- the reply


def test_a_reply_is_kept_and_may_be_changed_and_taken_back(training: Site, link: str) -> None:
    answer = say(training, link, files=[PAPER, PICTURE])
    assert (answer.status_code, answer.headers["location"]) == (303, f"{link}#zotimi-1.2")
    page = training.client().get(link).text
    assert "Mbarojnë në pranverë." in page
    assert "akti.pdf" in page
    with training.database.reading() as session:
        paper, picture = session.exec(select(ReplyFile).order_by(col(ReplyFile.id))).all()
    say(training, link, "Mbaruan.", without=str(paper.id))
    (row,) = rows(training)
    assert row.text == "Mbaruan."
    with training.database.reading() as session:
        assert [file.id for file in session.exec(select(ReplyFile))] == [picture.id]
    say(training, link, "")
    assert rows(training) == []


def test_one_may_reply_in_general_and_to_each(training: Site, link: str) -> None:
    assert say(training, link, "Faleminderit.", "ne-pergjithesi").status_code == 303
    say(training, link)
    assert [(row.text, row.commitment_id is None) for row in rows(training)] == [("Faleminderit.", True), (SAID, False)]


@pytest.mark.both
def test_the_same_reply_sent_twice_is_one(training: Site, link: str) -> None:
    for _ in range(2):
        assert say(training, link, nonce="n" * 22).status_code == 303
    assert len(rows(training)) == 1


def test_two_at_the_municipality_lose_nothing(training: Site, link: str) -> None:
    client = at_the_municipality(training, link)
    opened = dict(re.findall(r'name="(version|nonce)" value="([^"]*)"', client.get(f"{link}/zotimi/1.2").text))
    say(training, link, "Nga kabineti.")
    answer = training.form(client, f"{link}/zotimi/1.2", **{**opened, "text": "Nga drejtoria."})
    assert answer.status_code == 409
    assert "Nga kabineti." in answer.text
    assert "Nga drejtoria." in answer.text
    assert [row.text for row in rows(training)] == ["Nga kabineti."]


@pytest.mark.parametrize(
    ("text", "files", "words"),
    [
        ("", None, "Shkruani përgjigjen."),
        ("   ", None, "Shkruani përgjigjen."),
        ("x" * 8001, None, "Teksti është tepër i gjatë"),
        ("a\x00b", None, "nuk lexohen"),
        ("Shihni aktin.", [("files", ("akti.pdf", HTML, "application/pdf"))], "Pranohen vetëm PDF"),
        ("Shihni aktin.", [("files", ("akti.pdf", b"", "application/pdf"))], "Skedari është bosh."),
        ("Shihni aktet.", [PAPER] * 11, "Më së shumti 10 skedarë"),
    ],
)
def test_bad_input_is_told_and_what_was_typed_stays(training: Site, link: str, text: str, files: Any, words: str
                                                    ) -> None:  # fmt: skip
    answer = say(training, link, text, files=files)
    assert answer.status_code == 422
    assert words in answer.text
    assert text.strip()[:40].replace("\x00", "\ufffd") in answer.text
    assert rows(training) == []


def test_a_reply_has_at_most_ten_files(training: Site, link: str) -> None:
    say(training, link, files=[PAPER] * 10)
    answer = say(training, link, files=[PICTURE])
    assert answer.status_code == 422
    assert "Më së shumti 10 skedarë" in answer.text


def test_complete_closes_it_until_publication(training: Site, round_id: int, link: str) -> None:
    early = complete(training, link)
    assert early.status_code == 422
    assert "Shkruani së pari një përgjigje" in early.text
    say(training, link)
    assert publish(training, round_id).status_code == 422
    for _ in range(2):
        assert complete(training, link).status_code == 303
    assert say_raw(training, link, "1.2", text="Tjetër.").status_code == 422
    assert [row.text for row in rows(training)] == [SAID]


def test_complete_leaves_the_municipality_three_working_days(training: Site, round_id: int, link: str) -> None:
    say(training, link)
    asked = at_the_municipality(training, link).get(f"{link}/e-plote").text
    assert "Afati vazhdon: keni kohë deri më" in asked
    assert complete(training, link).status_code == 303
    last = after_working_days(today(), 3)
    early = publish(training, round_id)
    assert early.status_code == 422
    assert f"Raundi botohet pas datës {last:%d.%m.%Y}" in early.text
    assert "ka kohë të përgjigjet" not in early.text
    assert words_in("sq").date(last + timedelta(days=1)) in asked
    assert f"pas datës {words_in('sq').date(last)}" in training.client(EDITOR).get(f"/puna/raundet/{round_id}").text
    over = next(n for n in range(15) if after_working_days(today() - timedelta(days=n), 3) < today())
    days_pass(training, round_id, over - 1)
    assert publish(training, round_id).status_code == 422
    days_pass(training, round_id, 1)
    assert publish(training, round_id).status_code == 303


def test_readers_see_the_term_that_was_given_and_the_day_it_was_said_complete(
    training: Site, round_id: int, link: str
) -> None:
    say(training, link)
    complete(training, link)
    days_pass(training, round_id, 8)
    until, number = held(training, round_id).reply_until, held(training, round_id).number
    assert until
    assert until > today()
    assert publish(training, round_id).status_code == 303
    given, said = (words_in("sq").date(day) for day in (until, today()))
    told = f"Kishte kohë deri më {given}; përgjigjen e tha të plotë më {said}."
    client = training.client()
    for path in (f"/raportet/shembull-2023/{number}", "/kontratat/shembull-2023/2.1"):
        assert told in plain(client.get(path).text)
    with training.database.reading() as session:
        report = report_of(session, "shembull-2023", number)
        assert report
        assert told in plain(made(report, "sq", ReportFormat.HTML, "https://shembull.example").decode())
        (entry,) = history.entries(session, limit=1)
    assert entry.content
    assert entry.content["state"]["reply_complete_on"] == today().isoformat()
    assert entry.content["state"]["reply_until"] == until.isoformat()
    (reply,) = (one for one in client.get("/api/v1/replies").json()["items"] if one["text"] == SAID)
    assert (reply["until"], reply["complete_on"]) == (until.isoformat(), today().isoformat())
    (row,) = sheet(training, "/pergjigjet.csv")
    assert (row["afati i përgjigjes"], row["u tha e plotë më"]) == (until.isoformat(), today().isoformat())


def test_after_the_term_and_before_publication_it_is_still_taken(training: Site, round_id: int, link: str) -> None:
    days_pass(training, round_id)
    assert "Afati kaloi" in training.client().get(link).text
    assert say(training, link).status_code == 303
    assert publish(training, round_id).status_code == 303
    page = training.client().get("/kontratat/shembull-2023/1.2").text
    assert "Punimet nuk kanë mbaruar ende." in page
    assert "pas afatit" in page


def test_without_a_reply_the_round_waits_for_the_term(training: Site, round_id: int, link: str) -> None:
    assert publish(training, round_id).status_code == 422
    days_pass(training, round_id)
    assert publish(training, round_id).status_code == 303
    page = training.client().get("/kontratat/shembull-2023/1.2").text
    assert "Bashkia nuk u përgjigj. Kishte kohë deri më " in page


# --- what comes of it


def test_a_verdict_changes_only_after_a_reply_and_needs_a_second_person(
    training: Site, round_id: int, link: str
) -> None:
    row = assessment(training, round_id, "1.2")
    client, back = training.client(EDITOR), f"/puna/vleresimet/{row.id}/draft"
    assert training.form(client, "/puna", post_to=back).status_code == 422
    say(training, link)
    assert training.form(client, "/puna", post_to=back).status_code == 303
    # The municipality reads that it is looked at again, and nothing of what is being written.
    path = f"/puna/raundet/{round_id}/vleresimet/1.2"
    version = assessment(training, round_id, "1.2").version
    fields = {"status": "partially_addressed", "reason": "Punimet vazhdojnë.", "version": str(version)}
    assert write(training, client, path, **fields).status_code == 303
    page = training.client().get(link).text
    assert "po rishikohet pas" in page
    assert "Punimet vazhdojnë." not in page
    assert say(training, link, "").status_code == 422  # its reply led there: it stays
    days_pass(training, round_id)
    assert publish(training, round_id).status_code in (404, 422)  # not approved yet
    assert decide(training, row.id or 0, who=EDITOR).status_code == 403
    assert "Punimet nuk kanë mbaruar ende." in training.client(REVIEWER).get(f"/puna/rishikimi/{row.id}").text
    assert decide(training, row.id or 0).status_code == 303
    assert publish(training, round_id).status_code == 303
    after = assessment(training, round_id, "1.2")
    assert (after.status, after.before_reply) == (Status.PARTIALLY_ADDRESSED, Status.FULLY_ADDRESSED)
    public = training.client().get("/kontratat/shembull-2023/1.2").text
    assert "U ndryshua pas përgjigjes së bashkisë: nga “adresuar plotësisht” në “adresuar pjesërisht”." in public
    with training.database.reading() as session:
        assert list(verification.verify(session)) == []


@pytest.mark.both
def test_a_reply_becomes_public_with_the_round_word_for_word(training: Site, round_id: int, link: str) -> None:
    say(training, link, files=[PAPER])
    say(training, link, "<b>Faleminderit</b>", "ne-pergjithesi")
    with training.database.reading() as session:
        sha256 = session.exec(select(ReplyFile.sha256)).one()
    anyone = training.client()
    assert "Punimet nuk kanë mbaruar" not in anyone.get("/kontratat/shembull-2023/1.2").text
    assert anyone.get(f"/pergjigjet/{sha256}").status_code == 404
    assert training.client(OTHER_EDITOR).get(f"/pergjigjet/{sha256}").status_code == 404
    assert training.client(SECOND_EDITOR).get(f"/pergjigjet/{sha256}").status_code == 200
    days_pass(training, round_id)
    assert publish(training, round_id).status_code == 303
    page = training.client().get("/kontratat/shembull-2023/1.2").text
    for words in ("Punimet nuk kanë mbaruar ende.", "Mbarojnë në pranverë.", "Kabineti i kryetarit", "akti.pdf"):
        assert words in page
    assert "kabineti@bashkia-shembull.example" not in page
    download = anyone.get(f"/pergjigjet/{sha256}")
    assert download.content == PDF
    assert download.headers["content-disposition"].startswith("attachment")
    with training.database.reading() as session:
        (entry,) = history.entries(session, limit=1)
        assert entry.content
        replies = entry.content["state"]["replies"]
        assert [(one["commitment"], one["office"]) for one in replies] == [
            ("1.2", "Kabineti i kryetarit"), (None, "Kabineti i kryetarit")
        ]  # fmt: skip
        assert list(verification.verify(session)) == []


@pytest.mark.both
def test_a_picture_of_a_reply_is_shown_to_whoever_may_see_it(training: Site, round_id: int, link: str) -> None:
    say(training, link, files=[PICTURE])
    with training.database.reading() as session:
        sha256 = session.exec(select(ReplyFile.sha256)).one()
    mayor = at_the_municipality(training, link)
    small = mayor.get(f"{link}/skedari/{sha256}/e-vogel")
    assert (small.status_code, small.headers["content-type"]) == (200, "image/jpeg")
    path, anyone = f"/pergjigjet/{sha256}/e-vogel", training.client()
    assert (anyone.get(path).status_code, training.client(SECOND_EDITOR).get(path).status_code) == (404, 200)
    days_pass(training, round_id)
    publish(training, round_id)
    assert anyone.get(path).content == small.content


def test_a_picture_of_a_reply_that_was_made_smaller_says_so(
    training: Site, round_id: int, link: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pictures, "AREA", 600)
    say(training, link, files=[("files", ("foto.jpg", picture(size=(60, 40)), "image/jpeg"))])
    told = "e zvogëluar nga 40 × 60 pikselë"
    assert told in at_the_municipality(training, link).get(link).text
    days_pass(training, round_id)
    publish(training, round_id)
    assert told in training.client().get("/kontratat/shembull-2023/1.2").text
    with training.database.reading() as session:
        (entry,) = history.entries(session, limit=1)
        assert entry.content
        assert entry.content["state"]["replies"][0]["files"][0]["reduced_from"] == "40x60"
        assert list(verification.verify(session)) == []


@pytest.mark.both
def test_a_late_reply_is_public_at_once_and_stays(training: Site, round_id: int, link: str) -> None:
    say(training, link, "E para.")
    days_pass(training, round_id)
    publish(training, round_id)
    assert say(training, link, "E dyta.", files=[PAPER]).status_code == 303
    assert say(training, link, "E treta.").status_code == 303
    assert [(row.text, row.is_late) for row in rows(training)] == [
        ("E para.", False), ("E dyta.", True), ("E treta.", True)
    ]  # fmt: skip
    page = training.client().get("/kontratat/shembull-2023/1.2").text
    assert page.index("E para.") < page.index("E dyta.") < page.index("E treta.")
    assert "pas botimit" in page
    with training.database.reading() as session:
        (entry,) = history.entries(session, limit=1)
        assert (entry.row.verb, entry.row.kind, entry.source) == ("reply.add", "reply", ONLINE)
        assert (entry.row.organisation, entry.row.approver) == ("organizata-a", None)
        assert entry.row.path == "/kontratat/shembull-2023/1.2"
        assert list(verification.verify(session)) == []


@pytest.mark.both
def test_a_late_reply_is_read_before_it_is_public(training: Site, round_id: int, link: str) -> None:
    days_pass(training, round_id)
    publish(training, round_id)
    client, path = at_the_municipality(training, link), f"{link}/zotimi/1.2"
    page = client.get(path)
    assert f'action="{path}"' in page.text
    assert f"{path}/botim" not in page.text
    typed = {"text": "E para <b>fjalë</b>.\n\nE dyta.", "nonce": hidden(page, "nonce")}
    asked = training.form(client, path, files=[PAPER, PICTURE], **typed)
    assert asked.status_code == 200
    assert asked.headers["referrer-policy"] == "no-referrer"
    for one in ("E para &lt;b&gt;fjalë&lt;/b&gt;.", "E dyta.", "akti.pdf", "Kabineti i kryetarit", "pas botimit",
                "nuk ndryshohet më"):  # fmt: skip
        assert one in plain(asked.text)
    assert f'action="{path}/botim"' in asked.text
    assert rows(training) == []
    # In English too; and an address alone publishes nothing.
    english = training.form(client, f"/en{path}", **typed)
    assert "It becomes public at once and can no longer be changed." in plain(english.text)
    assert client.get(f"{path}/botim").status_code == 405

    # Who says no has all that they typed and chose, and may leave a file out.
    carried = shown(asked)
    back = training.form(client, path, **{**carried, "kthehuni": "po"})
    assert back.status_code == 200
    assert rows(training) == []
    assert "E para &lt;b&gt;fjalë&lt;/b&gt;." in back.text
    assert shown_names(back) == ["akti.pdf", PICTURE[1][0]]
    without = carried["carried"][1].partition(":")[0]
    again = training.form(client, path, **{**carried, "text": "E treta.", "without": without})
    assert [name for name in ("akti.pdf", PICTURE[1][0]) if name in again.text] == ["akti.pdf"]

    for _ in range(2):  # sent twice it is one
        sent = training.form(client, path, post_to=f"{path}/botim", **shown(again))
        assert (sent.status_code, sent.headers["location"]) == (303, f"{link}#zotimi-1.2")
    assert [(row.text, row.is_late) for row in rows(training)] == [("E treta.", True)]
    assert training.form(client, path, **typed).status_code == 303  # and the form before it was that one
    public = training.client().get("/kontratat/shembull-2023/1.2").text
    assert "E treta." in public
    assert "akti.pdf" in public
    assert PICTURE[1][0] not in public


def shown_names(page: httpx.Response) -> list[str]:
    return [name.rsplit(":", 1)[1] for name in re.findall(r'name="carried" value="([^"]*)"', page.text)]


def test_a_page_that_was_opened_before_publication_asks_too(training: Site, round_id: int, link: str) -> None:
    """Whoever sends it believes that it may still be changed."""
    client, path = at_the_municipality(training, link), f"{link}/zotimi/1.2"
    opened = dict(re.findall(r'name="(version|nonce)" value="([^"]*)"', client.get(path).text))
    # Before publication nothing is published by that door.
    early = training.form(client, path, post_to=f"{path}/botim", **{**opened, "text": "Herët."})
    assert (early.status_code, early.headers["location"]) == (303, path)
    assert rows(training) == []
    days_pass(training, round_id)
    publish(training, round_id)
    asked = training.form(client, path, **{**opened, "text": "Nga kabineti."})
    assert asked.status_code == 200
    assert "Bëhet publike menjëherë" in plain(asked.text)
    assert rows(training) == []


@pytest.mark.parametrize("broken", ["seal", "sha256"])
def test_a_late_reply_carries_no_file_that_did_not_come_through_its_link(
    training: Site, round_id: int, link: str, broken: str
) -> None:
    days_pass(training, round_id)
    publish(training, round_id)
    client, path = at_the_municipality(training, link), f"{link}/zotimi/1.2"
    fields = {"text": "Fjalë.", "nonce": hidden(client.get(path), "nonce")}
    asked = training.form(client, path, files=[PAPER], **fields)
    carried = shown(asked)
    sha256, seal, name = carried["carried"][0].split(":")
    other = f"{sha256}:{'0' * 64}:{name}" if broken == "seal" else f"{'0' * 64}:{seal}:{name}"
    for door in (path, f"{path}/botim"):
        sent = training.form(client, path, post_to=door, **{**carried, "carried": [other]})
        assert sent.status_code == 422
        assert "Skedari që ngarkuat më parë nuk ruhet më." in plain(sent.text)
    assert rows(training) == []


def test_who_works_here_publishes_no_reply(training: Site, round_id: int, link: str) -> None:
    days_pass(training, round_id)
    publish(training, round_id)
    path = f"{link}/zotimi/1.2"
    for door in (path, f"{path}/botim"):
        sent = training.form(training.client(EDITOR), "/puna", post_to=door, text="x", nonce="n" * 22)
        assert sent.status_code == 403
    assert rows(training) == []


def test_a_late_reply_stands_in_the_report_with_its_own_day(training: Site, round_id: int, link: str) -> None:
    """That of the reply, not of the term or of publication; in the page and in the file."""
    say(training, link, "E para.")
    days_pass(training, round_id)
    publish(training, round_id)
    say(training, link, "E dyta.", files=[PAPER])
    with training.database.writing() as session:
        late = sa.update(Reply).where(col(Reply.is_late))
        session.exec(late.values(given_at=datetime(2099, 2, 9, 10, tzinfo=UTC)))
    with training.database.reading() as session:
        report = report_of(session, "shembull-2023", 2)
    assert report is not None
    page = plain(training.client().get(report.path).text)
    early, late_one = (page.split(text)[1][:200] for text in ("E para.", "E dyta."))
    assert "Kabineti i kryetarit, 9 shkurt 2099" in late_one
    assert "9 shkurt 2099" not in early.split("E dyta.")[0]
    assert page.index("pas botimit") > page.index("E para.")
    file = plain(made(report, "sq", ReportFormat.HTML, "https://shembull.example").decode())
    assert "9 shkurt 2099" in file.split("E dyta.")[1][:200]
    assert "9 shkurt 2099" not in file.split("E dyta.")[0]


def test_late_replies_come_to_an_end(training: Site, round_id: int, link: str) -> None:
    days_pass(training, round_id)
    publish(training, round_id)
    with patch("pop_tracker.monitoring.replies.replies.MOST_LATE", 1):
        assert say(training, link, "E para.").status_code == 303
        assert say(training, link, "E dyta.").status_code == 422
    assert say(training, link, "").status_code == 422


def test_what_is_sent_past_the_page_that_asks_is_counted_too(training: Site, round_id: int, link: str) -> None:
    days_pass(training, round_id)
    publish(training, round_id)
    path = f"{link}/zotimi/1.2"
    with patch("pop_tracker.monitoring.pages.reply_writing.MOST_SENT", 1):
        for status in (303, 422):
            client = at_the_municipality(training, link)
            nonce = hidden(client.get(path), "nonce")
            sent = training.form(client, path, post_to=f"{path}/botim", text=f"Fjalë {status}.", nonce=nonce)
            assert sent.status_code == status
    assert "Prisni një orë" in plain(sent.text)
    assert [row.text for row in rows(training)] == ["Fjalë 303."]


def test_a_redaction_takes_the_words_of_both(training: Site, round_id: int, link: str) -> None:
    say(training, link, "Fjalë në kohë.", files=[PAPER])
    days_pass(training, round_id)
    publish(training, round_id)
    say(training, link, "Fjalë të mëvonshme.", files=[PICTURE])
    with training.database.writing() as session:
        by, other = (training.viewer(session, who).actor for who in (EDITOR, COORDINATOR))
        late = session.exec(select(Reply).where(col(Reply.is_late))).one()
        for thing in (late, session.get_one(Round, round_id)):
            redacted(session, thing, by, other, reason="emër privat")
    with training.database.reading() as session:
        assert {row.text for row in session.exec(select(Reply))} == {"(hequr)"}
        assert session.exec(select(ReplyFile)).all() == []
        assert list(verification.verify(session)) == []
    page = training.client().get("/kontratat/shembull-2023/1.2").text
    assert "Fjalë në kohë." not in page
    assert "Fjalë të mëvonshme." not in page


def test_of_a_round_that_asked_nobody_nothing_is_claimed(training: Site) -> None:
    with training.database.reading() as session:
        seeded = session.exec(select(Round).where(Round.state == RoundState.PUBLISHED)).first()
        assert seeded is not None
        assert seeded.reply_until is None
    page = training.client().get("/kontratat/shembull-2023/1.2").text
    assert "nuk u përgjigj" not in page
    assert send(training, seeded.id or 0).status_code == 422


def test_editors_read_the_reply_where_they_work(training: Site, round_id: int, link: str) -> None:
    say(training, link)
    for path in (f"/puna/raundet/{round_id}", f"/puna/raundet/{round_id}/vleresimet/1.2"):
        assert "Punimet nuk kanë mbaruar ende." in training.client(EDITOR).get(path).text, path


def test_a_lost_link_is_sent_anew_after_publication(training: Site, round_id: int, link: str) -> None:
    days_pass(training, round_id)
    publish(training, round_id)
    until = held(training, round_id).reply_until
    assert send(training, round_id).status_code == 303
    assert held(training, round_id).reply_until == until
    assert "ka botuar këtë raund" in letters(training)[-1].get_content()
    assert say(training, link_in_letter(training), "Tani.").status_code == 303
    with training.database.reading() as session:
        assert list(verification.verify(session)) == []


def test_the_sentence_bears_the_last_day(training: Site, round_id: int, link: str) -> None:
    days_pass(training, round_id)
    with training.database.writing() as session:
        session.exec(sa.update(Round).where(col(Round.id) == round_id).values(reply_until=date(2025, 10, 14)))
    publish(training, round_id)
    for language, said in (
        ("", "Bashkia nuk u përgjigj. Kishte kohë deri më 14 tetor 2025."),
        ("/en", "The municipality did not reply. The municipality had until 14 October 2025."),
    ):
        assert said in training.client().get(f"{language}/kontratat/shembull-2023/1.2").text


def test_verdicts_keep_their_reply_apart(training: Site, round_id: int, link: str) -> None:
    say(training, link, place="1.1")
    days_pass(training, round_id)
    publish(training, round_id)
    assert "Punimet nuk kanë mbaruar ende." not in training.client().get("/kontratat/shembull-2023/1.2").text
    with training.database.reading() as session:
        assert not session.exec(select(Assessment.id).where(col(Assessment.before_reply).is_not(None))).all()
