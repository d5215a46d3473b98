"""What a sheet shows, laid out as a grid, and what its author hid, struck out or laid over, named beside it."""

import re
from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from pop_tracker.web.i18n import N_
from pop_tracker.web.tables.columns import Cell
from pop_tracker.web.tables.grid import LONGEST, MOST_COLUMNS, Grid, GridRow, Told, in_words, shortened


@dataclass
class Note:
    """Something of a cell that is named beside the grid."""

    row: int
    column: int
    kind: str
    words: str
    shown: str = ""


Area = tuple[int, int, int, int]
"""First row and column, last row and column; rows from 1, columns from 0."""


@dataclass
class Shown:
    """The sheet's cells by row and column, both counted from 1 and 0 as a person and a list would."""

    rows: dict[int, dict[int, Cell]] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    areas: list[Area] = field(default_factory=list)
    """Merged cells."""
    notes: list[Note] = field(default_factory=list)
    rows_beyond: int = 0
    hidden_beyond: list[int] = field(default_factory=list)
    columns_beyond: set[int] = field(default_factory=set)
    margins: list[str] = field(default_factory=list)
    """What is printed above and below each page, with signs for what Excel puts in by itself."""
    conditions: int = 0
    """Rules that strike words out, hide a value or change its format where something holds: not known here."""


def letters_of(column: int) -> str:
    letters = ""
    while column >= 0:
        letters = chr(65 + column % 26) + letters
        column = column // 26 - 1
    return letters


def laid_out(name: str, sheet: Shown, told: Told) -> Grid:
    """The grid of what is shown. Merged cells fill what they cover, also where their first row or column is hidden."""
    kept = sorted(sheet.rows)
    above: dict[int, set[int]] = {}
    left: dict[int, set[int]] = {}
    moved: set[tuple[int, int]] = set()
    touched = 0
    for first_row, first_column, last_row, last_column in sheet.areas:
        words = sheet.rows.get(first_row, {}).get(first_column, "")
        rows = [row for row in kept[bisect_left(kept, first_row) : bisect_right(kept, last_row)]
                if row not in sheet.hidden_rows]  # fmt: skip
        columns = [one for one in range(first_column, last_column + 1) if one not in sheet.hidden_columns]
        if words != "" and columns and not rows:
            rows = _first_that_shows(sheet, first_row, last_row, kept)
        touched += len(rows) * len(columns)
        if touched > len(kept) * MOST_COLUMNS:
            raise ValueError("merged cells overlap")
        if rows and columns:
            moved.add((first_row, first_column))
        top = rows[0] if first_row in sheet.hidden_rows and rows else first_row
        for row in rows:
            for column in columns:
                is_first = (row, column) == (first_row, first_column)
                if not is_first and (under := sheet.rows[row].get(column, "")) != "":
                    sheet.notes.append(Note(row, column, "under", in_words(under)))
                sheet.rows[row][column] = words
                if row > top:
                    above.setdefault(row, set()).add(column)
                if column > columns[0]:
                    left.setdefault(row, set()).add(column)
    _name_hidden(sheet, kept, moved, told)
    _name_noted(sheet, moved, told)
    said = [words for one in sheet.margins if (words := _in_margin(one))]
    for words in dict.fromkeys(said):
        told.name(N_("Tekst në krye ose në fund të faqes së printuar; nuk u lexua: “%(words)s”"),
                  N_("Tekste të tjera në krye ose në fund të faqes"), words=shortened(words))  # fmt: skip
    grid = Grid(name, above="\n".join(shortened(words) for words in said))
    for row in kept:
        if row in sheet.hidden_rows:
            continue
        cells = {column: cell for column, cell in sheet.rows[row].items()
                 if column not in sheet.hidden_columns and cell != ""}  # fmt: skip
        from_above, from_left = above.get(row, set()) & set(cells), left.get(row, set()) & set(cells)
        if set(cells) - from_above:
            line: list[Cell] = [""] * (max(cells) + 1)
            for column, cell in cells.items():
                line[column] = cell
            grid.rows.append(GridRow(row, line, frozenset(from_above), frozenset(from_left)))
    return grid


_OF_PAGES = {"", "faqja", "faqe", "f", "nga", "page", "of", "-", "–"}


def _in_margin(written: str) -> str:
    """Its words, without the signs for a font, a size, the page's number or its place (ECMA-376 part 1, 18.3.1.46);
    nothing of “faqja 1 nga 3”."""
    plain = re.sub(r'&("[^"]*"|K[0-9A-F]{6}|K\d\d[+-]\d{3}|\d{1,3}|[A-Z])', " ", written)
    words = plain.replace("&&", "&").split()
    return "" if {word.strip(".:/").lower() for word in words} <= _OF_PAGES else " ".join(words)


def side_by_side(grid: Grid, tables: Sequence[Area]) -> list[Grid]:
    """The grid parted where tables that the file itself defines stand beside each other: each is read by itself, with
    what stands over it. Rows below the last of them stay as they are."""
    beside = {
        one for one in tables for other in tables if one[0] <= other[2] and other[0] <= one[2] and other[3] < one[1]
    }
    cuts = sorted({one[1] for one in beside if not any(other[1] < one[1] <= other[3] for other in tables)})
    if not cuts:
        return [grid]
    bottom = max(last for _, _, last, _ in tables)
    parts = []
    width = max((len(row.cells) for row in grid.rows), default=0)
    for first, end in pairwise([0, *cuts, max(width, cuts[-1] + 1)]):
        name = f"{grid.name} ({letters_of(first)}–{letters_of(end - 1)})"
        rows = [_between(row, first, end) for row in grid.rows if row.line <= bottom]
        parts.append(Grid(name, [row for row in rows if any(cell != "" for cell in row.cells)], grid.above))
    below = [row for row in grid.rows if row.line > bottom]
    return [*parts, *([Grid(grid.name, below)] if below else [])]


def _between(row: GridRow, first: int, end: int) -> GridRow:
    """A cell that reaches in from the left speaks at the first place."""
    above, left = ({place - first for place in some if first <= place < end}
                   for some in (row.covered_from_above, row.covered_from_left))  # fmt: skip
    return GridRow(row.line, list(row.cells[first:end]), frozenset(above), frozenset(left - {0}))


def _first_that_shows(sheet: Shown, first_row: int, last_row: int, kept: list[int]) -> list[int]:
    """The row that a merged cell's words stand in where its own is hidden and the others hold nothing."""
    some = range(first_row + 1, min(last_row, first_row + LONGEST) + 1)
    found = [row for row in some if row not in sheet.hidden_rows][:1]
    for row in found:
        sheet.rows[row] = {}
        insort(kept, row)
    return found


def _name_hidden(sheet: Shown, kept: Iterable[int], moved: set[tuple[int, int]], told: Told) -> None:
    one, more = N_("Rreshti %(line)s është i fshehur: “%(words)s”"), N_("Rreshta të tjerë të fshehur")
    for row in kept:
        if row in sheet.hidden_rows:
            said = [in_words(cell) for column, cell in sorted(sheet.rows[row].items())
                    if cell != "" and (row, column) not in moved]  # fmt: skip
            if said:
                told.name(one, more, line=row, words=shortened(" | ".join(said)))
    for row in sheet.hidden_beyond:
        told.name(one, more, line=row, words="…")
    for column in sorted(sheet.hidden_columns):
        said = [in_words(cells[column]) for row, cells in sheet.rows.items() if row not in sheet.hidden_rows
                and cells.get(column, "") != "" and (row, column) not in moved]  # fmt: skip
        if said:
            told.name(N_("Kolona %(column)s është e fshehur: “%(words)s”"), N_("Kolona të tjera të fshehura"),
                      column=letters_of(column), words=shortened(" | ".join(said[:10])))  # fmt: skip
    told.count(N_("Rregulla formatimi me kusht që heqin me vijë, fshehin ose ndryshojnë vlera; nuk u zbatuan"),
               sheet.conditions)  # fmt: skip
    told.count(N_("Rreshta pas %(most)d të parëve"), sheet.rows_beyond, most=LONGEST)
    told.count(N_("Kolona pas %(most)d të parave"), len(sheet.columns_beyond), most=MOST_COLUMNS)


_NOTES = {
    "struck": (N_("Te qeliza %(cell)s janë hequr me vijë fjalët “%(words)s”"),
               N_("Qeliza të tjera me fjalë të hequra me vijë")),
    "formatted": (N_("Formati i qelizës %(cell)s nuk shfaq asgjë; skedari mban “%(words)s”"),
                  N_("Qeliza të tjera që nuk shfaqin asgjë")),
    "unseen": (N_("Te qeliza %(cell)s shkronjat kanë ngjyrën e sfondit; u lexuan: “%(words)s”"),
               N_("Qeliza të tjera me shkronja në ngjyrën e sfondit; u lexuan")),
    "under": (N_("Te qeliza %(cell)s, nën një qelizë të bashkuar, fshihet “%(words)s”"),
              N_("Qeliza të tjera nën qeliza të bashkuara")),
}  # fmt: skip


def _name_noted(sheet: Shown, moved: set[tuple[int, int]], told: Told) -> None:
    """What nobody sees anyway is not also told to be rounded or pale; its words may be struck out as well."""

    def is_seen(note: Note) -> bool:
        place = (note.row, note.column)
        return place in moved or (note.row not in sheet.hidden_rows and note.column not in sheet.hidden_columns)

    for note in sheet.notes:
        if note.kind in _NOTES and (note.kind != "unseen" or is_seen(note)):
            told.name(*_NOTES[note.kind], cell=f"{letters_of(note.column)}{note.row}", words=note.words)
    zeros = sum(note.kind == "zero" and is_seen(note) for note in sheet.notes)
    told.count(N_("Qeliza me zero që fleta nuk e shfaq"), zeros)
    if rounded := [note for note in sheet.notes if note.kind == "rounded" and is_seen(note)]:
        first = rounded[0]
        told.count(
            N_("Numra që u lexuan siç shfaqen, të rrumbullakosur: te qeliza %(cell)s %(shown)s, skedari mban %(held)s"),
            len(rounded), cell=f"{letters_of(first.column)}{first.row}", shown=first.shown,
            held=first.words.replace(".", ","),
        )  # fmt: skip
