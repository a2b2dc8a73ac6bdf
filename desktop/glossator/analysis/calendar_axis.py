"""The axis of a timeline: where ticks stand and what they say, from hours to millennia, in any year."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import NamedTuple

from glossator.core import dates

_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
_HOURS = (1, 3, 6, 12)
_DAYS = (1, 2, 7, 14)
_IN_MONTHS = (1, 3, 6)
_YEARS = tuple(factor * 10**power for power in range(6) for factor in (1, 2, 5))
_FAR = 100_000


class Tick(NamedTuple):
    """A tick at a day (since 1970): what it says, and, where a larger unit begins with it, what that is called."""

    day: float
    words: str
    larger: str = ""


def ticks(low: float, high: float, *, most: int = 10) -> list[Tick]:
    """Ticks between two days, about ``most`` of them, at round times; the first one always names its larger unit."""
    if not (math.isfinite(low) and math.isfinite(high)) or high <= low:
        return []
    days = (high - low) / most
    if days <= _HOURS[-1] / 24:
        found = list(_hours(low, high, next(each for each in _HOURS if each / 24 >= days)))
    elif days <= _DAYS[-1]:
        found = list(_of_days(low, high, next(each for each in _DAYS if each >= days)))
    elif days <= _IN_MONTHS[-1] * 30.44:
        found = list(_of_months(low, high, next(each for each in _IN_MONTHS if each * 30.44 >= days)))
    else:
        found = list(_of_years(low, high, next((each for each in _YEARS if each * 365.25 >= days), _FAR)))
    return _named(found)


def _named(found: list[Tick]) -> list[Tick]:
    """The larger unit is said where it changes only."""
    made, before = [], ""
    for each in found:
        made.append(each._replace(larger="" if each.larger == before else each.larger))
        before = each.larger
    return made


def _hours(low: float, high: float, step: int) -> Iterator[Tick]:
    at = math.ceil(low * 24 / step) * step
    while at <= high * 24:
        yield Tick(at / 24, f"{at % 24:02}:00", day_words(at // 24))
        at += step


def _of_days(low: float, high: float, step: int) -> Iterator[Tick]:
    # weeks begin on Mondays, which have no round number
    monday = math.floor(low) - dates.weekday(math.floor(low))
    at = monday if step >= 7 else math.floor(low / step) * step
    while at <= high:
        if at >= low:
            year, month, day = dates.calendar_day(at)
            yield Tick(at, str(day), f"{_MONTHS[month - 1]} {year_words(year)}")
        at += step


def _of_months(low: float, high: float, step: int) -> Iterator[Tick]:
    year, month, _ = dates.calendar_day(math.floor(low))
    at = (year * 12 + month - 1) // step * step
    while (day := dates.day_number(at // 12, at % 12 + 1, 1)) <= high:
        if day >= low:
            yield Tick(day, _MONTHS[at % 12], year_words(at // 12))
        at += step


def _of_years(low: float, high: float, step: int) -> Iterator[Tick]:
    at = dates.calendar_day(math.floor(low))[0] // step * step
    while (day := dates.day_number(year := at + (at <= 0 < step - 1), 1, 1)) <= high:  # 40 BC is the year -39
        if day >= low:
            yield Tick(day, year_words(year))
        at += step


def span_words(start: float, end: float) -> str:
    """A stretch of days as people write it: "9 to 15 Dec 2024", "5 Dec 2024", "since 1 Mar 2020"."""
    if not math.isfinite(start):
        return f"until {day_words(math.ceil(end) - 1)}"
    if not math.isfinite(end):
        return f"since {day_words(math.floor(start))}"
    first, last = math.floor(start), max(math.floor(start), math.ceil(end) - 1)
    (year, month, day), (last_year, last_month, _) = dates.calendar_day(first), dates.calendar_day(last)
    if first == last:
        return day_words(first)
    if (year, month) == (last_year, last_month):
        return f"{day} to {day_words(last)}"
    if year == last_year:
        return f"{day} {_MONTHS[month - 1]} to {day_words(last)}"
    return f"{day_words(first)} to {day_words(last)}"


def day_words(number: int) -> str:
    """A day as people write it: "5 Dec 2024"."""
    year, month, day = dates.calendar_day(number)
    return f"{day} {_MONTHS[month - 1]} {year_words(year)}"


def year_words(year: int) -> str:
    """A year as people write it; those before the year 1 as years before Christ, of which the year 0 is the first."""
    return str(year) if year > 0 else f"{1 - year} BC"
