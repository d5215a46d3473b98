"""Tables as people send them: read from XLSX, CSV or DOCX, whatever they are about.

A file is known by its content. Nothing in it is run, fetched or unpacked beyond what a table can need. The
libraries that read it are imported when a file comes: the rules of a table are known without them.
"""

import itertools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from pop_tracker.web.errors import Refusal
from pop_tracker.web.files import ENDINGS, LARGEST, Upload, sniff
from pop_tracker.web.i18n import N_
from pop_tracker.web.tables import excel, text_file, word
from pop_tracker.web.tables.archive import unpackable
from pop_tracker.web.tables.columns import Cell, Column, Columns
from pop_tracker.web.tables.grid import MOST_ROWS, Book, GridRow, Line

HEADING_WITHIN = 20
"""Rows at the top of a table that may hold a title and the like before the headings."""


@dataclass(frozen=True)
class SheetRow:
    """`line` is the row's number as whoever opens the file sees it; the cells are by column name."""

    line: int
    cells: dict[str, Cell]
    strays: bool
    """Something stands where there is no heading above: columns may have slipped."""


@dataclass(frozen=True)
class Sheet:
    headings: dict[str, str]
    """What the file itself calls its columns, by column name."""
    rows: list[SheetRow]
    unread: list[str]
    """Headings that are none of ours."""
    ending: str
    """Of the file's name, by its content."""


@dataclass(frozen=True)
class RowFault:
    """What is wrong in a row, and in which column where it is about one."""

    line: int
    column: str | None
    message: str
    values: Mapping[str, object] = field(default_factory=dict)


def read(upload: Upload, columns: Columns, nothing: str) -> Sheet:
    """The first table in the file with all columns that one of its kind needs.

    Raises Refusal, with what to do about it, for a file that has none; `nothing` says so where no heading is known,
    with the needed ones as %(lacking)s.
    """
    contents = upload.contents
    if not contents:
        raise Refusal(N_("Skedari është bosh."), field="file")
    if len(contents) > LARGEST:
        raise Refusal(N_("Skedari është më i madh se 10 MB."), field="file")
    kind = sniff(contents)
    ending = ENDINGS[kind] if kind else ".csv"
    if ending == ".xlsx":
        books: Iterable[Book] = [excel.book(unpackable(contents))]
    elif ending == ".docx":
        books = [word.book(unpackable(contents))]
    elif kind is not None or contents.startswith((b"PK", b"\xd0\xcf\x11\xe0", b"{\\rtf", b"<")):
        raise Refusal(
            N_("Ky lloj skedari nuk lexohet. Ruajeni tabelën si XLSX (pa makro), CSV UTF-8 ose DOCX."), field="file"
        )
    else:
        books = text_file.books(contents)
    return _first_of_ours(books, ending, columns, nothing)


def _first_of_ours(books: Iterable[Book], ending: str, columns: Columns, nothing: str) -> Sheet:
    """Where no table has all that is needed, it says what the likeliest one lacks."""
    likeliest: dict[str, Column] = {}
    for grid in (grid for book in books for grid in book.grids):
        rows = iter(grid.rows)
        for row in itertools.islice(rows, HEADING_WITHIN):
            found = {column.name: column for cell in row.cells if (column := _called(cell, columns))}
            if all(column.name in found for column in columns.needed):
                return _below(row.cells, rows, ending, columns)
            if len(found) > len(likeliest):
                likeliest = found
    lacking = tuple(column.heading for column in columns.needed if column.name not in likeliest)
    if len(likeliest) < 2:
        raise Refusal(nothing, field="file", lacking=lacking)
    raise Refusal(N_("Tabelës i mungojnë kolonat: %(lacking)s."), field="file", lacking=lacking)


def _is_empty(cell: Cell) -> bool:
    return isinstance(cell, str) and not cell.strip()


def _called(cell: Cell, columns: Columns) -> Column | None:
    return columns.called(cell) if isinstance(cell, str) else None


def _below(headings: Line, rows: Iterable[GridRow], ending: str, of: Columns) -> Sheet:
    columns = [_called(cell, of) for cell in headings]
    known = [column.name for column in columns if column]
    if twice := next((name for name in known if known.count(name) > 1), None):
        raise Refusal(
            N_("Kolona “%(heading)s” është dy herë në tabelë."), field="file", heading=(of.by_name[twice].heading,)
        )
    found: list[SheetRow] = []
    for row in rows:
        line, cells = row.line, row.cells
        if all(_is_empty(cell) for cell in cells) or list(cells) == list(headings):
            continue  # an empty row, or the headings once more on a new page
        if len(found) == MOST_ROWS:
            raise Refusal(N_("Tabela ka më shumë se %(most)d rreshta."), field="file", most=MOST_ROWS)
        padded = [*cells, *[""] * (len(columns) - len(cells))]
        strays = any(
            not _is_empty(cell) and (place >= len(columns) or _is_empty(headings[place]))
            for place, cell in enumerate(padded)
        )
        found.append(SheetRow(line, {c.name: cell for c, cell in zip(columns, padded, strict=False) if c}, strays))
    if not found:
        raise Refusal(N_("Tabela nuk ka asnjë rresht nën tituj."), field="file")
    named = [(column, " ".join(str(cell).split())[:80]) for column, cell in zip(columns, headings, strict=True)]
    return Sheet(
        {column.name: heading for column, heading in named if column},
        found,
        [heading for column, heading in named if heading and not column],
        ending,
    )


def read_rows(rows: Iterable[SheetRow], columns: Columns) -> tuple[list[tuple[int, dict[str, Any]]], list[RowFault]]:
    """What the rows say with their line, each cell read as its column means it, and all that cannot be read."""
    found: list[tuple[int, dict[str, Any]]] = []
    faults: list[RowFault] = []
    for row in rows:
        said: dict[str, Any] = {}
        if row.strays:
            faults.append(
                RowFault(row.line, None, N_("Ka qeliza pa titull sipër. Te CSV, teksti me presje vihet në thonjëza."))
            )
        for name, cell in row.cells.items():
            try:
                said[name] = columns.by_name[name].read(cell)
            except Refusal as refusal:
                faults.append(RowFault(row.line, name, refusal.message, refusal.values))
        found.append((row.line, said))
    return found, faults
