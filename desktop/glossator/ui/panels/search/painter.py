"""How found documents and their hits look in the list."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from glossator.analysis.concordance import Line
from glossator.ui.concordance import draw_ground, draw_line, draw_text
from glossator.ui.panels.search.model import DOCUMENT_ROLE, LINE_ROLE, hits_in_words
from glossator.ui.theme import Theme

_ROW = 28
_Index = QModelIndex | QPersistentModelIndex


class ResultPainter(QStyledItemDelegate):
    """Draws a document's name with the number of its hits, and each hit in the column of the others."""

    def __init__(self, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self.theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(240, max(_ROW, option.fontMetrics.height() + 10))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Ground, then a name or a line."""
        painter.save()
        area = draw_ground(painter, option, self.theme)
        line: Line | None = index.data(LINE_ROLE)
        area.adjust(4, 0, -12, 0)
        if line is not None:
            draw_line(painter, area, line, self.theme.neutral.tint, self.theme)
        elif index.parent().isValid():
            draw_text(painter, area, str(index.data(Qt.ItemDataRole.DisplayRole)), self.theme.accent)
        else:
            self._draw_document(painter, area, index)
        painter.restore()

    def _draw_document(self, painter: QPainter, area: QRectF, index: _Index) -> None:
        number = hits_in_words(index.data(DOCUMENT_ROLE))
        bold = QFont(painter.font())
        bold.setWeight(QFont.Weight.DemiBold)
        wide = QFontMetricsF(painter.font()).horizontalAdvance(number) + 16
        draw_text(painter, area, number, self.theme.muted, to_right=True)
        painter.setFont(bold)
        draw_text(painter, area.adjusted(0, 0, -wide, 0), str(index.data()), self.theme.ink)
