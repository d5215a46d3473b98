"""The memory of a server process over 20,000 mixed requests: does it level off, or does it leak?

Half are searches that nobody made before, so the page cache fills and lets go all the time; the others are pages that
are kept, pages of somebody signed in, a form now and then. The same is done with a cache that keeps nothing: what grows
there is no cache. `POP_BENCH_REQUESTS` says how many.
"""

import asyncio
import os
import secrets
import subprocess
import sys
import tempfile
from itertools import count
from pathlib import Path

from tests.server import free_port, wait_until_up

from bench.bursts import STAFF, Town
from bench.crowd import Ask, send
from pop_tracker.cli.schema import migrate
from pop_tracker.database import Database
from pop_tracker.settings import Settings
from pop_tracker.tables import load_seeds
from pop_tracker.web.cookies import SESSION_COOKIE
from pop_tracker.web.shipped import shipped

REQUESTS = int(os.environ.get("POP_BENCH_REQUESTS", "20000"))
STEPS = 8
AT_ONCE = 8
KEPT = ("/", "/bashkite/shembull", "/kontratat/shembull-2023", "/raportet", "/ndryshimet")


def asks(town: Town, number: int) -> Ask:
    """The numberth of the mixture."""
    if number % 100 == 99:
        return town.organisation()
    if number % 2:
        return Ask(f"/zotimet?q={secrets.token_hex(5)}")
    if number % 4:
        return Ask(KEPT[number // 4 % len(KEPT)])
    who = list(town.secrets.values())[number // 4 % 3]
    return Ask(STAFF[number // 12 % len(STAFF)], {SESSION_COOKIE: who})


async def ask(town: Town, numbers: range) -> int:
    """Sends them, some at a time; how many failed."""
    left, failed = iter(numbers), 0

    async def one_after_the_other() -> None:
        nonlocal failed
        for number in left:
            failed += (await send(town.port, asks(town, number))).status not in (200, 303)

    await asyncio.gather(*(one_after_the_other() for _ in range(AT_ONCE)))
    return failed


def megabytes(pid: int) -> int:
    """What it holds in memory, pages that it shares with others included."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    return int(status.partition("VmRSS:")[2].split()[0]) // 1024


def worker_of(pid: int) -> int:
    """The one process that serves; `pop-tracker serve` looks after it."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
    return int(children[-1])


def watch(cache_megabytes: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(var=Path(folder), training=True)
        database = Database(settings.url)
        migrate(database)
        with database.writing() as session:
            load_seeds(session, shipped("seeds") / "training")
        port = free_port()
        environment = {
            **os.environ,
            "POP_TRACKER_VAR": folder,
            "POP_TRACKER_TRAINING": "1",
            "POP_TRACKER_JOBS": "0",
            "POP_TRACKER_CACHE_MEGABYTES": str(cache_megabytes),
        }
        program = [str(Path(sys.executable).parent / "pop-tracker"), "serve", "--port", str(port)]
        with subprocess.Popen(program, env=environment, stdout=subprocess.DEVNULL) as server:
            try:
                address = f"http://127.0.0.1:{port}"
                wait_until_up(address, lambda: None if server.poll() is None else "it ended")
                town, worker = Town(address, database), worker_of(server.pid)
                step, failed, seen = REQUESTS // STEPS, 0, [megabytes(worker)]
                for first in range(0, REQUESTS, step):
                    failed += asyncio.run(ask(town, range(first, first + step)))
                    seen.append(megabytes(worker))
                shown = "  ".join(f"{number * step}: {size}" for number, size in zip(count(), seen, strict=False))
                print(f"cache {cache_megabytes:>2} MB   MB after requests  {shown}   failed: {failed}", flush=True)
            finally:
                server.terminate()
        database.dispose()


def main() -> None:
    print(f"{REQUESTS} mixed requests, {AT_ONCE} at a time, one worker, SQLite")
    for cache_megabytes in (64, 16, 0):
        watch(cache_megabytes)


if __name__ == "__main__":
    main()
