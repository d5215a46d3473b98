"""The map: every municipality a cell around its seat, clipped to the country's outline.

The cells are drawn once by `assets/map.py` and kept in the seeds. They are approximate, never legal borders, and
the page says so.
"""

import json
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from pop_tracker.web.shipped import shipped

LINE = 17
"""Height of a name, in the drawing's units."""
NAME_WIDTH = 8.2
"""Of one letter, on average."""


@dataclass(frozen=True)
class Cell:
    slug: str
    name: str
    known: str
    outline: str
    """SVG path data."""
    x: float
    y: float
    """Where its name goes."""


@dataclass(frozen=True)
class Drawing:
    width: int
    height: int
    cells: list[Cell]


@cache
def _drawn() -> dict[str, Any]:
    path = shipped("seeds") / "territory/map.json"
    return dict(json.loads(path.read_text(encoding="utf-8")))


def drawing(places: dict[str, tuple[str, str]]) -> Drawing | None:
    """The cells of these municipalities (name and what is known, by slug); None when none of them is on the map."""
    drawn = _drawn()
    cells = [Cell(slug, *places[slug], *cell) for slug, cell in drawn["cells"].items() if slug in places]
    return Drawing(drawn["width"], drawn["height"], _apart(cells)) if cells else None


def _apart(cells: list[Cell]) -> list[Cell]:
    """From north to south, a name that would lie on one above it moves down. Only members' cells bear names."""
    placed: list[Cell] = []
    for cell in sorted((cell for cell in cells if cell.known != "none"), key=lambda cell: (cell.y, cell.x)):
        y = cell.y
        for other in placed:
            width = NAME_WIDTH * (len(other.name) + len(cell.name)) / 2
            if abs(other.x - cell.x) < width and abs(other.y - y) < LINE:
                y = other.y + LINE
        placed.append(replace(cell, y=y))
    return [cell for cell in cells if cell.known == "none"] + placed
