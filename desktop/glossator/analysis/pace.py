"""How fast the work goes: mentions by day and by how they were made, and how many of them in an active minute."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from statistics import median
from typing import NamedTuple, Protocol

from glossator.analysis.sheets import Sheet
from glossator.core.annotations import Mention
from glossator.core.scheme import Scheme

MOST_DAYS = 366
"""Days that are drawn: the last ones."""
WEEK = 7
"""Days of work over which the median moves."""
HAND, SUGGESTED, IMPORTED = "by hand", "suggested", "imported"
WAYS = (HAND, SUGGESTED, IMPORTED)
_DAY = 86_400_000
_MINUTE = 60_000
_EPOCH = date(1970, 1, 1)
_NEVER = 0  # the day of records that do not say when they were made


class MadeRow(Protocol):
    """Mentions made on a day by one author in one way."""

    @property
    def day(self) -> int:
        """Days since 1970, UTC."""

    @property
    def origin(self) -> str:
        """The origin of the records."""

    @property
    def mentions(self) -> int:
        """How many."""


class Day(NamedTuple):
    """A day with work: mentions by how they were made, and the minutes in which a step was made by hand."""

    day: int
    ways: Mapping[str, int]
    minutes: int

    @property
    def mentions(self) -> int:
        """All that were made."""
        return sum(self.ways.values())

    @property
    def rate(self) -> float | None:
        """Mentions made by hand or out of suggestions in an active minute; ``None`` where there was none."""
        made = self.ways.get(HAND, 0) + self.ways.get(SUGGESTED, 0)
        return made / self.minutes if self.minutes and made else None

    @property
    def date(self) -> str:
        """The date in ISO 8601."""
        return day_text(self.day)


class Pace(NamedTuple):
    """The days with work, the oldest first; ``total`` counts the mentions of the scope without the filter.  ``minutes``
    are the active ones of every day, ``last`` is the last minute (since 1970) that is counted, ``undated`` are mentions
    that do not say when they were made, as files may leave that out.
    """

    days: tuple[Day, ...]
    total: int
    minutes: Mapping[int, int]
    last: int = 0
    undated: int = 0

    @property
    def shown(self) -> int:
        """How many mentions are counted."""
        return sum(each.mentions for each in self.days) + self.undated

    def with_steps(
        self, removed: Iterable[Mention], added: Iterable[Mention], moment: int, total: int
    ) -> Pace:
        """These days without some mentions and with others, after a step made by hand at ``moment`` (milliseconds since
        1970).
        """
        ways = {each.day: Counter(each.ways) for each in self.days}
        ways[_NEVER] = Counter({IMPORTED: self.undated})
        for sign, held in ((-1, removed), (1, added)):
            for mention in held:
                day = mention.created // _DAY
                way = way_of(mention.origin) if day != _NEVER else IMPORTED
                ways.setdefault(day, Counter())[way] += sign
        minute, today = moment // _MINUTE, moment // _DAY
        minutes = dict(self.minutes)
        if minute > self.last:
            minutes[today] = minutes.get(today, 0) + 1
        return _paced(ways, minutes, total, max(minute, self.last))


def way_of(origin: str) -> str:
    """In which way a record came to be."""
    if origin.startswith("suggestion"):
        return SUGGESTED
    return IMPORTED if origin.startswith("import") else HAND


def pace(made: Iterable[MadeRow], minutes: Mapping[int, int], total: int, last: int = 0) -> Pace:
    """The days out of counts of mentions and of active minutes."""
    by_day: dict[int, Counter[str]] = {}
    for each in made:
        by_day.setdefault(each.day, Counter())[way_of(each.origin)] += each.mentions
    return _paced(by_day, minutes, total, last)


def _paced(ways: Mapping[int, Counter[str]], minutes: Mapping[int, int], total: int, last: int) -> Pace:
    days = (Day(day, +ways[day], minutes.get(day, 0)) for day in sorted(ways) if day != _NEVER)
    undated = sum(ways.get(_NEVER, Counter()).values())
    return Pace(tuple(each for each in days if each.mentions), total, minutes, last, undated)


def undated_told(found: Pace) -> str:
    """How many mentions have no day; empty for none."""
    noun = "mention does" if found.undated == 1 else "mentions do"
    return f"{found.undated:,} {noun} not say when they were made" if found.undated else ""


def moving(days: Iterable[Day]) -> list[float | None]:
    """For each day the median of the rates of it and the days with work before it, a week of them."""
    held: list[float] = []
    found: list[float | None] = []
    for each in days:
        if each.rate is not None:
            held = [*held, each.rate][-WEEK:]
        found.append(median(held) if held else None)
    return found


def day_text(day: int) -> str:
    """A day since 1970 in ISO 8601; one that no calendar has, as a number of days."""
    try:
        return (_EPOCH + timedelta(days=day)).isoformat()
    except OverflowError:
        return f"{day} days since 1970"


def sheet(found: Pace, _scheme: Scheme) -> Sheet:
    """A row for each day with work."""
    return Sheet(
        ("Day", "Mentions", *(way.capitalize() for way in WAYS), "Active minutes", "Mentions a minute"),
        tuple(
            (
                each.date,
                each.mentions,
                *(each.ways.get(way, 0) for way in WAYS),
                each.minutes,
                "" if each.rate is None else round(each.rate, 2),
            )
            for each in found.days
        ),
        found.shown,
        found.total - found.shown,
        notes=tuple(filter(None, [undated_told(found)])),
    )
