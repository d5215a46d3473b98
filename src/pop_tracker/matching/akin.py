"""Words that mean nearly the same, for the many that nobody put on a list: "kamion" and "automjet".

The file was made once, from the English glosses of an Albanian dictionary and from what a small encoder of English
takes for near; bench/matching/akin_words.py tells how, of what, and under which licences. Nothing of that is needed
here: each line is a word and those akin to it, each with its likeness in hundredths.
"""

import lzma
import re
from functools import cache, lru_cache
from pathlib import Path

from pop_tracker.matching.forms import base_of, roots_of
from pop_tracker.matching.inflection import shown
from pop_tracker.web.albanian import fold, stem

_FILE = Path(__file__).parent / "akin.txt.xz"
_AKIN = re.compile(r"(\D+)(\d+) ?")
_SHORTEST_STEM = 4


@cache
def _lines() -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """What stands beside each word: by the word, and by its stem for a form that the dictionary lacks."""
    words: dict[str, list[str]] = {}
    stems: dict[str, list[str]] = {}
    for line in lzma.decompress(_FILE.read_bytes()).decode().splitlines():
        word, _, beside = line.partition(" ")
        words.setdefault(fold(word), []).append(beside)
        stems.setdefault(stem(fold(word)), []).append(beside)
    return words, stems


@lru_cache(maxsize=5_000)
def akin(word: str) -> dict[str, float]:
    """What is akin to a word in lower case, by the root that texts with it have: how alike, from 0.6 to 1."""
    words, stems = _lines()
    beside = next((words[form] for form in map(fold, (shown(word), base_of(word), word)) if form in words), [])
    if not beside:
        longest = sorted(roots_of(word), key=lambda root: (-len(root), root))
        beside = next((words[root] for root in longest if root in words), []) or next(
            (stems[root] for root in longest if root in stems and len(root) >= _SHORTEST_STEM), []
        )
    found: dict[str, float] = {}
    for other, likeness in (each for line in beside for each in _AKIN.findall(line)):
        for root in {fold(other), stem(fold(other))}:
            found[root] = max(found.get(root, 0.0), int(likeness) / 100)
    return {root: likeness for root, likeness in found.items() if root not in roots_of(word)}
