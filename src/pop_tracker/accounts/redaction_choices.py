"""What can be taken out of the record, as whoever asks chooses it and whoever decides reads it.

Nobody need know a number: pieces are found by the page on which they stand, by an entry, or by the words themselves,
wherever in the record they are.
"""

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from pop_tracker.accounts.redaction_titles import Thing, called
from pop_tracker.accounts.redactions import MOST_PIECES, TOO_MANY, WITHOUT_PRIVATE_WORDS, Chosen
from pop_tracker.history import HistoryEntry, HistoryPayload, HistoryRemainder
from pop_tracker.pieces import Piece, label_of, pieces_of
from pop_tracker.sealed import SealedPiece
from pop_tracker.web.errors import Refusal
from pop_tracker.web.i18n import N_, Words
from pop_tracker.web.name_forms import SHORTEST, found_in, letters_in, where_said

MOST_THINGS = 40
"""Looked through at a time."""
MOST_SHOWN = 200
WHOLE, NAMES = "gjithe", "emri"
FIELD = "pjesa:"
"""Before a piece's id: the name of the field that says what becomes of it."""
MOST_NAMES = 20
TOO_SHORT = N_("Shkruani të paktën %(least)d shkronja.")
TOO_MANY_NAMES = N_("Shkruani jo më shumë se %(most)d emra njëherësh.")
NOT_GIVEN = N_("Zgjidhni një nga mundësitë e dhëna.")


@dataclass(frozen=True)
class Offered:
    """A piece as its chooser sees it."""

    piece: Piece
    label: str
    named: bool
    """Whether one of the names stands in it, so that it alone can go."""
    parts: tuple[tuple[str, bool], ...]
    """Its words, and which of them are such a name."""
    chosen: str = ""

    @property
    def field(self) -> str:
        return FIELD + self.piece.id


@dataclass(frozen=True)
class OfThing:
    title: str
    path: str
    kind: str
    offered: list[Offered]

    @property
    def standing(self) -> list[Offered]:
        return [one for one in self.offered if one.piece.stands]

    @property
    def earlier(self) -> list[Offered]:
        return [one for one in self.offered if not one.piece.stands]


@dataclass(frozen=True)
class Choice:
    """What was found; `cut`: there is more than is shown, so that words have to be given."""

    things: list[OfThing] = field(default_factory=list)
    cut: bool = False

    @property
    def is_empty(self) -> bool:
        return not any(one.offered for one in self.things)


def names_of(text: str) -> tuple[str, ...]:
    """One in a line. Raises Refusal for one so short that it stands in other words, and for too many."""
    names = tuple(dict.fromkeys(" ".join(line.split()) for line in text.splitlines() if line.strip()))
    for name in names:
        if letters_in(name) < SHORTEST:
            raise Refusal(TOO_SHORT, field="names", least=SHORTEST)
    if len(names) > MOST_NAMES:
        raise Refusal(TOO_MANY_NAMES, field="names", most=MOST_NAMES)
    return names


def choice(
    session: Session, said: Words, *, path: str = "", entry: int = 0, names: Sequence[str] = (),
    sent: Mapping[str, str] | None = None,
) -> Choice:  # fmt: skip
    """The pieces of a page's or an entry's things, with all files of theirs, and wherever else the names stand. A query
    for each thing; `sent`: what was chosen so far, by field."""
    here = _things_at(session, path=path, entry=entry) if path or entry else []
    things = list(dict.fromkeys([*here, *_things_with(session, names)]))
    titles = called(session, things[:MOST_THINGS])
    found, count = [], 0
    for kind, key in things[:MOST_THINGS]:
        pieces = [one for one in pieces_of(session, kind, key) if not names or one.is_file or _has(one, names)]
        if names and not any(_has(one, names) for one in pieces) and (kind, key) not in here:
            continue
        shown = pieces[: max(0, MOST_SHOWN - count)]
        count += len(pieces)
        if shown:
            offered = [_offered(one, names, said, sent or {}) for one in shown]
            found.append(OfThing(*titles[kind, key], kind, offered))
    return Choice(found, cut=count > MOST_SHOWN or len(things) > MOST_THINGS)


def chosen_in(session: Session, sent: Mapping[str, str], names: Sequence[str]) -> list[Chosen]:
    """What a form chose. Raises Refusal where a piece is none, or no name stands in what was chosen for its names, and
    before it looks for more pieces than may be chosen."""
    wanted = {name.removeprefix(FIELD): how for name, how in sent.items() if name.startswith(FIELD) and how}
    numbers = {one.partition("/")[0] for one in wanted}
    if len(wanted) > MOST_PIECES:
        raise Refusal(TOO_MANY, field="pieces", most=MOST_PIECES)
    if any(not one.isascii() or not one.isdecimal() or len(one) > 9 for one in numbers):
        raise Refusal(NOT_GIVEN, field="pieces")
    things = dict.fromkeys(
        session.exec(
            select(HistoryEntry.kind, HistoryEntry.key).where(col(HistoryEntry.number).in_(map(int, numbers)))
        ).all()
    )
    pieces = {one.id: one for kind, key in things for one in pieces_of(session, kind, key)}
    found = []
    for id, how in wanted.items():
        if id not in pieces or how not in (WHOLE, NAMES):
            raise Refusal(NOT_GIVEN, field="pieces")
        if how == NAMES and (pieces[id].is_file or not _has(pieces[id], names)):
            raise Refusal(N_("Në njërën nga pjesët nuk gjendet asnjë nga emrat. Hiqeni të gjithën, ose shkruani emrin "
                             "si është shkruar aty."), field="pieces")  # fmt: skip
        found.append(Chosen(pieces[id], tuple(names) if how == NAMES else ()))
    return found


def shown(pieces: Iterable[SealedPiece], said: Words) -> list[Offered]:
    """What a request takes, as its decider reads it."""
    made = []
    for one in pieces:
        parts = _parted(one.was, one.names) if one.names else ((one.was, True),)
        made.append(Offered(one.piece, label_of(one.piece, said), bool(one.names), parts))
    return made


def staying(session: Session, said: Words, things: Iterable[Thing], goes: Container[str] = ()) -> list[OfThing]:
    """All that stands in the things beside what is hidden, and what `goes`."""
    things = list(things)
    titles = called(session, things)
    found = []
    for kind, key in things:
        standing = [one for one in pieces_of(session, kind, key) if one.stands and one.id not in goes]
        found.append(OfThing(*titles[kind, key], kind, [_offered(one, (), said, {}) for one in standing]))
    return found


def _offered(piece: Piece, names: Sequence[str], said: Words, sent: Mapping[str, str]) -> Offered:
    named = _has(piece, names)
    parts = _parted(piece.words, names) if named and not piece.is_file else ((piece.words, False),)
    preset = (WHOLE if piece.is_file else NAMES) if named else ""
    return Offered(piece, label_of(piece, said), named and not piece.is_file, parts,
                   sent.get(FIELD + piece.id, preset if not sent else ""))  # fmt: skip


def _has(piece: Piece, names: Sequence[str]) -> bool:
    words = piece.file_name if piece.is_file else piece.words
    return any(found_in(words, names))


def _parted(words: str, names: Sequence[str]) -> tuple[tuple[str, bool], ...]:
    """Cut where names stand: which parts go."""
    parts: list[tuple[str, bool]] = []
    rest = 0
    for start, end in found_in(words, names):
        parts += [(words[rest:start], False), (words[start:end], True)]
        rest = end
    return tuple(one for one in (*parts, (words[rest:], False)) if one[0])


def _things_at(session: Session, *, path: str, entry: int) -> list[Thing]:
    """Of an entry, its thing; of a page, those that belong to it, the latest first: a contract's page has its editions,
    rounds, answers and findings."""
    if entry:
        named: sa.ColumnElement[bool] = col(HistoryEntry.number) == entry
    else:
        slug = next(iter(path.strip("/").split("/")[1:2]), "")
        named = sa.or_(
            col(HistoryEntry.path) == path,
            *([col(HistoryEntry.key) == slug, col(HistoryEntry.key).startswith(f"{slug}/", autoescape=True)]
              if slug else []),
        )  # fmt: skip
    slug = path.strip("/").rpartition("/")[2]
    return _things(session, named, (col(HistoryEntry.key) == slug).desc())


def _things_with(session: Session, names: Sequence[str]) -> list[Thing]:
    if not names:
        return []
    holds = [
        col(HistoryEntry.number).in_(
            select(table.number).where(sa.or_(*(where_said(col(table.content), name) for name in names)))
        )
        for table in (HistoryPayload, HistoryRemainder)
    ]
    return _things(session, sa.or_(*holds))


def _things(session: Session, named: sa.ColumnElement[bool], *first: sa.ColumnElement[Any]) -> list[Thing]:
    query = (
        select(HistoryEntry.kind, HistoryEntry.key)
        .where(named, col(HistoryEntry.kind).not_in(WITHOUT_PRIVATE_WORDS))
        .group_by(col(HistoryEntry.kind), col(HistoryEntry.key))
        .order_by(*first, sa.func.max(HistoryEntry.number).desc())
        .limit(MOST_THINGS + 1)
    )
    return [(kind, key) for kind, key in session.exec(query)]
