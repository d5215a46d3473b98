"""Who may not record for a municipality is told what is missing."""

import pytest

from pop_tracker.accounts.models import Role, Viewer
from pop_tracker.accounts.recording import require_recorder
from pop_tracker.web.errors import Forbidden

HERE, ELSEWHERE = 1, 2


@pytest.mark.parametrize(
    ("roles", "told"),
    [
        ({Role.EDITOR}, "Organizata juaj nuk e mbulon këtë bashki."),
        ({Role.REVIEWER}, "llogaria juaj nuk e ka këtë rol."),
        (set(), "llogaria juaj nuk e ka këtë rol."),
        ({Role.COORDINATOR}, "Këtë bashki e mbulon një organizatë"),
        ({Role.COORDINATOR, Role.EDITOR}, "Organizata juaj nuk e mbulon këtë bashki."),
    ],
)
def test_who_may_not_record_is_told_which_of_the_reasons_it_is(roles: set[Role], told: str) -> None:
    viewer = Viewer(1, roles=frozenset(roles), covers=frozenset({HERE}))
    with pytest.raises(Forbidden) as refused:
        require_recorder(viewer, ELSEWHERE)
    assert told in refused.value.message


def test_who_records_there_is_let_through() -> None:
    require_recorder(Viewer(1, roles=frozenset({Role.EDITOR}), covers=frozenset({HERE})), HERE)
    require_recorder(Viewer(1, roles=frozenset({Role.COORDINATOR}), uncovered=frozenset({HERE})), HERE)
