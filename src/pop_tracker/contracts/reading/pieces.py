"""The document's blocks as the pieces that an outline is made of: one heading, one point, one paragraph each.

A piece keeps where each of its letters stands in the document, so that whatever is cut out of it still says where it
stood.
"""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from enum import Enum, auto
from itertools import pairwise

from pop_tracker.contracts.reading import run_on
from pop_tracker.contracts.reading.blocks import At, Block, Document, Kind
from pop_tracker.contracts.reading.marks import (
    Mark,
    PriorityMark,
    Sign,
    group_heading,
    mark_of,
    mark_of_marker,
    priority_mark,
)
from pop_tracker.contracts.reading.statuses import ReadStatus, status_at_end

_SENTENCE_ENDS = (".", ";", "!", "?", ",")


class Hint(Enum):
    """What a table's column says of a piece."""

    GROUP = auto()
    PRIORITY = auto()
    POINT = auto()
    SUB = auto()
    OUT = auto()


@dataclass(frozen=True)
class Strip:
    """Words, and where each of their characters stands in the document."""

    text: str
    origin: tuple[int, ...]

    def cut(self, start: int, end: int | None = None) -> "Strip":
        """The words from start to before end, without space around."""
        end = len(self.text) if end is None else end
        while start < end and self.text[start].isspace():
            start += 1
        while end > start and self.text[end - 1].isspace():
            end -= 1
        return Strip(self.text[start:end], self.origin[start:end])

    def joined(self, other: "Strip") -> "Strip":
        if not self.text or not other.text:
            return self if self.text else other
        return Strip(f"{self.text} {other.text}", (*self.origin, self.origin[-1], *other.origin))


@dataclass(frozen=True)
class Piece:
    words: Strip
    """Without mark."""
    full: str
    """With the mark, as it stands."""
    at: At
    kind: Kind
    mark: Mark | None = None
    level: int = 0
    heading_level: int | None = None
    emphasis: tuple[tuple[int, int], ...] = ()
    """Ranges of the words."""
    hint: Hint | None = None
    status: ReadStatus | None = None
    """Said beside it: in a column of its own, or in the line below."""
    places: tuple[Strip, ...] = ()
    """From columns of places."""

    @property
    def text(self) -> str:
        return self.words.text

    @property
    def priority(self) -> PriorityMark | None:
        """That it says to be a priority, with the number that stands before the word or in a column."""
        mark = None if self.hint is Hint.OUT else priority_mark(self.text)
        if mark is None:
            own = self.mark.numbers if self.mark else ()
            return PriorityMark(own[0] if len(own) == 1 else None, 0) if self.hint is Hint.PRIORITY else None
        if mark.number is None and self.mark and len(self.mark.numbers) == 1:
            return PriorityMark(self.mark.numbers[0], mark.end)
        return mark

    @property
    def group(self) -> str | None:
        if self.hint is Hint.GROUP:
            return self.text
        return group_heading(self.full) if self.hint is None else None

    @property
    def is_item(self) -> bool:
        """Whether it looks like one of a list."""
        return self.mark is not None or self.kind is Kind.ITEM or self.hint in (Hint.POINT, Hint.SUB)

    @property
    def is_bold(self) -> bool:
        covered = sum(end - start for start, end in self.emphasis)
        return bool(self.text) and 10 * covered >= 9 * len(self.text)

    @property
    def is_capital(self) -> bool:
        return self.text.isupper() and sum(sign.isalpha() for sign in self.text) > 1

    @property
    def looks_like_a_heading(self) -> bool:
        """By style, or in bold or capitals and no sentence."""
        if self.kind is Kind.HEADING or self.hint in (Hint.GROUP, Hint.PRIORITY):
            return True
        return (self.is_bold or self.is_capital) and len(self.text) <= 200 and not self.text.endswith(_SENTENCE_ENDS)

    @property
    def look(self) -> tuple[object, ...]:
        """What headings of one kind have in common."""
        return (
            self.kind is Kind.HEADING, self.heading_level, self.is_bold, self.is_capital,
            self.mark.sign if self.mark else None, self.level,
        )  # fmt: skip

    @property
    def ends_in_colon(self) -> bool:
        return self.text.endswith(":")

    def said(self, words: Strip | None = None) -> tuple[Strip, ReadStatus | None]:
        """The words, or these of them, without the status at their end, and that status."""
        strip = words or self.words
        shift = len(self.text) - len(strip.text)
        ranges = [(max(start - shift, 0), end - shift) for start, end in self.emphasis]
        found = status_at_end(strip.text, ranges)
        if found is None or (self.status is not None and self.status != found.status):
            return strip, self.status
        return strip.cut(0, found.text_end), found.status


@dataclass(frozen=True)
class Pages:
    """Which page a place in the document lies on."""

    begin: tuple[int, ...]

    def at(self, start: int, end: int) -> At:
        return At(start, end, bisect_right(self.begin, start) or 1 if self.begin else None)

    def of(self, strip: Strip) -> At:
        return self.at(strip.origin[0], strip.origin[-1] + 1) if strip.origin else self.at(0, 0)


@dataclass(frozen=True)
class Lines:
    """Makes pieces of a document's blocks."""

    document: Document
    pages: Pages = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "pages", Pages(self.document.pages))

    def strip(self, text: str, at: At) -> Strip:
        return aligned(text, self.document.text, at)

    def of_block(self, block: Block) -> Iterator[Piece]:
        source = self.document.text[block.at.start : block.at.end]
        before = len(source) - len(source.lstrip())
        is_printed = bool(block.marker) and source.startswith(block.marker, before)
        after = block.at.start + (before + len(block.marker) if is_printed else 0)
        words = self.strip(block.text, At(after, max(block.at.end, after)))
        whole = Piece(words, block.text, block.at, block.kind, None, block.level, block.heading_level, block.emphasis)
        yield from self.split(whole, block.marker)

    def split(self, piece: Piece, marker: str = "") -> Iterator[Piece]:
        """One piece for each thing that the paragraph begins. The marker is one that its words do not hold."""
        text = piece.text
        cuts = [0, *run_on.starts(text, mark_of(text) or mark_of_marker(marker)), len(text)]
        for start, end in pairwise(cuts):
            part = piece.words.cut(start, end)
            if part.text:
                begins = piece.at.start if start == 0 else part.origin[0]
                ends = piece.at.end if end == len(text) else part.origin[-1] + 1
                offset = start + len(text[start:]) - len(text[start:].lstrip())
                yield self._marked(piece, part, offset, self.pages.at(begins, ends), marker if start == 0 else "")

    def _marked(self, piece: Piece, part: Strip, offset: int, at: At, marker: str) -> Piece:
        """With its mark taken off. A number in the words themselves says more than the bullet before them."""
        own = None if priority_mark(part.text) and not _counts(part.text) else mark_of(part.text)
        beside = mark_of_marker(marker)
        if own and beside and not own.numbers:
            own = None
        words = part.cut(own.end) if own else part
        begins = offset + len(part.text) - len(words.text)
        emphasis = tuple(
            (max(start - begins, 0), min(end - begins, len(words.text)))
            for start, end in piece.emphasis
            if end > begins and start - begins < len(words.text)
        )
        full = f"{marker} {part.text}".strip()
        return replace(piece, words=words, full=full, at=at, mark=own or beside, emphasis=emphasis)


_COUNTED_PRIORITY = re.compile(r"\s*(?:\d{1,2}|[IVX]{1,5})\s*[.):-]\s*[^\W\d_]{4,}")


def _counts(text: str) -> bool:
    """ "1. Prioriteti: ..." keeps its number as a mark."""
    return bool(_COUNTED_PRIORITY.match(text))


def aligned(text: str, source: str, at: At) -> Strip:
    """Where each character of a healed text stands in what it was made of: letters in order, whatever was put in or
    taken out between them (spaces, hyphens, combining marks, a bullet before them)."""
    origin: list[int] = []
    place = at.start
    for sign in text:
        if sign.isspace():
            origin.append(min(place, at.end - 1))
            continue
        wanted = _base(sign)
        ahead = place
        while ahead < at.end and ahead - place < 40 and _base(source[ahead]) != wanted:
            ahead += 1
        if ahead < at.end and _base(source[ahead]) == wanted:
            place = ahead
        origin.append(min(place, at.end - 1))
        place = min(place + 1, at.end)
    return Strip(text, tuple(max(one, at.start) for one in origin))


def _base(sign: str) -> str:
    return sign if sign.isascii() else unicodedata.normalize("NFKD", sign)[0]


def is_list_sign(piece: Piece) -> str:
    """The bullet itself, or what kind of number it is: what points of one depth share."""
    if piece.mark is None:
        return ""
    if piece.mark.sign is Sign.BULLET:
        return piece.mark.written[0]
    written = piece.mark.written
    label = re.match(r"[^\W\d_]{3,}", written) if piece.mark.sign is Sign.NUMBER else None
    closing = "" if written[-1].isalnum() else written[-1]
    is_large = piece.mark.sign is not Sign.NUMBER and written[:2].strip("(")[:1].isupper()
    return f"{label[0].lower() if label else piece.mark.sign}{len(piece.mark.numbers)}{is_large}{closing}"
