"""The signs that views are drawn with: fills, dots, chips, words."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetricsF, QPainter, QPen

from glossator.ui.theme import LabelColour, Theme, blend, draw_underline

CHIP = 36.0
"""Width of a label's chip, in pixels."""
_FAINTEST = 0.14
_STEPS = 5


def fill(painter: QPainter, area: QRectF, style: str, colour: LabelColour) -> None:
    """Fill ``area`` in the colours of a label: solid, hatched or hollow, so that the styles differ without colour."""
    pen = QPen(QColor(colour.accent), 1)
    painter.setPen(pen if style != "solid" else Qt.PenStyle.NoPen)
    if style == "solid":
        painter.setBrush(QColor(colour.accent))
    else:
        painter.setBrush(QColor(colour.tint))
    inner = area.adjusted(0.5, 0.5, -0.5, -0.5) if style != "solid" else area
    painter.drawRect(inner)
    if style == "hatched":
        painter.setBrush(QBrush(QColor(colour.accent), Qt.BrushStyle.BDiagPattern))
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
    """``text`` on one line in ``area``, elided where it does not fit."""
    painter.setPen(QColor(colour))
    shown = QFontMetricsF(painter.font()).elidedText(text, Qt.TextElideMode.ElideRight, area.width())
    side = Qt.AlignmentFlag.AlignRight if at_right else Qt.AlignmentFlag.AlignLeft
    painter.drawText(area, Qt.AlignmentFlag.AlignVCenter | side, shown)


def shade_of(count: int, most: int, theme: Theme) -> str:
    """The ground for ``count`` of at most ``most``: one hue, from faint to full, never a label's colour."""
    share = _FAINTEST + (1 - _FAINTEST) * (count / most) ** 0.6
    return blend(theme.accent, theme.raised, share)


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
    elif style in {"frame", "outline"}:
        is_wrong = style == "outline"
        painter.setPen(QPen(QColor(theme.danger if is_wrong else theme.rule), 2 if is_wrong else 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(area.adjusted(1, 1, -1, -1), 3, 3)
    else:
        fill(painter, area, style, theme.neutral)
