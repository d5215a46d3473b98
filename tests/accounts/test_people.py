"""The coordinator keeps who works here; a leaver's access ends at once."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
from sqlmodel import Session, select

from pop_tracker.accounts.models import Person, Role, Viewer, person_by_email
from pop_tracker.accounts.people import add_person, come_back, leave, revise_person
from pop_tracker.accounts.signing_in import new_sign_in_link
from pop_tracker.web.cookies import SESSION_COOKIE
from pop_tracker.web.errors import Forbidden, Refusal
from tests.accounts.play import NEW, give, last_events, mails, organisation_id, person_id, revise, roles_of
from tests.cast import COORDINATOR, EDITOR, OTHER_EDITOR, REVIEWER
from tests.conftest import Site
from tests.pages import words
from tests.pledges.play import invited


def test_a_new_person_gets_a_mail_and_can_sign_in(training: Site) -> None:
    client = training.client(COORDINATOR)
    added = training.form(client, "/puna/njerezit/shtim", organisation=organisation_id(training), **NEW)
    assert (added.status_code, added.headers["location"]) == (303, "/puna/njerezit")
    mail, *others = mails(training)
    assert mail["To"] == "engjell@prove.example"
    assert {(one["To"], "Ëngjëll Ndihmësi" in one.get_content()) for one in others} == {(COORDINATOR, True)}
    assert training.settings.base_url + "/hyrje\n" in mail.get_content().replace("\r\n", "\n")
    assert roles_of(training, "engjell@prove.example") == {"editor"}
    assert "Ëngjëll Ndihmësi" in client.get("/puna/njerezit").text
    assert training.client("engjell@prove.example").get("/puna").status_code == 200


def test_a_name_that_has_an_account_already_is_asked_about_once(training: Site) -> None:
    client, organisation = training.client(COORDINATOR), organisation_id(training)
    for name in ("Anila Editore", "ANILA  EDITORÉ"):
        sent = {**NEW, "name": name, "organisation": organisation}
        asked = training.form(client, "/puna/njerezit/shtim", **sent)
        assert asked.status_code == 422
        assert "Është regjistruar tashmë “Anila Editore”." in asked.text
    assert training.form(client, "/puna/njerezit/shtim", **sent, another="y").status_code == 303


@pytest.mark.both
def test_a_form_sent_twice_adds_once(training: Site) -> None:
    client = training.client(COORDINATOR)
    fields = {**NEW, "organisation": organisation_id(training), "nonce": "one-and-the-same"}
    answers = [training.form(client, "/puna/njerezit/shtim", **fields) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [303, 303]
    assert len([mail for mail in mails(training) if "Llogaria juaj" in mail["Subject"]]) == 1


@pytest.mark.parametrize(
    ("fields", "where"),
    [
        ({"name": ""}, "name"),
        ({"name": "x" * 121}, "name"),
        ({"name": "prishur \ufffd"}, "name"),
        ({"email": "pa kerkim"}, "email"),
        ({"email": EDITOR}, "email"),
        ({"roles": "mbret"}, "roles"),
        ({"organisation": "99999"}, "organisation"),
        ({"organisation": ""}, "organisation"),
        ({"language": "xx"}, "language"),
    ],
)
def test_bad_input_is_told_at_its_field_and_kept(training: Site, fields: dict[str, str], where: str) -> None:
    client = training.client(COORDINATOR)
    sent = {**NEW, "organisation": organisation_id(training), **fields}
    answer = training.form(client, "/puna/njerezit/shtim", **sent)
    assert answer.status_code == 422
    assert f'id="{where}-error"' in answer.text
    if where != "email":
        assert "Engjell@Prove.example" in answer.text
    assert not mails(training)


def test_only_the_coordinator_enters(training: Site) -> None:
    for email in (EDITOR, REVIEWER):
        client = training.client(email)
        for path in ("/puna/njerezit", "/puna/njerezit/shtim", "/puna/njerezit/1", "/puna/njerezit/1/largim"):
            assert client.get(path).status_code == 403
        client.get("/dalje")
        token = {"_csrf_token": client.cookies["pop_csrf"]}
        for path in ("/puna/njerezit/shtim", "/puna/njerezit/1", "/puna/njerezit/1/largim", "/puna/njerezit/1/kthim"):
            assert client.post(path, data=token).status_code == 403
    with training.database.writing() as session, pytest.raises(Forbidden):
        add_person(
            session, training.settings, training.viewer(session, EDITOR), email="a@b.al", name="A", organisation_id=1,
            roles=set(),
        )  # fmt: skip


def test_a_role_taken_away_counts_from_the_next_click(training: Site) -> None:
    working = training.client(EDITOR)
    assert working.get("/puna/kontratat").status_code == 200
    revised = revise(training, EDITOR, roles=[])
    assert revised.status_code == 303
    assert roles_of(training, EDITOR) == set()
    assert working.get("/puna/kontratat").status_code == 303
    told = {mail["To"]: mail.get_content() for mail in mails(training)}
    assert set(told) == {EDITOR, COORDINATOR}
    assert "nuk e ka më rolin “Redaktor”" in told[EDITOR]
    assert last_events(training) == ["role_taken"]


@pytest.mark.both
def test_leaving_ends_open_sessions_and_links_at_once(training: Site) -> None:
    working = training.client(EDITOR)
    with training.database.writing() as session:
        secret = new_sign_in_link(session, _person(session, EDITOR), life=timedelta(days=1))
    assert working.get("/puna").status_code == 200
    coordinator = training.client(COORDINATOR)
    where = f"/puna/njerezit/{person_id(training, EDITOR)}/largim"
    assert training.form(coordinator, where).status_code == 303

    assert working.get("/puna").status_code == 303
    assert training.client().get(f"/hyrje/{secret}").status_code == 410
    with training.database.reading() as session:
        assert person_by_email(session, EDITOR) is None
    assert "u largua" in coordinator.get("/puna/njerezit").text
    assert training.form(coordinator, where).status_code == 303  # twice in a row

    token = {"_csrf_token": coordinator.cookies["pop_csrf"]}
    assert coordinator.post(where.replace("largim", "kthim"), data=token).status_code == 303
    assert roles_of(training, EDITOR) == set()
    old = training.client()
    old.cookies.set(SESSION_COOKIE, working.cookies[SESSION_COOKIE])
    assert old.get("/puna").status_code == 303  # the old session does not come back to life
    assert training.client().get(f"/hyrje/{secret}").status_code == 410


def test_coming_back_brings_no_earlier_session_or_link_back(training: Site) -> None:
    """Even one that leaving did not end, as someone who left before it did, or a link made at that moment."""
    working = training.client(EDITOR)
    with training.database.writing() as session:
        person = _person(session, EDITOR)
        secret = new_sign_in_link(session, person)
        person.left_on = date(2026, 1, 31)
    assert working.get("/puna").status_code == 303
    with training.database.writing() as session:
        gone = session.exec(select(Person).where(Person.email == EDITOR)).one()
        come_back(session, training.settings, training.viewer(session, COORDINATOR), gone)
    assert working.get("/puna").status_code == 303
    assert training.client().get(f"/hyrje/{secret}").status_code == 410


def test_no_mail_about_what_is_no_power(training: Site) -> None:
    working = training.client(EDITOR)
    assert revise(training, EDITOR, name="Anila E Re").status_code == 303
    assert working.get("/puna").status_code == 200
    assert not mails(training)
    assert last_events(training) == ["person_revised"]


def test_the_last_coordinator_stays(training: Site) -> None:
    refused = revise(training, COORDINATOR, roles=[], organisation="")
    assert refused.status_code == 422
    assert "së paku një koordinator" in refused.text
    client = training.client(COORDINATOR)
    refused = training.form(client, f"/puna/njerezit/{person_id(training, COORDINATOR)}/largim")
    assert refused.status_code == 422
    assert "së paku një koordinator" in refused.text
    assert roles_of(training, COORDINATOR) == {"coordinator"}

    give(training, EDITOR, Role.COORDINATOR)
    assert revise(training, COORDINATOR, roles=[], organisation="").status_code == 303


@pytest.mark.both
def test_two_coordinators_cannot_remove_each_other_at_once(training: Site) -> None:
    give(training, EDITOR, Role.COORDINATOR)
    with training.database.reading() as session:
        both = [training.viewer(session, email) for email in (COORDINATOR, EDITOR)]
        ids = [_person(session, email).id for email in (EDITOR, COORDINATOR)]

    def remove(viewer: Viewer, whom: int | None) -> bool:
        try:
            with training.database.writing() as session:
                leave(session, training.settings, viewer, session.get_one(Person, whom))
        except Refusal:
            return False
        return True

    with ThreadPoolExecutor(2) as pool:
        removed = list(pool.map(remove, both, ids))
    assert sorted(removed) == [False, True]


@pytest.mark.both
def test_a_stale_form_loses_nothing_and_shows_both(training: Site) -> None:
    client = training.client(COORDINATOR)
    where = f"/puna/njerezit/{person_id(training, EDITOR)}"
    opened = client.get(where).text
    version = opened.split('name="version" value="')[1].split('"')[0]
    with training.database.writing() as session:
        viewer, person = training.viewer(session, COORDINATOR), _person(session, EDITOR)
        revise_person(
            session, training.settings, viewer, person, name="Anila Ndërkohë", organisation_id=person.organisation_id,
            roles={Role.EDITOR}, language="sq",
        )  # fmt: skip
    mine = {
        "name": "Anila Imja", "roles": "editor", "language": "sq",
        "organisation": organisation_id(training, "organizata-a"),
    }  # fmt: skip
    stale = training.form(client, where, version=version, **mine)
    assert stale.status_code == 409
    assert "Anila Ndërkohë" in stale.text
    assert 'value="Anila Imja"' in stale.text
    version = stale.text.split('name="version" value="')[1].split('"')[0]
    assert training.form(client, where, version=version, **mine).status_code == 303
    with training.database.reading() as session:
        assert _person(session, EDITOR).name == "Anila Imja"


def test_sending_what_stands_there_already_is_no_conflict(training: Site) -> None:
    assert revise(training, EDITOR, version="another").status_code == 303


def test_editors_and_reviewers_belong_to_an_organisation(training: Site) -> None:
    refused = revise(training, OTHER_EDITOR, organisation="")
    assert refused.status_code == 422
    assert 'id="organisation-error"' in refused.text


def test_nobody_with_this_number_is_a_404(training: Site) -> None:
    client = training.client(COORDINATOR)
    assert client.get("/puna/njerezit/4711").status_code == 404


def _person(session: Session, email: str) -> Person:
    person = person_by_email(session, email)
    assert person is not None
    return person


@pytest.mark.both
def test_of_two_forms_sent_at_once_one_adds(training: Site) -> None:
    client = training.client(COORDINATOR)
    client.get("/puna/njerezit/shtim")
    fields = {**NEW, "organisation": organisation_id(training), "nonce": "same"}
    sent = {"_csrf_token": client.cookies["pop_csrf"], **fields}
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda _: client.post("/puna/njerezit/shtim", data=sent).status_code, range(4)))
    assert answers == [303] * 4
    assert len([mail for mail in mails(training) if "Llogaria juaj" in mail["Subject"]]) == 1


@pytest.mark.parametrize("path", ["/puna/njerezit", "/puna/zgjedhjet", "/puna/ftesat/shembull-2023"])
def test_a_row_says_what_a_column_is_called_on_a_phone_alone(training: Site, path: str) -> None:
    """There a row is a card, and the style sheet sets the word before the cell; in the text it stands once."""
    invited(training)
    html = training.client(EDITOR if "ftesat" in path else COORDINATOR).get(path).text
    head, body = html.split("<tbody", 1)[0], html.split("<tbody", 1)[1].split("</tbody>")[0]
    columns = re.findall(r'<th role="columnheader"[^>]*>([^<]+)</th>', head)
    assert re.findall(r'data-head="([^"]+)"', body)[: len(columns) - 1] == columns[1:]
    cells = [words(cell) for cell in re.findall(r'<td role="cell"(.*?)</td>', body, re.DOTALL)]
    assert not [cell for cell in cells if any(f"> {column} " in cell for column in columns)]
