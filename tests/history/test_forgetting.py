"""Copies that nobody reads lose what was removed, and nothing else does."""

from datetime import UTC, datetime

import pytest
from sqlmodel import Session, col, select

from pop_tracker import history
from pop_tracker.accounts.models import person_by_email
from pop_tracker.accounts.redactions import Chosen, RedactionRequest, ask_redaction
from pop_tracker.forgetting import forget_copies
from pop_tracker.history import REMOVED
from pop_tracker.monitoring.copies import Link
from pop_tracker.monitoring.models import Assessment
from pop_tracker.monitoring.returned import ReturnedText
from pop_tracker.pieces import NAME_REMOVED, pieces_of
from pop_tracker.plans.consultations.consultations import Consultation
from pop_tracker.plans.consultations.points import points
from tests import cast
from tests.conftest import Site

pytestmark = pytest.mark.both

NAME = "Zenepe Kuqalashi"


def removed(session: Session, site: Site, name: str = NAME, *, hearing: int = 0) -> RedactionRequest:
    """Out of a point of a hearing, by two."""
    thing = session.exec(select(Consultation).order_by(col(Consultation.id)).offset(hearing)).first()
    assert thing is not None
    point = points(session, thing.id or 0)[0]
    point.text = f"{name} tha se nuk ka ujë"
    session.add(point)
    asker, decider = (site.viewer(session, who) for who in (cast.EDITOR, cast.OTHER_REVIEWER))
    history.append(session, "revise", thing, asker.actor, source="procesverbali, i shpikur")
    chosen = [Chosen(one, (name,)) for one in pieces_of(session, thing.kind, thing.key) if name in one.words]
    request = ask_redaction(session, asker, chosen, "emër i një personi privat")
    request.confirm(session, decider)
    return request


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
