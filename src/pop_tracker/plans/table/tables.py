"""Where in a file the tables of a plan stand: by their headings, or where a person pointed at them."""

from collections.abc import Sequence

from pop_tracker.plans.table.columns import COLUMNS
from pop_tracker.plans.table.shape import Reading
from pop_tracker.plans.table.uses import LEVEL_OF, uses_of
from pop_tracker.web.tables.finding import Headings, Looks, could_head, in_one_row, in_two_rows, is_bare, is_empty
from pop_tracker.web.tables.grid import Book, Grid, GridRow


class Finder:
    """Knows headings where they begin a grid; inside a table only those that are wholly ours, or the same again. Where
    a person pointed at them, those alone begin it."""

    def __init__(self, said: Reading, book: Book) -> None:
        self._said = said
        self._pointed_at = {id(grid.rows): said.heading_rows.get(grid.name) for grid in book.grids}
        self._looks = Looks()
        self._inside: object = None
        self._names: set[tuple[str, ...]] = set()

    def __call__(self, rows: Sequence[GridRow], place: int) -> Headings | None:
        if (line := self._pointed_at.get(id(rows))) and rows[place].line <= line:
            pointed = _at(rows, place)
            return self._taken(pointed, rows) if rows[place].line == line and any(pointed.names) else None
        if not could_head(rows[place]) and not self._said.of(in_one_row(rows, place).names):
            return None
        one, two = in_one_row(rows, place), None
        is_inside = self._inside is rows
        if one.names in self._names or self._said.of(one.names):
            return self._taken(one, rows)
        is_new = self._looks.at(rows[place])
        if not (ours := is_new and is_ours(one.names)) or not is_inside:
            two = in_two_rows(rows, place)
        if two is not None and (two.names in self._names or self._said.of(two.names)):
            return self._taken(two, rows)
        if is_inside or not is_new:
            return self._taken(one, rows) if ours else None
        best = max((headings for headings in (one, two) if headings), key=lambda one: _likeness(one.names))
        return self._taken(best, rows) if _likeness(best.names) else None

    def _taken(self, headings: Headings, rows: Sequence[GridRow]) -> Headings:
        self._inside = rows
        self._names.add(headings.names)
        return headings


def is_ours(names: Sequence[str]) -> bool:
    known = COLUMNS.known(names)
    return all(column.name in known for column in COLUMNS.needed)


def _likeness(names: Sequence[str]) -> int:
    """How many of the cells look like headings; 0 where the row is none: a title, or a row of a table."""
    uses = uses_of(names, (), [()] * len(names))
    said = [use for name, use in zip(names, uses, strict=True) if name]
    known = [use for use in said if use.field]
    has_words = any(use.field in ("text", LEVEL_OF, "number") for use in known)
    is_most = len(known) == len(said) or (len(known) >= 3 and 2 * len(known) >= len(said))
    return len(known) if has_words and len(known) >= 2 and is_most else 0


def _at(rows: Sequence[GridRow], place: int) -> Headings:
    """In two rows, where the lower one can only part the upper one."""
    return in_two_rows(rows, place) or in_one_row(rows, place)


def could_be_read(grid: Grid) -> bool:
    """Whether it holds headings of several columns with something below them, be they known or not."""
    said = [row for row in grid.rows if not is_bare(row)]
    return any(could_be_headings(row) for row in said[:-1])


def could_be_headings(row: GridRow) -> bool:
    return sum(not is_empty(cell) for place, cell in enumerate(row.cells) if place not in row.covered_from_left) > 1
