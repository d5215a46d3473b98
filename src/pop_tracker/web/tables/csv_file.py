"""CSV to take away: opens rightly in Excel and LibreOffice, and runs nothing there."""

import csv
import io
from collections.abc import Iterable

from litestar import Response

from pop_tracker.web.i18n import Words
from pop_tracker.web.tables.escape import harmless


def csv_file(name: str, columns: Iterable[str], rows: Iterable[Iterable[str]], said: Words) -> Response[bytes]:
    """The rows under their columns (messages), as a public download."""
    sheet = io.StringIO()
    writer = csv.writer(sheet, lineterminator="\r\n")
    writer.writerow([said.gettext(column) for column in columns])
    writer.writerows([harmless(cell) for cell in row] for row in rows)
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
