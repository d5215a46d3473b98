"""Of whatever sheet: what it shows stands in the grid, and what it does not show is named."""

from dataclasses import dataclass

from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from pop_tracker.web.tables.grid import in_words
from tests.web.workbooks import left_out, read

MOST = 6
FORMATS = {"General": "{}", "0%": "{}00%", "0.00": "{},00", "000": "{:03}", '0 "lekë"': "{} lekë", ";;;": ""}
"""What each shows of a whole number."""


@dataclass(frozen=True)
class Marked:
    number: int
    format: str
    is_struck: bool

    @property
    def shown(self) -> str:
        return "" if self.is_struck else FORMATS[self.format].format(self.number)


marked = st.builds(Marked, st.integers(min_value=101, max_value=999), st.sampled_from(list(FORMATS)), st.booleans())
places = st.tuples(st.integers(1, MOST), st.integers(1, MOST))
areas = st.tuples(places, st.integers(0, 3), st.integers(0, 3))


@settings(max_examples=40, deadline=None)
@given(st.dictionaries(places, marked, max_size=20), st.sets(st.integers(1, MOST)), st.sets(st.integers(1, MOST)),
       st.lists(areas, max_size=3))  # fmt: skip
def test_what_is_shown_stands_in_the_grid_and_what_is_not_is_named(
    cells: dict[tuple[int, int], Marked],
    rows: set[int],
    columns: set[int],
    merged: list[tuple[tuple[int, int], int, int]],
) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    speaks: dict[tuple[int, int], tuple[int, int]] = {}
    for (row, column), down, right in merged:
        area = [(row + below, column + beside) for below in range(down + 1) for beside in range(right + 1)]
        if len(area) > 1 and not speaks.keys() & set(area):
            speaks.update(dict.fromkeys(area, (row, column)))
            sheet.merge_cells(None, row, column, row + down, column + right)
    for (row, column), cell in cells.items():
        if speaks.get((row, column), (row, column)) == (row, column):
            made = sheet.cell(row, column, cell.number)
            made.number_format, made.font = cell.format, Font(strike=cell.is_struck)
    for row in rows:
        sheet.row_dimensions[row].hidden = True
    for column in columns:
        sheet.column_dimensions[get_column_letter(column)].hidden = True

    found = read(book)
    grid = {
        (row.line, place + 1): in_words(cell) for row in found.grids[0].rows for place, cell in enumerate(row.cells)
    }
    named = "\n".join(left_out(found))
    for place, cell in cells.items():
        if speaks.get(place, place) != place:
            continue  # openpyxl writes nothing there
        covers = [one for one, first in speaks.items() if first == place] or [place]
        seen = [(row, column) for row, column in covers if row not in rows and column not in columns]
        if cell.shown and seen:
            assert cell.shown in {grid.get(one, "") for one in seen}
        else:
            assert str(cell.number) in named
    for place, words in grid.items():
        first = cells.get(speaks.get(place, place))
        assert words in ("", first.shown if first else ""), place
        assert not (words and (place[0] in rows or place[1] in columns))
