"""The ground on which views are drawn: their marks under the pointer and the keyboard, and pictures for saving."""

from __future__ import annotations

from collections.abc import Hashable

from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QGraphicsItem,
    QStyleOptionGraphicsItem,
    QToolTip,
    QVBoxLayout,
    QWidget,
)

from glossator.ui.plots.chart import Chart, IsLit, keep_in_sight, nothing
from glossator.ui.plots.marks import (
    Drawing,
    Headed,
    Mark,
    Place,
    Telling,
    View,
    neighbour,
)
from glossator.ui.plots.plane import AXIS, Plane
from glossator.ui.theme import Theme

_REACH = 2.0
_PICTURE = 960  # pixels of bars in a picture, with their names


_COMMANDS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier


class _Layer(QGraphicsItem):
    """The item of the scene on which a drawing paints itself, in pixels."""

    def __init__(self, canvas: Canvas) -> None:
        super().__init__()
        self._canvas = canvas
        self.setZValue(100)

    def boundingRect(self) -> QRectF:
        return QRectF(self._canvas.rect())

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        self._canvas.paint_marks(painter)

    def fit(self) -> None:
        """The canvas has another size."""
        self.prepareGeometryChange()


class Canvas(Chart):
    """Draws one view with its :class:`~glossator.ui.plots.marks.Drawing`: a click or Enter takes a mark, Ctrl+click and
    Ctrl+Space add it to those that are brushed, a drag over empty ground brushes all that it encloses.  ``lettered``
    carries one of the ``letters`` that mean something in this view.
    """

    lettered = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._drawing: Drawing | None = None
        self._current: Mark | None = None
        self.letters: frozenset[str] = frozenset()
        self._hovered: Mark | None = None
        self._pressed: QPointF | None = None
        self._band: QRectF | None = None
        self._room = 0
        self._is_pictured = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._plane = Plane(self)
        self._plot = self._plane.widget
        self._layer = _Layer(self)
        self._plot.scene().addItem(self._layer)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._plot)
        self._plot.viewport().installEventFilter(self)
        self._plot.viewport().setMouseTracking(True)
        self.set_theme(theme)

    @property
    def current(self) -> Mark | None:
        """The mark that the arrow keys are on."""
        return self._current

    @property
    def current_key(self) -> Hashable | None:
        return self._current.key if self._current else None

    @property
    def told(self) -> str:
        return self._words(self._hovered or self._current)

    def center_of_current(self) -> QPoint | None:
        return self.center_of(self._current) if self._current else None

    def show_view(self, view: View) -> None:
        if view.drawing is not None:
            self.show_drawing(view.drawing)

    def set_theme(self, theme: Theme) -> None:
        """Draw in these colours from now on."""
        self.theme = theme
        self._plane.set_theme(theme)
        self._layer.update()

    def show_drawing(self, drawing: Drawing) -> None:
        """Show this view instead; the mark with the current one's key stays the current one."""
        key = self._current.key if self._current else None
        self._drawing = drawing
        held = drawing.marks if key is not None else ()
        self._current = next((mark for mark in held if mark.key == key), None)
        self._hovered = None
        self._plane.show(drawing.frame, self.width(), self.theme)
        self._fit_height()
        self._layer.update()
        self._tell(self._current)

    def use_room(self, height: int) -> None:
        self._room = height
        self._fit_height()

    def _fit_height(self) -> None:
        if self._drawing is None:
            return
        frame = self._drawing.frame
        needed = frame.top + frame.rows * frame.row_height + (AXIS if frame.has_axis else 4)
        self.setFixedHeight(max(needed, self._room) if frame.grow else needed)
        self._layer.fit()

    def point_out(self, is_lit: IsLit) -> None:
        self.is_lit = is_lit
        self._layer.update()

    def place(self) -> Place:
        """How the units of the view become pixels of this widget now."""
        return self._plane.place(self._drawing.frame.right if self._drawing else 0)

    def paint_marks(self, painter: QPainter) -> None:
        """Draw the view, what is hovered and where the keyboard is."""
        if self._drawing is None:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self.font())
        place = self.place()
        if self._hovered is not None and not self._is_pictured:
            painter.setPen(Qt.PenStyle.NoPen)
            shade = QColor(self.theme.hover)
            painter.setBrush(shade)
            painter.drawRoundedRect(place.reached(self._hovered), 3, 3)
        self._drawing.paint(painter, place, self.theme)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self.theme.focus))
        for mark in self._drawing.marks if self.is_lit is not nothing else ():
            if self.is_lit(mark.key):
                body = place.reached(mark)
                painter.drawRoundedRect(QRectF(body.left(), body.top() + 2, 3, body.height() - 4), 1.5, 1.5)
        if self._is_pictured:
            return
        if self._current is not None:
            ring = QPen(QColor(self.theme.focus), 2) if self.hasFocus() else QPen(QColor(self.theme.arc), 1)
            painter.setPen(ring)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(place.reached(self._current).adjusted(1, 1, -1, -1), 4, 4)
        if self._band is not None:
            painter.setPen(QPen(QColor(self.theme.focus), 1, Qt.PenStyle.DashLine))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(self._band)
        head = self.head
        if not head.isEmpty() and isinstance(self._drawing, Headed):
            painter.fillRect(head, QColor(self.theme.raised))
            painter.translate(0, head.top())
            self._drawing.paint_head(painter, place, self.theme)
            painter.translate(0, -head.top())

    @property
    def head(self) -> QRectF:
        """Where the names of the columns stand while their own place is scrolled away; empty while it is in sight."""
        drawing, top = self._drawing, self._plot.viewport().visibleRegion().boundingRect().top()
        if drawing is None or top <= 0 or not isinstance(drawing, Headed):
            return QRectF()
        return QRectF(0, top, self.width(), drawing.frame.top)

    def note_scrolled(self) -> None:
        if self._drawing is not None and isinstance(self._drawing, Headed):
            self._layer.update()

    def mark_at(self, point: QPointF) -> Mark | None:
        """The mark under a point of this widget, in pixels."""
        if self._drawing is None or self.head.contains(point):
            return None
        place = self.place()
        reach = (-_REACH, -_REACH, _REACH, _REACH)
        held = [mark for mark in self._drawing.marks if place.reached(mark).adjusted(*reach).contains(point)]
        # where marks touch, the one whose middle is nearest
        return min(
            held,
            key=lambda mark: (place.reached(mark).center() - point).manhattanLength(),
            default=None,
        )

    def center_of(self, mark: Mark) -> QPoint:
        """The middle of a mark, in pixels of this widget."""
        return self.place().reached(mark).center().toPoint()

    # --- hands

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Wheel:
            event.ignore()  # the page scrolls
            return True
        if event.type() == QEvent.Type.Leave:
            self._hover(None, QPoint())
        elif isinstance(event, QMouseEvent):
            self._on_mouse(event)
            return True
        return super().eventFilter(watched, event)

    def _on_mouse(self, event: QMouseEvent) -> None:
        at = event.position()
        if event.type() == QEvent.Type.MouseMove:
            if self._pressed is not None:
                self._drag(at)
            else:
                self._hover(self.mark_at(at), event.globalPosition().toPoint())
        elif event.button() != Qt.MouseButton.LeftButton:
            return
        elif event.type() == QEvent.Type.MouseButtonPress:
            self._pressed = at
            self.setFocus(Qt.FocusReason.MouseFocusReason)
        elif event.type() == QEvent.Type.MouseButtonRelease:
            is_adding = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
            self._let_go(at, is_adding=is_adding)

    def _drag(self, at: QPointF) -> None:
        """A rubber band, once the hand has gone further than it does in a click."""
        begun = self._pressed
        far = QApplication.startDragDistance()
        if begun is not None and (self._band is not None or (at - begun).manhattanLength() >= far):
            self._band = QRectF(begun, at).normalized()
            self._layer.update()

    def _let_go(self, at: QPointF, *, is_adding: bool) -> None:
        band, self._band, self._pressed = self._band, None, None
        if band is not None and self._drawing is not None:
            place = self.place()
            held = [mark for mark in self._drawing.marks if place.reached(mark).intersects(band)]
            self.brushed.emit(tuple(dict.fromkeys(mark.key for mark in held)), is_adding)
            self._layer.update()
            return
        mark = self.mark_at(at)
        if mark is not None:
            self._go_to(mark)
            self._take(mark, is_adding=is_adding)
        elif not is_adding:
            self.brushed.emit((), False)

    def _take(self, mark: Mark, *, is_adding: bool) -> None:
        self.brushed.emit((mark.key,), is_adding)
        if not is_adding:
            self.chosen.emit(mark.key)

    def _hover(self, mark: Mark | None, at: QPoint) -> None:
        if mark == self._hovered:
            return
        self._hovered = mark
        shape = Qt.CursorShape.PointingHandCursor if mark else Qt.CursorShape.ArrowCursor
        self._plot.viewport().setCursor(shape)
        QToolTip.showText(at, self._words(mark), self)
        self._tell(mark or self._current)
        self._layer.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {
            Qt.Key.Key_Down: (1, 0),
            Qt.Key.Key_Up: (-1, 0),
            Qt.Key.Key_Right: (0, 1),
            Qt.Key.Key_Left: (0, -1),
        }
        key = Qt.Key(event.key())
        marks = self._drawing.marks if self._drawing else ()
        if event.modifiers() & Qt.KeyboardModifier.AltModifier:
            super().keyPressEvent(event)  # the board moves the card
        elif key in steps and marks:
            self._walk_to(neighbour(marks, self._current, *steps[key]))
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End) and marks:
            self._walk_to(marks[0] if key == Qt.Key.Key_Home else marks[-1])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and self._current:
            is_adding = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
            self._take(self._current, is_adding=is_adding)
        elif event.text() in self.letters and not event.modifiers() & _COMMANDS:
            self.lettered.emit(event.text())
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        by_key = event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)
        if by_key and self._current is None and self._drawing is not None and self._drawing.marks:
            self._go_to(self._drawing.marks[0])
        self._layer.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._layer.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._drawing is not None:
            self._plane.fit(self._drawing.frame, self.width())
        self._layer.fit()

    def _walk_to(self, mark: Mark | None) -> None:
        """The keyboard goes to a mark, and the page follows; where the line below is out of sight it is told there."""
        self._go_to(mark)
        if mark is not None:
            center = self.center_of(mark)
            keep_in_sight(self, center)
            if self._plot.viewport().visibleRegion().boundingRect().bottom() < self.height() - 2:
                QToolTip.showText(self.mapToGlobal(center), self._words(mark), self)

    def _go_to(self, mark: Mark | None) -> None:
        self._current = mark
        self.setAccessibleDescription(self._words(mark))
        self._tell(mark)
        self._layer.update()

    def _tell(self, mark: Mark | None) -> None:
        self.moved.emit(self._words(mark))

    def _words(self, mark: Mark | None) -> str:
        """What a mark says; drawings with thousands of them find the words when they are wanted."""
        if mark is None:
            return ""
        drawing: object = self._drawing
        return drawing.tip_of(mark) if not mark.tip and isinstance(drawing, Telling) else mark.tip

    # --- pictures

    def posed(self, view: View, theme: Theme, parent: QWidget) -> Chart:
        made = Canvas(theme, parent)
        frame = view.drawing.frame if view.drawing is not None else None
        columns = (
            round(frame.left + frame.width * frame.widest + frame.right) if frame and frame.widest else 0
        )
        made.setFixedWidth(columns or _PICTURE)
        made.show()
        made.show_view(view)
        made._plane.settle()
        return made

    def picture(self, painter: QPainter, at: QPointF) -> None:
        scene = self._plot.scene()
        source = QRectF(self.rect())
        self._is_pictured = True  # where hand and keyboard are is nobody's business on paper
        scene.render(painter, QRectF(at, source.size()), source)
        self._is_pictured = False
