"""One coordinator in every way to be two. Each is refused or worth nothing, leaves no mark in the record, and stands in
the account log, where the other coordinators read it."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlmodel import Session, select

from pop_tracker import history
from pop_tracker.accounts import log
from pop_tracker.accounts.models import Person, Role, person_by_email
from pop_tracker.accounts.same_person import remember_mailbox, with_mailbox
from pop_tracker.accounts.second_person import confirmation, may_be_second_person
from tests.accounts.play import (
    NEW,
    ask_for,
    asked,
    give,
    link_to,
    organisation_id,
    person_id,
    post,
    queued,
    revise,
    roles_of,
    say,
)
from tests.cast import COORDINATOR, EDITOR, OTHER_BOTH, OTHER_REVIEWER, REVIEWER
from tests.conftest import Site

MINE = "gezim.privat@posta.example"
"""Another mailbox of the coordinator's, of which nobody knows that it is theirs."""


@contextmanager
def in_the_log(site: Site, *events: str) -> Iterator[None]:
    """What is tried meanwhile stands there, in that order and with the coordinator as who did it, and the record stays
    as it was."""
    with site.database.reading() as session:
        record, before = history.head(session), log.head(session).number
    yield
    with site.database.reading() as session:
        assert history.head(session) == record
        found = [entry for entry in log.entries(session) if entry.number > before]
        assert [entry.event for entry in reversed(found) if entry.author == person_id(site, COORDINATOR)] == [*events]
        assert list(log.verify(session)) == []


def add(site: Site, email: str, *roles: str) -> None:
    sent = {**NEW, "email": email, "roles": [*roles], "organisation": organisation_id(site), "nonce": email}
    client = site.client(COORDINATOR)
    client.get("/dalje")
    answer = client.post("/puna/njerezit/shtim", data={"_csrf_token": client.cookies["pop_csrf"], **sent})
    assert answer.status_code == 303, answer.text


@pytest.mark.parametrize("role", ["editor", "reviewer"])
def test_a_role_for_oneself(training: Site, role: str) -> None:
    with in_the_log(training, "refused"):
        answer = revise(training, COORDINATOR, roles=["coordinator", role], organisation=organisation_id(training))
        assert answer.status_code == 403
        assert "e kërkon një koordinator tjetër" in answer.text
    assert roles_of(training, COORDINATOR) == {"coordinator"}


def test_a_second_account_with_a_tag(training: Site) -> None:
    tagged = COORDINATOR.replace("@", "+dy@")
    with in_the_log(training, "person_added", "refused"):
        add(training, tagged)
        answer = revise(training, tagged, roles=["editor", "coordinator"])
        assert answer.status_code == 403
    with training.database.reading() as session:
        assert training.viewer(session, tagged).same_as == training.viewer(session, COORDINATOR).same_as
    assert roles_of(training, tagged) == set()


def test_the_second_account_decides_on_what_the_first_asked(training: Site) -> None:
    """Even where the command, which knows no better, gave it a role of trust."""
    tagged = COORDINATOR.replace("@", "+dy@")
    add(training, tagged)
    give(training, tagged, Role.COORDINATOR)
    path = asked(training)
    assert post(training, tagged, f"{path}/konfirmim").status_code == 403
    assert roles_of(training, EDITOR) == {"editor"}
    with training.database.reading() as session:
        (last,) = log.entries(session, limit=1)
        assert (last.event, last.author) == ("refused", person_id(training, tagged))
        assert last.said == {"door": "POST /puna/kerkesat/{request_id:int}/konfirmim"}


def test_a_reviewer_or_coordinator_of_ones_own_making(training: Site) -> None:
    """In another mailbox of which nobody knows whose it is: the account stands, its role of trust is not given."""
    with in_the_log(training, "person_added", "role_asked", "role_given", "role_asked", "refused", "refused"):
        add(training, MINE, "editor", "reviewer", "coordinator")
        assert roles_of(training, MINE) == {"editor"}
        for number in (1, 2):
            for _ in range(3):
                assert post(training, COORDINATOR, f"/puna/kerkesat/{number}/konfirmim").status_code == 403
            assert post(training, MINE, f"/puna/kerkesat/{number}/konfirmim").status_code == 403
        assert post(training, COORDINATOR, "/puna/kerkesat/1/refuzim", note="Jo.").status_code == 403
    assert roles_of(training, MINE) == {"editor"}
    assert {letter.address for letter, _ in queued(training)} == {MINE, COORDINATOR}


def test_moving_a_reviewers_address_to_ones_own_mailbox(training: Site) -> None:
    with in_the_log(training, "account_address_asked", "refused"):
        path = ask_for(training, REVIEWER, MINE).headers["location"]
        assert say(training, link_to(training, MINE)).status_code == 200
        assert post(training, COORDINATOR, f"{path}/konfirmim").status_code == 403
    with training.database.reading() as session:
        assert person_by_email(session, MINE) is None
        assert person_by_email(session, REVIEWER) is not None
        assert not with_mailbox(session, MINE)
    assert "/adresa/" in queued(training, REVIEWER)[0][1]  # and whose it is was told


def test_moving_ones_own_second_account_with_one_other(training: Site) -> None:
    """Two others vouch for another address; whoever asks for an account of their own is none of them."""
    with training.database.writing() as session:
        second = person_by_email(session, OTHER_BOTH)
        assert second is not None
        remember_mailbox(session, second.id or 0, COORDINATOR)
    path = ask_for(training, OTHER_BOTH, MINE).headers["location"]
    assert say(training, link_to(training, MINE)).status_code == 200
    assert post(training, REVIEWER, f"{path}/konfirmim").status_code == 422
    with training.database.reading() as session:
        assert person_by_email(session, MINE) is None
        assert person_by_email(session, OTHER_BOTH) is not None


def test_moving_it_to_a_tag_of_ones_own_with_somebody_who_believes_it(training: Site) -> None:
    """Then it is one's own account, and no second person to anything that one did."""
    tagged = COORDINATOR.replace("@", "+drita@")
    path = ask_for(training, REVIEWER, tagged).headers["location"]
    say(training, link_to(training, tagged))
    assert training.form(training.client(OTHER_REVIEWER), f"{path}/konfirmim").status_code == 303
    with training.database.reading() as session:
        moved = training.viewer(session, tagged)
        assert person_id(training, COORDINATOR) in moved.same_as
        assert not may_be_second_person(moved, confirmation(person_id(training, COORDINATOR)))


def test_moving_a_friend_to_another_organisation_to_be_of_another(training: Site) -> None:
    with in_the_log(training, "person_revised", "role_taken", "role_asked", "refused"):
        moved = revise(training, REVIEWER, organisation=organisation_id(training, "organizata-b"))
        assert moved.status_code == 303
        assert post(training, COORDINATOR, "/puna/kerkesat/1/konfirmim").status_code == 403
        assert post(training, OTHER_REVIEWER, "/puna/kerkesat/1/konfirmim").status_code == 404
    assert roles_of(training, REVIEWER) == set()


@pytest.mark.both
def test_the_old_account_of_somebody_who_left(training: Site) -> None:
    """It comes back without a role, and its mailbox is the one it had."""
    person = person_id(training, REVIEWER)
    with in_the_log(training, "person_left", "person_came_back", "account_address_asked", "role_asked", "refused"):
        assert post(training, COORDINATOR, f"/puna/njerezit/{person}/largim").status_code == 303
        assert training.client(COORDINATOR).get(f"/puna/njerezit/{person}/adresa").status_code == 404
        assert post(training, COORDINATOR, f"/puna/njerezit/{person}/adresa", email=MINE, reason="x").status_code == 422
        assert post(training, COORDINATOR, f"/puna/njerezit/{person}/kthim").status_code == 303
        assert roles_of(training, REVIEWER) == set()
        assert ask_for(training, REVIEWER, MINE).status_code == 303
        assert revise(training, REVIEWER, roles=["reviewer"]).status_code == 303
        assert post(training, COORDINATOR, "/puna/kerkesat/2/konfirmim").status_code == 403
    with training.database.reading() as session:
        assert _person(session, person).email == REVIEWER
    assert roles_of(training, REVIEWER) == set()


def test_going_back_to_an_address_that_the_network_knows_as_anothers(training: Site) -> None:
    """An account that ever had the mailbox of another stays the same person as that one."""
    add(training, MINE, "editor")
    path = ask_for(training, MINE, COORDINATOR.replace("@", "+x@")).headers["location"]
    say(training, link_to(training, COORDINATOR.replace("@", "+x@")))
    assert training.form(training.client(REVIEWER), f"{path}/konfirmim").status_code == 303
    with training.database.reading() as session:
        moved = training.viewer(session, COORDINATOR.replace("@", "+x@"))
        assert person_id(training, COORDINATOR) in moved.same_as


def test_taking_the_role_of_everybody_else_is_told_to_them(training: Site) -> None:
    give(training, EDITOR, Role.COORDINATOR)
    with in_the_log(training, "role_taken"):
        assert revise(training, EDITOR, roles=["editor"]).status_code == 303
    assert [text for _, text in queued(training, EDITOR) if "nuk e ka më rolin “Koordinator”" in text]


def _person(session: Session, id: int) -> Person:
    return session.exec(select(Person).where(Person.id == id)).one()
