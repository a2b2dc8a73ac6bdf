"""Interval lanes: what overlaps gets lanes of its own; a pure function of its input."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

Lanes = list[list[tuple[float, float]]]
"""The taken intervals of each lane, half open."""


def fit(lanes: Lanes, start: float, end: float) -> int:
    """The first lane that is free on ``[start, end)``, which is taken from now on."""
    for index, lane in enumerate(lanes):
        if is_free(lane, start, end):
            lane.append((start, end))
            return index
    lanes.append([(start, end)])
    return len(lanes) - 1


def is_free(lane: Iterable[tuple[float, float]], start: float, end: float) -> bool:
    """Nothing in ``lane`` overlaps ``[start, end)``."""
    return all(end <= low or high <= start for low, high in lane)


def fit_along(lanes: Lanes, start: float, width: float, limit: float, gap: float) -> tuple[int, float]:
    """A lane and a start for something ``width`` wide that may slide from ``start`` up to end at ``limit``.

    Whatever is at least as wide as its room stays at ``start``.  In each lane the first free place is taken before
    the next lane is tried, so that things sit side by side rather than on top of each other.
    """
    for index, lane in enumerate(lanes):
        place = start
        for low, high in sorted(lane):
            if place + width + gap > low and high + gap > place:
                place = high + gap
        if place == start or place + width <= limit:
            lane.append((place, place + width))
            return index, place
    lanes.append([(start, start + width)])
    return len(lanes) - 1, start


def partition(intervals: Sequence[tuple[int, int]], count: int) -> list[int]:
    """Lanes for ``intervals`` that are sorted by start, in that order: the first that is free, of at most ``count``;
    what finds none goes into the last.
    """
    ends = [-1] * count
    found = []
    for start, end in intervals:
        lane = next((index for index, taken in enumerate(ends) if taken < start), count - 1)
        ends[lane] = max(ends[lane], end)
        found.append(lane)
    return found
