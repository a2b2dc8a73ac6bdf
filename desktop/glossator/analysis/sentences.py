"""The sentences behind a mark of a view: where it is said, with what is meant marked in it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import groupby
from typing import NamedTuple

from glossator.core.annotations import Mention, Relation
from glossator.core.spans import Span, hull
from glossator.core.tokens import sentence_at

GAP = " … "
"""What stands between two sentences that do not follow each other."""


class Sentence(NamedTuple):
    """A place that bears something out.

    ``span`` is the stretch of the document that holds it, ``text`` what is read there (one sentence, or those of the
    ends of a relation with :data:`GAP` between them), ``hits`` the stretches of ``text`` that are meant, ``records``
    the ids of the mentions or relations.
    """

    document: int
    span: Span
    text: str
    hits: tuple[Span, ...]
    records: tuple[int, ...]


class _Behind(NamedTuple):
    """A record with the stretches of the text that it stands on."""

    record: int
    document: int
    spans: tuple[Span, ...]


def behind_mentions(mentions: Iterable[Mention], text_of: Callable[[int], str]) -> list[Sentence]:
    """The sentences with ``mentions``, each once, by document in the given order and by place.

    ``text_of`` is asked once for each run of mentions of one document.
    """
    return _sentences((_Behind(each.id, each.document, each.fragments) for each in mentions), text_of)


def behind_relations(
    relations: Iterable[Relation], mentions: Mapping[int, Mention], text_of: Callable[[int], str]
) -> list[Sentence]:
    """The sentences with the ends of ``relations``, as far as they are among ``mentions``.

    An end that is itself a relation is not followed.
    """
    behind = []
    for each in relations:
        spans = [span for end in each.mentions() if end in mentions for span in mentions[end].fragments]
        if spans:
            behind.append(_Behind(each.id, each.document, tuple(sorted(set(spans)))))
    return _sentences(behind, text_of)


def _sentences(behind: Iterable[_Behind], text_of: Callable[[int], str]) -> list[Sentence]:
    found: list[Sentence] = []
    for document, group in groupby(behind, key=lambda each: each.document):
        found += _of_document(document, text_of(document), group)
    return found


def _of_document(document: int, text: str, behind: Iterable[_Behind]) -> Iterator[Sentence]:
    places: dict[tuple[Span, ...], list[_Behind]] = {}
    for each in behind:
        places.setdefault(_sentences_around(text, each.spans), []).append(each)
    for sentences in sorted(places):
        held = places[sentences]
        meant = sorted({span for each in held for span in each.spans})
        yield Sentence(
            document,
            hull(sentences),
            GAP.join(each.slice(text) for each in sentences),
            tuple(_moved(span, sentences) for span in meant),
            tuple(each.record for each in held),
        )


def _sentences_around(text: str, spans: Iterable[Span]) -> tuple[Span, ...]:
    """The sentences that hold ``spans``, joined where they touch or where one span reaches over several."""
    found: list[Span] = []
    for span in spans:
        whole = hull((span, sentence_at(text, span.start), sentence_at(text, span.end - 1)))
        if found and whole.start <= found[-1].end:
            found[-1] = hull((found[-1], whole))
        else:
            found.append(whole)
    return tuple(found)


def _moved(span: Span, sentences: Iterable[Span]) -> Span:
    """``span`` as it stands in the sentences' joined text."""
    before = 0
    for sentence in sentences:
        if sentence.contains(span):
            return Span(span.start - sentence.start + before, span.end - sentence.start + before)
        before += sentence.length + len(GAP)
    raise ValueError(f"{span} lies in none of {sentences}")
