"""Lanes in the margin for the relations between lines, the same wherever the window stands."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable

from glossator.core.annotations import AnnotationSet, Relation
from glossator.core.scheme import Scheme
from glossator.core.spans import Span
from glossator.ui.text import lanes, marks

LANES = 8
"""How many lanes the margin has; what finds none free shares the outermost of its kind."""

_NEAR_LANES = 4
_NEAR = 2000
"""Relations that reach no farther, in characters, run in the lanes next to the text, the others outside."""

_APART = 120
"""Characters between two in one lane: about a line, on which one may leave above where the other arrives."""

_MANY = 2000
"""Where there are more relations than this, lanes are found part by part of the text, and far ones share theirs."""

_PART = 8000
"""Characters in a part of the text."""

_Interval = tuple[int, int, int]  # first offset, last offset, relation


class MarginLanes:
    """A lane for each relation, in case it has to go through the margin.

    They are found when first asked for, as a pure function of the relations and of where their mentions begin.  What a
    lane costs does not grow with the document: of many relations only those near by are looked at.
    """

    def __init__(self, annotations: AnnotationSet, scheme: Scheme | None) -> None:
        self._annotations = annotations
        self._scheme = scheme
        self._intervals: list[_Interval] | None = None
        self._of_relation: dict[int, _Interval] = {}
        self._lanes: dict[int, int] | None = None
        self._parts: dict[int, dict[int, int]] = {}

    def lane(self, relation: int) -> int:
        """The lane of a relation, 0 nearest to the text."""
        if len(self._annotations.relations) > _MANY:
            return self._lane_near_by(relation)
        if self._lanes is None:
            near = [each for each in self._all() if each[1] - each[0] <= _NEAR]
            far = [each for each in self._all() if each[1] - each[0] > _NEAR]
            inner = lanes.partition([(low, high + _APART) for low, high, _ in near], _NEAR_LANES)
            outer = lanes.partition([(low, high + _APART) for low, high, _ in far], LANES - _NEAR_LANES)
            self._lanes = {each[2]: lane for each, lane in zip(near, inner, strict=True)}
            self._lanes |= {each[2]: lane + _NEAR_LANES for each, lane in zip(far, outer, strict=True)}
        return self._lanes.get(relation, 0)

    def _lane_near_by(self, relation_id: int) -> int:
        relation = self._annotations.relations.get(relation_id)
        place = self._measured(relation) if relation is not None else None
        if place is None:
            return 0
        low, high, _ = place
        if high - low > _NEAR:
            return _NEAR_LANES + relation_id % (LANES - _NEAR_LANES)
        part = low // _PART
        if part not in self._parts:
            self._parts[part] = self._lanes_of_part(part)
        return self._parts[part].get(relation_id, 0)

    def _lanes_of_part(self, part: int) -> dict[int, int]:
        """Lanes of the near relations that begin in a part of the text; those of the part before go first, so that
        lanes agree where one part meets the next.
        """
        text = Span((part - 1) * _PART, (part + 1) * _PART)
        held = self._annotations
        around = held.within(Span(max(0, text.start), text.end + _NEAR))
        found = {each.id: each for mention in around for each in held.relations_of(mention.id)}
        places = sorted(filter(None, map(self._measured, found.values())))
        near = [each for each in places if text.holds(each[0]) and each[1] - each[0] <= _NEAR]
        lane_of = lanes.partition([(low, high + _APART) for low, high, _ in near], _NEAR_LANES)
        return {each[2]: lane for each, lane in zip(near, lane_of, strict=True)}

    def follow(self, relations: Iterable[int]) -> None:
        """Relations were added, removed or changed, or their mentions moved."""
        self._lanes = None
        self._parts.clear()
        if self._intervals is None:
            return
        for relation_id in relations:
            old = self._of_relation.pop(relation_id, None)
            if old is not None:
                del self._intervals[bisect_left(self._intervals, old)]
            relation = self._annotations.relations.get(relation_id)
            new = self._measured(relation) if relation is not None else None
            if new is not None:
                insort(self._intervals, new)

    def _all(self) -> list[_Interval]:
        if self._intervals is None:
            found = map(self._measured, self._annotations.relations.values())
            self._intervals = sorted(filter(None, found))
        return self._intervals

    def _measured(self, relation: Relation) -> _Interval | None:
        mentions = self._annotations.mentions
        places = [
            mentions[end].start
            for arc in marks.arcs_of(relation, self._annotations, self._scheme)
            for end in (arc.source, arc.target)
        ]
        if not places:
            return None
        found = self._of_relation[relation.id] = (min(places), max(places), relation.id)
        return found
