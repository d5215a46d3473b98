"""The second step: who needs it, a phone's codes, printed codes, what it stands before."""

import json
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import html5lib
import pytest
import sqlalchemy as sa
from litestar.handlers import HTTPRouteHandler
from sqlmodel import select

from pop_tracker.accounts import authenticator, second_factor
from pop_tracker.accounts.models import Organisation, person_by_email
from pop_tracker.accounts.pages import guards, proving
from pop_tracker.accounts.redactions import RedactionRequest
from pop_tracker.accounts.second_factor import RECENT, Authenticator, RecoveryCode
from pop_tracker.accounts.signing_in import SignInSession
from pop_tracker.cli.people import reset_second_step
from pop_tracker.web.cookies import SESSION_COOKIE
from pop_tracker.web.typed import TOKEN
from tests.accounts.entering import enter, events, in_earnest, unprove
from tests.accounts.phone import PROVE, SET_UP, Phone, set_up
from tests.accounts.play import ask_redaction, mails
from tests.cast import COORDINATOR, EDITOR, OTHER_REVIEWER, REVIEWER, SECOND_EDITOR
from tests.conftest import Site

OWN = "/puna/llogaria/hyrja"


@pytest.fixture
def earnest(training: Site) -> Site:
    return in_earnest(training)


@pytest.fixture
def at(training: Site, monkeypatch: pytest.MonkeyPatch) -> Callable[[timedelta], None]:
    """Moves the clock that the codes of phones are compared with."""

    def move(by: timedelta) -> None:
        class Moved:
            @staticmethod
            def now(tz: Any) -> datetime:
                return datetime.now(tz) + by

        monkeypatch.setattr(authenticator, "datetime", Moved)

    return move


# --- who needs it


@pytest.mark.parametrize("email", [REVIEWER, COORDINATOR])
def test_whoever_approves_sets_it_up_before_anything_else(earnest: Site, email: str) -> None:
    client = enter(earnest, email)
    for path in ("/puna", "/puna/rishikimi", OWN, "/puna/njerezit"):
        answer = client.get(path)
        assert answer.status_code == 303
        assert answer.headers["location"].startswith(f"{PROVE}?pas=")
    assert client.get("/").status_code == 200
    assert "Vendosni hapin e dytë" in client.get(PROVE).text
    _, codes = set_up(earnest, client)
    assert len(set(codes)) == 10
    assert client.get("/puna").status_code == 200


def test_an_editor_need_not_and_in_training_nobody_must(training: Site, earnest: Site) -> None:
    assert enter(earnest, EDITOR).get("/puna").status_code == 200
    for email in (EDITOR, REVIEWER, COORDINATOR):
        assert enter(training, email).get("/puna").status_code == 200


@pytest.mark.both
def test_whoever_set_it_up_is_asked_from_then_on(training: Site) -> None:
    phone, _ = set_up(training, training.client(EDITOR))
    client = enter(training, EDITOR, pas="/puna/kontratat")
    assert client.get("/puna/kontratat").headers["location"] == f"{PROVE}?pas=/puna/kontratat"
    wrong = training.form(client, PROVE, code="000000", pas="/puna/kontratat")
    assert wrong.status_code == 422
    assert 'id="code-error"' in wrong.text
    assert client.get("/puna").status_code == 303
    right = training.form(client, PROVE, code=phone.code(), pas="/puna/kontratat")
    assert (right.status_code, right.headers["location"]) == (303, "/puna/kontratat")
    assert client.get("/puna/kontratat").status_code == 200
    assert events(training)[-3:] == ["signed_in", "second_step_wrong", "proven"]


def test_who_has_not_proven_is_nobody(training: Site) -> None:
    """Neither a page nor a verb; nor may they add a way in of their own."""
    phone, _ = set_up(training, training.client(COORDINATOR))
    client = enter(training, COORDINATOR)
    client.get(PROVE)
    token = {TOKEN: client.cookies["pop_csrf"]}
    answer = client.post("/puna/organizatat/shtim", data={**token, "name": "E re", "source": "provë", "nonce": "n"})
    assert answer.status_code == 403
    for path in (SET_UP, f"{OWN}/celes", f"{OWN}/celes/sfida"):
        assert client.post(path, data={**token, "code": phone.code(), "name": "x"}).status_code == 403
    assert client.get(SET_UP).status_code == 303
    with training.database.reading() as session:
        assert session.exec(select(Organisation).where(Organisation.name == "E re")).first() is None
    assert training.form(client, "/dalje").status_code == 303
    assert client.get("/puna").headers["location"].startswith("/hyrje?")


# --- what it stands before


@pytest.mark.both
def test_after_half_a_day_it_is_asked_again_and_what_was_typed_is_sent_afterwards(training: Site) -> None:
    client = training.client(OTHER_REVIEWER)
    phone, _ = set_up(training, client)
    confirms = f"{ask_redaction(training)}/konfirmim"
    unprove(training, RECENT - timedelta(minutes=1))
    assert client.get(confirms).status_code == 200
    unprove(training, RECENT + timedelta(minutes=1))
    assert client.get("/puna").status_code == 200
    assert client.get(confirms).headers["location"] == f"{PROVE}?pas={confirms}"
    token = {TOKEN: client.cookies["pop_csrf"]}

    typed = {"nonce": "n-7", "fjale": "Emri i Provës & “shenja”\nnë dy rreshta"}
    asked = client.post(confirms, data={**token, **typed}, headers={"Sec-Fetch-Site": "same-origin"})
    assert asked.status_code == 403
    assert "Vërtetoni që jeni ju" in asked.text
    assert was_confirmed(training) is False

    wrong = client.post(PROVE, data={**fields_of(asked), "code": "000000"})
    assert wrong.status_code == 422
    proven = client.post(PROVE, data={**fields_of(wrong), "code": phone.code()})
    assert proven.status_code == 200
    assert f'action="{confirms}"' in proven.text
    assert fields_of(proven) == {**token, **typed}
    assert was_confirmed(training) is False
    assert client.post(confirms, data=fields_of(proven)).status_code == 303
    assert was_confirmed(training) is True


def fields_of(answer: Any) -> dict[str, str]:
    """What is hidden in its form."""
    found = html5lib.parse(answer.text, namespaceHTMLElements=False).iterfind(".//main//input[@type='hidden']")
    return {field.get("name") or "": field.get("value") or "" for field in found}


def was_confirmed(site: Site) -> bool:
    with site.database.reading() as session:
        return session.exec(select(RedactionRequest)).one().answer is not None


def test_what_is_published_approved_taken_out_or_given_asks_for_it(training: Site) -> None:
    """Both the page that asks and the button that does it."""
    asks = {
        f"{method} {route.path_format}"
        for route in training.app.app.app.routes
        for handler in route.route_handlers
        if isinstance(handler, HTTPRouteHandler) and guards.lately_proven in handler.resolve_guards()
        for method in handler.http_methods
    }
    for path in (
        "/puna/heqjet/{request_id}/konfirmim",
        "/puna/kontratat/{slug}/botim",
        "/puna/nenshkrimet/{slug}/{signature_id}/konfirmimi",
        "/puna/raundet/{round_id}/botim",
        "/puna/rishikimi/{assessment_id}/miratim",
        "/puna/rishikimi/{assessment_id}/terheqje",
        "/puna/domenet/{domain_id}/konfirmimi",
        "/puna/kontaktet/fshirjet/{erasure_id}/konfirmimi",
        "/puna/mohimet/{disavowal_id}/konfirmimi",
    ):
        assert {f"GET {path}", f"POST {path}"} <= asks
    for path in (
        "/puna/gjetjet/{finding_id}/konfirmimi",
        "/puna/ftesat/{slug}/adresat/konfirmimi",
        "/puna/kontaktet/{whose}/skedari",
        "/puna/zerat/{change_id}/konfirmimi",
    ):
        assert f"POST {path}" in asks


def test_nothing_is_carried_for_another_site_nor_to_one(training: Site) -> None:
    client = training.client(REVIEWER)
    phone, _ = set_up(training, client)
    confirms = f"{ask_redaction(training)}/konfirmim"
    unprove(training, RECENT + timedelta(minutes=1))
    token = {TOKEN: client.cookies["pop_csrf"]}
    foreign = client.post(confirms, data={**token, "fjale": "Ilir i vogël"}, headers={"Origin": "https://evil.example"})
    assert foreign.status_code == 403
    assert "Ilir" not in foreign.text
    for where in ("https://evil.example/", "//evil.example", "javascript:alert(1)"):
        typed = json.dumps({"where": where, "fields": [["a", "b c"]], "files": {}})
        phone.step = int(datetime.now(UTC).timestamp()) // 30 - 1
        with training.database.writing() as session:
            session.exec(sa.update(Authenticator).values(last_step=0))
        answer = client.post(PROVE, data={**token, "code": phone.code(), "typed": typed})
        assert answer.headers.get("location") == "/puna"
        assert "evil" not in answer.text


@pytest.mark.parametrize(
    "typed", ["[]", "{", "1", '{"fields": 3}', "[" * 5000, '{"where": "/puna", "fields": [[1]], "files": []}']
)
def test_a_broken_carry_is_none(training: Site, typed: str) -> None:
    client = training.client(COORDINATOR)
    phone, _ = set_up(training, client)
    token = {TOKEN: client.cookies["pop_csrf"]}
    assert client.post(PROVE, data={**token, "code": phone.code(), "typed": typed}).status_code == 303


# --- codes


def test_a_code_counts_once(training: Site) -> None:
    phone, _ = set_up(training, training.client(EDITOR))
    code = phone.code()
    for client, status in ((enter(training, EDITOR), 303), (enter(training, EDITOR), 422)):
        assert training.form(client, PROVE, code=code).status_code == status


def test_the_code_that_set_it_up_opens_nothing_more(training: Site) -> None:
    phone, _ = set_up(training, training.client(EDITOR))
    phone.step -= 1
    assert training.form(enter(training, EDITOR), PROVE, code=phone.code()).status_code == 422


def test_a_code_of_a_minute_ago_or_ahead_is_none(training: Site) -> None:
    phone, _ = set_up(training, training.client(EDITOR))
    client = enter(training, EDITOR)
    for by in (-3, 3):
        phone.step = int(datetime.now(UTC).timestamp()) // 30 + by
        assert training.form(client, PROVE, code=phone.code()).status_code == 422


@pytest.mark.both
def test_six_digits_are_not_guessed(training: Site) -> None:
    """After five wrong ones none is looked at, not even the right one; a printed one counts all the same."""
    phone, codes = set_up(training, training.client(EDITOR))
    client = enter(training, EDITOR)
    for _ in range(5):
        assert training.form(client, PROVE, code="000000").status_code == 422
    refused = training.form(client, PROVE, code=phone.code())
    assert refused.status_code == 422
    assert "Prisni pak" in refused.text
    other = enter(training, EDITOR)
    assert training.form(other, PROVE, code=phone.code()).status_code == 422
    assert training.form(other, PROVE, code=codes[0].lower()).status_code == 303
    assert events(training).count("limit_reached") == 1
    assert "recovery_code_used" in events(training)


def test_what_is_wrong_is_noted_and_fills_no_log(training: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """Printed codes and keys may be tried as often as one likes."""
    monkeypatch.setattr(proving, "WRONG_NOTED", 3)
    set_up(training, training.client(EDITOR))
    client = enter(training, EDITOR)
    for wrong in ({"answer": "{}"}, {"code": "ABCD-EFGH-JKMN-PQRS"}) * 3:
        assert training.form(client, PROVE, **wrong).status_code == 422
    assert events(training).count("second_step_wrong") == 3


@pytest.mark.both
def test_a_printed_code_counts_once_and_for_nobody_else(training: Site) -> None:
    _, codes = set_up(training, training.client(EDITOR))
    set_up(training, training.client(SECOND_EDITOR))
    assert training.form(enter(training, SECOND_EDITOR), PROVE, code=codes[3]).status_code == 422
    assert training.form(enter(training, EDITOR), PROVE, code=codes[3].replace("-", " ")).status_code == 303
    assert training.form(enter(training, EDITOR), PROVE, code=codes[3]).status_code == 422
    with training.database.reading() as session:
        kept = session.exec(select(RecoveryCode.code_hash)).all()
        assert not set(kept) & set(codes)


@pytest.mark.both
def test_new_printed_codes_end_the_old_ones(training: Site) -> None:
    client = training.client(EDITOR)
    _, codes = set_up(training, client)
    assert "nuk vlejnë më" in client.get(f"{OWN}/kodet").text
    fresh = re.findall(r"<code>([0-9A-Z-]{19})</code>", training.form(client, f"{OWN}/kodet").text)
    assert len(fresh) == 10
    assert training.form(enter(training, EDITOR), PROVE, code=codes[0]).status_code == 422
    assert training.form(enter(training, EDITOR), PROVE, code=fresh[0]).status_code == 303


def test_without_a_second_step_there_are_no_printed_codes(training: Site) -> None:
    client = training.client(EDITOR)
    assert training.form(client, f"{OWN}/kodet").status_code == 404


@pytest.mark.parametrize("code", ["", "12345", "1234567", "abcdef", "١٢٣٤٥٦", "0" * 40, "0" * 4000, "\x00"])
def test_what_is_no_code_is_told_at_the_field(training: Site, code: str) -> None:
    set_up(training, training.client(EDITOR))
    answer = training.form(enter(training, EDITOR), PROVE, code=code)
    assert answer.status_code == 422
    assert 'id="code-error"' in answer.text


# --- setting up


def test_a_secret_is_set_up_by_whom_it_was_offered_and_not_for_ever(
    training: Site, at: Callable[[timedelta], None]
) -> None:
    shown = training.client(EDITOR).get(SET_UP).text
    sealed = re.search(r'name="sealed" value="([^"]+)"', shown)
    secret = re.search(r'<code class="digest">([A-Z2-7 ]+)</code>', shown)
    assert sealed
    assert secret
    phone = Phone(secret[1].replace(" ", ""))
    stranger = training.client(SECOND_EDITOR)
    assert training.form(stranger, SET_UP, sealed=sealed[1], code=phone.code()).status_code == 422
    for odd in ("", "x", "x" * 5000):
        assert training.form(stranger, SET_UP, sealed=odd, code="123456").status_code == 422
    at(timedelta(hours=1))
    phone.step += 120
    late = training.form(training.client(EDITOR), SET_UP, sealed=sealed[1], code=phone.code())
    assert late.status_code == 422
    assert "shumë gjatë" in late.text
    with training.database.reading() as session:
        assert session.exec(select(Authenticator)).first() is None


def test_a_wrong_first_code_keeps_the_picture(training: Site) -> None:
    client = training.client(EDITOR)
    shown = client.get(SET_UP).text
    sealed = re.search(r'name="sealed" value="([^"]+)"', shown)
    assert sealed
    again = training.form(client, SET_UP, sealed=sealed[1], code="000000")
    assert again.status_code == 422
    assert f'name="sealed" value="{sealed[1]}"' in again.text


def test_the_secret_lies_sealed(training: Site) -> None:
    phone, _ = set_up(training, training.client(EDITOR))
    with training.database.reading() as session:
        held = session.exec(select(Authenticator)).one()
    assert phone.totp.secret not in held.sealed


@pytest.mark.both
def test_it_is_taken_away_with_a_question_but_not_from_whom_must_have_it(training: Site, earnest: Site) -> None:
    client = training.client(EDITOR)
    set_up(training, client)
    assert "nuk hyhet më" in client.get(f"{SET_UP}/heqja").text
    assert training.form(client, f"{SET_UP}/heqja").status_code == 303
    assert enter(training, EDITOR).get("/puna").status_code == 200

    reviewer = enter(earnest, REVIEWER)
    set_up(earnest, reviewer)
    refused = earnest.form(reviewer, f"{SET_UP}/heqja")
    assert refused.status_code == 422
    assert "Shtoni një mënyrë tjetër" in refused.text
    with training.database.reading() as session:
        assert len(session.exec(select(Authenticator)).all()) == 1


# --- sessions


@pytest.mark.both
def test_sessions_are_listed_and_ended_one_by_one_or_all(training: Site) -> None:
    here, there = training.client(EDITOR), training.client(EDITOR)
    stranger = training.client(SECOND_EDITOR)
    page = here.get(OWN).text
    assert page.count("Hyrë më") == 2
    assert page.count("kjo seancë") == 1
    with training.database.reading() as session:
        ids = session.exec(select(SignInSession.id).order_by(sa.text("id"))).all()
    ends = f"{OWN}/seancat/{ids[1]}/mbyllja"
    assert training.form(stranger, OWN, post_to=ends).status_code == 303
    assert there.get("/puna").status_code == 200
    assert training.form(here, OWN, post_to=ends).headers["location"] == OWN
    assert there.get("/puna").status_code == 303
    assert here.get("/puna").status_code == 200
    third = training.client(EDITOR)
    assert training.form(here, OWN, post_to=f"{OWN}/seancat/mbyllja").headers["location"] == "/hyrje"
    assert here.get("/puna").status_code == 303
    assert third.get("/puna").status_code == 303
    assert stranger.get("/puna").status_code == 200
    assert events(training)[-2:] == ["session_ended", "sessions_ended"]


@pytest.mark.both
def test_who_wants_to_know_is_told_of_each_sign_in(training: Site) -> None:
    client = training.client(EDITOR)
    assert training.form(client, OWN, post_to=f"{OWN}/njoftimi", dua="po").status_code == 303
    enter(training, EDITOR)
    enter(training, SECOND_EDITOR)
    (letter,) = mails(training)
    assert letter["To"] == EDITOR
    assert f"{training.settings.base_url}{OWN}" in letter.get_content()
    assert training.form(client, OWN, post_to=f"{OWN}/njoftimi", dua="jo").status_code == 303
    enter(training, EDITOR)
    assert len(mails(training)) == 1


def test_a_session_of_before_the_second_step_is_no_way_around_it(training: Site) -> None:
    """Two sessions by link alone; one sets the second step up, and the other has to prove it."""
    one, other = training.client(EDITOR, proven=False), training.client(EDITOR, proven=False)
    assert other.get("/puna").status_code == 200
    set_up(training, one)
    assert one.get("/puna").status_code == 200
    assert other.get("/puna").headers["location"].startswith(PROVE)
    assert SESSION_COOKIE in other.cookies


# --- losing everything


@pytest.mark.both
def test_who_lost_everything_begins_anew_by_a_coordinator_and_a_second_person(earnest: Site) -> None:
    """The account is closed and opened; its role of trust comes back by two, and then wants a new second step."""
    reviewer = enter(earnest, REVIEWER)
    set_up(earnest, reviewer)
    coordinator = enter(earnest, COORDINATOR)
    set_up(earnest, coordinator)
    with earnest.database.reading() as session:
        person = person_by_email(session, REVIEWER)
        assert person is not None
    account = f"/puna/njerezit/{person.id}"
    assert earnest.form(coordinator, f"{account}/largim").status_code == 303
    assert earnest.form(coordinator, account, post_to=f"{account}/kthim").status_code == 303
    with earnest.database.reading() as session:
        assert not second_factor.has_second_factor(session, person.id or 0)
        assert authenticator.recovery_codes_left(session, person.id or 0) == 0
        assert not earnest.viewer(session, REVIEWER).roles
    assert enter(earnest, REVIEWER).get("/puna").status_code == 200


@pytest.mark.both
def test_the_command_on_the_server_does_it_and_the_log_says_so(earnest: Site) -> None:
    reviewer = enter(earnest, REVIEWER)
    set_up(earnest, reviewer)
    with earnest.database.writing() as session:
        reset_second_step(session, earnest.settings, REVIEWER)
    assert reviewer.get("/puna").headers["location"].startswith("/hyrje?")
    again = enter(earnest, REVIEWER)
    assert "Vendosni hapin e dytë" in again.get(PROVE).text
    assert "second_step_reset" in events(earnest)
    assert {str(letter["To"]) for letter in mails(earnest)} >= {REVIEWER, COORDINATOR}


def test_each_change_is_told_to_the_person_alone(training: Site) -> None:
    client = training.client(EDITOR)
    set_up(training, client)
    training.form(client, f"{SET_UP}/heqja")
    letters = mails(training)
    assert [letter["To"] for letter in letters] == [EDITOR, EDITOR]
    assert all(f"{training.settings.base_url}{OWN}" in letter.get_content() for letter in letters)
