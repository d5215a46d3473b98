"""A round from its opening to its publication."""

from sqlmodel import select

from pop_tracker import history
from pop_tracker.monitoring.models import Round, RoundState, Status
from pop_tracker.monitoring.statuses import current_statuses
from tests.cast import OTHER_REVIEWER
from tests.conftest import Site
from tests.monitoring.play import finish, open_round


def publish(site: Site, who: str, round_id: int) -> int:
    return site.form(site.client(who), "/puna/raundet", post_to=f"/puna/raundet/{round_id}/botim").status_code


def state(site: Site, round_id: int) -> RoundState:
    with site.database.reading() as session:
        return session.exec(select(Round.state).where(Round.id == round_id)).one()


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
        leaves = current_statuses(session).values()
        assert {(leaf.round_number, leaf.status) for leaf in leaves} == {(2, Status.FULLY_ADDRESSED)}
        assert list(history.verify(session)) == []
    assert "raundi 2" in training.client().get("/kontratat/shembull-2023/1.2").text.lower()
