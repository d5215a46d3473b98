"""A workbook (XLSX) or CSV: each sheet a table, under its name as a heading where there are several."""

from collections.abc import Sequence
from datetime import date
from itertools import takewhile

from pop_tracker.contracts.reading.blocks import Document, Kind, Merged
from pop_tracker.contracts.reading.formats.tables import TableCell, write_table
from pop_tracker.contracts.reading.formats.writing import Paragraph, Writing
from pop_tracker.web.i18n import N_
from pop_tracker.web.tables import excel
from pop_tracker.web.tables.columns import Cell, Fault
from pop_tracker.web.tables.figures import Figure
from pop_tracker.web.tables.grid import Book, GridRow
from pop_tracker.web.tables.text_file import of_text as of_text_parted

SEPARATORS = "\t;,"
MOST_LINES = 12_000
NOT_READ = N_("pjesë e skedarit që nuk u lexua")


def document(contents: bytes) -> Document:
    """Raises Refusal for a file that makes no sense. It has been found `archive.unpackable` before."""
    return of_book(excel.book(contents))


def of_book(book: Book) -> Document:
    writing = Writing()
    for grid in book.grids:
        faults = [cell.message for row in grid.rows for cell in row.cells if isinstance(cell, Fault)]
        for message in dict.fromkeys(faults):
            writing.leave_out(NOT_READ, message)
        if len(book.grids) > 1 and grid.name:
            writing.paragraph(Paragraph([(grid.name, False)], Kind.HEADING, heading_level=1))
        write_table(_rows(grid.rows), writing)
    for left in book.left_out:
        said = left.what % {"count": left.count, **left.values} if left.values else left.what
        writing.leave_out(NOT_READ, f"{left.where}: {said}" if left.where else said)
    return writing.document()


def of_text(text: str) -> Document | None:
    """Of CSV, or what was copied out of a spreadsheet; None where the text is no table: every line has to have as many
    cells, and several. Above a table of three columns or more may stand lines of a title."""
    if text.count("\n") > MOST_LINES:
        return None
    for book in of_text_parted(text, SEPARATORS):
        rows = [row for row in book.grids[0].rows if any(row.cells)]
        widths = [len(row.cells) for row in rows]
        title = len(list(takewhile(lambda width: width == 1, widths)))
        widths = widths[title:]
        if len(widths) > 2 and len(set(widths)) == 1 and widths[0] > (2 if title else 1):
            return of_book(book)
    return None


def _rows(rows: Sequence[GridRow]) -> list[list[TableCell]]:
    found: list[list[TableCell]] = []
    for row in rows:
        made: list[TableCell] = []
        above = found[-1] if found else []
        for place, cell in enumerate(row.cells):
            if place in row.covered_from_left and made:
                made.append(TableCell([], Merged.LEFT, made[-1].of or made[-1]))
            elif place in row.covered_from_above and place < len(above):
                made.append(TableCell([], Merged.ABOVE, above[place].of or above[place]))
            else:
                made.append(TableCell([Paragraph([(said, False)])] if (said := _said(cell)) else []))
        found.append(made)
    return found


def _said(cell: Cell) -> str:
    if isinstance(cell, Figure):
        return cell.written
    if isinstance(cell, date):
        return f"{cell:%d.%m.%Y}"
    return "" if isinstance(cell, Fault) else str(cell)
