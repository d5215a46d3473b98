"""The table of a text file: CSV, with whatever separator."""

import csv
import io
from collections.abc import Iterator

from pop_tracker.web.errors import Refusal
from pop_tracker.web.i18n import N_
from pop_tracker.web.tables.columns import Fault
from pop_tracker.web.tables.escape import as_it_was
from pop_tracker.web.tables.grid import LONGEST, MOST_COLUMNS, Book, Grid, GridRow, Told

MOST_LINES, MOST_CELLS = 100_000, 1_000_000
"""A file of more is no table that anybody wrote; reading it would only take time."""
SEPARATORS = ",;\t"
_UNCLOSED = Fault(N_("Nga ky rresht tabela nuk lexohet më: thonjëzat hapen dhe nuk mbyllen, ose anasjelltas."))
_LONG = Fault(
    N_("Nga ky rresht tabela nuk lexohet më: një qelizë është tepër e gjatë; ndoshta thonjëzat hapen dhe nuk mbyllen.")
)
_OURS = "ëËçÇ"
_BESIDE = "‘’‚“”„«»–—…€°²³×±§·\u00a0éâîôöüäÖÜÄÉ"
"""What stands in Albanian texts besides, and Windows writes alike in Tirana (1250) and in the West (1252)."""


def books(contents: bytes) -> Iterator[Book]:
    """The text as each separator would part it; the one that makes headings of ours is the right one. Raises Refusal
    for what is no text, or not certainly in one writing."""
    return of_text(_text(contents))


def of_text(text: str, separators: str = SEPARATORS) -> Iterator[Book]:
    """The same of what is a text already, such as one that was pasted."""
    before, nul, _ = text.partition("\0")
    if nul:
        raise Refusal(
            N_("Në rreshtin %(line)s ka një karakter që nuk është tekst (NUL). Hiqeni, ose ruajeni tabelën përsëri si "
               "“CSV UTF-8”."),
            field="file", line=before.count("\n") + 1,
        )  # fmt: skip
    if max(text.count("\n"), text.count("\r")) > MOST_LINES:
        raise Refusal(N_("Tabela ka më shumë se %(most)d rreshta."), field="file", most=MOST_LINES)
    for separator in separators:
        if text.count(separator) <= MOST_CELLS:
            yield _book(text, separator)


def _text(contents: bytes) -> str:
    """UTF-8; UTF-16 as Excel's "Unicode text"; or one of Windows' older writings, where only one thing can be meant."""
    is_wide = contents.startswith((b"\xff\xfe", b"\xfe\xff"))
    try:
        return contents.decode("utf-16" if is_wide else "utf-8-sig")
    except UnicodeDecodeError:
        if not is_wide and (text := _of_windows(contents)) is not None:
            return text
    raise Refusal(
        N_("Teksti nuk është UTF-8, ndaj ë dhe ç do të prisheshin. Në Excel zgjidhni “CSV UTF-8” kur e ruani."),
        field="file",
    )


def _of_windows(contents: bytes) -> str | None:
    """None where its letters may be others: older computers wrote ë as what Windows takes for ‰ or ‘."""
    try:
        text = contents.decode("cp1252")
    except UnicodeDecodeError:
        return None
    ours = sum(text.count(letter) for letter in _OURS)
    others = sum(text.count(letter) for letter in _BESIDE)
    is_certain = ours > 0 and ours + others == len(text) - len(contents.translate(None, bytes(range(128, 256))))
    return text if is_certain else None


def _book(text: str, separator: str) -> Book:
    told, rows = Told(""), list[GridRow]()
    beyond = wide = 0
    try:
        for cells in csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True):
            if len(rows) == LONGEST:
                beyond += any(cells)
                continue
            wide += sum(1 for cell in cells[MOST_COLUMNS:] if cell.strip())
            rows.append(GridRow(len(rows) + 1, [as_it_was(cell) for cell in cells[:MOST_COLUMNS]]))
    except csv.Error as error:
        rows.append(GridRow(len(rows) + 1, [_LONG if "limit" in str(error) else _UNCLOSED]))
    told.count(N_("Rreshta të tekstit përtej rreshtit %(most)d"), beyond, most=LONGEST)
    told.count(N_("Qeliza të tekstit përtej kolonës %(most)d"), wide, most=MOST_COLUMNS)
    return Book([Grid("", rows)], list(told))
