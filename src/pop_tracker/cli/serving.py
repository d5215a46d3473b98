"""The server: Granian with its worker processes, and what it says when it starts."""

import gc
import logging
import os
import resource
import shlex
import signal
import socket
import sys
import time
from multiprocessing import parent_process
from pathlib import Path
from threading import Thread

import click
from granian import Granian
from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels

from pop_tracker.app import create_app
from pop_tracker.cli.people import everybody, first_coordinator, nobody_signed_in_yet, sign_in_address
from pop_tracker.database import Database
from pop_tracker.settings import PREFIX, Settings
from pop_tracker.web.front import FrontDoor

KILL_AFTER = 10
"""Seconds that a worker has to finish what it is doing."""
SILENT = 8
"""Seconds that a connection may be open without a request on it, before its first and between two."""
LINE = 2048
"""Connections that wait in the kernel until a worker takes them."""
FILES, SPARE = 16_384, 256
"""Open files that are asked for where the limit is lower, and how many are kept for all but readers' connections."""


class ServingError(click.ClickException):
    """The server cannot start; the message says why."""


def default_base_url(host: str, port: int) -> None:
    """Without a setting, the site's address is where the server listens; the workers read it, too."""
    shown = "127.0.0.1" if host in ("0.0.0.0", "::", "") else host
    os.environ.setdefault(f"{PREFIX}BASE_URL", f"http://[{shown}]:{port}" if ":" in shown else f"http://{shown}:{port}")


def run(host: str, port: int, workers: int, greeting: str) -> None:
    """Serves until SIGINT or SIGTERM."""
    _refuse_taken(host, port)
    server = Granian(
        f"{__name__}:application",
        factory=True,
        address=host,
        port=port,
        workers=workers,
        interface=Interfaces.ASGI,
        # Of the other modes only this one closes a connection that never says anything.
        http=HTTPModes.http1,
        http1_settings=HTTP1Settings(header_read_timeout=1000 * SILENT),
        backlog=LINE,
        backpressure=_connections(),
        websockets=False,
        log_level=LogLevels.warning,
        log_access=False,
        workers_kill_timeout=KILL_AFTER,
    )
    server.on_startup(lambda: click.echo(greeting))
    os.register_at_fork(after_in_child=_heed_the_parent_only)
    server.serve()


def _connections() -> int:
    """How many a worker holds at once: as many as it may open files, for which the limit is raised as far as it goes.
    Those beyond wait until one closes, which a silent one soon does."""
    soft, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    files = max(soft, FILES if most == resource.RLIM_INFINITY else min(FILES, most))
    resource.setrlimit(resource.RLIMIT_NOFILE, (files, most))
    return max(files - SPARE, files // 2)


def application() -> FrontDoor:
    """What each worker serves. All that stands now stays: the garbage collector need not look at it again."""
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    _end_with_parent()
    app = create_app(is_served=True)
    gc.collect()
    gc.freeze()
    return app


def greeting(settings: Settings, database: Database) -> list[str]:
    """The address; until somebody has signed in also a link for the first coordinator, and who else is there."""
    lines = [f"POP Tracker: {settings.base_url}  (Ctrl-C stops it)"]
    with database.writing() as session:
        if not nobody_signed_in_yet(session):
            return lines
        coordinator = first_coordinator(session, settings)
        address = sign_in_address(session, settings, coordinator)
        lines += [f"Sign in as {coordinator.email} (coordinator), once, within a day:", f"  {address}"]
        others = [account for account in everybody(session) if account.person.id != coordinator.id]
        if settings.training and others:
            lines.append("Other people to be:")
            lines += [f"  {other.person.email}  ({', '.join(other.roles)})" for other in others]
            lines += ["A link for one of them:", f"  {_command(settings)} sign-in-link EMAIL"]
    return lines


def _command(settings: Settings) -> str:
    """This program as it can be typed, with the settings that it runs with; never the database's password."""
    variables = {"VAR": str(settings.var), "BASE_URL": settings.base_url}
    program = os.path.relpath(sys.argv[0]) if Path(sys.argv[0]).exists() else "pop-tracker"
    return " ".join([*(f"{PREFIX}{name}={shlex.quote(value)}" for name, value in variables.items()), program])


def _refuse_taken(host: str, port: int) -> None:
    """Granian shares a port with whoever else shares it; a second server by mistake must be told instead."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        raise ServingError(f"cannot listen at {host}, port {port}: {error.strerror or error}") from None


def _heed_the_parent_only() -> None:
    """Ctrl-C reaches every process of the terminal; workers wait until the main process tells them, and it has left
    them its own signal handlers, with which a worker that is told while it starts would go on for good."""
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    signal.signal(signal.SIGTERM, signal.SIG_DFL)


def _end_with_parent() -> None:
    """A worker whose main process was killed would go on serving beside the next server's."""
    parent = parent_process()

    def watch() -> None:
        if parent is not None:
            parent.join()
            os.kill(os.getpid(), signal.SIGTERM)
            time.sleep(KILL_AFTER)
            os._exit(1)

    Thread(target=watch, name="end-with-parent", daemon=True).start()
