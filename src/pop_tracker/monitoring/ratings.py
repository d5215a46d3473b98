"""Independent double rating: two people rate each part without seeing the other's, then someone adjudicates.

The two raters are named with the round, so that Cohen's kappa compares the same two people throughout. What is
rated is fixed beforehand, because neither sees how the other goes about it: a leaf that names several units is
rated unit by unit. Until both have handed in all of it, a rating is seen by its rater alone, whatever roles others
have; then an editor who is neither of them writes the assessment, with both before their eyes.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from fractions import Fraction

import sqlalchemy as sa
from sqlmodel import Field, Session, SQLModel, col, select

from pop_tracker.accounts.models import Viewer
from pop_tracker.contracts.texts import Text, Unit, leaves, texts_of_edition
from pop_tracker.database import vocabulary
from pop_tracker.monitoring.models import Round
from pop_tracker.monitoring.parts import locked, place_of, units_apart
from pop_tracker.monitoring.record_states import BESIDE, Beside
from pop_tracker.monitoring.scale import GROUND_OF, GROUND_WORDS, NO_GROUND, NO_VERDICT, STATUS_WORDS, Ground, Status
from pop_tracker.monitoring.statuses import FEWEST_FOR_A_PERCENTAGE, rounded_percent
from pop_tracker.web.errors import STALE, Forbidden, Missing, Refusal, Stale, all_at_once
from pop_tracker.web.i18n import N_


class Rating(SQLModel, table=True):
    """One rater's verdict on a part, seen by nobody else until both have handed in; unfinished until then."""

    __table_args__ = (
        sa.Index("uq_rating_whole", "round_id", "commitment_id", "rater_id", unique=True,
                 sqlite_where=sa.text("unit_id IS NULL"), postgresql_where=sa.text("unit_id IS NULL")),
        sa.Index("uq_rating_unit", "round_id", "commitment_id", "unit_id", "rater_id", unique=True),
        sa.CheckConstraint("handed_in_at IS NULL OR (status IS NOT NULL AND reason <> '')", name="complete"),
        sa.CheckConstraint(GROUND_OF, name="ground_of"),
    )  # fmt: skip
    id: int | None = Field(default=None, primary_key=True)
    round_id: int = Field(foreign_key="round.id", index=True)
    commitment_id: int = Field(foreign_key="commitment.id")
    unit_id: int | None = Field(default=None, foreign_key="administrative_unit.id")
    rater_id: int = Field(foreign_key="person.id")
    status: Status | None = Field(default=None, sa_type=vocabulary(Status))
    """None until it is chosen."""
    ground: Ground | None = Field(default=None, sa_type=vocabulary(Ground))
    reason: str = Field(default="", sa_type=sa.Text)
    handed_in_at: datetime | None = None
    version: int = 0

    def require_complete(self) -> None:
        """Raises Refusal for what still lacks its verdict or its reason."""
        with all_at_once() as no:
            if self.status is None:
                no(Refusal(NO_VERDICT, field="status"))
            if self.lacks_ground:
                no(Refusal(NO_GROUND, field="ground"))
            if not self.reason:
                no(Refusal(N_("Shkruani arsyen."), field="reason"))

    @property
    def is_complete(self) -> bool:
        return self.status is not None and bool(self.reason) and not self.lacks_ground

    @property
    def lacks_ground(self) -> bool:
        return self.status is Status.NOT_ASSESSABLE and self.ground is None


Place = tuple[int, int | None]
"""A part: commitment id, and the unit's where it is rated by itself."""


@dataclass(frozen=True)
class Agreement:
    """How far the two raters agree, before anyone adjudicates.

    `kappa` is Cohen's (1960), to two decimals: (observed - expected) / (1 - expected), all five statuses being its
    categories: that no verdict is possible is a judgement, and two raters agree or differ on it as on any other. On
    what ground is not compared. None where chance alone explains everything, as when both used one and the same status
    throughout.
    """

    n: int
    agreed: int
    percent: int | None
    kappa: Decimal | None

    @property
    def bears_a_percentage(self) -> bool:
        """Few are not one here either; the record keeps it all the same, for who computes with it."""
        return self.n >= FEWEST_FOR_A_PERCENTAGE


def agreement(session: Session, round_id: int) -> Agreement:
    """Over the parts that both have handed in."""
    held = session.get(Round, round_id)
    if held is None or not held.is_double_rated:
        return agreement_of([])
    rows = session.exec(
        select(Rating).where(
            Rating.round_id == round_id,
            col(Rating.handed_in_at).is_not(None),
            col(Rating.rater_id).in_([held.rater_a_id, held.rater_b_id]),
        )
    ).all()
    first, second = (
        {(row.commitment_id, row.unit_id): row.status for row in rows if row.rater_id == rater and row.status}
        for rater in (held.rater_a_id, held.rater_b_id)
    )
    return agreement_of([(first[place], second[place]) for place in first if place in second])


def agreement_of(pairs: list[tuple[Status, Status]]) -> Agreement:
    n, agreed = len(pairs), sum(one is other for one, other in pairs)
    if not n:
        return Agreement(0, 0, None, None)
    ones, others = Counter(one for one, _ in pairs), Counter(other for _, other in pairs)
    observed = Fraction(agreed, n)
    expected = sum((Fraction(ones[status] * others[status], n * n) for status in Status), Fraction(0))
    kappa = None
    if expected != 1:
        exact = (observed - expected) / (1 - expected)
        kappa = Decimal(round(exact * 100)) / 100
    return Agreement(n, agreed, rounded_percent(agreed, n), kappa)


BESIDE["agreement"] = Beside(
    state=lambda session, held: {"agreement": vars(agreement(session, held.id or 0))} if held.is_double_rated else {},
    rows=lambda session, held: [],  # numbers only
)


def rated_parts(session: Session, held: Round) -> list[tuple[Text, Unit | None]]:
    """What each rater rates, in the contract's order."""
    return [
        (text, unit)
        for text in leaves(texts_of_edition(session, held.edition_id))
        for unit in (text.units if units_apart(text) else (None,))
    ]


def round_to_rate(session: Session, viewer: Viewer, round_id: int) -> Round:
    """Raises Missing for everyone but the round's two raters."""
    held = session.get(Round, round_id)
    if held is None or viewer.person_id is None or viewer.person_id not in raters(held):
        raise Missing
    return held


def raters(held: Round) -> tuple[int | None, int | None]:
    return (held.rater_a_id, held.rater_b_id) if held.is_double_rated else (None, None)


def own_ratings(session: Session, viewer: Viewer, held: Round) -> dict[Place, Rating]:
    """The viewer's own, and never another's."""
    return _by_place(
        session.exec(select(Rating).where(Rating.round_id == held.id, Rating.rater_id == viewer.person_id))
    )


def _by_place(rows: Iterable[Rating]) -> dict[Place, Rating]:
    return {(row.commitment_id, row.unit_id): row for row in rows}


HandedIn = dict[tuple[int, int | None], datetime]
"""When, by round and rater. Of how they rate, this says nothing."""


def handed_in(session: Session, rounds: Iterable[Round]) -> HandedIn:
    """One query."""
    found = session.exec(
        select(Rating.round_id, Rating.rater_id, sa.func.max(Rating.handed_in_at))
        .where(col(Rating.round_id).in_([held.id for held in rounds]), col(Rating.handed_in_at).is_not(None))
        .group_by(col(Rating.round_id), col(Rating.rater_id))
    )
    return {(round_id, rater): at for round_id, rater, at in found if at}


def is_rated(session: Session, held: Round) -> bool:
    return rated_at(held, handed_in(session, [held])) is not None


def rated_at(held: Round, handed: HandedIn) -> datetime | None:
    """When the second of the two raters handed in; None: not both have."""
    both = [moment for rater in raters(held) if (moment := handed.get((held.id or 0, rater)))]
    return max(both) if len(both) == 2 else None


def require_adjudicator(session: Session, viewer: Viewer, held: Round) -> None:
    """Raises unless the viewer may write this round's assessments as far as double rating is concerned."""
    if not held.is_double_rated:
        return
    if viewer.is_among(raters(held)):
        raise Forbidden(N_("Jeni vlerësues i këtij raundi: vlerësimin përfundimtar e shkruan një person tjetër."))
    if not is_rated(session, held):
        raise Refusal(N_("Të dy vlerësuesit duhet t’i dorëzojnë më parë vlerësimet e tyre."))


def rate(
    session: Session, viewer: Viewer, round_id: int, ref: str, unit_slug: str, status: Status | None, reason: str,
    version: int, ground: Ground | None = None,
) -> Rating:  # fmt: skip
    """Keeps what the rater says of a part, finished or not, until they hand in."""
    locked(session, round_id)
    held = round_to_rate(session, viewer, round_id)
    text, unit = place_of(session, held, ref, unit_slug)
    if unit is None and units_apart(text):
        raise Missing
    own = own_ratings(session, viewer, held)
    row = own.get((text.commitment_id, unit.id if unit else None)) or Rating(
        round_id=round_id, commitment_id=text.commitment_id, unit_id=unit.id if unit else None,
        rater_id=viewer.person_id or 0,
    )  # fmt: skip
    if (row.status, row.ground, row.reason) == (status, ground, reason) and row.id is not None:
        return row
    if any(one.handed_in_at for one in own.values()):
        raise Refusal(N_("I keni dorëzuar vlerësimet: nuk ndryshojnë më."))
    if row.version != version:
        on = {"ground": GROUND_WORDS[row.ground]} if row.ground else {}
        raise Stale(STALE, {"status": STATUS_WORDS[row.status] if row.status else "", **on, "reason": row.reason})
    row.status, row.ground, row.reason, row.version = status, ground, reason, row.version + 1
    session.add(row)
    session.flush()
    return row


def hand_in(session: Session, viewer: Viewer, round_id: int) -> None:
    """All parts at once, and for good: from then on the two ratings may stand side by side."""
    locked(session, round_id)
    held = round_to_rate(session, viewer, round_id)
    own = own_ratings(session, viewer, held)
    missing = [
        text.ref
        for text, unit in rated_parts(session, held)
        if not ((row := own.get((text.commitment_id, unit.id if unit else None))) and row.is_complete)
    ]
    if missing:
        raise Refusal(N_("Ende pa vlerësuar: %(refs)s."), refs=", ".join(dict.fromkeys(missing)))
    now = datetime.now(UTC)
    for row in own.values():
        row.handed_in_at = row.handed_in_at or now
        session.add(row)
