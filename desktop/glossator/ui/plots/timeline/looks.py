"""How a timeline looks: points and bars with faded ends, columns, the axis, the names of its lanes."""

from __future__ import annotations

import math
from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QLinearGradient, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QWidget

from glossator.analysis.calendar_axis import ticks
from glossator.core import dates
from glossator.core.dates import When
from glossator.ui.plots.signs import words
from glossator.ui.plots.timeline.geometry import AXIS, DOT, EDGE, NAMES, Shape, Span
from glossator.ui.theme import LabelColour, Theme, blend

_BAR = 9.0
_TICK = 92.0
_FADED = 0.35
_SHORT = 26.0
_STAMP = 10.0  # half of the picture of a dot


def axis(painter: QPainter, span: Span, height: float, theme: Theme, free: float = math.inf) -> None:
    """Ticks with their words below, and a thin line up from each; the lower words end before ``free`` (pixels), where
    something else stands.
    """
    bottom = height - AXIS
    most = max(2, int((span.right - span.left) / _TICK))
    faint = QPen(QColor(theme.rule), 1)
    painter.setPen(faint)
    painter.drawLine(QPointF(span.left, bottom), QPointF(span.right, bottom))
    is_first = True
    for tick in ticks(span.low, span.high, most=most):
        x = round(span.x(tick.day)) + 0.5
        painter.setPen(QPen(QColor(blend(theme.rule, theme.raised, 0.6)), 1))
        painter.drawLine(QPointF(x, 2), QPointF(x, bottom))
        painter.setPen(faint)
        painter.drawLine(QPointF(x, bottom), QPointF(x, bottom + 5))
        edge = span.right + EDGE - 2
        lower = free if is_first else edge  # the first unit is told in any case
        for down, told, colour, end in (
            (5, tick.words, theme.ink, edge),
            (21, tick.larger, theme.muted, min(lower, edge)),
        ):
            # at the right edge they stand before the tick, or they would be cut
            wide = painter.fontMetrics().horizontalAdvance(told)
            left = min(x - 1, max(span.left, end - wide))
            if told and (down == 5 or is_first or left + wide <= free):
                words(painter, QRectF(left, bottom + down, _TICK, 17), told, colour)
        is_first = is_first and not tick.larger


def lane(painter: QPainter, name: str, top: float, bottom: float, right: float, theme: Theme) -> None:
    """The name of a lane and the line below it."""
    words(painter, QRectF(4, top, NAMES - 16, min(bottom - top, 26)), name, theme.ink)
    painter.setPen(QPen(QColor(blend(theme.rule, theme.raised, 0.7)), 1))
    painter.drawLine(QPointF(4, bottom - 0.5), QPointF(right, bottom - 0.5))


class Stamps:
    """Dots, which on the screen are pictures that are drawn once for each look."""

    def __init__(self) -> None:
        self._theme: Theme | None = None
        self._ratio = 0.0
        self._held: dict[tuple[str, str, bool], QPixmap] = {}

    def begin(self, painter: QPainter, theme: Theme) -> None:
        """What follows is drawn with this painter in these colours."""
        device = painter.device()
        ratio = device.devicePixelRatio() if isinstance(device, QPixmap | QWidget) else 0.0
        if (theme, ratio) != (self._theme, self._ratio):
            self._theme, self._ratio = theme, ratio
            self._held.clear()

    def dot(self, painter: QPainter, at: QPointF, when: When, certainty: str, colour: LabelColour) -> None:
        """A day."""
        assert self._theme is not None, "begun"
        if not self._ratio:
            _dot(painter, at, when, certainty, colour, self._theme)
            return
        key = (colour.accent, certainty, when.is_exact)
        stamp = self._held.get(key)
        if stamp is None:
            stamp = self._held[key] = QPixmap(
                round(2 * _STAMP * self._ratio), round(2 * _STAMP * self._ratio)
            )
            stamp.setDevicePixelRatio(self._ratio)
            stamp.fill(Qt.GlobalColor.transparent)
            with QPainter(stamp) as own:
                own.setRenderHint(QPainter.RenderHint.Antialiasing)
                _dot(own, QPointF(_STAMP, _STAMP), when, certainty, colour, self._theme)
        painter.drawPixmap(QPointF(at.x() - _STAMP, at.y() - _STAMP), stamp)


def mark(painter: QPainter, shape: Shape, colour: LabelColour, stamps: Stamps) -> None:
    """The times of a row, joined where they differ."""
    middle = shape.box.center().y()
    if len(shape.pieces) > 1:
        painter.setPen(QPen(QColor(colour.accent), 1.2, Qt.PenStyle.DotLine))
        painter.drawLine(QPointF(shape.box.left(), middle), QPointF(shape.box.right(), middle))
    for when, first, last in shape.pieces:
        if last - first <= 2 * DOT + 0.01 and math.isfinite(when.start) and math.isfinite(when.end):
            stamps.dot(painter, QPointF((first + last) / 2, middle), when, shape.row.certainty, colour)
        else:
            _bar(
                painter,
                QRectF(first, middle - _BAR / 2, last - first, _BAR),
                when,
                shape.row.certainty,
                colour,
            )


def _dot(
    painter: QPainter, at: QPointF, when: When, certainty: str, colour: LabelColour, theme: Theme
) -> None:
    """A day: filled where it is certain; with a halo where it is not known to the day."""
    accent = QColor(colour.accent)
    if not when.is_exact:
        halo = QColor(accent)
        halo.setAlphaF(0.25)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(halo)
        painter.drawEllipse(at, DOT + 3.5, DOT + 3.5)
    painter.setPen(QPen(accent, 1.6))
    painter.setBrush(accent if certainty == "Certain" else QColor(theme.raised))
    painter.drawEllipse(at, DOT - 0.5, DOT - 0.5)
    if certainty == "Probable":
        painter.setBrush(accent)
        painter.drawChord(
            QRectF(at.x() - DOT + 0.5, at.y() - DOT + 0.5, 2 * DOT - 1, 2 * DOT - 1), -90 * 16, -180 * 16
        )


def _bar(painter: QPainter, body: QRectF, when: When, certainty: str, colour: LabelColour) -> None:
    """A stretch of time: solid, hatched (probable) or hollow (possible); its ends fade where they are not exact."""
    brush = _faded(body, when, QColor(colour.accent))
    if certainty in {"Certain", "Probable"}:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(brush)
        if certainty == "Probable":
            painter.save()
            painter.setOpacity(0.45)
            painter.drawRoundedRect(body, 3, 3)
            painter.restore()
            painter.setBrush(QBrush(QColor(colour.accent), Qt.BrushStyle.BDiagPattern))
            inner = body.adjusted(body.width() * 0.12, 0, -body.width() * 0.12, 0)
            painter.drawRect(inner if not when.is_exact else body)
        else:
            painter.drawRoundedRect(body, 3, 3)
        return
    painter.setPen(QPen(brush, 1.4))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(body.adjusted(0.7, 0.7, -0.7, -0.7), 3, 3)


def _faded(body: QRectF, when: When, accent: QColor) -> QBrush:
    reach = min(_FADED, max(_SHORT / max(body.width(), 1.0), 0.18))
    if when.is_range:
        first, last = (_reach(each, when, reach) for each in (when.written.partition("/")[::2]))
    else:
        first = last = 0.0 if when.is_exact else reach
    first = first if math.isfinite(when.start) else reach
    last = last if math.isfinite(when.end) else reach
    if not (first or last):
        return QBrush(accent)
    clear = QColor(accent)
    clear.setAlphaF(0.06)
    gradient = QLinearGradient(body.topLeft(), body.topRight())
    gradient.setColorAt(0, clear if first else accent)
    gradient.setColorAt(first, accent)
    gradient.setColorAt(1 - last, accent)
    gradient.setColorAt(1, clear if last else accent)
    return QBrush(gradient)


def _reach(end: str, when: When, usual: float) -> float:
    """The share of a range in which one end of it fades: the month or year to which it is known, or nothing."""
    held = dates.read(end.strip())
    if held is None or held.is_exact:
        return 0.0
    return min(_FADED, held.days / when.days) if math.isfinite(when.days) else usual


def columns(painter: QPainter, bodies: Sequence[QRectF], colour: LabelColour) -> None:
    """The columns of a lane of a histogram."""
    painter.setPen(QPen(QColor(colour.accent), 1))
    painter.setBrush(QColor(colour.accent))
    painter.drawRects(bodies)


def pile(
    painter: QPainter, shape: Shape, number: QRectF, colour: LabelColour, theme: Theme, stamps: Stamps
) -> None:
    """Dots on one place, or bars over one stretch: how many there are."""
    if shape.box.width() > number.width():
        mark(painter, shape, colour, stamps)
    body = number.adjusted(0.5, 1.5, -0.5, -1.5)
    painter.setPen(QPen(QColor(colour.accent), 1.6))
    painter.setBrush(QColor(theme.raised))
    painter.drawRoundedRect(body, body.height() / 2, body.height() / 2)
    painter.setPen(QColor(theme.ink))
    painter.drawText(body, Qt.AlignmentFlag.AlignCenter, f"{len(shape.pile):,}")


def ring(painter: QPainter, body: QRectF, theme: Theme, *, has_focus: bool) -> None:
    """Where the keyboard is."""
    painter.setPen(QPen(QColor(theme.focus), 2) if has_focus else QPen(QColor(theme.arc), 1))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(body.adjusted(-3, 1, 3, -1), 4, 4)


def lit(painter: QPainter, body: QRectF, theme: Theme) -> None:
    """The ground of a mark whose annotations are selected elsewhere."""
    ground = QColor(theme.accent)
    ground.setAlphaF(0.24)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ground)
    painter.drawRoundedRect(body.adjusted(-4, 1, 4, -1), 5, 5)


def band(painter: QPainter, body: QRectF, theme: Theme) -> None:
    """A stretch of days that is being brushed or a day to which something is being dragged."""
    ground = QColor(theme.accent)
    ground.setAlphaF(0.16)
    painter.setPen(QPen(QColor(theme.accent), 1))
    painter.setBrush(ground)
    painter.drawRect(body)
