"""Files that are no plan's table, or that mean harm: told what to do about it, and nothing opened."""

import io
import tracemalloc
import zipfile

import pytest
from docx import Document

from pop_tracker.plans.table.columns import COLUMNS
from pop_tracker.plans.table.understanding import NOTHING
from pop_tracker.web.archive import LARGEST_UNPACKED
from pop_tracker.web.errors import Refusal
from pop_tracker.web.files import Upload
from pop_tracker.web.tables.columns import Fault
from pop_tracker.web.tables.reading import Sheet, read
from tests.cast import EDITOR
from tests.conftest import Site
from tests.plans.tables import HEADINGS, csv_text, docx, send, waiting, writes_while_it_is_read, xlsx

ROW = ("masë", "1.1", "1", "Një masë")
TABLE = [HEADINGS, ROW]


def read_bytes(contents: bytes) -> Sheet:
    return read(Upload("x", "application/octet-stream", contents), COLUMNS, NOTHING)


def rewritten(contents: bytes, changes: dict[str, bytes | None]) -> bytes:
    """The archive with other parts: None takes one out."""
    kept = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(contents)) as old, zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as new:
        for name in {*old.namelist(), *changes}:
            part = changes.get(name, old.read(name) if name in old.namelist() else b"")
            if part is not None:
                new.writestr(name, part)
    return kept.getvalue()


BOMB = b"<worksheet>" + b"0" * (LARGEST_UNPACKED + 1)
LAUGHS = (
    b'<!DOCTYPE lolz [<!ENTITY lol "lol"><!ENTITY lol2 "&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;">]>'
    b"<worksheet>&lol2;</worksheet>"
)
ENTITY = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY xxe SYSTEM "file:///etc/passwd">]><x>&xxe;</x>'
SHEET1 = "xl/worksheets/sheet1.xml"

REFUSED: list[tuple[str, bytes, str]] = [
    ("nothing", b"", "Skedari është bosh"),
    ("eleven megabytes", b"a" * (10 * 1024 * 1024 + 1), "më i madh se 10 MB"),
    ("a picture", b"\x89PNG\r\n\x1a\n", "Kjo është foto"),
    ("a page", b"%PDF-1.7", "Ky është PDF"),
    ("an old program", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "programi të vjetër"),
    ("a web page", b"<table><tr><td>niveli</td></tr></table>", "Kjo është faqe interneti"),
    ("an archive", rewritten(xlsx(TABLE), {"xl/workbook.xml": None}), "i dëmtuar"),
    ("macros", rewritten(xlsx(TABLE), {"xl/vbaProject.bin": b"Sub Auto_Open()"}), "Skedari ka makro"),
    ("a cut file", xlsx(TABLE)[:900], "i dëmtuar"),
    ("a broken sheet", rewritten(xlsx(TABLE), {SHEET1: b"<worksheet><sheetData><row"}), "i dëmtuar"),
    ("a broken document", rewritten(docx(TABLE), {"word/document.xml": b"<w:document"}), "i dëmtuar"),
    ("a bomb", rewritten(xlsx(TABLE), {SHEET1: BOMB}), "tepër i madh kur hapet"),
    ("a bomb beside", rewritten(docx(TABLE), {"word/media/a.bin": BOMB}), "tepër i madh kur hapet"),
    ("laughs", rewritten(xlsx(TABLE), {SHEET1: LAUGHS}), "i dëmtuar"),
    ("laughs in two bytes", rewritten(xlsx(TABLE), {SHEET1: LAUGHS.decode().encode("utf-16")}), "i dëmtuar"),
    ("an entity", rewritten(docx(TABLE), {"word/document.xml": ENTITY}), "i dëmtuar"),
    ("MS-DOS", csv_text([HEADINGS, ("masë", "1", "", "Çerdhe")]).encode("cp852"), "nuk është UTF-8"),
    ("a sign that is no text", csv_text([HEADINGS, ("masë", "1", "", "a\0b")]).encode(), "rreshtin 2 ka një karakter"),
    ("prose", b"Nje leter, pa asnje tabele.\n", "duhet një rresht me titujt niveli, numri, teksti"),
    ("another table", xlsx([("emri", "mosha"), ("a", 1)]), "Në skedar nuk gjendet tabelë plani"),
    ("a letter", docx([("emri", "mosha")]), "Në skedar nuk gjendet tabelë plani"),
    ("two columns missing", csv_text([("niveli", "teksti", "afati"), ("a", "b", "c")]).encode(),
     "Tabelës i mungojnë kolonat: numri"),
    ("a column twice", csv_text([(*HEADINGS, "TEKSTI"), ROW]).encode(),
     "“teksti” dhe “TEKSTI” emërtojnë të njëjtën kolonë"),
    ("headings alone", xlsx([HEADINGS]), "asnjë rresht nën tituj"),
    ("too many rows", csv_text([HEADINGS, *[ROW] * 100_001]).encode(), "më shumë se 100000 rreshta"),
]  # fmt: skip


@pytest.mark.parametrize(("contents", "words"), [r[1:] for r in REFUSED], ids=[r[0] for r in REFUSED])
def test_a_file_of_another_shape_is_refused(contents: bytes, words: str) -> None:
    with pytest.raises(Refusal) as refused:
        read_bytes(contents)
    values = {k: ", ".join(v) if isinstance(v, tuple) else v for k, v in refused.value.values.items()}
    assert words in refused.value.message % values
    assert refused.value.field == "file"


def test_it_is_told_at_the_file_in_the_readers_language_and_what_was_typed_stays(training: Site) -> None:
    client = training.client(EDITOR)
    missing = csv_text([("emri",), ("a",)]).encode()
    for path, words in (("", "niveli, numri, teksti"), ("/en", "level, number, text")):
        answer = send(training, client, "x.csv", missing, path=f"{path}/puna/planet/shembull-2024/importi")
        assert answer.status_code == 422
        assert words in answer.text
        assert "shtojca 1" in answer.text
    answer = training.form(client, "/puna/planet/shembull-2024/importi", source="")
    assert answer.text.count("Plotësojeni këtë fushë.") == 4  # each at its field and in the summary
    assert waiting(training) == []


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("coding", ["utf-8", "utf-8-sig", "utf-16", "cp1252", "cp1250"])
def test_any_separator_is_found_out(separator: str, coding: str) -> None:
    rows = [("Plani; i, ri", ""), (), HEADINGS, ("masë", "1.1", "1", 'a, b; c\td\n“e” "f"')]
    sheet = read_bytes(csv_text(rows, separator).encode(coding))
    assert [(row.line, row.cells["text"]) for row in sheet.rows] == [(4, 'a, b; c\td\n“e” "f"')]
    assert sheet.ending == ".csv"


def test_quotation_marks_that_do_not_close_are_a_mistake_at_their_row() -> None:
    rows = read_bytes(csv_text(TABLE).encode() + b'mas\xc3\xab,1.2,1,"hapur\nmas\xc3\xab,1.3,1,x\n').rows
    assert [row.line for row in rows] == [2, 3]
    fault = rows[1].cells["level"]
    assert isinstance(fault, Fault)
    assert "thonjëzat" in fault.message


def test_headings_are_known_in_both_languages_however_they_are_written() -> None:
    known = {
        "NIVELI": "level", " Level ": "level", "Nen": "parent", "NËN": "parent", "under": "parent",
        "Kosto (lekë)": "cost_all", "kosto (ALL)": "cost_all", "Institucioni  Pergjegjes": "responsible_body",
        "responsible body": "responsible_body", "Njësitë administrative": "units", "vendi:": "place",
    }  # fmt: skip
    for heading, name in known.items():
        column = COLUMNS.called(heading)
        assert column is not None, heading
        assert column.name == name
    assert COLUMNS.called("emri") is None


def test_columns_of_its_own_are_named_and_left() -> None:
    sheet = read_bytes(xlsx([(*HEADINGS, "Shënime të zyrës"), (*ROW, "x")]))
    assert sheet.unread == ["Shënime të zyrës"]
    assert not sheet.rows[0].strays


def test_headings_again_on_a_new_page_are_no_row() -> None:
    for contents in (docx([*TABLE, HEADINGS, ROW]), xlsx([*TABLE, HEADINGS, ROW])):
        assert [row.line for row in read_bytes(contents).rows] == [2, 4]


def test_merged_cells_of_a_document_speak_for_all_their_rows() -> None:
    document = Document()
    table = document.add_table(4, 4)
    for cell, heading in zip(table.rows[0].cells, HEADINGS, strict=True):
        cell.text = heading
    for place, row in enumerate(table.rows[1:], start=1):
        row.cells[1].text, row.cells[3].text = f"1.{place}", f"Masa {place}"
    table.cell(1, 0).merge(table.cell(3, 0)).text = "masë"
    table.cell(1, 2).merge(table.cell(2, 2)).text = "1"
    table.cell(3, 2).merge(table.cell(3, 3)).text = "bashkë"
    kept = io.BytesIO()
    document.save(kept)
    rows = [list(row.cells.values()) for row in read_bytes(kept.getvalue()).rows]
    assert rows == [["masë", "1.1", "1", "Masa 1"], ["masë", "1.2", "1", "Masa 2"], ["masë", "1.3", "bashkë", "bashkë"]]


@pytest.mark.parametrize("wide", [b'<w:tcPr><w:gridSpan w:val="9999999"/>', b"<w:tcPr>"])
@pytest.mark.parametrize("before", [b'<w:trPr><w:gridBefore w:val="9999999"/></w:trPr>', b""])
def test_a_cell_that_says_it_is_endlessly_wide_takes_no_memory(wide: bytes, before: bytes) -> None:
    name = "word/document.xml"
    contents = docx(TABLE)
    with zipfile.ZipFile(io.BytesIO(contents)) as archive:
        text = archive.read(name).replace(b"<w:tcPr>", wide).replace(b"<w:tr>", b"<w:tr>" + before)
    tracemalloc.start()
    try:
        read_bytes(rewritten(contents, {name: text}))
    except Refusal:  # which says that there is no table of a plan in it
        assert wide != b"<w:tcPr>" or before
    finally:
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    assert most < 20_000_000


def test_the_second_sheet_may_be_the_table() -> None:
    from openpyxl import Workbook

    book = Workbook()
    assert book.active
    book.active.append(["Udhëzime"])
    other = book.create_sheet("Masat")
    for row in TABLE:
        other.append(row)
    kept = io.BytesIO()
    book.save(kept)
    assert len(read_bytes(kept.getvalue()).rows) == 1


def test_nobody_who_writes_waits_while_it_is_read(training: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    marks = writes_while_it_is_read(training, monkeypatch)
    assert send(training, training.client(EDITOR), "x.xlsx", xlsx(TABLE)).status_code == 422
    assert marks == [True]
