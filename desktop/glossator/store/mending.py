"""Texts and mentions of a damaged project, mended by one another: a quotation is a piece of the text, and a text knows
what stands at each place.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from glossator.core import spans
from glossator.core.annotations import Mention
from glossator.core.spans import Span

MISSING = "\N{REPLACEMENT CHARACTER}"
"""What stands for each character of a text that nobody knows any more."""

_BETWEEN = " … "


def patched(text: str, mentions: Iterable[Mention]) -> str:
    """``text`` with what its mentions quote where they quote it."""
    letters = list(text)
    for mention in mentions:
        for span, piece in _pieces(mention):
            if span.start >= 0 and span.end <= len(letters):
                letters[span.start : span.end] = piece
    return "".join(letters)


def rebuilt(length: int, begins: bytes, mentions: Sequence[Mention]) -> str:
    """A text of ``length`` characters of which only the beginning and the quotations are left."""
    longest = max((mention.end for mention in mentions), default=0)
    wanted = length if 0 < length <= max(longest, len(begins)) + (1 << 24) else longest
    head = begins.decode(errors="replace")[:wanted]
    return patched(head.ljust(wanted, MISSING), mentions)


def fits(mention: Mention, text: str) -> bool:
    """Whether the mention quotes what stands in ``text`` at its place."""
    last = 0
    for span in mention.fragments:
        if not last <= span.start <= span.end:
            return False
        last = span.end
    return (
        bool(mention.fragments)
        and last <= len(text)
        and spans.quote(mention.fragments, text) == mention.quote
    )


def mended(mention: Mention, text: str) -> Mention | None:
    """The mention as it must have been, by a text that is whole; ``None`` where that cannot be told for sure."""
    quote = mention.quote
    if len(mention.fragments) == 1 and quote:
        start, end = mention.fragments[0]
        for span in (Span(start, start + len(quote)), Span(end - len(quote), end)):
            if span.start >= 0 and span.slice(text) == quote:  # one of its ends was damaged
                return replace(mention, fragments=(span,))
    if mention.fragments and mention.end <= len(text) and mention.start >= 0:
        stands = spans.quote(mention.fragments, text)
        alike = sum(a == b for a, b in zip(stands, quote, strict=False))
        if len(stands) == len(quote) and alike * 2 > len(quote):  # a letter or two of the quotation were
            found = replace(mention, quote=stands)
            return found if fits(found, text) else None
    return None


def _pieces(mention: Mention) -> Iterator[tuple[Span, str]]:
    count = len(mention.fragments)
    parts = [mention.quote] if count == 1 else mention.quote.split(_BETWEEN)
    if len(parts) == count:
        for span, piece in zip(mention.fragments, parts, strict=True):
            if span.length == len(piece):
                yield span, piece
