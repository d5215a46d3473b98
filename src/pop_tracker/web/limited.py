"""Runs a parse in a process of its own, so that no file holds up whoever reads the site meanwhile.

A file from outside may be made to be slow, or its reader may have a hole. So the reader gets a process with bounded
time and memory, without database, settings or secrets, that can open no file and no connection and start no other
process; it ends with the site. Only few run at once; who finds no place within PATIENCE is told to come again.
"""

import codecs
import json
import logging
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from importlib import import_module
from threading import BoundedSemaphore
from typing import IO, Any

from pop_tracker.web.errors import Busy, Refusal
from pop_tracker.web.i18n import N_

AT_ONCE = 2
PATIENCE = 8.0
"""Seconds that a file waits for its turn."""
SECONDS = 15.0
"""Of the clock on the wall and of the processor, each."""
MEGABYTES = 1024
"""Of address space, the interpreter included."""
LARGEST_ANSWER = 64 * 1024 * 1024
"""In bytes. Whoever reads it as JSON holds everybody up meanwhile, so ask for less."""
CODINGS = ("cp437", "cp1252", "utf-16", "utf-16-le", "utf-16-be")
"""Of text, that a reader may need: each is a module of its own, too."""
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
    with tempfile.TemporaryFile() as sent, tempfile.TemporaryFile() as got, tempfile.TemporaryFile() as told:
        sent.write(contents)
        sent.seek(0)
        process = subprocess.Popen(
            [sys.executable, "-I", *(["-B"] if sys.dont_write_bytecode else []), "-m", __name__, target,
             json.dumps(how)],
            stdin=sent, stdout=got, stderr=told, cwd="/", env={}, process_group=0,
        )  # fmt: skip
        try:
            ended = process.wait(how["limits"]["seconds"] + 2)  # it ends by itself before that
        except subprocess.TimeoutExpired:
            ended = -signal.SIGKILL
        finally:
            process.kill()
            process.wait()
            with suppress(ProcessLookupError):  # what it started, if it could
                os.killpg(process.pid, signal.SIGKILL)
        if ended < 0:
            log.warning("%s used up its time or memory and was ended (%d)", target, -ended)
            return "intricate", b""
        got.seek(0)
        kind, is_whole, answer = got.read().partition(b"\n")
        if ended or not is_whole:
            log.error("%s failed: %s", target, _last_line(told))
            return "broken", b""
        return kind.decode(), answer


def _refusal(said: dict[str, Any]) -> Refusal:
    values = {name: tuple(value) if isinstance(value, list) else value for name, value in said["values"].items()}
    return Refusal(said["message"], field=said["field"], **values)


def _last_line(file: IO[bytes]) -> str:
    file.seek(max(0, file.seek(0, os.SEEK_END) - 2000))
    return file.read().decode("utf-8", "replace").strip().rpartition("\n")[2][:500]


def _main(target: str, imports: Sequence[str], options: dict[str, Any], limits: dict[str, Any]) -> None:
    """In the process of its own."""
    _end_with_the_site()
    os.nice(10)  # whoever reads the site goes first
    signal.setitimer(signal.ITIMER_REAL, limits["seconds"])  # ends it, also when nobody waits any more
    module, _, name = target.partition(":")
    function = getattr(import_module(module), name)
    for needed in imports:
        import_module(needed)
    for coding in CODINGS:
        codecs.lookup(coding)
    contents = sys.stdin.buffer.read()
    with os.fdopen(os.dup(1), "wb") as answer:
        os.dup2(2, 1)  # what a library prints is no answer
        _limit(**limits)
        try:
            made = function(contents, **options)
            kind, said = ("bytes", made) if isinstance(made, bytes) else ("json", json.dumps(made).encode())
        except Refusal as refusal:
            told = {"message": refusal.message, "field": refusal.field, "values": refusal.values}
            kind, said = "refusal", json.dumps(told).encode()
        except (MemoryError, RecursionError):
            kind, said = "intricate", b""
        if len(said) > limits["largest_answer"]:
            kind, said = "intricate", b""
        answer.write(kind.encode() + b"\n" + said)


def _end_with_the_site() -> None:
    """Linux kills it with whoever started it; elsewhere its own clock does, a little later."""
    if sys.platform == "linux":
        import ctypes

        ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG


def _limit(seconds: float, megabytes: int, largest_answer: int, starts_threads: bool) -> None:
    import resource

    next_to_open = os.dup(0)
    os.close(next_to_open)
    for what, most in (
        (resource.RLIMIT_CPU, int(seconds) + 1),
        (resource.RLIMIT_AS, megabytes * 1024 * 1024),
        (resource.RLIMIT_FSIZE, largest_answer + 100),
        (resource.RLIMIT_CORE, 0),
        *([] if starts_threads else [(resource.RLIMIT_NPROC, 0)]),
        (resource.RLIMIT_NOFILE, next_to_open),  # so no file opens, and no connection
    ):
        _, allowed = resource.getrlimit(what)
        most = most if allowed == resource.RLIM_INFINITY else min(most, allowed)
        resource.setrlimit(what, (most, most))


if __name__ == "__main__":
    _main(sys.argv[1], **json.loads(sys.argv[2]))
