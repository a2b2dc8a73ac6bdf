"""Counts and lists: the questions whose answers are made of many rows."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import NamedTuple

import orjson

from glossator.core.annotations import Mention, Relation
from glossator.store import reading
from glossator.store.counting import LEVEL, counted_pairs
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


def entity_counts(
    database: Database, names: Names, document: int | None, limit: int, nameless: Collection[str] = ()
) -> list[EntityCount]:
    """See :meth:`~glossator.store.lensed.Lensed.entity_counts`."""
    but = orjson.dumps([names.known_label(each) for each in nameless]).decode()
    if document is None:
        identified = database.rows(_TOP_ENTITIES, (limit,))
        quoted = database.rows(
            f"{_QUOTES} mentions>1 ORDER BY mentions DESC, quote, label LIMIT ?", (but, limit)
        )
        left = limit - len(quoted)
        quoted += (
            database.rows(f"{_QUOTES} mentions=1 ORDER BY quote, label LIMIT ?", (but, left)) if left else []
        )
    else:
        identified = database.rows(_ENTITIES_OF, (document, limit))
        quoted = database.rows(_QUOTES_OF, (document, but, limit))
    counts = [
        EntityCount(entity, name, type_ or names.items[label], n, documents)
        for entity, name, type_, n, documents, label in identified
    ]
    counts += [EntityCount(None, quote, names.items[label], *rest) for quote, label, *rest in quoted]
    return sorted(counts, key=lambda each: (-each.mentions, each.name, each.label))[:limit]


def identity_counts(database: Database, names: Names, limit: int) -> list[EntityCount]:
    """The identities of the project with most mentions."""
    found = database.rows(_TOP_ENTITIES, (limit,))
    return [
        EntityCount(entity, name, type_ or names.items[label], n, documents)
        for entity, name, type_, n, documents, label in found
    ]


def counts_of(database: Database, names: Names, entities: Sequence[int]) -> list[EntityCount]:
    """These identities (ids) as far as they have mentions in the project, those with most first."""
    found = database.rows(_THESE_ENTITIES, (reading.id_list(list(entities)),))
    counts = [
        EntityCount(entity, name, type_ or names.items[label], n, documents)
        for entity, name, type_, n, documents, label in found
    ]
    return sorted(counts, key=lambda each: (-each.mentions, each.name, each.label))


# An entity that is of no type stands with the label of its first mention.
_TOP_ENTITIES = """SELECT entity, name, type, mentions, documents,
    CASE WHEN type='' THEN (SELECT label FROM mention WHERE entity=top.entity ORDER BY document, start LIMIT 1) END
    FROM (SELECT * FROM stat_entity WHERE mentions>0 ORDER BY mentions DESC, entity LIMIT ?) AS top
    JOIN entity ON entity.id=top.entity"""
_THESE_ENTITIES = """SELECT entity, name, type, mentions, documents,
    CASE WHEN type='' THEN (SELECT label FROM mention WHERE entity=top.entity ORDER BY document, start LIMIT 1) END
    FROM stat_entity AS top JOIN entity ON entity.id=top.entity
    WHERE mentions>0 AND top.entity IN (SELECT value FROM json_each(?))"""
_ENTITIES_OF = """SELECT entity, name, type, n, 1, label FROM (SELECT entity, count(*) AS n, label, min(start)
    FROM mention WHERE document=? AND entity IS NOT NULL GROUP BY entity ORDER BY n DESC, entity LIMIT ?) AS top
    JOIN entity ON entity.id=top.entity"""
_QUOTES = (
    "SELECT quote, label, mentions, documents FROM stat_quote"
    " WHERE label NOT IN (SELECT value FROM json_each(?)) AND"
)
_QUOTES_OF = """SELECT quote, label, count(*) AS n, 1 FROM mention WHERE document=? AND entity IS NULL
    AND label NOT IN (SELECT value FROM json_each(?)) GROUP BY label, quote ORDER BY n DESC, quote, label LIMIT ?"""


def relation_pairs(database: Database, names: Names, document: int | None) -> list[RelationPair]:
    """See :meth:`~glossator.store.queries.Queries.relation_pairs`."""
    if document is None:
        values: tuple[int, ...] = ()
        counted = "SELECT type, role, first_label, second_label, n FROM stat_pair"
    else:
        counted = counted_pairs(" AND r.document=?1")
        values = (document,)
    found = database.rows(f"{counted} ORDER BY n DESC, type, role, first_label, second_label", values)
    return [
        RelationPair(names.items[type_], names.items[first], names.items[second], n, role)
        for type_, role, first, second, n in found
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


_ANY = MentionsWanted(None, None, None, None, None, None, None)


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
    # In the order of the indexes, so that the mentions before the page are passed over there, without being read.
    limit, offset = page
    order, total = "document, start, id", _total(database, names, wanted)
    if total is not None and offset > total // 2:  # nearer from the end
        order, limit = "document DESC, start DESC, id DESC", max(0, min(limit, total - offset))
        offset = max(0, total - offset - limit)
    page_of = f"SELECT id FROM mention WHERE {conditions} ORDER BY {order} LIMIT ? OFFSET ?"
    return reading.mentions(
        database,
        names,
        f"id IN ({page_of}) ORDER BY document, start, id",
        (*conditions.values, limit, offset),
    )


def _total(database: Database, names: Names, wanted: MentionsWanted) -> int | None:
    """How many mentions there are of a label, where nothing else is asked for."""
    if wanted.label is None or wanted != _ANY._replace(label=wanted.label):
        return None
    label = names.known_label(wanted.label)
    return int(database.one("SELECT coalesce(sum(n), 0) FROM stat_label WHERE label=?", (label,))[0])


def relations_where(
    database: Database, names: Names, wanted: RelationsWanted, page: tuple[int, int]
) -> list[Relation]:
    """See :meth:`~glossator.store.queries.Queries.relations_where`; ``page`` is (limit, offset)."""
    conditions = _Conditions()
    if wanted.type is not None:
        conditions.add("type=?", names.known_type(wanted.type))
    if wanted.document is not None:
        conditions.add("document=?", wanted.document)
    if wanted.first_label is None and wanted.second_label is None and wanted.role is None:
        if wanted.is_event is not None:
            conditions.add(f'"trigger" IS {"NOT " * wanted.is_event}NULL')
        page_of = (
            f"SELECT id FROM relation WHERE {conditions} ORDER BY document, created, id LIMIT ? OFFSET ?"
        )
    else:
        _add_ends(conditions, names, wanted)
        joined = (
            f"SELECT DISTINCT document, relation FROM pair WHERE {conditions} ORDER BY document, relation"
        )
        page_of = f"SELECT relation FROM ({joined} LIMIT ? OFFSET ?)"
    return reading.relations(
        database, names, f"id IN ({page_of}) ORDER BY document, created, id", (*conditions.values, *page)
    )


def _add_ends(conditions: _Conditions, names: Names, wanted: RelationsWanted) -> None:
    for name in ("first_label", "second_label"):
        if (end := getattr(wanted, name)) is not None:
            # A label, or the type of a relation: mostly one of the two is not known, and then one value leads on.
            known = [each for each in (names.known_label(end), names.known_type(end)) if each >= 0] or [-1]
            conditions.add(f"{name} IN ({','.join('?' * len(known))})", *known)
    if wanted.role is not None or wanted.is_event is False:
        conditions.add("role=?", wanted.role or "")
    elif wanted.is_event:
        conditions.add("role<>?", "")


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
