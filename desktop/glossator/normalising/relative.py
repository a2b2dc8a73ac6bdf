"""English expressions that are reckoned from the date of the document: "last Tuesday", "three weeks ago", "May"."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable

from glossator.core import dates
from glossator.normalising.anchors import MINUTES, Base, Found
from glossator.normalising.wording import DAYS, DAYTIMES, MONTHS, SEASONS, UNITS, VAGUE, duration, number_of

_DAY = "|".join(DAYS)
_TIME = "|".join(DAYTIMES)
_UNIT = r"(?P<unit>second|minute|hour|day|week|fortnight|month|quarter|year|decade|centur(?:y|ie))s?"
_NUMBER = (
    r"(?:(?:more than|less than|at least|at most|nearly|almost|about|around|over|under|some|up to) )?"
    r"(?P<number>a few|a couple of|a number of|several|some|many|numerous|half an?|\d+(?:\.\d+)?|[a-z]+(?:[- ][a-z]+)?)"
)
_WHICH = r"(?P<which>last|past|previous|next|coming|following|this|the same|earlier this|later this)"
_LESS_THAN_DAY = {"S": 1, "m": 60, "H": 3600}
_SHIFTS = {"last": -1, "past": -1, "previous": -1, "next": 1, "coming": 1, "following": 1}
_MODS = (
    ("more than", "MORE_THAN"), ("over", "MORE_THAN"), ("less than", "LESS_THAN"), ("under", "LESS_THAN"),
    ("at least", "EQUAL_OR_MORE"), ("at most", "EQUAL_OR_LESS"), ("up to", "EQUAL_OR_LESS"), ("nearly", "APPROX"),
    ("almost", "APPROX"), ("about", "APPROX"), ("around", "APPROX"), ("some", "APPROX"),
)  # fmt: skip


def day_of_year(month: int, day: int, weekday: str | None, base: Base) -> Iterable[Found]:
    """A day without its year: the nearest ones before and after the document's date; where the day of the week is said,
    the one on which it falls.
    """
    today, year = base.day(), base.year()
    near = [
        dates.day_number(each, month, day)
        for each in (year - 1, year, year + 1)
        if day <= dates.days_in(each, month)
    ]
    if weekday is not None:
        near = [each for each in near if dates.weekday(each) == DAYS[weekday]]
    return [Found(dates.iso_day(each), base.why(_side(each - today))) for each in _nearest(near, today)]


def month_of_year(month: int, base: Base) -> Iterable[Found]:
    """A month without its year: the nearest ones before and after the document's date."""
    year, own = base.month()
    here = year * 12 + own - 1
    near = [(year + shift) * 12 + month - 1 for shift in (-1, 0, 1)]
    return [Found(_month(each), base.why(_side(each - here, "month"))) for each in _nearest(near, here)]


def season(name: str, base: Base) -> Iterable[Found]:
    """A season without its year: the nearest ones before and after the document's date."""
    today, year = base.day(), base.year()
    near = {}
    for each in (year - 1, year, year + 1):
        when = dates.read(f"{dates.written_year(each)}-{name}")
        if when is not None:
            near[round((when.start + when.end) / 2)] = when.written
    return [Found(near[each], base.why(_side(each - today))) for each in _nearest(list(near), today)]


def _nearest(near: list[int], here: int) -> list[int]:
    """Of these numbers the last until ``here`` and the first after it, the nearer one first."""
    before = [each for each in near if each <= here][-1:]
    after = [each for each in near if each > here][:1]
    if before and before[0] == here:
        return before
    return sorted(before + after, key=lambda each: abs(each - here))


def _side(away: int, unit: str = "day") -> str:
    if not away:
        return f"the same {unit}"
    return "the last one before it" if away < 0 else "the next one after it"


# --- days -------------------------------------------------------------------------------------------------------------


def _near_day(match: re.Match[str], base: Base) -> Iterable[Found]:
    shifts = {"today": 0, "tonight": 0, "yesterday": -1, "tomorrow": 1}
    word = match["word"]
    away = (
        -2
        if match[0].startswith("the day before y")
        else 2
        if match[0].startswith("the day after t")
        else shifts[word]
    )
    part = "NI" if word == "tonight" else DAYTIMES.get(match["part"] or "", "")
    value = dates.iso_day(base.day() + away) + (f"T{part}" if part else "")
    yield Found(value, base.why(_days_away(away)))


def _daytime(match: re.Match[str], base: Base) -> Iterable[Found]:
    away = -1 if match["which"] == "last" else 0
    yield Found(f"{dates.iso_day(base.day() + away)}T{DAYTIMES[match['part']]}", base.why(_days_away(away)))


def _weekday(match: re.Match[str], base: Base) -> Iterable[Found]:
    today, wanted = base.day(), DAYS[match["day"]]
    behind = (dates.weekday(today) - wanted) % 7
    part = DAYTIMES.get(match["part"] or "", "")
    which = match["which"] or ""
    if which in {"last", "past", "previous"}:
        aways = [-(behind or 7)] + ([-(behind + 7)] if 0 < behind <= dates.weekday(today) else [])
    elif which in {"next", "coming", "following"}:
        ahead = 7 - behind
        aways = [ahead] + ([ahead + 7] if ahead <= 6 - dates.weekday(today) else [])
    elif which == "this":
        aways = [wanted - dates.weekday(today)]
    else:
        aways = [0] if not behind else [-behind, 7 - behind]
    for away in aways:
        yield Found(dates.iso_day(today + away) + (f"T{part}" if part else ""), base.why(_days_away(away)))


def _days_away(away: int) -> str:
    if abs(away) <= 1:
        return ("the day before", "the same day", "the day after")[away + 1]
    return f"{abs(away)} days {'before' if away < 0 else 'after'}"


# --- units ------------------------------------------------------------------------------------------------------------


def _which_unit(match: re.Match[str], base: Base) -> Iterable[Found]:
    """Last week, next year, this month."""
    which = match["which"]
    away = _SHIFTS.get(which, 0)
    unit = UNITS[match["unit"].rstrip("s") if match["unit"] != "century" else "century"]
    if unit == "F":
        yield from _fortnight(away, base)
        return
    value = _shifted(unit, away, base)
    if value:
        mod = {"earlier this": "START", "later this": "END"}.get(which, "")
        yield Found(value, base.why(_told(away, match["unit"].rstrip("s"))), mod)


def _fortnight(away: int, base: Base) -> Iterable[Found]:
    """The fourteen days before or after the document's; which are meant by "this fortnight" nobody can tell."""
    if away:
        first = base.day() + (1 if away > 0 else -14)
        value = f"{dates.iso_day(first)}/{dates.iso_day(first + 13)}"
        yield Found(value, base.why(f"the fourteen days {'before' if away < 0 else 'after'}"))


def _weekend(match: re.Match[str], base: Base) -> Iterable[Found]:
    today = base.day()
    away = _SHIFTS.get(match["which"] or "", 0)
    aways = [away] if match["which"] else [-1, 0] if dates.weekday(today) < 5 else [0]
    for each in aways:
        yield Found(f"{_week(today + 7 * each)}-WE", base.why(_told(each, "week")))


def _which_named(match: re.Match[str], base: Base) -> Iterable[Found]:
    """Last May, next summer: the nearest one before or after; where it may be the present one, that as well."""
    away = _SHIFTS.get(match["which"], 0)
    if match["month"]:
        month = MONTHS[match["month"]]
        year, own = base.month()
        if own == month and away:
            other = Found(_month((year + away) * 12 + month - 1), base.why(_told(away, "year")))
            return [other, *month_of_year(month, base)]
        found = list(month_of_year(month, base))
    else:
        found = list(season(SEASONS[match["season"]], base))
    side = {-1: "last one", 1: "next one"}.get(away, "")
    return [each for each in found if side in each.why]


def _ago(match: re.Match[str], base: Base) -> Iterable[Found]:
    number, unit = number_of(match["number"]), UNITS[match["unit"].rstrip("s")]
    sign = 1 if match["way"] in {"from now", "hence", "later"} or match["in"] else -1
    if number is None:
        if match["number"] in VAGUE:
            yield Found("PAST_REF" if sign < 0 else "FUTURE_REF", "how long is not said")
        return
    if number != math.floor(number):
        return
    away = sign * round(number)
    if unit in _LESS_THAN_DAY:
        if match["in"] != "within":
            yield Found(
                _moment(away * _LESS_THAN_DAY[unit], base), base.why(_told(away, match["unit"].rstrip("s")))
            )
        return
    value = _shifted("W", 2 * away, base) if unit == "F" else _shifted(unit, away, base)
    if value:
        yield Found(value, base.why(_told(away, match["unit"].rstrip("s"))), _mod(match[0]))


def _moment(seconds: int, base: Base) -> str:
    """The minute that is so many seconds away from the document's date, which has to say the hour."""
    here, zone = base.minute()
    day, minute = divmod(here + seconds // 60, MINUTES)
    return f"{dates.iso_day(day)}T{minute // 60:02}:{minute % 60:02}{zone}"


def _length(match: re.Match[str], _: Base) -> Iterable[Found]:
    """Durations: three weeks, several months, years."""
    words = match["number"] or ""
    number = number_of(words)
    if number is None and words not in VAGUE:
        return
    if not words and not match[0].endswith("s"):
        return
    unit = UNITS[match["unit"].rstrip("s") if match["unit"] != "century" else "century"]
    said = "a duration" if number is not None else "a duration; how long is not said"
    yield Found(duration(number, unit), said, _mod(match[0]))


def _every(match: re.Match[str], _: Base) -> Iterable[Found]:
    number = number_of(match["number"]) if match["number"] else 2.0 if match["other"] else 1.0
    if number is not None:
        yield Found(duration(number, UNITS[match["unit"].rstrip("s")]), "a time that comes again")


def _every_day(match: re.Match[str], _: Base) -> Iterable[Found]:
    yield Found(f"XXXX-WXX-{DAYS[match['day']] + 1}", "a day of the week that comes again")


def _mod(text: str) -> str:
    return next((mod for words, mod in _MODS if text.startswith(f"{words} ")), "")


def _told(away: int, unit: str) -> str:
    if abs(away) <= 1:
        return (f"the {unit} before", f"the same {unit}", f"the {unit} after")[away + 1]
    many = "centuries" if unit.startswith("centur") else f"{unit}s"
    return f"{abs(away)} {many} {'before' if away < 0 else 'after'}"


def _shifted(unit: str, away: int, base: Base) -> str:
    """The day, week, month … that is so many of them away; empty for units that are less than a day."""
    match unit:
        case "D":
            return dates.iso_day(base.day() + away)
        case "W" | "F":
            return _week(base.day() + 7 * away)
        case "M":
            year, month = base.month()
            return _month(year * 12 + month - 1 + away)
        case "Q":
            year, month = base.month()
            quarter = year * 4 + (month - 1) // 3 + away
            return f"{dates.written_year(quarter // 4)}-Q{quarter % 4 + 1}"
        case "Y":
            return dates.written_year(base.year() + away)
        case "DE":
            return f"{base.year() // 10 + away:03}X"
        case "CE":
            return f"{base.year() // 100 + away:02}XX"
    return ""


def _month(number: int) -> str:
    return f"{dates.written_year(number // 12)}-{number % 12 + 1:02}"


def _week(day: int) -> str:
    """The week that a day lies in, as ISO 8601 writes it."""
    thursday = day - dates.weekday(day) + 3
    year = dates.calendar_day(thursday)[0]
    return f"{dates.written_year(year)}-W{(thursday - dates.day_number(year, 1, 1)) // 7 + 1:02}"


RULES = (
    (
        rf"(?:the day (?:before|after) )?(?P<word>today|yesterday|tomorrow)(?:'s)?(?: (?P<part>{_TIME}))?",
        _near_day,
    ),
    (r"(?P<word>tonight)(?P<part>)", _near_day),
    (rf"(?P<which>this|last|the) (?P<part>{_TIME})", _daytime),
    (rf"(?:{_WHICH} )?(?P<day>{_DAY})(?: (?P<part>{_TIME}))?", _weekday),
    (rf"(?:the )?{_WHICH} {_UNIT}", _which_unit),
    (r"(?:the )?(?:(?P<which>last|past|previous|next|coming|this) )?weekend", _weekend),
    (rf"(?:the )?{_WHICH} (?:(?P<month>{'|'.join(MONTHS)})|(?P<season>{'|'.join(SEASONS)}))", _which_named),
    (rf"{_NUMBER} {_UNIT} (?P<way>ago|from now|hence)(?P<in>)", _ago),
    (rf"(?P<in>in|within) {_NUMBER} {_UNIT}(?:' time|s' time)?(?P<way>)", _ago),
    (
        rf"(?:for |over |during )?(?:the )?(?:last |past |next |first |coming |entire |whole )?(?:{_NUMBER} )?{_UNIT}",
        _length,
    ),
    (rf"{_NUMBER}-(?P<unit>hour|day|week|month|year)(?:-(?:old|long))?", _length),
    (rf"(?:every|each) (?P<other>other )?(?:(?P<number>[a-z]+|\d+) )?{_UNIT}", _every),
    (rf"(?:every|each) (?P<day>{_DAY})", _every_day),
)
"""Patterns with what reads them; earlier ones go before later ones."""
