"""The append-only record: who did what to which thing, when, from what source.

An entry's hash covers the entry before it, so nothing can be changed, removed or put in between unnoticed.
The content lies beside the entry, named in it by a salted digest: a redaction (law 124/2024, or a private
name that slipped in) deletes content and salt, and the chain still verifies and says that something was
removed (`verification` does that).
"""

import hashlib
import json
import secrets
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, ClassVar, Protocol, TypeVar, runtime_checkable

import sqlalchemy as sa
from sqlmodel import Field, Session, SQLModel, col, select

from pop_tracker.canonical import canonical as canonical  # also asked for here, by a released migration
from pop_tracker.canonical import digest as digest
from pop_tracker.canonical import salted as salted
from pop_tracker.web.i18n import N_
from pop_tracker.web.sources import Sources
from pop_tracker.web.telling import Telling

SAID_BY_OTHERS = ("signature", "reply", "disavowal")
"""Kinds that may be said through a personal link: no second person stands in such an entry."""
FIRST_HASH = "0" * 64
REMOVED = N_("(hequr)")
"""What stands in a thing where a redaction took out words that it cannot be without."""


@dataclass(frozen=True)
class Actor:
    """Who acts: a person (None for the seeds or a signer without an account) for an organisation (its slug)."""

    person: int | None = None
    organisation: str | None = None


SEEDS = Actor()


class Recorded(Protocol):
    """A thing of the public record. `kind` and `key` name it for good; `path` is its public page."""

    kind: ClassVar[str]

    @property
    def key(self) -> str: ...

    @property
    def path(self) -> str: ...

    @property
    def title(self) -> str:
        """What readers of the list of changes call it, in Albanian."""
        ...

    @property
    def municipality_slug(self) -> str | None: ...

    def public_state(self, session: Session) -> dict[str, Any]:
        """All that the public sees of this row and the rows it owns. Plain values only."""
        ...

    def rows(self, session: Session) -> Iterable[SQLModel]:
        """The row itself and those it owns, in which all its words and files stand; none where no words can be
        taken out of it."""
        ...

    @classmethod
    def public_rows(cls, session: Session) -> Iterable["Recorded"]:
        """Every row that is public now."""
        ...


@runtime_checkable
class InHands(Protocol):
    """A thing whose rows say, beside what is public of it, who wrote in it and who approved it."""

    def hands(self, session: Session) -> dict[str, Any]:
        """By number: `author` and `approver` as its last entry has them, and whoever else. It is not public: the
        content of an entry holds its digest."""
        ...


OF_REDACTIONS = {
    "hide": N_("Fjalë të fshehura derisa të shqyrtohen"),
    "redact": N_("Të dhëna personale të hequra"),
    "reveal": N_("Fjalë të fshehura që u shfaqën përsëri"),
}
"""What can be done with words of every kind of thing (`redaction`)."""
KINDS: dict[str, type[Recorded]] = {}
VERBS: dict[str, str] = {}
TELLINGS: dict[str, Telling] = {}
PARTS: list[type[SQLModel]] = []
"""Tables whose rows are owned by a thing, and hold words of it."""

Thing = TypeVar("Thing")
Part = TypeVar("Part", bound=type[SQLModel])


def part(table: Part) -> Part:
    PARTS.append(table)
    return table


def recorded(kind: str, verbs: Mapping[str, str], telling: Telling) -> Callable[[type[Thing]], type[Thing]]:
    """Declares a kind of thing, what its verbs are called (message ids), and how its entries are told; every kind can
    be redacted."""

    def declare(cls: type[Thing]) -> type[Thing]:
        cls.kind = kind  # type: ignore[attr-defined]
        KINDS[kind] = cls  # type: ignore[assignment]
        TELLINGS[kind] = telling
        VERBS.update({f"{kind}.{verb}": words for verb, words in OF_REDACTIONS.items()})
        VERBS.update({f"{kind}.{verb}": words for verb, words in verbs.items()})
        return cls

    return declare


class HistoryHead(SQLModel, table=True):
    """The one row that every append locks first, so that the chain cannot fork."""

    __tablename__ = "history_head"
    id: int = Field(primary_key=True)
    number: int
    hash: str = Field(max_length=64)


class HistoryEntry(SQLModel, table=True):
    __tablename__ = "history_entry"
    __table_args__ = (
        sa.Index("ix_history_entry_thing", "kind", "key", "number"),
        sa.Index("ix_history_entry_path", "path", "number"),
        sa.Index("ix_history_entry_municipality", "municipality", "number"),
    )
    number: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    at: datetime
    verb: str = Field(max_length=60)
    kind: str = Field(max_length=40)
    key: str = Field(max_length=200)
    path: str = Field(max_length=300)
    municipality: str | None = Field(default=None, max_length=80)
    organisation: str | None = Field(default=None, max_length=80)
    approver_organisation: str | None = Field(default=None, max_length=80)
    author: int | None = None
    approver: int | None = None
    redacts: str | None = Field(default=None, sa_type=sa.Text)
    payload_digest: str = Field(max_length=64)
    previous_hash: str = Field(max_length=64, unique=True)
    hash: str = Field(max_length=64, unique=True)

    def computed_hash(self) -> str:
        fields = self.model_dump(exclude={"hash", "previous_hash"})
        return hashlib.sha256((self.previous_hash + canonical(fields)).encode()).hexdigest()


class HistoryPayload(SQLModel, table=True):
    """An entry's content: title, source, reason and public state. Deleted by a redaction, never changed."""

    __tablename__ = "history_payload"
    number: int = Field(primary_key=True, foreign_key="history_entry.number", sa_column_kwargs={"autoincrement": False})
    salt: str = Field(max_length=64)
    content: str = Field(sa_type=sa.Text)

    def digest(self) -> str:
        return hashlib.sha256((self.salt + self.content).encode()).hexdigest()


class HistoryRemainder(SQLModel, table=True):
    """What is left of an entry's content after a piece of it was taken. The latest redaction that names the entry
    holds its digest, and so vouches for it."""

    __tablename__ = "history_remainder"
    number: int = Field(primary_key=True, foreign_key="history_entry.number", sa_column_kwargs={"autoincrement": False})
    by: int = Field(foreign_key="history_entry.number")
    """That redaction."""
    content: str = Field(sa_type=sa.Text)


@dataclass(frozen=True)
class Head:
    number: int
    hash: str


@dataclass(frozen=True)
class Entry:
    """An entry with its content as readers see it: what is left of it once pieces were taken, None where nothing is."""

    row: HistoryEntry
    content: dict[str, Any] | None
    is_whole: bool = True
    """As it was entered."""
    quoted: tuple[str, ...] = ()
    """Which words of its title are the record's, in Albanian; the rest is said in the reader's language."""

    @property
    def title(self) -> str | None:
        return self.content["title"] if self.content else None

    @property
    def source(self) -> Sources | None:
        return Sources.of_list(self.content["source"]) if self.content else None

    @property
    def reason(self) -> str | None:
        return self.content["reason"] if self.content else None


def head(session: Session) -> Head:
    """The last entry's number and hash; number 0 before the first."""
    row = session.exec(select(HistoryHead.number, HistoryHead.hash)).first()
    return Head(*row) if row else Head(0, FIRST_HASH)


def last_redaction(session: Session) -> int:
    """The number of the last entry that took words out of earlier ones; 0 where none did."""
    return (
        session.exec(select(sa.func.max(HistoryEntry.number)).where(col(HistoryEntry.redacts).is_not(None))).one() or 0
    )


def append(
    session: Session,
    verb: str,
    thing: Recorded,
    by: Actor,
    *,
    source: str,
    approved_by: Actor | None = None,
    reason: str | None = None,
    redacts: Iterable[int] = (),
    more: Mapping[str, Any] | None = None,
) -> HistoryEntry:
    """Enters one change of a public thing, in the caller's transaction; call it last in a verb.

    `verb` is declared with the thing's kind ("publish" of an edition is kept as "edition.publish"). The public state is
    read after flushing, as the transaction will have made it. `redacts`: entries whose contents go, or come back.
    """
    name = f"{thing.kind}.{verb}"
    if name not in VERBS:
        raise LookupError(f"{name} is not declared with @recorded")
    session.flush()
    last = session.exec(select(HistoryHead).where(HistoryHead.id == 1).with_for_update()).one()
    session.refresh(last)  # the identity map may hold the head as it was before another writer's commit
    salt = secrets.token_hex(32)
    state = thing.public_state(session)
    content = {"title": thing.title, "source": Sources.of(source), "reason": reason, "state": state, **(more or {})}
    if isinstance(thing, InHands):
        content["hands"] = salted(salt, thing.hands(session))
    payload = HistoryPayload(number=last.number + 1, salt=salt, content=canonical(content))
    removed = sorted(redacts)
    entry = HistoryEntry(
        number=last.number + 1,
        at=datetime.now(UTC),
        verb=name,
        kind=thing.kind,
        key=thing.key,
        path=thing.path,
        municipality=thing.municipality_slug,
        organisation=by.organisation,
        approver_organisation=approved_by.organisation if approved_by else None,
        author=by.person,
        approver=approved_by.person if approved_by else None,
        redacts=",".join(map(str, removed)) or None,
        payload_digest=payload.digest(),
        previous_hash=last.hash,
        hash="",
    )
    entry.hash = entry.computed_hash()
    session.add(entry)
    session.flush()
    session.add(payload)
    last.number, last.hash = entry.number, entry.hash
    session.add(last)
    session.flush()
    if removed:
        # After the entry: the database lets go of a payload only when an entry says that it is redacted.
        session.exec(sa.delete(HistoryPayload).where(col(HistoryPayload.number).in_(removed)))
    return entry


def takes_or_shows_words(verb: str) -> bool:
    """Whether an entry with that verb says nothing of its own, but what was done with words of others."""
    return verb.partition(".")[2] in OF_REDACTIONS


def is_through_a_link(row: HistoryEntry) -> bool:
    """Whether it was said through a personal link, which its author only sent."""
    return row.kind in SAID_BY_OTHERS and row.approver is None and not takes_or_shows_words(row.verb)


def through_a_link() -> sa.ColumnElement[bool]:
    """`is_through_a_link`, asked of the database."""
    said = [f"{kind}.{verb}" for kind in SAID_BY_OTHERS for verb in OF_REDACTIONS]
    by_others = col(HistoryEntry.kind).in_(SAID_BY_OTHERS) & col(HistoryEntry.approver).is_(None)
    return by_others & col(HistoryEntry.verb).not_in(said)


def entries(
    session: Session,
    *,
    paths: Iterable[str] | None = None,
    municipality: str | None = None,
    before: int | None = None,
    number: int | None = None,
    only: sa.ColumnElement[bool] | None = None,
    limit: int = 50,
) -> list[Entry]:
    """The newest entries first: all, of some public pages, of a municipality, the one with a number, or `only` those
    of which something is true."""
    query = contents().order_by(col(HistoryEntry.number).desc()).limit(limit)
    if paths is not None:
        query = query.where(col(HistoryEntry.path).in_(list(paths)))
    if municipality is not None:
        query = query.where(HistoryEntry.municipality == municipality)
    if before is not None:
        query = query.where(HistoryEntry.number < before)
    if number is not None:
        query = query.where(HistoryEntry.number == number)
    if only is not None:
        query = query.where(only)
    return read(session, query)


def contents() -> Any:
    """A query of entries with their contents, as `read` takes it: whole, or what pieces that were taken left of it."""
    return (
        select(HistoryEntry, HistoryPayload.content, HistoryRemainder.content)
        .join(HistoryPayload, col(HistoryPayload.number) == HistoryEntry.number, isouter=True)
        .join(HistoryRemainder, col(HistoryRemainder.number) == HistoryEntry.number, isouter=True)
    )


def read(session: Session, query: Any) -> list[Entry]:
    return [
        Entry(row, json.loads(left) if (left := content or remainder) else None, content is not None)
        for row, content, remainder in session.exec(query)
    ]


def kept_content(session: Session, number: int) -> str | None:
    """As it is kept: whole, what is left of it, or None."""
    payload = session.get(HistoryPayload, number) or session.get(HistoryRemainder, number)
    return payload.content if payload else None
