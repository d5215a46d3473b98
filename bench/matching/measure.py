"""Recall at 5 and mean reciprocal rank, each with the interval that another draw of commitments would give."""

import random
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from bench.matching.labels import Pool, pool
from bench.matching.rivals import BM25, FTS5
from pop_tracker.matching.ranking import Ranking, Wording

SAMPLES = 10_000
SEED = 20230514


class Ranker(Protocol):
    def ranked(self, commitment: Wording) -> list[str]: ...


class Ours:
    """The site's own, asked for all it would suggest."""

    def __init__(self, items: Sequence[Wording]) -> None:
        self.ranking = Ranking(items)
        self.most = len(items)

    def ranked(self, commitment: Wording) -> list[str]:
        return [suggestion.id for suggestion in self.ranking.suggest(commitment, limit=self.most)]


RANKERS: Mapping[str, Callable[[Sequence[Wording]], Ranker]] = {"ours": Ours, "BM25": BM25, "FTS5": FTS5}


@dataclass(frozen=True)
class Interval:
    """A mean over the commitments and its 95 % interval."""

    mean: float
    low: float
    high: float


@dataclass(frozen=True)
class Result:
    """What the rankers reach on some pools, commitment by commitment."""

    recall: Mapping[str, list[float]]
    rank: Mapping[str, list[float]]
    """Reciprocal rank of the first right item; 0 where none is suggested."""
    unlabelled: int
    """Commitments for which neither reader has an item."""
    silent: Mapping[str, int]
    """Of those, how many get no suggestion."""
    only_disputed: int
    """Commitments for which only one reader has an item; they count nowhere."""


def measured(numbers: Iterable[int]) -> Result:
    recall: dict[str, list[float]] = {name: [] for name in RANKERS}
    rank: dict[str, list[float]] = {name: [] for name in RANKERS}
    silent = dict.fromkeys(RANKERS, 0)
    unlabelled = only_disputed = 0
    for one in map(pool, numbers):
        rankers = {name: make(one.items) for name, make in RANKERS.items()}
        for commitment in one.commitments:
            right, left_out = _items(one, commitment)
            if not right:
                unlabelled += not left_out
                only_disputed += bool(left_out)
            for name, ranker in rankers.items():
                ranked = [item for item in ranker.ranked(commitment) if item not in left_out]
                if right:
                    recall[name].append(len(right.intersection(ranked[:5])) / len(right))
                    rank[name].append(next((1 / at for at, item in enumerate(ranked, 1) if item in right), 0.0))
                elif not left_out:
                    silent[name] += not ranked
    return Result(recall, rank, unlabelled, silent, only_disputed)


def _items(one: Pool, commitment: Wording) -> tuple[set[str], set[str]]:
    """The items that are right for a commitment, and those left out."""
    return (
        {item for asked, item in one.label if asked == commitment.id},
        {item for asked, item in one.disputed if asked == commitment.id},
    )


def intervals(rows: Mapping[str, Sequence[float]]) -> dict[str, Interval]:
    """Of each row of figures the mean and, by the paired bootstrap (each sample draws the same commitments for
    all rows), the middle 95 % of its samples."""
    count = len(next(iter(rows.values())))
    chance = random.Random(SEED)
    means: dict[str, list[float]] = {name: [] for name in rows}
    for _ in range(SAMPLES):
        drawn = chance.choices(range(count), k=count)
        for name, figures in rows.items():
            means[name].append(sum([figures[at] for at in drawn]) / count)
    cut = SAMPLES // 40
    return {
        name: Interval(sum(rows[name]) / count, sorted(samples)[cut], sorted(samples)[-cut - 1])
        for name, samples in means.items()
    }


def with_differences(figures: Mapping[str, Sequence[float]]) -> dict[str, Sequence[float]]:
    """The rankers' figures, and by how much ours is better than each rival."""
    better = {
        f"ours - {rival}": [ours - other for ours, other in zip(figures["ours"], figures[rival], strict=True)]
        for rival in figures
        if rival != "ours"
    }
    return {**figures, **better}
