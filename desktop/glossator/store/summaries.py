"""Counts and lists: the questions whose answers are made of many rows."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

import orjson

from glossator.core.annotations import Mention, Relation
from glossator.store import reading
from glossator.store.driver import Database
from glossator.store.rows import Names


class LabelCount(NamedTuple):
    """How many mentions have this label (id), subtype and level; empty where they have none."""

    label: str
    subtype: str
    level: str
    mentions: int


class EntityCount(NamedTuple):
    """How many mentions refer to an entity, in how many documents.  Where ``entity`` is ``None`` they are mentions
    without an entity and ``name`` is their quoted text.
    """

    entity: int | None
    name: str
    label: str
    mentions: int
    documents: int


class RelationPair(NamedTuple):
    """How many relations of this type (id) lead from mentions of one label to those of another.

    Of events the first label is that of the trigger, the second that of the filler of ``role``; a binary relation has
    an empty ``role``.  An end that is a relation itself stands with its type.
    """

    type: str
    first_label: str
    second_label: str
    relations: int
    role: str = ""


LEVEL = (
    "CASE WHEN attributes IS NOT NULL AND json_type(attributes, '$.level')='text'"
    " THEN json_extract(attributes, '$.level') ELSE '' END"
)
"""The level of a mention, as :func:`glossator.store.writer.level_of` has it."""

# The ends of relations: of a binary one its first two arguments, of an event the trigger and each argument.
_ENDS = """SELECT r.id, r.document, r.created, r.type, '' AS role, {first} AS first_label, {second} AS second_label
    FROM relation AS r JOIN argument AS a ON a.relation=r.id AND a.ord=0
    LEFT JOIN mention AS am ON am.id=a.mention LEFT JOIN relation AS ar ON ar.id=a.sub
    JOIN argument AS b ON b.relation=r.id AND b.ord=1
    LEFT JOIN mention AS bm ON bm.id=b.mention LEFT JOIN relation AS br ON br.id=b.sub
    WHERE r."trigger" IS NULL{where}
    UNION ALL
    SELECT r.id, r.document, r.created, r.type, b.role, t.label, {second}
    FROM relation AS r JOIN mention AS t ON t.id=r."trigger" JOIN argument AS b ON b.relation=r.id
    LEFT JOIN mention AS bm ON bm.id=b.mention LEFT JOIN relation AS br ON br.id=b.sub
    WHERE r."trigger" IS NOT NULL{where}"""


def _ends(where: str = "") -> str:
    return _ENDS.format(
        first="coalesce(am.label, ar.type)", second="coalesce(bm.label, br.type)", where=where
    )


def label_counts(database: Database, names: Names, document: int | None) -> list[LabelCount]:
    """See :meth:`~glossator.store.queries.Queries.label_counts`."""
    if document is None:
        found = database.rows(
            "SELECT label, subtype, level, n FROM stat_label ORDER BY n DESC, label, subtype, level"
        )
    else:
        found = database.rows(
            f"SELECT label, subtype, {LEVEL} AS level, count(*) AS n FROM mention WHERE document=?"
            " GROUP BY label, subtype, level ORDER BY n DESC, label, subtype, level",
            (document,),
        )
    return [LabelCount(names.items[label], *rest) for label, *rest in found]


def entity_counts(database: Database, names: Names, document: int | None, limit: int) -> list[EntityCount]:
    """See :meth:`~glossator.store.queries.Queries.entity_counts`."""
    where, values = ("", ()) if document is None else (" AND document=?", (document,))
    # All texts are wanted, so the table is read in its order; by way of an index it would be read all over the place.
    walk = "NOT INDEXED" if document is None else ""
    identified = database.rows(
        "SELECT entity, (SELECT name FROM entity AS e WHERE e.id=mention.entity),"
        " (SELECT type FROM entity AS e WHERE e.id=mention.entity), count(*) AS n, count(DISTINCT document),"
        f" min(label) FROM mention WHERE entity IS NOT NULL{where} GROUP BY entity ORDER BY n DESC, entity LIMIT ?",
        (*values, limit),
    )
    quoted = database.rows(
        f"SELECT NULL, quote, label, count(*) AS n, count(DISTINCT document) FROM mention {walk} WHERE entity IS NULL"
        f"{where} GROUP BY label, quote ORDER BY n DESC, quote, label LIMIT ?",
        (*values, limit),
    )
    counts = [
        EntityCount(entity, name, type_ or names.items[label], n, documents)
        for entity, name, type_, n, documents, label in identified
    ]
    counts += [EntityCount(None, name, names.items[label], *rest) for _, name, label, *rest in quoted]
    return sorted(counts, key=lambda each: (-each.mentions, each.name, each.label))[:limit]


def relation_pairs(database: Database, names: Names, document: int | None) -> list[RelationPair]:
    """See :meth:`~glossator.store.queries.Queries.relation_pairs`."""
    ends = _ends() if document is None else _ends(" AND r.document=?1")
    found = database.rows(
        f"SELECT type, first_label, second_label, count(DISTINCT id) AS n, role FROM ({ends})"
        " GROUP BY type, role, first_label, second_label ORDER BY n DESC, type, role, first_label, second_label",
        () if document is None else (document,),
    )
    return [
        RelationPair(names.items[type_], names.items[first], names.items[second], n, role)
        for type_, first, second, n, role in found
    ]


class MentionsWanted(NamedTuple):
    """What mentions are asked for; see :meth:`~glossator.store.queries.Queries.mentions_where`."""

    label: str | None
    subtype: str | None
    levels: Collection[str] | None
    entity: int | None
    identified: bool | None
    quote: str | None
    document: int | None


class RelationsWanted(NamedTuple):
    """What relations are asked for; see :meth:`~glossator.store.queries.Queries.relations_where`."""

    type: str | None
    first_label: str | None
    second_label: str | None
    role: str | None
    is_event: bool | None
    document: int | None


def mentions_where(
    database: Database, names: Names, wanted: MentionsWanted, page: tuple[int, int]
) -> list[Mention]:
    """See :meth:`~glossator.store.queries.Queries.mentions_where`; ``page`` is (limit, offset)."""
    conditions = _Conditions()
    if wanted.label is not None:
        conditions.add("label=?", names.known_label(wanted.label))
    for name in ("subtype", "entity", "quote", "document"):
        if (value := getattr(wanted, name)) is not None:
            conditions.add(f"{name}=?", value)
    if wanted.levels is not None:
        levels = orjson.dumps(list(wanted.levels)).decode()
        conditions.add(f"{LEVEL} IN (SELECT value FROM json_each(?))", levels)
    if wanted.identified is not None:
        conditions.add(f"entity IS {'NOT ' * wanted.identified}NULL")
    order = f"document, {reading.IN_ORDER} LIMIT ? OFFSET ?"
    return reading.mentions(database, names, f"{conditions} ORDER BY {order}", (*conditions.values, *page))


def relations_where(
    database: Database, names: Names, wanted: RelationsWanted, page: tuple[int, int]
) -> list[Relation]:
    """See :meth:`~glossator.store.queries.Queries.relations_where`; ``page`` is (limit, offset)."""
    conditions = _Conditions()
    if wanted.type is not None:
        conditions.add("type=?", names.known_type(wanted.type))
    if wanted.document is not None:
        conditions.add("document=?", wanted.document)
    if wanted.is_event is not None:
        conditions.add(f'"trigger" IS {"NOT " * wanted.is_event}NULL')
    ends = _Conditions()
    for name in ("first_label", "second_label"):
        if (end := getattr(wanted, name)) is not None:
            ends.add(f"{name} IN (?,?)", names.known_label(end), names.known_type(end))
    if wanted.role is not None:
        ends.add("role=?", wanted.role)
    if ends.values:
        conditions.add(f"id IN (SELECT id FROM ({_ends()}) WHERE {ends})", *ends.values)
    order = "document, created, id LIMIT ? OFFSET ?"
    return reading.relations(database, names, f"{conditions} ORDER BY {order}", (*conditions.values, *page))


class _Conditions:
    """Conditions all of which are to hold, and the values in them."""

    def __init__(self) -> None:
        self._conditions: list[str] = []
        self.values: list[object] = []

    def __str__(self) -> str:
        return " AND ".join(self._conditions) or "TRUE"

    def add(self, condition: str, *values: object) -> None:
        self._conditions.append(condition)
        self.values += values
