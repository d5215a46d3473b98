"""Migrating: once is enough, and several at the same moment are one."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from pop_tracker import verification
from pop_tracker.cli.backup import clear
from pop_tracker.cli.schema import revision_of
from tests.cli.conftest import Command
from tests.conftest import Site

pytestmark = pytest.mark.both


def without_tables(site: Site) -> None:
    with site.database.engine.execution_options(write=True).begin() as connection:
        clear(connection)


def test_a_second_time_changes_nothing(empty: Site, command: Command) -> None:
    for _ in range(2):
        ending = command(empty, "migrate")
        assert (ending.status, ending.err) == (0, "")


def test_answers_of_an_earlier_version_are_tied_once_to_whoever_gave_them(training: Site, command: Command) -> None:
    with training.database.engine.execution_options(write=True).begin() as connection:
        connection.exec_driver_sql("UPDATE signature SET candidate_id = NULL, office_id = NULL")
    assert command(training, "migrate").out == "4 answers tied to whoever gave them\n"
    assert command(training, "migrate").out == ""
    with training.database.reading() as session:
        assert list(verification.verify(session)) == []


def test_several_at_once_leave_one_schema(empty: Site, tmp_path: Path) -> None:
    without_tables(empty)
    environment = {**os.environ, "POP_TRACKER_DATABASE_URL": empty.settings.url, "POP_TRACKER_VAR": str(tmp_path)}
    command = [str(Path(sys.executable).parent / "pop-tracker"), "migrate"]
    migrating = [subprocess.Popen(command, env=environment) for _ in range(3)]
    assert [process.wait(60) for process in migrating] == [0, 0, 0]
    with empty.database.engine.connect() as connection:
        assert revision_of(connection) is not None
