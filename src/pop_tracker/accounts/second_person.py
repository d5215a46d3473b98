"""Nobody decides on their own work: what one person recorded, wrote or asked for, a second person decides on.

Each thing that waits for its second person says in a `Decision` who may take it and who had a hand in the thing. The
verb asks `require_second_person`; pages and lists, which offer the decision, ask `may_be_second_person` of the same
`Decision`, so that they offer nothing that the verb refuses.
"""

from collections.abc import Collection
from dataclasses import dataclass

from pop_tracker.accounts.models import Role, Viewer
from pop_tracker.web.errors import Forbidden
from pop_tracker.web.i18n import N_


@dataclass(frozen=True)
class Hands:
    """People who had a hand in a thing, and what they are told when they would decide on it."""

    people: Collection[int | None]
    told: str


@dataclass(frozen=True)
class Decision:
    """Who may take it: whoever has one of the roles, and none of the hands. `told` is for those without a role."""

    told: str
    hands: tuple[Hands, ...]
    roles: frozenset[Role] = frozenset({Role.REVIEWER})


def confirmation(recorded_by: int | None) -> Decision:
    """Of what one person alone recorded, from a paper or a plan."""
    return Decision(
        N_("Konfirmon vetëm një rishikues."),
        (Hands((recorded_by,), N_("Nuk mund ta konfirmoni punën tuaj: duhet ta bëjë një person i dytë.")),),
    )


def may_be_second_person(viewer: Viewer, decision: Decision) -> bool:
    return _reason_against(viewer, decision) is None


def require_second_person(viewer: Viewer, decision: Decision) -> None:
    """Raises Forbidden with what the decision tells them."""
    if reason := _reason_against(viewer, decision):
        raise Forbidden(reason)


def is_own(viewer: Viewer, recorded_by: int | None) -> bool:
    """The other half of the rule: what came back with a note, only who recorded it mends, so that whoever decides on
    it has never written a word of it."""
    return recorded_by == viewer.person_id


def _reason_against(viewer: Viewer, decision: Decision) -> str | None:
    if not viewer.roles & decision.roles:
        return decision.told
    return next((hands.told for hands in decision.hands if viewer.person_id in hands.people), None)
