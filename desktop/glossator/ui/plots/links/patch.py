"""What meets those parts of a chart that are painted anew: parts as cells of a grid, which are added up once."""

from __future__ import annotations

from collections.abc import Iterable
from typing import cast

import numpy as np
from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QPainter

from glossator.ui.plots.links.geometry import Flags, Numbers, Points

_CELL = 8.0  # pixels
_AIR = 2.0  # pixels by which parts are larger, as a clip stands on whole ones
_BROAD = 6.0  # … and by how much more for lines, which are as wide as that to each side


class Patch:
    """Parts of the area ``around`` them, as (left, top, right, bottom) in pixels."""

    def __init__(self, parts: Points, around: QRectF) -> None:
        self._origin = np.array([around.left(), around.top()])
        self._size = np.array([int(around.width() // _CELL) + 1, int(around.height() // _CELL) + 1])
        self._sums = self._added(parts, _AIR)
        self._broad = self._added(parts, _AIR + _BROAD)

    def _added(self, parts: Points, air: float) -> Numbers:
        """How many cells left of and above each place parts meet that are so much larger."""
        marks = np.zeros(self._size + 1, dtype=np.int32)
        low, high = self._cells(parts[:, :2] - air), self._cells(parts[:, 2:] + air) + 1
        for (left, top), (right, bottom) in zip(low.tolist(), high.tolist(), strict=True):
            marks[left + 1 : right + 1, top + 1 : bottom + 1] = 1
        found: Numbers = marks.cumsum(axis=0).cumsum(axis=1)
        return found

    def _cells(self, points: Points) -> Numbers:
        """The cells of points; what is beyond the area counts as at its edge."""
        found: Numbers = np.clip((points - self._origin) * (1 / _CELL), 0, self._size - 1).astype(np.int32)
        return found

    def meets(self, boxes: Points) -> Flags:
        """Which of the boxes meet any of the parts, or almost."""
        return _any(self._sums, self._cells(boxes[:, :2]), self._cells(boxes[:, 2:]) + 1)

    def crossed(self, lines: Points) -> Flags:
        """Which steps of lines, given by their points, cross any of the parts, or almost."""
        cells = self._cells(lines)
        before, after = cells[:, :-1], cells[:, 1:]
        return _any(self._broad, np.minimum(before, after), np.maximum(before, after) + 1)

    def between(self, lines: Points) -> tuple[Points, Points]:
        """Where lines, given by their points, first cross a part and where they last do: shares of their way."""
        steps = self.crossed(lines)
        count = steps.shape[1]
        first, last = steps.argmax(axis=1), count - steps[:, ::-1].argmax(axis=1)
        return first / count, np.where(steps.any(axis=1), last, 0) / count


def _any(sums: Numbers, low: Numbers, high: Numbers) -> Flags:
    """Whether anything is marked in these cells."""
    left, top, right, bottom = low[..., 0], low[..., 1], high[..., 0], high[..., 1]
    found: Flags = sums[right, bottom] - sums[left, bottom] - sums[right, top] + sums[left, top] > 0
    return found


def patch_of(painter: QPainter, around: QRectF) -> Patch | None:
    """The parts that the clip of a painter lets through; ``None`` where that is one area."""
    region = painter.clipRegion()
    if region.rectCount() < 2:
        return None
    rects = cast(Iterable[QRect], region)  # which its stubs do not tell
    parts = [(each.left(), each.top(), each.right() + 1, each.bottom() + 1) for each in rects]
    return Patch(np.array(parts, dtype=float), around)
