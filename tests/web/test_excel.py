"""The sheets of a workbook as whoever opens it sees them; what is not shown is named."""

from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.chart import BarChart
from openpyxl.comments import Comment
from openpyxl.formatting.rule import FormatObject, IconSet, Rule
from openpyxl.styles import Font, PatternFill
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from pop_tracker.web.errors import Refusal
from pop_tracker.web.tables import excel
from pop_tracker.web.tables.columns import Cell, Fault
from pop_tracker.web.tables.figures import Figure
from pop_tracker.web.tables.grid import LONGEST, MOST_COLUMNS, Book
from tests.web.workbooks import MAIN, SHEET, left_out, lines, of_sheet, read, sheet, with_rows

CASES = Path(__file__).parent.parent / "plans" / "cases"


def case(name: str) -> Book:
    return excel.book((CASES / name).read_bytes())


def test_a_merged_parent_speaks_for_all_its_rows() -> None:
    rows = case("merged-parent.xlsx").grids[0].rows
    assert [(row.line, row.cells[1], row.cells[2]) for row in rows[2:]] == [
        (3, "1.1", "1"), (4, "1.2", "1"), (5, "1.3", "1"),
    ]  # fmt: skip
    assert [row.covered_from_above for row in rows[2:]] == [set(), {2}, {2}]


def test_shares_are_what_is_shown() -> None:
    start, target = case("percent-cells.xlsx").grids[0].rows[2].cells[7:9]
    assert [start, target] == [Figure(10), Figure(85)]
    assert isinstance(start, Figure)
    assert (start.shown, start.is_share) == ("10%", True)


def test_a_day_shown_as_a_month_is_a_month() -> None:
    assert case("due-month.xlsx").grids[0].rows[2].cells[9] == "dhjetor 2026"


def test_a_hidden_row_is_named_and_not_read() -> None:
    book = case("hidden-row.xlsx")
    assert [row.line for row in book.grids[0].rows] == [1, 2, 3]
    assert left_out(book) == ["Sheet: Rreshti 4 është i fshehur: “masë | 1.2 | 1 | Masë e fshehur me filtër” (1)"]


def test_struck_out_words_are_named_and_not_read() -> None:
    book = case("strikethrough.xlsx")
    assert book.grids[0].rows[2].cells[3] == "Masa e re"
    assert left_out(book) == ["Sheet: Te qeliza D3 janë hequr me vijë fjalët “e vjetër” (1)"]


def test_every_sheet_is_read() -> None:
    assert [(grid.name, grid.rows[1].cells[1]) for grid in case("two-sheets.xlsx").grids] == [
        ("Prioriteti 1", "1"), ("Prioriteti 2", "2"),
    ]  # fmt: skip
    assert [len(grid.rows) for grid in case("2_sheets_per_priority.xlsx").grids] == [4, 4, 4]


def test_rows_have_the_numbers_that_a_person_sees() -> None:
    assert [row.line for row in case("heading-on-row-23.xlsx").grids[0].rows] == list(range(1, 26))


def test_headings_of_two_rows_and_sections_over_all_columns() -> None:
    rows = {row.line: row for row in case("plan_natural.xlsx").grids[0].rows}
    assert list(rows[5].cells[4:9]) == ["Afati kohor", "2028", "2029", "Totali", "Burimi i financimit"]
    assert rows[4].covered_from_left == {6, 7}
    assert rows[5].covered_from_above == {0, 1, 2, 3, 4, 8}
    assert set(rows[6].cells) == {"Objektivi 1: Përmirësimi i shërbimeve për fëmijët dhe të rinjtë"}
    assert isinstance(rows[13].cells[7], Fault)


def test_what_the_author_hid_is_named() -> None:
    book, first = sheet(["a", "b", "c", "d"], ["e", "f", "g", "h"])
    first.title = "Fleta 1"
    first.column_dimensions["B"].hidden = True
    first.column_dimensions["C"].width = 0.1
    first["A2"].number_format = ";;;"
    first["D1"].font = Font(strike=True)
    first.append([None, None, None, "nuk duket"])
    first.row_dimensions[3].height = 0.5
    for title, state in (("X", "hidden"), ("Y", "veryHidden")):
        book.create_sheet(title).sheet_state = state
    read_ = read(book)
    assert lines(read_.grids[0]) == [(1, ["a"]), (2, ["", "", "", "h"])]
    assert left_out(read_) == [
        "Fleta 1: Rreshti 3 është i fshehur: “nuk duket” (1)",
        "Fleta 1: Kolona B është e fshehur: “b | f” (1)",
        "Fleta 1: Kolona C është e fshehur: “c | g” (1)",
        "Fleta 1: Te qeliza D1 janë hequr me vijë fjalët “d” (1)",
        "Fleta 1: Formati i qelizës A2 nuk shfaq asgjë; skedari mban “e” (1)",
        "X: Fletë e fshehur; nuk u lexua (1)",
        "Y: Fletë e fshehur; nuk u lexua (1)",
    ]


def test_letters_in_the_colour_of_their_ground_are_read_and_named() -> None:
    book, first = sheet(["e bardhë", "e zezë mbi të zezë", "si zakonisht", "e bardhë mbi blu"])
    first["A1"].font = Font(color="FFFFFFFF")
    first["B1"].fill = PatternFill("solid", fgColor="FF000000")
    first["D1"].font, first["D1"].fill = Font(color="FFFFFFFF"), PatternFill("solid", fgColor="FF0000FF")
    read_ = read(book)
    assert len(read_.grids[0].rows[0].cells) == 4
    assert [left.values["cell"] for left in read_.left_out] == ["A1", "B1"]


def test_a_run_is_struck_by_its_own_look_and_else_by_its_cells() -> None:
    gone, stays = InlineFont(strike=True), InlineFont(b=True)
    book, first = sheet(
        [CellRichText("a ", TextBlock(gone, "b "), TextBlock(stays, "c"))],
        [CellRichText("d ", TextBlock(stays, "e"))],
        [12],
    )
    first["A2"].font = first["A3"].font = Font(strike=True)
    read_ = read(book)
    assert lines(read_.grids[0]) == [(1, ["a c"]), (2, ["e"])]
    assert [left.values["words"] for left in read_.left_out] == ["b", "d", "12"]


def test_what_lies_over_a_sheet_is_named_with_its_count() -> None:
    book, first = sheet(["a", 1])
    first.add_chart(BarChart(), "D4")
    first["A1"].comment = Comment("fjalë", "dikush")
    first["B1"].comment = Comment("fjalë", "dikush")
    book.create_chartsheet("Grafiku")
    assert left_out(read(book)) == [
        "Sheet: Grafikë ose diagrame mbi fletë; nuk u lexuan (1)",
        "Sheet: Shënime te qelizat; nuk u lexuan (2)",
        "Grafiku: Fletë grafiku; nuk u lexua (1)",
    ]


def test_words_and_pictures_that_are_drawn_are_named_once() -> None:
    box = "<x:sp><x:txBody><a:p><a:r><a:t>në mijë lekë</a:t></a:r></a:p></x:txBody></x:sp>"
    drawing = (
        '<x:wsDr xmlns:x="x" xmlns:a="a" xmlns:m="m"><x:twoCellAnchor>'
        f"<m:AlternateContent><m:Choice>{box}</m:Choice><m:Fallback>{box}<x:pic/></m:Fallback></m:AlternateContent>"
        "<x:pic/><x:sp/></x:twoCellAnchor></x:wsDr>"
    )
    book, first = sheet(["a"])
    first.add_chart(BarChart(), "D4")
    said = left_out(read(book, lambda name, part: drawing.encode() if name == "xl/drawings/drawing1.xml" else part))
    assert said == ["Sheet: Kuti me tekst mbi fletë; nuk u lexua: “në mijë lekë” (1)",
                    "Sheet: Figura mbi fletë; nuk u lexuan (1)"]  # fmt: skip


def test_what_is_beyond_the_limits_is_counted() -> None:
    book = Workbook(write_only=True)
    long = book.create_sheet("E gjatë")
    long.append(["a"] * (MOST_COLUMNS + 2))
    for _ in range(LONGEST + 2):
        long.append(["b"])
    read_ = read(book)
    assert len(read_.grids[0].rows) == LONGEST
    assert len(read_.grids[0].rows[0].cells) == MOST_COLUMNS
    assert left_out(read_) == ["E gjatë: Rreshta pas 5100 të parëve (3)", "E gjatë: Kolona pas 40 të parave (2)"]


def test_a_merged_cell_whose_first_row_is_hidden_still_shows_its_words() -> None:
    book, first = sheet(["Prioriteti", "x"], [None, "y"], [None, "z"])
    first.merge_cells("A1:A3")
    first.row_dimensions[1].hidden = True
    read_ = read(book)
    assert lines(read_.grids[0]) == [(2, ["Prioriteti", "y"]), (3, ["Prioriteti", "z"])]
    assert [row.covered_from_above for row in read_.grids[0].rows] == [set(), {0}]
    assert [left.values["words"] for left in read_.left_out] == ["x"]


def test_a_value_under_a_merged_cell_is_not_read() -> None:
    book = with_rows(
        "<row><c><v>1</v></c><c><v>2</v></c></row>", after='<mergeCells><mergeCell ref="A1:B1"/></mergeCells>'
    )
    assert lines(book.grids[0]) == [(1, [Figure(1), Figure(1)])]
    assert left_out(book) == ["Sheet: Te qeliza B1, nën një qelizë të bashkuar, fshihet “2” (1)"]


def test_a_merged_cell_of_the_whole_sheet_costs_nothing() -> None:
    book = with_rows('<row r="7"><c r="A7" t="str"><v>a</v></c></row>',
                     after='<mergeCells><mergeCell ref="A7:XFD1048576"/></mergeCells>')  # fmt: skip
    assert [(row.line, len(row.cells)) for row in book.grids[0].rows] == [(7, MOST_COLUMNS)]


def test_merged_cells_that_overlap_are_no_sheet() -> None:
    rows = "".join(f'<row r="{line}"><c><v>1</v></c></row>' for line in range(1, 5))
    with pytest.raises(Refusal, match="i dëmtuar"):
        with_rows(rows, after="<mergeCells>" + '<mergeCell ref="A1:AN9999"/>' * 50 + "</mergeCells>")


def test_a_sheet_without_places_styles_or_shared_texts_is_read() -> None:
    xml = (
        f"<worksheet {MAIN}><sheetData><row><c t='inlineStr'><is><t>a</t></is></c><c><v>1.5</v></c></row>"
        "<row><c t='str'><v>b</v></c></row><row r='9'><c r='C9' t='s'><v>0</v></c></row></sheetData></worksheet>"
    )
    book = read(
        Workbook(),
        lambda name, part: None if name.endswith(("styles.xml", "sharedStrings.xml"))
        else xml.encode() if name == SHEET else part,
    )  # fmt: skip
    assert lines(book.grids[0])[:2] == [(1, ["a", Figure("1.5")]), (2, ["b"])]
    assert isinstance(book.grids[0].rows[2].cells[2], Fault)


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ('<c t="b"><v>1</v></c>', "TRUE"),
        ('<c t="d"><v>2026-12-01</v></c>', date(2026, 12, 1)),
        ('<c t="str"><f>""</f><v></v></c>', None),
        ('<c t="inlineStr"><is><t>a_x000D_\nb_x005F_x0041__xD800_</t></is></c>', "a\nb_x0041__xD800_"),
        ('<c t="inlineStr"><is><r><t>a</t></r><rPh><t>x</t></rPh><r><t> b</t></r></is></c>', "a b"),
        ('<c t="inlineStr"><is><t>007</t></is></c>', "007"),
        ("<c><v>0.30000000000000004</v></c>", Figure("0.3")),
        ("<c><v>1.2E6</v></c>", Figure("1200000")),
        ('<c><f t="array" ref="A1:A2">B1</f><v>3</v></c>', Figure(3)),
    ],
)  # fmt: skip
def test_a_cell_of_any_kind(cell: str, value: Cell | None) -> None:
    grid = with_rows(f"<row>{cell}</row>").grids[0]
    assert lines(grid) == ([] if value is None else [(1, [value])])


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        ("<c><f>A2</f></c>", "Formulë pa vlerë"),
        ("<c><f>A2</f><v></v></c>", "Formulë pa vlerë"),
        ('<c t="e"><v>#REF!</v></c>', "jep gabim"),
        ("<c><v>nan</v></c>", "nuk lexohet"),
        ("<c><v>1_000</v></c>", "nuk lexohet"),
        ('<c t="d"><v>nesër</v></c>', "nuk lexohet"),
        (f'<c t="inlineStr"><is><t>{"a" * 32_768}</t></is></c>', "më i gjatë"),
        (f'<c t="str"><v>{"a" * 32_768}</v></c>', "më i gjatë"),
    ],
)
def test_a_cell_without_a_value_is_a_fault(cell: str, words: str) -> None:
    fault = with_rows(f"<row>{cell}</row>").grids[0].rows[0].cells[0]
    assert isinstance(fault, Fault)
    assert words in fault.message


def test_conditions_that_may_hide_are_counted() -> None:
    book, first = sheet(["a", 1])
    for rule in (
        Rule("expression", formula=["A1=1"], dxf=DifferentialStyle(font=Font(strike=True))),
        Rule("expression", formula=["A1=1"], dxf=DifferentialStyle(font=Font(bold=True))),
        Rule("iconSet", iconSet=IconSet("3Arrows", showValue=False, cfvo=[FormatObject("num", 1)] * 3)),
    ):
        first.conditional_formatting.add("A1:B1", rule)
    assert left_out(read(book)) == [
        "Sheet: Rregulla formatimi me kusht që heqin me vijë, fshehin ose ndryshojnë vlera; nuk u zbatuan (2)"
    ]


def test_zeros_that_a_sheet_does_not_show_are_counted() -> None:
    book = with_rows("<row><c><v>0</v></c><c><v>5</v></c></row>",
                     before='<sheetViews><sheetView showZeros="0" workbookViewId="0"/></sheetViews>')  # fmt: skip
    assert lines(book.grids[0]) == [(1, ["", Figure(5)])]
    assert left_out(book) == ["Sheet: Qeliza me zero që fleta nuk e shfaq (1)"]


def test_numbers_shown_with_fewer_digits_are_counted() -> None:
    book, first = sheet([1234.567, 2.5])
    first["A1"].number_format = "#,##0.0"
    assert left_out(read(book)) == [
        "Sheet: Numra që u lexuan siç shfaqen, të rrumbullakosur: te qeliza A1 1234,6, skedari mban 1234,567 (1)"
    ]


def test_days_from_1904() -> None:
    book, first = sheet()
    book.epoch = CALENDAR_MAC_1904
    first.append([date(2026, 5, 14)])
    assert lines(read(book).grids[0]) == [(1, [date(2026, 5, 14)])]


def test_the_strict_dialect_and_other_names_of_parts() -> None:
    def strict(name: str, part: bytes) -> bytes:
        return part.replace(b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
                            b"http://purl.oclc.org/ooxml/spreadsheetml/main").replace(
            b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
            b"http://purl.oclc.org/ooxml/officeDocument/relationships")  # fmt: skip

    assert lines(read(sheet(["a", 1])[0], strict).grids[0]) == [(1, ["a", Figure(1)])]


@pytest.mark.parametrize(
    "xml", ["<worksheet", "<!DOCTYPE x><worksheet/>", '<worksheet><sheetData><row r="x"/></sheetData></worksheet>',
            '<worksheet><sheetData><row><c r="??"><v>1</v></c></row></sheetData></worksheet>']
)  # fmt: skip
def test_what_makes_no_sense_is_refused(xml: str) -> None:
    with pytest.raises(Refusal, match="i dëmtuar"):
        of_sheet(xml)
