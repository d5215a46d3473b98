"""Places in the words of a point, and the units that they suggest. A person decides.

A unit is suggested by its name, its other names and their forms. It is sure only where nothing else can be meant: after
"njësia administrative", or by a name that no village noun, no street and no further word turns into something else.
"Qendër" alone is any centre, and the municipality itself is no place in it.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto

from pop_tracker.contracts.reading.pieces import Pages, Strip
from pop_tracker.contracts.reading.result import ReadPlace
from pop_tracker.matching.inflection import is_common
from pop_tracker.web.albanian import fold, word_roots

_TOKEN = re.compile(r"\w+")
_JOINERS = frozenset({"e", "i", "së", "të", "se", "te"})
_NAME_GAP = re.compile(r"(?: |-|–| - )?")
_LIST_GAP = re.compile(r"\s*,\s*|\s+")
_SENTENCE_ENDS = re.compile(r"[.:;!?]\s*")
_QUOTED = re.compile(r"\s*([“\"„«][^”\"“»]{2,60}[”\"“»])")
_NAME_NUMBER = re.compile(r"\s*(?:nr\.?\s*)?(\d{1,3})\b", re.IGNORECASE)


_MOST_MORE = 4
"""Words that a name is longer than the unit's, on either side."""


class Noun(Enum):
    UNIT = auto()
    TOWN = auto()
    MUNICIPALITY = auto()
    OTHER = auto()
    """Of a place that lies in a unit, or in several: a village, a quarter, a street, a school."""


_NOUNS = {
    form: noun
    for noun, forms in {
        Noun.UNIT: "njesi njesia njesise njesine njesite njesive nja administrative",
        Noun.TOWN: "qytet qyteti qytetit qytetin",
        Noun.MUNICIPALITY: "bashki bashkia bashkise bashkine bashkiak bashkiake bashkiakut keshilli keshillit",
        Noun.OTHER: "fshat fshati fshatit fshatin fshatra fshatrat fshatrave lagje lagjja lagjes lagjen lagjet "
        "lagjeve lgj rruge rruga rruges rrugen rruget zone zona zones zonen zonat zonave bllok blloku bllokut "
        "bulevard bulevardi bulevardit shesh sheshi sheshit sheshin shkolla shkolles shkollen shkollat kopshti "
        "kopshtit cerdhja cerdhes lumi lumit ure ura ures uren rrethrrotullimi rrethrrotullimit kodra kodres "
        "kodren vendbanimi vendbanimit",
    }.items()
    for form in forms.split()
}
_NAMED_BY_NOUN = ("fshat", "lagj", "lgj", "rrug", "zon", "bllok", "bulevard", "shesh", "njesi")
"""Nouns after which a name that no list has is a place, too."""


@dataclass(frozen=True)
class Unit:
    slug: str
    names: tuple[str, ...]
    """The registered one first, then what else it is called."""


@dataclass(frozen=True)
class Territory:
    """A municipality with its units."""

    slug: str
    names: tuple[str, ...]
    units: tuple[Unit, ...] = ()


@dataclass(frozen=True)
class _Word:
    written: str
    start: int
    end: int
    before: str
    begins: bool

    @property
    def is_name(self) -> bool:
        return self.written[0].isupper() or self.written[0].isdigit()

    @property
    def noun(self) -> Noun | None:
        return _NOUNS.get(fold(self.written))

    def is_form_of(self, word: str) -> bool:
        if word in _JOINERS:
            return self.written in _JOINERS
        return self.is_name and bool(word_roots(self.written.lower()) & word_roots(word.lower()))


@dataclass(frozen=True)
class _Found:
    first: int
    last: int
    """Positions of its words."""
    units: frozenset[str]
    is_whole_name: bool = True


class Gazetteer:
    """The names of one municipality's units."""

    def __init__(self, territory: Territory | None) -> None:
        units = territory.units if territory else ()
        self._forms = sorted(
            ((tuple(_TOKEN.findall(name)), unit.slug) for unit in units for name in unit.names if name),
            key=lambda form: (-len(form[0]), form),
        )
        own = {fold(name) for name in territory.names} if territory else set()
        self._seat = next((unit.slug for unit in units if own & {fold(name) for name in unit.names}), None)

    def places(self, strip: Strip, pages: Pages) -> tuple[ReadPlace, ...]:
        """In the order of the text."""
        return tuple(
            ReadPlace(cut.text, unit, sure, pages.of(cut))
            for start, end, unit, sure in sorted(self._said(strip.text))
            if (cut := strip.cut(start, end)).text
        )

    def stated(self, strip: Strip, pages: Pages) -> tuple[ReadPlace, ...]:
        """Of a column of places, where all words are one: those that name no unit, too."""
        found = self.places(strip, pages)
        said = " ".join(place.words for place in found)
        is_all = len(re.findall(r"\w{3,}", strip.text)) == len(re.findall(r"\w{3,}", said))
        if is_all:
            return found
        one = found[0] if len(found) == 1 else None
        whole = ReadPlace(strip.text, one.unit if one else None, False, pages.of(strip))
        return (whole, *(found if len(found) > 1 else ()))

    def is_unclear(self, place: ReadPlace) -> bool:
        """Whether a unit is named, and nobody can tell which."""
        words = _words(place.words)
        return place.unit is None and bool(self._units(words) or any(word.noun is Noun.UNIT for word in words))

    def _said(self, text: str) -> Iterator[tuple[int, int, str | None, bool]]:
        words = _words(text)
        taken: set[int] = set()
        listed: tuple[int, Noun] | None = None
        for found in self._units(words):
            if found.first in taken:
                continue
            first, last = _extra_before(words, found.first), _extra_after(words, found.last)
            nouns, noun = _nouns_before(words, first)
            if noun is None and listed and _goes_on(words, listed[0], first):
                noun = listed[1]
            listed = (last, noun) if noun else None
            taken.update(range(nouns, last + 1))
            judged = self._judged(found, words, noun, first < found.first or last > found.last)
            if judged:
                yield words[nouns].start, words[last].end, *judged
        yield from self._unlisted(text, words, taken)

    def _units(self, words: Sequence[_Word]) -> list[_Found]:
        """Spans that are names of units: the longest first, and no word belongs to two."""
        spans: dict[tuple[int, int], set[str]] = {}
        taken: set[int] = set()
        for form, slug in self._forms:
            for start in range(len(words) - len(form) + 1):
                span = range(start, start + len(form))
                key = (start, span[-1])
                if (key in spans or taken.isdisjoint(span)) and _is_written(words, span, form):
                    spans.setdefault(key, set()).add(slug)
                    taken.update(span)
        return [_Found(first, last, frozenset(units)) for (first, last), units in sorted(spans.items())]

    def _judged(
        self, found: _Found, words: Sequence[_Word], noun: Noun | None, has_more: bool
    ) -> tuple[str | None, bool] | None:
        """The unit that is suggested and whether it is sure; None where it is no place at all."""
        unit = next(iter(found.units)) if len(found.units) == 1 else None
        if unit is None or has_more:
            return None, False
        is_seat = unit == self._seat
        if is_seat and noun in (None, Noun.MUNICIPALITY):
            before = words[found.first - 1].written if found.first else ""
            return (unit, False) if noun is None and fold(before) in ("ne", "te", "tek") else None
        if noun in (Noun.UNIT, Noun.TOWN):
            return unit, noun is Noun.UNIT or is_seat
        first = words[found.first]
        is_any_word = found.first == found.last and is_common(first.written) and first.noun is None
        if is_any_word and first.begins:
            return None
        return unit, noun is None and not is_any_word

    def _unlisted(
        self, text: str, words: Sequence[_Word], taken: set[int]
    ) -> Iterator[tuple[int, int, str | None, bool]]:
        """Names after a noun that no list has: villages, quarters, streets; and the town without its name."""
        for at, word in enumerate(words):
            if word.noun is None or at in taken:
                continue
            if word.noun is Noun.TOWN and self._seat and not _name_follows(words, at):
                yield word.start, word.end, self._seat, False
                continue
            if not fold(word.written).startswith(_NAMED_BY_NOUN):
                continue
            after = at + 1 if at + 1 < len(words) and fold(words[at + 1].written) == "administrative" else at
            end = _name_end(text, words, after)
            if end and taken.isdisjoint(range(at, after + 1)):
                taken.update(one for one in range(at, len(words)) if words[one].start < end)
                yield word.start, end, None, False


def _words(text: str) -> list[_Word]:
    found: list[_Word] = []
    end = 0
    for match in _TOKEN.finditer(text):
        before = text[end : match.start()]
        begins = not found or bool(_SENTENCE_ENDS.search(before))
        found.append(_Word(match.group(), match.start(), match.end(), before, begins))
        end = match.end()
    return found


def _is_written(words: Sequence[_Word], span: range, form: Sequence[str]) -> bool:
    return all(
        words[at].is_form_of(word) and (at == span[0] or _NAME_GAP.fullmatch(words[at].before))
        for at, word in zip(span, form, strict=True)
    )


def _nouns_before(words: Sequence[_Word], first: int) -> tuple[int, Noun | None]:
    """Where the nouns before a name begin ("Njësia administrative", "fshatin e"), and what they say it is."""
    at = first
    noun: Noun | None = None
    while at and words[at].before == " ":
        before = words[at - 1]
        if before.noun and (noun is None or noun is before.noun):
            noun = before.noun
        elif before.written not in _JOINERS or noun:
            break
        at -= 1
    return (at, noun) if noun else (first, None)


def _extra_before(words: Sequence[_Word], first: int) -> int:
    """Where further words of the name stand before it: "Qendër Korçë"."""
    least = max(first - _MOST_MORE, 0)
    while first > least and words[first].before == " " and words[first - 1].is_name and not words[first - 1].begins:
        if words[first - 1].noun or words[first - 1].written.isdigit():
            break
        first -= 1
    return first


def _extra_after(words: Sequence[_Word], last: int) -> int:
    most = min(last + _MOST_MORE, len(words) - 1)
    while last < most and words[last + 1].before == " " and words[last + 1].written[0].isupper():
        if words[last + 1].noun:
            break
        last += 1
    return last


def _goes_on(words: Sequence[_Word], last: int, first: int) -> bool:
    """Whether a list goes on: "njësitë Drenovë, Mollaj dhe Voskop"."""
    between = words[last + 1 : first]
    return all(word.written in ("dhe", "e", "ose", "si", "edhe") for word in between) and all(
        _LIST_GAP.fullmatch(word.before) for word in words[last + 1 : first + 1]
    )


def _name_follows(words: Sequence[_Word], at: int) -> bool:
    after = [word for word in words[at + 1 : at + 3] if word.before == " " and word.written not in _JOINERS]
    return bool(after) and after[0].is_name


def _name_end(text: str, words: Sequence[_Word], at: int) -> int:
    """Where the name after a noun ends; 0 where none follows."""
    quoted = _QUOTED.match(text, words[at].end)
    if quoted:
        return quoted.end()
    number = _NAME_NUMBER.match(text, words[at].end)
    if number and fold(words[at].written)[:3] in ("lag", "lgj", "nje", "adm"):
        return number.end()
    end = 0
    for one in range(at + 1, len(words)):
        word = words[one]
        if not _NAME_GAP.fullmatch(word.before):
            break
        if word.written[0].isupper() and word.noun in (None, Noun.OTHER):
            end = word.end
        elif word.written not in _JOINERS:
            break
    return end


def municipality(texts: Iterable[str], territories: Sequence[Territory]) -> str | None:
    """The one that the first of the texts names that names any; after "Bashkia" it counts more than elsewhere."""
    for text in texts:
        words = _words(text)
        said = Counter[str]()
        for territory in territories:
            for form in {tuple(_TOKEN.findall(name)) for name in territory.names if name}:
                for start in range(len(words) - len(form) + 1):
                    span = range(start, start + len(form))
                    if _is_written(words, span, form):
                        noun = _nouns_before(words, start)[1]
                        said[territory.slug] = max(said[territory.slug], len(form) + 10 * (noun is Noun.MUNICIPALITY))
        if said:
            most = max(said.values())
            best = [slug for slug, count in said.items() if count == most]
            return best[0] if len(best) == 1 else None
    return None
