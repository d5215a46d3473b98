"""Connections to public addresses only, for links that anyone may have typed.

A name is resolved here, every answer is checked, and the connection goes to the checked address itself: a second
answer of the name's server, or another way of writing an address, leads nowhere else.
"""

import socket
import ssl
import time
from collections.abc import Callable, Iterable, Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from typing import Any

import httpcore

from pop_tracker.web.i18n import N_

PORTS = (80, 443)
# The IANA registries of special addresses, and what was never meant for hosts.
SPECIAL_V4 = tuple(
    IPv4Network(network)
    for network in (
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24",
        "192.0.2.0/24", "192.31.196.0/24", "192.52.193.0/24", "192.88.99.0/24", "192.168.0.0/16", "192.175.48.0/24",
        "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/3",
    )
)  # fmt: skip
GLOBAL_V6 = IPv6Network("2000::/3")
"""All that was ever given to hosts. Loopback, mapped, compatible, link-local, unique local, multicast lie outside."""
SPECIAL_V6 = tuple(
    IPv6Network(network)
    for network in ("2001::/23", "2001:db8::/32", "2002::/16", "2620:4f:8000::/48", "3fff::/20", "3ffe::/16")
)  # Teredo and other protocols' own, examples, 6to4, AS112, the old 6bone
NAT64 = IPv6Network("64:ff9b::/96")
"""How a network without IPv4 names a public IPv4 address."""
ISATAP = (0x00005EFE, 0x02005EFE)
"""In the third of four parts of an address: an IPv4 address follows."""

NO_SUCH_NAME = N_("Adresa nuk ekziston më: emri nuk gjendet.")


class Refused(Exception):
    """Never to be fetched; the message id says why."""


class Unreached(Exception):
    """Could not be fetched this time; the message id says why."""


Resolve = Callable[[str, int], Sequence[str]]


def ask_dns(host: str, port: int) -> list[str]:
    """Raises Unreached; NO_SUCH_NAME for a name that is not there."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except socket.gaierror as error:
        is_gone = error.errno in (socket.EAI_NONAME, getattr(socket, "EAI_NODATA", socket.EAI_NONAME))
        raise Unreached(NO_SUCH_NAME if is_gone else N_("Emri i faqes nuk u gjet tani.")) from None
    except (UnicodeError, OSError):
        raise Unreached(N_("Emri i faqes nuk u gjet tani.")) from None
    return list(dict.fromkeys(str(address[0]) for *_, address in found))


def is_public(address: IPv4Address | IPv6Address) -> bool:
    if isinstance(address, IPv4Address):
        return not any(address in network for network in SPECIAL_V4)
    if address.scope_id:
        return False
    number = int(address)
    if address in NAT64:
        return is_public(IPv4Address(number & 0xFFFFFFFF))
    if (number >> 32) & 0xFFFFFFFF in ISATAP and not is_public(IPv4Address(number & 0xFFFFFFFF)):
        return False
    return address in GLOBAL_V6 and not any(address in network for network in SPECIAL_V6)


class PublicNetwork(httpcore.NetworkBackend):
    """What httpcore connects through. `allows` are "address:port" that are let through; for tests."""

    def __init__(
        self, deadline: float, most_bytes: int, resolve: Resolve = ask_dns, allows: Iterable[str] = ()
    ) -> None:
        self.deadline = deadline
        self.bytes_left = most_bytes
        self.resolve = resolve
        self.allows = frozenset(allows)
        self.peer = ""
        self._network = httpcore.SyncBackend()

    def addresses(self, host: str, port: int) -> list[str]:
        """Where the name leads. Raises Refused when any of its addresses is not public, before any connection."""
        if "%" in host:  # a zone of this very machine
            raise Refused(N_("Lidhja çon te një adresë që nuk është publike."))
        checked = []
        for text in self.resolve(host.rstrip("."), port):
            try:
                address = ip_address(text)
            except ValueError:
                raise Refused(N_("Lidhja çon te një adresë që nuk është publike.")) from None
            if f"{text}:{port}" not in self.allows:
                if not is_public(address):
                    raise Refused(N_("Lidhja çon te një adresë që nuk është publike."))
                if port not in PORTS:
                    raise Refused(N_("Lidhja çon te një portë tjetër nga 80 dhe 443."))
            checked.append(str(address))
        if not checked:
            raise Unreached(NO_SUCH_NAME)
        return checked

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Any = None,
    ) -> httpcore.NetworkStream:
        problem: Exception = Unreached(NO_SUCH_NAME)
        for address in self.addresses(host, port):
            try:
                stream = self._network.connect_tcp(address, port, self.within(timeout), None, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                problem = error
            else:
                self.peer = address
                return _Stream(stream, self)
        raise problem

    def connect_unix_socket(self, *_: Any, **__: Any) -> httpcore.NetworkStream:
        raise Refused(N_("Lidhja çon te një adresë që nuk është publike."))

    def sleep(self, seconds: float) -> None:
        time.sleep(seconds)

    def within(self, timeout: float | None) -> float:
        """The time that this step may still take. Raises Unreached when there is none left."""
        left = self.deadline - time.monotonic()
        if left <= 0:
            raise Unreached(N_("Faqja u përgjigj shumë ngadalë."))
        return left if timeout is None else min(timeout, left)


class _Stream(httpcore.NetworkStream):
    """Counts what comes in, and ends at the deadline whatever the other side sends meanwhile."""

    def __init__(self, stream: httpcore.NetworkStream, network: PublicNetwork) -> None:
        self._stream = stream
        self._network = network

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        came = self._stream.read(max_bytes, self._network.within(timeout))
        self._network.bytes_left -= len(came)
        if self._network.bytes_left < 0:
            raise Refused(N_("Faqja është shumë e madhe për t’u kopjuar."))
        return came

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._network.within(timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        within = self._network.within(timeout)
        return _Stream(self._stream.start_tls(ssl_context, server_hostname, within), self._network)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)
