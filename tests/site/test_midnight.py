"""A run may last over midnight."""

import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from pop_tracker.web.i18n import today
from tests import midnight
from tests.conftest import Site, Stock

ROOT = Path(midnight.__file__).parents[1]
TURNS = """
import datetime
from tests import midnight

days = iter({days})
midnight.today = lambda: datetime.date(2027, 3, next(days))
pytest_plugins = ["tests.midnight"]
"""
FAILS_ONCE = """
times = []

def test_what_was_made_yesterday():
    times.append(1)
    assert len(times) == {passes_at}
"""


@pytest.mark.parametrize(
    ("days", "passes_at", "is_good"),
    [([1, 2], 2, True), ([1, 1], 2, False), ([1, 2], 3, False), ([1, 1], 1, True)],
    ids=["the day turned", "no day turned", "fails today, too", "passes"],
)
def test_what_fails_while_the_day_turns_plays_once_more(
    tmp_path: Path, days: list[int], passes_at: int, is_good: bool
) -> None:
    (tmp_path / "conftest.py").write_text(TURNS.format(days=days))
    (tmp_path / "test_it.py").write_text(FAILS_ONCE.format(passes_at=passes_at))
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-c", "/dev/null", f"--rootdir={tmp_path}"]
    told = {"cwd": tmp_path, "env": {"PYTHONPATH": str(ROOT)}}
    ran = subprocess.run([*command, str(tmp_path)], **told, capture_output=True, text=True)  # type: ignore[call-overload]
    assert (ran.returncode == 0) == is_good, ran.stdout + ran.stderr
    assert ("1 passed" if is_good else "1 failed") in ran.stdout


@pytest.mark.both
def test_what_many_tests_copy_is_made_anew_on_the_new_day(
    stock: Stock, backend: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = stock.url(backend, "unmigrated")
    assert stock.url(backend, "unmigrated") == made
    monkeypatch.setattr("tests.conftest.today", lambda: today() + timedelta(days=1))
    anew = stock.url(backend, "unmigrated")
    assert anew != made
    stock.drop(stock.copy(backend, "unmigrated", tmp_path))


def what_day(_site: Site) -> str:
    return str(today())


@pytest.mark.both
def test_what_was_played_yesterday_is_played_anew(training: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    assert training.after(what_day) == str(today())
    tomorrow = today() + timedelta(days=1)
    for name in ("tests.conftest.today", f"{__name__}.today"):
        monkeypatch.setattr(name, lambda: tomorrow)
    assert training.after(what_day) == str(tomorrow)
