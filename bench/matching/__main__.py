"""Prints what the suggestions reach: `python -m bench.matching`, or `... tuning` to leave the untouched half alone."""

import gc
import statistics
import sys
import time

from bench.matching import (
    FRESH_TUNING,
    FRESH_UNTOUCHED,
    MISSING_TUNING,
    MISSING_UNTOUCHED,
    TUNING,
    UNTOUCHED,
)
from bench.matching.labels import pool
from bench.matching.measure import Result, intervals, measured, silence, with_differences
from pop_tracker.matching.ranking import LIKELY, Ranking, Wording

ITEMS = 1000


def main(only_tuning: bool) -> None:
    halves = {"tuning": TUNING, "missing kinds, tuning": MISSING_TUNING, "fresh, tuning": FRESH_TUNING}
    if not only_tuning:
        halves |= {
            "untouched": UNTOUCHED,
            "missing kinds, untouched": MISSING_UNTOUCHED,
            "fresh, untouched": FRESH_UNTOUCHED,
        }
    print("Suggestions of plan items for commitments\n")
    print("the two readings      pairs    both     agree   shared   kappa")
    for name, numbers in halves.items():
        for one in map(pool, numbers):
            pairs = f"{len(one.first)} / {len(one.second)}"
            if one.has_one_reading:
                print(f"  pool {one.number}, one reading, of {len(one.label)} pairs")
                continue
            print(f"  pool {one.number}, {name:<10}{pairs:>8}{len(one.label):>7}{one.agreement:>10.2%}"
                  f"{one.shared:>8.0%}{one.kappa:>9.3f}")  # fmt: skip
    for name, numbers in halves.items():
        print()
        show(name, numbers, measured(numbers))
    print()
    show_time()


def show(name: str, numbers: tuple[int, ...], result: Result) -> None:
    counted = len(result.recall["ours"])
    print(f"{name} half: pools {' and '.join(map(str, numbers))}, {counted} commitments with a label")
    print(f"  {'':<14}{'recall at 5':<26}{'mean reciprocal rank':<26}")
    recall, rank = (intervals(with_differences(figures)) for figures in (result.recall, result.rank))
    for row in recall:
        sign = "+" if " - " in row else ""
        print(f"  {row:<14}" + "".join(
            f"{x.mean:{sign}.3f}  [{x.low:{sign}.3f}, {x.high:{sign}.3f}]".ljust(26) for x in (recall[row], rank[row])
        ).rstrip())  # fmt: skip
    silent = ", ".join(f"{ranker} {number}" for ranker, number in result.silent.items())
    print(f"  without a label: {result.unlabelled}; nothing suggested for: {silent}"
          f"; only disputed, not counted: {result.only_disputed}")  # fmt: skip

    show_kinds(result)
    show_silence(result)


def show_kinds(result: Result) -> None:
    for kind in dict.fromkeys(filter(None, result.kinds)):
        of_kind = [at for at, each in enumerate(result.kinds) if each == kind]
        found = intervals({"ours": [result.recall["ours"][at] for at in of_kind]})["ours"]
        print(f"  {kind:<14}{found.mean:.3f}  [{found.low:.3f}, {found.high:.3f}]  of {len(of_kind)} commitments")


def show_silence(result: Result) -> None:
    print("  silent below   suggestions for   the first one is right   of the last step's")
    for step in silence([*result.best, *result.best_unlabelled]):
        last = "" if step.precision_below is None else f"{step.precision_below:.0%}"
        print(f"  {step.score:>12.2f}{step.spoken:>18.0%}{step.precision:>25.0%}{last:>21}")
    said, unlabelled = (
        [one for one in some if one and one.score >= LIKELY] for some in (result.best, result.best_unlabelled)
    )
    right = sum(one.is_right for one in said)
    print(f"  the site, silent below {LIKELY}, suggests something for {len(said)} of {len(result.best)} with a label, "
          f"{len(unlabelled)} of {len(result.best_unlabelled)} without; "
          f"the first is right for {right} of {len(said) + len(unlabelled)}")  # fmt: skip


def show_time() -> None:
    """Over the items of the tuning half, repeated until there are enough."""
    pools = [pool(number) for number in TUNING]
    known = [item for one in pools for item in one.items]
    items = [
        Wording(f"{at}", known[at % len(known)].text, known[at % len(known)].place, known[at % len(known)].programme)
        for at in range(ITEMS)
    ]
    gc.collect()
    gc.freeze()  # As the server does with all that it has loaded, so that no search waits while that is swept.
    started = time.process_time()
    ranking = Ranking(items)
    made = time.process_time() - started
    taken = []
    for commitment in [commitment for one in pools for commitment in one.commitments]:
        started = time.process_time()
        ranking.suggest(commitment)
        taken.append(time.process_time() - started)
    usual, longest = statistics.median(taken) * 1000, max(taken) * 1000
    print(f"{ITEMS} items (processor time): prepared once in {made * 1000:.0f} ms; then a commitment takes "
          f"{usual:.1f} ms (median), {longest:.1f} ms (longest); wanted: 50 ms")  # fmt: skip


if __name__ == "__main__":
    main(only_tuning=sys.argv[1:] == ["tuning"])
