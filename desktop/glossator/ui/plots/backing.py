"""What was painted of a chart and can be shown again: moving on paints only what comes into view."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import cast

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QColor, QPainter, QPixmap, QRegion
from PySide6.QtWidgets import QWidget

_MANY = 4_000  # areas from which on all is painted again
_SINGLE = 400  # … of those that are painted one by one
Paint = Callable[[QPainter, QRectF], None]
"""Paints the part of a chart that lies in a rectangle, in the coordinates of the chart."""


class Backing:
    """A picture of the part of a chart that is in view."""

    def __init__(self) -> None:
        self._pixmap: QPixmap | None = None
        self._origin = QPointF()
        self._ground = ""
        self._touched: list[QRectF] = []
        self._together: list[QRectF] = []
        self.painted = 0
        """How many device pixels were painted since it was made, each as often as it was painted."""

    def forget(self) -> None:
        """The chart looks different now."""
        self._pixmap = None
        self._touched.clear()
        self._together.clear()

    def touch(self, area: QRectF) -> None:
        """The chart looks different there, in its own coordinates."""
        self._touched.append(area)
        if len(self._touched) > _SINGLE:
            self.forget()

    def touch_together(self, areas: Iterable[QRectF]) -> None:
        """The chart looks different in these areas, which are many and lie among one another: they are painted in one
        go, and nothing beside them.
        """
        self._together += areas
        if len(self._together) > _MANY:  # nobody looks, or all of it is meant
            self.forget()

    def show(self, painter: QPainter, origin: QPointF, size: QSize, ground: str, paint: Paint) -> None:
        """Draw the part of the chart whose upper left corner is ``origin`` at 0, 0."""
        ratio = painter.device().devicePixelRatio()
        room = QSize(round(size.width() * ratio), round(size.height() * ratio))
        if room.isEmpty():
            return
        held = self._pixmap
        way = (self._origin - origin) * ratio
        step = QPoint(round(way.x()), round(way.y()))
        is_even = abs(way.x() - step.x()) < 0.02 and abs(way.y() - step.y()) < 0.02
        is_near = abs(step.x()) < room.width() and abs(step.y()) < room.height()
        if held is None or held.size() != room or ground != self._ground or not (is_even and is_near):
            held = self._pixmap = QPixmap(room)
            held.setDevicePixelRatio(ratio)
            exposed = [QRect(QPoint(), room)]
        else:
            exposed = _exposed(step, room)
            if exposed:
                held.scroll(step.x(), step.y(), QRect(QPoint(), room))
        self._origin, self._ground = QPointF(origin), ground
        whole = QRect(QPoint(), room)
        if exposed != [whole]:
            exposed += _merged(self._part(each, ratio, whole) for each in self._touched)
            self._paint_together(held, QRectF(QPointF(), QSizeF(size)), paint)
        self._touched.clear()
        self._together.clear()
        for part in exposed:
            self._paint(held, part, ratio, paint)
        painter.drawPixmap(QPointF(), held)

    def stretch(self, painter: QPainter, origin: QPointF, factor: float) -> bool:
        """Draw what was painted last, ``factor`` times as large, so that ``origin`` (of the larger chart) is at 0, 0:
        a picture for the moments until it is painted anew.  ``False`` where nothing was painted yet.
        """
        held = self._pixmap
        if held is None:
            return False
        size = held.deviceIndependentSize() * factor
        painter.drawPixmap(QRectF(self._origin * factor - origin, size), held, QRectF(held.rect()))
        return True

    def _part(self, area: QRectF, ratio: float, whole: QRect) -> QRect:
        """The device pixels of the picture that an area of the chart touches."""
        at = area.translated(-self._origin)
        return QRectF(at.topLeft() * ratio, at.size() * ratio).toAlignedRect().intersected(whole)

    def _paint_together(self, held: QPixmap, whole: QRectF, paint: Paint) -> None:
        region = QRegion()
        for each in self._together:
            area = each.translated(-self._origin) & whole
            if not area.isEmpty():
                region += area.toAlignedRect()
        if region.isEmpty():
            return
        self.painted += round(_pixels(region) * held.devicePixelRatio() ** 2)
        around = QRectF(region.boundingRect())
        with QPainter(held) as painter:
            painter.setClipRegion(region)
            self._paint_in(painter, around, paint)

    def _paint_in(self, painter: QPainter, area: QRectF, paint: Paint) -> None:
        """Paint an area of the picture anew, as far as the clip lets it through."""
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Source)
        painter.fillRect(area, QColor(self._ground))
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.translate(-self._origin)
        paint(painter, area.translated(self._origin))

    def _paint(self, held: QPixmap, part: QRect, ratio: float, paint: Paint) -> None:
        area = QRectF(part.x() / ratio, part.y() / ratio, part.width() / ratio, part.height() / ratio)
        self.painted += part.width() * part.height()
        with QPainter(held) as painter:
            painter.setClipRect(area)
            self._paint_in(painter, area, paint)


class Kept:
    """What was painted of a drawing on the screen, shown again as long as it looks the same."""

    def __init__(self) -> None:
        self._key: object = None
        self._pixmap = QPixmap()

    def draw(
        self, painter: QPainter, device: QWidget, key: object, paint: Callable[[QPainter], None]
    ) -> None:
        """Draw what ``paint`` draws of what ``key`` tells apart."""
        if key != self._key:
            ratio = device.devicePixelRatioF()
            self._key = key
            self._pixmap = QPixmap(device.size() * ratio)
            self._pixmap.setDevicePixelRatio(ratio)
            self._pixmap.fill(Qt.GlobalColor.transparent)
            with QPainter(self._pixmap) as on:
                on.setRenderHint(QPainter.RenderHint.Antialiasing)
                on.setFont(painter.font())
                paint(on)
        painter.drawPixmap(QPointF(), self._pixmap)


def _pixels(region: QRegion) -> int:
    rects = cast(Iterable[QRect], region)  # which its stubs do not tell
    return sum(each.width() * each.height() for each in rects)


def _merged(parts: Iterable[QRect]) -> list[QRect]:
    """What these cover, with those that lie over one another as one."""
    found: list[QRect] = []
    for each in parts:
        part = each
        for other in [held for held in found if held.intersects(part)]:
            part = part.united(other)
            found.remove(other)
        if not part.isEmpty():
            found.append(part)
    return found


def _exposed(step: QPoint, room: QSize) -> list[QRect]:
    """What is not there after a picture of this size was moved by ``step``."""
    found = []
    if step.x():
        left = 0 if step.x() > 0 else room.width() + step.x()
        found.append(QRect(left, 0, abs(step.x()), room.height()))
    if step.y():
        top = 0 if step.y() > 0 else room.height() + step.y()
        found.append(QRect(0, top, room.width(), abs(step.y())))
    return found
