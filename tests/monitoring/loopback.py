"""Real servers on loopback, for links to be copied from."""

import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Thread
from typing import Any

from pop_tracker.monitoring import fetching
from pop_tracker.monitoring.fetching import Limits, Look

Answer = Callable[..., None]
"""With the connection and the path; with what else was asked too where the server is told so."""
SMALL = Limits(seconds=3, silence=1, bytes=1_000_000, unpacked=2_000_000)


class Server:
    """A real server on loopback; `asked` are the paths that reached it."""

    def __init__(self, answer: Answer, tls: ssl.SSLContext | None = None, with_head: bool = False) -> None:
        self.asked: list[str] = []
        self.answer, self.tls, self.with_head = answer, tls, with_head
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]
        self.allows = (f"127.0.0.1:{self.port}",)
        Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self.socket.accept()
            except OSError:
                return
            Thread(target=self._talk, args=(connection,), daemon=True).start()

    def _talk(self, connection: socket.socket) -> None:
        try:
            if self.tls:
                connection = self.tls.wrap_socket(connection, server_side=True)
            head = b""
            while b"\r\n\r\n" not in head:
                if not (came := connection.recv(65536)):
                    return
                head += came
            path = head.split(b" ")[1].decode()
            self.asked.append(path)
            self.answer(connection, path, *([head] if self.with_head else []))
        except OSError:
            pass
        finally:
            connection.close()

    @property
    def url(self) -> str:
        return f"{'https' if self.tls else 'http'}://127.0.0.1:{self.port}/faqja"

    def look(self, url: str = "", **given: object) -> Look:
        options: dict[str, Any] = {"allows": self.allows, "limits": SMALL, **given}
        return fetching.look(url or self.url, **options)


@contextmanager
def serving(answer: Answer, tls: ssl.SSLContext | None = None, with_head: bool = False) -> Iterator[Server]:
    server = Server(answer, tls, with_head)
    try:
        yield server
    finally:
        server.socket.close()


def says(body: bytes = b"", status: str = "200 OK", **headers: str) -> Answer:
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", "Connection: close"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]

    def answer(connection: socket.socket, _: str) -> None:
        connection.sendall("\r\n".join(lines).encode() + b"\r\n\r\n" + body)

    return answer
