"""What a person does with the rows of an rows, and that nothing of them is ever lost."""

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pop_tracker.contracts.checking.row import Rank, Row
from pop_tracker.contracts.checking.rows import MOST_ROWS, Rows
from pop_tracker.contracts.order import MOST_POINTS, TOO_MANY_POINTS
from pop_tracker.contracts.points import LONGEST_TEXT
from pop_tracker.contracts.reading.blocks import At
from pop_tracker.contracts.reading.statuses import ReadStatus
from pop_tracker.contracts.texts import PriorityGroup, Scope
from pop_tracker.web.errors import Missing, Refusal

A, B = Rank.PRIORITY, Rank.POINT
C = Rank.SUBPOINT


def rows(*ranks: Rank) -> Rows:
    """Rows called "r1", "r2", ..., one after the other in the document."""
    rows = [Row(n, rank, f"r{n}", (At(n * 10, n * 10 + 2, 1),)) for n, rank in enumerate(ranks, 1)]
    return Rows(tuple(rows), len(rows) + 1)


def drawn(one: Rows) -> str:
    """By number and words, in order."""
    refs = one.refs
    return " ".join(f"{refs[row.id]}={row.text}" for row in one.standing)


CONTRACT = (A, B, B, C, C, B, A, B, A)


def test_a_priority_has_no_more_points_than_references_can_put_in_order() -> None:
    whole = rows(A, *[B] * MOST_POINTS, A, B)
    assert list(whole.faults()) == []
    fault = MOST_POINTS + 3, TOO_MANY_POINTS
    assert list(rows(A, *[B] * MOST_POINTS, C, B, B, A, B).faults()) == [fault], "told once"


def test_numbers_are_counted_without_holes() -> None:
    whole = rows(*CONTRACT)
    assert drawn(whole) == "1=r1 1.1=r2 1.2=r3 1.2.a=r4 1.2.b=r5 1.3=r6 2=r7 2.1=r8 3=r9"
    assert drawn(whole.leave_out(2)) == "1=r1 1.1=r3 1.1.a=r4 1.1.b=r5 1.2=r6 2=r7 2.1=r8 3=r9"
    assert whole.flat == {9}
    assert [row.text for row in whole.leaves] == ["r2", "r4", "r5", "r6", "r8", "r9"]


@pytest.mark.parametrize(("does", "now"), [
    (lambda one: one.up(7), "1=r7 1.1=r8 2=r1 2.1=r2 2.2=r3 2.2.a=r4 2.2.b=r5 2.3=r6 3=r9"),
    (lambda one: one.up(6), "1=r1 1.1=r2 1.2=r6 1.3=r3 1.3.a=r4 1.3.b=r5 2=r7 2.1=r8 3=r9"),
    (lambda one: one.up(8), "1=r1 1.1=r2 1.2=r3 1.2.a=r4 1.2.b=r5 1.3=r6 1.4=r8 2=r7 3=r9"),
    (lambda one: one.up(4), "1=r1 1.1=r2 1.1.a=r4 1.2=r3 1.2.a=r5 1.3=r6 2=r7 2.1=r8 3=r9"),
    (lambda one: one.down(3), "1=r1 1.1=r2 1.2=r6 1.3=r3 1.3.a=r4 1.3.b=r5 2=r7 2.1=r8 3=r9"),
    (lambda one: one.down(6), "1=r1 1.1=r2 1.2=r3 1.2.a=r4 1.2.b=r5 2=r7 2.1=r6 2.2=r8 3=r9"),
    (lambda one: one.down(1), "1=r7 1.1=r8 2=r1 2.1=r2 2.2=r3 2.2.a=r4 2.2.b=r5 2.3=r6 3=r9"),
    (lambda one: one.down(8), "1=r1 1.1=r2 1.2=r3 1.2.a=r4 1.2.b=r5 1.3=r6 2=r7 3=r9 3.1=r8"),
    (lambda one: one.indent(2 + 4), "1=r1 1.1=r2 1.2=r3 1.2.a=r4 1.2.b=r5 1.2.c=r6 2=r7 2.1=r8 3=r9"),
    (lambda one: one.outdent(4), "1=r1 1.1=r2 1.2=r3 1.3=r4 1.3.a=r5 1.4=r6 2=r7 2.1=r8 3=r9"),
    (lambda one: one.outdent(3), "1=r1 1.1=r2 2=r3 2.1=r4 2.2=r5 2.3=r6 3=r7 3.1=r8 4=r9"),
    (lambda one: one.indent(9), "1=r1 1.1=r2 1.2=r3 1.2.a=r4 1.2.b=r5 1.3=r6 2=r7 2.1=r8 2.2=r9"),
    (lambda one: one.indent(7), "1=r1 1.1=r2 1.2=r3 1.2.a=r4 1.2.b=r5 1.3=r6 1.4=r7 1.4.a=r8 2=r9"),
    (lambda one: one.head(4), "1=r1 1.1=r2 1.2=r3 2=r4 2.1=r5 2.2=r6 3=r7 3.1=r8 4=r9"),
    (lambda one: one.join(3), "1=r1 1.1=r2 r3 1.1.a=r4 1.1.b=r5 1.2=r6 2=r7 2.1=r8 3=r9"),
    (lambda one: one.split(2, ["x ", "", " y"]),
     "1=r1 1.1=x 1.2=y 1.3=r3 1.3.a=r4 1.3.b=r5 1.4=r6 2=r7 2.1=r8 3=r9"),
])  # fmt: skip
def test_what_a_step_makes_of_the_numbers(does: Callable[[Rows], Rows], now: str) -> None:
    assert drawn(does(rows(*CONTRACT))) == now


@pytest.mark.parametrize("does", [
    lambda one: one.up(1), lambda one: one.up(2), lambda one: one.down(9), lambda one: one.indent(4),
    lambda one: one.indent(3), lambda one: one.indent(1), lambda one: one.outdent(1), lambda one: one.join(1),
    lambda one: one.split(2, ["x"]), lambda one: one.say(2, "  "), lambda one: one.group(2, PriorityGroup.MAIN),
    lambda one: one.place(2, Scope.UNITS, (), ""), lambda one: one.place(2, Scope.WORDS, (), " "),
])  # fmt: skip
def test_what_cannot_be_done_is_refused(does: Callable[[Rows], Rows]) -> None:
    with pytest.raises(Refusal):
        does(rows(*CONTRACT))


def test_a_row_that_is_not_there_is_missing() -> None:
    with pytest.raises(Missing):
        rows(A).up(7)


def test_what_is_left_out_stays_in_its_place_and_comes_back() -> None:
    whole = rows(*CONTRACT)
    assert whole.leave_out(4).take_in(4) == whole
    moved = whole.leave_out(4).down(3)
    assert drawn(moved) == "1=r1 1.1=r2 1.2=r6 1.3=r3 1.3.a=r5 2=r7 2.1=r8 3=r9"
    assert drawn(moved.take_in(4)) == "1=r1 1.1=r2 1.2=r6 1.3=r3 1.3.a=r4 1.3.b=r5 2=r7 2.1=r8 3=r9"


def test_joined_rows_keep_where_both_stood_and_their_places_are_asked_again() -> None:
    rows = (
        Row(1, A, "r1"),
        Row(2, B, "r2", (At(0, 2),), scope=Scope.UNITS, units=("lindore",), place="fshati Kuq", is_placed=True),
        Row(3, B, "r3", (At(3, 5),), status=ReadStatus.NOT_ADDRESSED, is_placed=True, why=("nuk dihet",)),
    )
    joined = Rows(rows, 4).join(3).row(2)
    assert (joined.text, joined.at, joined.units, joined.place) == (
        "r2 r3", (At(0, 2), At(3, 5)), ("lindore",), "fshati Kuq",
    )  # fmt: skip
    assert (joined.is_placed, joined.status, joined.why) == (False, ReadStatus.NOT_ADDRESSED, ("nuk dihet",))


def test_of_what_is_split_the_status_stays_at_the_end() -> None:
    one = Rows((Row(1, A, "r1"), Row(2, B, "x y", (At(0, 3),), status=ReadStatus.NOT_ADDRESSED)), 3)
    first, second = one.split(2, ["x", "y"]).rows[1:]
    assert (first.status, second.status) == (None, ReadStatus.NOT_ADDRESSED)
    assert first.at == second.at == (At(0, 3),)


def test_all_places_are_confirmed_but_those_that_somebody_has_to_look_at() -> None:
    rows = (Row(1, A, "r1"), Row(2, B, "r2", why=("dy njësi mund të quhen kështu",)), Row(3, B, "r3"))
    confirmed = Rows(rows, 4).accept_places()
    assert [row.is_placed for row in confirmed.rows] == [True, False, True]
    assert confirmed.confirm(2).unsure == []


@pytest.mark.parametrize(("ranks", "wrong"), [
    ((B, A), [1]), ((A, C), [2]), ((C,), [1]), ((A, B, *[C] * 27), [29]), (CONTRACT, []), ((A, C, C, B), [2, 3]),
])  # fmt: skip
def test_what_keeps_it_from_being_a_contract_is_said_of_each_row(ranks: tuple[Rank, ...], wrong: list[int]) -> None:
    assert [row_id for row_id, _ in rows(*ranks).faults()] == wrong


def test_a_row_that_is_longer_than_a_commitment_may_be_is_told() -> None:
    whole = rows(A, B).say(2, "a" * (LONGEST_TEXT + 1))
    assert [row_id for row_id, _ in whole.faults()] == [2]
    assert list(whole.say(2, "a" * LONGEST_TEXT).faults()) == []


def test_more_rows_than_may_be_can_still_be_moved_and_not_split() -> None:
    """Running headers that were left out are rows, too."""
    many = Rows(tuple(Row(n, A, f"r{n}") for n in range(1, MOST_ROWS + 2)), MOST_ROWS + 2)
    assert many.up(2).rows[0].id == 2
    with pytest.raises(Refusal, match="më shumë se"):
        many.split(1, ["x", "y"])


STEPS = ("up", "down", "indent", "outdent", "head", "join", "leave_out", "take_in", "confirm")


@settings(max_examples=200)
@given(
    st.lists(st.sampled_from(list(Rank)), min_size=1, max_size=12),
    st.lists(st.tuples(st.sampled_from((*STEPS, "split")), st.integers(1, 14)), max_size=25),
)
def test_whatever_is_done_no_word_is_lost(ranks: list[Rank], steps: list[tuple[str, int]]) -> None:
    one = rows(*ranks)
    words = sorted(row.text for row in one.rows)
    for step, row_id in steps:
        try:
            texts = (one.row(row_id).text.split(),) if step == "split" else ()
            one = getattr(one, step)(row_id, *texts)
        except (Refusal, Missing):
            continue
        assert sorted(word for row in one.rows for word in row.text.split()) == words
        assert len({row.id for row in one.rows}) == len(one.rows)
        assert all(row.id < one.next_id for row in one.rows)
        assert Rows.from_json(one.as_json()) == one
        if not list(one.faults()):
            assert len(set(one.refs.values())) == len(one.standing)
