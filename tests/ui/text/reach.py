"""Where to point on a page in the tests, and what it then does."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest

from glossator.core.annotations import AnnotationSet
from glossator.core.changes import Change, apply
from glossator.ui.text.view import ArticleView

LEFT = Qt.MouseButton.LeftButton
PLAIN = Qt.KeyboardModifier.NoModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
CTRL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier


def on(view: ArticleView, offset: int, share: float = 0.5) -> QPoint:
    """A point of the window on the character at ``offset``, ``share`` of the way from its left to its right."""
    rect = view.character_rect(offset)
    assert not rect.isEmpty(), f"the character at {offset} is not in the window"
    x = rect.left() + max(1.0, rect.width() * share)
    return view.viewport().mapFromGlobal(QPointF(x, rect.center().y()).toPoint())


def on_chip(view: ArticleView, mention: int) -> QPoint:
    """The middle of the chip of a mention."""
    canvas = view._canvas
    for each in canvas.scroller.placed:
        chip = each.marks.chips.get(mention)
        if chip is not None:
            y = each.y + chip.top + each.marks.chip_height / 2
            return QPointF(canvas.left + chip.middle, y).toPoint()
    raise AssertionError(f"mention {mention} has no chip in the window")


def press(view: ArticleView, point: QPoint, keys: Qt.KeyboardModifier = PLAIN) -> None:
    QTest.mousePress(view.viewport(), LEFT, keys, point)


def move(view: ArticleView, point: QPoint) -> None:
    QTest.mouseMove(view.viewport(), point)


def release(view: ArticleView, point: QPoint, keys: Qt.KeyboardModifier = PLAIN) -> None:
    QTest.mouseRelease(view.viewport(), LEFT, keys, point)


def click(view: ArticleView, point: QPoint, keys: Qt.KeyboardModifier = PLAIN) -> None:
    """One click that is not taken for the second of a double click."""
    view._hands._last_press = (0, QPointF(-100, -100), 0)
    QTest.mouseClick(view.viewport(), LEFT, keys, point)


def drag(view: ArticleView, start: QPoint, *stops: QPoint, keys: Qt.KeyboardModifier = PLAIN) -> None:
    """Press at ``start``, move over ``stops``, release at the last."""
    view._hands._last_press = (0, QPointF(-100, -100), 0)
    press(view, start, keys)
    for stop in stops:
        _drag_to(view, stop, keys)
    release(view, stops[-1], keys)


def _drag_to(view: ArticleView, point: QPoint, keys: Qt.KeyboardModifier) -> None:
    from PySide6.QtCore import QCoreApplication, QEvent
    from PySide6.QtGui import QMouseEvent

    place = QPointF(point)
    event = QMouseEvent(
        QEvent.Type.MouseMove, place, QPointF(view.viewport().mapToGlobal(point)), LEFT, LEFT, keys
    )
    QCoreApplication.sendEvent(view.viewport(), event)


def drag_to(view: ArticleView, point: QPoint, keys: Qt.KeyboardModifier = PLAIN) -> None:
    """Move with the button held down."""
    _drag_to(view, point, keys)


def key(view: ArticleView, code: Qt.Key, keys: Qt.KeyboardModifier = PLAIN, times: int = 1) -> None:
    for _ in range(times):
        QTest.keyClick(view, code, keys)


def do(view: ArticleView, annotations: AnnotationSet, change: Change) -> None:
    """What the workbench does: the annotations follow, then the page."""
    apply(change, annotations)
    view.follow(change)


def picture(view: ArticleView) -> QImage:
    """The window as it is painted."""
    return view.viewport().grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
