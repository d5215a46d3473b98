"""What a commitment asks for, one by one: "kënd lojërash, më shumë kosha dhe drita" are three demands.

Ranked as one, the demand with the most words would take all places. A part of a sentence is a demand of its own where
it speaks of another affair than the part before it.
"""

import re
from collections.abc import Mapping, Sequence

_WORD = re.compile(r"\w+")
_PARTS = re.compile(r"[,;:.!?()•]|\b(?:dhe|edhe|si dhe)\b", re.IGNORECASE)


def demands(text: str, sayings: Mapping[str, Sequence[Sequence[int]]]) -> list[set[int]]:
    """The positions of each demand's words, in the order of the text; one at least. `sayings` has for each affair the
    positions of the expressions that name it."""
    parts: list[set[int]] = [set()]
    end = 0
    for position, word in enumerate(_WORD.finditer(text)):
        if _PARTS.search(text, end, word.end()):
            parts.append(set())
        parts[-1].add(position)
        end = word.end()
    found: list[tuple[set[int], set[str]]] = []
    for part in parts:
        spoken = {affair for affair, said in sayings.items() if any(part.issuperset(held) for held in said)}
        if found and (not spoken or not found[-1][1] or spoken & found[-1][1]):
            found[-1][0].update(part)
            found[-1][1].update(spoken)
        else:
            found.append((set(part), spoken))
    return [part for part, _ in found]
