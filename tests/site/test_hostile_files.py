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
from tests.contracts.play import hidden
from tests.contracts.reading.files.hostile import REFUSED
from tests.site.hostile_files import QUICK, SLOW, made

IMPORT = "/puna/planet/shembull-2024/importi"
CONTRACT = "/puna/kontratat/nga-skedari"
SLOW_TO_READ = ["elements without end", "a PDF of 180,000 objects", "an ODT that unpacks without end"]
ANSWERED_WITHIN = 1.0
"""Seconds; more only on a machine that is slow before the file comes."""


def all_are_answered_while(site: Site, door: str, make: Callable[[], bytes], several: int) -> set[int]:
    """Sends the file, `several` at once, and asks for pages meanwhile. What the senders were answered."""
    cookies = {SESSION_COOKIE: site.session_secret(EDITOR)}
    page = httpx.get(f"{site.address}{door}", cookies=cookies)
    cookies["pop_csrf"] = token = page.cookies["pop_csrf"]
    fields = {"_csrf_token": token, **({"nonce": hidden(page, "nonce")} if door == CONTRACT else {"source": "x"})}
    contents = made(make)
    assert len(contents) < 10 * 1024 * 1024

    form = httpx.Request(
        "POST", f"{site.address}{door}", data=fields, files={"file": ("x", contents)}, cookies=cookies,
        headers={"Origin": site.address},
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
        assert all_are_answered_while(served, IMPORT, make, 1) == {422}


@pytest.mark.parametrize("name", SLOW_TO_READ)
def test_nor_does_one_where_a_contract_is_asked_for(served: Site, name: str) -> None:
    assert all_are_answered_while(served, CONTRACT, REFUSED[name], 1) == {422}


@pytest.mark.long
@pytest.mark.parametrize("door", [IMPORT, CONTRACT])
@pytest.mark.parametrize("name", SLOW)
def test_none_of_many_does(served: Site, name: str, door: str) -> None:
    """One more than are read at once: it waits, or is told to come again."""
    assert all_are_answered_while(served, door, SLOW[name], AT_ONCE + 1) <= {422, 503}
