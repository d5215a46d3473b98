"""Books on their way from the process that read them (`web.limited`): as JSON, which can only be words and numbers.

A cell travels as its text, anything else with a word for what it is.
"""

import json
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from importlib import import_module
from typing import Any

from pop_tracker.web import limited
from pop_tracker.web.archive import broken, unpackable
from pop_tracker.web.tables.columns import Cell, Fault
from pop_tracker.web.tables.figures import Figure
from pop_tracker.web.tables.grid import Book, Grid, GridRow, LeftOut

LARGEST = 16 * 1024 * 1024
"""Of a book's JSON, in bytes: what a plan of MOST_ROWS takes several times."""


def book(contents: bytes, reader: str) -> Book:
    """What the module `reader` beside this one makes of a file (`book(contents)`), in a process of its own, where it
    imports nothing any more. Raises Refusal."""
    module = f"{__package__}.{reader}"
    return unpacked(
        limited.run(
            f"{__name__}:packed_by", contents, imports=[module], largest_answer=LARGEST, broken=broken().message,
            module=module,
        )
    )  # fmt: skip


def packed_by(contents: bytes, module: str) -> bytes:
    """In that process."""
    made: Book = import_module(module).book(unpackable(contents))
    return packed(made)


def packed(book: Book) -> bytes:
    return json.dumps(
        {
            "grids": [
                {"name": grid.name, "rows": [_packed_row(row) for row in grid.rows], "above": grid.above}
                for grid in book.grids
            ],
            "left_out": [[left.where, left.what, left.count, left.values] for left in book.left_out],
        },
        ensure_ascii=False,
    ).encode("utf-8", "surrogatepass")


def unpacked(parcel: bytes) -> Book:
    said: dict[str, Any] = json.loads(parcel)
    return Book(
        [Grid(grid["name"], [_row(*row) for row in grid["rows"]], grid["above"]) for grid in said["grids"]],
        [LeftOut(where, what, count, _values(values)) for where, what, count, values in said["left_out"]],
    )


def _packed_row(row: GridRow) -> list[Any]:
    cells = [cell if isinstance(cell, str) else _packed_cell(cell) for cell in row.cells]
    return [row.line, cells, sorted(row.covered_from_above), sorted(row.covered_from_left)]


def _packed_cell(cell: Decimal | date | Fault) -> list[str]:
    if isinstance(cell, Figure):
        return ["figure", format(cell, "f"), cell.shown, cell.beside]
    if isinstance(cell, Decimal):
        return ["number", str(cell)]
    if isinstance(cell, Fault):
        return ["fault", cell.message]
    return ["date", date(cell.year, cell.month, cell.day).isoformat()]


def _row(line: int, cells: list[Any], above: list[int], left: list[int]) -> GridRow:
    whole = [cell if isinstance(cell, str) else _cell(*cell) for cell in cells]
    return GridRow(line, whole, frozenset(above), frozenset(left))


def _cell(kind: str, *said: str) -> Cell:
    if kind == "figure":
        return Figure(*said)
    if kind == "number":
        return Decimal(said[0])
    return Fault(said[0]) if kind == "fault" else date.fromisoformat(said[0])


def _values(values: Mapping[str, Any]) -> dict[str, object]:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in values.items()}
