"""The table of a text file: CSV, with whatever separator."""

import csv
import io
from collections.abc import Iterator

from pop_tracker.web.errors import Refusal
from pop_tracker.web.i18n import N_
from pop_tracker.web.tables.columns import Fault
from pop_tracker.web.tables.escape import as_it_was
from pop_tracker.web.tables.grid import MOST_COLUMNS, Book, Grid, GridRow, Line


def books(contents: bytes) -> Iterator[Book]:
    """The text as each separator would part it; the one that makes headings of ours is the right one. Raises Refusal
    for what is no UTF-8."""
    for rows in _tables(contents):
        yield Book([Grid("", [GridRow(*row) for row in enumerate(rows, start=1)])])


def _tables(contents: bytes) -> Iterator[Iterator[Line]]:
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
        yield _rows(text, separator)


def _rows(text: str, separator: str) -> Iterator[Line]:
    try:
        for cells in csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True):
            yield [as_it_was(cell) for cell in cells[:MOST_COLUMNS]]
    except csv.Error:
        yield [Fault(N_("Nga ky rresht tabela nuk lexohet më: thonjëzat hapen dhe nuk mbyllen, ose anasjelltas."))]
