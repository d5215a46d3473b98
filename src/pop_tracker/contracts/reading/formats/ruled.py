"""Tables on a page, by the lines that are drawn between their cells. Lengths are in points from its top left."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pop_tracker.contracts.reading.blocks import Merged
from pop_tracker.contracts.reading.formats.lines import paragraphs_of
from pop_tracker.contracts.reading.formats.printed import Sign, lines_of, one_column, segments_of
from pop_tracker.contracts.reading.formats.tables import Table, TableCell

THIN = 3.0
"""What is no thicker is a line, and lines that are no further apart meet."""
MOST_CELLS = 4_000


@dataclass(frozen=True)
class Edge:
    """A drawn line: `at` across its direction, from `start` to `end` along it."""

    is_upright: bool
    at: float
    start: float
    end: float

    def meets(self, other: "Edge") -> bool:
        if self.is_upright == other.is_upright:
            return False
        return self.start - THIN <= other.at <= self.end + THIN and other.start - THIN <= self.at <= other.end + THIN


@dataclass(frozen=True)
class Box:
    left: float
    top: float
    right: float
    bottom: float

    def holds(self, sign: Sign) -> bool:
        across, down = (sign.left + sign.right) / 2, sign.base - sign.size * 0.3
        return self.left <= across <= self.right and self.top <= down <= self.bottom


def tables_of(edges: Sequence[Edge], signs: Sequence[Sign], page: int, unit: float) -> tuple[list[Table], list[Sign]]:
    """Tables with the words in them, and the signs that stand in none."""
    found: list[Table] = []
    for group in _groups(_whole(edges)):
        grid = _Grid(group)
        if grid.is_table and (inside := [sign for sign in signs if grid.box.holds(sign)]):
            rows = grid.rows(inside, unit)
            if sum(1 for row in rows for cell in row if cell.paragraphs) > 1:
                found.append(Table(rows, page, grid.box.top))
                held = {id(sign) for sign in inside}
                signs = [sign for sign in signs if id(sign) not in held]
    return sorted(found, key=lambda table: table.top), list(signs)


def _whole(edges: Sequence[Edge]) -> list[Edge]:
    """Lines that were drawn cell by cell, as one."""
    found: list[Edge] = []
    for edge in sorted(edges, key=lambda one: (one.is_upright, round(one.at), one.start)):
        last = found[-1] if found else None
        if (
            last
            and last.is_upright == edge.is_upright
            and abs(last.at - edge.at) <= 1
            and edge.start <= last.end + THIN
        ):
            found[-1] = Edge(edge.is_upright, last.at, last.start, max(last.end, edge.end))
        else:
            found.append(edge)
    return found


def _groups(edges: Sequence[Edge]) -> list[list[Edge]]:
    """Those that meet each other."""
    groups: list[list[Edge]] = []
    for edge in edges:
        near = [group for group in groups if any(edge.meets(other) for other in group)]
        joined = [edge, *(one for group in near for one in group)]
        groups = [group for group in groups if group not in near] + [joined]
    return [group for group in groups if len(group) >= 4]


class _Grid:
    def __init__(self, edges: Sequence[Edge]) -> None:
        self._upright = [edge for edge in edges if edge.is_upright]
        self._flat = [edge for edge in edges if not edge.is_upright]
        self._xs = _places(edge.at for edge in self._upright)
        self._ys = _places(edge.at for edge in self._flat)
        self.is_table = len(self._xs) > 1 and len(self._ys) > 1 and 3 < (len(self._xs)) * (len(self._ys)) <= MOST_CELLS
        if self.is_table:
            self.box = Box(self._xs[0], self._ys[0], self._xs[-1], self._ys[-1])

    def rows(self, signs: Sequence[Sign], unit: float) -> list[list[TableCell]]:
        across, down = len(self._xs) - 1, len(self._ys) - 1
        whole = {(row, column): (row, column) for row in range(down) for column in range(across)}
        for row in range(down):
            for column in range(across):
                middle_x = (self._xs[column] + self._xs[column + 1]) / 2
                middle_y = (self._ys[row] + self._ys[row + 1]) / 2
                if column + 1 < across and not _has(self._upright, self._xs[column + 1], middle_y):
                    _join(whole, (row, column), (row, column + 1))
                if row + 1 < down and not _has(self._flat, self._ys[row + 1], middle_x):
                    _join(whole, (row, column), (row + 1, column))
        boxes = {first: self._box([cell for cell in whole if whole[cell] == first]) for first in set(whole.values())}
        held: dict[tuple[int, int], list[Sign]] = {first: [] for first in boxes}
        for sign in signs:
            first = next((first for first, box in boxes.items() if box.holds(sign)), None)
            if first is not None:
                held[first].append(sign)
        cells = {first: _cell(held[first], box, unit) for first, box in boxes.items()}
        return [
            [self._cell(cells, whole[row, column], (row, column)) for column in range(across)] for row in range(down)
        ]

    def _box(self, cells: Sequence[tuple[int, int]]) -> Box:
        rows, columns = [row for row, _ in cells], [column for _, column in cells]
        return Box(self._xs[min(columns)], self._ys[min(rows)], self._xs[max(columns) + 1], self._ys[max(rows) + 1])

    @staticmethod
    def _cell(cells: dict[tuple[int, int], TableCell], first: tuple[int, int], place: tuple[int, int]) -> TableCell:
        if first == place:
            return cells[first]
        return TableCell([], Merged.LEFT if first[0] == place[0] else Merged.ABOVE, cells[first])


def _cell(signs: Sequence[Sign], box: Box, unit: float) -> TableCell:
    lines = lines_of(one_column(segments_of(signs)), 0, unit)
    for line in lines:
        line.gap = 0.0
        line.size = 1.0
        line.follows_a_cut = False
        line.room = (box.right - box.left) / unit * 0.9
    return TableCell(paragraphs_of(lines))


def _join(whole: dict[tuple[int, int], tuple[int, int]], one: tuple[int, int], other: tuple[int, int]) -> None:
    first, second = sorted((whole[one], whole[other]))
    for cell, of in whole.items():
        if of == second:
            whole[cell] = first


def _has(edges: Sequence[Edge], at: float, place: float) -> bool:
    return any(abs(edge.at - at) <= THIN and edge.start - THIN <= place <= edge.end + THIN for edge in edges)


def _places(said: Iterable[float]) -> list[float]:
    found: list[float] = []
    for place in sorted(said):
        if not found or place - found[-1] > THIN:
            found.append(place)
    return found
