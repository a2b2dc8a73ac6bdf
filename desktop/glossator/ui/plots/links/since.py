"""What of one drawing was in the one before, by number, and how that is taken over without a look at each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple, TypeVar

import numpy as np

from glossator.ui.plots.links.geometry import Flags, Numbers, Points

_GAPS = 40  # between runs of what stayed; where there are more, each is looked for by itself

T = TypeVar("T")
Held = TypeVar("Held", Points, Numbers, Flags)


class Since(NamedTuple):
    """What of a cast was in the one before, whose ``mark`` is here: for each node and each link the number that it had
    there, -1 for what is new or another one now.
    """

    mark: object
    nodes: Numbers
    links: Numbers


def ids_of(things: Sequence[object]) -> Numbers:
    """Which object each of these is, as long as it is held."""
    return np.fromiter(map(id, things), dtype=np.intp, count=len(things))


def met(before: Numbers, after: Numbers) -> Numbers:
    """The place ``before`` of each of what is there ``after``, -1 for what is new; what was there is in the order that
    it had, apart from little.
    """
    found: Numbers = np.full(len(after), -1, dtype=np.intp)
    at = was = 0
    for _ in range(_GAPS):
        most = min(len(after) - at, len(before) - was)
        other = np.flatnonzero(after[at : at + most] != before[was : was + most])
        run = int(other[0]) if len(other) else most
        found[at : at + run] = np.arange(was, was + run)
        at, was = at + run, was + run
        if at == len(after):
            return found
        left = np.flatnonzero(before[was:] == after[at])
        if len(left):
            was += int(left[0])
        else:
            at += 1
    places = dict(zip(before.tolist(), range(len(before)), strict=True))
    return np.array([places.get(each, -1) for each in after.tolist()], dtype=np.intp)


def same(since: Numbers, before: Points, after: Points) -> Flags:
    """Which rows are as they were."""
    found: Flags = since >= 0
    rows = before[since[found]] == after[found]
    found[found] = rows.all(axis=1) if rows.ndim > 1 else rows
    return found


def taken(before: Sequence[T], since: Numbers, make: Callable[[int], T]) -> list[T]:
    """What was there before in its new order, and what is made of the others: taken over in runs, of which few changes
    make few.
    """
    found: list[T] = []
    if not len(since):
        return found
    known = since >= 0
    goes_on = known[1:] & known[:-1] & (np.diff(since) == 1)
    begins = [0, *(np.flatnonzero(~goes_on) + 1).tolist()]
    for begin, end in zip(begins, [*begins[1:], len(since)], strict=True):
        was = int(since[begin])
        if was >= 0:
            found += before[was : was + end - begin]
        else:
            found.append(make(begin))
    return found


def put(before: Held, since: Numbers, make: Callable[[int], float]) -> Held:
    """The same of numbers."""
    found: Held = np.zeros(len(since), dtype=before.dtype)
    known = since >= 0
    found[known] = before[since[known]]
    for at in np.flatnonzero(~known).tolist():
        found[at] = make(at)
    return found
