"""A web page, as a browser shows it: its main part. What leads elsewhere, invites to share or asks about cookies is
left out, and so is what the page hides.

A page that was saved as MHTML comes with its parts; only the page itself is read.
"""

import re
from collections.abc import Iterator
from email import policy
from email.parser import BytesParser

from lxml import etree, html

from pop_tracker.contracts.reading.blocks import Document, Kind, Merged
from pop_tracker.contracts.reading.formats.tables import TableCell, write_table
from pop_tracker.contracts.reading.formats.text import decoded
from pop_tracker.contracts.reading.formats.writing import LONG, Paragraph, Writing
from pop_tracker.contracts.reading.healing import Span, plain
from pop_tracker.web.archive import broken
from pop_tracker.web.errors import Refusal
from pop_tracker.web.i18n import N_

BESIDE = N_("pjesë e faqes së internetit, jo e tekstit")
HIDDEN = N_("tekst i fshehur")
STRUCK = N_("fjalë të hequra me vijë")
DEEP = N_("Skedari është tepër i ndërlikuar: pjesët e tij janë futur tepër thellë brenda njëra-tjetrës.")
LONGEST = 4_000_000
"""Signs of a page with its scripts and styles."""
MOST_ELEMENTS = 60_000
DEEPEST = 200
"""Elements within each other; the parser itself stops beyond 255."""
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_NOT_SHOWN = {"script", "style", "template", "noscript", "head", "svg", "math", "iframe", "object", "embed", "audio",
              "video", "canvas", "datalist", "map", "meta", "link", "base", "title", "param"}  # fmt: skip
_OF_THE_SITE = {"nav", "aside", "form", "button", "select", "input", "textarea", "dialog", "menu", "footer"}
_ROLES = {"navigation", "search", "banner", "contentinfo", "complementary", "menu", "menubar", "toolbar", "dialog",
          "alertdialog", "alert"}  # fmt: skip
_SIGNS_OF_THE_SITE = re.compile(
    r"(?:\w+[-_])*(?:nav|navbar|navigation|menu|nav-?menu|breadcrumbs?|share|sharing|sharedaddy|social|addtoany\w*|addthis"
    r"|cookies?|cookie-?law|consent|gdpr|related|related-?posts|comments?|respond|sidebar|widget-?area|site-?footer"
    r"|page-?footer|footer|site-?header|masthead|newsletter|subscribe|popup|modal|skip-?link|screen-reader-text|sr-only"
    r"|visually-hidden|pagination|pager|post-?meta|entry-?meta|byline|advert|ads|edit-link|back-to-top|jp-relatedposts)"
    r"(?:[-_](?:bar|box|buttons?|icons?|links?|list|wrap|wrapper|container|notice|banner|area|section|inner|info))*",
    re.IGNORECASE,
)
LARGEST_SHARE = 0.3
"""Of a page's words. What has more of them is no part that stands beside its text, whatever it is called."""
_MAIN = ("//main", "//*[@role='main']", "//article", "//*[@itemprop='articleBody']",
         "//*[contains(concat(' ', normalize-space(@class), ' '), ' entry-content ')]",
         "//*[@id='content']")  # fmt: skip
_BLOCKS = {"p", "div", "section", "article", "main", "header", "footer", "body", "html", "blockquote", "pre", "address",
           "figure", "figcaption", "dl", "dt", "dd", "fieldset", "details", "summary", "center", "hgroup", "ul", "ol",
           "li", "table", "hr", "noframes", "caption", *_HEADINGS}  # fmt: skip
_EMPHASISED = {"b", "strong", "i", "em"}
_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?([\w-]{3,20})", re.IGNORECASE)
_BULLETS_OF_ITEMS = {"a": "abcdefghijklmnopqrstuvwxyz", "A": "ABCDEFGHIJKLMNOPQRSTUVWXYZ"}


def document(contents: bytes) -> Document:
    """Raises Refusal for a page that is too long or too deep."""
    root = _parsed(_page_of(contents))
    main = _main(root)
    reading = _Reading(len(_words(main)))
    for one in _around(root, main):
        reading.writing.leave_out(BESIDE, _words(one))
    reading.block(main)
    reading.end()
    return reading.writing.document()


def _page_of(contents: bytes) -> bytes:
    """Of a page that was saved with its parts, the page."""
    if not is_mhtml(contents):
        return contents
    saved = BytesParser(policy=policy.default).parsebytes(contents)
    for part in saved.walk():
        if part.get_content_type() == "text/html":
            body = part.get_payload(decode=True)
            return body if isinstance(body, bytes) else b""
    raise broken()


def is_mhtml(contents: bytes) -> bool:
    start = contents[:4000].lower()
    return b"mime-version:" in start and b"content-type: multipart/related" in start


def _parsed(contents: bytes) -> html.HtmlElement:
    said = _CHARSET.search(contents[:4000])
    coding = said[1].decode().lower() if said else ""
    try:
        text = contents.decode(coding) if coding.startswith("windows-125") else decoded(contents)
    except (UnicodeDecodeError, LookupError):
        text = decoded(contents)
    if len(text) > LONGEST:
        raise Refusal(LONG, field="file")
    parser = html.HTMLParser(recover=True, remove_comments=True, remove_pis=True, no_network=True, huge_tree=False)
    text = re.sub(r"^\s*<\?xml.*?\?>", "", text, count=1, flags=re.DOTALL)
    try:
        root = html.document_fromstring(text, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        raise broken() from None
    if any("depth" in str(error.message).lower() for error in parser.error_log):
        raise Refusal(DEEP, field="file")
    if sum(1 for _ in root.iter()) > MOST_ELEMENTS:
        raise Refusal(LONG, field="file")
    return root


def _main(root: html.HtmlElement) -> html.HtmlElement:
    """The part that the page itself says is its main one, where that holds most of the words; else all of it."""
    whole = len(_words(root))
    for path in _MAIN:
        found = [one for one in root.xpath(path) if not _is_hidden(one)]
        if found:
            longest = max(found, key=lambda one: len(_words(one)))
            if len(_words(longest)) * 3 > whole or (path == _MAIN[0] and len(_words(longest)) > 200):
                return longest
    body = root.find("body")
    return root if body is None else body


def _around(root: html.HtmlElement, main: html.HtmlElement) -> Iterator[html.HtmlElement]:
    """The largest elements that stand beside the main one."""
    inside = main
    while inside is not root and (parent := inside.getparent()) is not None:
        yield from (one for one in parent if one is not inside and isinstance(one.tag, str) and one.tag != "head")
        inside = parent


def _words(element: html.HtmlElement) -> str:
    said: list[str] = []
    walk = etree.iterwalk(element, events=("start", "end"))
    for event, part in walk:
        if event == "start" and part.tag in _NOT_SHOWN:
            walk.skip_subtree()
        elif event == "start":
            said.append(part.text or "")
        elif part is not element:
            said.append(part.tail or "")
    return plain(" ".join(said))


def _is_hidden(element: html.HtmlElement) -> bool:
    style = re.sub(r"\s", "", element.get("style", "")).lower()
    return (
        "hidden" in element.attrib
        or "display:none" in style
        or "visibility:hidden" in style
        or "mso-hide:all" in style
        or element.get("aria-hidden") == "true"
    )


def _is_of_the_site(element: html.HtmlElement) -> bool:
    """By its tag, its role, or what those who made the page called it."""
    if element.tag in _OF_THE_SITE or element.get("role") in _ROLES:
        return True
    if element.tag == "header":
        return element.find(".//nav") is not None
    if element.tag in ("body", "html", "main", "article", *_HEADINGS):
        return False
    names = f"{element.get('class', '')} {element.get('id', '')}".split()
    return any(_SIGNS_OF_THE_SITE.fullmatch(name) for name in names)


def _indent(element: html.HtmlElement) -> float:
    """What its own style indents it by, in tabs of half an inch."""
    said = re.search(r"margin-left\s*:\s*([\d.]{1,6})\s*(pt|px|in|cm|em|rem)", element.get("style", ""))
    return float(said[1].rstrip(".") or 0) * _IN_TABS[said[2]] if said and said[1].count(".") < 2 else 0.0


_IN_TABS = {"pt": 1 / 36, "px": 1 / 48, "in": 2, "cm": 1 / 1.27, "em": 1 / 3, "rem": 1 / 3}
_LEVEL_OF_GOOGLE = re.compile(r"lst-kix_\w+-(\d)")
"""Lists of Google Docs stand beside each other, and only their names tell how deep they are."""


class _Reading:
    def __init__(self, words: int) -> None:
        self.writing = Writing()
        self._most = words * LARGEST_SHARE
        self._spans: list[Span] = []
        self._shape = _Shape()
        self._cells: list[TableCell] = []
        self._depth = 0

    def end(self) -> None:
        """What was said so far is a paragraph."""
        spans, self._spans = self._spans, []
        paragraph = Paragraph(spans, self._shape.kind, self._shape.marker, self._shape.indent, self._shape.heading)
        if not paragraph.has_words:
            return
        self._shape.marker = ""
        if self._cells:
            self._cells[-1].paragraphs.append(paragraph)
        else:
            self.writing.paragraph(paragraph)

    def block(self, element: html.HtmlElement) -> None:
        self.end()
        around = self._shape
        self._shape = _Shape(around.kind, around.marker, around.indent + _indent(element), around.heading)
        if not around.marker and around.kind is Kind.ITEM:  # a further paragraph of the item
            self._shape.kind = Kind.PARAGRAPH
        if element.tag in _HEADINGS:
            self._shape = _Shape(kind=Kind.HEADING, heading=_HEADINGS[element.tag])
        self._inside(element, is_emphasised=False)
        self.end()
        around.marker = around.marker and self._shape.marker
        self._shape = around

    def _inside(self, element: html.HtmlElement, *, is_emphasised: bool) -> None:
        self._say(element.text, element, is_emphasised)
        for child in element:
            if isinstance(child.tag, str):
                self._child(child, is_emphasised)
            self._say(child.tail, element, is_emphasised)

    def _child(self, child: html.HtmlElement, is_emphasised: bool) -> None:
        tag = child.tag
        if tag in _NOT_SHOWN:
            return
        if _is_hidden(child):
            self.writing.leave_out(HIDDEN, _words(child))
        elif _is_of_the_site(child) and (tag == "nav" or len(_words(child)) <= self._most):
            self.writing.leave_out(BESIDE, _words(child))
        elif tag in ("del", "s", "strike") or "line-through" in child.get("style", ""):
            self.writing.leave_out(STRUCK, _words(child))
        elif tag == "br":
            self._spans.append(("\n", False))
        elif tag in ("ul", "ol"):
            self._list(child)
        elif tag == "table":
            self._table(child)
        elif tag in _BLOCKS:
            self.block(child)
        else:
            style = child.get("style", "").replace(" ", "").lower()
            if "mso-list:ignore" in style:  # what Word draws before an item
                self._shape.kind, self._shape.marker = Kind.ITEM, _words(child).strip()
                return
            is_strong = tag in _EMPHASISED or "font-weight:bold" in style or "font-weight:700" in style
            self._inside(child, is_emphasised=(is_emphasised or is_strong or "font-style:italic" in style))

    def _say(self, words: str | None, within: html.HtmlElement, is_emphasised: bool) -> None:
        if words:
            kept = words if within.tag == "pre" else re.sub(r"[ \t\r\n\f]+", " ", words)
            self._spans.append((kept, is_emphasised))

    def _list(self, element: html.HtmlElement) -> None:
        self.end()
        around = self._shape
        self._depth += 1
        number = _number(element.get("start"), 1)
        google = _LEVEL_OF_GOOGLE.search(element.get("class", ""))
        for item in element:
            if not isinstance(item.tag, str) or item.tag in _NOT_SHOWN:
                continue
            if item.tag in ("ul", "ol"):
                self._list(item)
                continue
            if _is_hidden(item):
                self.writing.leave_out(HIDDEN, _words(item))
                continue
            number = _number(item.get("value"), number)
            marker = "•" if element.tag == "ul" else _counted(number, element.get("type", ""))
            number += 1
            self._shape = _Shape(Kind.ITEM, marker, self._depth + (int(google[1]) if google else 0))
            self._inside(item, is_emphasised=False)
            self.end()
        self._depth -= 1
        self._shape = around

    def _table(self, table: html.HtmlElement) -> None:
        self.end()
        rows: list[list[TableCell]] = []
        headings = 0
        below: dict[int, tuple[TableCell, int]] = {}
        caption = table.find("caption")
        if caption is not None:
            self.block(caption)
        for row in _rows(table):
            made: list[TableCell] = []
            is_heading = True
            for cell in row:
                if not isinstance(cell.tag, str) or cell.tag not in ("td", "th"):
                    continue
                self._covered(made, below)
                is_heading = is_heading and cell.tag == "th"
                read = self._cell(cell)
                down, across = _number(cell.get("rowspan"), 1), min(_number(cell.get("colspan"), 1), 40)
                for place in range(max(across, 1)):
                    if down > 1:
                        below[len(made)] = read, down - 1
                    made.append(TableCell([], Merged.LEFT, read) if place else read)
            self._covered(made, below)
            headings += is_heading and len(rows) == headings
            rows.append(made)
        if self._cells:  # a table within a cell
            self._cells[-1].paragraphs += [one for row in rows for cell in row for one in cell.paragraphs]
        else:
            write_table(rows, self.writing, headings)

    def _covered(self, made: list[TableCell], below: dict[int, tuple[TableCell, int]]) -> None:
        while len(made) in below:
            cell, down = below.pop(len(made))
            if down > 1:
                below[len(made)] = cell, down - 1
            made.append(TableCell([], Merged.ABOVE, cell))

    def _cell(self, element: html.HtmlElement) -> TableCell:
        cell = TableCell()
        around, spans = self._shape, self._spans
        self._shape, self._spans = _Shape(), []
        self._cells.append(cell)
        self._inside(element, is_emphasised=False)
        self.end()
        self._cells.pop()
        self._shape, self._spans = around, spans
        return cell


class _Shape:
    """What the words that are being read will be."""

    def __init__(
        self, kind: Kind = Kind.PARAGRAPH, marker: str = "", indent: float = 0, heading: int | None = None
    ) -> None:
        self.kind, self.marker, self.indent, self.heading = kind, marker, indent, heading


def _rows(table: html.HtmlElement) -> Iterator[html.HtmlElement]:
    for child in table:
        if child.tag == "tr":
            yield child
        elif child.tag in ("thead", "tbody", "tfoot"):
            yield from (row for row in child if row.tag == "tr")


def _number(said: str | None, otherwise: int) -> int:
    return int(said) if said and said.isdecimal() and len(said) < 5 else otherwise


def _counted(number: int, kind: str) -> str:
    letters = _BULLETS_OF_ITEMS.get(kind)
    return f"{letters[(number - 1) % 26]}." if letters and number > 0 else f"{number}."
