"""The list of what waits for a reviewer asks the database what the rule asks of one verdict."""

from dataclasses import replace
from datetime import UTC, datetime

from sqlmodel import Session, select

from pop_tracker.accounts.models import Viewer
from pop_tracker.accounts.second_person import may_be_second_person
from pop_tracker.monitoring.corrections import retraction_of
from pop_tracker.monitoring.decisions import decision_on
from pop_tracker.monitoring.models import Assessment, AssessmentState
from pop_tracker.monitoring.parts import to_review
from tests import cast
from tests.conftest import Site
from tests.monitoring.play import corrected, open_round, sent

EVERYONE = (cast.EDITOR, cast.SECOND_EDITOR, cast.REVIEWER, cast.OTHER_REVIEWER, cast.OTHER_BOTH, cast.COORDINATOR)


def by_the_rule(session: Session, viewer: Viewer) -> set[int | None]:
    rows = session.exec(select(Assessment)).all()
    found = {row.id for row in rows if row.state is AssessmentState.SUBMITTED}
    asked = {row.id for row in rows if row.is_public and row.retraction_asked_by and row.retracted_at is None}
    return {
        row.id
        for row in rows
        if (row.id in found and may_be_second_person(viewer, decision_on(session, row)))
        or (row.id in asked and may_be_second_person(viewer, retraction_of(session, row)))
    }


def test_it_offers_each_what_the_rule_lets_them_decide(training: Site) -> None:
    round_id = open_round(training)
    sent(training, round_id)
    sent(training, round_id, "2.1", who=cast.SECOND_EDITOR)
    row_id = corrected(training)
    training.form(training.client(cast.EDITOR), f"/puna/ndreqjet/{row_id}/terheqje", reason="Gabim.")
    seen = {}
    with training.database.reading() as session:
        for who in EVERYONE:
            viewer = training.viewer(session, who)
            seen[who] = {row.id for row in to_review(session, viewer)}
            assert seen[who] == by_the_rule(session, viewer), who
            for changed in (
                {"same_as": training.viewer(session, cast.EDITOR).same_as},
                {"may_approve_from": datetime(2100, 1, 1, tzinfo=UTC)},
            ):
                other = replace(viewer, **changed)
                assert {row.id for row in to_review(session, other)} == by_the_rule(session, other), (who, changed)
    assert seen[cast.COORDINATOR] == seen[cast.EDITOR] == set()
    assert len(seen[cast.OTHER_BOTH]) >= 2
