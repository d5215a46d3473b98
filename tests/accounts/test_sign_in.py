"""Signing in by a link from the mail."""

import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from typing import Any

import pytest
import sqlalchemy as sa
from litestar.testing import TestClient
from sqlmodel import col, select

from pop_tracker.accounts.asked_links import AskedLink, ask
from pop_tracker.accounts.limits import Attempt, attempts_left
from pop_tracker.accounts.log import LogEntry
from pop_tracker.accounts.models import Person, person_by_email
from pop_tracker.accounts.pages.signing_in import DEAD_LINKS_PER_ADDRESS, LINKS_PER_ADDRESS, LINKS_PER_MAILBOX, own_path
from pop_tracker.accounts.signing_in import LINK_LIFE, SignInLink, SignInSession, new_sign_in_link, sign_in
from pop_tracker.jobs import write_asked_links
from pop_tracker.web.cookies import SESSION_COOKIE
from pop_tracker.web.letters import Letter
from tests.accounts.play import mails
from tests.cast import COORDINATOR, EDITOR, REVIEWER, SECOND_EDITOR
from tests.conftest import Site

STRANGER = "askush@askund.example"


def link_in(mail: EmailMessage) -> str:
    found = re.search(r"https?://\S+", mail.get_content())
    assert found
    return found[0]


def send(client: TestClient[Any], path: str, **fields: str) -> Any:
    return client.post(path, data={"_csrf_token": client.cookies.get("pop_csrf", ""), **fields})


@pytest.mark.both
def test_a_link_comes_by_mail_and_signs_in_once(training: Site) -> None:
    client = training.client()
    asked = training.form(client, "/hyrje", email=EDITOR.upper(), pas="/puna/kontratat")
    assert asked.status_code == 200
    (mail,) = mails(training)
    assert mail["To"] == EDITOR
    assert mail["Auto-Submitted"] == "auto-generated"
    assert "Anila Editore" in mail.get_content()
    link = link_in(mail)
    assert link.startswith(training.settings.base_url + "/hyrje/")
    path = link.removeprefix(training.settings.base_url)

    for _ in range(3):  # a scanner opens it, and opens it again
        assert client.get(path).status_code == 200
    assert SESSION_COOKIE not in client.cookies
    entered = send(client, path.partition("?")[0], pas="/puna/kontratat")
    assert (entered.status_code, entered.headers["location"]) == (303, "/puna/kontratat")
    cookie = next(c for c in entered.headers.get_list("set-cookie") if c.startswith(SESSION_COOKIE))
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert "Secure" not in cookie
    assert client.get("/puna").status_code == 200

    again = training.client()
    assert again.get(path).status_code == 410
    again.get("/hyrje")
    used = send(again, path.partition("?")[0])
    assert used.status_code == 410
    assert "nuk vlen më" in used.text


def test_over_https_the_cookie_is_secure(training: Site) -> None:
    site = Site(replace(training.settings, base_url="https://testserver.local"), training.database)
    try:
        with training.database.writing() as session:
            secret = new_sign_in_link(session, _person(session, EDITOR))
        client = site.client()
        entered = training.form(client, f"/hyrje/{secret}")
        assert all("Secure" in cookie for cookie in entered.headers.get_list("set-cookie"))
    finally:
        site.close()


def test_the_host_header_does_not_reach_the_mail(training: Site) -> None:
    client = training.client()
    client.get("/hyrje")
    send(client, "/hyrje", email=EDITOR)
    client.headers["host"] = "evil.example"
    client.headers["x-forwarded-host"] = "evil.example"
    client.post("/hyrje", data={"_csrf_token": client.cookies["pop_csrf"], "email": EDITOR})
    assert mails(training)
    assert all("evil" not in mail.as_string() for mail in mails(training))


def test_the_mail_speaks_the_persons_language(training: Site) -> None:
    with training.database.writing() as session:
        person = _person(session, EDITOR)
        person.language = "en"
        session.add(person)
    training.form(training.client(), "/hyrje", email=EDITOR)
    (mail,) = mails(training)
    assert "This link" in mail.get_content()
    assert link_in(mail).startswith(training.settings.base_url + "/en/hyrje/")


def test_an_unknown_address_gets_the_same_answer_and_no_mail(training: Site) -> None:
    known, unknown = training.client(), training.client()
    answers = [
        training.form(known, "/hyrje", email=EDITOR),
        training.form(unknown, "/hyrje", email=STRANGER),
    ]
    texts = [answer.text.replace(EDITOR, "…").replace(STRANGER, "…") for answer in answers]
    assert texts[0] == texts[1]
    assert len(mails(training)) == 1


def test_asking_is_the_same_work_whether_the_address_is_known_or_not(training: Site) -> None:
    """Who somebody is, is looked up by background work; until then what they wrote lies sealed."""
    client = training.client()
    client.get("/hyrje")
    asked = []
    for email in (EDITOR, STRANGER):
        with training.count_queries() as queries:
            assert send(client, "/hyrje", email=email).status_code == 200
        asked.append([query.split(" FROM ")[0] for query in queries])
    assert asked[0] == asked[1]
    with training.database.reading() as session:
        rows = session.exec(select(AskedLink.sealed)).all()
        assert len(rows) == 2
        assert not any(email in row for email in (EDITOR, STRANGER) for row in rows)
        assert session.exec(select(Letter)).all() == []
    assert len(mails(training)) == 1
    with training.database.reading() as session:
        assert session.exec(select(AskedLink)).all() == []
        assert session.exec(select(LogEntry.event).where(LogEntry.event != "role_given")).all() == ["link_sent"]


@pytest.mark.both
def test_of_two_that_work_at_once_one_answers(training: Site) -> None:
    with training.database.writing() as session:
        for _ in range(5):
            ask(session, training.settings, EDITOR, "")

    def work(_: int) -> None:
        write_asked_links(training.settings, training.database)

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(work, range(2)))
    assert len(mails(training)) == 5


def test_who_asked_long_ago_or_under_another_key_gets_nothing(training: Site) -> None:
    with training.database.writing() as session:
        ask(session, training.settings, EDITOR, "")
        ask(session, replace(training.settings, secret_key="1" * 64), EDITOR, "")
        session.flush()
        session.exec(sa.update(AskedLink).where(col(AskedLink.id) == 1).values(asked_at=datetime.now(UTC) - LINK_LIFE))
    assert mails(training) == []
    with training.database.reading() as session:
        assert session.exec(select(AskedLink)).all() == []


def test_someone_who_left_gets_no_mail(training: Site) -> None:
    with training.database.writing() as session:
        person = _person(session, EDITOR)
        person.left_on = datetime.now(UTC).date()
        session.add(person)
    assert training.form(training.client(), "/hyrje", email=EDITOR).status_code == 200
    assert not mails(training)


@pytest.mark.parametrize("email", ["", "   ", "pa-kerkim", "a@b c", "dy@@kunja.al", "x" * 260 + "@y.al", "a\x00@b.al",
                                   "a@b.al\r\nBcc: c@d.al"])  # fmt: skip
def test_what_is_no_address_is_told_at_the_field(training: Site, email: str) -> None:
    answer = training.form(training.client(), "/hyrje", email=email)
    assert answer.status_code == 422
    assert 'id="email-error"' in answer.text
    assert not mails(training)


def test_a_link_that_expired_is_said_to_be_dead(training: Site) -> None:
    with training.database.writing() as session:
        secret = new_sign_in_link(session, _person(session, EDITOR), life=timedelta(minutes=-1))
    client = training.client()
    assert client.get(f"/hyrje/{secret}").status_code == 410
    client.get("/hyrje")
    assert send(client, f"/hyrje/{secret}").status_code == 410
    assert client.get("/en/hyrje/nonsense").status_code == 410


def test_too_many_links_for_a_mailbox_are_refused_known_or_not(training: Site) -> None:
    for email in (EDITOR, STRANGER):
        client = training.client()
        for _ in range(LINKS_PER_MAILBOX):
            assert training.form(client, "/hyrje", email=email).status_code == 200
        refused = training.form(client, "/hyrje", email=email)
        assert refused.status_code == 429
        assert int(refused.headers["retry-after"]) > 0
        assert "Shumë përpjekje" in refused.text
    assert len(mails(training)) == LINKS_PER_MAILBOX


@pytest.mark.both
def test_a_script_in_an_office_fills_no_table_and_keeps_no_colleague_out(training: Site) -> None:
    """All are answered the same, so that nobody learns by it who has an account."""
    script = training.client()
    script.get("/hyrje")
    told = {send(script, "/hyrje", email=f"a{n}@askund.example").status_code for n in range(LINKS_PER_ADDRESS + 50)}
    assert told == {200}
    with training.database.reading() as session:
        kept = session.exec(select(sa.func.count()).select_from(Attempt)).one()
    assert kept <= 2 * LINKS_PER_ADDRESS + 1
    colleague, stranger = training.client(), training.client()
    answers = [
        training.form(colleague, "/hyrje", email=EDITOR).text.replace(EDITOR, "…"),
        training.form(stranger, "/hyrje", email=STRANGER).text.replace(STRANGER, "…"),
    ]
    assert answers[0] == answers[1]
    training.deliver()  # a hundred at a time
    (mail,) = mails(training)
    assert mail["To"] == EDITOR
    for _ in range(LINKS_PER_MAILBOX + 3):  # nor is a mailbox flooded from there
        assert training.form(colleague, "/hyrje", email=EDITOR).status_code == 200
    assert len(mails(training)) == LINKS_PER_MAILBOX


@pytest.mark.both
@pytest.mark.parametrize("guesses", [200, pytest.param(1000, marks=pytest.mark.long)])
def test_guesses_are_stopped_while_twenty_colleagues_behind_the_same_address_sign_in(
    training: Site, guesses: int
) -> None:
    guesser = training.client()
    guesser.get("/hyrje")
    people = [EDITOR, COORDINATOR, REVIEWER, SECOND_EDITOR] * 5
    answers, entered, pause = [], 0, guesses // 20
    for n in range(guesses):
        answers.append(send(guesser, f"/hyrje/guess{n}").status_code)
        if n % pause == pause - 1:
            with training.database.writing() as session:
                secret = new_sign_in_link(session, _person(session, people[n // pause]))
            colleague = training.client()
            assert training.form(colleague, f"/hyrje/{secret}").status_code == 303
            assert colleague.get("/puna").status_code == 200
            entered += 1
    assert answers == [410] * DEAD_LINKS_PER_ADDRESS + [429] * (guesses - DEAD_LINKS_PER_ADDRESS)
    assert entered == 20
    with training.database.reading() as session:
        events = list(session.exec(select(LogEntry.event)))
    assert events.count("limit_reached") == 1
    assert events.count("signed_in") == 20


def test_without_the_forms_token_nothing_happens(training: Site) -> None:
    assert training.client().post("/hyrje", data={"email": EDITOR}).status_code == 403
    assert not mails(training)


@pytest.mark.parametrize(
    ("asked", "given"),
    [
        ("/puna/kontratat", "/puna/kontratat"),
        ("/puna/x?a=1", "/puna/x?a=1"),
        ("", "/puna"),
        ("https://evil.example", "/puna"),
        ("//evil.example", "/puna"),
        ("/\\evil.example", "/puna"),
        ("/\t/evil.example", "/puna"),
        ("javascript:alert(1)", "/puna"),
        ("/" + "x" * 400, "/puna"),
    ],
)
def test_signing_in_leads_to_our_own_pages_only(asked: str, given: str) -> None:
    assert own_path(asked) == given


def test_signing_in_follows_no_foreign_address(training: Site) -> None:
    with training.database.writing() as session:
        secret = new_sign_in_link(session, _person(session, EDITOR))
    entered = training.form(training.client(), f"/hyrje/{secret}", pas="//evil.example")
    assert entered.headers["location"] == "/puna"


def test_a_closed_door_asks_to_sign_in_first(training: Site) -> None:
    answer = training.client().get("/puna/njerezit")
    assert (answer.status_code, answer.headers["location"]) == (303, "/hyrje?pas=/puna/njerezit")


@pytest.mark.both
def test_signing_out_ends_the_session_itself(training: Site) -> None:
    client = training.client(EDITOR)
    secret = client.cookies[SESSION_COOKIE]
    assert training.form(client, "/dalje").status_code == 303
    other = training.client()
    other.cookies.set(SESSION_COOKIE, secret)
    assert other.get("/puna").status_code == 303


def test_secrets_are_not_in_the_database(training: Site) -> None:
    with training.database.writing() as session:
        secret = new_sign_in_link(session, _person(session, COORDINATOR))
    with training.database.reading() as session:
        kept = [*session.exec(select(SignInLink.token_hash)), *session.exec(select(SignInSession.token_hash))]
    assert kept
    assert secret not in kept


@pytest.mark.both
def test_of_two_uses_at_once_one_signs_in(training: Site) -> None:
    with training.database.writing() as session:
        secret = new_sign_in_link(session, _person(session, EDITOR))

    def use(_: int) -> bool:
        with training.database.writing() as session:
            return sign_in(session, secret) is not None

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(use, range(8))) == 1
    with training.database.reading() as session:
        assert session.exec(select(sa.func.count()).select_from(SignInSession)).one() == 1


def _person(session: Any, email: str) -> Person:
    person = person_by_email(session, email)
    assert person is not None
    return person


@pytest.mark.both
def test_attempts_at_the_same_moment_are_counted_one_by_one(training: Site) -> None:
    def attempt(_: int) -> bool:
        with training.database.writing() as session:
            return attempts_left(session, "someone", 3, timedelta(minutes=5))

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(attempt, range(8))) == 3
