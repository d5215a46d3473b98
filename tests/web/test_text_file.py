"""A table as text is read in any writing that is certain, and refused in one that is not."""

import time

import pytest

from pop_tracker.web.errors import Refusal
from pop_tracker.web.tables import text_file
from pop_tracker.web.tables.grid import LONGEST, MOST_COLUMNS
from pop_tracker.web.tables.text_file import MOST_LINES, books

TEXT = "niveli;teksti\nmasë;Çerdhe “Dita” – më 3 m²\n"


@pytest.mark.parametrize("writing", ["utf-8", "utf-8-sig", "utf-16", "cp1250", "cp1252"])
def test_whatever_office_programs_write_is_read(writing: str) -> None:
    text = TEXT.replace("²", "2") if writing == "cp1250" else TEXT
    _, read, _ = books(text.encode(writing))
    assert [list(row.cells) for row in read.grids[0].rows] == [line.split(";") for line in text.splitlines()]


@pytest.mark.parametrize(
    "contents",
    [
        TEXT.encode("utf-16")[:-1],
        "masë; çerdhe".encode("cp852"),
        "masë; çerdhe".encode("mac_roman"),
        "šë".encode("cp1250"),
        "“a” è".encode("cp1252"),
        "“a”".encode("cp1252"),
        b"\xeb\x81",
    ],
)
def test_a_writing_that_is_not_certain_is_refused(contents: bytes) -> None:
    with pytest.raises(Refusal, match="nuk është UTF-8"):
        list(books(contents))


def test_what_is_beyond_the_limits_is_named_with_its_count() -> None:
    wide = ",".join("a" * (MOST_COLUMNS + 3))
    read, _, _ = books("\n".join([wide, *["a"] * (LONGEST + 6)]).encode())
    assert (len(read.grids[0].rows), len(read.grids[0].rows[0].cells)) == (LONGEST, MOST_COLUMNS)
    assert [(one.count, one.what % one.values) for one in read.left_out] == [
        (7, "Rreshta të tekstit përtej rreshtit 5100"), (3, "Qeliza të tekstit përtej kolonës 40"),
    ]  # fmt: skip
    with pytest.raises(Refusal, match="më shumë se"):
        list(books(b"\n" * (MOST_LINES + 1)))


def test_a_cell_too_long_and_a_quotation_that_does_not_close_are_told_apart() -> None:
    assert next(books(b'a,"b\n')).grids[0].rows[-1].cells == [text_file._UNCLOSED]
    assert next(books(b"a," + b"b" * 200_000)).grids[0].rows[-1].cells == [text_file._LONG]


@pytest.mark.parametrize(
    "contents", [b"," * 10**7, b"," * 10**6, b'"a\n' + b"\r\n" * 90_000, ("ë" * 5 * 10**6).encode("cp1252")]
)
def test_ten_megabytes_take_no_time(contents: bytes) -> None:
    began = time.monotonic()
    list(books(contents))
    assert time.monotonic() - began < 5
