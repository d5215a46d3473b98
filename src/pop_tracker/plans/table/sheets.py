"""A plan's table written as a file: XLSX or CSV."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from pop_tracker.plans.table.columns import BY_NAME, COLUMNS, Amount
from pop_tracker.web.i18n import N_, Words
from pop_tracker.web.tables.columns import Column
from pop_tracker.web.tables.xlsx_file import xlsx_file

YEARLY = "costs_by_year"


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


def xlsx_table(items: Iterable[Mapping[str, Any]], said: Words, *, is_training: bool = False) -> bytes:
    rows = ([column.write(item[column.name]) for column in COLUMNS] for item in items)
    return xlsx_file(N_("plani"), COLUMNS, rows, said, is_training=is_training)
