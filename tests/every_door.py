"""A whole run ends with the doors that nobody came through on PostgreSQL, and fails if there are any.

Everything is played on SQLite; what shows itself on PostgreSQL alone is marked `both`, and so is one test of every
door: a GET that was answered, a POST that was accepted.
"""

import re
from pathlib import Path
from typing import Any

import pytest

from tests.postgresql import installed

ROUTES = Path(__file__).parent / "site" / "routes.txt"
came_through: set[str] = set()
"""`METHOD /path` as it was asked, by this process or one of its workers."""


def note(method: str, path: str, status: int, location: str = "") -> None:
    """`location` is where the answer leads on to; who is sent to sign in did not come through."""
    if status < 400 and "/hyrje?" not in location:
        came_through.add(f"{'GET' if method == 'HEAD' else method} {path.partition('?')[0]}")


def never_opened() -> list[str]:
    routes = ROUTES.read_text(encoding="utf-8").splitlines()
    pattern = {route: re.compile(re.sub(r"\\\{.*?\\\}", "[^/]+", re.escape(route))) for route in routes}
    # What is spelled out goes before what stands for many.
    in_order = sorted(routes, key=lambda route: (route.count("{"), route))
    opened = set()
    for path in came_through:
        asked = re.sub(r" /en(/|$)", " /", path)
        opened.add(next((route for route in in_order if pattern[route].fullmatch(asked)), ""))
    return [route for route in routes if route not in opened]


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    came_through.update(getattr(node, "workeroutput", {}).get("came_through", ()))


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    config = session.config
    if (output := getattr(config, "workeroutput", None)) is not None:
        output["came_through"] = sorted(came_through)
    elif exitstatus == 0 and _plays_on_postgresql(config) and never_opened():
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    if _plays_on_postgresql(config) and (closed := never_opened()):
        terminalreporter.section("never opened on PostgreSQL: mark a test of each `both`")
        for door in closed:
            terminalreporter.write_line(door)


def _plays_on_postgresql(config: pytest.Config) -> bool:
    """A whole run, where there is one to play on; `pytest -m postgresql` is as much of it as tells of the doors."""
    if installed() is None or config.option.keyword:
        return False
    return config.args_source is config.ArgsSource.TESTPATHS and config.option.markexpr in ("", "postgresql")
