"""A mail server to send to, as slow or as unwilling as a test says, and letters in a queue for it."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import sqlalchemy as sa
from aiosmtpd.controller import Controller
from sqlmodel import col, select

from pop_tracker.web.letters import Letter, post
from tests.conftest import Site
from tests.server import free_port

TO = "anila@shembull.example"


class Office:
    """Keeps what it takes. `says` is its answer to the next letters, one after the other; then it takes all."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.raw: list[bytes] = []
        self.to: list[str] = []
        self.says: list[str] = []
        self.at_rcpt: list[str] = []
        self.seconds = 0.0
        """How long it thinks about each letter, with all that was said already."""
        self.thinking = self.most_at_once = 0
        self.port = free_port()

    async def handle_RCPT(self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any) -> str:
        if self.at_rcpt:
            return self.at_rcpt.pop(0)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:
        self.thinking += 1
        self.most_at_once = max(self.most_at_once, self.thinking)
        await asyncio.sleep(self.seconds)
        self.thinking -= 1
        if self.says:
            return self.says.pop(0)
        self.mails.append(message_from_bytes(envelope.content, policy=policy.default))
        self.raw.append(envelope.content)
        self.to += envelope.rcpt_tos
        return "250 OK"

    @contextmanager
    def open(self) -> Iterator[None]:
        controller = Controller(self, hostname="127.0.0.1", port=self.port)
        controller.start()
        try:
            yield
        finally:
            controller.stop()


@contextmanager
def office_of(site: Site) -> Iterator[Office]:
    """One that the site sends to, and that is open."""
    office = Office()
    site.settings = replace(site.settings, smtp_url=f"smtp://127.0.0.1:{office.port}")
    with office.open():
        yield office


def write(site: Site, number: int = 1, **more: Any) -> None:
    with site.database.writing() as session:
        for one in range(number):
            post(session, site.settings, **{"to": TO, "about": "x", "subject": f"Letra {one}", "text": "Mirë!", **more})


def letters(site: Site) -> list[Letter]:
    with site.database.reading() as session:
        return list(session.exec(select(Letter).order_by(col(Letter.id))))


def later(site: Site, by: timedelta) -> None:
    """So much time goes by for all that is in the queue."""
    with site.database.writing() as session:
        for letter in session.exec(select(Letter)):
            letter.until -= by
            letter.due_at = letter.due_at and letter.due_at - by
            session.add(letter)


def waits(letter: Letter) -> timedelta:
    """Until it is tried next."""
    assert letter.due_at is not None
    return letter.due_at - datetime.now(UTC)


def in_thread(work: Any, *arguments: Any) -> threading.Thread:
    thread = threading.Thread(target=work, args=arguments)
    thread.start()
    return thread


def kept_in_plain(site: Site, words: str) -> bool:
    """Whether the words can be read in the table of letters."""
    with site.database.reading() as session:
        return any(words in str(row) for row in session.execute(sa.text("SELECT * FROM letter")))
