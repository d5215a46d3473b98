"""Requests per second and p99 of the main pages, kept and not kept, beside constants of the same size.

One server process, pinned to one core where there are two, the load on the other; rounds are interleaved, so
that a machine that changes its speed changes it for all. Read the ratios, not the absolutes. Each page is
measured over the real seeds, kept (hit) and with a cache that holds nothing (miss).
"""

import os
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import httpx
import uvloop

sys.path.insert(0, str(Path(__file__).parent.parent))

from bench.load import Measured, load
from pop_tracker.cli.schema import migrate
from pop_tracker.database import Database
from pop_tracker.settings import Settings
from pop_tracker.tables import load_seeds
from pop_tracker.web.shipped import shipped

PAGES = {
    "network": "/",
    "municipality": "/bashkite/korce",
    "contract": "/kontratat/korce-2023",
    "commitment": "/kontratat/korce-2023/1.5",
    "explorer": "/zotimet?q=shkolle",
}
ROUNDS = int(os.environ.get("POP_BENCH_ROUNDS", "3"))
SECONDS = float(os.environ.get("POP_BENCH_SECONDS", "1.5"))
CONNECTIONS = 16
CORES = sorted(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else []


@contextmanager
def server(target: str, interface: str, port: int, **environment: str) -> Iterator[int]:
    """Granian with one worker; yields its port once it answers."""
    command = [
        str(Path(sys.executable).parent / "granian"), "--interface", interface, "--factory", "--no-access-log",
        "--log-level", "error", "--loop", "uvloop", "--host", "127.0.0.1", "--port", str(port), target,
    ]  # fmt: skip
    if len(CORES) > 1:
        command = ["taskset", "-c", str(CORES[0]), *command]
    process = subprocess.Popen(
        command, cwd=Path(__file__).parent.parent, env={**os.environ, **environment}, stdout=subprocess.DEVNULL
    )
    try:
        for _ in range(200):
            try:
                httpx.get(f"http://127.0.0.1:{port}/0")
                break
            except httpx.TransportError:
                time.sleep(0.1)
        yield port
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait()


def prepared(folder: Path) -> Settings:
    """A database with the real seeds."""
    settings = Settings(var=folder)
    database = Database(settings.url)
    migrate(database)
    with database.writing() as session:
        load_seeds(session, shipped("seeds"))
    database.dispose()
    return settings


def main() -> None:
    if len(CORES) > 1:
        os.sched_setaffinity(0, {CORES[1]})
    with tempfile.TemporaryDirectory() as folder, ExitStack() as running:
        settings = prepared(Path(folder))
        own = {"POP_TRACKER_VAR": str(settings.var), "POP_TRACKER_CACHE_MEGABYTES": "64"}
        hit = running.enter_context(server("pop_tracker.cli.serving:application", "asgi", 8471, **own))
        own["POP_TRACKER_CACHE_MEGABYTES"] = "0"
        miss = running.enter_context(server("pop_tracker.cli.serving:application", "asgi", 8472, **own))
        sizes = {}
        for name, path in PAGES.items():
            answer = httpx.get(f"http://127.0.0.1:{hit}{path}", headers={"Accept-Encoding": "br"})
            answer.raise_for_status()
            sizes[name] = int(answer.headers["content-length"])
        constants = {"POP_BENCH_SIZES": ",".join(map(str, sizes.values()))}
        litestar = running.enter_context(server("bench.constants:litestar", "asgi", 8473, **constants))
        rsgi = running.enter_context(server("bench.constants:rsgi", "rsgi", 8474, **constants))
        print(f"{ROUNDS} interleaved rounds of {SECONDS} s, {CONNECTIONS} connections, one worker; medians")
        print(f"{'page':<14}{'bytes':>7}  {'hit/s':>8}{'p99 ms':>8}  {'miss/s':>8}{'p99 ms':>8}  "
              f"{'Litestar/s':>10}{'RSGI/s':>9}  {'hit/Litestar':>12}{'hit/RSGI':>9}{'miss/Litestar':>14}")  # fmt: skip
        worst = 99.0
        for number, (name, path) in enumerate(PAGES.items()):
            rounds: dict[str, list[Measured]] = {"hit": [], "miss": [], "litestar": [], "rsgi": []}
            for _ in range(ROUNDS):
                for what, port, asked in (
                    ("hit", hit, path),
                    ("litestar", litestar, f"/{number}"),
                    ("rsgi", rsgi, f"/{number}"),
                    ("miss", miss, path),
                ):
                    rounds[what].append(uvloop.run(load(port, asked, seconds=SECONDS, connections=CONNECTIONS)))
            rate = {what: statistics.median(m.requests_per_second for m in got) for what, got in rounds.items()}
            p99 = {what: statistics.median(m.p99_ms for m in got) for what, got in rounds.items()}
            worst = min(worst, rate["hit"] / rate["litestar"])
            print(
                f"{name:<14}{sizes[name]:>7}  {rate['hit']:>8.0f}{p99['hit']:>8.1f}  "
                f"{rate['miss']:>8.0f}{p99['miss']:>8.1f}  {rate['litestar']:>10.0f}{rate['rsgi']:>9.0f}  "
                f"{rate['hit'] / rate['litestar']:>12.2f}{rate['hit'] / rate['rsgi']:>9.2f}"
                f"{rate['miss'] / rate['litestar']:>14.3f}"
            )
        print(f"a hit is worth at least {worst:.2f} of the Litestar constant (wanted: 1.0)")


if __name__ == "__main__":
    main()
