"""The key to the signs of a chart: samples with their words, in as many lines as there must be."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from glossator.ui.plots.marks import LegendEntry
from glossator.ui.plots.signs import sample
from glossator.ui.theme import Theme

LINE = 24
"""The height of a line of a legend, in pixels."""
_SAMPLE = QSize(20, 12)
_BESIDE = 6  # pixels between a sample and its words
_APART = 16


class Legend(QWidget):
    """Samples with their words; the tooltip has all of these."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.entries: tuple[LegendEntry, ...] = ()
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_entries(self, entries: tuple[LegendEntry, ...]) -> None:
        """Show these instead."""
        self.entries = entries
        self.setVisible(bool(entries))
        told = ", ".join(entry.words for entry in entries)
        self.setAccessibleName(f"Legend: {told}")
        self.setToolTip(told)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """All of it in one line."""
        metrics = QFontMetricsF(self.font())
        wide = sum(_width(each) + metrics.horizontalAdvance(each.words) + 2 + _APART for each in self.entries)
        return QSize(ceil(wide), LINE)

    def minimumSizeHint(self) -> QSize:
        """No width at all."""
        return QSize(0, LINE)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        """As many lines as it takes."""
        return max(LINE, entries_height(self.entries, width, self.font()))

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            draw_entries(painter, self.entries, QPointF(), self.width(), self.font(), self.theme)


def entries_height(entries: Sequence[LegendEntry], room: int, font: QFont) -> int:
    """How many pixels high a legend is that begins another line where ``room`` (pixels) ends."""
    return LINE * len(_lines(entries, room, font))


def draw_entries(
    painter: QPainter, entries: Sequence[LegendEntry], at: QPointF, room: int, font: QFont, theme: Theme
) -> None:
    """Draw all of a legend, beginning at ``at``, in as many lines as ``room`` (pixels) asks for."""
    for row, line in enumerate(_lines(entries, room, font)):
        for x, entry in line:
            corner = at + QPointF(x, LINE * row)
            _draw_entry(painter, entry, corner, room - x - _width(entry), font, theme)


def _lines(entries: Sequence[LegendEntry], room: int, font: QFont) -> list[list[tuple[float, LegendEntry]]]:
    lines: list[list[tuple[float, LegendEntry]]] = []
    metrics, x = QFontMetricsF(font), float("inf")
    for entry in entries:
        needed = _width(entry) + metrics.horizontalAdvance(entry.words) + 2
        if x + needed > room:
            lines.append([])
            x = 0.0
        lines[-1].append((x, entry))
        x += needed + _APART
    return lines


def _width(entry: LegendEntry) -> int:
    """The room of a sample, with that between it and its words."""
    return _SAMPLE.width() * (2 if entry.style == "ramp" else 1) + _BESIDE


def _draw_entry(
    painter: QPainter, entry: LegendEntry, at: QPointF, left: float, font: QFont, theme: Theme
) -> float:
    """Draw a sample and its words, for which so many pixels are left; returns how many both took."""
    painter.save()  # what a sample was filled with must not fill what is drawn after it
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setFont(font)
    metrics, wide = QFontMetricsF(font), _width(entry)
    area = QRectF(at.x(), at.y() + (LINE - _SAMPLE.height()) / 2, wide - _BESIDE, _SAMPLE.height())
    sample(painter, area, entry.style, theme)
    painter.setPen(QColor(theme.muted))
    words = metrics.elidedText(entry.words, Qt.TextElideMode.ElideRight, left)
    told = QRectF(at.x() + wide, at.y(), metrics.horizontalAdvance(words) + 2, LINE)
    painter.drawText(told, Qt.AlignmentFlag.AlignVCenter, words)
    painter.restore()
    return wide + told.width()
