"""Runs a parse in a process of its own, so that no file holds up whoever reads the site meanwhile.

A file from outside may be made to be slow, or its reader may have a hole. So the reader gets a process with bounded
time and memory, without database, settings or secrets, that can open no file and no connection and start no other
process; it ends with the site. It is forked by a parent that has all readers imported (`web/forking.py`). Only few run
at once; who finds no place within PATIENCE is told to come again.
"""

import atexit
import json
import logging
import os
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from threading import BoundedSemaphore, Lock
from typing import IO, Any

from pop_tracker.web import forking
from pop_tracker.web.errors import Busy, Refusal
from pop_tracker.web.i18n import N_

AT_ONCE = 2
PATIENCE = 8.0
"""Seconds that a file waits for its turn."""
SECONDS = 15.0
"""Of the clock on the wall and of the processor, each."""
MEGABYTES = 1024
"""Of memory, more than the interpreter and the libraries take."""
STARTS_WITHIN = 30.0
"""Seconds until the parent of the readers is ready, once for all; on a busy machine."""
LARGEST_ANSWER = 64 * 1024 * 1024
"""In bytes. Whoever reads it as JSON holds everybody up meanwhile, so ask for less."""
INTRICATE = N_(
    "Skedari është tepër i ndërlikuar dhe leximi i tij u ndërpre. Ruani në një skedar të ri vetëm atë që duhet, dhe "
    "provoni përsëri."
)
BROKEN = N_("Skedari nuk lexohet; ndoshta është i dëmtuar.")
log = logging.getLogger("pop_tracker.limited")
_places = BoundedSemaphore(AT_ONCE)


def run(
    target: str,
    contents: bytes,
    *,
    imports: Sequence[str] = (),
    seconds: float = SECONDS,
    megabytes: int = MEGABYTES,
    largest_answer: int = LARGEST_ANSWER,
    starts_threads: bool = False,
    intricate: str = INTRICATE,
    broken: str = BROKEN,
    **options: Any,
) -> Any:
    """What `module:function` makes of the contents: bytes as bytes, anything else as JSON brings it over.

    `starts_threads`: of a library that does nothing without threads of its own.

    All that the function needs is imported with its module, or named in `imports`: afterwards nothing can be opened.
    Its Refusal is raised here; so is one that says `intricate` when time or memory was used up or the answer is larger
    than may be, and `broken` for whatever else went wrong. Raises Busy where too many files wait already.
    """
    if not _places.acquire(timeout=PATIENCE):
        raise Busy
    try:
        limits = {"seconds": seconds, "megabytes": megabytes, "largest_answer": largest_answer,
                  "starts_threads": starts_threads}  # fmt: skip
        kind, answer = _answer(target, contents, {"imports": imports, "options": options, "limits": limits})
    finally:
        _places.release()
    if kind == "bytes":
        return answer
    if kind == "json":
        return json.loads(answer)
    if kind == "refusal":
        raise _refusal(json.loads(answer))
    raise Refusal(intricate if kind == "intricate" else broken, field="file")


def _answer(target: str, contents: bytes, how: dict[str, Any]) -> tuple[str, bytes]:
    """Of what kind it is ("bytes", "json", "refusal", "intricate", "broken"), and its bytes."""
    with tempfile.TemporaryFile() as sent, tempfile.TemporaryFile() as got, tempfile.TemporaryFile() as printed:
        sent.write(json.dumps({"target": target, **how}).encode() + b"\n" + contents)
        sent.seek(0)
        ours, theirs = socket.socketpair()
        with ours:
            with theirs:
                _parent.fork(sent.fileno(), got.fileno(), printed.fileno(), theirs.fileno())
            ours.settimeout(how["limits"]["seconds"] + 5)  # whoever looks after the reader ends it before that
            try:
                status = int(ours.recv(16) or -signal.SIGKILL)
            except (TimeoutError, ConnectionError):
                status = -signal.SIGKILL
        if status < 0:
            log.warning("%s used up its time or memory and was ended (%d)", target, -status)
            return "intricate", b""
        got.seek(0)
        kind, is_whole, answer = got.read().partition(b"\n")
        if status or not is_whole:
            log.error("%s failed: %s", target, _last_line(printed))
            return "broken", b""
        return kind.decode(), answer


class _Parent:
    """The process that forks readers: started when the first file comes, and anew when it is gone."""

    def __init__(self) -> None:
        self.lock = Lock()
        self.process: subprocess.Popen[bytes] | None = None
        self.line: socket.socket | None = None

    def fork(self, *files: int) -> None:
        """A reader with these files. Raises Busy."""
        with self.lock:
            for _ in range(2):
                try:
                    socket.send_fds(self.line or self._start(), [b"1"], files)
                    return
                except OSError:
                    log.exception("the process that forks readers is gone")
                    self.end()
        raise Busy

    def _start(self) -> socket.socket:
        ours, theirs = socket.socketpair()
        with theirs:
            self.process = subprocess.Popen(
                [sys.executable, "-I", *(["-B"] if sys.dont_write_bytecode else []), "-m", forking.__name__],
                stdin=theirs.fileno(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd="/", env={},
                process_group=0,
            )  # fmt: skip
        self.line = ours
        ours.settimeout(STARTS_WITHIN)
        ours.recv(1)  # it is ready; or it is gone, which sending tells
        return ours

    def end(self) -> None:
        if self.line:
            self.line.close()
        if self.process:
            self.process.kill()
            self.process.wait()
        self.line = self.process = None


_parent = _Parent()


def _begin_anew() -> None:
    """Each process has a parent of readers of its own."""
    global _parent
    _parent = _Parent()


os.register_at_fork(after_in_child=_begin_anew)
atexit.register(lambda: _parent.end())


def _refusal(said: dict[str, Any]) -> Refusal:
    values = {name: tuple(value) if isinstance(value, list) else value for name, value in said["values"].items()}
    return Refusal(said["message"], field=said["field"], **values)


def _last_line(file: IO[bytes]) -> str:
    file.seek(max(0, file.seek(0, os.SEEK_END) - 2000))
    return file.read().decode("utf-8", "replace").strip().rpartition("\n")[2][:500]
