"""A document in the making: its text grows line by line, and blocks and what is left out say where in it they stand."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from pop_tracker.contracts.reading.blocks import At, Block, Document, Kind, LeftOut
from pop_tracker.contracts.reading.healing import Ranges, Span, healed, plain
from pop_tracker.contracts.reading.marks import begins_something, mark_of
from pop_tracker.web.errors import Refusal
from pop_tracker.web.i18n import N_

LONGEST = 300_000
"""Signs of a document: a contract has ten thousand, a plan of eighty pages 300,000."""
MOST_BLOCKS = 6_000
LONG = N_("Dokumenti është tepër i gjatë për një kontratë. Ruani në një skedar të ri vetëm kontratën.")
ALONE = N_("vijë a pikë pa fjalë")
DEEPEST = 8
"""Levels of nesting that are told apart."""
_WORD = re.compile(r"(?![IVXLCivxlc]+\b)[^\W\d_]{3,}")
_WORD_BULLET = re.compile(r"\s*o\t")
"""Before a tab the letter o is Word's second bullet, whatever follows."""
_ENDED = re.compile(r"[.!?;:…][”\"»“’')\]]*$")


@dataclass(frozen=True)
class Paragraph:
    """As a file has it, not yet healed: a line break in it is "\\n". Its indent is in the file's own measure."""

    spans: Sequence[Span]
    kind: Kind = Kind.PARAGRAPH
    marker: str = ""
    indent: float = 0
    heading_level: int | None = None

    @property
    def has_words(self) -> bool:
        return any(words.strip() for words, _ in self.spans)

    def lines(self) -> list[list[Span]]:
        """Where its author broke a line and something else begins there; other breaks are spaces. In a plain paragraph
        that is where a sentence ended, too."""
        found: list[list[Span]] = [[]]
        for words, is_emphasised in self.spans:
            first, *others = words.split("\n")
            found[-1].append((first, is_emphasised))
            found += [[(line, is_emphasised)] for line in others]
        kept: list[list[Span]] = []
        for line in found:
            text = healed(line)[0]
            if kept and text and not self._begins(healed(kept[-1])[0], text):
                kept[-1] += [("\n", False), *line]
            elif text:
                kept.append(line)
        return kept

    def _begins(self, before: str, text: str) -> bool:
        if not any(map(str.isalnum, before)) or not before:
            return False
        if begins_something(text):
            return True
        return self.kind is Kind.PARAGRAPH and (bool(_ENDED.search(before)) or not (text[0].islower()))


class Indents:
    """How deep an item is nested, by where those before it begin."""

    def __init__(self, tolerance: float) -> None:
        self._tolerance = tolerance
        self._lefts: list[float] = []

    def level(self, left: float) -> int:
        while self._lefts and left < self._lefts[-1] - self._tolerance:
            self._lefts.pop()
        if not self._lefts or left > self._lefts[-1] + self._tolerance:
            self._lefts.append(left)
        return min(len(self._lefts) - 1, DEEPEST)

    def begin_anew(self) -> None:
        self._lefts.clear()


@dataclass
class Writing:
    tolerance: float = 0.5
    """By which indents differ that mean the same."""
    pages: list[int] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    length: int = 0
    _written: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._indents = Indents(self.tolerance)

    def document(self) -> Document:
        text = "".join(self._written).rstrip("\n")
        left_out = [replace(one, at=replace(one.at, start=min(one.at.start, len(text)), end=min(one.at.end, len(text))))
                    for one in self.left_out]  # fmt: skip
        return Document(text, tuple(self.pages), tuple(self.blocks), tuple(left_out))

    @property
    def page(self) -> int | None:
        return len(self.pages) or None

    def turn_page(self) -> None:
        self.blank()
        self.pages.append(self.length)

    def blank(self) -> None:
        """A line between what stands apart."""
        if self._written and self._written[-1] != "\n" and self.length not in self.pages[-1:]:
            self.put("\n")

    def line(self, text: str, indent: int = 0) -> At:
        """Healed words, on a line of their own. Raises Refusal."""
        self.put("  " * indent)
        start = self.length
        self.put(text + "\n")
        return At(start, self.length - 1, self.page)

    def put(self, text: str) -> None:
        if text:
            self._written.append(text)
            self.length += len(text)
        if self.length > LONGEST or len(self.blocks) > MOST_BLOCKS:
            raise Refusal(LONG, field="file")

    def leave_out(self, where: str, text: str) -> None:
        """What the text shows nowhere."""
        if text := plain(text):
            self.left_out.append(LeftOut(where, text, At(self.length, self.length, self.page)))

    def leave_out_shown(self, where: str, text: str) -> None:
        """What stands in the text, and is none of its blocks."""
        if text := plain(text):
            self.left_out.append(LeftOut(where, text, self.line(text)))

    def paragraph(self, paragraph: Paragraph) -> None:
        """A block for each of its lines. A bullet or number that was typed before the words becomes their marker."""
        marker = plain(paragraph.marker)
        if _WORD.search(marker):
            # Counted by the program, but words all the same: "Prioriteti 1."
            paragraph, marker = (
                replace(
                    paragraph,
                    spans=[(f"{marker} ", False), *paragraph.spans],
                    kind=paragraph.kind if paragraph.heading_level else Kind.PARAGRAPH,
                ),
                "",
            )
        for spans in paragraph.lines():
            text, emphasis = healed(spans)
            if _WORD_BULLET.match("".join(words for words, _ in spans)):
                text = f"◦{text[1:]}"
            kind = paragraph.kind
            if not any(map(str.isalnum, text)):
                self.leave_out_shown(ALONE, text)
                continue
            if not marker and kind is not Kind.HEADING:
                kind, marker, text, emphasis = parted(kind, text, emphasis)
            level = 0
            if kind is Kind.ITEM:
                level = self._indents.level(paragraph.indent)
            elif kind is Kind.HEADING or begins_something(text):
                self._indents.begin_anew()
            at = self.line(f"{marker} {text}" if marker else text, level)
            self.blocks.append(Block(kind, text, at, marker, level, paragraph.heading_level, emphasis))
            marker = ""


def parted(kind: Kind, text: str, emphasis: Ranges) -> tuple[Kind, str, str, Ranges]:
    """A line that begins with a bullet or number: an item, its marker, and its words."""
    mark = mark_of(text)
    if mark is None:
        return kind, "", text, emphasis
    gone = mark.end
    moved = ((max(start - gone, 0), end - gone) for start, end in emphasis if end > gone)
    return Kind.ITEM, mark.written, text[gone:], tuple(moved)


def has_words(paragraphs: Iterable[Paragraph]) -> bool:
    return any(paragraph.has_words for paragraph in paragraphs)
