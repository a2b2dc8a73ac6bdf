"""Expressions around others: parts ("early May"), sides ("before 2019"), ranges ("3 to 5 June"), clock times."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from glossator.core import dates
from glossator.normalising.anchors import Base, Found
from glossator.normalising.wording import MONTHS

Read = Callable[[str, Base], list[Found]]

_MONTH = "|".join(MONTHS)
_NEXT = "the next one"
_PARTS = (
    (
        re.compile(
            r"(?:the )?(?:early|start of|beginning of|outset of|early in|early part of)(?: the)?[ -](.+)"
        ),
        "START",
    ),
    (re.compile(r"(?:the )?(?:mid|middle of|midst of)(?: the)?[ -](.+)"), "MID"),
    (re.compile(r"(?:the )?(?:late|end of|late in|close of|later part of)(?: the)?[ -](.+)"), "END"),
    (re.compile(r"(?:about|around|circa|c\.|ca\.|approximately|roughly) (.+)"), "APPROX"),
    (re.compile(r"(?:before|prior to) (.+)"), "BEFORE"),
    (re.compile(r"(?:after|following) (.+)"), "AFTER"),
    (re.compile(r"(?:by|no later than) (.+)"), "ON_OR_BEFORE"),
    (re.compile(r"(?:no earlier than) (.+)"), "ON_OR_AFTER"),
)
_SINCE = re.compile(r"(?:ever )?(?:since|from) (.+?)(?: on(?:wards?)?)?")
_UNTIL = re.compile(r"(?:until|till|up to|through) (.+)")
_RANGES = (
    re.compile(r"between (.+) and (.+)"),
    re.compile(r"from (.+) (?:to|until|till|through) (.+)"),
    re.compile(r"(.+?) (?:to|until|through|-) (.+)"),
    re.compile(
        rf"((?:{_MONTH})\.? \d{{1,2}}|\d{{1,2}}|\d{{4}})-(\d{{1,4}}(?: (?:{_MONTH})\.?)?(?:,? \d{{4}})?)"
    ),
)
_CLOCK = re.compile(
    r"(?:at )?(?P<hour>\d{1,2})(?:[:.](?P<minute>\d\d))? ?(?P<half>[ap])?\.?(?(half)m\.?|(?(minute)|\Z\A))"
    r"(?: [a-z]{3,4})?,? (?:on |of )?(?P<rest>.+)"
)
_MERGED = re.compile(
    r"(?P<rest>.+?),? at (?P<hour>\d{1,2})(?:[:.](?P<minute>\d\d))? ?(?:(?P<half>[ap])\.?m\.?)?"
)
_LONGEST = 300  # days
_DATED = re.compile(r"\d{4}-\d\d-\d\d")
_MONTH_AND_YEAR = re.compile(rf".*?((?:{_MONTH})\.?)?(?:,? (\d{{4}}))?")


def readings(text: str, base: Base, read: Read) -> list[Found]:
    """What an expression means that stands around another one, which ``read`` reads."""
    for found in (
        _ranges(text, base, read),
        _open(text, base, read),
        _parts(text, base, read),
        _clock(text, base, read),
    ):
        if made := list(found):
            return made
    return []


def _parts(text: str, base: Base, read: Read) -> Iterator[Found]:
    for pattern, mod in _PARTS:
        if match := pattern.fullmatch(text):
            for found in read(match[1], base):
                if not found.mod and dates.read(found.value) is not None:
                    yield found._replace(mod=mod)
            return


def _open(text: str, base: Base, read: Read) -> Iterator[Found]:
    for pattern, form in ((_SINCE, "{}/.."), (_UNTIL, "../{}")):
        if match := pattern.fullmatch(text):
            inner = read(match[1], base)
            past = [each for each in inner if _NEXT not in each.why]
            for found in past if form == "{}/.." and past else inner:
                value = form.format(found.value)
                if dates.read(value) is not None:
                    yield found._replace(value=value)
            return


def _ranges(text: str, base: Base, read: Read) -> Iterator[Found]:
    for pattern in _RANGES:
        match = pattern.fullmatch(text)
        if match is None:
            continue
        for first, second in _completed(match[1], match[2]):
            made = list(_joined(read(first, base), read(second, base)))
            if made:
                yield from made
                return


def _completed(first: str, second: str) -> Iterator[tuple[str, str]]:
    """The two ends of a range, each with what stands only at the other: "3", "5 June" and "June 3", "5"."""
    said = _MONTH_AND_YEAR.fullmatch(second)
    month, year = (said[1] or "", said[2] or "") if said else ("", "")
    if first.isdigit() and len(first) <= 2 and month:
        yield " ".join(filter(None, (first, month, year))), second
        return
    of_first = re.match(rf"({_MONTH})\.? \d{{1,2}}$", first)
    if of_first and re.fullmatch(r"\d{1,2}(?:,? \d{4})?", second):
        yield (f"{first}, {year}" if year else first), f"{of_first[1]} {second}"
        return
    if first.isdigit() and len(first) == 4 and second.isdigit() and len(second) == 2:
        yield first, first[:2] + second
        return
    if year and not re.search(r"\d{4}", first):
        yield f"{first} {year}", second
    yield first, second


def _joined(begins: list[Found], ends: list[Found]) -> Iterator[Found]:
    """The ranges that two ends make, the likeliest first."""
    made: dict[str, Found] = {}
    for begin in begins:
        for end in ends:
            value = f"{begin.value}/{end.value}"
            if (
                not {"/"} & {*begin.value, *end.value}
                and not begin.mod + end.mod
                and _is_stretch(value, begin, end)
            ):
                made.setdefault(value, Found(value, begin.why if begin.why == end.why else _both(begin, end)))
    together = [each for value, each in made.items() if each.why in {found.why for found in begins}]
    yield from together or made.values()


def _is_stretch(value: str, begin: Found, end: Found) -> bool:
    """The end comes after the beginning.  Days that say no year do not run on into the next one for most of it: who
    writes "5 to 3 June" has made a slip, and which of the two is wrong cannot be read from it.
    """
    when = dates.read(value)
    if when is None:
        return False
    are_days = bool(_DATED.fullmatch(begin.value) and _DATED.fullmatch(end.value))
    is_reckoned = begin.is_reckoned and end.is_reckoned
    return not (are_days and is_reckoned and when.end - when.start > _LONGEST)


def _both(begin: Found, end: Found) -> str:
    shared = begin.why.partition(":")[0]
    return f"{shared}: each end" if shared == end.why.partition(":")[0] else end.why


def _clock(text: str, base: Base, read: Read) -> Iterator[Found]:
    match = _CLOCK.fullmatch(text) or _MERGED.fullmatch(text)
    if match is None or not (match["half"] or match["minute"]):
        return
    hour, minute = int(match["hour"]), int(match["minute"] or 0)
    if match["half"]:
        if not 1 <= hour <= 12:
            return
        hour = hour % 12 + (12 if match["half"] == "p" else 0)
    for found in read(match["rest"], base):
        value = f"{found.value}T{hour:02}:{minute:02}"
        if _DATED.fullmatch(found.value) and not found.mod and dates.read(value) is not None:
            yield found._replace(value=value)
