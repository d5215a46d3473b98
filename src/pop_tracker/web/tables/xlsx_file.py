"""XLSX to take away: numbers as numbers; texts as texts, also those that look like a formula or a number."""

import io
import re
from collections.abc import Iterable
from typing import Any

from litestar import Response
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, NamedStyle
from openpyxl.utils import get_column_letter

from pop_tracker.web.files import disposition
from pop_tracker.web.i18n import Words
from pop_tracker.web.invented import COLUMN, with_a_column
from pop_tracker.web.tables.columns import Column

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TEXT = "tekst"
"""One look for all cells of words: said of each cell anew, it took two thirds of the time that the file takes."""


def xlsx_file(
    title: str, columns: Iterable[Column], rows: Iterable[Iterable[Any]], said: Words, *, is_training: bool = False
) -> bytes:
    """The rows under their columns' headings, on one sheet called by the title."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(said.gettext(title))
    sheet.freeze_panes = "A2"
    headings = []
    for place, column in enumerate(columns, start=1):
        headings.append(said.gettext(column.heading))
        sheet.column_dimensions[get_column_letter(place)].width = 60 if column.longest > 1000 else 18
    if is_training:
        headings, rows = with_a_column(headings, rows, said.gettext(COLUMN), said.gettext("po"))
    book.add_named_style(NamedStyle(TEXT, number_format="@", alignment=Alignment(wrap_text=True, vertical="top")))
    for written in ([*headings], *rows):
        sheet.append([_text_cell(sheet, cell) if isinstance(cell, str) else cell for cell in written])
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def xlsx_download(name: str, contents: bytes, said: Words, *, is_public: bool = False) -> Response[bytes]:
    return Response(
        contents,
        media_type=XLSX,
        headers={
            "Content-Disposition": disposition(f"{name}.xlsx"),
            "Content-Language": said.language,
            "Cache-Control": "public, no-cache" if is_public else "private, no-cache",
        },
    )


def _text_cell(sheet: Any, text: str) -> Any:
    cell = WriteOnlyCell(sheet, value=_escaped(text))
    cell.data_type = "s"
    cell.style = TEXT
    return cell


def _escaped(text: str) -> str:
    """XLSX has a notation of its own for signs that XML cannot hold (_x000D_); text that looks so is escaped."""
    return re.sub(r"_(?=x[0-9A-Fa-f]{4}_)", "_x005F_", text)
