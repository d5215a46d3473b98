"""A mistake in an argument or a setting is one clear line and exit status 2."""

from pathlib import Path

import pytest

from pop_tracker.cli import commands, main
from tests.cli.conftest import Command
from tests.conftest import Site

NAMES = [
    *(
        "serve",
        "work",
        "migrate",
        "seed",
        "add-person",
        "give-role",
        "reset-second-step",
        "sign-in-link",
        "verify-history",
        "backup",
        "backups",
        "restore",
    ),
    *("report", "suggest", "read-plan", "read-contract"),
]


def run(*arguments: str) -> int:
    with pytest.raises(SystemExit) as ended:
        main(list(arguments))
    return int(ended.value.code or 0)


def test_the_commands_are_these() -> None:
    assert sorted(commands.commands) == sorted(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_every_command_explains_itself(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(name, "--help") == 0
    assert f"Usage: pop-tracker {name}" in capsys.readouterr().out


def test_without_arguments_it_shows_what_there_is(capsys: pytest.CaptureFixture[str]) -> None:
    assert run() == 2
    shown = capsys.readouterr().err
    assert all(name in shown for name in NAMES)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["nope"], "'nope'"),
        (["serve", "--port", "eighty"], "--port"),
        (["serve", "--port", "70000"], "--port"),
        (["serve", "--workers", "0"], "--workers"),
        (["seed", "/no/such/folder"], "/no/such/folder"),
        (["migrate", "extra"], "extra"),
        (["sign-in-link"], "EMAIL"),
        (["add-person", "give-role", "a@b.example", "--name", "A", "--role", "king"], "king"),
        (["add-person", "give-role", "a@b.example", "--name", "A"], "--role"),
        (["verify-history", "--expect", "12"], "--expect"),
        (["verify-history", "--expect", "12:abc"], "--expect"),
        (["verify-history", "--expect", f"-1:{'0' * 64}"], "--expect"),
        (["backup"], "FILE"),
        (["restore", "/no/such/file"], "/no/such/file"),
    ],
)
def test_a_wrong_argument_is_one_line(arguments: list[str], says: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(*arguments) == 2
    written = capsys.readouterr()
    assert written.out == ""
    assert written.err.startswith("pop-tracker: ")
    assert says in written.err
    assert written.err.count("\n") == 1


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("WORKERS", "many"),
        ("WORKERS", "0"),
        ("TRAINING", "yes"),
        ("BASE_URL", "example.al"),
        ("TRUSTED_PROXIES", "next door"),
        ("DATABASE_URL", "nothing"),
        ("DATABASE_URL", "oracle7://somewhere/x"),
        ("HEAD_SECONDS", "soon"),
        ("COLOUR", "blue"),
    ],
)
def test_a_wrong_setting_is_one_line_that_names_it(
    name: str, value: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(f"POP_TRACKER_{name}", value)
    assert run("verify-history") == 2
    written = capsys.readouterr()
    assert written.err.startswith(f"pop-tracker: POP_TRACKER_{name}: ")
    assert written.err.count("\n") == 1


def test_a_database_that_does_not_answer_is_one_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("POP_TRACKER_DATABASE_URL", "postgresql://someone:secret@127.0.0.1:1/x")
    assert run("verify-history") == 1
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert "secret" not in said


def test_nothing_runs_on_a_database_without_tables(
    command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("POP_TRACKER_VAR", str(tmp_path))
    for arguments in (["seed"], ["verify-history"], ["sign-in-link", "a@b.example"], ["serve"], ["backup", "x"]):
        assert run(*arguments) == 1
        assert "run `pop-tracker migrate`" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_a_database_of_a_newer_program_is_left_alone(empty: Site, command: Command) -> None:
    with empty.database.writing() as session:
        session.connection().exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    ending = command(empty, "seed")
    assert ending.status == 1
    assert "9999, made by a newer pop-tracker" in ending.err
