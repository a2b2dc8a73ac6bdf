"""Offsets in code points ↔ positions in UTF-16 units, inside one row of text."""

from __future__ import annotations

import re
from bisect import bisect_left

_ASTRAL = re.compile("[\U00010000-\U0010ffff]")


class OffsetMap:
    """Translates between offsets and positions of one text; both count from its start."""

    __slots__ = ("_offsets", "_positions")

    def __init__(self, astral: list[int]) -> None:
        self._offsets = astral
        self._positions = [offset + earlier for earlier, offset in enumerate(astral)]

    def position(self, offset: int) -> int:
        """UTF-16 units before ``offset``."""
        return offset + bisect_left(self._offsets, offset)

    def offset(self, position: int) -> int:
        """Code points before ``position``; one inside a surrogate pair counts as the start of the pair."""
        return position - bisect_left(self._positions, position)


_IDENTITY = OffsetMap([])


def map_of(text: str) -> OffsetMap:
    """The map of ``text``; all texts without characters beyond U+FFFF share one."""
    if text.isascii():
        return _IDENTITY
    astral = [found.start() for found in _ASTRAL.finditer(text)]
    return OffsetMap(astral) if astral else _IDENTITY
