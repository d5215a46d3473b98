"""Tables that come as files: each mistake is named with file and line."""

from pathlib import Path

import pytest

from pop_tracker.web.tables.seed_rows import Row, SheetError, read_sheet


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    return tmp_path / "sheet.csv"


def rows(file: Path, contents: str | bytes) -> list[Row]:
    file.write_bytes(contents if isinstance(contents, bytes) else contents.encode())
    return list(read_sheet(file, "slug,name"))


def refused(file: Path, contents: str | bytes) -> str:
    with pytest.raises(SheetError) as error:
        rows(file, contents)
    return str(error.value).removeprefix(str(file))


def test_rows_know_their_line_and_are_stripped(sheet: Path) -> None:
    [first, second] = rows(sheet, 'slug,name\n korce , Korçë\n\nfier,"Fier, qendër"\n')
    assert (first["slug"], first["name"], first.line) == ("korce", "Korçë", 2)
    assert (second["name"], second.line) == ("Fier, qendër", 4)


def test_a_file_that_is_not_there_has_no_rows(sheet: Path) -> None:
    assert list(read_sheet(sheet, "slug,name")) == []


def test_windows_line_ends_and_none_at_the_end_are_taken(sheet: Path) -> None:
    assert [row["name"] for row in rows(sheet, "slug,name\r\na,b\r\nc,d")] == ["b", "d"]


@pytest.mark.parametrize(
    ("contents", "says"),
    [
        ("", ":1: columns are , expected slug,name"),
        ("slug\na\n", ":1: columns are slug, expected slug,name"),
        ("name,slug\n", ":1: columns are name,slug, expected slug,name"),
        ("slug,name\na,b\nc\n", ":3: 1 cells, expected 2"),
        ("slug,name\na,b,c\n", ":2: 3 cells, expected 2"),
        ('slug,name\n"a,b\n', ":2: unexpected end of data"),
        ("slug,name\nkorçë,x\n".encode("latin-1"), ":1: not UTF-8: invalid continuation byte at byte 13"),
    ],
)
def test_a_mistake_is_named(sheet: Path, contents: str | bytes, says: str) -> None:
    assert refused(sheet, contents) == says


def test_an_empty_cell_that_is_required_is_named(sheet: Path) -> None:
    [row] = rows(sheet, "slug,name\na, \n")
    with pytest.raises(SheetError, match=r"sheet\.csv:2: name is empty"):
        row.required("name")
    assert row.required("slug") == "a"


def test_lists_in_a_cell(sheet: Path) -> None:
    [row] = rows(sheet, "slug,name\na; b ;,x|y|\n")
    assert row.items_of("slug") == ["a", "b"]
    assert row.items_of("name", "|") == ["x", "y"]
