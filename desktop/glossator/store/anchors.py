"""Which documents may hold what a search asks for: found by an index, some hundred at a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from glossator.store.driver import Database
from glossator.store.reading import id_list
from glossator.store.rows import Names

_PAGE = 200


class Anchor(NamedTuple):
    """What must be in a document: a mention with one of ``labels`` (ids) or of one of ``entities``, or a relation or
    event of ``type`` (id), between mentions of ``first`` and ``second`` label (ids; empty: any); ``judged``: or a note.
    """

    labels: tuple[str, ...] = ()
    entities: tuple[int, ...] | None = None
    type: str = ""
    first: str = ""
    second: str = ""
    judged: bool = False


def documents(database: Database, names: Names, anchor: Anchor) -> Iterator[int]:
    """The ids of the documents with it, in the order of their ids."""
    where, values = _condition(names, anchor)
    last = -1
    while True:
        page = database.rows(
            f"SELECT DISTINCT document FROM {where} AND document>? ORDER BY document LIMIT {_PAGE}",
            (*values, last),
        )
        yield from (each for (each,) in page)
        if len(page) < _PAGE:
            return
        last = page[-1][0]


def _condition(names: Names, anchor: Anchor) -> tuple[str, Sequence[object]]:
    if anchor.type and anchor.first and anchor.second:
        keys = (
            names.known_type(anchor.type),
            names.known_label(anchor.first),
            names.known_label(anchor.second),
        )
        return "pair WHERE type=? AND role='' AND first_label=? AND second_label=?", keys
    if anchor.type:
        return "relation WHERE type=?", (names.known_type(anchor.type),)
    if anchor.judged:
        among = "IN (SELECT value FROM json_each(?))"
        mentioned = f"SELECT document FROM mention WHERE entity {among}"
        noted = "SELECT document FROM note WHERE document IS NOT NULL"
        return f"({noted} UNION {mentioned}) WHERE TRUE", (id_list(anchor.entities or ()),)
    if anchor.entities is not None:
        wanted = id_list(anchor.entities)
        return "mention WHERE entity IN (SELECT value FROM json_each(?))", (wanted,)
    if anchor.labels:
        known = id_list([names.known_label(each) for each in anchor.labels])
        return "mention WHERE label IN (SELECT value FROM json_each(?))", (known,)
    return "stat_document WHERE TRUE", ()
