"""/healthz: for whoever watches the server."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.exc import OperationalError

from pop_tracker import history
from pop_tracker.database import Database
from pop_tracker.web import duties
from tests.conftest import Site


@pytest.mark.both
def test_it_says_where_the_record_stands(training: Site) -> None:
    answer = training.client().get("/healthz")
    with training.database.reading() as session:
        head = history.head(session)
    assert answer.status_code == 200
    assert answer.json() == {
        "database": "ok",
        "head": {"number": head.number, "hash": head.hash},
        "duties": {"age_seconds": None, "late": []},
        "undeclared_proxy": False,
    }
    assert answer.headers["cache-control"] == "no-store"
    assert "set-cookie" not in answer.headers


def test_it_says_how_old_the_last_round_of_duties_is(training: Site) -> None:
    """Also where all others are done; the site itself answers, so the status stays."""
    now = datetime.now(UTC)
    with training.database.writing() as session:
        duties.appoint(session, ["hangs", "works"], now - timedelta(hours=1))
        duties.note(session, "works", now, timedelta(seconds=5))
    answer = training.client().get("/healthz")
    assert answer.status_code == 200
    found = answer.json()["duties"]
    assert found["late"] == ["hangs"]
    assert 3600 <= found["age_seconds"] < 3660
    with training.database.writing() as session:
        duties.note(session, "hangs", now, timedelta(days=1))
    assert training.client().get("/healthz").json()["duties"] == {"age_seconds": 0, "late": []}


def test_a_database_that_does_not_answer_is_503(training: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    client = training.client()

    def silent(_: Database) -> None:
        raise OperationalError("SELECT 1", {}, Exception("no answer"))

    monkeypatch.setattr(Database, "glancing", silent)
    answer = client.get("/healthz")
    assert answer.status_code == 503
    assert answer.json() == {"database": "unavailable"}
