"""The map: every municipality a cell around its seat, clipped to the country's outline.

The cells are drawn once by `assets/map.py` and kept in the seeds. They are approximate, never legal borders, and
the page says so.
"""

import json
from dataclasses import dataclass
from functools import cache
from typing import Any

from pop_tracker.web.render import shipped


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
    cells = [
        Cell(slug, *places[slug], outline, x, y) for slug, (outline, x, y) in drawn["cells"].items() if slug in places
    ]
    return Drawing(drawn["width"], drawn["height"], cells) if cells else None
