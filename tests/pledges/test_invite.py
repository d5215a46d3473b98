"""Inviting someone to sign: a personal link, mailed and shown once."""

import re
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.policy import default

import pytest
from sqlmodel import select

from pop_tracker.accounts.signing_in import secret_hash
from pop_tracker.elections.models import Candidate
from pop_tracker.elections.offices import Office
from pop_tracker.pledges.invitations import Invitation
from pop_tracker.web.i18n import today
from tests.cast import COORDINATOR, EDITOR, OTHER_EDITOR, REVIEWER
from tests.conftest import Site

PAGE = "/puna/ftesat/shembull-2023"


def in_days(days: int) -> str:
    return (datetime.now(UTC) + timedelta(days=days)).strftime("%d.%m.%Y")


def candidate(site: Site, name: str = "Blerta Garuese") -> str:
    with site.database.reading() as session:
        return f"candidate-{session.exec(select(Candidate.id).where(Candidate.name == name)).one()}"


def invited(site: Site, who: str | None = None) -> str:
    """Invites and returns the secret of the link, as it stands on the page."""
    answer = site.form(
        site.client(EDITOR), PAGE, who=who or candidate(site), email="e.ftuar@shembull.example", last_day=in_days(30)
    )  # fmt: skip
    assert answer.status_code == 200, answer.text
    return re.search(r"/nenshkrim/([\w-]+)", answer.text).group(1)


def rows(site: Site) -> list[Invitation]:
    with site.database.reading() as session:
        return list(session.exec(select(Invitation)))


def test_the_link_is_shown_once_and_mailed(training: Site) -> None:
    secret = invited(training)
    (row,) = rows(training)
    assert row.token_hash == secret_hash(secret)
    assert secret not in training.client(EDITOR).get(PAGE).text
    (letter,) = (training.settings.var / "outbox").glob("*.eml")
    message = message_from_bytes(letter.read_bytes(), policy=default)
    assert message["To"] == "e.ftuar@shembull.example"
    text = message.get_content()
    assert f"http://testserver.local/nenshkrim/{secret}" in text
    assert "angazhim moral, jo ligjor" in text


def test_it_expires_after_thirty_days_unless_said_otherwise(training: Site) -> None:
    assert f"{today() + timedelta(days=30):%d.%m.%Y}" in training.client(EDITOR).get(PAGE).text
    invited(training)
    assert timedelta(days=29) < rows(training)[0].expires_at - datetime.now(UTC) < timedelta(days=32)


def test_the_form_sent_twice_invites_once(training: Site) -> None:
    client = training.client(EDITOR)
    fields = {"who": candidate(training), "email": "a@shembull.example", "nonce": "një-herë",
              "last_day": in_days(9)}  # fmt: skip
    assert training.form(client, PAGE, **fields).status_code == 200
    again = training.form(client, PAGE, **fields)
    assert (again.status_code, again.headers["location"]) == (303, PAGE)
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
    ("email", "jo-adresë", "Shkruani një adresë poste"),
    ("email", "", "Plotësojeni këtë fushë."),
    ("last_day", "31.02.2027", "Shkruani një datë"),
    ("last_day", "01.01.2020", "Afati duhet të jetë pas së sotmes"),
    ("last_day", "01.01.2099", "brenda një viti"),
]


def test_bad_input_is_told_at_the_field_and_kept(training: Site) -> None:
    client = training.client(EDITOR)
    for field, value, words in BAD:
        fields = {"who": candidate(training), "email": "a@b.example",
                  "last_day": in_days(9)}  # fmt: skip
        answer = training.form(client, PAGE, **{**fields, field: value})
        assert answer.status_code == 422, words
        assert words in answer.text, words
        if field != "email":
            assert "a@b.example" in answer.text
        assert rows(training) == []


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
        held = session.get(Office, office.id)
        held.until_on = (datetime.now(UTC) - timedelta(days=2)).date()
        session.add(held)
    closed = training.client().get(f"/nenshkrim/{secret}")
    assert closed.status_code == 410
    assert "detyrë që nuk e mbani më" in closed.text


def test_who_has_left_office_is_not_offered(training: Site) -> None:
    page = training.client(EDITOR).get(PAGE).text
    assert "Agim Kandidati, si kryetar bashkie" in page
    assert "Gani Ishkryetari" not in page
