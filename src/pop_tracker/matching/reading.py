"""What the wording of a commitment or a plan item says: its words, affairs, places, people and budget programme."""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from pop_tracker.matching import words as lists
from pop_tracker.matching.abbreviations import words_of
from pop_tracker.matching.affairs import AFFAIRS
from pop_tracker.matching.ages import ages
from pop_tracker.matching.akin import akin
from pop_tracker.matching.demands import demands
from pop_tracker.matching.families import families
from pop_tracker.matching.forms import base_of, roots_of
from pop_tracker.matching.inflection import is_common, shown
from pop_tracker.matching.leanings import hints, leanings
from pop_tracker.matching.lexicon import WINDOW, Lexicon
from pop_tracker.web.albanian import fold
from pop_tracker.web.texts import bare

_TOKEN = re.compile(r"\w+")
_SET_IN = re.compile(r"\n\s+")


def _lines(block: str, sign: str) -> list[tuple[str, str]]:
    """What stands before and after the sign, line by line."""
    lines = _SET_IN.sub(" ", block.strip()).splitlines()
    return [(name, said) for name, _, said in (line.partition(sign) for line in lines)]


_LINES = _lines(AFFAIRS, " ")
_PROGRAMME = {str(number): code for number, (code, _) in enumerate(_LINES) if code != "-"}
_AFFAIRS = Lexicon((str(number), expressions) for number, (_, expressions) in enumerate(_LINES))
_GROUPS, _DEEDS = Lexicon(_lines(lists.GROUPS, ": ")), Lexicon(_lines(lists.DEEDS, ": "))
_PEOPLE = frozenset(name for name, _ in _lines(lists.GROUPS, ": "))
_PLAIN = frozenset(fold(word) for word in lists.PLAIN.split())
_PLACE_NOUNS = frozenset(fold(word) for word in lists.PLACE_NOUNS.split())
_OFFICES = tuple(fold(word) for word in lists.OFFICES.split())
_WHOLE_TOWN = ("qytet", "bashki")
_STOP = re.compile(r"[.:;!?]")
JOINERS = frozenset({"e", "i", "së", "të"})
"""Small words inside a name: Vau i Dejës."""
_NEAR = {"dhe", "buzë", "pranë", "ish", "tek", "afër", "poshtë", "mbi"}
"""Words of a stated place that are no part of its name."""
_APART = WINDOW + 1
_HEAD = 6
"""What kind of deed an item is stands among its first words: "Trajnimi i edukatoreve ..."."""


@dataclass(frozen=True)
class Wording:
    """A commitment or a plan item in words. Place and groups are free text; the programme is a budget code."""

    id: str
    text: str
    place: str = ""
    programme: str = ""
    groups: str = ""


@dataclass(frozen=True)
class Word:
    position: int
    written: str
    roots: frozenset[str]
    families: frozenset[str]
    is_plain: bool

    @property
    def stem(self) -> str:
        return min(self.roots, key=lambda root: (len(root), root))


@dataclass(frozen=True)
class Place:
    """A name of a village, quarter, street, unit or town, as written, and the roots of its words."""

    name: str
    roots: tuple[frozenset[str], ...]
    noun: str

    @property
    def is_whole_town(self) -> bool:
        return self.noun.startswith(_WHOLE_TOWN)

    @property
    def is_unit(self) -> bool:
        return self.noun.startswith(("njesi", "administrativ"))

    @property
    def called(self) -> str:
        """ "Njësia administrative Drenovë" is Drenovë; "Njësia Lindore" is so named, as "Lindore" alone is any word."""
        needs_noun = self.noun.startswith("njesi") and "administrativ" not in self.noun
        is_word = needs_noun and all(is_common(word) for word in _TOKEN.findall(self.name))
        return f"Njësia {self.name}" if is_word else self.name

    def is_in(self, names: frozenset[str]) -> bool:
        """Whether all words of the name are among the roots."""
        return all(roots & names for roots in self.roots)


class Reading:
    """A wording, read once."""

    def __init__(self, wording: Wording) -> None:
        self.id = wording.id
        self.text = text = bare(wording.text)
        self.place = bare(wording.place)
        written = _TOKEN.findall(text)
        self._stand_for = dict(_stand_for(text, len(written)))
        self.written = dict(enumerate(written)) | {at: word for at, (word, _) in self._stand_for.items()}
        """All words of the text, by position; after them those that its abbreviations and ages stand for."""
        stated = list(_places(self.place, stated=True))
        self.places = [*stated, *_places(text, stated=False)]
        own_names = frozenset(root for place in self.places for roots in place.roots for root in roots)
        self.names = own_names | {root for word in written if word[0].isupper() for root in roots_of(word.lower())}
        """Roots of all words with a capital: a village may be named without saying that it is one."""
        spoken = [
            (position, word)
            for position, word in self.written.items()
            if not (roots_of(word.lower()) & own_names and (word[0].isupper() or not _has_capital(wording.place)))
        ]
        self.words = [
            Word(position, word, roots_of(word.lower()), families(word.lower()), is_plain(word))
            for position, word in spoken
            if len(word) > 2 and not word.isdecimal()
        ]
        self.leanings = leanings(_hints(word.written) for word in self.words)
        """Affairs that its words have to do with, also where none is named, and how much."""
        self.roots = frozenset(root for word in self.words for root in word.roots)
        self.families = frozenset(family for word in self.words for family in word.families)
        self._in_names = self.written.keys() - {position for position, _ in spoken}
        self.affairs = {affair: {at for held in said for at in held} for affair, said in _spoken_of(spoken).items()}
        """Also the people it is for: who says "gjyshër" and who says "pensionistë" speaks of the same."""
        after = max(self.written, default=0) + _APART
        people = [(position, word) for position, word in enumerate(_TOKEN.findall(bare(wording.groups)), after)]
        self.groups = frozenset(_GROUPS.find([*spoken, *people]))
        self.deeds = frozenset(_DEEDS.find(spoken))
        self.head_deeds = frozenset(_DEEDS.find(spoken[:_HEAD]))
        self.states_programme = bool(wording.programme)
        self.programmes = frozenset([wording.programme] if wording.programme else self._likely_programmes())
        telling = [word for word in self.words if not word.is_plain]
        self.length = len(telling)
        self.phrases = frozenset(
            (one.stem, next_one.stem) for one, next_one in pairwise(telling) if next_one.position - one.position <= 2
        )

    @property
    def demands(self) -> list[set[int]]:
        """The positions of each thing it asks for; what an abbreviation or an age stands for belongs to all."""
        affairs = {affair: said for affair, said in self.sayings.items() if affair not in _PEOPLE}
        return [demand | self._stand_for.keys() for demand in demands(self.text, affairs)]

    @property
    def sayings(self) -> dict[str, list[tuple[int, ...]]]:
        """Its affairs with the positions of each expression that names them: read again, as few are ever shown."""
        return _spoken_of([one for one in self.written.items() if one[0] not in self._in_names])

    def shown(self, position: int) -> str:
        """The word there as reasons show it: an abbreviation or an age as the text has it, else by the dictionary."""
        if position in self._stand_for:
            return self._stand_for[position][1]
        return shown(self.written[position])

    def shown_for(self, roots: Collection[str]) -> str:
        """Its first word with one of the roots, as shown; nothing without one."""
        return next((self.shown(word.position) for word in self.words if not word.roots.isdisjoint(roots)), "")

    def kin_of(self, word: str) -> str:
        """Its first word derived from the same as this one, or else its most akin to it, as shown."""
        same = families(word.lower())
        if kin := next((one for one in self.words if not one.families.isdisjoint(same)), None):
            return self.shown(kin.position)
        near = akin(word.lower())
        alike = [(max(near.get(root, 0.0) for root in one.roots), -one.position) for one in self.words]
        best, position = max(alike, default=(0.0, 0))
        return self.shown(-position) if best else ""

    def leanings_of(self, demand: Collection[int]) -> dict[str, float]:
        """The leanings of one of its demands."""
        return leanings(_hints(word.written) for word in self.words if word.position in demand)

    def leaning_to(self, affair: str) -> str:
        """Its word that hints most at an affair, as shown; nothing where none does."""
        said = [(_hints(word.written).get(affair, 0.0), -word.position) for word in self.words]
        most, position = max(said, default=(0.0, 0))
        return self.shown(-position) if most else ""

    def _likely_programmes(self) -> list[str]:
        """The two budget programmes that most of its words speak of."""
        said = Counter[str]()
        for affair, positions in self.affairs.items():
            if affair in _PROGRAMME:
                said[_PROGRAMME[affair]] += len(positions)
        return sorted(said, key=lambda code: (-said[code], code))[:2]

    def shared_place(self, other: "Reading") -> str:
        """The first of its places that the other names too; its own name for one that only the other calls a place."""
        for place in self.places:
            if place.is_in(other.names):
                return place.called
        return next((place.called for place in other.places if place.is_in(self.names)), "")


def _stand_for(text: str, after: int) -> Iterator[tuple[int, tuple[str, str]]]:
    """What abbreviations and ages stand for, each word with what the text has for it, at positions after the text's
    own and so far apart that no expression joins two of them."""
    for token in dict.fromkeys(_TOKEN.findall(text)) if not text.isupper() else ():
        if words := words_of(token):
            after += _APART
            yield from ((after + at, (word, token)) for at, word in enumerate(words))
            after += len(words)
    for said in ages(text):
        for word in said.words:
            after += _APART
            yield after, (word, text[said.start : said.end])


def _spoken_of(spoken: Sequence[tuple[int, str]]) -> dict[str, list[tuple[int, ...]]]:
    return _AFFAIRS.find(spoken) | _GROUPS.find(spoken)


@lru_cache(maxsize=20_000)
def _hints(word: str) -> dict[str, float]:
    return hints(word, is_plain(word), _AFFAIRS)


def is_plain(word: str) -> bool:
    return fold(word) in _PLAIN or fold(base_of(word.lower())) in _PLAIN


def is_place_noun(word: str) -> bool:
    return fold(word) in _PLACE_NOUNS


def _has_capital(text: str) -> bool:
    return any(word[0].isupper() and fold(word) not in _PLACE_NOUNS for word in _TOKEN.findall(text))


def _places(text: str, stated: bool) -> Iterator[Place]:
    """Names with a capital; in running text only those after a noun such as "fshati" or "lagjja"."""
    if stated and not _has_capital(text):
        words = [
            word
            for word in _TOKEN.findall(text)
            if fold(word) not in _PLACE_NOUNS and len(word) > 2 and word not in _NEAR
        ]
        if words:
            yield _place(words, " ".join(words), "")
        return
    names: list[str] = []
    start = end = end_of_word = 0
    noun = ""
    listening = stated
    heard = False
    for match in _TOKEN.finditer(text):
        word, folded = match.group(), fold(match.group())
        if _STOP.search(text[end_of_word : match.start()]):
            listening = stated
        end_of_word = match.end()
        between = text[end : match.start()]
        apart = bool(names and between.strip() and between != "-")  # "Fushë-Shembull" is one name.
        if names and word in JOINERS and not apart:
            continue
        # "Bashkia dhe Këshilli Bashkiak" is no place, "fshatrat Mollaj dhe Lugajë" are two; "Njësia Lindore" is one,
        # but not "Njësia e Vlerësimit të Nevojave".
        is_of = word in JOINERS and noun.startswith("njesi") and "administrativ" not in noun
        if folded.startswith(_OFFICES) or ((word == "dhe" or is_of) and not (stated or heard)):
            listening = stated
        is_name = listening and word[0].isupper() and folded not in _PLACE_NOUNS and not folded.startswith(_OFFICES)
        if names and (apart or not is_name or "," in text[end : match.start()]):
            yield _place(names, text[start:end], noun)
            names = []
        if is_name:
            start = start if names else match.start()
            names.append(word)
            heard = True
            end = match.end()
        elif folded in _PLACE_NOUNS:
            heard = False
            listening, noun = True, f"{noun} {folded}".strip() if folded.startswith("administrativ") else folded
        elif word not in {"dhe", *JOINERS}:
            listening = stated
    if names:
        yield _place(names, text[start:end], noun)


def _place(words: list[str], name: str, noun: str) -> Place:
    return Place(name, tuple(roots_of(word.lower()) for word in words), noun)
