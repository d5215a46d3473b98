"""A long list, a page at a time: the address says which with `faqja`."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from pop_tracker.web.errors import Missing

T = TypeVar("T")
PAGE = 100
"""Rows of one page, where a list names no other number."""


@dataclass(frozen=True)
class Paged(Generic[T]):
    """One page of a list. `first` counts from 1."""

    rows: Sequence[T]
    number: int
    first: int
    all: int
    pages: int

    @classmethod
    def of(cls, every: Sequence[T], asked: str, size: int = PAGE) -> "Paged[T]":
        """`asked` is the number in the address; none is the first page. Raises Missing for a page that is not there."""
        if not re.fullmatch(r"([1-9][0-9]{0,4})?", asked, re.ASCII):
            raise Missing
        paged = cls.at(every, int(asked or 1), size)
        if paged.number > paged.pages:
            raise Missing
        return paged

    @classmethod
    def at(cls, every: Sequence[T], number: int, size: int = PAGE) -> "Paged[T]":
        """The page of that number; without rows where the list ends before it."""
        before = (number - 1) * size
        return cls(every[before : before + size], number, before + 1, len(every), max(1, -(-len(every) // size)))

    @property
    def rows_before(self) -> str:
        """Which rows the page before this one holds, "1–100"."""
        size = (self.first - 1) // max(1, self.number - 1)
        return f"{self.first - size}–{self.first - 1}"

    @property
    def rows_after(self) -> str:
        """Which rows the page after this one holds."""
        first = self.first + len(self.rows)
        return f"{first}–{min(self.all, first + len(self.rows) - 1)}"

    @property
    def previous(self) -> int | None:
        return self.number - 1 if self.number > 1 else None

    @property
    def next(self) -> int | None:
        return self.number + 1 if self.number < self.pages else None
