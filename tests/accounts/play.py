"""How the tests of this room act: they read the letters sent, and ask for words to be taken out of the record."""

from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

from sqlmodel import select

from pop_tracker.elections.models import Candidate
from pop_tracker.history import HistoryEntry
from tests.cast import EDITOR
from tests.conftest import Site

NAME = "Çlirim Votuesi"


def mails(site: Site) -> list[EmailMessage]:
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
