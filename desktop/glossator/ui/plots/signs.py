"""The signs that views are drawn with: fills, dots, chips, words."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetricsF, QLinearGradient, QPainter, QPen, QPolygonF

from glossator.ui.plots.marks import one_line
from glossator.ui.theme import LabelColour, Theme, blend, contrast, draw_underline

CHIP = 36.0
"""Width of a label's chip, in pixels."""
_FAINTEST = 0.14
_EDGE = 0.75
_SMALLER = 0.8
_READABLE = 4.5  # the contrast that words need
_STEPS = 5
_PATTERNS = {
    "hatched": Qt.BrushStyle.BDiagPattern,
    "dotted": Qt.BrushStyle.Dense6Pattern,
    "crossed": Qt.BrushStyle.DiagCrossPattern,
}


def fill(painter: QPainter, area: QRectF, style: str, colour: LabelColour) -> None:
    """Fill ``area`` in the colours of a label: solid, hatched, dotted, crossed or hollow, so that the styles differ
    without colour; grey is an outline for what nobody stated.
    """
    pen = QPen(QColor(colour.accent), 1)
    painter.setPen(pen if style != "solid" else Qt.PenStyle.NoPen)
    if style == "grey":
        painter.setPen(QPen(QColor(colour.accent), 1, Qt.PenStyle.DotLine))
        painter.setBrush(Qt.BrushStyle.NoBrush)
    elif style == "solid":
        painter.setBrush(QColor(colour.accent))
    else:
        painter.setBrush(QColor(colour.tint))
    inner = area.adjusted(0.5, 0.5, -0.5, -0.5) if style != "solid" else area
    painter.drawRect(inner)
    if style in _PATTERNS:
        painter.setBrush(QBrush(QColor(colour.accent), _PATTERNS[style]))
        painter.drawRect(inner)


def sign(painter: QPainter, at: QPointF, style: str, colour: LabelColour, theme: Theme) -> None:
    """Draw a sign around ``at``: a filled dot, or a diamond with the ground showing through."""
    painter.setPen(QPen(QColor(colour.accent), 1.6))
    if style == "dot":
        painter.setBrush(QColor(colour.accent))
        painter.drawEllipse(at, 4.6, 4.6)
    else:
        painter.setBrush(QColor(theme.raised))
        painter.drawPolygon(
            [at + QPointF(0, -5.4), at + QPointF(5.4, 0), at + QPointF(0, 5.4), at + QPointF(-5.4, 0)]
        )


def chip(painter: QPainter, area: QRectF, tag: str, colour: LabelColour) -> None:
    """A label's tag on its tint over its underline, in the middle of ``area``."""
    font = QFont(painter.font())
    font.setPointSizeF(font.pointSizeF() * 0.8)
    font.setWeight(QFont.Weight.DemiBold)
    body = QRectF(area.center().x() - CHIP / 2, area.center().y() - 9, CHIP, 15)
    painter.save()
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colour.tint))
    painter.drawRoundedRect(body, 3, 3)
    painter.setPen(QColor(colour.accent))
    painter.setFont(font)
    painter.drawText(body, Qt.AlignmentFlag.AlignCenter, tag)
    draw_underline(painter, colour, body.left() + 1, body.right() - 1, body.bottom() + 2.5)
    painter.restore()


def words(painter: QPainter, area: QRectF, text: str, colour: str, *, at_right: bool = False) -> None:
    """``text`` on one line in ``area``, elided where it does not fit; its breaks and tabs are spaces."""
    painter.setPen(QColor(colour))
    line = one_line(text)
    shown = QFontMetricsF(painter.font()).elidedText(line, Qt.TextElideMode.ElideRight, area.width())
    side = Qt.AlignmentFlag.AlignRight if at_right else Qt.AlignmentFlag.AlignLeft
    painter.drawText(area, Qt.AlignmentFlag.AlignVCenter | side, shown)


def in_cell(painter: QPainter, body: QRectF, colour: str, *told: str) -> None:
    """The first of these words that fit into a cell, in the type of ``painter`` or a smaller one; where none does,
    none: a number that is cut reads as another one.
    """
    font = painter.font()
    for size in (1.0, _SMALLER):
        tried = QFont(font)
        tried.setPointSizeF(font.pointSizeF() * size)
        metrics = QFontMetricsF(tried)
        for words in told[: 1 if size == 1.0 else None]:
            if metrics.horizontalAdvance(words) + 4 <= body.width():
                painter.setFont(tried)
                painter.setPen(QColor(colour))
                painter.drawText(body, Qt.AlignmentFlag.AlignCenter, words)
                painter.setFont(font)
                return


def shade_of(count: float, most: float, theme: Theme) -> str:
    """The ground for ``count`` of at most ``most``: one hue, from faint to full, never a label's colour."""
    share = _FAINTEST + (1 - _FAINTEST) * (count / most) ** 0.6
    return blend(theme.accent, theme.raised, share)


def ink_on(ground: str, theme: Theme) -> str:
    """The colour in which words can be read on a shade, whichever it is."""
    best = max((theme.ink, theme.raised), key=lambda each: contrast(each, ground))
    if contrast(best, ground) >= _READABLE:
        return best
    return max(("#000000", "#ffffff"), key=lambda each: contrast(each, ground))


def edge_of(theme: Theme) -> str:
    """The edge of a cell with nothing in it, which has to be seen on either ground."""
    return blend(theme.muted, theme.raised, _EDGE)


def sample(painter: QPainter, area: QRectF, style: str, theme: Theme) -> None:
    """A sample for a legend: of a fill (solid, hatched, hollow), a sign (dot, diamond), the ramp of shades, or the
    frame or the outline of a cell.
    """
    if style in {"dot", "diamond"}:
        sign(painter, area.center(), style, theme.neutral, theme)
    elif style == "ramp":
        width = area.width() / _STEPS
        painter.setPen(Qt.PenStyle.NoPen)
        for at in range(_STEPS):
            painter.setBrush(QColor(shade_of(at + 1, _STEPS, theme)))
            painter.drawRect(QRectF(area.left() + at * width, area.top(), width, area.height()))
    elif style in _SAMPLES:
        _SAMPLES[style](painter, area, theme)
    elif style == "line":
        painter.setPen(QPen(QColor(theme.accent), 2))
        painter.drawLine(QPointF(area.left(), area.center().y()), QPointF(area.right(), area.center().y()))
    elif style in {"frame", "outline"}:
        is_wrong = style == "outline"
        painter.setPen(QPen(QColor(theme.danger if is_wrong else edge_of(theme)), 2 if is_wrong else 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(area.adjusted(1, 1, -1, -1), 3, 3)
    else:
        fill(painter, area, style, theme.neutral)


def _bar(painter: QPainter, area: QRectF, theme: Theme) -> None:
    """A stretch of time."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(theme.neutral.accent))
    painter.drawRoundedRect(area.adjusted(0, 2, 0, -2), 3, 3)


def _faded(painter: QPainter, area: QRectF, theme: Theme) -> None:
    """A stretch of time whose ends are not known exactly."""
    clear = QColor(theme.neutral.accent)
    clear.setAlphaF(0.05)
    gradient = QLinearGradient(area.topLeft(), area.topRight())
    for at, colour in (
        (0.0, clear),
        (0.4, QColor(theme.neutral.accent)),
        (0.6, QColor(theme.neutral.accent)),
    ):
        gradient.setColorAt(at, colour)
    gradient.setColorAt(1.0, clear)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(gradient)
    painter.drawRoundedRect(area.adjusted(0, 2, 0, -2), 3, 3)


def _disc(painter: QPainter, area: QRectF, theme: Theme) -> None:
    """An area around a point."""
    colour = QColor(theme.neutral.accent)
    painter.setPen(QPen(colour, 1))
    colour.setAlphaF(0.25)
    painter.setBrush(colour)
    painter.drawEllipse(area.center(), area.height() / 2, area.height() / 2)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(theme.neutral.accent))
    painter.drawEllipse(area.center(), 1.6, 1.6)


def _ring(painter: QPainter, area: QRectF, theme: Theme) -> None:
    """A point of which it is not said how exact it is."""
    painter.setPen(QPen(QColor(theme.neutral.accent), 1.6, Qt.PenStyle.DashLine))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawEllipse(area.center(), 4.8, 4.8)


def _arrow(painter: QPainter, area: QRectF, theme: Theme) -> None:
    """From an origin to a destination."""
    middle, right = area.center().y(), area.right()
    painter.setPen(QPen(QColor(theme.neutral.accent), 1.6))
    painter.drawLine(QPointF(area.left(), middle), QPointF(right, middle))
    painter.setBrush(QColor(theme.neutral.accent))
    tip = [QPointF(right, middle), QPointF(right - 6, middle - 3.5), QPointF(right - 6, middle + 3.5)]
    painter.drawPolygon(tip)


def _read(painter: QPainter, area: QRectF, theme: Theme) -> None:
    """A sentence with the line below it that says that it was read."""
    painter.setPen(QPen(QColor(edge_of(theme)), 1))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(area.adjusted(4, -1, -4, -4))
    painter.fillRect(QRectF(area.left() + 4, area.bottom() - 1, area.width() - 8, 2), QColor(theme.ink))


def _region(painter: QPainter, area: QRectF, theme: Theme) -> None:
    """A region or a country as a whole, with the sign in its middle that says how often it is mentioned."""
    fill(painter, area, "hatched", theme.neutral)
    middle, reach = area.center(), area.height() / 2 - 1
    painter.setPen(QPen(QColor(theme.neutral.accent), 1.6))
    painter.setBrush(QColor(theme.raised))
    corners = ((0, -reach), (reach, 0), (0, reach), (-reach, 0))
    painter.drawPolygon(QPolygonF([middle + QPointF(x, y) for x, y in corners]))


_SAMPLES = {
    "region": _region,
    "read": _read,
    "bar": _bar,
    "faded": _faded,
    "disc": _disc,
    "ring": _ring,
    "arrow": _arrow,
}
