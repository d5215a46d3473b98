"""Seeding: twice is once, and a bad row loads nothing."""

import shutil
from pathlib import Path

import pytest

from pop_tracker import history
from pop_tracker.web.shipped import shipped
from tests.cli.conftest import Command
from tests.conftest import Site

pytestmark = pytest.mark.both


def head(site: Site) -> history.Head:
    with site.database.reading() as session:
        return history.head(session)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the training seeds, to be damaged."""
    return Path(shutil.copytree(shipped("seeds") / "training", tmp_path / "seeds"))


def damage(file: Path, line: int, old: str, new: str) -> None:
    lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
    assert old in lines[line - 1]
    lines[line - 1] = lines[line - 1].replace(old, new)
    file.write_text("".join(lines), encoding="utf-8")


def test_a_second_time_changes_nothing(training: Site, command: Command) -> None:
    before = head(training)
    ending = command(training, "seed", shipped("seeds") / "training")
    assert (ending.status, ending.out) == (0, "nothing new\n")
    assert head(training) == before


def test_an_empty_database_is_filled_and_verifies(empty: Site, command: Command) -> None:
    assert command(empty, "seed", shipped("seeds") / "training").status == 0
    assert head(empty).number > 0
    assert command(empty, "verify-history").status == 0


def test_a_folder_without_sheets_loads_nothing(empty: Site, command: Command, tmp_path: Path) -> None:
    assert command(empty, "seed", tmp_path).out == "nothing new\n"


@pytest.mark.parametrize(
    ("file", "line", "old", "new"),
    [
        ("territory/municipalities.csv", 3, ",", ",,"),
        ("territory/municipalities.csv", 1, "slug", "name_of_it"),
        ("territory/administrative_units.csv", 2, "shembull", "askund"),
        ("accounts/people.csv", 2, "organizata-a", "organizata-z"),
        ("contracts/commitments.csv", 2, "shembull", "askund"),
        ("monitoring/assessments.csv", 2, "_addressed", "_done"),
    ],
)
def test_a_bad_row_stops_with_file_and_line_and_loads_nothing(
    empty: Site, command: Command, folder: Path, file: str, line: int, old: str, new: str
) -> None:
    damage(folder / file, line, old, new)
    ending = command(empty, "seed", folder)
    assert ending.status == 1
    assert f"{folder / file}:{line}: " in ending.err
    assert ending.err.count("\n") == 1
    assert head(empty).number == 0


def test_bytes_that_are_no_utf8_are_told(empty: Site, command: Command, folder: Path) -> None:
    file = folder / "territory/municipalities.csv"
    file.write_bytes(file.read_bytes() + "Korçë".encode("latin-1"))
    ending = command(empty, "seed", folder)
    assert ending.status == 1
    assert "not UTF-8" in ending.err
