"""Inviting someone to sign: a personal link, in the letter alone; that they were asked is public."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import select

from pop_tracker import history
from pop_tracker.accounts.models import Person
from pop_tracker.accounts.signing_in import secret_hash
from pop_tracker.browse.record.words import unnamed
from pop_tracker.elections.offices import Office
from pop_tracker.pledges.invitations import Invitation
from pop_tracker.web.i18n import today
from pop_tracker.web.i18n import words as words_of
from tests.accounts.play import mails as letters
from tests.cast import COORDINATOR, EDITOR, OTHER_EDITOR, REVIEWER, SECOND_EDITOR
from tests.conftest import Site
from tests.pages import main_of, words
from tests.pledges.play import INVITATIONS as PAGE
from tests.pledges.play import candidate, in_days, invited, rows, secret_in


def test_the_link_is_mailed_and_never_shown_to_who_invites(training: Site) -> None:
    client = training.client(EDITOR)
    answer = training.form(
        client, PAGE, who=candidate(training), email="e.ftuar@shembull.example", last_day=in_days(30)
    )
    (row,) = rows(training)
    assert (answer.status_code, answer.headers["location"]) == (303, f"{PAGE}?nisur={row.id}")
    then = client.get(answer.headers["location"]).text
    assert "Ftesa u dërgua" in then
    (message,) = letters(training)
    secret = secret_in(message)
    assert row.token_hash == secret_hash(secret)
    for shown in (answer.text, str(answer.headers), then, client.get(PAGE).text):
        assert secret not in shown
        assert "/nenshkrim/" not in shown
    assert message["To"] == "e.ftuar@shembull.example"
    text = message.get_content()
    assert f"http://testserver.local/nenshkrim/{secret}" in text
    assert "nuk krijon detyrim ligjor" in text


def test_it_expires_after_thirty_days_unless_said_otherwise(training: Site) -> None:
    assert f"{today() + timedelta(days=30):%d.%m.%Y}" in training.client(EDITOR).get(PAGE).text
    invited(training)
    assert timedelta(days=29) < rows(training)[0].expires_at - datetime.now(UTC) < timedelta(days=32)


@pytest.mark.both
def test_the_form_sent_twice_invites_once(training: Site) -> None:
    client = training.client(EDITOR)
    fields = {"who": candidate(training), "email": "a@shembull.example", "nonce": "një-herë",
              "last_day": in_days(9)}  # fmt: skip
    first, again = training.form(client, PAGE, **fields), training.form(client, PAGE, **fields)
    assert first.status_code == again.status_code == 303
    assert first.headers["location"] == again.headers["location"]
    assert len(letters(training)) == 1
    assert len(rows(training)) == 1


def test_an_open_invitation_is_not_doubled(training: Site) -> None:
    invited(training)
    soon = in_days(9)
    answer = training.form(training.client(EDITOR), PAGE, who=candidate(training), email="a@b.example", last_day=soon)
    assert answer.status_code == 422
    assert "ftesë të hapur" in answer.text
    assert len(rows(training)) == 1


BAD = [
    ("who", "", "Plotësojeni këtë fushë."),
    ("who", "candidate-99999", "Zgjidhni një nga mundësitë"),
    ("email", "jo-adresë", "Shkruani një adresë emaili"),
    ("email", "", "Plotësojeni këtë fushë."),
    ("last_day", "31.02.2027", "Shkruani një datë"),
    ("last_day", "01.01.2020", "Afati duhet të jetë pas së sotmes"),
    ("last_day", "01.01.2099", "brenda një viti"),
]


def test_bad_input_is_told_at_the_field_and_kept(training: Site) -> None:
    client = training.client(EDITOR)
    for field, value, told in BAD:
        fields = {"who": candidate(training), "email": "a@b.example",
                  "last_day": in_days(9)}  # fmt: skip
        answer = training.form(client, PAGE, **{**fields, field: value})
        assert answer.status_code == 422, told
        assert told in answer.text, told
        if field != "email":
            assert "a@b.example" in answer.text
        assert rows(training) == []


@pytest.mark.parametrize("address", [EDITOR, SECOND_EDITOR.upper(), OTHER_EDITOR])
def test_nobody_who_has_an_account_is_asked_at_its_address(training: Site, address: str) -> None:
    fields = {"who": candidate(training), "email": address, "last_day": in_days(9)}
    answer = training.form(training.client(EDITOR), PAGE, **fields)
    assert answer.status_code == 422
    assert "dikujt që ka llogari këtu" in answer.text
    english = training.form(training.client(EDITOR), f"/en{PAGE}", **fields)
    assert "someone with an account here" in english.text
    assert rows(training) == []
    assert letters(training) == []


def test_an_account_that_was_closed_counts_too(training: Site) -> None:
    with training.database.writing() as session:
        person = session.get_one(Person, training.viewer(session, SECOND_EDITOR).person_id)
        person.left_on = today()
        session.add(person)
    answer = training.form(
        training.client(EDITOR), PAGE, who=candidate(training), email=SECOND_EDITOR, last_day=in_days(9)
    )
    assert answer.status_code == 422


def test_that_someone_was_asked_is_public_and_their_address_is_not(training: Site) -> None:
    secret = invited(training)
    (row,) = rows(training)
    with training.database.reading() as session:
        (entry,) = history.entries(session, limit=1)
        assert (entry.row.verb, entry.row.key) == ("invitation.send", f"shembull-2023/{row.id}")
        editor = training.viewer(session, EDITOR)
        assert (entry.row.organisation, entry.row.author) == ("organizata-a", editor.person_id)
        assert entry.row.path == "/kontratat/shembull-2023"
        assert entry.content
        assert entry.content["state"] == {
            "name": "Blerta Garuese", "capacity": "candidate", "contract": "shembull-2023", "edition": 1,
            "sent_on": str(today()), "last_day": str(today() + timedelta(days=30)), "is_revoked": False,
        }  # fmt: skip
        assert unnamed("invitation", entry.content["state"]) == set()
        assert list(history.verify(session)) == []
        number = entry.row.number
    client = training.client()
    assert "Ftesë e dërguar" in client.get("/ndryshimet").text
    for path in ("/ndryshimet", f"/ndryshimet/{number}", "/ndryshimet.atom", "/api/v1/changes", "/kandidatet"):
        shown = client.get(path).text
        for private in (row.email, row.token_hash, secret):
            assert private not in shown


@pytest.mark.both
def test_revoking_is_recorded_once(training: Site) -> None:
    invited(training)
    client = training.client(EDITOR)
    for _ in range(2):
        training.form(client, PAGE, post_to=f"{PAGE}/{rows(training)[0].id}/terheqja")
    with training.database.reading() as session:
        last, before = history.entries(session, limit=2)
        assert (last.row.verb, before.row.verb) == ("invitation.revoke", "invitation.send")
        assert last.content
        assert last.content["state"]["is_revoked"] is True
        assert list(history.verify(session)) == []


def test_a_name_taken_out_of_the_record_closes_the_link(training: Site) -> None:
    secret = invited(training)
    with training.database.writing() as session:
        one, by = session.exec(select(Invitation)).one(), training.viewer(session, EDITOR).actor
        history.redact(session, one, by, training.viewer(session, REVIEWER).actor, reason="provë")
    assert training.client().get(f"/nenshkrim/{secret}").status_code == 410
    with training.database.reading() as session:
        assert list(history.verify(session)) == []


def test_a_candidate_of_another_municipality_cannot_be_chosen(training: Site) -> None:
    soon = in_days(9)
    elsewhere = candidate(training, "Dafina Fushatore")
    answer = training.form(training.client(EDITOR), PAGE, who=elsewhere, email="a@b.example", last_day=soon)
    assert answer.status_code == 422


@pytest.mark.parametrize("who", [OTHER_EDITOR, REVIEWER])
def test_someone_else_may_not(training: Site, who: str) -> None:
    client = training.client(who)
    assert client.get(PAGE).status_code == 403
    client.get("/puna")
    answer = client.post(PAGE, data={"_csrf_token": client.cookies.get("pop_csrf", "")})
    assert answer.status_code == 403
    assert rows(training) == []


def test_the_coordinator_looks_but_does_not_invite(training: Site) -> None:
    client = training.client(COORDINATOR)
    assert client.get(PAGE).status_code == 200
    soon = in_days(9)
    answer = training.form(client, PAGE, who=candidate(training), email="a@b.example", last_day=soon)
    assert answer.status_code == 403


def test_a_contract_that_is_not_there(training: Site) -> None:
    assert training.client(EDITOR).get("/puna/ftesat/nuk-ka").status_code == 404


def test_revoking_closes_the_link(training: Site) -> None:
    secret = invited(training)
    invitation = rows(training)[0]
    client = training.client(EDITOR)
    answer = training.form(client, PAGE, post_to=f"{PAGE}/{invitation.id}/terheqja")
    assert answer.status_code == 303
    closed = training.client().get(f"/nenshkrim/{secret}")
    assert closed.status_code == 410
    assert "e tërhoqi këtë ftesë" in closed.text


def test_another_organisation_cannot_revoke(training: Site) -> None:
    secret = invited(training)
    client = training.client(OTHER_EDITOR)
    answer = training.form(client, "/puna", post_to=f"{PAGE}/{rows(training)[0].id}/terheqja")
    assert answer.status_code == 403
    assert training.client().get(f"/nenshkrim/{secret}").status_code == 200


def test_a_mayor_is_asked_in_that_capacity_while_in_office(training: Site) -> None:
    with training.database.reading() as session:
        office = session.exec(select(Office).where(Office.name == "Agim Kandidati")).one()
    secret = invited(training, f"office-{office.id}")
    assert "si kryetar bashkie" in training.client().get(f"/nenshkrim/{secret}").text
    with training.database.writing() as session:
        held = session.get_one(Office, office.id)
        held.until_on = (datetime.now(UTC) - timedelta(days=2)).date()
        session.add(held)
    closed = training.client().get(f"/nenshkrim/{secret}")
    assert closed.status_code == 410
    assert "detyrë që nuk e mbani më" in closed.text


def test_who_has_left_office_is_not_offered(training: Site) -> None:
    page = training.client(EDITOR).get(PAGE).text
    assert "Agim Kandidati, si kryetar bashkie" in page
    assert "Gani Ishkryetari" not in page


def test_one_table_shows_everyone_who_may_be_asked(training: Site) -> None:
    """Who was asked with address, day and state; who was not; the way to withdraw only while it is open."""
    invited(training)
    client = training.client(EDITOR)
    table = main_of(client.get(PAGE).text).split("<table")[1].split("</table>")[0]
    rows_said = [words(row) for row in table.split("<tr")[2:]]
    (asked,) = [row for row in rows_said if "e.ftuar@shembull.example" in row]
    assert "Blerta Garuese" in asked
    assert "Pret përgjigje Tërhiqni ftesën" in asked
    assert words_of("sq").date(today()) in asked
    waiting = [row for row in rows_said if "ende pa ftesë" in row]
    assert len(waiting) == len(rows_said) - 1
    assert all("Agim Kandidati" in row for row in waiting)
    training.form(client, PAGE, post_to=f"{PAGE}/{rows(training)[0].id}/terheqja")
    assert "/terheqja" not in client.get(PAGE).text
    assert client.get(f"{PAGE}/{rows(training)[0].id}/terheqja").status_code == 404


def test_the_coordinator_who_only_looks_is_not_asked_to_withdraw(training: Site) -> None:
    invited(training)
    client = training.client(COORDINATOR)
    assert "/terheqja" not in client.get(PAGE).text
    assert client.get(f"{PAGE}/{rows(training)[0].id}/terheqja").status_code == 403
