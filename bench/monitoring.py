"""How long the round's work list and the report of a contract of 500 commitments and 10 rounds take, uncached.

One request at a time, on SQLite and, where it is installed, PostgreSQL; beside a Litestar handler that returns a
constant of the same size. Then the report as PDF. What is wanted: pages under 150 ms, the PDF under 10 s.
"""

import os
import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import httpx
import psycopg
from tests.cast import EDITOR
from tests.postgresql import cluster, installed

from bench.big_contract import ROUNDS, SLUG, add_big_contract
from bench.run import server
from pop_tracker.accounts.models import person_by_email
from pop_tracker.accounts.signing_in import new_sign_in_link, sign_in
from pop_tracker.cli.schema import migrate
from pop_tracker.database import Database
from pop_tracker.monitoring.report.contents import report_of
from pop_tracker.monitoring.report.files import CannotMakePDF, made
from pop_tracker.monitoring.report.formats import ReportFormat
from pop_tracker.settings import Settings
from pop_tracker.tables import load_seeds
from pop_tracker.web.cookies import SESSION_COOKIE
from pop_tracker.web.shipped import shipped

PORT = int(os.environ.get("POP_BENCH_PORT", "8475"))
TIMES = int(os.environ.get("POP_BENCH_TIMES", "15"))
WANTED_MS, WANTED_PDF_S = 150, 10


@contextmanager
def databases() -> Iterator[dict[str, str]]:
    """Addresses by name; of SQLite it is empty, which means a file in VAR."""
    tools = installed()
    if tools is None:
        print("PostgreSQL is not installed and not measured.")
        yield {"SQLite": ""}
        return
    with cluster(tools) as address:
        with psycopg.connect(address.replace("+psycopg", "") + "/postgres", autocommit=True) as connection:
            connection.execute("CREATE DATABASE bench")
        yield {"SQLite": "", "PostgreSQL": f"{address}/bench"}


def prepared(settings: Settings) -> tuple[str, int]:
    """The training data with the big contract; the secret of an editor's session, and the round at work."""
    database = Database(settings.url)
    migrate(database)
    with database.writing() as session:
        load_seeds(session, shipped("seeds") / "training")
        at_work = add_big_contract(session)
        editor = person_by_email(session, EDITOR)
        assert editor is not None
        secret = sign_in(session, new_sign_in_link(session, editor))
        assert secret is not None
    if not database.is_sqlite:
        with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("ANALYZE")
    database.dispose()
    return secret, at_work


def milliseconds(client: httpx.Client, path: str) -> tuple[float, int]:
    """The median of many, and the bytes."""
    took = []
    for turn in range(TIMES + 3):
        started = time.perf_counter()
        answer = client.get(path)
        if turn >= 3:  # the first ones warm what a server warms once
            took.append((time.perf_counter() - started) * 1000)
        answer.raise_for_status()
    return statistics.median(took), len(answer.content)


def pdf_seconds(settings: Settings) -> tuple[float, str]:
    """How long, and in words; 0 where none can be made."""
    database = Database(settings.url)
    with database.reading() as session:
        report = report_of(session, SLUG, ROUNDS - 1)
    database.dispose()
    assert report is not None
    started = time.perf_counter()
    try:
        contents = made(report, "sq", ReportFormat.PDF, settings.base_url)
    except CannotMakePDF as missing:
        return 0, str(missing)
    took = time.perf_counter() - started
    return took, f"{took:.1f} s, {len(contents) / 1e6:.1f} MB (wanted: < {WANTED_PDF_S} s)"


def main() -> None:
    print(f"{'one request at a time, uncached':<34}{'bytes':>9}{'ms':>9}{'constant ms':>13}{'constant/page':>15}")
    slow = []
    with databases() as addresses:
        for name, address in addresses.items():
            with tempfile.TemporaryDirectory() as folder, ExitStack() as running:
                settings = Settings(var=Path(folder), database_url=address, training=True)
                secret, at_work = prepared(settings)
                own = {"POP_TRACKER_VAR": folder, "POP_TRACKER_DATABASE_URL": address, "POP_TRACKER_TRAINING": "1",
                       "POP_TRACKER_CACHE_MEGABYTES": "0"}  # fmt: skip
                port = running.enter_context(server("pop_tracker.cli.serving:application", "asgi", PORT, **own))
                client = running.enter_context(
                    httpx.Client(base_url=f"http://127.0.0.1:{port}", cookies={SESSION_COOKIE: secret}, timeout=60)
                )
                pages = {"work list": f"/puna/raundet/{at_work}", "report": f"/raportet/{SLUG}/{ROUNDS - 1}"}
                measured = {page: milliseconds(client, path) for page, path in pages.items()}
                sizes = ",".join(str(size) for _, size in measured.values())
                constant = running.enter_context(
                    server("bench.constants:litestar", "asgi", PORT + 1, POP_BENCH_SIZES=sizes)
                )
                with httpx.Client(base_url=f"http://127.0.0.1:{constant}") as plain:
                    for number, (page, (took, size)) in enumerate(measured.items()):
                        least, _ = milliseconds(plain, f"/{number}")
                        print(f"{page + ', ' + name:<34}{size:>9}{took:>9.1f}{least:>13.2f}{least / took:>15.4f}")
                        slow += [f"{page} on {name}"] if took >= WANTED_MS else []
                took, words = pdf_seconds(settings)
                print(f"{'the report as PDF, ' + name:<34}{words}", flush=True)
                slow += [f"PDF on {name}"] if took >= WANTED_PDF_S else []
    print(
        f"wanted: pages under {WANTED_MS} ms, PDF under {WANTED_PDF_S} s"
        + (f"; slower: {', '.join(slow)}" if slow else "")
    )


if __name__ == "__main__":
    main()
