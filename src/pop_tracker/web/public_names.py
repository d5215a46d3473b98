"""Names that the record itself shows to everybody, so that nobody is asked whether they are a private person's."""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import Select
from sqlmodel import Session

from pop_tracker.web.albanian import fold

WORD = re.compile(r"[^\W\d_]+(?:[’'\-][^\W\d_]+)*")
MOST_NAMES = 6
"""Of one person."""
_CASES = ("jeve", "it", "in", "ut", "un", "es", "en", "se", "ne", "ve", "ja", "je", "i", "u", "a", "e", "s", "n", "t")
_REMEMBERED = (
    "Naim Frashëri", "Sami Frashëri", "Abdyl Frashëri", "Isa Boletini", "Gjergj Kastrioti",
    "Gjergj Kastriot Skënderbeu",
    "Ismail Qemali", "Luigj Gurakuqi", "Fan Noli", "Nënë Tereza", "Shën Tereza", "Aleksandër Moisiu", "Hasan Prishtina",
    "Bajram Curri", "Avni Rustemi", "Asim Vokshi", "Qemal Stafa", "Vojo Kushi", "Jeronim de Rada", "Faik Konica",
    "Elena Gjika", "Aleksandër Xhuvani", "Eqrem Çabej", "Ibrahim Rugova", "Adem Jashari", "Ismail Kadare", "Aleks Buda",
    "Kostandin Kristoforidhi", "Mihal Grameno", "Themistokli Gërmenji", "Petro Nini Luarasi", "Pandeli Sotiri",
    "Koto Hoxhi", "Andon Zako Çajupi", "Pashko Vasa", "Gjergj Fishta", "Ndre Mjeda", "Mihal Duri", "Kajo Karafili",
    "Skënder Luarasi", "Dritëro Agolli", "Lasgush Poradeci", "Sotir Peçi", "Sevasti Qiriazi", "Parashqevi Qiriazi",
    "Nonda Bulka", "Migjeni", "Skënderbeu", "Barleti", "Marin Barleti", "Pjetër Bogdani", "Pjetër Budi",
    "Dora d’Istria",
    "Azem Hajdari", "Azem Galica", "Ali Pasha", "Ali Demi", "Hoxha Tahsin", "Mustafa Qemal", "Jan Kukuzeli",
    "Tefta Tashko", "Ramiz Sadiku", "Ndoc Gjetja", "Halil Mema", "Vaso Pasha", "Ahmet Zogu", "Lef Nosi", "Aqif Pasha",
    "Liri Gero",
)  # fmt: skip
"""Long dead: streets, schools and stadiums bear their names, and often nothing stands before them that says so."""


@lru_cache(maxsize=50_000)
def stems_of(folded: str) -> frozenset[str]:
    """What a name may be without its ending: "kuqalashit" and "kuqalashi" share one."""
    return frozenset(
        {folded, *(folded[: -len(end)] for end in _CASES if folded.endswith(end) and len(folded) - len(end) > 2)}
    )


def _stems_in(name: str) -> list[frozenset[str]]:
    return [stems_of(fold(word)) for word in WORD.findall(name)]


class PublicNames:
    """Names that stand in the record for everybody to read. Who bears one is no private person, and where one is called
    so, it is a place."""

    def __init__(self, people: Iterable[str] = (), places: Iterable[str] = ()) -> None:
        self._people = [_stems_in(name) for name in {*people, *_REMEMBERED} if name]
        self._places = {stem for name in places for stems in _stems_in(name) for stem in stems}

    def are(self, words: Sequence[str]) -> bool:
        """Whether it is one of them who is named: by all the words, or by the surname alone, with an initial or not."""
        stems = [stems_of(fold(word)) for word in words if len(word) > 1]
        if len(stems) == 1:
            return any(stems[0] & person[-1] for person in self._people)
        return 1 < len(stems) <= MOST_NAMES and any(
            all(any(one & part for part in person) for one in stems) for person in self._people
        )

    def are_a_place(self, word: str) -> bool:
        return bool(stems_of(fold(word)) & self._places)


_people: list[Select[Any]] = []
_places: list[Select[Any]] = []


def names_people(*queries: Select[Any]) -> None:
    """Each room says where the names of people stand that it shows to everybody."""
    _people.extend(queries)


def names_places(*queries: Select[Any]) -> None:
    """The same of places and institutions."""
    _places.extend(queries)


def public_names(session: Session) -> PublicNames:
    """Of the whole record, because its texts speak of mayors elsewhere, too. A query for each of what rooms named."""
    people, places = (
        {name for query in queries for name in session.execute(query).scalars()} for queries in (_people, _places)
    )
    return PublicNames(people, places)


NOBODY = PublicNames()
