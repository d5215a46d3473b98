"""One question, asked once for many, and never answered with what was known before it was put."""

import asyncio
import threading
import time
from typing import Any

import pytest

from pop_tracker.web import lookout
from pop_tracker.web.lookout import Lookout
from tests.conftest import Site


class Slow:
    """A question that counts, and takes as long as it is told."""

    def __init__(self) -> None:
        self.asked = 0
        self.seconds = 0.0

    def __call__(self, _: Any) -> int:
        self.asked += 1
        count = self.asked
        time.sleep(self.seconds)
        return count


def test_many_who_ask_at_once_get_one_answer(training: Site) -> None:
    question = Slow()
    question.seconds = 0.05

    async def story() -> list[int | None]:
        ask = Lookout(lambda: training.database, question)
        return await asyncio.gather(*(ask() for _ in range(50)))

    answers = asyncio.run(story())
    # The first of them started it, before the others asked: they wait for the one after.
    assert set(answers) <= {1, 2}
    assert question.asked <= 2


def test_an_answer_is_never_older_than_the_question(training: Site) -> None:
    question = Slow()
    question.seconds = 0.1

    async def story() -> tuple[int | None, int | None]:
        ask = Lookout(lambda: training.database, question)
        first = asyncio.create_task(ask())
        await asyncio.sleep(0.03)
        return await first, await ask()

    assert asyncio.run(story()) == (1, 2)


def test_a_silent_database_is_told_in_time(training: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lookout, "LONGEST", 0.1)
    hangs = threading.Event()

    async def story() -> None:
        ask = Lookout(lambda: training.database, lambda _: hangs.wait(5))
        started = time.perf_counter()
        assert await ask() is None
        assert await asyncio.gather(*(ask() for _ in range(20))) == [None] * 20
        assert time.perf_counter() - started < 1
        hangs.set()
        for _ in range(100):
            if await ask():
                return
            await asyncio.sleep(0.02)
        raise AssertionError("it never came back")

    asyncio.run(story())


def test_a_failure_is_no_answer_and_is_logged_once(training: Site, caplog: pytest.LogCaptureFixture) -> None:
    def fails(_: Any) -> int:
        raise OSError("gone")

    async def story() -> None:
        ask = Lookout(lambda: training.database, fails)
        assert [await ask(), await ask()] == [None, None]

    asyncio.run(story())
    assert [record.message for record in caplog.records] == ["the database does not answer"]
