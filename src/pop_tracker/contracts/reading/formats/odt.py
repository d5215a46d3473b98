"""An OpenDocument text (ISO/IEC 26300), as LibreOffice shows it: its paragraphs with bullets and numbers, headings,
lists and tables. What its author hid, struck out, deleted or noted stays out and is named.
"""

import io
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from lxml import etree

from pop_tracker.contracts.reading.blocks import Document, Kind, Merged
from pop_tracker.contracts.reading.formats.odt_styles import OFFICE, STYLE, TABLE, TEXT, Lists, Look, Styles
from pop_tracker.contracts.reading.formats.tables import TableCell, write_table
from pop_tracker.contracts.reading.formats.word import BESIDE, HIDDEN, STRUCK
from pop_tracker.contracts.reading.formats.writing import Paragraph, Writing
from pop_tracker.contracts.reading.healing import Span
from pop_tracker.web.archive import broken
from pop_tracker.web.errors import Refusal
from pop_tracker.web.i18n import N_

MACROS = N_("Skedari ka makro. Ruajeni përsëri pa makro, ose si DOCX.")
DELETED = N_("fjalë të fshira nga autori")
LOCKED_SIGN = b"encryption-data"
DEEPEST = 100
MOST_COLUMNS = 40
_DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
_XLINK = "{http://www.w3.org/1999/xlink}"
_SIGNS = {f"{TEXT}tab": "\t", f"{TEXT}line-break": "\n", f"{TEXT}soft-page-break": ""}
_UNSEEN = {
    f"{TEXT}tracked-changes", f"{TEXT}sequence-decls", f"{TEXT}variable-decls", f"{TEXT}user-field-decls",
    f"{OFFICE}forms", f"{TEXT}alphabetical-index-mark", f"{TEXT}bookmark", f"{TEXT}reference-mark",
}  # fmt: skip
_GROUPS = {
    f"{TEXT}section", f"{TEXT}index-body", f"{TEXT}index-title", f"{TEXT}table-of-content", f"{TEXT}user-index",
    f"{TEXT}bibliography", f"{TEXT}illustration-index", f"{_DRAW}frame", f"{_DRAW}text-box", f"{_DRAW}g",
    f"{_DRAW}custom-shape", f"{_DRAW}rect", f"{TEXT}numbered-paragraph",
}  # fmt: skip


def document(contents: bytes) -> Document:
    """Raises Refusal for a file that makes no sense. It has been found `archive.unpackable` before: no part of it
    declares an entity."""
    try:
        with zipfile.ZipFile(io.BytesIO(contents)) as archive:
            names = set(archive.namelist())
            if any(name.startswith(("Basic/", "Scripts/")) and not name.endswith("/") for name in names):
                raise Refusal(MACROS, field="file")
            if "META-INF/manifest.xml" in names and LOCKED_SIGN in archive.read("META-INF/manifest.xml"):
                raise broken()
            content = _parsed(archive.read("content.xml"))
            styles = _parsed(archive.read("styles.xml")) if "styles.xml" in names else None
        body = content.find(f"{OFFICE}body/{OFFICE}text")
        if body is None:
            raise broken()
        reading = _Reading(Styles([root for root in (styles, content) if root is not None]))
        reading.flow(body, ())
        reading.beside(body, styles)
        return reading.writing.document()
    except (Refusal, MemoryError, RecursionError):
        raise
    except Exception:  # whatever is wrong with an archive, its parts or their XML
        raise broken() from None


def _parsed(xml: bytes) -> etree._Element:
    return etree.fromstring(xml, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False))


@dataclass(frozen=True)
class _Item:
    """Where in lists a paragraph stands."""

    list_style: str
    level: int
    marker: str


@dataclass
class _Line:
    """A paragraph that is being read."""

    look: Look
    spans: list[Span] = field(default_factory=list)
    within: list[etree._Element] = field(default_factory=list)
    """Frames anchored in it, which are read after it."""


class _Reading:
    def __init__(self, styles: Styles) -> None:
        self.writing = Writing(tolerance=5)
        self._styles = styles
        self._lists = Lists(styles)
        self._cells: list[TableCell] = []
        self._depth = 0
        self._others: Counter[str] = Counter()

    def flow(self, parts: etree._Element, items: tuple[_Item, ...]) -> None:
        """Paragraphs, lists and tables that stand below each other."""
        self._depth += 1
        if self._depth > DEEPEST:
            raise RecursionError
        for part in parts:
            if part.tag in (f"{TEXT}p", f"{TEXT}h"):
                self._paragraph(part, items)
                items = tuple(replace(item, marker="") for item in items)
            elif part.tag == f"{TEXT}list":
                self._list(part, items)
            elif part.tag == f"{TABLE}table":
                self._table(part)
            elif part.tag in _GROUPS:
                if part.get(f"{TEXT}display") == "none":
                    self.writing.leave_out(HIDDEN, _words(part))
                else:
                    self.flow(part, items)
        self._depth -= 1

    def beside(self, body: etree._Element, styles: etree._Element | None) -> None:
        """What the text does not show where it stands."""
        for region in body.iter(f"{TEXT}changed-region"):
            for deleted in region.iter(f"{TEXT}deletion"):
                self.writing.leave_out(DELETED, _words(deleted))
        for page in () if styles is None else styles.iter(f"{STYLE}master-page"):
            for kind in ("header", "footer"):
                for part in page.findall(f"{STYLE}{kind}"):
                    self.writing.leave_out(BESIDE[kind], _words(part))

    def _paragraph(self, element: etree._Element, items: tuple[_Item, ...]) -> None:
        name = element.get(f"{TEXT}style-name", "")
        look = self._styles.look(name)
        line = _Line(look)
        self._inline(element, line, look)
        heading = None
        if element.tag == f"{TEXT}h" and element.get(f"{TEXT}is-list-header") != "true":
            said = element.get(f"{TEXT}outline-level", "1")
            heading = int(said) if said.isdecimal() else 1
        marker = items[-1].marker if items else ""
        if heading and not items:
            marker = self._lists.of_heading(heading)
        elif not items and look.list_style and any(words.strip() for words, _ in line.spans):
            marker = self._lists.next(look.list_style, look.list_level, "")
        kind = Kind.HEADING if heading or look.is_title else Kind.ITEM if marker else Kind.PARAGRAPH
        level = len(items) if items else look.list_level if marker else 0
        indent = look.indent / 20 + 10 * level  # points; lists are told apart by how deep they are first
        read = Paragraph(line.spans, kind, marker, indent, heading or (1 if look.is_title else None))
        if self._cells:
            self._cells[-1].paragraphs.append(read)
        else:
            self.writing.paragraph(read)
        for frame in line.within:
            self.flow(frame, ())

    def _inline(self, element: etree._Element, line: _Line, look: Look) -> None:
        self._say(element.text, line, look)
        for part in element:
            tag = part.tag
            if tag in _SIGNS:
                line.spans.append((_SIGNS[tag], False))
            elif tag == f"{TEXT}s":
                count = part.get(f"{TEXT}c", "1")
                line.spans.append((" " * min(int(count) if count.isdecimal() else 1, 100), False))
            elif tag == f"{TEXT}span":
                self._inline(part, line, look.within(self._styles.look(part.get(f"{TEXT}style-name", ""), "text")))
            elif tag == f"{TEXT}note":
                body = part.find(f"{TEXT}note-body")
                kind = "endnotes" if part.get(f"{TEXT}note-class") == "endnote" else "footnotes"
                self.writing.leave_out(BESIDE[kind], "" if body is None else _words(body))
            elif tag == f"{OFFICE}annotation":
                self.writing.leave_out(BESIDE["comments"], _words(part))
            elif tag in (f"{TEXT}hidden-text", f"{TEXT}hidden-paragraph"):
                self.writing.leave_out(HIDDEN, part.get(f"{TEXT}string-value", "") or _words(part))
            elif tag in _GROUPS:
                line.within.append(part)
            elif isinstance(tag, str) and tag not in _UNSEEN and not tag.startswith(f"{TEXT}change"):
                self._inline(part, line, look)
            self._say(part.tail, line, look)

    def _say(self, words: str | None, line: _Line, look: Look) -> None:
        """Spaces and line ends of the file are one space (6.1.2)."""
        if not words:
            return
        said = " ".join(words.split(" ")) if "\n" not in words and "\t" not in words else " ".join(words.split())
        if look.is_hidden or look.is_struck:
            self.writing.leave_out(HIDDEN if look.is_hidden else STRUCK, said)
        else:
            line.spans.append((said, look.is_emphasised))

    def _list(self, element: etree._Element, around: tuple[_Item, ...]) -> None:
        style = element.get(f"{TEXT}style-name", "") or (around[-1].list_style if around else "")
        level = len(around)
        if (
            not around
            and element.get(f"{TEXT}continue-numbering") != "true"
            and not element.get(f"{TEXT}continue-list")
        ):
            self._lists.begin(style)
        for item in element:
            if item.tag not in (f"{TEXT}list-item", f"{TEXT}list-header"):
                continue
            is_counted = item.tag == f"{TEXT}list-item" and any(part.tag in (f"{TEXT}p", f"{TEXT}h") for part in item)
            marker = self._lists.next(style, level, item.get(f"{TEXT}start-value", "")) if is_counted else ""
            self.flow(item, (*around, _Item(style, level, marker)))

    def _table(self, table: etree._Element) -> None:
        rows: list[list[TableCell]] = []
        below: dict[int, tuple[TableCell, int]] = {}
        headings = 0
        for row, is_heading in _rows(table):
            made: list[TableCell] = []
            for cell in row:
                if cell.tag == f"{TABLE}covered-table-cell":
                    for _ in range(_count(cell, "number-columns-repeated")):
                        self._covered(made, below)
                elif cell.tag == f"{TABLE}table-cell":
                    for _ in range(_count(cell, "number-columns-repeated")):
                        read = self._cell(cell)
                        down = _count(cell, "number-rows-spanned")
                        for place in range(len(made), len(made) + _count(cell, "number-columns-spanned")):
                            below[place] = read, down
                        made.append(read)
                        below[len(made) - 1] = read, down
            below = {place: (cell, left - 1) for place, (cell, left) in below.items() if left > 1}
            headings += is_heading and len(rows) == headings
            rows.append(made[:MOST_COLUMNS])
        if self._cells:  # a table within a cell
            self._cells[-1].paragraphs += [one for row in rows for cell in row for one in cell.paragraphs]
        else:
            write_table(rows, self.writing, headings)

    def _covered(self, made: list[TableCell], below: dict[int, tuple[TableCell, int]]) -> None:
        covering, _ = below.get(len(made), (None, 0))
        is_left = bool(made) and covering is not None and covering in (made[-1], made[-1].of)
        made.append(TableCell([], Merged.LEFT if is_left else Merged.ABOVE, covering))

    def _cell(self, element: etree._Element) -> TableCell:
        cell = TableCell()
        self._cells.append(cell)
        self.flow(element, ())
        self._cells.pop()
        return cell


def _rows(table: etree._Element) -> Iterator[tuple[etree._Element, bool]]:
    """And whether it is one of headings. Hidden ones are not shown."""
    for part in table:
        if part.tag == f"{TABLE}table-row":
            yield part, False
        elif part.tag == f"{TABLE}table-header-rows":
            yield from ((row, True) for row in part if row.tag == f"{TABLE}table-row")
        elif part.tag in (f"{TABLE}table-rows", f"{TABLE}table-row-group"):
            yield from _rows(part)


def _count(cell: etree._Element, name: str) -> int:
    said = cell.get(TABLE + name, "1")
    return max(1, min(int(said) if said.isdecimal() else 1, MOST_COLUMNS * 100 if "rows" in name else MOST_COLUMNS))


def _words(element: etree._Element) -> str:
    return " ".join("".join(part.itertext()) for part in element.iter(f"{TEXT}p", f"{TEXT}h"))
