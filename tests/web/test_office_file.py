"""What an office file is comes from what it says of itself, as its format defines it."""

import time

import pytest

from pop_tracker.web import office_file
from pop_tracker.web.office_file import DOCX, XLSX, kind
from tests.web.office import RELS, STRICT, USUAL
from tests.web.office import office_file as made


@pytest.mark.parametrize(
    ("contents", "is_"),
    [
        (made(), DOCX),
        (made("word/document2.xml"), DOCX),
        (made("a.xml", by_ending=True), DOCX),
        (made(target="/word/document.xml"), DOCX),
        (made(target="./x/../word/document.xml"), DOCX),
        (made("word/dok ument.xml", target="word/dok%20ument.xml"), DOCX),
        (made(target="WORD/Document.xml"), DOCX),
        (made(leads=STRICT), DOCX),
        (made("xl/libri.xml", type_=f"{XLSX}.main+xml"), XLSX),
        (made("word/document.xml", type_=f"{XLSX}.main+xml"), XLSX),
        (made("xl/workbook.xml", type_="application/vnd.ms-excel.sheet.binary.macroEnabled.main"), None),
        (made("word/document.xml", type_="application/vnd.ms-word.document.macroEnabled.main+xml"), None),
        (made(others={"word/vbaProject.bin": "Sub"}), None),
        (made(target="word/document3.xml"), None),
        (made(target="https://example.org/a.xml", mode='TargetMode="External"'), None),
        (made(mode='TargetMode="External"'), None),
        (made(others={"WORD/document.xml": "<other/>"}), None),
        (made(others={"_rels/.rels": "<Relationships"}), None),
        (made(others={"_rels/.rels": "<!DOCTYPE a [<!ENTITY a 'a'>]><a>&a;</a>"}), None),
        (made(others={"_rels/.rels": " " * (office_file.LARGEST_LIST + 1)}), None),
        (made()[:-30], None),
        (b"PK\x03\x04", None),
    ],
)
def test_its_kind_is_that_of_the_part_its_first_relationship_leads_to(contents: bytes, is_: str | None) -> None:
    assert kind(contents) == is_


def test_a_list_in_two_bytes_a_sign_is_read() -> None:
    rels = f'<?xml version="1.0" encoding="UTF-16"?><Relationships xmlns="{RELS}"><Relationship Id="r1" Type="{USUAL}" Target="word/document.xml"/></Relationships>'  # noqa: E501
    assert kind(made(others={"_rels/.rels": rels.encode("utf-16")})) == DOCX


def test_many_parts_and_many_relationships_take_no_time() -> None:
    parts = {f"a/{number}": "" for number in range(20_000)}
    leads = "".join(f'<Relationship Id="r{n}" Type="{USUAL}x" Target="no"/>' for n in range(7_000))
    contents = made(others={**parts, "_rels/.rels": f'<Relationships xmlns="{RELS}">{leads}</Relationships>'})
    many = made(others={f"a/{number}": "" for number in range(office_file.MOST_PARTS)})
    for of in (contents, many):
        began = time.monotonic()
        assert kind(of) is None
        assert time.monotonic() - began < 0.1
