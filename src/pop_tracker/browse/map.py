"""The map: every municipality a cell around its seat, clipped to the country's outline.

The cells are drawn once by `assets/map.py` and kept in the seeds. They are approximate, never legal borders, and
the page says so. Names stand outside the country, each with a line to its seat: cells are too small for them.
"""

import json
from dataclasses import dataclass
from functools import cache
from typing import Any

from pop_tracker.web.shipped import shipped

WIDTH = 352
"""Of the whole drawing, where its units are px: 22rem."""
LINE = 18
"""From one name to the next."""
LETTER = 8.4
"""The width of one, on average."""
GAP = 6
"""Between a name, its line and the country."""
MIDDLE = 0.47
"""West of it a name stands to the left: the seats of the plain lie there."""


@dataclass(frozen=True)
class Cell:
    slug: str
    name: str
    known: str
    outline: str
    """SVG path data, in the units of the country's outline."""
    x: float
    y: float
    """Of its seat, in the same."""


@dataclass(frozen=True)
class Name:
    """A cell's name outside the country, and the line that leads to its seat."""

    name: str
    x: float
    y: float
    seat_x: float
    seat_y: float
    is_left: bool

    @property
    def line(self) -> str:
        turn = self.x + (2 * GAP if self.is_left else -2 * GAP)
        return f"M{self.x:.0f} {self.y:.0f}H{turn:.0f}L{self.seat_x:.0f} {self.seat_y:.0f}"


@dataclass(frozen=True)
class Drawing:
    """The country between its names: as large as the longest of them leave it."""

    country_width: int
    country_height: int
    cells: list[Cell]

    def _of_side(self, is_left: bool) -> list[Cell]:
        """Of which something is known, from north to south."""
        known = (cell for cell in self.cells if cell.known != "none")
        of_side = [cell for cell in known if (cell.x < self.country_width * MIDDLE) is is_left]
        return sorted(of_side, key=lambda cell: (cell.y, cell.x))

    def _room(self, is_left: bool) -> float:
        return max((len(cell.name) * LETTER + 3 * GAP for cell in self._of_side(is_left)), default=0.0)

    @property
    def left(self) -> float:
        """Where the country begins."""
        return self._room(is_left=True)

    @property
    def right(self) -> float:
        return WIDTH - self._room(is_left=False)

    @property
    def scale(self) -> float:
        return (self.right - self.left) / self.country_width

    @property
    def height(self) -> float:
        return self.country_height * self.scale

    @property
    def names(self) -> list[Name]:
        found: list[Name] = []
        for is_left in (True, False):
            of_side = self._of_side(is_left)
            x = self.left - 2 * GAP if is_left else self.right + 2 * GAP
            seats = [(self.left + cell.x * self.scale, cell.y * self.scale) for cell in of_side]
            places = _apart([y for _, y in seats], self.height)
            found += [
                Name(cell.name, x, y, *seat, is_left) for cell, seat, y in zip(of_side, seats, places, strict=True)
            ]
        return found

    @property
    def box(self) -> str:
        """The SVG's viewBox."""
        return f"0 -1 {WIDTH} {self.height + 2:.0f}"


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
