"""A text brought to the form in which words alone can give it back: a blank between words, a line per line."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import replace

from glossator.core.annotations import AnnotationSet, Mention
from glossator.core.documents import digest_of
from glossator.core.spans import Span, quote

_WORD = re.compile(r"\w+|[^\w\s]")


def words_of(text: str) -> Iterator[Span]:
    """Words: runs of letters and digits, and every other sign that can be seen by itself."""
    return (Span(*found.span()) for found in _WORD.finditer(text))


def respaced(annotations: AnnotationSet) -> tuple[AnnotationSet, int]:
    """A document with one blank between its words, or one line end where it had any outside of mentions, and
    its mentions where their words stand; and how many mentions were on no word, and so are none any more.
    """
    text = annotations.text
    words = list(words_of(text))
    joined = _Inside(annotations)
    pieces: list[str] = []
    places: list[int] = []  # where each word begins in the new text
    at = last = 0
    for word in words:
        is_end = "\n" in text[last : word.start] and not joined.holds(last)
        gap = ("\n" if is_end else " ") if pieces else ""
        pieces += [gap, word.slice(text)]
        places.append(at + len(gap))
        at += len(gap) + word.length
        last = word.end
    made = "".join(pieces)
    starts, ends = [word.start for word in words], [word.end for word in words]

    def moved(mention: Mention) -> Mention | None:
        first = bisect_left(ends, mention.start + 1)
        behind = bisect_left(starts, mention.end)
        if first >= behind:
            return None
        span = Span(places[first], places[behind - 1] + words[behind - 1].length)
        return replace(mention, fragments=(span,), quote=quote((span,), made))

    kept = [moved(each) for each in annotations.in_order()]
    document = replace(annotations.document, length=len(made), digest=digest_of(made))
    mentions = [each for each in kept if each is not None]
    return AnnotationSet(document, made, mentions), len(kept) - len(mentions)


class _Inside:
    """Which offsets lie within a mention, behind its beginning."""

    def __init__(self, annotations: AnnotationSet) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []
        for each in annotations.in_order():
            if not self._ends or each.end > self._ends[-1]:
                self._starts.append(each.start)
                self._ends.append(each.end)

    def holds(self, offset: int) -> bool:
        """Some mention begins before ``offset`` and ends behind it."""
        at = bisect_left(self._ends, offset + 1)
        return at < len(self._ends) and self._starts[at] < offset
