"""What a redaction removed, taken out of copies that nothing public reads: drafts, proposals, what was sent back; and
out of documents that are kept, as long as they are."""

import json
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, SQLModel, col, select

from pop_tracker import history
from pop_tracker.blackening import blackened, is_in_place
from pop_tracker.history import REMOVED, HistoryPayload, HistoryRemainder
from pop_tracker.pieces import LONG_ENOUGH, NAME_REMOVED, Change, word_columns
from pop_tracker.sealed import RemovedFile, SealedRow, files_read, plain, row_of, sealed_pieces, write
from pop_tracker.web.name_forms import where_said, without_names

NO_COPIES = frozenset(
    {"history_entry", "history_head", "history_payload", "history_remainder", "account_log", "account_log_head",
     "sealed_row", "sealed_content", "sealed_piece", "removed_file", "person", "account_request"}
)  # fmt: skip
"""Tables in which no word is looked for: those of the record and of what lies sealed, which go by themselves, and those
that say what somebody is called who works here or asks to: a private person may be called the same."""
SHORTEST_LOOKED_FOR = 5
MOST_CONDITIONS = 200
"""Of one query: SQLite takes a thousand, one within the other."""
COPY = "copy"
"""In place of the kind of a thing, where a sealed row is none of a public one, and of the page of a file that was none
of one."""


@dataclass(frozen=True)
class _Removed:
    """What one request removed, as far as it is looked for."""

    request: int
    names: tuple[str, ...]
    changes: tuple[Change, ...]
    """Of whole pieces."""

    @property
    def words(self) -> set[str]:
        return {*self.names, *(one.was for one in self.changes)}

    def but(self, words: Collection[str]) -> "_Removed":
        return replace(
            self,
            names=tuple(one for one in self.names if one not in words),
            changes=tuple(one for one in self.changes if one.was not in words),
        )


def forget_copies(session: Session, requests: Iterable[int]) -> int:
    """Takes what requests removed lately out of rows that are not public, where it was copied: drafts, proposals, what
    was sent back. Words that the record still holds elsewhere are left alone, until the request comes that takes them
    from there: so all that lie sealed are looked for. Gives how many rows were mended; they lie sealed as the request's
    whose words they held, so that calling off another one brings nothing of it back (`bring_back`).

    Every table is read once for the words of all requests, not once for each."""
    removed = _no_more_held(session, [_removed(session, request) for request in sorted(requests)])
    if not any(each.words for each in removed):
        return 0
    tables = {str(mapper.local_table): mapper.class_ for mapper in SQLModel._sa_registry.mappers}
    return sum(_forget_in(session, tables[name], removed) for name in sorted(tables.keys() - NO_COPIES))


@dataclass(frozen=True)
class Said:
    """Of a row in which words stand that a request removes: what people call it, and a message id that says what it
    is."""

    title: str
    what: str


TOLD: dict[type[SQLModel], Callable[[Session, Any], Said]] = {}
"""The tables of which whoever decides is told, by the rooms that have them: what people know by a name."""


def also_said_in(session: Session, request: int) -> list[Said]:
    """Where the words of a request stand, or stood, out of sight of readers: it takes them from there, too."""
    (removed,) = _no_more_held(session, [_removed(session, request)])
    found: list[Said] = []
    for table, told in TOLD.items():
        of_it = SealedRow.request == request, SealedRow.table_name == str(table.__tablename__)
        lost = set(session.exec(select(SealedRow.row_id).where(*of_it)))
        rows = [] if not lost else list(session.exec(select(table).where(sa.inspect(table).primary_key[0].in_(lost))))
        if removed.words:
            rows += [one for one in _that_may_say(session, table, [removed]) if _without_them(one, removed)]
        found += [told(session, row) for row in {sa.inspect(one).identity: one for one in rows}.values()]
    return found


def _no_more_held(session: Session, removed: Sequence[_Removed]) -> list[_Removed]:
    """Without the words that the record still holds elsewhere."""
    held = {one for one in {words for each in removed for words in each.words} if _record_holds(session, one)}
    return [each.but(held) for each in removed]


def _removed(session: Session, request: int) -> _Removed:
    pieces = [one for found in sealed_pieces(session, request).values() for one in found]
    names = {name for one in pieces for name in one.names if len(name) >= SHORTEST_LOOKED_FOR}
    changes = [one.taken.change for one in pieces if not one.names and not one.piece.is_file]
    return _Removed(request, tuple(sorted(names)), tuple(one for one in changes if len(one.was) >= LONG_ENOUGH))


def bring_back(session: Session, request: int) -> None:
    """What copies said, where nobody wrote in them since: the request was called off."""
    for sealed in session.exec(select(SealedRow).where(SealedRow.request == request, SealedRow.kind == COPY)):
        row = row_of(session, sealed)
        for name, now in sealed.now.items():
            if row is not None and plain(row, name) == now:
                write(row, name, sealed.was[name])
        session.delete(sealed)
    session.exec(sa.delete(RemovedFile).where(col(RemovedFile.request) == request, col(RemovedFile.path) == COPY))
    session.flush()


def _record_holds(session: Session, words: str) -> bool:
    said = json.dumps(words, ensure_ascii=False)[1:-1]
    return any(
        session.exec(select(table.number).where(col(table.content).contains(said, autoescape=True)).limit(1)).first()
        for table in (HistoryPayload, HistoryRemainder)
    )


def _forget_in(session: Session, table: type[SQLModel], removed: Sequence[_Removed]) -> int:
    rows = _that_may_say(session, table, removed)
    mended = sum(any([_forget(session, row, each) for each in removed]) for row in rows)
    session.flush()
    return mended


def _texts(table: type[SQLModel]) -> list["sa.Column[Any]"]:
    return [sa.inspect(table).columns[name] for name in word_columns(table)]


def _that_may_say(session: Session, table: type[SQLModel], removed: Sequence[_Removed]) -> Iterable[SQLModel]:
    """All that do are among them."""
    texts, keys = _texts(table), list(sa.inspect(table).primary_key)
    if not texts or len(keys) != 1 or not isinstance(keys[0].type, sa.Integer):
        return ()  # of what is not known by a number no table has words
    if any(map(is_in_place, texts)):
        return session.exec(select(table)).all()  # no database finds words that a document breaks
    names = sorted({name for each in removed for name in each.names})
    wholes = sorted({one for each in removed for change in each.changes for one in (change.was, *_in_json(change.was))})
    asked = [
        *(sa.cast(column, sa.Text).icontains(words, autoescape=True) for column in texts for words in wholes),
        *(where_said(column, name) for column in texts for name in names),
    ]
    rows = {
        sa.inspect(row).identity: row
        for start in range(0, len(asked), MOST_CONDITIONS)
        for row in session.exec(select(table).where(sa.or_(*asked[start : start + MOST_CONDITIONS])))
    }
    return rows.values()


def _forget(session: Session, row: SQLModel, removed: _Removed) -> bool:
    """A file goes with the words that were read from it."""
    now: dict[str, Any] = _without_them(row, removed)
    if not now:
        return False
    was = {name: plain(row, name) for name in now}
    for name, value in now.items():
        write(row, name, value)
    (id_,) = sa.inspect(row).identity or (0,)
    entry = history.last_redaction(session)
    session.add_all(
        [row, SealedRow(request=removed.request, kind=COPY, key="", table_name=str(type(row).__tablename__), row_id=id_,
                        was=was, now=now)]
        + [RemovedFile(request=removed.request, sha256=digest, path=COPY, entry=entry, hidden_at=datetime.now(UTC))
           for digest in files_read(row, now)]
    )  # fmt: skip
    return True


def _without_them(row: SQLModel, removed: _Removed) -> dict[str, Any]:
    """What its columns of words say from then on, where they say something else."""
    now = {}
    for column in _texts(type(row)):
        was = plain(row, column.key)
        if is_in_place(column):
            made = blackened(was, [one.was for one in removed.changes], removed.names)
        else:
            made = _as_it_fits(row, column, _without(was, removed))
        if made != was:
            now[column.key] = made
    return now


def _as_it_fits(row: SQLModel, column: sa.Column[Any], said: Any) -> Any:
    """A mark where the column has no room, and one of its own where no two rows may say the same."""
    if not isinstance(said, str) or said == plain(row, column.key):
        return said
    if column.unique:
        return f"{REMOVED} {sa.inspect(row).identity[0]}"
    longest = getattr(column.type, "length", None)
    return REMOVED if longest and len(said) > longest else said


def _in_json(words: str) -> Iterable[str]:
    """As JSON in a text column spells them, with and without its own letters."""
    return json.dumps(words)[1:-1], json.dumps(words, ensure_ascii=False)[1:-1]


def _without(value: Any, removed: _Removed) -> Any:
    if isinstance(value, Mapping):
        return {name: _without(one, removed) for name, one in value.items()}
    if isinstance(value, list):
        return [_without(one, removed) for one in value]
    if not isinstance(value, str):
        return value
    if value[:1] in "[{" and (inner := _json(value)) is not None:
        made = _without(inner, removed)
        return value if made == inner else json.dumps(made, ensure_ascii=False, sort_keys=True)
    for one in removed.changes:
        value = value.replace(one.was, one.now)
    return without_names(value, removed.names, NAME_REMOVED)


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return None
