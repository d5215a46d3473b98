"""Who the two raters of a round are, and what becomes of it when one of them changes or leaves.

A rating that was handed in is never deleted, and never stops counting in silence: who changes the raters says why, the
row of the change stays, and readers are told how many ratings do not count. Where one rater left, the round waits for
the coordinator, who names another one or goes on with a single rating.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import combinations
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, Session, SQLModel, col, select

from pop_tracker.accounts.models import Coverage, Organisation, Person, Role, RoleHeld, Viewer
from pop_tracker.accounts.same_person import accounts_of_each
from pop_tracker.monitoring.models import Assessment, Round, RoundState
from pop_tracker.monitoring.parts import locked
from pop_tracker.monitoring.ratings import Place, Rating, is_rated, rated_parts, raters
from pop_tracker.monitoring.record_states import BESIDE, Beside
from pop_tracker.web.errors import Forbidden, Refusal
from pop_tracker.web.i18n import N_


class RaterChange(SQLModel, table=True):
    """The raters of a round were others before. Not public: readers are told how many ratings do not count."""

    __tablename__ = "rater_change"
    id: int | None = Field(default=None, primary_key=True)
    round_id: int = Field(foreign_key="round.id", index=True)
    changed_at: datetime
    changed_by: int | None = Field(default=None, foreign_key="person.id")
    was_a_id: int | None = Field(default=None, foreign_key="person.id")
    was_b_id: int | None = Field(default=None, foreign_key="person.id")
    rater_a_id: int | None = Field(default=None, foreign_key="person.id")
    rater_b_id: int | None = Field(default=None, foreign_key="person.id")
    reason: str = Field(default="", sa_type=sa.Text)
    """Empty where nothing had been rated yet."""


@dataclass(frozen=True)
class Rater:
    """One of a round's two, as those see them who keep the round going: how far they are, never how they rate."""

    place: int
    """1 or 2."""
    person: Person
    rated: int
    """Finished ratings, handed in or not."""
    of: int
    is_handed_in: bool

    @property
    def has_left(self) -> bool:
        return self.person.left_on is not None

    @property
    def is_missed(self) -> bool:
        """They left before they handed in: nobody goes on before someone decides."""
        return self.has_left and not self.is_handed_in

    @property
    def is_noticed(self) -> bool:
        """Whether something is set aside, or somebody left, when another takes their place."""
        return self.has_left or self.rated > 0


def raters_of(session: Session, held: Round) -> list[Rater]:
    """In their order; nobody where the round is rated once."""
    if not held.is_double_rated:
        return []
    rows = session.exec(select(Rating).where(Rating.round_id == held.id)).all()
    of = len(rated_parts(session, held))
    found = []
    for place, id in enumerate(raters(held), 1):
        if id is None:
            continue
        own = [row for row in rows if row.rater_id == id]
        handed_in = any(row.handed_in_at for row in own)
        person = session.get_one(Person, id)
        found.append(Rater(place, person, sum(row.is_complete for row in own), of, handed_in))
    return found


def changes_of(session: Session, held: Round) -> list[RaterChange]:
    """That had a reason, the newest first."""
    query = select(RaterChange).where(RaterChange.round_id == held.id, RaterChange.reason != "")
    return list(session.exec(query.order_by(col(RaterChange.id).desc())))


@dataclass(frozen=True)
class SetAside:
    """Ratings that were handed in and do not count, of as many as two raters would have given."""

    ratings: int
    of: int
    is_double_rated: bool
    """Others rate in their place; else the verdicts were written by one person, as without raters."""


def set_aside(session: Session, held: Round) -> SetAside | None:
    """None: all that was handed in counts."""
    count = sum(row.rater_id not in raters(held) for row in _handed_in(session, held))
    return SetAside(count, 2 * len(rated_parts(session, held)), held.is_double_rated) if count else None


def _handed_in(session: Session, held: Round) -> list[Rating]:
    """By anybody who is a rater or was one."""
    query = select(Rating).where(Rating.round_id == held.id, col(Rating.handed_in_at).is_not(None))
    return list(session.exec(query.order_by(col(Rating.id))))


def _said(session: Session, held: Any) -> dict[str, Any]:
    found = set_aside(session, held)
    return {"set_aside": {"ratings": found.ratings, "of": found.of}} if found else {}


BESIDE["set_aside"] = Beside(state=_said, rows=lambda session, held: [])


@dataclass(frozen=True)
class Independent:
    """A rating that may be read, and whether it counts as one of the two."""

    rating: Rating
    counts: bool


def independent_ratings(session: Session, held: Round) -> dict[Place, list[Independent]]:
    """By part, for whoever may see the round, those that count first: nothing as long as somebody still has to rate
    without having seen another's."""
    if held.is_double_rated and not is_rated(session, held):
        return {}
    order = {rater: place for place, rater in enumerate(raters(held))}
    found: dict[Place, list[Independent]] = {}
    for row in sorted(_handed_in(session, held), key=lambda row: order.get(row.rater_id, len(order))):
        found.setdefault((row.commitment_id, row.unit_id), []).append(Independent(row, row.rater_id in order))
    return found


@dataclass(frozen=True)
class Candidate:
    """Somebody who works here, as far as it decides whether they may rate."""

    person: Person
    organisation: str
    accounts: frozenset[int]
    """All of this one person."""
    writes: bool
    """The round's verdicts."""
    reviews: bool
    is_near: bool
    """An editor of the municipality, or a reviewer; else an editor somewhere else."""

    @property
    def id(self) -> int:
        return self.person.id or 0


def possible_raters(session: Session, held: Round) -> list[Candidate]:
    """Who may edit in this municipality, or reviews; editors of other municipalities only where those are too few for
    two raters, someone who writes the verdicts and someone who approves them. By name."""
    return _possible(_candidates(session, held), held)


def _possible(everybody: list[Candidate], held: Round) -> list[Candidate]:
    near = [one for one in everybody if one.is_near]
    kept = [one for one in everybody if one.id in raters(held)]
    pairs: Iterable[tuple[Candidate, Candidate]] = combinations(near, 2)
    if len(kept) == 1:
        pairs = ((kept[0], one) for one in near)
    enough = any(one.id not in other.accounts and _why_not(everybody, one.id, other.id) is None for one, other in pairs)
    return near if enough else everybody


def _candidates(session: Session, held: Round) -> list[Candidate]:
    """Four queries."""
    municipality_id = held.contract.municipality_id
    covering = set(session.exec(select(Coverage.organisation_id).where(Coverage.municipality_id == municipality_id)))
    roles: dict[int, set[Role]] = {}
    for id, role in session.exec(select(RoleHeld.person_id, RoleHeld.role)):
        roles.setdefault(id, set()).add(Role(role))
    people = session.exec(
        select(Person, Organisation.name)
        .join(Organisation, col(Organisation.id) == Person.organisation_id, isouter=True)
        .where(col(Person.left_on).is_(None), col(Person.id).in_(list(roles)))
        .order_by(col(Person.name))
    ).all()
    accounts = accounts_of_each(session, [person.id or 0 for person, _ in people])
    found = []
    for person, organisation in people:
        of = roles[person.id or 0]
        edits = Role.EDITOR in of and person.organisation_id in covering
        writes = edits or (Role.COORDINATOR in of and not covering)
        reviews = Role.REVIEWER in of
        near = edits or reviews
        if Role.EDITOR in of or near or writes:
            same = accounts[person.id or 0]
            found.append(Candidate(person, organisation or "", same, writes, reviews, near))
    return found


def name_raters(
    session: Session, viewer: Viewer, round_id: int, first: int | None, second: int | None, reason: str = ""
) -> Round:
    """The coordinator asks for double rating, names another rater, or goes on without, with nobody named; while no
    verdict is written, and not both have handed in. Ratings of somebody who is no rater any more are kept."""
    held = locked(session, round_id)
    if (held.rater_a_id, held.rater_b_id) == (first, second):
        return held
    require_nameable(session, viewer, held, first, second, reason)
    if held.is_double_rated:
        session.add(
            RaterChange(
                round_id=round_id, changed_at=datetime.now(UTC), changed_by=viewer.person_id, was_a_id=held.rater_a_id,
                was_b_id=held.rater_b_id, rater_a_id=first, rater_b_id=second, reason=reason,
            )
        )  # fmt: skip
    held.is_double_rated, held.rater_a_id, held.rater_b_id = first is not None, first, second
    session.add(held)
    session.flush()
    return held


def replaced(session: Session, held: Round, first: int | None, second: int | None) -> list[Rater]:
    """Who would be a rater no more, and of whom something is to be said."""
    return [one for one in raters_of(session, held) if one.is_noticed and one.person.id not in (first, second)]


def require_nameable(
    session: Session, viewer: Viewer, held: Round, first: int | None, second: int | None, reason: str
) -> None:
    """Raises Forbidden, Refusal."""
    if not viewer.is_coordinator:
        raise Forbidden(N_("Vlerësimin e dyfishtë e kërkon koordinatori."))
    if held.state is RoundState.PUBLISHED:
        raise Refusal(N_("Ky raund është botuar tashmë."))
    written = session.exec(select(Assessment.id).where(Assessment.round_id == held.id)).first()
    if held.state is not RoundState.OPEN or written is not None:
        raise Refusal(N_("Në këtë raund ka vlerësime: vlerësimi i dyfishtë nuk ndryshon më."))
    if is_rated(session, held):
        raise Refusal(N_("Të dy vlerësuesit i kanë dorëzuar vlerësimet e tyre."))
    if (first is None) != (second is None):
        raise Refusal(N_("Zgjidhni dy vlerësues, ose asnjë."), field="rater_b" if second is None else "rater_a")
    _require_pair(session, held, first, second)
    if replaced(session, held, first, second) and not reason:
        raise Refusal(N_("Shkruani pse ndryshojnë vlerësuesit: arsyeja ruhet bashkë me raundin."), field="reason")


def _require_pair(session: Session, held: Round, first: int | None, second: int | None) -> None:
    if first is None or second is None:
        return
    if not held.is_double_rated and set_aside(session, held):
        # Whoever writes the verdicts may have read them since.
        raise Refusal(N_("Vlerësimi i dyfishtë i këtij raundi u ndërpre: nuk niset më nga e para."))
    everybody = _candidates(session, held)
    by_id = {one.id: one for one in everybody}
    if first == second or (first in by_id and second in by_id[first].accounts):
        raise Refusal(N_("Zgjidhni dy vlerësues të ndryshëm."), field="rater_b")
    possible = {one.id for one in _possible(everybody, held)}
    for rater, name in ((first, "rater_a"), (second, "rater_b")):
        person = session.get(Person, rater)
        if person is not None and person.left_on is not None:
            left = N_("%(name)s u largua. Zgjidhni një tjetër, ose “Askush” dy herë: raundi vazhdon me një vlerësim.")
            raise Refusal(left, field=name, name=person.name)
        if rater not in possible and rater not in raters(held):
            raise Refusal(N_("Ky person nuk mund të vlerësojë këtu."), field=name)
    if refusal := _why_not(everybody, first, second):
        raise refusal


def _why_not(everybody: list[Candidate], first: int, second: int) -> Refusal | None:
    """Unless someone who is no rater may write the verdicts, and someone else decide on them."""
    left: list[set[int]] = []
    for may, message in (
        ([one for one in everybody if one.writes],
         N_("Zgjidhni vlerësues të tjerë: duhet të mbetet një redaktor i kësaj bashkie për vlerësimin përfundimtar. "
            "Mund ta shkruajnë: %(names)s.")),
        ([one for one in everybody if one.reviews],
         N_("Zgjidhni vlerësues të tjerë: duhet të mbetet një rishikues për miratimin. "
            "Mund t’i miratojnë: %(names)s.")),
    ):  # fmt: skip
        others = {min(one.accounts) for one in may if one.accounts.isdisjoint((first, second))}
        if not others:
            names = ", ".join(one.person.name for one in may) or "—"
            field = "rater_b" if second in {one.id for one in may} else "rater_a"
            return Refusal(message, field=field, names=names)
        left.append(others)
    if len(left[0] | left[1]) == 1:
        return Refusal(N_("Zgjidhni vlerësues të tjerë: një person shkruan vlerësimin përfundimtar dhe një tjetër e "
                          "miraton."), field="rater_b")  # fmt: skip
    return None
