"""Lanes in the margin for the relations between rows, the same wherever the window stands."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable

from glossator.core.annotations import AnnotationSet, Relation
from glossator.core.scheme import Scheme
from glossator.ui.text import lanes, marks
from glossator.ui.text.rows import Rows

LANES = 7
"""How many lanes the margin has; what finds none free shares the outermost."""

_Interval = tuple[int, int, int]  # first row, last row, relation


class MarginLanes:
    """A lane for each relation whose ends lie in different rows.

    They are found when first asked for, as a pure function of the relations and of where their mentions begin.
    """

    def __init__(self, annotations: AnnotationSet, scheme: Scheme | None, rows: Rows) -> None:
        self._annotations = annotations
        self._scheme = scheme
        self._rows = rows
        self._intervals: list[_Interval] | None = None
        self._of_relation: dict[int, _Interval] = {}
        self._lanes: dict[int, int] | None = None

    def lane(self, relation: int) -> int:
        """The lane of a relation, 0 nearest to the text (also for one within a row)."""
        if self._lanes is None:
            intervals = self._all()
            found = lanes.partition([each[:2] for each in intervals], LANES)
            self._lanes = {each[2]: lane for each, lane in zip(intervals, found, strict=True)}
        return self._lanes.get(relation, 0)

    def follow(self, relations: Iterable[int]) -> None:
        """Relations were added, removed or changed, or their mentions moved."""
        self._lanes = None
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
        mentions, row_at = self._annotations.mentions, self._rows.row_at
        rows = [
            row_at(mentions[end].start)
            for arc in marks.arcs_of(relation, self._annotations, self._scheme)
            for end in (arc.source, arc.target)
        ]
        if not rows or min(rows) == max(rows):
            return None
        found = self._of_relation[relation.id] = (min(rows), max(rows), relation.id)
        return found
