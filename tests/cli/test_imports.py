"""What a command does not need it does not import: whoever asks for help, or for a link, is answered at once."""

import subprocess
import sys

import pytest

from tests.conftest import Site
from tests.jobs.play import PROGRAM, environment

HEAVY = {"litestar", "granian", "weasyprint", "matplotlib", "numpy", "openpyxl"}


def imported(program: str, site: Site | None = None) -> set[str]:
    """The top-level names of all modules that a process has when the program ends."""
    told = subprocess.run(
        [sys.executable, "-c", f"import atexit, sys; atexit.register(lambda: print(*sys.modules)); {program}"],
        env=environment(site) if site else None, capture_output=True, text=True, check=True, timeout=120,
    )  # fmt: skip
    return {name.partition(".")[0] for name in told.stdout.splitlines()[-1].split()}


@pytest.mark.parametrize("words", [["--help"], ["work", "--help"], ["serve", "--help"]])
def test_help_imports_no_room(words: list[str]) -> None:
    names = imported(f"from pop_tracker.cli import main; main({words})")
    assert "pop_tracker" in names
    assert names & (HEAVY | {"sqlalchemy", "alembic", "babel"}) == set()


@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
def test_a_link_to_sign_in_imports_neither_site_nor_reports(training: Site) -> None:
    words = ["sign-in-link", "anila.editore@shembull.example"]
    names = imported(f"from pop_tracker.cli import main; main({words})", training)
    assert "sqlmodel" in names
    assert names & HEAVY == set()


@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
def test_what_verifies_the_record_knows_every_room(training: Site) -> None:
    """In a process that nothing else has imported them for: an entry whose room is not known seems to lack its row."""
    backup = str(training.settings.var / "site.tar.gz")
    for words in (["verify-history"], ["backup", backup], ["restore", "--force", backup]):
        ended = subprocess.run([*PROGRAM, *words], env=environment(training), capture_output=True, text=True)
        assert (ended.returncode, ended.stderr) == (0, ""), words


def test_whatever_is_served_knows_every_room() -> None:
    """Though no command imports them all on its way."""
    program = """
import pop_tracker.app, sqlmodel
from pop_tracker import history
before = set(sqlmodel.SQLModel.metadata.tables), set(history.KINDS)
import pop_tracker.tables
assert before == (set(sqlmodel.SQLModel.metadata.tables), set(history.KINDS))
"""
    subprocess.run([sys.executable, "-c", program], check=True, timeout=120)
