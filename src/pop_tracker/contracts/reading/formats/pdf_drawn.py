"""What is drawn on a PDF's page, as far as it may be a line between cells of a table, or a bullet."""

import ctypes
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import pypdfium2.raw as pdfium

from pop_tracker.contracts.reading.formats.printed import Sign
from pop_tracker.contracts.reading.formats.ruled import THIN, Box, Edge

MOST_EDGES = 1_500
MOST_OBJECTS = 20_000
MOST_BULLETS = 400
SMALLEST_DOT, LARGEST_DOT = 0.8, 8.0
"""Points."""
FARTHEST = 3.0
"""Between a bullet and its words, in heights of the letters."""
DEEPEST = 4
"""Drawings within drawings."""


@dataclass
class Drawn:
    edges: list[Edge] = field(default_factory=list)
    dots: list[Box] = field(default_factory=list)
    """Small shapes: browsers draw the bullets of lists."""
    objects: int = 0

    @property
    def is_too_much(self) -> bool:
        return self.objects > MOST_OBJECTS or len(self.edges) > MOST_EDGES or len(self.dots) > MOST_EDGES


def drawn_on(page: Any, height: float, left: float) -> Drawn:
    """Nothing of a page that is a drawing."""
    found = Drawn()
    for place in range(min(pdfium.FPDFPage_CountObjects(page), MOST_OBJECTS)):
        _look(pdfium.FPDFPage_GetObject(page, place), (1, 0, 0, 1, -left, 0), height, found, 0)
    return Drawn() if found.is_too_much else found


def bullets(dots: Sequence[Box], signs: Sequence[Sign]) -> list[Sign]:
    """Each dot that stands before the first words of a line, as the letter that it looks like."""
    found: list[Sign] = []
    for dot in dots[:MOST_BULLETS]:
        middle = (dot.top + dot.bottom) / 2
        level = [sign for sign in signs if 0 < sign.base - middle < 0.8 * sign.size and sign.text.strip()]
        after = [sign for sign in level if -0.5 <= sign.left - dot.right < FARTHEST * sign.size]
        first = min(after, key=lambda sign: sign.left, default=None)
        is_amid = first and any(0 <= dot.left - sign.right + 0.5 < 1.5 * first.size for sign in level)
        if first and not is_amid and dot.bottom - dot.top < 0.7 * first.size:
            found.append(Sign("•", dot.left, dot.right, first.base, first.size))
    return found


Matrix = tuple[float, float, float, float, float, float]


def _look(one: Any, within: Matrix, height: float, found: Drawn, depth: int) -> None:
    found.objects += 1
    if found.is_too_much:
        return
    kind = pdfium.FPDFPageObj_GetType(one)
    said = pdfium.FS_MATRIX()
    if kind not in (pdfium.FPDF_PAGEOBJ_PATH, pdfium.FPDF_PAGEOBJ_FORM) or not pdfium.FPDFPageObj_GetMatrix(one, said):
        return
    matrix = _times((said.a, said.b, said.c, said.d, said.e, said.f), within)
    if kind == pdfium.FPDF_PAGEOBJ_FORM:
        for place in range(max(pdfium.FPDFFormObj_CountObjects(one), 0) if depth < DEEPEST else 0):
            _look(pdfium.FPDFFormObj_GetObject(one, place), matrix, height, found, depth + 1)
        return
    for shape in _shapes(one):
        points = [(a * matrix[0] + b * matrix[2] + matrix[4], height - (a * matrix[1] + b * matrix[3] + matrix[5]))
                  for a, b in shape]  # fmt: skip
        box = Box(min(x for x, _ in points), min(y for _, y in points), max(x for x, _ in points),
                  max(y for _, y in points))  # fmt: skip
        wide, high = box.right - box.left, box.bottom - box.top
        if max(wide, high) <= LARGEST_DOT and min(wide, high) >= SMALLEST_DOT and max(wide, high) < 2 * min(wide, high):
            found.dots.append(box)
        else:
            found.edges += _edges(points)


def _times(one: Matrix, other: Matrix) -> Matrix:
    a, b, c, d, e, f = one
    g, h, i, j, k, m = other
    return a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m


def _shapes(path: Any) -> Iterator[list[tuple[float, float]]]:
    points: list[tuple[float, float]] = []
    x, y = ctypes.c_float(), ctypes.c_float()
    for place in range(min(pdfium.FPDFPath_CountSegments(path), MOST_OBJECTS)):
        segment = pdfium.FPDFPath_GetPathSegment(path, place)
        if pdfium.FPDFPathSegment_GetType(segment) == pdfium.FPDF_SEGMENT_MOVETO and points:
            yield points
            points = []
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        points.append((x.value, y.value))
        if pdfium.FPDFPathSegment_GetClose(segment):
            points.append(points[0])
    if points:
        yield points


def _edges(points: Sequence[tuple[float, float]]) -> Iterator[Edge]:
    """Of one shape: it is a line itself, or its sides may be."""
    xs, ys = [x for x, _ in points], [y for _, y in points]
    wide, high = max(xs) - min(xs), max(ys) - min(ys)
    if high <= THIN < wide:
        yield Edge(False, (max(ys) + min(ys)) / 2, min(xs), max(xs))
    elif wide <= THIN < high:
        yield Edge(True, (max(xs) + min(xs)) / 2, min(ys), max(ys))
    elif len(points) <= 6:
        for (a, b), (c, d) in pairwise(points):
            if abs(b - d) < 0.5 < abs(a - c):
                yield Edge(False, b, min(a, c), max(a, c))
            elif abs(a - c) < 0.5 < abs(b - d):
                yield Edge(True, a, min(b, d), max(b, d))
