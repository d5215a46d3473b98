"""What the README says of settings and commands is what the code has."""

import json
import re
from dataclasses import fields
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from pop_tracker.cli import commands, working
from pop_tracker.settings import PREFIX, SettingError, Settings
from pop_tracker.web import duties
from tests.conftest import Site

README = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")


def test_the_table_of_settings_is_the_code() -> None:
    table = dict(re.findall(r"^\| `(POP_TRACKER_\w+)` \| [^|]* \| ([^|]*) \|$", README, re.MULTILINE))
    assert table == {PREFIX + f.name.upper(): f.metadata["doc"] for f in fields(Settings)}


def test_the_list_of_commands_is_the_code() -> None:
    for name in commands.commands:
        assert f"`{name}" in README, name


def test_every_target_of_the_makefile_is_told() -> None:
    makefile = (Path(__file__).parents[2] / "Makefile").read_text(encoding="utf-8")
    for target in re.findall(r"^([\w-]+):.*## ", makefile, re.MULTILINE):
        assert f"make {target}" in README, target


@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
def test_what_healthz_says_is_told_with_its_names(training: Site) -> None:
    told = re.search(r'^\{"database".*\}$', README, re.MULTILINE)
    assert told
    assert _names(json.loads(told.group())) == _names(training.client().get("/healthz").json())
    for number in (f"more than {WORDS[duties.LATE]}", "`age_seconds`", "`late`"):
        assert number in README


WORDS = {timedelta(minutes=10): "ten minutes"}


def _names(told: Any) -> Any:
    return {name: _names(value) for name, value in told.items()} if isinstance(told, dict) else None


def test_the_unit_of_systemd_starts_a_command_and_starts_it_again() -> None:
    (unit,) = re.findall(r"^\[Unit\]\n.*?^```$", README, re.MULTILINE | re.DOTALL)
    (command,) = re.findall(r"^ExecStart=\S*/pop-tracker (\w+)$", unit, re.MULTILINE)
    assert command in commands.commands
    assert "\nRestart=always\n" in unit
    (seconds,) = re.findall(r"^TimeoutStopSec=(\d+)$", unit, re.MULTILINE)
    assert int(seconds) > 3 * working.REST


def test_an_unknown_setting_is_named() -> None:
    with pytest.raises(SettingError, match="POP_TRACKER_WORKRES"):
        Settings.from_environment({"POP_TRACKER_WORKRES": "2"})


@pytest.mark.parametrize(
    ("name", "value"), [("WORKERS", "0"), ("TRUSTED_PROXIES", "x"), ("BASE_URL", "pop.al"), ("TRAINING", "yes")]
)
def test_a_setting_that_cannot_be_read_is_named(name: str, value: str) -> None:
    with pytest.raises(SettingError, match=PREFIX + name):
        Settings.from_environment({PREFIX + name: value})
