"""The columns of a table that people send: what they are called, and what a cell in them may say."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from typing import Any

from pop_tracker.web.albanian import fold
from pop_tracker.web.errors import REQUIRED, TOO_LONG, UNREADABLE, WITHOUT_WORDS, Refusal
from pop_tracker.web.i18n import LANGUAGES, N_, words
from pop_tracker.web.numbers import write_number
from pop_tracker.web.sources import Sources
from pop_tracker.web.tables.figures import Figure
from pop_tracker.web.texts import BROKEN_SIGNS, has_words, is_far_too_long, one_line, tidy

LONGEST_HEADING = 500
"""What is longer is no heading, and is not looked at further."""


@dataclass(frozen=True)
class Fault:
    """A cell that has no value: a formula that nobody computed, or one that failed."""

    message: str


Cell = str | Decimal | date | Fault
"""What a file says in a place; an empty cell is an empty text. Numbers of a spreadsheet are `Figure`s."""


@dataclass(frozen=True)
class Column:
    """Text of any number of lines. `name` is the field that it fills, `also` are other headings that it goes by."""

    name: str
    heading: str
    hint: str
    longest: int = 4000
    also: tuple[str, ...] = ()
    also_alone: tuple[str, ...] = ()
    """Headings that it goes by only where no other heading means it: “Zotimi” may stand above references, or above
    words beside a column “Nr.”."""
    must_stand: bool = False
    """Without this column a table is none of its kind."""
    must_say: bool = False
    """Without this cell a row says nothing."""

    def read(self, cell: Cell) -> Any:
        """The cell's value. Raises Refusal for one that cannot be read as what the column holds."""
        if isinstance(cell, Fault):
            raise Refusal(cell.message)
        if isinstance(cell, str) and is_far_too_long(cell, self.longest):
            raise Refusal(TOO_LONG, max=self.longest)
        return self._read(cell)

    def _read(self, cell: str | Decimal | date) -> Any:
        if isinstance(cell, date):
            return f"{cell:%d.%m.%Y}"
        if isinstance(cell, Figure):
            return cell.written
        if isinstance(cell, Decimal):
            return write_number(cell).replace(".", "")
        return self.tidy(cell)

    def tidy(self, text: str) -> str:
        return tidy(text)

    def check(self, value: Any) -> None:
        """Raises Refusal for a value that may not be kept."""
        if self.must_say and not value:
            raise Refusal(REQUIRED)
        if self.must_say and not has_words(value):
            raise Refusal(WITHOUT_WORDS)
        if BROKEN_SIGNS.search(value):
            raise Refusal(UNREADABLE)
        if len(value) > self.longest:
            raise Refusal(TOO_LONG, max=self.longest)

    def write(self, value: Any) -> str | Decimal | int:
        """As a cell of a spreadsheet."""
        return str(value)

    def say(self, value: Any) -> str:
        """As people read it, and as a cell of a CSV file."""
        return str(value)

    def as_read(self, value: Any) -> Any:
        """What a value is once it has been written to a file and read again."""
        return self.tidy(value) if isinstance(value, str) else value

    def keep(self, value: Any) -> Any:
        """As JSON."""
        return value

    def kept(self, value: Any) -> Any:
        return value


class Line(Column):
    """One line: where a cell breaks it, a space does as well."""

    def tidy(self, text: str) -> str:
        return one_line(text)


class Cited(Column):
    """Sources, as their text."""

    def tidy(self, text: str) -> str:
        return Sources.of(tidy(text))

    def check(self, value: Any) -> None:
        super().check(value)
        Sources.of(value).check()

    def keep(self, value: Any) -> Any:
        """As the record holds them: where words end and a place begins, their text alone does not tell."""
        return Sources.of(value).as_list

    def kept(self, value: Any) -> Any:
        """Also the text, of what was kept before."""
        return Sources.of_list(value)


class Reference(Line):
    """A number that is a name, and so a text: 1.10 is not 1.1."""

    def _read(self, cell: str | Decimal | date) -> str:
        if isinstance(cell, date):
            raise Refusal(
                N_("Excel-i e ka kthyer numrin në datë. Bëjeni qelizën tekst (Format Cells, Text), pastaj shkruajeni.")
            )
        if isinstance(cell, Figure):
            return cell.shown
        if isinstance(cell, Decimal):
            return format(cell.normalize(), "f")
        return self.tidy(cell)


class Units(Column):
    """Names of administrative units; which ones they are, only the municipality's list can say."""

    def _read(self, cell: str | Decimal | date) -> list[str]:
        text = str(super()._read(cell))
        return [" ".join(part.split()) for part in text.split(";") if part.strip()]

    def check(self, value: Any) -> None:
        super().check("; ".join(value))

    def write(self, value: Any) -> str | Decimal | int:
        return "; ".join(value)

    def say(self, value: Any) -> str:
        return "; ".join(value)


@dataclass(frozen=True)
class OneOf(Column):
    """A word of a vocabulary: read in either language and by what else it is called, written in Albanian."""

    words: Mapping[Any, tuple[str, ...]] = field(default_factory=dict)
    """What each is called; the first as it is written."""

    def _read(self, cell: str | Decimal | date) -> StrEnum | str:
        text = one_line(str(super()._read(cell)))
        if not text:
            return ""
        found = self._by_words.get(plain_heading(text))
        if found is None:
            known = ", ".join(f"“{names[0]}”" for names in self.words.values())
            raise Refusal(N_("“%(said)s” nuk lexohet këtu. Shkruani një nga këto: %(known)s."), said=text[:40],
                          known=known)  # fmt: skip
        return found

    @cached_property
    def _by_words(self) -> dict[str, StrEnum]:
        return {
            plain_heading(name): member
            for member, names in self.words.items()
            for own in names
            for name in (*(words(language).gettext(own) for language in LANGUAGES), own)
        }

    def check(self, value: Any) -> None:
        if self.must_say and not value:
            raise Refusal(REQUIRED)

    def write(self, value: Any) -> str | Decimal | int:
        return self.say(value)

    def say(self, value: Any) -> str:
        return self.words[value][0] if value else ""

    def as_read(self, value: Any) -> Any:
        return value or ""

    def keep(self, value: Any) -> Any:
        return str(value)

    def kept(self, value: Any) -> Any:
        return next((member for member in self.words if member == value), "")


_PARTED = re.compile(r"[/|\\\n()]| [-–—] ")
"""What stands between the words of a heading in two languages, or around a remark."""


def plain_heading(text: str) -> str:
    """Blind to case, ë and ç, spaces and brackets."""
    return " ".join(re.findall(r"\w+", fold(text)))


class Columns:
    """The columns of one kind of table, in the order of an export, known by their headings in either language."""

    def __init__(self, columns: Iterable[Column]) -> None:
        self._all = tuple(columns)
        self.by_name = {column.name: column for column in self._all}
        self._by_heading = {
            plain_heading(heading): column
            for column in self._all
            for heading in (
                *(words(language).gettext(column.heading) for language in LANGUAGES),
                *column.also,
                *column.also_alone,
            )
        }

    def __iter__(self) -> Iterator[Column]:
        return iter(self._all)

    def called(self, heading: str) -> Column | None:
        """The column that a heading means: by itself, or by the parts of one in two languages or with a remark, where
        those that are known mean the same and no other holds a number."""
        if len(heading) > LONGEST_HEADING:
            return None
        if whole := self._by_heading.get(plain_heading(heading)):
            return whole
        parts = [part for part in _PARTED.split(heading) if part.strip()]
        found = {id(column): column for part in parts if (column := self._by_heading.get(plain_heading(part)))}
        has_number = any(sign.isdecimal() for sign in heading)
        return next(iter(found.values())) if len(found) == 1 and not has_number else None

    def among(self, headings: Iterable[str]) -> list[Column | None]:
        """The column that each of a table's headings means."""
        names = list(headings)
        found = [self.called(name) if name else None for name in names]
        weak = [column is not None and plain_heading(name) in map(plain_heading, column.also_alone)
                for name, column in zip(names, found, strict=True)]  # fmt: skip
        strong = [column for column, is_weak in zip(found, weak, strict=True) if not is_weak]
        return [None if is_weak and column in strong else column for column, is_weak in zip(found, weak, strict=True)]

    def known(self, headings: Iterable[str]) -> dict[str, Column]:
        """Those of ours among the headings, by name."""
        return {column.name: column for heading in headings if heading and (column := self.called(heading))}

    @property
    def needed(self) -> list[Column]:
        return [column for column in self._all if column.must_stand]
