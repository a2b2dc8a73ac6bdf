"""The records of documents as rows of plain words, one sheet for each kind, and the way back from the rows."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import isfinite
from typing import Any

import orjson

from glossator.core.annotations import (
    AnnotationSet,
    Argument,
    Attributes,
    Entity,
    Mention,
    Note,
    Relation,
    Value,
)
from glossator.core.outside import ID, ours
from glossator.core.spans import quote
from glossator.formats.carries import Carries
from glossator.formats.jsonl.shape import time_from_text, time_to_text
from glossator.formats.loose_json import fields, items, shown
from glossator.formats.losses import Outgoing
from glossator.formats.numbering import ids_of
from glossator.formats.standoff import Fault, OutDocument, OutGroup, OutNote, OutRelation, OutSpan, Ranges

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
CARRIES = Carries(
    nested=True,
    crossing=True,
    same_span=True,
    discontinuous=True,
    subtypes=True,
    mention_attributes=True,
    relation_attributes=True,
    entity_attributes=True,
    several_values=True,
    typed_values=True,
    relations=True,
    roles=True,
    events=True,
    nested_events=True,
    nested_relations=True,
    identities="full",
    identifiers=True,
    aliases=True,
    notes=frozenset(("mention", "relation", "document", "entity")),
    authors=True,
    times=True,
    confidence=True,
    origin=True,
    metadata=frozenset((*FIELDS, "attributes")),
    reserved=frozenset(FIELDS),
    any_character=True,
)
"""What rows hold."""

JOINT = " … "
"""What stands between the pieces of a quotation."""
_ENTITY = "entity "  # before the ids of entities, which a mention may have as well
_SPAN = re.compile(r"\s*(\d{1,15})\s*[-–]\s*(\d{1,15})\s*")


# --- out


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
        for each in new:
            wanted = str(each.attributes.get(ID, "")).removeprefix(_ENTITY)
            self._entities[each.id] = self._free(wanted, "E", self._taken)
        remarks = [note for each in new for note in outgoing.entity_notes.get(each.id, ())]
        notes = [*sorted(held.notes.values(), key=lambda each: each.id), *remarks]
        return {
            "documents": [self._document(outgoing, name)],
            "mentions": [self._mention(each, held.text, name, ids) for each in mentions],
            "relations": [_relation(each, held, name, ids) for each in relations],
            "entities": [self._entity(each) for each in new],
            "notes": [self._note(each, number, outgoing, name, ids) for number, each in enumerate(notes, 1)],
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
        return {"id": name, "name": document.name, "text": outgoing.text, **facts, "facts": own}

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

    def _note(
        self, each: Note, number: int, outgoing: Outgoing, document: str, ids: Mapping[int, str]
    ) -> Row:
        on, target = "document", ""
        if each.target in self._entities and each.document is None:
            on, target = "entity", self._entities[each.target]
        elif each.target in ids:
            on = "relation" if each.target in outgoing.annotations.relations else "mention"
            target = ids[each.target]
        return {
            "document": document,
            "id": f"N{number}",
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


# --- in


def documents(sheets: Sheets, file: str, key: str, lines: Lines | None = None) -> Iterator[OutDocument]:
    """The documents that rows tell; ``key`` tells their entities from those of other files."""
    of = {name: _by_document(sheets.get(name, ())) for name in ("mentions", "relations", "notes")}
    entities = {row.get("id", ""): row for row in sheets.get("entities", ())}
    reader = Reader(file, key, lines)
    known = [row.get("id", "") for row in sheets.get("documents", ())]
    others = dict.fromkeys(each for held in of.values() for each in held if each not in known)
    reader.entities |= entities
    for row in (*sheets.get("documents", ()), *({"id": each, "name": each} for each in others)):
        mine = {name: of[name].pop(row.get("id", ""), []) for name in of}
        yield reader.document({"documents": [row], **mine})


def _by_document(rows: Iterable[Row]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(row.get("document", ""), []).append(row)
    return found


Lines = Mapping[int, tuple[str, int]]
"""By ``id()`` of a row: the file and the line where it stands."""


class Reader:
    """Makes documents of rows; ``entities`` are rows by id that earlier documents (or a sheet of them all) told."""

    def __init__(self, file: str, key: str, lines: Lines | None = None) -> None:
        self._file = file
        self._key = key
        self._lines = lines or {}
        self.entities: dict[str, Row] = {}

    def document(self, sheets: Sheets) -> OutDocument:
        """The document of these rows."""
        self.entities |= {row.get("id", ""): row for row in sheets.get("entities", ())}
        (row, *_) = sheets.get("documents") or ({},)
        faults: list[Fault] = []
        filling = _Filling(self._file, self._lines, faults)
        members: dict[str, list[str]] = {}
        spans = []
        for number, each in enumerate(sheets.get("mentions", ())):
            span = filling.span(each, number)
            if span is not None:
                spans.append(span)
                if each.get("entity"):
                    members.setdefault(each["entity"], []).append(span.id)
        relations = [filling.relation(each) for each in sheets.get("relations", ())]
        groups = [self._group(each, held, filling) for each, held in members.items()]
        facts = {field: row[field] for field in FIELDS if row.get(field)}
        own = fields(filling.value(row, "facts"))
        return OutDocument(
            row.get("text") or None,
            row.get("name") or row.get("id", ""),
            *filling.place(row),
            id=row.get("id", ""),
            spans=spans,
            relations=[each for each in relations if each is not None],
            groups=groups,
            notes=[filling.note(each) for each in sheets.get("notes", ())],
            faults=faults,
            metadata={**{str(name): str(value) for name, value in own.items()}, **facts},
            joint=JOINT,
        )

    def _group(self, entity: str, members: Sequence[str], filling: _Filling) -> OutGroup:
        row = self.entities.get(entity)
        if row is None:
            filling.fault({}, f"entity {shown(entity)} is named by mentions and told nowhere.")
            row = {}
        return OutGroup(
            tuple(members),
            row.get("name", ""),
            row.get("type", ""),
            {name: str(value) for name, value in fields(filling.value(row, "identifiers")).items()},
            tuple(str(each) for each in items(filling.value(row, "aliases"))),
            f"{_ENTITY}{entity}",
            filling.attributes(row),
            f"{self._key}\n{entity}",
            row.get("author", ""),
            filling.time(row),
            untyped=bool(row) and not row.get("type"),
        )


class _Filling:
    """Turns cells into values; what is none is told with its line."""

    def __init__(self, file: str, lines: Lines, faults: list[Fault]) -> None:
        self._file = file
        self._lines = lines
        self._faults = faults

    def place(self, row: Row) -> tuple[str, int]:
        return self._lines.get(id(row), (self._file, 0))

    def fault(self, row: Row, what: str) -> None:
        self._faults.append(Fault(*self.place(row), what))

    def span(self, row: Row, number: int) -> OutSpan | None:
        ranges = _ranges(row.get("spans", ""))
        if not ranges or not row.get("label"):
            what = "a label" if ranges else "spans such as 0-3;8-11"
            self.fault(row, f"mention {shown(row.get('id', ''))} has not {what}.")
            return None
        return OutSpan(
            row["label"],
            ranges,
            row.get("id") or f"#{number + 1}",
            row.get("quote") or None,
            row.get("subtype", ""),
            self.attributes(row),
            row.get("author", ""),
            self.time(row),
            self._confidence(row),
            row.get("origin", ""),
            self.place(row)[1],
        )

    def relation(self, row: Row) -> OutRelation | None:
        found = [each for each in items(self.value(row, "arguments")) if _is_pair(each)]
        if not row.get("type"):
            self.fault(row, f"relation {shown(row.get('id', ''))} has no type.")
            return None
        return OutRelation(
            row["type"],
            tuple((str(role), str(held)) for role, held in found),
            row.get("id", ""),
            row.get("trigger", ""),
            self.attributes(row),
            row.get("author", ""),
            self.time(row),
            self._confidence(row),
            row.get("origin", ""),
            self.place(row)[1],
        )

    def note(self, row: Row) -> OutNote:
        target = row.get("target", "")
        return OutNote(
            row.get("body", ""),
            f"{_ENTITY}{target}" if row.get("on") == "entity" else target,
            "",
            row.get("author", ""),
            self.time(row),
            self.attributes(row),
            self.place(row)[1],
        )

    def value(self, row: Row, column: str) -> Any:
        words = row.get(column, "")
        if not words.strip():
            return None
        try:
            return orjson.loads(words)
        except orjson.JSONDecodeError:
            self.fault(row, f"“{shown(words)}” in the column “{column}” is not JSON.")
            return None

    def attributes(self, row: Row) -> Attributes:
        held = fields(self.value(row, "attributes"))
        found = {str(name): _value(value) for name, value in held.items()}
        return {name: value for name, value in found.items() if name and value is not None}

    def time(self, row: Row) -> int:
        words = row.get("created", "")
        try:
            return max(0, time_from_text(words)) if words else 0
        except (ValueError, OverflowError):
            self.fault(row, f"“{shown(words)}” is no time with its zone, such as 2026-11-22T12:48:00.000Z.")
            return 0

    def _confidence(self, row: Row) -> float | None:
        words = row.get("confidence", "")
        if not words:
            return None
        try:
            number = float(words)
        except ValueError:
            number = -1.0
        if 0 <= number <= 1:
            return number
        self.fault(row, f"“{shown(words)}” is no confidence from 0 to 1.")
        return None


def _ranges(words: str) -> Ranges:
    """The spans of a cell; none where one of them is none."""
    found = [_SPAN.fullmatch(each) for each in words.split(";")]
    return tuple((int(each[1]), int(each[2])) for each in found if each) if all(found) else ()


def _is_pair(plain: Any) -> bool:
    return isinstance(plain, list) and len(plain) == 2 and all(isinstance(each, str) for each in plain)


def _value(plain: Any) -> Value | None:
    if isinstance(plain, list):
        return tuple(
            each if isinstance(each, str) else json.dumps(each, ensure_ascii=False) for each in plain
        )
    if isinstance(plain, float):
        return plain if isfinite(plain) else str(plain)
    return plain if isinstance(plain, (str, bool, int)) else None if plain is None else json.dumps(plain)
