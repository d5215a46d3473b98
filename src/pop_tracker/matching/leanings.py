"""What a wording leans to: the affairs in whose expressions its words stand, also where no expression is whole.

"Kujtimet e të parëve" names no affair that "dokumentimi i trashëgimisë gojore" names too, but "kujtim" and
"trashëgimi" stand in expressions of the same. Each word leans to the affairs it is a part of, one that no list has to
those of words akin to it; the more affairs a word stands in, the less it says for each. Two wordings are alike as far
as they lean to the same.
"""

import math
from collections.abc import Iterable, Mapping

from pop_tracker.matching.akin import akin
from pop_tracker.matching.lexicon import Lexicon

_MOST = 6
"""Affairs kept of a wording: those it leans to most."""
_PLAIN = 0.25
_AKIN = 0.8
"""What the affairs of an akin word count, times how alike the two words are."""


def hints(word: str, is_plain: bool, affairs: Lexicon) -> dict[str, float]:
    """The affairs that a word stands in, and how much it says for each: the less, the more they are."""
    found = affairs.parts_of(word)
    if not found and not is_plain:
        for other, likeness in akin(word.lower()).items():
            for affair, part in affairs.parts_of(other).items():
                found[affair] = max(found.get(affair, 0.0), part * likeness * _AKIN)
    share = (_PLAIN if is_plain else 1) / math.sqrt(max(1, len(found)))
    return {affair: part * share for affair, part in found.items()}


def leanings(hinted: Iterable[Mapping[str, float]]) -> dict[str, float]:
    """The leanings of a wording by the hints of its words, those it leans to most; their squares make one."""
    found: dict[str, float] = {}
    for word in hinted:
        for affair, said in word.items():
            found[affair] = found.get(affair, 0.0) + said
    most = sorted(found.items(), key=lambda one: (-one[1], one[0]))[:_MOST]
    length = math.hypot(*(said for _, said in most)) or 1
    return {affair: said / length for affair, said in most}
