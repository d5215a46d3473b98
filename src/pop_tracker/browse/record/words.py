"""A public state as people read it: what its kind calls its fields, and how their values are said.

States are kept under the identifiers of the code; a field for which its kind has no words is shown by its identifier.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from pop_tracker.history import TELLINGS
from pop_tracker.web.i18n import Words
from pop_tracker.web.telling import Telling, titled_by

MOST_THINGS = 20
"""A plan of three thousand items would make a page of eight megabytes; the entry's content can be had as a file."""

_NONE = Telling(titled_by("title"), {})
# Only the machine sorts by it; and what stands in the record is published.
LEFT_OUT = {"sort_key", "state"}
_ORDER = ("title", "name", "slug", "number", "ref", "contract", "municipality", "text")
_DATE = re.compile(r"\d{4}-\d\d-\d\d")


@dataclass(frozen=True)
class Line:
    """A field of a state: words, or several of them, or things with lines of their own; of very many things only how
    many they are."""

    term: str
    words: str = ""
    several: tuple[str, ...] = ()
    things: tuple[tuple["Line", ...], ...] = ()
    count: int = 0


def lines(kind: str, state: Mapping[str, Any], said: Words) -> tuple[Line, ...]:
    """The fields of a thing's state, those that name it first, the long lists last."""
    return _lines(TELLINGS.get(kind, _NONE), state, said)


def _lines(telling: Telling, state: Mapping[str, Any], said: Words) -> tuple[Line, ...]:
    def place(name: str) -> tuple[bool, int, str]:
        first = _ORDER.index(name) if name in _ORDER else len(_ORDER)
        return isinstance(state[name], list), first, name

    return tuple(_line(telling, name, state[name], said) for name in sorted(state, key=place) if name not in LEFT_OUT)


def _line(telling: Telling, name: str, value: Any, said: Words) -> Line:
    term = said.gettext(telling.fields[name]) if name in telling.fields else name.replace("_", " ")
    if isinstance(value, Mapping):
        return Line(term, things=(_lines(telling, value, said),))
    if isinstance(value, list):
        if any(isinstance(one, Mapping) for one in value):
            if len(value) > MOST_THINGS:
                return Line(term, count=len(value))
            return Line(term, things=tuple(_lines(telling, one, said) for one in value))
        return Line(term, several=tuple(_words(telling, name, one, said) for one in value))
    return Line(term, _words(telling, name, value, said))


def _words(telling: Telling, name: str, value: Any, said: Words) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return said.gettext("po") if value else said.gettext("jo")
    if isinstance(value, str):
        if value in telling.values.get(name, {}):
            return said.gettext(telling.values[name][value])
        if _DATE.match(value):
            return _date(value, said)
    if name in telling.numbers and (number := _number(value)) is not None:
        return said.amount(number) if name.endswith("_all") else said.number(number)
    return str(value)


def _number(value: Any) -> Decimal | None:
    """A decimal is kept as text where it is not whole."""
    try:
        return Decimal(str(value))
    except ArithmeticError:
        return None


def _date(value: str, said: Words) -> str:
    try:
        if len(value) == 10:
            return said.date(date.fromisoformat(value))
        return said.datetime(datetime.fromisoformat(value))
    except ValueError:
        return value


def unnamed(kind: str, state: Any) -> set[str]:
    """The fields of a state, at any depth, that its kind has no words for yet."""
    if isinstance(state, list):
        return set().union(*(unnamed(kind, one) for one in state))
    if isinstance(state, Mapping):
        return state.keys() - TELLINGS[kind].fields.keys() - LEFT_OUT | unnamed(kind, list(state.values()))
    return set()
