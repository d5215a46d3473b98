"""A long list, a page at a time: the address says which with `faqja`."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from pop_tracker.web.errors import Missing

T = TypeVar("T")
PAGE = 100
"""Rows of one page, where a list names no other number."""


def _number(asked: str) -> int:
    """Raises Missing for what is no number."""
    if not re.fullmatch(r"([1-9][0-9]{0,4})?", asked, re.ASCII):
        raise Missing
    return int(asked or 1)


@dataclass(frozen=True)
class Paged(Generic[T]):
    """One page of a list. `first` counts from 1."""

    rows: Sequence[T]
    number: int
    first: int
    all: int
    pages: int
    starts: tuple[int, ...] = ()
    """How many rows stand before each page, where they are of different lengths."""

    @classmethod
    def of(cls, every: Sequence[T], asked: str, size: int = PAGE) -> "Paged[T]":
        """`asked` is the number in the address; none is the first page. Raises Missing for a page that is not there."""
        paged = cls.at(every, _number(asked), size)
        if paged.number > paged.pages:
            raise Missing
        return paged

    @classmethod
    def by_weight(
        cls, every: Sequence[T], asked: str, weigh: Callable[[T], int], heaviest: int, size: int = PAGE
    ) -> "Paged[T]":
        """Pages that are `heaviest` at most, and no longer than `size`: of rows that may be a word or a page long. One
        that is heavier by itself has a page of its own."""
        starts, weight = [0], 0
        for place, row in enumerate(every):
            weight += weigh(row)
            if place > starts[-1] and (weight > heaviest or place - starts[-1] == size):
                starts.append(place)
                weight = weigh(row)
        number = _number(asked)
        if number > len(starts):
            raise Missing
        first, after = [*starts, len(every)][number - 1 : number + 1]
        return cls(every[first:after], number, first + 1, len(every), len(starts), tuple(starts))

    @classmethod
    def at(cls, every: Sequence[T], number: int, size: int = PAGE) -> "Paged[T]":
        """The page of that number; without rows where the list ends before it."""
        before = (number - 1) * size
        return cls(every[before : before + size], number, before + 1, len(every), max(1, -(-len(every) // size)))

    @property
    def rows_before(self) -> str:
        """Which rows the page before this one holds, "1–100"."""
        size = (self.first - 1) // max(1, self.number - 1)
        first = self.starts[self.number - 2] + 1 if self.starts else self.first - size
        return f"{first}–{self.first - 1}"

    @property
    def rows_after(self) -> str:
        """Which rows the page after this one holds."""
        first = self.first + len(self.rows)
        last = [*self.starts, self.all][self.number + 1] if self.starts else first + len(self.rows) - 1
        return f"{first}–{min(self.all, last)}"

    @property
    def previous(self) -> int | None:
        return self.number - 1 if self.number > 1 else None

    @property
    def next(self) -> int | None:
        return self.number + 1 if self.number < self.pages else None
