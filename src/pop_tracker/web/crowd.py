"""How many requests are on their way at once, and what the others are told.

A page takes a thread and a connection to the database, and there are as many of both as places here, so nothing
behind the turnstile ever waits for either. Those who find no place wait in line, first come first served, as long as
their turn is likely to come within PATIENCE; who cannot be served in time is told so at once and not half a minute
later. Whoever writes stands in a line of their own: while the database lets nobody write, people go on reading.
"""

import asyncio
from collections import deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from time import monotonic
from typing import Any, cast

from litestar.types import ASGIApp, HTTPScope, Message, Receive, Scope, Send

from pop_tracker.web.errors import Busy
from pop_tracker.web.incoming import take_in

PATIENCE = 4.0
"""Seconds that anyone stands in line."""
PACE = 0.25
"""Seconds that a request is taken to hold its place before any was seen; rather too many than too few."""


ASIDE = 1
"""Threads for what nobody waits for."""
_aside = ThreadPoolExecutor(ASIDE, thread_name_prefix="aside")


def writers_among(at_once: int) -> int:
    """Places for those who write, beside `at_once` for those who read. The database lets them commit one by one."""
    return max(2, at_once // 2)


def connections_for(at_once: int) -> int:
    """What a process needs: one for each place, one for each thread of `aside`."""
    return at_once + writers_among(at_once) + ASIDE


class Lane:
    """A number of places, and the line of those who wait for one."""

    def __init__(self, places: int) -> None:
        self.places = self.free = places
        self.line: deque[asyncio.Future[None]] = deque()
        self.pace = PACE

    async def enter(self) -> "Place":
        """Raises Busy for whoever cannot be served in time."""
        if not self.free:
            if self._is_hopeless(len(self.line) + 1):
                raise Busy
            await self._turn()
        else:
            self.free -= 1
        return Place(self)

    def _is_hopeless(self, position: int) -> bool:
        """Whether the turn of the one who stands there comes well after PATIENCE, as things go at present. Well after,
        because who stands in vain loses seconds, and who is sent away in vain the page."""
        return self.pace * position / self.places > 1.5 * PATIENCE

    async def _turn(self) -> None:
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.line.append(turn)
        try:
            async with asyncio.timeout(PATIENCE):
                await turn
        except BaseException as end:
            if turn in self.line:
                self.line.remove(turn)
            elif not turn.cancelled() and not turn.exception():
                self.next()  # it came at the very moment of giving up
            if isinstance(end, TimeoutError):
                raise Busy from None
            raise

    def left(self, after: float) -> None:
        """A place that was held so many seconds is free. When things go slower than they did, those at the end of the
        line learn it now."""
        # Of many, because those that run at the same time are slow together, as the first ones after a start.
        self.pace += (after - self.pace) / 32
        while self.line and self._is_hopeless(len(self.line)):
            turn = self.line.pop()
            if not turn.done():
                turn.set_exception(Busy())
        self.next()

    def next(self) -> None:
        """Lets the next in line in."""
        while self.line:
            turn = self.line.popleft()
            if not turn.done():
                turn.set_result(None)
                return
        self.free += 1


class Place:
    """One of a lane's places, until it is left."""

    def __init__(self, lane: Lane) -> None:
        self.lane = lane
        self.since = monotonic()
        self.is_left = False

    def leave(self) -> None:
        """As often as you like; the lane learns how long it was held."""
        if not self.is_left:
            self.is_left = True
            self.lane.left(monotonic() - self.since)


class Turnstile:
    """Middleware: takes in what a form holds, then waits for a place and runs the request in it.

    The form is read first, so that a slow sender holds nothing and what was typed can be given back whatever happens
    next. The place is left as soon as the answer begins: sending it needs neither thread nor connection. Of a door's
    `opt`, `writes` sends a GET into the line of those who write, and `unbounded` needs no place.
    """

    def __init__(self, app: ASGIApp, reading: Lane, writing: Lane) -> None:
        self.app, self.reading, self.writing = app, reading, writing

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["route_handler"].opt.get("unbounded"):
            await self.app(scope, receive, send)
            return
        if cast(HTTPScope, scope)["method"] != "POST":
            # Nobody but a POST brings a form, or Litestar would wait for it behind the turnstile, in a place.
            scope["headers"] = [header for header in scope["headers"] if header[0] != b"content-type"]
            lane = self.writing if scope["route_handler"].opt.get("writes") else self.reading
            await self._run(lane, scope, receive, send)
            return
        form = await take_in(scope, receive)
        try:
            await self._run(self.writing, scope, receive, send)
        finally:
            if form is not None:
                await form.close()

    async def _run(self, lane: Lane, scope: Scope, receive: Receive, send: Send) -> None:
        place = await lane.enter()

        async def sent(message: Message) -> None:
            if message["type"] == "http.response.start":
                place.leave()
            await send(message)

        try:
            await self.app(scope, receive, sent)
        finally:
            place.leave()


def aside(work: Callable[..., None], *arguments: Any) -> None:
    """Begins it in a thread of its own, and waits for nothing."""
    _aside.submit(work, *arguments)
