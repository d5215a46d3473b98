"""Whose request it is behind proxies: nobody can choose their own address."""

from ipaddress import ip_network

import pytest

from pop_tracker.web.client import client_address

PROXIES = (ip_network("10.0.0.0/8"), ip_network("fd00::/8"))


@pytest.mark.parametrize(
    ("peer", "forwarded", "address"),
    [
        ("192.0.2.7", "", "192.0.2.7"),
        ("192.0.2.7", "203.0.113.9", "192.0.2.7"),  # not from a proxy: anybody's word
        ("10.0.0.1", "203.0.113.9", "203.0.113.9"),
        ("10.0.0.1", "198.51.100.1, 203.0.113.9", "203.0.113.9"),  # the left one the client wrote itself
        ("10.0.0.1", "203.0.113.9, 10.0.0.2", "203.0.113.9"),
        ("10.0.0.1", "203.0.113.9:4711", "203.0.113.9"),
        ("10.0.0.1", "nonsense", "10.0.0.1"),
        ("10.0.0.1", "", "10.0.0.1"),
        ("::ffff:10.0.0.1", "203.0.113.9", "203.0.113.9"),
        ("2001:db8:1:2:3:4:5:6", "", "2001:db8:1:2::/64"),
        ("fd00::1", "[2001:db8:1:2::9]:4711", "2001:db8:1:2::/64"),
        (None, "203.0.113.9", "unknown"),
        ("", "", "unknown"),
    ],
)
def test_the_nearest_address_that_is_no_proxy_counts(peer: str | None, forwarded: str, address: str) -> None:
    assert client_address(peer, forwarded, PROXIES) == address
