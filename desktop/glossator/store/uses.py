"""Which records use an item of the label scheme: counted by document, and read a few thousand at a time."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import orjson

from glossator.core.annotations import Entity, Mention, Relation
from glossator.store import reading
from glossator.store.driver import Database
from glossator.store.rows import Names

_PAGE = 2_000


class Use(NamedTuple):
    """How many records in a document use something; ``name`` is that of the document."""

    document: int
    name: str
    records: int


def of_label(database: Database, names: Names, label: str) -> list[Use]:
    """Mentions with this label, by document."""
    return _counted(database, "mention WHERE label=?", (names.known_label(label),))


def of_type(database: Database, names: Names, type_id: str) -> list[Use]:
    """Relations or events of this type, by document."""
    return _counted(database, "relation WHERE type=?", (names.known_type(type_id),))


def mentions(database: Database, names: Names, label: str) -> Iterator[Mention]:
    """The mentions with this label, by document and place."""
    key = names.known_label(label)
    last = (-1, -1, -1)
    while True:
        page = reading.mentions(
            database,
            names,
            f"label=? AND (document, start, id) > (?, ?, ?) ORDER BY document, start, id LIMIT {_PAGE}",
            (key, *last),
        )
        yield from page
        if len(page) < _PAGE:
            return
        last = (page[-1].document, page[-1].start, page[-1].id)


def relations(database: Database, names: Names, type_id: str) -> Iterator[Relation]:
    """The relations or events of this type, by document and age."""
    key = names.known_type(type_id)
    last = (-1, -1, -1)
    while True:
        page = reading.relations(
            database,
            names,
            f"type=? AND (document, created, id) > (?, ?, ?) ORDER BY document, created, id LIMIT {_PAGE}",
            (key, *last),
        )
        yield from page
        if len(page) < _PAGE:
            return
        last = (page[-1].document, page[-1].created, page[-1].id)


def with_attribute(database: Database, names: Names, attribute: str) -> Iterator[Mention | Relation]:
    """The mentions and then the relations that have a value of this attribute, by id."""
    written = orjson.dumps(attribute).decode() + ":"
    where = f"id>? AND instr(attributes, ?) ORDER BY id LIMIT {_PAGE}"
    for read in (reading.mentions, reading.relations):
        last = -1
        while page := read(database, names, where, (last, written)):
            yield from (each for each in page if attribute in each.attributes)  # not one inside a text
            last = page[-1].id


def entities(database: Database, names: Names, label: str) -> list[Entity]:
    """The identities of this type."""
    return reading.entities(database, names, "type=? ORDER BY id", (label,))


def _counted(database: Database, what: str, values: tuple[object, ...]) -> list[Use]:
    found = database.rows(
        f"SELECT d.id, d.name, n FROM (SELECT document, count(*) AS n FROM {what} GROUP BY document) AS used"
        " JOIN document AS d ON d.id=used.document ORDER BY n DESC, d.name COLLATE NOCASE, d.id",
        values,
    )
    return [Use(*row) for row in found]
