"""The same contract from files of every kind is the same contract."""

from collections.abc import Callable
from pathlib import Path

import pytest

from pop_tracker.contracts.reading.blocks import Document, Kind, Merged
from pop_tracker.contracts.reading.formats.opening import opened
from tests.contracts.reading.files import making
from tests.contracts.reading.files.making import HEADING, PARTS, POINT, SUB, TEXTS, require_whole, texts

FILES: dict[str, Callable[[], bytes]] = {
    "txt": lambda: making.txt().encode(),
    "txt-windows-1252": lambda: making.txt().encode("cp1252"),
    "txt-utf-16": lambda: making.txt().encode("utf-16"),
    "docx": making.word,
    "odt": making.odt,
    "html": lambda: making.html().encode(),
    "pdf": making.pdf,
    "pdf-two-columns": lambda: making.pdf("body{columns:2}"),
    "pdf-hyphenated": lambda: making.pdf("body{hyphens:auto;text-align:justify}"),
}


@pytest.mark.parametrize("name", FILES)
def test_words_order_and_depth_are_the_same(name: str) -> None:
    document = opened(FILES[name]())
    assert texts(document) == TEXTS
    items = [(block.kind is Kind.ITEM, block.level) for block in document.blocks]
    assert items == [(kind in (POINT, SUB), int(kind == SUB)) for kind, _ in PARTS]
    require_whole(document)


@pytest.mark.parametrize("name", ["docx", "odt", "html"])
def test_headings_are_known_where_the_file_tells_them(name: str) -> None:
    document = opened(FILES[name]())
    assert [block.heading_level is not None for block in document.blocks] == [kind == HEADING for kind, _ in PARTS]


TABLES: dict[str, Callable[[], bytes]] = {"docx": making.word_table, "xlsx": making.xlsx, "pdf": making.table_pdf,
          "csv": lambda: "\n".join(";".join(row) for row in making.ROWS).encode("utf-8-sig")}  # fmt: skip


@pytest.mark.parametrize("name", TABLES)
def test_a_table_is_rows_under_headings(name: str) -> None:
    document = opened(TABLES[name]())
    rows = [block for block in document.blocks if block.kind is Kind.ROW]
    assert [tuple(cell.text for cell in row.cells) for row in rows] == making.ROWS
    assert [cell.heading for cell in rows[2].cells] == list(making.ROWS[0])
    if name in ("docx", "xlsx"):
        assert rows[2].cells[3].merged is Merged.ABOVE
        assert rows[2].cells[3].at == rows[1].cells[3].at
    require_whole(document)


def test_a_title_may_stand_above_a_table_in_a_text() -> None:
    lines = "Kontrata Sociale 2019-2023, Bashkia Shembull\n\nNr,Zotimi,Statusi\n1.1,Shkolla e re,\n1.2,Kopshti,\n"
    document = opened(lines.replace(", ", " ").encode())
    assert [len(block.cells) for block in document.blocks] == [3, 3, 3, 3]
    require_whole(document)
    said = opened(b"Kontrata Sociale\nShkolla, kopshti\nUji, pusi\nRruga, ura\n")
    assert not any(block.cells for block in said.blocks)


def test_a_document_comes_through_json() -> None:
    for made in (making.word_table(), making.pdf()):
        document = opened(made)
        assert Document.from_json(document.as_json()) == document


def test_the_documents_of_pop_as_they_are() -> None:
    folder = Path(__file__).parents[1] / "documents"
    document = opened((folder / "korce-2023.txt").read_bytes())
    require_whole(document)
    assert sum(block.text.startswith("Prioriteti ") for block in document.blocks) == 7
    assert (
        "Tek Rruga “Tefta Tashko Koço” (zona tek ish fabrika e qelqit) (Lgj 3) uji i pijshëm është i përkohshëm."
        in (texts(document))
    )
    assert not any("ё" in text for text in texts(document))
    fier = opened((folder / "fier-2019.txt").read_bytes())
    require_whole(fier)
    assert sum(block.text.startswith("Prioritet ") for block in fier.blocks) == 5
