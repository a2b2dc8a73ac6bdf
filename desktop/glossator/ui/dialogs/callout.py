"""A callout: a small card over the window that says one thing to do, beside the place where it is done."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

_WIDTH = 320
_GAP = 12
_EDGE = 8


class Callout(QFrame):
    """Says a sentence; ``skipped`` and ``left`` are its buttons.  It never takes the keyboard away from the work."""

    skipped = Signal()
    left = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("frame", "callout")
        self.setFixedWidth(_WIDTH)
        self.head = QLabel(self)
        self.head.setProperty("tone", "muted")
        self.text = QLabel(self)
        self.text.setWordWrap(True)
        self.text.setTextFormat(Qt.TextFormat.PlainText)
        self.text.setProperty("tone", "head")
        self.skip = QPushButton("Next", self)
        self.leave = QPushButton("End the tour (Esc)", self)
        for button, signal in ((self.skip, self.skipped), (self.leave, self.left)):
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.clicked.connect(signal)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.leave)
        row.addStretch(1)
        row.addWidget(self.skip)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(8)
        column.addWidget(self.head)
        column.addWidget(self.text)
        column.addLayout(row)
        self.hide()

    def say(self, head: str, text: str, beside: QRect, *, skip: str = "Skip") -> None:
        """Show ``text`` beside a rectangle of the window (pixels), over the window and never outside it."""
        self.head.setText(head)
        self.text.setText(text)
        self.skip.setText(skip)
        self.setAccessibleName(f"{head}. {text}")
        self.adjustSize()
        self.setFixedHeight(
            self.heightForWidth(_WIDTH) if self.hasHeightForWidth() else self.sizeHint().height()
        )
        self.move(self._place(beside))
        self.show()
        self.raise_()

    def _place(self, beside: QRect) -> QPoint:
        """Right of the rectangle, else left of it, else in its lower right corner."""
        parent = self.parentWidget()
        assert parent is not None
        room = parent.rect().adjusted(_EDGE, _EDGE, -_EDGE, -_EDGE)
        if beside.right() + _GAP + self.width() <= room.right():
            x = beside.right() + _GAP
        elif beside.left() - _GAP - self.width() >= room.left():
            x = beside.left() - _GAP - self.width()
        else:
            x = beside.right() - _GAP - self.width()
        y = beside.top() + _GAP if beside.height() > 2 * self.height() else beside.bottom() + _GAP
        return QPoint(
            min(max(x, room.left()), room.right() - self.width()),
            min(max(y, room.top()), room.bottom() - self.height()),
        )
