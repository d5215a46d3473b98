"""An account moves to another mailbox when both mailboxes, or the new one and two people, say so."""

from contextlib import nullcontext
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import col, select

from pop_tracker.accounts import new_address
from pop_tracker.accounts.log import LogEntry
from pop_tracker.accounts.models import Person, Role, person_by_email
from pop_tracker.accounts.new_address import JUST_NOW
from pop_tracker.accounts.requests import AccountRequest
from pop_tracker.accounts.same_person import with_mailbox
from pop_tracker.accounts.second_person import confirmation, may_be_second_person
from pop_tracker.web.errors import Forbidden, Refusal
from tests.accounts.play import (
    NEW_ADDRESS,
    address_of,
    ask_for,
    ask_oneself,
    give,
    last_events,
    link_to,
    mails,
    post,
    queued,
    say,
)
from tests.cast import COORDINATOR, EDITOR, OTHER_EDITOR, OTHER_REVIEWER, REVIEWER, SECOND_EDITOR
from tests.conftest import Site


@pytest.mark.both
def test_from_both_mailboxes_it_moves_at_once(training: Site) -> None:
    working = training.client(REVIEWER)
    where = ask_oneself(training)
    assert (where.status_code, where.headers["location"][:15]) == (303, "/puna/kerkesat/")
    new, old = link_to(training, NEW_ADDRESS), link_to(training, REVIEWER)
    for link in (new, old):  # looking changes nothing
        assert training.client().get(link).status_code == 200
    assert "E konfirmuat" in say(training, new).text
    assert address_of(training) == REVIEWER
    assert working.get("/puna").status_code == 200
    assert "Adresa ndryshoi" in say(training, old).text
    assert address_of(training) == NEW_ADDRESS
    assert working.get("/puna").status_code == 303
    assert "Adresa ndryshoi" in training.client().get(new).text
    with training.database.reading() as session:
        assert may_be_second_person(training.viewer(session, NEW_ADDRESS), confirmation(1))
        assert len(with_mailbox(session, REVIEWER)) == 1
    assert last_events(training, 4) == [
        "account_address_changed",
        "account_address_confirmed",
        "account_address_answered",
        "account_address_asked",
    ]
    told = {mail["To"] for mail in mails(training) if "ndryshoi" in mail.get_content()}
    assert told == {REVIEWER, NEW_ADDRESS, COORDINATOR}


@pytest.mark.both
def test_the_old_mailbox_alone_is_not_enough(training: Site) -> None:
    """A typing error would lock them out."""
    ask_oneself(training)
    say(training, link_to(training, NEW_ADDRESS), "jo")  # nor does whoever reads the new one stop it
    assert "pret që të përgjigjet emaili i ri" in say(training, link_to(training, REVIEWER)).text
    assert address_of(training) == REVIEWER
    say(training, link_to(training, NEW_ADDRESS))
    assert address_of(training) == NEW_ADDRESS


def test_the_old_mailbox_reads_who_asked(training: Site) -> None:
    """Or whoever just asked for another address would say yes to somebody else's request."""
    ask_for(training)
    with training.database.reading() as session:
        asker = session.exec(select(AccountRequest)).one().asker.name
    assert asker in training.client().get(link_to(training, REVIEWER)).text
    assert asker not in training.client().get(link_to(training, NEW_ADDRESS)).text


def test_the_log_holds_no_word_of_the_address(training: Site) -> None:
    """Not even its domain: whoever asks may type there what they like, and nothing is ever taken out of the log."""
    ask_oneself(training)
    for link in (link_to(training, REVIEWER), link_to(training, NEW_ADDRESS)):
        say(training, link)
    assert address_of(training) == NEW_ADDRESS
    with training.database.reading() as session:
        said = [entry.said for entry in session.exec(select(LogEntry)) if entry.event.startswith("account_address_")]
    assert "posta" not in str(said)
    assert [one["same_domain"] for one in said if "same_domain" in one] == [False, False]


def test_the_old_mailbox_is_not_told_the_new_address(training: Site) -> None:
    ask_oneself(training)
    for link in (link_to(training, NEW_ADDRESS), link_to(training, REVIEWER)):
        say(training, link)
    assert not [text for _, text in queued(training, REVIEWER) if "posta.example" in text]


def test_two_others_give_it_and_then_it_decides_on_nothing_for_two_days(training: Site) -> None:
    path = ask_for(training).headers["location"]
    assert NEW_ADDRESS in training.client(OTHER_REVIEWER).get(path).text
    say(training, link_to(training, NEW_ADDRESS))
    assert address_of(training) == REVIEWER
    given = training.form(training.client(OTHER_REVIEWER), f"{path}/konfirmim")
    assert given.status_code == 303
    assert address_of(training) == NEW_ADDRESS
    with training.database.reading() as session:
        viewer = training.viewer(session, NEW_ADDRESS)
        assert viewer.may_approve_from is not None
        assert timedelta(0) <= datetime.now(UTC) + timedelta(hours=48) - viewer.may_approve_from < timedelta(minutes=5)
        assert not may_be_second_person(viewer, confirmation(1))
    assert any("48 orë" in " ".join(text.split()) for _, text in queued(training, REVIEWER))


def test_the_old_mailbox_says_no_also_after_two_said_yes(training: Site) -> None:
    path = ask_for(training).headers["location"]
    old = link_to(training, REVIEWER)
    assert training.form(training.client(OTHER_REVIEWER), f"{path}/konfirmim").status_code == 303
    for answer in ("jo", ""):  # and no yes counts after it
        assert "Adresa nuk ndryshon" in say(training, old, answer).text
    say(training, link_to(training, NEW_ADDRESS))
    assert address_of(training) == REVIEWER
    assert last_events(training) == ["account_address_refused"]
    assert COORDINATOR in {mail["To"] for mail in mails(training) if "përgjigjja jo" in mail.get_content()}


def test_what_the_person_asked_for_no_second_person_gives(training: Site) -> None:
    """There would be one person besides them only."""
    path = ask_oneself(training).headers["location"]
    give(training, SECOND_EDITOR, Role.COORDINATOR)
    for who in (OTHER_REVIEWER, SECOND_EDITOR, COORDINATOR):
        assert "Konfirmoni kërkesën" not in training.client(who).get(path).text
        assert post(training, who, f"{path}/konfirmim").status_code == 422
    assert address_of(training) == REVIEWER
    with training.database.writing() as session:  # also a coordinator, who may ask for others
        coordinator, person = training.viewer(session, COORDINATOR), person_by_email(session, COORDINATOR)
        assert person is not None
        request = new_address.ask(session, training.settings, coordinator, person, "gezim@posta.example")
        with pytest.raises(Refusal):
            new_address.give(session, training.settings, training.viewer(session, SECOND_EDITOR), request)


def test_a_second_factor_proven_just_now_stands_for_the_old_mailbox(training: Site) -> None:
    for ago, moves in ((JUST_NOW + timedelta(minutes=1), False), (timedelta(minutes=1), True)):
        with training.database.writing() as session:
            person = person_by_email(session, REVIEWER)
            assert person is not None
            viewer = training.viewer(session, REVIEWER)
            viewer = replace(viewer, must_prove=True, proven_at=datetime.now(UTC) - ago)
            new_address.ask(session, training.settings, viewer, person, NEW_ADDRESS)
        say(training, link_to(training, NEW_ADDRESS))
        assert (address_of(training) == NEW_ADDRESS) == moves


def test_nobody_proves_with_their_own_key_that_another_moves(training: Site) -> None:
    """Nor asks for them without being a coordinator."""
    for who, may in ((OTHER_REVIEWER, False), (COORDINATOR, True)):
        with training.database.writing() as session:
            person = person_by_email(session, REVIEWER)
            assert person is not None
            viewer = replace(training.viewer(session, who), must_prove=True, proven_at=datetime.now(UTC))
            with nullcontext() if may else pytest.raises(Forbidden):
                new_address.ask(session, training.settings, viewer, person, NEW_ADDRESS, "E humbi telefonin.")
    say(training, link_to(training, NEW_ADDRESS))
    assert address_of(training) == REVIEWER


@pytest.mark.parametrize(
    ("email", "says"),
    [
        ("", "email-error"),
        ("pa kerkim", "email-error"),
        (REVIEWER.upper(), "Kjo është adresa"),
        (EDITOR, "llogari tjetër"),
        ("x" * 250 + "@a.al", "email-error"),
        ("a@b.al\r\nBcc: c@d.al", "email-error"),
    ],
)
def test_bad_addresses_are_told_at_the_field(training: Site, email: str, says: str) -> None:
    for answer in (ask_oneself(training, email=email), ask_for(training, email=email)):
        assert answer.status_code == 422
        assert says in answer.text
    assert not queued(training)


def test_a_coordinator_says_why(training: Site) -> None:
    answer = ask_for(training, reason="")
    assert answer.status_code == 422
    assert 'id="reason-error"' in answer.text
    with training.database.writing() as session:
        coordinator, person = training.viewer(session, COORDINATOR), person_by_email(session, REVIEWER)
        assert person is not None
        with pytest.raises(Refusal):
            new_address.ask(session, training.settings, coordinator, person, NEW_ADDRESS)


def test_a_later_request_takes_the_place_of_the_one_before(training: Site) -> None:
    ask_oneself(training)
    first = link_to(training, NEW_ADDRESS)
    ask_oneself(training, email="tjeter@posta.example")
    assert training.client().get(first).status_code == 410
    assert last_events(training, 2) == ["account_address_asked", "account_address_withdrawn"]


def test_links_expire(training: Site) -> None:
    ask_oneself(training)
    with training.database.writing() as session:
        request = session.exec(select(AccountRequest)).one()
        request.until = datetime.now(UTC) - timedelta(minutes=1)
    for email in (NEW_ADDRESS, REVIEWER):
        link = link_to(training, email)
        assert training.client().get(link).status_code == 410
        client = training.client()
        client.get("/hyrje")
        for path in (link, f"{link}/jo"):
            assert client.post(path, data={"_csrf_token": client.cookies["pop_csrf"]}).status_code == 303
    assert address_of(training) == REVIEWER


def test_an_address_that_somebody_else_got_meanwhile_is_told(training: Site) -> None:
    ask_oneself(training)
    say(training, link_to(training, REVIEWER))
    with training.database.writing() as session:
        other = person_by_email(session, OTHER_EDITOR)
        assert other is not None
        other.email = NEW_ADDRESS
        session.add(other)
    answer = say(training, link_to(training, NEW_ADDRESS))
    assert answer.status_code == 422
    assert "llogari tjetër" in answer.text
    assert address_of(training) == REVIEWER


@pytest.mark.both
def test_ones_own_account_says_what_it_is_and_takes_the_language(training: Site) -> None:
    client = training.client(EDITOR)
    page = client.get("/puna/llogaria").text
    assert all(said in page for said in (EDITOR, "Anila Editore", "redaktor"))
    version = page.split('name="version" value="')[1].split('"')[0]
    assert training.form(client, "/puna/llogaria", language="xx", version=version).status_code == 422
    for _ in range(2):
        assert training.form(client, "/puna/llogaria", language="en", version=version).status_code == 303
    with training.database.reading() as session:
        assert session.exec(select(Person.language).where(col(Person.email) == EDITOR)).one() == "en"
