"""Places, the line for them, and who is told at once that there is none."""

import asyncio
from collections.abc import Coroutine
from typing import Any

import pytest
from litestar import Litestar, Request, Response, post
from litestar._parsers import parse_url_encoded_form_data
from litestar.middleware import DefineMiddleware

from pop_tracker.web import crowd, incoming
from pop_tracker.web.crowd import Lane, Place, Turnstile, connections_for, writers_among
from pop_tracker.web.errors import Busy
from pop_tracker.web.incoming import NotTaken


async def entered(lane: Lane) -> tuple[Place, list[asyncio.Task[Place]]]:
    """A lane of one place that is taken, and three who wait for it."""
    place = await lane.enter()
    line = [asyncio.create_task(lane.enter()) for _ in range(3)]
    await asyncio.sleep(0)
    return place, line


def run(story: Coroutine[Any, Any, None]) -> None:
    asyncio.run(story)


def test_first_come_first_served() -> None:
    async def story() -> None:
        lane = Lane(1)
        place, line = await entered(lane)
        for turn in range(3):
            place.leave()
            await asyncio.sleep(0.01)
            assert [waiter.done() for waiter in line] == [number <= turn for number in range(3)]
            place = line[turn].result()
        place.leave()
        assert lane.free == 1

    run(story())


def test_a_place_is_left_once() -> None:
    async def story() -> None:
        lane = Lane(2)
        place = await lane.enter()
        place.leave()
        place.leave()
        assert lane.free == 2

    run(story())


def test_who_cannot_be_served_in_time_is_told_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crowd, "PATIENCE", 2.0)

    async def story() -> None:
        lane = Lane(1)
        lane.pace = 1.4
        _, line = await entered(lane)
        # Two may come within two seconds, if things go a little faster; the third would not.
        assert [isinstance(waiter.exception(), Busy) if waiter.done() else None for waiter in line] == [
            None, None, True,
        ]  # fmt: skip
        for waiter in line:
            waiter.cancel()

    run(story())


def test_when_things_go_slower_those_at_the_end_learn_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crowd, "PATIENCE", 2.0)

    async def story() -> None:
        lane = Lane(1)
        lane.pace = 0.1
        _, line = await entered(lane)
        lane.left(after=64.0)
        await asyncio.sleep(0.01)
        assert isinstance(line[2].exception(), Busy)
        assert isinstance(line[1].exception(), Busy)
        assert line[0].result().lane is lane

    run(story())


def test_nobody_waits_longer_than_patience(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crowd, "PATIENCE", 0.05)

    async def story() -> None:
        lane = Lane(1)
        lane.pace = 0.001
        place, line = await entered(lane)
        assert all(isinstance(end, Busy) for end in await asyncio.gather(*line, return_exceptions=True))
        assert not lane.line
        place.leave()
        assert lane.free == 1

    run(story())


def test_who_goes_away_gives_the_place_on() -> None:
    async def story() -> None:
        lane = Lane(1)
        place, line = await entered(lane)
        line[0].cancel()
        await asyncio.sleep(0)
        place.leave()
        line[1].cancel()  # its turn has come, and it does not know yet
        await asyncio.sleep(0.01)
        assert line[2].result().lane is lane

    run(story())


def test_the_numbers_follow_from_one_setting() -> None:
    assert writers_among(8) == 4
    assert writers_among(1) == 2
    assert connections_for(8) == 8 + 4 + 1


# --- a form on its way


def sent_in(pieces: list[bytes], pause: float) -> int:
    """What a form of our own gets that comes in pieces: the status."""

    def not_taken(_: Request[Any, Any, Any], refusal: NotTaken) -> Response[None]:
        return Response(None, status_code=refusal.status)

    @post("/", opt={"exclude_from_csrf": True})
    async def take(request: Request[Any, Any, Any]) -> str:
        return str((await request.form())["q"])

    app = Litestar([take], middleware=[DefineMiddleware(Turnstile, reading=Lane(1), writing=Lane(1))],
                   exception_handlers={NotTaken: not_taken})  # fmt: skip
    body = b"".join(pieces)
    scope: Any = {
        "type": "http", "method": "POST", "path": "/", "raw_path": b"/", "query_string": b"", "http_version": "1.1",
        "scheme": "http", "server": ("x", 80), "client": ("127.0.0.1", 1), "root_path": "", "extensions": {},
        "headers": [(b"content-type", b"application/x-www-form-urlencoded"),
                    (b"content-length", str(len(body)).encode())],
    }  # fmt: skip
    left, statuses = pieces, list[int]()

    async def receive() -> Any:
        await asyncio.sleep(pause)
        piece = left.pop(0)
        return {"type": "http.request", "body": piece, "more_body": bool(left)}

    async def send(message: Any) -> None:
        if message["type"] == "http.response.start":
            statuses.append(message["status"])

    asyncio.run(app(scope, receive, send))
    return statuses[0]


def test_a_form_may_take_as_long_as_it_goes_on_coming(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(incoming, "BODY_SECONDS", 0.2)
    # Half a second, but a thousand signs buy one.
    assert sent_in([b"q=", *[b"a" * 200] * 9], pause=0.05) == 201


def test_a_form_that_comes_sign_by_sign_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(incoming, "BODY_SECONDS", 0.2)
    assert sent_in([b"q=", *[b"a"] * 30], pause=0.02) == 408


def test_nor_one_whose_sender_falls_silent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(incoming, "LISTEN", 0.1)
    assert sent_in([b"q=" + b"a" * 5000, b"a"], pause=0.3) == 408


def test_nor_one_with_more_words_than_any_form_of_ours() -> None:
    assert sent_in([b"q=", *[b"a" * 100_000] * 11], pause=0) == 413


def test_what_has_no_end_is_not_read_to_its_end() -> None:
    read = []

    class Endless(list[bytes]):
        def pop(self, _: Any = 0) -> bytes:
            read.append(1)
            return b"a" * 100_000

    assert sent_in(Endless([b"q="]), pause=0) == 413
    assert len(read) == 41


def test_what_was_sent_does_not_stay_in_memory() -> None:
    """Litestar remembers the last thousand forms that it has read."""
    assert sent_in([b"q=fjale"], pause=0) == 201
    assert parse_url_encoded_form_data.cache_info().currsize == 0
