"""The records of documents as rows of plain words, one sheet for each kind."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from glossator.core.annotations import (
    AnnotationSet,
    Argument,
    Entity,
    Mention,
    Note,
    Relation,
)
from glossator.core.outside import ID, ours
from glossator.core.spans import quote
from glossator.formats.carries import EVERYTHING
from glossator.formats.jsonl.shape import time_to_text
from glossator.formats.losses import Outgoing
from glossator.formats.numbering import ids_of

Row = Mapping[str, str]
"""Cells by their column; a column that is not there is empty."""
Sheets = Mapping[str, Sequence[Row]]
"""Rows by the sheet on which they stand."""

FIELDS = ("source", "author", "url", "published", "retrieved", "reliability_reason", "source_descriptor")
"""Fields of a Document that are columns of their own."""
_MADE = ("author", "created", "origin", "confidence")
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "documents": ("id", "name", "text", *FIELDS, "facts"),
    "mentions": ("document", "id", "label", "subtype", "spans", "quote", "entity", "attributes", *_MADE),
    "relations": ("document", "id", "type", "trigger", "arguments", "reads", "attributes", *_MADE),
    "entities": ("id", "name", "type", "aliases", "identifiers", "attributes", "author", "created"),
    "notes": ("document", "id", "on", "target", "body", "attributes", "author", "created"),
}
"""The sheets with their columns.  ``reads`` says a relation in words and is not read."""
CARRIES = replace(
    EVERYTHING, judgements=False, metadata=frozenset((*FIELDS, "attributes")), reserved=frozenset(FIELDS)
)
"""What rows hold."""

JOINT = " … "
"""What stands between the pieces of a quotation."""
ENTITY = "entity "
"""What stands before the ids of entities where they are read, as a mention may have the same."""


class Rows:
    """Makes rows of documents, one after the other; an entity and its notes come with the first that names it."""

    def __init__(self) -> None:
        self._documents: set[str] = set()
        self._entities: dict[int, str] = {}
        self._taken: set[str] = set()

    def of(self, outgoing: Outgoing) -> dict[str, list[Row]]:
        """The rows of a document, and of the entities that are new in it."""
        held, document = outgoing.annotations, outgoing.document
        name = self._free(document.attributes.get(ID, ""), "D", self._documents)
        mentions = list(held.in_order())
        relations = sorted(held.relations.values(), key=lambda each: each.id)
        ids = ids_of(mentions, relations)
        new = [each for each in outgoing.entities.values() if each.id not in self._entities]
        for each in sorted(new, key=lambda each: ID not in each.attributes):  # who has an id keeps it
            wanted = str(each.attributes.get(ID, "")).removeprefix(ENTITY)
            self._entities[each.id] = self._free(wanted, "E", self._taken)
        remarks = [note for each in new for note in outgoing.entity_notes.get(each.id, ())]
        notes = [*sorted(held.notes.values(), key=lambda each: each.id), *remarks]
        noted = ids_of(notes, (), ("N", "N"))
        return {
            "documents": [self._document(outgoing, name)],
            "mentions": [self._mention(each, held.text, name, ids) for each in mentions],
            "relations": [_relation(each, held, name, ids) for each in relations],
            "entities": [self._entity(each) for each in new],
            "notes": [self._note(each, noted[each.id], outgoing, name, ids) for each in notes],
        }

    def entity(self, entity: int) -> str:
        """The id of an entity in the rows."""
        return self._entities[entity]

    @staticmethod
    def _free(wanted: str, letter: str, taken: set[str]) -> str:
        number, found = len(taken) + 1, wanted
        while not found or found in taken:
            found, number = f"{letter}{number}", number + 1
        taken.add(found)
        return found

    @staticmethod
    def _document(outgoing: Outgoing, name: str) -> Row:
        document = outgoing.document
        facts = {field: str(getattr(document, field)) for field in FIELDS}
        own = _json(ours(document.attributes))
        text = outgoing.text
        if text.startswith("\ufeff"):  # a reader drops one
            text = f"\ufeff{text}"
        return {"id": name, "name": document.name, "text": text, **facts, "facts": own}

    def _mention(self, each: Mention, text: str, document: str, ids: Mapping[int, str]) -> Row:
        return {
            "document": document,
            "id": ids[each.id],
            "label": each.label,
            "subtype": each.subtype,
            "spans": ";".join(f"{span.start}-{span.end}" for span in each.fragments),
            "quote": quote(each.fragments, text),
            "entity": self._entities.get(each.entity, "") if each.entity is not None else "",
            "attributes": _json(ours(each.attributes)),
            **_made(each),
        }

    def _entity(self, each: Entity) -> Row:
        return {
            "id": self._entities[each.id],
            "name": each.name,
            "type": each.type,
            "aliases": _json(each.aliases),
            "identifiers": _json(each.identifiers),
            "attributes": _json(ours(each.attributes)),
            "author": each.author,
            "created": time_to_text(each.created) if each.created else "",
        }

    def _note(self, each: Note, known: str, outgoing: Outgoing, document: str, ids: Mapping[int, str]) -> Row:
        on, target = "document", ""
        if each.target in self._entities and each.document is None:
            on, target = "entity", self._entities[each.target]
        elif each.target in ids:
            on = "relation" if each.target in outgoing.annotations.relations else "mention"
            target = ids[each.target]
        return {
            "document": document,
            "id": known,
            "on": on,
            "target": target,
            "body": each.body,
            "attributes": _json(ours(each.attributes)),
            "author": each.author,
            "created": time_to_text(each.created) if each.created else "",
        }


def in_words(relation: Relation, held: AnnotationSet, depth: int = 0) -> str:
    """A relation for people: its trigger, and each role with the words that fill it."""
    trigger = held.mentions.get(relation.trigger or 0)
    parts = [f"{each.role}: {_filler(each, held, depth)}" for each in relation.arguments]
    head = f"“{_line(trigger.quote)}” " if trigger else ""
    return f"{head}{relation.type} ({'; '.join(parts)})"


def _filler(argument: Argument, held: AnnotationSet, depth: int) -> str:
    other = held.relations.get(argument.target)
    if other is not None:
        return in_words(other, held, depth + 1) if depth < 3 else "…"
    mention = held.mentions.get(argument.target)
    return f"“{_line(mention.quote)}”" if mention else "…"


def _line(words: str) -> str:
    return " ".join(words.split())


def _relation(each: Relation, held: AnnotationSet, document: str, ids: Mapping[int, str]) -> Row:
    return {
        "document": document,
        "id": ids[each.id],
        "type": each.type,
        "trigger": ids[each.trigger] if each.trigger is not None else "",
        "arguments": _json([(held.role, ids[held.target]) for held in each.arguments]),
        "reads": in_words(each, held),
        "attributes": _json(ours(each.attributes)),
        **_made(each),
    }


def _made(record: Mention | Relation) -> Row:
    return {
        "author": record.author,
        "created": time_to_text(record.created) if record.created else "",
        "origin": record.origin,
        "confidence": "" if record.confidence is None else repr(float(record.confidence)),
    }


def _json(held: Any) -> str:
    """JSON, nothing for what is empty; numbers may have any length."""
    return json.dumps(held, ensure_ascii=False, allow_nan=False) if held else ""
