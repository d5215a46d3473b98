"""Tables within a document: rows whose cells stand under headings; or one that only sets words beside each other, whose
words are read like any others.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from pop_tracker.contracts.reading.blocks import At, Block, Cell, Kind, Merged
from pop_tracker.contracts.reading.formats.writing import Paragraph, Writing, has_words
from pop_tracker.contracts.reading.healing import plain
from pop_tracker.web.i18n import N_

REPEATED = N_("përsëritet në çdo faqe")
LONGEST_HEADING = 60
MANY_PARAGRAPHS = 4
"""In one cell of a table of one or two rows: such a table is for looks."""


@dataclass(eq=False)
class TableCell:
    """`of` is the cell that covers this one, where it is merged with the one above or to the left."""

    paragraphs: list[Paragraph] = field(default_factory=list)
    merged: Merged = Merged.NOT
    of: "TableCell | None" = None

    @property
    def text(self) -> str:
        return "\n".join(
            plain(f"{paragraph.marker} {''.join(words for words, _ in spans)}")
            for paragraph in self.paragraphs
            for spans in paragraph.lines()
        )


Rows = Sequence[Sequence[TableCell]]


@dataclass
class Table:
    """On a page, `top` below its upper edge."""

    rows: list[list[TableCell]]
    page: int
    top: float


def write_table(rows: Rows, writing: Writing, headings: int = 0, above: Sequence[str] = ()) -> list[str]:
    """The first `headings` rows are said to be some by the file itself. Returns what its columns are called; `above` is
    that of a table on the page before, which this one may go on."""
    rows = [row for row in rows if any(has_words(cell.paragraphs) for cell in row)]
    if not rows:
        return []
    writing.blank()
    if _is_for_looks(rows):
        for row in rows:
            for cell in row:
                for paragraph in cell.paragraphs if cell.merged is Merged.NOT else ():
                    writing.paragraph(paragraph)
        writing.blank()
        return []
    widest = max(map(len, rows))
    rows = [[*row, *(TableCell() for _ in range(widest - len(row)))] for row in rows]
    texts = [[_source(cell).text.replace("\n", " ") for cell in row] for row in rows]
    goes_on = len(above) == widest
    if goes_on and texts[0] == list(above):
        writing.leave_out_shown(REPEATED, " ".join(texts[0]))
        rows, texts = rows[1:], texts[1:]
    under = -1 if goes_on else _heading_row(texts, headings)
    named = list(above) if goes_on else texts[under] if under is not None else []
    made: dict[TableCell, Cell] = {}
    for place, row in enumerate(rows):
        _write_row(row, writing, named if under is not None and place > under else [], made)
    writing.blank()
    return named


def _source(cell: TableCell) -> TableCell:
    return cell.of or cell


def _is_for_looks(rows: Rows) -> bool:
    if max(len([cell for cell in row if cell.merged is Merged.NOT]) for row in rows) == 1 and all(
        cell.merged is not Merged.ABOVE for row in rows for cell in row
    ):
        return True
    return len(rows) <= 2 and any(
        sum(paragraph.has_words for paragraph in cell.paragraphs) >= MANY_PARAGRAPHS for row in rows for cell in row
    )


def _heading_row(texts: Sequence[Sequence[str]], said: int) -> int | None:
    """The row that names the columns: as the file says; else the first that has several cells, if they are short and
    what stands below is longer."""
    if said:
        return min(said, len(texts)) - 1
    for place, row in enumerate(texts[:4]):
        words = [text for text in row if text]
        if len(set(words)) < 2:
            continue
        below = [text for other in texts[place + 1 :] for text in other]
        is_short = all(len(text) <= LONGEST_HEADING and text[-1] not in ".;!?" and not text.isdigit() for text in words)
        is_short = is_short and bool(below) and max(map(len, below)) > max(map(len, words))
        return place if is_short else None
    return None


def _write_row(row: Sequence[TableCell], writing: Writing, named: Sequence[str], made: dict[TableCell, Cell]) -> None:
    cells: list[Cell] = []
    start = writing.length
    for place, cell in enumerate(row):
        heading = named[place] if place < len(named) else ""
        if cell.of is not None and cell.of in made:
            above = made[cell.of]
            cells.append(Cell(above.text, above.at, cell.merged, heading))
            continue
        text = cell.text
        writing.put("\t" if writing.length > start else "")
        begins = writing.length
        writing.put(text)
        made[cell] = Cell(text, At(begins, writing.length, writing.page), Merged.NOT, heading)
        cells.append(made[cell])
    at = At(start, writing.length, writing.page)
    writing.put("\n")
    said = " ".join(cell.text.replace("\n", " ") for cell in cells if cell.merged is Merged.NOT and cell.text)
    if any(cell.text for cell in cells):
        writing.blocks.append(Block(Kind.ROW, said, at, cells=tuple(cells)))
