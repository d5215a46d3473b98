"""The tables of a Word document."""

import io
from collections.abc import Iterator
from typing import Any

from pop_tracker.web.tables.archive import broken
from pop_tracker.web.tables.grid import MOST_COLUMNS, Book, Grid, GridRow, Line


def book(contents: bytes) -> Book:
    """Raises Refusal for a file that makes no sense. It has been found `archive.unpackable` before."""
    return Book([
        Grid(str(place), [GridRow(*row) for row in enumerate(rows, start=1)])
        for place, rows in enumerate(_tables(contents), start=1)
    ])  # fmt: skip


def _tables(contents: bytes) -> Iterator[Iterator[Line]]:
    from docx import Document

    try:
        tables = Document(io.BytesIO(contents)).tables
    except Exception:
        raise broken() from None
    for table in tables:
        yield _rows(table._tbl)


def _rows(table: Any) -> Iterator[Line]:
    """A cell that reaches over several rows speaks for each; one over several columns, for the first."""
    above: dict[int, str] = {}
    for row in table.tr_lst:
        cells = [""] * min(row.grid_before, MOST_COLUMNS)
        for cell in row.tc_lst:
            if len(cells) >= MOST_COLUMNS:
                break
            text = above.get(len(cells), "") if cell.vMerge == "continue" else _text(cell)
            above[len(cells)] = text
            cells += [text, *[""] * (min(cell.grid_span, MOST_COLUMNS) - 1)]
        yield cells[:MOST_COLUMNS]


def _text(cell: Any) -> str:
    return "\n".join(paragraph.text for paragraph in cell.p_lst).strip()
