"""Chips, names of arcs and hint letters: on the screen as pixmaps, drawn once for each look; on paper as shapes."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPainterPath, QPen, QPixmap

from glossator.ui.text.decoration import Chip
from glossator.ui.text.metrics import Metrics
from glossator.ui.theme import LabelColour, Theme, blend

_KEPT = 1000
_CORNER = 6.5
"""The folded corner of a chip whose mention has a note, in design pixels."""


class Stamps:
    """What is stamped on the page in one theme, at one zoom and device pixel ratio; make a new one for any other.

    ``as_shapes`` draws lines and letters each time, for what is no screen; ``as_outlines`` letters as their outlines,
    for where the faces may be missing.
    """

    def __init__(
        self, metrics: Metrics, theme: Theme, *, as_shapes: bool = False, as_outlines: bool = False
    ) -> None:
        self._as_shapes = as_shapes or as_outlines
        self._as_outlines = as_outlines
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

    def chip(
        self, painter: QPainter, at: QPointF, chip: Chip, colour: LabelColour, *, is_strong: bool
    ) -> None:
        """A label chip with its top left corner ``at`` a point; ``is_strong`` inverts it."""
        words = chip.text, chip.relations, chip.is_noted
        self._put(
            painter,
            at,
            ("chip", *words, chip.width, colour.accent, is_strong),
            QSizeF(chip.width, self._metrics.chip_height),
            lambda onto, rect: self._draw_chip(onto, rect, words, colour, is_strong=is_strong),
        )

    def name(
        self, painter: QPainter, middle: tuple[float, float], name: str, colour: str, *, framed: bool = False
    ) -> None:
        """The name of an arc around ``middle`` on the colour of the paper; ``framed`` where it may lie over text."""
        width = self.name_width(name) + (16 if framed else 8)
        height = self._name_font.height() + (4 if framed else 0)
        snap = self._metrics.snap
        self._put(
            painter,
            QPointF(snap(middle[0] - width / 2), snap(middle[1] - height / 2)),
            ("name", name, colour, framed),
            QSizeF(width, height),
            lambda onto, rect: self._draw_name(onto, rect, name, colour, framed=framed),
        )

    def hint(self, painter: QPainter, at: QPointF, letters: str, least: float = 0.0) -> None:
        """The letters that choose a mention, at least ``least`` wide, with their top left corner ``at`` a point."""
        unit = self._metrics.unit
        width = self._metrics.snap(max(least, self._chip_font.horizontalAdvance(letters.upper()) + 9 * unit))
        size = QSizeF(width, self._metrics.chip_height + 2 * unit)
        self._put(
            painter,
            at,
            ("hint", letters, width),
            size,
            lambda onto, rect: self._draw_hint(onto, rect, letters),
        )

    def _put(
        self,
        painter: QPainter,
        at: QPointF,
        key: tuple[object, ...],
        size: QSizeF,
        draw: Callable[[QPainter, QRectF], None],
    ) -> None:
        if not self._as_shapes:
            painter.drawPixmap(at, self._stamp(key, size, draw))
            return
        painter.save()
        painter.translate(at)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        draw(painter, QRectF(QPointF(), size))
        painter.restore()

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
        self,
        painter: QPainter,
        rect: QRectF,
        words: tuple[str, int, bool],
        colour: LabelColour,
        *,
        is_strong: bool,
    ) -> None:
        text, count, is_noted = words
        theme, metrics = self._theme, self._metrics
        line = 1 / metrics.ratio if metrics.ratio > 1 else 1.0
        inner = rect.adjusted(line / 2, line / 2, -line / 2, -line / 2)
        border = colour.accent if is_strong else blend(colour.accent, theme.paper, 0.55)
        painter.setPen(QPen(QColor(border), line))
        painter.setBrush(QColor(colour.accent if is_strong else theme.paper))
        radius = 3 * metrics.unit
        painter.drawRoundedRect(inner, radius, radius)
        ink = QColor(theme.paper if is_strong else colour.accent)
        if is_noted:
            _draw_corner(painter, inner, _CORNER * metrics.unit, radius, ink)
        painter.setFont(metrics.chip_font)
        painter.setPen(ink)
        x = 3.5 * metrics.unit
        baseline = metrics.snap((rect.height() + self._chip_font.capHeight()) / 2)
        self.write(painter, QPointF(x, baseline), text)
        if count:
            x += self._chip_font.horizontalAdvance(text) + 3 * metrics.unit
            font = QFont(metrics.name_font)
            font.setPointSizeF(metrics.chip_font.pointSizeF())
            painter.setFont(font)
            self.write(painter, QPointF(x, baseline), str(count))

    def write(self, painter: QPainter, at: QPointF, text: str) -> None:
        """Write in the painter's face and colour from the baseline point ``at`` on."""
        if not self._as_outlines:
            painter.drawText(at, text)
            return
        path = QPainterPath()
        path.addText(at, painter.font(), text)
        painter.fillPath(path, painter.pen().color())

    def _write_amid(self, painter: QPainter, rect: QRectF, font: QFontMetricsF, text: str) -> None:
        x = rect.left() + (rect.width() - font.horizontalAdvance(text)) / 2
        y = rect.top() + (rect.height() - font.height()) / 2 + font.ascent()
        self.write(painter, QPointF(x, y), text)

    def _draw_name(self, painter: QPainter, rect: QRectF, name: str, colour: str, *, framed: bool) -> None:
        painter.setPen(QPen(QColor(colour), 1.0) if framed else Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._theme.paper))
        painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5) if framed else rect, 4, 4)
        painter.setFont(self._metrics.name_font)
        painter.setPen(QColor(colour))
        self._write_amid(painter, rect, self._name_font, name)

    def _draw_hint(self, painter: QPainter, rect: QRectF, letters: str) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._theme.accent))
        painter.drawRoundedRect(rect, 3 * self._metrics.unit, 3 * self._metrics.unit)
        painter.setFont(self._metrics.chip_font)
        painter.setPen(QColor(self._theme.on_accent))
        self._write_amid(painter, rect, self._chip_font, letters.upper())


def _draw_corner(painter: QPainter, rect: QRectF, size: float, radius: float, ink: QColor) -> None:
    """A filled corner at the top right, as spreadsheets mark a cell with a note."""
    right, top = rect.right(), rect.top()
    path = QPainterPath(QPointF(right - size, top))
    path.lineTo(right - radius, top)
    path.quadTo(right, top, right, top + radius)
    path.lineTo(right, top + size)
    path.closeSubpath()
    painter.fillPath(path, ink)
