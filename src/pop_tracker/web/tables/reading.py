"""Tables as people send them: read from XLSX, CSV or DOCX, whatever they are about.

A file is known by its content. Nothing in it is run, fetched or unpacked beyond what a table can need. The
libraries that read it are imported when a file comes: the rules of a table are known without them.
"""

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from pop_tracker.web.errors import Refusal
from pop_tracker.web.files import ENDINGS, LARGEST, Upload, sniff
from pop_tracker.web.i18n import N_
from pop_tracker.web.tables.columns import Cell, Column, Columns, Fault
from pop_tracker.web.tables.escape import as_it_was

MOST_ROWS = 5_000
MOST_COLUMNS = 40
LARGEST_UNPACKED = 40 * 1024 * 1024
HEADING_WITHIN = 20
"""Rows at the top of a table that may hold a title and the like before the headings."""
Line = Sequence[Cell]


@dataclass(frozen=True)
class SheetRow:
    """`line` is the row's number as whoever opens the file sees it; the cells are by column name."""

    line: int
    cells: dict[str, Cell]
    strays: bool
    """Something stands where there is no heading above: columns may have slipped."""


@dataclass(frozen=True)
class Sheet:
    headings: dict[str, str]
    """What the file itself calls its columns, by column name."""
    rows: list[SheetRow]
    unread: list[str]
    """Headings that are none of ours."""
    ending: str
    """Of the file's name, by its content."""


@dataclass(frozen=True)
class RowFault:
    """What is wrong in a row, and in which column where it is about one."""

    line: int
    column: str | None
    message: str
    values: Mapping[str, object] = field(default_factory=dict)


def read(upload: Upload, columns: Columns, nothing: str) -> Sheet:
    """The first table in the file with all columns that one of its kind needs.

    Raises Refusal, with what to do about it, for a file that has none; `nothing` says so where no heading is known,
    with the needed ones as %(lacking)s.
    """
    contents = upload.contents
    if not contents:
        raise Refusal(N_("Skedari është bosh."), field="file")
    if len(contents) > LARGEST:
        raise Refusal(N_("Skedari është më i madh se 10 MB."), field="file")
    kind = sniff(contents)
    ending = ENDINGS[kind] if kind else ".csv"
    if ending == ".xlsx":
        tables: Iterable[Iterable[Line]] = _xlsx_tables(_unpackable(contents))
    elif ending == ".docx":
        tables = _docx_tables(_unpackable(contents))
    elif kind is not None or contents.startswith((b"PK", b"\xd0\xcf\x11\xe0", b"{\\rtf", b"<")):
        raise Refusal(
            N_("Ky lloj skedari nuk lexohet. Ruajeni tabelën si XLSX (pa makro), CSV UTF-8 ose DOCX."), field="file"
        )
    else:
        tables = _csv_tables(contents)
    return _first_of_ours(tables, ending, columns, nothing)


def _first_of_ours(tables: Iterable[Iterable[Line]], ending: str, columns: Columns, nothing: str) -> Sheet:
    """Where no table has all that is needed, it says what the likeliest one lacks."""
    likeliest: dict[str, Column] = {}
    for table in tables:
        rows = enumerate(table, start=1)
        for line, cells in rows:
            if line > HEADING_WITHIN:
                break
            found = {column.name: column for cell in cells if (column := _called(cell, columns))}
            if all(column.name in found for column in columns.needed):
                return _below(cells, rows, ending, columns)
            if len(found) > len(likeliest):
                likeliest = found
    lacking = tuple(column.heading for column in columns.needed if column.name not in likeliest)
    if len(likeliest) < 2:
        raise Refusal(nothing, field="file", lacking=lacking)
    raise Refusal(N_("Tabelës i mungojnë kolonat: %(lacking)s."), field="file", lacking=lacking)


def _is_empty(cell: Cell) -> bool:
    return isinstance(cell, str) and not cell.strip()


def _called(cell: Cell, columns: Columns) -> Column | None:
    return columns.called(cell) if isinstance(cell, str) else None


def _below(headings: Line, rows: Iterator[tuple[int, Line]], ending: str, of: Columns) -> Sheet:
    columns = [_called(cell, of) for cell in headings]
    known = [column.name for column in columns if column]
    if twice := next((name for name in known if known.count(name) > 1), None):
        raise Refusal(
            N_("Kolona “%(heading)s” është dy herë në tabelë."), field="file", heading=(of.by_name[twice].heading,)
        )
    found: list[SheetRow] = []
    for line, cells in rows:
        if all(_is_empty(cell) for cell in cells) or list(cells) == list(headings):
            continue  # an empty row, or the headings once more on a new page
        if len(found) == MOST_ROWS:
            raise Refusal(N_("Tabela ka më shumë se %(most)d rreshta."), field="file", most=MOST_ROWS)
        padded = [*cells, *[""] * (len(columns) - len(cells))]
        strays = any(
            not _is_empty(cell) and (place >= len(columns) or _is_empty(headings[place]))
            for place, cell in enumerate(padded)
        )
        found.append(SheetRow(line, {c.name: cell for c, cell in zip(columns, padded, strict=False) if c}, strays))
    if not found:
        raise Refusal(N_("Tabela nuk ka asnjë rresht nën tituj."), field="file")
    named = [(column, " ".join(str(cell).split())[:80]) for column, cell in zip(columns, headings, strict=True)]
    return Sheet(
        {column.name: heading for column, heading in named if column},
        found,
        [heading for column, heading in named if heading and not column],
        ending,
    )


def read_rows(rows: Iterable[SheetRow], columns: Columns) -> tuple[list[tuple[int, dict[str, Any]]], list[RowFault]]:
    """What the rows say with their line, each cell read as its column means it, and all that cannot be read."""
    found: list[tuple[int, dict[str, Any]]] = []
    faults: list[RowFault] = []
    for row in rows:
        said: dict[str, Any] = {}
        if row.strays:
            faults.append(
                RowFault(row.line, None, N_("Ka qeliza pa titull sipër. Te CSV, teksti me presje vihet në thonjëza."))
            )
        for name, cell in row.cells.items():
            try:
                said[name] = columns.by_name[name].read(cell)
            except Refusal as refusal:
                faults.append(RowFault(row.line, name, refusal.message, refusal.values))
        found.append((row.line, said))
    return found, faults


# --- what lies in an archive


def _unpackable(contents: bytes) -> bytes:
    """The file, once it is known that unpacking fills no memory and that its XML declares nothing of its own.

    An archive's list may lie about sizes, but what is unpacked is never more than the list says.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(contents)) as archive:
            parts = archive.infolist()
            if len(parts) > 2_000 or sum(part.file_size for part in parts) > LARGEST_UNPACKED:
                raise Refusal(N_("Skedari është tepër i madh kur hapet."), field="file")
            for part in parts:
                if part.filename.endswith((".xml", ".rels")) and _declares(archive.read(part)):
                    raise _broken()
    except Refusal:
        raise
    except Exception:  # whatever is wrong with an archive, its parts or their compression
        raise _broken() from None
    return contents


def _broken() -> Refusal:
    return Refusal(N_("Skedari është i dëmtuar ose i mbrojtur me fjalëkalim; nuk hapet."), field="file")


def _declares(xml: bytes) -> bool:
    """Office programs write neither document types nor entities; who does is up to something."""
    return any(f"<!{word}".encode(coding) in xml for word in ("DOCTYPE", "ENTITY")
               for coding in ("ascii", "utf-16-le", "utf-16-be"))  # fmt: skip


def _xlsx_tables(contents: bytes) -> Iterator[Iterator[Line]]:
    """Each sheet twice at once: the values that were last computed, and whether a formula stands there."""
    from openpyxl import load_workbook

    try:
        values = load_workbook(io.BytesIO(contents), read_only=True, data_only=True)
        formulas = load_workbook(io.BytesIO(contents), read_only=True)
        names = values.sheetnames[:HEADING_WITHIN]
    except Exception:  # the reader of such files says in many ways that one makes no sense
        raise _broken() from None
    for name in names:
        if hasattr(values[name], "reset_dimensions"):  # a sheet that holds a drawing alone has no rows
            yield _xlsx_rows(values[name], formulas[name])


def _xlsx_rows(values: Any, formulas: Any) -> Iterator[Line]:
    for sheet in (values, formulas):
        sheet.reset_dimensions()  # what the file says of its size may be wrong
    try:
        for row, originals in zip(
            values.iter_rows(max_col=MOST_COLUMNS), formulas.iter_rows(max_col=MOST_COLUMNS), strict=True
        ):
            cells = [_xlsx_cell(cell, original.data_type == "f") for cell, original in zip(row, originals, strict=True)]
            while cells and cells[-1] == "":
                cells.pop()
            yield cells
    except Exception:
        raise _broken() from None


def _xlsx_cell(cell: Any, is_formula: bool) -> Cell:
    value = cell.value
    if value is None:
        return Fault(N_("Formulë pa vlerë: ruajeni skedarin në Excel ose shkruani vlerën.")) if is_formula else ""
    if cell.data_type == "e":
        return Fault(N_("Formula në këtë qelizë jep gabim."))
    if isinstance(value, bool):
        return str(value)
    if isinstance(value, int | float):
        # As many digits as a spreadsheet keeps: 0.1 + 0.2 is 0.3 to whoever wrote it.
        return Decimal(value) if isinstance(value, int) else Decimal(f"{value:.15g}")
    if isinstance(value, date):
        return value
    return _unescaped(str(value))


def _docx_tables(contents: bytes) -> Iterator[Iterator[Line]]:
    from docx import Document

    try:
        tables = Document(io.BytesIO(contents)).tables
    except Exception:
        raise _broken() from None
    for table in tables:
        yield _docx_rows(table._tbl)


def _docx_rows(table: Any) -> Iterator[Line]:
    """A cell that reaches over several rows speaks for each; one over several columns, for the first."""
    above: dict[int, str] = {}
    for row in table.tr_lst:
        cells = [""] * min(row.grid_before, MOST_COLUMNS)
        for cell in row.tc_lst:
            if len(cells) >= MOST_COLUMNS:
                break
            text = above.get(len(cells), "") if cell.vMerge == "continue" else _docx_text(cell)
            above[len(cells)] = text
            cells += [text, *[""] * (min(cell.grid_span, MOST_COLUMNS) - 1)]
        yield cells[:MOST_COLUMNS]


def _docx_text(cell: Any) -> str:
    return "\n".join(paragraph.text for paragraph in cell.p_lst).strip()


def _csv_tables(contents: bytes) -> Iterator[Iterator[Line]]:
    """The text as each separator would part it; the one that makes headings of ours is the right one."""
    try:
        text = contents.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Refusal(
            N_("Teksti nuk është UTF-8, ndaj ë dhe ç do të prisheshin. Në Excel zgjidhni “CSV UTF-8” kur e ruani."),
            field="file",
        ) from None
    before, nul, _ = text.partition("\0")
    if nul:
        raise Refusal(
            N_("Në rreshtin %(line)d ka një karakter që nuk është tekst (NUL). Hiqeni, ose ruajeni tabelën përsëri si "
               "“CSV UTF-8”."),
            field="file", line=before.count("\n") + 1,
        )  # fmt: skip
    for separator in ",;\t":
        yield _csv_rows(text, separator)


def _csv_rows(text: str, separator: str) -> Iterator[Line]:
    try:
        for cells in csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True):
            yield [as_it_was(cell) for cell in cells[:MOST_COLUMNS]]
    except csv.Error:
        yield [Fault(N_("Nga ky rresht tabela nuk lexohet më: thonjëzat hapen dhe nuk mbyllen, ose anasjelltas."))]


def _unescaped(text: str) -> str:
    return re.sub(r"_x([0-9A-Fa-f]{4})_", lambda found: chr(int(found[1], 16)), text)
