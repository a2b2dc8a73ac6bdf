"""Who appears with whom, as a drawing: a cell for each two that meet, shaded by how often, with their names around."""

from __future__ import annotations

import math
from array import array
from collections.abc import Sequence
from functools import cached_property
from typing import NamedTuple

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QWidget

from glossator.analysis.cooccurrence import Meetings
from glossator.analysis.sheets import called
from glossator.analysis.summary import EntityCount
from glossator.core.scheme import Scheme
from glossator.ui.plots.backing import Kept
from glossator.ui.plots.marks import Box, Frame, Mark, Place, number, short
from glossator.ui.plots.signs import CHIP, chip, in_cell, ink_on, shade_of, words
from glossator.ui.theme import Theme

_ROW = 20
_LEFT = 200
_TOP = 124
_WIDEST = 26
_SHADES = 24
_HEAD = 15  # pixels that a name above its column takes
_FEW = 24  # identities up to which a cell has room for its number


class MeetKey(NamedTuple):
    """What a cell stands for: the places where both are mentioned."""

    first: int
    second: int


class Crossing:
    """The drawing: a cell for each two that meet, names on both sides, on the diagonal nothing."""

    def __init__(self, found: Meetings, scheme: Scheme, names: Kept | None = None, *, by_lift: bool) -> None:
        self._found = found
        self._names = names or Kept()
        self._scheme = scheme
        size = len(found.people)
        self._is_few = size <= _FEW
        places = {each.entity: at for at, each in enumerate(found.people)}
        values = {pair: found.lift(pair) if by_lift else float(n) for pair, n in found.together.items()}
        self._by_lift = by_lift
        self._most = max(values.values(), default=1.0)
        self._values = {
            (places[a], places[b]): value
            for pair, value in values.items()
            for a, b in (pair, pair[::-1])
            if a in places and b in places
        }
        self.frame = Frame(
            size, _ROW, size, _LEFT, top=_TOP, has_axis=False, widest=_WIDEST + 10 * self._is_few
        )

    @cached_property
    def marks(self) -> tuple[Mark, ...]:
        """A mark for each cell, made when somebody points at one."""
        return tuple(
            Mark(
                MeetKey(*_ids(self._found.people, row, column)),
                Box(column, row, 1, 1),
                "",
                row,
                column,
            )
            for row, column in sorted(self._values)
        )

    def tip_of(self, mark: Mark) -> str:
        """How often two meet, in words."""
        return told(self._found, mark.row, mark.column)

    def paint(self, painter: QPainter, place: Place, theme: Theme) -> None:
        """Draw names and cells."""
        device = painter.device()
        if isinstance(device, QWidget):  # paper and pictures have shapes
            first = place.rectangle(Box(0, 0, 1, 1))
            people = tuple((each.entity, each.name, each.label) for each in self._found.people)
            size = (device.devicePixelRatioF(), device.size(), painter.font())
            key = (people, self._scheme.labels, first.getRect(), theme, *size)
            self._names.draw(painter, device, key, lambda on: self._paint_names(on, place, theme))
            self._paint_image(painter, place, theme)
        else:
            self._paint_names(painter, place, theme)
            self._paint_cells(painter, place, theme)
        self._paint_numbers(painter, place, theme)

    def _paint_names(self, painter: QPainter, place: Place, theme: Theme) -> None:
        for at, each in enumerate(self._found.people):
            line = place.rectangle(Box(0, at, 1, 1))
            label = self._scheme.label(each.label)
            tag = label.tag if label and label.tag else each.label[:3]
            chip(
                painter,
                QRectF(line.left() - _LEFT + 4, line.top(), CHIP, line.height()),
                tag,
                theme.of(label),
            )
            side = QRectF(line.left() - _LEFT + CHIP + 10, line.top(), _LEFT - CHIP - 18, line.height())
            words(painter, side, called(each.name), theme.ink)
            own = place.rectangle(Box(at, at, 1, 1)).adjusted(1, 1, -1, -1)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.panel))
            painter.drawRect(own)
        self.paint_head(painter, place, theme)

    def paint_head(self, painter: QPainter, place: Place, theme: Theme) -> None:
        """Draw the names above the columns; those that would lie over one another are left out."""
        wide = place.rectangle(Box(0, 0, 1, 1)).width()
        for at, each in enumerate(self._found.people):
            if at % max(1, math.ceil((_HEAD - 2) / wide)) == 0:
                painter.save()
                painter.translate(place.rectangle(Box(at, 0, 1, 1)).center().x() + 4, _TOP - 6)
                painter.rotate(-90)
                words(painter, QRectF(0, -10, _TOP - 12, 16), called(each.name), theme.ink)
                painter.restore()

    def _shade(self, value: float) -> int:
        return min(_SHADES - 1, int(value / self._most * _SHADES))

    def _paint_image(self, painter: QPainter, place: Place, theme: Theme) -> None:
        """The cells as a picture with a pixel for each, and the lines between them: a large matrix is drawn after each
        tag.
        """
        size = len(self._found.people)
        shades = [QColor(shade_of(step + 1, _SHADES, theme)).rgba() for step in range(_SHADES)]
        pixels = array("I", bytes(4 * size * size))
        for (row, column), value in self._values.items():
            pixels[row * size + column] = shades[self._shade(value)]
        image = QImage(pixels.tobytes(), size, size, 4 * size, QImage.Format.Format_ARGB32)
        first = place.rectangle(Box(0, 0, 1, 1))
        whole = QRectF(first.left(), first.top(), first.width() * size, first.height() * size)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, on=False)
        painter.drawImage(whole, image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        ground = QColor(theme.raised)
        for at in range(size + 1):
            x, y = whole.left() + at * first.width(), whole.top() + at * first.height()
            painter.fillRect(QRectF(x - 1, whole.top(), 2, whole.height()), ground)
            painter.fillRect(QRectF(whole.left(), y - 1, whole.width(), 2), ground)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)

    def _paint_cells(self, painter: QPainter, place: Place, theme: Theme) -> None:
        first = place.rectangle(Box(0, 0, 1, 1))
        left, top, wide, high = first.left() + 1, first.top() + 1, first.width(), first.height()
        shades = [QColor(shade_of(step + 1, _SHADES, theme)) for step in range(_SHADES)]
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        painter.setPen(Qt.PenStyle.NoPen)
        for (row, column), value in self._values.items():
            painter.setBrush(shades[self._shade(value)])
            painter.drawRect(QRectF(left + column * wide, top + row * high, wide - 2, high - 2))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)

    def _paint_numbers(self, painter: QPainter, place: Place, theme: Theme) -> None:
        if not self._is_few:
            return
        first = place.rectangle(Box(0, 0, 1, 1))
        left, top, wide, high = first.left() + 1, first.top() + 1, first.width(), first.height()
        inks = [ink_on(shade_of(step + 1, _SHADES, theme), theme) for step in range(_SHADES)]
        for (row, column), value in self._values.items():
            ink = inks[self._shade(value)]
            text = f"{value:,.1f}" if self._by_lift else number(round(value))
            body = QRectF(left + column * wide, top + row * high, wide - 2, high - 2)
            in_cell(painter, body, ink, text, short(round(value)))


def _ids(people: Sequence[EntityCount], row: int, column: int) -> tuple[int, int]:
    return people[row].entity or 0, people[column].entity or 0


def ramp_words(found: Meetings, *, by_lift: bool) -> str:
    """What the faintest and the fullest shade stand for."""
    if by_lift:
        most = max((found.lift(pair) for pair in found.together), default=1.0)
        return f"seldom to {most:,.1f} times as often as by chance"
    most_often = max(found.together.values(), default=1)
    unit = found.unit if most_often == 1 else f"{found.unit}s"
    return f"1 {unit}" if most_often == 1 else f"1 to {number(most_often)} {unit}"


def told(found: Meetings, row: int, column: int) -> str:
    """How often two meet, in words."""
    first, second = found.people[row], found.people[column]
    a, b = _ids(found.people, row, column)
    pair = (min(a, b), max(a, b))
    n = found.together[pair]
    unit = found.unit if n == 1 else f"{found.unit}s"
    return (
        f"{called(first.name)} with {called(second.name)}: {number(n)} {unit}, "
        f"of {number(found.alone[a])} and {number(found.alone[b])}; {found.lift(pair):.1f} times as often as by chance"
    )
