"""A canvas on which one mark can be dragged onto another."""

from __future__ import annotations

from collections.abc import Callable, Hashable

from PySide6.QtCore import QEvent, QPointF, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QApplication, QWidget

from glossator.ui.plots.canvas import Canvas
from glossator.ui.plots.marks import Mark
from glossator.ui.theme import Theme

Told = Callable[[Hashable, Hashable], str]
"""What comes of it when the mark with the first key is let go over that with the second; empty where nothing does."""


class DragCanvas(Canvas):
    """Beside what a canvas does, a drag that begins on a mark of which ``can_drag`` carries it; let go over another one
    for which ``told`` has words, ``dropped`` carries the keys of both.
    """

    dropped = Signal(object, object)

    def __init__(
        self, theme: Theme, parent: QWidget | None, can_drag: Callable[[Hashable], bool], told: Told
    ) -> None:
        self._held: Mark | None = None
        self._begun = QPointF()
        self._carried: QPointF | None = None
        super().__init__(theme, parent)
        self._can_drag = can_drag
        self._told = told

    def _on_mouse(self, event: QMouseEvent) -> None:
        at, kind = event.position(), event.type()
        is_left = event.button() == Qt.MouseButton.LeftButton
        if kind == QEvent.Type.MouseButtonPress and is_left:
            mark = self.mark_at(at)
            self._held = mark if mark is not None and self._can_drag(mark.key) else None
            self._begun = at
        elif kind == QEvent.Type.MouseMove and self._held is not None:
            self._carry(at)
            return
        elif kind == QEvent.Type.MouseButtonRelease and is_left and self._held is not None:
            is_click = self._carried is None
            self._put_down(at)
            if not is_click:
                return
        super()._on_mouse(event)

    def _carry(self, at: QPointF) -> None:
        """Once the hand has gone further than it does in a click."""
        far = QApplication.startDragDistance()
        if self._carried is None and (at - self._begun).manhattanLength() < far:
            return
        self._carried = at
        self._plot.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)
        self.moved.emit(self._words_over(at))
        self._layer.update()

    def _target(self, at: QPointF) -> Mark | None:
        mark, held = self.mark_at(at), self._held
        if mark is None or held is None or mark.key == held.key or not self._told(held.key, mark.key):
            return None
        return mark

    def _words_over(self, at: QPointF) -> str:
        target, held = self._target(at), self._held
        if held is None:
            return ""
        return self._told(held.key, target.key) if target is not None else self._words(held)

    def _put_down(self, at: QPointF) -> None:
        held, carried, target = self._held, self._carried, self._target(at)
        self._held = self._carried = None
        if carried is None:
            return
        self._pressed = None
        self._plot.viewport().setCursor(Qt.CursorShape.ArrowCursor)
        self._layer.update()
        if held is not None and target is not None:
            self.dropped.emit(held.key, target.key)

    def paint_marks(self, painter: QPainter) -> None:
        """The view, and what is carried: a line from where it stands to the hand, a frame around what it is over."""
        super().paint_marks(painter)
        if self._held is None or self._carried is None:
            return
        place, target = self.place(), self._target(self._carried)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(self.theme.focus), 2))
        for mark in (self._held, target):
            if mark is not None:
                painter.drawRoundedRect(place.reached(mark), 4, 4)
        painter.setPen(QPen(QColor(self.theme.focus), 1, Qt.PenStyle.DashLine))
        painter.drawLine(place.reached(self._held).center(), self._carried)
