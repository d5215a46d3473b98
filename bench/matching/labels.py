"""The labelled set: what each of two readers marked, what they agree on, and how far."""

import csv
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pop_tracker.matching.ranking import Wording

HERE = Path(__file__).parent
Pair = tuple[str, str]
"""The id of a commitment, and of an item that puts it into the plan."""


@dataclass(frozen=True)
class Pool:
    """Commitments and a plan of one municipality, with both readings of which belong together."""

    number: int
    commitments: list[Wording]
    items: list[Wording]
    first: frozenset[Pair]
    second: frozenset[Pair]

    @property
    def label(self) -> frozenset[Pair]:
        """Pairs that both readers have."""
        return self.first & self.second

    @property
    def disputed(self) -> frozenset[Pair]:
        """Pairs that one reader has: neither right nor wrong, left out of the measure."""
        return self.first ^ self.second

    @property
    def agreement(self) -> float:
        """Of all pairs of a commitment and an item, the share on which both readers said the same."""
        return 1 - len(self.disputed) / (len(self.commitments) * len(self.items))

    @property
    def shared(self) -> float:
        """Of the pairs that anyone marked, the share that both did."""
        return len(self.label) / len(self.first | self.second)

    @property
    def kappa(self) -> float:
        """Cohen's kappa: agreement above what two readers who mark as often would reach by chance."""
        pairs = len(self.commitments) * len(self.items)
        first, second = len(self.first) / pairs, len(self.second) / pairs
        chance = first * second + (1 - first) * (1 - second)
        return (self.agreement - chance) / (1 - chance)


def pool(number: int) -> Pool:
    folder = HERE / f"pool-{number}"
    commitments, items = (
        [Wording(**row) for row in json.loads((folder / name).read_text(encoding="utf-8"))]
        for name in ("commitments.json", "items.json")
    )
    known = {c.id for c in commitments}, {i.id for i in items}
    readings = [frozenset(_reading(folder / "readings" / name)) for name in ("first.csv", "second.csv")]
    for commitment, item in readings[0] | readings[1]:
        assert commitment in known[0], f"pool {number}: no commitment {commitment}"
        assert item in known[1], f"pool {number}: no item {item}"
    return Pool(number, commitments, items, *readings)


def _reading(file: Path) -> Iterator[Pair]:
    with file.open(encoding="utf-8", newline="") as rows:
        for row in csv.DictReader(rows):
            yield row["commitment"], row["item"]
