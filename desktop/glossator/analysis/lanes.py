"""Lanes of a timeline: dated events by type or by who did them, and counted by unit of time where they are many."""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right, insort
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from copy import copy
from functools import lru_cache
from typing import Literal, NamedTuple

from glossator.analysis.timeline import NOBODY, Row, order, take_out
from glossator.core import dates

Unit = Literal["day", "week", "month", "year", "decade", "century"]
_LENGTHS: Mapping[Unit, float] = {
    "day": 1, "week": 7, "month": 30.44, "year": 365.24, "decade": 3652.4, "century": 36524.0,
}  # fmt: skip


class Lane:
    """A lane with its dated rows in their order of time; ``name`` is that of a type or of who did it.  It never
    changes: other rows are another lane.
    """

    def __init__(
        self,
        name: str,
        rows: Sequence[Row],
        counts: Mapping[Unit, Counter[float]] | None = None,
        longest: float | None = None,
    ) -> None:
        """``counts`` are those of its rows, as far as they are known; ``longest`` is known to be no less than the days
        of each.
        """
        self.name = name
        self.rows = rows
        self._counts = dict(counts or {})
        self._longest = longest

    def counts(self, unit: Unit) -> Mapping[float, int]:
        """How many rows begin in each unit of time that has any, by its first day."""
        if unit not in self._counts:
            self._counts[unit] = Counter(floor_to(row.start, unit) for row in self.rows)
        return self._counts[unit]

    def beginning(self, first: float, last: float) -> Sequence[Row]:
        """The rows that begin from one day on and before another."""
        return self.rows[bisect_left(self.rows, first, key=_start) : bisect_left(self.rows, last, key=_start)]

    def seen(self, low: float, high: float) -> list[Row]:
        """The rows that touch a stretch of days."""
        if self._longest is None:
            self._longest = max((row.end - row.start for row in self.rows), default=0.0)
        first = bisect_left(self.rows, low - self._longest, key=_start)
        begun = self.rows[first : bisect_right(self.rows, high, key=_start)]
        return [row for row in begun if row.end >= low]

    def exchanged(self, gone: Sequence[Row], new: Sequence[Row]) -> Lane:
        """The same with these rows instead of those."""
        if not gone and not new:
            return self
        counts = {}
        for unit, before in self._counts.items():
            counts[unit] = before.copy()
            counts[unit].update(floor_to(row.start, unit) for row in new)
            counts[unit].subtract(floor_to(row.start, unit) for row in gone)
            for start in {floor_to(row.start, unit) for row in gone}:
                if not counts[unit][start]:
                    del counts[unit][start]
        longest = self._longest
        if longest is not None:
            longest = max(longest, *(row.end - row.start for row in new), 0.0)
        return Lane(self.name, exchanged(self.rows, gone, new), counts, longest)

    def called(self, name: str) -> Lane:
        """The same under another name."""
        return self if name == self.name else Lane(name, self.rows, self._counts, self._longest)


def _start(row: Row) -> float:
    return row.start


def exchanged(rows: Iterable[Row], gone: Iterable[Row], new: Iterable[Row]) -> list[Row]:
    """Rows that stand in their order, with these instead of those."""
    held = list(rows)
    for each in gone:
        take_out(held, each)
    for each in new:
        insort(held, each, key=order)
    return held


class Lanes:
    """The dated ones of rows that stand in their order, by lane, the fullest first; beyond ``most`` lanes the rest are
    one lane.  They never change: with other rows they are others, which take over what is the same.
    """

    def __init__(self, rows: Iterable[Row], *, most: int = 12) -> None:
        self._most = most
        self.rows = [each for each in rows if each.whens]
        self._starts = [each.start for each in self.rows]
        self._ends = sorted(each.end for each in self.rows)
        held: dict[str, list[Row]] = defaultdict(list)
        for each in self.rows:
            held[each.lane].append(each)
        self._named = {name: Lane(name, found) for name, found in held.items()}
        self._ranks = sorted(map(_rank, self._named.values()))
        self._kept: frozenset[str] | None = None
        self._stand(None, (), ())

    def exchanged(self, gone: Sequence[Row], new: Sequence[Row]) -> Lanes:
        """The lanes with these rows instead of those."""
        made = copy(self)
        made.exchange(gone, new)
        return made

    def exchange(self, gone: Sequence[Row], new: Sequence[Row]) -> None:
        """Hold these rows instead of those; what others may hold as well stays as it is."""
        self.rows = exchanged(self.rows, gone, new)
        self._starts, self._ends = list(self._starts), list(self._ends)
        self._named, self._ranks = dict(self._named), list(self._ranks)
        for each in gone:
            del self._starts[bisect_left(self._starts, each.start)]
            del self._ends[bisect_left(self._ends, each.end)]
        for each in new:
            insort(self._starts, each.start)
            insort(self._ends, each.end)
        for name in {each.lane for each in (*gone, *new)}:
            went, came = ([each for each in rows if each.lane == name] for rows in (gone, new))
            self._exchange_in(name, went, came)
        self._stand(self.each[-1] if self.each else None, gone, new)

    def _exchange_in(self, name: str, gone: Sequence[Row], new: Sequence[Row]) -> None:
        before = self._named.pop(name, Lane(name, ()))
        if before.rows:
            del self._ranks[bisect_left(self._ranks, _rank(before))]
        lane = before.exchanged(gone, new)
        if lane.rows:
            self._named[name] = lane
            insort(self._ranks, _rank(lane))

    def _stand(self, last: Lane | None, gone: Iterable[Row], new: Iterable[Row]) -> None:
        """Have the lanes in their order, where ``last`` was the last one before these rows were exchanged."""
        is_all = len(self._ranks) <= self._most
        names = [name for *_, name in (self._ranks if is_all else self._ranks[: self._most - 1])]
        self.each = [self._named[name] for name in names]
        kept, self._kept = self._kept, None if is_all else frozenset(names)
        if self._kept is None:
            return
        is_other = _not_in(self._kept)
        if last is not None and kept == self._kept:
            rest = last.exchanged(list(filter(is_other, gone)), list(filter(is_other, new)))
        else:
            rest = Lane("", list(filter(is_other, self.rows)))
        self.each.append(rest.called(f"{len(self._ranks) - self._most + 1} others"))

    @property
    def named(self) -> Sequence[Lane]:
        """The lanes but for the one that holds the rest, where there is one."""
        return self.each if self._kept is None else self.each[:-1]

    def at(self, row: Row) -> int:
        """In which of the lanes a row stands."""
        return next((at for at, each in enumerate(self.each) if each.name == row.lane), len(self.each) - 1)

    @property
    def extent(self) -> tuple[float, float]:
        """The first and the last day of all; there has to be one."""
        return self._starts[0], self._ends[-1]

    def but(self, first: int, last: int) -> tuple[float, float]:
        """The days from where one begins to where one ends, with so many that begin before and end after that."""
        return self._starts[first], self._ends[len(self._ends) - 1 - last]

    def beyond(self, low: float, high: float) -> tuple[int, int]:
        """How many rows end before a stretch of days, and how many begin after it."""
        return bisect_right(self._ends, low), len(self._starts) - bisect_left(self._starts, high)

    def uncounted(self, unit: Unit, low: float, high: float) -> tuple[int, int]:
        """How many rows begin before, and how many after, all units of time that touch a stretch of days."""
        first, last = floor_to(low, unit), floor_to(high, unit)
        last = last if last == high else next_of(last, unit)
        return bisect_left(self._starts, first), len(self._starts) - bisect_left(self._starts, last)


def _not_in(kept: frozenset[str]) -> Callable[[Row], bool]:
    return lambda row: row.lane not in kept


def _rank(lane: Lane) -> tuple[bool, int, str]:
    """The fullest first, and what is of nobody last."""
    return lane.name == NOBODY, -len(lane.rows), lane.name


class Bin(NamedTuple):
    """How many rows of a lane begin between two days."""

    lane: int
    start: float
    end: float
    events: int


def unit_for(low: float, high: float, *, most: int = 120) -> Unit:
    """The smallest unit of which there are at most so many between two days."""
    return next((unit for unit, length in _LENGTHS.items() if (high - low) / length <= most), "century")


def bins(held: Sequence[Lane], unit: Unit, low: float = -math.inf, high: float = math.inf) -> list[Bin]:
    """Rows counted by lane and unit of time, each where it begins; as far as the units touch a stretch of days."""
    first = low - 1.5 * _LENGTHS[unit]  # no unit is longer
    return [
        Bin(at, start, next_of(start, unit), count)
        for at, lane in enumerate(held)
        for start, count in sorted(each for each in lane.counts(unit).items() if first < each[0] < high)
    ]


def fullest(held: Iterable[Lane], unit: Unit) -> int:
    """How many rows are counted in the unit of time of the lane that has most."""
    return max((max(each.counts(unit).values(), default=0) for each in held), default=0)


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
