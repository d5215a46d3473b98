"""Whether anybody waits while files are read that were made to be slow: three at once of each kind, at the size that a
door takes, sent to a served site that is asked for /healthz and for a search all along.

Each line is one kind: what the senders were answered and when the last of them was, the worst and the median answer of
/healthz (its budget is a second), the worst search, and the load of the machine meanwhile. Names of kinds may be given.
"""

import os
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from statistics import median
from threading import Event

import httpx
from tests.cast import EDITOR
from tests.plans.consultations import MINUTES, picture
from tests.site.hostile_files import QUICK, SLOW, made, rows, workbook

from bench.bursts import Town, town
from pop_tracker.web.cookies import SESSION_COOKIE
from pop_tracker.web.typed import CSRF_COOKIE, TOKEN

AT_ONCE = 3
LONGEST = 30
"""Seconds that a sender waits."""
EVERY = 0.05
"""Seconds between two questions."""
IMPORT = "/puna/planet/shembull-2024/importi"
LARGE: dict[str, Callable[[], bytes]] = {
    "a picture of fifty megapixels": lambda: picture("PNG", size=(7000, 7000)),
    "a workbook of as many words as are taken": lambda: workbook(
        rows(6000, '<c t="s"><v>0</v></c>' * 40), strings=f"<si><t>{'fjalë ' * 10}</t></si>"
    ),
}


def sent(asked: Town, contents: bytes) -> httpx.Request:
    door, fields = (MINUTES, {}) if contents.startswith(b"\x89PNG") else (IMPORT, {"source": "x"})
    token = asked.tokens[EDITOR]
    request = httpx.Request(
        "POST",
        asked.address + door,
        data={TOKEN: token, **fields},
        files={"file": ("x", contents)},
        cookies={CSRF_COOKIE: token, SESSION_COOKIE: asked.secrets[EDITOR]},
        headers={"Origin": asked.address},
    )
    request.read()  # not while the clock runs
    return request


def answer(request: httpx.Request) -> int:
    """0: none came in time."""
    try:
        with httpx.Client(timeout=LONGEST) as sender:
            return sender.send(request).status_code
    except httpx.TimeoutException:
        return 0


def asked_all_along(address: str, path: Callable[[], str], over: Event) -> list[float]:
    """Seconds of each answer, until it is over."""
    seconds = []
    with httpx.Client(base_url=address, timeout=60) as reader:
        while not over.is_set():
            began = time.monotonic()
            reader.get(path()).raise_for_status()
            seconds.append(time.monotonic() - began)
            time.sleep(EVERY)
    return seconds


def line(asked: Town, name: str, make: Callable[[], bytes]) -> str:
    request, over, began = sent(asked, made(make)), Event(), time.monotonic()
    with ThreadPoolExecutor(AT_ONCE + 2) as people:
        health = people.submit(asked_all_along, asked.address, lambda: "/healthz", over)
        search = people.submit(asked_all_along, asked.address, lambda: f"/zotimet?q=x{time.time_ns()}", over)
        try:
            answers = sorted(people.map(answer, [request] * AT_ONCE))
        finally:
            over.set()
        took = time.monotonic() - began
        waited = health.result()
        return (
            f"{name:<44}{'/'.join(map(str, answers)):>13}{took:>7.1f}{max(waited):>10.2f}{median(waited):>8.2f}"
            f"{max(search.result()):>8.2f}{os.getloadavg()[0]:>6.1f}"
        )


def main() -> None:
    kinds = {name: make for name, make in (QUICK | SLOW | LARGE).items() if not sys.argv[1:] or name in sys.argv[1:]}
    print(f"{'kind':<44}{'answered':>13}{'after':>7}{'healthz':>10}{'median':>8}{'search':>8}{'load':>6}  (seconds)")
    with tempfile.TemporaryDirectory() as folder, town("", Path(folder), 1) as asked:
        for name, make in kinds.items():
            print(line(asked, name, make), flush=True)


if __name__ == "__main__":
    main()
