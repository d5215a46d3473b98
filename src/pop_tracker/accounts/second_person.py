"""Nobody decides on their own work: what one person recorded, wrote or asked for, a second person decides on. Two
accounts of one person are one (`Viewer.same_as`).

Each thing that waits for its second person says in a `Decision` who may take it and who had a hand in the thing. The
verb asks `require_second_person`; pages and lists, which offer the decision, ask `may_be_second_person` of the same
`Decision`, so that they offer nothing that the verb refuses.
"""

from collections.abc import Collection
from dataclasses import dataclass

from pop_tracker.accounts.models import Role, Viewer
from pop_tracker.web.errors import Forbidden
from pop_tracker.web.i18n import N_, TIRANA


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
    not_of: frozenset[int | None] = frozenset()
    """Organisations whose people may not take it, also with an account of theirs at another; None is the network's own
    office. Then neither may whoever works where one of the hands has another account."""
    told_not_of: str = N_("Këtë e vendos një person nga një organizatë tjetër.")


def who_recorded(*people: int | None) -> Hands:
    return Hands(people, N_("Nuk mund ta konfirmoni punën tuaj: duhet ta bëjë një person i dytë."))


def who_asked(person_id: int | None) -> Hands:
    return Hands((person_id,), N_("Kërkesën tuaj e konfirmon një person tjetër."))


def confirmation(*recorded_by: int | None) -> Decision:
    """Of what one person alone recorded, from a paper or a plan, or several one after the other."""
    return Decision(N_("Konfirmon vetëm një rishikues."), (who_recorded(*recorded_by),))


def may_be_second_person(viewer: Viewer, decision: Decision) -> bool:
    return _reason_against(viewer, decision) is None


def require_second_person(viewer: Viewer, decision: Decision) -> None:
    """Raises Forbidden with what the decision tells them."""
    if reason := _reason_against(viewer, decision):
        raise reason


def is_own(viewer: Viewer, recorded_by: int | None) -> bool:
    """The other half of the rule: what came back with a note, only who recorded it mends, so that whoever decides on
    it has never written a word of it."""
    return viewer.is_among((recorded_by,))


def _reason_against(viewer: Viewer, decision: Decision) -> Forbidden | None:
    if not viewer.roles & decision.roles:
        return Forbidden(decision.told)
    if told := next((hands.told for hands in decision.hands if viewer.is_among(hands.people)), None):
        return Forbidden(told)
    works_there = not decision.not_of.isdisjoint({viewer.organisation_id, *viewer.also_works_for})
    hands = (one for each in decision.hands for one in each.people)
    if works_there or (decision.not_of and not viewer.colleagues.isdisjoint(hands)):
        return Forbidden(decision.told_not_of)
    if viewer.may_approve_from and viewer.may_not_approve_yet:
        moment = viewer.may_approve_from.astimezone(TIRANA)
        return Forbidden(
            N_("Adresa juaj ndryshoi pa u konfirmuar nga emaili i vjetër: mund të vendosni nga %(day)s, ora %(hour)s."),
            day=f"{moment:%d.%m.%Y}",
            hour=f"{moment:%H:%M}",
        )
    return None
