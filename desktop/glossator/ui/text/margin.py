"""Lanes in the margin for the arcs between rows, the same wherever the window stands."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable

from glossator.core.annotations import AnnotationSet, Relation
from glossator.core.scheme import Scheme
from glossator.ui.text import lanes, marks
from glossator.ui.text.rows import Rows

LANES = 7
"""How many lanes the margin has; what finds none free shares the outermost."""

_Interval = tuple[int, int, int, int]  # first row, last row, relation, index of the arc


class MarginLanes:
    """A lane for each arc whose ends lie in different rows; found when first asked for, as a pure function of them."""

    def __init__(self, annotations: AnnotationSet, scheme: Scheme | None, rows: Rows) -> None:
        self._annotations = annotations
        self._scheme = scheme
        self._rows = rows
        self._intervals: list[_Interval] | None = None
        self._of_relation: dict[int, list[_Interval]] = {}
        self._lanes: dict[tuple[int, int], int] | None = None

    def lane(self, relation: int, index: int) -> int:
        """The lane of an arc, 0 nearest to the text (also for arcs within one row)."""
        if self._lanes is None:
            intervals = self._all()
            found = lanes.partition([each[:2] for each in intervals], LANES)
            self._lanes = {each[2:]: lane for each, lane in zip(intervals, found, strict=True)}
        return self._lanes.get((relation, index), 0)

    def follow(self, relations: Iterable[int]) -> None:
        """Relations were added, removed or changed, or their mentions moved."""
        self._lanes = None
        if self._intervals is None:
            return
        for relation_id in relations:
            for old in self._of_relation.pop(relation_id, ()):
                del self._intervals[bisect_left(self._intervals, old)]
            relation = self._annotations.relations.get(relation_id)
            for new in self._measured(relation) if relation else ():
                insort(self._intervals, new)

    def _all(self) -> list[_Interval]:
        if self._intervals is None:
            self._intervals = sorted(
                each for relation in self._annotations.relations.values() for each in self._measured(relation)
            )
        return self._intervals

    def _measured(self, relation: Relation) -> list[_Interval]:
        mentions = self._annotations.mentions
        found = []
        for arc in marks.arcs_of(relation, self._annotations, self._scheme):
            first, last = sorted(self._rows.row_at(mentions[end].start) for end in (arc.source, arc.target))
            if first != last:
                found.append((first, last, arc.relation, arc.number))
        if found:
            self._of_relation[relation.id] = found
        return found
