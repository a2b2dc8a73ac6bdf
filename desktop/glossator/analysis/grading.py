"""How a record was graded over time: by whom, when, from what to what, and why."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from glossator.core.annotations import Attributes, Entity, Mention, Relation
from glossator.core.changes import Change, Record
from glossator.core.claims import REASON
from glossator.core.documents import Document


class Graded(NamedTuple):
    """A grade that was given: ``before`` and ``after`` are grades, or the default where none was kept; ``reason`` is
    what was said for it afterwards.  ``time`` is UTC in milliseconds since 1970.
    """

    time: int
    author: str
    before: str
    after: str
    reason: str


def gradings(changes: Iterable[Change], record_id: int, attribute: str, default: str) -> Iterator[Graded]:
    """Every grade that a record got, in the order of ``changes``, and every other reason; ``default`` is the grade of
    one that has none.
    """
    for change in changes:
        for before, after in change.pairs():
            known = after if after is not None else before
            if known is None or known.id != record_id:
                continue
            old, new = _grade(before, attribute, default), _grade(after, attribute, default)
            if old != new and after is not None and (before is not None or new[0] != default):
                yield Graded(change.time, change.author, old[0], new[0], new[1])


def _grade(record: Record | None, attribute: str, default: str) -> tuple[str, str]:
    """The grade and its reason; of a document they are those of its source."""
    if isinstance(record, Document):
        return record.reliability, record.reliability_reason
    if not isinstance(record, Mention | Relation | Entity):
        return default, ""
    held: Attributes = record.attributes
    return str(held.get(attribute, default)), str(held.get(attribute + REASON, ""))


def told(graded: Graded, at: Callable[[int], str]) -> str:
    """A grading as a line; ``at`` tells a time."""
    change = f"{graded.before} → {graded.after}" if graded.before != graded.after else graded.after
    because = f": {graded.reason}" if graded.reason else ""
    return f"{at(graded.time)}  {graded.author}  {change}{because}"
