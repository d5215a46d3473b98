"""A Word document, as Word shows it with mark-up off (`web/tables/word_text.py`): its paragraphs with the bullets and
numbers that Word sets before them, its headings by style, its tables.
"""

from collections import Counter
from collections.abc import Mapping
from xml.etree.ElementTree import Element

from pop_tracker.contracts.reading.blocks import Document, Kind, Merged
from pop_tracker.contracts.reading.formats.tables import TableCell, write_table
from pop_tracker.contracts.reading.formats.writing import LONG, Paragraph, Writing
from pop_tracker.web.errors import Refusal
from pop_tracker.web.i18n import N_
from pop_tracker.web.tables.word import merged
from pop_tracker.web.tables.word_numbers import Numbers
from pop_tracker.web.tables.word_opening import opened
from pop_tracker.web.tables.word_said import Paragraph as WordParagraph
from pop_tracker.web.tables.word_said import Said
from pop_tracker.web.tables.word_styles import Styles, indent_of
from pop_tracker.web.tables.word_text import Story
from pop_tracker.web.tables.word_xml import W, has, number, value

HIDDEN = N_("tekst i fshehur")
STRUCK = N_("fjalë të hequra me vijë")
BESIDE = {
    "header": N_("kreu i faqes"),
    "footer": N_("fundi i faqes"),
    "footnotes": N_("shënim në fund të faqes"),
    "endnotes": N_("shënim në fund të dokumentit"),
    "comments": N_("koment"),
}
DEEP = 360
"""Twentieths of a point that a level of a list counts for where it is not indented more than the one above it."""
MOST_COLUMNS = 40
MOST_PARAGRAPHS = 20_000
"""Also of empty ones, which make no blocks and take time."""


def document(contents: bytes) -> Document:
    """Raises Refusal for a file that makes no sense. It has been found `archive.unpackable` before."""
    word = opened(contents, beside=True)
    if sum(1 for _ in word.body.iter(f"{W}p")) > MOST_PARAGRAPHS:
        raise Refusal(LONG, field="file")
    reading = _Reading(Styles(word.styles), word.numbering, word.prefixes, word.keeps_spaces)
    reading.read(word.body)
    for kind, part in word.beside:
        for paragraph in part.iter(f"{W}p"):
            reading.writing.leave_out(BESIDE[kind], "".join(words.text or "" for words in paragraph.iter(f"{W}t")))
    return reading.writing.document()


class _Reading:
    def __init__(
        self, styles: Styles, numbering: Element | None, prefixes: Mapping[str, str], keeps_spaces: bool
    ) -> None:
        self.writing = Writing(tolerance=DEEP / 2)
        self._styles = styles
        self._numbers = Numbers(numbering, styles)
        self._story = Story(styles, self._numbers, prefixes, keeps_spaces, self._table)
        self._others: Counter[str] = Counter()

    def read(self, body: Element) -> None:
        said = Said()
        self._story.blocks(body, said, "", in_cell=False)
        said.end_box()
        self._flush(said)
        for what, count in self._others.items():
            self.writing.leave_out(what, str(count))

    def _flush(self, said: Said) -> None:
        """What was said so far."""
        for paragraph in self._read(said):
            self.writing.paragraph(paragraph)
        said.paragraphs.clear()
        said.lines.clear()

    def _read(self, said: Said) -> list[Paragraph]:
        for where, words in ((HIDDEN, said.hidden), (STRUCK, said.struck)):
            for some in words:
                self.writing.leave_out(where, some)
            words.clear()
        self._others += said.others
        said.others.clear()
        return [self._paragraph(paragraph) for paragraph in said.paragraphs]

    def _paragraph(self, paragraph: WordParagraph) -> Paragraph:
        properties, style = paragraph.properties, paragraph.style
        place = self._numbers.place(properties, style)
        heading = self._styles.outline(properties, style)
        if heading is None and self._styles.called(style) in ("title", "subtitle"):
            heading = 1
        indents = (indent_of(properties), place.indent if place else None, self._styles.indent(style), 0)
        indent = next(indent for indent in indents if indent is not None)
        if place:
            marker = "•" if place.is_bullet else paragraph.number
            kind = Kind.HEADING if heading else Kind.ITEM
            return Paragraph(paragraph.spans, kind, marker, indent + DEEP * place.level, heading)
        if heading:
            return Paragraph(paragraph.spans, Kind.HEADING, heading_level=heading)
        return Paragraph(paragraph.spans, indent=indent)

    def _table(self, table: Element, between: Said) -> None:
        between.end_box()
        self._flush(between)
        style = self._styles.of("table", value(table.find(f"{W}tblPr/{W}tblStyle")))
        rows: list[list[TableCell]] = []
        above: dict[int, TableCell] = {}
        headings = 0
        for row, is_hidden in self._story.rows(table):
            if is_hidden:
                self.writing.leave_out(HIDDEN, self._story.unseen(row, style))
                continue
            rows.append(self._row(row, style, above))
            headings += len(rows) == headings + 1 and has(row.find(f"{W}trPr"), "tblHeader")
        write_table(rows, self.writing, headings)

    def _row(self, row: Element, style: str, above: dict[int, TableCell]) -> list[TableCell]:
        made = [TableCell() for _ in range(min(number(row.find(f"{W}trPr/{W}gridBefore")), MOST_COLUMNS))]
        for cell, is_waiting in self._story.cells(row):
            properties = cell.find(f"{W}tcPr")
            place = len(made)
            down, across = merged(properties, "vMerge"), merged(properties, "hMerge")
            words = [] if is_waiting else self._read(self._story.cell(cell, style))
            if down == "continue" and place in above:
                made.append(TableCell(words, Merged.ABOVE, above[place].of or above[place]))
            elif across == "continue" and made:
                made.append(TableCell(words, Merged.LEFT, made[-1].of or made[-1]))
            else:
                made.append(TableCell(words))
            self._hide_covered(made[-1])
            above[place] = made[-1]
            grid_span = None if properties is None else properties.find(f"{W}gridSpan")
            for _ in range(min(max(1, number(grid_span, otherwise=1)), MOST_COLUMNS) - 1):
                made.append(TableCell([], Merged.LEFT, above[place].of or above[place]))
        return made

    def _hide_covered(self, cell: TableCell) -> None:
        """Words under a merged cell show nowhere."""
        if cell.of:
            for paragraph in cell.paragraphs:
                self.writing.leave_out(HIDDEN, "".join(words for words, _ in paragraph.spans))
            cell.paragraphs.clear()
