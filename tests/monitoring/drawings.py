"""Charts of reports, each drawn once in a process: drawing takes most of the time in which a report is made."""

from collections.abc import Callable

import pytest

from pop_tracker.monitoring.report import files as report_files
from pop_tracker.monitoring.report.charts import CHARTS
from pop_tracker.monitoring.report.contents import RoundReport
from pop_tracker.web.i18n import Words

Draw = Callable[[RoundReport, str, Words], bytes]
drawn: dict[tuple[str, ...], bytes] = {}


def draw_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a chart shows is its rows in the reader's language; for tests that are about something else."""
    for kind in ("svg", "png"):
        monkeypatch.setattr(report_files, kind, _once(kind, getattr(report_files, kind)))


def _once(kind: str, draw: Draw) -> Draw:
    def once(report: RoundReport, name: str, said: Words) -> bytes:
        shown = (kind, name, said.language, repr(CHARTS[name](report, said)))
        if shown not in drawn:
            drawn[shown] = draw(report, name, said)
        return drawn[shown]

    return once
