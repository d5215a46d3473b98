"""A plan's table written as a file: XLSX or CSV."""

import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment

from pop_tracker.plans.table.columns import BY_NAME, COLUMNS, Amount
from pop_tracker.web.i18n import N_, Words
from pop_tracker.web.tables.columns import Column

YEARLY = "costs_by_year"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def csv_rows(items: Iterable[Mapping[str, Any]]) -> Iterator[list[str]]:
    """The items (`comparison.standing`) as cells under the columns' headings. Nothing stands between thousands: a
    point there is the fraction's in another country."""
    for item in items:
        yield [
            said.replace(".", "") if isinstance(column, Amount) else said
            for column in COLUMNS
            for said in (column.say(item[column.name]),)
        ]


def data_columns(items: Iterable[Mapping[str, Any]]) -> list[str]:
    """Fields by their names in the API; each year of planned money has a column of its own."""
    years = sorted({year for item in items for year in item[YEARLY]})
    columns = [column.name for column in COLUMNS]
    place = columns.index(YEARLY)
    return [*columns[:place], *(f"cost_{year}" for year in years), *columns[place + 1 :]]


def data_rows(items: Iterable[Mapping[str, Any]], columns: Sequence[str]) -> Iterator[list[str | int | Decimal | None]]:
    """The items as plain values."""
    for item in items:
        costs = {f"cost_{year}": Decimal(amount) for year, amount in item[YEARLY].items()}
        yield [_plain(BY_NAME.get(name), costs.get(name) if name not in BY_NAME else item[name]) for name in columns]


def _plain(column: Column | None, value: Any) -> str | int | Decimal | None:
    if isinstance(value, list):
        return "; ".join(value)
    if isinstance(value, Decimal) and (column is None or type(column) is Amount) and value != int(value):
        return value.quantize(Decimal("0.01"))
    if isinstance(value, Decimal):
        return Decimal(format(value.normalize(), "f"))
    return None if value is None else value if isinstance(value, int) else str(value)


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
