"""An HTML document as a Word file to go on writing in: its elements one by one, as Word's own headings, lists,
quotations, and tables whose header rows repeat.
"""

import base64
import io
import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any
from xml.etree import ElementTree

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Inches, Pt, RGBColor
from docx.table import _Cell
from docx.text.paragraph import Paragraph

from pop_tracker.web.palette import LIGHT

Element = ElementTree.Element
LANGUAGE_TAGS = {"sq": "sq-AL", "en": "en-GB"}
HEADINGS = {"h1": 0, "h2": 1, "h3": 2, "h4": 3, "h5": 4}
LISTS = {"ul": "List Bullet", "ol": "List Number"}
TEXT_WIDTH = 16.6
"""Centimetres between the margins."""
IN_A_TABLE, SIGN, PADDING = Pt(9.5), 0.2, 0.4
"""The size of words in tables; the centimetres of one sign of it, bold as in a header, and of what stands around."""
PAST, MUTED = "past", RGBColor.from_string(LIGHT["muted"].removeprefix("#").upper())
"""The class of what counts no more, and the colour of its words."""
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def word_file(html: str, language: str) -> bytes:
    root = ElementTree.fromstring(_NOT_IN_XML.sub("", html.partition("<!DOCTYPE html>")[2]))
    word = Document()
    _prepare(word, root, language)
    body = root.find("body")
    if body is not None:
        for element in body:
            _write(word, element)
    out = io.BytesIO()
    word.save(out)
    return out.getvalue()


def _prepare(word: WordDocument, root: Element, language: str) -> None:
    """A4, our fonts' nearest kin on any desk, and the language for the spelling checker and the screen reader."""
    section = word.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.2)
    tag = LANGUAGE_TAGS[language]
    normal = word.styles["Normal"]
    normal.font.name, normal.font.size = "Calibri", Pt(10.5)
    for properties in word.styles.element.iter(qn("w:rPr")):
        for said in properties.findall(qn("w:lang")):
            said.set(qn("w:val"), tag)
    word.core_properties.title = "".join(root.find("head/title").itertext())  # type: ignore[union-attr]
    word.core_properties.language = tag
    word.core_properties.author = next(
        (meta.get("content", "") for meta in root.iter("meta") if meta.get("name") == "author"), ""
    )
    notice = next((meta.get("content", "") for meta in root.iter("meta") if meta.get("name") == "notice"), "")
    if notice:
        section.header.paragraphs[0].add_run(notice).bold = True
    word.core_properties.comments = ""
    word.core_properties.created = word.core_properties.modified = datetime.now(UTC)
    _number_pages(section.footer.paragraphs[0])


def _number_pages(paragraph: Paragraph) -> None:
    for kind, text in (("begin", None), (None, "PAGE"), ("end", None)):
        run = paragraph.add_run()
        if kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
        else:
            mark = OxmlElement("w:instrText")
            mark.text = text
        run._r.append(mark)


def _write(word: WordDocument, element: Element, is_past: bool = False) -> None:
    tag = element.tag
    is_past = is_past or element.get("class") == PAST
    if tag in HEADINGS:
        _words(word.add_heading(level=HEADINGS[tag]), element)
    elif tag == "p":
        _words(word.add_paragraph(), element, is_past)
    elif tag in LISTS:
        for item in element:
            _item(word, item, LISTS[tag], is_past)
    elif tag == "blockquote":
        for paragraph in element:
            _words(word.add_paragraph(style="Quote"), paragraph, is_past)
    elif tag == "table":
        _table(word, element)
    elif tag == "figure":
        _picture(word, element)
    else:
        for inside in element:
            _write(word, inside, is_past)


def _item(word: WordDocument, item: Element, style: str, is_past: bool) -> None:
    """One that has paragraphs goes on under its first, without a sign of its own."""
    for place, paragraph in enumerate(item.findall("p") or [item]):
        _words(word.add_paragraph(style="List Continue" if place else style), paragraph, is_past)
    for figure in item.findall("figure"):
        _picture(word, figure)


def _words(paragraph: Paragraph, element: Element, is_past: bool = False) -> None:
    for text, tags in _runs(element):
        run = paragraph.add_run(text)
        run.bold, run.italic, run.font.strike = ("strong" in tags or None, "em" in tags or None, "s" in tags or None)
        if is_past or element.get("class") == PAST or "s" in tags:
            run.font.color.rgb = MUTED


def _runs(element: Element, tags: frozenset[str] = frozenset()) -> Iterator[tuple[str, frozenset[str]]]:
    """An element's words with the elements within it that they stand in; white space as a browser shows it."""
    if text := _one_space(element.text):
        yield text, tags
    for inside in element:
        yield from _runs(inside, tags | {inside.tag})
        if text := _one_space(inside.tail):
            yield text, tags


def _one_space(text: str | None) -> str:
    return re.sub(r"\s+", " ", text or "")


def _table(word: WordDocument, element: Element) -> None:
    caption = element.find("caption")
    if caption is not None:
        paragraph = word.add_paragraph(style="Caption")
        paragraph.paragraph_format.keep_with_next = True
        _words(paragraph, caption)
    rows = list(element.iter("tr"))
    table = word.add_table(len(rows), max(len(row) for row in rows), style="Table Grid")
    table.autofit = False
    _pad(table)
    widths = column_widths([["".join(cell.itertext()) for cell in row] for row in rows])
    header = element.find("thead")
    count = len(header) if header is not None else 0
    for place, (row, made) in enumerate(zip(rows, table.rows, strict=True)):
        properties = made._tr.get_or_add_trPr()
        properties.append(OxmlElement("w:cantSplit"))
        if place < count:
            properties.append(OxmlElement("w:tblHeader"))
        cells: tuple[_Cell, ...] = made.cells
        for cell, width in zip(cells, widths, strict=True):
            cell.width = Cm(width)
        for cell, inside in zip(cells, row, strict=False):
            _words(cell.paragraphs[0], inside)
            cell.paragraphs[0].paragraph_format.space_after = Pt(0)
            if inside.get("class") == "num":
                cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT
            for run in cell.paragraphs[0].runs:
                run.font.size = IN_A_TABLE
            if place < count:
                for run in cell.paragraphs[0].runs:
                    run.bold = True
    word.add_paragraph()


def column_widths(rows: Sequence[Sequence[str]]) -> list[float]:
    """Of a table's columns, in centimetres, by what stands in them: no word is broken where the page can hold it, and
    what is left goes to the columns with much to say."""
    columns = list(zip(*([*row, *[""] * (max(map(len, rows)) - len(row))] for row in rows), strict=True))
    words = [max((len(word) for text in column for word in text.split()), default=1) for column in columns]
    least = [SIGN * longest + PADDING for longest in words]
    if sum(least) >= TEXT_WIDTH:
        return [TEXT_WIDTH * width / sum(least) for width in least]
    wanted = [max(SIGN * max(map(len, column)) + PADDING - width, 0) ** 0.5
              for column, width in zip(columns, least, strict=True)]  # fmt: skip
    left = TEXT_WIDTH - sum(least)
    shares = [left * one / sum(wanted) if sum(wanted) else left / len(least) for one in wanted]
    return [width + share for width, share in zip(least, shares, strict=True)]


def _pad(table: Any) -> None:
    """Word's own table style sets words against the lines."""
    margins = OxmlElement("w:tblCellMar")
    for side, twips in (("top", 40), ("left", 100), ("bottom", 40), ("right", 100)):
        edge = OxmlElement(f"w:{side}")
        edge.set(qn("w:w"), str(twips))
        edge.set(qn("w:type"), "dxa")
        margins.append(edge)
    table._tbl.tblPr.append(margins)


def _picture(word: WordDocument, element: Element) -> None:
    image, caption = element.find("img"), element.find("figcaption")
    if image is None:
        return
    picture = word.add_picture(
        io.BytesIO(base64.b64decode(image.get("src", "").partition(",")[2])),
        width=Inches(int(image.get("width", "360")) / 96),  # so that its letters are as large as on a page
    )
    words = picture._inline.docPr
    words.set("descr", image.get("alt", ""))
    if caption is not None:
        words.set("title", "".join(caption.itertext()))
        _words(word.add_paragraph(style="Caption"), caption)
