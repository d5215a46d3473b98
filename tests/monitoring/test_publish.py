"""A round from its opening to its publication."""

import pytest
import sqlalchemy as sa
from sqlmodel import col, select

from pop_tracker import history, verification
from pop_tracker.monitoring.models import Assessment, Round, RoundState
from pop_tracker.monitoring.record_states import BESIDE
from pop_tracker.monitoring.scale import Status
from pop_tracker.monitoring.statuses import current_statuses
from tests.cast import COORDINATOR, EDITOR, OTHER_BOTH, OTHER_EDITOR, OTHER_REVIEWER, REVIEWER, SECOND_EDITOR
from tests.conftest import Site
from tests.monitoring import play
from tests.monitoring.play import NEW, finish, open_round, sent


def publish(site: Site, who: str, round_id: int) -> int:
    return play.publish(site, round_id, who).status_code


def state(site: Site, round_id: int) -> RoundState:
    with site.database.reading() as session:
        return session.get_one(Round, round_id).state


def test_publishing_makes_the_verdicts_public_in_one_step(training: Site) -> None:
    round_id = open_round(training)
    finish(training, round_id)
    with training.database.reading() as session:
        before = history.head(session).number
        assert {leaf.round_number for leaf in current_statuses(session).values()} == {1}
    assert publish(training, OTHER_REVIEWER, round_id) == 303
    with training.database.reading() as session:
        assert history.head(session).number == before + 1
        (entry,) = history.entries(session, limit=1)
        assert (entry.row.verb, entry.row.key) == ("round.publish", "shembull-2023/2")
        assert (entry.row.organisation, entry.row.approver_organisation) == ("organizata-a", "organizata-b")
        leaves = current_statuses(session, [session.get_one(Round, round_id).contract_id]).values()
        assert {(leaf.round_number, leaf.status) for leaf in leaves} == {(2, Status.FULLY_ADDRESSED)}
        assert list(verification.verify(session)) == []
    assert training.client().get("/raportet/shembull-2023/2").status_code == 200


def test_the_coordinator_may_publish_too(training: Site) -> None:
    round_id = open_round(training)
    finish(training, round_id)
    assert publish(training, COORDINATOR, round_id) == 303
    assert state(training, round_id) is RoundState.PUBLISHED


@pytest.mark.both
def test_publishing_twice_publishes_once(training: Site) -> None:
    round_id = open_round(training)
    finish(training, round_id)
    assert publish(training, REVIEWER, round_id) == 303
    with training.database.reading() as session:
        head = history.head(session)
    assert publish(training, REVIEWER, round_id) == 303
    assert publish(training, OTHER_REVIEWER, round_id) == 422
    with training.database.reading() as session:
        assert history.head(session) == head


def test_editors_publish_nothing(training: Site) -> None:
    round_id = open_round(training)
    finish(training, round_id)
    for who in (EDITOR, SECOND_EDITOR, OTHER_EDITOR):
        assert publish(training, who, round_id) == 403
    assert state(training, round_id) is not RoundState.PUBLISHED


def test_whoever_opened_it_or_wrote_in_it_does_not_publish_it(training: Site) -> None:
    fields = {**NEW, "contract": "prove-2023"}
    opened = training.form(training.client(OTHER_BOTH), "/puna/raundet/i-ri", **fields)
    round_id = int(opened.headers["location"].rsplit("/", 1)[1])
    finish(training, round_id, author=OTHER_EDITOR, reviewer=OTHER_REVIEWER)
    assert publish(training, OTHER_BOTH, round_id) == 403
    with training.database.writing() as session:
        session.exec(sa.update(Round).values(opened_by=None))
    assert publish(training, OTHER_BOTH, round_id) == 303


def test_the_author_of_one_verdict_does_not_publish_the_round(training: Site) -> None:
    fields = {**NEW, "contract": "prove-2023"}
    opened = training.form(training.client(OTHER_EDITOR), "/puna/raundet/i-ri", **fields)
    round_id = int(opened.headers["location"].rsplit("/", 1)[1])
    sent(training, round_id, "1.1", who=OTHER_BOTH)
    finish(training, round_id, author=OTHER_EDITOR, reviewer=OTHER_REVIEWER)
    assert publish(training, OTHER_BOTH, round_id) == 403
    assert state(training, round_id) is not RoundState.PUBLISHED


def test_a_round_with_something_undone_is_not_published(training: Site) -> None:
    round_id = open_round(training)
    sent(training, round_id, "1.2")
    client = training.client(COORDINATOR)
    answer = training.form(client, f"/puna/raundet/{round_id}", post_to=f"/puna/raundet/{round_id}/botim")
    assert answer.status_code == 422
    assert "Ende pa përfunduar: 1.1, 1.2, 1.3.a" in answer.text
    with training.database.reading() as session:
        assert not session.exec(
            select(Assessment.id).where(Assessment.round_id == round_id, Assessment.is_public)
        ).all()
    assert state(training, round_id) is not RoundState.PUBLISHED


def test_what_was_left_unassessed_needs_no_review_of_its_own(training: Site) -> None:
    round_id = open_round(training)
    unassessed = sent(training, round_id, "1.2", status="not_assessed", reason="Drejtoria nuk u përgjigj.", evidence="")
    finish(training, round_id)
    assert publish(training, REVIEWER, round_id) == 303
    with training.database.reading() as session:
        row = session.get(Assessment, unassessed)
        assert row is not None
        assert row.is_public
        assert row.reviewed_by == training.viewer(session, REVIEWER).person_id
        assert current_statuses(session)[row.commitment_id].status is Status.NOT_ASSESSED


def test_others_do_not_see_a_round_before_it_waits_for_publication(training: Site) -> None:
    round_id = open_round(training)
    page = f"/puna/raundet/{round_id}"
    for who in (REVIEWER, OTHER_REVIEWER, OTHER_EDITOR):
        assert training.client(who).get(page).status_code == 404
    assert training.client().get(page).status_code == 303  # to the sign-in page
    assert training.client(COORDINATOR).get(page).status_code == 200
    finish(training, round_id)
    assert training.client(OTHER_REVIEWER).get(page).status_code == 200
    assert training.client(OTHER_EDITOR).get(page).status_code == 404
    assert "raundet/" + str(round_id) in training.client(REVIEWER).get("/puna").text


def test_the_database_itself_wants_a_second_person(training: Site) -> None:
    round_id = open_round(training)
    with training.database.writing() as session:
        opener = sa.update(Round).where(col(Round.id) == round_id).values(published_by=Round.opened_by)
        with pytest.raises(sa.exc.IntegrityError):
            session.exec(opener)
        session.rollback()


@pytest.mark.parametrize("missing", ["agreement", "replies"])
def test_a_round_that_would_be_said_by_half_is_not_said(
    training: Site, monkeypatch: pytest.MonkeyPatch, missing: str
) -> None:
    """Nor redacted by half. What is said with it enters itself from files above, which a command could leave out."""
    monkeypatch.delitem(BESIDE, missing)
    with training.database.writing() as session:
        held = session.get_one(Round, 1)
        with pytest.raises(LookupError):
            held.public_state(session)
        with pytest.raises(LookupError):
            list(held.rows(session))
