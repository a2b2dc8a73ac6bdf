"""Words in one line that takes the room there is: what does not fit ends in an ellipsis, the tool tip says it all."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QStyleOption, QWidget


class LineLabel(QLabel):
    """One line of words; ``text()`` is always all of them.  However long they are, they ask for no room: a title of
    three hundred letters would make the window wider.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def say(self, words: str) -> None:
        """Show these words, line breaks as blanks."""
        self.setText(words.replace("\n", " "))
        self._tell()

    @property
    def shown(self) -> str:
        """What of the words can be read."""
        room = self.contentsRect().width()
        return self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, room)

    @property
    def is_cut(self) -> bool:
        """There is not room for all of them."""
        return self.shown != self.text()

    def minimumSizeHint(self) -> QSize:
        """No width at all."""
        return QSize(0, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._tell()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._tell()

    def _tell(self) -> None:
        self.setToolTip(self.text() if self.is_cut else "")

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self.is_cut:
            super().paintEvent(event)  # what is marked with the mouse is seen there
            return
        option = QStyleOption()
        option.initFrom(self)
        with QPainter(self) as painter:
            where = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
            self.style().drawItemText(
                painter, self.contentsRect(), where, self.palette(), True, self.shown, self.foregroundRole()
            )
