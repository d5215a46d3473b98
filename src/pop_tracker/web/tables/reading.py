"""Tables as people send them: read from XLSX, CSV or DOCX, whatever they are about."""

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from pop_tracker.web.errors import Refusal
from pop_tracker.web.files import Upload
from pop_tracker.web.i18n import N_
from pop_tracker.web.invented import is_our_column
from pop_tracker.web.tables.columns import Cell, Column, Columns
from pop_tracker.web.tables.finding import (
    Headings,
    Looks,
    Table,
    could_head,
    heading_of,
    in_one_row,
    in_two_rows,
    is_bare,
    is_covered,
    is_empty,
    tables_in,
)
from pop_tracker.web.tables.grid import MOST_ROWS, Book, GridRow, LeftOut
from pop_tracker.web.tables.opening import opened

NOT_A_COLUMN = N_("Kolona “%(heading)s” nuk lexohet.")
HEADING_AGAIN = N_("Ky rresht ka tituj, por i mungojnë kolonat: %(lacking)s. Plotësojini, ose hiqeni rreshtin.")


@dataclass(frozen=True)
class SheetRow:
    """`line` is the row's number as whoever opens the file sees it; the cells are by column name."""

    line: int
    cells: dict[str, Cell]
    strays: bool
    """Something stands where there is no heading above: columns may have slipped."""
    where: str = ""
    """The sheet or table, where the file has several that are read."""


@dataclass(frozen=True)
class Sheet:
    """All that one file says, of however many sheets and tables."""

    headings: dict[str, str]
    """What the file itself calls its columns, by column name."""
    rows: list[SheetRow]
    unread: list[str]
    """Headings that are none of ours."""
    ending: str
    """Of the file's name, by its content."""
    left_out: list[LeftOut] = field(default_factory=list)


@dataclass(frozen=True)
class RowFault:
    """What is wrong in a row, and in which column where it is about one."""

    line: int
    column: str | None
    message: str
    values: Mapping[str, object] = field(default_factory=dict)
    where: str = ""


@dataclass(frozen=True)
class ReadRow:
    """A row as its columns mean it, by their names. `unread` are those whose cell cannot be read."""

    line: int
    said: dict[str, Any]
    where: str = ""
    unread: frozenset[str] = frozenset()


def read(upload: Upload, columns: Columns, nothing: str) -> Sheet:
    """All tables in the file that have the columns that one of their kind needs.

    Raises Refusal, with what to do about it, for a file that has none; `nothing` says so where no heading is known,
    with the needed ones as %(lacking)s.
    """
    ending, books = opened(upload)
    sheet, likeliest = sheet_of(books, columns, ending)
    if sheet is not None:
        return sheet
    if len(likeliest) < 2:
        raise Refusal(nothing, field="file", lacking=_lacking(columns, likeliest))
    raise lacking(columns, likeliest)


def lacking(columns: Columns, likeliest: Container[str]) -> Refusal:
    """Of a table whose likeliest headings are not all that one of its kind needs."""
    return Refusal(
        N_("Tabelës i mungojnë kolonat: %(lacking)s."), field="file", lacking=_lacking(columns, likeliest)
    )  # fmt: skip


def _lacking(columns: Columns, likeliest: Container[str]) -> tuple[str, ...]:
    return tuple(column.heading for column in columns.needed if column.name not in likeliest)


def sheet_of(books: Iterable[Book], columns: Columns, ending: str) -> tuple[Sheet | None, set[str]]:
    """All tables of the first book that has any, and the columns of the row that names most of them."""
    likeliest: set[str] = set()
    looks = Looks()

    def heading_at(rows: Sequence[GridRow], place: int) -> Headings | None:
        return next(_fitting(rows, place, columns, likeliest, looks), None)

    for book in books:
        found, left_out = tables_in(book, heading_at, continues=ending == ".docx")
        if found:
            return _sheet(found, left_out, ending, columns), likeliest
    return None, likeliest


def _fitting(
    rows: Sequence[GridRow], place: int, columns: Columns, likeliest: set[str], looks: Looks
) -> Iterator[Headings]:
    """`likeliest` becomes the columns of the row that had most of them."""
    if not could_head(rows[place]) or not looks.at(rows[place]):
        return
    one = in_one_row(rows, place)
    for headings in (one, in_two_rows(rows, place) if columns.known(one.names) else None):
        if headings is None:
            continue
        known = columns.known(headings.names)
        if all(column.name in known for column in columns.needed):
            yield headings
        if len(known) > len(likeliest):
            likeliest.clear()
            likeliest.update(known)


def _sheet(found: list[Table], left_out: list[LeftOut], ending: str, of: Columns) -> Sheet:
    headings: dict[str, str] = {}
    rows: list[SheetRow] = []
    unread: list[str] = []
    several = len({table.where for table in found}) > 1
    for table in found:
        columns = once_each(table.headings.names, of)
        headings |= {c.name: name for c, name in zip(columns, table.headings.names, strict=True) if c} | headings
        for column, name in zip(columns, table.headings.names, strict=True):
            if name and not column and name not in unread and not is_our_column(name):
                unread.append(name[:80])
                filled = sum(not is_empty(_at(row, table.headings.names.index(name))) for row in table.rows)
                left_out.append(LeftOut(table.where, NOT_A_COLUMN, filled, {"heading": name[:80]}))
        rows += [_row(row, columns, table, several) for row in table.rows if not is_bare(row)]
        if len(rows) > MOST_ROWS:
            raise Refusal(N_("Tabela ka më shumë se %(most)d rreshta."), field="file", most=MOST_ROWS)
    if not rows:
        raise Refusal(N_("Tabela nuk ka asnjë rresht nën tituj."), field="file")
    return Sheet(headings, rows, unread, ending, left_out)


def once_each(names: Sequence[str], of: Columns) -> list[Column | None]:
    """The column that each heading means. Raises Refusal where two mean the same, naming both."""
    columns = of.among(names)
    first: dict[str, str] = {}
    for column, name in zip(columns, names, strict=True):
        if column is None:
            continue
        if column.name in first:
            raise Refusal(
                N_("Titujt “%(one)s” dhe “%(other)s” emërtojnë të njëjtën kolonë (%(column)s). Fshijeni njërën, ose "
                   "ndryshojani titullin asaj që nuk duhet lexuar."),
                field="file", one=first[column.name], other=name, column=(column.heading,),
            )  # fmt: skip
        first[column.name] = name
    return columns


def _at(row: GridRow, place: int) -> Cell:
    return row.cells[place] if place < len(row.cells) else ""


def _row(row: GridRow, columns: Sequence[Column | None], table: Table, several: bool) -> SheetRow:
    return SheetRow(
        row.line,
        {column.name: _at(row, place) for place, column in enumerate(columns) if column},
        strays(row, table.headings),
        table.where if several else "",
    )


def strays(row: GridRow, headings: Headings) -> bool:
    return any(
        not is_empty(cell)
        and not is_covered(row, place)
        and (place >= len(headings.names) or not headings.names[place])
        for place, cell in enumerate(row.cells)
    )


def read_rows(rows: Iterable[SheetRow], columns: Columns) -> tuple[list[ReadRow], list[RowFault]]:
    """What the rows say, each cell read as its column means it, and all that cannot be read."""
    found: list[ReadRow] = []
    faults: list[RowFault] = []
    for row in rows:
        said: dict[str, Any] = {}
        unread: set[str] = set()
        if row.strays:
            faults.append(
                RowFault(row.line, None, N_("Ka qeliza pa titull sipër. Te CSV, teksti me presje vihet në thonjëza."),
                         where=row.where)
            )  # fmt: skip
        elif lacking := _headings_in(row, columns):
            faults.append(RowFault(row.line, None, HEADING_AGAIN, {"lacking": lacking}, row.where))
            continue
        for name, cell in row.cells.items():
            try:
                said[name] = columns.by_name[name].read(cell)
            except Refusal as refusal:
                unread.add(name)
                faults.append(RowFault(row.line, name, refusal.message, refusal.values, row.where))
        found.append(ReadRow(row.line, said, row.where, frozenset(unread)))
    return found, faults


def _headings_in(row: SheetRow, columns: Columns) -> tuple[str, ...]:
    """The needed headings that a row of nothing but headings of ours lacks."""
    said = [heading_of(cell) for cell in row.cells.values() if not is_empty(cell)]
    known = columns.known(said) if len(said) > 1 else {}
    if len(known) < len(said) or len(known) < 2:
        return ()
    return tuple(column.heading for column in columns.needed if column.name not in known)


class Placed(Protocol):
    @property
    def where(self) -> str: ...


def in_order(faults: Iterable[RowFault], rows: Iterable[Placed]) -> list[RowFault]:
    """As they stand in the file: its sheets in its own order."""
    places = {where: place for place, where in enumerate(dict.fromkeys(row.where for row in rows))}
    return sorted(faults, key=lambda fault: (places.get(fault.where, -1), fault.line))
