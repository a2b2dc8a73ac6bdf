"""Tints and underlines of a row, batched by colour, in the pattern of each label."""

from __future__ import annotations

import math
from collections.abc import Iterator

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap

from glossator.core.scheme import Scheme
from glossator.ui.text.decoration import Box, Decoration
from glossator.ui.text.marks import by_length
from glossator.ui.text.metrics import Metrics
from glossator.ui.theme import LabelColour, Theme

_KEPT = 500
_PERIODS = 24
"""How many times a pattern is repeated in its picture, so that long underlines take few of them."""

Batch = tuple[QColor, list[QRectF]]


class RowInk:
    """The batches of one row, in its own coordinates; ``tiled`` are underlines to be filled with a picture, ``lines``
    those that are drawn as (colour, width, points).
    """

    __slots__ = ("bars", "lines", "tiled", "tints")

    def __init__(self) -> None:
        self.tints: list[Batch] = []
        self.bars: dict[str, Batch] = {}
        self.tiled: list[tuple[QRectF, QPixmap]] = []
        self.lines: list[tuple[QColor, float, list[QPointF]]] = []


class Inks:
    """The inks of the rows of one article in one theme; made when a row is painted, kept while it looks the same.

    ``as_shapes`` makes lines and rectangles of all patterns, for what is no screen.
    """

    def __init__(
        self, theme: Theme, scheme: Scheme | None, metrics: Metrics, *, as_shapes: bool = False
    ) -> None:
        self._as_shapes = as_shapes
        self._theme = theme
        self._metrics = metrics
        self._colours = {label.id: theme.of(label) for label in scheme.labels} if scheme else {}
        self._neutral = theme.of(None)
        self._kept: dict[int, tuple[Decoration, RowInk]] = {}
        self._tiles: dict[tuple[str, str], QPixmap] = {}

    def colour(self, label: str) -> LabelColour:
        """The colours of a label, grey for one that the scheme does not have."""
        return self._colours.get(label, self._neutral)

    def of(self, row: int, decoration: Decoration) -> RowInk:
        """The ink of ``row`` as it is decorated now."""
        known = self._kept.get(row)
        if known is not None and known[0] is decoration:
            return known[1]
        if len(self._kept) > _KEPT:
            self._kept.clear()
        made = self._mixed(decoration)
        self._kept[row] = decoration, made
        return made

    def paint_grounds(self, painter: QPainter, ink: RowInk) -> None:
        """Paint tints and underlines without a pen; the painter stands at the top left of the row."""
        for colour, rects in ink.tints:
            painter.setBrush(colour)
            painter.drawRects(rects)
        for colour, rects in ink.bars.values():
            painter.setBrush(colour)
            painter.drawRects(rects)
        for rect, tile in ink.tiled:
            painter.drawTiledPixmap(rect, tile)
        if ink.lines:
            painter.save()
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            for colour, thickness, points in ink.lines:
                painter.setPen(QPen(colour, thickness))
                painter.drawPolyline(points)
            painter.restore()

    def _mixed(self, decoration: Decoration) -> RowInk:
        """The longest first, so that the innermost label has the ground; tints are opaque and do not add up."""
        made = RowInk()
        last = ""
        for box in sorted(decoration.boxes, key=lambda each: by_length(each.mention), reverse=True):
            colour = self.colour(box.mention.label)
            if not box.is_gap:
                line = decoration.lines[box.line]
                if colour.tint != last:
                    made.tints.append((QColor(colour.tint), []))
                    last = colour.tint
                made.tints[-1][1].append(tint_rect(box, line.box_top, line.box_bottom, self._metrics))
            self._underline(made, box, colour)
        return made

    def _underline(self, made: RowInk, box: Box, colour: LabelColour) -> None:
        unit, snap = self._metrics.unit, self._metrics.snap
        pattern = "gap" if box.is_gap else colour.pattern
        left = snap(box.left)
        width = max(unit, snap(box.right - (1.5 * unit if box.ends else 0)) - left)
        if pattern in _PERIOD:
            top = box.bar + unit if box.is_gap else box.bar
            if self._as_shapes:
                self._outline(made, pattern, (left, top, width), colour)
                return
            tile = self._tile(pattern, colour.accent)
            made.tiled.append((QRectF(left, top, width, tile.deviceIndependentSize().height()), tile))
        else:
            made.bars.setdefault(colour.accent, (QColor(colour.accent), []))[1].extend(
                _bars(pattern, left, width, box.bar, unit)
            )

    def _outline(
        self, made: RowInk, pattern: str, place: tuple[float, float, float], colour: LabelColour
    ) -> None:
        """The same pattern as the picture's, as rectangles or as a line."""
        left, top, width = place
        unit = self._metrics.unit
        period, height, dash = (size * unit for size in _PERIOD[pattern])
        count = max(1, math.ceil(width / period))
        if pattern == "wavy":
            points = [
                QPointF(
                    min(left + width, left + index * period / 2), top + (0.75 if index % 2 else 2.75) * unit
                )
                for index in range(2 * count + 1)
            ]
            made.lines.append((QColor(colour.accent), 1.2 * unit, points))
            return
        made.bars.setdefault(colour.accent, (QColor(colour.accent), []))[1].extend(
            QRectF(left + index * period, top, min(dash, width - index * period), height)
            for index in range(count)
        )

    def _tile(self, pattern: str, accent: str) -> QPixmap:
        """A stretch of a pattern that can be repeated."""
        found = self._tiles.get((pattern, accent))
        if found is None:
            found = self._tiles[pattern, accent] = self._drawn(pattern, QColor(accent))
        return found

    def _drawn(self, pattern: str, colour: QColor) -> QPixmap:
        unit, ratio = self._metrics.unit, self._metrics.ratio
        period, height, dash = _PERIOD[pattern]
        made = QPixmap(QSize(round(period * unit * ratio) * _PERIODS, max(1, round(height * unit * ratio))))
        made.setDevicePixelRatio(ratio)
        made.fill(Qt.GlobalColor.transparent)
        with QPainter(made) as painter:
            step = round(period * unit * ratio) / ratio
            if pattern == "wavy":
                painter.setRenderHint(QPainter.RenderHint.Antialiasing)
                painter.setPen(QPen(colour, 1.2 * unit))
                painter.drawPolyline(
                    [
                        QPointF((index - 0.5) * step / 2, (0.75 if index % 2 else 2.75) * unit)
                        for index in range(2 * _PERIODS + 3)
                    ]
                )
                return made
            for index in range(_PERIODS):
                painter.fillRect(QRectF(index * step, 0, dash * unit, height * unit), colour)
        return made


_PERIOD: dict[str, tuple[float, float, float]] = {
    "dashed": (9, 2, 6),
    "dotted": (4, 2, 2),
    "wavy": (5, 3.5, 0),
    "gap": (4, 1, 1),
}
"""Of each repeated pattern the period, the height and the dash, in design pixels."""


def tint_rect(box: Box, top: float, bottom: float, metrics: Metrics) -> QRectF:
    """The ground behind a piece of text; it stops a little short of its end, so that neighbours stay apart."""
    right = box.right - (metrics.unit if box.ends else 0)
    return QRectF(box.left, top, max(metrics.unit, right - box.left), bottom - top)


def _bars(pattern: str, left: float, width: float, y: float, unit: float) -> Iterator[QRectF]:
    match pattern:
        case "double":
            yield QRectF(left, y, width, unit)
            yield QRectF(left, y + 2 * unit, width, unit)
        case "thick":
            yield QRectF(left, y, width, 3 * unit)
        case _:
            yield QRectF(left, y, width, 2 * unit)
