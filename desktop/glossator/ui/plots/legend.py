"""What stands around a chart in words: the key to its signs, and lines that end in an ellipsis where room ends."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QStyleOption, QWidget

from glossator.ui.plots.marks import LegendEntry
from glossator.ui.plots.signs import sample
from glossator.ui.theme import Theme

LINE = 24
"""The height of a legend, in pixels."""
_SAMPLE = QSize(20, 12)
_LEAST = 12  # pixels of words below which a sample says nothing


class LineLabel(QLabel):
    """One line of words that takes the room there is: what does not fit ends in an ellipsis, and the tooltip has all of
    it.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def say(self, words: str) -> None:
        """Show these words."""
        self.setText(words)
        self.setToolTip(words)

    @property
    def shown(self) -> str:
        """What of the words can be read."""
        room = self.contentsRect().width()
        return self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, room)

    def paintEvent(self, event: QPaintEvent) -> None:
        option = QStyleOption()
        option.initFrom(self)
        with QPainter(self) as painter:
            where = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
            self.style().drawItemText(
                painter, self.contentsRect(), where, self.palette(), True, self.shown, self.foregroundRole()
            )


class Legend(QWidget):
    """A row of samples with their words."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.entries: tuple[LegendEntry, ...] = ()
        self.setFixedHeight(LINE)

    def show_entries(self, entries: tuple[LegendEntry, ...]) -> None:
        """Show these instead."""
        self.entries = entries
        self.setVisible(bool(entries))
        told = ", ".join(entry.words for entry in entries)
        self.setAccessibleName(f"Legend: {told}")
        self.setToolTip(told)
        self.update()

    def draw(self, painter: QPainter, at: QPointF, room: float) -> None:
        """Draw it with ``painter``, beginning at ``at``, in so many pixels."""
        painter.save()  # what a sample was filled with must not fill what is drawn after it
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self.font())
        metrics = QFontMetricsF(self.font())
        x = at.x()
        for entry in self.entries:
            width = _SAMPLE.width() * (2 if entry.style == "ramp" else 1)
            area = QRectF(x, at.y() + (LINE - _SAMPLE.height()) / 2, width, _SAMPLE.height())
            left = at.x() + room - area.right() - 6
            if left < _LEAST:
                break  # the tooltip has all of them
            sample(painter, area, entry.style, self.theme)
            painter.setPen(QColor(self.theme.muted))
            words = metrics.elidedText(entry.words, Qt.TextElideMode.ElideRight, left)
            told = QRectF(area.right() + 6, at.y(), metrics.horizontalAdvance(words) + 2, LINE)
            painter.drawText(told, Qt.AlignmentFlag.AlignVCenter, words)
            x = told.right() + 16
        painter.restore()

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            self.draw(painter, QPointF(), self.width())
