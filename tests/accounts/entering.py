"""How the tests of signing in act: somebody comes by a link, time passes, the log is read."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from litestar.testing import TestClient
from sqlmodel import select

from pop_tracker.accounts.log import LogEntry
from pop_tracker.accounts.models import person_by_email
from pop_tracker.accounts.signing_in import SignInSession, new_sign_in_link
from tests.conftest import Site


def in_earnest(training: Site) -> Site:
    """With the people of the training data, but no training site: reviewers and coordinators need a second step."""
    return Site(replace(training.settings, training=False), training.database)


def enter(site: Site, email: str, pas: str = "/puna") -> TestClient[Any]:
    """By a link, as people do."""
    with site.database.writing() as session:
        person = person_by_email(session, email)
        assert person is not None
        secret = new_sign_in_link(session, person)
    client = site.client()
    assert site.form(client, f"/hyrje/{secret}", pas=pas).status_code == 303
    return client


def unprove(site: Site, ago: timedelta | None = None) -> None:
    """All sessions, as if it had been proven so long ago, or never."""
    with site.database.writing() as session:
        session.exec(sa.update(SignInSession).values(proven_at=datetime.now(UTC) - ago if ago else None))


def events(site: Site) -> list[str]:
    """What the log tells since the site began."""
    with site.database.reading() as session:
        found = session.exec(select(LogEntry.event).order_by(sa.text("number"))).all()
    return [event for event in found if event != "role_given"]  # those of the training data
