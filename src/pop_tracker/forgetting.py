"""What a redaction removed, taken out of copies that nothing public reads: drafts, proposals, what was sent back."""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, SQLModel, col, select

from pop_tracker.history import REMOVED, HistoryPayload, HistoryRemainder
from pop_tracker.pieces import LONG_ENOUGH, NAME_REMOVED, Change, word_columns
from pop_tracker.sealed import SealedRow, plain, row_of, sealed_pieces, write
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
"""In place of the kind of a thing, where a sealed row is none of a public one."""


def forget_copies(session: Session, requests: Iterable[int]) -> int:
    """Takes what requests removed lately out of rows that are not public, where it was copied: drafts, proposals, what
    was sent back. Words that the record still holds elsewhere are left alone, until the request comes that takes them
    from there: so all that lie sealed are looked for, each by itself. Gives how many rows were mended; they lie sealed
    as that request's, so that calling off another one brings nothing of it back (`bring_back`)."""
    return sum(_forget(session, request) for request in sorted(requests))


def _forget(session: Session, request: int) -> int:
    pieces = [one for found in sealed_pieces(session, request).values() for one in found]
    changes = [one.taken.change for one in pieces if not one.piece.is_file]
    names = sorted({name for one in pieces for name in one.names if len(name) >= SHORTEST_LOOKED_FOR})
    looked_for = [*names, *(one.was for one in changes if not one.names and len(one.was) >= LONG_ENOUGH)]
    looked_for = [words for words in looked_for if not _record_holds(session, words)]
    if not looked_for:
        return 0
    names = [name for name in names if name in looked_for]
    changes = [one for one in changes if one.was in looked_for]
    tables = {str(mapper.local_table): mapper.class_ for mapper in SQLModel._sa_registry.mappers}
    return sum(
        _forget_in(session, request, tables[name], looked_for, names, changes)
        for name in sorted(tables.keys() - NO_COPIES)
    )


def bring_back(session: Session, request: int) -> None:
    """What copies said, where nobody wrote in them since: the request was called off."""
    for sealed in session.exec(select(SealedRow).where(SealedRow.request == request, SealedRow.kind == COPY)):
        row = row_of(session, sealed)
        for name, now in sealed.now.items():
            if row is not None and plain(row, name) == now:
                write(row, name, sealed.was[name])
        session.delete(sealed)
    session.flush()


def _record_holds(session: Session, words: str) -> bool:
    said = json.dumps(words, ensure_ascii=False)[1:-1]
    return any(
        session.exec(select(table.number).where(col(table.content).contains(said, autoescape=True)).limit(1)).first()
        for table in (HistoryPayload, HistoryRemainder)
    )


def _forget_in(
    session: Session, request: int, table: type[SQLModel], looked_for: Sequence[str], names: Sequence[str],
    changes: Sequence[Change],
) -> int:  # fmt: skip
    texts = [sa.inspect(table).columns[name] for name in word_columns(table)]
    keys = list(sa.inspect(table).primary_key)
    if not texts or len(keys) != 1 or not isinstance(keys[0].type, sa.Integer):
        return 0  # of what is not known by a number no table has words
    wholes = sorted({one for words in looked_for if words not in names for one in (words, *_in_json(words))})
    asked = [
        *(sa.cast(column, sa.Text).icontains(words, autoescape=True) for column in texts for words in wholes),
        *(where_said(column, name) for column in texts for name in names),
    ]
    return sum(
        _forget_rows(session, request, table, sa.or_(*asked[start : start + MOST_CONDITIONS]), names, changes)
        for start in range(0, len(asked), MOST_CONDITIONS)
    )


def _forget_rows(
    session: Session, request: int, table: type[SQLModel], found: sa.ColumnElement[bool], names: Sequence[str],
    changes: Sequence[Change],
) -> int:  # fmt: skip
    texts = [sa.inspect(table).columns[name] for name in word_columns(table)]
    mended = 0
    for row in session.exec(select(table).where(found)).all():
        was = {column.key: plain(row, column.key) for column in texts}
        now = {column.key: _as_it_fits(row, column, _without(was[column.key], names, changes)) for column in texts}
        now = {name: value for name, value in now.items() if value != was[name]}
        if now:
            for name, value in now.items():
                write(row, name, value)
            was = {name: was[name] for name in now}
            (id_,) = sa.inspect(row).identity or (0,)
            session.add_all(
                [row, SealedRow(request=request, kind=COPY, key="", table_name=str(table.__tablename__), row_id=id_,
                                was=was, now=now)]
            )  # fmt: skip
            mended += 1
    session.flush()
    return mended


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


def _without(value: Any, names: Sequence[str], changes: Sequence[Change]) -> Any:
    if isinstance(value, Mapping):
        return {name: _without(one, names, changes) for name, one in value.items()}
    if isinstance(value, list):
        return [_without(one, names, changes) for one in value]
    if not isinstance(value, str):
        return value
    if value[:1] in "[{" and (inner := _json(value)) is not None:
        made = _without(inner, names, changes)
        return value if made == inner else json.dumps(made, ensure_ascii=False, sort_keys=True)
    for one in changes:
        value = value.replace(one.was, one.now) if not one.names and len(one.was) >= LONG_ENOUGH else value
    return without_names(value, names, NAME_REMOVED)


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return None
