"""The frame of everything that pops up over the window: where it goes, its border, and that Esc closes it."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QGuiApplication, QHideEvent, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from glossator.ui.theme import Theme

_BORDER = 1
_PADDING = 8
_GAP = 8


def fitted(wanted: QSize, at: QPoint, screen: QRect) -> QRect:
    """A rectangle of the ``wanted`` size below ``at``, above it where there is no room below, inside ``screen``
    (all in pixels of the desktop).
    """
    size = wanted.boundedTo(screen.size())
    below = at.y() + _GAP
    top = below if below + size.height() <= screen.bottom() + 1 else at.y() - _GAP - size.height()
    left = min(max(at.x(), screen.left()), screen.right() + 1 - size.width())
    return QRect(QPoint(left, min(max(top, screen.top()), screen.bottom() + 1 - size.height())), size)


class PopupFrame(QFrame):
    """A frame over the window that closes on Esc and on a click outside; ``closed`` follows, however it closed."""

    closed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Popup | Qt.WindowType.FramelessWindowHint)
        self.theme = theme
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(_PADDING, _PADDING, _PADDING, _PADDING)
        self.column.setSpacing(8)

    def set_theme(self, theme: Theme) -> None:
        """Draw in these colours from now on."""
        self.theme = theme
        self.update()

    def show_at(self, at: QPoint, wanted: QSize) -> None:
        """Open at a point of the desktop, with the ``wanted`` size as far as the screen has room."""
        screen = QGuiApplication.screenAt(at) or QGuiApplication.primaryScreen()
        self.setGeometry(fitted(wanted, at, screen.availableGeometry()))
        self.show()

    def show_over(self, window: QWidget, wanted: QSize, *, top: int = 64) -> None:
        """Open in the middle of ``window``, ``top`` pixels below its upper edge."""
        room = window.size() - QSize(32, 32 + top)
        size = wanted.boundedTo(room).expandedTo(QSize(280, 160))
        left = (window.width() - size.width()) // 2
        self.setGeometry(QRect(window.mapToGlobal(QPoint(left, top)), size))
        self.show()

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setPen(QPen(QColor(self.theme.rule), _BORDER))
            painter.setBrush(QColor(self.theme.raised))
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        else:
            super().keyPressEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.closed.emit()
