"""The command as a function: `command(site, "seed")` runs it on the site and tells how it ended."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from pop_tracker.cli import main
from tests.conftest import Site


@dataclass(frozen=True)
class Ending:
    status: int
    out: str
    err: str


Command = Callable[..., Ending]


@pytest.fixture
def command(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Command:
    def run(site: Site, *arguments: object) -> Ending:
        monkeypatch.setenv("POP_TRACKER_DATABASE_URL", site.settings.database_url)
        monkeypatch.setenv("POP_TRACKER_VAR", str(site.settings.var))
        monkeypatch.setenv("POP_TRACKER_BASE_URL", site.settings.base_url)
        monkeypatch.setenv("POP_TRACKER_TRAINING", "1" if site.settings.training else "0")
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            main([str(argument) for argument in arguments])
        written = capsys.readouterr()
        return Ending(int(ended.value.code or 0), written.out, written.err)

    return run
