"""The map: every municipality a cell around its seat, clipped to the country's outline.

The cells are drawn once by `assets/map.py` and kept in the seeds. They are approximate, never legal borders, and
the page says so. Names stand outside the country, each with a line to its seat: cells are too small for them.
"""

import json
from dataclasses import dataclass
from functools import cache
from typing import Any

from pop_tracker.web.shipped import shipped

LINE = 37
"""From one name to the next, in the drawing's units; drawn 22rem wide, a name is 15 px high."""
MARGIN = 180
"""Beside the country, for names."""
GAP = 12
MIDDLE = 0.47
"""West of it a name stands to the left: the seats of the plain lie there."""


@dataclass(frozen=True)
class Cell:
    slug: str
    name: str
    known: str
    outline: str
    """SVG path data."""
    x: float
    y: float
    """Of its seat."""


@dataclass(frozen=True)
class Name:
    """A cell's name outside the country, and the line that leads to its seat."""

    cell: Cell
    x: float
    y: float
    is_left: bool

    @property
    def line(self) -> str:
        turn = self.x + (GAP if self.is_left else -GAP)
        return f"M{self.x:.0f} {self.y:.0f}H{turn:.0f}L{self.cell.x:.0f} {self.cell.y:.0f}"


@dataclass(frozen=True)
class Drawing:
    width: int
    height: int
    cells: list[Cell]

    @property
    def names(self) -> list[Name]:
        """Of the cells of which something is known, west and east of the country."""
        found: list[Name] = []
        for is_left in (True, False):
            of_side = [
                cell for cell in self.cells if cell.known != "none" and (cell.x < self.width * MIDDLE) is is_left
            ]
            of_side.sort(key=lambda cell: (cell.y, cell.x))
            x = -GAP if is_left else self.width + GAP
            places = _apart([cell.y for cell in of_side], self.height)
            found += [Name(cell, x, y, is_left) for cell, y in zip(of_side, places, strict=True)]
        return found

    @property
    def box(self) -> str:
        """The SVG's viewBox: the country with room for names."""
        return f"{-MARGIN} -2 {self.width + 2 * MARGIN} {self.height + 4}"


@cache
def _drawn() -> dict[str, Any]:
    path = shipped("seeds") / "territory/map.json"
    return dict(json.loads(path.read_text(encoding="utf-8")))


def drawing(places: dict[str, tuple[str, str]]) -> Drawing | None:
    """The cells of these municipalities (name and what is known, by slug); None when none of them is on the map."""
    drawn = _drawn()
    cells = [Cell(slug, *places[slug], *cell) for slug, cell in drawn["cells"].items() if slug in places]
    return Drawing(drawn["width"], drawn["height"], cells) if cells else None


def _apart(wanted: list[float], height: float) -> list[float]:
    """Each as near as it may be to where it is wanted, a line from the next, down from the north and then back up from
    the southern edge. More than fit come closer to each other."""
    line = min(LINE, height / len(wanted)) if wanted else LINE
    places: list[float] = []
    for y in wanted:
        places.append(max(y, places[-1] + line if places else line / 2))
    last = height - line / 2
    for at in range(len(places) - 1, -1, -1):
        places[at] = last = min(places[at], last)
        last -= line
    return places
