"""Recall at 5 and mean reciprocal rank, each with the interval that another draw of commitments would give."""

import random
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Protocol

from bench.matching.labels import Pool, pool
from bench.matching.rivals import BM25, FTS5
from pop_tracker.matching.ranking import Ranking, Wording

SAMPLES = 10_000
SEED = 20230514


class Ranker(Protocol):
    def ranked(self, commitment: Wording) -> list[str]: ...


@dataclass(frozen=True)
class Best:
    """The first suggestion that a commitment gets from ours."""

    score: float
    is_right: bool


class Ours:
    """The site's own, asked for all it would suggest."""

    def __init__(self, items: Sequence[Wording]) -> None:
        self.ranking = Ranking(items)
        self.most = len(items)

    def ranked(self, commitment: Wording) -> list[str]:
        return [suggestion.id for suggestion in self.ranking.suggest(commitment, limit=self.most)]

    def best(self, commitment: Wording, right: Collection[str], left_out: Collection[str]) -> Best | None:
        return next((Best(one.score, one.id in right) for one in self.ranking.suggest(commitment, 1, left_out)), None)


RANKERS = ("ours", "BM25", "FTS5")


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
    kinds: list[str]
    """Of what kind each counted commitment's wording is, in the order of `recall`; nothing where it was for none."""
    best: list[Best | None]
    """The first suggestion of ours for each counted commitment."""
    best_unlabelled: list[Best | None]
    """For each of those without a label: none of them is right."""


def measured(numbers: Iterable[int]) -> Result:
    recall: dict[str, list[float]] = {name: [] for name in RANKERS}
    rank: dict[str, list[float]] = {name: [] for name in RANKERS}
    silent = dict.fromkeys(RANKERS, 0)
    unlabelled = only_disputed = 0
    kinds: list[str] = []
    best: list[Best | None] = []
    best_unlabelled: list[Best | None] = []
    for one in map(pool, numbers):
        ours = Ours(one.items)
        rankers: dict[str, Ranker] = {"ours": ours, "BM25": BM25(one.items), "FTS5": FTS5(one.items)}
        for commitment in one.commitments:
            right, left_out = _items(one, commitment)
            if right:
                kinds.append(one.kinds.get(commitment.id, ""))
            else:
                unlabelled += not left_out
                only_disputed += bool(left_out)
            if right or not left_out:
                (best if right else best_unlabelled).append(ours.best(commitment, right, left_out))
            for name, ranker in rankers.items():
                ranked = [item for item in ranker.ranked(commitment) if item not in left_out]
                if right:
                    recall[name].append(len(right.intersection(ranked[:5])) / len(right))
                    rank[name].append(next((1 / at for at, item in enumerate(ranked, 1) if item in right), 0.0))
                elif not left_out:
                    silent[name] += not ranked
    return Result(recall, rank, unlabelled, silent, only_disputed, kinds, best, best_unlabelled)


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


@dataclass(frozen=True)
class Silence:
    """What it would be like to say nothing where the first suggestion's score is lower than this."""

    score: float
    spoken: float
    """The share of commitments that get a suggestion."""
    precision: float | None
    """Of those, the share whose first one is right."""
    precision_below: float | None
    """The share that is right of those who stay silent here but not at the step before."""


def silence(best: Sequence[Best | None], steps: int = 8) -> list[Silence]:
    """The curve of silence against precision, in steps of as many commitments each; the first is what is said now."""
    said = sorted((one for one in best if one), key=lambda one: one.score)
    cuts = sorted({len(said) * step // steps for step in range(steps)})
    return [
        Silence(said[cut].score, (len(said) - cut) / len(best), _right(said[cut:]), _right(said[before:cut]))
        for before, cut in pairwise([0, *cuts])
        if cut < len(said)
    ]


def _right(some: Sequence[Best]) -> float | None:
    return sum(one.is_right for one in some) / len(some) if some else None
