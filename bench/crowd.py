"""A crowd: many connections that ask at the same moment, and what each of them gets.

One process and plain sockets, so that asking costs little beside answering. `bench/bursts.py` prints a table with it,
and the tests count the answers.
"""

import asyncio
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import median
from urllib.parse import urlencode

TOO_LATE = 10.0
"""Seconds; an answer later than that counts as none."""


@dataclass(frozen=True)
class Ask:
    """One request; `form` makes it a POST."""

    path: str
    cookies: dict[str, str] = field(default_factory=dict)
    form: dict[str, str] | None = None

    def raw(self) -> bytes:
        body = urlencode(self.form).encode() if self.form is not None else b""
        lines = [
            f"{'GET' if self.form is None else 'POST'} {self.path} HTTP/1.1",
            "Host: 127.0.0.1",
            "Connection: close",
        ]
        if self.cookies:
            lines.append("Cookie: " + "; ".join(f"{name}={value}" for name, value in self.cookies.items()))
        if self.form is not None:
            lines += ["Content-Type: application/x-www-form-urlencoded", f"Content-Length: {len(body)}"]
        return "\r\n".join([*lines, "", ""]).encode() + body


@dataclass(frozen=True)
class Answer:
    """`status` 0: none came in time, or the connection broke."""

    ask: Ask
    status: int
    seconds: float
    headers: dict[str, str]
    body: str


async def send(port: int, ask: Ask, *, connect: asyncio.Event | None = None) -> Answer:
    """Connects, waits for the sign, asks. The seconds count from the sign."""
    started = time.perf_counter()
    try:
        async with asyncio.timeout(4 * TOO_LATE):
            if connect:
                await connect.wait()
                started = time.perf_counter()
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(ask.raw())
            answer = await reader.read(-1)
            writer.close()
    except (OSError, TimeoutError):
        return Answer(ask, 0, time.perf_counter() - started, {}, "")
    seconds = time.perf_counter() - started
    head, _, body = answer.partition(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")
    if not first.startswith("HTTP/") or seconds > TOO_LATE:
        return Answer(ask, 0, seconds, {}, "")
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    return Answer(ask, int(first.split()[1]), seconds, headers, body.decode(errors="replace"))


@dataclass
class Burst:
    """What came back: of the crowd, of `/healthz` asked beside it all along, and of one page when it was over."""

    answers: list[Answer]
    health: list[Answer]
    after: Answer

    @property
    def statuses(self) -> dict[int, int]:
        return dict(sorted(Counter(answer.status for answer in self.answers).items()))

    @property
    def slowest(self) -> float:
        return max(answer.seconds for answer in self.answers)

    @property
    def slowest_refusal(self) -> float:
        return max((answer.seconds for answer in self.answers if answer.status == 503), default=0.0)

    @property
    def slowest_health(self) -> float:
        return max(answer.seconds for answer in self.health)

    @property
    def usual_health(self) -> float:
        return median(answer.seconds for answer in self.health)

    def faults(self, served: Sequence[int] = (200, 303, 404, 410, 429, 503), well_after: float = 2) -> list[str]:
        """What must not be: no answer or another one, a refusal without its headers, a silent /healthz, a site that
        is not as before, when it takes more than `well_after` seconds to answer one reader."""
        found = [
            f"{answer.ask.path}: {answer.status or 'no answer'} after {answer.seconds:.1f} s"
            for answer in self.answers
            if answer.status not in served
        ]
        found += [f"{a.ask.path}: 503 without Retry-After" for a in self.answers
                  if a.status == 503 and "retry-after" not in a.headers]  # fmt: skip
        found += [f"/healthz: {a.status or 'no answer'} after {a.seconds:.1f} s" for a in self.health
                  if a.status != 200]  # fmt: skip
        if self.after.status != 200 or self.after.seconds > well_after:
            found.append(f"afterwards {self.after.ask.path}: {self.after.status} after {self.after.seconds:.1f} s")
        return found


async def _burst(port: int, asks: Sequence[Ask], health_every: float) -> Burst:
    sign, over = asyncio.Event(), asyncio.Event()
    health: list[Answer] = []

    async def watch() -> None:
        while not over.is_set():
            health.append(await send(port, Ask("/healthz")))
            await asyncio.sleep(health_every)

    crowd = [asyncio.create_task(send(port, ask, connect=sign)) for ask in asks]
    watching = asyncio.create_task(watch())
    await asyncio.sleep(0)
    sign.set()
    answers = await asyncio.gather(*crowd)
    over.set()
    after = await send(port, Ask(f"/zotimet?q=pas{time.time_ns()}"))
    await watching
    return Burst(list(answers), health, after)


def burst(port: int, asks: Sequence[Ask], *, health_every: float = 0.25) -> Burst:
    """Sends them all at once and waits for the last answer."""
    return asyncio.run(_burst(port, asks, health_every))
