"""What Word and PDF make of a table."""

import io

import pytest
from docx import Document
from pypdf import PdfReader

from pop_tracker.web.paper import on_paper
from pop_tracker.web.word_file import TEXT_WIDTH, column_widths, word_file

HEADINGS = ["Zotimi", "adresuar plotësisht", "adresuar pjesërisht", "i pavlerësuar", "gjithsej"]
TABLE = (
    "<table><thead><tr>" + "".join(f'<th scope="col">{one}</th>' for one in HEADINGS) + "</tr></thead>"
    '<tbody><tr><th scope="row">Ndriçimi i rrugëve të njësisë</th>'
    + '<td class="num">1</td>' * 4
    + "</tr></tbody></table>"
)
PAGE = f'<!DOCTYPE html><html lang="sq"><head><title>Provë</title></head><body>{TABLE}</body></html>'


def test_no_heading_is_broken_inside_a_word() -> None:
    widths = column_widths([HEADINGS, ["Ndriçimi i rrugëve të njësisë së Fushë-Shembullit", "1", "2", "3", "6"]])
    assert sum(widths) == pytest.approx(TEXT_WIDTH)
    for width, heading in zip(widths, HEADINGS, strict=True):
        assert width >= 0.2 * max(map(len, heading.split())) + 0.4
    assert max(widths) == widths[0], "the words of what is counted need the most"


def test_a_table_that_no_page_can_hold_is_still_as_wide_as_the_page() -> None:
    assert sum(column_widths([["x" * 60, "y" * 60]])) == pytest.approx(TEXT_WIDTH)
    assert column_widths([["", ""]]) == pytest.approx([TEXT_WIDTH / 2] * 2)


def test_words_tables_keep_their_widths() -> None:
    (table,) = Document(io.BytesIO(word_file(PAGE, "sq"))).tables
    widths = [round(cell.width.cm, 1) for cell in table.rows[0].cells if cell.width]
    assert len(set(widths)) > 1
    assert sum(widths) == pytest.approx(TEXT_WIDTH, abs=0.3)


def test_header_cells_say_what_they_head() -> None:
    """PDF/UA: a screen reader reads a cell's headings only where their scope is known."""
    found: list[tuple[str, str]] = []

    def walk(one: object) -> None:
        one = one.get_object() if hasattr(one, "get_object") else one
        if isinstance(one, list):
            for kid in one:
                walk(kid)
        elif isinstance(one, dict):
            if one.get("/S") in ("/TH", "/TD"):
                found.append((str(one["/S"]), str(one["/A"].get("/Scope"))))
            walk(one.get("/K"))

    walk(PdfReader(io.BytesIO(on_paper(PAGE))).trailer["/Root"]["/StructTreeRoot"]["/K"])  # type: ignore[index]
    assert found == [("/TH", "/Column")] * 5 + [("/TH", "/Row")] + [("/TD", "None")] * 4
