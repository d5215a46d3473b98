"""Under which names the site answers: only its own, that of `POP_TRACKER_BASE_URL`.

Whoever points another name at the machine gets no page under it, so nothing is kept, linked or signed in there.
"""

from ipaddress import ip_address
from urllib.parse import urlsplit

from pop_tracker.settings import Settings

_LOCAL = frozenset({"localhost", "127.0.0.1", "::1"})


def is_local(settings: Settings) -> bool:
    """A site on somebody's own machine, to try it."""
    return (_name_of(settings.base_url.partition("://")[2]) or "") in _LOCAL


def is_our_host(settings: Settings, host: str) -> bool:
    """Of a request's `Host`, with or without a port. A site on somebody's own machine also answers by number, as from
    a phone in the same room: a name is what an attacker would need."""
    name = _name_of(host)
    if name is None:
        return False
    if name == _name_of(settings.base_url.partition("://")[2]):
        return True
    return is_local(settings) and (name in _LOCAL or is_number(name))


def _name_of(host: str) -> str | None:
    try:
        return urlsplit(f"//{host}").hostname
    except ValueError:
        return None


def is_number(name: str) -> bool:
    try:
        ip_address(name)
    except ValueError:
        return False
    return True
