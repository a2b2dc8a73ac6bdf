"""The link chart as a widget: its surface under hand and keyboard."""

from __future__ import annotations

from collections.abc import Hashable

from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QWidget

from glossator.ui.plots.chart import Chart
from glossator.ui.plots.links import overlay
from glossator.ui.plots.links.fitting import reached
from glossator.ui.plots.links.hands import Hand
from glossator.ui.plots.links.kept import Kept
from glossator.ui.plots.links.surface import MARGIN, Surface
from glossator.ui.plots.marks import View
from glossator.ui.theme import Theme

_PICTURE = QSize(1200, 800)
_READABLE = 0.7  # magnification in which a chart can be read
_MOST_CROWDED = 2.0  # times a picture is larger for that at most
_LOWEST = 420
_FLATTEST, _STEEPEST = 0.45, 0.8  # of the width of a picture is its height


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
        asking = next((each for each in self.tab_stops[1:] if each.isVisible()), None)
        if self.scene is None and asking is not None:  # nothing is drawn before it is said what
            asking.setFocus(event.reason())
            return
        by_key = event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)
        if by_key and self.current is None and self.scene is not None and self.scene.cast.nodes:
            self.go_to(self.scene.cast.nodes[0], is_led=False)
        self.touch()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.touch()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and self.content is not None:
            self._kept = Kept()
            self.key.arrange(self.width())
            if self._is_moved or self.scene is None:
                self._rebuild(self.zoom)
            else:
                self.fit()
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

    @property
    def current_key(self) -> Hashable | None:
        return self.current

    def center_of_current(self) -> QPoint | None:
        at = self.place_of(self.current) if self.current is not None else None
        return at.toPoint() if at is not None else None

    # --- pictures

    def picture(self, painter: QPainter, at: QPointF) -> None:
        """Draw what is in view, as shapes and letters."""
        scene = self.scene
        if scene is None or self.content is None:
            return
        area = QRectF(self.rect())
        painter.save()
        painter.translate(at)
        painter.setClipRect(area)
        painter.save()
        painter.translate(-self.origin)
        scene.paint(painter, area.translated(self.origin))
        overlay.paint_way(painter, scene, self.content.way)
        painter.restore()
        self.key.paint(painter, area)
        painter.restore()

    def posed(self, view: View, theme: Theme, parent: QWidget) -> Chart:
        made = LinkChart(theme, parent)
        made.names_first = True
        made.setFixedSize(_PICTURE)
        made.show()
        made.show_view(view)
        if self._is_moved:
            made.look_like(self)
        else:
            made.take_shape()
        made._settle()
        return made

    def take_shape(self) -> None:
        """Be as large as the whole chart wants: a crowded one is larger, and none is higher than what it shows."""
        crowded = min(_MOST_CROWDED, max(1.0, _READABLE / self.zoom))
        wide = round(_PICTURE.width() * crowded)
        self.setFixedSize(wide, round(_PICTURE.height() * crowded))
        if self.scene is not None:
            around = 2 * MARGIN + round(self.key.height)
            wanted = round(reached(self.scene).height()) + around
            self.setFixedHeight(min(self.height(), max(_LOWEST, wanted)))

    def look_like(self, other: LinkChart) -> None:
        """Show all that is in view in ``other``, apart from what is behind its key."""
        wide, high = other.width(), other.height() - other.key.height
        self.setFixedHeight(
            round(min(max(high / wide, _FLATTEST), _STEEPEST) * self.width() + self.key.height)
        )
        free = self.height() - self.key.height
        zoom = other.zoom * min(self.width() / wide, free / high)
        middle = (other.origin + QPointF(wide / 2, high / 2)) * (zoom / other.zoom)
        self.look(zoom, middle - QPointF(self.width() / 2, free / 2))
