"""Ids of records in a file: those that they had there before, else the next free ones."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, count, repeat
from typing import TypeVar

from glossator.core.annotations import Mention, Note, Relation
from glossator.core.outside import ID

_Id = TypeVar("_Id", str, int)
_NUMBER = re.compile(r"[0-9]{1,15}\Z")


def kept_or_free(wanted: Sequence[_Id | None], free: Iterable[Iterator[_Id]]) -> list[_Id]:
    """An id for each, none twice: what it wants, for the first who wants it; else the next one that nobody wants.

    ``free`` says for each where the next ones come from; none may come twice.
    """
    held = set(wanted)
    waiting = set(held)
    made: list[_Id] = []
    for own, others in zip(wanted, free, strict=False):
        if own is not None and own in waiting:
            waiting.remove(own)
            made.append(own)
        else:
            while (other := next(others)) in held:
                pass
            made.append(other)
    return made


def ids_of(
    mentions: Iterable[Mention | Note],
    relations: Iterable[Relation],
    letters: tuple[str, str] = ("T", "R"),
) -> dict[int, str]:
    """Ids for the records of a document, none twice: those that they had outside, else T1, T2 … and R1, R2 …"""
    held = [*(first := list(mentions)), *relations]
    free, later = (map(f"{letter}{{}}".format, count(1)) for letter in letters)
    of_each = chain(repeat(free, len(first)), repeat(later))
    made = kept_or_free([_known(each) or None for each in held], of_each)
    return {each.id: own for each, own in zip(held, made, strict=True)}


def numbers_of(records: Iterable[Mention | Relation], first: int | None = None) -> dict[int, int]:
    """Numbers for records, none twice: those at the end of the ids that they had outside, else the next free ones,
    from ``first`` on or behind the highest.
    """
    held = list(records)
    wanted = [int(found[0]) if (found := _NUMBER.search(_known(each))) else None for each in held]
    if first is None:
        first = max((number for number in wanted if number is not None), default=0) + 1
    made = kept_or_free(wanted, repeat(count(first)))
    return {each.id: number for each, number in zip(held, made, strict=True)}


def number_of(wanted: str, number: int, taken: set[int]) -> int:
    """The number that a document had outside, else ``number``; where that is taken, the next one. It is taken then."""
    made = int(wanted) if _NUMBER.fullmatch(wanted) else number
    while made in taken:
        made += 1
    taken.add(made)
    return made


def _known(record: Mention | Note | Relation) -> str:
    return str(record.attributes.get(ID, "")) if record.attributes else ""
