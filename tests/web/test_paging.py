"""Long lists, a page at a time, also where one row may be as long as a hundred others."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pop_tracker.web.errors import Missing
from pop_tracker.web.paging import Paged


@given(st.lists(st.integers(0, 12), max_size=40))
def test_every_row_stands_on_one_page_and_no_page_is_too_heavy(rows: list[int]) -> None:
    first = Paged.by_weight(rows, "", lambda row: row, 10, size=4)
    pages = [Paged.by_weight(rows, str(number), lambda row: row, 10, size=4) for number in range(1, first.pages + 1)]
    assert [row for page in pages for row in page.rows] == rows
    assert all(sum(page.rows) <= 10 or len(page.rows) == 1 for page in pages)
    assert all(len(page.rows) <= 4 for page in pages)
    told = [f"{page.first}–{page.first + len(page.rows) - 1}" for page in pages]
    assert [page.rows_after for page in pages[:-1]] == told[1:]
    assert [page.rows_before for page in pages[1:]] == told[:-1]


@pytest.mark.parametrize("asked", ["0", "4", "x", "-1", "1.0", "999999"])
def test_a_page_that_is_not_there_is_missing(asked: str) -> None:
    with pytest.raises(Missing):
        Paged.by_weight([3, 3, 3], asked, lambda row: row, 3)
    with pytest.raises(Missing):
        Paged.of([3, 3, 3], asked, size=1)
