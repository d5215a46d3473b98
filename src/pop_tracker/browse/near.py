"""What a search that found nothing may have meant: words of the commitments near it, a municipality, a unit."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import lru_cache

from sqlmodel import Session, col, select

from pop_tracker.browse.commitments import LONGEST_SEARCH, Found
from pop_tracker.contracts.editions import newest_edition_ids
from pop_tracker.contracts.texts import CommitmentText
from pop_tracker.web.albanian import SHORTEST_BEGINNING, fold, meets, word_roots
from pop_tracker.web.texts import bare

MOST = 4
"""Of each kind: more is no help."""
_WORD = re.compile(r"\w{3,}")
_TEXTS = select(CommitmentText.text, CommitmentText.place, CommitmentText.target_groups).where(
    col(CommitmentText.edition_id).in_(newest_edition_ids())
)


@dataclass(frozen=True)
class Near:
    words: list[str] = field(default_factory=list)
    municipalities: Mapping[str, str] = field(default_factory=dict)
    """Name by slug."""
    units: Mapping[str, str] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.words or self.municipalities or self.units)


@dataclass(frozen=True)
class _Lexicon:
    """The words of some texts. Looking through all of them for each search would take longer than the search."""

    words: Mapping[str, str]
    """As each is written, by its letters without diacritics."""
    by_root: Mapping[str, list[str]]

    def found_by(self, asked: str) -> list[str]:
        """Those that `meets` it, in the order of the texts."""
        shared = word_roots(asked) & self.by_root.keys()
        if len(asked) >= SHORTEST_BEGINNING:
            beginning = fold(asked)
            shared |= {root for root in self.by_root if root.startswith(beginning)}
        found = {word for root in shared for word in self.by_root[root]}
        return [word for word in self.words.values() if word in found] if found else []

    def like(self, asked: str, most: int, cutoff: float) -> list[str]:
        return [self.words[one] for one in get_close_matches(fold(asked), self.words, n=most, cutoff=cutoff)]


@lru_cache(maxsize=8)
def _lexicon(texts: tuple[str, ...]) -> _Lexicon:
    """Kept as long as the texts are the same."""
    words = {fold(word): word for text in texts for word in _words(text)}
    by_root: dict[str, list[str]] = {}
    for word in words.values():
        for root in word_roots(word):
            by_root.setdefault(root, []).append(word)
    return _Lexicon(words, by_root)


def near(session: Session, found: Found) -> Near:
    """One query, of all words that can be found: it is asked only where nothing was."""
    asked = _WORD.findall(found.question.q.lower()[:LONGEST_SEARCH])[:MOST]
    if not asked:
        return Near()
    known = found.choices
    return Near(
        _words_near(asked, _lexicon(tuple(" ".join(words) for words in session.exec(_TEXTS)))),
        _places_near(asked, known.municipalities),
        _places_near(asked, {unit.slug: unit.name for unit in known.units}),
    )


def _words(text: str) -> list[str]:
    return _WORD.findall(bare(text).lower())


def _words_near(asked: Iterable[str], lexicon: _Lexicon) -> list[str]:
    """Each word that the commitments know by itself, else the likest ones; no two that find the same."""
    near_it: list[str] = []
    for word in asked:
        likest = sorted(lexicon.found_by(word), key=len)[:1] or lexicon.like(word, MOST, 0.7)
        near_it += [one for one in likest if not any(meets(one, other) for other in near_it)]
    return near_it[:MOST]


def _places_near(asked: Iterable[str], names: Mapping[str, str]) -> dict[str, str]:
    """Places whose name shares a word with what is asked, or is nearly it."""
    lexicon = _lexicon(tuple(names.values()))
    places: dict[str, str] = {}
    for word in asked:
        for one in lexicon.found_by(word) or lexicon.like(word, 2, 0.8):
            places |= {slug: name for slug, name in names.items() if fold(one) in map(fold, _words(name))}
    return dict(list(places.items())[:MOST])
