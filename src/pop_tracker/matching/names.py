"""Places in the words of a commitment or an item: by their registered names, or by the look of the word."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pop_tracker.matching.forms import roots_of
from pop_tracker.matching.inflection import is_common, shown
from pop_tracker.matching.reading import JOINERS, Reading, is_place_noun, is_plain

_TOKEN = re.compile(r"\w+")
_DERIVED = re.compile(r"(im(i|it|in|e|et|eve)?|sh[ëe]m|shme|t?are?|ore?|ues|uese|ike?|ive?|ale?)$")
"""Endings of words for deeds and qualities, of which the dictionary lacks many."""
_SENTENCE_ENDS = re.compile(r"[.:;!?]")


@dataclass(frozen=True)
class _Said:
    """A word of a text."""

    written: str
    before: str
    """What stands between it and the word before it."""
    begins: bool
    """Whether a sentence begins with it, so that its capital says nothing."""

    @property
    def roots(self) -> frozenset[str]:
        return roots_of(self.written.lower())

    @property
    def looks_like_a_name(self) -> bool:
        """A capital, and no word of the language that is known here."""
        return (
            len(self.written) > 2
            and self.written[0].isupper()
            and not self.written.isupper()
            and not is_place_noun(self.written)
            and not is_plain(self.written)
            and not is_common(self.written)
            and not is_common(shown(self.written))
            and not _DERIVED.search(self.written)
        )

    def is_part(self, word: str, is_whole: bool) -> bool:
        """Whether it is this word of a name: "Qendër" where a sentence begins is any centre, not the unit Qendër."""
        if word in JOINERS:
            return self.written in JOINERS
        is_any_word = is_common(self.written) and not is_place_noun(word)
        if is_any_word and (not self.written[0].isupper() or (is_whole and self.begins)):
            return False
        return bool(self.roots & roots_of(word.lower()))


class Names:
    """Registered names of places, and what else each is called."""

    def __init__(self, names: Mapping[str, str]) -> None:
        """The registered name by each name that the place goes by, the registered one too."""
        forms = set()
        for called, registered in names.items():
            words = tuple(_TOKEN.findall(called))
            # "Njësia Lindore" is also named as "Lindore", with a capital.
            forms |= {(words, registered), (tuple(word for word in words if not is_place_noun(word)), registered)}
        self._forms = sorted((form for form in forms if form[0]), key=lambda form: (-len(form[0]), form))

    def found(self, said: Sequence[_Said]) -> dict[str, set[int]]:
        """The registered names in a text with their positions: the longest first, and no word belongs to two."""
        found: dict[str, set[int]] = {}
        taken: set[int] = set()
        for form, registered in self._forms:
            for start in range(len(said) - len(form) + 1):
                span = range(start, start + len(form))
                is_whole = len(form) == 1
                if taken.isdisjoint(span) and all(
                    said[at].is_part(word, is_whole) for at, word in zip(span, form, strict=True)
                ):
                    found.setdefault(registered, set()).update(span)
                    taken.update(span)
        return found


def shared_place(asked: Reading, item: Reading, place: str, names: Names) -> tuple[str, set[int]]:
    """The place to show, and the positions where the commitment's text names places.

    `place` is what the ranking found in both: a name without its noun, or a part of a longer one.
    """
    mine, theirs = _said(asked.text), _said(item.text)
    in_text = names.found(mine)
    of_mine = dict.fromkeys([*names.found(_said(asked.place, stated=True)), *in_text])
    of_theirs = {*names.found(_said(item.place, stated=True)), *names.found(theirs)}
    free = _names_in_both(mine, theirs)
    positions = {at for span in in_text.values() for at in span} | free.keys()
    if both := [name for name in of_mine if name in of_theirs]:
        return ", ".join(both), positions
    if place and not any(_roots(place) <= _roots(name) for name in (*of_mine, *of_theirs)):
        return (_spelled(place, [*_said(item.place, stated=True), *theirs]) if place.islower() else place), positions
    told: list[str] = []
    for at, name in free.items():
        if at - 1 in free:
            told[-1] += mine[at].before + name
        else:
            told.append(name)
    return ", ".join(dict.fromkeys(told)), positions


def _names_in_both(mine: Sequence[_Said], theirs: Sequence[_Said]) -> dict[int, str]:
    """Names that no list has and that neither text calls a village or a quarter; the shortest form of each."""
    found: dict[int, str] = {}
    for at, one in enumerate(mine):
        if not one.looks_like_a_name or (at - 1 not in found and _is_in_title(mine, at)):
            continue
        same = [other for other in theirs if other.looks_like_a_name and one.roots & other.roots]
        if same and not all(each.begins for each in (one, *same)):
            found[at] = min((each.written for each in (one, *same)), key=len)
    return found


def _spelled(place: str, theirs: Sequence[_Said]) -> str:
    """What was typed without a capital: as the other has it with one ("Mollaj"), else as words ("lumë")."""
    return " ".join(
        next((one.written for one in theirs if one.written[0].isupper() and one.roots & roots_of(word)), shown(word))
        for word in _TOKEN.findall(place)
    )


def _is_in_title(said: Sequence[_Said], at: int) -> bool:
    """After another word with a capital, as in "Këshilli Vendor Rinor": an office, no place."""
    before = said[at - 1] if at and said[at].before == " " else None
    return bool(before and before.written[0].isupper() and not before.begins and not is_place_noun(before.written))


def _said(text: str, stated: bool = False) -> list[_Said]:
    """In a field for the place a capital never means that a sentence begins."""
    said: list[_Said] = []
    end = 0
    for match in _TOKEN.finditer(text):
        before = text[end : match.start()]
        begins = not stated and (not said or bool(_SENTENCE_ENDS.search(before)))
        said.append(_Said(match.group(), before, begins))
        end = match.end()
    return said


def _roots(name: str) -> set[str]:
    return {root for word in _TOKEN.findall(name) for root in roots_of(word.lower())}
