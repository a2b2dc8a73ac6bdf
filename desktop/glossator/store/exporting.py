"""Documents as bare rows, for writers that must be fast."""

from __future__ import annotations

from typing import NamedTuple

from glossator.core.documents import Document
from glossator.store import reading
from glossator.store.driver import Database
from glossator.store.rows import Row


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


_MENTIONS = f"""SELECT mention.id, item.id, start, "end", fragments, quote, subtype, entity, attributes, person.name,
    created, origin.name, confidence FROM mention JOIN item ON item.key=label JOIN person ON person.key=author
    JOIN origin ON origin.key=origin WHERE document=? ORDER BY {reading.IN_ORDER.replace("id", "mention.id")}"""
_RELATIONS = """SELECT relation.id, item.id, "trigger", attributes, person.name, created, origin.name, confidence,
    (SELECT json_group_array(json_array(role, coalesce(mention, sub), mention IS NULL) ORDER BY ord) FROM argument
        WHERE relation=relation.id)
    FROM relation JOIN item ON item.key=type JOIN person ON person.key=author JOIN origin ON origin.key=origin
    WHERE document=? ORDER BY relation.id"""
_NOTES = """SELECT id, target, body, person.name, created FROM note JOIN person ON person.key=author WHERE document=?
    ORDER BY id"""


def bare(database: Database, document: Document) -> ExportDocument:
    """The rows of one document."""
    mine = (document.id,)
    return ExportDocument(
        document,
        reading.text_of(database, document.id) or "",
        database.rows(_MENTIONS, mine),
        database.rows(_RELATIONS, mine),
        database.rows(_NOTES, mine),
    )
