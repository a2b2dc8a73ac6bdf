"""The sign of a label beside its words: its tag on its tint, over its underline pattern."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from glossator.ui.theme import LabelColour, Theme, draw_underline

_BESIDE = 7
_HEIGHT = 26


class Chip(QWidget):
    """A label's tag in its colours; it explains itself to a screen reader by the label's name."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self._tag = ""
        self._colour: LabelColour = theme.neutral
        font = self.font()
        font.setBold(True)
        font.setPointSizeF(font.pointSizeF() * 0.9)
        self.setFont(font)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_tag(self, tag: str, name: str, colour: LabelColour) -> None:
        """Show ``tag`` in ``colour``; ``name`` is its explanation."""
        self._tag, self._colour = tag, colour
        self.setToolTip(name)
        self.setAccessibleName(name)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self.fontMetrics().horizontalAdvance(self._tag) + 2 * _BESIDE, _HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(self._colour.tint))
            frame = QRectF(0, 0, self.width(), _HEIGHT - 6)
            painter.drawRoundedRect(frame, 3, 3)
            painter.setPen(QColor(self.theme.ink))
            painter.drawText(frame, Qt.AlignmentFlag.AlignCenter, self._tag)
            draw_underline(painter, self._colour, 0, self.width(), _HEIGHT - 3)
