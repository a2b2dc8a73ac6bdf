"""The shape of an arc in the window: its points with cut corners, its heads, its name, how far a point is from it."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from glossator.ui.text.marks import Arc

Point = tuple[float, float]

CORNER = 5.0
"""How much of a corner is cut off, in pixels."""
_BESIDE = 3.0
"""How far from a point an arc may be that runs together with one that passes there, in pixels."""


class Head(NamedTuple):
    """An arrow head with its tip at ``tip``, pointing down onto a chip or (``is_down`` false) up."""

    tip: Point
    is_down: bool = True


@dataclass(frozen=True, slots=True)
class Route:
    """How an arc runs in the window, in pixels from its top left corner.

    ``name_at`` is the middle of its name (``name_width`` wide), ``None`` where there is no room for one; the name may
    stand at one of ``name_else`` as well.  ``is_focus`` marks the arcs of what is selected or under the pointer,
    ``is_faint`` those that stand back behind them; ``is_signpost`` those whose name says where an end is that is not
    shown; ``is_framed`` those whose name needs more room than there is, and may lie over something.
    """

    arc: Arc
    points: tuple[Point, ...]
    heads: tuple[Head, ...]
    name: str
    name_at: Point | None
    name_width: float = 0.0
    name_else: tuple[Point, ...] = ()
    is_focus: bool = False
    is_faint: bool = False
    is_signpost: bool = False
    is_framed: bool = False


def rounded(points: Sequence[Point], corner: float = CORNER) -> tuple[Point, ...]:
    """A right-angled polyline with its corners cut, which looks round and costs a tenth of a curve."""
    found = [points[0]]
    for before, here, after in zip(points, points[1:], points[2:], strict=False):
        found.append(_towards(here, before, corner))
        found.append(_towards(here, after, corner))
    found.append(points[-1])
    return tuple(found)


def _towards(start: Point, end: Point, distance: float) -> Point:
    across, down = end[0] - start[0], end[1] - start[1]
    length = abs(across) + abs(down)
    share = min(distance, length / 2) / length if length else 0.0
    return start[0] + across * share, start[1] + down * share


def running_together(routes: Iterable[Route], x: float, y: float, left: float) -> frozenset[int]:
    """The relations whose arcs go through the margin before ``left`` and pass close by (x, y)."""
    return frozenset(
        each.arc.relation
        for each in routes
        if min(place[0] for place in each.points) < left and distance_to(each.points, x, y) <= _BESIDE
    )


def distance_to(points: Sequence[Point], x: float, y: float) -> float:
    """How far (x, y) is from a polyline, in pixels."""
    return min(
        (_to_segment(x, y, start, end) for start, end in itertools.pairwise(points)),
        default=float("inf"),
    )


def _to_segment(x: float, y: float, start: Point, end: Point) -> float:
    across, down = end[0] - start[0], end[1] - start[1]
    square = across * across + down * down
    share = ((x - start[0]) * across + (y - start[1]) * down) / square if square else 0.0
    share = min(1.0, max(0.0, share))
    dx, dy = x - start[0] - share * across, y - start[1] - share * down
    return float((dx * dx + dy * dy) ** 0.5)
