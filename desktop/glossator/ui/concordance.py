"""How a hit is drawn in its line: the hits in one column below one another, the context on either side."""

from __future__ import annotations

import unicodedata

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem

from glossator.analysis import concordance
from glossator.analysis.concordance import Line
from glossator.ui.theme import Theme

_COLUMN = 0.36  # of the width stand before the hit
_WIDEST = 0.5  # of the width is the most that a hit takes
_LOOK = 40  # characters of a hit that say in which direction it is read


def draw_ground(painter: QPainter, option: QStyleOptionViewItem, theme: Theme) -> QRectF:
    """Set the painter to a row of a list and draw its ground, selected or hovered; where the row lies (points)."""
    area = QRectF(option.rect)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setFont(option.font)
    if option.state & QStyle.StateFlag.State_Selected:
        painter.fillRect(area, QColor(theme.selection))
    elif option.state & QStyle.StateFlag.State_MouseOver:
        painter.fillRect(area, QColor(theme.hover))
    return area


def draw_line(painter: QPainter, area: QRectF, line: Line, tint: str, theme: Theme) -> None:
    """Draw a line in ``area`` (points), its hit on ``tint``; what is read from right to left has its context so too."""
    leftward = is_leftward(line.hit)
    painter.setLayoutDirection(Qt.LayoutDirection.RightToLeft if leftward else Qt.LayoutDirection.LeftToRight)
    before, behind = (line.right, line.left) if leftward else (line.left, line.right)
    # what is far from the hit is left out first
    start_goes, end_goes = Qt.TextElideMode.ElideLeft, Qt.TextElideMode.ElideRight
    at_left, at_right = (end_goes, start_goes) if leftward else (start_goes, end_goes)
    bold = QFont(painter.font())
    bold.setWeight(QFont.Weight.DemiBold)
    metrics = QFontMetricsF(bold)
    hit = metrics.elidedText(line.hit, Qt.TextElideMode.ElideMiddle, area.width() * _WIDEST)
    width = metrics.horizontalAdvance(hit) + 2
    start = area.left() + area.width() * _COLUMN
    body = QRectF(start, area.center().y() - metrics.height() / 2 - 1, width + 2, metrics.height() + 2)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(tint))
    painter.drawRoundedRect(body, 3, 3)
    left = QRectF(area.left(), area.top(), start - area.left() - 1, area.height())
    # what is written without a blank behind the hit, as a full stop, stands close to it
    right = QRectF(body.right(), area.top(), area.right() - body.right(), area.height())
    before, behind = _cut(painter, before, left, at_left), _cut(painter, behind, right, at_right)
    draw_text(painter, left, before, theme.muted, elide=at_left, to_right=True)
    draw_text(painter, right, behind, theme.muted, elide=at_right)
    painter.setFont(bold)
    painter.setPen(QColor(theme.ink))
    painter.drawText(body.adjusted(2, 0, 2, 0), Qt.AlignmentFlag.AlignVCenter, hit)


def draw_text(
    painter: QPainter,
    area: QRectF,
    text: str,
    colour: str,
    *,
    elide: Qt.TextElideMode = Qt.TextElideMode.ElideRight,
    to_right: bool = False,
) -> None:
    """Draw what fits of ``text`` in ``area`` on one line, at its left or right edge."""
    if area.width() <= 0:
        return
    painter.setPen(QColor(colour))
    shown = QFontMetricsF(painter.font()).elidedText(text, elide, area.width())
    side = Qt.AlignmentFlag.AlignRight if to_right else Qt.AlignmentFlag.AlignLeft
    # absolute: otherwise what is read from right to left would change sides
    where = Qt.AlignmentFlag.AlignVCenter | side | Qt.AlignmentFlag.AlignAbsolute
    painter.drawText(area, where, shown)


def _cut(painter: QPainter, text: str, area: QRectF, elide: Qt.TextElideMode) -> str:
    """What of a context fits, cut between words; where not even one does, the whole, to be cut within it."""
    metrics = QFontMetricsF(painter.font())
    if metrics.horizontalAdvance(text) <= area.width():
        return text
    cut = concordance.before if elide is Qt.TextElideMode.ElideLeft else concordance.behind
    low, high = 1, len(text)  # so many characters fit, so many do not
    while high - low > 1:
        middle = (low + high) // 2
        if metrics.horizontalAdvance(cut(text, middle)) <= area.width():
            low = middle
        else:
            high = middle
    fits = cut(text, low)
    return fits if len(fits.strip("… ")) and metrics.horizontalAdvance(fits) <= area.width() else text


def is_leftward(text: str) -> bool:
    """Whether ``text`` is read from right to left: its first letter says so."""
    for char in text[:_LOOK]:
        direction = unicodedata.bidirectional(char)
        if direction in {"L", "R", "AL"}:
            return direction != "L"
    return False
