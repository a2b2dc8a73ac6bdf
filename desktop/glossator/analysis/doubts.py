"""What is odd, each in its line of the text, as a person goes through it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from glossator.analysis.concordance import Line, of_spans
from glossator.core.annotations import AnnotationSet, Mention, Relation
from glossator.core.review import Oddity
from glossator.core.spans import Span, hull


class Doubt(NamedTuple):
    """An oddity of the document with id ``document``, called ``name``, in its ``line``."""

    document: int
    name: str
    oddity: Oddity
    line: Line

    @property
    def key(self) -> tuple[int, str, int]:
        """What it is known by: its record and its kind."""
        return self.document, self.oddity.kind, self.oddity.record.id


def doubts(annotations: AnnotationSet, found: Iterable[Oddity]) -> Iterator[Doubt]:
    """Each oddity of a document in its line."""
    document = annotations.document
    for oddity in found:
        span = _span(annotations, oddity.record)
        (line,) = of_spans(document.id, annotations.text, [span])
        yield Doubt(document.id, document.name, oddity, line._replace(record=oddity.record.id))


def _span(annotations: AnnotationSet, record: Mention | Relation) -> Span:
    """Where a record stands, as far as the text reaches: of a relation the stretch over its ends."""
    if isinstance(record, Mention):
        fragments = record.fragments
    else:
        held = (annotations.mentions.get(each) for each in record.mentions())
        fragments = tuple(span for each in held if each is not None for span in each.fragments)
    length = len(annotations.text)
    if not fragments:
        return Span(0, 0)
    whole = hull(fragments)
    return Span(min(whole.start, length), min(whole.end, length))
