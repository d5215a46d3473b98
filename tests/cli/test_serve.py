"""The server as people start and stop it."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import httpx
import pytest

from pop_tracker.cli.serving import KILL_AFTER
from pop_tracker.database import Database
from pop_tracker.settings import Settings
from tests.cli.conftest import Command
from tests.conftest import Site, Stock
from tests.server import free_port, wait_until_up

POP_TRACKER = str(Path(sys.executable).parent / "pop-tracker")


@contextmanager
def started(var: Path, port: int, *options: str, **settings: str) -> Iterator[subprocess.Popen[bytes]]:
    """`pop-tracker serve` in a process group of its own, as a terminal has it."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("POP_TRACKER_")}
    environment |= {"POP_TRACKER_VAR": str(var), **settings}
    process = subprocess.Popen([POP_TRACKER, "serve", "--port", str(port), *options], env=environment,
                               stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True)  # fmt: skip
    try:
        wait_until_up(f"http://127.0.0.1:{port}", lambda: None if process.poll() is None else last_words(process))
        yield process
    finally:
        with suppress(ProcessLookupError):  # workers, too, where the main process is gone
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        if process.stdout:
            process.stdout.close()


def last_words(process: subprocess.Popen[bytes]) -> str:
    return process.stdout.read().decode() if process.stdout else ""


def ctrl_c(process: subprocess.Popen[bytes]) -> str:
    """What Ctrl-C in a terminal does, which signals every process of the group; returns all that was said.

    On a busy machine Granian looks at a worker that is just ending before the kernel has ended it, and says that it
    refused to stop; it is one that refused only where it was waited for.
    """
    began = time.monotonic()
    os.killpg(process.pid, signal.SIGINT)
    said = process.communicate(timeout=30)[0].decode()
    ending = re.compile(r"\[WARNING\] Killing worker-\d after it refused to gracefully stop\n")
    return ending.sub("", said) if time.monotonic() - began < KILL_AFTER else said


def sign_in(client: httpx.Client, address: str) -> None:
    assert client.get(address).status_code == 200
    token = client.cookies.get("pop_csrf")
    assert client.post(address, data={"_csrf_token": token}).status_code == 303


def test_one_command_prepares_and_serves_and_ctrl_c_stops(tmp_path: Path) -> None:
    port, training = free_port(), {"POP_TRACKER_TRAINING": "1"}
    address = f"http://127.0.0.1:{port}"
    var = tmp_path / "var"
    with started(var, port, "--prepare", **training) as process:
        assert httpx.get(address).status_code == 200
        said = ctrl_c(process)
        assert process.returncode == 0
    assert "Traceback" not in said
    assert f"POP Tracker: {address}" in said
    first_link = re.search(rf"{address}/hyrje/\S+", said)
    assert first_link
    assert "gezim.koordinator@rrjeti.example" in said
    assert "anila.editore@shembull.example" in said
    assert "sign-in-link EMAIL" in said

    # Again: nothing is loaded anew, nothing lost; the first link still works, and once used no other is printed.
    with started(var, port, "--prepare", **training) as process:
        with httpx.Client() as client:
            sign_in(client, first_link.group())
            assert client.get(f"{address}/puna").status_code == 200
        said = ctrl_c(process)
        assert process.returncode == 0
    assert "Loading" not in said

    with started(var, port, "--prepare", "--workers", "2", **training) as process:
        said = ctrl_c(process)
        assert process.returncode == 0
    assert said.splitlines() == [f"POP Tracker: {address}  (Ctrl-C stops it)"]


@pytest.fixture
def prepared(stock: Stock, tmp_path: Path) -> Path:
    """A folder whose database has its seeds: loading them takes longer than what is tested here."""
    stock.copy("sqlite", "training", tmp_path)
    return tmp_path


def test_the_address_can_be_another_than_where_it_listens(prepared: Path) -> None:
    with started(prepared, free_port(), "--prepare", POP_TRACKER_TRAINING="1",
                 POP_TRACKER_BASE_URL="https://zotimet.example") as process:  # fmt: skip
        assert "https://zotimet.example/hyrje/" in ctrl_c(process)


def test_sigterm_stops_it_too(prepared: Path) -> None:
    with started(prepared, free_port(), POP_TRACKER_TRAINING="1") as process:
        process.terminate()
        assert process.wait(30) == 0


def test_the_workers_end_with_the_main_process(prepared: Path) -> None:
    """Else a second server would share the port with those that the first has left behind."""
    port = free_port()
    with started(prepared, port, "--workers", "2", POP_TRACKER_TRAINING="1") as process:
        process.kill()
        process.wait()
        for _ in range(100):
            try:
                httpx.get(f"http://127.0.0.1:{port}/healthz", timeout=1)
            except httpx.ConnectError:
                break
            except httpx.TransportError:
                pass
            time.sleep(0.1)
        else:
            raise AssertionError("a worker goes on serving")


def test_a_taken_port_is_told(served: Site, command: Command) -> None:
    port = served.address.rsplit(":", 1)[1]
    ending = command(served, "serve", "--port", port)
    assert ending.status == 1
    assert f"port {port}" in ending.err
    assert ending.err.count("\n") == 1


def test_an_address_that_is_not_ours_is_told(training: Site, command: Command) -> None:
    ending = command(training, "serve", "--host", "192.0.2.1", "--port", free_port())
    assert ending.status == 1
    assert "192.0.2.1" in ending.err


def test_a_bad_seed_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: Command) -> None:
    """Preparing loads the seeds in one transaction, so a second attempt begins where the first did."""
    url = f"sqlite:///{tmp_path / 'site.sqlite3'}"
    site = Site(Settings(database_url=url, var=tmp_path), Database(url))
    bad = tmp_path / "bad"
    (bad / "territory").mkdir(parents=True)
    (bad / "territory/municipalities.csv").write_text("slug\n", encoding="utf-8")
    monkeypatch.setattr("pop_tracker.cli.site.seeds_of", lambda settings: bad)
    for _ in range(2):
        ending = command(site, "serve", "--prepare", "--port", free_port())
        assert ending.status == 1
        assert "municipalities.csv:1: " in ending.err
    site.close()
