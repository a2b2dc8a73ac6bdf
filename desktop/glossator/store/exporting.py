"""Documents as bare rows, for writers that must be fast."""

from __future__ import annotations

from typing import NamedTuple

from glossator.core.documents import Document
from glossator.store import reading
from glossator.store.driver import Database
from glossator.store.rows import Names, Row


class ExportDocument(NamedTuple):
    """A document with all that is said of it as rows of the tables, labels, people and origins by name.

    ``mentions`` are (id, label, start, end, fragments, quote, subtype, entity, attributes, author, created, origin,
    confidence), in the order of the text; ``relations`` (id, type, trigger, attributes, author, created, origin,
    confidence, arguments) and ``notes`` (id, target, body, author, created), by id.  ``fragments`` is JSON, or ``None``
    where start and end say all; ``attributes`` JSON or ``None``; ``arguments`` a JSON list of
    [role, target, 1 where the target is a relation].
    """

    document: Document
    text: str
    mentions: list[Row]
    relations: list[Row]
    notes: list[Row]


# In the order of the index; mentions with one start are sorted here, which is cheaper than a sort of every row there.
_MENTIONS = """SELECT id, label, start, "end", fragments, quote, subtype, entity, attributes, author, created, origin,
    confidence FROM mention WHERE document=? ORDER BY start"""
_RELATIONS = """SELECT id, type, "trigger", attributes, author, created, origin, confidence,
    (SELECT json_group_array(json_array(role, coalesce(mention, sub), mention IS NULL) ORDER BY ord) FROM argument
        WHERE relation=relation.id)
    FROM relation WHERE document=? ORDER BY id"""
_NOTES = """SELECT id, target, body, person.name, created FROM note JOIN person ON person.key=author WHERE document=?
    ORDER BY id"""


def bare(database: Database, names: Names, document: Document) -> ExportDocument:
    """The rows of one document.  Names are put in here: joining their tables would cost as much as the rows."""
    mine = (document.id,)
    return ExportDocument(
        document,
        reading.text_of(database, document.id) or "",
        _named_mentions(database.rows(_MENTIONS, mine), names),
        _named_relations(database.rows(_RELATIONS, mine), names),
        database.rows(_NOTES, mine),
    )


def _named_mentions(rows: list[Row], names: Names) -> list[Row]:
    items, people, origins = names.items, names.people, names.origins
    rows.sort(key=_place)
    return [
        (key, items[label], low, high, parts, said, sub, entity, held, people[by], made, origins[how], sure)
        for key, label, low, high, parts, said, sub, entity, held, by, made, how, sure in rows
    ]


def _place(row: Row) -> tuple[int, int, int]:
    """By start, the longer first, then by id."""
    return row[2], -row[3], row[0]


def _named_relations(rows: list[Row], names: Names) -> list[Row]:
    items, people, origins = names.items, names.people, names.origins
    return [
        (key, items[type_], trigger, held, people[by], made, origins[how], sure, arguments)
        for key, type_, trigger, held, by, made, how, sure, arguments in rows
    ]
