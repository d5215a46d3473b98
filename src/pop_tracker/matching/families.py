"""Words derived from one another: "bletar" and "bletari", "ndot" and "ndotje", "pyll" and "ripyllëzim".

Rules of word formation, for words that no list has. What is left is no word, only a sign that two may be kin, so it
weighs less than the word itself.
"""

from functools import lru_cache

from pop_tracker.matching.forms import base_of
from pop_tracker.web.albanian import fold

_SHORTEST = 4
_ENDINGS = (
    "esisht", "ueshem", "yeshem", "esore", "ezimi", "imtar", "inore", "ishte", "izimi", "ueshm", "esor", "ezim",
    "ezoj", "iste", "izem", "izim", "izoj", "ohem", "shem", "shme", "tare", "tari", "tore", "uara", "uese", "yese",
    "ale", "are", "ari", "eri", "ese", "esi", "ike", "ime", "imi", "ism", "ist", "ive", "izm", "nik", "oje", "ore",
    "shm", "tar", "tor", "uar", "ues", "yes", "al", "ar", "es", "ez", "ie", "ik", "im", "iv", "je", "oj", "or", "a",
    "e", "i", "j",
)  # fmt: skip
"""Of nouns for a deed, a doer, a place or a quality, of adjectives and of verbs; folded, longest first."""
_BEGINNINGS = ("mos", "pa", "ri", "sh", "mbi", "nen", "bashke", "pakes")


@lru_cache(maxsize=50_000)
def families(word: str) -> frozenset[str]:
    """What a word in lower case has in common with those derived from it; nothing for a short one."""
    known = fold(base_of(word))
    beginnings = [known[len(one) :] for one in _BEGINNINGS if known.startswith(one)]
    return frozenset(
        stem for each in (known, *beginnings) if len(each) >= _SHORTEST and len(stem := _bare(each)) >= _SHORTEST
    )


def _bare(word: str) -> str:
    """Ending after ending is taken off: "ndot-ës-i" and "ndot-je" meet in "ndot"."""
    while True:
        for ending in _ENDINGS:
            if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST:
                word = word[: -len(ending)]
                break
        else:
            return word
