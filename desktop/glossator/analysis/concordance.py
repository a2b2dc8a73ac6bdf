"""Concordance: the hits of a search or a count, each in its line between left and right context."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple

from glossator.core.annotations import Mention, Relation
from glossator.core.folding import UNSPACED
from glossator.core.scheme import Scheme
from glossator.core.spans import Span, hull
from glossator.core.tokens import sentence_at

CONTEXT = 90
"""How many characters stand on either side at most."""
_MOST = 120
_WITHOUT_BLANKS = re.compile(f"[{UNSPACED}]")


class Line(NamedTuple):
    """A hit in its sentence: ``record`` is the mention or relation behind it (0 where only words were looked for),
    ``span`` its place in the document, in code points; ``left``, ``hit`` and ``right`` are on one line each; ``detail``
    says what it is, where the hit alone does not; ``label`` (id) is that of the mention, ``grade`` and
    ``voice`` are those of a claim: its Admiralty grade, and who says so (empty: the text itself).
    """

    document: int
    span: Span
    record: int
    left: str
    hit: str
    right: str
    detail: str = ""
    label: str = ""
    grade: str = ""
    voice: str = ""


def of_mentions(mentions: Iterable[Mention], text_of: Callable[[int], str]) -> Iterator[Line]:
    """A line for each mention; ``text_of`` gives the text of a document."""
    for mention in mentions:
        span = hull(mention.fragments)
        yield _line(text_of(mention.document), mention.document, span, mention.id, "")._replace(
            label=mention.label
        )


def of_spans(document: int, text: str, spans: Iterable[Span]) -> Iterator[Line]:
    """A line for each stretch of the text of a document."""
    for span in spans:
        yield _line(text, document, span, 0, "")


def of_relations(
    relations: Iterable[Relation],
    mentions: Mapping[int, Mention],
    text_of: Callable[[int], str],
    scheme: Scheme,
    *,
    role: str = "",
) -> Iterator[Line]:
    """A line for each relation, from its first end to its last; of an event one for each role that is filled (or for
    the one given), from the trigger to its fillers.  ``mentions`` holds the ends that matter: others are passed over,
    and so are ends that are relations.
    """
    for relation in relations:
        name = scheme.name_of(relation.type)
        for ends, detail in _ends(relation, mentions, role, name):
            span = hull(span for end in ends for span in end.fragments)
            yield _line(text_of(relation.document), relation.document, span, relation.id, detail)


def _ends(
    relation: Relation, mentions: Mapping[int, Mention], role: str, name: str
) -> Iterator[tuple[list[Mention], str]]:
    if relation.trigger is None:
        held = [mentions[each] for each in relation.mentions() if each in mentions]
        if held:
            yield held, f"{_flat(held[0].quote)} – {name} → {_flat(held[-1].quote)}"
        return
    trigger = mentions.get(relation.trigger)
    roles: dict[str, list[Mention]] = {}
    for argument in relation.arguments:
        filler = mentions.get(argument.target)
        if filler is not None and (not role or argument.role == role):
            roles.setdefault(argument.role, []).append(filler)
    for named, fillers in roles.items():
        ends = fillers if trigger is None else [trigger, *fillers]
        yield ends, f"{name} · {named}: {', '.join(_flat(each.quote) for each in fillers)}"


def _line(text: str, document: int, span: Span, record: int, detail: str) -> Line:
    sentence = sentence_at(text, span.start)
    end = sentence.end
    if span.end > end:  # it goes on into another one; to look for that one costs as much again
        end = max(end, sentence_at(text, max(span.start, span.end - 1)).end)
    left = before(text[sentence.start : span.start])
    right = behind(text[span.end : end])
    hit = _flat(span.slice(text))
    if len(hit) > _MOST:
        hit = f"{hit[: _MOST // 2].rstrip()} … {hit[-_MOST // 2 :].lstrip()}"
    return Line(
        document, span, record, _flat(left, keep_end=True), hit, _flat(right, keep_start=True), detail
    )


def before(text: str, most: int = CONTEXT) -> str:
    """At most the last ``most`` characters; where that cuts, it is between words, with a sign of it."""
    if len(text) <= most:
        return text
    start = len(text) - most + 1
    while start < len(text) and _is_inside(text, start):
        start += 1
    return f"…{text[start if start < len(text) else len(text) - most + 1 :].lstrip()}"


def behind(text: str, most: int = CONTEXT) -> str:
    """At most the first ``most`` characters; where that cuts, it is between words, with a sign of it."""
    if len(text) <= most:
        return text
    end = most - 1
    while end > 0 and _is_inside(text, end):
        end -= 1
    return f"{text[: end or most - 1].rstrip()}…"


def _is_inside(text: str, place: int) -> bool:
    """A cut at ``place`` would go through a word, or what belongs to one (S-300, U.S.); what is written without blanks
    may be cut anywhere.
    """
    left, right = text[place - 1], text[place]
    return not left.isspace() and not right.isspace() and not _WITHOUT_BLANKS.match(right)


def _flat(text: str, *, keep_start: bool = False, keep_end: bool = False) -> str:
    """``text`` on one line; a blank at the kept edge stays, as it parts the context from the hit."""
    flat = " ".join(text.split())
    before = " " if keep_start and text[:1].isspace() and flat else ""
    behind = " " if keep_end and text[-1:].isspace() and flat else ""
    return before + flat + behind
