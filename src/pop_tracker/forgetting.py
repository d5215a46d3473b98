"""What a redaction removed, taken out of copies that nothing public reads: drafts, proposals, what was sent back."""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from pop_tracker.history import HistoryPayload, HistoryRemainder
from pop_tracker.pieces import LONG_ENOUGH, NAME_REMOVED, Change, without_names
from pop_tracker.sealed import SealedRow, sealed_pieces

NO_COPIES = frozenset(
    {"history_entry", "history_head", "history_payload", "history_remainder", "account_log", "account_log_head",
     "sealed_row", "sealed_content", "sealed_piece", "removed_file", "alembic_version"}
)  # fmt: skip
"""Tables in which no word is looked for: those of the record and of what lies sealed, which go by themselves."""
SHORTEST_LOOKED_FOR = 5
MOST_CONDITIONS = 400
"""Of one query: SQLite takes a thousand, one within the other."""
COPY = "copy"
"""In place of the kind of a thing, where a sealed row is none of a public one."""


def forget_copies(session: Session, request: int, removed_by: Iterable[int]) -> int:
    """Takes what requests removed lately (`removed_by`) out of rows that are not public, where it was copied: drafts,
    proposals, what was sent back. Words that the record still holds elsewhere are left alone, until the request comes
    that takes them from there. Gives how many rows were mended; they lie sealed as well, as `request`'s
    (`bring_back`)."""
    pieces = [one for each in removed_by for found in sealed_pieces(session, each).values() for one in found]
    changes = [one.taken.change for one in pieces if not one.piece.is_file]
    names = sorted({name for one in pieces for name in one.names if len(name) >= SHORTEST_LOOKED_FOR})
    looked_for = [*names, *(one.was for one in changes if not one.names and len(one.was) >= LONG_ENOUGH)]
    looked_for = [words for words in looked_for if not _record_holds(session, words)]
    if not looked_for:
        return 0
    tables = sa.MetaData()
    tables.reflect(session.connection())
    names = [name for name in names if name in looked_for]
    changes = [one for one in changes if one.was in looked_for]
    return sum(
        _forget_in(session, request, table, looked_for, names, changes)
        for table in tables.sorted_tables
        if table.name not in NO_COPIES
    )


def bring_back(session: Session, request: int) -> None:
    """What copies said, where nobody wrote in them since: the request was called off."""
    tables = sa.MetaData()
    tables.reflect(session.connection())
    for sealed in session.exec(select(SealedRow).where(SealedRow.request == request, SealedRow.kind == COPY)):
        table = tables.tables[sealed.table_name]
        (key,) = table.primary_key
        row = session.execute(sa.select(table).where(key == sealed.row_id)).mappings().first()
        was = {name: sealed.was[name] for name, now in sealed.now.items() if row is not None and row[name] == now}
        if was:
            session.execute(sa.update(table).where(key == sealed.row_id).values(was))
        session.delete(sealed)
    session.flush()


def _record_holds(session: Session, words: str) -> bool:
    said = json.dumps(words, ensure_ascii=False)[1:-1]
    return any(
        session.exec(select(table.number).where(col(table.content).contains(said, autoescape=True)).limit(1)).first()
        for table in (HistoryPayload, HistoryRemainder)
    )


def _forget_in(
    session: Session, request: int, table: sa.Table, looked_for: Sequence[str], names: Sequence[str],
    changes: Sequence[Change],
) -> int:  # fmt: skip
    keys = list(table.primary_key)
    texts = [column for column in table.columns if isinstance(column.type, sa.String | sa.JSON) and column not in keys]
    if not texts or not keys:
        return 0
    spellings = sorted({spelled for words in looked_for for spelled in (words, *_in_json(words))})
    mended = 0
    at_once = max(1, MOST_CONDITIONS // len(texts))
    for start in range(0, len(spellings), at_once):
        found = sa.or_(
            *(sa.cast(column, sa.Text).icontains(words, autoescape=True)
              for column in texts for words in spellings[start : start + at_once])
        )  # fmt: skip
        mended += _forget_rows(session, request, table, texts, found, names, changes)
    return mended


def _forget_rows(
    session: Session, request: int, table: sa.Table, texts: Sequence[sa.Column[Any]], found: sa.ColumnElement[bool],
    names: Sequence[str], changes: Sequence[Change],
) -> int:  # fmt: skip
    keys = list(table.primary_key)
    mended = 0
    for row in session.execute(sa.select(table).where(found)).mappings().all():
        now = {column.name: _without(row[column.name], names, changes) for column in texts}
        changed = {name: value for name, value in now.items() if value != row[name]}
        if changed:
            if len(keys) == 1 and isinstance(row[keys[0].name], int):
                was = {name: row[name] for name in changed}
                session.add(
                    SealedRow(request=request, kind=COPY, key="", table_name=table.name, row_id=row[keys[0].name],
                              was=was, now=changed)
                )  # fmt: skip
            session.execute(sa.update(table).where(*(key == row[key.name] for key in keys)).values(changed))
            mended += 1
    return mended


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
