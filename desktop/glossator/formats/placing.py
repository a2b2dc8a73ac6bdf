"""Where mentions may stand in a file: in one piece, from word to word, and the longer one of two that meet."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import replace

from glossator.core.annotations import AnnotationSet, Mention
from glossator.core.documents import Document
from glossator.core.spans import Fragments, Span, hull
from glossator.formats.carries import Carries
from glossator.formats.reducing import Tell

_WORD = re.compile(r"\w")


def placed(mentions: list[Mention], document: Document, text: str, can: Carries, tell: Tell) -> list[Mention]:
    """The mentions of a document where a format ``can`` have them; what that changes is told with its rule."""
    if not can.spans:
        tell("mentions", len(mentions), "written as what they name, without the text and their places")
        return mentions
    if not can.discontinuous:
        how = ("mentions in pieces", "written as one span from the first piece to the last")
        mentions = _each(mentions, lambda each: (hull(each.fragments),), tell, how)
    if can.tokens:
        how = ("mentions that begin or end within a word", "widened to whole words")
        mentions = _each(
            mentions, lambda each: tuple(_on_words(text, *one) for one in each.fragments), tell, how
        )
    if can.nested and can.crossing and can.same_span:
        return mentions
    return _flat(mentions, AnnotationSet(document, text), can, tell)


def _each(
    mentions: list[Mention], places: Callable[[Mention], Fragments], tell: Tell, how: tuple[str, str]
) -> list[Mention]:
    """The mentions at ``places``; ``how`` tells what those are that stood elsewhere, and what became of them."""
    made = [
        each if (place := places(each)) == each.fragments else replace(each, fragments=place)
        for each in mentions
    ]
    tell(how[0], sum(one is not other for one, other in zip(mentions, made, strict=True)), how[1])
    return made


def _flat(mentions: Iterable[Mention], kept: AnnotationSet, can: Carries, tell: Tell) -> list[Mention]:
    """Leave out what the format cannot have beside others: of two that overlap the longer one stays."""
    lost = Counter[str]()
    for each in sorted(mentions, key=lambda one: (-one.length, one.start, one.id)):
        near = kept.within(hull(each.fragments))
        how = next((found for other in near if (found := _clash(each, other, can))), "")
        if how:
            lost[how] += 1
        else:
            kept.put_mention(each)
    for how, count in sorted(lost.items()):
        tell(how, count, "left out; the longer one stays")
    return list(kept.in_order())


def _clash(one: Mention, other: Mention, can: Carries) -> str:
    """How two mentions stand to one another that the format cannot have."""
    a, b = hull(one.fragments), hull(other.fragments)
    if not a.overlaps(b):
        return ""
    if a == b:
        return "" if can.same_span else "mentions on the same span"
    if a.crosses(b):
        return "" if can.crossing else "mentions across others"
    return "" if can.nested else "mentions within others"


def _on_words(text: str, start: int, end: int) -> Span:
    """The span widened until it no longer begins or ends within a word."""
    while start > 0 and _WORD.match(text[start]) and _WORD.match(text[start - 1]):
        start -= 1
    while end < len(text) and _WORD.match(text[end - 1]) and _WORD.match(text[end]):
        end += 1
    return Span(start, end)
