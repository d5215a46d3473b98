"""A load of keep-alive connections from one process: each sends its next request when the answer is whole."""

import asyncio
import time
from dataclasses import dataclass


@dataclass
class Measured:
    requests_per_second: float
    p99_ms: float


class _Connection(asyncio.Protocol):
    def __init__(self, request: bytes, latencies: list[float], until: float, done: asyncio.Future[None]) -> None:
        self.request, self.latencies, self.until, self.done = request, latencies, until, done
        self.buffer = b""
        self.wanted = -1

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport: asyncio.Transport = transport  # type: ignore[assignment]
        self._send()

    def _send(self) -> None:
        self.sent = time.perf_counter()
        self.transport.write(self.request)

    def data_received(self, data: bytes) -> None:
        self.buffer += data
        if self.wanted < 0:
            end = self.buffer.find(b"\r\n\r\n")
            if end < 0:
                return
            head = self.buffer[:end].lower()
            if not head.startswith((b"http/1.1 200", b"http/1.0 200")):
                self.done.set_exception(RuntimeError(f"{self.request!r}: {self.buffer[:end]!r}"))
                self.transport.close()
                return
            self.wanted = end + 4 + int(head.split(b"content-length:")[1].split(b"\r\n")[0])
        if len(self.buffer) >= self.wanted:
            now = time.perf_counter()
            self.latencies.append(now - self.sent)
            self.buffer, self.wanted = b"", -1
            if now < self.until:
                self._send()
            else:
                self.transport.close()

    def connection_lost(self, exc: Exception | None) -> None:
        if not self.done.done():
            self.done.set_result(None)


async def load(port: int, path: str, *, seconds: float, connections: int) -> Measured:
    """Raises RuntimeError for any answer but 200."""
    request = (
        f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAccept-Encoding: br\r\nConnection: keep-alive\r\n\r\n"
    ).encode()
    loop = asyncio.get_running_loop()
    latencies: list[float] = []
    started = time.perf_counter()
    finished: list[asyncio.Future[None]] = [loop.create_future() for _ in range(connections)]
    for done in finished:
        await loop.create_connection(
            lambda done=done: _Connection(request, latencies, started + seconds, done),  # type: ignore[misc]
            "127.0.0.1",
            port,
        )
    await asyncio.gather(*finished)
    took = time.perf_counter() - started
    latencies.sort()
    return Measured(len(latencies) / took, latencies[int(len(latencies) * 0.99)] * 1000)
