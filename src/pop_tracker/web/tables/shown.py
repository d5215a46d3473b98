"""The faults of a table as its sender reads them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pop_tracker.web.i18n import Words
from pop_tracker.web.tables.reading import RowFault


@dataclass(frozen=True)
class ShownFault:
    line: int
    column: str
    words: str


@dataclass(frozen=True)
class FaultOfMany:
    """What is wrong in many rows: told once, in the words of the first."""

    column: str
    words: str
    lines: list[int]

    @property
    def count(self) -> int:
        return len(self.lines)

    @property
    def rows(self) -> str:
        """2–40, 52, 60–61"""
        runs: list[list[int]] = []
        for line in self.lines:
            if runs and line <= runs[-1][1] + 1:
                runs[-1][1] = line
            else:
                runs.append([line, line])
        return ", ".join(str(first) if first == last else f"{first}–{last}" for first, last in runs)


def in_words(fault: RowFault, headings: Mapping[str, str], said: Words) -> ShownFault:
    """By the heading that the file itself has for the column."""
    return ShownFault(fault.line, headings.get(fault.column or "", ""), said.gettext(fault.message, **fault.values))


def alike(faults: Iterable[RowFault], headings: Mapping[str, str], said: Words) -> list[FaultOfMany]:
    """The same fault of the same column together, in the order of the file."""
    found: dict[tuple[str | None, str], FaultOfMany] = {}
    for fault in faults:
        first = in_words(fault, headings, said)
        of_kind = found.setdefault((fault.column, fault.message), FaultOfMany(first.column, first.words, []))
        of_kind.lines.append(fault.line)
    return list(found.values())
