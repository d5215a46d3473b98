"""A proxy that nobody declared is noticed and told once; a header that anybody can send is not taken for one."""

import logging
from dataclasses import replace
from ipaddress import ip_network
from typing import Any

import pytest

from pop_tracker.settings import Settings
from pop_tracker.web.proxies import ProxyWatch
from tests.conftest import Site

FORWARDED = [(b"host", b"kontrata.example"), (b"x-forwarded-for", b"203.0.113.7")]


def seen(peer: str | None, headers: list[tuple[bytes, bytes]] = FORWARDED, **settings: Any) -> str:
    watch = ProxyWatch(replace(Settings(), **settings))
    for _ in range(3):
        watch.look({"headers": headers, "client": (peer, 4711) if peer else None})
    return watch.seen


@pytest.mark.parametrize("peer", ["127.0.0.1", "10.0.0.3", "::1", "fd00::1", "::ffff:127.0.0.1"])
def test_one_in_our_own_network_is_noticed_and_told_once(peer: str, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING, "pop_tracker"):
        assert seen(peer) == peer.removeprefix("::ffff:")
    (record,) = caplog.records
    assert "POP_TRACKER_TRUSTED_PROXIES" in record.getMessage()
    assert seen(peer, [(b"forwarded", b"for=203.0.113.7")])


@pytest.mark.parametrize("peer", ["127.0.0.1", "::ffff:127.0.0.1"])
def test_one_that_was_declared_is_none(peer: str) -> None:
    assert not seen(peer, trusted_proxies=(ip_network("127.0.0.0/8"),))


def test_neither_is_a_reader_nor_a_request_of_ones_own() -> None:
    assert not seen("8.8.8.8")
    assert not seen("127.0.0.1", [(b"host", b"localhost")])
    assert not seen(None)
    assert not seen("testclient")


def test_https_without_one_is_told_at_the_start(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING, "pop_tracker"):
        ProxyWatch(Settings(base_url="https://kontrata.example", trusted_proxies=(ip_network("127.0.0.1/32"),)))
        assert not caplog.records
        ProxyWatch(Settings(base_url="https://kontrata.example"))
    assert len(caplog.records) == 1


def test_whoever_watches_the_site_reads_it(training: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    client = training.client()
    assert client.get("/healthz").json()["undeclared_proxy"] is False
    monkeypatch.setattr(training.app.app.app.state.proxies, "seen", "10.0.0.3")
    answer = client.get("/healthz")
    assert answer.json()["undeclared_proxy"] is True
    assert "10.0.0.3" not in answer.text  # where it stands in our network is nobody's business
