"""Rules for English expressions of time: each reads one form, and says nothing where another may be meant."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from glossator.core import dates
from glossator.normalising import relative, spans
from glossator.normalising.anchors import Base, Found
from glossator.normalising.wording import (
    DAYS,
    FUTURE,
    MONTHS,
    PAST,
    PRESENT,
    SEASONS,
    SETS,
    TENS,
    ordinal_of,
)

AS_WRITTEN = "as it is written"
_MONTH = rf"(?P<month>{'|'.join(MONTHS)})\.?"
_WEEKDAY = rf"(?:(?P<weekday>{'|'.join(DAYS)})\.?,? )?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?:,? (?:of )?(?P<year>\d{4}))"
_SEASON = rf"(?P<season>{'|'.join(SEASONS)})"
_ORDINAL = r"(?P<ordinal>\d{1,2}(?:st|nd|rd|th)|[a-z]+(?:-first)?)"
_LEADING = re.compile(
    r"^(?:as of|on|in|during|at|over|within|through|throughout|of|by the time of|the|this past)\s+"
)

Rule = Callable[[re.Match[str], Base], Iterable[Found]]


def readings(expression: str, base: Base) -> list[Found]:
    """What an expression may mean, the likeliest first; none where no rule reads it.

    :class:`~glossator.normalising.anchors.UnanchoredError` where it is relative and the document's date is not known.
    """
    text = tidy(expression)
    while text:
        for pattern, rule in _RULES:
            if (match := pattern.fullmatch(text)) and (found := list(rule(match, base))):
                return found
        if wider := spans.readings(text, base, readings):
            return wider
        shorter = _LEADING.sub("", text)
        if shorter == text:
            break
        text = shorter
    return []


def tidy(expression: str) -> str:
    """An expression as the rules compare it: lower case, single blanks, one kind of dash and quote."""
    text = re.sub(r"[\u2010-\u2015\u2212]", "-", expression.casefold()).replace(
        "\N{RIGHT SINGLE QUOTATION MARK}", "'"
    )
    text = re.sub(r"\s+([,.])", r"\1", " ".join(text.split()))
    return text.strip(' ,;:()[]"').removesuffix("'s")


# --- dates that say all -----------------------------------------------------------------------------------------------


def _written(match: re.Match[str], _: Base) -> Iterable[Found]:
    if dates.read(match[0].upper()) is not None and (len(match[0]) > 3 or "x" in match[0]):
        yield Found(match[0].upper(), AS_WRITTEN)


def _whole_day(match: re.Match[str], base: Base) -> Iterable[Found]:
    month, day = MONTHS[match["month"]], int(match["day"])
    if match["year"] is None:
        yield from relative.day_of_year(month, day, match["weekday"], base)
        return
    value = f"{match['year']}-{month:02}-{day:02}"
    when = dates.read(value)
    if when is None:
        return
    said = match["weekday"]
    is_other = said is not None and dates.weekday(round(when.start)) != DAYS[said]
    yield Found(value, f"{AS_WRITTEN}, although that is no {said.capitalize()}" if is_other else AS_WRITTEN)


def _month(match: re.Match[str], base: Base) -> Iterable[Found]:
    number = MONTHS[match["month"]]
    if match["year"] is None:
        return relative.month_of_year(number, base)
    return [Found(f"{match['year']}-{number:02}", AS_WRITTEN)]


def _numbers(match: re.Match[str], _: Base) -> Iterable[Found]:
    """Days with slashes or points: which number is the day is not told where both may be."""
    first, second, year = int(match["first"]), int(match["second"]), match["year"]
    years = [year] if len(year) == 4 else [f"20{year}", f"19{year}"]
    ways = [("day first", first, second)]
    if match["sign"] == "/":
        ways.append(("month first", second, first))
    for full in years:
        found: dict[str, str] = {}
        for how, day, month in ways:
            value = f"{full}-{month:02}-{day:02}"
            if month <= 12 and dates.read(value) is not None:
                found.setdefault(value, how)
        for value, how in found.items():
            said = AS_WRITTEN if len(found) == 1 else how
            yield Found(value, said if len(year) == 4 else f"{said}, in the year {full}")


def _season(match: re.Match[str], base: Base) -> Iterable[Found]:
    if match["year"] is None:
        return relative.season(SEASONS[match["season"]], base)
    return [Found(f"{match['year']}-{SEASONS[match['season']]}", AS_WRITTEN)]


def _part_of_year(match: re.Match[str], base: Base) -> Iterable[Found]:
    number = ordinal_of(match["ordinal"])
    letter, most = ("Q", 4) if match["part"] == "quarter" else ("H", 2)
    if number is None or not 1 <= number <= most:
        return
    if match["year"] is not None:
        yield Found(f"{match['year']}-{letter}{number}", AS_WRITTEN)
    else:
        yield Found(f"{base.year()}-{letter}{number}", base.why("of the same year"))


def _short_part(match: re.Match[str], _: Base) -> Iterable[Found]:
    yield Found(f"{match['year']}-{match['part'].upper()}", AS_WRITTEN)


def _decade(match: re.Match[str], _: Base) -> Iterable[Found]:
    yield Found(f"{match['digits']}X", AS_WRITTEN)


def _short_decade(match: re.Match[str], _: Base) -> Iterable[Found]:
    tens = TENS[match["name"]] if match["name"] else int(match["digit"]) * 10
    yield Found(f"19{tens // 10}X", "of the twentieth century")
    if tens <= 20:
        yield Found(f"20{tens // 10}X", "of the twenty-first century")


def _century(match: re.Match[str], _: Base) -> Iterable[Found]:
    number = ordinal_of(match["ordinal"])
    if number is not None and 1 <= number <= 100 and match["era"] in {None, "ad", "ce"}:
        yield Found(f"{number - 1:02}XX", f"{AS_WRITTEN}: the years from {number * 100 - 100}")


def _era(match: re.Match[str], _: Base) -> Iterable[Found]:
    year = int(match["after"] or match["before"])
    if match["behind"] in {"bc", "bce"}:
        yield Found(dates.written_year(1 - year), f"{AS_WRITTEN}: ISO 8601 has a year 0, which is 1 BC")
    elif year:
        yield Found(dates.written_year(year), AS_WRITTEN)


# --- what is no date --------------------------------------------------------------------------------------------------


def _words(match: re.Match[str], _: Base) -> Iterable[Found]:
    text = match[0]
    for words, value, said in (
        (PRESENT, "PRESENT_REF", "the present of the text"),
        (PAST, "PAST_REF", "some time before the text"),
        (FUTURE, "FUTURE_REF", "some time after the text"),
    ):
        if text in words:
            yield Found(value, said)
    if text in SETS:
        yield Found(SETS[text], "a time that comes again")


_RULES: tuple[tuple[re.Pattern[str], Rule], ...] = tuple(
    (re.compile(pattern), rule)
    for pattern, rule in (
        (r"[-\dtwqhspufaix:.+z/~?%]+", _written),
        (r"[a-z ]+", _words),
        (rf"{_WEEKDAY}{_DAY} (?:of )?{_MONTH}{_YEAR}?", _whole_day),
        (rf"{_WEEKDAY}(?:the )?{_MONTH} (?:the )?{_DAY}{_YEAR}?", _whole_day),
        (rf"(?:the )?(?:month of )?{_MONTH}{_YEAR}?", _month),
        (r"(?P<first>\d{1,2})(?P<sign>[/.])(?P<second>\d{1,2})(?P=sign)(?P<year>\d{4}|\d\d)", _numbers),
        (rf"(?:the )?{_SEASON}{_YEAR}?", _season),
        (rf"(?:the )?{_ORDINAL}[ -](?P<part>quarter|half){_YEAR}?", _part_of_year),
        (r"(?P<part>[qh]\d) (?P<year>\d{4})", _short_part),
        (r"(?:the )?(?:year )?(?P<year>\d{4})(?P<part>q[1-4]|h[12])", _short_part),
        (r"(?:the )?year (?P<after>\d{4})(?P<before>)(?P<behind>)", _era),
        (r"(?:the )?(?P<digits>\d{3})0'?s", _decade),
        (rf"(?:the )?(?:'?(?P<digit>[2-9])0'?s|(?P<name>{'|'.join(TENS)}))", _short_decade),
        (rf"(?:the )?{_ORDINAL}[ -]century(?: (?P<era>ad|ce|bc|bce))?", _century),
        (r"(?:ad (?P<after>\d{1,4})|(?P<before>\d{1,6}) (?P<behind>ad|ce|bc|bce))", _era),
        *relative.RULES,
    )
)
