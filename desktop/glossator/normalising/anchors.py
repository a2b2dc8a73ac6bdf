"""What a relative expression is reckoned from: the date of the document, as far as it is known."""

from __future__ import annotations

import math
import re
from typing import NamedTuple

from glossator.core import dates

_RELATIVE = "relative to the document's date"


class Found(NamedTuple):
    """What an expression may mean: a value of ISO 8601 or TIMEX3, the TIMEX3 modifier, and why, in words."""

    value: str
    why: str
    mod: str = ""

    @property
    def is_reckoned(self) -> bool:
        """It is reckoned from the date of the document."""
        return self.why.startswith(_RELATIVE)


MINUTES = 24 * 60
"""Minutes of a day."""
_CLOCK = re.compile(
    r"\d{4}-\d\d-\d\dT(?P<hour>\d\d):(?P<minute>\d\d)(?::\d\d(?:\.\d+)?)?(?P<zone>Z|[+-]\d\d:\d\d)?"
)


class UnanchoredError(Exception):
    """The expression is relative, and the date of the document does not say enough; the text says why."""


class Anchor(NamedTuple):
    """The date of a document: as ``written``, and what is known of it (0 where a month or a day is not)."""

    written: str
    year: int
    month: int = 0
    day: int = 0

    @property
    def number(self) -> int:
        """The day, as :func:`glossator.core.dates.day_number` counts them."""
        return dates.day_number(self.year, self.month, self.day)


class Base:
    """Hands out the date of the document to rules, each of which asks for as much of it as it needs."""

    def __init__(self, published: str) -> None:
        self._anchor = anchor(published)

    def year(self) -> int:
        """Its year."""
        return self._known().year

    def month(self) -> tuple[int, int]:
        """Its year and month."""
        known = self._known()
        if not known.month:
            raise UnanchoredError(f"The document's date, {known.written}, does not say the month.")
        return known.year, known.month

    def day(self) -> int:
        """Its day, as a day number."""
        known = self._known()
        if not known.day:
            raise UnanchoredError(f"The document's date, {known.written}, does not say the day.")
        return known.number

    def minute(self) -> tuple[int, str]:
        """Its minute, counted from where day numbers are, and the time zone as it is written (empty: none is)."""
        clock = _CLOCK.fullmatch(self._known().written)
        if clock is None:
            raise UnanchoredError(
                f"It is less than a day away, and the document's date, {self._known().written}, does not say the hour."
            )
        at = self.day() * MINUTES + int(clock["hour"]) * 60 + int(clock["minute"])
        return at, clock["zone"] or ""

    def why(self, said: str = "") -> str:
        """Why a value is proposed that was reckoned from the document's date."""
        told = f"{_RELATIVE}, {self._known().written}"
        return f"{told}: {said}" if said else told

    def _known(self) -> Anchor:
        if self._anchor is None:
            raise UnanchoredError("It is relative, and the document has no date.")
        return self._anchor


def anchor(published: str) -> Anchor | None:
    """The date of a document; ``None`` where it has none that can be reckoned from."""
    when = dates.read(published.strip())
    if when is None or when.is_range or not math.isfinite(when.start):
        return None
    year, month, day = dates.calendar_day(math.floor(when.start))
    match when.precision:
        case "day" | "moment":
            if when.precision == "moment" and len(published.strip()) >= 10:
                year, month, day = (int(each) for each in published.strip()[:10].split("-"))
            return Anchor(published.strip(), year, month, day)
        case "month":
            return Anchor(published.strip(), year, month)
        case "year":
            return Anchor(published.strip(), year)
    return None
