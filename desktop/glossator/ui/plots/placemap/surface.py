"""The hands on a map: pointing, moving, zooming, encircling, and walking from sign to sign by keys."""

from __future__ import annotations

from collections.abc import Hashable

from PySide6.QtCore import QPoint, QPointF, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QKeyEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QMenu, QToolTip, QWidget

from glossator.analysis.journeys import SiteKey
from glossator.core.titles import counted
from glossator.ui import worldmap
from glossator.ui.plots.placemap.content import ClusterKey
from glossator.ui.plots.placemap.ground import Ground, encircled
from glossator.ui.theme import Theme

_STEP = 1.35
_FAR = 4
_QUARTER = 0.25


class Surface(Ground):
    """The map as a widget.  ``place_wanted`` carries the key of a place that shall be somewhere else.

    A drag moves the map, one with Shift encircles places: those within the line, or, where that is straight, within the
    rectangle between its ends.
    """

    place_wanted = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._pressed: QPointF | None = None
        self._is_dragged = False
        self._hovered: Hashable | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)

    # --- hands

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        if event.button() in {Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton}:
            self._pressed = event.position()
            self._is_dragged = False
            is_shifted = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self._lasso = [event.position()] if is_shifted else None

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        at = event.position()
        if self._pressed is None:
            self._hover(self.key_at(at), at, event.globalPosition().toPoint())
        elif self._lasso is not None:
            self._lasso.append(at)
            self.moved.emit(counted(len(self.keys_within(encircled(self._lasso))), "place"))
            self.update()
        elif self._is_dragged or (at - self._pressed).manhattanLength() > _FAR:
            self._is_dragged = True
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
            self.pan(self._pressed.x() - at.x(), self._pressed.y() - at.y())
            self._pressed = at

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        pressed, self._pressed = self._pressed, None
        lasso, self._lasso = self._lasso, None
        is_adding = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        self.unsetCursor()
        drawn = [*(lasso or ()), event.position()]
        if lasso is not None and max((at - drawn[0]).manhattanLength() for at in drawn) > _FAR:
            self.brushed.emit(tuple(self.keys_within(encircled(drawn))), is_adding)
        elif pressed is not None and not self._is_dragged:
            self._click(event.position(), is_adding=is_adding)
        self.update()

    def _click(self, at: QPointF, *, is_adding: bool) -> None:
        key = self.key_at(at)
        if key is None:
            return
        self._go_to(key)
        if is_adding:
            self.brushed.emit(self._each(key), True)
        else:
            self.chosen.emit(key)

    def _each(self, key: Hashable) -> tuple[Hashable, ...]:
        return key.keys if isinstance(key, ClusterKey) else (key,)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        key = self.key_at(event.position())
        if isinstance(key, ClusterKey) or key is None:
            self.zoom(_STEP**2, event.position())

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom(_STEP ** (event.angleDelta().y() / 120), event.position())
            event.accept()
        else:
            event.ignore()  # the page scrolls

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        key = self.key_at(QPointF(event.pos()))
        if not isinstance(key, SiteKey):
            return
        self._go_to(key)
        menu = QMenu(self)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.addAction("&Sentences\tEnter").triggered.connect(lambda: self.chosen.emit(key))
        if key.entity is not None:
            menu.addAction("Another &place…\tP").triggered.connect(lambda: self.place_wanted.emit(key))
        menu.popup(event.globalPos())

    def _hover(self, key: Hashable | None, at: QPointF, on_screen: QPoint) -> None:
        if key is None and self.content is not None:
            found = self.view.degrees(at)
            here = self.content.tip(self.current) if self.current is not None else ""
            self.moved.emit(here or (worldmap.degrees_words(*found) if found else ""))
        if key == self._hovered:
            return
        self._hovered = key
        tip = self.content.tip(key) if self.content is not None and key is not None else ""
        self.setCursor(Qt.CursorShape.PointingHandCursor if key is not None else Qt.CursorShape.ArrowCursor)
        QToolTip.showText(on_screen, tip, self)
        if tip:
            self.moved.emit(tip)

    def tip_of(self, key: Hashable | None) -> str:
        """What is said of a sign."""
        return self.content.tip(key) if self.content is not None and key is not None else ""

    def leaveEvent(self, event: object) -> None:
        self._hovered = None
        self.moved.emit(self.content.tip(self.current) if self.content is not None and self.current else "")

    # --- keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, modifiers = Qt.Key(event.key()), event.modifiers()
        ways = {
            Qt.Key.Key_Left: (-1, 0),
            Qt.Key.Key_Right: (1, 0),
            Qt.Key.Key_Up: (0, -1),
            Qt.Key.Key_Down: (0, 1),
        }
        if key in ways and not modifiers & Qt.KeyboardModifier.AltModifier:
            right, down = ways[key]
            if modifiers & Qt.KeyboardModifier.ShiftModifier:
                self.pan(right * self.width() * _QUARTER, down * self.height() * _QUARTER)
            else:
                self._walk(right, down)
        elif key in {Qt.Key.Key_Plus, Qt.Key.Key_Equal, Qt.Key.Key_Minus}:
            at = self.center_of(self.current)
            self.zoom(
                1 / _STEP if key == Qt.Key.Key_Minus else _STEP, QPointF(at) if at is not None else None
            )
        elif key == Qt.Key.Key_0:
            self.fit()
        elif key in {Qt.Key.Key_Home, Qt.Key.Key_End}:
            self._step(0 if key == Qt.Key.Key_Home else -1)
        elif key in {Qt.Key.Key_PageDown, Qt.Key.Key_PageUp}:
            self._step_by(1 if key == Qt.Key.Key_PageDown else -1)
        elif not self._take(key, modifiers):
            super().keyPressEvent(event)

    def _take(self, key: Qt.Key, modifiers: Qt.KeyboardModifier) -> bool:
        if self.current is None:
            return False
        if key == Qt.Key.Key_Space and modifiers & Qt.KeyboardModifier.ControlModifier:
            self.brushed.emit(self._each(self.current), True)
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}:
            self.chosen.emit(self.current)
        elif key == Qt.Key.Key_P and isinstance(self.current, SiteKey) and self.current.entity is not None:
            self.place_wanted.emit(self.current)
        else:
            return False
        return True

    def _order(self) -> list[Hashable]:
        """Places by their mentions, or where they stand together the signs in sight, then arrows."""
        if self.content is None:
            return []
        ways = [each.key for each in self.content.ways]
        if any(len(each.sites) > 1 for each in self.signs):
            signs = sorted(self.signs, key=lambda each: -sum(site.mentions for site in each.sites))
            return [*(each.key for each in signs), *ways]
        placed = sorted(self.content.placed, key=lambda each: -each.mentions)
        return [*(each.key for each in placed), *ways]

    def _step(self, at: int) -> None:
        order = self._order()
        if order:
            self._go_to(order[at])

    def _step_by(self, step: int) -> None:
        order = self._order()
        if order:
            sign = self.sign_of(self.current)
            now = self.current if sign is None else sign.key
            at = order.index(now) + step if now in order else 0
            self._go_to(order[min(max(at, 0), len(order) - 1)])

    def _walk(self, right: int, down: int) -> None:
        """To the nearest sign in a direction."""
        now = self.sign_of(self.current)
        if now is None:
            self._step(0)
            return
        beyond = [
            (along + 2.5 * aside, each.key)
            for each in self.signs
            if (along := (each.x - now.x) * right + (each.y - now.y) * down) > 1
            and (aside := abs((each.x - now.x) * down) + abs((each.y - now.y) * right)) <= along * 3
        ]
        if beyond:
            self._go_to(min(beyond, key=lambda each: each[0])[1])

    def _go_to(self, key: Hashable) -> None:
        self.current = key
        at = self.center_of(key)
        sites = self.content.sites_of(key) if self.content is not None else []
        if at is None and sites and sites[0].spot is not None:
            here = self.view.place(sites[0].spot.longitude, sites[0].spot.latitude)
            self.pan(here.x() - self.width() / 2, here.y() - self.height() / 2)
        tip = self.content.tip(key) if self.content is not None else ""
        self.setAccessibleDescription(tip)
        self.moved.emit(tip)
        self.update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        is_tabbed = event.reason() in {Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason}
        if self.current is None and is_tabbed:
            self._step(0)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()
