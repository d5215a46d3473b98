"""Copies that nobody reads lose what was removed, and nothing else does."""

from datetime import UTC, datetime

import pytest
from sqlmodel import select

from pop_tracker.accounts.models import person_by_email
from pop_tracker.forgetting import forget_copies
from pop_tracker.history import REMOVED
from pop_tracker.monitoring.copies import Link
from pop_tracker.monitoring.models import Assessment
from pop_tracker.monitoring.returned import ReturnedText
from pop_tracker.pieces import NAME_REMOVED
from tests import cast
from tests.conftest import Site
from tests.history.redacting import NAME, removed

pytestmark = pytest.mark.both


def test_a_copy_that_declines_the_name_loses_it_and_gets_it_back(training: Site) -> None:
    said = {"reason": "I takon ZENEPËS KUQALASHIT, në Çorrovodë"}
    with training.database.writing() as session:
        verdict = session.exec(select(Assessment)).first()
        assert verdict is not None
        session.add(copy := ReturnedText(assessment_id=verdict.id or 0, said=said))
        request = removed(session, training)
        session.refresh(copy)
        assert copy.said == {"reason": f"I takon {NAME_REMOVED}, në Çorrovodë"}
        request.call_off(session, training.viewer(session, cast.EDITOR), "nuk është person privat")
        session.refresh(copy)
        assert copy.said == said


def test_calling_one_off_brings_nothing_back_that_another_removed(training: Site) -> None:
    """Also of a copy that was written after the other one, and was found with this one."""
    with training.database.writing() as session:
        verdict = session.exec(select(Assessment)).first()
        assert verdict is not None
        removed(session, training)
        session.add(copy := ReturnedText(assessment_id=verdict.id or 0, said={"reason": f"Pyetni {NAME}"}))
        session.flush()
        other = removed(session, training, "Lumturi Çelaj", hearing=1)
        session.refresh(copy)
        assert copy.said == {"reason": f"Pyetni {NAME_REMOVED}"}
        other.call_off(session, training.viewer(session, cast.EDITOR), "nuk është person privat")
        session.refresh(copy)
        assert copy.said == {"reason": f"Pyetni {NAME_REMOVED}"}


def test_copies_are_read_once_however_many_requests_wait(training: Site) -> None:
    def reads(requests: list[int]) -> int:
        with training.database.reading() as session, training.count_queries() as asked:
            forget_copies(session, requests)
        return sum("FROM assessment_returned" in one for one in asked)

    with training.database.writing() as session:
        waiting = [
            removed(session, training, f"Zenepe {name}").id or 0 for name in ("Kuqalashi", "Laknori", "Zerdelia")
        ]
    assert reads(waiting) == reads(waiting[:1]) == 1


def test_who_works_here_keeps_a_name_that_a_private_person_has_too(training: Site) -> None:
    with training.database.writing() as session:
        colleague = person_by_email(session, cast.EDITOR)
        assert colleague is not None
        name = colleague.name
        removed(session, training, name)
        session.refresh(colleague)
        assert colleague.name == name


def test_a_copy_without_room_for_the_mark_and_one_that_must_be_its_own(training: Site) -> None:
    now = datetime.now(UTC)
    with training.database.writing() as session:
        full = Link(url=f"https://shembull.example/{'x' * 1958}/Zenepe-Kuqalashi"[:2000], first_seen_at=now)
        twins = [
            Link(url=f"https://a.example/{name}", first_seen_at=now)
            for name in ("Zenepe-Kuqalashi", "zenepe_kuqalashi")
        ]
        session.add_all([full, *twins])
        removed(session, training)
        for one in (full, *twins):
            session.refresh(one)
            assert one.url == f"{REMOVED} {one.id}"
