"""Tables of Word documents are read as Word shows them with mark-up off; what it does not show is named."""

from pathlib import Path
from typing import Any

import pytest

from pop_tracker.web.errors import Refusal
from pop_tracker.web.office_file import DOCX, kind
from pop_tracker.web.tables import parcel, word, word_fields, word_numbers, word_signs, word_text
from pop_tracker.web.tables.columns import Cell, Fault
from pop_tracker.web.tables.grid import LONGEST, MOST_COLUMNS, Book, Grid
from pop_tracker.web.tables.word import book
from tests.web.office import cell, document, paragraph, row, run, table
from tests.web.word_lists import LISTS, numbered

S = "<w:rPr><w:strike/></w:rPr>"
CASES = Path(__file__).parent.parent / "plans" / "cases"
BOX = "<w:txbxContent>{}</w:txbxContent>"
CHOICE = (
    '<mc:AlternateContent><mc:Choice Requires="{}">{}</mc:Choice><mc:Fallback>{}</mc:Fallback></mc:AlternateContent>'
)

TICKED = '<w:ffData><w:checkBox><w:default w:val="0"/><w:checked/></w:checkBox></w:ffData>'
CHOSEN = (
    '<w:ffData><w:ddList><w:result w:val="1"/><w:listEntry w:val="b"/><w:listEntry w:val="a"/></w:ddList></w:ffData>'
)


def field(instruction: str, *result: str, data: str = "") -> str:
    def sign(kind: str, inside: str = "") -> str:
        return f'<w:r><w:fldChar w:fldCharType="{kind}">{inside}</w:fldChar></w:r>'

    shown = sign("separate") + "".join(result) if result else ""
    return f"{sign('begin', data)}<w:r><w:instrText>{instruction}</w:instrText></w:r>{shown}{sign('end')}"


def of(inside: str, **parts: Any) -> tuple[Cell, Book]:
    """The words of a table's only cell that holds this."""
    read = book(document(table(row(cell(inside))), **parts))
    return read.grids[0].rows[0].cells[0], read


def left(read: Book) -> list[str]:
    return [one.what % one.values if one.values else one.what for one in read.left_out]


def cells(grid: Grid) -> list[list[Cell]]:
    return [list(one.cells) for one in grid.rows]


A, B = run("a"), run("b")
SHOWN = {
    "a run": A,
    "several": run("Çer") + run("dhe"),
    "an insertion": f"<w:ins>{A}</w:ins>",
    "moved to": f"<w:moveTo>{A}</w:moveTo>",
    "deleted": f"{A}<w:del><w:r><w:delText>b</w:delText></w:r></w:del>",
    "deleted as text": f"{A}<w:del>{B}</w:del>",
    "deleted from an insertion": f"{A}<w:ins><w:del>{B}</w:del></w:ins>",
    "moved from": f"<w:moveFrom>{B}</w:moveFrom>{A}",
    "a link": f"<w:hyperlink>{A}</w:hyperlink>",
    "a tag": f"<w:smartTag><w:smartTagPr/>{A}</w:smartTag>",
    "XML of their own": f"<w:customXml><w:customXmlPr/>{A}</w:customXml>",
    "a control": f"<w:sdt><w:sdtPr><w:alias/></w:sdtPr><w:sdtContent>{A}</w:sdtContent></w:sdt>",
    "a direction": f'<w:dir w:val="rtl">{A}</w:dir>',
    "its own direction": f'<w:bdo w:val="ltr">{A}</w:bdo>',
    "all of them": f"<w:ins><w:hyperlink><w:sdt><w:sdtContent><w:smartTag>{A}</w:smartTag></w:sdtContent></w:sdt>"
    "</w:hyperlink></w:ins>",
    "a field": field("REF x", A),
    "a field of a field": field(f"IF {field('X', B)}", field("REF y", A)),
    "a simple field": f'<w:fldSimple w:instr="REF x">{A}</w:fldSimple>',
    "a field that shows nothing": A + field('XE "b"'),
    "signs": '<w:r><w:t>1</w:t><w:tab/><w:t>2</w:t><w:br/><w:t>3</w:t><w:cr/><w:noBreakHyphen/><w:t>4</w:t>'
    '<w:softHyphen/><w:lastRenderedPageBreak/><w:t>5</w:t></w:r>',
    "spaces at ends": "<w:r><w:t> a </w:t></w:r><w:r><w:t>\n b</w:t></w:r>",
    "kept spaces": run("a ") + run(" b"),
    "capitals": run("Arsim", "<w:caps/><w:smallCaps/>"),
    "a sign of a font": '<w:r><w:sym w:font="Symbol" w:char="F0B3"/><w:t>20</w:t></w:r>',
    "a typed sign of a font": run("\uf0a320", '<w:rFonts w:ascii="Symbol"/>'),
    "raised": run("m") + run("2", '<w:vertAlign w:val="superscript"/>'),
    "ruby": f"<w:r><w:ruby><w:rt>{B}</w:rt><w:rubyBase>{A}</w:rubyBase></w:ruby></w:r>",
    "a newer way": f"<w:r>{CHOICE.format('wps', '<w:t>a</w:t>', '<w:t>b</w:t>')}</w:r>",
    "nobody's way": CHOICE.format("other", B, A),
    "no way": CHOICE.format("unheard", B, A),
    "a text box": f"<w:r><w:drawing><wp:inline><wps:txbx>{BOX.format(paragraph(A))}</wps:txbx></wp:inline></w:drawing>"
    "</w:r>",
    "an old text box": f"<w:r><w:t>x</w:t><w:pict><v:shape><v:textbox>{BOX.format(paragraph(A))}</v:textbox></v:shape>"
    "</w:pict></w:r>",
    "a painted word": '<w:r><w:pict><v:shape><v:textpath string="a"/></v:shape></w:pict></w:r>',
    "a formula of one line": "<m:oMath><m:r><m:t>a</m:t></m:r></m:oMath>",
    "a box to tick": field("FORMCHECKBOX", data=TICKED),
    "a choice": field("FORMDROPDOWN", "", data=CHOSEN),
    "hidden on the web alone": run("a", "<w:webHidden/>"),
    "shown after all": run("a", '<w:vanish w:val="0"/><w:strike w:val="false"/>'),
    "changed looks": run("a", "<w:rPrChange><w:rPr><w:vanish/></w:rPr></w:rPrChange>"),
}  # fmt: skip
READS = {
    "several": "Çerdhe", "signs": "1\t2\n3\n-45", "spaces at ends": "ab", "kept spaces": "a  b", "capitals": "Arsim",
    "a sign of a font": "≥20", "a typed sign of a font": "≤20", "raised": "m²", "ruby": "a(b)",
    "an old text box": "x\na", "a box to tick": "☒",
}  # fmt: skip


@pytest.mark.parametrize("name", SHOWN)
def test_what_word_shows_is_read_whatever_is_wrapped_around_it(name: str) -> None:
    words, read = of(paragraph(SHOWN[name]))
    assert words == READS.get(name, "a")
    assert left(read) == []


@pytest.mark.parametrize(
    "wrapper",
    [
        "<w:sdt><w:sdtPr/><w:sdtContent>{}</w:sdtContent></w:sdt>",
        "<w:customXml><w:customXmlPr/>{}</w:customXml>",
        CHOICE.format("wps", "{}", ""),
    ],
)
def test_a_wrapper_may_stand_around_anything(wrapper: str) -> None:
    inner = wrapper.format(paragraph(wrapper.format(A)))
    body = wrapper.format(table(wrapper.format(row(wrapper.format(cell(inner)), cell(paragraph(B))))))
    assert [cells(grid) for grid in book(document(body)).grids] == [[["a", "b"]]]


def test_paragraphs_are_lines_and_a_deleted_or_hidden_mark_runs_on() -> None:
    assert of(paragraph(A) + paragraph(B))[0] == "a\nb"
    assert of(paragraph(run("1.000"), properties="<w:rPr><w:del/></w:rPr>") + paragraph(run(".000")))[0] == "1.000.000"
    assert of(paragraph(A, properties="<w:rPr><w:vanish/><w:specVanish/></w:rPr>") + paragraph(B))[0] == "ab"
    assert of(paragraph(A) + paragraph(f"<w:del>{B}</w:del>", properties="<w:rPr><w:del/></w:rPr>"))[0] == "a"


STYLES = (
    '<w:style w:type="paragraph" w:default="1" w:styleId="P"/>'
    '<w:style w:type="paragraph" w:styleId="Fshehur"><w:basedOn w:val="P"/><w:rPr><w:vanish/></w:rPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="Edhe"><w:basedOn w:val="Fshehur"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="Jo"><w:basedOn w:val="Edhe"/><w:rPr><w:vanish w:val="0"/></w:rPr></w:style>'
    '<w:style w:type="character" w:styleId="F"><w:rPr><w:vanish/></w:rPr></w:style>'
    '<w:style w:type="character" w:styleId="V"><w:rPr><w:strike/></w:rPr></w:style>'
    '<w:style w:type="character" w:styleId="D"><w:rPr><w:dstrike/></w:rPr></w:style>'
    '<w:style w:type="character" w:styleId="Rreth"><w:basedOn w:val="Rreth"/><w:rPr><w:strike/></w:rPr></w:style>'
)


@pytest.mark.parametrize(
    ("inside", "told"),
    [
        (paragraph(A, run("xy", "<w:vanish/>"), run("z", "<w:vanish/>")), "Tekst i fshehur në rreshtin 1: “xyz”"),
        (paragraph(A, run("x", "<w:strike/>")), "Në rreshtin 1 janë hequr me vijë fjalët “x”"),
        (paragraph(A, run("x", "<w:dstrike/>")), "Në rreshtin 1 janë hequr me vijë fjalët “x”"),
        (paragraph(A, run("x", '<w:rStyle w:val="F"/>')), "Tekst i fshehur në rreshtin 1: “x”"),
        (paragraph(A, run("x", '<w:rStyle w:val="V"/>')), "Në rreshtin 1 janë hequr me vijë fjalët “x”"),
        (paragraph(A, run("x", '<w:rStyle w:val="D"/>')), "Në rreshtin 1 janë hequr me vijë fjalët “x”"),
        (paragraph(A, run("x", '<w:rStyle w:val="Rreth"/>')), "Në rreshtin 1 janë hequr me vijë fjalët “x”"),
        (paragraph(A) + paragraph(run("x"), properties='<w:pStyle w:val="Edhe"/>'),
         "Tekst i fshehur në rreshtin 1: “x”"),
        # Two styles that both hide take each other back; so does a style in a document that hides everything not.
        (paragraph(run("a", '<w:rStyle w:val="F"/>'), properties='<w:pStyle w:val="Fshehur"/>'), ""),
        (paragraph(run("a"), properties='<w:pStyle w:val="Jo"/>'), ""),
        (paragraph(A, f"<w:del>{run('x', '<w:vanish/>')}</w:del>"), ""),
        (paragraph(A, f'<w:r><w:rPr><w:vanish/></w:rPr><w:pict>{BOX.format(paragraph(run("x")))}</w:pict></w:r>'),
         "Tekst i fshehur në rreshtin 1: “x”"),
        (paragraph(A, '<w:r><w:drawing><wp:inline><wp:docPr hidden="1"/>'
         f"{BOX.format(paragraph(run('x')))}</wp:inline></w:drawing></w:r>"), "Tekst i fshehur në rreshtin 1: “x”"),
    ],
)  # fmt: skip
def test_hidden_and_struck_out_words_stay_out_and_are_named(inside: str, told: str) -> None:
    words, read = of(inside, styles=STYLES)
    assert words == "a"
    assert left(read) == ([told] if told else [])


def test_a_document_or_a_tables_style_may_hide_everything() -> None:
    everywhere = "<w:docDefaults><w:rPrDefault><w:rPr><w:vanish/></w:rPr></w:rPrDefault></w:docDefaults>"
    assert of(paragraph(run("x"), run("a", '<w:vanish w:val="0"/>')), styles=everywhere)[0] == "a"
    of_table = '<w:style w:type="table" w:default="1" w:styleId="T"><w:rPr><w:strike/></w:rPr></w:style>'
    assert of(paragraph(run("x"), run("a", '<w:rStyle w:val="V"/>')), styles=of_table + STYLES)[0] == "a"
    first_row = '<w:tblStylePr w:type="firstRow"><w:rPr><w:vanish/></w:rPr></w:tblStylePr>'
    of_part = f'<w:style w:type="table" w:default="1" w:styleId="T">{first_row}</w:style>'
    assert of(paragraph(A), styles=of_part)[0] == word.STYLED


def test_hidden_deleted_and_inserted_rows_and_cells() -> None:
    deleted = cell(paragraph(run("x")), properties="<w:cellDel/>")
    read = book(
        document(
            table(
                row(cell(paragraph(A)), cell(paragraph(B))),
                row(cell(paragraph(run("jo"))), properties="<w:ins/><w:del/>"),
                row(cell(paragraph(run("fshehtë"))), properties="<w:hidden/>"),
                row(cell(paragraph(run("i ulët"))), properties='<w:trHeight w:val="1" w:hRule="exact"/>'),
                row(deleted, cell(paragraph(run("c"))), properties="<w:ins/>"),
                row(cell(paragraph(run("d"))), properties='<w:hidden w:val="0"/>'),
            )
        )
    )  # fmt: skip
    assert [(one.line, list(one.cells)) for one in read.grids[0].rows] == [(1, ["a", "b"]), (2, ["c"]), (3, ["d"])]
    assert left(read) == [
        "Rresht i fshehur pas rreshtit 1: “fshehtë”",
        "Rresht i fshehur pas rreshtit 1: “i ulët”",
    ]


def test_merged_cells_fill_what_they_cover() -> None:
    def merged(words: str, merge: str = "", span: int = 1) -> str:
        return cell(paragraph(run(words)), properties=f'<w:gridSpan w:val="{span}"/>{merge}')

    begins, goes_on = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    read = book(
        document(
            table(
                row(merged("P", begins, 2), merged("x")),
                row(merged("", goes_on, 2), merged("y")),
                row(merged("humbur", goes_on, 2), merged("z", begins), properties='<w:gridBefore w:val="0"/>'),
                row(merged("e", "", 999_999_999)),
                row(merged("f", goes_on), properties='<w:gridBefore w:val="1"/>'),
                row(merged("g", '<w:hMerge w:val="restart"/>'), merged("", "<w:hMerge/>")),
            )
        )
    )  # fmt: skip
    rows = read.grids[0].rows
    assert [list(one.cells[:4]) for one in rows] == [
        ["P", "P", "x"], ["P", "P", "y"], ["P", "P", "z"], ["e"] * 4, ["", "f"], ["g", "g"],
    ]  # fmt: skip
    assert [sorted(one.covered_from_above) for one in rows] == [[], [0, 1], [0, 1], [], [], []]
    assert [sorted(one.covered_from_left)[:2] for one in rows] == [[1], [1], [1], [1, 2], [], [1]]
    assert len(rows[3].cells) == MOST_COLUMNS
    assert left(read) == [word.COVERED]


@pytest.mark.parametrize(
    ("inside", "fault"),
    [
        (numbered("a", 1, 3), word_numbers.UNKNOWN),
        (numbered("a", 1, 1), word_numbers.UNKNOWN),
        (paragraph(f"<w:r><w:pict>{BOX.format(numbered('a'))}</w:pict></w:r>"), word_numbers.UNKNOWN),
        (paragraph(field("DATE", A)), word_fields.COMPUTED),
        (paragraph(field("EQ 1")), word_fields.COMPUTED),
        (paragraph('<w:fldSimple w:instr="LISTNUM"/>'), word_fields.COMPUTED),
        (paragraph("<w:r><w:pgNum/></w:r>"), word_fields.COMPUTED),
        (paragraph('<w:r><w:fldChar w:fldCharType="begin"/></w:r>', A), word_text.HALF_A_FIELD),
        (paragraph("<m:oMath><m:f><m:num><m:r><m:t>1</m:t></m:r></m:num></m:f></m:oMath>"), word_text.FORMULA),
        (paragraph(run("a", '<w:rFonts w:ascii="Wingdings"/>')), word_signs.UNKNOWN_SIGN),
        (paragraph('<w:r><w:sym w:font="Webdings" w:char="F061"/></w:r>'), word_signs.UNKNOWN_SIGN),
        (paragraph(f'<w:bdo w:val="rtl">{A}</w:bdo>'), word_text.TURNED),
        (paragraph(run("a" * 40_000)), word.LONG),
    ],
)
def test_what_only_word_can_show_is_a_fault_in_its_cell(inside: str, fault: Fault) -> None:
    words, _ = of(inside, numbering=LISTS)
    assert words == fault


@pytest.mark.parametrize(
    ("inside", "words", "told"),
    [
        (paragraph(A, "<w:r><w:footnoteReference w:id='1'/></w:r>"), "a", word_text.NOTES),
        (paragraph(A, "<w:r><w:commentReference w:id='1'/></w:r>"), "a", word_text.COMMENTS),
        (paragraph(A, "<w:r><w:drawing><a:graphicData><a:pic/></a:graphicData></w:drawing></w:r>"), "a",
         word_text.PICTURES),
        (paragraph(A) + "<w:altChunk/>", "a", word_text.EMBEDDED),
        (paragraph(A, f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{B}</w:sdtContent></w:sdt>"), "a",
         word_text.WAITING),
        (paragraph(A) + f"<other:x>{paragraph(B)}</other:x>", "a", word_text.UNREAD),
        (paragraph(A, f"<other:x>{B}</other:x>"), "a", word_text.UNREAD),
        (paragraph(A) + table(row(cell(paragraph(run("1"))), cell(paragraph(run("2")))),
                              row(cell(paragraph(run("3"))), properties="<w:del/>")), "a\n1\t2", word_text.NESTED),
    ],
)  # fmt: skip
def test_what_a_cell_holds_beside_words_is_named(inside: str, words: str, told: str) -> None:
    read, of_book = of(inside)
    assert (read, left(of_book)) == (words, [told])


def test_tables_anywhere_are_grids_with_what_stands_above_them() -> None:
    heading = '<w:style w:type="paragraph" w:styleId="T1"><w:name w:val="heading 1"/></w:style>'
    box = f"<w:r><w:pict>{BOX.format(table(row(cell(paragraph(B)))))}</w:pict></w:r>"
    body = (
        paragraph(run("Kostot janë në 000 lekë"))
        + paragraph(run("Tabela 3: Arsimi"), properties='<w:pStyle w:val="T1"/>')
        + table(row(cell(paragraph(A))))
        + table(row(cell(paragraph(A)), properties="<w:del/>"))
        + paragraph(box)
    )
    read = book(document(body, styles=heading))
    assert [(grid.name, grid.above, cells(grid)) for grid in read.grids] == [
        ("Tabela 1 (Arsimi)", "Kostot janë në 000 lekë\nTabela 3: Arsimi", [["a"]]),
        ("Tabela 3", "", [["b"]]),
    ]


def test_what_is_beyond_the_limits_is_named_with_its_count() -> None:
    wide = row(*[cell(paragraph(A))] * (MOST_COLUMNS + 2))
    read = book(document(table(wide, *[row(cell(paragraph(B)))] * (LONGEST + 1))))
    assert (len(read.grids[0].rows), len(read.grids[0].rows[0].cells)) == (LONGEST, MOST_COLUMNS)
    assert [(one.count, one.what % one.values) for one in read.left_out] == [
        (2, "Rreshta përtej rreshtit 5100"), (2, "Qeliza me tekst përtej kolonës 40"),
    ]  # fmt: skip
    many = book(document(table(row(cell(paragraph(A)))) * (word.MOST_TABLES + 2)))
    assert [(one.count, one.what % one.values) for one in many.left_out] == [(2, "Tabela përtej tabelës 300")]


def test_many_struck_out_words_are_named_first_and_then_counted() -> None:
    read = book(document(table(*[row(cell(paragraph(run("x", "<w:strike/>"))))] * 25)))
    assert [one.count for one in read.left_out] == [*[1] * 20, 5]


def test_the_strict_dialect_is_the_same() -> None:
    strict = (
        '<w:document xmlns:w="http://purl.oclc.org/ooxml/wordprocessingml/main"><w:body>'
        f"{table(row(cell(paragraph(A))))}</w:body></w:document>"
    )
    assert cells(book(document("", **{"word/document.xml": strict})).grids[0]) == [["a"]]


def test_a_document_that_makes_no_sense_is_refused() -> None:
    for broken in (document("</w:body>"), document("", **{"word/document.xml": "<a/>"})):
        with pytest.raises(Refusal) as refused:
            book(broken)
        assert "i dëmtuar" in refused.value.message


@pytest.mark.parametrize(
    ("name", "text", "cost", "told"),
    [
        ("tracked-insertion", "Masa e parë për çerdhe dhe kopshte", "1.000.000", []),
        ("hidden-text", "Masa e parë për çerdhe", "1.000",
         ["Tekst i fshehur në rreshtin 3: “shënim i fshehur i brendshëm”"]),
        ("strike", "Masa e parë për çerdhe", "1.000", ["Në rreshtin 3 janë hequr me vijë fjalët “e hequr”"]),
        ("word-online", "Masa e parë për çerdhe", "1.000", []),
        ("table-in-content-control", "Masa e parë për çerdhe", "1.000", []),
    ],
)  # fmt: skip
def test_files_as_offices_have_them(name: str, text: str, cost: str, told: list[str]) -> None:
    contents = (CASES / f"{name}.docx").read_bytes()
    assert kind(contents) == DOCX
    read = parcel.book(contents, "word")
    assert [(grid.name, cells(grid)[2]) for grid in read.grids] == [("Tabela 1", ["masë", "1.1", "1", text, cost])]
    assert left(read) == told
