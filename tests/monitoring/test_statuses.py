"""Derived statuses and figures: one rule from units to leaf and from leaves to priority."""

from datetime import date
from itertools import combinations

import pytest

from pop_tracker import verification
from pop_tracker.contracts.editions import current_texts
from pop_tracker.contracts.models import contract_by_slug
from pop_tracker.monitoring.scale import Status
from pop_tracker.monitoring.statuses import (
    Counts,
    current_statuses,
    figures,
    figures_of_rounds,
    roll_up,
)
from pop_tracker.web.periods import Period
from tests.conftest import Site

FULLY, PARTIALLY, NOT, UNASSESSED, UNASSESSABLE = Status


@pytest.mark.parametrize(
    ("below", "above"),
    [
        ([FULLY, FULLY], FULLY),
        ([NOT, NOT], NOT),
        ([FULLY, NOT], PARTIALLY),
        ([PARTIALLY], PARTIALLY),
        ([PARTIALLY, NOT], PARTIALLY),
        ([FULLY, UNASSESSED], UNASSESSED),
        ([NOT, UNASSESSED], UNASSESSED),
        ([], UNASSESSED),
        ([UNASSESSABLE], UNASSESSABLE),
        ([UNASSESSABLE, UNASSESSABLE], UNASSESSABLE),
        ([UNASSESSABLE, FULLY], FULLY),
        ([UNASSESSABLE, PARTIALLY], PARTIALLY),
        ([UNASSESSABLE, NOT], NOT),
        ([UNASSESSABLE, UNASSESSED], UNASSESSED),
        ([UNASSESSABLE, FULLY, NOT], PARTIALLY),
        ([UNASSESSABLE, FULLY, UNASSESSED], UNASSESSED),
    ],
)
def test_what_is_above_follows_from_what_is_below(below: list[Status], above: Status) -> None:
    assert roll_up(below) is above


EVERY_MIXTURE = {frozenset(found) for size in range(len(Status) + 1) for found in combinations(Status, size)}
ROLLED_UP: dict[Status, set[frozenset[Status]]] = {
    UNASSESSABLE: {frozenset({UNASSESSABLE})},
    UNASSESSED: {one for one in EVERY_MIXTURE if UNASSESSED in one} | {frozenset()},
    FULLY: {frozenset({FULLY}), frozenset({FULLY, UNASSESSABLE})},
    NOT: {frozenset({NOT}), frozenset({NOT, UNASSESSABLE})},
}
"""The whole truth table: of the 32 mixtures that there can be below, those with each status above; of all others it is
partly."""


def test_the_whole_truth_table() -> None:
    assert len(EVERY_MIXTURE) == 32
    told = {mixture: above for above, mixtures in ROLLED_UP.items() for mixture in mixtures}
    for mixture in EVERY_MIXTURE:
        assert roll_up(sorted(mixture)) is told.get(mixture, PARTIALLY), mixture
    partly = [mixture for mixture in EVERY_MIXTURE if mixture not in told]
    assert all(PARTIALLY in mixture or {FULLY, NOT} <= mixture for mixture in partly)
    assert len(partly) == 10


@pytest.mark.parametrize(
    ("counts", "shares", "made"),
    [
        ((17, 59, 25), [17, 58, 25], 100),
        ((3, 3, 3), [33, 33, 33], 99),
        ((4, 3, 2), [44, 33, 22], 99),
        ((1, 1, 6), [13, 13, 75], 101),
        ((1, 0, 0), [100, 0, 0], 100),
    ],
)
def test_each_share_is_rounded_as_anyone_would(counts: tuple[int, ...], shares: list[int], made: int) -> None:
    """Of nine, three are 33 % each and four are 44 %: none is made larger so that they add up."""
    found = Counts(*counts)
    assert list((found.percentages or {}).values()) == shares
    assert found.percentages_make == made


def test_pop_first_year_reads_as_published() -> None:
    counts = Counts(17, 59, 25)
    assert (counts.total, counts.addressed) == (101, 76)
    assert counts.percentages == {FULLY: 17, PARTIALLY: 58, NOT: 25}


def test_what_is_not_assessed_is_in_no_percentage() -> None:
    assert Counts(not_assessed=23).percentages is None
    assert Counts(1, 1, 0, 98).percentages == {FULLY: 50, PARTIALLY: 50, NOT: 0}


def test_what_cannot_be_assessed_is_in_no_sum_but_that_of_all() -> None:
    counts = Counts.of([FULLY, NOT, UNASSESSED, UNASSESSABLE, UNASSESSABLE])
    assert counts == Counts(1, 0, 1, 1, 2)
    assert (counts.assessed, counts.total, counts.looked_at, counts.every) == (2, 3, 4, 5)
    assert counts.percentages == {FULLY: 50, PARTIALLY: 0, NOT: 50}
    assert (counts + counts).not_assessable == 4
    assert list(counts.by_status.values()) == [1, 0, 1, 1, 2]
    assert Counts(20, not_assessable=100).bear_a_percentage, "half is of what can be assessed"


def test_a_priority_of_nothing_that_can_be_assessed_is_itself_not_assessable(training: Site) -> None:
    with training.database.reading() as session:
        prove = contract_by_slug(session, "prove-2019")
        assert prove is not None
        read = figures(session)[prove.id or 0]
        assert read.commitments == Counts(1, 1, 1, 0, 2)
        assert read.priorities == Counts(0, 2, 0, 0, 1)
        statuses = current_statuses(session, [prove.id or 0])
        by_ref = {text.ref: text for text in current_texts(session) if text.contract_id == prove.id}
        lit = statuses[by_ref["2.2"].commitment_id]
        assert (lit.status, set(lit.units.values())) == (FULLY, {FULLY, UNASSESSABLE})


def test_fier_reads_three_partly_two_not_of_five(real: Site) -> None:
    with real.database.reading() as session:
        fier = contract_by_slug(session, "fier-2019")
        assert fier is not None
        read = figures(session, [fier.id or 0])[fier.id or 0]
        assert read.priorities == read.commitments == Counts(0, 3, 2)
        assert (read.round_number, read.period) == (1, Period(date(2019, 8, 1), date(2020, 8, 1)))
        leaves = current_statuses(session, [fier.id or 0]).values()
        assert {leaf.years for leaf in leaves} == {"2019–2020"}
        assert figures_of_rounds(session) == {next(iter(leaves)).round_id: read}


def test_korce_has_twenty_three_leaves_and_no_percentage(real: Site) -> None:
    with real.database.reading() as session:
        korce = contract_by_slug(session, "korce-2023")
        assert korce is not None
        read = figures(session, [korce.id or 0])[korce.id or 0]
        assert (read.commitments.total, read.commitments.assessed) == (23, 0)
        assert read.priorities.total == 7
        assert read.commitments.percentages is None
        assert read.round_number is None


def test_units_roll_up_to_their_leaf(training: Site) -> None:
    with training.database.reading() as session:
        statuses = current_statuses(session)
        shembull = contract_by_slug(session, "shembull-2023")
        assert shembull is not None
        by_ref = {text.ref: text for text in current_texts(session) if text.contract_id == shembull.id}
        school = statuses[by_ref["1.1"].commitment_id]
        assert school.status is PARTIALLY
        assert {unit.slug: school.in_unit(unit.id) for unit in by_ref["1.1"].units} == {
            "njesia-lindore": FULLY,
            "njesia-veriore": NOT,
        }
        assert statuses[by_ref["2.1"].commitment_id].status is PARTIALLY
        read = figures(session)[shembull.id or 0]
        assert read.priority_statuses[by_ref["3"].priority_id] is NOT


@pytest.mark.both
def test_the_number_of_queries_does_not_grow(training: Site) -> None:
    training.client().get("/metodologjia")
    database = training.app.app.app.state.database
    with training.count_queries() as seen, database.reading() as session:
        current_statuses(session)
        assert len(seen) == 1
        figures(session)
        assert len(seen) == 3


def test_the_seeds_verify(training: Site, real: Site) -> None:
    for site in (training, real):
        with site.database.reading() as session:
            assert list(verification.verify(session)) == []
