"""Writes the next migration: what the tables of the code have and the migrations lack.

`make migration NAME=add_something` runs it in a checkout. Alembic compares the tables with a database of its own, in
which every migration has run; what it cannot see is told beside the path of what was written.
"""

import re
import subprocess
import sys
import tempfile
from pathlib import Path

from alembic import command
from alembic.operations.ops import MigrationScript
from alembic.script import ScriptDirectory

from pop_tracker.cli import schema
from pop_tracker.database import Database

NAME = re.compile(r"[a-z]+(_[a-z0-9]+)*")
LONGEST = 40
LOOK_AT = """\
Before you run it, look at
- CHECKs: they are not compared. A new word of an enumeration or a new rule of a table is written by hand, for both
  databases and without copying a table that others refer to; 0004 shows how.
- data: where rows exist, a column that may not be empty needs a server_default. A thing of the public record must not
  come to say something new by it: only what is empty or false is left out when old entries are verified.
- both databases: .venv/bin/pytest tests/site/test_migrations.py"""


class BadName(ValueError):
    """No migration can have this name; the message says what one looks like."""


def write(name: str, migrations: Path = schema.MIGRATIONS) -> Path | None:
    """The file written; None where tables and migrations agree already. Raises BadName."""
    if not NAME.fullmatch(name) or len(name) > LONGEST:
        raise BadName(f"{name!r} is no name: add_something, small letters, at most {LONGEST}")
    number = int(ScriptDirectory(str(migrations)).get_current_head() or 0) + 1
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{folder}/newest.sqlite3")
        with database.engine.execution_options(write=True).begin() as connection:
            config = schema.config(connection, migrations)
            config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
            command.upgrade(config, "head")
            command.revision(
                config,
                name.replace("_", " "),
                autogenerate=True,
                rev_id=f"{number:04}",
                process_revision_directives=_nothing_for_nothing,
            )
        database.dispose()
    path = migrations / "versions" / f"{number:04}_{name}.py"
    if not path.exists():
        return None
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join(line for line in lines if "# ### " not in line), encoding="utf-8")
    for tidy in ("check --fix --exit-zero", "format"):
        subprocess.run([Path(sys.executable).with_name("ruff"), *tidy.split(), "--quiet", path], check=True)
    return path


def _nothing_for_nothing(_context: object, _revision: object, directives: list[MigrationScript]) -> None:
    """Alembic would write an empty migration."""
    if all(operations.is_empty() for operations in directives[0].upgrade_ops_list):
        directives.clear()


def main() -> None:
    try:
        path = write(" ".join(sys.argv[1:]))
    except BadName as bad:
        sys.exit(f"{bad}. Say make migration NAME=add_something")
    if path is None:
        print("The tables are what the migrations make of them: nothing to write.")
        print("(CHECKs are not compared; for one of them copy the newest migration and write it by hand.)")
    else:
        print(f"{path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path}\n{LOOK_AT}")


if __name__ == "__main__":
    main()
