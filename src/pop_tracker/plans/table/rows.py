"""The rows of a plan's tables as items: with parents from their columns, sections or numbers, without totals."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from pop_tracker.plans.table.cells import Cells, Noticed
from pop_tracker.plans.table.columns import BY_NAME
from pop_tracker.plans.table.comparison import above_by_number
from pop_tracker.plans.table.shape import Shape
from pop_tracker.plans.table.totals import Totals
from pop_tracker.plans.table.uses import LEVEL_OF, is_total, parted, section
from pop_tracker.web.errors import Refusal
from pop_tracker.web.i18n import N_
from pop_tracker.web.tables.columns import Cell
from pop_tracker.web.tables.finding import Table, is_covered, is_empty, said_in
from pop_tracker.web.tables.grid import GridRow, LeftOut
from pop_tracker.web.tables.reading import ReadRow, RowFault

WHICH_SECTION = N_("Çfarë niveli janë rreshtat me tekst vetëm në një qelizë, si “%(example)s”?")
SECTION_LEFT = N_("Rresht me tekst vetëm në një qelizë, që nuk u mor si zë: “%(words)s”")
TITLE = N_("Rreshti %(line)s, mbi titujt e kolonave; nuk u mor si zë: “%(words)s”")
_NOTE = re.compile(r"\s*(\*|(shënim|vërejtje|burimi|sqarim|note|source)\w*\s*\W)", re.IGNORECASE)
"""Below a table, of all of it."""
IS_IT_TEN = N_("Numri %(number)s është dy herë: a është në rreshtin %(line)s %(number)s apo %(number)s0?")
SEVERAL_SAY = N_("Zëri zë disa rreshta, dhe kolonat e tjera nuk thonë në të gjithë të njëjtën gjë.")


@dataclass
class Above:
    """An item that others may stand under: by its column, or as a section."""

    number: str
    words: str
    row: ReadRow


@dataclass
class Rows(Noticed):
    """Reads tables one after the other. `answers` are a person's to questions about single rows."""

    answers: Mapping[str, str] = field(default_factory=dict)
    found: list[ReadRow] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    asks: list[tuple[str, dict[str, object], str, tuple[str, ...], str, int]] = field(default_factory=list)
    _numbers: set[str] = field(default_factory=set)
    _counts: dict[str, int] = field(default_factory=dict)
    counted: set[Shape] = field(default_factory=set)
    """Those in whose tables items stand without a number."""

    def read(self, table: Table, shape: Shape, where: str) -> None:
        one = _OfTable(self, table, shape, where)
        for row in table.titles:
            one.read_title(row)
        for row in table.rows:
            one.read(row)

    def next_number(self, parent: str) -> str:
        while True:
            self._counts[parent] = self._counts.get(parent, 0) + 1
            number = f"{parent}.{self._counts[parent]}" if parent else str(self._counts[parent])
            if number not in self._numbers:
                return number

    def add(self, row: ReadRow) -> None:
        self.found.append(row)
        self._numbers.add(row.said.get("number", ""))


class _OfTable:
    def __init__(self, rows: Rows, table: Table, shape: Shape, where: str) -> None:
        self.rows, self.table, self.shape, self.where = rows, table, shape, where
        self.level_places = [place for place, use in enumerate(shape.uses) if use.field == LEVEL_OF]
        self.above: list[Above | None] = [None] * len(self.level_places)
        self.section: str | None = None
        self.asked_section = False
        self.cells = Cells(rows, table, shape, where)
        self.totals = Totals(self.cells.money, self.cells.to_add_up)

    def read(self, row: GridRow) -> None:
        cells = [*row.cells, *[""] * (len(self.shape.uses) - len(row.cells))]
        own = [place for place, cell in enumerate(cells) if not is_empty(cell) and not is_covered(row, place)]
        if self._is_total(row, cells, own):
            return
        if self.level_places:
            self._read_levels(row, cells)
        elif not self.shape.has("level") and self._is_section(row, cells, own):
            self._read_section(row, cells[own[0]])
        elif not self.shape.has("level") and self._is_numbered_section(row, cells, own):
            self._read_section(row, cells[own[1]], str(cells[own[0]]).strip())
        else:
            self._read_plain(row, cells)

    def read_title(self, row: GridRow) -> None:
        """What stands over the headings: a level with its number is an item, as “Prioriteti 1: Fëmijët” is; one without
        is named. Other titles are of the table as a whole."""
        if self.shape.has("level"):
            return
        for words in dict.fromkeys(said_in(row)):
            level, number, text = section(words)
            if level and number and not self.level_places:
                self._add_section(row, level, number, text)
            elif level:
                self.rows.left_out.append(LeftOut(self.table.where, TITLE, 1, {"words": words[:80], "line": row.line}))

    def _is_total(self, row: GridRow, cells: list[Cell], own: list[int]) -> bool:
        money = self.totals.places
        words = [place for place in own if place not in money]
        said = cells[words[0]] if len(words) == 1 else ""
        if not isinstance(said, str) or not is_total(said) or (own and len(own) == 1 and self.shape.has("level")):
            return False
        self.rows.left_out.append(self.totals.judged(row, cells, said, self.table.where))
        return True

    def _count(self, parent: str) -> str:
        self.rows.counted.add(self.shape)
        return "" if self.shape.counted is False else self.rows.next_number(parent)

    # levels as columns

    def _read_levels(self, row: GridRow, cells: list[Cell]) -> None:
        texts = [self._words(row, cells, place) for place in self.level_places]
        deepest = max((at for at, said in enumerate(texts) if said), default=None)
        others, read = self.cells.read(row, cells)
        if deepest is None:
            if others:
                self._fault(row, None, N_("Rreshti nuk thotë cilit zë i përket."))
            return
        fresh = False
        for at, said in enumerate(texts[: deepest + 1]):
            held = self.above[at]
            if not said:
                if fresh or held is None:
                    self.above[at] = None
                continue
            is_same = held is not None and held.words == said and not fresh
            is_covered_here = self.level_places[at] in row.covered_from_above
            if is_same and (at < deepest or is_covered_here):
                continue
            fresh = True
            own = self.cells.once(row, others) if at == deepest else {}
            self.above[at] = self._new(row, said, at, own, read if at == deepest else frozenset())
            self.above[at + 1 :] = [None] * (len(self.above) - at - 1)
        if not fresh:
            self._once_more(row, others, deepest)
        elif (last := self.above[deepest]) is not None:
            self.totals.count(last.number, self._parent(deepest), row, cells)

    def _words(self, row: GridRow, cells: list[Cell], place: int) -> str:
        if place in row.covered_from_left:
            return ""
        try:
            return str(BY_NAME["text"].read(cells[place]))
        except Refusal as refusal:
            self._fault(row, "text", refusal.message, refusal.values)
            return ""

    def _parent(self, at: int) -> str:
        return next((held.number for held in reversed(self.above[:at]) if held), "")

    def _new(self, row: GridRow, said: str, at: int, others: dict[str, Any], unread: frozenset[str]) -> Above:
        number, words = parted(said) if self.shape.parted else ("", said)
        number = others.pop("number", "") or number or self._count(self._parent(at))
        level = self.shape.uses[self.level_places[at]].level
        own = {"level": level, "number": number, "parent": self._parent(at), "text": words}
        item = ReadRow(row.line, {**others, **own}, self.where, unread)
        self.cells.look_again(item)
        self.rows.add(item)
        return Above(number, said, item)

    def _once_more(self, row: GridRow, others: dict[str, Any], deepest: int) -> None:
        """A merged item's further rows: what they say must be what the first one said."""
        held = self.above[deepest]
        if held and any(value and held.row.said.get(name) != value for name, value in others.items()):
            self._fault(row, None, SEVERAL_SAY)

    # rows of their own

    def _is_section(self, row: GridRow, cells: list[Cell], own: list[int]) -> bool:
        if len(own) != 1 or not isinstance(cells[own[0]], str):
            return False
        reaches = own[0] + 1 in row.covered_from_left
        names = {self.shape.uses[own[0]].field} if own[0] < len(self.shape.uses) else set()
        level, number, _ = section(str(cells[own[0]]))
        return reaches or "number" in names or bool(level and (number or self.shape.has("number")))

    def _is_numbered_section(self, row: GridRow, cells: list[Cell], own: list[int]) -> bool:
        """A number in its column, and beside it one cell over all others that says what level it is."""
        if len(own) != 2 or own[0] != self.shape.place("number") or not isinstance(cells[own[1]], str):
            return False
        return own[1] + 1 in row.covered_from_left and bool(section(str(cells[own[1]]))[0])

    def _read_section(self, row: GridRow, cell: Cell, beside: str = "") -> None:
        try:
            said = str(BY_NAME["text"].read(cell))
        except Refusal as refusal:
            self._fault(row, "text", refusal.message, refusal.values)
            return
        level, number, words = section(said)
        number = beside or number
        if _NOTE.match(said):
            self.rows.left_out.append(LeftOut(self.table.where, SECTION_LEFT, 1, {"words": said[:80]}))
            return
        level = level if self.shape.sections is None else self.shape.sections
        if self.shape.sections == "":
            self.rows.left_out.append(LeftOut(self.table.where, SECTION_LEFT, 1, {"words": said[:80]}))
            return
        if not level:
            if not self.asked_section:
                self.rows.asks.append((WHICH_SECTION, {"example": said[:60]}, "", (), self.table.where, row.line))
            self.asked_section = True
            self.section = None
            self.rows.left_out.append(LeftOut(self.table.where, SECTION_LEFT, 1, {"words": said[:80]}))
            return
        self._add_section(row, level, number or self._count(""), words)

    def _add_section(self, row: GridRow, level: str, number: str, words: str) -> None:
        number = _without_end(number)
        above = above_by_number(number, self.rows._numbers)
        self.section = number
        self.rows.add(ReadRow(row.line, {"level": level, "number": number, "parent": above, "text": words}, self.where))

    def _read_plain(self, row: GridRow, cells: list[Cell]) -> None:
        said, unread = self.cells.read(row, cells)
        said = self.cells.once(row, said)
        text = str(said.get("text", ""))
        if self.shape.parted and not said.get("number"):
            number, text = parted(text)
            said["number"], said["text"] = number or said.get("number", ""), text
        if not said.get("number") and not self.shape.has("number"):
            said["number"] = self._count(self.section or "")
        elif (place := self.shape.place("number")) is not None and isinstance(cells[place], Decimal):
            said["number"] = self._not_ten(row, said["number"])
        if not self.shape.has("level"):
            said["number"] = _without_end(said.get("number", ""))
        number = said.get("number", "")
        if not self.shape.has("level"):
            said["level"] = self.shape.level_at(number)
        if not self.shape.has("parent") and self.section and number:
            begins = number.startswith(f"{self.section}.") or "." not in number
            if begins and number != self.section:
                said["parent"] = self.section
        item = ReadRow(row.line, said, self.where, unread)
        self.cells.look_again(item)
        self.rows.add(item)
        self.totals.count(number, str(said.get("parent", "")), row, cells)

    def _not_ten(self, row: GridRow, number: str) -> str:
        """A spreadsheet takes 1.10 for the number 1.1: where that is there already, a person says which it is."""
        if number not in self.rows._numbers or "." not in number:
            return number
        key = f"{self.where}:{row.line}:number"
        choices = (number, f"{number}0")
        if self.rows.answers.get(key) in choices:
            return self.rows.answers[key]
        values: dict[str, object] = {"number": number, "line": row.line}
        self.rows.asks.append((IS_IT_TEN, values, key, choices, self.table.where, row.line))
        return ""

    def _fault(self, row: GridRow, name: str | None, message: str, values: Mapping[str, object] | None = None) -> None:
        self.rows.faults.append(RowFault(row.line, name, message, values or {}, self.where))


def _without_end(number: str) -> str:
    """“1.2.” and “3)”, as lists of Word number them, are 1.2 and 3."""
    return number[:-1] if re.fullmatch(r"(\d+\.)*\d+[.)]", number) else number
