"""The tables of a Word document, as Word shows them with mark-up off.

What an author hid or struck out, and all that a table holds beside words, stays out and is named.
"""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from pop_tracker.web.i18n import N_
from pop_tracker.web.tables.columns import Cell, Fault
from pop_tracker.web.tables.grid import LONGEST, MOST_COLUMNS, Book, Grid, GridRow, LeftOut, Told, shortened
from pop_tracker.web.tables.word_numbers import Numbers
from pop_tracker.web.tables.word_opening import opened
from pop_tracker.web.tables.word_said import Said
from pop_tracker.web.tables.word_styles import Styles
from pop_tracker.web.tables.word_text import EMBEDDED, WAITING, Story
from pop_tracker.web.tables.word_xml import W, has_words, number, value

MOST_TABLES = 300
LONGEST_CELL = 32_767
"""Signs in a cell, as many as Excel takes."""
LONG = Fault(N_("Qeliza ka më shumë se 32.767 karaktere."))
STYLED = Fault(N_("Stili i tabelës fsheh ose heq me vijë një pjesë të saj. Hiqeni stilin e tabelës."))
HIDDEN = N_("Tekst i fshehur në rreshtin %(line)s: “%(words)s”")
HIDDEN_MORE = N_("Tekste të tjera të fshehura")
STRUCK = N_("Në rreshtin %(line)s janë hequr me vijë fjalët “%(words)s”")
STRUCK_MORE = N_("Fjalë të tjera të hequra me vijë")
HIDDEN_ROW = N_("Rresht i fshehur pas rreshtit %(line)s: “%(words)s”")
HIDDEN_ROW_MORE = N_("Rreshta të tjerë të fshehur të tabelës")
COVERED = N_("Tekste nën një qelizë të bashkuar")
MORE_ROWS = N_("Rreshta përtej rreshtit %(most)d")
MORE_COLUMNS = N_("Qeliza me tekst përtej kolonës %(most)d")
MORE_TABLES = N_("Tabela përtej tabelës %(most)d")
_CAPTIONED = re.compile(r"(tabel[aë]|table)\s*[\d.]*\s*[:.–-]?\s*", re.IGNORECASE)


def book(contents: bytes) -> Book:
    """Raises Refusal for a file that makes no sense. It has been found `archive.unpackable` before."""
    word = opened(contents)
    styles = Styles(word.styles)
    return _Tables(styles, word.numbering, word.prefixes, word.keeps_spaces).of(word.body)


class _Tables:
    def __init__(
        self, styles: Styles, numbering: Element | None, prefixes: Mapping[str, str], keeps_spaces: bool
    ) -> None:
        self._styles = styles
        self._story = Story(styles, Numbers(numbering, styles), prefixes, keeps_spaces, self._table)
        self._book = Book()
        self._seen = 0

    def of(self, body: Element) -> Book:
        between = Said()
        self._story.blocks(body, between, "", in_cell=False)
        if self._seen > MOST_TABLES:
            self._book.left_out.append(LeftOut("", MORE_TABLES, self._seen - MOST_TABLES, {"most": MOST_TABLES}))
        # Pictures beside the tables are no part of them; what came from another file may hold a table.
        if between.others[EMBEDDED]:
            self._book.left_out.append(LeftOut("", EMBEDDED, between.others[EMBEDDED]))
        return self._book

    def _table(self, table: Element, between: Said) -> None:
        self._seen += 1
        if self._seen > MOST_TABLES:
            return
        between.end_box()
        above = [shortened(line) for line in between.lines if line][-3:]
        name = f"Tabela {self._seen}"
        caption = _CAPTIONED.sub("", above[-1], count=1) if above else ""
        if caption and self._styles.called(self._story.last_style).startswith(("caption", "heading", "title")):
            name = f"{name} ({caption})"
        between.lines.clear()
        grid = _Grid(self._story, self._styles, table, name)
        self._book.left_out += grid.told
        if grid.rows:
            self._book.grids.append(Grid(name, grid.rows, "\n".join(above)))


@dataclass
class _Row:
    cells: list[Cell] = field(default_factory=list)
    from_above: set[int] = field(default_factory=set)
    from_left: set[int] = field(default_factory=set)


class _Grid:
    """One table, read row by row."""

    def __init__(self, story: Story, styles: Styles, table: Element, name: str) -> None:
        self._story = story
        self._style = styles.of("table", value(table.find(f"{W}tblPr/{W}tblStyle")))
        self._is_styled = styles.hides_parts(self._style)
        self.told = Told(name)
        self._others: Counter[str] = Counter()
        self._above: dict[int, Cell] = {}
        self._line = 0
        self.rows: list[GridRow] = []
        beyond = 0
        for row, is_hidden in story.rows(table):
            if is_hidden:
                self._hide(row)
                continue
            self._line += 1
            if self._line > LONGEST:
                beyond += has_words(row)
                continue
            read = self._row(row)
            self.rows.append(GridRow(self._line, read.cells, frozenset(read.from_above), frozenset(read.from_left)))
        self.told.count(MORE_ROWS, beyond, most=LONGEST)
        columns = self._others.pop(MORE_COLUMNS, 0)
        self.told.count(MORE_COLUMNS, columns, most=MOST_COLUMNS)
        for what, count in self._others.items():
            self.told.count(what, count)

    def _row(self, row: Element) -> _Row:
        made = _Row([""] * min(number(row.find(f"{W}trPr/{W}gridBefore")), MOST_COLUMNS))
        for cell, is_waiting in self._story.cells(row):
            properties = cell.find(f"{W}tcPr")
            if len(made.cells) >= MOST_COLUMNS:
                self._others[MORE_COLUMNS] += has_words(cell)
                continue
            place = len(made.cells)
            down, across = merged(properties, "vMerge"), merged(properties, "hMerge")
            words = self._words(cell, is_waiting)
            if down == "continue" and place in self._above:
                self._cover(words)
                words = self._above[place]
                made.from_above.add(place)
            elif across == "continue" and place:
                self._cover(words)
                words = made.cells[-1]
                made.from_left.add(place)
                made.from_above |= {place} & {one + 1 for one in made.from_above}
            elif down == "restart":
                self._above[place] = words
            else:
                self._above.pop(place, None)
            span = min(max(1, number(None if properties is None else properties.find(f"{W}gridSpan"), otherwise=1)),
                       MOST_COLUMNS - place)  # fmt: skip
            made.cells += [words] * span
            made.from_left |= set(range(place + 1, place + span))
            if place in made.from_above:
                made.from_above |= set(range(place + 1, place + span))
        return made

    def _words(self, cell: Element, is_waiting: bool) -> Cell:
        said = self._story.cell(cell, self._style)
        if is_waiting:
            self._others[WAITING] += 1
            return ""
        self._others += said.others
        for words in said.hidden:
            if words.strip():
                self.told.name(HIDDEN, HIDDEN_MORE, line=self._line, words=shortened(words))
        for words in said.struck:
            if words.strip():
                self.told.name(STRUCK, STRUCK_MORE, line=self._line, words=shortened(words))
        text = said.text
        if said.faults:
            return said.faults[0]
        if self._is_styled and text:
            return STYLED
        return LONG if len(text) > LONGEST_CELL else text

    def _hide(self, row: Element) -> None:
        if words := self._story.unseen(row, self._style):
            self.told.name(HIDDEN_ROW, HIDDEN_ROW_MORE, line=self._line, words=shortened(words))

    def _cover(self, words: Cell) -> None:
        self._others[COVERED] += words != ""


def merged(properties: Element | None, name: str) -> str:
    """ "restart", "continue" or ""."""
    found = None if properties is None else properties.find(W + name)
    if found is None:
        changed = None if properties is None or name == "hMerge" else properties.find(f"{W}cellMerge")
        return {"rest": "restart", "cont": "continue"}.get(value(changed, "vMerge") or "", "")
    return value(found) or "continue"
