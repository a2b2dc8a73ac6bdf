"""Heights of rows, estimated until they are measured, and what they add up to."""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from itertools import accumulate

_BLOCK = 256


class Heights:
    """A height for each row, in pixels from the top of the first, with sums that stay cheap for any number of rows."""

    def __init__(self, estimates: Iterable[float]) -> None:
        self._rows = array("d", estimates)
        self._exact = bytearray(len(self._rows))
        self._blocks = [sum(self._rows[at : at + _BLOCK]) for at in range(0, len(self._rows), _BLOCK)]

    def __len__(self) -> int:
        return len(self._rows)

    def __getitem__(self, row: int) -> float:
        return self._rows[row]

    @property
    def total(self) -> float:
        """The height of everything."""
        return sum(self._blocks)

    def is_exact(self, row: int) -> bool:
        """The height of ``row`` has been measured."""
        return bool(self._exact[row])

    def measure(self, row: int, height: float) -> float:
        """Note the true height of ``row``; returns by how much it differs from what was thought."""
        self._exact[row] = 1
        difference = height - self._rows[row]
        if difference:
            self._rows[row] = height
            block = row // _BLOCK
            self._blocks[block] = sum(self._rows[block * _BLOCK : (block + 1) * _BLOCK])
        return difference

    def top(self, row: int) -> float:
        """The distance from the very top to the top of ``row``."""
        block = row // _BLOCK
        return sum(self._blocks[:block]) + sum(self._rows[block * _BLOCK : row])

    def tops(self) -> list[float]:
        """The distance from the very top to the top of each row, and at last that to the very bottom."""
        return list(accumulate(self._rows, initial=0.0))

    def at(self, y: float) -> tuple[int, float]:
        """The row at distance ``y`` from the very top, and how far below its top that is; the ends are not passed."""
        left = max(0.0, y)
        last = len(self._blocks) - 1
        for block, height in enumerate(self._blocks):
            if left < height or block == last:
                return self._inside(block * _BLOCK, left)
            left -= height
        return 0, 0.0

    def _inside(self, first: int, left: float) -> tuple[int, float]:
        stop = min(first + _BLOCK, len(self._rows))
        for row in range(first, stop):
            if left < self._rows[row]:
                return row, left
            left -= self._rows[row]
        return stop - 1, self._rows[stop - 1]
