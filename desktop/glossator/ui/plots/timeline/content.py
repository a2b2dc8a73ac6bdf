"""What a timeline draws: its lanes, the marks in them or the counts of these, the tray, and what each says in words."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Hashable, Mapping, Sequence
from copy import copy
from functools import cached_property
from typing import NamedTuple

from glossator.analysis.calendar_axis import span_words as days_words
from glossator.analysis.lanes import (
    Bin,
    Lane,
    Lanes,
    Unit,
    bins,
    exchanged,
    floor_to,
    fullest,
    next_of,
)
from glossator.analysis.timeline import By, EventKey, Row, first_day, last_day
from glossator.core.dates import PRECISIONS
from glossator.core.scheme import Scheme
from glossator.core.titles import counted

MOST_MARKS = 300
"""Marks in sight up to which each is drawn; of more they are counted by unit of time."""
_SQUASHED = 20.0
_CORE = 0.05
_APART = 365.0  # days that a few events take at least, beside which others are far away
_BULK = 2  # events that are not far away
_LISTED = 10  # events of a pile that its tooltip names


class BinKey(NamedTuple):
    """What a column of a histogram stands for: the rows of a lane that begin between two days; the lane of the rest,
    whose name says how many others it holds, is ``None``.
    """

    lane: str | None
    start: float
    end: float


class PileKey(NamedTuple):
    """What a pile stands for: several rows on one place."""

    events: tuple[EventKey, ...]


class Lit:
    """Which marks are lit: those of these events, and of several events those that have one of them."""

    def __init__(self, events: Collection[EventKey]) -> None:
        self.events = frozenset(events)

    def __call__(self, key: Hashable) -> bool:
        if isinstance(key, PileKey):
            return not self.events.isdisjoint(key.events)
        return key in self.events


class Content:
    """Rows in lanes, with the undated ones apart."""

    def __init__(
        self,
        rows: Sequence[Row],
        scheme: Scheme,
        by: By,
        told: Callable[[Row], Sequence[str]] = lambda row: (),
        *,
        has_all_dated: bool = True,
    ) -> None:
        """``rows`` stand in their order.  ``told`` says who had a part in an event and where it was, in words.  Without
        ``has_all_dated`` there are dated events that are not among these, which is said where they are counted.
        """
        self._has_all_dated = has_all_dated
        self.scheme = scheme
        self._told = told
        self.by = by
        self._in_lanes = Lanes(rows)
        self.undated = [each for each in rows if not each.whens]

    def stepped(self, news: Mapping[EventKey, Row | None]) -> Content:
        """The same where only these rows are others, or (``None``) gone: what they do not touch is taken over."""
        made = copy(self)
        made.take(news)
        return made

    def take(self, news: Mapping[EventKey, Row | None]) -> None:
        """Take these rows instead; what others may hold as well stays as it is."""
        held = self.__dict__["rows"] = dict(self.rows)
        gone, new = [], []
        for key, now in news.items():
            before = held.get(key)
            if before == now:
                continue
            if before is not None:
                gone.append(held.pop(key))
            if now is not None:
                new.append(now)
                held[key] = now
        went, came = ([each for each in rows if each.whens] for rows in (gone, new))
        if went or came:
            self._in_lanes = self._in_lanes.exchanged(went, came)
        lost, found = ([each for each in rows if not each.whens] for rows in (gone, new))
        if lost or found:
            self.undated = exchanged(self.undated, lost, found)

    @property
    def lanes(self) -> Sequence[Lane]:
        """The lanes of what is dated; where their rows are the same, they are the same as before a step."""
        return self._in_lanes.each

    @cached_property
    def rows(self) -> dict[EventKey, Row]:
        """All rows by what they stand for."""
        return {each.key: each for held in (self.dated, self.undated) for each in held}

    def lane_of(self, row: Row) -> int:
        """In which of the lanes a dated row stands."""
        return self._in_lanes.at(row)

    @property
    def dated(self) -> Sequence[Row]:
        """The dated rows in their order of time."""
        return self._in_lanes.rows

    @property
    def extent(self) -> tuple[float, float]:
        """The first and the last day of all that is dated, with a little room around."""
        return _roomy(*self._in_lanes.extent) if self.dated else (0.0, 1.0)

    @property
    def usual(self) -> tuple[float, float]:
        """The days that are shown at first: all, unless very few of many, or one of a few at either end that is years
        away, would squash the rest into a line.
        """
        best = self.extent
        away, least = int(len(self.dated) * _CORE), 0.0
        if not away:
            away, least = 1, _APART
        for first, last in ((away, 0), (0, away), (away, away)):
            if len(self.dated) - first - last < _BULK:
                continue
            core = _roomy(*self._in_lanes.but(first, last))
            if core[0] < core[1] and (best[1] - best[0]) > _SQUASHED * max(core[1] - core[0], least):
                best = core
        return best

    def in_sight(self, low: float, high: float) -> int:
        """How many dated rows lie, at least in part, between two days."""
        return len(self.dated) - sum(self.beyond(low, high))

    def beyond(self, low: float, high: float) -> tuple[int, int]:
        """How many dated rows end before a stretch of days, and how many begin after it."""
        return self._in_lanes.beyond(low, high)

    def uncounted(self, unit: Unit, low: float, high: float) -> tuple[int, int]:
        """How many dated rows begin before the first column that is seen between two days, how many after the last."""
        return self._in_lanes.uncounted(unit, low, high)

    def binned(self, unit: Unit, low: float = -math.inf, high: float = math.inf) -> list[Bin]:
        """The rows counted by a unit of time, as far as the units touch a stretch of days."""
        return bins(self.lanes, unit, low, high)

    def scales(self, unit: Unit) -> list[int]:
        """For each lane how many events the highest column stands for: the same for all, but that many others which are
        one lane have a scale of their own, or the rest would be flat beside them.
        """
        named = self._in_lanes.named
        most = fullest(named, unit)
        return [
            most if at < len(named) else max(most, fullest([each], unit))
            for at, each in enumerate(self.lanes)
        ]

    def of_bin(self, key: BinKey) -> list[Row]:
        """The rows that a column counts."""
        at = self._lane_at(key.lane)
        return list(self.lanes[at].beginning(key.start, key.end)) if at is not None else []

    def _lane_at(self, lane: str | None) -> int | None:
        """Where the lane of a column stands, as its key calls it; ``None`` where there is none."""
        named = self._in_lanes.named
        if lane is None:
            return len(named) if len(named) < len(self.lanes) else None
        return next((at for at, each in enumerate(named) if each.name == lane), None)

    def lane_name(self, key: BinKey) -> str:
        """What the lane of a column is called now."""
        at = self._lane_at(key.lane)
        return self.lanes[at].name if at is not None else key.lane or ""

    def bin_of(self, key: BinKey, unit: Unit) -> Bin | None:
        """The column that a key stands for, where there is one of this unit of time."""
        at = self._lane_at(key.lane)
        if at is None or (floor_to(key.start, unit), next_of(key.start, unit)) != (key.start, key.end):
            return None
        count = self.lanes[at].counts(unit).get(key.start, 0)
        return Bin(at, key.start, key.end, count) if count else None

    def rows_of(self, key: Hashable) -> list[Row]:
        """The rows that a key stands for."""
        if isinstance(key, BinKey):
            return self.of_bin(key)
        if isinstance(key, PileKey):
            return [self.rows[each] for each in key.events if each in self.rows]
        row = self.rows.get(key) if isinstance(key, EventKey) else None
        return [row] if row is not None else []

    # --- words

    def tip(self, row: Row) -> str:
        """What there is to say of a row, in one line."""
        said = f"{title(row)} ({self.scheme.name_of(row.type)})"
        parts = [f"{said}: {span_words(row)}" if row.whens else f"{said}: undated, {row.why}"]
        parts += self._told(row)
        if row.certainty != "Certain":
            parts.append(row.certainty.lower())
        if len(row.events) > 1:
            parts.append(f"told {len(row.events)} times in {counted(len(row.documents), 'document')}")
        if row.is_disputed:
            parts.append("its tellings say different times")
        return "  ·  ".join(parts)

    def bin_tip(self, found: Bin) -> str:
        """What there is to say of a column, in one line."""
        lane = self.lanes[found.lane].name
        return f"{lane}: {self.counted(found.events)}, beginning {days_words(found.start, found.end)}"

    def counted(self, events: int) -> str:
        """So many dated events, in words; of how many, where others that have a date are not among them."""
        if self._has_all_dated:
            return counted(events, "event")
        return f"{events:,} of the {len(self.dated):,} dated events that are drawn"

    def pile_words(self, key: PileKey) -> str:
        """How many events a pile is, and when they were, in words."""
        rows = self.rows_of(key)
        low, high = (
            min((each.start for each in rows), default=0.0),
            max((each.end for each in rows), default=0.0),
        )
        return f"{counted(len(rows), 'event')}, {days_words(low, high)}"

    def pile_tip(self, key: PileKey) -> str:
        """What there is to say of a pile: a line for it, and one for each of the first events in it."""
        rows = self.rows_of(key)
        lines = [
            f"{title(each)} ({self.scheme.name_of(each.type)}): {span_words(each)}" for each in rows[:_LISTED]
        ]
        more = [f"and {len(rows) - _LISTED:,} more"] if len(rows) > _LISTED else []
        return "\n".join([self.pile_words(key), *lines, *more])

    def bin_key(self, found: Bin) -> BinKey:
        """The key of a column."""
        named = self._in_lanes.named
        lane = named[found.lane].name if found.lane < len(named) else None
        return BinKey(lane, found.start, found.end)


def title(row: Row) -> str:
    """The words of the trigger in one line."""
    return f"“{' '.join(row.words.split())}”"


def span_words(row: Row) -> str:
    """When a row was, as far as it is known, in words."""
    first, last = first_day(row), last_day(row)
    said = first if first == last else f"{first} to {last}"
    said = said.replace(".. to ", "until ").replace(" to ..", " and after")
    exactness = max((each.precision for each in row.whens), key=PRECISIONS.index)
    notes = [] if exactness in {"day", "moment"} else [f"known to the {exactness}"]
    if any(each.is_approximate for each in row.whens):
        notes.append("about then")
    if any(each.is_uncertain for each in row.whens):
        notes.append("uncertain")
    written = " / ".join(each.written for each in row.whens)
    notes += [f"written {written}"] if written not in {first, said} else []
    return f"{said} ({', '.join(notes)})" if notes else said


def _roomy(low: float, high: float) -> tuple[float, float]:
    room = max((high - low) * 0.04, 0.5)
    return low - room, high + room
