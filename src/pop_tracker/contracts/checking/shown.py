"""The document as people are shown it beside the rows: its text in pieces, each the passage of a row or of none."""

from dataclasses import dataclass

from pop_tracker.contracts.checking.row import Row
from pop_tracker.contracts.checking.rows import Rows
from pop_tracker.contracts.documents import ContractDocument


@dataclass(frozen=True)
class Passage:
    text: str
    row: Row | None = None
    """Whose words stand here."""
    page: int | None = None
    """Where one begins."""


def passages(document: ContractDocument, rows: Rows) -> list[Passage]:
    """All of the text, in order, each sign once. What two rows share belongs to the first."""
    found: list[Passage] = []
    place = 0
    spans = sorted((at.start, at.end, number) for number, row in enumerate(rows.rows) for at in row.at)
    for start, end, number in spans:
        start = max(start, place)
        if end <= start:
            continue
        found += _parted(document, place, start, None)
        found += _parted(document, start, end, rows.rows[number])
        place = end
    return [*found, *_parted(document, place, len(document.text), None)]


def _parted(document: ContractDocument, start: int, end: int, row: Row | None) -> list[Passage]:
    """In two where a page begins within."""
    if start >= end:
        return []
    cuts = [page for page in document.pages if start < page < end]
    found = []
    for begin, until in zip([start, *cuts], [*cuts, end], strict=True):
        page = document.pages.index(begin) + 1 if begin in document.pages else None
        found.append(Passage(document.text[begin:until], row, page))
    return found
