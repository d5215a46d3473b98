"""Suggests which plan items may put a commitment into the plan, and the other way round; a person decides.

Citizens and offices name the same thing differently ("pikon nga çatia", "hidroizolim i mbulesave"), so that equal
words alone find half of it at best. Each word of the commitment is looked for in the items as a word, by its roots,
and as part of an *affair* of the municipality that the item names in its own words (`affairs`). A word counts
once, for the stronger of the two, and the more the fewer items have it. Neighbouring words, the place, the people it
is for and the budget programme that both have add to it; another village takes from it.

The same texts give the same suggestions, always: no network, no chance, nothing learned from readers.
"""

import math
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field

from pop_tracker.matching.names import Names
from pop_tracker.matching.reading import Place, Reading, Wording
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
_PHRASE = 0.25
_PLACE = 1.0
_ELSEWHERE = 0.6
_PERHAPS_ELSEWHERE = 0.85
_GROUP = 0.25
_PROGRAMME = 0.5
_OTHER_DEED = 0.8
"""A training, a feast or a campaign where the commitment asks for none."""
_LENGTH = 0.05
_FLOOR = 0.6
_OTHERS = 20
"""Items imagined beside those given, so that a word is no less rare because the list is short."""
_NO_NAMES = Names({})


@dataclass(frozen=True)
class Suggestion:
    """An item and why it was suggested, in words that stand in the texts."""

    id: str
    score: float
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
    def reasons(self) -> str:
        """One line: "shkollë, lagështirë ~ hidroizolim; Mollaj"."""
        words = [*self.shared, *(f"{mine} ~ {theirs}" for mine, theirs in self.akin)]
        return "; ".join(part for part in (", ".join(words), self.place) if part)


@dataclass
class _Evidence:
    """What speaks for an item so far."""

    score: float = 0.0
    words: dict[int, float] = field(default_factory=dict)
    """What each word of the commitment weighs, by its position there."""


class Ranking:
    """Items prepared once; then any number of commitments."""

    def __init__(self, items: Iterable[Wording]) -> None:
        self._items = [Reading(item) for item in items]
        self._with_root = _index(item.roots for item in self._items)
        self._with_affair = _index(item.affairs for item in self._items)
        self._with_group = _index(item.groups for item in self._items)
        self._with_programme = _index(item.programmes for item in self._items)
        self._with_name = _index(item.names for item in self._items)
        self._usual_length = sum(item.length for item in self._items) / max(1, len(self._items)) or 1

    def suggest(
        self, commitment: Wording, limit: int = 5, without: Collection[str] = (), names: Names = _NO_NAMES
    ) -> list[Suggestion]:
        """The best items, best first, but for those named in `without`; none where nothing really connects.

        `names` are places that the reasons may name; they move no item up or down.
        """
        asked = Reading(commitment)
        here = {at: place for at in self._near(asked) if (place := asked.shared_place(self._items[at]))}
        found = []
        for at, evidence in self._evidence(asked).items():
            item = self._items[at]
            if item.id in without or not evidence.words:
                continue
            score = self._score(asked, item, evidence, here.get(at, ""), len(here))
            if score >= _FLOOR:
                found.append((-score, at, evidence))
        return [
            self._suggestion(asked, at, -less, evidence, here.get(at, ""), names)
            for less, at, evidence in sorted(found, key=lambda one: one[:2])[:limit]
        ]

    def _evidence(self, asked: Reading) -> dict[int, _Evidence]:
        """What each word of the commitment says for each item, counted once: as a word, or by an affair."""
        found: dict[int, _Evidence] = {}
        affairs_at: dict[int, list[str]] = {}
        for affair, positions in asked.affairs.items():
            for position in positions:
                affairs_at.setdefault(position, []).append(affair)
        said = Counter[str]()
        seen: set[str] = set()
        words = {word.position: word for word in asked.words}
        for position in sorted(words.keys() | affairs_at.keys()):
            weights: dict[int, list[float]] = {}
            word = words.get(position)
            if word and word.stem not in seen:
                seen.add(word.stem)
                holders = set().union(*(self._with_root.get(root, ()) for root in word.roots))
                weight = self._rarity(len(holders)) * (_PLAIN if word.is_plain else 1)
                weights = {at: [weight] for at in holders}
            for affair in affairs_at.get(position, ()):
                holders = self._with_affair.get(affair, set())
                weight = _AFFAIR * self._rarity(len(holders)) * _AGAIN ** said[affair]
                said[affair] += 1
                for at in holders:
                    weights.setdefault(at, []).append(weight)
            for at, several in weights.items():
                weight = max(several) + _BESIDE * (sum(several) - max(several))
                evidence = found.setdefault(at, _Evidence())
                evidence.score += weight
                if word and not word.is_plain:
                    evidence.words[position] = weight
        return found

    def _score(self, asked: Reading, item: Reading, evidence: _Evidence, place: str, near: int) -> float:
        score = evidence.score + _PHRASE * len(asked.phrases & item.phrases)
        if programmes := asked.programmes & item.programmes:
            score += _PROGRAMME * max(self._rarity(len(self._with_programme[code])) for code in programmes)
        score /= 1 - _LENGTH + _LENGTH * item.length / self._usual_length
        if groups := asked.groups & item.groups:
            score += _GROUP * max(self._rarity(len(self._with_group[group])) for group in groups)
        if place:
            score += _PLACE * self._rarity(near)
        else:
            score *= _elsewhere(asked.places, item.places)
        return score * (_OTHER_DEED if item.head_deeds - asked.deeds else 1)

    def _near(self, asked: Reading) -> set[int]:
        """Items that have some name in common with the commitment."""
        return set().union(*(self._with_name.get(root, ()) for root in asked.names))

    def _rarity(self, holders: int) -> float:
        """1 for what no item has, less the more have it (inverse document frequency as in BM25)."""
        count = len(self._items) + _OTHERS
        return math.log(1 + (count - holders + 0.5) / (holders + 0.5)) / math.log(2 * count + 2)

    def _suggestion(
        self, asked: Reading, at: int, score: float, evidence: _Evidence, place: str, names: Names
    ) -> Suggestion:
        item = self._items[at]
        told = reasons(asked, item, evidence.words, self._with_affair, place, names)
        programmes = asked.programmes & item.programmes if asked.states_programme or item.states_programme else ()
        return Suggestion(
            item.id, round(score, 3), told.shared, told.akin, told.place, tuple(sorted(asked.groups & item.groups)),
            min(programmes, default=""),
        )  # fmt: skip


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
