"""What lies sealed while it can still be shown again: words of rows, contents of entries, and which files go with them.

Nothing public reads these tables, and no backup takes what is to be destroyed.
"""

import json
from collections.abc import Container, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Protocol, runtime_checkable

import sqlalchemy as sa
from sqlmodel import Field, Session, SQLModel, col, select

from pop_tracker.blackening import blackened, is_in_place
from pop_tracker.history import REMOVED, Recorded, canonical
from pop_tracker.pieces import (
    HIDDEN,
    LONG_ENOUGH,
    NAME_HIDDEN,
    NAME_REMOVED,
    NAMELESS,
    Change,
    Piece,
    file_columns,
    file_name_of,
    masked,
    replaced,
    replaced_sources,
    word_columns,
)
from pop_tracker.web.name_forms import without_names
from pop_tracker.web.source_list import SourceList
from pop_tracker.web.sources import Sources

ROWS_OF_FILES = frozenset({"evidence_file", "reply_file", "consultation_photo"})
"""Tables whose rows are a file and nothing else."""


DIGEST_STAYS = frozenset({"disavowal"})
"""Tables whose row cannot be without the digest of its file: without its name the file is handed out no more."""


class SealedRow(SQLModel, table=True):
    """What a row said before words of it were hidden, and what stands there since."""

    __tablename__ = "sealed_row"
    id: int | None = Field(default=None, primary_key=True)
    request: int = Field(index=True)
    """The request for redaction because of which."""
    kind: str = Field(max_length=40)
    key: str = Field(max_length=200)
    table_name: str = Field(max_length=60)
    row_id: int
    was: dict[str, Any] = Field(sa_type=sa.JSON)
    """By column."""
    now: dict[str, Any] = Field(default_factory=dict, sa_type=sa.JSON)
    """Empty where the row itself went."""


class SealedContent(SQLModel, table=True):
    """The content of an entry as it was, without salt where pieces had been taken from it before."""

    __tablename__ = "sealed_content"
    id: int | None = Field(default=None, primary_key=True)
    request: int = Field(index=True)
    kind: str = Field(max_length=40)
    key: str = Field(max_length=200)
    """Of the thing whose words went; the entry may be another thing's, whose title names it."""
    number: int = Field(index=True)
    is_title_alone: bool = False
    salt: str | None = Field(default=None, max_length=64)
    content: str = Field(sa_type=sa.Text)


class RemovedFile(SQLModel, table=True):
    """A file that a redaction hid or removed. Its digest stays: whoever cited its address learns what became of it."""

    __tablename__ = "removed_file"
    id: int | None = Field(default=None, primary_key=True)
    request: int | None = Field(default=None, index=True)
    """None for what went before requests named pieces."""
    sha256: str = Field(max_length=64, index=True)
    path: str = Field(max_length=300, index=True)
    """The public page of what it belonged to."""
    entry: int
    """That says so."""
    hidden_at: datetime
    destroyed_at: datetime | None = None
    is_dropped: bool = False
    """Out of the store, too."""


class BackupMade(SQLModel, table=True):
    """A backup that was written: until somebody says that it is destroyed, it holds what stood at its head."""

    __tablename__ = "backup_made"
    id: int | None = Field(default=None, primary_key=True)
    made_at: datetime
    name: str = Field(max_length=300)
    head_number: int
    destroyed_at: datetime | None = None


@dataclass(frozen=True)
class Taken:
    """One piece of a thing, and what becomes of it."""

    entry: int
    pointer: str
    """Both together name it (`pieces`)."""
    change: Change


@runtime_checkable
class Nameless(Protocol):
    """A row that is nobody's without its name."""

    def lose_name(self) -> None: ...


def whole(piece: Piece) -> Taken:
    """The piece goes as it is."""
    return Taken(piece.entry, piece.pointer, Change(piece.field, piece.words, REMOVED))


def names_in(piece: Piece, names: Sequence[str]) -> Taken:
    """Only the names go out of it."""
    now = without_names(piece.words, names, NAME_REMOVED)
    return Taken(piece.entry, piece.pointer, Change(piece.field, piece.words, now, tuple(names), NAME_REMOVED))


def as_hidden(change: Change) -> Change:
    """What stands there until it is decided on."""
    if not change.names:
        return replace(change, now=HIDDEN)
    return replace(change, now=without_names(change.was, change.names, NAME_HIDDEN), mark=NAME_HIDDEN)


class SealedPiece(SQLModel, table=True):
    """A piece that a request asks for, with its words, until they are destroyed or shown again."""

    __tablename__ = "sealed_piece"
    id: int | None = Field(default=None, primary_key=True)
    request: int = Field(index=True)
    kind: str = Field(max_length=40)
    key: str = Field(max_length=200)
    entry: int
    pointer: str = Field(sa_type=sa.Text)
    field: str = Field(max_length=60)
    was: str = Field(sa_type=sa.Text)
    names: list[str] = Field(default_factory=list, sa_type=sa.JSON)
    """What goes out of its words; all of them where it is empty."""
    within: list[list[str]] = Field(default_factory=list, sa_type=sa.JSON)
    file_name: str = Field(default="", max_length=200)

    @property
    def piece(self) -> Piece:
        within = tuple((name, which) for name, which in self.within)
        return Piece(self.kind, self.key, self.entry, self.pointer, self.field, self.was, within, self.file_name)

    @property
    def taken(self) -> Taken:
        return names_in(self.piece, self.names) if self.names else whole(self.piece)

    @classmethod
    def of(cls, request: int, piece: Piece, names: Sequence[str]) -> "SealedPiece":
        return cls(
            request=request, kind=piece.kind, key=piece.key, entry=piece.entry, pointer=piece.pointer,
            field=piece.field, was=piece.words, names=list(names), within=[list(one) for one in piece.within],
            file_name=piece.file_name,
        )  # fmt: skip


def sealed_pieces(session: Session, request: int) -> dict[tuple[str, str], list[SealedPiece]]:
    """By thing. One query."""
    found: dict[tuple[str, str], list[SealedPiece]] = {}
    for one in session.exec(select(SealedPiece).where(SealedPiece.request == request).order_by(col(SealedPiece.id))):
        found.setdefault((one.kind, one.key), []).append(one)
    return found


def seal(session: Session, request: int, thing: Recorded, row: SQLModel, changes: Sequence[Change]) -> list[str]:
    """Gives the digests of files that say the same words, since they were read from them."""
    table = type(row)
    sealed = SealedRow(
        request=request, kind=thing.kind, key=thing.key, table_name=str(table.__tablename__), row_id=_id_of(row), was={}
    )
    taken = {one.was for one in changes if one.is_file}
    gone = [name for name in file_columns(table) if getattr(row, name) in taken]
    if gone and sealed.table_name in ROWS_OF_FILES:
        sealed.was = {name: plain(row, name) for name in _columns(table)}
        session.add(sealed)
        session.delete(row)
        return []
    now = {}
    for name in word_columns(table):
        was = plain(row, name)
        if (made := changed(row, name, was, changes, HIDDEN)) != was:
            sealed.was[name], now[name] = was, made
    for name in gone:
        for beside in _beside(table, name):
            if beside != name or sealed.table_name not in DIGEST_STAYS:
                sealed.was[beside], now[beside] = plain(row, beside), _nothing(table, beside)
    if not now:
        return []
    read = files_read(row, now)
    for name, value in now.items():
        write(row, name, value)
    if "name" in now and isinstance(row, Nameless):
        row.lose_name()
    sealed.now = {name: plain(row, name) for name in now}
    session.add_all([row, sealed])
    return read


def files_read(row: SQLModel, changed: Container[str]) -> list[str]:
    """The digests of a row's files, where words go out of the text that was read from them: they are handed out no
    more, and go. The row keeps them, as that of a report does."""
    columns = _columns(type(row))
    if not any(name in changed for name, column in columns.items() if is_in_place(column)):
        return []
    return [digest for name in file_columns(type(row)) if (digest := getattr(row, name))]


def _beside(table: type[SQLModel], name: str) -> list[str]:
    """The columns of a file: its digest, what it is called, what it was before."""
    prefix = name.removesuffix("sha256")
    return [one for one in _columns(table) if one.startswith(prefix)] if prefix else [name, file_name_of(name)]


def changed(row: SQLModel, name: str, was: Any, changes: Sequence[Change], mark: str) -> Any:
    """The plain value of a column after the changes."""
    column = _columns(type(row))[name]
    if is_in_place(column):
        of_words = [one for one in changes if one.was and not one.is_file]
        wholes = [one.was for one in of_words if not one.names and len(one.was) >= LONG_ENOUGH]
        return blackened(was, wholes, [name for one in of_words for name in one.names])
    if isinstance(column.type, SourceList):
        return replaced_sources(Sources.of_list(was or []), changes).as_list
    if isinstance(was, list | dict):
        return masked(was, changes, name)
    if not isinstance(was, str) or not was:
        return was
    made = replaced(name, was, changes)
    if made != was and name == "name":
        return NAMELESS if isinstance(row, Nameless) else _marked_name(row, mark)  # a part of a name is none
    longest = getattr(column.type, "length", None)
    return mark if longest and len(made) > longest else made


def _marked_name(row: SQLModel, mark: str) -> str:
    """Numbered where no two of the table may have one name, such as two candidates in a race."""
    table = sa.inspect(type(row)).local_table
    unique = (one.columns.keys() for one in table.constraints if isinstance(one, sa.UniqueConstraint))
    return f"{mark} {_id_of(row)}" if any("name" in columns for columns in unique) else mark


def _columns(table: type[SQLModel]) -> dict[str, sa.Column[Any]]:
    return {one.key: one.columns[0] for one in sa.inspect(table).column_attrs}


def _nothing(table: type[SQLModel], name: str) -> Any:
    column = _columns(table)[name]
    if column.nullable:
        return None
    return False if isinstance(column.type, sa.Boolean) else ""


def plain(row: SQLModel, name: str) -> Any:
    value = getattr(row, name)
    return json.loads(canonical(value))


def write(row: SQLModel, name: str, value: Any) -> None:
    is_list = isinstance(_columns(type(row))[name].type, SourceList)
    setattr(row, name, Sources.of_list(value) if is_list and value is not None else value)


def _id_of(row: SQLModel) -> int:
    (id_,) = sa.inspect(row).identity or (None,)
    if not isinstance(id_, int):
        raise TypeError(f"{type(row).__name__} is not known by a number")
    return id_


def class_of(sealed: SealedRow) -> type[SQLModel]:
    return next(
        mapper.class_ for mapper in SQLModel._sa_registry.mappers
        if mapper.local_table.name == sealed.table_name  # type: ignore[attr-defined]
    )  # fmt: skip


def row_of(session: Session, sealed: SealedRow) -> SQLModel | None:
    found: SQLModel | None = session.get(class_of(sealed), sealed.row_id)
    return found


def rows_of(session: Session, request: int, thing: Recorded) -> list[SealedRow]:
    return list(
        session.exec(
            select(SealedRow)
            .where(SealedRow.request == request, SealedRow.kind == thing.kind, SealedRow.key == thing.key)
            .order_by(col(SealedRow.id))
        )
    )


def contents_of(session: Session, request: int, thing: Recorded) -> list[SealedContent]:
    return list(
        session.exec(
            select(SealedContent)
            .where(SealedContent.request == request, SealedContent.kind == thing.kind, SealedContent.key == thing.key)
            .order_by(col(SealedContent.number))
        )
    )
