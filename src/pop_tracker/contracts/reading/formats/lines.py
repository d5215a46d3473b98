"""Printed lines, as texts, PDFs and scans have them, made into paragraphs again."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from pop_tracker.contracts.reading.blocks import At, Block, Kind, LeftOut
from pop_tracker.contracts.reading.formats.tables import Table, write_table
from pop_tracker.contracts.reading.formats.writing import ALONE, DEEPEST, Indents, Paragraph, Writing, parted
from pop_tracker.contracts.reading.healing import LONGEST_WORD, Hyphens, Span, healed
from pop_tracker.contracts.reading.marks import Sign, begins_something, mark_of

_OPEN_WORDS = (
    "i e të së dhe në me për nga si ose apo që tek te prej pa mbi nën ndaj deri a një kjo ky këto këta cilat cilët pas"
    " para midis ndërmjet rreth sipas gjatë kundër përmes nëpërmjet ku kur se edhe po as nr neni"
)
OPEN_WORDS = frozenset(_OPEN_WORDS.split())
"""Words after which a sentence goes on."""
_ENDED = re.compile(r"[.!?;:…][”\"»“’')\]]*$|[)\]]$")
_LAST_LETTERS = re.compile(r"([^\W\d_]+)\W*$")
_NUMBER_FOLLOWS = re.compile(r"\b(nr|neni|nenit|pika|pikës|datë|datës|dt)\.?$", re.IGNORECASE)
_OPEN_BRACKET = re.compile(r"\([^()]*$")
_OPEN_QUOTE = re.compile(r"[“„«][^”“»]*$")
_CLOSES = re.compile(r"[^()]*\)")
_STARTS_SMALL = re.compile(r"[“\"„«(]?[a-zçë]")
_STARTS_LARGE = re.compile(r"[“\"„«(]?[A-ZÇË]")


_HANGS = 6.0
"""Signs between a bullet and its words, at most."""


@dataclass
class Line:
    """As printed. Places are counted in widths of a sign, from the margin of the column in which it stands."""

    spans: list[Span]
    left: float = 0.0
    right: float = 0.0
    first_word: float = 0.0
    """How wide it is."""
    room: float = 0.0
    """Where the longest lines around it end."""
    longest: float = float("inf")
    """How long these are, even if nothing tells that they were wrapped."""
    gap: float = 0.0
    """Between it and the line above, beyond what lines of a paragraph have; in lines."""
    size: float = 1.0
    """Of its letters, where 1 is that of most of the document."""
    page: int = 0
    follows_a_cut: bool = False
    """A page or a column ended before it, or something that is left out stands there."""
    column: int = 0
    """How wide its column is; lines of columns as wide end where each other's do."""
    is_at_the_edge: bool = False
    """Of its page, apart from the text."""
    left_out: str = ""
    """Why it is none of the words of the document (a message id)."""
    text: str = field(init=False)

    def __post_init__(self) -> None:
        self.text = healed(self.spans)[0]
        self.first_word = self.first_word or len(self.text.partition(" ")[0])


def write(pieces: Sequence[Line | Table], writing: Writing, *, has_pages: bool) -> None:
    """The lines as they stand, in the text; in blocks as what they were before they were printed. Tables among them."""
    hyphens = Hyphens(piece.text for piece in pieces if isinstance(piece, Line))
    paragraph: _Paragraph | None = None
    indents = Indents(1.2)
    named: list[str] = []
    cut = False
    for piece in _with_their_markers(pieces):
        while has_pages and len(writing.pages) < piece.page:
            writing.turn_page()
        if isinstance(piece, Table):
            if paragraph:
                writing.blocks.append(paragraph.block(indents))
            paragraph = None
            named = write_table(piece.rows, writing, above=named)
            continue
        if piece.gap > 0:
            writing.blank()
        if piece.left_out:
            at = writing.line(piece.text)
            writing.left_out.append(LeftOut(piece.left_out, piece.text, at))
            cut = True
            continue
        named = []
        piece.follows_a_cut = piece.follows_a_cut or cut
        cut = False
        at = writing.line(piece.text, min(max(round(piece.left / 4), 0), DEEPEST))
        if paragraph and paragraph.goes_on(piece):
            paragraph.add(piece, at, hyphens)
            continue
        if paragraph:
            writing.blocks.append(paragraph.block(indents))
        paragraph = _Paragraph(piece, at)
    if paragraph:
        writing.blocks.append(paragraph.block(indents))


def paragraphs_of(lines: Sequence[Line]) -> list[Paragraph]:
    """Of a cell of a table."""
    hyphens = Hyphens(line.text for line in lines)
    found: list[_Paragraph] = []
    for line in lines:
        if found and found[-1].goes_on(line):
            found[-1].add(line, found[-1].at, hyphens)
        else:
            found.append(_Paragraph(line, At(0, 0)))
    return [Paragraph(one.spans) for one in found]


def _with_their_markers(lines: Sequence[Line | Table]) -> list[Line | Table]:
    """A bullet or number that stands on a line of its own goes before the words of the next; other signs without words
    are left out."""
    found: list[Line | Table] = []
    alone: Line | None = None
    for line in lines:
        if isinstance(line, Table):
            found += [*_left_out(alone), line]
            alone = None
            continue
        if alone and not line.left_out and _is_no_marker(alone, line):
            found.append(alone)
            alone = None
        if alone and not line.left_out:
            line = replace(alone, spans=[*alone.spans, (" ", False), *line.spans], right=line.right)
            alone = None
        mark = mark_of(f"{line.text} X")
        is_sign = mark is not None and (mark.sign is not Sign.BULLET or len(mark.written) == 1)
        is_told = bool(found) and isinstance(found[-1], Line) and bool(_NUMBER_FOLLOWS.search(found[-1].text))
        if not line.left_out and mark is not None and is_sign and not is_told and mark.end == len(line.text) + 1:
            alone = line
            continue
        if not line.left_out and not any(map(str.isalnum, line.text)):
            line.left_out = ALONE
        found.append(line)
    return [*found, *_left_out(alone)]


def _is_no_marker(alone: Line, line: Line) -> bool:
    """ "IX." before an item: the end of a sentence that was wrapped there."""
    return any(map(str.isalnum, alone.text)) and mark_of(line.text) is not None


def _left_out(alone: Line | None) -> list[Line]:
    if alone is None:
        return []
    alone.left_out = ALONE
    return [alone]


class _Paragraph:
    def __init__(self, line: Line, at: At) -> None:
        self.first = self.last = line
        self.spans = list(line.spans)
        self.at = at
        self.mark = mark_of(line.text)
        self.lines = 1

    def add(self, line: Line, at: At, hyphens: Hyphens) -> None:
        hyphens.join(self.spans, line.spans)
        self.at = At(self.at.start, at.end, self.at.page)
        self.last = line
        self.lines += 1

    def goes_on(self, line: Line) -> bool:
        """Whether the line is the wrapped end of this paragraph."""
        last, said = self.last, self.last.text
        if said.endswith(("-", "\u2010")) and _STARTS_SMALL.match(line.text) and not line.gap:
            return True
        if _NUMBER_FOLLOWS.search(said) and line.text[:1].isdigit() and not line.gap:
            return True
        if begins_something(line.text):
            return self._only_looks_so(line)
        is_open = self._is_open(said)
        starts_small = bool(_STARTS_SMALL.match(line.text))
        stands_apart = line.gap > 0 and not line.follows_a_cut
        if line.follows_a_cut:
            return not _ENDED.search(said) and (is_open or starts_small or (self._was_full(line) and self._hangs(line)))
        if stands_apart:
            return starts_small and not _ENDED.search(said) and (is_open or self._was_full(line))
        other_size = abs(line.size - last.size)
        if (is_open or starts_small) and not _ENDED.search(said) and other_size < 0.3:
            return True
        if other_size > 0.08 or self._looks_otherwise(line):
            return False
        if self._was_full(line):
            return not (_ENDED.search(said) and _STARTS_LARGE.match(line.text) and self._stands_out(line))
        return bool(self.mark) and not _ENDED.search(said) and (self._hangs(line) or self._is_the_rest(line))

    def _only_looks_so(self, line: Line) -> bool:
        """A number after "nr." or within brackets, or a dash within a sentence, that wrapping brought to the front of
        its line."""
        said = self.last.text
        if _NUMBER_FOLLOWS.search(said) or (_OPEN_BRACKET.search(said) and _CLOSES.match(line.text)):
            return True
        mark = mark_of(line.text)
        return (
            mark is not None
            and mark.written in ("-", "–", "—")
            and (self.mark is None or self.mark.written != mark.written)
            and not line.gap
            and (abs(line.left - self.last.left) < 1.2 or self._is_amid_an_item(line, mark.end))
            and not _ENDED.search(said)
            and self._was_full(line)
        )

    def _is_amid_an_item(self, line: Line, begins: int) -> bool:
        """The second line of an item stands further in than its bullet; items of one below begin with a capital."""
        further = line.left - self.last.left
        return self.lines == 1 and bool(self.mark) and 0 < further < _HANGS and line.text[begins : begins + 1].islower()

    def _is_open(self, said: str) -> bool:
        word = _LAST_LETTERS.search(said[-LONGEST_WORD:])
        return (
            said.endswith((",", "-", "–", "/", "&", "("))
            or bool(_OPEN_QUOTE.search(said))
            or (bool(word) and not _ENDED.search(said) and word is not None and word[1] in OPEN_WORDS)
        )

    def _was_full(self, line: Line) -> bool:
        """The next word would not have fitted where the line was wrapped."""
        return self.last.right + 1 + line.first_word > self.last.room - max(self.last.room * 0.03, 1.0)

    def _is_the_rest(self, line: Line) -> bool:
        """The shorter end of an item's sentence, where few lines are so long that they were wrapped."""
        longest = self.last.longest
        return (
            line.right < self.last.right < longest + 1 < LONGEST_WRAPPED
            and self.last.right + 1 + line.first_word > longest
            and line.text.endswith((".", ";", ","))
        )

    def _hangs(self, line: Line) -> bool:
        """It is indented as the words of an item are."""
        return self.mark is None or line.left > self.first.left + 0.8

    def _stands_out(self, line: Line) -> bool:
        """After a full line that ends a sentence: an item's further lines hang, a paragraph's do not."""
        if self.mark:
            hangs = self.lines > 1 and self.last.left > self.first.left + 0.8
            return hangs and line.left <= self.first.left + 0.8
        return abs(line.left - self.last.left) > 1.5 and self.lines > 1

    def _looks_otherwise(self, line: Line) -> bool:
        """Bold ends where the line ends, or begins there."""
        ends = next((is_emphasised for words, is_emphasised in reversed(self.last.spans) if words.strip()), False)
        begins = next((is_emphasised for words, is_emphasised in line.spans if words.strip()), False)
        return ends != begins

    def block(self, indents: Indents) -> Block:
        kind, marker, text, emphasis = parted(Kind.PARAGRAPH, *healed(self.spans))
        if kind is Kind.ITEM:
            return Block(kind, text, self.at, marker, indents.level(self.first.left), None, emphasis)
        if self.first.size >= 1.15 and len(text) <= 200:
            indents.begin_anew()
            heading_level = 1 if self.first.size > 1.4 else 2
            return Block(kind=Kind.HEADING, text=text, at=self.at, emphasis=emphasis, heading_level=heading_level)
        if begins_something(text):
            indents.begin_anew()
        return Block(kind, text, self.at, emphasis=emphasis)


def give_room(lines: Sequence[Line]) -> None:
    """Tells each line where the longest of those around it end; nowhere in a text that was not wrapped: there, most
    lines begin something."""
    pairs = [(one, other) for one, other in pairwise(lines)
             if not other.gap and not begins_something(other.text)]  # fmt: skip
    small = sum(1 for _, other in pairs if _STARTS_SMALL.match(other.text))
    for place, line in enumerate(lines):
        around = [one for one in lines[max(place - 12, 0) : place + 13] if one.column == line.column]
        longest = max(one.right for one in around)
        long = sum(1 for one in around if one.right > 0.8 * longest)
        is_wrapped = longest < LONGEST_WRAPPED and long >= min(3, len(lines)) and small * 3 >= len(pairs)
        line.longest = longest
        line.room = longest if is_wrapped else float("inf")


LONGEST_WRAPPED = 200
"""Signs in a line. A longer one is a paragraph that was never wrapped."""


def usual(values: Sequence[float], otherwise: float = 0.0) -> float:
    """The commonest."""
    return Counter(values).most_common(1)[0][0] if values else otherwise
