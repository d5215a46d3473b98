"""Which words of a text look like a private person's name, so that whoever writes is asked before they are public.

No list knows all names, and no rule tells a name from a word for sure: what is found here is asked about and never
refused by itself. It is found by a given name (`given_names.txt`) with what follows it, by a title or an initial before
a capital, by a word for somebody ("banorja") before one, or by two unknown words of which the second ends as surnames
do; in any case of the noun, and blind to ë and ç. Streets and schools bear names of the dead, and who holds an office
acts in public: neither is asked about. How often it is right stands in `tests/web/test_private_names.py`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache

from pop_tracker.web.albanian import fold
from pop_tracker.web.given_names import given_names
from pop_tracker.web.name_words import (
    AFTER_PEOPLE,
    BODIES,
    LINKS,
    NO_INITIALS,
    OFFICES,
    PEOPLES,
    PLACES,
    PRIVATE,
    SURNAMES,
)
from pop_tracker.web.public_names import NOBODY, WORD, PublicNames, stems_of

LONGEST_READ = 100_000
SPACES = (" ", "\u00a0")
_TITLED = re.compile(
    r"\b(?:(?:znj|zj|zt|z)\.\s*|(?:znj|zonja|zonjën|zonjës|zonjusha|zoti|zotin|zotit)\s+)([^\W\d_]+)", re.IGNORECASE
)
_INITIAL = re.compile(r"(?<![\w.])(?:[A-ZÇË]|Dh|Gj|Ll|Nj|Rr|Sh|Th|Xh|Zh)\.\s?(?=[A-ZÇË]\w)")
_INITIALS = re.compile(
    r"(?<![\w.])(?!Sh\.\s?A\.)(?:[A-ZÇË]|Dh|Gj|Ll|Nj|Sh|Th|Xh|Zh)\.\s?(?:[A-ZÇË]|Dh|Gj|Sh|Xh)\.(?!\w)"
)
_ENDS_SENTENCE = re.compile(r"[.!?:;\n•“„\"(–—]|^\s*-")
_PARTS = re.compile(r"[.!?;:,\n()–—]")
_SURNAME = re.compile(r"(?:aj|[bcdgklmnprstzh]i|[kgh]u|iu|ha)(?:t|n|s|it|in)?$")


@dataclass(frozen=True)
class _Said:
    text: str
    start: int
    end: int
    before: str
    """What stands between it and the word before it."""
    begins: bool

    @cached_property
    def folded(self) -> str:
        return fold(self.text)

    @property
    def has_capital(self) -> bool:
        return self.text[0].isupper()

    @property
    def is_shouted(self) -> bool:
        return len(self.text) > 1 and self.text.isupper()

    @property
    def is_given(self) -> bool:
        return self.folded in given_names()

    @property
    def is_only_given(self) -> bool:
        """And neither a word nor a place."""
        return given_names().get(self.folded) is False

    @property
    def is_word(self) -> bool:
        return _is_word(self.text.lower())

    @property
    def may_be_a_surname(self) -> bool:
        """And a word, too."""
        return not SURNAMES.isdisjoint(stems_of(self.folded))

    @property
    def is_called_otherwise(self) -> bool:
        """A place, an institution or an office."""
        return any(kind.fullmatch(self.folded) for kind in (AFTER_PEOPLE, PLACES, OFFICES))

    @property
    def looks_like_a_surname(self) -> bool:
        return bool(_SURNAME.search(self.folded)) and len(self.folded) > 3 and not self.is_word


def titled_in(text: str) -> list[str]:
    """ "znj. Filane": most often a citizen."""
    return [found.group() for found in _TITLED.finditer(text) if found[1][:1].isupper()]


def names_in(text: str, known: PublicNames = NOBODY) -> list[str]:
    """What looks like a private person's name, as it is written, each once, in the order of the text. `known`: names
    that nobody is asked about."""
    text = text[:LONGEST_READ]
    said = _said(text)
    spans = sorted({*_by_titles(text, said), *_by_names(text, said, known)})
    found: list[tuple[int, int]] = []
    for first, after in spans:
        if found and (first < found[-1][1] or (first == found[-1][1] and said[first].before in SPACES)):
            found[-1] = (found[-1][0], max(after, found[-1][1]))
        else:
            found.append((first, after))
    return list(
        dict.fromkeys(
            text[said[a].start : said[b - 1].end] for a, b in found if not known.are([word.text for word in said[a:b]])
        )
    )


def _by_titles(text: str, said: list[_Said]) -> Iterator[tuple[int, int]]:
    at_start = {word.start: at for at, word in enumerate(said)}
    for found in _TITLED.finditer(text):
        at = at_start.get(found.start(1))
        if at is not None and said[at].has_capital:
            yield at, _end_of_name(said, at)
    for found in _INITIAL.finditer(text):
        at = at_start.get(found.end())
        if at is None or found.group().split(".")[0].lower() in NO_INITIALS or _is_public(said, at, is_whole=True):
            continue
        if not said[at].is_shouted and (not said[at].is_word or said[at].may_be_a_surname):
            yield at - 1 if at and said[at - 1].start >= found.start() else at, _end_of_name(said, at)
    for found in _INITIALS.finditer(text):
        at = at_start[found.start()]
        yield at, at + 2


def _by_names(text: str, said: list[_Said], known: PublicNames) -> Iterator[tuple[int, int]]:
    for at, word in enumerate(said):
        following = said[at + 1] if at + 1 < len(said) and said[at + 1].before in SPACES else None
        before = said[at - 1] if at and word.before in SPACES else None
        if not word.has_capital:
            if _is_typed_small(word, following):
                yield at, at + 2
            continue
        if word.is_given and following and _goes_with(word, following) and not _is_public(said, at, is_whole=True):
            yield at, _end_of_name(said, at)
        elif word.is_shouted:
            continue
        elif _goes_before(before, word) and not _is_public(said, at - 1, is_whole=True):
            yield at - 1, at + 1
        elif _stands_alone(word, known) and not _is_public(said, at, is_whole=False):
            yield at, at + 1
        elif before and before.folded in PRIVATE and _may_be_called(word, known):
            yield at, _end_of_name(said, at)
        elif following and _is_unknown_pair(word, following, known) and not _is_public(said, at, is_whole=False):
            yield at, at + 2


def _goes_with(given: _Said, surname: _Said) -> bool:
    """Whether the second word can be the rest of a name."""
    if not surname.has_capital or len(surname.text) < 2 or surname.is_shouted is not given.is_shouted:
        return False
    if surname.folded in PEOPLES:
        return False
    if surname.is_called_otherwise and surname.is_word:
        return False
    if given.is_shouted:
        return given.is_only_given and not given.is_word
    return not given.begins or surname.is_given or surname.may_be_a_surname or not (given.is_word and surname.is_word)


def _goes_before(surname: _Said | None, given: _Said) -> bool:
    """ "Kuqalashi Zenepe", as lists have it."""
    if surname is None or not given.is_only_given or not surname.has_capital or surname.is_given or surname.is_shouted:
        return False
    return surname.looks_like_a_surname and not surname.is_called_otherwise


def _stands_alone(word: _Said, known: PublicNames) -> bool:
    """A given name without any other."""
    is_sure = word.is_only_given and len(word.text) > 3 and not (word.is_word and word.begins)
    return is_sure and not known.are_a_place(word.text)


def _may_be_called(word: _Said, known: PublicNames) -> bool:
    """After "banorja" or "familja"."""
    if word.folded in PEOPLES or known.are_a_place(word.text) or known.are([word.text]):
        return False
    return word.is_given or word.may_be_a_surname or not word.is_word


def _is_unknown_pair(first: _Said, second: _Said, known: PublicNames) -> bool:
    """Of a given name that no list has, and a surname by its ending."""
    if not second.has_capital or first.is_shouted or second.is_shouted or not second.looks_like_a_surname:
        return False
    if first.is_word or len(first.text) < 3 or BODIES.fullmatch(first.folded) or BODIES.fullmatch(second.folded):
        return False
    return not known.are_a_place(first.text) and not known.are_a_place(second.text)


def _is_typed_small(word: _Said, following: _Said | None) -> bool:
    """ "zenepe kuqalashi", as it is typed on a phone."""
    return (
        following is not None
        and word.is_only_given
        and len(word.text) > 4
        and not word.is_word
        and following.text.islower()
        and following.looks_like_a_surname
        and _is_word(following.folded) is False
    )


def _is_public(said: list[_Said], at: int, *, is_whole: bool) -> bool:
    """What stands before a name says that it is no private person's: a street or a school is called so, or somebody
    acts in an office. `is_whole`: a name with its surname, by which no village or quarter is called."""
    for back in range(at - 1, max(-1, at - 8), -1):
        if _PARTS.search(said[back + 1].before.replace("“", "").replace("nr.", "")) and said[back].folded not in (
            "rr",
            "sh",
        ):
            return False
        word = said[back].folded
        if OFFICES.fullmatch(word):
            return True
        if AFTER_PEOPLE.fullmatch(word) or word in ("rr", "sh"):
            return not _is_one_of(said, back)
        if PLACES.fullmatch(word):
            if not is_whole:
                return not _is_one_of(said, back)
            continue
        if word not in LINKS and not said[back].has_capital and not BODIES.fullmatch(word):
            return False
    return False


def _is_one_of(said: list[_Said], at: int) -> bool:
    """ "nxënësja e shkollës", "banorja e lagjes": what follows is her name, and not the school's."""
    before = [word.folded for word in said[max(0, at - 3) : at] if word.folded not in LINKS]
    return bool(before) and before[-1] in PRIVATE


def _end_of_name(said: list[_Said], at: int) -> int:
    """After all capitals that follow each other, initials too; four at most, and two where all are capitals."""
    end = at + 1
    if said[at].is_shouted:
        return min(at + 2, len(said))
    while (
        end < len(said)
        and end - at < 4
        and said[end].has_capital
        and re.fullmatch(r"\.?[ \u00a0]", said[end].before)
        and (said[end].before != ". " or len(said[end - 1].text) == 1)
    ):
        end += 1
    return end


def _said(text: str) -> list[_Said]:
    said: list[_Said] = []
    end = 0
    for match in WORD.finditer(text):
        before = text[end : match.start()]
        said.append(
            _Said(match.group(), match.start(), match.end(), before, not said or bool(_ENDS_SENTENCE.search(before)))
        )
        end = match.end()
    return said


@lru_cache(maxsize=50_000)
def _is_word(small: str) -> bool:
    """Whether the dictionary has it as a word of the language, which may also begin a sentence."""
    from simplemma import is_known, lemmatize  # as in web.albanian

    return is_known(small, lang="sq") and str(lemmatize(small, lang="sq")).islower()
