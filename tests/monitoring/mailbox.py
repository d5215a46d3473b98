"""A mail server that keeps what it is sent, and how often somebody asks to be told."""

from collections.abc import Iterator
from dataclasses import replace
from email import message_from_bytes, policy
from typing import Any

import pytest
from aiosmtpd.controller import Controller

from tests.conftest import Site
from tests.server import free_port


class Box:
    def __init__(self) -> None:
        self.mails: list[Any] = []

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:
        self.mails.append(message_from_bytes(envelope.content, policy=policy.default))
        return "250 OK"


@pytest.fixture
def box(training: Site) -> Iterator[Box]:
    box, port = Box(), free_port()
    training.settings = replace(training.settings, smtp_url=f"smtp://127.0.0.1:{port}")
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    yield box
    controller.stop()


def ask(site: Site, who: str, **fields: str) -> None:
    assert site.form(site.client(who), "/puna/kujtesa", **fields).status_code == 303
