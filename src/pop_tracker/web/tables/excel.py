"""The sheets of an Excel file."""

import io
import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from pop_tracker.web.i18n import N_
from pop_tracker.web.tables.archive import broken
from pop_tracker.web.tables.columns import Cell, Fault
from pop_tracker.web.tables.grid import MOST_COLUMNS, Book, Grid, GridRow, Line

MOST_SHEETS = 20


def book(contents: bytes) -> Book:
    """Raises Refusal for a file that makes no sense. It has been found `archive.unpackable` before."""
    return Book([Grid(name, [GridRow(*row) for row in enumerate(rows, start=1)]) for name, rows in _tables(contents)])


def _tables(contents: bytes) -> Iterator[tuple[str, Iterator[Line]]]:
    """Each sheet twice at once: the values that were last computed, and whether a formula stands there."""
    from openpyxl import load_workbook

    try:
        values = load_workbook(io.BytesIO(contents), read_only=True, data_only=True)
        formulas = load_workbook(io.BytesIO(contents), read_only=True)
        names = values.sheetnames[:MOST_SHEETS]
    except Exception:  # the reader of such files says in many ways that one makes no sense
        raise broken() from None
    for name in names:
        if hasattr(values[name], "reset_dimensions"):  # a sheet that holds a drawing alone has no rows
            yield name, _rows(values[name], formulas[name])


def _rows(values: Any, formulas: Any) -> Iterator[Line]:
    for sheet in (values, formulas):
        sheet.reset_dimensions()  # what the file says of its size may be wrong
    try:
        for row, originals in zip(
            values.iter_rows(max_col=MOST_COLUMNS), formulas.iter_rows(max_col=MOST_COLUMNS), strict=True
        ):
            cells = [_cell(cell, original.data_type == "f") for cell, original in zip(row, originals, strict=True)]
            while cells and cells[-1] == "":
                cells.pop()
            yield cells
    except Exception:
        raise broken() from None


def _cell(cell: Any, is_formula: bool) -> Cell:
    value = cell.value
    if value is None:
        return Fault(N_("Formulë pa vlerë: ruajeni skedarin në Excel ose shkruani vlerën.")) if is_formula else ""
    if cell.data_type == "e":
        return Fault(N_("Formula në këtë qelizë jep gabim."))
    if isinstance(value, bool):
        return str(value)
    if isinstance(value, int | float):
        # As many digits as a spreadsheet keeps: 0.1 + 0.2 is 0.3 to whoever wrote it.
        return Decimal(value) if isinstance(value, int) else Decimal(f"{value:.15g}")
    if isinstance(value, date):
        return value
    return _unescaped(str(value))


def _unescaped(text: str) -> str:
    return re.sub(r"_x([0-9A-Fa-f]{4})_", lambda found: chr(int(found[1], 16)), text)
