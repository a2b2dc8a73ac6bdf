"""The hands on a timeline: pointing, brushing a stretch of days, zooming, walking by keys, dropping onto a day."""

from __future__ import annotations

from collections.abc import Hashable

from PySide6.QtCore import QPoint, QPointF, Qt, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QToolTip, QWidget

from glossator.analysis.lanes import floor_to
from glossator.analysis.timeline import EventKey
from glossator.core import dates
from glossator.core.titles import counted
from glossator.ui.plots.timeline.content import PileKey
from glossator.ui.plots.timeline.ground import ELSEWHERE, Ground
from glossator.ui.theme import Theme

MIME = "application/x-glossator-event"
"""What is dragged from the tray."""
_STEP = 1.25
_FAR = 5
_NEARER = 0.9  # of the days that are shown: what is longer is seen no better by itself


class Surface(Ground):
    """The timeline as a widget.  ``dropped`` carries an event from the tray and the date (ISO 8601) on which it was
    dropped, ``date_wanted`` the key of an event that shall get another date.
    """

    dropped = Signal(object, str)
    date_wanted = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._pressed: QPointF | None = None
        self._is_panning = False
        self._hovered: Hashable | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setAcceptDrops(True)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        if event.button() in {Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton}:
            self._pressed = event.position()
            is_shifted = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self._is_panning = event.button() == Qt.MouseButton.MiddleButton or is_shifted

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        at = event.position()
        if self._pressed is None:
            key = self.key_at(at)
            is_far = key is None and self.is_far_at(at)
            self._hover(ELSEWHERE if is_far else key, event.globalPosition().toPoint())
        elif self._is_panning:
            self._is_moved = True
            self.span.pan(self._pressed.x() - at.x())
            self._pressed = at
            self._settle()
        elif self._band is not None or abs(at.x() - self._pressed.x()) > _FAR:
            self._band = (max(self._pressed.x(), self.span.left), max(at.x(), self.span.left))
            first, last = sorted(map(self.span.day, self._band))
            held = counted(len(self.keys_between(first, last)), "mark")
            self.moved.emit(f"{dates.iso_day(first)} to {dates.iso_day(last)}: {held}")
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        pressed, self._pressed = self._pressed, None
        band, self._band = self._band, None
        is_adding = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if band is not None:
            first, last = sorted(map(self.span.day, band))
            self.brushed.emit(tuple(self.keys_between(first, last)), is_adding)
        elif pressed is not None and not self._is_panning:
            self._click(event.position(), is_adding=is_adding)
        self._is_panning = False
        self.update()

    def _click(self, at: QPointF, *, is_adding: bool) -> None:
        key = self.key_at(at)
        if key is not None:
            self._go_to(key)
            if is_adding:
                self.brushed.emit((key,), True)
            else:
                self.chosen.emit(key)
        elif self.is_far_at(at):
            self.fit(everything=True)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self.key_at(event.position()) is None:
            self.fit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            steps = event.angleDelta().y() / 120
            self.zoom(_STEP**-steps, self.span.day(event.position().x()))
            event.accept()
        elif event.angleDelta().x() or event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self._is_moved = True
            self.span.pan(-(event.angleDelta().x() or event.angleDelta().y()))
            self._settle()
        else:
            event.ignore()  # the page scrolls

    def _hover(self, key: Hashable | None, at: QPoint) -> None:
        if key == self._hovered:
            return
        self._hovered = key
        tip = self.tip_of(key)
        self.setCursor(Qt.CursorShape.PointingHandCursor if key is not None else Qt.CursorShape.ArrowCursor)
        QToolTip.showText(at, tip, self)
        self.moved.emit(_in_one_line(tip or self.tip_of(self.current)))

    def leaveEvent(self, event: object) -> None:
        self._hover(None, QPoint())

    # --- keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, modifiers = Qt.Key(event.key()), event.modifiers()
        if key in {Qt.Key.Key_Left, Qt.Key.Key_Right}:
            step = 1 if key == Qt.Key.Key_Right else -1
            if modifiers & Qt.KeyboardModifier.AltModifier:
                super().keyPressEvent(event)  # the board arranges its cards
            elif modifiers & Qt.KeyboardModifier.ShiftModifier:
                self._is_moved = True
                self.span.pan(step * (self.span.right - self.span.left) / 4)
                self._settle()
            else:
                self._walk(step)
        elif key in {Qt.Key.Key_Up, Qt.Key.Key_Down}:
            self._change_lane(1 if key == Qt.Key.Key_Down else -1)
        elif key in {Qt.Key.Key_Home, Qt.Key.Key_End}:
            self._walk(-len(self._order()) if key == Qt.Key.Key_Home else len(self._order()))
        elif key in {Qt.Key.Key_Plus, Qt.Key.Key_Equal, Qt.Key.Key_Minus}:
            at = self.center_of(self.current)
            self.zoom(_STEP if key == Qt.Key.Key_Minus else 1 / _STEP, self.span.day(at.x()) if at else None)
        elif key == Qt.Key.Key_0:
            self.fit(everything=True)
        elif not self._take(key, modifiers):
            super().keyPressEvent(event)

    def _take(self, key: Qt.Key, modifiers: Qt.KeyboardModifier) -> bool:
        if self.current is None:
            return False
        if key == Qt.Key.Key_Space and modifiers & Qt.KeyboardModifier.ControlModifier:
            self.brushed.emit((self.current,), True)
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self._open_pile():
            pass
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}:
            self.chosen.emit(self.current)
        elif key == Qt.Key.Key_D and isinstance(self.current, EventKey):
            self.date_wanted.emit(self.current)
        else:
            return False
        return True

    def _order(self) -> list[Hashable]:
        if self.content is None:
            return []
        if self._counted is not None:
            return [self.content.bin_key(each) for each in self.content.binned(self._counted)]
        in_pile = {
            event: each.key
            for each in (self._layout.shapes if self._layout is not None else ())
            if isinstance(each.key, PileKey)
            for event in each.key.events
        }
        return list(dict.fromkeys(in_pile.get(each.key, each.key) for each in self.content.dated))

    def _open_pile(self) -> bool:
        """Show the days of the current pile; ``False`` where that would tell its events apart no better than now."""
        if self.content is None or not isinstance(self.current, PileKey):
            return False
        rows = self.content.rows_of(self.current)
        low, high = min(each.start for each in rows), max(each.end for each in rows)
        room = (high - low) / 10
        is_nearer = high - low + 2 * room < (self.span.high - self.span.low) * _NEARER
        if len({(each.start, each.end) for each in rows}) < 2 or not is_nearer:
            return False
        self._is_moved = True
        self.span.show(low - room, high + room)
        self._settle()
        self._go_to(self.current)
        return True

    def _walk(self, step: int) -> None:
        order = self._order()
        if order:
            at = order.index(self.current) + step if self.current in order else 0
            self._go_to(order[min(max(at, 0), len(order) - 1)])

    def _change_lane(self, step: int) -> None:
        """The mark that is nearest in time in the next lane that has any."""
        if self._layout is None or self.content is None:
            return
        held = {each.key: each for each in self._layout.shapes}
        now = held.get(self.current) if isinstance(self.current, EventKey | PileKey) else None
        if now is None:
            self._walk(step)
            return
        beyond = [each for each in held.values() if (each.lane - now.lane) * step > 0]
        if beyond:
            lane = min(abs(each.lane - now.lane) for each in beyond)
            near = [each for each in beyond if abs(each.lane - now.lane) == lane]
            self._go_to(min(near, key=lambda each: abs(each.box.center().x() - now.box.center().x())).key)

    def _go_to(self, key: Hashable) -> None:
        self.current = key
        at = self.center_of(key)
        if (at is None or not self.span.left <= at.x() <= self.span.right) and self.content is not None:
            rows = self.content.rows_of(key)
            if rows:
                self._is_moved = True
                middle = (rows[0].start + rows[0].end) / 2
                half = max((self.span.high - self.span.low) / 2, (rows[0].end - rows[0].start) * 0.6)
                self.span.show(middle - half, middle + half)
                self._settle()  # there it may have come into a pile
        self._tell_current()

    def _tell_current(self) -> None:
        tip = self.tip_of(self.current)
        self.setAccessibleDescription(tip)
        self.moved.emit(_in_one_line(tip))
        self.update()

    def _first_in_sight(self) -> Hashable | None:
        """The first mark or column whose middle is seen, else one that reaches into what is; ``None`` for none."""
        content, layout = self.content, self._layout
        if content is None or layout is None:
            return None
        held = [(self._column(each), content.bin_key(each)) for each in self._bins]
        marks = [(each.box, each.key) for each in layout.shapes]
        left, right = self.span.left, self.span.right
        seen = [each for each in (*held, *marks) if each[0].right() >= left and each[0].left() <= right]
        whole = [each for each in seen if left <= each[0].center().x() <= right]
        return min(whole or seen, key=lambda each: each[0].center().x(), default=(None, None))[1]

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        is_tabbed = event.reason() in {Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason}
        if self.current is None and is_tabbed:
            self.current = self._first_in_sight()  # nothing moves: only an arrow key was asked to
            self._tell_current()
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    # --- drops

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasFormat(MIME):
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        first, last = self._unit_at(event.position().x())
        self._band = (self.span.x(first), self.span.x(last))
        self.moved.emit(f"Drop it here: {self.date_at(event.position().x())}")
        self.update()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._band = None
        self.update()

    def dropEvent(self, event: QDropEvent) -> None:
        self._band = None
        self.update()
        entity, _, number = bytes(event.mimeData().data(MIME).data()).decode().partition(" ")
        event.acceptProposedAction()
        key = EventKey(int(entity) if entity else None, int(number))
        self.dropped.emit(key, self.date_at(event.position().x()))

    def _unit_at(self, x: float) -> tuple[float, float]:
        when = dates.read(self.date_at(x))
        return (when.start, when.end) if when is not None else (0.0, 0.0)

    def date_at(self, x: float) -> str:
        """The date at a pixel, as exactly as can be pointed at: a day, a month or a year."""
        day = self.span.day(max(x, self.span.left))
        pixels = (self.span.right - self.span.left) / (self.span.high - self.span.low)
        year, month, _ = dates.calendar_day(int(floor_to(day, "day")))
        if pixels >= 3:
            return dates.iso_day(day)
        return f"{dates.written_year(year)}-{month:02}" if pixels * 30 >= 3 else dates.written_year(year)


def _in_one_line(tip: str) -> str:
    return "  ·  ".join(tip.splitlines())
