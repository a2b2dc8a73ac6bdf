"""What waits in a tray, in a picture: below the chart, in columns, each with the reason why it has no place."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from glossator.ui.plots.signs import words
from glossator.ui.plots.tray import Waiting
from glossator.ui.theme import Theme

MOST = 36
"""What waits and is told in a picture; the rest is in the table of the view."""
_ABREAST = 3
_ROW, _LINE, _HEAD, _ABOVE = 42, 18, 26, 14
_GAP = 16


def height(rows: Sequence[Waiting]) -> int:
    """How many pixels it takes."""
    down = -(-min(len(rows), MOST) // _ABREAST)
    return _ABOVE + _HEAD + down * _ROW if rows else 0


def paint(painter: QPainter, head: str, rows: Sequence[Waiting], width: int, theme: Theme) -> None:
    """Draw it, its upper left corner at 0, 0."""
    if not rows:
        return
    words(painter, QRectF(0, _ABOVE, width, _HEAD), head, theme.ink)
    shown = rows[:MOST]
    down = -(-len(shown) // _ABREAST)
    wide = (width - _GAP * (_ABREAST - 1)) / _ABREAST
    for at, each in enumerate(shown):
        column, row = divmod(at, down)
        left, top = column * (wide + _GAP), _ABOVE + _HEAD + row * _ROW
        name, _, why = each.words.partition("\n")
        words(painter, QRectF(left, top, wide, _LINE), name, theme.ink)
        words(painter, QRectF(left, top + _LINE, wide, _LINE), why, theme.muted)
