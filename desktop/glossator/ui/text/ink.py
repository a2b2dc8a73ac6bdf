"""Tints and underlines of a row as batches of rectangles by colour, in the pattern of each label."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QPainter, QPen

from glossator.core.scheme import Scheme
from glossator.ui.text.decoration import Box, Decoration
from glossator.ui.text.marks import by_length
from glossator.ui.text.metrics import Metrics
from glossator.ui.theme import LabelColour, Theme

_KEPT = 500

Batch = tuple[QColor, list[QRectF]]


class RowInk:
    """The batches of one row, in its own coordinates."""

    __slots__ = ("bars", "tints", "waves")

    def __init__(self) -> None:
        self.tints: list[Batch] = []
        self.bars: dict[str, Batch] = {}
        self.waves: list[tuple[QColor, list[QPointF]]] = []


class Inks:
    """The inks of the rows of one article in one theme; made when a row is painted, kept while it looks the same."""

    def __init__(self, theme: Theme, scheme: Scheme | None, metrics: Metrics) -> None:
        self._theme = theme
        self._metrics = metrics
        self._colours = {label.id: theme.of(label) for label in scheme.labels} if scheme else {}
        self._neutral = theme.of(None)
        self._kept: dict[int, tuple[Decoration, RowInk]] = {}

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

    def _mixed(self, decoration: Decoration) -> RowInk:
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
        unit = self._metrics.unit
        left, right = box.left, box.right - (1.5 * unit if box.ends else 0)
        if box.is_gap:
            rects: Iterable[QRectF] = _dashes(left, right, box.bar + unit, unit, unit, 3 * unit)
        elif colour.pattern == "wavy":
            made.waves.append((QColor(colour.accent), _wave(left, right, box.bar + 1.5 * unit, unit)))
            return
        else:
            rects = _bar(colour.pattern, left, right, box.bar, unit)
        made.bars.setdefault(colour.accent, (QColor(colour.accent), []))[1].extend(rects)

    def paint_grounds(self, painter: QPainter, ink: RowInk) -> None:
        """Paint tints and underlines; the painter stands at the top left of the row."""
        for colour, rects in ink.tints:
            painter.setBrush(colour)
            painter.drawRects(rects)
        for colour, rects in ink.bars.values():
            painter.setBrush(colour)
            painter.drawRects(rects)
        if ink.waves:
            painter.save()
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            for colour, points in ink.waves:
                painter.setPen(QPen(colour, 1.2 * self._metrics.unit))
                painter.drawPolyline(points)
            painter.restore()


def tint_rect(box: Box, top: float, bottom: float, metrics: Metrics) -> QRectF:
    """The ground behind a piece of text; it stops a little short of its end, so that neighbours stay apart."""
    right = box.right - (metrics.unit if box.ends else 0)
    return QRectF(box.left, top, max(metrics.unit, right - box.left), bottom - top)


def _bar(pattern: str, left: float, right: float, y: float, unit: float) -> Iterator[QRectF]:
    width = max(unit, right - left)
    match pattern:
        case "dashed":
            yield from _dashes(left, right, y, 2 * unit, 6 * unit, 3 * unit)
        case "dotted":
            yield from _dashes(left, right, y, 2 * unit, 2 * unit, 2 * unit)
        case "double":
            yield QRectF(left, y, width, unit)
            yield QRectF(left, y + 2 * unit, width, unit)
        case "thick":
            yield QRectF(left, y, width, 3 * unit)
        case _:
            yield QRectF(left, y, width, 2 * unit)


def _dashes(left: float, right: float, y: float, height: float, dash: float, gap: float) -> Iterator[QRectF]:
    x = left
    while x < right:
        yield QRectF(x, y, min(dash, right - x), height)
        x += dash + gap


def _wave(left: float, right: float, middle: float, unit: float) -> list[QPointF]:
    steps = max(2, round((right - left) / (2.5 * unit)))
    each = (right - left) / steps
    return [
        QPointF(left + index * each, middle + (unit if index % 2 else -unit)) for index in range(steps + 1)
    ]
