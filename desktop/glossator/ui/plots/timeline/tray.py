"""The tray beside a timeline: events without a date, each with the reason; dragged onto a day, or dated by Enter."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QMimeData, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QLabel, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from glossator.analysis.timeline import EventKey, Row
from glossator.core.scheme import Scheme
from glossator.ui.plots.marks import counted
from glossator.ui.plots.timeline.content import title
from glossator.ui.plots.timeline.surface import MIME

WIDTH = 244
"""Pixels that the tray takes."""
_ROW = 40
_KEY = Qt.ItemDataRole.UserRole


class TrayList(QListWidget):
    """The undated events; ``wanted`` carries the key of the one that shall get a date, ``chosen`` that of the one whose
    sentences are wanted, ``moved`` the words of the current one.
    """

    wanted = Signal(object)
    chosen = Signal(object)
    moved = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setDragEnabled(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragOnly)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setUniformItemSizes(True)
        self.setAccessibleName("Events without a date")
        self.itemDoubleClicked.connect(lambda item: self.wanted.emit(item.data(_KEY)))
        self.currentItemChanged.connect(lambda now, _: self.moved.emit(now.toolTip() if now else ""))

    def show_rows(self, rows: Sequence[Row], scheme: Scheme) -> None:
        """Hold these events; the current one stays it, if it is still there."""
        held = self.current_key()
        self.blockSignals(True)
        self.clear()
        for row in rows:
            item = QListWidgetItem(f"{title(row)}  {scheme.name_of(row.type)}\n{row.why}", self)
            item.setData(_KEY, row.key)
            item.setToolTip(
                f"{title(row)}, {scheme.name_of(row.type)}: {row.why}. Enter dates it, S shows its sentence."
            )
            item.setSizeHint(QSize(WIDTH - 20, _ROW))
            if tuple(row.key) == held:
                self.setCurrentItem(item)
        self.blockSignals(False)

    def current_key(self) -> EventKey | None:
        """What the current line stands for."""
        row = self.currentRow()
        return EventKey(*self.item(row).data(_KEY)) if row >= 0 else None

    def mimeData(self, items: Sequence[QListWidgetItem]) -> QMimeData:
        """What is dragged: the event's key as text."""
        made = QMimeData()
        if items:
            entity, event = items[0].data(_KEY)
            made.setData(MIME, f"{'' if entity is None else entity} {event}".encode())
        return made

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = self.current_key()
        if key is not None and event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_D}:
            self.wanted.emit(key)
        elif key is not None and event.key() in {Qt.Key.Key_S, Qt.Key.Key_Space}:
            self.chosen.emit(key)
        else:
            super().keyPressEvent(event)


class Tray(QWidget):
    """The list under its heading."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.head = QLabel(self)
        self.head.setProperty("tone", "section")
        self.list = TrayList(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.head)
        column.addWidget(self.list, 1)
        self.setFixedWidth(WIDTH)

    def show_rows(self, rows: Sequence[Row], scheme: Scheme) -> None:
        """Hold these events; without any there is no tray."""
        self.head.setText(f"{counted(len(rows), 'event')} without a date")
        self.list.show_rows(rows, scheme)
        self.setVisible(bool(rows))
