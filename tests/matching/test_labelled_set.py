"""The set that the suggestions are measured on, and what they must reach on it.

Of the untouched half a test tells only whether the rivals are beaten: nobody learns from it what was missed.
"""

from pathlib import Path

import bench.matching
import pytest
from bench.matching import (
    FRESH_TUNING,
    FRESH_UNTOUCHED,
    MISSING_TUNING,
    MISSING_UNTOUCHED,
    TUNING,
    UNTOUCHED,
)
from bench.matching.__main__ import show
from bench.matching.labels import pool
from bench.matching.measure import Best, intervals, measured, silence, with_differences

from pop_tracker.matching.ranking import LIKELY

MISSING = (MISSING_TUNING, MISSING_UNTOUCHED), (FRESH_TUNING, FRESH_UNTOUCHED)
POOLS = {number: pool(number) for halves in ((TUNING, UNTOUCHED), *MISSING) for half in halves for number in half}
READ_TWICE = (*TUNING, *UNTOUCHED)


def test_it_has_a_hundred_pairs_and_half_of_them_are_kept_apart() -> None:
    assert {int(folder.name[-1]) for folder in Path(bench.matching.__file__).parent.glob("pool-*")} == set(POOLS)
    pairs = {number: len(one.label) for number, one in POOLS.items()}
    assert sum(pairs.values()) >= 100
    assert sum(pairs[number] for number in UNTOUCHED) >= sum(pairs[number] for number in READ_TWICE) / 2
    seen = [commitment.text for one in POOLS.values() for commitment in one.commitments]
    assert len(set(seen)) == len(seen), "a commitment of one half would be read in the other"


@pytest.mark.parametrize("halves", MISSING)
def test_of_the_missing_kinds_it_has_fifty_more_and_each_kind_in_both_halves(
    halves: tuple[tuple[int, ...], tuple[int, ...]],
) -> None:
    tuning, untouched = ([POOLS[number] for number in numbers] for numbers in halves)
    assert sum(len(one.label) for one in tuning + untouched) >= 50
    assert sum(len(one.label) for one in untouched) >= 25
    kinds = [{kind for one in half for kind in one.kinds.values()} for half in (tuning, untouched)]
    assert kinds[0] == kinds[1] == {"abbreviation", "age", "derived", "no word", "paraphrase", "several"}
    for one in tuning + untouched:
        assert {commitment for commitment, _ in one.label} == one.kinds.keys()
        assert len(one.commitments) > len(one.kinds), "some that the plan leaves out, for the curve of silence"


@pytest.mark.parametrize("number", READ_TWICE)
def test_two_readings_stand_behind_each_pool_and_agree(number: int) -> None:
    one = POOLS[number]
    assert not one.has_one_reading
    assert one.first
    assert one.second
    assert one.label <= one.first
    assert one.kappa > 0.9
    assert one.kappa < 1 or one.first == one.second


def test_both_rivals_are_beaten_by_more_than_the_interval_on_the_untouched_half() -> None:
    result = measured(UNTOUCHED)
    for figures in (result.recall, result.rank):
        found = intervals(with_differences(figures))
        for rival in ("BM25", "FTS5"):
            assert found[f"ours - {rival}"].low > 0, rival
            assert found["ours"].low > found[rival].high, rival


def test_an_interval_holds_its_mean_and_the_same_draw_is_made_for_all() -> None:
    found = intervals(with_differences({"ours": [1.0, 0.5, 1.0, 0.0] * 10, "BM25": [0.5, 0.0, 0.5, -0.5] * 10}))
    assert found["ours"].low < found["ours"].mean == 0.625 < found["ours"].high
    better = found["ours - BM25"]
    assert (better.low, better.mean, better.high) == (0.5, 0.5, 0.5), "paired: each commitment is better by a half"


def test_the_bench_prints_both_measures_with_their_intervals(capsys: pytest.CaptureFixture[str]) -> None:
    show("tuning", TUNING, measured(TUNING))
    printed = capsys.readouterr().out
    for row in ("ours", "BM25", "FTS5", "ours - BM25", "ours - FTS5"):
        (line,) = [line for line in printed.splitlines() if line.strip().startswith(f"{row}  ")]
        assert line.count("[") == 2, line


def test_the_curve_of_silence_says_what_is_right_above_each_cut_and_what_is_lost_below() -> None:
    best = [Best(score, score > 3) for score in range(8)] + [None, None]
    assert [(one.score, one.spoken, one.precision, one.precision_below) for one in silence(best, steps=4)] == [
        (0, 0.8, 0.5, None), (2, 0.6, 4 / 6, 0.0), (4, 0.4, 1.0, 0.0), (6, 0.2, 1.0, 1.0),
    ]  # fmt: skip


def test_where_the_site_is_silent_the_first_would_sooner_be_wrong_on_what_was_tuned_with() -> None:
    results = [measured(numbers) for numbers in (TUNING, MISSING_TUNING, FRESH_TUNING)]
    best = [one for result in results for one in [*result.best, *result.best_unlabelled] if one]
    silent = [one.is_right for one in best if one.score < LIKELY]
    said = [one.is_right for one in best if one.score >= LIKELY]
    assert len(silent) >= 8
    assert sum(silent) < len(silent) / 2
    assert sum(said) > 0.6 * len(said)
