"""Ids of records in a file: those that they had there before, else the next free ones."""

from __future__ import annotations

from collections.abc import Iterable

from glossator.core.annotations import Mention, Note, Relation
from glossator.core.outside import ID


def ids_of(
    mentions: Iterable[Mention | Note],
    relations: Iterable[Relation],
    letters: tuple[str, str] = ("T", "R"),
) -> dict[int, str]:
    """Ids for the records of a document, none twice: those that they had outside, else T1, T2 … and R1, R2 …"""
    made: dict[int, str] = {}
    taken: set[str] = set()
    waiting: list[tuple[int, str]] = []
    groups: tuple[Iterable[Mention | Note | Relation], ...] = (mentions, relations)
    for letter, group in zip(letters, groups, strict=True):
        for each in group:
            wanted = str(each.attributes.get(ID, "")) if each.attributes else ""
            if wanted and wanted not in taken:
                made[each.id] = wanted
                taken.add(wanted)
            else:
                waiting.append((each.id, letter))
    numbers = dict.fromkeys(letters, 0)
    for record, letter in waiting:
        while not numbers[letter] or f"{letter}{numbers[letter]}" in taken:
            numbers[letter] += 1
        made[record] = f"{letter}{numbers[letter]}"
        taken.add(made[record])
    return made
