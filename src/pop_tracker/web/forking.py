"""The processes that read files: a prepared parent, which forks one reader for each file, and what bounds a reader.

To start an interpreter takes longer than most files, so `web/limited.py` starts this module once for all, as a process
without settings, secrets, database, environment or open files of the site; it imports what reads files, and then does
nothing but fork. A reader is looked after by a process of its own, which ends it when its time is over or the site is
gone, and says how it ended. What a reader does, neither of the others does: the parent reads nothing.
"""

import codecs
import ctypes
import gc
import json
import os
import resource
import select
import signal
import socket
import sys
import traceback
from collections.abc import Sequence
from contextlib import suppress
from importlib import import_module
from typing import Any, NoReturn

from pop_tracker.web.errors import Refusal

PREPARED = (
    "pop_tracker.web.pictures",
    "pop_tracker.web.documents.reading",
    "pop_tracker.web.tables.parcel",
    "pop_tracker.web.tables.excel",
    "pop_tracker.web.tables.word",
    "pop_tracker.contracts.reading.prepared",
)
"""Imported before any file comes, by their names, since some lie above; a reader imports what is not among them by
itself."""
CODINGS = ("cp437", "cp1252", "utf-16", "utf-16-le", "utf-16-be")
"""Of text, that a reader may need: each is a module of its own, too."""


_PR_SET_PDEATHSIG, _PR_SET_DUMPABLE = 1, 4
_LONGEST_HOW = 100_000


def serve(site: socket.socket) -> None:
    """Until the site is gone. Each file comes as four descriptors: what was sent, with how to read it as its first
    line; for the answer; for what is printed; and a connection for the status that the reader ended with."""
    _ask_linux(_PR_SET_DUMPABLE, 0)  # so that no reader looks into another process
    for module in PREPARED:
        import_module(module)
    for coding in CODINGS:
        codecs.lookup(coding)
    gc.collect()
    gc.freeze()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for those who look after a reader
    site.send(b"1")  # ready
    while True:
        _, files, _, _ = socket.recv_fds(site, 1, 4)
        if len(files) < 4:
            return
        if not os.fork():
            site.close()
            _look_after(*files)
        for file in files:
            os.close(file)


def _look_after(sent: int, answer: int, printed: int, asker: int) -> NoReturn:
    """Ends the reader when it has taken too long or nobody waits for it any more, and whatever it started."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    how = json.loads(os.pread(sent, _LONGEST_HOW, 0).partition(b"\n")[0])
    lives, life = os.pipe()
    this = os.getpid()
    reader = os.fork()
    if not reader:
        for file, known_as in ((sent, 0), (printed, 1), (printed, 2), (answer, 3), (life, 4)):
            os.dup2(file, known_as)
        os.closerange(5, max(sent, answer, printed, asker, lives, life) + 1)
        _read(this, **how)
    os.close(life)
    select.select([lives, asker], [], [], how["limits"]["seconds"] + 2)  # it ends by itself before that
    for end in (os.kill, os.killpg):
        with suppress(ProcessLookupError, PermissionError):
            end(reader, signal.SIGKILL)
    _, status = os.waitpid(reader, 0)
    with suppress(OSError):
        os.write(asker, str(os.waitstatus_to_exitcode(status)).encode())
    os._exit(0)


def _read(
    parent: int, target: str, imports: Sequence[str], options: dict[str, Any], limits: dict[str, Any]
) -> NoReturn:
    """In the process of one file."""
    status = 1
    try:
        os.setpgid(0, 0)
        os.nice(10)  # whoever reads the site goes first
        _ask_linux(_PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() == parent:
            signal.setitimer(signal.ITIMER_REAL, limits["seconds"])  # ends it
            module, _, name = target.partition(":")
            function = getattr(import_module(module), name)
            for needed in imports:
                import_module(needed)
            with os.fdopen(0, "rb") as sent:
                contents = sent.read().partition(b"\n")[2]
            os.open(os.devnull, os.O_RDONLY)  # in its place, so that the next one to open is beyond all
            _limit(**limits)
            _write(3, *_made(function, contents, options, limits["largest_answer"]))
            status = 0
    except BaseException:
        traceback.print_exc()
        sys.stderr.flush()
    os._exit(status)


def _made(function: Any, contents: bytes, options: dict[str, Any], largest: int) -> tuple[str, bytes]:
    try:
        made = function(contents, **options)
        kind, said = ("bytes", made) if isinstance(made, bytes) else ("json", json.dumps(made).encode())
    except Refusal as refusal:
        told = {"message": refusal.message, "field": refusal.field, "values": refusal.values}
        kind, said = "refusal", json.dumps(told).encode()
    except (MemoryError, RecursionError):
        kind, said = "intricate", b""
    return (kind, said) if len(said) <= largest else ("intricate", b"")


def _write(file: int, kind: str, said: bytes) -> None:
    with os.fdopen(file, "wb") as answer:
        answer.write(kind.encode() + b"\n" + said)


def _limit(seconds: float, megabytes: int, largest_answer: int, starts_threads: bool) -> None:
    next_to_open = os.dup(0)
    os.close(next_to_open)
    for what, most in (
        (resource.RLIMIT_CPU, int(seconds) + 1),
        (resource.RLIMIT_AS, _address_space() + megabytes * 1024 * 1024),
        (resource.RLIMIT_FSIZE, largest_answer + 100),
        (resource.RLIMIT_CORE, 0),
        *([] if starts_threads else [(resource.RLIMIT_NPROC, 0)]),
        (resource.RLIMIT_NOFILE, next_to_open),  # so no file opens, and no connection
    ):
        _, allowed = resource.getrlimit(what)
        most = most if allowed == resource.RLIM_INFINITY else min(most, allowed)
        resource.setrlimit(what, (most, most))


def _address_space() -> int:
    """Bytes that this process has of it already, where Linux tells."""
    if sys.platform != "linux":
        return 0
    with open("/proc/self/statm") as said:
        return int(said.read().split()[0]) * resource.getpagesize()


def _ask_linux(what: int, value: int) -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(what, value)


if __name__ == "__main__":
    serve(socket.socket(fileno=0))
