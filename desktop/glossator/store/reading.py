"""Records read from the tables, by a condition or by their ids."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import orjson

from glossator.core.annotations import AnnotationSet, Entity, Mention, Note, Relation
from glossator.core.changes import Record
from glossator.core.documents import Document
from glossator.core.plain import KIND_OF
from glossator.store import rows
from glossator.store.driver import Damaged, Database
from glossator.store.rows import Names

# The conditions (`where`) that come in here are written in this room; what a user gave is always in `values`.

BY_IDS = "id IN (SELECT value FROM json_each(?))"
"""The condition for a list of ids, which is given as one value by :func:`id_list`."""


def id_list(ids: Sequence[int | str]) -> str:
    """Ids as the one value that :data:`BY_IDS` takes."""
    return orjson.dumps(list(ids)).decode()


def mentions(database: Database, names: Names, where: str, values: Sequence[object] = ()) -> list[Mention]:
    """The mentions for which ``where`` (with what follows it) holds."""
    found = database.rows(f"SELECT {rows.MENTIONS} FROM mention WHERE {where}", values)
    with understood():
        return list(rows.mentions(found, names))


def relations(database: Database, names: Names, where: str, values: Sequence[object] = ()) -> list[Relation]:
    """The relations for which ``where`` (with what follows it) holds, with their arguments."""
    found = database.rows(f"SELECT {rows.RELATIONS} FROM relation WHERE {where}", values)
    with understood():
        return [rows.relation(row, names) for row in found]


def notes(database: Database, names: Names, where: str, values: Sequence[object] = ()) -> list[Note]:
    """The notes for which ``where`` (with what follows it) holds."""
    found = database.rows(f"SELECT {rows.NOTES} FROM note WHERE {where}", values)
    with understood():
        return [rows.note(row, names) for row in found]


def entities(database: Database, names: Names, where: str, values: Sequence[object] = ()) -> list[Entity]:
    """The entities for which ``where`` (with what follows it) holds."""
    found = database.rows(f"SELECT {rows.ENTITIES} FROM entity WHERE {where}", values)
    with understood():
        return [rows.entity(row, names) for row in found]


def documents(database: Database, where: str, values: Sequence[object] = ()) -> list[Document]:
    """The documents for which ``where`` (with what follows it) holds."""
    found = database.rows(f"SELECT {rows.DOCUMENTS} FROM document WHERE {where}", values)
    with understood():
        return [rows.document(row) for row in found]


def stored(database: Database, names: Names, kind: type, ids: Sequence[Any]) -> dict[Any, Record]:
    """Those of the records with these ids, all of one kind, that are in the file now."""
    wanted = (id_list(ids),)
    found: Sequence[Record]
    if kind is Mention:
        found = mentions(database, names, BY_IDS, wanted)
    elif kind is Relation:
        found = relations(database, names, BY_IDS, wanted)
    elif kind is Note:
        found = notes(database, names, BY_IDS, wanted)
    elif kind is Entity:
        found = entities(database, names, BY_IDS, wanted)
    elif kind is Document:
        found = documents(database, BY_IDS, wanted)
    else:
        found = items(database, f"{BY_IDS} AND kind=? AND present", (*wanted, KIND_OF[kind]))
    return {each.id: each for each in found}


def items(database: Database, where: str, values: Sequence[object] = ()) -> list[Any]:
    """The scheme items for which ``where`` holds, in the order of the scheme within each kind."""
    found = database.rows(f"SELECT kind, spec FROM item WHERE {where} ORDER BY kind, ord", values)
    with understood():
        return [rows.item(kind, spec) for kind, spec in found]


def record(database: Database, names: Names, record_id: int) -> Record | None:
    """The record with this id, whatever it is, but for scheme items."""
    for kind in (Mention, Relation, Entity, Note, Document):
        if found := stored(database, names, kind, [record_id]):
            return found[record_id]
    return None


def known_ids(database: Database, ids: Sequence[int]) -> list[int]:
    """Those of these ids that a record has, whatever it is, but for scheme items; in their order."""
    tables = ("document", "mention", "relation", "entity", "note")
    found = database.rows(
        " UNION ALL ".join(
            f"SELECT id FROM {table} WHERE id IN (SELECT value FROM json_each(?1))" for table in tables
        )
        + " ORDER BY id",
        (id_list(ids),),
    )
    return [each for (each,) in found]


def text_of(database: Database, document_id: int) -> str | None:
    """The text of a document; ``None`` when there is no such document."""
    found = database.one(
        "SELECT body FROM text WHERE key=(SELECT text FROM document WHERE id=?)", (document_id,)
    )
    return None if found is None else str(found[0])


def whole(database: Database, names: Names, document: Document) -> AnnotationSet:
    """All that is said of a document."""
    mine = (document.id,)
    with undisturbed(), understood():
        return AnnotationSet(
            document,
            text_of(database, document.id) or "",
            mentions(database, names, "document=?", mine),
            relations(database, names, "document=? ORDER BY created, id", mine),
            notes(database, names, "document=? ORDER BY created, id", mine),
        )


@contextmanager
def understood() -> Iterator[None]:
    """A row whose bytes were damaged may hold anything; :class:`Damaged` where it makes no sense."""
    try:
        yield
    except (LookupError, ValueError, TypeError, AttributeError) as error:
        raise Damaged(
            "A record of the project is damaged and cannot be read.",
            safe="Nothing was changed.",
            remedy="Have the project checked, and go back to your last backup.",
            details=f"{type(error).__name__}: {error}",
        ) from error


@contextmanager
def undisturbed() -> Iterator[None]:
    """Tens of thousands of new objects, none of them waste, would be searched for waste again and again: that is a
    quarter of the time of opening a large document or writing a large Change.
    """
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def every_record(database: Database, names: Names) -> Iterator[Record]:
    """All records of the file one by one, scheme items among them."""
    for kind, spec in database.each("SELECT kind, spec FROM item WHERE present"):
        yield rows.item(kind, spec)
    for row in database.each(f"SELECT {rows.DOCUMENTS} FROM document"):
        yield rows.document(row)
    for row in database.each(f"SELECT {rows.ENTITIES} FROM entity"):
        yield rows.entity(row, names)
    yield from rows.mentions(database.each(f"SELECT {rows.MENTIONS} FROM mention"), names)
    for row in database.each(f"SELECT {rows.RELATIONS} FROM relation"):
        yield rows.relation(row, names)
    for row in database.each(f"SELECT {rows.NOTES} FROM note"):
        yield rows.note(row, names)
