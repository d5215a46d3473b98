"""Suggests which plan items may put a commitment into the plan, and the other way round; a person decides.

Citizens and offices name the same thing differently ("pikon nga çatia", "hidroizolim i mbulesave"), so that equal
words alone find half of it at best. Each word of the commitment is looked for in the items as a word, by its roots, as
one derived from the same or akin to it (`families`, `akin`), and as part of an *affair* of the municipality, or of the
people it is for, that the item names in its own words (`affairs`). A word counts once, for the strongest of these, and
the more the fewer items have it. Where no expression is whole, it counts to which affairs both lean (`leanings`).
Abbreviations and ages stand for their words. Neighbouring words, the place, the people and the budget programme that
both have add to it; another village takes from it. Of several demands none goes short.

The same texts give the same suggestions, always: no network, no chance, nothing learned from readers.
"""

import math
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from heapq import heapify, heappop, heappush
from itertools import islice

from pop_tracker.matching.akin import akin
from pop_tracker.matching.names import Names
from pop_tracker.matching.reading import Place, Reading, Word, Wording
from pop_tracker.matching.reasons import reasons

__all__ = ["Names", "Ranking", "Suggestion", "Wording"]

# Weights were set on the tuning half of bench/matching, also with nearly half of the affairs' expressions left out at
# random, so that they hold for words that the lists lack.
_AFFAIR = 1.25
_AGAIN = 0.6
"""A second word of the same affair adds so much of what the first did, a third again so much of that."""
_PLAIN = 0.25
_BESIDE = 0.15
"""What else a word says, beside its strongest: the word and an affair, or a narrow affair and a wide one."""
_KIN = 0.7
"""A word derived from the same as the commitment's, beside the same word."""
_AKIN = 1.0
"""A word that means nearly the same, times how alike the two are."""
_REST = 0.2
"""What the words of a commitment's other demands count for one of them."""
_NEXT = 0.8
"""What a suggestion for a demand leaves of the next one for it, beside those for the others."""
_LEANING = 0.8
"""What it weighs that both lean to the same affairs, times how alike they do."""
_LEAN_ALIKE = 0.35
"""So alike are the leanings of two that nothing else connects, at least."""
_PHRASE = 0.25
_PLACE = 1.0
_ELSEWHERE = 0.6
_PERHAPS_ELSEWHERE = 0.85
_GROUP = 0.25
_PROGRAMME = 0.5
_OTHER_DEED = 0.8
"""A training, a feast or a campaign where the commitment asks for none."""
_LENGTH = 0.05
_FLOOR = 0.25
LIKELY = 1.2
"""From this score on the first suggestion is right more often than not (the curve of silence in bench/matching)."""
_OTHERS = 20
"""Items imagined beside those given, so that a word is no less rare because the list is short."""
_NO_NAMES = Names({})


@dataclass(frozen=True)
class Suggestion:
    """An item and why it was suggested, in words that stand in the texts."""

    id: str
    score: float
    """What speaks for it, by the square root of the commitment's words, so that short and long ones compare."""
    shared: tuple[str, ...]
    """Words that both have and that weigh most, in the dictionary's form: shkollë, lagështirë."""
    akin: tuple[tuple[str, str], ...]
    """Different words for the same affair, the commitment's and the item's: (lagështirë, hidroizolim)."""
    place: str
    """The place both name, or nothing."""
    groups: tuple[str, ...]
    """People both are for."""
    programme: str
    """The code of the budget programme both belong to, where one of them states it; else nothing."""

    @property
    def is_likely(self) -> bool:
        """Where the first is not, the site is silent: it would be wrong more often than right."""
        return self.score >= LIKELY

    @property
    def reasons(self) -> str:
        """One line: "shkollë, lagështirë ~ hidroizolim; Mollaj"."""
        words = [*self.shared, *(f"{mine} ~ {theirs}" for mine, theirs in self.akin)]
        return "; ".join(part for part in (", ".join(words), self.place) if part)


@dataclass(frozen=True)
class _Evidence:
    """What each word of the commitment weighs for each item, by the word's position."""

    weights: dict[int, dict[int, float]] = field(default_factory=dict)
    telling: dict[int, set[int]] = field(default_factory=dict)
    """For which items it is more than a plain word in both."""

    def of(self, demand: Collection[int]) -> dict[int, float]:
        """What speaks for each item where one of several things is asked for: the other words say less."""
        found: dict[int, float] = {}
        for position, weights in self.weights.items():
            share = 1 if position in demand else _REST
            for at, weight in weights.items():
                found[at] = found.get(at, 0.0) + share * weight
        return found

    def told(self, at: int) -> dict[int, float]:
        """Of an item, what the telling words weigh."""
        return {position: self.weights[position][at] for position, items in self.telling.items() if at in items}


class Ranking:
    """Items prepared once; then any number of commitments."""

    def __init__(self, items: Iterable[Wording]) -> None:
        self._items = [Reading(item) for item in items]
        self._with_root = _index(item.roots for item in self._items)
        self._with_family = _index(item.families for item in self._items)
        self._with_affair = _index(item.affairs for item in self._items)
        self._with_group = _index(item.groups for item in self._items)
        self._with_programme = _index(item.programmes for item in self._items)
        self._with_name = _index(item.names for item in self._items)
        self._with_leaning: dict[str, list[tuple[int, float]]] = {}
        for at, item in enumerate(self._items):
            for affair, much in item.leanings.items():
                self._with_leaning.setdefault(affair, []).append((at, much))
        self._usual_length = sum(item.length for item in self._items) / max(1, len(self._items)) or 1

    def suggest(
        self, commitment: Wording, limit: int = 5, without: Collection[str] = (), names: Names = _NO_NAMES
    ) -> list[Suggestion]:
        """The best items, best first, but for those named in `without`; none where nothing really connects.

        `names` are places that the reasons may name; they move no item up or down.
        """
        asked = Reading(commitment)
        here = {at: place for at in self._near(asked) if (place := asked.shared_place(self._items[at]))}
        evidence = self._evidence(asked)
        demands = asked.demands
        leaning = [self._leaning(asked, demand) for demand in demands]
        connected = set().union(*evidence.telling.values(), *map(_alike, leaning))
        beside = {
            at: self._beside(asked, self._items[at], here.get(at, ""), len(here))
            for at in connected
            if self._items[at].id not in without
        }
        ranked: list[list[tuple[float, int]]] = []
        weight = _LEANING * math.sqrt(max(1, asked.length))
        for demand, alike in zip(demands, leaning, strict=True):
            spoken = evidence.of(demand)
            scores = [
                ((spoken.get(at, 0.0) + weight * alike.get(at, 0.0)) * share + more, at)
                for at, (share, more) in beside.items()
            ]
            ranked.append(sorted((one for one in scores if one[0] >= _FLOOR), key=lambda one: (-one[0], one[1])))
        return [
            self._suggestion(asked, at, score, evidence.told(at), here.get(at, ""), names)
            for score, at in islice(_in_turn(ranked), limit)
        ]

    def _evidence(self, asked: Reading) -> _Evidence:
        """What each word of the commitment says for each item, counted once: as a word, or by an affair."""
        found = _Evidence()
        affairs_at: dict[int, list[str]] = {}
        for affair, positions in asked.affairs.items():
            for position in positions:
                affairs_at.setdefault(position, []).append(affair)
        said = Counter[str]()
        seen: set[str] = set()
        words = {word.position: word for word in asked.words}
        for position in sorted(words.keys() | affairs_at.keys()):
            strongest: dict[int, float] = {}
            together: dict[int, float] = {}
            telling: set[int] = set()
            word = words.get(position)
            if word and word.stem not in seen:
                seen.add(word.stem)
                strongest = self._holders(word)
                together = dict(strongest)
                telling = set() if word.is_plain else set(strongest)
            for affair in affairs_at.get(position, ()):
                holders = self._with_affair.get(affair, set())
                weight = _AFFAIR * self._rarity(len(holders)) * _AGAIN ** said[affair]
                said[affair] += 1
                telling |= holders
                for at in holders:
                    strongest[at] = max(strongest.get(at, 0.0), weight)
                    together[at] = together.get(at, 0.0) + weight
            found.telling[position] = telling
            found.weights[position] = {
                at: weight + _BESIDE * (together[at] - weight) for at, weight in strongest.items()
            }
        return found

    def _leaning(self, asked: Reading, demand: Collection[int]) -> dict[int, float]:
        """How alike an item's leanings are to those of a demand."""
        alike: dict[int, float] = {}
        for affair, mine in asked.leanings_of(demand).items():
            for at, theirs in self._with_leaning.get(affair, ()):
                alike[at] = alike.get(at, 0.0) + mine * theirs
        return alike

    def _holders(self, word: Word) -> dict[int, float]:
        """The items with a word, one derived from the same, or one akin to it, and what it weighs there."""
        same = set().union(*(self._with_root.get(root, ()) for root in word.roots))
        weight = self._rarity(len(same)) * (_PLAIN if word.is_plain else 1)
        found = dict.fromkeys(same, weight)
        if word.is_plain:
            return found
        kin = set().union(*(self._with_family.get(family, ()) for family in word.families)) - same
        weight = _KIN * self._rarity(len(same) + len(kin))
        found |= dict.fromkeys(kin, weight)
        alike: dict[int, float] = {}
        for root, likeness in akin(word.written.lower()).items():
            for at in self._with_root.get(root, ()):
                alike[at] = max(alike.get(at, 0.0), likeness)
        weight = _AKIN * self._rarity(len(alike))
        for at, likeness in alike.items():
            found[at] = max(found.get(at, 0.0), weight * likeness)
        return found

    def _beside(self, asked: Reading, item: Reading, place: str, near: int) -> tuple[float, float]:
        """What the evidence for an item counts, and what is added to it: phrases, programme, people and place."""
        length = 1 - _LENGTH + _LENGTH * item.length / self._usual_length
        more = _PHRASE * len(asked.phrases & item.phrases)
        if programmes := asked.programmes & item.programmes:
            more += _PROGRAMME * max(self._rarity(len(self._with_programme[code])) for code in programmes)
        more /= length
        if groups := asked.groups & item.groups:
            more += _GROUP * max(self._rarity(len(self._with_group[group])) for group in groups)
        share = _OTHER_DEED if item.head_deeds - asked.deeds else 1.0
        if place:
            more += _PLACE * self._rarity(near)
        else:
            share *= _elsewhere(asked.places, item.places)
        share /= math.sqrt(max(1, asked.length))
        return share / length, more * share

    def _near(self, asked: Reading) -> set[int]:
        """Items that have some name in common with the commitment."""
        return set().union(*(self._with_name.get(root, ()) for root in asked.names))

    def _rarity(self, holders: int) -> float:
        """1 for what no item has, less the more have it (inverse document frequency as in BM25)."""
        count = len(self._items) + _OTHERS
        return math.log(1 + (count - holders + 0.5) / (holders + 0.5)) / math.log(2 * count + 2)

    def _suggestion(
        self, asked: Reading, at: int, score: float, telling: Mapping[int, float], place: str, names: Names
    ) -> Suggestion:
        item = self._items[at]
        told = reasons(asked, item, telling, self._with_affair, place, names)
        programmes = asked.programmes & item.programmes if asked.states_programme or item.states_programme else ()
        return Suggestion(
            item.id, round(score, 3), told.shared, told.akin, told.place, tuple(sorted(asked.groups & item.groups)),
            min(programmes, default=""),
        )  # fmt: skip


def _alike(leaning: Mapping[int, float]) -> list[int]:
    """The items that lean to the same so much that this alone connects them."""
    return [at for at, alike in leaning.items() if alike >= _LEAN_ALIKE]


def _in_turn(ranked: Sequence[Sequence[tuple[float, int]]]) -> Iterator[tuple[float, int]]:
    """The best of all demands; each one makes the next of the same demand count for less, so that none goes short."""
    heads = [(-score, demand, 0) for demand, scores in enumerate(ranked) for score, _ in scores[:1]]
    shares = [1.0] * len(ranked)
    given: set[int] = set()
    heapify(heads)
    while heads:
        _, demand, place = heappop(heads)
        score, at = ranked[demand][place]
        if at not in given:
            given.add(at)
            yield score, at
            shares[demand] *= _NEXT
        if place + 1 < len(ranked[demand]):
            heappush(heads, (-ranked[demand][place + 1][0] * shares[demand], demand, place + 1))


def _index(keys_of_items: Iterable[Iterable[str]]) -> dict[str, set[int]]:
    """Which items have a key."""
    index: dict[str, set[int]] = {}
    for at, keys in enumerate(keys_of_items):
        for key in keys:
            index.setdefault(key, set()).add(at)
    return index


def _elsewhere(asked: Sequence[Place], item: Sequence[Place]) -> float:
    """What is left when both name places and none in common. A unit may hold the village, a town is everywhere."""
    if not asked or not item or any(place.is_whole_town for place in (*asked, *item)):
        return 1.0
    same_kind = any(place.is_unit for place in asked) == any(place.is_unit for place in item)
    return _ELSEWHERE if same_kind else _PERHAPS_ELSEWHERE
