"""The link chart as a widget: its surface under hand and keyboard."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QWidget

from glossator.ui.plots.links.hands import Hand
from glossator.ui.plots.links.scene import Kept
from glossator.ui.plots.links.surface import Surface
from glossator.ui.theme import Theme


class LinkChart(Surface):
    """Draws a :class:`~glossator.ui.plots.links.content.Content` and does what hand and keyboard ask for."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._hand = Hand(self)
        self.viewport.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QWheelEvent):
            return self._hand.wheel(event)
        if event.type() == QEvent.Type.Leave:
            self.hover(None, QPoint())
        elif isinstance(event, QMouseEvent):
            self._hand.mouse(event)
            return True
        return super().eventFilter(watched, event)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            step = {Qt.Key.Key_Tab: 1, Qt.Key.Key_Backtab: -1}.get(Qt.Key(event.key()), 0)
            if step and self._hand.tab(step):
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._hand.key(event):
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        by_key = event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)
        if by_key and self.current is None and self.scene is not None and self.scene.cast.nodes:
            self.go_to(self.scene.cast.nodes[0])
        self.touch()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.touch()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and self.content is not None:
            self._kept = Kept()
            self._rebuild(self.zoom)
            self._layer.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._layer.fit()
        self.key.arrange(self.width())
        self.resized.emit()
        if self._is_moved and event.oldSize().isValid():
            self.look(self._zoom_before, self._origin_before)
        else:
            self.fit()
