"""A picture of a view, laid out for its own size: the question, the key, the chart, and at its foot what it is of."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QWidget

from glossator.ui.plots.chart import Chart
from glossator.ui.plots.legend import LINE, draw_entries, entries_height
from glossator.ui.plots.marks import View
from glossator.ui.plots.origin import PROGRAM, Origin
from glossator.ui.theme import Theme

_EDGE = 20
_GAP = 10
_LEAST = 640  # pixels of the lines above and below a narrow chart
_SMALL = 0.85
_WRAPPED = int(Qt.AlignmentFlag.AlignTop) | int(Qt.TextFlag.TextWordWrap)


@dataclass(frozen=True)
class Picture:
    """The parts of a picture and how they look; ``origin`` is what it was made of, where that is known."""

    question: str
    view: View
    chart: Chart
    theme: Theme
    font: QFont
    origin: Origin | None

    @property
    def size(self) -> QSize:
        """How large it is, in pixels."""
        drawn = self.chart.picture_size()
        width = max(_LEAST, drawn.width())
        high = self._head(width) + drawn.height() + _GAP + self._foot(width)
        return QSize(width + 2 * _EDGE, high + 2 * _EDGE)

    @property
    def texts(self) -> dict[str, str]:
        """What it says of itself, by keywords as PNG has them."""
        told = {
            "Title": self.question,
            "Description": "\n".join(filter(None, self._told)),
            "Software": PROGRAM,
        }
        if self.origin is not None:
            told |= {
                "Source": self.origin.project,
                "Creation Time": self.origin.made.isoformat("T", "seconds"),
            }
        return told

    def paint(self, painter: QPainter) -> None:
        """Draw all of it, its upper left corner at 0, 0."""
        size = self.size
        width = size.width() - 2 * _EDGE
        painter.fillRect(QRectF(QPointF(), size), QColor(self.theme.raised))
        painter.setFont(self._bold)
        painter.setPen(QColor(self.theme.ink))
        title = self._height(self._bold, self.question, width)
        painter.drawText(QRectF(_EDGE, _EDGE, width, title), _WRAPPED, self.question)
        key = QPointF(_EDGE, _EDGE + title + _GAP / 2)
        draw_entries(painter, self.view.legend, key, width, self.font, self.theme)
        self.chart.picture(painter, QPointF(_EDGE, _EDGE + self._head(width)))
        self._paint_foot(painter, size, width)

    def _paint_foot(self, painter: QPainter, size: QSize, width: int) -> None:
        y = float(size.height() - _EDGE - self._foot(width))
        said, origin = self._told
        for font, words in ((self.font, said), (self._small, origin)):
            height = self._height(font, words, width)
            painter.setFont(font)
            painter.setPen(QColor(self.theme.muted))
            painter.drawText(QRectF(_EDGE, y, width, height), _WRAPPED, words)
            y += height + _GAP / 2

    @property
    def _told(self) -> tuple[str, str]:
        """The line below the chart, with what is left out of it, and the one that says what it was made of."""
        left_out = self.chart.left_out()
        said = "  ·  ".join(each for each in (self.view.foot, left_out) if each)
        return said, self.origin.line if self.origin is not None else ""

    def _head(self, width: int) -> int:
        key = entries_height(self.view.legend, width, self.font)
        return self._height(self._bold, self.question, width) + key + _GAP

    def _foot(self, width: int) -> int:
        said, origin = self._told
        below = self._height(self._small, origin, width) + _GAP // 2 if origin else 0
        return self._height(self.font, said, width) + _GAP // 2 + below

    def _height(self, font: QFont, words: str, width: int) -> int:
        area = QRect(0, 0, width, 100_000)
        return max(LINE - 4, QFontMetrics(font).boundingRect(area, _WRAPPED, words).height()) if words else 0

    @property
    def _bold(self) -> QFont:
        font = QFont(self.font)
        font.setWeight(QFont.Weight.DemiBold)
        font.setPointSizeF(font.pointSizeF() * 1.15)
        return font

    @property
    def _small(self) -> QFont:
        font = QFont(self.font)
        font.setPointSizeF(font.pointSizeF() * _SMALL)
        return font


@contextmanager
def composed(
    question: str, view: View, live: Chart, theme: Theme, font: QFont, origin: Origin | None
) -> Iterator[Picture]:
    """A picture of what ``live`` shows, for as long as it is painted: another chart of the same kind is laid out for it
    beside the window, so that how much room the window leaves to ``live`` is nobody's business.
    """
    ground = QWidget()
    ground.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
    ground.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
    ground.setAttribute(Qt.WidgetAttribute.WA_QuitOnClose, on=False)
    ground.setFont(font)
    ground.show()
    try:
        yield Picture(question, view, live.posed(view, theme, ground), theme, font, origin)
    finally:
        ground.hide()
        ground.deleteLater()
