"""Notices a proxy in front that nobody declared: behind it all readers seem to have one address, its own, so that
limits by network stop them all together."""

import logging
from collections.abc import MutableMapping
from ipaddress import ip_address
from typing import Any

from pop_tracker.settings import Settings

_SAID_BY_PROXIES = frozenset({b"x-forwarded-for", b"forwarded"})
TOLD = (
    "POP_TRACKER_TRUSTED_PROXIES does not name the proxy in front: readers cannot be told apart, and limits by network "
    "stop them all together"
)
log = logging.getLogger("pop_tracker")


def is_undeclared(settings: Settings) -> bool:
    """At the start: the server itself speaks no TLS, so whoever serves https does it by a proxy."""
    return settings.is_https and not settings.trusted_proxies


class ProxyWatch:
    """`seen` is the address of the first undeclared one, and stays: the log tells it once, and nobody else is told more
    than that there is one."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.seen = ""
        if is_undeclared(settings):
            log.warning(TOLD)

    def look(self, scope: MutableMapping[str, Any]) -> None:
        """Anybody can send such a header; one that comes from within our own network was set by a proxy there."""
        if self.seen or not any(name in _SAID_BY_PROXIES for name, _ in scope["headers"]):
            return
        peer = (scope.get("client") or ("",))[0]
        try:
            address = ip_address(peer)
        except ValueError:
            return
        address = getattr(address, "ipv4_mapped", None) or address
        if address.is_private and not any(address in network for network in self.settings.trusted_proxies):
            self.seen = str(address)
            log.warning("%s (it is %s)", TOLD, self.seen)
