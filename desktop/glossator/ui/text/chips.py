"""Chips, names of arcs and hint letters as pixmaps, drawn once for each look."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen, QPixmap

from glossator.ui.text.metrics import Metrics
from glossator.ui.theme import LabelColour, Theme, blend

_KEPT = 1000


class Stamps:
    """The pixmaps of one theme at one zoom and one device pixel ratio; make a new one when any of them changes."""

    def __init__(self, metrics: Metrics, theme: Theme) -> None:
        self._metrics = metrics
        self._theme = theme
        self._kept: OrderedDict[tuple[object, ...], QPixmap] = OrderedDict()
        self._chip_font = QFontMetricsF(metrics.chip_font)
        self._name_font = QFontMetricsF(metrics.name_font)
        self._widths: dict[str, float] = {}

    def name_width(self, name: str) -> float:
        """The width of the name of an arc, in pixels."""
        found = self._widths.get(name)
        if found is None:
            found = self._widths[name] = self._name_font.horizontalAdvance(name)
        return found

    def chip(self, text: str, count: int, width: float, colour: LabelColour, *, is_strong: bool) -> QPixmap:
        """A label chip, ``width`` wide, with a small ``count`` of relations; ``is_strong`` inverts it."""
        key = ("chip", text, count, width, colour.accent, is_strong)
        return self._stamp(
            key,
            QSizeF(width, self._metrics.chip_height),
            lambda painter, rect: self._draw_chip(painter, rect, (text, count), colour, is_strong=is_strong),
        )

    def name(self, name: str, colour: str, *, framed: bool = False) -> QPixmap:
        """The name of an arc on the colour of the paper; ``framed`` where it may lie over text."""
        size = QSizeF(
            self.name_width(name) + (16 if framed else 8), self._name_font.height() + (4 if framed else 0)
        )
        return self._stamp(
            ("name", name, colour, framed),
            size,
            lambda painter, rect: self._draw_name(painter, rect, name, colour, framed=framed),
        )

    def hint(self, letters: str, least: float = 0.0) -> QPixmap:
        """The letters that choose a mention, at least ``least`` wide."""
        unit = self._metrics.unit
        width = max(least, self._chip_font.horizontalAdvance(letters.upper()) + 9 * unit)
        size = QSizeF(self._metrics.snap(width), self._metrics.chip_height + 2 * unit)
        return self._stamp(
            ("hint", letters, width), size, lambda painter, rect: self._draw_hint(painter, rect, letters)
        )

    def _stamp(
        self, key: tuple[object, ...], size: QSizeF, draw: Callable[[QPainter, QRectF], None]
    ) -> QPixmap:
        found = self._kept.get(key)
        if found is not None:
            return found
        ratio = self._metrics.ratio
        made = QPixmap((size * ratio).toSize().expandedTo(QSizeF(1, 1).toSize()))
        made.setDevicePixelRatio(ratio)
        made.fill(Qt.GlobalColor.transparent)
        with QPainter(made) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            draw(painter, QRectF(0, 0, made.width() / ratio, made.height() / ratio))
        self._kept[key] = made
        if len(self._kept) > _KEPT:
            self._kept.popitem(last=False)
        return made

    def _draw_chip(
        self, painter: QPainter, rect: QRectF, words: tuple[str, int], colour: LabelColour, *, is_strong: bool
    ) -> None:
        text, count = words
        theme, metrics = self._theme, self._metrics
        line = 1 / metrics.ratio if metrics.ratio > 1 else 1.0
        inner = rect.adjusted(line / 2, line / 2, -line / 2, -line / 2)
        border = colour.accent if is_strong else blend(colour.accent, theme.paper, 0.55)
        painter.setPen(QPen(QColor(border), line))
        painter.setBrush(QColor(colour.accent if is_strong else theme.paper))
        radius = 3 * metrics.unit
        painter.drawRoundedRect(inner, radius, radius)
        painter.setFont(metrics.chip_font)
        painter.setPen(QColor(theme.paper if is_strong else colour.accent))
        x = 3.5 * metrics.unit
        baseline = metrics.snap((rect.height() + self._chip_font.capHeight()) / 2)
        painter.drawText(QPointF(x, baseline), text)
        if count:
            x += self._chip_font.horizontalAdvance(text) + 3 * metrics.unit
            font = QFont(metrics.name_font)
            font.setPointSizeF(metrics.chip_font.pointSizeF())
            painter.setFont(font)
            painter.drawText(QPointF(x, baseline), str(count))

    def _draw_name(self, painter: QPainter, rect: QRectF, name: str, colour: str, *, framed: bool) -> None:
        painter.setPen(QPen(QColor(colour), 1.0) if framed else Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._theme.paper))
        painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5) if framed else rect, 4, 4)
        painter.setFont(self._metrics.name_font)
        painter.setPen(QColor(colour))
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, name)

    def _draw_hint(self, painter: QPainter, rect: QRectF, letters: str) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._theme.accent))
        painter.drawRoundedRect(rect, 3 * self._metrics.unit, 3 * self._metrics.unit)
        painter.setFont(self._metrics.chip_font)
        painter.setPen(QColor(self._theme.on_accent))
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, letters.upper())
