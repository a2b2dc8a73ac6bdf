"""The timeline as a widget: which days are seen, what is pointed at, brushed with a drag and dated by a drop."""

from __future__ import annotations

from collections.abc import Hashable

from PySide6.QtCore import QPoint, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QFocusEvent,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QToolTip, QWidget

from glossator.analysis.timeline import Bin, EventKey, Unit, floor_to, unit_for
from glossator.core import dates
from glossator.ui.plots.chart import IsLit
from glossator.ui.plots.signs import words
from glossator.ui.plots.timeline import looks
from glossator.ui.plots.timeline.content import MOST_MARKS, Content
from glossator.ui.plots.timeline.geometry import AXIS, COLUMN, NAMES, TOP, Layout, Shape, Span, packed
from glossator.ui.theme import LabelColour, Theme

MIME = "application/x-glossator-event"
"""What is dragged from the tray."""
_LEAST_HEIGHT = 150
_WORDS = 150.0
_STEP = 1.25
_REACH = 4.0
_FAR = 5


class Surface(QWidget):
    """Draws a :class:`Content`.  ``chosen`` carries the key that was taken, ``brushed`` keys and whether they come to
    those that are brushed, ``moved`` the words of what is pointed at, ``dropped`` an event from the tray and the date
    (ISO 8601) on which it was dropped, ``date_wanted`` the key of an event that shall get another date.
    """

    chosen = Signal(object)
    brushed = Signal(object, bool)
    moved = Signal(str)
    dropped = Signal(object, str)
    date_wanted = Signal(object)
    resized = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.is_lit: IsLit = lambda key: False
        self.content: Content | None = None
        self.span = Span(0, 1)
        self.current: Hashable | None = None
        self._layout: Layout | None = None
        self._bins: list[Bin] = []
        self._pressed: QPointF | None = None
        self._is_panning = False
        self._band: tuple[float, float] | None = None
        self._hovered: Hashable | None = None
        self._is_moved = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setAcceptDrops(True)

    # --- what is shown

    def show_content(self, content: Content) -> None:
        """Draw this instead; the days that are seen stay, if they were chosen by hand."""
        self.content = content
        if not self._is_moved:
            self.span.show(*content.usual)
        if self.current is not None and not content.rows_of(self.current):
            self.current = None
        self._settle()

    def fit(self, *, everything: bool = False) -> None:
        """Show all days that have something, or (at first) all but a few far ones."""
        if self.content is not None:
            self._is_moved = everything
            self.span.show(*(self.content.extent if everything else self.content.usual))
            self._settle()

    def zoom(self, factor: float, around: float | None = None) -> None:
        """Show a longer (more than 1) or shorter stretch of time."""
        self._is_moved = True
        self.span.zoom(factor, around if around is not None else (self.span.low + self.span.high) / 2)
        self._settle()

    @property
    def is_binned(self) -> bool:
        """Events are counted, as there are too many in sight for a mark each."""
        return bool(self._bins)

    @property
    def unit(self) -> Unit:
        """The unit of time that suits what is seen: of columns, and of a date on which something is dropped."""
        return unit_for(self.span.low, self.span.high)

    @property
    def layout_now(self) -> Layout | None:
        """Where the marks stand."""
        return self._layout

    def _settle(self) -> None:
        """Lay out what is in sight."""
        content = self.content
        if content is None:
            return
        self.span.fit(self.width())
        self._bins = []
        if content.in_sight(self.span.low, self.span.high) > MOST_MARKS:
            _, self._bins = content.binned(self.span.low, self.span.high)
            edges = tuple((TOP + at * COLUMN, TOP + (at + 1) * COLUMN) for at in range(len(content.lanes)))
            self._layout = Layout((), edges, TOP + len(content.lanes) * COLUMN)
        else:
            metrics = QFontMetricsF(self.font())
            self._layout = packed(
                content.lanes,
                self.span,
                lambda text: min(_WORDS, metrics.horizontalAdvance(" ".join(text.split()))),
            )
        wanted = max(_LEAST_HEIGHT, round(self._layout.height + AXIS))
        if wanted != self.height():
            self.setFixedHeight(wanted)
            self.resized.emit()
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._settle()

    # --- painting

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            self.paint(painter)

    def paint(self, painter: QPainter) -> None:
        """Draw everything."""
        content, layout = self.content, self._layout
        if content is None or layout is None:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self.font())
        looks.axis(painter, self.span, self.height(), self.theme)
        for held, (top, bottom) in zip(content.lanes, layout.lanes, strict=True):
            looks.lane(painter, held.name, top, bottom, self.span.right, self.theme)
        painter.save()
        painter.setClipRect(QRectF(NAMES - 2, 0, self.width(), self.height() - AXIS))
        self._paint_marks(painter, layout)
        self._paint_columns(painter)
        self._paint_band(painter)
        painter.restore()
        self._paint_far(painter)

    def _paint_marks(self, painter: QPainter, layout: Layout) -> None:
        for shape in layout.shapes:
            if self.is_lit(shape.key):
                looks.lit(painter, _whole(shape), self.theme)
            looks.mark(painter, shape, self._colour(shape.row.type), self.theme)
            if shape.key == self.current:
                looks.ring(painter, _whole(shape), self.theme, has_focus=self.hasFocus())

    def _paint_columns(self, painter: QPainter) -> None:
        content = self.content
        if content is None:
            return
        for found in self._bins:
            body = self._column(found)
            if body.right() < self.span.left or body.left() > self.span.right:
                continue
            key = content.bin_key(found)
            rows = content.lanes[found.lane].rows
            looks.column(painter, body, self._colour(rows[0].type))
            if any(self.is_lit(row.key) for row in content.of_bin(key)) if self._has_lit() else False:
                looks.lit(painter, body, self.theme)
            if key == self.current:
                looks.ring(painter, body, self.theme, has_focus=self.hasFocus())

    def _has_lit(self) -> bool:
        return self.content is not None and any(self.is_lit(each.key) for each in self.content.dated)

    def _column(self, found: Bin) -> QRectF:
        most = max((each.events for each in self._bins), default=1)
        bottom = TOP + (found.lane + 1) * COLUMN - 2
        height = max(2.0, (COLUMN - 8) * found.events / most)
        first, last = self.span.x(found.start), self.span.x(found.end)
        return QRectF(first, bottom - height, max(1.5, last - first - 1), height)

    def _paint_band(self, painter: QPainter) -> None:
        if self._band is not None:
            first, last = sorted(self._band)
            looks.band(painter, QRectF(first, 1, last - first, self.height() - AXIS - 2), self.theme)

    def _paint_far(self, painter: QPainter) -> None:
        """How many events lie outside of what is seen, at the edges."""
        for text, area in self.far():
            words(painter, area, text, self.theme.accent, at_right=text.endswith("▸"))

    def far(self) -> list[tuple[str, QRectF]]:
        """What is said of events before and after what is seen, and where; a click there shows all."""
        if self.content is None:
            return []
        before = sum(1 for each in self.content.dated if each.end <= self.span.low)
        after = sum(1 for each in self.content.dated if each.start >= self.span.high)
        bottom = self.height() - 20.0
        found = []
        if before:
            found.append((f"◂ {before:,} earlier", QRectF(4, bottom, NAMES - 12, 18)))
        if after:
            found.append((f"{after:,} later ▸", QRectF(self.span.right - 130, bottom, 130, 18)))
        return found

    def _colour(self, type_id: str) -> LabelColour:
        scheme = self.content.scheme if self.content else None
        event = scheme.event_type(type_id) if scheme else None
        label = scheme.label(scheme.trigger_of(event)) if scheme and event else None
        return self.theme.of(label)

    # --- what is where

    def key_at(self, point: QPointF) -> Hashable | None:
        """The mark or column at a point."""
        if self.content is None or self._layout is None:
            return None
        for found in self._bins:
            if self._column(found).adjusted(0, -COLUMN, 1, 2).contains(point) and (
                TOP + found.lane * COLUMN <= point.y()
            ):
                return self.content.bin_key(found)
        held = [
            each
            for each in self._layout.shapes
            if _whole(each).adjusted(-_REACH, 0, _REACH, 0).contains(point)
        ]
        nearest = min(held, key=lambda each: abs(each.box.center().x() - point.x()), default=None)
        return nearest.key if nearest is not None else None

    def center_of(self, key: Hashable | None) -> QPoint | None:
        """The middle of a mark."""
        if self._layout is None or self.content is None or key is None:
            return None
        shape = next((each for each in self._layout.shapes if each.key == key), None)
        if shape is not None:
            return shape.box.center().toPoint()
        column = next((each for each in self._bins if self.content.bin_key(each) == key), None)
        return self._column(column).center().toPoint() if column is not None else None

    def tip_of(self, key: Hashable | None) -> str:
        """What is said of a mark, in one line."""
        if self.content is None or key is None:
            return ""
        if isinstance(key, EventKey):
            row = self.content.rows.get(key)
            return self.content.tip(row) if row else ""
        found = next((each for each in self._bins if self.content.bin_key(each) == key), None)
        return self.content.bin_tip(found) if found is not None else ""

    def keys_between(self, first: float, last: float) -> list[Hashable]:
        """The marks or columns that lie, at least in part, between two days."""
        if self.content is None:
            return []
        if self._bins:
            return [
                self.content.bin_key(each) for each in self._bins if each.start < last and each.end > first
            ]
        return [each.key for each in self.content.dated if each.start < last and each.end > first]

    # --- hands

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        if event.button() in {Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton}:
            self._pressed = event.position()
            is_shifted = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self._is_panning = event.button() == Qt.MouseButton.MiddleButton or is_shifted

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        at = event.position()
        if self._pressed is None:
            self._hover(self.key_at(at), event.globalPosition().toPoint())
        elif self._is_panning:
            self._is_moved = True
            self.span.pan(self._pressed.x() - at.x())
            self._pressed = at
            self._settle()
        elif self._band is not None or abs(at.x() - self._pressed.x()) > _FAR:
            self._band = (max(self._pressed.x(), self.span.left), max(at.x(), self.span.left))
            first, last = sorted(map(self.span.day, self._band))
            self.moved.emit(
                f"{dates.iso_day(first)} to {dates.iso_day(last)}: {len(self.keys_between(first, last))} marks"
            )
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
        elif any(area.contains(at) for _, area in self.far()):
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
        self.moved.emit(tip or self.tip_of(self.current))

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
        if self._bins:
            return [self.content.bin_key(each) for each in self._bins]
        return [each.key for each in self.content.dated]

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
        now = held.get(self.current) if isinstance(self.current, EventKey) else None
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
                self._settle()
        tip = self.tip_of(key)
        self.setAccessibleDescription(tip)
        self.moved.emit(tip)
        self.update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        is_tabbed = event.reason() in {Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason}
        if self.current is None and is_tabbed:
            self._walk(0)
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


def _whole(shape: Shape) -> QRectF:
    """A mark with its words."""
    return shape.box.united(shape.words) if shape.words.width() > 0 else shape.box
