"""The shapes of nodes, one for each colour slot, and how far their edge is from their middle in any direction."""

from __future__ import annotations

import itertools
import math
from functools import cache

import numpy as np
from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainterPath, QPolygonF, QTransform

DIRECTIONS = 720
"""In how many directions the edge of a shape is known."""
_CORNER = 0.24  # of the radius is how much a corner is rounded
_FINE = 200.0

Corners = tuple[tuple[float, float], ...]
_Numbers = np.ndarray[tuple[int], np.dtype[np.float64]]


def _regular(count: int, turn: float = 0.0, radius: float = 1.0) -> Corners:
    angles = [math.tau * at / count + math.radians(turn) for at in range(count)]
    return tuple((radius * math.cos(angle), radius * math.sin(angle)) for angle in angles)


def _box(width: float, height: float) -> Corners:
    return ((width, -height), (width, height), (-width, height), (-width, -height))


CIRCLE: Corners = ()
_SHAPES: dict[str, Corners] = {
    "PER": CIRCLE,
    "ORG": _box(0.9, 0.9),
    "GPE": _regular(6, 0, 1.1),
    "LOC": _regular(3, -90, 1.34),
    "FAC": _regular(5, -90, 1.16),
    "WEA": _regular(4, -90, 1.26),
    "VEH": ((1.2, 0.72), (-1.2, 0.72), (-0.72, -0.72), (0.72, -0.72)),
    "DOC": _box(0.78, 1.06),
    "TIM": _regular(3, 90, 1.34),
    "VAL": _box(1.14, 0.7),
    "EVT": _regular(8, 22.5, 1.06),
    "CUE": ((1.06, 0.0), (0.5, 0.86), (-1.06, 0.86), (-0.5, 0.0), (-1.06, -0.86), (0.5, -0.86)),
}
NAMES = (*_SHAPES, "")
"""The slots that have a shape, and the empty name for nodes of none: the number of a shape is its place here."""


def number_of(slot: str) -> int:
    """The number of the shape of a colour slot."""
    return NAMES.index(slot) if slot in _SHAPES else len(NAMES) - 1


def _corners(number: int) -> Corners:
    return _SHAPES.get(NAMES[number], _box(0.8, 0.8))


@cache
def outline(number: int) -> QPainterPath:
    """The shape around 0, 0 with a radius of about 1, its corners rounded a little."""
    corners = _corners(number)
    path = QPainterPath()
    if not corners:
        path.addEllipse(QPointF(), 1.0, 1.0)
        return path
    points = [QPointF(x, y) for x, y in corners]
    for at, corner in enumerate(points):
        before, after = points[at - 1], points[(at + 1) % len(points)]
        come, go = _towards(corner, before), _towards(corner, after)
        if at == 0:
            path.moveTo(come)
        else:
            path.lineTo(come)
        path.quadTo(corner, go)
    path.closeSubpath()
    return path


def _towards(corner: QPointF, other: QPointF) -> QPointF:
    way = other - corner
    length = math.hypot(way.x(), way.y())
    return corner + way * (min(_CORNER, length * 0.45) / length)


@cache
def reach() -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    """How far the edge of each shape is from its middle: rows are shapes, columns directions from 0 to a full turn."""
    angles = np.arange(DIRECTIONS) * (math.tau / DIRECTIONS)
    table = np.ones((len(NAMES), DIRECTIONS))
    for number in range(len(NAMES)):
        if _corners(number):
            table[number] = _distances(_finely(outline(number)), np.cos(angles), np.sin(angles))
    return table


def _finely(path: QPainterPath) -> QPolygonF:
    """A path as a polygon whose corners are as round when it is drawn large."""
    return QTransform.fromScale(1 / _FINE, 1 / _FINE).map(
        path.toFillPolygon(QTransform.fromScale(_FINE, _FINE))
    )


def _distances(polygon: QPolygonF, across: _Numbers, down: _Numbers) -> _Numbers:
    """How far rays from the middle go until they leave a polygon for good."""
    farthest = np.zeros(len(across))
    points = [(polygon.at(at).x(), polygon.at(at).y()) for at in range(polygon.count())]
    for (x, y), (to_x, to_y) in itertools.pairwise(points):
        way_x, way_y = to_x - x, to_y - y
        cross = across * way_y - down * way_x
        cross[np.abs(cross) < 1e-12] = np.inf
        along = (x * way_y - y * way_x) / cross
        share = (x * down - y * across) / cross
        met = (along > farthest) & (share >= -1e-9) & (share <= 1 + 1e-9)
        farthest[met] = along[met]
    return farthest
