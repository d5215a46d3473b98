"""Ages as the groups of people they mean: "moshat 15–29", "70+", "mbi 65 vjeç", "0–3 vjeç".

Who writes a plan says "të rinjtë" or "15–29 vjeç" of the same people. Ages are read with the groups that laws draw:
nursery to 3, kindergarten to 6, school to 18 (law 69/2012), youth 15 to 29 (law 75/2019), pension from 60.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_OLDEST = 90
_GROWN = 20
_OF_WORKING_AGE = 15
_GROUPS = (
    ("foshnjë", 0, 3),
    ("parashkollor", 3, 6),
    ("nxënës", 6, 18),
    ("rinj", 15, 29),
    ("moshuar", 60, _OLDEST),
)
"""The word that says so, from and until which age."""
_ENOUGH = 0.45
"""A group is meant when it makes out so much of the years said."""

_YEARS = r"\s*[-–]?\s*vje[çct]\w*"
_DASH = r"\s*(?:[-–—]|deri\s+(?:në|ne)|e\s+deri|dhe)\s*"
_RANGE = re.compile(
    rf"(?:\b(?:grup)?mosh\w*\s+(?:nga\s+)?(?P<a>\d{{1,2}}){_DASH}(?P<b>\d{{1,2}})(?:{_YEARS})?"
    rf"|\b(?P<c>\d{{1,2}}){_DASH}(?P<d>\d{{1,2}}){_YEARS})",
    re.IGNORECASE,
)
_FROM = re.compile(
    rf"(?:\b(?P<a>[5-9]\d)\s*\+(?:{_YEARS})?"
    rf"|\b(?:mbi|prej|nga|sipër)\s+(?:moshën\s+)?(?P<b>\d{{1,2}}){_YEARS}"
    rf"|\b(?P<c>\d{{1,2}}){_YEARS}\s+(?:e|dhe)\s+(?:lart|sipër|mbi))",
    re.IGNORECASE,
)
_UNTIL = re.compile(rf"\b(?:nën|nen|deri\s+(?:në|ne)|poshtë)\s+(?:moshën\s+)?(?P<a>\d{{1,2}}){_YEARS}", re.IGNORECASE)


@dataclass(frozen=True)
class Ages:
    """Ages said in a text at these characters, and the words for the people that they mean."""

    start: int
    end: int
    words: tuple[str, ...]


def ages(text: str) -> list[Ages]:
    """In the order of the text, none over another."""
    found: list[Ages] = []
    for one in sorted(_said(text), key=lambda one: (one.start, -one.end)):
        if one.words and (not found or one.start >= found[-1].end):
            found.append(one)
    return found


def _said(text: str) -> Iterator[Ages]:
    for match in _RANGE.finditer(text):
        low, high = (int(number) for number in match.groups() if number)
        yield Ages(*match.span(), _words(low, high))
    for match in _FROM.finditer(text):
        yield Ages(*match.span(), _words(_number(match), _OLDEST))
    for match in _UNTIL.finditer(text):
        high = _number(match)
        yield Ages(*match.span(), _words(_OF_WORKING_AGE if high >= _GROWN else 0, high))


def _number(match: re.Match[str]) -> int:
    return int(next(number for number in match.groups() if number))


def _words(low: int, high: int) -> tuple[str, ...]:
    years = high - low
    if years <= 0:
        return ()
    enough = _ENOUGH * years
    return tuple(word for word, youngest, oldest in _GROUPS if min(high, oldest) - max(low, youngest) >= enough)
