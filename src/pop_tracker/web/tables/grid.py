"""A file's tables as a person sees them, whatever kind of file it is: rows of cells, and what is not among them.

`excel`, `word` and `text_file` make them; `reading` finds in them what is asked for. Each promises the same: whatever
the file shows in a table stands in a cell, or is named as left out. What its author hid or struck out is never in a
cell.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from pop_tracker.web.tables.columns import Cell, Fault
from pop_tracker.web.tables.figures import Figure

MOST_ROWS = 5_000
"""Of a table."""
LONGEST = MOST_ROWS + 100
"""Rows of a grid: the largest table with titles, headings and totals around it."""
MOST_COLUMNS = 40
MOST_NAMED = 20
"""Of one kind in one sheet that are named one by one."""
Line = Sequence[Cell]


@dataclass(frozen=True)
class LeftOut:
    """What the file holds and nobody reads from it: `what` is a message id with `values`, `count` how many of it,
    `where` the sheet or table as the file calls it, empty for the file as a whole; row or cell stand in the values."""

    where: str
    what: str
    count: int = 1
    values: Mapping[str, object] = field(default_factory=dict)


class Told:
    """What is left out of one sheet or table: the first of a kind one by one, the rest by their count."""

    def __init__(self, where: str) -> None:
        self._where = where
        self._named: dict[str, list[LeftOut]] = {}
        self._more: Counter[str] = Counter()

    def name(self, one: str, more: str, **values: object) -> None:
        """Two message ids: one that shows the values, one that says that there are more like it."""
        named = self._named.setdefault(one, [])
        if len(named) < MOST_NAMED:
            named.append(LeftOut(self._where, one, values=values))
            self._more.setdefault(more, 0)
        else:
            self._more[more] += 1

    def count(self, what: str, count: int, **values: object) -> None:
        """All of a kind at once; nothing is said of none."""
        if count:
            self._named[what] = [LeftOut(self._where, what, count, values)]

    def __iter__(self) -> Iterator[LeftOut]:
        for named in self._named.values():
            yield from named
        for more, count in self._more.items():
            if count:
                yield LeftOut(self._where, more, count)


def shortened(text: str) -> str:
    """Enough of a cell's words to find it by."""
    line = " ".join(text[:400].split())
    return line if len(line) <= 80 else f"{line[:79]}…"


def in_words(cell: Cell) -> str:
    """What a person reads in the cell, in a line."""
    if isinstance(cell, Figure):
        return cell.written
    if isinstance(cell, date):
        return f"{cell:%d.%m.%Y}"
    return shortened(cell.message if isinstance(cell, Fault) else str(cell))


@dataclass(frozen=True)
class GridRow:
    """`line` is the row's number as whoever opens the file sees it. A cell that reaches over others speaks for each of
    them: `covered` are the places (from 0) whose words stand in the cell above or before them."""

    line: int
    cells: Line
    covered_from_above: frozenset[int] = frozenset()
    covered_from_left: frozenset[int] = frozenset()


@dataclass
class Grid:
    """One sheet, or one table of a document. `name` is what the file calls it, or how a person would point at it."""

    name: str
    rows: list[GridRow] = field(default_factory=list)
    above: str = ""
    """Of a document: what is written right above the table, where a unit such as "në mijë lekë" may stand."""


@dataclass
class Book:
    """All of a file that is shown, in its order, at most LONGEST rows and MOST_COLUMNS columns a grid: what is beyond
    is named in `left_out`, as hidden sheets, rows, columns and struck-out words are."""

    grids: list[Grid] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
