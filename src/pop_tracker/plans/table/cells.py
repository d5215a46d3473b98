"""The cells of a row of a plan's table: what each column says of the item, its amounts in lek, and what to look at."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from pop_tracker.plans.costs import costs_of, total_of
from pop_tracker.plans.measures import is_counted_one_by_one
from pop_tracker.plans.table.columns import BY_NAME, COLUMNS, DIGITS, Amount, is_not_stated, not_as_others, words_aside
from pop_tracker.plans.table.money import Rate, in_lek
from pop_tracker.plans.table.shape import Shape
from pop_tracker.plans.table.uses import COST_OF, LEVEL_OF, Use
from pop_tracker.web.amounts import EURO
from pop_tracker.web.errors import Refusal
from pop_tracker.web.i18n import N_
from pop_tracker.web.numbers import LONGEST, NotSure, read_number, write_number
from pop_tracker.web.tables.columns import Cell
from pop_tracker.web.tables.figures import Figure
from pop_tracker.web.tables.finding import Table, is_empty
from pop_tracker.web.tables.grid import GridRow
from pop_tracker.web.tables.reading import ReadRow, RowFault, SheetRow, read_rows, strays
from pop_tracker.web.texts import tidy

DIFFERS = N_("Zëri %(number)s: vitet bëjnë %(sum)s lekë, ndërsa totali thotë %(total)s lekë.")
COVERS_SEVERAL = N_("Rreshti %(line)s: shuma %(amount)s zë disa rreshta; shënohet vetëm te i pari.")
OVER_COLUMNS = N_("Një shumë zë disa kolona: ndajeni, që të dihet cilit vit i përket.")
IS_A_PART = N_("Zëri %(number)s: “%(unit)s” numërohen me numra të plotë, por tabela thotë %(value)s. A është kështu?")
OF_WHOM = N_("Zëri %(number)s: tabela thotë %(value)s dhe njësinë “%(unit)s”. A është kështu shkruar në plan?")
_SHARE = re.compile(r"%|\bpër ?qind\b")


@dataclass
class Noticed:
    """What is wrong in the rows of a file, and what a person looks at or is asked."""

    rate: Rate | None = None
    faults: list[RowFault] = field(default_factory=list)
    doubts: list[tuple[str, dict[str, object], str, int]] = field(default_factory=list)
    unsure: dict[Shape, tuple[str, int]] = field(default_factory=dict)
    """Those in whose tables a number could be read in two ways, with the first one and its row."""
    unsure_faults: list[RowFault] = field(default_factory=list)
    """All of them, as they are told where other faults send the file back anyway."""


class Cells:
    """Of one table. A doubt is about a row that is read as it stands."""

    def __init__(self, noticed: Noticed, table: Table, shape: Shape, where: str) -> None:
        self.noticed, self.table, self.shape, self.where = noticed, table, shape, where
        self.money = [place for place, use in enumerate(shape.uses) if use.is_money]

    def read(self, row: GridRow, cells: list[Cell]) -> tuple[dict[str, Any], frozenset[str]]:
        """What the row says in all columns but those that are levels, amounts in lek. A cell that reaches over several
        columns speaks for the first of them."""
        unread: set[str] = set()
        cells = ["" if place in row.covered_from_left else cell for place, cell in enumerate(cells)]
        named: dict[str, Cell] = {}
        for place, use in enumerate(self.shape.uses):
            if use.field and use.field != LEVEL_OF and not use.is_money:
                named[use.field] = self._as_ours(row, cells[place], use.field, unread)
        is_stray = strays(row, self.table.headings)
        read, faults = read_rows([SheetRow(row.line, named, is_stray, self.where)], COLUMNS)
        self.noticed.faults += faults
        said = read[0].said if read else {}
        unread |= read[0].unread if read else frozenset()
        for name, value in list(said.items()):
            if isinstance(value, str) and name not in ("text", "number", "level", "parent") and _is_dash(value):
                said[name] = ""
        self._share(cells, said)
        words_aside(said)
        if read:
            self._costs(row, cells, said, unread)
        return said, frozenset(unread)

    def _costs(self, row: GridRow, cells: list[Cell], said: dict[str, Any], unread: set[str]) -> None:
        years = {}
        for place, use in self._known_money():
            if place + 1 in row.covered_from_left and place + 1 in self.money and not is_empty(cells[place]):
                unread.add("cost_all")
                self._fault(row, None, OVER_COLUMNS)
                return
            name = f"{COST_OF}:{use.year}" if use.year else use.field
            try:
                amount = in_lek(cells[place], use, self.noticed.rate, self.shape.written)
            except NotSure as unsure:
                amount = None
                self._unsure(row, name, unsure)
                unread.add(use.field)
            except Refusal as refusal:
                amount = None
                unread.add("costs_by_year" if use.year else use.field)
                self._fault(row, name, refusal.message, refusal.values)
            if use.year is None:
                said["cost_all"] = amount
            elif amount is not None:
                years[use.year] = amount
        if self.shape.has(COST_OF):
            said["costs_by_year"] = costs_of(years)

    def _known_money(self) -> Iterator[tuple[int, Use]]:
        """The columns of money of which a person said what they are in."""
        for place in self.money:
            use = self.shape.uses[place]
            if use.times is not None and (use.money != EURO or self.noticed.rate):
                yield place, use

    def once(self, row: GridRow, said: dict[str, Any]) -> dict[str, Any]:
        """An amount that reaches over several items is the first one's: it is not counted again, and shown first."""
        said = dict(said)
        for place, use in self._known_money():
            if place not in row.covered_from_above:
                continue
            year = str(use.year or "")
            costs = said.get("costs_by_year") or {}
            amount = Decimal(costs[year]) if year in costs else None if year else said.get("cost_all")
            if amount is None:
                continue
            values: dict[str, object] = {"line": row.line, "amount": amount}
            self.noticed.doubts.append((COVERS_SEVERAL, values, self.where, row.line))
            if year:
                said["costs_by_year"] = {one: sum_ for one, sum_ in costs.items() if one != year}
            else:
                said["cost_all"] = None
        return said

    def _as_ours(self, row: GridRow, cell: Cell, name: str, unread: set[str]) -> Cell:
        """A text in a column of numbers, as it was said that the table's numbers are written."""
        if not isinstance(BY_NAME[name], Amount) or not isinstance(cell, str) or len(cell) > LONGEST:
            return cell
        try:
            return read_number(tidy(cell), self.shape.written)
        except NotSure as unsure:
            unread.add(name)
            self._unsure(row, name, unsure)
            return ""
        except ValueError:  # words, or what the column has a reason against
            if not self.shape.written or not DIGITS.fullmatch(cell.strip()) or is_not_stated(cell):
                return cell
            unread.add(name)
            no = not_as_others(cell)
            self._fault(row, name, no.message, no.values)
            return ""

    def _unsure(self, row: GridRow, name: str, unsure: NotSure) -> None:
        self.noticed.unsure.setdefault(self.shape, (unsure.text, row.line))
        column = BY_NAME.get(name, BY_NAME["cost_all"])
        told = unsure.told(getattr(column, "least_places", 0))
        self.noticed.unsure_faults.append(RowFault(row.line, name, told.message, told.values, self.where))

    def to_add_up(self, place: int, cell: Cell) -> Decimal | None:
        use = self.shape.uses[place]
        try:
            return in_lek(cell, use, self.noticed.rate, self.shape.written)
        except (Refusal, NotSure):
            return None

    def _share(self, cells: list[Cell], said: dict[str, Any]) -> None:
        """A cell that shows 10% says its unit itself; of what is counted one by one it is words, as “10%” typed is."""
        unit = said.get("indicator_unit")
        for name in ("target", "baseline"):
            place = self.shape.place(name)
            if place is None or not isinstance(cell := cells[place], Figure) or not cell.is_share:
                continue
            if is_counted_one_by_one(unit):
                said[name] = cell.written
            elif not unit:
                said["indicator_unit"] = "për qind"

    def look_again(self, item: ReadRow) -> None:
        total, costs = item.said.get("cost_all"), item.said.get("costs_by_year")
        if total is not None and costs and total_of(costs) != total:
            values: dict[str, object] = {
                "number": item.said.get("number", ""),
                "sum": total_of(costs),
                "total": total,
            }
            self.noticed.doubts.append((DIFFERS, values, self.where, item.line))
        if not is_counted_one_by_one(unit := item.said.get("indicator_unit")):
            return
        for name in ("baseline", "target"):
            value, words = item.said.get(name), str(item.said.get(f"{name}_words") or "")
            said = {"number": item.said.get("number", ""), "unit": unit}
            if isinstance(value, Decimal) and value != int(value):
                self.noticed.doubts.append((IS_A_PART, {**said, "value": write_number(value)}, self.where, item.line))
            elif _SHARE.search(words):
                self.noticed.doubts.append((OF_WHOM, {**said, "value": words[:40]}, self.where, item.line))

    def _fault(self, row: GridRow, name: str | None, message: str, values: Mapping[str, object] | None = None) -> None:
        self.noticed.faults.append(RowFault(row.line, name, message, values or {}, self.where))


def _is_dash(text: str) -> bool:
    return text.strip("-–— ") == "" and bool(text.strip())
