"""Where the names of arcs stand: none over another, and over chips only where there is no other place."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import NamedTuple

from glossator.ui.text.curves import Point, Route

_PAD, _FRAME = 8.0, 16.0
"""What a name is wider than its letters, bare and framed."""
_SLACK = 0.5
"""Names in neighbouring lanes touch; what rounding does to that is no overlap."""


class Rect(NamedTuple):
    """A rectangle in pixels of the window."""

    left: float
    top: float
    right: float
    bottom: float

    def overlaps(self, other: Rect) -> bool:
        """The two share more than an edge."""
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )


class _Taken:
    """Rectangles that are taken, found by their height in the window."""

    def __init__(self, band: float) -> None:
        self._band = band
        self._bands: dict[int, list[Rect]] = {}

    def add(self, rect: Rect) -> None:
        for band in self._over(rect):
            self._bands.setdefault(band, []).append(rect)

    def is_free(self, rect: Rect) -> bool:
        return not any(
            rect.overlaps(other) for band in self._over(rect) for other in self._bands.get(band, ())
        )

    def _over(self, rect: Rect) -> range:
        return range(int(rect.top // self._band), int(rect.bottom // self._band) + 1)


def rect_of(route: Route, at: Point, height: float) -> Rect:
    """What the name of ``route`` covers with its middle ``at`` a point; a bare one is ``height`` high."""
    is_boxed = route.is_signpost or route.is_framed
    width = route.name_width + (_FRAME if is_boxed else _PAD)
    half = height / 2 + (3 if is_boxed else -_SLACK)
    return Rect(at[0] - width / 2, at[1] - half, at[0] + width / 2, at[1] + half)


def settled(
    routes: Sequence[Route], chips: Iterable[Rect], height: float, named: int | None = None
) -> list[Route]:
    """``routes`` with their names at places of their own; one that finds none has no name.

    The names of the relation ``named`` are placed first, then those of what is in focus, each in their order.  Names
    that have only one place stand there whatever chip is below.
    """
    names, over = _Taken(4 * height), _Taken(4 * height)
    for chip in chips:
        over.add(chip)
    found = list(routes)
    for index in sorted(range(len(found)), key=lambda each: _turn(found[each], each, named)):
        route = found[index]
        if route.name_at is None:
            continue
        placed = _placed(route, names, over, height)
        if placed.name_at is not None:
            names.add(rect_of(placed, placed.name_at, height))
        found[index] = placed
    return found


def _placed(route: Route, names: _Taken, over: _Taken, height: float) -> Route:
    """``route`` with its name at the first place that is free of names and chips; or else, in a frame, of names."""
    assert route.name_at is not None
    places = (route.name_at, *route.name_else)
    for at in places:
        rect = rect_of(route, at, height)
        if names.is_free(rect) and (len(places) == 1 or over.is_free(rect)):
            return replace(route, name_at=at)
    framed = replace(route, is_framed=True)
    free = (at for at in places if names.is_free(rect_of(framed, at, height)))
    return replace(framed, name_at=next(free, None))


def _turn(route: Route, index: int, named: int | None) -> tuple[bool, bool, int]:
    return route.arc.relation != named, not route.is_focus, index
