"""Numbers that Word makes by itself are read as it shows them, or are a fault that says so."""

from pop_tracker.web.tables.word import book
from tests.web.office import cell, document, paragraph, row, run, table
from tests.web.word_lists import LIST_STYLES, LISTS, numbered


def test_numbers_that_word_makes_stand_before_the_words() -> None:
    paragraphs = [
        numbered("a"), numbered("b", 1), numbered("c", 1), numbered("", 2), numbered("d", 2), numbered("r", 3),
        numbered("e"), numbered("f", 1), paragraph(run("g"), properties='<w:pStyle w:val="Me"/>'),
        paragraph(run("h"), properties='<w:pStyle w:val="Me"/><w:numPr><w:numId w:val="0"/></w:numPr>'),
        numbered("i", 0, 6), numbered("j", 0, 5), numbered("k", 0, 5), numbered("l", 0, 2), numbered("m", 1, 2),
        numbered("n", 0, 3), numbered("o", 0, 4), numbered("p", 0, 99),
        numbered("q", 0, 1, "<w:rPr><w:strike/></w:rPr>"),
    ]  # fmt: skip
    body = table(*(row(cell(one)) for one in paragraphs))
    read = book(document(body, numbering=LISTS, styles=LIST_STYLES))
    assert [one.cells[0] for one in read.grids[0].rows] == [
        "1. a", "1.1 b", "1.2 c", "a)", "b) d", "01 r", "2. e", "2.1 f", "2.2 g", "h", "3. i", "4. j", "5. k",
        "Neni I l", "1-1m", "n", "Neni II o", "p", "q",
    ]  # fmt: skip
    assert [one.what % one.values for one in read.left_out] == ["Në rreshtin 19 janë hequr me vijë fjalët “6.”"]


def test_what_is_gone_is_not_counted_and_text_between_tables_is() -> None:
    gone = row(cell(numbered("x")), properties="<w:del/>") + row(cell(numbered("y")), properties="<w:hidden/>")
    body = numbered("para") + table(row(cell(numbered("a"))), gone, row(cell(numbered("b"))))
    read = book(document(body, numbering=LISTS)).grids[0]
    assert [one.cells for one in read.rows] == [["2. a"], ["3. b"]]
    runs_on = numbered("b", 0, 1, "<w:rPr><w:del/></w:rPr>") + numbered("c")
    assert book(document(table(row(cell(runs_on + numbered("d")))), numbering=LISTS)).grids[0].rows[0].cells == [
        "1. bc\n2. d"
    ]
