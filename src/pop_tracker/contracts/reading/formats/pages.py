"""Pages on which only places are known, as a Document."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from pop_tracker.contracts.reading.blocks import At, Document
from pop_tracker.contracts.reading.formats.furniture import is_at_an_edge, leave_out_of_pages
from pop_tracker.contracts.reading.formats.lines import Line, give_room, write
from pop_tracker.contracts.reading.formats.printed import (
    Column,
    Segment,
    Sign,
    align,
    columns_of,
    lines_of,
    rows_of,
    segments_of,
    settle,
    unit_of,
    usual_size,
)
from pop_tracker.contracts.reading.formats.ruled import Edge, tables_of
from pop_tracker.contracts.reading.formats.tables import Table
from pop_tracker.contracts.reading.formats.writing import Writing
from pop_tracker.contracts.reading.healing import plain
from pop_tracker.web.i18n import N_

FEWEST = 100
"""Letters beside tables by which the usual size of letters is known."""
ALONE = 1.8
"""Heights of its letters, between a running header or footer and the text."""
NO_LINE, NO_LINE_OF_A_PICTURE = 0.22, 0.35
"""Heights of letters that lines are further apart than usual and stand apart: in a picture nobody knows exactly what
letters stand on."""
UNSEEN = N_("tekst që nuk shihet në faqe")


@dataclass
class Page:
    number: int
    height: float
    width: float
    signs: list[Sign]
    edges: list[Edge] = field(default_factory=list)
    unseen: list[Sign] = field(default_factory=list)
    """Not painted, too small, or turned."""
    unknown: int = 0
    """Signs of which the file does not tell what they mean."""
    is_scan: bool = False
    """A picture that nobody has read yet."""
    is_picture: bool = False
    """A picture that was read."""
    segments: list[Segment] = field(init=False)

    """All; once its pieces are known, those beside its tables."""

    def __post_init__(self) -> None:
        self.segments = segments_of(self.signs)

    def pieces(self, unit: float) -> list[Column | Table]:
        """From the top; what stands beside a table is read after what stands above it."""
        tables, beside = tables_of(self.edges, self.signs, self.number, unit)
        head, left, foot = self._parted(segments_of(beside) if tables else self.segments)
        at_the_edge = [[replace(one, is_at_the_edge=True) for one in columns_of(part)] for part in (head, foot)]
        found: list[Column | Table] = [*at_the_edge[0]]
        for table in tables:
            above = [segment for segment in left if segment.base <= table.top]
            found += columns_of(above)
            found.append(table)
            left = [segment for segment in left if segment.base > table.top]
        if tables:
            self.segments = segments_of(beside)
        return [*found, *columns_of(left), *at_the_edge[1]]

    def _parted(self, segments: Sequence[Segment]) -> tuple[list[Segment], list[Segment], list[Segment]]:
        """What stands alone at the upper edge of the page, what between, what at the lower edge: it is in no column."""
        rows = rows_of(segments)
        first, last = (self._alone(side) for side in (rows, rows[::-1]))
        last = min(last, len(rows) - first)
        parts = rows[:first], rows[first : len(rows) - last], rows[len(rows) - last :]
        head, body, foot = ([segment for row in part for segment in row] for part in parts)
        return head, body, foot

    def _alone(self, rows: Sequence[Sequence[Segment]]) -> int:
        """How many rows from an edge of the page stand there, apart from those that follow."""
        if len(rows) == 1:  # beside a table that fills its page
            return int(is_at_an_edge(rows[0][0].base, self.height))
        found = 0
        for place, (row, next_) in enumerate(pairwise(rows[:3]), 1):
            gap = abs(next_[0].base - row[0].base)
            if is_at_an_edge(row[0].base, self.height) and gap > ALONE * row[0].size:
                found = place
        return found


def written(pages: Sequence[Page]) -> Document:
    """Raises Refusal for what is too long."""
    segments = [segment for page in pages for segment in page.segments]
    unit = unit_of(segments)
    set_out = [(page.number, piece) for page in pages for piece in page.pieces(unit)]
    align([piece for _, piece in set_out if isinstance(piece, Column)])
    pieces: list[Line | Table] = []
    for number, piece in set_out:
        pieces += lines_of([piece], number, unit) if isinstance(piece, Column) else [piece]
    beside_tables = [segment for page in pages for segment in page.segments]
    size = usual_size(beside_tables if sum(len(one.signs) for one in beside_tables) > FEWEST else segments)
    lines = [piece for piece in pieces if isinstance(piece, Line)]
    leave_out_of_pages(lines, len(pages))
    read = tuple(page.number for page in pages if page.is_picture)
    settle(lines, size, NO_LINE_OF_A_PICTURE if read else NO_LINE)
    give_room([line for line in lines if not line.left_out])
    writing = Writing()
    write(pieces, writing, has_pages=True)
    for page in pages:
        writing.leave_out(UNSEEN, " ".join(segment.text for segment in segments_of(page.unseen)))
    document = replace(writing.document(), from_pictures=read)
    return replace(document, doubtful=tuple(at for page in pages if page.signs for at in _doubtful(document, page)))


def _doubtful(document: Document, page: Page) -> Iterator[At]:
    """Where in the text the words of the page stand that were hard to read."""
    begin, end = [*document.pages, len(document.text)][page.number - 1 : page.number + 1]
    for word in dict.fromkeys(plain(sign.text) for sign in page.signs if sign.is_doubtful):
        for found in re.finditer(rf"(?<!\S){re.escape(word)}(?!\S)", document.text[begin:end]):
            yield At(begin + found.start(), begin + found.end(), page.number)
