"""Nobody decides on their own work: what the rule tells whom."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from pop_tracker.accounts.models import ANYONE, Role, Viewer
from pop_tracker.accounts.second_person import (
    Decision,
    Hands,
    confirmation,
    is_own,
    may_be_second_person,
    require_second_person,
)
from pop_tracker.web.errors import Forbidden

REVIEWER = Viewer(person_id=1, roles=frozenset({Role.REVIEWER}))
COORDINATOR = Viewer(person_id=2, roles=frozenset({Role.COORDINATOR}))
DECISION = Decision("jo ju", (Hands({3, None}, "ju e shkruat"), Hands((1, 4), "ju e vlerësuat")))


@pytest.mark.parametrize(
    ("viewer", "decision", "told"),
    [
        (ANYONE, DECISION, "jo ju"),
        (COORDINATOR, DECISION, "jo ju"),
        (REVIEWER, DECISION, "ju e vlerësuat"),
        (Viewer(person_id=3, roles=REVIEWER.roles), DECISION, "ju e shkruat"),
        (Viewer(person_id=3, roles=COORDINATOR.roles), DECISION, "jo ju"),
        (REVIEWER, confirmation(1), "Nuk mund ta konfirmoni punën tuaj: duhet ta bëjë një person i dytë."),
        (COORDINATOR, confirmation(1), "Konfirmon vetëm një rishikues."),
    ],
)
def test_the_first_reason_is_told_and_pages_know_of_it(viewer: Viewer, decision: Decision, told: str) -> None:
    assert not may_be_second_person(viewer, decision)
    with pytest.raises(Forbidden) as refused:
        require_second_person(viewer, decision)
    assert refused.value.message == told


def test_whoever_has_a_role_and_no_hand_in_it_decides() -> None:
    both = Decision("jo ju", (Hands((1,), "ju"),), frozenset({Role.REVIEWER, Role.COORDINATOR}))
    for viewer, decision in ((REVIEWER, confirmation(2)), (REVIEWER, confirmation(None)), (COORDINATOR, both)):
        assert may_be_second_person(viewer, decision)
        require_second_person(viewer, decision)


def test_what_came_back_is_mended_by_who_recorded_it() -> None:
    assert is_own(REVIEWER, 1)
    assert not is_own(REVIEWER, 2)
    assert not is_own(REVIEWER, None)


def test_a_decision_may_ask_for_another_organisation() -> None:
    decision = replace(confirmation(9), not_of=frozenset({4, None}))
    told = "Këtë e vendos një person nga një organizatë tjetër."
    for organisation_id, says in ((4, told), (None, told), (5, None)):
        viewer = replace(REVIEWER, organisation_id=organisation_id)
        assert may_be_second_person(viewer, decision) == (says is None)
        if says:
            with pytest.raises(Forbidden) as refused:
                require_second_person(viewer, decision)
            assert refused.value.message == says


def test_another_account_of_who_had_a_hand_in_it_is_theirs() -> None:
    viewer = replace(REVIEWER, same_as=frozenset({7}))
    assert not may_be_second_person(viewer, confirmation(7))
    assert may_be_second_person(viewer, confirmation(8))


def test_who_just_got_another_address_waits_and_is_told_until_when() -> None:
    later = datetime(2100, 1, 31, 11, 30, tzinfo=UTC)
    with pytest.raises(Forbidden) as refused:
        require_second_person(replace(REVIEWER, may_approve_from=later), confirmation(2))
    assert refused.value.values == {"day": "31.01.2100", "hour": "12:30"}
    require_second_person(replace(REVIEWER, may_approve_from=datetime(2026, 1, 1, tzinfo=UTC)), confirmation(2))
