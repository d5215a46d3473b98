"""Draws the map once: municipalities as cells around their seats, clipped to the country's outline.

The outline is Natural Earth's (public domain) as the npm package world-atlas brings it; the seats' coordinates are
GeoNames' (CC BY 4.0), in the seeds. A cell holds the points that are nearer to its seat than to any other, so the
lines between cells are approximate, never legal borders. Needs shapely, which the site itself does not.

    npm pack world-atlas@2.0.2 && tar xzf world-atlas-2.0.2.tgz package/countries-10m.json
    python assets/map.py package/countries-10m.json
"""

import csv
import json
import math
import sys
from pathlib import Path
from typing import Any

import shapely

TERRITORY = Path(__file__).parent.parent / "seeds/territory"
ALBANIA = "008"  # ISO 3166-1 numeric
HEIGHT = 840


def outline(topology: dict[str, Any], country: str) -> shapely.Geometry:
    """The country's shape in degrees, decoded from TopoJSON (arcs are delta-encoded whole numbers)."""
    (scale_x, scale_y), (move_x, move_y) = topology["transform"]["scale"], topology["transform"]["translate"]

    def points(arc: int) -> list[tuple[float, float]]:
        x = y = 0
        found = []
        for dx, dy in topology["arcs"][~arc if arc < 0 else arc]:
            x, y = x + dx, y + dy
            found.append((x * scale_x + move_x, y * scale_y + move_y))
        return found[::-1] if arc < 0 else found

    shape = next(one for one in topology["objects"]["countries"]["geometries"] if one.get("id") == country)
    polygons = [shape["arcs"]] if shape["type"] == "Polygon" else shape["arcs"]
    rings = [[point for arc in polygon[0] for point in points(arc)[:-1]] for polygon in polygons]
    return shapely.union_all([shapely.Polygon(ring) for ring in rings])


def main(atlas: str) -> None:
    country = outline(json.loads(Path(atlas).read_text()), ALBANIA)
    west, south, east, north = country.bounds
    squeeze = math.cos(math.radians((south + north) / 2))
    scale = HEIGHT / (north - south)

    def project(degrees: Any) -> Any:
        degrees[:, 0] = (degrees[:, 0] - west) * squeeze * scale
        degrees[:, 1] = (north - degrees[:, 1]) * scale
        return degrees

    land = shapely.transform(country, project).simplify(0.8)
    with (TERRITORY / "municipalities.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    seats = shapely.transform(
        shapely.MultiPoint([(float(row["seat_lon"]), float(row["seat_lat"])) for row in rows]), project
    )
    nearest = shapely.voronoi_polygons(seats, extend_to=land, ordered=True)
    cells = {}
    for row, cell, seat in zip(rows, nearest.geoms, seats.geoms, strict=True):
        shape = cell.intersection(land)
        parts = [part for part in getattr(shape, "geoms", [shape]) if part.area > 2]
        path = "".join("M" + "L".join(f"{x:.0f} {y:.0f}" for x, y in part.exterior.coords[:-1]) + "Z" for part in parts)
        cells[row["slug"]] = [path, round(seat.x), round(seat.y)]
    drawn = {
        "source": "Natural Earth (world-atlas 2.0.2), GeoNames (CC BY 4.0); drawn by assets/map.py",
        "width": math.ceil((east - west) * squeeze * scale),
        "height": HEIGHT,
        "cells": cells,
    }
    lines = ",\n".join(f"{json.dumps(slug)}: {json.dumps(cell)}" for slug, cell in cells.items())
    frame = json.dumps({key: value for key, value in drawn.items() if key != "cells"}, ensure_ascii=False)
    (TERRITORY / "map.json").write_text(f'{frame[:-1]}, "cells": {{\n{lines}\n}}}}\n', encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1])
