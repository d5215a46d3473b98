"""How readers are told of a kind of thing in the record: its title, its fields and their values.

All of it comes from the state that an entry keeps, which is as old as the entry: no part of it can be counted on.
A field that has no words here is shown by its identifier, and a title that lacks a part is the entry's own.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from pop_tracker.web.i18n import Words

State = Mapping[str, Any]


class Named(Protocol):
    """What is called today, in the reader's language, what a state names by its key only."""

    def __call__(self, kind: str, key: str) -> str:
        """Raises LookupError for what nothing is known of."""
        ...


Titled = Callable[[State, Named, Words], str]
"""A title from a state. It may raise LookupError or ValueError: then readers get the one that the entry keeps."""


@dataclass(frozen=True)
class Telling:
    """`fields` and `values` hold message ids by the names that the state has, at any depth."""

    titled: Titled
    fields: Mapping[str, str]
    values: Mapping[str, Mapping[Any, str]] = field(default_factory=dict)
    numbers: frozenset[str] = frozenset()
    """Fields that hold a number; one whose name ends in `_all` is money."""


def titled_by(name: str) -> Titled:
    """For things that have a name of their own."""
    return lambda state, named, words: str(state[name])
