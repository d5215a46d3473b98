"""A file read as a plan: what its tables say in whatever shape offices give them, what was left out, and what only a
person can answer. It knows no database: the preview sets what it finds beside the plan (`comparison`)."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from pop_tracker.plans.table.columns import COLUMNS
from pop_tracker.plans.table.rows import Rows
from pop_tracker.plans.table.shape import Reading, Shape
from pop_tracker.plans.table.tables import Finder, could_be_read, is_ours
from pop_tracker.plans.table.uses import COST_OF, LEVEL_OF, Use, parted, says_other_money, uses_of
from pop_tracker.web.amounts import EURO
from pop_tracker.web.errors import Refusal
from pop_tracker.web.files import Upload
from pop_tracker.web.i18n import N_
from pop_tracker.web.invented import is_our_column
from pop_tracker.web.tables.finding import Table, is_empty, tables_in
from pop_tracker.web.tables.grid import MOST_ROWS, Book, Grid, LeftOut
from pop_tracker.web.tables.opening import opened
from pop_tracker.web.tables.reading import NOT_A_COLUMN, ReadRow, RowFault, once_each

NOTHING = N_("Në skedar nuk gjendet tabelë plani: duhet një rresht me titujt %(lacking)s.")
WHICH_COLUMN = N_("Çfarë është kolona “%(heading)s”?")
IN_WHAT = N_("“%(heading)s”: në çfarë janë shumat, në lekë, në mijë lekë apo në milionë lekë?")
IN_WHAT_MONEY = N_("“%(heading)s”: në çfarë janë shumat, në lekë apo në euro?")
AT_WHAT_RATE = N_("Sa lekë është një euro, dhe ku thuhet? Pa kursin, shumat në euro nuk merren.")
HOW_WRITTEN = N_("Si janë shkruar numrat e tabelës, si “%(said)s”: si në shqip apo si në anglisht?")
WHERE_ARE_HEADINGS = N_("Në cilin rresht janë titujt e kolonave?")
WHICH_LEVEL = N_("Si quhen zërat e kësaj tabele: prioritet, objektiv, masë, aktivitet?")
WHERE_ARE_THE_WORDS = N_("Cila kolonë ka fjalët e zërave?")
ARE_PARTED = N_("A është numri në fillim të fjalëve, si te “%(example)s”, numri i zërit?")
ARE_COUNTED = N_("Disa zëra nuk kanë numër: a t’u jepet numri i radhës?")
SAMPLES = 3
MOST_ASKED = 20
"""Kinds of tables that a person is asked about at once: their columns have to fit into one form."""


@dataclass(frozen=True)
class Ask:
    """What only a person can say. `key` names it in a reading's answers, where it is about one row."""

    where: str
    message: str
    values: Mapping[str, object] = field(default_factory=dict)
    key: str = ""
    choices: tuple[str, ...] = ()
    line: int | None = None


@dataclass(frozen=True)
class Kind:
    """Tables with the same headings, and how they are read."""

    shape: Shape
    tables: list[Table]
    is_ours: bool
    """Whether the headings say all that must be known."""

    def samples(self, place: int) -> list[str]:
        rows = (row for table in self.tables for row in table.rows if place < len(row.cells))
        cells = (row.cells[place] for row in rows if place not in row.covered_from_left)
        found: dict[str, None] = {}
        for cell in cells:
            if not is_empty(cell) and len(found) < SAMPLES:
                found.setdefault(str(getattr(cell, "message", cell))[:80])
        return list(found)


@dataclass
class Understood:
    ending: str
    kinds: list[Kind]
    rows: list[ReadRow] = field(default_factory=list)
    faults: list[RowFault] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    asks: list[Ask] = field(default_factory=list)
    """Of the file: without their answers it is not read as it is meant."""
    doubts: list[Ask] = field(default_factory=list)
    """Of single rows, that are read as they stand: a person looks at each before it is entered."""
    unsure: list[RowFault] = field(default_factory=list)
    """Cells that are asked about together (HOW_WRITTEN), each as a fault of its own."""
    headings: dict[str, str] = field(default_factory=dict)
    grids: list[Grid] = field(default_factory=list)
    """The sheets or tables in which a person may point at the row with the headings."""
    said: Reading = field(default_factory=Reading)
    """As it was read."""

    @property
    def asks_of_numbers_alone(self) -> bool:
        """Then what is wrong besides is told at once with them: the file has to be sent again anyway."""
        return all(ask.message == HOW_WRITTEN for ask in self.asks)

    @property
    def unread(self) -> list[str]:
        return [
            name[:80]
            for kind in self.kinds
            for name, use in zip(kind.shape.headings, kind.shape.uses, strict=True)
            if name and not use.field
        ]


def understood(upload: Upload, said: Reading | None = None) -> Understood:
    """Raises Refusal, with what to do about it, for a file without anything that could be a plan's table."""
    ending, books = opened(upload)
    return of_books(ending, books, said or Reading())


def of_books(ending: str, books: Iterable[Book], said: Reading) -> Understood:
    """Of a text alone there are several: parted by the wrong sign, one has fewer columns that are known, or fewer."""
    found: list[Table] = []
    left_out: list[LeftOut] = []
    grids: list[Grid] = []
    best = (0, 0)
    for book in books:
        tables, others = tables_in(book, Finder(said, book), continues=ending == ".docx")
        grids_ = [grid for grid in book.grids if could_be_read(grid)]
        worth = (sum(map(_known, tables)), max((len(row.cells) for grid in grids_ for row in grid.rows), default=0))
        if worth > best:
            best, found, left_out, grids = worth, tables, others, grids_
    if not found and grids:
        where = grids[0].name if len(grids) == 1 else ""
        return Understood(ending, [], left_out=left_out, asks=[Ask(where, WHERE_ARE_HEADINGS)], grids=grids, said=said)
    if not found:
        raise nothing()
    if not any(table.rows for table in found):
        raise Refusal(N_("Tabela nuk ka asnjë rresht nën tituj."), field="file")
    if sum(len(table.rows) for table in found) > MOST_ROWS:
        raise Refusal(N_("Tabela ka më shumë se %(most)d rreshta."), field="file", most=MOST_ROWS)
    return _read(ending, found, left_out, grids, said)


def nothing() -> Refusal:
    return Refusal(NOTHING, field="file", lacking=tuple(column.heading for column in COLUMNS.needed))


def _known(table: Table) -> int:
    return sum(bool(use.field) for use in _uses(table))


def _uses(table: Table) -> list[Use]:
    cells = [[row.cells[place] for row in table.rows if place < len(row.cells) and place not in row.covered_from_left]
             for place in range(len(table.headings.names))]  # fmt: skip
    return uses_of(table.headings.names, table.above, cells)


def _read(ending: str, found: list[Table], left_out: list[LeftOut], grids: list[Grid], said: Reading) -> Understood:
    together: dict[tuple[str, ...], list[Table]] = {}
    for table in found:
        together.setdefault(table.headings.names, []).append(table)
    all_read = Understood(ending, [], left_out=left_out, grids=grids, said=said)
    several = len({table.where for table in found}) > 1
    for tables in together.values():
        kind, asks = _kind(tables, said)
        all_read.kinds.append(kind)
        all_read.asks += asks
    shapes = {kind.tables[0].headings.names: kind for kind in all_read.kinds}
    rows = Rows(answers=said.answers, rate=said.rate)
    for table in found:  # in the file's order: what is counted goes on from one to the next
        kind = shapes[table.headings.names]
        rows.read(table, kind.shape, table.where if several else "")
        all_read.left_out += _unread(table, kind)
    all_read.rows, all_read.faults = rows.found, rows.faults
    all_read.left_out += rows.left_out
    all_read.unsure = rows.unsure_faults
    for kind in all_read.kinds:
        if kind.shape in rows.counted and kind.shape.counted is None:
            all_read.asks.append(Ask(kind.tables[0].where, ARE_COUNTED))
        if kind.shape in rows.unsure:
            text, line = rows.unsure[kind.shape]
            all_read.asks.append(Ask(kind.tables[0].where, HOW_WRITTEN, {"said": text[:40]}, line=line))
        if said.rate is None and any(use.is_money and use.money == EURO for use in kind.shape.uses):
            all_read.asks.append(Ask(kind.tables[0].where, AT_WHAT_RATE))
    for message, values, key, choices, where, line in rows.asks:
        all_read.asks.append(Ask(where, message, values, key, choices, line))
    for message, values, where, line in rows.doubts:
        all_read.doubts.append(Ask(where, message, values, line=line))
    for kind in all_read.kinds:
        for name, use in zip(kind.shape.headings, kind.shape.uses, strict=True):
            all_read.headings.setdefault(f"{COST_OF}:{use.year}" if use.year else use.field, name)
    if all_read.asks and len(all_read.kinds) > MOST_ASKED:
        raise Refusal(
            N_("Skedari ka %(count)d tabela me tituj kolonash të ndryshëm. Pyetje bëhen për deri në %(most)d: ndajeni "
               "në disa skedarë."),
            field="file", count=len(all_read.kinds), most=MOST_ASKED,
        )  # fmt: skip
    return all_read


def _unread(table: Table, kind: Kind) -> Iterator[LeftOut]:
    for place, (name, use) in enumerate(zip(kind.shape.headings, kind.shape.uses, strict=True)):
        if name and not use.field and not is_our_column(name):
            filled = sum(place < len(row.cells) and not is_empty(row.cells[place]) for row in table.rows)
            yield LeftOut(table.where, NOT_A_COLUMN, filled, {"heading": name[:80]})


def _kind(tables: list[Table], said: Reading) -> tuple[Kind, list[Ask]]:
    """What a person said of these headings; else what they say themselves, with questions for the rest."""
    first = tables[0]
    names = first.headings.names
    if shape := said.of(names):
        return Kind(shape, tables, True), list(_lacking(shape, first, ()))
    ours = is_ours(names)
    if ours:
        once_each(names, COLUMNS)
    whole = Table(first.where, first.headings, first.line, [one for table in tables for one in table.above],
                  [row for table in tables for row in table.rows])  # fmt: skip
    guesses = _uses(whole)
    uses = tuple(
        use if COLUMNS.called(name) or use.field == COST_OF else Use() for name, use in zip(names, guesses, strict=True)
    ) if ours else tuple(guesses)  # fmt: skip
    levels = tuple(use.level for use in uses if use.field == "text" and use.level)
    shape = Shape(names, uses, levels)
    numbered = [text for text in _texts(whole, shape) if parted(text)[0]] if not shape.has("number") else []
    every = list(_texts(whole, shape))
    if numbered:
        shape = Shape(names, uses, levels, parted=len(numbered) == len(every) or shape.has(LEVEL_OF))
    kind = Kind(shape, tables, ours)
    asks = [
        Ask(first.where, WHICH_COLUMN, {"heading": name})
        for name, use in zip(names, uses, strict=True)
        if name and not use.is_sure and not ours
    ]
    return kind, [*asks, *_lacking(shape, first, numbered)]


def _texts(table: Table, shape: Shape) -> Iterator[str]:
    places = [place for place, use in enumerate(shape.uses) if use.field in ("text", LEVEL_OF)]
    for row in table.rows:
        for place in places:
            cell = row.cells[place] if place < len(row.cells) else ""
            if isinstance(cell, str) and cell.strip() and place not in row.covered_from_above:
                yield cell


def _lacking(shape: Shape, table: Table, numbered: Sequence[str]) -> Iterator[Ask]:
    for name, use in zip(shape.headings, shape.uses, strict=True):
        if use.is_money and use.times is None:
            yield Ask(table.where, IN_WHAT_MONEY if says_other_money(name) else IN_WHAT, {"heading": name})
    if not shape.has("text") and not shape.has(LEVEL_OF):
        yield Ask(table.where, WHERE_ARE_THE_WORDS)
    if not shape.has("level") and not shape.has(LEVEL_OF) and not shape.levels:
        yield Ask(table.where, WHICH_LEVEL)
    if numbered:
        yield Ask(table.where, ARE_PARTED, {"example": numbered[0][:60]})
