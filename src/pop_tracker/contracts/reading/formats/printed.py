"""Pages on which only places are known: signs made into lines, and columns read one after the other.

Lengths are in points, from the top left of the page.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import pairwise

from pop_tracker.contracts.reading.formats.lines import Line, usual
from pop_tracker.contracts.reading.healing import Span
from pop_tracker.contracts.reading.marks import Sign as Mark
from pop_tracker.contracts.reading.marks import mark_of

APART = 0.75
"""Between words that do not follow on each other, in heights of the letters."""
WIDE = 0.5
"""Between words, so that another column may begin there."""
NEAR, EXACT = 1.5, 0.4
"""Points between the beginnings of lines of a column, at most; in a PDF that is no picture they are the same."""
SPACE = 0.22
"""Between words, where no space is written."""
FEWEST_ROWS = 3
"""Beside each other, that make columns."""
ALIGNED = 0.6
"""Of a column's lines."""
FARTHEST_INDENT = 80.0
"""Points between a margin and the items of a column."""
_WORD_BULLET = {"o": "◦"}
"""Of Courier New, and no word where it stands apart."""
MOST_BEGINNINGS = 40
"""Places where lines begin that are tried as the beginning of a column."""


@dataclass(slots=True)
class Sign:
    """A letter of a PDF, or a word that was read from a picture. `base` is the line that it stands on."""

    text: str
    left: float
    right: float
    base: float
    size: float
    is_emphasised: bool = False
    is_doubtful: bool = False


@dataclass
class Segment:
    """Words that follow on each other in a line."""

    signs: list[Sign]
    left: float = field(init=False)
    right: float = field(init=False)
    base: float = field(init=False)
    size: float = field(init=False)

    def __post_init__(self) -> None:
        self.left = min(sign.left for sign in self.signs)
        self.right = max(sign.right for sign in self.signs if sign.text.strip())
        sizes = sorted(sign.size for sign in self.signs)
        self.size = sizes[len(sizes) // 2]
        self.base = max(sign.base for sign in self.signs if sign.size >= self.size * 0.9)

    @property
    def spans(self) -> list[Span]:
        found: list[Span] = []
        before: Sign | None = None
        for sign in self.signs:
            gap = sign.left - before.right if before else 0.0
            text = f" {sign.text}" if gap > SPACE * self.size and not sign.text.isspace() else sign.text
            if found and found[-1][1] == sign.is_emphasised:
                found[-1] = (found[-1][0] + text, sign.is_emphasised)
            else:
                found.append((text, sign.is_emphasised))
            before = sign
        return found

    @property
    def first_word(self) -> float:
        """How wide it is."""
        end = self.signs[0].right
        for before, sign in pairwise(self.signs):
            if sign.text.isspace() or sign.left - before.right > SPACE * self.size:
                break
            end = sign.right
        return end - self.left

    @property
    def text(self) -> str:
        return "".join(words for words, _ in self.spans).strip()

    @cached_property
    def wide_gaps(self) -> list[tuple[float, float, int]]:
        """Where words are apart further than by a space, from and to, and which sign follows."""
        found: list[tuple[float, float, int]] = []
        end = self.left
        for place, sign in enumerate(self.signs):
            if sign.text.strip():
                if sign.left - end > WIDE * self.size:
                    found.append((end, sign.left, place))
                end = max(end, sign.right)
        return found

    @property
    def is_read(self) -> bool:
        """From a picture, word by word; a PDF has letters."""
        return any(len(sign.text.strip()) > 1 for sign in self.signs)

    def parted(self, place: float, edges: Collection[float]) -> list["Segment"]:
        """In two at the place, where lines of a column begin after it (`edges`). A gutter may be no wider than what
        parts the words of a heading beside it."""
        if self.left >= place or self.right <= place:
            return [self]
        cut = next((at for end, begin, at in self.wide_gaps
                    if end <= place <= begin and any(abs(begin - edge) <= NEAR for edge in edges)), None)  # fmt: skip
        return [self] if cut is None else [Segment(self.signs[:cut]), Segment(self.signs[cut:])]


def segments_of(signs: Iterable[Sign]) -> list[Segment]:
    """Line by line, from the top; parted where much space is between words. A bullet or number stays with its words."""
    found: list[Segment] = []
    for line in _by_lines(signs):
        parts: list[list[Sign]] = []
        end = float("-inf")
        for sign in line:
            if not sign.text.strip() and not parts:
                continue
            if parts and sign.left - end <= APART * min(sign.size, parts[-1][-1].size):
                parts[-1].append(sign)
            elif sign.text.strip():
                parts.append([sign])
            if sign.text.strip():
                end = max(end, sign.right)
        made = [Segment(part) for part in parts]
        for place, segment in enumerate(made):
            if place and _is_marker(made[place - 1].text) and segment.left - made[place - 1].right < 5 * segment.size:
                marker = [replace(sign, text=_WORD_BULLET.get(sign.text, sign.text)) for sign in found[-1].signs]
                found[-1] = Segment([*marker, Sign(" ", segment.left, segment.left, segment.base,
                                                   segment.size), *segment.signs])  # fmt: skip
            else:
                found.append(segment)
    return found


def _by_lines(signs: Iterable[Sign]) -> list[list[Sign]]:
    lines: list[list[Sign]] = []
    bases: list[float] = []
    for sign in sorted(signs, key=lambda one: one.base):
        if lines and sign.base - bases[-1] <= 0.35 * max(sign.size, lines[-1][0].size):
            lines[-1].append(sign)
        else:
            lines.append([sign])
            bases.append(sign.base)
    return [sorted(line, key=lambda one: one.left) for line in lines]


def _is_marker(text: str) -> bool:
    mark = mark_of(f"{text} X")
    return mark is not None and mark.end > len(text) and (mark.sign is not Mark.BULLET or len(text) == 1)


@dataclass
class Column:
    """Segments below each other, at most one a line."""

    segments: list[Segment]
    left: float
    right: float
    is_at_the_edge: bool = False
    """Of its page, apart from the text."""

    @property
    def first_item(self) -> float | None:
        """Where the outermost of its items begin."""
        return min((one.left for one in self.segments if mark_of(one.text)), default=None)

    @property
    def knows_its_margin(self) -> bool:
        """Other words than items begin at its edge."""
        first = self.first_item
        return first is None or first - self.left > 3


def align(columns: Sequence[Column]) -> None:
    """A column of nothing but items does not show how far these are indented: it has the margin of the nearest column
    that stands below or above it on another page, or its items are indented as elsewhere."""
    known = [(place, one) for place, one in enumerate(columns) if one.knows_its_margin and len(one.segments) > 1]
    indents = sorted(first - one.left for _, one in known if (first := one.first_item) is not None)
    for place, column in enumerate(columns):
        if column.knows_its_margin:
            continue
        above = [(abs(place - other), one) for other, one in known if 0 <= column.left - one.left < FARTHEST_INDENT]
        if above:
            column.left = min(above, key=lambda near: near[0])[1].left
        elif indents:
            column.left -= indents[len(indents) // 2]


def columns_of(segments: Sequence[Segment]) -> list[Column]:
    """In the order in which they are read."""
    rows = rows_of(segments)
    found = _gutter(rows)
    if found is None:
        return one_column(segments)
    begin, end, gutter = found
    edges = _edges(rows)
    within = [part for row in rows[begin:end] for segment in row for part in segment.parted(gutter, edges)]
    return [
        *columns_of([segment for row in rows[:begin] for segment in row]),
        *columns_of([segment for segment in within if segment.right <= gutter]),
        *columns_of([segment for segment in within if segment.left >= gutter]),
        *columns_of([segment for row in rows[end:] for segment in row]),
    ]


def one_column(segments: Sequence[Segment]) -> list[Column]:
    """All of them, whatever space is between: a cell of a table has no columns."""
    rows = rows_of(segments)
    return [_column(rows)] if rows else []


def rows_of(segments: Sequence[Segment]) -> list[list[Segment]]:
    rows: list[list[Segment]] = []
    for segment in sorted(segments, key=lambda one: (one.base, one.left)):
        if rows and abs(segment.base - rows[-1][0].base) <= 0.35 * segment.size:
            rows[-1].append(segment)
        else:
            rows.append([segment])
    return [sorted(row, key=lambda one: one.left) for row in rows]


def _column(rows: Sequence[Sequence[Segment]]) -> Column:
    """What stands apart in one line, and in no column, is one line."""
    joined = [row[0] if len(row) == 1 else Segment([sign for one in row for sign in one.signs]) for row in rows]
    return Column(joined, min(one.left for one in joined), max(one.right for one in joined))


def _gutter(rows: Sequence[Sequence[Segment]]) -> tuple[int, int, float] | None:
    """The rows, from and to before, that stand in two columns, and what parts these: the place where lines of the
    right one begin."""
    edges = _edges(rows)
    begins = Counter(round(segment.left / 2) * 2 for row in rows for segment in row)
    best: tuple[int, int, float] | None = None
    for left, _ in begins.most_common(MOST_BEGINNINGS):
        for begin, end in _runs(rows, left - NEAR, edges):
            if best is None or end - begin > best[1] - best[0]:
                best = begin, end, left - NEAR
    return best


def _edges(rows: Sequence[Sequence[Segment]]) -> list[float]:
    """Where several lines begin, or words after a wide gap."""
    begins = Counter(round(begin) for row in rows for segment in row
                     for begin in (segment.left, *(begin for _, begin, _ in segment.wide_gaps)))  # fmt: skip
    return [begin for begin, count in begins.items() if count >= FEWEST_ROWS]


def _runs(whole: Sequence[Sequence[Segment]], place: float, edges: Collection[float]) -> Iterable[tuple[int, int]]:
    rows = [[part for one in row for part in one.parted(place, edges)] for row in whole]
    begin: int | None = None
    for number in range(len(rows) + 1):
        is_free = number < len(rows) and all(one.right <= place or one.left >= place for one in rows[number])
        if is_free and begin is None:
            begin = number
        elif not is_free and begin is not None:
            if trimmed := _trimmed(rows, begin, number, place):
                yield trimmed
            begin = None


def _trimmed(rows: Sequence[Sequence[Segment]], begin: int, end: int, place: float) -> tuple[int, int] | None:
    """Where both columns stand beside each other for a while, both being as wide as text is."""
    first = next((row[0] for row in rows[begin:end] if row[0].left < place), None)
    while first and first.base - rows[begin][0].base > 4 * first.size:
        begin += 1  # what stands on the right alone, such as a date
    lefts = [one for row in rows[begin:end] for one in row if one.right <= place]
    rights = [one for row in rows[begin:end] for one in row if one.left >= place]
    if not lefts or not rights or min(_width(lefts), _width(rights)) < 0.5 * max(_width(lefts), _width(rights)):
        return None
    begins = [min(one.left for one in row if one.left >= place) for row in rows[begin:end] if row[-1].left >= place]
    if not _is_aligned(begins, NEAR if rights[0].is_read else EXACT):
        return None
    top, bottom = max(lefts[0].base, rights[0].base), min(lefts[-1].base, rights[-1].base)
    beside = [[one for one in side if top - one.size <= one.base <= bottom + one.size] for side in (lefts, rights)]
    # Counted are rows: a justified line may be parted at each of its words.
    return (begin, end) if min(len({round(one.base) for one in side}) for side in beside) >= FEWEST_ROWS else None


def _is_aligned(begins: Sequence[float], near: float) -> bool:
    """Lines of a column begin at its edge, at its bullets, or where words hang; what is white by chance below each
    other, in lines whose words were drawn apart to fill them, ends anywhere."""
    as_others = [begin for begin in begins if sum(abs(begin - other) <= near for other in begins) >= FEWEST_ROWS]
    return len(as_others) >= ALIGNED * len(begins)


def _width(segments: Sequence[Segment]) -> float:
    """Of the widest of them: a side may be two columns more."""
    return max(one.right - one.left for one in segments)


def lines_of(columns: Sequence[Column], page: int, unit: float) -> list[Line]:
    """`unit`: the width of a sign. Gaps and sizes are in points still: what is usual is known of the whole document."""
    found: list[Line] = []
    for column in columns:
        above: Segment | None = None
        for segment in column.segments:
            line = Line(
                segment.spans,
                left=(segment.left - column.left) / unit,
                right=(segment.right - column.left) / unit,
                first_word=segment.first_word / unit,
                gap=segment.base - above.base if above else 0.0,
                size=segment.size,
                page=page,
                column=round((column.right - column.left) / unit / 8),
                follows_a_cut=above is None,
                is_at_the_edge=column.is_at_the_edge,
            )
            if line.text:
                found.append(line)
                above = segment
    return found


def usual_size(segments: Sequence[Segment]) -> float:
    """Of the letters of the document."""
    return usual([round(one.size * 2) / 2 for one in segments for _ in range(len(one.signs))], 11.0)


def settle(lines: Sequence[Line], size: float, apart: float) -> None:
    """Sizes and gaps as `Line` has them, by what is usual in the document; what is further than `apart` is a gap."""
    pitches = [round(line.gap / line.size, 2) for line in lines if line.gap > 0]
    wrapped = [round(line.gap / line.size, 2) for line in lines if line.gap > 0 and line.text[:1].islower()]
    pitch = usual(wrapped if len(wrapped) > 2 else pitches, 1.2)
    for line in lines:
        beyond = line.gap / line.size - pitch
        line.gap = beyond if beyond > apart else 0.0
        line.size = line.size / size


def unit_of(segments: Sequence[Segment]) -> float:
    """The width of a sign."""
    widths = sorted((one.right - one.left) / len(one.text) for one in segments if len(one.text) > 5)
    return max(widths[len(widths) // 2] if widths else 5.0, 0.5)
