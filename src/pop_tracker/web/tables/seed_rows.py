"""Tables that come as files: CSV rows with their line number, and the error that names it."""

import csv
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from pathlib import Path

from pop_tracker.web.errors import Refusal
from pop_tracker.web.texts import tidy


class SheetError(Exception):
    """A row that cannot be taken: file, line and reason, as a person reads them."""

    def __init__(self, file: Path, line: int, reason: str) -> None:
        super().__init__(f"{file}:{line}: {reason}")


class Row(dict[str, str]):
    """A row by column name, all cells tidied; knows where it stands."""

    def __init__(self, file: Path, line: int, cells: dict[str, str]) -> None:
        super().__init__(cells)
        self.file = file
        self.line = line

    def error(self, reason: str) -> SheetError:
        return SheetError(self.file, self.line, reason)

    def required(self, column: str) -> str:
        if not self[column]:
            raise self.error(f"{column} is empty")
        return self[column]

    def items_of(self, column: str, separator: str = ";") -> list[str]:
        return [part.strip() for part in self[column].split(separator) if part.strip()]

    def whole(self, column: str) -> int | None:
        with self.judged():
            return int(self[column]) if self[column] else None

    def amount(self, column: str) -> Decimal | None:
        """As programs write it: 1200000.50."""
        try:
            return Decimal(self[column]) if self[column] else None
        except ArithmeticError:
            raise self.error(f"{column} is no number: {self[column]}") from None

    def day(self, column: str) -> date | None:
        with self.judged():
            return date.fromisoformat(self[column]) if self[column] else None

    @contextmanager
    def judged(self) -> Iterator[None]:
        """Whatever a rule refuses meanwhile is an error of this row."""
        try:
            yield
        except Refusal as refusal:
            raise self.error(refusal.message % refusal.values) from None
        except ValueError as error:
            raise self.error(str(error)) from None


def read_sheet(file: Path, columns: str) -> Iterator[Row]:
    """Rows of a CSV file with exactly these columns (comma-separated names). A missing file has no rows.

    Raises SheetError for another header, a row of another length, or bytes that are not UTF-8.
    """
    if not file.exists():
        return
    names = columns.split(",")
    try:
        text = file.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise SheetError(file, 1, f"not UTF-8: {error.reason} at byte {error.start}") from None
    reader = csv.reader(text.splitlines(), strict=True)
    try:
        header = next(reader, [])
        if header != names:
            raise SheetError(file, 1, f"columns are {','.join(header)}, expected {columns}")
        for cells in reader:
            if not cells:
                continue
            if len(cells) != len(names):
                raise SheetError(file, reader.line_num, f"{len(cells)} cells, expected {len(names)}")
            yield Row(file, reader.line_num, dict(zip(names, map(tidy, cells), strict=True)))
    except csv.Error as error:
        raise SheetError(file, reader.line_num, str(error)) from None


def rows_by(file: Path, columns: str, column: str) -> dict[str, list[Row]]:
    """The rows of a sheet by what stands in one column, in the file's order."""
    found: dict[str, list[Row]] = {}
    for row in read_sheet(file, columns):
        found.setdefault(row.required(column), []).append(row)
    return found
