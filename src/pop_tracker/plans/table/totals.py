"""Rows that add others up: no items of the plan, but a check of how its amounts were read."""

from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal

from pop_tracker.web.i18n import N_
from pop_tracker.web.tables.columns import Cell
from pop_tracker.web.tables.grid import GridRow, LeftOut

AGREES = N_("Rreshti %(line)s, “%(words)s”: nuk është zë; përputhet me shumën e rreshtave")
DIFFERS = N_("Rreshti %(line)s, “%(words)s”: nuk është zë, dhe nuk përputhet me shumën e rreshtave (thotë %(said)s, "
             "rreshtat bëjnë %(sum)s)")  # fmt: skip
UNREAD = N_("Rreshti %(line)s, “%(words)s”: nuk është zë; shuma nuk mund të kontrollohej")


@dataclass
class Totals:
    """`places` are those of the columns that hold money; `amount` reads a cell of one, None where it says nothing."""

    places: list[int]
    amount: Callable[[int, Cell], Decimal | None]
    _all: list[tuple[str, str, dict[int, Decimal]]] = field(default_factory=list)
    _since: int = 0

    def count(self, number: str, parent: str, row: GridRow, cells: list[Cell]) -> None:
        """What reaches over several rows counts once."""
        places = [place for place in self.places if place not in row.covered_from_above]
        amounts = {place: amount for place in places if (amount := self.amount(place, cells[place])) is not None}
        self._all.append((number, parent, amounts))

    def judged(self, row: GridRow, cells: list[Cell], words: str, where: str) -> LeftOut:
        """A total may be of all rows, of those since the last total, and of items or of those that others make up."""
        values: dict[str, object] = {"line": row.line, "words": " ".join(words.split())[:60]}
        said = {place: amount for place in self.places if (amount := self.amount(place, cells[place])) is not None}
        message = AGREES if said else UNREAD
        for place, amount in said.items():
            sums = [_sum(rows, place) for rows in self._ways()]
            if amount not in sums:
                message = DIFFERS
                values |= {"said": amount, "sum": sums[0]}
                break
        self._since = len(self._all)
        return LeftOut(where, message, 1, values)

    def _ways(self) -> list[list[tuple[str, str, dict[int, Decimal]]]]:
        since = self._all[self._since :]
        rows = [since, self._all] if since else [self._all]
        return [*rows, *(_lowest(some) for some in rows), *(_highest(some) for some in rows)]


def _lowest(rows: list[tuple[str, str, dict[int, Decimal]]]) -> list[tuple[str, str, dict[int, Decimal]]]:
    above = {parent for _, parent, amounts in rows if amounts}
    return [row for row in rows if row[0] not in above]


def _highest(rows: list[tuple[str, str, dict[int, Decimal]]]) -> list[tuple[str, str, dict[int, Decimal]]]:
    known = {number for number, _, amounts in rows if amounts}
    return [row for row in rows if row[1] not in known]


def _sum(rows: list[tuple[str, str, dict[int, Decimal]]], place: int) -> Decimal:
    return sum((amounts.get(place, Decimal(0)) for _, _, amounts in rows), Decimal(0))
