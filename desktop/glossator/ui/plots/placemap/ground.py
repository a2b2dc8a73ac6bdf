"""The ground of a map: which part of the world is seen, what is drawn on it, and which sign is where."""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterable
from dataclasses import replace
from itertools import pairwise

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPolygonF, QResizeEvent
from PySide6.QtWidgets import QWidget

from glossator.analysis.equal_earth import HEIGHT, WIDTH
from glossator.analysis.journeys import SiteKey, WayKey
from glossator.ui import worldmap
from glossator.ui.plots.backing import Backing
from glossator.ui.plots.chart import nothing
from glossator.ui.plots.placemap import looks
from glossator.ui.plots.placemap.content import ClusterKey, Content, Sign
from glossator.ui.plots.traychart import DrawnSurface
from glossator.ui.theme import Theme
from glossator.ui.worldmap import MapView

_REACH = 4.0
_NEAR_LINE = 6.0
_FEW = 24  # signs and names that are painted anew one by one
_ROOM = 18.0  # pixels that an arrow takes around its line at most, with its head
_RINGED = 9.0  # pixels around a sign that its rings take at most
_ROUND = 0.12  # of the room that a line takes has to lie within it, or it is a straight one
_STRAIGHT = 0.8  # of the diagonal of its room lies at least between the ends of a straight line
_WORLD, _FLATTEST, _STEEPEST = 0.5, 0.4, 0.8  # of the width of a picture is its height
_HALF = 0.35  # of the world is so much that all of it is shown
_Mark = tuple[Hashable, bool]  # what stands out, and whether that is as it is lit or as the keyboard is on it
_REST = 120  # milliseconds after which a map that was moved rests


class Ground(DrawnSurface):
    """Draws a :class:`Content`."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.content: Content | None = None
        self.view = MapView()
        self._signs: list[Sign] | None = None
        self._names: list[looks.Name] | None = None
        self._lasso: list[QPointF] | None = None
        self._is_moved = False
        self._backing = Backing()
        self._painted: object = None
        self._marked: frozenset[_Mark] = frozenset()  # as it was painted
        self._rest = QTimer(self, singleShot=True, interval=_REST)
        self._rest.timeout.connect(self._come_to_rest)

    # --- what is shown

    def show_content(self, content: Content) -> None:
        """Draw this instead; what is seen of the world stays, if it was chosen by hand."""
        before, signs, names, view = self.content, self._signs, self._names, self.view
        self.content = content
        self._signs = self._names = None
        if not self._is_moved:
            self.fit()
        is_other = before is None or (before.ground, before.scheme) != (content.ground, content.scheme)
        is_other = is_other or self.view != view
        if is_other or signs is None or names is None:
            self._backing.forget()
            self.update()
        elif before is not None and before.basis is content.basis:
            self._signs, other = content.signs_after(signs)
            self._names = None if other else names
            if other:
                self._touch(other, names)
                self.update()
        else:
            self._touch(_changed(signs, self.signs), names)
            self.update()

    def _touch(self, other: list[Sign], names: list[looks.Name]) -> None:
        """Have painted anew these signs, and what are other names now."""
        named = _named(names) ^ _named(self.names)
        if len(other) + len(named) > _FEW:
            self._backing.forget()
            return
        areas = [QRectF(*room) for _, *room in named]
        for area in (*areas, *map(_around, other)):
            self._backing.touch(area.adjusted(-3, -3, 3, 3).translated(self._origin))

    def _marks(self) -> frozenset[_Mark]:
        """What stands out."""
        lit = () if self.content is None or self.is_lit is nothing else self.content.lit_keys(self.is_lit)
        return frozenset([(self.current, False), *((each, True) for each in lit)])

    def _touch_marks(self, marks: Iterable[_Mark]) -> None:
        """Have painted anew what stands out no more, or only now."""
        content = self.content
        keys = {key.keys[0] if isinstance(key, ClusterKey) else key for key, _ in marks}
        held = [each for each in self.signs if not keys.isdisjoint(site.key for site in each.sites)]
        if content is None or len(held) > _FEW:
            self._backing.forget()
            return
        for each in held:
            self._backing.touch(_around(each, _RINGED).translated(self._origin))
        rooms = content.rooms_of(keys, self.view, _ROOM)  # of an arrow across the world, many
        self._backing.touch_together([each.translated(self._origin) for each in rooms])

    def fit(self) -> None:
        """Show all places."""
        if self.content is not None:
            self._is_moved = False
            self._look(self.view.showing(self.content.reach))

    @property
    def shape_chosen(self) -> float:
        """How high, of its width, a picture is: like what was chosen by hand, within bounds, or like the world."""
        if not self._is_moved:
            return _WORLD
        return min(max(self.height() / max(1, self.width()), _FLATTEST), _STEEPEST)

    def look_like(self, other: Ground) -> None:
        """Show all that ``other`` shows of the world, where that was chosen by hand; else places that lie far apart on
        the whole world.
        """
        if not other._is_moved:
            if self.content is not None and _is_far(self.content.reach):
                self._look(self.view.showing([]))
        else:
            self._is_moved = True
            shown, view = other.view, self.view
            fits = min(view.width / shown.width, view.height / shown.height)
            self._look(replace(view, x=shown.x, y=shown.y, scale=shown.scale * fits).bounded())

    def zoom(self, factor: float, around: QPointF | None = None) -> None:
        """Show it larger (more than 1) or smaller."""
        self._is_moved = True
        self._look(self.view.zoomed(factor, around or QPointF(self.width() / 2, self.height() / 2)))

    def pan(self, right: float, down: float) -> None:
        """Look so many pixels farther."""
        self._is_moved = True
        self._rest.start()
        self._look(self.view.moved(right, down))

    def _look(self, view: MapView) -> None:
        if view != self.view:
            self.view = view
            self._signs = self._names = None
            self.update()

    @property
    def signs(self) -> list[Sign]:
        """The signs in sight."""
        if self._signs is None:
            self._signs = self.content.signs(self.view) if self.content is not None else []
        return self._signs

    @property
    def names(self) -> list[looks.Name]:
        """The names beside them, as far as there is room."""
        if self._names is None:
            self._names = looks.names(self.signs, QFontMetricsF(self.font()), QRectF(self.rect()))
        return self._names

    @property
    def _origin(self) -> QPointF:
        """The upper left corner of what is seen, in pixels from the middle of the plane."""
        view = self.view
        return QPointF(view.x * view.scale - view.width / 2, -view.y * view.scale - view.height / 2)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._look(self.view.sized(self.width(), self.height()))
        if not self._is_moved:
            self.fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._names = None
            self._backing.forget()

    def sizeHint(self) -> QSize:
        return QSize(800, 420)

    # --- painting

    def paintEvent(self, event: QPaintEvent) -> None:
        """What was painted is shown again, moved as far as the hand has moved it; all of it follows when that rests."""
        looks_now, marked = (self.theme, self.hasFocus(), self.view.scale), self._marks()
        if looks_now != self._painted:
            self._backing.forget()
        elif marked != self._marked:
            self._touch_marks(marked ^ self._marked)
        self._painted, self._marked = looks_now, marked
        with QPainter(self) as painter:
            self._backing.show(painter, self._origin, self.size(), self.theme.raised, self._paint_part)
            if self._lasso is not None:
                painter.setRenderHint(QPainter.RenderHint.Antialiasing)
                looks.lasso(painter, encircled(self._lasso), self.theme)

    def _paint_part(self, painter: QPainter, area: QRectF) -> None:
        painter.translate(self._origin)
        self._draw(painter, area.translated(-self._origin), is_rough=self._rest.isActive())

    def _come_to_rest(self) -> None:
        self._backing.forget()
        self.update()

    def paint(self, painter: QPainter) -> None:
        """Draw everything."""
        painter.save()
        painter.setClipRect(QRectF(self.rect()), Qt.ClipOperation.IntersectClip)
        self._draw(painter, QRectF(self.rect()), is_rough=False)
        painter.restore()

    def _draw(self, painter: QPainter, within: QRectF, *, is_rough: bool) -> None:
        """Draw what lies within some pixels; roughly while it moves: without smooth coasts and without names."""
        painter.setFont(self.font())
        worldmap.paint(painter, self.view, self.theme, is_quick=is_rough, within=within)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.content is None:
            return
        self._paint_regions(painter, self.content)
        self._paint_ways(painter, self.content, within)
        self._paint_signs(painter, self.content, within)
        for each in () if is_rough else self.names:
            if each.area.intersects(within):
                looks.name(painter, each, self.theme)

    def _paint_regions(self, painter: QPainter, content: Content) -> None:
        for site in content.placed:
            if site.spot is not None and site.spot.outline:
                colour = self.theme.of(content.scheme.label(site.label))
                looks.region(painter, site, self.view, colour, is_lit=self.is_lit(site.key))

    def _paint_ways(self, painter: QPainter, content: Content, within: QRectF) -> None:
        west, north = self.view.to_plane(within.topLeft() - QPointF(_ROOM, _ROOM))
        east, south = self.view.to_plane(within.bottomRight() + QPointF(_ROOM, _ROOM))
        for way, course in zip(content.ways, content.courses, strict=True):
            if not course.is_within(west, south, east, north):
                continue
            is_marked = way.key == self.current or self.is_lit(way.key)
            width = min(1.6 + 1.1 * math.log2(len(way.events) + 1), 6.0)
            colour = self.theme.focus if is_marked else self.theme.arc
            pieces = [[self.view.to_pixels(*point) for point in piece] for piece in course.pieces]
            looks.arrow(painter, pieces, width, colour, self.theme)

    def _line(self, at: int) -> list[list[QPointF]]:
        lines = self.content.lines[at] if self.content is not None else []
        return [[self.view.to_pixels(*point) for point in piece] for piece in lines]

    def _paint_signs(self, painter: QPainter, content: Content, within: QRectF) -> None:
        held = self.sign_of(self.current) if self.current is not None else None
        for sign in self.signs:
            if not _around(sign).intersects(within):
                continue
            keys = [each.key for each in sign.sites]
            if any(map(self.is_lit, keys)):
                looks.ring(painter, sign, self.theme.accent, 4.0)
            if len(sign.sites) > 1:
                looks.cluster(painter, sign, self.theme)
            else:
                looks.sign(
                    painter, sign, self.theme.of(content.scheme.label(sign.sites[0].label)), self.theme
                )
            if sign is held:
                looks.ring(painter, sign, self.theme.focus if self.hasFocus() else self.theme.arc)

    # --- what is where

    def key_at(self, point: QPointF) -> Hashable | None:
        """The sign at a point, else the arrow, else the country that is meant as a whole."""
        near = [
            (math.hypot(sign.x - point.x(), sign.y - point.y()) - sign.radius, sign.key)
            for sign in self.signs
        ]
        held = min((each for each in near if each[0] <= _REACH), key=lambda each: each[0], default=None)
        if held is not None:
            return held[1]
        return self._way_at(point) or self._country_at(point)

    def _way_at(self, point: QPointF) -> WayKey | None:
        if self.content is None:
            return None
        for at, way in enumerate(self.content.ways):
            for piece in self._line(at):
                if any(_distance(point, a, b) <= _NEAR_LINE for a, b in pairwise(piece)):
                    return way.key
        return None

    def _country_at(self, point: QPointF) -> SiteKey | None:
        x, y = self.view.to_plane(point)
        for site in self.content.placed if self.content is not None else ():
            shape = worldmap.shape_of(site.spot.outline) if site.spot and site.spot.outline else None
            if shape is not None and shape.bounds.contains(x, -y) and shape.path.contains(QPointF(x, -y)):
                return site.key
        return None

    def center_of(self, key: Hashable | None) -> QPoint | None:
        """The middle of a sign or an arrow."""
        if self.content is None or key is None:
            return None
        for at, way in enumerate(self.content.ways):
            if way.key == key and self.content.lines[at]:
                piece = self._line(at)[0]
                return piece[len(piece) // 2].toPoint()
        sign = self.sign_of(key)
        return QPoint(round(sign.x), round(sign.y)) if sign is not None else None

    def sign_of(self, key: Hashable | None) -> Sign | None:
        """The sign in sight that stands for a key: its own, or the one of which it, or the first place of what stood
        together before the map was drawn larger or smaller, is a part.
        """
        place = key.keys[0] if isinstance(key, ClusterKey) else key
        part = None
        for sign in self.signs:
            if sign.key == key:
                return sign
            if any(each.key == place for each in sign.sites):
                part = sign
        return part

    def keys_within(self, points: list[QPointF]) -> list[Hashable]:
        """The places whose signs lie within a line that is drawn around them."""
        area = QPolygonF(points)
        rule = Qt.FillRule.OddEvenFill
        return [
            site.key
            for sign in self.signs
            if area.containsPoint(QPointF(sign.x, sign.y), rule)
            for site in sign.sites
        ]


def encircled(points: list[QPointF]) -> list[QPointF]:
    """What a line drawn by hand goes around, however narrow; of one that is all but straight and comes back to nowhere,
    the rectangle between its ends.
    """
    box = QPolygonF(points).boundingRect()
    across = sum(a.x() * b.y() - b.x() * a.y() for a, b in pairwise([*points, points[0]])) / 2
    ends = points[-1] - points[0]
    is_straight = math.hypot(ends.x(), ends.y()) >= _STRAIGHT * math.hypot(box.width(), box.height())
    if not is_straight or abs(across) > _ROUND * box.width() * box.height():
        return points
    room = QRectF(points[0], points[-1]).normalized()
    return [room.topLeft(), room.topRight(), room.bottomRight(), room.bottomLeft()]


def _is_far(places: Iterable[tuple[float, float]]) -> bool:
    """Points of the plane lie so far apart that a map that holds them cuts countries off only to leave out the rest."""
    found = list(places)
    if not found:
        return True
    wide = max(x for x, _ in found) - min(x for x, _ in found)
    high = max(y for _, y in found) - min(y for _, y in found)
    return wide > WIDTH * _HALF or high > HEIGHT * _HALF


def _changed(before: Iterable[Sign], now: Iterable[Sign]) -> list[Sign]:
    """The signs that are other ones now, as they were and as they are."""
    held = {each.key: each for each in before}
    other = []
    for each in now:
        was = held.pop(each.key, None)
        if was != each:
            other += [each] if was is None else [was, each]
    return [*other, *held.values()]


def _named(names: Iterable[looks.Name]) -> set[tuple[str, float, float, float, float]]:
    rooms = ((each.words, each.area) for each in names)
    return {(words, at.x(), at.y(), at.width(), at.height()) for words, at in rooms}


def _around(sign: Sign, room: float = 22.0) -> QRectF:
    """The room of a sign with all that may lie around it, or with so many pixels."""
    reach = sign.radius + room
    return QRectF(sign.x - reach, sign.y - reach, 2 * reach, 2 * reach)


def _distance(point: QPointF, a: QPointF, b: QPointF) -> float:
    """How far a point is from a piece of a line."""
    along = b - a
    length = along.x() ** 2 + along.y() ** 2
    share = QPointF.dotProduct(point - a, along) / length if length else 0.0
    away = point - (a + along * min(max(share, 0.0), 1.0))
    return math.hypot(away.x(), away.y())
