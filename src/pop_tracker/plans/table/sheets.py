"""A plan's table as a file: known by its columns when read, written as XLSX or CSV."""

import io
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment

from pop_tracker.plans.table.columns import COLUMNS
from pop_tracker.web.files import Upload
from pop_tracker.web.i18n import N_, Words
from pop_tracker.web.tables import reading
from pop_tracker.web.tables.reading import Sheet

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def read(upload: Upload) -> Sheet:
    """Raises Refusal for a file that is no plan's table, with what to do about it."""
    return reading.read(
        upload, COLUMNS, N_("Në skedar nuk gjendet tabelë plani: duhet një rresht me titujt %(lacking)s.")
    )


def csv_rows(items: Iterable[Mapping[str, Any]]) -> Iterator[list[str]]:
    """The items (`comparison.standing`) as cells under the columns' headings."""
    for item in items:
        yield [column.say(item[column.name]) for column in COLUMNS]


def xlsx_table(items: Iterable[Mapping[str, Any]], said: Words) -> bytes:
    """Numbers as numbers; texts as texts, also those that look like a formula or a number."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(said.gettext(N_("plani")))
    sheet.freeze_panes = "A2"
    for letter, column in zip("ABCDEFGHIJKLMNOPQRSTUVWXYZ", COLUMNS, strict=False):
        sheet.column_dimensions[letter].width = 60 if column.longest > 1000 else 18
    sheet.append([_text_cell(sheet, said.gettext(column.heading)) for column in COLUMNS])
    for item in items:
        written = [column.write(item[column.name]) for column in COLUMNS]
        sheet.append([_text_cell(sheet, cell) if isinstance(cell, str) else cell for cell in written])
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def _text_cell(sheet: Any, text: str) -> Any:
    cell = WriteOnlyCell(sheet, value=_escaped(text))
    cell.data_type = "s"
    cell.number_format = "@"
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    return cell


def _escaped(text: str) -> str:
    """XLSX has a notation of its own for signs that XML cannot hold (_x000D_); text that looks so is escaped."""
    return re.sub(r"_(?=x[0-9A-Fa-f]{4}_)", "_x005F_", text)
