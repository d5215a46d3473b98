"""/healthz: for whoever watches the server."""

import pytest
from sqlalchemy.exc import OperationalError

from pop_tracker import history
from pop_tracker.database import Database
from tests.conftest import Site


def test_it_says_where_the_record_stands(training: Site) -> None:
    answer = training.client().get("/healthz")
    with training.database.reading() as session:
        head = history.head(session)
    assert answer.status_code == 200
    assert answer.json() == {"database": "ok", "head": {"number": head.number, "hash": head.hash}}
    assert answer.headers["cache-control"] == "no-store"
    assert "set-cookie" not in answer.headers


def test_a_database_that_does_not_answer_is_503(training: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    client = training.client()

    def silent(_: Database) -> None:
        raise OperationalError("SELECT 1", {}, Exception("no answer"))

    monkeypatch.setattr(Database, "reading", silent)
    answer = client.get("/healthz")
    assert answer.status_code == 503
    assert answer.json() == {"database": "unavailable"}
