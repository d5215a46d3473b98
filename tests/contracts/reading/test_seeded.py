"""Contracts of the record, read from the texts that they were entered from: exactly what a person entered."""

import csv
import io
from collections.abc import Iterator, Sequence
from html import escape
from itertools import groupby
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
import weasyprint  # type: ignore[import-untyped]

from pop_tracker.contracts.reading.blocks import Block, Document, Kind
from pop_tracker.contracts.reading.formats import odt, page, pdf, sheet, text, word
from pop_tracker.contracts.reading.formats.opening import opened
from pop_tracker.contracts.reading.outline import outline
from pop_tracker.contracts.reading.result import ReadContract
from pop_tracker.contracts.reading.territories import in_files
from tests.contracts.reading.files import making
from tests.contracts.reading.files.tesseract import needs_tesseract
from tests.contracts.reading.whole import require_listed

SEEDS = Path("seeds")
KORCE = Path(__file__).parent / "documents/korce-2023.txt"
FIER = Path(__file__).parent / "documents/fier-2019.txt"
TERRITORIES = in_files(SEEDS)
_GROUPS = {"PRIORITETET KRYESORE": "main", "PRIORITETE TË TJERA": "other", None: ""}


def _rows(name: str, contract: str) -> Iterator[dict[str, str]]:
    with (SEEDS / "contracts" / name).open() as file:
        yield from (row for row in csv.DictReader(file) if row["contract"] == contract)


def _require_seeded(document: Document, slug: str) -> ReadContract:
    contract = outline(document, TERRITORIES)
    require_listed(document, contract)
    assert [(str(one.number), one.title, _GROUPS[one.group]) for one in contract.priorities] == [
        (row["number"], row["title"], row["group"]) for row in _rows("priorities.csv", slug)
    ]
    said = [(one.ref, one.text) for one in contract.priorities if one.flat] + [
        (point.ref, point.text) for point in contract.points
    ]
    assert said == [(row["ref"], row["text"]) for row in _rows("commitments.csv", slug)]
    return contract


def test_korce() -> None:
    contract = _require_seeded(text.document(KORCE.read_bytes()), "korce-2023")
    assert (contract.municipality, contract.term_from, contract.term_until) == ("korce", 2023, 2027)
    assert contract.title == "KONTRATA SOCIALE 2023 – 2027 BASHKIA KORÇË"
    assert len(contract.priorities) == 7
    assert sum(len(one.points) for one in contract.priorities) == 22
    assert [(one.ref, one.why) for one in contract.unsure] == [
        ("1.4.a", "Rreshti sipër mbaron me dy pika: shihni nëse kjo është nënpikë e tij."),
        ("1.4.b", "Rreshti sipër mbaron me dy pika: shihni nëse kjo është nënpikë e tij."),
        ("3.1", "Nuk dihet cila njësi administrative është: zgjidheni ju."),
        ("4.1", "Nuk dihet cila njësi administrative është: zgjidheni ju."),
    ]


def test_units_of_korce_are_suggested_and_none_is_taken_for_sure_that_the_record_does_not_say() -> None:
    contract = outline(text.document(KORCE.read_bytes()), TERRITORIES)
    known = {row["ref"]: row["units"].split("; ") for row in _rows("commitments.csv", "korce-2023")}
    suggested = {point.ref: [place for place in point.places if place.unit] for point in contract.points}
    for ref, places in suggested.items():
        for place in places:
            assert not place.sure or place.unit in known[ref]
    found = {ref for ref, places in suggested.items() if {place.unit for place in places} >= set(known[ref])}
    assert found == {"4.2", "4.3", "5.2", "7.2", "7.3"}


def test_fier() -> None:
    contract = _require_seeded(text.document(FIER.read_bytes()), "fier-2019")
    assert contract.municipality == "fier"
    with (SEEDS / "monitoring/assessments.csv").open() as file:
        verdicts = [row["status"] for row in csv.DictReader(file) if row["contract"] == "fier-2019"]
    assert [one.status for one in contract.priorities] == verdicts
    assert not any(one.points for one in contract.priorities)


def _lists(blocks: Sequence[Block]) -> Iterator[tuple[bool, list[str]]]:
    """Runs of items and runs of paragraphs, their words escaped."""
    for is_list, run in groupby(blocks, key=lambda block: block.kind is Kind.ITEM):
        yield is_list, [escape(block.text) for block in run]


def _html(blocks: Sequence[Block]) -> str:
    body = ""
    for is_list, texts in _lists(blocks):
        tag = "li" if is_list else "p"
        made = "".join(f"<{tag}>{words}</{tag}>" for words in texts)
        body += f"<ul>{made}</ul>" if is_list else made
    style = "@page{size:A4;margin:2.5cm;@bottom-center{content:counter(page)}}"
    return f"<!DOCTYPE html><html lang=sq><meta charset=utf-8><title>x</title><style>{style}</style><body>{body}</html>"


def _word(blocks: Sequence[Block]) -> bytes:
    made = docx.Document()
    for block in blocks:
        made.add_paragraph(block.text, style="List Bullet" if block.kind is Kind.ITEM else None)
    return _saved(made)


def _odt(blocks: Sequence[Block]) -> bytes:
    body = ""
    for is_list, texts in _lists(blocks):
        made = [f"<text:p>{words}</text:p>" for words in texts]
        items = "".join(f"<text:list-item>{one}</text:list-item>" for one in made)
        body += f'<text:list text:style-name="L1">{items}</text:list>' if is_list else "".join(made)
    return making.odt(body)


def _workbook(blocks: Sequence[Block]) -> bytes:
    made = openpyxl.Workbook()
    rows: Any = made.active
    for block in blocks:
        rows.append([f"{block.marker} {block.text}".strip()])
    return _saved(made)


def _table(blocks: Sequence[Block]) -> bytes:
    """As somebody who knows spreadsheets writes it: a row for each point."""
    made = openpyxl.Workbook()
    rows: Any = made.active
    rows.append(["KONTRATA SOCIALE 2023 – 2027, BASHKIA KORÇË"])
    rows.append(["Grupi", "Prioriteti", "Nr.", "Pika", "Nënpika"])
    groups = {kind: title for title, kind in _GROUPS.items() if title}
    texts = {row["ref"]: row["text"] for row in _rows("commitments.csv", "korce-2023")}
    for heading in _rows("priorities.csv", "korce-2023"):
        for ref, words in texts.items():
            number, _, letter = ref.partition(".")[2].partition(".")
            if ref.split(".")[0] == heading["number"]:
                above = texts[ref.rpartition(".")[0]] if letter else words
                title = f"Prioriteti {heading['number']}. {heading['title']}"
                point = f"{heading['number']}.{number}"
                rows.append([groups[heading["group"]], title, point, above, words if letter else ""])
    return _saved(made)


@pytest.fixture(scope="module")
def blocks() -> Sequence[Block]:
    return text.document(KORCE.read_bytes()).blocks


def test_korce_as_word(blocks: Sequence[Block]) -> None:
    _require_seeded(word.document(_word(blocks)), "korce-2023")


def test_korce_as_odt(blocks: Sequence[Block]) -> None:
    _require_seeded(odt.document(_odt(blocks)), "korce-2023")


def test_korce_as_a_page(blocks: Sequence[Block]) -> None:
    _require_seeded(page.document(_html(blocks).encode()), "korce-2023")


def test_korce_as_a_pdf(blocks: Sequence[Block]) -> None:
    _require_seeded(pdf.document(weasyprint.HTML(string=_html(blocks)).write_pdf(), {}), "korce-2023")


def test_korce_as_a_workbook(blocks: Sequence[Block]) -> None:
    _require_seeded(sheet.document(_workbook(blocks)), "korce-2023")
    _require_seeded(sheet.document(_table(blocks)), "korce-2023")


@needs_tesseract
def test_korce_as_a_scan(blocks: Sequence[Block]) -> None:
    contents = making.scanned(weasyprint.HTML(string=_html(blocks)).write_pdf())
    _require_seeded(opened(contents), "korce-2023")


def _saved(made: Any) -> bytes:
    kept = io.BytesIO()
    made.save(kept)
    return kept.getvalue()
