"""The tray beside a chart: what has no place on it yet, each with the reason; Enter looks for its place."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import NamedTuple

from PySide6.QtCore import QMimeData, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QLabel, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from glossator.ui.plots.marks import CARD_LETTERS

MOST = 300
"""Lines that a tray holds; what waits besides is in the table of the view."""
WIDTH = 244
"""Pixels that the tray takes beside a chart."""
_ROW = 40
_NARROW = 120
_SHARE = 0.36  # of a chart with its tray
_MOST = 16_777_215  # what Qt takes for no bound at all


class Waiting(NamedTuple):
    """What waits: its key, two lines of words, and what is said of it where it is the current one."""

    key: Hashable
    words: str
    tip: str


class TrayList(QListWidget):
    """The list; ``wanted`` carries the key of what shall get a place, ``chosen`` that of what its sentences are wanted
    of, ``moved`` the words of the current one.  Beside Enter the key ``letter`` asks for a place.  What can be
    ``dragged`` gives the kind of its data, and the data for a key.
    """

    wanted = Signal(object)
    chosen = Signal(object)
    moved = Signal(str)

    def __init__(
        self,
        name: str,
        letter: Qt.Key,
        parent: QWidget | None = None,
        *,
        dragged: tuple[str, Callable[[Hashable], bytes]] | None = None,
    ) -> None:
        super().__init__(parent)
        self._letter = letter
        self._dragged = dragged
        self._keys: list[Hashable] = []
        self._rows: Sequence[Waiting] = []
        if dragged is not None:
            self.setDragEnabled(True)
            self.setDragDropMode(QAbstractItemView.DragDropMode.DragOnly)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setUniformItemSizes(True)
        self.setAccessibleName(name)
        self.itemDoubleClicked.connect(lambda item: self.wanted.emit(self._keys[self.row(item)]))
        self.currentRowChanged.connect(lambda _: self.moved.emit(self.told))

    @property
    def rows(self) -> Sequence[Waiting]:
        """What waits, in its order."""
        return self._rows

    def show_waiting(self, rows: Sequence[Waiting]) -> None:
        """Hold these; the current one stays it, if it is still there, else the one in its place.  Lines that are the
        same before and after those that are others stay as they are.
        """
        before = self._rows
        if rows == before:
            return
        held, place = self.current_key(), self.currentRow()
        most = min(len(rows), len(before))
        first = next((at for at in range(most) if rows[at] != before[at]), most)
        last = next((at for at in range(most - first) if rows[-1 - at] != before[-1 - at]), most - first)
        self._rows = rows
        self.blockSignals(True)
        for at in reversed(range(first, len(before) - last)):
            self.takeItem(at)
        self._keys = [row.key for row in rows]
        for at in range(first, len(rows) - last):
            self.insertItem(at, _line(rows[at]))
        if held is not None and held in self._keys:
            self.setCurrentRow(self._keys.index(held))
        elif held is not None and rows:
            self.setCurrentRow(min(place, len(rows) - 1))
        self.blockSignals(False)

    def current_key(self) -> Hashable | None:
        """What the current line stands for."""
        row = self.currentRow()
        return self._keys[row] if 0 <= row < len(self._keys) else None

    def focusInEvent(self, event: QFocusEvent) -> None:
        if self.currentRow() < 0 and self.count():
            self.setCurrentRow(0)  # so that what the keys would work on is seen
        super().focusInEvent(event)

    @property
    def told(self) -> str:
        """What is said of the current line."""
        row = self.currentRow()
        return self._rows[row].tip if 0 <= row < len(self._rows) else ""

    def mimeData(self, items: Sequence[QListWidgetItem]) -> QMimeData:
        made = QMimeData()
        if items and self._dragged is not None:
            kind, data_of = self._dragged
            made.setData(kind, data_of(self._keys[self.row(items[0])]))
        return made

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = self.current_key()
        if event.text() and event.text() in CARD_LETTERS and not event.modifiers():
            event.ignore()
        elif key is not None and event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, self._letter}:
            self.wanted.emit(key)
        elif key is not None and event.key() in {Qt.Key.Key_S, Qt.Key.Key_Space}:
            self.chosen.emit(key)
        else:
            super().keyPressEvent(event)


def _line(row: Waiting) -> QListWidgetItem:
    item = QListWidgetItem(row.words)
    item.setToolTip(row.tip)
    item.setSizeHint(QSize(_NARROW - 20, _ROW))
    return item


class Tray(QWidget):
    """The list under its heading; without anything that waits it is not there."""

    def __init__(self, held: TrayList, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.head = QLabel(self)
        self.head.setProperty("tone", "section")
        self.head.setWordWrap(True)
        self.list = held
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.head)
        column.addWidget(self.list, 1)
        self._is_alone, self._room = False, 0
        self.setFixedWidth(WIDTH)

    def show_waiting(self, head: str, rows: Sequence[Waiting]) -> None:
        """Hold these instead."""
        self.head.setText(head)
        self.head.setToolTip(
            f"The first {MOST} of them are listed, all are in the table." * (len(rows) >= MOST)
        )
        self.list.show_waiting(rows)
        self.setVisible(bool(rows))

    def stand_alone(self, *, alone: bool) -> None:
        """There is nothing to draw beside it, so that it takes all the room; or there is again."""
        self._is_alone = alone
        self.setMinimumWidth(WIDTH)
        self.setMaximumWidth(_MOST if alone else WIDTH)
        if self._room:
            self.share(self._room)

    def share(self, width: int) -> None:
        """The chart and the tray have so many pixels: in a narrow window the larger part is the chart's."""
        self._room = width
        if not self._is_alone:
            self.setFixedWidth(max(_NARROW, min(WIDTH, round(width * _SHARE))))
