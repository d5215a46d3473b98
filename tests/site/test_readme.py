"""What the README says of settings and commands is what the code has."""

import re
from dataclasses import fields
from pathlib import Path

import pytest

from pop_tracker.cli import commands
from pop_tracker.settings import PREFIX, SettingError, Settings

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


def test_an_unknown_setting_is_named() -> None:
    with pytest.raises(SettingError, match="POP_TRACKER_WORKRES"):
        Settings.from_environment({"POP_TRACKER_WORKRES": "2"})


@pytest.mark.parametrize(
    ("name", "value"), [("WORKERS", "0"), ("TRUSTED_PROXIES", "x"), ("BASE_URL", "pop.al"), ("TRAINING", "yes")]
)
def test_a_setting_that_cannot_be_read_is_named(name: str, value: str) -> None:
    with pytest.raises(SettingError, match=PREFIX + name):
        Settings.from_environment({PREFIX + name: value})
