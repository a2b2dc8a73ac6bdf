"""A link chart as it is drawn at one magnification: any part of what has its place in pixels can be painted."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPainterPath, QPixmap
from PySide6.QtWidgets import QWidget

from glossator.ui.plots.links import geometry, looks
from glossator.ui.plots.links.geometry import Numbers, Points
from glossator.ui.plots.links.labels import Box, Slanted
from glossator.ui.plots.links.layout import Layout
from glossator.ui.plots.links.looks import Line
from glossator.ui.plots.links.patch import Patch, patch_of

_LOOP_FROM = -math.degrees(geometry.LOOP_FROM)  # as painters count: degrees, the other way round
_LOOP_TURN = -math.degrees(geometry.LOOP_TURN)
_AROUND = 8.0  # pixels by which lines are wider than nothing
_THIN = 1.4  # pixels that a link is wide for which no more than one source speaks
_AIR = 1.0  # pixels by which names reach beyond their boxes


class Scene(Layout):
    """A layout that can be painted, any part of it."""

    def paint(
        self, painter: QPainter, part: QRectF, *, without: Iterable[int] = (), is_passing: bool = False
    ) -> None:
        """Paint what lies in ``part``, ``without`` these nodes (by number) and their links.  Where it is only passed by
        (``is_passing``), lines are neither smooth nor broken and have no heads and words.
        """
        hidden = frozenset(without)
        patch = patch_of(painter, part)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, not is_passing)
        links = self.links_in(part, patch)
        if hidden:
            gone = set(self._touching(sorted(hidden)))
            links = np.array([at for at in links if int(at) not in gone], dtype=np.intp)
        self.paint_links(painter, links, part, patch, is_passing=is_passing)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if not is_passing:
            self._paint_words(painter, part, set(links.tolist()))
        self._paint_names(painter, part, patch, hidden)  # a name may lie over nodes, which are to be seen
        self.paint_nodes(painter, (at for at in self.nodes_in(part, patch) if at not in hidden))

    def paint_links(
        self,
        painter: QPainter,
        which: Numbers,
        part: QRectF | None = None,
        patch: Patch | None = None,
        *,
        colour: str = "",
        wider: float = 0.0,
        is_passing: bool = False,
    ) -> None:
        """Paint these links, in ``colour`` where one is given, so many pixels ``wider``, as far as they show in
        ``part`` where one is given, or in the parts of it that make up a ``patch``.
        """
        if not len(which):
            return
        styles = self.cast.styles[which]
        for style in np.unique(styles):
            held = which[styles == style]
            line = self.cast.lines[int(held[0])]
            width = float(self.cast.wires.width[held[0]]) * self.thin + wider
            is_pale = not self.is_written and width <= _THIN
            ink = colour or looks.colour_of(line, self.theme, is_pale=is_pale)
            pen = looks.passing_pen(line, width, ink) if is_passing else looks.pen_of(line, width, ink)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(pen)
            bent = self.course.bent[held] | self.course.loops[held]
            painter.drawLines(self._straight(held[~bent], part, patch, looks.period_of(pen), width))
            for path in self._paths(self._bent_in(held[bent], part)):
                painter.drawPath(path)
            if not is_passing and self.has_heads:
                self._paint_heads(painter, held, part, line, ink)

    def _bent_in(self, which: Numbers, part: QRectF | None) -> Numbers:
        """Those of these bent links that run through ``part``, and not just around it."""
        if part is None or not len(which):
            return which
        pieces = geometry.curve(self.course, which)
        low = np.minimum(pieces[:, :-1], pieces[:, 1:]) - _AROUND
        high = np.maximum(pieces[:, :-1], pieces[:, 1:]) + _AROUND
        across = (low[..., 0] < part.right()) & (high[..., 0] > part.left())
        through = across & (low[..., 1] < part.bottom()) & (high[..., 1] > part.top())
        found: Numbers = which[through.any(axis=1) | self.course.loops[which]]
        return found

    def _straight(
        self, which: Numbers, part: QRectF | None, patch: Patch | None, period: float, width: float
    ) -> list[QLineF]:
        """Straight links as lines; of dashed ones only the pieces in ``part``, or around the ``patch`` in it, their
        dashes where they always are: a pattern costs time all along, also where nobody sees it.
        """
        course = self.course
        if part is None or not len(which):
            return _lines(course.start[which], course.end[which])
        box = (part.left(), part.top(), part.right(), part.bottom())
        begin, finish = geometry.crossing(course, which, box, width + 1)
        if period and patch is not None:
            first, last = patch.between(geometry.curve(course, which))
            begin, finish = np.maximum(begin, first), np.minimum(finish, last)
        seen = begin < finish
        begin, finish, starts = begin[seen], finish[seen], course.start[which][seen]
        way = course.end[which][seen] - starts
        if period:
            length = np.maximum(np.hypot(way[:, 0], way[:, 1]), 1e-9)
            begin = np.floor(begin * length / period) * period / length
        return _lines(starts + way * begin[:, None], starts + way * finish[:, None])

    def _paths(self, which: Numbers) -> Iterator[QPainterPath]:
        """Bent links as curves, loops as arcs."""
        course = self.course
        loops = course.loops[which]
        bent = which[~loops]
        corners = np.concatenate([course.start[bent], course.control[bent], course.end[bent]], axis=1)
        for x, y, *rest in corners.tolist():
            path = QPainterPath()
            path.moveTo(x, y)
            path.quadTo(*rest)
            yield path
        for left, top, size in geometry.circles(course, which[loops]).tolist():
            path = QPainterPath()
            area = QRectF(left, top, size, size)
            path.arcMoveTo(area, _LOOP_FROM)
            path.arcTo(area, _LOOP_FROM, _LOOP_TURN)
            yield path

    def _paint_heads(
        self, painter: QPainter, which: Numbers, part: QRectF | None, line: Line, ink: str
    ) -> None:
        corners = self.heads[which[self.cast.wires.arrow[which] != 0]]
        if part is not None:
            low, high = corners.min(axis=1), corners.max(axis=1)
            seen = (low[:, 0] < part.right()) & (high[:, 0] > part.left())
            corners = corners[seen & (low[:, 1] < part.bottom()) & (high[:, 1] > part.top())]
        if not len(corners):
            return
        looks.prepare_heads(painter, line, ink, self.theme)
        for triangle in corners.tolist():
            painter.drawPolygon([QPointF(x, y) for x, y in triangle])

    def paint_nodes(self, painter: QPainter, which: Iterable[int]) -> None:
        """Paint these nodes, without their names: on the screen as pictures that are drawn once for each look."""
        painter.setFont(self.font)
        device = painter.device()
        ratio = device.devicePixelRatio() if isinstance(device, QPixmap | QWidget) else 0.0
        for at in which:
            x, y = self.places[at].tolist()
            look, radius = self.cast.looks[at], float(self.radii[at])
            if ratio:
                stamp = self.kept.stamp(look, round(radius * 2) / 2, ratio, self.font, self.theme)
                half = stamp.deviceIndependentSize() / 2
                painter.drawPixmap(QPointF(x - half.width(), y - half.height()), stamp)
            else:
                looks.paint_node(painter, QPointF(x, y), look, radius, self.theme)

    def _paint_names(
        self, painter: QPainter, part: QRectF, patch: Patch | None, hidden: frozenset[int]
    ) -> None:
        if not self.names:
            return
        if len(self._boxes) != len(self.names):
            self._boxes = np.array(list(self.names.values()))
        left, top, right, bottom = self._boxes.T
        seen = (left < part.right() + _AIR) & (right > part.left() - _AIR)
        seen &= (top < part.bottom() + _AIR) & (bottom > part.top() - _AIR)
        if patch is not None:
            seen &= patch.meets(self._boxes + np.array([-_AIR, -_AIR, _AIR, _AIR]))
        order = list(self.names)
        for place in np.flatnonzero(seen).tolist():
            if order[place] not in hidden:
                self.paint_name(painter, order[place], self.names[order[place]])

    def paint_name(self, painter: QPainter, at: int, box: Box) -> None:
        """The name of a node in its place, with a halo."""
        look = self.cast.looks[at]
        area = QRectF(box.left, box.top, box.right - box.left, box.bottom - box.top)
        self.halo(painter, area)
        painter.setFont(self.font)
        painter.setPen(QColor(self.theme.ink if look.is_named else self.theme.muted))
        painter.drawText(area, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextSingleLine, self.shown(at))

    def _paint_words(self, painter: QPainter, part: QRectF, seen: set[int]) -> None:
        if not self.words:
            return
        metrics = QFontMetricsF(self.small)
        for at, place in self.words.items():
            if at in seen:
                half = metrics.horizontalAdvance(self.cast.words[at]) / 2 + metrics.height()
                area = QRectF(place.x - half, place.y - half, 2 * half, 2 * half)
                if area.intersects(part):
                    self.paint_words(painter, at, place)

    def paint_words(self, painter: QPainter, at: int, place: Slanted) -> None:
        """The name of a link in its place, with a halo."""
        words = self.cast.words[at]
        metrics = QFontMetricsF(self.small)
        width, height = metrics.horizontalAdvance(words) + 4, metrics.height() * 0.9
        area = QRectF(-width / 2, -height / 2, width, height)
        painter.save()
        painter.translate(place.x, place.y)
        painter.rotate(place.angle * 57.29577951308232)
        self.halo(painter, area)
        painter.setFont(self.small)
        is_denied = self.cast.lines[at].is_denied
        painter.setPen(QColor(self.theme.danger if is_denied else self.theme.muted))
        painter.drawText(area, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextSingleLine, words)
        painter.restore()

    def halo(self, painter: QPainter, area: QRectF) -> None:
        """The ground behind words, which lets a little of what runs there through."""
        ground = QColor(self.theme.raised)
        ground.setAlphaF(0.84)
        painter.fillRect(area, ground)


def _lines(starts: Points, ends: Points) -> list[QLineF]:
    return [
        QLineF(x, y, to_x, to_y) for (x, y), (to_x, to_y) in zip(starts.tolist(), ends.tolist(), strict=True)
    ]
