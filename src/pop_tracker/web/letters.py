"""The one queue that all mail leaves by.

A letter is written in the transaction of the verb that it tells of: what is undone tells nobody, what is kept tells for
certain. Background work hands it to the mail server (web/delivery.py), and tries again, with pauses, while the server
is away or asks to come later. What is written in a letter (a link lies in it) is sealed, and gone as soon as it was
handed over or given up.
"""

import base64
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import sqlalchemy as sa
from sqlmodel import Field, Session, SQLModel, col, select

from pop_tracker.settings import Settings
from pop_tracker.web.seal import seal

KEPT_UP = timedelta(days=4)
"""How long a letter is tried at most, as mail servers do among themselves (RFC 5321, 4.5.4.1)."""

LEADS_TO: dict[str, Callable[[Session, int], str | None]] = {}
"""The page of the thing of a kind that has this number, without /en, where its letter can be sent anew; each by its
room."""


@dataclass(frozen=True)
class Enclosure:
    """A file that goes with a letter."""

    name: str
    type: str
    content: bytes


class Letter(SQLModel, table=True):
    id: int | None = Field(default=None, primary_key=True)
    address: str = Field(max_length=254, index=True)
    about: str = Field(max_length=80)
    """What kind of letter it is, as a message id for who looks after the mail."""
    thing: str = Field(default="", max_length=120, index=True)
    """What it tells of, as "invitation/12", so that the page of that thing can say what became of its letter."""
    subject: str = Field(max_length=300)
    sealed: str = Field(sa_type=sa.Text)
    """Text and enclosures; empty once the letter is on its way or given up."""
    reply_to: str = Field(default="", max_length=254)
    stop_link: str = Field(default="", max_length=400)
    """Where one click ends letters of this kind (RFC 8058); empty where they cannot be ended."""
    written_at: datetime
    due_at: datetime | None = Field(default=None, index=True)
    """When it is tried next; None when nothing is left to be done."""
    until: datetime
    """After this it would help nobody any more."""
    tries: int = 0
    sent_at: datetime | None = None
    failed_at: datetime | None = None
    problem: str = Field(default="", max_length=500)
    """What the mail server said the last time it did not take it, in its words."""
    returned_at: datetime | None = None
    """When somebody marked that it came back after it had been taken."""
    returned_by: int | None = None
    dealt_with_at: datetime | None = None
    """When somebody said of one that did not arrive that nothing is left to be done."""

    @property
    def has_failed(self) -> bool:
        """It did not arrive, as far as anybody knows."""
        return self.failed_at is not None or self.returned_at is not None

    @property
    def is_tried_again(self) -> bool:
        """The server did not take it yet; while it is being handed over there is no problem."""
        return self.due_at is not None and self.problem != ""


def post(
    session: Session,
    settings: Settings,
    *,
    to: str,
    about: str,
    subject: str,
    text: str,
    thing: str = "",
    reply_to: str = "",
    stop_link: str = "",
    enclosures: Iterable[Enclosure] = (),
    until: datetime | None = None,
) -> Letter:
    """Writes a letter into the queue, in the caller's transaction. `about` is a message id; `until` the end of what it
    is good for, as of a code."""
    now = datetime.now(UTC)
    inside = {
        "text": text,
        "enclosures": [
            {"name": one.name, "type": one.type, "content": base64.b64encode(one.content).decode()}
            for one in enclosures
        ],
    }
    letter = Letter(
        address=to,
        about=about,
        thing=thing,
        subject=" ".join(subject.split()),  # a line break would begin a header
        sealed=seal(settings, json.dumps(inside)),
        reply_to=reply_to,
        stop_link=stop_link,
        written_at=now,
        due_at=now,
        until=min(until or now + KEPT_UP, now + KEPT_UP),
    )
    session.add(letter)
    session.flush()
    return letter


def page_of(session: Session, thing: str) -> str | None:
    """Of what a letter tells, as "invitation/12"; None where it has no page."""
    kind, _, number = thing.partition("/")
    return LEADS_TO[kind](session, int(number)) if kind in LEADS_TO and number.isdecimal() else None


def of(session: Session, thing: str) -> list[Letter]:
    """What became of the letters about it, the newest first; of what was settled long ago nothing is known."""
    return list(session.exec(select(Letter).where(Letter.thing == thing).order_by(col(Letter.id).desc())))


def newest_of(session: Session, things: Iterable[str]) -> dict[str, Letter]:
    """The last letter about each of them; one query."""
    found = session.exec(select(Letter).where(col(Letter.thing).in_(list(things))).order_by(col(Letter.id)))
    return {letter.thing: letter for letter in found}
