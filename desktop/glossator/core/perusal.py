"""What of a text was read: stretches that stood in the window for a while, by whom, as a project remembers them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from glossator.core.spans import Fragments, Span, normalise

Perused = Mapping[str, Fragments]
"""Person → stretches of a text."""
PREFIX = "read/"
"""How the names begin under which projects remember it; the id of the document follows."""
_SHARE = 0.5


def name_of(document: int) -> str:
    """The name under which a project remembers what of a document was read."""
    return f"{PREFIX}{document}"


def from_plain(plain: object, length: int) -> Perused:
    """Out of JSON, for a text of ``length`` code points; what makes no sense is left out, as nothing hangs on it."""
    if not isinstance(plain, dict):
        return {}
    return {str(person): found for person, held in plain.items() if (found := _spans(held, length))}


def as_plain(perused: Perused) -> dict[str, Any]:
    """As JSON can hold it."""
    return {person: [list(span) for span in spans] for person, spans in perused.items()}


def with_more(perused: Perused, person: str, span: Span) -> Perused:
    """Somebody read ``span`` as well."""
    return {**perused, person: normalise([*perused.get(person, ()), span])}


def of(perused: Perused, persons: Collection[str] = ()) -> Fragments:
    """What any of these persons read; without any named, what anybody did."""
    return normalise(
        span for person, spans in perused.items() if not persons or person in persons for span in spans
    )


def characters(read: Fragments) -> int:
    """How many characters were read."""
    return sum(span.length for span in read)


def is_read(sentence: Span, read: Fragments) -> bool:
    """At least half of a sentence was read."""
    held = sum(
        min(span.end, sentence.end) - max(span.start, sentence.start)
        for span in read
        if span.overlaps(sentence)
    )
    return held > 0 and held >= _SHARE * sentence.length


def _spans(held: object, length: int) -> Fragments:
    if not isinstance(held, list):
        return ()
    pairs = [each for each in held if isinstance(each, list) and len(each) == 2]
    return normalise(
        Span(max(0, start), min(end, length))
        for start, end in pairs
        if isinstance(start, int) and isinstance(end, int)
    )
