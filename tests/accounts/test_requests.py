"""Roles of trust are given by two: one coordinator asks, a second person gives."""

from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from pop_tracker.accounts import held_roles, people, requests
from pop_tracker.accounts.models import Person, Role, person_by_email
from pop_tracker.accounts.people import slug_of
from pop_tracker.accounts.requests import AccountRequest, Wanted
from pop_tracker.web.errors import Forbidden, Refusal
from tests.accounts.play import (
    NEW,
    asked,
    give,
    last_events,
    mails,
    organisation_id,
    person_id,
    post,
    revise,
    roles_of,
)
from tests.cast import COORDINATOR, EDITOR, OTHER_EDITOR, OTHER_REVIEWER, REVIEWER, SECOND_EDITOR
from tests.conftest import Site


@pytest.mark.both
def test_a_second_person_of_another_organisation_gives_it(training: Site) -> None:
    path = asked(training)
    assert roles_of(training, EDITOR) == {"editor"}
    assert "Kërkesë për rolin e rishikuesit" in training.client(OTHER_REVIEWER).get("/puna").text
    for who in (REVIEWER, EDITOR, COORDINATOR):
        assert "/konfirmim" not in training.client(who).get(path).text, who
    client = training.client(OTHER_REVIEWER)
    assert f'href="{path}/konfirmim"' in client.get(path).text
    for _ in range(2):
        given = training.form(client, f"{path}/konfirmim") if not roles_of(training, EDITOR) - {"editor"} else (
            post(training, OTHER_REVIEWER, f"{path}/konfirmim"))  # fmt: skip
        assert (given.status_code, given.headers["location"]) == (303, path)
    assert roles_of(training, EDITOR) == {"editor", "reviewer"}
    assert last_events(training, 2) == ["role_given", "role_asked"]
    told = [
        (mail["To"], "e konfirmoi Flutura Kontrolluese" in " ".join(mail.get_content().split()))
        for mail in mails(training)
    ]
    assert sorted(told) == sorted([(EDITOR, False), (COORDINATOR, False), (EDITOR, True), (COORDINATOR, True)])
    assert post(training, COORDINATOR, f"{path}/terheqje").status_code == 303  # too late: it changes nothing
    assert "E konfirmoi Flutura Kontrolluese" in training.client(COORDINATOR).get(path).text


def test_another_coordinator_gives_it_whoever_they_work_for(training: Site) -> None:
    give(training, SECOND_EDITOR, Role.COORDINATOR)
    path = asked(training, OTHER_EDITOR, "coordinator")
    given = training.form(training.client(SECOND_EDITOR), f"{path}/konfirmim")
    assert given.status_code == 303
    assert roles_of(training, OTHER_EDITOR) == {"editor", "coordinator"}
    with training.database.reading() as session:
        assert session.exec(select(AccountRequest.answered_by)).one() == person_id(training, SECOND_EDITOR)


@pytest.mark.parametrize(("who", "status"), [(COORDINATOR, 403), (EDITOR, 403), (REVIEWER, 404), (SECOND_EDITOR, 404)])
def test_nobody_else_gives_it(training: Site, who: str, status: int) -> None:
    """Not the asker, not the person, no reviewer of the person's organisation, nobody without a role of trust."""
    path = asked(training)
    assert post(training, who, f"{path}/konfirmim").status_code == status
    assert post(training, who, f"{path}/refuzim", note="Jo.").status_code == status
    assert training.client(who).get(f"{path}/konfirmim").status_code == 404
    assert roles_of(training, EDITOR) == {"editor"}


def test_a_coordinator_neither_asks_nor_gives_for_themselves_nor_does_another_ask(training: Site) -> None:
    give(training, SECOND_EDITOR, Role.COORDINATOR)
    path = asked(training, SECOND_EDITOR)
    assert post(training, SECOND_EDITOR, f"{path}/konfirmim").status_code == 403
    with training.database.reading() as session:
        request = session.exec(select(AccountRequest)).one()
        with pytest.raises(Refusal):
            requests.refuse(session, training.settings, training.viewer(session, OTHER_REVIEWER), request, "")
    assert roles_of(training, SECOND_EDITOR) == {"editor", "coordinator"}
    with training.database.writing() as session:
        for by, whom in ((OTHER_REVIEWER, EDITOR), (COORDINATOR, COORDINATOR)):
            viewer, person = training.viewer(session, by), _person(session, whom)
            with pytest.raises(Forbidden):
                requests.ask_role(session, training.settings, viewer, person, Role.REVIEWER)


def test_a_reviewer_of_the_askers_organisation_is_too_near(training: Site) -> None:
    give(training, SECOND_EDITOR, Role.COORDINATOR)
    with training.database.writing() as session:
        asker, person = training.viewer(session, SECOND_EDITOR), _person(session, OTHER_EDITOR)
        request = requests.ask_role(session, training.settings, asker, person, Role.REVIEWER)
        assert [
            who for who in (REVIEWER, OTHER_REVIEWER) if requests.may_answer(training.viewer(session, who), request)
        ] == []


@pytest.mark.both
def test_it_is_refused_with_a_note_that_all_read(training: Site) -> None:
    path = asked(training)
    empty = post(training, OTHER_REVIEWER, f"{path}/refuzim", note="")
    assert empty.status_code == 422
    assert 'id="note-error"' in empty.text
    assert post(training, OTHER_REVIEWER, f"{path}/refuzim", note="Nuk e njoh.").status_code == 303
    assert roles_of(training, EDITOR) == {"editor"}
    assert last_events(training) == ["role_refused"]
    assert len([mail for mail in mails(training) if "Nuk e njoh." in mail.get_content()]) == 2
    assert "Nuk e njoh." in training.client(COORDINATOR).get(path).text
    late = post(training, OTHER_REVIEWER, f"{path}/konfirmim")
    assert late.status_code == 422
    assert asked(training) != path  # and may be asked for again


def test_the_asker_withdraws_it_and_nobody_else(training: Site) -> None:
    path = asked(training)
    assert post(training, OTHER_REVIEWER, f"{path}/terheqje").status_code == 403
    for _ in range(2):
        assert post(training, COORDINATOR, f"{path}/terheqje").status_code == 303
    assert last_events(training, 2)[0] in ("role_withdrawn", "refused")
    assert post(training, COORDINATOR, f"{path}/konfirmim").status_code == 403
    assert "nuk vlen më" in training.client(COORDINATOR).get(path).text


def test_what_is_asked_for_twice_is_one_request(training: Site) -> None:
    assert asked(training) == asked(training)
    assert revise(training, EDITOR, name="Anila E Re").status_code == 303  # and another change leaves it as it is
    with training.database.reading() as session:
        assert session.exec(select(AccountRequest.closed_at)).all() == [None]


@pytest.mark.both
def test_a_new_account_waits_for_its_role_of_trust(training: Site) -> None:
    fields: dict[str, Any] = {**NEW, "organisation": organisation_id(training), "roles": ["editor", "reviewer"]}
    added = training.form(training.client(COORDINATOR), "/puna/njerezit/shtim", **fields)
    assert added.headers["location"] == f"/puna/njerezit/{person_id(training, 'engjell@prove.example')}"
    assert roles_of(training, "engjell@prove.example") == {"editor"}
    page = training.client(COORDINATOR).get(added.headers["location"]).text
    assert "Kërkesë për rolin e rishikuesit" in page


def test_who_moves_to_another_organisation_is_a_reviewer_there_only_when_given_anew(training: Site) -> None:
    moved = revise(training, REVIEWER, organisation=organisation_id(training, "organizata-b"))
    assert moved.status_code == 303
    assert roles_of(training, REVIEWER) == set()
    assert last_events(training, 3) == ["role_asked", "role_taken", "person_revised"]
    with training.database.reading() as session:
        request = requests.open_for(session, person_id(training, REVIEWER), Wanted.REVIEWER)
        assert request is not None
        assert str(request.organisation_id) == organisation_id(training, "organizata-b")
        # A reviewer of where they go is too near, one of where they were is not: there is none left here.
        assert not requests.may_answer(training.viewer(session, OTHER_REVIEWER), request)


def test_a_request_that_was_open_follows_the_person_who_moves(training: Site) -> None:
    path = asked(training)
    moved = revise(training, EDITOR, roles=["editor", "reviewer"], organisation=organisation_id(training))
    assert moved.status_code == 303
    with training.database.reading() as session:
        now = requests.open_for(session, person_id(training, EDITOR), Wanted.REVIEWER)
        assert now is not None
        assert now.path != path
        assert not requests.may_answer(training.viewer(session, OTHER_REVIEWER), now)
        assert requests.may_answer(training.viewer(session, REVIEWER), now)


def test_who_leaves_is_waited_for_no_more(training: Site) -> None:
    asked(training)
    assert post(training, COORDINATOR, f"/puna/njerezit/{person_id(training, EDITOR)}/largim").status_code == 303
    with training.database.reading() as session:
        assert requests.open_of(session, person_id(training, EDITOR)) == []
    assert {mail["To"] for mail in mails(training) if "mbylli" in mail.get_content()} == {EDITOR, COORDINATOR}


def test_what_somebody_asked_for_who_coordinates_no_more_is_not_given(training: Site) -> None:
    give(training, SECOND_EDITOR, Role.COORDINATOR)
    path = asked(training)
    assert revise(training, COORDINATOR, by=SECOND_EDITOR, roles=[]).status_code == 303
    answer = post(training, SECOND_EDITOR, f"{path}/konfirmim")
    assert answer.status_code == 422
    assert "nuk është më koordinator" in answer.text
    assert roles_of(training, EDITOR) == {"editor"}


@pytest.mark.parametrize(
    "change", ["answered_by = asked_by", "answered_by = person_id", "asked_by = person_id, answered_by = asked_by + 1"]
)
def test_the_table_refuses_what_a_rule_would_forget(training: Site, change: str) -> None:
    asked(training)
    statement = f"UPDATE account_request SET answer = 'given', answered_at = '2026-11-30', {change}"  # noqa: S608
    with training.database.writing() as session, pytest.raises(IntegrityError):
        session.connection().exec_driver_sql(statement)


@pytest.mark.both
def test_the_command_names_the_second_coordinator_and_the_log_says_so(training: Site) -> None:
    give(training, EDITOR, Role.COORDINATOR)
    assert roles_of(training, EDITOR) == {"editor", "coordinator"}
    page = training.client(COORDINATOR).get("/puna/ditari?ngjarja=role_given").text
    assert "Komanda në server" in page
    with training.database.writing() as session, pytest.raises(Refusal):
        people.give_role(session, training.settings, _person(session, COORDINATOR), Role.REVIEWER)


def _person(session: Session, email: str) -> Person:
    person = person_by_email(session, email)
    assert person is not None
    return person


@pytest.mark.parametrize(
    ("statement", "says"),
    [
        ("INSERT INTO role_held (person_id, role) VALUES ({}, 'coordinator')", "does not say so"),
        ("DELETE FROM role_held WHERE person_id = {}", "does not hold it"),
    ],
)
def test_a_role_that_was_given_past_the_site_is_found(training: Site, statement: str, says: str) -> None:
    with training.database.writing() as session:
        assert list(held_roles.verify(session)) == []
        session.connection().exec_driver_sql(statement.format(person_id(training, EDITOR)))
        (fault,) = held_roles.verify(session)
        assert says in fault.what


def test_whatever_the_site_does_with_roles_is_what_the_log_says(training: Site) -> None:
    assert training.form(training.client(OTHER_REVIEWER), f"{asked(training)}/konfirmim").status_code == 303
    where = f"/puna/njerezit/{person_id(training, EDITOR)}"
    for step in ("largim", "kthim"):
        assert post(training, COORDINATOR, f"{where}/{step}").status_code == 303
    assert revise(training, EDITOR, roles=["editor"]).status_code == 303
    assert revise(training, REVIEWER, organisation=organisation_id(training)).status_code == 303
    give(training, SECOND_EDITOR, Role.COORDINATOR)
    with training.database.reading() as session:
        assert list(held_roles.verify(session)) == []


def test_an_organisation_moved_past_the_site_is_found(training: Site) -> None:
    """Of people from before the log, as those of the training data, once it has said which."""
    other = organisation_id(training)

    def move(to: int | str) -> list[str]:
        with training.database.writing() as session:
            session.exec(sa.update(Person).where(col(Person.email) == EDITOR).values(organisation_id=to))
        with training.database.reading() as session:
            return [fault.what for fault in held_roles.verify(session)]

    with training.database.reading() as session:
        person = person_by_email(session, EDITOR)
        assert person is not None
        assert person.organisation_id is not None
        own, slug = person.organisation_id, slug_of(session, person.organisation_id)
    assert move(other) == [], "of whom the log never said"
    assert move(own) == []
    assert revise(training, EDITOR, organisation=other).status_code == 303
    assert revise(training, EDITOR, organisation=own).status_code == 303
    [found] = move(other)
    assert found.endswith(f"but the account log says {slug}")
    assert move(own) == []
