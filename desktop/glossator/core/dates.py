"""Dates as analysts write them: ISO 8601 as far as they are known, ranges, and the marks of EDTF and TIMEX3.

>>> read("2024-12").precision, read("2024-12-05/2024-12-08").days, read("199X").written
('month', 4.0, '199X')
>>> iso_day(read("2020-W22").start), iso_day(read("0000-01-01").start), date_fault("2023-02-29")
('2020-05-25', '0000-01-01', 'There is no such date: 2023-02-29.')
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal, get_args

Precision = Literal["moment", "day", "week", "month", "season", "year", "decade", "century", "millennium"]
"""How exactly a date is known, the most exact first; a season is also a quarter or half of a year."""

PRECISIONS: tuple[Precision, ...] = get_args(Precision)

_DATE = re.compile(
    r"(?P<year>\d{4})(?:-(?P<month>\d{2})(?:-(?P<day>\d{2})"
    r"(?:[T ](?P<time>\d{2}:\d{2}(?::\d{2}(?:\.\d{1,6})?)?)(?P<zone>Z|[+-]\d{2}:?\d{2})?)?)?)?"
)
_YEAR = r"(?P<year>-?\d{4}|Y-?\d{5,9}|FY\d{4})"
_CALENDAR = re.compile(rf"{_YEAR}(?:-(?P<month>\d\d|XX)(?:-(?P<day>\d\d|XX))?)?")
_WEEK = re.compile(rf"{_YEAR}-W(?P<week>\d\d)(?:-(?P<day>[1-7]|WE))?")
_PART = re.compile(rf"{_YEAR}-(?P<part>Q[1-4]|H[12]|SP|SU|FA|AU|WI)")
_ROUND = re.compile(r"(?P<digits>\d{1,3})(?P<open>X{0,3})")
_CLOCK = re.compile(
    r"(?P<hour>\d\d)(?::?(?P<minute>\d\d)(?::?(?P<second>\d\d(?:\.\d{1,6})?))?)?(?P<zone>Z|[+-]\d\d:?\d\d)?"
)
_DURATION = re.compile(
    r"P(?:(?P<n>\d+(?:\.\d+)?|X+)(?P<unit>DE|CE|ML|WE|[YMWDQ]))*?"
    r"(?:T(?:(?:\d+(?:\.\d+)?|X+)[HMS])+|TX?(?:MO|AF|EV|NI))?|P[1X]\d*(?:SP|SU|FA|WI)"
)
_PIECE = re.compile(r"(\d+(?:\.\d+)?|X+)(DE|CE|ML|WE|[YMWDQHS])")
_UNITS = {
    "Y": 365.2425,
    "Q": 91.31,
    "M": 30.436875,
    "W": 7.0,
    "D": 1.0,
    "WE": 2.0,
    "DE": 3652.4,
    "CE": 36524.0,
}
_CLOCK_UNITS = {"H": 1 / 24, "M": 1 / 1440, "S": 1 / 86400}
_PARTS = {
    "Q1": (1, 3), "Q2": (4, 3), "Q3": (7, 3), "Q4": (10, 3), "H1": (1, 6), "H2": (7, 6),
    "SP": (3, 3), "SU": (6, 3), "FA": (9, 3), "AU": (9, 3), "WI": (12, 3),
}  # fmt: skip
_SEASONS = {21: "SP", 22: "SU", 23: "FA", 24: "WI", 33: "Q1", 34: "Q2", 35: "Q3", 36: "Q4"}
_DAYTIMES = {"MO": (6, 12), "MI": (12, 13), "AF": (12, 18), "EV": (18, 22), "NI": (20, 30), "DT": (8, 18)}
_HOW = "Write it as 2024, 2024-12, 2024-12-05 or 2024-12-05T14:30."
_HOW_ALL = (
    "Write it as 2024, 2024-12, 2024-12-05, 2024-12-05T14:30, 2024-W49 or 199X, two of them as a range "
    "(2024-12-05/2024-12-08), with ? where it is uncertain and ~ where it is about then."
)


@dataclass(frozen=True, slots=True)
class When:
    """A stretch of time, from ``start`` to ``end`` (exclusive), in days since 1 January 1970 UTC; an open end is
    infinite.  ``precision`` is that of the less exact end; ``is_range`` tells that two dates are given.
    """

    written: str
    start: float
    end: float
    precision: Precision
    is_uncertain: bool = False
    is_approximate: bool = False
    is_range: bool = False

    @property
    def days(self) -> float:
        """How long it is, in days."""
        return self.end - self.start

    @property
    def is_vague(self) -> bool:
        """Stated with a doubt: perhaps, or about then."""
        return self.is_uncertain or self.is_approximate

    @property
    def is_exact(self) -> bool:
        """Known to the day, without a doubt."""
        return self.precision in {"moment", "day"} and not self.is_vague


def date_fault(written: str) -> str:
    """What is wrong with a date, in a sentence; empty for a right one and for none.

    Right are ``2024``, ``2024-12``, ``2024-12-05`` and ``2024-12-05T14:30`` (seconds and a zone may follow).
    """
    if not written:
        return ""
    found = _DATE.fullmatch(written)
    if found is None:
        return _HOW
    if read(written) is None:
        return f"There is no such {'date' if found['time'] is None else 'date or time'}: {written}."
    return ""


def when_fault(written: str) -> str:
    """What is wrong with a date or a range of dates, in a sentence; empty for what :func:`read` reads, and for none."""
    if not written or read(written) is not None:
        return ""
    return f"There is no such date: {written}." if _DATE.fullmatch(written) else _HOW_ALL


@lru_cache(maxsize=8192)
def read(written: str) -> When | None:
    """The time that is meant by a date, or ``None`` where it is none that can be placed (a duration, "now").

    Read are the dates of :func:`date_fault`, weeks (``2024-W49``), quarters and seasons (``2024-Q1``, ``2024-SP``,
    ``2024-21``), decades and centuries (``199X``, ``19XX``, in TIMEX3 ``199`` and ``19``), parts of a day
    (``2024-12-05TMO``), two of them as a range with ``..`` for an open end, and the marks ``?`` (uncertain), ``~``
    (about then) and ``%`` (both) behind each.
    """
    if "/" not in written:
        return _single(written)
    first, slash, second = written.partition("/")
    if not slash or "/" in second or {first, second} <= {"", ".."}:
        return None
    return _range(written, first, second)


def _range(written: str, first: str, second: str) -> When | None:
    begin, end = (None if each in {"", ".."} else _single(each) for each in (first, second))
    if (begin is None and first not in {"", ".."}) or (end is None and second not in {"", ".."}):
        return None
    ends = [each for each in (begin, end) if each is not None]
    start = begin.start if begin is not None else -math.inf
    stop = end.end if end is not None else math.inf
    if stop <= start:
        return None
    return When(
        written,
        start,
        stop,
        max((each.precision for each in ends), key=PRECISIONS.index),
        any(each.is_uncertain for each in ends),
        any(each.is_approximate for each in ends),
        is_range=True,
    )


def _single(written: str) -> When | None:
    body = written.rstrip("?~%")
    marks = written[len(body) :]
    if len(marks) > 2:
        return None
    date, letter, clock = body.replace(" ", "T", 1).partition("T")
    found = _day_or_longer(date)
    if found is not None and letter:
        found = _at(found, clock)
    if found is None or not math.isfinite(found.start):
        return None
    return replace(
        found,
        written=written,
        is_uncertain=bool(set(marks) & set("?%")),
        is_approximate=bool(set(marks) & set("~%")),
    )


def _day_or_longer(written: str) -> When | None:
    if found := _CALENDAR.fullmatch(written):
        return _calendar(found)
    if found := _WEEK.fullmatch(written):
        return _week(_year(found["year"]), int(found["week"]), found["day"])
    if found := _PART.fullmatch(written):
        return _months(_year(found["year"]), *_PARTS[found["part"]], "season")
    if (found := _ROUND.fullmatch(written)) and len(written) in {2, 3, 4}:
        return _round(found["digits"], found["open"])
    return None


def _calendar(found: re.Match[str]) -> When | None:
    year, month, day = _year(found["year"]), found["month"], found["day"]
    if month is None or (month == "XX" and day in {None, "XX"}):
        return _months(year, 1, 12, "year")
    if month == "XX":
        return None
    if int(month) in _SEASONS and day is None:
        return _months(year, *_PARTS[_SEASONS[int(month)]], "season")
    if not 1 <= int(month) <= 12:
        return None
    if day is None or day == "XX":
        return _months(year, int(month), 1, "month")
    if not 1 <= int(day) <= days_in(year, int(month)):
        return None
    start = float(day_number(year, int(month), int(day)))
    return When("", start, start + 1, "day")


def _year(written: str) -> int:
    return int(written.removeprefix("FY").removeprefix("Y"))


def _months(year: int, month: int, count: int, precision: Precision) -> When:
    after = month - 1 + count
    end = day_number(year + after // 12, after % 12 + 1, 1)
    return When("", float(day_number(year, month, 1)), float(end), precision)


def _week(year: int, week: int, day: str | None) -> When | None:
    first = _week_one(year)
    start = first + 7 * (week - 1)
    if not 1 <= week <= (_week_one(year + 1) - first) // 7:
        return None
    if day == "WE":
        return When("", float(start + 5), float(start + 7), "day", is_range=True)
    if day is not None:
        return When("", float(start + int(day) - 1), float(start + int(day)), "day")
    return When("", float(start), float(start + 7), "week")


def _week_one(year: int) -> int:
    """The Monday of the first week of a year: that of its 4 January."""
    fourth = day_number(year, 1, 4)
    return fourth - weekday(fourth)


def _round(digits: str, unknown: str) -> When | None:
    """A decade, century or millennium by its first digits."""
    if unknown and len(digits) + len(unknown) != 4:
        return None
    years = 10 ** (4 - len(digits))
    spans: dict[int, Precision] = {10: "decade", 100: "century", 1000: "millennium"}
    first = int(digits) * years
    return When("", float(day_number(first, 1, 1)), float(day_number(first + years, 1, 1)), spans[years])


def _at(day: When, clock: str) -> When | None:
    """A time of a day that is known."""
    if day.precision != "day" or day.is_range:
        return None
    if clock in _DAYTIMES:
        begin, end = _DAYTIMES[clock]
        return replace(day, start=day.start + begin / 24, end=day.start + end / 24)
    found = _CLOCK.fullmatch(clock)
    if found is None:
        return None
    hour, minute, second = int(found["hour"]), int(found["minute"] or 0), float(found["second"] or 0)
    if minute > 59 or second >= 60 or hour > 24 or (hour == 24 and (minute or second)):
        return None
    away = _zone(found["zone"])
    if away is None:
        return None
    start = day.start + (hour + minute / 60 + second / 3600) / 24 - away
    unit = 1 / 24 if found["minute"] is None else 1 / 1440 if found["second"] is None else 1 / 86400
    return replace(day, start=start, end=start + unit, precision="moment")


def _zone(written: str | None) -> float | None:
    """How far a zone is ahead of UTC, in days; ``None`` where there is no such zone."""
    if written is None or written == "Z":
        return 0.0
    hours, minutes = int(written[1:3]), int(written[-2:])
    if hours > 23 or minutes > 59:
        return None
    return (-1 if written[0] == "-" else 1) * (hours + minutes / 60) / 24


# --- durations --------------------------------------------------------------------------------------------------------


def duration_days(written: str) -> float | None:
    """How long a duration of ISO 8601 or TIMEX3 (``P3W``, ``PT8H``) is, in days, months and years being mean ones; NaN
    where how much is not said (``PXY``), and ``None`` where it is no duration.
    """
    if len(written) < 3 or not _DURATION.fullmatch(written):
        return None
    date, _, clock = written[1:].partition("T")
    pieces = [(n, _UNITS.get(unit)) for n, unit in _PIECE.findall(date)]
    pieces += [(n, _CLOCK_UNITS.get(unit)) for n, unit in _PIECE.findall(clock)]
    if not pieces or any("X" in n or unit is None for n, unit in pieces):
        return math.nan
    return sum(float(n) * unit for n, unit in pieces if unit is not None)


# --- the calendar -----------------------------------------------------------------------------------------------------


def day_number(year: int, month: int, day: int) -> int:
    """Days from 1 January 1970 to a day of the Gregorian calendar, which is used for all times and has a year 0.

    The months count from March here, so that the leap day is the last of a year; 146,097 days are four centuries.
    """
    year -= month <= 2
    century, of_century = divmod(year, 400)
    of_year = (153 * ((month + 9) % 12) + 2) // 5 + day - 1
    return century * 146_097 + of_century * 365 + of_century // 4 - of_century // 100 + of_year - 719_468


def calendar_day(number: int) -> tuple[int, int, int]:
    """Year, month and day of a :func:`day_number`."""
    century, of_century = divmod(number + 719_468, 146_097)
    year = (of_century - of_century // 1460 + of_century // 36_524 - of_century // 146_096) // 365
    of_year = of_century - (365 * year + year // 4 - year // 100)
    shifted = (5 * of_year + 2) // 153
    day = of_year - (153 * shifted + 2) // 5 + 1
    month = shifted + 3 if shifted < 10 else shifted - 9
    return year + century * 400 + (month <= 2), month, day


def weekday(number: int) -> int:
    """The day of the week of a :func:`day_number`: 0 for Monday."""
    return (number + 3) % 7


def days_in(year: int, month: int) -> int:
    """How many days a month has."""
    after = day_number(year + month // 12, month % 12 + 1, 1)
    return after - day_number(year, month, 1)


def iso_day(moment: float) -> str:
    """The day of a moment (days since 1970) as ISO 8601; years beyond four digits as EDTF has them, with a Y."""
    year, month, day = calendar_day(math.floor(moment))
    return f"{written_year(year)}-{month:02}-{day:02}"


def written_year(year: int) -> str:
    """A year as ISO 8601 and EDTF write it: four digits, a minus before the year 0, a Y before more digits."""
    if abs(year) > 9999:
        return f"Y{year}"
    return f"-{-year:04}" if year < 0 else f"{year:04}"
