"""The mouse on the page: presses, drags, clicks, the wheel, hovering, and scrolling at the edges during a drag."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QMouseEvent, QWheelEvent

from glossator.core.spans import Fragments, Span
from glossator.ui.text import gestures
from glossator.ui.text.canvas import Canvas
from glossator.ui.text.gestures import Gesture, Pointer
from glossator.ui.text.hittest import Hit

_HOVER_ARCS_MS = 180
_AUTOSCROLL_MS = 30
_REPEAT_REACH = 6.0
_WHEEL_STEP = 120
_WHEEL_LINES = 3


class Hands(QObject):
    """Turns mouse events into gestures on a :class:`Canvas`; it is their :class:`gestures.Surface`."""

    activated = Signal(object)
    span_made = Signal(object)
    relation_dragged = Signal(object, object, QPoint)
    boundary_moved = Signal(object, object)
    hovered = Signal(object)
    cursor_wanted = Signal(Qt.CursorShape)
    zoom_requested = Signal(int)

    def __init__(self, canvas: Canvas, parent: QObject) -> None:
        super().__init__(parent)
        self._canvas = canvas
        self._choice = canvas.choice
        self._gesture: Gesture | None = None
        self._zoom = 0.0  # steps of the wheel that are not yet asked for
        self._pointer = Pointer(0, 0)
        self._global = QPoint()
        self._last_press = (0, QPointF(-100, -100), 0)  # time, place, clicks
        self._shape = Qt.CursorShape.IBeamCursor
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_HOVER_ARCS_MS)
        self._rest.timeout.connect(self._show_arcs)
        self._autoscroll = QTimer(self)
        self._autoscroll.setInterval(_AUTOSCROLL_MS)
        self._autoscroll.timeout.connect(self._scroll_on)

    # --- events -----------------------------------------------------------------------------------------------

    @property
    def is_busy(self) -> bool:
        """Something is being dragged."""
        return self._gesture is not None

    def press(self, event: QMouseEvent) -> None:
        """The left button went down."""
        self.drop()
        clicks = self._counted(event)
        self._pointer = self._pointer_of(event, clicks)
        self._choice.x = None
        if clicks == 2 and (chip := self.hit(self._pointer).chip) is not None:
            self.activated.emit(chip)
            return
        self._gesture = gestures.begin(self, self._pointer, self._choice.mention)
        next(self._gesture)

    def move(self, event: QMouseEvent) -> None:
        """The pointer moved, with the button down or up."""
        self._global = event.globalPosition().toPoint()
        self._pointer = self._pointer_of(event, self._pointer.clicks)
        if self._gesture is None:
            self.hover(event.position())
            return
        self._gesture.send(self._pointer)
        is_outside = not 0 <= self._pointer.y <= self._canvas.scroller.window
        if is_outside and not self._autoscroll.isActive():
            self._autoscroll.start()
        elif not is_outside:
            self._autoscroll.stop()

    def release(self, event: QMouseEvent) -> None:
        """The left button went up."""
        self._global = event.globalPosition().toPoint()
        gesture, self._gesture = self._gesture, None
        self._autoscroll.stop()
        if gesture is None:
            return
        try:
            gesture.send(self._pointer_of(event, self._pointer.clicks)._replace(is_release=True))
        except StopIteration:
            return
        gesture.close()

    def drop(self) -> bool:
        """Let go of what is dragged, as if nothing had happened; ``False`` when there was nothing."""
        self._autoscroll.stop()
        gesture, self._gesture = self._gesture, None
        if gesture is not None:
            gesture.close()
        return gesture is not None

    def hover(self, point: QPointF) -> None:
        """The pointer is here, with no button down."""
        canvas = self._canvas
        hit = canvas.hit(point.x(), point.y())
        self._show_shape(hit)
        if canvas.source is not None:
            canvas.rubber = (canvas.source, point)
            canvas.refresh()
        relation = hit.arc.relation if hit.arc is not None else None
        fan = canvas.fan_at(point.x(), point.y(), hit.arc)
        if (relation, fan) != (canvas.hovered_relation, canvas.fan):
            canvas.hovered_relation, canvas.fan = relation, fan
            canvas.refresh()
        if hit.mention != canvas.hovered:
            canvas.show_hovered(hit.mention)
            self._rest.start()
            self.hovered.emit(hit.mention)

    def wheel(self, event: QWheelEvent) -> None:
        """The wheel was turned: scroll, or with Ctrl ask for zoom."""
        steps = event.angleDelta().y() / _WHEEL_STEP
        scroller = self._canvas.scroller
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._zoom += steps
            if abs(self._zoom) >= 1:
                self.zoom_requested.emit(int(self._zoom))
                self._zoom -= int(self._zoom)
        elif not event.pixelDelta().isNull():
            scroller.by(-event.pixelDelta().y())
        else:
            scroller.by(-steps * _WHEEL_LINES * self._canvas.metrics.pitch)
        event.accept()

    def leave(self) -> None:
        """The pointer has left the page, or what was under it is gone."""
        canvas = self._canvas
        self._rest.stop()
        if canvas.source is not None:
            canvas.rubber = None
        if canvas.hovered is not None:
            canvas.hovered = None
            self.hovered.emit(None)
        canvas.hovered_arcs = canvas.hovered_relation = None
        canvas.fan = frozenset()
        canvas.refresh()

    def _show_arcs(self) -> None:
        canvas = self._canvas
        if canvas.hovered_arcs != canvas.hovered:
            had = bool(canvas.routes())
            canvas.hovered_arcs = canvas.hovered
            canvas.refresh([])
            if had or canvas.routes():
                canvas.refresh()

    def _show_shape(self, hit: Hit) -> None:
        shape = Qt.CursorShape.IBeamCursor
        if hit.handle is not None:
            shape = Qt.CursorShape.SizeHorCursor
        elif hit.chip is not None or hit.arc is not None:
            shape = Qt.CursorShape.PointingHandCursor
        if shape != self._shape:
            self._shape = shape
            self.cursor_wanted.emit(shape)

    def _scroll_on(self) -> None:
        """Scroll while the pointer is held beyond an edge, the faster the farther."""
        if self._gesture is None:
            self._autoscroll.stop()
            return
        window = self._canvas.scroller.window
        beyond = self._pointer.y if self._pointer.y < 0 else max(0.0, self._pointer.y - window)
        step = max(-window / 3, min(window / 3, beyond / 2))
        self._canvas.scroller.by(step)
        self._gesture.send(self._pointer)

    def _counted(self, event: QMouseEvent) -> int:
        """How often the button was pressed here in quick succession: 1, 2 or 3."""
        hints = QGuiApplication.styleHints()
        time, place, clicks = self._last_press
        away = event.position() - place
        is_repeat = (
            event.timestamp() - time <= hints.mouseDoubleClickInterval()
            and abs(away.x()) + abs(away.y()) <= _REPEAT_REACH
        )
        counted = (
            2 if event.type() == QEvent.Type.MouseButtonDblClick else 3 if is_repeat and clicks == 2 else 1
        )
        self._last_press = (event.timestamp(), event.position(), counted)
        return counted

    def _pointer_of(self, event: QMouseEvent, clicks: int) -> Pointer:
        keys = event.modifiers()
        return Pointer(
            event.position().x(),
            event.position().y(),
            is_shift=bool(keys & Qt.KeyboardModifier.ShiftModifier),
            is_ctrl=bool(keys & Qt.KeyboardModifier.ControlModifier),
            is_alt=bool(keys & Qt.KeyboardModifier.AltModifier),
            clicks=clicks,
        )

    # --- what gestures ask (gestures.Surface) -----------------------------------------------------------------

    @property
    def text(self) -> str:
        """The text of the article."""
        annotations = self._choice.annotations
        return annotations.text if annotations is not None else ""

    @property
    def parts(self) -> tuple[Span, ...]:
        """The selected stretches."""
        return self._choice.parts

    @property
    def anchor(self) -> int:
        """Where the selection that the caret makes began."""
        return self._choice.anchor

    def hit(self, pointer: Pointer) -> Hit:
        """What is under the pointer."""
        return self._canvas.hit(pointer.x, pointer.y)

    def fragments(self, mention_id: int) -> Fragments:
        """The fragments of a mention on this page."""
        assert self._choice.annotations is not None
        return self._choice.annotations.mentions[mention_id].fragments

    def choose_span(self, span: Span, caret: int, anchor: int, parts: tuple[Span, ...]) -> None:
        """Select a stretch beside ``parts``."""
        self._choice.anchor = anchor
        self._choice.take(span, caret=caret, parts=parts)

    def choose_mention(self, mention_id: int, caret: int | None) -> None:
        """Select a mention."""
        self._choice.take_mention(mention_id, caret=caret)

    def click(self, hit: Hit) -> None:
        """A click selects the smallest mention under the pointer, again the next outer one; or an arc; or a place."""
        if hit.chip is not None:
            self._choice.take_mention(hit.chip)
        elif hit.mentions:
            found = self._choice.next_of(hit.mentions)
            assert found is not None
            self._choice.take_mention(found, caret=hit.offset)
        elif hit.arc is not None:
            self._choice.take_relation(hit.arc.relation)
        else:
            self._choice.to(hit.offset)

    def show_preview(self, fragments: Sequence[Span]) -> None:
        """Show where a boundary would go; nothing takes it away."""
        self._canvas.preview = fragments
        self._canvas.refresh()

    def show_rubber(self, source: int | None, pointer: Pointer | None) -> None:
        """Draw an arc from a mention to the pointer, or none."""
        self._canvas.rubber = (
            (source, QPointF(pointer.x, pointer.y)) if source is not None and pointer is not None else None
        )
        self._canvas.refresh()

    def tell_span(self, span: Span) -> None:
        """A stretch was selected by hand."""
        self.span_made.emit(span)

    def tell_boundary(self, mention_id: int, fragments: Fragments) -> None:
        """A boundary was dragged to a new place."""
        self.boundary_moved.emit(mention_id, fragments)

    def tell_relation(self, source: int, target: int, pointer: Pointer) -> None:
        """One mention was dragged to another."""
        self.relation_dragged.emit(source, target, self._global)
