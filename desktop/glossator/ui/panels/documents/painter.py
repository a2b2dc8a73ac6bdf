"""How a document looks in the list: the sign of its status, its name, the number of its mentions."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPalette, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from glossator.core.documents import Status
from glossator.ui.panels.documents.model import NUMBER_ROLE, ROW_ROLE, DocumentLine
from glossator.ui.theme import Theme

_ROW_HEIGHT = 30
_DOT = 11.0

_Index = QModelIndex | QPersistentModelIndex


class DocumentPainter(QStyledItemDelegate):
    """Draws a row: the dot of the status, the name, the number of mentions.  Where something is selected in the views
    of the Summary page, a line at the edge marks the documents that hold it (``concerned``), and the others step back.
    """

    def __init__(self, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self.theme = theme
        self.open_document: int | None = None
        self.concerned: frozenset[int] | None = None

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(120, max(_ROW_HEIGHT, option.fontMetrics.height() + 12))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Ground, dot, name and number."""
        row: DocumentLine = index.data(ROW_ROLE)
        frame: QRect = option.rect
        self.initStyleOption(option, index)
        option.text = ""
        style = option.widget.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, option, painter, option.widget)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle = QPointF(frame.left() + 18, frame.center().y() + 0.5)
        draw_status(painter, row.document.status, middle, self.theme)
        font = QFont(option.font)
        font.setBold(row.document.id == self.open_document)
        number = index.data(NUMBER_ROLE)
        wide = option.fontMetrics.horizontalAdvance(number) + 12
        painter.setFont(option.font)
        painter.setPen(QColor(self.theme.muted))
        painter.drawText(
            frame.adjusted(0, 0, -12, 0), Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, number
        )
        painter.setFont(font)
        is_apart = self.concerned is not None and row.document.id not in self.concerned
        if self.concerned is not None and not is_apart:
            painter.fillRect(
                frame.left() + 2, frame.top() + 4, 3, frame.height() - 8, QColor(self.theme.focus)
            )
        is_faint = is_apart or row.document.status == "dropped"
        painter.setPen(
            QColor(self.theme.muted) if is_faint else option.palette.color(QPalette.ColorRole.Text)
        )
        place = frame.adjusted(32, 0, -wide - 8, 0)
        name = painter.fontMetrics().elidedText(
            row.document.name, Qt.TextElideMode.ElideMiddle, place.width()
        )
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, name)
        painter.restore()


def draw_status(painter: QPainter, status: Status, middle: QPointF, theme: Theme) -> None:
    """The sign of a status around ``middle``: new a ring, in work half full, done full, dropped a cross."""
    half = _DOT / 2
    frame = QRectF(middle.x() - half, middle.y() - half, _DOT, _DOT)
    colour = QColor(theme.good if status == "done" else theme.muted if status == "dropped" else theme.accent)
    painter.setPen(QPen(colour, 1.6))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    if status == "dropped":
        inner = frame.adjusted(1.5, 1.5, -1.5, -1.5)
        painter.drawLine(inner.topLeft(), inner.bottomRight())
        painter.drawLine(inner.topRight(), inner.bottomLeft())
        return
    if status == "done":
        painter.setBrush(colour)
    painter.drawEllipse(frame)
    if status == "in work":
        painter.setBrush(colour)
        painter.drawPie(frame, 90 * 16, 180 * 16)
