"""A table's rows as pieces: what each column holds is told by its heading, else by what stands in it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from functools import reduce
from itertools import takewhile

from pop_tracker.contracts.reading.blocks import At, Block, Cell, Kind, Merged
from pop_tracker.contracts.reading.furniture import is_of_people
from pop_tracker.contracts.reading.marks import Mark, Sign, group_heading, mark_of, mark_of_marker, priority_mark
from pop_tracker.contracts.reading.pieces import Hint, Lines, Piece, Strip
from pop_tracker.contracts.reading.statuses import ReadStatus, status_of
from pop_tracker.web.albanian import fold

_LONGEST_HEADING = 60
_NUMBER = re.compile(
    r"\s*(?:nr\.?\s*)?\(?(?:\d{1,3}(?:\.\d{1,3})*(?:\.?[a-z])?|[ivxIVX]{1,5}|[a-z])[.)]*\s*", re.IGNORECASE
)


_WRAPPED = re.compile(r"(?<![.;:!?])\s*\n\s*(?=[a-zëç]+[\s,])")


class Column(Enum):
    NUMBER = re.compile(r"(?:nr|numr|numer|no|ref|#|n°|№|kodi|referenc)")
    GROUP = re.compile(r"(?:grup[ie]?\b(?!\w* (?:i )?(?:interes|perfitue|synuar))|lloji i prioritet)")
    PRIORITY = re.compile(r"(?:prior?i?[td]?i?tet|fusha|tema\b|ceshtja|titulli)")
    SUB = re.compile(r"(?:nen\s?-?\s?pik|nenkerkes)")
    POINT = re.compile(
        r"(?:pik|kerkes|zotim|angazhim|teksti?\b|pershkrim|nevoj|propozim|masat?\b|cfare|permbajtj|problem)"
    )
    PLACE = re.compile(r"(?:vend|njesi|zon[ae]|ku\b|fshat|lagj|territor|shtrirj)")
    STATUS = re.compile(r"(?:status|vleresim|gjendj|adres|permbushj|realizim|ecuria)")


_BESIDE = (Column.NUMBER, Column.PLACE, Column.STATUS)
_DEPTH = {Hint.OUT: 0, Hint.GROUP: 0, Hint.PRIORITY: 1, Hint.POINT: 2, Hint.SUB: 3}
_COLUMN: dict[Hint | None, Column] = {Hint.PRIORITY: Column.PRIORITY, Hint.POINT: Column.POINT, Hint.SUB: Column.SUB}
_TEXTS = (Column.PRIORITY, Column.POINT, Column.SUB)


@dataclass(frozen=True)
class Table:
    """What the columns hold, by position; None is another matter."""

    columns: tuple[Column | None, ...]

    def pieces(self, row: Block, above: Block | None, lines: Lines) -> Iterator[Piece]:
        across = self._across(row)
        if across is not None:
            first, *others = _lines_of(across, lines, Kind.PARAGRAPH)
            for cell in _own(row):
                if cell is not across:
                    at = At(min(first.at.start, cell.at.start), max(first.at.end, cell.at.end), first.at.page)
                    first = replace(first, status=status_of(cell.text), at=at)
            yield from (first, *others)
            return
        held = _held(self, row)
        found = list(self._texts(row, above, held, lines))
        deepest = max((_DEPTH[piece.hint] for piece in found if piece.hint), default=0)
        told = [nth for nth, piece in enumerate(found) if piece.hint and _DEPTH[piece.hint] == deepest]
        for nth, piece in enumerate(found):
            if nth in told:
                yield self._told(piece, held, row, above, lines, nth == told[0])
            else:
                yield replace(piece, status=self._said_of(piece, row))
        for kind, cells in held.items():
            for cell in cells:
                is_read = kind is not None and bool(told)
                is_other = not is_read or (kind is Column.STATUS and not status_of(cell.text))
                if is_other and cell.merged is Merged.NOT:
                    for piece in _lines_of(cell, lines, Kind.ROW):
                        yield replace(piece, hint=Hint.OUT)

    def _told(
        self,
        piece: Piece,
        held: dict[Column | None, list[Cell]],
        row: Block,
        above: Block | None,
        lines: Lines,
        is_first: bool,
    ) -> Piece:
        """With the status and the places of its row; the first one with the number."""
        status = self._said_of(piece, row, is_deepest=True)
        places = tuple(lines.strip(cell.text, cell.at) for cell in held.get(Column.PLACE, ()))
        piece = replace(piece, status=status, places=places)
        if not is_first:
            return piece
        numbers = held.get(Column.NUMBER, ())
        marks = (_mark(cell.text) for cell in numbers)
        mark = next((mark for mark in marks if mark and mark.numbers and self._counts(mark, piece)), None)
        beside = [
            cell
            for kind, cells in held.items()
            for cell in cells
            if cell.merged is Merged.NOT and (kind in _BESIDE or self._is_repeated(kind, cell, row, above))
        ]
        at = At(
            min([piece.at.start, *(cell.at.start for cell in beside)]),
            max([piece.at.end, *(cell.at.end for cell in beside)]),
            piece.at.page,
        )
        full = " ".join([*(cell.text for cell in numbers if cell.merged is Merged.NOT), piece.full])
        return replace(piece, mark=piece.mark or mark, full=full, at=at)

    def _said_of(self, piece: Piece, row: Block, *, is_deepest: bool = False) -> ReadStatus | None:
        """The only column of statuses speaks of the deepest text of its row; of several, each of the text before it."""
        beside = [at for at, column in enumerate(self.columns[: len(row.cells)]) if column is Column.STATUS]
        if len(beside) > 1:
            own = [
                next((column for column in self.columns[at::-1] if column in _TEXTS), None) is _COLUMN.get(piece.hint)
                for at in beside
            ]
            beside = [at for at, is_own in zip(beside, own, strict=True) if is_own]
        elif not is_deepest:
            return None
        said = (status_of(row.cells[at].text) for at in beside if row.cells[at].merged is not Merged.LEFT)
        return next((status for status in said if status), None)

    def _counts(self, mark: Mark, piece: Piece) -> bool:
        """Beside a column of priorities a lone number counts rows, not points."""
        return piece.hint is not Hint.POINT or len(mark.numbers) > 1 or Column.PRIORITY not in self.columns

    def _texts(
        self, row: Block, above: Block | None, held: dict[Column | None, list[Cell]], lines: Lines
    ) -> Iterator[Piece]:
        is_labelled = any(_is_label(cell.text) for cell in held.get(Column.NUMBER, ()))
        for kind, hint in (
            (Column.GROUP, Hint.GROUP),
            (Column.PRIORITY, Hint.PRIORITY),
            (Column.POINT, Hint.PRIORITY if is_labelled else Hint.POINT),
            (Column.SUB, Hint.SUB),
        ):
            for cell in held.get(kind, []):
                if cell.merged is Merged.ABOVE or self._is_repeated(kind, cell, row, above):
                    continue
                is_heading = hint in (Hint.GROUP, Hint.PRIORITY)
                pieces = list(_lines_of(cell, lines, Kind.ROW))
                title = [pieces[0], *(takewhile(_goes_on, pieces[1:]) if is_heading else ())]
                words = reduce(Strip.joined, (one.words for one in title))
                at = replace(title[0].at, end=title[-1].at.end)
                yield replace(title[0], words=words, at=at, full=" ".join(one.full for one in title), hint=hint)
                under = Hint.POINT if is_heading else Hint.SUB if kind is Column.POINT and _leads(pieces) else hint
                for piece in pieces[len(title) :]:
                    yield replace(piece, hint=None if status_of(piece.text) else under)

    def _is_repeated(self, kind: Column | None, cell: Cell, row: Block, above: Block | None) -> bool:
        """A heading that is written once more in the row below, where others merge the cells."""
        has_sub = any(
            one.text.strip() for one, column in zip(row.cells, self.columns, strict=False) if column is Column.SUB
        )
        if kind not in (Column.GROUP, Column.PRIORITY) and not (kind is Column.POINT and has_sub):
            return False
        at = row.cells.index(cell)
        return above is not None and at < len(above.cells) and above.cells[at].text == cell.text

    def _across(self, row: Block) -> Cell | None:
        """The one cell of a row that says nothing else but a status: a heading across the table, a line of a single
        column."""
        own = [cell for cell in _own(row) if not status_of(cell.text)]
        if len(own) != 1 or own[0].merged is Merged.ABOVE:
            return None
        text, at = own[0].text, row.cells.index(own[0])
        is_wide = at + 1 < len(row.cells) and all(cell.merged is Merged.LEFT for cell in row.cells[at + 1 :])
        is_said = bool(priority_mark(text) or group_heading(text)) or (
            at == 0 and text.isupper() and len(_own(row)) == 1
        )
        is_alone = self.columns[at] not in _TEXTS or len(self.columns) == 1
        return own[0] if is_wide or is_said or is_alone else None


def _own(row: Block) -> list[Cell]:
    return [cell for cell in row.cells if cell.text.strip() and cell.merged is not Merged.LEFT]


def pieces_of_rows(rows: Sequence[Block], lines: Lines) -> Iterator[Piece]:
    """Of one table."""
    table = _table(rows)
    above: Block | None = None
    is_other = False
    first = next((nth for nth, row in enumerate(rows) if _is_heading(row)), 0)
    for nth, row in enumerate(rows):
        own = [cell for cell in row.cells if cell.text.strip() and cell.merged is Merged.NOT]
        if nth < first and len(own) == 1:  # a title, before it is said what the columns hold
            yield from _lines_of(own[0], lines, Kind.PARAGRAPH)
            continue
        is_heading = _is_heading(row) or _is_of_people(row)
        if is_heading:
            is_other = _is_of_people(row)
            if above is not None:  # another table, or the same under a heading that says something else
                table = _table(rows[nth:])
        if is_heading or is_other:
            for cell in row.cells:
                if cell.merged is Merged.NOT:
                    yield from (replace(piece, hint=Hint.OUT) for piece in _lines_of(cell, lines, Kind.ROW))
        else:
            yield from table.pieces(row, above, lines)
        above = row


def _is_of_people(row: Block) -> bool:
    """Whether it heads a list of members, or of those who sign."""
    said = [cell.text for cell in row.cells if cell.text.strip()]
    return len(said) > 1 and is_of_people(said) and not any(_column(text) in _TEXTS for text in said)


def _table(rows: Sequence[Block]) -> Table:
    width = max(len(row.cells) for row in rows)
    heads = [""] * width
    for row in rows:
        for at, cell in enumerate(row.cells):
            heads[at] = heads[at] or cell.heading
    # One heading across all columns tells none of them; nor does a first row that holds a priority and its point.
    if len(set(heads)) == 1 or any(priority_mark(head) or mark_of(head) for head in heads):
        heads = [""] * width
    told = next((row for row in rows if _is_heading(row)), None)
    if told:
        heads = [head or cell.text for head, cell in zip(heads, told.cells, strict=False)] + heads[len(told.cells) :]
    columns = [_column(head) for head in heads]
    _tell_numbers_from_words(columns, rows)
    if not any(column in _TEXTS for column in columns):
        columns = _guessed([row for row in rows if not _is_heading(row)], width, columns)
    return Table(tuple(columns))


def _tell_numbers_from_words(columns: list[Column | None], rows: Sequence[Block]) -> None:
    """ "Pika" or "Nënpika" may head the numbers of points, where another column has their words."""
    held = [row for row in rows if not _is_heading(row) and not _is_across(row)]
    for at in [at for at, column in enumerate(columns) if column in (Column.POINT, Column.SUB)]:
        said = [row.cells[at].text for row in held if at < len(row.cells) and row.cells[at].text.strip()]
        has_words = Column.POINT in [*columns[:at], *columns[at + 1 :]]
        if said and has_words and all(_NUMBER.fullmatch(text) for text in said):
            columns[at] = Column.NUMBER


def _column(heading: str) -> Column | None:
    folded = " ".join(fold(heading).split())
    return next((column for column in Column if folded and column.value.match(folded)), None)


def _is_heading(row: Block) -> bool:
    """Whether the row tells what its columns hold: several short cells, most of which are such words."""
    own = [cell for cell in row.cells if cell.text.strip() and cell.merged is not Merged.LEFT]
    if len(own) > 1 and all(cell.heading == cell.text for cell in own):
        return True
    known = [cell for cell in own if _column(cell.text) and len(cell.text) <= _LONGEST_HEADING]
    if any(priority_mark(cell.text) or status_of(cell.text) for cell in own):
        return False
    return len(own) > 1 and 2 * len(known) > len(own) and all(len(cell.text) <= _LONGEST_HEADING for cell in own)


def _guessed(rows: Sequence[Block], width: int, columns: list[Column | None]) -> list[Column | None]:
    """Where no heading says it: a column of numbers, one of statuses; the one with most words holds the points, one
    before it whose cells are merged or repeat holds the priorities, a short one after it the places."""
    texts = [[row.cells[at].text for row in rows if at < len(row.cells) and not _is_across(row)] for at in range(width)]
    found: list[Column | None] = [*columns]
    lengths = [sum(map(len, column)) for column in texts]
    for at, column in enumerate(texts):
        said = [text for text in column if text.strip()]
        if found[at] or not said:
            continue
        if all(_NUMBER.fullmatch(text) or _is_label(text) for text in said):
            found[at] = Column.NUMBER
        elif all(status_of(text) for text in said):
            found[at] = Column.STATUS
    free = [at for at in range(width) if found[at] is None and lengths[at]]
    if not free:
        return found
    point = max(free, key=lambda at: lengths[at])
    found[point] = Column.POINT
    for at in free:
        if at < point:
            found[at] = Column.PRIORITY
        elif at > point and all(_may_be_a_place(text) for text in texts[at]):
            found[at] = Column.PLACE
    return found


def _goes_on(piece: Piece) -> bool:
    """With the title in the line above it."""
    return piece.mark is None and not status_of(piece.text)


def _leads(pieces: Sequence[Piece]) -> bool:
    """The first paragraph of a cell says what its list is of."""
    return pieces[0].mark is None and pieces[0].ends_in_colon and all(piece.mark for piece in pieces[1:])


def _is_label(text: str) -> bool:
    """ "Prioriteti 2", whose title stands in the next column."""
    mark = priority_mark(text)
    return mark is not None and mark.number is not None and not any(map(str.isalpha, text[mark.end :]))


def _mark(label: str) -> Mark | None:
    said = priority_mark(label)
    if said and said.number is not None:
        return Mark(Sign.NUMBER, label, len(label), (said.number,))
    return mark_of_marker(label)


def _may_be_a_place(text: str) -> bool:
    return (
        len(text) <= _LONGEST_HEADING and not text.rstrip().endswith((".", ":", ";")) and not text.strip().isdecimal()
    )


def _is_across(row: Block) -> bool:
    """Whether its first cell is all that it says, or heads what follows and has but a status beside it."""
    first, *others = row.cells
    own = [cell for cell in others if cell.text.strip() and cell.merged is not Merged.LEFT]
    is_heading = bool(priority_mark(first.text) or group_heading(first.text))
    return bool(others) and (not own or (is_heading and all(status_of(cell.text) for cell in own)))


def _held(table: Table, row: Block) -> dict[Column | None, list[Cell]]:
    held: dict[Column | None, list[Cell]] = {}
    for at, cell in enumerate(row.cells):
        if cell.merged is Merged.LEFT or not cell.text.strip():
            continue
        column = table.columns[at] if at < len(table.columns) else None
        if column is None and cell.merged is Merged.ABOVE:
            continue
        held.setdefault(column, []).append(cell)
    return held


def _lines_of(cell: Cell, lines: Lines, kind: Kind) -> Iterator[Piece]:
    """A cell's paragraphs, each with its own mark; a line that begins small goes on with the one before."""
    start = cell.at.start
    for line in _WRAPPED.sub(" ", cell.text).split("\n"):
        if line.strip():
            words = lines.strip(line.strip(), At(start, max(cell.at.end, start)))
            at = lines.pages.of(words)
            start = at.end
            yield from lines.split(Piece(words, line.strip(), at, kind))
