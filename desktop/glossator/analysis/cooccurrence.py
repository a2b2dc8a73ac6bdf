"""Who appears with whom: identities in the same sentence, paragraph or document, counted, weighed and ordered."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from itertools import combinations, groupby
from typing import Literal, NamedTuple, get_args

from glossator.analysis.sheets import Sheet, called
from glossator.analysis.summary import EntityCount
from glossator.core.scheme import Scheme
from glossator.core.tokens import paragraph_at, sentence_at

Unit = Literal["sentence", "paragraph", "document"]
UNITS: tuple[Unit, ...] = get_args(Unit)
MOST = 60
"""Identities whose matrix can be read."""

_ENDING = re.compile(r"[.!?\u2026\u3002\uff01\uff1f\u061f\u06d4\u0964\n]")

Pair = tuple[int, int]
"""Two identities, the smaller id first."""
Place = tuple[int, int, int, int]
"""Document, start in code points, identity, id of the mention."""


class Meetings(NamedTuple):
    """How often identities meet: ``people`` in the order in which they are drawn, ``together`` the units that hold
    both, ``alone`` those that hold one.  ``units`` are where they could meet, whoever is drawn: the sentences or
    paragraphs that name any identity, or all documents.  ``others`` counts the identities that are not among them as
    they are mentioned less, ``hidden`` those that the filter hides.
    """

    unit: Unit
    people: tuple[EntityCount, ...]
    together: Mapping[Pair, int]
    alone: Mapping[int, int]
    units: int
    others: int = 0
    hidden: int = 0

    def lift(self, pair: Pair) -> float:
        """How many times as often two meet as they would by chance; 1 is chance."""
        first, second = (self.alone.get(each, 0) for each in pair)
        return self.together.get(pair, 0) * self.units / (first * second) if first and second else 0.0


def held_together(
    held: Iterable[Iterable[int]], among: Collection[int]
) -> tuple[Counter[Pair], Counter[int], int]:
    """Of units, each with the identities that it holds: how many hold both of two ``among`` some, how many hold one of
    them, how many hold any identity.
    """
    together: Counter[Pair] = Counter()
    alone: Counter[int] = Counter()
    units = 0
    for each in held:
        there = set(each)
        units += bool(there)
        people = sorted(there.intersection(among))
        alone.update(people)
        together.update(combinations(people, 2))
    return together, alone, units


def met_in(held: Iterable[tuple[int, Sequence[int]]]) -> tuple[Counter[Pair], Counter[int]]:
    """The same of identities, each with the units (numbers) that hold it."""
    import numpy as np  # late: it costs a tenth of a second

    listed = sorted((entity, np.array(units, dtype=np.int64)) for entity, units in held if units)
    if not listed:
        return Counter(), Counter()
    numbers = np.unique(np.concatenate([units for _, units in listed]))
    sets = []  # a bit for each unit: what two have in common is one step then, however many there are
    for entity, units in listed:
        bits = np.zeros(len(numbers), dtype=np.uint8)
        bits[np.searchsorted(numbers, units)] = 1
        sets.append((entity, int.from_bytes(np.packbits(bits).tobytes(), "big")))
    together = Counter(
        {
            (first, second): n
            for (first, mine), (second, other) in combinations(sets, 2)
            if (n := (mine & other).bit_count())
        }
    )
    return together, Counter({entity: bits.bit_count() for entity, bits in sets})


def units_of(
    places: Iterable[Place],
    unit: Unit,
    text_of: Callable[[int], str],
    told: Callable[[], object] = lambda: None,
) -> Iterator[list[Place]]:
    """What each sentence or paragraph with a mention holds; ``places`` come document by document in their order."""
    for document, held in groupby(places, key=lambda place: place[0]):
        told()
        first, *others = held
        unit_held, end = [first], -1
        text = text_of(document) if others else ""
        for place in others:
            last = unit_held[-1][1]
            if last >= end and not _ENDING.search(text, last, place[1]):
                unit_held.append(place)  # nothing that could end a sentence stands between them
                continue
            end = max(end, unit_at(text, last, unit)[1])
            if place[1] < end:
                unit_held.append(place)
            else:
                yield unit_held
                unit_held, end = [place], -1
        yield unit_held


def unit_at(text: str, offset: int, unit: Unit) -> tuple[int, int]:
    """Where the sentence or paragraph that holds ``offset`` begins and ends, or the whole text."""
    if unit == "document":
        return 0, len(text) + 1
    found = sentence_at(text, offset) if unit == "sentence" else paragraph_at(text, offset)
    return min(found.start, offset), max(found.end, offset + 1)


def ordered(people: Sequence[EntityCount], together: Mapping[Pair, int]) -> tuple[EntityCount, ...]:
    """The identities so that those who meet stand beside one another: groups that have nothing in common apart, the
    largest first, within each along the vector that parts it best.
    """
    import numpy as np  # late: it costs a tenth of a second

    places = {each.entity: at for at, each in enumerate(people)}
    size = len(people)
    weights = np.zeros((size, size))
    for (first, second), n in together.items():
        if first in places and second in places:
            a, b = places[first], places[second]
            weights[a, b] = weights[b, a] = n
    found: list[int] = []
    for group in sorted(_groups(weights > 0), key=lambda each: (-len(each), each[0])):
        if len(group) > 2:
            part = np.sqrt(weights[np.ix_(group, group)])
            sums = part.sum(axis=1)
            scale = 1 / np.sqrt(sums)
            laplacian = np.eye(len(group)) - part * scale[:, None] * scale[None, :]
            vector = np.linalg.eigh(laplacian)[1][:, 1] * scale
            if vector[0] > 0:  # the most mentioned one stands in the upper half
                vector = -vector
            found += [group[at] for at in np.argsort(vector, kind="stable")]
        else:
            found += group
    return tuple(people[at] for at in found)


def _groups(joined: object) -> list[list[int]]:
    import numpy as np

    matrix = np.asarray(joined)
    left = list(range(len(matrix)))
    groups = []
    while left:
        group, edge = {left[0]}, [left[0]]
        while edge:
            near = {int(each) for each in np.flatnonzero(matrix[edge.pop()])} - group
            group |= near
            edge += near
        groups.append(sorted(group))
        left = [each for each in left if each not in group]
    return groups


HEADINGS = ("First", "Second", "Together", "First in all", "Second in all", "Lift")
"""The columns of the table twin."""


def sheet(found: Meetings, _scheme: Scheme) -> Sheet:
    """A row for each two that meet, those that do so most often first."""
    names = {each.entity: called(each.name) for each in found.people}
    rows = sorted(found.together.items(), key=lambda each: (-each[1], names[each[0][0]], names[each[0][1]]))
    return Sheet(
        HEADINGS,
        tuple(
            (
                *(names[pair[0]], names[pair[1]], n),
                *(found.alone[pair[0]], found.alone[pair[1]], round(found.lift(pair), 2)),
            )
            for pair, n in rows
        ),
        len(found.people),
        found.hidden,
        ("identity", "identities"),
        notes=(f"those with most mentions, {found.others:,} others not drawn",) if found.others else (),
    )
