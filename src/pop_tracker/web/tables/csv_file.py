"""CSV to take away: opens rightly in Excel and LibreOffice, and runs nothing there."""

import csv
import io
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal

from litestar import Response

from pop_tracker.web.i18n import Words
from pop_tracker.web.invented import COLUMN, IN_DATA, with_a_column
from pop_tracker.web.tables.escape import harmless


def csv_file(
    name: str,
    columns: Iterable[str],
    rows: Iterable[Iterable[str]],
    said: Words,
    as_cell: Callable[[str], str] = harmless,
    *,
    is_training: bool = False,
) -> Response[bytes]:
    """The rows under their columns (messages), as a public download."""
    headings = [said.gettext(column) for column in columns]
    if is_training:
        headings, rows = with_a_column(headings, rows, said.gettext(COLUMN), said.gettext("po"))
    sheet = io.StringIO()
    writer = csv.writer(sheet, lineterminator="\r\n")
    writer.writerow(headings)
    writer.writerows([as_cell(cell) for cell in row] for row in rows)
    return Response(
        # With a byte order mark, because Excel reads ë and ç wrongly without one.
        sheet.getvalue().encode("utf-8-sig"),
        media_type="text/csv",
        headers={
            "Content-Disposition": f'attachment; filename="{name}.csv"',
            "Content-Language": said.language,
            "Cache-Control": "public, no-cache",
        },
    )


def data_file(
    name: str,
    columns: Sequence[str],
    rows: Iterable[Iterable[str | int | Decimal | None]],
    *,
    is_training: bool = False,
) -> Response[bytes]:
    """Plain data for programs, alike in every language: texts in quotation marks, numbers without and with a point
    before the fraction. A spreadsheet may open it (its texts run nothing), but is no way to send it back."""
    if is_training:
        columns, rows = with_a_column(columns, rows, IN_DATA, "true")
    sheet = io.StringIO()
    writer = csv.writer(sheet, lineterminator="\r\n", quoting=csv.QUOTE_NONNUMERIC)
    writer.writerow(columns)
    writer.writerows([harmless(cell) if isinstance(cell, str) else cell for cell in row] for row in rows)
    return Response(
        sheet.getvalue().encode(),
        media_type="text/csv",
        headers={"Content-Disposition": f'attachment; filename="{name}.csv"', "Cache-Control": "public, no-cache"},
    )
