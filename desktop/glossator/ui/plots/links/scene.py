"""A link chart as it is drawn at one magnification: everything has its place in pixels, and any part can be painted."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPainterPath, QPixmap
from PySide6.QtWidgets import QWidget

from glossator.analysis.links import LinkKey
from glossator.core.statements import Node
from glossator.ui.plots.links import geometry, labels, looks
from glossator.ui.plots.links.cast import Cast
from glossator.ui.plots.links.geometry import Flags, Numbers, Points, Run
from glossator.ui.plots.links.labels import Box, Slanted
from glossator.ui.plots.links.looks import Line, NodeLook
from glossator.ui.theme import Theme

_NAME = 168.0  # pixels that a name may be wide
_NAMES = 900  # that are placed at most: more have no room on any screen
_WORDS = 700
_FAR = 0.42  # magnification below which nothing is written on links
_HEADLESS = 0.25  # … and below which links have no heads
_SMALL = 0.88  # of the font is that of the words on links
_AROUND = 8.0  # pixels by which lines are wider than nothing
_AIR = 1.0  # pixels by which names reach beyond their boxes


class Kept:
    """What is measured and drawn once for many scenes: names as they fit, widths of words, pictures of nodes.  It holds
    for one face and one theme.
    """

    def __init__(self) -> None:
        self.names: dict[str, tuple[str, float]] = {}
        self.words: dict[str, float] = {}
        self.stamps: dict[tuple[NodeLook, float, float], QPixmap] = {}


class Scene:
    """A cast at its ``places`` (pixels where nothing is enlarged), magnified ``zoom`` times."""

    def __init__(
        self, cast: Cast, places: Points, zoom: float, font: QFont, theme: Theme, kept: Kept | None = None
    ) -> None:
        self.cast = cast
        self.zoom = zoom
        self.theme = theme
        self.font = QFont(font)
        self.small = QFont(font)
        self.small.setPointSizeF(max(6.0, font.pointSizeF() * _SMALL))
        self.places = places * zoom
        self.radii = cast.radii * scaled(zoom)
        self.course: Run = geometry.run(cast.wires, self.places, self.radii, cast.kinds)
        self.thin = min(1.0, max(0.5, zoom**0.4))
        self.heads = geometry.heads(self.course, cast.wires, self.thin)
        self.within: Box | None = None
        """What no name lies beyond, in pixels of the scene; ``None``: they may be anywhere."""
        self.badges: dict[int, Box] = {}
        """Where it stands how many neighbours of a node are not shown; what paints them finds their places."""
        self.names: dict[int, Box] = {}
        self.words: dict[int, Slanted] = {}
        self.shown: dict[int, str] = {}
        self.kept = kept or Kept()
        self._boxes: Points = np.zeros((0, 4))

    def move(self, which: Sequence[int], places: Points) -> None:
        """These nodes stand at other ``places`` (pixels where nothing is enlarged); their names go with them."""
        before = self.places[list(which)].copy()
        self.places[list(which)] = places * self.zoom
        self.course = geometry.run(self.cast.wires, self.places, self.radii, self.cast.kinds)
        self.heads = geometry.heads(self.course, self.cast.wires, self.thin)
        for at, node in enumerate(which):
            way = self.places[node] - before[at]
            for held in (self.names, self.badges):
                if node in held:
                    held[node] = held[node].moved(*map(float, way))
                    self._boxes = np.zeros((0, 4))
        for link in self._touching(which):
            self.words.pop(link, None)

    def _touching(self, nodes: Sequence[int]) -> list[int]:
        wires = self.cast.wires
        held = np.isin(wires.first, list(nodes)) | np.isin(wires.second, list(nodes))
        return [int(at) for at in np.flatnonzero(held)]

    def touching(self, nodes: Sequence[int]) -> list[int]:
        """The links (by number) of these nodes."""
        return self._touching(nodes)

    # --- names

    def place_names(self) -> None:
        """Find places for the names of nodes and links, as they are at this magnification; where badges are, none
        stands.
        """
        taken = labels.Taken()
        for each in self.badges.values():
            taken.add(each)
        metrics = QFontMetricsF(self.font)
        height = metrics.height() * 0.94
        order = np.argsort(-self.cast.radii, kind="stable")
        wanted = [self._named(at, metrics, height) for at in map(int, order[:_NAMES])]
        self.names = labels.place_names(wanted, taken, self.within)
        self._boxes = np.zeros((0, 4))
        self.words = labels.place_words(self._wordy(), taken) if self.zoom >= _FAR else {}

    def _named(self, at: int, metrics: QFontMetricsF, height: float) -> labels.Named:
        self.shown[at], width = self._fitted(self.cast.looks[at].name, metrics)
        x, y = self.places[at].tolist()
        return labels.Named(at, x, y, float(self.radii[at]), width + 4, height)

    def name_box(self, at: int) -> Box:
        """Where the name of a node stands, or would where it has no place of its own."""
        if at in self.names:
            return self.names[at]
        metrics = QFontMetricsF(self.font)
        return labels.below(self._named(at, metrics, metrics.height() * 0.94))

    def _fitted(self, name: str, metrics: QFontMetricsF) -> tuple[str, float]:
        if name not in self.kept.names:
            shown = metrics.elidedText(name, Qt.TextElideMode.ElideRight, _NAME)
            self.kept.names[name] = (shown, min(_NAME, metrics.horizontalAdvance(shown)))
        return self.kept.names[name]

    def _wordy(self) -> list[labels.Stretched]:
        """The links that are long enough to be written on, those that matter most first."""
        metrics = QFontMetricsF(self.small)
        middle, angle = geometry.middles(self.course)
        across = self.course.end - self.course.start
        length = np.hypot(across[:, 0], across[:, 1])
        length = np.where(self.course.loops, 200.0, length)
        height = metrics.height() * 0.9
        widths = self.kept.words
        found = []
        for at in map(int, np.flatnonzero(length > 30)):
            words = self.cast.words[at]
            if words not in widths:
                widths[words] = metrics.horizontalAdvance(words) + 4
            if widths[words] < length[at]:
                found.append(
                    labels.Stretched(
                        at,
                        float(middle[at, 0]),
                        float(middle[at, 1]),
                        float(angle[at]),
                        float(length[at]),
                        widths[words],
                        height,
                    )
                )
                if len(found) == _WORDS:
                    break
        return found

    def half_names(self) -> Points:
        """Half the width of each node's name, in pixels."""
        metrics = QFontMetricsF(self.font)
        halves = [self._fitted(look.name, metrics)[1] / 2 + 2 for look in self.cast.looks]
        return np.array(halves, dtype=float)

    # --- painting

    def paint(
        self, painter: QPainter, part: QRectF, *, without: Iterable[int] = (), is_passing: bool = False
    ) -> None:
        """Paint what lies in ``part``, ``without`` these nodes (by number) and their links.  Where it is only passed by
        (``is_passing``), lines are neither smooth nor broken and have no heads and words.
        """
        hidden = frozenset(without)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, not is_passing)
        links = self.links_in(part)
        if hidden:
            gone = set(self._touching(sorted(hidden)))
            links = np.array([at for at in links if int(at) not in gone], dtype=np.intp)
        self.paint_links(painter, links, part, is_passing=is_passing)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if not is_passing:
            self._paint_words(painter, part, set(links.tolist()))
        self.paint_nodes(painter, (at for at in self.nodes_in(part) if at not in hidden))
        self._paint_names(painter, part, hidden)

    def links_in(self, part: QRectF) -> Numbers:
        """The links that may show in ``part``."""
        left, top, right, bottom = self.course.boxes.T
        inside = (left < part.right()) & (right > part.left()) & (top < part.bottom()) & (bottom > part.top())
        found: Numbers = np.flatnonzero(inside)
        return found

    def nodes_in(self, part: QRectF) -> list[int]:
        """The nodes that may show in ``part``."""
        reach = self.radii * 1.4 + 2
        x, y = self.places[:, 0], self.places[:, 1]
        inside: Flags = (x + reach > part.left()) & (x - reach < part.right())
        inside &= (y + reach > part.top()) & (y - reach < part.bottom())
        return [int(at) for at in np.flatnonzero(inside)]

    def paint_links(
        self,
        painter: QPainter,
        which: Numbers,
        part: QRectF | None = None,
        *,
        colour: str = "",
        wider: float = 0.0,
        is_passing: bool = False,
    ) -> None:
        """Paint these links, in ``colour`` where one is given, so many pixels ``wider``, as far as they show in
        ``part`` where one is given.
        """
        if not len(which):
            return
        styles = self.cast.styles[which]
        for style in np.unique(styles):
            held = which[styles == style]
            line = self.cast.lines[int(held[0])]
            width = float(self.cast.wires.width[held[0]]) * self.thin + wider
            ink = colour or looks.colour_of(line, self.theme)
            pen = looks.passing_pen(line, width, ink) if is_passing else looks.pen_of(line, width, ink)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(pen)
            bent = self.course.bent[held] | self.course.loops[held]
            painter.drawLines(self._straight(held[~bent], part, looks.period_of(pen), width))
            for at in self._bent_in(held[bent], part):
                painter.drawPath(self._path(int(at)))
            if not is_passing and self.zoom > _HEADLESS:
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

    def _straight(self, which: Numbers, part: QRectF | None, period: float, width: float) -> list[QLineF]:
        """Straight links as lines; of dashed ones only the pieces in ``part``, their dashes where they always are: a
        pattern costs time all along, also where nobody sees it.
        """
        course = self.course
        starts, ends = course.start[which], course.end[which]
        if part is not None and len(which):
            box = (part.left(), part.top(), part.right(), part.bottom())
            begin, finish = geometry.crossing(course, which, box, width + 1)
            seen = begin < finish
            starts, way = starts[seen], ends[seen] - starts[seen]
            begin, finish = begin[seen], finish[seen]
            if period:
                length = np.maximum(np.hypot(way[:, 0], way[:, 1]), 1e-9)
                begin = np.floor(begin * length / period) * period / length
            ends = starts + way * finish[:, None]
            starts = starts + way * begin[:, None]
        return [
            QLineF(x, y, to_x, to_y)
            for (x, y), (to_x, to_y) in zip(starts.tolist(), ends.tolist(), strict=True)
        ]

    def _path(self, at: int) -> QPainterPath:
        path = QPainterPath()
        if self.course.loops[at]:
            line = geometry.points(self.course, at).tolist()
            path.moveTo(*line[0])
            for x, y in line[1:]:
                path.lineTo(x, y)
            return path
        path.moveTo(*self.course.start[at].tolist())
        path.quadTo(*self.course.control[at].tolist(), *self.course.end[at].tolist())
        return path

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
                stamp = self._stamp(look, round(radius * 2) / 2, ratio)
                half = stamp.deviceIndependentSize() / 2
                painter.drawPixmap(QPointF(x - half.width(), y - half.height()), stamp)
            else:
                looks.paint_node(painter, QPointF(x, y), look, radius, self.theme)

    def _stamp(self, look: NodeLook, radius: float, ratio: float) -> QPixmap:
        key = (look._replace(name="", radius=0.0), radius, ratio)
        if key not in self.kept.stamps:
            size = 2 * math.ceil(radius * 1.45 + 3)
            stamp = self.kept.stamps[key] = QPixmap(round(size * ratio), round(size * ratio))
            stamp.setDevicePixelRatio(ratio)
            stamp.fill(Qt.GlobalColor.transparent)
            with QPainter(stamp) as painter:
                painter.setRenderHint(QPainter.RenderHint.Antialiasing)
                painter.setFont(self.font)
                looks.paint_node(painter, QPointF(size / 2, size / 2), look, radius, self.theme)
        return self.kept.stamps[key]

    def _paint_names(self, painter: QPainter, part: QRectF, hidden: frozenset[int]) -> None:
        if not self.names:
            return
        if len(self._boxes) != len(self.names):
            self._boxes = np.array(list(self.names.values()))
        left, top, right, bottom = self._boxes.T
        seen = (left < part.right() + _AIR) & (right > part.left() - _AIR)
        seen &= (top < part.bottom() + _AIR) & (bottom > part.top() - _AIR)
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
        painter.drawText(area, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextSingleLine, self.shown[at])

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

    # --- what is where

    def middle_of(self, key: Node | LinkKey) -> tuple[float, float] | None:
        """The middle of a node or link; ``None`` where it is not shown."""
        if isinstance(key, Node):
            at = self.cast.number.get(key)
            places = self.places
        else:
            at = next((at for at, link in enumerate(self.cast.links) if link.key == key), None)
            places = geometry.middles(self.course)[0] if at is not None else self.places
        return (float(places[at, 0]), float(places[at, 1])) if at is not None else None

    def key_at(self, x: float, y: float) -> Node | LinkKey | None:
        """The node, or the link, at a point."""
        node = self.node_at(x, y)
        if node is not None:
            return self.cast.nodes[node]
        link = self.link_at(x, y)
        return self.cast.links[link].key if link is not None else None

    def node_at(self, x: float, y: float) -> int | None:
        """The node whose shape holds a point, or almost."""
        off = np.hypot(self.places[:, 0] - x, self.places[:, 1] - y)
        reach = np.maximum(self.radii * 1.1, 7.0)
        near = np.flatnonzero(off <= reach)
        return int(near[np.argmin(off[near])]) if len(near) else None

    def link_at(self, x: float, y: float, reach: float = 5.0) -> int | None:
        """The link that runs by a point."""
        found = geometry.nearest(self.course, self.cast.wires, x, y, reach)
        return found[0] if found is not None else None

    def reach(self, zoom: float, halves: Points) -> QRectF:
        """The rectangle that would hold everything at another magnification, names of these half widths included."""
        places = self.places / self.zoom * zoom
        radii = self.cast.radii * scaled(zoom)
        aside = np.maximum(halves, radii * 1.4)
        left, right = float((places[:, 0] - aside).min()), float((places[:, 0] + aside).max())
        top, bottom = (
            float((places[:, 1] - radii * 1.4).min()),
            float((places[:, 1] + radii * 1.4).max() + 18),
        )
        loops = self.cast.wires.loops
        if loops.any():  # they stand off above and to the right
            top -= 20
            right += 20
        return QRectF(left, top, right - left, bottom - top)


def scaled(zoom: float) -> float:
    """How much larger nodes are drawn: less than what lies between them."""
    return float(min(1.5, max(0.28, zoom**0.6)))
