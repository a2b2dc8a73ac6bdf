"""What an expression of time in a text may mean: proposed with the reason, and never set by itself."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from glossator.core import dates
from glossator.normalising import english, guesses
from glossator.normalising.anchors import Base, Found, UnanchoredError
from glossator.normalising.guesses import LANGUAGES

__all__ = ["LANGUAGES", "Proposal", "Reading", "read"]

_MOST = 4


class Proposal(NamedTuple):
    """A value for an expression: of ISO 8601 or TIMEX3 (``PRESENT_REF``, ``P3W``), with its TIMEX3 modifier, how
    exactly it is known (empty for what is no date), and why, in words.
    """

    value: str
    mod: str
    precision: str
    why: str

    @property
    def as_date(self) -> str:
        """The value for an attribute that holds a date: a modifier becomes the mark of EDTF, or an open range; empty
        where it is no date.
        """
        when = dates.read(self.value)
        if when is None:
            return ""
        if when.is_range or "/" in self.value:
            return self.value
        if self.mod in {"BEFORE", "ON_OR_BEFORE"}:
            return f"../{self.value}"
        if self.mod in {"AFTER", "ON_OR_AFTER"}:
            return f"{self.value}/.."
        return f"{self.value}~" if self.mod == "APPROX" else self.value


class Reading(NamedTuple):
    """What came of reading an expression: proposals, the likeliest first, or why there is none, in a sentence."""

    proposals: tuple[Proposal, ...]
    why_none: str = ""


def read(expression: str, published: str, languages: Sequence[str] = LANGUAGES) -> Reading:
    """What ``expression`` may mean in a document that was ``published`` then (ISO 8601; empty: unknown).

    English is read by rules of our own; other languages by dateparser, as far as it does not have to guess.
    """
    base = Base(published)
    try:
        found = english.readings(expression, base) if "en" in languages else []
        found = found or guesses.readings(expression, base, languages)
    except UnanchoredError as why:
        return Reading((), str(why))
    if not found:
        return Reading((), "What time is meant cannot be read from these words.")
    unique: dict[tuple[str, str], Found] = {}
    for each in found:
        unique.setdefault((each.value, each.mod), each)
    return Reading(tuple(_proposal(each) for each in list(unique.values())[:_MOST]))


def _proposal(found: Found) -> Proposal:
    when = dates.read(found.value)
    return Proposal(found.value, found.mod, when.precision if when is not None else "", found.why)
