"""Words by their roots, also where the dictionary of `web.albanian` does not know the form: "mbahet" is mbaj,
"qëndrueshme" is qëndrueshëm.

The file lists such forms, of those that are common, with the words they are forms of; bench/matching/forms.py tells
how it was made, and under which licences. The search on the site has its own index and does without.
"""

import lzma
from functools import cache, lru_cache
from pathlib import Path

from pop_tracker.web.albanian import fold, lemma, word_roots

_FILE = Path(__file__).parent / "forms.txt.xz"


@cache
def _bases() -> dict[str, list[str]]:
    """By the form as written, and without its diacritics where no other form is written so."""
    bases: dict[str, list[str]] = {}
    for line in lzma.decompress(_FILE.read_bytes()).decode().splitlines():
        form, *words = line.split()
        bases[form] = words
        bases.setdefault(fold(form), words)
    return bases


@lru_cache(maxsize=50_000)
def roots_of(word: str) -> frozenset[str]:
    """All roots of a word in lower case."""
    return word_roots(word).union(*map(word_roots, _bases().get(word, ())))


def base_of(word: str) -> str:
    """The dictionary form of a word in lower case."""
    return _bases().get(word, [""])[0] or lemma(word)
