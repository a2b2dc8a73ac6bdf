"""The ground of maps: countries and graticule on the plane, as paths that are built once and drawn as far as seen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache, cached_property
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPolygonF, QTransform

from glossator.analysis.equal_earth import HEIGHT, WIDTH, project, unproject
from glossator.analysis.outlines import Detail, Outline, outlines
from glossator.ui.theme import Theme, blend

NEAR = 330.0
"""Pixels per unit of the plane from which on the finer outlines are drawn."""
MOST = 60_000.0
_LEAST_SHARE = 0.85
_STEPS = (45.0, 30.0, 15.0, 10.0, 5.0, 2.0, 1.0, 0.5)
_APART = 110.0


@dataclass(frozen=True)
class MapView:
    """Which part of the plane is seen: its middle there (x to the east, y to the north), how many pixels a unit takes,
    and how many pixels there are.
    """

    x: float = 0.0
    y: float = 0.0
    scale: float = 100.0
    width: float = 600.0
    height: float = 300.0

    def to_pixels(self, x: float, y: float) -> QPointF:
        """Where a point of the plane is."""
        return QPointF(
            self.width / 2 + (x - self.x) * self.scale, self.height / 2 - (y - self.y) * self.scale
        )

    def place(self, longitude: float, latitude: float) -> QPointF:
        """Where a place is; ``ValueError`` for what is none."""
        return self.to_pixels(*project(longitude, latitude))

    def to_plane(self, point: QPointF) -> tuple[float, float]:
        """The point of the plane at a pixel."""
        return (
            self.x + (point.x() - self.width / 2) / self.scale,
            self.y - (point.y() - self.height / 2) / self.scale,
        )

    def degrees(self, point: QPointF) -> tuple[float, float] | None:
        """Longitude and latitude at a pixel; ``None`` beside the world."""
        return unproject(*self.to_plane(point))

    def reaches(self, margin: float) -> tuple[float, float, float, float]:
        """West, south, east and north edge of what is seen of the plane, with so many pixels around."""
        west, north = self.to_plane(QPointF(-margin, -margin))
        east, south = self.to_plane(QPointF(self.width + margin, self.height + margin))
        return west, south, east, north

    @property
    def transform(self) -> QTransform:
        """From the plane, turned upside down as paths are, to pixels."""
        return QTransform(
            self.scale,
            0,
            0,
            self.scale,
            self.width / 2 - self.x * self.scale,
            self.height / 2 + self.y * self.scale,
        )

    @property
    def detail(self) -> Detail:
        """Which outlines suit the scale."""
        return "50m" if self.scale >= NEAR else "110m"

    @property
    def seen(self) -> QRectF:
        """What is seen of the plane, turned upside down as paths are."""
        west, north = self.x - self.width / 2 / self.scale, -self.y - self.height / 2 / self.scale
        return QRectF(west, north, self.width / self.scale, self.height / self.scale)

    def sized(self, width: float, height: float) -> MapView:
        """The same middle on so many pixels."""
        return replace(self, width=max(width, 40.0), height=max(height, 40.0)).bounded()

    def zoomed(self, factor: float, around: QPointF) -> MapView:
        """``factor`` times as large, with what is at ``around`` staying there."""
        x, y = self.to_plane(around)
        scale = min(max(self.scale * factor, self._least()), MOST)
        share = self.scale / scale
        return replace(self, x=x + (self.x - x) * share, y=y + (self.y - y) * share, scale=scale).bounded()

    def moved(self, right: float, down: float) -> MapView:
        """What is seen moves by so many pixels."""
        return replace(self, x=self.x + right / self.scale, y=self.y - down / self.scale).bounded()

    def bounded(self) -> MapView:
        """As near as this comes with the world in sight."""
        scale = min(max(self.scale, self._least()), MOST)
        room_x = max(0.0, WIDTH / 2 - self.width / scale / 2 * _LEAST_SHARE)
        room_y = max(0.0, HEIGHT / 2 - self.height / scale / 2 * _LEAST_SHARE)
        return replace(
            self, scale=scale, x=min(max(self.x, -room_x), room_x), y=min(max(self.y, -room_y), room_y)
        )

    def _least(self) -> float:
        return min(self.width / WIDTH, self.height / HEIGHT) * _LEAST_SHARE

    def showing(self, places: Iterable[tuple[float, float]], *, nearest: float = 1_500.0) -> MapView:
        """All of these points of the plane with some room around; the world where there are none."""
        held = list(places)
        if not held:
            return replace(self, x=0.0, y=0.0, scale=0.0).bounded()
        west, east = min(x for x, _ in held), max(x for x, _ in held)
        south, north = min(y for _, y in held), max(y for _, y in held)
        scale = min(
            (self.width - 160) / max(east - west, 1e-9),
            (self.height - 110) / max(north - south, 1e-9),
            nearest,
        )
        return replace(self, x=(west + east) / 2, y=(south + north) / 2, scale=max(scale, 1.0)).bounded()


class Shape:
    """A country on the plane (turned upside down): its bounds, and its path, which is built when it is first seen."""

    def __init__(self, outline: Outline) -> None:
        self.code = outline.code
        self.bounds = _bounds(outline)
        self._outline = outline

    @cached_property
    def path(self) -> QPainterPath:
        """Its outline."""
        return _path(self._outline)


@cache
def shapes(detail: Detail) -> tuple[Shape, ...]:
    """All countries with this detail."""
    return tuple(map(Shape, outlines(detail)))


def shape_of(code: str, detail: Detail = "50m") -> Shape | None:
    """The country with this code; small ones are there in the finer detail only."""
    return _by_code(detail).get(code) or _by_code("50m").get(code)


@cache
def _by_code(detail: Detail) -> dict[str, Shape]:
    return {each.code: each for each in shapes(detail) if each.code}


def _path(outline: Outline) -> QPainterPath:
    path = QPainterPath()
    path.setFillRule(Qt.FillRule.OddEvenFill)
    for xs, ys in outline.rings:
        path.addPolygon(QPolygonF([QPointF(x, -y) for x, y in zip(xs.tolist(), ys.tolist(), strict=True)]))
        path.closeSubpath()
    return path


def _bounds(outline: Outline) -> QRectF:
    west, south, east, north = outline.bounds
    return QRectF(QPointF(west, -north), QPointF(east, -south))


@cache
def world() -> QPainterPath:
    """The edge of the world: from pole to pole along the date line and back."""
    edge = [project(180.0, float(each)) for each in range(-90, 91, 3)]
    path = QPainterPath()
    path.addPolygon(
        QPolygonF([QPointF(x, -y) for x, y in edge] + [QPointF(-x, -y) for x, y in reversed(edge)])
    )
    path.closeSubpath()
    return path


@cache
def graticule(step: float) -> QPainterPath:
    """Meridians and parallels, so many degrees apart."""
    path = QPainterPath()
    for meridian in _between(-180, 180, step):
        _line(path, [project(meridian, float(each)) for each in range(-90, 91, 3)])
    for parallel in _between(-90, 90, step):
        ends = [project(-180.0, parallel), project(180.0, parallel)]  # parallels are straight
        _line(path, ends)
    return path


def _between(low: float, high: float, step: float) -> Iterator[float]:
    count = round((high - low) / step)
    return (low + step * each for each in range(1, count))


def _line(path: QPainterPath, points: list[tuple[float, float]]) -> None:
    path.moveTo(points[0][0], -points[0][1])
    for x, y in points[1:]:
        path.lineTo(x, -y)


def step_for(scale: float) -> float:
    """How many degrees meridians stand apart at this scale."""
    degree = WIDTH / 360 * scale
    return next((each for each in reversed(_STEPS) if each * degree >= _APART), _STEPS[0])


class Ink(NamedTuple):
    """The colours of the ground of a map."""

    sea: str
    land: str
    border: str
    lines: str


def ink(theme: Theme) -> Ink:
    """The ground in the colours of a theme: quiet, so that signs stand out."""
    sea = blend(theme.accent, theme.raised, 0.10 if theme.is_dark else 0.07)
    land = blend(theme.ink, theme.raised, 0.16 if theme.is_dark else 0.075)
    return Ink(sea, land, blend(theme.ink, theme.raised, 0.36), blend(theme.ink, sea, 0.10))


def paint(
    painter: QPainter, view: MapView, theme: Theme, *, is_quick: bool = False, within: QRectF | None = None
) -> None:
    """Draw the ground: sea, graticule, countries, as far as they lie ``within`` some pixels; quickly without smooth
    edges and in the coarser detail.
    """
    colours = ink(theme)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, not is_quick)
    painter.setTransform(view.transform, combine=True)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colours.sea))
    painter.drawPath(world())
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(_hairline(colours.lines, 1.0))
    painter.drawPath(graticule(step_for(view.scale)))
    painter.setBrush(QColor(colours.land))
    painter.setPen(_hairline(colours.border, 0.8))
    seen = view.seen if within is None else view.transform.inverted()[0].mapRect(within)
    for shape in shapes("110m" if is_quick else view.detail):
        if shape.bounds.intersects(seen):
            painter.drawPath(shape.path)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(_hairline(colours.border, 1.0))
    painter.drawPath(world())
    painter.restore()


def _hairline(colour: str, width: float) -> QPen:
    pen = QPen(QColor(colour), width)
    pen.setCosmetic(True)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    return pen


def degrees_words(longitude: float, latitude: float) -> str:
    """A place in degrees, as people write it: "32.09° N, 23.95° E"."""
    north = f"{abs(latitude):.2f}° {'N' if latitude >= 0 else 'S'}"
    return f"{north}, {abs(longitude):.2f}° {'E' if longitude >= 0 else 'W'}"
