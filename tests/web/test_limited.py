"""What a file can do in the process that reads it, and what whoever sent it is told."""

import os
import signal
import subprocess
import sys
import time

import pytest

from pop_tracker.web import limited
from pop_tracker.web.errors import Busy, Refusal


def test_bytes_come_back_as_bytes_and_anything_else_as_json() -> None:
    assert limited.run("zlib:crc32", b"abc") == 891568578
    assert limited.run("binascii:b2a_base64", b"\0\n\xff", newline=False) == b"AAr/"


def test_a_refusal_there_is_a_refusal_here() -> None:
    with pytest.raises(Refusal) as refused:
        limited.run("builtins:exec", b"raise Refusal('Mungojne: %(lacking)s', field='a', lacking=('x', 'y'), most=3)")
    assert (refused.value.message, refused.value.field) == ("Mungojne: %(lacking)s", "a")
    assert refused.value.values == {"lacking": ("x", "y"), "most": 3}


@pytest.mark.parametrize(
    "code",
    [
        "while True: pass",
        "signal.pause()",
        "bytearray(2 * 1024**3)",
        "exec('def again(): again()\\nagain()', {})",
        "os.kill(os.getpid(), signal.SIGSEGV)",
    ],
)
def test_what_uses_up_time_or_memory_is_ended_and_called_intricate(code: str) -> None:
    began = time.monotonic()
    with pytest.raises(Refusal) as refused:
        limited.run("builtins:exec", code.encode(), seconds=0.5)
    assert (refused.value.message, refused.value.field) == (limited.INTRICATE, "file")
    assert time.monotonic() - began < 2.5


def test_an_answer_larger_than_asked_for_is_too_intricate() -> None:
    with pytest.raises(Refusal) as refused:
        limited.run("builtins:eval", b"'a' * 1001", largest_answer=1000, intricate="Tepër!")
    assert refused.value.message == "Tepër!"


@pytest.mark.parametrize(
    "code",
    [
        "open('/etc/hostname')",
        "open('/tmp/written', 'w')",
        "os.pipe()",
        "__import__('socket').socket()",
        pytest.param("os.fork()", marks=pytest.mark.skipif(os.geteuid() == 0, reason="root may always")),
        "os._exit(1)",
        "os._exit(0)",
        "not Python",
    ],
)
def test_nothing_can_be_opened_reached_or_started_there(code: str) -> None:
    with pytest.raises(Refusal) as refused:
        limited.run("builtins:eval", code.encode(), broken="I dëmtuar.")
    assert refused.value.message == "I dëmtuar."


def test_no_secret_is_there_and_what_a_library_prints_is_no_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POP_TRACKER_SECRET", "e fshehtë")
    assert limited.run("builtins:eval", b"print('bytes') or list(os.environ)") in ([], ["LC_CTYPE"])


def test_who_finds_no_place_in_time_is_told_to_come_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limited, "PATIENCE", 0.01)
    for _ in range(limited.AT_ONCE):
        assert limited._places.acquire(blocking=False)
    try:
        with pytest.raises(Busy):
            limited.run("zlib:crc32", b"abc")
    finally:
        for _ in range(limited.AT_ONCE):
            limited._places.release()
    assert limited.run("zlib:crc32", b"abc")


@pytest.mark.crash
@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere its own clock ends it")
@pytest.mark.parametrize("killed", [0, 2], ids=["the site", "who looks after it"])
def test_it_ends_with_whoever_it_reads_for(killed: int) -> None:
    code = "from pop_tracker.web import limited; limited.run('builtins:exec', b'signal.pause()', seconds=60)"
    site = subprocess.Popen([sys.executable, "-c", code])

    def below(process: int) -> list[int]:
        """The parent of the readers, who looks after this one, and the reader."""
        with open(f"/proc/{process}/task/{process}/children") as file:
            return [one for child in map(int, file.read().split()) for one in (child, *below(child))]

    deadline = time.monotonic() + 20
    while len(below(site.pid)) < 3 and time.monotonic() < deadline:
        time.sleep(0.05)
    started = [site.pid, *below(site.pid)]
    assert len(started) == 4
    time.sleep(0.5)  # until it has begun
    os.kill(started[killed], signal.SIGKILL)
    site.wait()
    deadline = time.monotonic() + 10
    while still := [one for one in started if os.path.exists(f"/proc/{one}")]:
        assert time.monotonic() < deadline, still
        time.sleep(0.05)


def test_a_reader_holds_nothing_that_belongs_to_another() -> None:
    """The file, twice what is printed, the answer, and what shows that it lives: no line to the site or its parent."""
    look = """
held = []
for number in range(100):
    try:
        os.fstat(number)
    except OSError:
        continue
    held.append(number)
raise Refusal(str(held))
"""
    with pytest.raises(Refusal) as said:
        limited.run("builtins:exec", look.encode())
    assert said.value.message == "[0, 1, 2, 3, 4]"


@pytest.mark.parametrize("victim", ["os.getppid()", "parent"])
def test_one_that_turns_on_those_who_look_after_it_ends_alone(victim: str) -> None:
    assert limited.run("zlib:crc32", b"abc")
    assert limited._parent.process
    code = f"os.kill({victim.replace('parent', str(limited._parent.process.pid))}, 9), signal.pause()"
    with pytest.raises(Refusal) as refused:
        limited.run("builtins:exec", code.encode(), seconds=0.5)
    assert refused.value.message == limited.INTRICATE
    assert limited.run("zlib:crc32", b"abc") == 891568578


def test_while_no_parent_starts_people_are_told_to_come_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limited, "_parent", limited._Parent())
    monkeypatch.setattr(sys, "executable", "/bin/false")
    with pytest.raises(Busy):
        limited.run("zlib:crc32", b"abc")
    monkeypatch.undo()
    assert limited.run("zlib:crc32", b"abc") == 891568578


def test_a_file_is_read_without_starting_an_interpreter() -> None:
    limited.run("zlib:crc32", b"abc")
    assert limited._parent.process
    before = limited._parent.process.pid
    assert not limited.run("builtins:eval", b"[name for name in PREPARED if name not in sys.modules]")
    assert limited._parent.process.pid == before


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there is no such bound")
def test_no_reader_looks_into_another_process() -> None:
    is_dumpable = b"ctypes.CDLL(None).prctl(3)"  # PR_GET_DUMPABLE: else processes of one account may
    assert limited.run("builtins:eval", is_dumpable) == 0
