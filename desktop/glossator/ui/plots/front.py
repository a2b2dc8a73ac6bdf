"""The board before its views are there: the frames of the first cards with their questions, where the cards will be."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QLabel, QStyle, QVBoxLayout, QWidget

from glossator.surveys import SURVEYS
from glossator.ui.plots import arrangement
from glossator.ui.plots.arrangement import AROUND, BETWEEN, TWO_COLUMNS, USUAL
from glossator.ui.settings import BOARD, Settings

_HEAD = 84  # pixels that the filter takes above the cards
_HIGH = 320  # pixels of a card, as long as nobody knows better
_WAITING = "Counting…"


class Front(QWidget):
    """Frames with questions.  ``painted`` tells that they are on the screen."""

    painted = Signal()

    def __init__(self, settings: Settings | None, parent: QWidget) -> None:
        super().__init__(parent)
        self._is_painted = False
        kept = settings.get(BOARD) if settings is not None else ()
        self._arrangement = arrangement.read(kept, USUAL)
        self._frames: dict[str, QFrame] = {}

    @property
    def questions(self) -> tuple[str, ...]:
        """What the cards ask that there is room for."""
        return tuple(SURVEYS[name].question for name in self._frames)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._is_painted:
            self._is_painted = True
            self.painted.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        """Frames as far as there is room for them, as wide as the cards will be."""
        columns = 2 if self.width() >= TWO_COLUMNS else 1
        bar = self.style().pixelMetric(QStyle.PixelMetric.PM_ScrollBarExtent)
        left, top, right, _ = AROUND
        step = (self.width() - bar - left - right + BETWEEN) // columns
        places = arrangement.cells(self._arrangement, columns)
        for name, (row, column, span) in places.items():
            y = _HEAD + top + row * (_HIGH + BETWEEN)
            if y < self.height() and name not in self._frames:
                self._frames[name] = _frame(SURVEYS[name].question, self)
                self._frames[name].show()
            if name in self._frames:
                self._frames[name].setGeometry(left + column * step, y, span * step - BETWEEN, _HIGH)


def _frame(question: str, parent: QWidget) -> QFrame:
    made = QFrame(parent)
    made.setProperty("frame", "card")
    title = QLabel(question, made)
    title.setProperty("tone", "head")
    title.setWordWrap(True)
    waiting = QLabel(_WAITING, made)
    waiting.setProperty("tone", "empty")
    waiting.setAlignment(Qt.AlignmentFlag.AlignCenter)
    column = QVBoxLayout(made)
    column.setContentsMargins(16, 12, 12, 12)
    column.addWidget(title)
    column.addWidget(waiting, 1)
    return made
