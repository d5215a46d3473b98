"""A run that lasts over midnight in Tirana.

What was made the day before says other things of "today": databases and plays that many tests copy are made anew
on the new day (`conftest.Stock`, `Site.after` keep them by day), and a test that failed while the day turned plays
once more. No other failure is forgiven.
"""

import pytest
from _pytest.runner import runtestprotocol

from pop_tracker.web.i18n import today


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item, nextitem: pytest.Item | None) -> bool:
    began = today()
    item.ihook.pytest_runtest_logstart(nodeid=item.nodeid, location=item.location)
    reports = runtestprotocol(item, log=False, nextitem=nextitem)
    if today() != began and any(report.failed for report in reports):
        item._initrequest()  # type: ignore[attr-defined]  # fixtures anew
        reports = runtestprotocol(item, log=False, nextitem=nextitem)
    for report in reports:
        item.ihook.pytest_runtest_logreport(report=report)
    item.ihook.pytest_runtest_logfinish(nodeid=item.nodeid, location=item.location)
    return True
