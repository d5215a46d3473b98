"""Every table of a file is read, wherever it stands; what is not read is named."""

import io
from pathlib import Path
from typing import Any

import pytest
from docx import Document

from pop_tracker.plans.table.columns import COLUMNS
from pop_tracker.plans.table.shape import Reading
from pop_tracker.plans.table.tables import Finder
from pop_tracker.web.errors import Refusal
from pop_tracker.web.files import Upload
from pop_tracker.web.tables import finding
from pop_tracker.web.tables.finding import NO_HEADINGS, Headings, in_one_row, in_two_rows, tables_in
from pop_tracker.web.tables.grid import Book, Grid, GridRow
from pop_tracker.web.tables.reading import Sheet, read, read_rows
from tests.cast import EDITOR
from tests.conftest import Site
from tests.plans.tables import HEADINGS, confirm, items, send, sheets, xlsx

CASES = Path(__file__).parent / "cases"
ROW = ("masë", "1.1", "1", "Një masë")
OTHER = ("masë", "2.1", "1", "Një tjetër")


def case(name: str) -> Upload:
    return Upload(name, "application/octet-stream", (CASES / name).read_bytes())


def read_plan(upload: Upload) -> Sheet:
    return read(upload, COLUMNS, "asnjë %(lacking)s")


def numbers(sheet: Sheet) -> list[Any]:
    return [(row.where, row.line, row.cells["number"]) for row in sheet.rows]


def test_all_sheets_are_read() -> None:
    assert numbers(read_plan(case("two-sheets.xlsx"))) == [
        ("Prioriteti 1", 2, "1"), ("Prioriteti 1", 3, "1.1"), ("Prioriteti 2", 2, "2"), ("Prioriteti 2", 3, "2.1"),
    ]  # fmt: skip
    assert [n for _, _, n in numbers(read_plan(case("2_sheets_per_priority.xlsx")))] == [
        "91", "91.1", "92", "92.1", "93", "93.1",
    ]  # fmt: skip


def test_tables_of_a_document_continue_each_other_with_headings_and_without() -> None:
    assert [n for _, _, n in numbers(read_plan(case("two-tables.docx")))] == ["1", "1.1", "1.2"]
    assert [n for _, _, n in numbers(read_plan(case("8_docx_split.docx")))] == ["31", "31.1", "31.2", "31.3"]


def test_a_table_of_another_width_continues_nothing_and_is_named() -> None:
    document = Document()
    for rows in ([HEADINGS, ROW], [("a", "b"), ("c", "d")]):
        table = document.add_table(0, len(rows[0]))
        for row in rows:
            for cell, text in zip(table.add_row().cells, row, strict=True):
                cell.text = text
    kept = io.BytesIO()
    document.save(kept)
    sheet = read_plan(Upload("x", "x", kept.getvalue()))
    assert len(sheet.rows) == 1
    assert [(one.what, one.count) for one in sheet.left_out] == [(NO_HEADINGS, 2)]


def test_headings_stand_as_far_down_as_they_do() -> None:
    assert numbers(read_plan(case("heading-on-row-23.xlsx"))) == [("", 24, "1"), ("", 25, "1.1")]


def test_headings_in_another_order_further_down_begin_another_table() -> None:
    other = ("masë", "Një tjetër", "2.1", "1")
    again = [HEADINGS, ROW, (), ("Tabela 2",), ("niveli", "teksti", "numri", "nën"), other]
    sheet = read_plan(Upload("x", "x", xlsx(again)))
    assert [row.cells["number"] for row in sheet.rows if row.cells["number"]] == ["1.1", "2.1"]


def test_a_sheet_without_headings_is_named_with_its_rows() -> None:
    sheet = read_plan(Upload("x", "x", sheets(Plani=[HEADINGS, ROW], Shënime=[("a",), ("b",)])))
    assert [(one.where, one.what, one.count) for one in sheet.left_out] == [("Shënime", NO_HEADINGS, 2)]


@pytest.mark.parametrize("heading", ["Niveli / Level", "Niveli (Level)", "NIVELI\nLevel", "Niveli – Level"])
def test_headings_in_two_languages(heading: str) -> None:
    sheet = read_plan(Upload("x", "x", xlsx([(heading, *HEADINGS[1:]), ROW])))
    assert sheet.rows[0].cells["level"] == "masë"


@pytest.mark.parametrize("heading", ["Numri / Teksti", "Synimi 2028", "Teksti 2 / Vendi"])
def test_a_heading_that_may_mean_two_things_is_no_column(heading: str) -> None:
    assert COLUMNS.called(heading) is None


def test_two_headings_that_mean_one_column_are_both_named() -> None:
    with pytest.raises(Refusal) as refused:
        read_plan(Upload("x", "x", xlsx([(*HEADINGS, "Përshkrimi"), (*ROW, "x")])))
    assert {refused.value.values["one"], refused.value.values["other"]} == {"teksti", "Përshkrimi"}


def test_headings_in_two_rows_are_one() -> None:
    rows = [
        GridRow(1, ("niveli", "numri", "teksti", "Kosto", "Kosto", "Kosto", "Afati"),
                covered_from_left=frozenset({4, 5})),
        GridRow(2, ("niveli", "numri", "teksti", "2025", "2026", "Totali", "Afati"),
                covered_from_above=frozenset({0, 1, 2, 6})),
    ]  # fmt: skip
    below = ("Kosto / 2025", "Kosto / 2026", "Kosto / Totali")
    assert in_two_rows(rows, 0) == Headings(("niveli", "numri", "teksti", *below, "Afati"), 2)
    rows[1] = GridRow(2, ("masë", "1", "Një", "5", "6", "11", "2026"))
    assert in_two_rows(rows, 0) is None


def test_headings_again_need_all_their_columns() -> None:
    sheet = read_plan(Upload("x", "x", xlsx([HEADINGS, ROW, ("niveli", "teksti", "numri", ""), OTHER])))
    found, faults = read_rows(sheet.rows, COLUMNS)
    assert [row.said["number"] for row in found] == ["1.1", "2.1"] or faults


def test_a_file_full_of_words_is_not_searched_for_headings_to_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    """Those that are known already are found again, wherever they stand."""
    words = [("një", "dy", "tri", "katër")] * 10
    plan = [HEADINGS, ROW, *words, HEADINGS, OTHER]
    assert [row.cells["number"] for row in read_plan(Upload("x", "x", xlsx([*words, *plan]))).rows][-1] == "2.1"
    monkeypatch.setattr(finding, "MOST_LOOKED_AT", 60)
    rows = [GridRow(line, tuple(cells)) for line, cells in enumerate([*words, *plan, *words, *plan], 1)]
    grid = Grid("A", rows)
    (table,), _ = tables_in(Book([grid]), Finder(Reading(), Book([grid])), continues=False)
    assert (table.line, len(table.rows)) == (11, 2 * 10 + 2 + 10 + 2)
    monkeypatch.setattr(finding, "MOST_LOOKED_AT", 30)
    assert tables_in(Book([grid]), Finder(Reading(), Book([grid])), continues=False)[0] == []
    with pytest.raises(Refusal):
        read_plan(Upload("x", "x", xlsx([*words, *plan])))


def test_what_stands_above_a_table_is_kept_with_it() -> None:
    grid = Grid("A", [GridRow(1, ("Kostot në 000 lekë",)), GridRow(3, ("niveli", "numri")), GridRow(4, ("a", "b"))])
    (table,), left_out = tables_in(
        Book([grid]), lambda rows, at: in_one_row(rows, at) if rows[at].line == 3 else None, continues=False
    )
    assert (table.above, table.line, [row.line for row in table.rows]) == (["Kostot në 000 lekë"], 3, [4])
    assert left_out == []


def test_an_editor_reads_what_was_left_out_before_confirming(training: Site) -> None:
    client = training.client(EDITOR)
    rows = [HEADINGS, ("masë", "77", "", "Një masë e re")]
    more = [HEADINGS, ("masë", "78", "", "Një masë tjetër")]
    sent = send(training, client, "x.xlsx", sheets(Prioriteti_1=rows, Prioriteti_2=more, Shënime=[("a",), ("b",)]))
    preview = sent.headers["location"]
    html = client.get(preview).text
    assert "Çfarë nuk u lexua nga skedari" in html
    assert "Shënime" in html
    assert "Prioriteti 2</span>, rreshti 2" in html
    confirm(training, client, preview)
    assert {"77", "78"} <= items(training).keys()


def test_a_fault_names_its_sheet(training: Site) -> None:
    client = training.client(EDITOR)
    rows = [(*HEADINGS, "kosto"), ("masë", "77", "", "Një masë", 5)]
    more = [(*HEADINGS, "kosto"), ("masë", "78", "", "Një tjetër", "shumë")]
    html = send(training, client, "x.xlsx", sheets(Prioriteti_1=rows, Prioriteti_2=more)).text
    assert "Prioriteti 2</span>, 2" in html
