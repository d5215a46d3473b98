"""The tables in a file's grids: each stands below headings that are known, wherever in the grid they stand.

The same headings again, further down or on another sheet, begin a further table; a document's table that has none of
its own, and as many columns as the one before it, continues that one. What stands under no headings is named.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from pop_tracker.web.i18n import N_
from pop_tracker.web.tables.columns import Cell
from pop_tracker.web.tables.grid import Book, Grid, GridRow, LeftOut, Line

LONGEST_HEADING = 200
"""In signs: what is longer heads no column, and is not looked at as if it did."""
NO_HEADINGS = N_("Rreshta që nuk u lexuan: sipër tyre nuk ka tituj që njihen.")
MOST_LOOKED_AT = 20_000
"""Cells of a file that are looked at as headings: a second's work. Further down only known ones are."""
SAID_ABOVE = 400
"""In signs, of the words above a table that are looked at."""


@dataclass(frozen=True)
class Headings:
    """What stands above each place, and in how many rows: one, or two where the upper one is parted by the lower."""

    names: tuple[str, ...]
    height: int = 1


@dataclass
class Table:
    """`where` is what the file calls its grid; `above` the words between it and the table before: titles, notes."""

    where: str
    headings: Headings
    line: int
    above: list[str] = field(default_factory=list)
    rows: list[GridRow] = field(default_factory=list)
    titles: list[GridRow] = field(default_factory=list)
    """The rows of the grid whose words are `above`."""


HeadingAt = Callable[[Sequence[GridRow], int], Headings | None]
"""Says whether headings begin at that row of a grid."""


class Looks:
    """How far a file's rows are looked at as headings that nobody found before: not for as long as it is large."""

    def __init__(self) -> None:
        self._left = MOST_LOOKED_AT

    def at(self, row: GridRow) -> bool:
        self._left -= len(row.cells)
        return self._left > 0


def tables_in(book: Book, heading_at: HeadingAt, continues: bool) -> tuple[list[Table], list[LeftOut]]:
    """All tables of a book, and what is not among them. `continues`: a table may go on in the next grid."""
    found: list[Table] = []
    left_out = list(book.left_out)
    for grid in book.grids:
        before = found[-1] if found and continues else None
        inside = list(_tables_in(grid, heading_at))
        if not inside and before is not None and _width(grid) == len(before.headings.names):
            inside = [Table(grid.name, before.headings, 0, [], [row for row in grid.rows if not is_bare(row)])]
        rows = sum(not is_bare(row) for row in grid.rows)
        if not inside and rows:
            left_out.append(LeftOut(grid.name, NO_HEADINGS, rows))
        found += inside
    return found, left_out


def _tables_in(grid: Grid, heading_at: HeadingAt) -> Iterable[Table]:
    table: Table | None = None
    above: list[str] = [grid.above] if grid.above else []
    titles: list[GridRow] = []
    passed = 0
    for place, row in enumerate(grid.rows):
        if place < passed or is_bare(row):
            continue
        if headings := heading_at(grid.rows, place):
            if table is None or headings.names != table.headings.names:
                if table is not None:
                    yield table
                table = Table(grid.name, headings, row.line, above, titles=titles)
            passed, above, titles = place + headings.height, [], []
        elif table is None:
            above += said_in(row)
            titles.append(row)
        else:
            table.rows.append(row)
    if table is not None:
        yield table


def said_in(row: GridRow) -> list[str]:
    """The words of a row, each cell once."""
    return [
        cell[:SAID_ABOVE]
        for place, cell in enumerate(row.cells)
        if isinstance(cell, str) and cell.strip() and not is_covered(row, place)
    ]


def heading_of(cell: Cell) -> str:
    """What a cell says as a heading, in one line: a year may be a number. Nothing where it heads no column."""
    if isinstance(cell, str):
        lines = cell.splitlines() if len(cell) <= LONGEST_HEADING else []
        return " / ".join(said for line in lines if (said := " ".join(line.split())))
    text = str(cell)
    return text if text.isdecimal() and len(text) == 4 else ""


def could_head(row: GridRow) -> bool:
    """Most rows of a table hold an amount or a long text, and need not be looked at as headings."""
    said = [cell for cell in row.cells if not is_empty(cell)]
    return len(said) > 1 and all(heading_of(cell) for cell in said)


def is_empty(cell: Cell) -> bool:
    return isinstance(cell, str) and not cell.strip()


def is_bare(row: GridRow) -> bool:
    return all(is_empty(cell) for cell in row.cells)


def is_covered(row: GridRow, place: int) -> bool:
    return place in row.covered_from_above or place in row.covered_from_left


def in_one_row(rows: Sequence[GridRow], place: int) -> Headings:
    return Headings(_without_tail(heading_of(cell) for cell in rows[place].cells))


def in_two_rows(rows: Sequence[GridRow], place: int) -> Headings | None:
    """The row and the next one as headings together: the lower one speaks only where the upper one reaches over several
    columns. None where it says something anywhere else: then it is a row of the table."""
    if place + 1 >= len(rows):
        return None
    upper, lower = rows[place], rows[place + 1]
    tops = [heading_of(cell) for cell in upper.cells]
    width = max(len(tops), len(lower.cells))
    tops += [""] * (width - len(tops))
    belows = [heading_of(cell) for cell in lower.cells] + [""] * (width - len(lower.cells))
    names: list[str] = []
    parted = 0
    for at, (top, below) in enumerate(zip(tops, belows, strict=True)):
        if at in lower.covered_from_above or not below or below == top:
            said = at < len(lower.cells) and not is_empty(lower.cells[at]) and not below
            if said:
                return None
            names.append(top)
            continue
        reach = at in upper.covered_from_left or not top
        over = at if not reach else _begin(tops, upper, at)
        begins_one = at + 1 < width and (at + 1 in upper.covered_from_left or not tops[at + 1]) and belows[at + 1]
        if not reach and not begins_one:
            return None
        names.append(f"{tops[over]} / {below}" if tops[over] else below)
        parted += 1
    return Headings(_without_tail(names), 2) if parted else None


def _begin(tops: Sequence[str], upper: GridRow, at: int) -> int:
    """Where the cell above that reaches over this place begins."""
    while at > 0 and (at in upper.covered_from_left or not tops[at]):
        at -= 1
    return at


def _without_tail(names: Iterable[str]) -> tuple[str, ...]:
    kept = list(names)
    while kept and not kept[-1]:
        kept.pop()
    return tuple(kept)


def _width(grid: Grid) -> int:
    return max((_filled(row.cells) for row in grid.rows), default=0)


def _filled(cells: Line) -> int:
    """Up to the last cell that says something: a row may leave its last cells empty."""
    return next((place for place in range(len(cells), 0, -1) if not is_empty(cells[place - 1])), 0)
