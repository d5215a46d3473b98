"""Taking pieces out of a recorded thing: hidden first, then gone, or shown again.

What is hidden or gone is gone from the rows that everything public is read from, so that no page, download, feed or
search has to know of it. The contents of the thing's entries go the same way: the chain names them by a salted digest,
so that it verifies without them, and what is left of each is vouched for by the entry that says what was taken. Until
they are destroyed, the words lie sealed (`sealed`).
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Protocol, runtime_checkable

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from pop_tracker import history
from pop_tracker.history import REMOVED, Actor, HistoryEntry, HistoryPayload, HistoryRemainder, Recorded, canonical
from pop_tracker.pieces import Change, masked, replaced
from pop_tracker.sealed import (
    RemovedFile,
    SealedContent,
    SealedPiece,
    SealedRow,
    Taken,
    as_hidden,
    changed,
    class_of,
    contents_of,
    plain,
    row_of,
    rows_of,
    seal,
    sealed_pieces,
    write,
)
from pop_tracker.web.errors import Refusal
from pop_tracker.web.i18n import N_

MADE_OF: list[Callable[[Session, Recorded, Sequence[Change]], Iterable[str]]] = []
"""What rooms keep as files that they made of a thing's words, or of those that change: their digests. They go with the
words."""


@runtime_checkable
class Follows(Protocol):
    """A thing that has something to do when words of it went or came back."""

    def words_changed(self, session: Session) -> None: ...


def hide(
    session: Session, request: int, thing: Recorded, taken: Sequence[Taken], by: Actor, *, reason: str
) -> HistoryEntry:
    """Takes the pieces out of sight, and seals them."""
    changes = [as_hidden(one.change) for one in taken]
    digests = {digest for made_of in MADE_OF for digest in made_of(session, thing, changes)}
    rows = list(thing.rows(session))
    if not rows:
        raise Refusal(N_("Këtu nuk ka fjalë që mund të hiqen."))
    digests |= {one.was for one in changes if one.is_file}
    for row in rows:
        digests.update(seal(session, request, thing, row, changes))
    _settle(session, thing)
    is_it = (col(HistoryEntry.kind) == thing.kind) & (col(HistoryEntry.key) == thing.key)
    left = _seal_contents(session, request, thing, is_it, changes)
    session.flush()
    if titled := _in_titles(contents_of(session, request, thing), changes):
        left |= _seal_contents(session, request, thing, ~is_it & _says(titled), titled, is_title_alone=True)
    entry = _enter(session, "hide", thing, by, None, reason, left, taken=_told(taken, hidden=True))
    session.add_all(
        RemovedFile(request=request, sha256=digest, path=thing.path, entry=entry.number, hidden_at=entry.at)
        for digest in sorted(digests)
    )
    session.flush()
    return entry


def _seal_contents(
    session: Session, request: int, thing: Recorded, which: sa.ColumnElement[bool], changes: Sequence[Change], *,
    is_title_alone: bool = False,
) -> dict[int, str]:  # fmt: skip
    """What is left of the contents of entries, by number; those of which nothing goes are not among them."""
    contents = session.exec(
        select(HistoryEntry.number, HistoryPayload.salt, HistoryPayload.content, HistoryRemainder.content)
        .join(HistoryPayload, col(HistoryPayload.number) == HistoryEntry.number, isouter=True)
        .join(HistoryRemainder, col(HistoryRemainder.number) == HistoryEntry.number, isouter=True)
        .where(which)
        .order_by(col(HistoryEntry.number))
    ).all()
    left = {}
    for number, salt, content, remainder in contents:
        was = content or remainder
        now = _left(was, changes, is_title_alone) if was else None
        if was and now and now != canonical(json.loads(was)):
            session.add(
                SealedContent(request=request, kind=thing.kind, key=thing.key, number=number,
                              is_title_alone=is_title_alone, salt=salt, content=was)
            )  # fmt: skip
            left[number] = now
    return left


def _in_titles(contents: Iterable[SealedContent], changes: Sequence[Change]) -> list[Change]:
    """Those that the thing itself was called by: other words of it, such as the name of a municipality, are not meant
    where they stand in titles of other things."""
    titles = [json.loads(one.content)["title"] for one in contents if not one.is_title_alone]
    return [one for one in changes if one.is_long and any(one.was in title for title in titles)]


def _says(changes: Sequence[Change]) -> sa.ColumnElement[bool]:
    """Contents in which the words of a change stand: a contract's title in those of its rounds and answers."""
    told = [json.dumps(one.was, ensure_ascii=False)[1:-1] for one in changes if not one.is_file and one.is_long]
    return sa.or_(
        sa.false(),
        *(
            col(table.content).contains(words, autoescape=True)
            for table in (HistoryPayload, HistoryRemainder)
            for words in told
        ),
    )


def take(
    session: Session, request: int, thing: Recorded, taken: Sequence[Taken], by: Actor, approved_by: Actor, *,
    reason: str,
) -> HistoryEntry:  # fmt: skip
    """Says of what was hidden that it is removed. Until it is destroyed it lies sealed."""
    changes = [one.change for one in taken]
    for sealed in rows_of(session, request, thing):
        row = row_of(session, sealed)
        if row is not None and sealed.now:
            # What is empty went with a file, or is an address: it stays so.
            stays = [name for name, now in sealed.now.items() if now and plain(row, name) == now]
            for name in stays:
                write(row, name, changed(row, name, sealed.was[name], changes, REMOVED))
            session.add(row)
            sealed.now = {**sealed.now, **{name: plain(row, name) for name in stays}}
            session.add(sealed)
    _settle(session, thing)
    sealed_contents = contents_of(session, request, thing)
    titled = _in_titles(sealed_contents, changes)
    left = {
        one.number: _left(one.content, titled if one.is_title_alone else changes, one.is_title_alone)
        for one in sealed_contents
    }
    entry = _enter(session, "redact", thing, by, approved_by, reason, left, taken=_told(taken, hidden=False))
    of_it = (col(RemovedFile.request) == request) & (col(RemovedFile.path) == thing.path)
    session.exec(sa.update(RemovedFile).where(of_it).values(entry=entry.number))
    return entry


def reveal(session: Session, request: int, thing: Recorded, by: Actor, approved_by: Actor | None, *, reason: str
           ) -> HistoryEntry:  # fmt: skip
    """Puts back what was hidden, but where somebody has written something else meanwhile. Raises Refusal where a later
    request took more out of the same."""
    contents = contents_of(session, request, thing)
    numbers = [one.number for one in contents]
    later = set(
        session.exec(
            select(SealedContent.number).where(col(SealedContent.number).in_(numbers), SealedContent.request > request)
        )
    )
    # Another thing's title stays as it is where more was taken out of that entry since.
    contents = [one for one in contents if not (one.is_title_alone and one.number in later)]
    numbers = [one.number for one in contents]
    if later.intersection(numbers):
        raise Refusal(N_("Pas kësaj kërkese u fshehën fjalë të tjera të së njëjtës, prandaj këto nuk shfaqen më."))
    for sealed in rows_of(session, request, thing):
        row = row_of(session, sealed)
        if row is None and not sealed.now:
            _bring_back(session, sealed)
        elif row is not None:
            for name in (one for one in sealed.now if plain(row, one) == sealed.now[one]):
                write(row, name, sealed.was[name])
            session.add(row)
        session.delete(sealed)
    session.exec(sa.delete(RemovedFile).where(col(RemovedFile.request) == request, col(RemovedFile.path) == thing.path))
    _settle(session, thing)
    left = {one.number: one.content for one in contents if one.salt is None}
    pieces = sealed_pieces(session, request).get((thing.kind, thing.key), [])
    shown = [{"entry": one.entry, "at": one.pointer, "field": one.field} for one in pieces]
    entry = _enter(session, "reveal", thing, by, approved_by, reason, left, also=numbers, shown=shown)
    for one in contents:
        if one.salt is not None:
            session.add(HistoryPayload(number=one.number, salt=one.salt, content=one.content))
        session.delete(one)
    session.flush()
    return entry


def _bring_back(session: Session, sealed: SealedRow) -> None:
    """A file whose row went; unless another took its place meanwhile."""
    row = class_of(sealed)()
    for name, value in sealed.was.items():
        write(row, name, value)
    try:
        with session.begin_nested():
            session.add(row)
            session.flush()
    except IntegrityError:
        return


def destroy(session: Session, request: int) -> list[str]:
    """Lets go of what lies sealed, for good. Gives the digests of the files that go with it."""
    for table in (SealedRow, SealedContent, SealedPiece):
        session.exec(sa.delete(table).where(col(table.request) == request))
    files = session.exec(select(RemovedFile).where(RemovedFile.request == request)).all()
    for file in files:
        file.destroyed_at = datetime.now(UTC)
        session.add(file)
    session.flush()
    return [file.sha256 for file in files]


def removed_file(session: Session, *, sha256: str = "", path: str = "") -> RemovedFile | None:
    """Of an address where there is no file: the one that was there, by its digest or by the page it belonged to."""
    named = RemovedFile.sha256 == sha256 if sha256 else RemovedFile.path == path
    return session.exec(select(RemovedFile).where(named).order_by(col(RemovedFile.id).desc()).limit(1)).first()


def to_be_dropped() -> sa.ColumnElement[bool]:
    return col(RemovedFile.destroyed_at).is_not(None) & ~col(RemovedFile.is_dropped)


def note_dropped(session: Session, digests: Iterable[str]) -> None:
    session.exec(sa.update(RemovedFile).where(col(RemovedFile.sha256).in_(list(digests))).values(is_dropped=True))


def _enter(
    session: Session, verb: str, thing: Recorded, by: Actor, approved_by: Actor | None, reason: str,
    left: Mapping[int, str], *, also: Iterable[int] = (), **pieces: Sequence[Mapping[str, Any]],
) -> HistoryEntry:  # fmt: skip
    """`left`: what remains of the content of each entry, for which this one vouches; `pieces`: those that are `taken`,
    or `shown` again."""
    digests = {str(number): hashlib.sha256(content.encode()).hexdigest() for number, content in left.items()}
    more = {"remainders": digests, **pieces}
    numbers = {*left, *also}
    entry = history.append(
        session, verb, thing, by, source="", approved_by=approved_by, reason=reason, redacts=numbers, more=more
    )
    session.exec(sa.delete(HistoryRemainder).where(col(HistoryRemainder.number).in_(numbers)))
    session.add_all(HistoryRemainder(number=number, by=entry.number, content=left[number]) for number in left)
    session.flush()
    return entry


def _told(taken: Sequence[Taken], *, hidden: bool) -> list[dict[str, Any]]:
    """What the entry says of each piece. A file's digest is said: it tells nothing of what is in it."""
    said = []
    for one in taken:
        now = as_hidden(one.change).now if hidden else one.change.now
        file = {"sha256": one.change.was} if one.change.is_file else {}
        said.append({"entry": one.entry, "at": one.pointer, "field": one.change.field, "now": now, **file})
    return said


def _left(content: str, changes: Sequence[Change], is_title_alone: bool = False) -> str:
    was = json.loads(content)
    made = {**was, "title": replaced("title", was["title"], changes)} if is_title_alone else masked(was, changes)
    same = made == was
    return canonical(made if same else {name: value for name, value in made.items() if name != "hands"})


def _settle(session: Session, thing: Recorded) -> None:
    session.flush()
    for row in thing.rows(session):
        session.expire(row, [one.key for one in sa.inspect(type(row)).relationships])
    if isinstance(thing, Follows):
        thing.words_changed(session)
        session.flush()
