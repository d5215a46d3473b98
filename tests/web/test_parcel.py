"""A book that was read in a process of its own is the same here, and nothing else can come over."""

from datetime import date
from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from pop_tracker.web.tables.columns import Cell, Fault
from pop_tracker.web.tables.figures import Figure
from pop_tracker.web.tables.grid import Book, Grid, GridRow, LeftOut
from pop_tracker.web.tables.parcel import packed, unpacked

numbers = st.decimals(allow_nan=False, allow_infinity=False)
cells = st.one_of(
    st.text(), numbers, st.dates(), st.builds(Fault, st.text()), st.builds(Figure, numbers, st.text(), st.text())
)
places = st.frozensets(st.integers(0, 40), max_size=3)
rows = st.builds(GridRow, st.integers(0), st.lists(cells, max_size=4), places, places)
left_out = st.builds(
    LeftOut, st.text(), st.text(), st.integers(1), st.dictionaries(st.text(), st.one_of(st.text(), st.integers()))
)
grids = st.builds(Grid, st.text(), st.lists(rows, max_size=3), st.text())
books = st.builds(Book, st.lists(grids, max_size=3), st.lists(left_out, max_size=3))


def told(book: Book) -> Any:
    """With what equality does not see: of which kind a number is, and how it was written."""
    kinds = [
        [(type(cell), str(cell), getattr(cell, "shown", ""), getattr(cell, "beside", "")) for cell in row.cells]
        for grid in book.grids
        for row in grid.rows
    ]
    return book, kinds


@given(books)
def test_it_arrives_as_it_was(book: Book) -> None:
    assert told(unpacked(packed(book))) == told(book)


def test_each_kind_of_cell() -> None:
    cells: list[Cell] = ["a", Decimal("1.10"), date(2026, 12, 1), Fault("jo"), Figure("10", "10%", "%")]
    row = unpacked(packed(Book([Grid("Fleta", [GridRow(7, cells, frozenset({1}), frozenset({0, 2}))])]))).grids[0].rows
    assert row == [GridRow(7, cells, frozenset({1}), frozenset({0, 2}))]
    assert isinstance(row[0].cells[4], Figure)
