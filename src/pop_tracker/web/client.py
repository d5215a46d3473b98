"""Whose request this is, as far as rate limits ask.

Behind a proxy every request comes from the proxy's address, and `X-Forwarded-For` says whose it was; but
anybody can send that header. So it is read from its end, and only as long as the one who wrote the entry is a
trusted proxy (`POP_TRACKER_TRUSTED_PROXIES`).
"""

from collections.abc import Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Any

from litestar import Request

UNKNOWN = "unknown"


def client_address(peer: str | None, forwarded: str, trusted: Sequence[IPv4Network | IPv6Network]) -> str:
    """The nearest address that is not a trusted proxy; UNKNOWN for a socket without addresses.

    An IPv6 client counts by its /64, because whoever has one address there has all of them.
    """
    address = _parsed(peer or "")
    hops = [part.strip() for part in forwarded.split(",") if part.strip()]
    while address is not None and hops and any(address in network for network in trusted):
        before = _parsed(hops.pop())
        if before is None:
            break  # not an address: what stands further left is anybody's word
        address = before
    if address is None:
        return UNKNOWN
    return str(ip_network((address, 64), strict=False)) if address.version == 6 else str(address)


def client_of(request: Request[Any, Any, Any]) -> str:
    peer = request.client.host if request.client else None
    forwarded = ",".join(request.headers.getall("x-forwarded-for", []))
    return client_address(peer, forwarded, request.app.state.settings.trusted_proxies)


def _parsed(text: str) -> IPv4Address | IPv6Address | None:
    try:
        # Some proxies add the port: 192.0.2.1:4711, [2001:db8::1]:4711.
        if text.startswith("["):
            text = text[1:].partition("]")[0]
        elif text.count(":") == 1:
            text = text.partition(":")[0]
        address = ip_address(text)
    except ValueError:
        return None
    return address.ipv4_mapped or address if isinstance(address, IPv6Address) else address
