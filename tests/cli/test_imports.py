"""What a command does not need it does not import: whoever asks for help, or for a link, is answered at once."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from pop_tracker.cli import commands
from tests.conftest import Site
from tests.jobs.play import environment

SITE = {"litestar", "granian", "wtforms", "jinja2", "govuk_frontend_jinja"}
GATHERED = {f"pop_tracker.browse{name}" for name in ("", ".digest", ".gathered", ".record", ".record.titles")}
"""Of the reading room, what the daily mail reads; it holds no door."""
FILES = {"weasyprint", "resvg_py", "openpyxl", "docx"}
"""What reads or draws a file of some kind: where no such file is, nothing of it is wanted."""
TABLES = {"sqlalchemy", "sqlmodel", "alembic", "psycopg", "pydantic"}


def modules(words: list[str], site: Site | None = None) -> set[str]:
    """The modules that a process of the command has when it ends, which it does without fault."""
    program = "import atexit, sys; atexit.register(lambda: print(*sys.modules)); from pop_tracker.cli import main; "
    told = subprocess.run(
        [sys.executable, "-c", f"{program}main({words})"],
        env=environment(site) if site else None, capture_output=True, text=True, timeout=120,
    )  # fmt: skip
    assert (told.returncode, told.stderr) == (0, "")
    return set(told.stdout.splitlines()[-1].split())


def unwanted(found: set[str], names: set[str]) -> set[str]:
    """The libraries of these names, and the doors of every room, which only a server opens."""
    assert "pop_tracker.cli" in found
    door = re.compile(r"pop_tracker\.(?:browse|\w+\.pages)\b")
    doors = {name for name in found if door.match(name)}
    return doors | (names & {name.partition(".")[0] for name in found})


HELP = [["--help"], ["--version"], *([name, "--help"] for name in sorted(commands.commands))]


def test_help_imports_no_table() -> None:
    """Of no command: one process is asked for all of it, and says what came with what."""
    program = f"""
import sys
from pop_tracker.cli import main
before = set()
for words in {HELP}:
    try:
        main(words)
    except SystemExit as ending:
        assert not ending.code, words
    print("AFTER", *words, "CAME", *(set(sys.modules) - before))
    before = set(sys.modules)
"""
    told = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=120)
    assert (told.returncode, told.stderr) == (0, "")
    came = [line.partition(" CAME ") for line in told.stdout.splitlines() if line.startswith("AFTER ")]
    assert len(came) == len(HELP) > 10
    assert "pop_tracker.cli" in came[0][2].split()
    for after, _, found in came:
        assert unwanted({"pop_tracker.cli", *found.split()}, SITE | FILES | TABLES) == set(), after


def test_suggestions_import_neither_tables_nor_site(tmp_path: Path) -> None:
    commitments, items = tmp_path / "c.json", tmp_path / "i.json"
    for file in (commitments, items):
        file.write_text('[{"id": "1", "text": "Rruga e fshatit Vreshtat"}]', encoding="utf-8")
    found = modules(["suggest", str(commitments), str(items)])
    assert unwanted(found, SITE | FILES | TABLES | {"babel"}) == set()
    rooms = {name.split(".")[1] for name in found if name.startswith("pop_tracker.")}
    assert rooms == {"cli", "matching", "settings", "web"}


@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    "words",
    [
        ["migrate"],
        ["seed"],
        ["add-person", "ana@shembull.example", "--name", "Ana", "--role", "coordinator"],
        ["sign-in-link", "anila.editore@shembull.example"],
        ["verify-history"],
        ["backup", "site.tar.gz"],
        ["restore", "--force", "site.tar.gz"],
    ],
    ids=lambda words: words[0],
)
def test_what_works_on_the_record_imports_neither_site_nor_reports(training: Site, words: list[str]) -> None:
    """But every room, where it verifies: an entry whose room is not known seems to lack its row."""
    folder = training.settings.var
    words = [str(folder / word) if word.endswith(".gz") else word for word in words]
    if words[0] == "restore":
        modules(["backup", words[-1]], training)
    found = modules(words, training)
    assert "sqlalchemy" in found
    assert unwanted(found, SITE | FILES) == set()


def test_background_work_imports_no_door() -> None:
    """It has no web server in it, and what draws a report comes with the first report."""
    program = "import sys, pop_tracker.cli, pop_tracker.tables, pop_tracker.jobs; print(*sys.modules)"
    told = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=120)
    drawing = {"weasyprint", "resvg_py", "openpyxl"}
    assert unwanted(set(told.stdout.split()), {"litestar", "granian", "wtforms"} | drawing) <= GATHERED


@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
def test_a_report_imports_what_its_kind_of_file_needs(training: Site, tmp_path: Path) -> None:
    words = ["report", "shembull-2023", "1", "--format", "html", "--output", str(tmp_path / "raporti.html")]
    others = {"litestar", "granian", "wtforms", "weasyprint", "resvg_py", "docx", "openpyxl"}
    assert unwanted(modules(words, training), others) == set()


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
