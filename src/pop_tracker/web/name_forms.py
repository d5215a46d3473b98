"""A name as a text may spell it: in any case of the noun, with ë and ç or without, in capitals, broken over lines, the
surname first, or as an address and a file's name have it ("zenepe-kuqalashi", "ZenepeKuqalashi")."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any

import sqlalchemy as sa

from pop_tracker.web.albanian import fold

SHORTEST = 3
"""Letters: a shorter one stands in too many other words."""
_PART = re.compile(r"[^\W_]+")
_INVISIBLE = "[\u00ad\u0300-\u036f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]*"
_LETTERS = {"e": "(?:[eë]|%C3%AB|%C3%8B)", "c": "(?:[cç]|%C3%A7|%C3%87)"}
_SAME = {"e": ("ë", "Ë", r"\u00eb", r"\u00cb"), "c": ("ç", "Ç", r"\u00e7", r"\u00c7")}
"""And how JSON may write them."""
_BETWEEN = r"(?:[\W_]|%[0-9A-F]{2}){1,8}"
_ENDING = r"[^\W_]{0,4}"
_BEGINS, _ENDS = r"(?:(?<![^\W_])|(?<=%[0-9A-F]{2}))", r"(?![^\W_])"


def parts_of(name: str) -> list[str]:
    """What is looked for of each of its words, folded: without the last vowel, which goes as it is declined (“Hoxha”,
    “Hoxhës”), but where it is one word, since “Linda” would be found in “lindje”."""
    parts = _PART.findall(fold(name))
    if len(parts) == 1:
        return parts
    return [part[:-1] if len(part) >= SHORTEST and part[-1] in "aeiu" else part for part in parts]


def letters_in(name: str) -> int:
    return sum(map(len, _PART.findall(name)))


def found_in(text: str, names: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Where one of them stands."""
    if pattern := _pattern(tuple(names)):
        yield from (found.span() for found in pattern.finditer(text))


def without_names(text: str, names: Sequence[str], mark: str) -> str:
    """With each of them replaced by a mark."""
    pattern = _pattern(tuple(names))
    return pattern.sub(lambda _: mark, text) if pattern else text


def where_said(column: Any, name: str) -> sa.ColumnElement[bool]:
    """Whether a column can hold the name, for a database: all that does is among what it finds."""
    text = _letters_in(column)
    return sa.and_(*(text.contains(part, autoescape=True) for part in parts_of(name)))


@lru_cache(maxsize=512)
def _letters_in(column: Any) -> Any:
    """A column as `fold` leaves letters. Kept: hundreds of columns are asked about each name that is removed."""
    text: Any = sa.func.lower(sa.cast(column, sa.Text))  # SQLite's knows no letter but those of English
    for letter, others in _SAME.items():
        for other in others:
            text = sa.func.replace(text, other, letter)
    return text


@lru_cache(maxsize=64)
def _pattern(names: tuple[str, ...]) -> re.Pattern[str] | None:
    spelled = [one for name in sorted(names, key=len, reverse=True) for one in _ways(name)]
    return re.compile(f"{_BEGINS}(?:{'|'.join(spelled)}){_ENDS}", re.IGNORECASE) if spelled else None


def _ways(name: str) -> Iterator[str]:
    parts = [_spelled(part) + _ENDING for part in parts_of(name)]
    if parts:
        yield _BETWEEN.join(parts)
    if len(parts) == 2:
        yield _BETWEEN.join(reversed(parts))
    if len(parts) > 1:  # “zenepekuqalashi”; not in its cases, or it would be found in the middle of words
        yield _spelled("".join(_PART.findall(fold(name))))


def _spelled(part: str) -> str:
    return "".join(_LETTERS.get(letter, re.escape(letter)) + _INVISIBLE for letter in part)
