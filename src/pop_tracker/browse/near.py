"""What a search that found nothing may have meant: words of the commitments near it, a municipality, a unit."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches

from sqlmodel import Session, col, select

from pop_tracker.browse.commitments import LONGEST_SEARCH, Found
from pop_tracker.contracts.editions import newest_edition_ids
from pop_tracker.contracts.texts import CommitmentText
from pop_tracker.web.albanian import fold, meets
from pop_tracker.web.texts import bare

MOST = 4
"""Of each kind: more is no help."""
_WORD = re.compile(r"\w{3,}")


@dataclass(frozen=True)
class Near:
    words: list[str] = field(default_factory=list)
    municipalities: Mapping[str, str] = field(default_factory=dict)
    """Name by slug."""
    units: Mapping[str, str] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.words or self.municipalities or self.units)


def near(session: Session, found: Found) -> Near:
    """One query, of all words that can be found: it is asked only where nothing was."""
    asked = _WORD.findall(found.question.q.lower()[:LONGEST_SEARCH])[:MOST]
    if not asked:
        return Near()
    known = found.choices
    return Near(
        _words_near(asked, _vocabulary(session)),
        _places_near(asked, known.municipalities),
        _places_near(asked, {unit.slug: unit.name for unit in known.units}),
    )


def _vocabulary(session: Session) -> dict[str, str]:
    """As it is written, by its letters without diacritics."""
    fields = (CommitmentText.text, CommitmentText.place, CommitmentText.target_groups)
    texts = session.exec(select(*fields).where(col(CommitmentText.edition_id).in_(newest_edition_ids())))
    return {fold(word): word for text in texts for word in _WORD.findall(bare(" ".join(text)).lower())}


def _words_near(asked: Iterable[str], vocabulary: Mapping[str, str]) -> list[str]:
    """Each word that the commitments know by itself, else the likest ones; no two that find the same."""
    near_it: list[str] = []
    for word in asked:
        likest = sorted((one for one in vocabulary.values() if meets(one, word)), key=len)[:1] or [
            vocabulary[one] for one in get_close_matches(fold(word), vocabulary, n=MOST, cutoff=0.7)
        ]
        near_it += [one for one in likest if not any(meets(one, other) for other in near_it)]
    return near_it[:MOST]


def _places_near(asked: Iterable[str], names: Mapping[str, str]) -> dict[str, str]:
    """Places whose name shares a word with what is asked, or is nearly it."""
    by_word: dict[str, dict[str, str]] = {}
    for slug, name in names.items():
        for word in _WORD.findall(name.lower()):
            by_word.setdefault(word, {})[slug] = name
    folded = {fold(word): word for word in by_word}
    places: dict[str, str] = {}
    for word in asked:
        same = [one for one in by_word if meets(one, word)]
        for one in same or [folded[like] for like in get_close_matches(fold(word), folded, n=2, cutoff=0.8)]:
            places |= by_word[one]
    return dict(list(places.items())[:MOST])
