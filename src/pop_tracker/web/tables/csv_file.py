"""CSV to take away: opens rightly in Excel and LibreOffice, and runs nothing there."""

import csv
import io
from collections.abc import Callable, Iterable
from decimal import Decimal

from litestar import Response

from pop_tracker.web.i18n import Words
from pop_tracker.web.tables.escape import harmless


def csv_file(
    name: str,
    columns: Iterable[str],
    rows: Iterable[Iterable[str]],
    said: Words,
    as_cell: Callable[[str], str] = harmless,
) -> Response[bytes]:
    """The rows under their columns (messages), as a public download."""
    sheet = io.StringIO()
    writer = csv.writer(sheet, lineterminator="\r\n")
    writer.writerow([said.gettext(column) for column in columns])
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
    name: str, columns: Iterable[str], rows: Iterable[Iterable[str | int | Decimal | None]]
) -> Response[bytes]:
    """Plain data for programs, alike in every language: texts in quotation marks, numbers without and with a point
    before the fraction. A spreadsheet may open it (its texts run nothing), but is no way to send it back."""
    sheet = io.StringIO()
    writer = csv.writer(sheet, lineterminator="\r\n", quoting=csv.QUOTE_NONNUMERIC)
    writer.writerow(columns)
    writer.writerows([harmless(cell) if isinstance(cell, str) else cell for cell in row] for row in rows)
    return Response(
        sheet.getvalue().encode(),
        media_type="text/csv",
        headers={"Content-Disposition": f'attachment; filename="{name}.csv"', "Cache-Control": "public, no-cache"},
    )
