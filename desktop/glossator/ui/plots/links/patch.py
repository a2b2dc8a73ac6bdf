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


class Patch:
    """Parts of the area ``around`` them, as (left, top, right, bottom) in pixels."""

    def __init__(self, parts: Points, around: QRectF) -> None:
        self._left, self._top = around.left(), around.top()
        wide, high = int(around.width() // _CELL) + 1, int(around.height() // _CELL) + 1
        marks = np.zeros((wide + 1, high + 1), dtype=np.int32)
        self._last = np.array([wide, high, wide, high])
        for left, top, right, bottom in (self._cells(parts) + np.array([0, 0, 1, 1])).tolist():
            marks[left + 1 : right + 1, top + 1 : bottom + 1] = 1
        self._sums = marks.cumsum(axis=0).cumsum(axis=1)

    def _cells(self, boxes: Points) -> Numbers:
        """The first and the last cells of boxes; what is beyond the area counts as at its edge."""
        off = np.array([self._left, self._top, self._left, self._top])
        found: Numbers = np.clip((boxes - off) * (1 / _CELL), 0, self._last - 1).astype(np.int32)
        return found

    def meets(self, boxes: Points) -> Flags:
        """Which of the boxes (in the last dimension) meet any of the parts, or almost."""
        cells = self._cells(boxes)
        left, top = cells[..., 0], cells[..., 1]
        right, bottom = cells[..., 2] + 1, cells[..., 3] + 1
        sums = self._sums
        found: Flags = sums[right, bottom] - sums[left, bottom] - sums[right, top] + sums[left, top] > 0
        return found


def patch_of(painter: QPainter, around: QRectF) -> Patch | None:
    """The parts that the clip of a painter lets through; ``None`` where that is one area."""
    region = painter.clipRegion()
    if region.rectCount() < 2:
        return None
    rects = cast(Iterable[QRect], region)  # which its stubs do not tell
    parts = [(each.left(), each.top(), each.right() + 1, each.bottom() + 1) for each in rects]
    grown = np.array(parts, dtype=float) + np.array([-_AIR, -_AIR, _AIR, _AIR])
    return Patch(grown, around)
