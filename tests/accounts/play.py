"""How the tests of this room act: they read the letters sent, and ask for words to be taken out of the record."""

import json
import re
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

from sqlmodel import col, select

from pop_tracker.elections.models import Candidate
from pop_tracker.history import HistoryEntry
from pop_tracker.web.letters import Letter
from pop_tracker.web.seal import unseal
from tests.cast import EDITOR
from tests.conftest import Site

NAME = "Çlirim Votuesi"


def mails(site: Site) -> list[EmailMessage]:
    """After background work sent what is due."""
    site.deliver()
    files = sorted(Path(site.settings.var, "outbox").glob("*.eml"))
    return [message_from_bytes(file.read_bytes(), policy=policy.default) for file in files]


def entry_of(site: Site, name: str = NAME) -> int:
    with site.database.reading() as session:
        candidate = session.exec(select(Candidate).where(Candidate.name == name)).one()
        return session.exec(
            select(HistoryEntry.number).where(HistoryEntry.kind == "candidate", HistoryEntry.key == candidate.key)
        ).one()


def ask_redaction(site: Site, email: str = EDITOR, **fields: str) -> str:
    """Where the request stands."""
    client = site.client(email)
    sent = {"number": f"#{entry_of(site)}", "reason": "emër i një personi privat, ligji 124/2024", **fields}
    asked = site.form(client, "/puna/heqjet/kerkese", **sent)
    assert asked.status_code == 303, asked.text
    return str(asked.headers["location"])


def queued(site: Site, to: str = "") -> list[tuple[Letter, str]]:
    """The letters in the queue, to that address if one is given, the oldest first, each with its text."""
    with site.database.reading() as session:
        letters = session.exec(select(Letter).order_by(col(Letter.id))).all()
    return [
        (letter, json.loads(unseal(site.settings, letter.sealed))["text"])
        for letter in letters
        if letter.sealed and to in ("", letter.address)
    ]


def code_in(text: str) -> str:
    found = re.search(r"\b\d{6}\b", text)
    assert found, text
    return found[0]
