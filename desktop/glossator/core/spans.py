"""Stretches of a text, counted in Unicode code points, end exclusive.

>>> Span(4, 10).slice("The Russian navy")
'Russia'
>>> Span(4, 10).overlaps(Span(9, 12)), Span(4, 10).overlaps(Span(10, 12))
(True, False)
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from glossator.core.errors import Refused


class Span(NamedTuple):
    """A half-open stretch ``[start, end)`` of a text, in code points."""

    start: int
    end: int

    @property
    def length(self) -> int:
        """How many code points."""
        return self.end - self.start

    @property
    def is_empty(self) -> bool:
        """Holds no character."""
        return self.end <= self.start

    def slice(self, text: str) -> str:
        """The characters of ``text`` under this span."""
        return text[self.start : self.end]

    def overlaps(self, other: Span) -> bool:
        """Shares at least one character with ``other``."""
        return self.start < other.end and other.start < self.end

    def contains(self, other: Span) -> bool:
        """Holds every character of ``other`` (equal spans contain each other)."""
        return self.start <= other.start and other.end <= self.end

    def crosses(self, other: Span) -> bool:
        """Overlaps ``other`` although neither contains the other."""
        return self.overlaps(other) and not self.contains(other) and not other.contains(self)

    def holds(self, offset: int) -> bool:
        """The character at ``offset`` lies inside."""
        return self.start <= offset < self.end


Fragments = tuple[Span, ...]
"""What a mention covers: one span, or several that ascend and neither overlap nor touch."""


def hull(fragments: Iterable[Span]) -> Span:
    """The smallest span that contains all of ``fragments`` (at least one)."""
    spans = tuple(fragments)
    return Span(min(span.start for span in spans), max(span.end for span in spans))


def normalise(spans: Iterable[Span]) -> Fragments:
    """``spans`` in order, with overlapping and touching ones joined and empty ones left out."""
    joined: list[Span] = []
    for span in sorted(span for span in spans if not span.is_empty):
        if joined and span.start <= joined[-1].end:
            joined[-1] = Span(joined[-1].start, max(joined[-1].end, span.end))
        else:
            joined.append(span)
    return tuple(joined)


def checked(fragments: Iterable[Span], length: int) -> Fragments:
    """``fragments`` normalised for a text of ``length`` code points; :class:`Refused` when they do not fit it."""
    found = normalise(fragments)
    if not found:
        raise Refused("There is no text in this selection, so there is nothing to tag.")
    for span in found:
        if span.start < 0 or span.end > length:
            raise Refused(
                f"The span {span.start}–{span.end} reaches beyond the text, which has {length} characters."
            )
    return found


def quote(fragments: Iterable[Span], text: str) -> str:
    """The text under ``fragments``; what lies between two of them is written as an ellipsis in spaces."""
    return " … ".join(span.slice(text) for span in fragments)


def trim(span: Span, text: str) -> Span:
    """``span`` without the white space at its ends (an empty span at its start when nothing is left)."""
    start, end = span
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end)
