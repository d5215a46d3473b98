"""What is drawn on a PDF's page, as far as it may be a line between cells of a table."""

import ctypes
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

import pypdfium2.raw as pdfium

from pop_tracker.contracts.reading.formats.ruled import THIN, Edge

MOST_EDGES = 1_500
MOST_OBJECTS = 20_000
DEEPEST = 4
"""Drawings within drawings."""


def edges_of(page: Any, height: float, left: float) -> list[Edge]:
    found: list[Edge] = []
    seen = [0]
    for place in range(min(pdfium.FPDFPage_CountObjects(page), MOST_OBJECTS)):
        _drawn(pdfium.FPDFPage_GetObject(page, place), (1, 0, 0, 1, -left, 0), height, found, seen, 0)
    return found if len(found) <= MOST_EDGES else []


Matrix = tuple[float, float, float, float, float, float]


def _drawn(one: Any, within: Matrix, height: float, found: list[Edge], seen: list[int], depth: int) -> None:
    seen[0] += 1
    if seen[0] > MOST_OBJECTS or len(found) > MOST_EDGES:
        return
    kind = pdfium.FPDFPageObj_GetType(one)
    said = pdfium.FS_MATRIX()
    if kind not in (pdfium.FPDF_PAGEOBJ_PATH, pdfium.FPDF_PAGEOBJ_FORM) or not pdfium.FPDFPageObj_GetMatrix(one, said):
        return
    matrix = _times((said.a, said.b, said.c, said.d, said.e, said.f), within)
    if kind == pdfium.FPDF_PAGEOBJ_FORM:
        for place in range(max(pdfium.FPDFFormObj_CountObjects(one), 0) if depth < DEEPEST else 0):
            _drawn(pdfium.FPDFFormObj_GetObject(one, place), matrix, height, found, seen, depth + 1)
        return
    for shape in _shapes(one):
        points = [(a * matrix[0] + b * matrix[2] + matrix[4], height - (a * matrix[1] + b * matrix[3] + matrix[5]))
                  for a, b in shape]  # fmt: skip
        found += _edges(points)


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
