"""Pages on which only places are known, as a Document."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from pop_tracker.contracts.reading.blocks import Document
from pop_tracker.contracts.reading.formats.furniture import leave_out_of_pages
from pop_tracker.contracts.reading.formats.lines import Line, give_room, write
from pop_tracker.contracts.reading.formats.printed import (
    Segment,
    Sign,
    columns_of,
    lines_of,
    segments_of,
    settle,
    unit_of,
    usual_size,
)
from pop_tracker.contracts.reading.formats.ruled import Edge, tables_of
from pop_tracker.contracts.reading.formats.tables import Table
from pop_tracker.contracts.reading.formats.writing import Writing
from pop_tracker.web.i18n import N_

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

    def __post_init__(self) -> None:
        self.segments = segments_of(self.signs)

    def pieces(self, unit: float) -> list[Line | Table]:
        """From the top; what stands beside a table is read after what stands above it."""
        tables, beside = tables_of(self.edges, self.signs, self.number, unit)
        if not tables:
            return list(lines_of(columns_of(self.segments), self.number, unit))
        found: list[Line | Table] = []
        left = segments_of(beside)
        for table in tables:
            above = [segment for segment in left if segment.base <= table.top]
            found += lines_of(columns_of(above), self.number, unit)
            found.append(table)
            left = [segment for segment in left if segment.base > table.top]
        return [*found, *lines_of(columns_of(left), self.number, unit)]


def written(pages: Sequence[Page]) -> Document:
    """Raises Refusal for what is too long."""
    segments = [segment for page in pages for segment in page.segments]
    unit, size = unit_of(segments), usual_size(segments)
    pieces: list[Line | Table] = []
    for page in pages:
        pieces += page.pieces(unit)
    lines = [piece for piece in pieces if isinstance(piece, Line)]
    leave_out_of_pages(lines, {page.number: page.height for page in pages})
    settle(lines, size)
    give_room([line for line in lines if not line.left_out])
    writing = Writing()
    write(pieces, writing, has_pages=True)
    for page in pages:
        writing.leave_out(UNSEEN, " ".join(segment.text for segment in segments_of(page.unseen)))
    read = tuple(page.number for page in pages if page.is_picture)
    return replace(writing.document(), from_pictures=read)
