"""An HTML document as a Word file to go on writing in: its elements one by one, as Word's own headings, lists,
quotations, and tables whose header rows repeat.
"""

import base64
import io
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from xml.etree import ElementTree

from docx import Document
from docx.document import Document as WordDocument
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Inches, Pt
from docx.table import _Cell
from docx.text.paragraph import Paragraph

Element = ElementTree.Element
LANGUAGE_TAGS = {"sq": "sq-AL", "en": "en-GB"}
HEADINGS = {"h1": 0, "h2": 1, "h3": 2, "h4": 3, "h5": 4}
LISTS = {"ul": "List Bullet", "ol": "List Number"}
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


def _write(word: WordDocument, element: Element) -> None:
    tag = element.tag
    if tag in HEADINGS:
        _words(word.add_heading(level=HEADINGS[tag]), element)
    elif tag == "p":
        _words(word.add_paragraph(), element)
    elif tag in LISTS:
        for item in element:
            _item(word, item, LISTS[tag])
    elif tag == "blockquote":
        for paragraph in element:
            _words(word.add_paragraph(style="Quote"), paragraph)
    elif tag == "table":
        _table(word, element)
    elif tag == "figure":
        _picture(word, element)
    else:
        for inside in element:
            _write(word, inside)


def _item(word: WordDocument, item: Element, style: str) -> None:
    """One that has paragraphs goes on under its first, without a sign of its own."""
    for place, paragraph in enumerate(item.findall("p") or [item]):
        _words(word.add_paragraph(style="List Continue" if place else style), paragraph)


def _words(paragraph: Paragraph, element: Element) -> None:
    for text, bold, italic in _runs(element):
        run = paragraph.add_run(text)
        run.bold, run.italic = bold or None, italic or None


def _runs(element: Element, bold: bool = False, italic: bool = False) -> Iterator[tuple[str, bool, bool]]:
    """An element's words with how they are set; white space as a browser shows it."""
    if text := _one_space(element.text):
        yield text, bold, italic
    for inside in element:
        yield from _runs(inside, bold or inside.tag == "strong", italic or inside.tag == "em")
        if text := _one_space(inside.tail):
            yield text, bold, italic


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
    header = element.find("thead")
    count = len(header) if header is not None else 0
    for place, (row, made) in enumerate(zip(rows, table.rows, strict=True)):
        properties = made._tr.get_or_add_trPr()
        properties.append(OxmlElement("w:cantSplit"))
        if place < count:
            properties.append(OxmlElement("w:tblHeader"))
        cells: tuple[_Cell, ...] = made.cells
        for cell, inside in zip(cells, row, strict=False):
            _words(cell.paragraphs[0], inside)
            if place < count:
                for run in cell.paragraphs[0].runs:
                    run.bold = True
    word.add_paragraph()


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
