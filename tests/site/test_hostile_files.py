"""While the largest files are read that a door takes, each made to be slow, the site answers whoever reads it."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from pop_tracker.web.cookies import SESSION_COOKIE
from pop_tracker.web.limited import AT_ONCE
from tests.cast import EDITOR
from tests.conftest import Site
from tests.site.hostile_files import QUICK, SLOW, made

IMPORT = "/puna/planet/shembull-2024/importi"
ANSWERED_WITHIN = 1.0
"""Seconds; more only on a machine that is slow before the file comes."""


def all_are_answered_while(site: Site, make: Callable[[], bytes], several: int) -> set[int]:
    """Sends the file, `several` at once, and asks for pages meanwhile. What the senders were answered."""
    cookies = {SESSION_COOKIE: site.session_secret(EDITOR)}
    cookies["pop_csrf"] = token = httpx.get(f"{site.address}{IMPORT}", cookies=cookies).cookies["pop_csrf"]
    contents = made(make)
    assert len(contents) < 10 * 1024 * 1024

    form = httpx.Request(
        "POST", f"{site.address}{IMPORT}", data={"_csrf_token": token, "source": "x"}, files={"file": ("x", contents)},
        cookies=cookies, headers={"Origin": site.address},
    )  # fmt: skip
    form.read()  # not while the clock runs

    def send() -> int:
        with httpx.Client(timeout=60) as sender:
            return sender.send(form).status_code

    _seconds(site)  # the first page of a kind takes longer
    calm = max(_seconds(site) for _ in range(3))
    with ThreadPoolExecutor(several) as senders:
        sent = [senders.submit(send) for _ in range(several)]
        seconds = []
        while not all(one.done() for one in sent):
            seconds.append(_seconds(site))
            time.sleep(0.1)
        assert max(seconds) < max(ANSWERED_WITHIN, 3 * calm), (calm, sorted(seconds)[-5:])
        return {one.result() for one in sent}


def _seconds(site: Site) -> float:
    """That the slower of two answers took; neither is kept."""
    slowest = 0.0
    for path in ("/healthz", f"/zotimet?q=x{time.time_ns()}"):
        began = time.monotonic()
        assert httpx.get(f"{site.address}{path}", timeout=10).status_code == 200
        slowest = max(slowest, time.monotonic() - began)
    return slowest


def test_a_file_made_to_be_slow_holds_no_reader_up(served: Site) -> None:
    for make in QUICK.values():
        assert all_are_answered_while(served, make, 1) == {422}


@pytest.mark.long
@pytest.mark.parametrize("name", SLOW)
def test_none_of_many_does(served: Site, name: str) -> None:
    """One more than are read at once: it waits, or is told to come again."""
    assert all_are_answered_while(served, SLOW[name], AT_ONCE + 1) <= {422, 503}
