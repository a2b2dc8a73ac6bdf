"""What stands on a line of text: the pieces of its mentions, their lanes, and the arcs that leave it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from glossator.core.annotations import AnnotationSet, Mention, Relation
from glossator.core.scheme import Scheme
from glossator.core.spans import Span
from glossator.ui.text import lanes

ODD = "⚠"
"""What the name of an arc begins with that the scheme does not permit."""
WAVED = "review.not permitted"
"""The attribute with which somebody waved such a relation through."""


class Piece(NamedTuple):
    """The part of a mention that lies on one line: a fragment's, or (``is_gap``) what lies between two.

    ``start`` and ``end`` are offsets in the document; ``lane`` is that of its underline, 0 nearest to the text;
    ``begins`` and ``ends`` say that a fragment begins and ends here rather than on another line.
    """

    mention: Mention
    start: int
    end: int
    is_gap: bool
    lane: int
    begins: bool = True
    ends: bool = True


class Arc(NamedTuple):
    """One line of a relation's drawing, from the mention ``source`` to the mention ``target``.

    A binary relation is one arc named by its type; an event has one from its trigger to each filler, named by role
    (``kind`` is the name of the event type then).  ``is_symmetric`` puts an arrow head at both ends.  ``is_odd`` says
    that the scheme does not permit it: the line is dashed, and the name begins with :data:`ODD`, unless somebody waved
    it through.
    """

    relation: int
    number: int
    source: int
    target: int
    name: str
    kind: str = ""
    is_symmetric: bool = False
    is_odd: bool = False

    def other(self, mention_id: int) -> int:
        """The end that is not ``mention_id``."""
        return self.target if mention_id == self.source else self.source


def by_length(mention: Mention) -> tuple[int, int, int]:
    """Order of lanes and of what is innermost: the shortest first, with a full tie-break."""
    return mention.length, mention.start, mention.id


def by_line(mentions: Iterable[Mention], starts: Sequence[int], end: int) -> list[list[Mention]]:
    """``mentions`` shared out to the lines that begin at ``starts`` (the last ends at ``end``), shortest first."""
    shared: list[list[Mention]] = [[] for _ in starts]
    for mention in sorted(mentions, key=by_length):
        if mention.end <= starts[0] or mention.start >= end:
            continue
        first = max(0, bisect_right(starts, mention.start) - 1)
        last = bisect_left(starts, mention.end)
        for line in range(first, max(last, first + 1)):
            shared[line].append(mention)
    return shared


def pieces_on(line: Span, mentions: Iterable[Mention]) -> tuple[list[Piece], int]:
    """The pieces on ``line`` of ``mentions`` (shortest first), and how many underline lanes they need.

    A mention keeps one lane over all that lies between its first and its last piece on the line, so that the dotted
    joins of a discontinuous one have room.
    """
    taken: lanes.Lanes = []
    found: list[Piece] = []
    for mention in mentions:
        pieces = list(_pieces_of(mention, line))
        if not pieces:
            continue
        lane = lanes.fit(taken, pieces[0].start, pieces[-1].end)
        found += [piece._replace(lane=lane) for piece in pieces]
    return found, len(taken)


def _pieces_of(mention: Mention, line: Span) -> Iterator[Piece]:
    before: Span | None = None
    for span in mention.fragments:
        if before is not None:
            start, end = max(before.end, line.start), min(span.start, line.end)
            if start < end:
                yield Piece(mention, start, end, is_gap=True, lane=0)
        start, end = max(span.start, line.start), min(span.end, line.end)
        if start < end:
            yield Piece(mention, start, end, False, 0, start == span.start, end == span.end)
        before = span


def arcs_of(relation: Relation, annotations: AnnotationSet, scheme: Scheme | None) -> list[Arc]:
    """The arcs that draw ``relation``; ends that the document does not hold are left out."""
    ends = [
        (argument.role, stands_for(argument.target, annotations))
        for argument in relation.arguments
        if argument.target != relation.id
    ]
    present = [
        (index, role, mention)
        for index, (role, mention) in enumerate(ends)
        if mention in annotations.mentions
    ]
    kind = scheme.name_of(relation.type) if scheme else relation.type
    if relation.trigger is not None:
        if relation.trigger not in annotations.mentions:
            return []
        trigger = relation.trigger
        return [
            _judged(Arc(relation.id, index, trigger, end, role, kind), relation, annotations, scheme)
            for index, role, end in present
        ]
    if not present:
        return []
    found = scheme.relation_type(relation.type) if scheme else None
    is_symmetric = found is not None and found.symmetric
    source = present[0][2]
    return [
        _judged(
            Arc(relation.id, index, source, end, kind if len(present) == 2 else role, kind, is_symmetric),
            relation,
            annotations,
            scheme,
        )
        for index, role, end in present[1:]
    ]


def _judged(arc: Arc, relation: Relation, annotations: AnnotationSet, scheme: Scheme | None) -> Arc:
    """The arc, marked where the scheme does not permit it; where a statement fills a role, and where more than two are
    related, the scheme says nothing.
    """
    is_event = relation.trigger is not None
    if (
        scheme is None
        or relation.arguments[arc.number].is_relation
        or not (is_event or len(relation.arguments) == 2)
    ):
        return arc
    first, second = annotations.mentions[arc.source].label, annotations.mentions[arc.target].label
    if scheme.permits(relation.type, first, second, arc.name if is_event else ""):
        return arc
    return arc._replace(is_odd=True, name=arc.name if WAVED in relation.attributes else f"{ODD} {arc.name}")


def stands_for(record_id: int, annotations: AnnotationSet) -> int:
    """The mention at which a relation that is itself an argument is drawn: its trigger, or its first mention."""
    for _ in range(8):
        relation = annotations.relations.get(record_id)
        if relation is None:
            return record_id
        record_id = next(relation.mentions(), next(relation.relations(), -1))
    return -1


def arcs_at(mention_id: int, annotations: AnnotationSet, scheme: Scheme | None) -> list[Arc]:
    """All arcs with an end at ``mention_id``, in the order in which their relations were made."""
    relations: dict[int, Relation] = {}
    for relation in annotations.relations_of(mention_id):
        relations[relation.id] = relation
        for outer in annotations.relations_of(relation.id):
            relations[outer.id] = outer
    return [
        arc
        for relation in relations.values()
        for arc in arcs_of(relation, annotations, scheme)
        if mention_id in {arc.source, arc.target} and arc.source != arc.target
    ]


def mentions_drawn_by(relation: Relation, annotations: AnnotationSet) -> set[int]:
    """The mentions whose chips or arcs look different when ``relation`` comes or goes."""
    found = set(relation.mentions())
    found |= {stands_for(each, annotations) for each in relation.relations()}
    return {each for each in found if each in annotations.mentions}
