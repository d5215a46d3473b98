"""Workbooks as small as they may be, and what is read of them."""

import io
import zipfile
from collections.abc import Callable
from typing import Any

from openpyxl import Workbook

from pop_tracker.web.tables import excel
from pop_tracker.web.tables.columns import Cell
from pop_tracker.web.tables.grid import Book, Grid

SHEET = "xl/worksheets/sheet1.xml"
MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def read(book: Workbook, change: Callable[[str, bytes], bytes | None] = lambda name, part: part) -> Book:
    """The workbook as it is read, after a change to its parts; None takes one out."""
    kept, changed = io.BytesIO(), io.BytesIO()
    book.save(kept)
    with zipfile.ZipFile(kept) as old, zipfile.ZipFile(changed, "w") as new:
        for name in old.namelist():
            if (part := change(name, old.read(name))) is not None:
                new.writestr(name, part)
    return excel.book(changed.getvalue())


def of_sheet(xml: str) -> Book:
    """A workbook with this XML as its sheet."""
    return read(Workbook(), lambda name, part: xml.encode() if name == SHEET else part)


def with_rows(rows: str, before: str = "", after: str = "") -> Book:
    return of_sheet(f"<worksheet {MAIN}>{before}<sheetData>{rows}</sheetData>{after}</worksheet>")


def lines(grid: Grid) -> list[tuple[int, list[Cell]]]:
    return [(row.line, list(row.cells)) for row in grid.rows]


def left_out(book: Book) -> list[str]:
    return [f"{left.where}: {left.what % left.values} ({left.count})" for left in book.left_out]


def sheet(*rows: list[Any]) -> tuple[Workbook, Any]:
    book = Workbook()
    for row in rows:
        book.active.append(row)  # type: ignore[union-attr]
    return book, book.active
