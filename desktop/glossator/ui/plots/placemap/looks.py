"""How places look: a dot where they are exact, a disc for an area, a hatched country, arrows, names beside them."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import (
    QBrush,
    QColor,
    QFont,
    QFontMetricsF,
    QPainter,
    QPainterPath,
    QPen,
    QPolygonF,
    QTransform,
)

from glossator.analysis.places import Site
from glossator.core.locating import AREA, EXACT, REGION
from glossator.ui.plots.marks import number
from glossator.ui.plots.placemap.content import Sign
from glossator.ui.theme import LabelColour, Theme, contrast
from glossator.ui.worldmap import MapView, shape_of

_HALO = 2.4
_HEAD = 9.0
_SQUARE = 64  # pixels of the grid by which rooms are found
_Edges = tuple[float, float, float, float]  # left, top, right, bottom
_NAMED = 80  # of more signs in sight only the most mentioned ones have their names


def region(painter: QPainter, site: Site, view: MapView, colour: LabelColour, *, is_lit: bool) -> None:
    """The country that is meant as a whole, hatched."""
    shape = shape_of(site.spot.outline, view.detail) if site.spot else None
    if shape is None or not shape.bounds.intersects(view.seen):
        return
    path = view.transform.map(shape.path)
    ground = QColor(colour.accent)
    ground.setAlphaF(0.30 if is_lit else 0.10)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ground)
    painter.drawPath(path)
    hatch = QColor(colour.accent)
    hatch.setAlphaF(0.55)
    brush = QBrush(hatch, Qt.BrushStyle.BDiagPattern)
    painter.setBrush(brush)
    edge = QColor(colour.accent)
    edge.setAlphaF(0.8)
    painter.setPen(QPen(edge, 1.1))
    painter.drawPath(path)


def sign(painter: QPainter, each: Sign, colour: LabelColour, theme: Theme) -> None:
    """A place, as exactly as it is known."""
    site = each.sites[0]
    at = QPointF(each.x, each.y)
    precision = site.spot.precision if site.spot else ""
    accent = QColor(colour.accent)
    if precision == EXACT:
        painter.setPen(QPen(QColor(theme.raised), 1.4))
        painter.setBrush(accent)
        painter.drawEllipse(at, each.radius, each.radius)
    elif precision == AREA:
        _disc(painter, at, each.radius + 7.0, accent)
        _dot(painter, at, each.radius, accent, theme)
    elif precision == REGION:
        if site.spot is not None and not site.spot.outline:
            _hatched(painter, at, each.radius + 18.0, accent)
        _diamond(painter, at, each.radius, accent, theme)
    else:
        painter.setPen(QPen(accent, 1.8, Qt.PenStyle.DashLine))
        painter.setBrush(QColor(theme.raised))
        painter.drawEllipse(at, each.radius, each.radius)


def _disc(painter: QPainter, at: QPointF, radius: float, accent: QColor) -> None:
    ground = QColor(accent)
    ground.setAlphaF(0.22)
    edge = QColor(accent)
    edge.setAlphaF(0.6)
    painter.setPen(QPen(edge, 1))
    painter.setBrush(ground)
    painter.drawEllipse(at, radius, radius)


def _dot(painter: QPainter, at: QPointF, radius: float, accent: QColor, theme: Theme) -> None:
    painter.setPen(QPen(QColor(theme.raised), 1))
    painter.setBrush(accent)
    painter.drawEllipse(at, max(2.5, radius * 0.55), max(2.5, radius * 0.55))


def _hatched(painter: QPainter, at: QPointF, radius: float, accent: QColor) -> None:
    hatch = QColor(accent)
    hatch.setAlphaF(0.5)
    painter.setPen(QPen(hatch, 1, Qt.PenStyle.DashLine))
    painter.setBrush(QBrush(hatch, Qt.BrushStyle.BDiagPattern))
    painter.drawEllipse(at, radius, radius)


def _diamond(painter: QPainter, at: QPointF, radius: float, accent: QColor, theme: Theme) -> None:
    painter.setPen(QPen(accent, 1.8))
    painter.setBrush(QColor(theme.raised))
    corners = ((0, -radius), (radius, 0), (0, radius), (-radius, 0))
    painter.drawPolygon(QPolygonF([at + QPointF(x, y) for x, y in corners]))


def cluster(painter: QPainter, each: Sign, theme: Theme) -> None:
    """Several places in one sign, with how many there are."""
    at = QPointF(each.x, each.y)
    painter.setPen(QPen(QColor(theme.raised), 1.6))
    painter.setBrush(QColor(theme.accent))
    painter.drawEllipse(at, each.radius, each.radius)
    painter.setPen(QColor(_legible(theme.ink, theme.raised, theme.accent)))
    area = QRectF(each.x - 30, each.y - 10, 60, 20)
    painter.drawText(area, Qt.AlignmentFlag.AlignCenter, number(len(each.sites)))


@lru_cache(maxsize=16)
def _legible(first: str, second: str, ground: str) -> str:
    """Which of two colours is read better on a ground."""
    return max((first, second), key=lambda colour: contrast(colour, ground))


def arrow(
    painter: QPainter, pieces: Sequence[Sequence[QPointF]], width: float, colour: str, theme: Theme
) -> None:
    """A way from an origin to a destination, with a light edge around it, so that it is seen on any ground."""
    if not pieces or len(pieces[-1]) < 2:
        return
    for ink, stroke in ((theme.raised, width + 2.6), (colour, width)):
        painter.setPen(QPen(QColor(ink), stroke, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for piece in pieces:
            path = QPainterPath(piece[0])
            for point in piece[1:]:
                path.lineTo(point)
            painter.drawPath(path)
    tip, before = pieces[-1][-1], pieces[-1][-2]
    angle = math.degrees(math.atan2(tip.y() - before.y(), tip.x() - before.x()))
    size = _HEAD + width
    head = QPolygonF(
        [QPointF(0, 0), QPointF(-size, -size * 0.45), QPointF(-size * 0.75, 0), QPointF(-size, size * 0.45)]
    )
    turned = QTransform().translate(tip.x(), tip.y()).rotate(angle).map(head)
    painter.setPen(QPen(QColor(theme.raised), 1))
    painter.setBrush(QColor(colour))
    painter.drawPolygon(turned)


def ring(painter: QPainter, each: Sign, colour: str, width: float = 2.0) -> None:
    """A ring around a sign that is pointed out."""
    painter.setPen(QPen(QColor(colour), width))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawEllipse(QPointF(each.x, each.y), each.radius + 5, each.radius + 5)


class Name(NamedTuple):
    """Words beside a sign, and the room that they take."""

    words: str
    area: QRectF


def names(signs: Sequence[Sign], metrics: QFontMetricsF, bounds: QRectF) -> list[Name]:
    """The names of places, the most mentioned ones first, none over another name or a sign."""
    taken = _Taken(signs)
    single = [each for each in signs if len(each.sites) == 1]
    ordered = sorted(single, key=lambda each: -each.sites[0].mentions)
    found = []
    for each in ordered[:_NAMED]:
        words = metrics.elidedText(each.sites[0].name, Qt.TextElideMode.ElideRight, 150)
        width, height = metrics.horizontalAdvance(words), metrics.height()
        away = each.radius + 4
        places = (
            QRectF(each.x + away, each.y - height / 2, width, height),
            QRectF(each.x - away - width, each.y - height / 2, width, height),
            QRectF(each.x - width / 2, each.y + away, width, height),
            QRectF(each.x - width / 2, each.y - away - height, width, height),
        )
        own = next((at for at in places if bounds.contains(at) and taken.is_free(at)), None)
        if own is not None:
            taken.add(own)
            found.append(Name(words, own))
    return found


class _Taken:
    """Rooms that are taken: by signs at first.  They are kept by the squares of a grid that they touch."""

    def __init__(self, signs: Sequence[Sign]) -> None:
        self._squares: defaultdict[tuple[int, int], list[_Edges]] = defaultdict(list)
        for each in signs:
            x, y, radius = each.x, each.y, each.radius
            self._put((x - radius, y - radius, x + radius, y + radius))

    def is_free(self, area: QRectF) -> bool:
        """Nothing of it is taken."""
        left, top, right, bottom = edges = _edges(area)
        return not any(
            x < right and east > left and y < bottom and south > top
            for square in _squares(edges)
            for x, y, east, south in self._squares.get(square, ())
        )

    def add(self, area: QRectF) -> None:
        """It is taken from now on."""
        self._put(_edges(area))

    def _put(self, edges: _Edges) -> None:
        for square in _squares(edges):
            self._squares[square].append(edges)


def _edges(area: QRectF) -> _Edges:
    return area.left(), area.top(), area.right(), area.bottom()


def _squares(edges: _Edges) -> list[tuple[int, int]]:
    """The squares of the grid that a room touches."""
    left, top, right, bottom = (int(each // _SQUARE) for each in edges)
    return [(x, y) for x in range(left, right + 1) for y in range(top, bottom + 1)]


def name(painter: QPainter, each: Name, theme: Theme) -> None:
    """The name of a place, with a light edge."""
    _outlined(painter, each.area, each.words, theme)


def _outlined(painter: QPainter, area: QRectF, words: str, theme: Theme) -> None:
    """Words with a light edge, so that they can be read on any ground."""
    path = QPainterPath()
    font = QFont(painter.font())
    path.addText(QPointF(area.left(), area.bottom() - QFontMetricsF(font).descent()), font, words)
    edge = QColor(theme.raised)
    edge.setAlphaF(0.85)
    painter.setPen(
        QPen(edge, _HALO, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
    )
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPath(path)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(theme.ink))
    painter.drawPath(path)


def lasso(painter: QPainter, points: Sequence[QPointF], theme: Theme) -> None:
    """What is being encircled."""
    ground = QColor(theme.accent)
    ground.setAlphaF(0.14)
    painter.setPen(QPen(QColor(theme.accent), 1.4, Qt.PenStyle.DashLine))
    painter.setBrush(ground)
    painter.drawPolygon(QPolygonF(list(points)))
