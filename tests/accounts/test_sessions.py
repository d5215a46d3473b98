"""How long a session lasts, and what ends it before."""

from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa
from sqlmodel import col, select

from pop_tracker.accounts.models import Role, RoleHeld, person_by_email
from pop_tracker.accounts.signing_in import (
    IDLE,
    SEEN_EVERY,
    SESSION_LIFE,
    SignInLink,
    SignInSession,
    new_sign_in_link,
    sign_in,
)
from tests.cast import EDITOR
from tests.conftest import Site


def move(site: Site, **to: datetime) -> None:
    """Of all sessions."""
    with site.database.writing() as session:
        session.exec(sa.update(SignInSession).values(**to))


@pytest.mark.both
def test_a_session_that_nobody_used_for_half_a_day_is_over(training: Site) -> None:
    client = training.client(EDITOR)
    now = datetime.now(UTC)
    move(training, seen_at=now - IDLE + timedelta(minutes=1))
    assert client.get("/puna").status_code == 200
    move(training, seen_at=now - IDLE - timedelta(minutes=1))
    assert client.get("/puna").status_code == 303


def test_a_session_in_use_is_over_after_its_life(training: Site) -> None:
    client = training.client(EDITOR)
    now = datetime.now(UTC)
    with training.database.reading() as session:
        held = session.exec(select(SignInSession)).one()
        assert held.expires_at - held.created_at == SESSION_LIFE
    move(training, expires_at=now - timedelta(seconds=1))
    assert client.get("/puna").status_code == 303


@pytest.mark.both
@pytest.mark.parametrize("changed", ["a role", "the address", "the organisation"])
def test_a_session_ends_with_what_it_was_opened_for(training: Site, changed: str) -> None:
    client = training.client(EDITOR)
    assert client.get("/puna").status_code == 200
    with training.database.writing() as session:
        person = person_by_email(session, EDITOR)
        assert person is not None
        if changed == "a role":
            session.add(RoleHeld(person_id=person.id or 0, role=Role.REVIEWER))
        elif changed == "the address":
            person.email = "tjeter@shembull.example"
        else:
            person.organisation_id = None
        session.add(person)
    assert client.get("/puna").status_code == 303


@pytest.mark.both
def test_a_session_in_use_is_noted_aside_and_not_at_every_click(training: Site) -> None:
    client = training.client(EDITOR)
    before = datetime.now(UTC) - 2 * SEEN_EVERY
    move(training, seen_at=before)
    client.get("/puna")
    deadline = datetime.now(UTC) + timedelta(seconds=10)
    while (seen := seen_at(training)) == before and datetime.now(UTC) < deadline:
        pass
    assert seen > before + SEEN_EVERY
    client.get("/puna")
    client.get("/puna")
    assert seen_at(training) == seen


def seen_at(site: Site) -> datetime:
    with site.database.reading() as session:
        return session.exec(select(SignInSession.seen_at)).one()


@pytest.mark.both
def test_the_first_link_that_is_used_ends_the_others(training: Site) -> None:
    with training.database.writing() as session:
        person = person_by_email(session, EDITOR)
        assert person is not None
        first, second = new_sign_in_link(session, person), new_sign_in_link(session, person)
    with training.database.writing() as session:
        assert sign_in(session, first) is not None
    with training.database.writing() as session:
        assert sign_in(session, second) is None
        assert session.exec(select(sa.func.count()).where(col(SignInLink.used_at).is_(None))).one() == 0
