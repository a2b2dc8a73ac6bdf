"""How what is odd looks in the list: the sentence that tells it, and below that its line of the text."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from glossator.analysis.doubts import Doubt
from glossator.ui.concordance import draw_ground, draw_line, draw_text
from glossator.ui.panels.review.model import COUNT_ROLE, DOUBT_ROLE, told
from glossator.ui.theme import Theme

_AROUND = 6
_Index = QModelIndex | QPersistentModelIndex


class DoubtPainter(QStyledItemDelegate):
    """Draws a kind with its number, and of each oddity two lines; what was waved through is grey."""

    def __init__(self, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self.theme = theme
        self.names_documents = False

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        lines = 2 if index.parent().isValid() else 1
        return QSize(200, lines * (option.fontMetrics.height() + 2) + 2 * _AROUND)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Ground, then a kind or an oddity."""
        painter.save()
        area = draw_ground(painter, option, self.theme)
        doubt: Doubt | None = index.data(DOUBT_ROLE)
        area.adjust(4, _AROUND, -12, -_AROUND)
        if doubt is None:
            self._draw_kind(painter, area, index)
        else:
            self._draw_doubt(painter, area, doubt)
        painter.restore()

    def _draw_kind(self, painter: QPainter, area: QRectF, index: _Index) -> None:
        number = f"{index.data(COUNT_ROLE):,}"
        wide = QFontMetricsF(painter.font()).horizontalAdvance(number) + 16
        draw_text(painter, area, number, self.theme.muted, to_right=True)
        bold = QFont(painter.font())
        bold.setWeight(QFont.Weight.DemiBold)
        painter.setFont(bold)
        draw_text(painter, area.adjusted(0, 0, -wide, 0), str(index.data()), self.theme.ink)

    def _draw_doubt(self, painter: QPainter, area: QRectF, doubt: Doubt) -> None:
        half = area.height() / 2
        upper, lower = area.adjusted(0, 0, 0, -half), area.adjusted(0, half, 0, 0)
        colour = self.theme.muted if doubt.oddity.waved else self.theme.ink
        if self.names_documents:
            metrics = QFontMetricsF(painter.font())
            name = metrics.elidedText(doubt.name, Qt.TextElideMode.ElideMiddle, area.width() * 0.35)
            wide = metrics.horizontalAdvance(name) + 12
            draw_text(painter, upper, name, self.theme.muted, to_right=True)
            upper.adjust(0, 0, -wide, 0)
        draw_text(painter, upper, told(doubt), colour)
        draw_line(painter, lower, doubt.line, self.theme.neutral.tint, self.theme)
