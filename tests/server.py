"""The site's real server, for tests with a browser or a crowd, and for those that kill it.

Importing the program is most of what starting a server takes, so one process does it once and each server is
a fork of that; `tests/cli/test_serve.py` starts it as people do.
"""

import atexit
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import httpx

from tests.kept import templates

FORKS = """
import gc, json, os, signal, sys
from pop_tracker.cli import main, schema, serving, working
from tests.kept import keep_templates
keep_templates(sys.argv[1])
gc.collect()
gc.freeze()
signal.signal(signal.SIGCHLD, signal.SIG_IGN)
for line in sys.stdin:
    asked = json.loads(line)
    pid = os.fork()
    if not pid:
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        os.setsid()
        os.environ.update(asked["environment"])
        log = os.open(asked["log"], os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        for stream in (1, 2):
            os.dup2(log, stream)
        main(asked["words"])
    print(pid, flush=True)
"""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@cache
def _forks() -> subprocess.Popen[str]:
    words = [sys.executable, "-c", FORKS, templates()]
    within = {**os.environ, "PYTHONPATH": str(Path(__file__).parent.parent)}
    started = subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=within)
    atexit.register(started.communicate)
    return started


def forked(words: list[str], environment: Mapping[str, str], log: Path) -> int:
    """Starts the program with these words in a session of its own; its process number."""
    forks = _forks()
    assert forks.stdin
    assert forks.stdout
    asked = {"words": words, "environment": dict(environment), "log": str(log)}
    print(json.dumps(asked), file=forks.stdin, flush=True)
    return int(forks.stdout.readline())


@contextmanager
def server(environment: Mapping[str, str], var: Path, name: str = "127.0.0.1") -> Iterator[str]:
    """A server with these settings as a process of its own, until the block ends; its address."""
    port = free_port()
    address = f"http://{name}:{port}"
    log = var / "server.log"
    told = {"POP_TRACKER_JOBS": "0", **environment, "POP_TRACKER_VAR": str(var), "POP_TRACKER_BASE_URL": address}
    pid = forked(["serve", "--host", "127.0.0.1", "--port", str(port)], told, log)
    try:
        wait_until_up(address, lambda: None if runs(pid) else log.read_text(encoding="utf-8"))
        yield address
    finally:
        os.kill(pid, signal.SIGTERM)
        if not ended(pid):
            os.killpg(pid, signal.SIGKILL)


def ended(pid: int) -> bool:
    """Waits ten seconds for it."""
    for _ in range(200):
        if not runs(pid):
            return True
        time.sleep(0.05)
    return False


def runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def wait_until_up(address: str, last_words: Callable[[], str | None]) -> None:
    """`last_words` says what the server said when it has ended, None while it runs."""
    with httpx.Client(base_url=address, timeout=2, verify=False) as client:  # which would read all certificates
        for _ in range(600):
            if (said := last_words()) is not None:
                raise AssertionError(f"the server ended: {said}")
            try:
                if client.get("/healthz").status_code == 200:
                    return
            except httpx.TransportError:
                pass
            time.sleep(0.05)
    raise AssertionError("the server did not come up")
