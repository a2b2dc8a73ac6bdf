"""Expressions of time in other languages, read by dateparser, and no more believed of it than what it shows to know."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from glossator.core import dates
from glossator.normalising import english, years
from glossator.normalising.anchors import Base, Found, UnanchoredError
from glossator.normalising.wording import UNITS, duration

if TYPE_CHECKING:
    from dateparser.date import DateData

_LONGEST = 60
_AWAY = timedelta(days=1929, hours=5)
"""Another date of the document differs in year, month, day and weekday: what stays the same is said by the words."""
_LATE = timedelta(hours=23, minutes=59)
_HOURS = r"uhr|h|hrs?|uur|heures?|horas?|godz\.?|saat|годин\w*|час\w*"
_CLOCK = re.compile(
    r"(?:\b(?:um|gegen|ab|at|à|a las|a la|alle|ore|om|o|às|saat|в|о|об)\s+)?(?<![\d.,/-])(?:"
    r"ore\s+(?P<ore>\d{1,2})\b(?!:)|"
    rf"(?P<hour>\d{{1,2}})(?::|(?:\.|h)(?=\d\d\s*(?:{_HOURS})\b)|h)(?P<minute>\d\d)(?::\d\d)?"
    rf"(?:\s*(?:{_HOURS}|(?P<half>[ap])\.?m\b\.?)\b)?|"
    rf"(?P<full>\d{{1,2}})\s*(?:{_HOURS}|(?P<mark>[ap])\.?m\b\.?)(?:\s*(?P<past>[0-5]\d)\b)?(?!\w))"
    r"(?:\s*(?:GMT|UTC|Z|CET|CEST|MSK|EST|EDT)\b)?",
    re.IGNORECASE,
)
_DURING = re.compile(
    r"^(?:в течение|на протяжении|за|протягом|впродовж|während|durante?|pendant|przez|w ciągu|por|per|gedurende)\s+",
    re.IGNORECASE,
)
_LONG = re.compile(r"(?P<number>\d+(?:\.\d+)?) (?P<unit>year|decade|month|week|day|hour|minute)s?")
"""A duration as dateparser says it in English before it makes a distance of it."""
_SOMEWHEN = datetime(2015, 7, 15)  # noqa: DTZ001 - dates of documents have no zone
_NAMES = {
    "ar": "Arabic", "de": "German", "en": "English", "es": "Spanish", "fr": "French", "it": "Italian", "nl": "Dutch",
    "pl": "Polish", "pt": "Portuguese", "ru": "Russian", "tr": "Turkish", "uk": "Ukrainian",
}  # fmt: skip
LANGUAGES: tuple[str, ...] = tuple(_NAMES)
"""The languages in which dates are read, by their codes."""


def readings(expression: str, base: Base, languages: Sequence[str]) -> list[Found]:
    """What an expression means; none where dateparser would have to guess: it says neither a month nor how far away it
    is, or is a bare number.
    """
    text, clock = _without_clock(" ".join(expression.split()))
    if not any(letter.isalpha() for letter in text) or len(text) > _LONGEST:
        return []
    for language in languages if not clock else ():
        if found := english.readings(years.in_english(text, language), base):
            return [each._replace(why=_read_as(language)) for each in found]
    for language in languages:
        if clock and language == "en":
            continue  # rules read that
        if found := _in_language(years.plainer(text, language), clock, base, language):
            return found
    for language in languages if not clock else ():
        word, rest = years.around(text, language)
        for inner in _in_language(years.plainer(rest, language), "", base, language) if rest else ():
            if dates.read(inner.value) and (found := english.readings(f"{word} {inner.value}", base)):
                return [each._replace(why=inner.why) for each in found]
    return []


def _in_language(text: str, clock: str, base: Base, language: str) -> list[Found]:
    if _DURING.match(text) and (long := _long(_DURING.sub("", text), language)):
        return long
    first, other = _read(text, _SOMEWHEN, language), _read(text, _SOMEWHEN + _AWAY, language)
    if first is None or other is None or first.date_obj is None or other.date_obj is None:
        return []
    if clock and first.period in {"year", "month", "week"}:
        return []  # a time of day needs a day
    if first.date_obj == other.date_obj:
        return [Found(_value(first, clock), _read_as(language))]
    if language == "en" or re.search(r"\d{4}", text):
        return []  # what is relative in English is read by rules, and nothing is thousands of years or days away
    if long := _long(text, language):
        return long
    day = datetime(*dates.calendar_day(base.day()))  # noqa: DTZ001
    made, late = _read(text, day, language), _read(text, day + _LATE, language)
    if made is None or late is None or _value(made) != _value(late):
        return []  # it is less than a day away, and the hour from which is not known
    return [Found(_value(made, clock), f"{_read_as(language)}, {base.why()}")]


def _read_as(language: str) -> str:
    return f"read as {_NAMES.get(language, language)}"


def _long(text: str, language: str) -> list[Found]:
    """A duration: dateparser translates before it reads, and what then says neither "ago" nor "in" is one, although it
    would make a distance into the past of it.
    """
    from dateparser.conf import settings
    from dateparser.languages.loader import default_loader

    (locale,) = default_loader.get_locales([language])
    match = _LONG.fullmatch(str(locale.translate(text, settings=settings)).strip())
    if match is None:
        return []
    value = duration(float(match["number"]), UNITS[match["unit"]])
    return [Found(value, f"a duration, {_read_as(language)}")]


def _without_clock(text: str) -> tuple[str, str]:
    """An expression without the time of day that it says, as dateparser would make a date of that alone; and the time,
    as ISO 8601 writes it.  Where there is no such time, nothing is left.
    """
    match = _CLOCK.search(text)
    if match is None:
        return text, ""
    hour, minute = (
        int(match["ore"] or match["hour"] or match["full"]),
        int(match["minute"] or match["past"] or 0),
    )
    if half := (match["half"] or match["mark"] or "").casefold():
        hour = hour % 12 + 12 * (half == "p") if 1 <= hour <= 12 else 24
    if hour > 23 or minute > 59:
        return "", ""
    rest = text[: match.start()] + " " + text[match.end() :]
    return " ".join(rest.split()).strip(" ,;"), f"T{hour:02}:{minute:02}"


def _read(text: str, base: datetime, language: str) -> DateData | None:
    try:
        found = _parser(language, base).get_date_data(text)
    except (OverflowError, ValueError):
        return None
    return found if found.date_obj is not None and _is_sure(text, found) else None


def _is_sure(text: str, found: DateData) -> bool:
    """A word of two letters (``so``, ``do``) or a mere time of day is no date."""
    return found.period != "time" and (len(text) > 2 or bool(re.search(r"\d", text)))


def _value(found: DateData, clock: str = "") -> str:
    day = found.date_obj
    if day is None:
        raise UnanchoredError("It cannot be read.")
    match found.period:
        case "year":
            return f"{day.year:04}"
        case "month":
            return f"{day.year:04}-{day.month:02}"
        case "week":
            year, week, _ = day.isocalendar()
            return f"{year:04}-W{week:02}"
    return f"{day.year:04}-{day.month:02}-{day.day:02}{clock}"


@lru_cache(maxsize=64)
def _parser(language: str, base: datetime) -> Any:
    from dateparser.date import DateDataParser  # late: it takes a tenth of a second

    settings = {
        "RELATIVE_BASE": base,
        "PREFER_DATES_FROM": "past",
        "PREFER_DAY_OF_MONTH": "first",
        "PREFER_MONTH_OF_YEAR": "first",
        "RETURN_AS_TIMEZONE_AWARE": False,
        "TIMEZONE": "UTC",
        "TO_TIMEZONE": "UTC",
        "PARSERS": ["relative-time", "absolute-time"],
        "NORMALIZE": True,
    }
    return DateDataParser(languages=[language], settings=settings)
