"""Lanes of a timeline: dated events by type or by who did them, and counted by unit of time where they are many."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Literal, NamedTuple

from glossator.analysis.timeline import NOBODY, Row
from glossator.core import dates


class Lane(NamedTuple):
    """A lane with its dated rows; ``name`` is that of a type or of who did it."""

    name: str
    rows: tuple[Row, ...]


def lanes(rows: Iterable[Row], *, most: int = 12) -> list[Lane]:
    """Dated rows by lane, the fullest first; beyond ``most`` lanes the rest are one lane."""
    held: dict[str, list[Row]] = defaultdict(list)
    for each in rows:
        if each.whens:
            held[each.lane].append(each)
    order = sorted(held, key=lambda name: (name == NOBODY, -len(held[name]), name))
    if len(order) <= most:
        return [Lane(name, tuple(held[name])) for name in order]
    rest = sorted(
        (row for name in order[most - 1 :] for row in held[name]), key=lambda each: (each.start, each.end)
    )
    kept = [Lane(name, tuple(held[name])) for name in order[: most - 1]]
    return [*kept, Lane(f"{len(order) - most + 1} others", tuple(rest))]


class Bin(NamedTuple):
    """How many rows of a lane begin between two days."""

    lane: int
    start: float
    end: float
    events: int


Unit = Literal["day", "week", "month", "year", "decade", "century"]
_LENGTHS: Mapping[Unit, float] = {
    "day": 1, "week": 7, "month": 30.44, "year": 365.24, "decade": 3652.4, "century": 36524.0,
}  # fmt: skip


def unit_for(low: float, high: float, *, most: int = 120) -> Unit:
    """The smallest unit of which there are at most so many between two days."""
    return next((unit for unit, length in _LENGTHS.items() if (high - low) / length <= most), "century")


def bins(held: Sequence[Lane], unit: Unit) -> list[Bin]:
    """Rows counted by lane and unit of time, each where it begins."""
    found = []
    for at, lane in enumerate(held):
        counts = Counter(floor_to(row.start, unit) for row in lane.rows)
        found += [Bin(at, start, next_of(start, unit), count) for start, count in sorted(counts.items())]
    return found


@lru_cache(maxsize=32_768)
def floor_to(day: float, unit: Unit) -> float:
    """The first day of the unit in which a day lies."""
    number = math.floor(day)
    if unit == "day":
        return float(number)
    if unit == "week":
        return float(number - dates.weekday(number))
    year, month, _ = dates.calendar_day(number)
    if unit == "month":
        return float(dates.day_number(year, month, 1))
    years = {"year": 1, "decade": 10, "century": 100}[unit]
    return float(dates.day_number(year // years * years, 1, 1))


def next_of(day: float, unit: Unit) -> float:
    """The first day of the unit after the one that begins on this day."""
    return floor_to(day + _LENGTHS[unit] * 1.5, unit)
