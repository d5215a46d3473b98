"""The labelled set: what each reader marked, what two of them agree on, and how far."""

import csv
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from pop_tracker.matching.ranking import Wording

HERE = Path(__file__).parent
Pair = tuple[str, str]
"""The id of a commitment, and of an item that puts it into the plan."""


@dataclass(frozen=True)
class Pool:
    """Commitments and a plan of one municipality, with the readings of which belong together."""

    number: int
    commitments: list[Wording]
    items: list[Wording]
    kinds: Mapping[str, str]
    """Why a commitment was written, by its id, where it was for a kind of wording that used to be missed."""
    first: frozenset[Pair]
    second: frozenset[Pair]
    """The first again where there was one reader."""
    has_one_reading: bool

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
        json.loads((folder / name).read_text(encoding="utf-8")) for name in ("commitments.json", "items.json")
    )
    kinds = {row["id"]: kind for row in commitments if (kind := row.pop("kind", ""))}
    known = {row["id"] for row in commitments}, {row["id"] for row in items}
    first = second = frozenset(_reading(folder / "readings" / "first.csv"))
    file = folder / "readings" / "second.csv"
    if has_two := file.exists():
        second = frozenset(_reading(file))
    for commitment, item in first | second:
        assert commitment in known[0], f"pool {number}: no commitment {commitment}"
        assert item in known[1], f"pool {number}: no item {item}"
    wordings = [Wording(**row) for row in commitments], [Wording(**row) for row in items]
    return Pool(number, *wordings, kinds, first, second, has_one_reading=not has_two)


def _reading(file: Path) -> Iterator[Pair]:
    with file.open(encoding="utf-8", newline="") as rows:
        for row in csv.DictReader(rows):
            yield row["commitment"], row["item"]
