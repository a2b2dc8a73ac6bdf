"""How a step looks in the list: what was done; when, by whom and how much.  What holds no more is struck through."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPalette
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from glossator.retrospect import HistoryRow
from glossator.ui.panels.history.model import LINE_ROLE, facts
from glossator.ui.theme import Theme

_Index = QModelIndex | QPersistentModelIndex


class StepPainter(QStyledItemDelegate):
    """Draws a step in two lines."""

    def __init__(self, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self.theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(120, 2 * option.fontMetrics.height() + 14)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Ground, title and facts."""
        line: HistoryRow = index.data(LINE_ROLE)
        frame: QRect = option.rect
        self.initStyleOption(option, index)
        option.text = ""
        option.widget.style().drawControl(
            QStyle.ControlElement.CE_ItemViewItem, option, painter, option.widget
        )
        painter.save()
        font = QFont(option.font)
        font.setStrikeOut(line.undone)
        height = option.fontMetrics.height()
        ink = option.palette.color(QPalette.ColorRole.Text)
        is_faint = line.undone or line.undoes is not None
        painter.setFont(font)
        painter.setPen(QColor(self.theme.muted) if is_faint else ink)
        title = QRect(frame.left() + 12, frame.top() + 6, frame.width() - 24, height)
        painter.drawText(title, 0, _elided(painter, line.title, title.width()))
        painter.setFont(option.font)
        painter.setPen(QColor(self.theme.muted))
        below = title.translated(0, height + 2)
        painter.drawText(below, 0, _elided(painter, facts(line), below.width()))
        painter.restore()


def _elided(painter: QPainter, text: str, width: int) -> str:
    return painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, width)
