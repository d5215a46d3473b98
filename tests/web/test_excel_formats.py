"""What a spreadsheet shows of a number."""

from datetime import date
from decimal import Decimal

import pytest

from pop_tracker.web.tables.columns import Cell, Fault
from pop_tracker.web.tables.excel_dates import IMPOSSIBLE
from pop_tracker.web.tables.excel_formats import ANOTHER_NUMBER, number_seen, text_seen
from pop_tracker.web.tables.figures import Figure

ACCOUNTS = '_(* #,##0.00_);_(* \\(#,##0.00\\);_(* "-"??_);_(@_)'
FIGURES = [
    # held, format, value, words, what of them stands beside the digits
    ("1.1", "General", "1.1", "1.1", ""), ("1.1", "0.00", "1.10", "1.10", ""), ("91", "000", "91", "091", ""),
    ("0.1", "0%", "10", "10%", "%"), ("0.855", "0.0%", "85.5", "85.5%", "%"), ("10", '0" %"', "10", "10 %", "%"),
    ("0.85", "0.00%", "85", "85.00%", "%"), ("-0.5", "0%", "-50", "-50%", "%"), ("3", "0.##", "3", "3", ""),
    ("1200000", "#,##0", "1200000", "1200000", ""), ("12", "# ##0", "12", "12", ""), ("5", "Q0", "5", "Q5", "Q"),
    ("1200", '#,##0 "mijë lekë"', "1200", "1200 mijë lekë", "mijë lekë"),
    ("1200.5", "[$€-2] #,##0.00", "1200.5", "€ 1200.50", "€"), ("5", '"$"#,##0', "5", "$5", "$"),
    ("1234.5", "#,##0.00 [$Lekë-41C]", "1234.5", "1234.50 Lekë", "Lekë"), ("5", '"Nr." 0', "5", "Nr. 5", "Nr."),
    ("-1200", "#,##0_);[Red]\\(#,##0\\)", "-1200", "-1200", ""), ("1500.5", ACCOUNTS, "1500.5", "1500.50", ""),
    ("0", ACCOUNTS, "0", "-", ""), ("1500000", "0.0E+00", "1500000", "1500000", ""),
    ("1.5", "# ?/?", "1.5", "1 1/2", ""), ("0.333333333333333", "# ?/?", "0.333333333333333", "1/3", ""),
    ("25", '[>=1000000]0.0,," mln";0', "25", "25", ""), ("7", '[=1]"Po";[=0]"Jo";General', "7", "7", ""),
    ("12.345", "#,##0", "12", "12", ""), ("1.005", "0.00", "1.01", "1.01", ""), ("5", "@", "5", "5", ""),
]  # fmt: skip


@pytest.mark.parametrize(("held", "code", "value", "words", "beside"), FIGURES, ids=[f"{r[0]} {r[1]}" for r in FIGURES])
def test_a_number_is_what_its_cell_shows(held: str, code: str, value: str, words: str, beside: str) -> None:
    cell = number_seen(Decimal(held), code).cell
    assert isinstance(cell, Figure)
    assert (cell, cell.shown, cell.beside) == (Decimal(value), words, beside)


OTHERS: list[tuple[str, str, Cell | None]] = [
    ("1200000", "#,##0,", ANOTHER_NUMBER), ("2500000", '[>=1000000]0.0,," mln";0', ANOTHER_NUMBER),
    ("-5", "0;0", ANOTHER_NUMBER), ("5", '0",000"', ANOTHER_NUMBER), ("5", '"1."0', ANOTHER_NUMBER),
    ("1234567", "0.00E+00", ANOTHER_NUMBER), ("0.33", "# ?/?", ANOTHER_NUMBER),
    ("5", ";;;", None), ("0", "#,##0;-#,##0;", None), ("0", "#", None),
    ("110", "0\\.00", "1.10"), ("355691234567", "000\\-00\\-000", "3556912-34-567"),
    ("1", '[=1]"Po";[=0]"Jo";General', "Po"), ("0", '[=1]"Po";[=0]"Jo";General', "Jo"),
    ("45992", "dd.mm.yyyy", date(2025, 12, 1)), ("45992", "[$-41C]d.m.yyyy;@", date(2025, 12, 1)),
    ("45992", "[$-F800]dddd, mmmm dd, yyyy", date(2025, 12, 1)), ("45992", "yyyy-mm-dd h:mm:ss", date(2025, 12, 1)),
    ("45992", "mmm yyyy", "dhjetor 2025"), ("45992", "mmm-yy", "dhjetor 2025"), ("45992", "mm/yyyy", "dhjetor 2025"),
    ("45992", "yyyy", "2025"), ("45992", "d mmmm", "1 dhjetor"), ("45992.5", "dd.mm.yyyy hh:mm", "01.12.2025 12:00"),
    ("45992", '"deri më" d mmmm yyyy', "deri më 1 dhjetor 2025"), ("1.5", "[h]:mm", "36:00"),
    ("0.4375", "h:mm AM/PM", "10:30 PD"), ("0.4375", "hh:mm:ss", "10:30:00"), ("0.5", "[m]:ss", "720:00"),
    ("1", "dd.mm.yyyy", date(1900, 1, 1)), ("59", "dd.mm.yyyy", date(1900, 2, 28)),
    ("61", "dd.mm.yyyy", date(1900, 3, 1)), ("60", "dd.mm.yyyy", IMPOSSIBLE), ("0", "dd.mm.yyyy", IMPOSSIBLE),
    ("-1", "dd.mm.yyyy", IMPOSSIBLE), ("2958466", "dd.mm.yyyy", IMPOSSIBLE), ("1E+300", "dd.mm.yyyy", IMPOSSIBLE),
]  # fmt: skip


@pytest.mark.parametrize(("held", "code", "cell"), OTHERS, ids=[f"{row[0]} {row[1]}" for row in OTHERS])
def test_days_words_and_what_is_another_number(held: str, code: str, cell: Cell | None) -> None:
    seen = number_seen(Decimal(held), code).cell
    assert seen == cell
    assert isinstance(seen, Fault) == isinstance(cell, Fault)


def test_days_are_counted_from_1904_where_the_workbook_says_so() -> None:
    assert number_seen(Decimal(44530), "dd.mm.yyyy", is_1904=True).cell == date(2025, 12, 1)


def test_digits_that_are_held_and_not_shown_are_told() -> None:
    assert number_seen(Decimal("12.345"), "#,##0").is_rounded
    assert not number_seen(Decimal("12.3"), "0.00").is_rounded


def test_a_text_shows_by_the_part_of_its_format_that_is_for_texts() -> None:
    said = [text_seen("a", code) for code in ("@", "General", ";;;", "0;0;0;@", '"Nr. "@', "0.00")]
    assert said == ["a", "a", None, "a", "Nr. a", "a"]
