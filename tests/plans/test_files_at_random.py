"""Of real files at random, as the preview shows them: every word that is shown is an item's, a fault's, or named."""

import io
import itertools
from collections.abc import Iterator, Sequence
from typing import Any

from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.styles import Font

from pop_tracker.plans.table.shape import Reading
from pop_tracker.plans.table.understanding import Understood, of_books
from pop_tracker.web.errors import Refusal
from pop_tracker.web.tables import excel, word
from pop_tracker.web.tables.grid import Book

HEADS = ("Nr", "Masat", "Afati", "Kosto")
MARKS = ("shown", "shown", "shown", "struck", "hidden row", "alone", "section", "total")
rows_ = st.lists(st.sampled_from(MARKS), min_size=1, max_size=5)
sheets_ = st.lists(st.tuples(rows_, st.booleans()), min_size=1, max_size=3)
"""Of each sheet or table its rows, and whether it has headings."""


class Writing:
    """What is written down, each word once, and what becomes of it."""

    def __init__(self) -> None:
        self._words = (f"fjala{number}e" for number in itertools.count())
        self._numbers = itertools.count(1)
        self.fates: dict[str, str] = {}

    def row(self, mark: str) -> Sequence[Any]:
        word_ = next(self._words)
        self.fates[word_] = "gone" if mark in ("struck", "hidden row") else "told"
        if mark in ("alone", "section"):
            return (word_, "", "", "")
        if mark == "total":
            return ("", f"Totali {word_}", "", 5)
        due = next(self._words)
        self.fates[due] = "gone" if mark == "hidden row" else "told"
        return (str(next(self._numbers)), word_, due, 5)

    def rows(self, marks: Sequence[str], has_headings: bool) -> Iterator[tuple[str, Sequence[Any]]]:
        if has_headings:
            yield "headings", HEADS
        for mark in marks:
            yield mark, self.row(mark)


def told(found: Understood) -> str:
    """All that the preview shows of the file."""
    items = [str(value) for row in found.rows for value in row.said.values()]
    named = [f"{one.where} {one.what} {dict(one.values)}" for one in found.left_out]
    asked = [f"{ask.message} {dict(ask.values)}" for ask in (*found.asks, *found.doubts)]
    faults = [f"{one.line} {one.message} {dict(one.values)}" for one in found.faults]
    return "\n".join([*items, *named, *asked, *faults])


def whole_left_out(found: Understood) -> set[str]:
    return {one.where for one in found.left_out if "sipër tyre nuk ka tituj" in one.what}


@settings(max_examples=60, deadline=None)
@given(sheets_)
def test_excel(drawn: Any) -> None:
    book, writing, of_sheet = Workbook(), Writing(), dict[str, str]()
    book.remove(book.worksheets[0])
    for place, (marks, has_headings) in enumerate(drawn):
        sheet = book.create_sheet(f"Fleta {place}")
        for line, (mark, row) in enumerate(writing.rows(marks, has_headings), start=1):
            for column, cell in enumerate(row, start=1):
                if cell != "":
                    sheet.cell(line, column, cell)
                    of_sheet[str(cell)] = sheet.title
            if mark == "struck":
                sheet.cell(line, 2).font = Font(strike=True)
            if mark == "hidden row":
                sheet.row_dimensions[line].hidden = True
            if mark == "section":
                sheet.merge_cells(start_row=line, start_column=1, end_row=line, end_column=4)
    kept = io.BytesIO()
    book.save(kept)
    check(".xlsx", excel.book(kept.getvalue()), writing, of_sheet)


@settings(max_examples=40, deadline=None)
@given(sheets_)
def test_word(drawn: Any) -> None:
    document, writing, of_sheet = Document(), Writing(), dict[str, str]()
    for place, (marks, has_headings) in enumerate(drawn, start=1):
        table = document.add_table(0, 4)
        for mark, row in writing.rows(marks, has_headings):
            cells = table.add_row().cells
            for cell, text in zip(cells, row, strict=True):
                cell.text = str(text)
                of_sheet[str(text)] = f"Tabela {place}"
            if mark == "struck":
                cells[1].paragraphs[0].runs[0].font.strike = True
            if mark == "hidden row":
                for cell in cells:
                    for run in cell.paragraphs[0].runs:
                        run.font.hidden = True
            if mark == "section":
                cells[0].merge(cells[3])
        document.add_paragraph("mes tabelave")
    kept = io.BytesIO()
    document.save(kept)
    check(".docx", word.book(kept.getvalue()), writing, of_sheet)


def check(ending: str, book: Book, writing: Writing, of_sheet: dict[str, str]) -> None:
    try:
        found = of_books(ending, [book], Reading())
    except Refusal:  # nothing is read of it at all
        return
    if not found.kinds:  # a person is asked where the headings are, and is shown the rows
        return
    shown, unread = told(found), whole_left_out(found)
    items = "\n".join(str(value) for row in found.rows for value in row.said.values())
    for word_, fate in writing.fates.items():
        where = of_sheet.get(word_) or of_sheet.get(f"Totali {word_}", "")
        if fate == "gone":
            assert word_ not in items, f"{word_} is not shown in the file"
            assert word_ in shown or where in unread, f"{word_} is not named"
        else:
            assert word_ in shown or where in unread, f"{word_} is neither read nor named"
