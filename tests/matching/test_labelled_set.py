"""The set that the suggestions are measured on, and what they must reach on it.

Of the untouched half a test tells only whether the rivals are beaten: nobody learns from it what was missed.
"""

from pathlib import Path

import bench.matching
import pytest
from bench.matching import TUNING, UNTOUCHED
from bench.matching.__main__ import show
from bench.matching.labels import pool
from bench.matching.measure import intervals, measured, with_differences

POOLS = {number: pool(number) for number in (*TUNING, *UNTOUCHED)}


def test_it_has_a_hundred_pairs_and_half_of_them_are_kept_apart() -> None:
    assert set(TUNING).isdisjoint(UNTOUCHED)
    assert {int(folder.name[-1]) for folder in Path(bench.matching.__file__).parent.glob("pool-*")} == set(POOLS)
    pairs = {number: len(one.label) for number, one in POOLS.items()}
    assert sum(pairs.values()) >= 100
    assert sum(pairs[number] for number in UNTOUCHED) >= sum(pairs.values()) / 2
    seen = [commitment.text for one in POOLS.values() for commitment in one.commitments]
    assert len(set(seen)) == len(seen), "a commitment of one half would be read in the other"


@pytest.mark.parametrize("number", POOLS)
def test_two_readings_stand_behind_each_pool_and_agree(number: int) -> None:
    one = POOLS[number]
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
