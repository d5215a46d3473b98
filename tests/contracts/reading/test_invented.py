"""Contracts in shapes that differ, in every format, each read into exactly what stands beside it."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
import weasyprint  # type: ignore[import-untyped]

from pop_tracker.contracts.reading.blocks import Document
from pop_tracker.contracts.reading.formats import page, pdf, sheet, text, word
from pop_tracker.contracts.reading.outline import outline
from tests.contracts.reading.making import TERRITORIES, told
from tests.contracts.reading.whole import require_listed

FOLDER = Path(__file__).parent / "invented"
SHAPES = sorted(file.name for file in FOLDER.iterdir() if file.with_suffix(".told").exists() and file.suffix != ".told")
WITHOUT_TERM = ("04-flat.html",)
_STYLES = {
    "T": "Title", "P": None, "1": "List Number", "2": "List Number 2", "3": "List Bullet 3",
    "H1": "Heading 1", "H2": "Heading 2", "H3": "Heading 3", "B": "List Bullet", "BB": "List Bullet 2",
}  # fmt: skip


def documents(shape: str) -> Iterator[Document]:
    """In each of the formats that it comes in."""
    written = (FOLDER / shape).read_text()
    match Path(shape).suffix:
        case ".txt":
            yield text.document(written.encode())
            yield text.document(written.encode("utf-16"))
        case ".html":
            yield page.document(written.encode())
            yield pdf.document(weasyprint.HTML(string=written).write_pdf(), {})
        case ".csv":
            yield text.document(written.encode())
            yield sheet.document(_workbook(written))
        case _:
            yield word.document(_word(written))


@pytest.mark.parametrize("shape", SHAPES)
def test_it_is_read_as_it_stands(shape: str) -> None:
    expected = (FOLDER / shape).with_suffix(".told").read_text().splitlines()
    for document in documents(shape):
        contract = outline(document, TERRITORIES)
        assert told(contract) == expected
        assert contract.municipality == "shembull"
        assert (contract.term_from, contract.term_until) == ((None, None) if shape in WITHOUT_TERM else (2023, 2027))
        require_listed(document, contract)


def _word(lines: str) -> bytes:
    made = docx.Document()
    for line in lines.splitlines():
        style, _, words = line.partition(" ")
        made.add_paragraph(words, style=_STYLES[style])
    return _saved(made)


def _workbook(lines: str) -> bytes:
    made = openpyxl.Workbook()
    rows: Any = made.active
    for row in csv.reader(io.StringIO(lines), delimiter=";" if ";" in lines.split("\n")[0] else ","):
        rows.append(row)
    return _saved(made)


def _saved(made: Any) -> bytes:
    kept = io.BytesIO()
    made.save(kept)
    return kept.getvalue()
