"""Reads the lists of `affairs` and `words` and finds what a text speaks of by them."""

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from pop_tracker.web.albanian import fold

WINDOW = 10
"""So many words may the words of one expression lie apart: a clause."""

_SHORTEST_STEM = 3
"""Shorter ones ("pa", "15") stand for themselves alone."""
_LONGEST_WORD = 60


class Lexicon:
    """Names, each with its expressions. A text holds a name when it holds one of its expressions."""

    def __init__(self, lines: Iterable[tuple[str, str]]) -> None:
        """Lines are a name and its expressions, in the notation that `affairs` explains."""
        self._alone: dict[str, list[str]] = {}
        self._parts: dict[str, list[tuple[int, int]]] = {}
        self._sizes: list[tuple[str, int]] = []
        for name, expressions in lines:
            for expression in expressions.split(","):
                self._learn(name, [part.split("/") for part in expression.split()])

    def _learn(self, name: str, parts: list[list[str]]) -> None:
        if len(parts) == 1:
            for stem in parts[0]:
                self._alone.setdefault(_stem(stem), []).append(name)
            return
        number = len(self._sizes)
        self._sizes.append((name, len(parts)))
        for at, stems in enumerate(parts):
            for stem in stems:
                self._parts.setdefault(_stem(stem), []).append((number, at))

    def find(self, words: Sequence[tuple[int, str]]) -> dict[str, list[tuple[int, ...]]]:
        """The names a text holds, each with the positions of the words that say so, expression by expression.

        Words come with their positions.
        """
        found: dict[str, list[tuple[int, ...]]] = {}
        heard: dict[int, dict[int, list[int]]] = {}
        for position, word in words:
            for stem in _stems(word):
                for name in self._alone.get(stem, ()):
                    found.setdefault(name, []).append((position,))
                for number, at in self._parts.get(stem, ()):
                    heard.setdefault(number, {}).setdefault(at, []).append(position)
        for number, positions in heard.items():
            name, size = self._sizes[number]
            if len(positions) == size and (near := _together(positions)):
                found.setdefault(name, []).append(tuple(sorted(near)))
        return found

    def parts_of(self, word: str) -> dict[str, float]:
        """The names whose expressions a word is a part of, and how great a part: a whole one, or one of two words."""
        found: dict[str, float] = {}
        for stem in _stems(word):
            found |= dict.fromkeys(self._alone.get(stem, ()), 1.0)
            for number, _ in self._parts.get(stem, ()):
                name, size = self._sizes[number]
                found[name] = max(found.get(name, 0.0), 1 / size)
        return found


def _stem(written: str) -> str:
    if written.isupper():
        return written
    folded = fold(written)
    if len(folded) > _SHORTEST_STEM + 1 and folded.endswith("e"):
        folded = folded[:-1]  # The final vowel changes: çerdhe, çerdhja.
    return folded + "." if len(folded) < _SHORTEST_STEM and not folded.endswith(".") else folded


@lru_cache(maxsize=20_000)
def _stems(word: str) -> tuple[str, ...]:
    """What the lists may know a word by: its beginnings, itself, and itself in capitals (PAK is not "pak", few)."""
    folded = fold(word)[:_LONGEST_WORD]
    beginnings = [folded[:length] for length in range(_SHORTEST_STEM, len(folded) + 1)]
    return (*beginnings, folded + ".", *([word] if word.isupper() else []))


def _together(parts: Mapping[int, Sequence[int]]) -> set[int]:
    """Positions where all parts of an expression stand near each other, each in a word of its own."""
    first, *others = parts.values()
    for position in first:
        near = {position, *(_nearest(other, position) for other in others)}
        if len(near) == len(parts) and max(near) - min(near) <= WINDOW:
            return near
    return set()


def _nearest(positions: Sequence[int], position: int) -> int:
    """Positions rise, as the words of a text do."""
    at = bisect_left(positions, position)
    return min(positions[max(at - 1, 0) : at + 1], key=lambda near: abs(near - position))
