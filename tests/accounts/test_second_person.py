"""Nobody decides on their own work: what the rule tells whom."""

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
