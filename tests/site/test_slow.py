"""Connections that say nothing, or a sign a second, are closed; meanwhile and afterwards the site answers."""

import socket
import time
from collections.abc import Iterable
from contextlib import ExitStack

import httpx
import pytest

from pop_tracker.cli import serving
from pop_tracker.web import incoming
from tests.conftest import Site

NOTHING = b""
HALF_A_REQUEST = b"GET / HTTP/1.1\r\nHost"
A_WHOLE_ONE = b"GET /kontakt HTTP/1.1\r\nHost: x\r\n\r\n"
A_FORM_NOBODY_ASKED_FOR = b"\r\n".join(
    [
        b"%s /hyrje HTTP/1.1",
        b"Host: x",
        b"Content-Type: application/x-www-form-urlencoded",
        b"Content-Length: 10",
        b"",
        b"",
    ]
)
"""Litestar would wait for it, of any method."""
A_LONG_FORM = b"\r\n".join(
    [b"POST /hyrje HTTP/1.1", b"Host: x", b"Content-Type: application/x-www-form-urlencoded", b"Content-Length: 9000",
     b"", b""]
)  # fmt: skip


def all_are_closed(site: Site, begin: Iterable[bytes], drop: bytes, within: float) -> None:
    """Opens a connection for each beginning, sends `drop` on it now and then, and looks how long it stays."""
    address = ("127.0.0.1", int(site.address.rsplit(":", 1)[1]))
    with ExitStack() as stack:
        left = set()
        for beginning in begin:
            connection = stack.enter_context(socket.create_connection(address))
            connection.sendall(beginning)
            left.add(connection)
        until = time.monotonic() + within
        while left:
            assert time.monotonic() < until, f"{len(left)} are open"
            assert httpx.get(f"{site.address}/healthz", timeout=5).status_code == 200
            assert httpx.get(f"{site.address}/zotimet?q=x{time.time_ns()}", timeout=10).status_code == 200
            left -= {connection for connection in left if is_closed(connection, drop)}
            time.sleep(0.5)


def is_closed(connection: socket.socket, drop: bytes) -> bool:
    connection.settimeout(0.01)
    try:
        if drop:
            connection.sendall(drop)
        while connection.recv(4096):
            pass
    except TimeoutError:
        return False
    except ConnectionError:
        pass
    return True


def test_who_says_nothing_is_not_listened_to_for_long(served: Site) -> None:
    """Nor who says half, nor who keeps a connection that they have done with."""
    begin = [NOTHING, HALF_A_REQUEST, A_WHOLE_ONE] * 20
    begin += [A_FORM_NOBODY_ASKED_FOR % method for method in (b"GET", b"OPTIONS", b"HEAD")] * 10
    all_are_closed(served, begin, b"", within=serving.SILENT + 15)


@pytest.mark.long
def test_who_sends_a_form_sign_by_sign_is_not_waited_for(served: Site) -> None:
    """tests/web/test_crowd.py has the rule, with shorter times."""
    all_are_closed(served, [A_LONG_FORM] * 20, b"a", within=incoming.BODY_SECONDS + 15)
