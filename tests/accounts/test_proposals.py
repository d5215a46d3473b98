"""What one person would make of a thing that stands, until a second person says yes: of every kind alike."""

from collections.abc import Iterator

import pytest
import sqlalchemy as sa
from sqlmodel import Session, select

from pop_tracker.accounts.models import Viewer
from pop_tracker.accounts.proposals import Proposal
from pop_tracker.accounts.waiting import Notes
from pop_tracker.browse import gathered
from pop_tracker.contracts import changes, handing_out
from pop_tracker.contracts.changes import ContractChange
from pop_tracker.contracts.documents import DocumentDeclaration
from pop_tracker.plans import item_changes, withdrawals
from pop_tracker.plans.findings import rows
from pop_tracker.plans.findings.findings import Finding, FindingItem
from pop_tracker.plans.item_changes import ItemChange
from pop_tracker.plans.models import Plan
from pop_tracker.plans.withdrawals import PlanWithdrawal
from pop_tracker.web.errors import Missing, Stale
from tests.cast import EDITOR, REVIEWER
from tests.conftest import Site
from tests.site.staff import work_in_hand

KINDS: dict[type[Proposal], set[Notes]] = {
    ContractChange: {changes.CORRECTION, changes.WITHDRAWAL},
    ItemChange: {item_changes.NOTES},
    PlanWithdrawal: {withdrawals.NOTES},
    DocumentDeclaration: {handing_out.NOTES},
    Finding: {rows.NOTES},
}
"""With what lists of work say of them."""


def tables(of: type[Proposal] = Proposal) -> Iterator[type[Proposal]]:
    for one in of.__subclasses__():
        if hasattr(one, "__table__"):
            yield one
        yield from tables(one)


def waiting(session: Session, kind: type[Proposal]) -> list[Proposal]:
    return [one for one in session.exec(select(kind)) if one.waits]


def test_every_kind_is_told_to_its_second_person_and_to_who_sent_it(training: Site) -> None:
    training.after(work_in_hand)
    assert set(tables()) == set(KINDS)
    with training.database.reading() as session:
        reviewer, editor = training.viewer(session, REVIEWER), training.viewer(session, EDITOR)
        told, sent = gathered.in_hand(session, reviewer).waiting, gathered.in_hand(session, editor).sent
        for kind, notes in KINDS.items():
            several = waiting(session, kind)
            assert several, kind
            decided, own = {one.decide for one in notes}, {one.sent for one in notes}
            assert sum(one.note in decided for one in told) == sum(one.may_be_decided(reviewer) for one in several)
            assert sum(one.note in own for one in sent) == sum(one.recorded_by == editor.person_id for one in several)


@pytest.mark.both
@pytest.mark.parametrize("kind", KINDS)
def test_what_is_gone_in_the_same_moment_is_decided_on_and_taken_away_by_nobody(
    training: Site, kind: type[Proposal]
) -> None:
    training.after(work_in_hand)
    with training.database.writing() as session:
        one = waiting(session, kind)[0]
        editor, reviewer = training.viewer(session, EDITOR), training.viewer(session, REVIEWER)
        session.execute(sa.delete(FindingItem))
        session.execute(sa.delete(kind), execution_options={"synchronize_session": False})
        with pytest.raises(Missing):
            one.held_by_second_person(session, reviewer)
        with pytest.raises(Missing):
            take_away(session, editor, one)


def take_away(session: Session, viewer: Viewer, one: Proposal) -> None:
    if isinstance(one, PlanWithdrawal):
        withdrawals.refuse(session, viewer, session.get_one(Plan, one.plan_id))
    elif isinstance(one, Finding):
        one.withdraw(session, viewer)
    else:
        one.take_away(session, viewer, min(viewer.covers))


def test_nobody_says_yes_to_what_they_have_not_read(training: Site) -> None:
    one = PlanWithdrawal(plan_id=1, reason="")
    one.require_read(one.version)
    with pytest.raises(Stale):
        one.require_read("")
    with pytest.raises(Stale):
        one.require_read(one.version, still=False)
