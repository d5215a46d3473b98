"""Tables beside each other on one sheet, and what is printed around it."""

from typing import Any

from openpyxl.worksheet.table import Table

from pop_tracker.plans.table.shape import Reading
from pop_tracker.plans.table.understanding import of_books
from pop_tracker.web.tables.grid import Book
from tests.web.workbooks import left_out, lines, read, sheet

HEADS = ["niveli", "numri", "teksti"]
TWO = [
    ["Plani i vitit 2026", None, None, None, None, None, None],
    [*HEADS, None, *HEADS],
    ["masë", "91", "A", None, "masë", "93", "C"],
    ["masë", "92", "B", None, "masë", "94", "D"],
    ["Shënim poshtë", None, None, None, None, None, None],
]


def with_tables(*refs: str, rows: Any = TWO, merged: str = "") -> Book:
    book, one = sheet(*rows)
    for place, ref in enumerate(refs):
        one.add_table(Table(displayName=f"T{place}", ref=ref))
    if merged:
        one.merge_cells(merged)
    return read(book)


def test_each_of_two_defined_tables_is_read() -> None:
    found = with_tables("A2:C4", "E2:G4", merged="A1:G1")
    assert [grid.name for grid in found.grids] == ["Sheet (A–D)", "Sheet (E–G)", "Sheet"]
    assert lines(found.grids[1])[0] == (1, ["Plani i vitit 2026"] * 3)
    plan = of_books(".xlsx", [found], Reading())
    assert sorted(row.said["number"] for row in plan.rows) == ["91", "92", "93", "94"]
    assert [one.where for one in plan.left_out] == ["Sheet"], "what stands below them belongs to neither"


def test_one_table_or_two_below_each_other_stay_one_grid() -> None:
    for refs in ([], ["A2:C4"], ["A2:C3", "E4:G5"]):
        (grid,) = with_tables(*refs).grids
        assert [len(cells) for _, cells in lines(grid)][1] == 7


def test_a_cut_goes_through_no_other_table() -> None:
    rows = [*TWO[:3], ["x"] * 7, ["y"] * 7]
    (grid,) = with_tables("A2:C3", "E2:G3", "A4:G5", rows=rows).grids
    assert grid.name == "Sheet"


def test_words_in_the_margins_of_a_page_are_named_and_what_they_say_of_money_is_asked() -> None:
    book, one = sheet(["Nr", "Masat", "Kosto"], ["1", "A", 5])
    one.oddHeader.center.text = "Shumat në mijë lekë"
    one.oddHeader.center.font = "Arial,Bold"
    one.oddHeader.center.size = 14
    one.oddFooter.right.text = "Faqja &P nga &N"
    one.oddFooter.left.text = "&D"
    one.evenHeader.left.text = "Bashkia && Qarku"
    found = read(book)
    assert left_out(found) == [
        "Sheet: Tekst në krye ose në fund të faqes së printuar; nuk u lexua: “Shumat në mijë lekë” (1)",
        "Sheet: Tekst në krye ose në fund të faqes së printuar; nuk u lexua: “Bashkia & Qarku” (1)",
    ]
    asks = [ask.message for ask in of_books(".xlsx", [found], Reading()).asks]
    assert any("në çfarë janë shumat" in words for words in asks)
