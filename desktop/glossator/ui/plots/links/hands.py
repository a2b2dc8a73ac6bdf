"""Hand and keyboard on a link chart: what a press, a drag, the wheel and each key mean."""

from __future__ import annotations

import math

from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QWheelEvent

from glossator.analysis.links import LinkKey
from glossator.core.statements import Node
from glossator.ui.plots.links.content import Mark
from glossator.ui.plots.links.surface import Surface

_FAR = 4.0  # pixels that a press may move and is still a click
_STEP = 1.25
_NUDGE = 60.0
_NOTCH = 120.0
_WAYS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}
_CONTROL = Qt.KeyboardModifier.ControlModifier
_SHIFT = Qt.KeyboardModifier.ShiftModifier


class Hand:
    """The hand on one chart."""

    def __init__(self, chart: Surface) -> None:
        self._chart = chart
        self._pressed: QPointF | None = None
        self._last = QPointF()
        self._held: Mark | None = None
        self._grip = QPointF()
        self._is_drag = False
        self._from: Node | None = None

    # --- the mouse

    def wheel(self, event: QWheelEvent) -> bool:
        """Magnify with Ctrl; else the page is scrolled, whatever slides under the pointer meanwhile."""
        if not event.modifiers() & _CONTROL:
            event.ignore()
            return True
        notches = event.angleDelta().y() / _NOTCH
        self._chart.magnify(_STEP**notches, event.position())
        return True

    def mouse(self, event: QMouseEvent) -> None:
        """A press, a move, a release or a double click."""
        match event.type():
            case QEvent.Type.MouseButtonPress:
                self._press(event)
            case QEvent.Type.MouseMove:
                self._move(event)
            case QEvent.Type.MouseButtonRelease:
                self._release(event)
            case QEvent.Type.MouseButtonDblClick:
                self._double(event)

    def _press(self, event: QMouseEvent) -> None:
        chart, point = self._chart, event.position()
        chart.setFocus(Qt.FocusReason.MouseFocusReason)
        self._held = chart.key_at(point)
        if event.button() == Qt.MouseButton.RightButton:
            chart.go_to(self._held, is_seen=False)
            chart.menu_requested.emit(self._held, event.globalPosition().toPoint())
            return
        self._pressed = self._last = point
        self._is_drag = False
        place = chart.place_of(self._held) if isinstance(self._held, Node) else None
        self._grip = place - point if place is not None else QPointF()
        if event.button() == Qt.MouseButton.MiddleButton:
            self._held = None

    def _move(self, event: QMouseEvent) -> None:
        chart, point = self._chart, event.position()
        if self._pressed is None:
            chart.hover(chart.key_at(point), event.globalPosition().toPoint())
            return
        way = point - self._pressed
        self._is_drag = self._is_drag or math.hypot(way.x(), way.y()) > _FAR
        if not self._is_drag:
            return
        if isinstance(self._held, Node):
            if not chart.drag(self._held, point + self._grip):
                self._pressed = self._held = None  # an edit took it out of the hand
        else:
            chart.move_by(self._last.x() - point.x(), self._last.y() - point.y())
            self._last = point

    def _release(self, event: QMouseEvent) -> None:
        pressed, self._pressed = self._pressed, None
        if pressed is None:
            return
        if self._is_drag:
            self._chart.drop()
        elif event.button() == Qt.MouseButton.LeftButton:
            self._click(bool(event.modifiers() & (_CONTROL | _SHIFT)))

    def _click(self, is_adding: bool) -> None:
        chart, held = self._chart, self._held
        if held is not None and (chart.content is None or not chart.content.holds(held)):
            return  # an edit took it away while the button was down
        chart.go_to(held, is_seen=False)
        if isinstance(held, Node):
            chart.select(held, is_adding=is_adding)
        elif held is not None:
            chart.chosen.emit(held)
        elif not is_adding:
            chart.select(None)
            chart.cleared.emit()

    def _double(self, event: QMouseEvent) -> None:
        """What was pressed first counts: that click selects, and what then appears above may move the chart."""
        held = self._held if isinstance(self._held, Node) else self._chart.key_at(event.position())
        if isinstance(held, Node):
            self._chart.expand_requested.emit(held)

    # --- the keyboard

    def key(self, event: QKeyEvent) -> bool:
        """What a key means; ``False`` where that is nothing here."""
        key = Qt.Key(event.key())
        if key in _WAYS:
            return self._go(*_WAYS[key], is_view=bool(event.modifiers() & _CONTROL))
        return self._see(key) or self._act(key, event)

    def _see(self, key: Qt.Key) -> bool:
        chart = self._chart
        if key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            chart.magnify(_STEP)
        elif key == Qt.Key.Key_Minus:
            chart.magnify(1 / _STEP)
        elif key == Qt.Key.Key_0:
            chart.fit()
        else:
            return False
        return True

    def _act(self, key: Qt.Key, event: QKeyEvent) -> bool:
        chart, current = self._chart, self._chart.current
        if key == Qt.Key.Key_Escape and (chart.selected or (chart.content is not None and chart.content.way)):
            chart.select(None)
            chart.cleared.emit()
        elif current is None:
            return False
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if event.modifiers() & _CONTROL and isinstance(current, Node):
                chart.expand_requested.emit(current)
            else:
                chart.chosen.emit(current)
        elif key == Qt.Key.Key_Space and isinstance(current, Node):
            chart.select(current, is_adding=True)
        elif key == Qt.Key.Key_P and isinstance(current, Node):
            self._way_to(current)
        elif key == Qt.Key.Key_Delete and isinstance(current, Node):
            chart.hide_requested.emit(current)
        elif key == Qt.Key.Key_Menu:
            place = chart.place_of(current) or QPointF()
            chart.menu_requested.emit(current, chart.mapToGlobal(place.toPoint()))
        else:
            return False
        return True

    def _way_to(self, current: Node) -> None:
        """The way between two selected nodes, or from the one that is selected to the current one."""
        chosen = list(self._chart.selected)
        if len(chosen) != 2:
            chosen = [*[node for node in chosen if node != current][-1:], current]
        if len(chosen) == 2:
            self._chart.way_requested.emit(*chosen)
        else:
            self._chart.select(current)

    def _go(self, across: int, down: int, *, is_view: bool) -> bool:
        chart = self._chart
        if is_view:
            chart.move_by(across * _NUDGE, down * _NUDGE)
            return True
        scene = chart.scene
        if scene is None or not scene.cast.nodes:
            return False
        current = chart.current
        if current is None:
            chart.go_to(scene.cast.nodes[0])
            return True
        begin = chart.place_of(current)
        assert begin is not None
        best = min(
            (
                (cost, number)
                for number, node in enumerate(scene.cast.nodes)
                if node != current
                and (
                    cost := _cost(
                        QPointF(*scene.places[number].tolist()) - chart.origin - begin, across, down
                    )
                )
            ),
            default=None,
        )
        if best is not None:
            chart.go_to(scene.cast.nodes[best[1]])
        return True

    def tab(self, step: int) -> bool:
        """From link to link of a node, in the order of the clock; ``False`` at either end, where the chart is left."""
        chart = self._chart
        current, content = chart.current, chart.content
        if current is None or content is None:
            return False
        if isinstance(current, Node):
            self._from = current
        node = self._from
        if (
            node is None
            or node not in content.network.at
            or (isinstance(current, LinkKey) and node not in current[:2])
        ):
            node = self._from = current if isinstance(current, Node) else current.first
        links = self._round(node)
        place = links.index(current) + step if isinstance(current, LinkKey) and current in links else 0
        if step < 0 and isinstance(current, Node):
            return False
        if place == -1:
            chart.go_to(node)
            return True
        if place >= len(links):
            return False
        chart.go_to(links[place])
        return True

    def _round(self, node: Node) -> list[LinkKey]:
        chart = self._chart
        assert chart.content is not None
        middle = chart.place_of(node) or QPointF()

        def hour(key: LinkKey) -> float:
            at = (chart.place_of(key) or middle) - middle
            return (math.atan2(at.y(), at.x()) + math.pi / 2) % math.tau

        return sorted((link.key for link in chart.content.network.at[node]), key=hour)


def _cost(way: QPointF, across: int, down: int) -> float:
    """How far off what lies in a direction is; 0 for what does not lie there."""
    along = way.x() * across + way.y() * down
    aside = abs(way.x() * down) + abs(way.y() * across)
    return along + 2 * aside if along > 1e-6 and aside <= along * 1.8 else 0.0
