"""STIX 2.1 bundles: entities, relations, notes and a report for each document, for platforms of threat intelligence."""

from __future__ import annotations

import re
import uuid
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import orjson

from glossator.core.annotations import Entity, Mention, Note, Relation
from glossator.core.documents import Document, printable
from glossator.core.outside import LINES
from glossator.core.spans import quote
from glossator.formats import json_stream, stix_reading, text
from glossator.formats.carries import Carries
from glossator.formats.jsonl.shape import time_to_text
from glossator.formats.loose_json import fields, items
from glossator.formats.losses import Outgoing
from glossator.formats.standoff import Options, OutDocument
from glossator.formats.whole import written_whole

NAME = "stix"
TITLE = "STIX 2.1"
ABOUT = "a bundle of entities, relationships, notes and a report for each document, for threat intelligence platforms"
ENDINGS = (".json",)
_UUID = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
_OBJECT = f"[a-z0-9-]+--{_UUID}"
CARRIES = Carries(
    spans=False,
    nested=True,
    crossing=True,
    same_span=True,
    discontinuous=True,
    relations=True,
    identities="full",
    identifiers=True,
    aliases=True,
    notes=frozenset(("mention", "relation", "document", "entity")),
    confidence=True,
    authors=True,
    times=True,
    metadata=frozenset(("url", "published", "source", "author")),
    ids={
        "document": _OBJECT,
        "relation": f"relationship--{_UUID}",
        "entity": _OBJECT,
        "note": f"note--{_UUID}",
    },
)

_ENTITY = "x-glossator-entity"
_ROOM = uuid.UUID("b3a1a5b4-6a57-5d57-8f5e-6b5b0d0f2c01")
_NO_TIME = "1970-01-01T00:00:00.000Z"
_QUOTED = 20  # quotations that stand with an entity, of those in a document
_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_KINDS: Mapping[str, tuple[str, Mapping[str, Any]]] = {
    word: (kind, more)
    for kind, more, words in (
        ("identity", {"identity_class": "individual"}, "per person people human individual"),
        ("identity", {"identity_class": "organization"}, "org organization organisation company party media"),
        ("location", {}, "gpe loc location place country region city geo-political-entity facility fac"),
        ("malware", {"is_family": False}, "malware virus ransomware"),
        ("tool", {}, "tool software"),
        ("threat-actor", {}, "threat-actor apt"),
        ("campaign", {}, "campaign"),
        ("vulnerability", {}, "vulnerability cve"),
        ("attack-pattern", {}, "attack-pattern technique"),
    )
    for word in words.split()
}


def sniff(head: bytes, path: Path) -> bool:
    """A bundle of objects, by its beginning."""
    return path.suffix.lower() in ENDINGS and b'"bundle--' in head and b'"objects"' in head


def read(path: Path, _options: Options) -> Iterator[OutDocument]:
    """A document for each report of the bundle, and one for what stands in none."""
    yield from stix_reading.documents(text.bytes_of(path), printable(path.name), str(path))


def write(documents: Iterable[Outgoing], target: Path, options: Options) -> None:
    """Write one bundle, in which each object stands once."""
    bundle = _Bundle()
    with written_whole(target, overwrite=options.overwrite) as out:
        for each in documents:
            bundle.take(each)
        objects = bundle.ordered()
        plain = {"type": "bundle", "id": bundle.id_of(objects), "objects": objects}
        out.write(orjson.dumps(plain, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE))


def check(target: Path) -> list[str]:
    """What is wrong with a bundle that was written: objects that are named in it and are not there."""
    plain, fault = json_stream.parsed(text.bytes_of(target))
    if fault:
        return [fault]
    objects = plain["objects"]
    known = {each["id"] for each in objects}
    told = [] if len(known) == len(objects) else ["An object stands there twice."]
    named = {each[key] for each in objects for key in ("source_ref", "target_ref") if key in each}
    named |= {held for each in objects for held in each.get("object_refs", ())}
    return [*told, *(f"{each} is named and not there." for each in sorted(named - known))]


def _id(kind: str, *parts: object) -> str:
    """The id of what these parts tell; the same each time it is written."""
    return f"{kind}--{uuid.uuid5(_ROOM, chr(31).join([kind, *map(str, parts)]))}"


def kind_of(label: str) -> tuple[str, Mapping[str, Any]]:
    """The type of STIX for a label, with what it has to say of itself; our own where STIX has none."""
    name = label.casefold().replace("_", "-").replace(" ", "-")
    return _KINDS.get(name) or (_ENTITY, {})


def type_name(name: str) -> str:
    """The type of a relation as STIX writes them: small letters, digits and hyphens."""
    return re.sub("[^a-z0-9]+", "-", name.casefold()).strip("-") or "related-to"


class _Bundle:
    def __init__(self) -> None:
        self.objects: dict[str, dict[str, Any]] = {}
        self._order: dict[str, int] = {}  # in bundles that were read
        self._ids: dict[frozenset[str], str] = {}
        self._said: Counter[tuple[str, str, str]] = Counter()

    def id_of(self, objects: Sequence[Mapping[str, Any]]) -> str:
        """The id of the bundle: the one that it had where it holds the same objects as then."""
        names = frozenset(each["id"] for each in objects)
        return self._ids.get(names) or _id("bundle", *sorted(self.objects))

    def ordered(self) -> list[dict[str, Any]]:
        """All objects in the order in which they were read; before ours what says what they are."""
        has_own = any(each["type"] == _ENTITY for each in self.objects.values())
        for each in _own() if has_own else ():
            self.objects.setdefault(each["id"], each)
            self._order.setdefault(each["id"], -1)
        last = len(self._order)
        return sorted(self.objects.values(), key=lambda each: self._order.get(each["id"], last))

    def _remember(self, document: Document) -> Mapping[str, Any]:
        """What the bundle that a document came from had beside it; its report."""
        kept = _kept(document.attributes)
        for each in items(kept.get("order")):
            self._order.setdefault(each, len(self._order))
        for each in items(kept.get("rest")):
            self._put(dict(each))
        if kept.get("bundle"):
            self._ids[frozenset(items(kept.get("order")))] = str(kept["bundle"])
        return kept

    def take(self, outgoing: Outgoing) -> None:
        held, document = outgoing.annotations, outgoing.document
        kept = self._remember(document)
        ids: dict[int, str] = {}
        said: dict[str, list[Mention]] = {}
        for each in held.in_order():
            ids[each.id] = self._entity(each, outgoing)
            said.setdefault(ids[each.id], []).append(each)
        for known, mentions in said.items() if not kept else ():
            self.objects[known].setdefault("external_references", []).append(
                _evidence(document, held.text, mentions)
            )
        for relation in sorted(held.relations.values(), key=lambda one: one.id):
            ids[relation.id] = self._relationship(relation, ids)
        named = list(dict.fromkeys(ids.values()))
        notes = [
            (each, ids.get(each.target, "")) for each in sorted(held.notes.values(), key=lambda one: one.id)
        ]
        for entity, remarks in outgoing.entity_notes.items():
            known = next((ids[each.id] for each in held.in_order() if each.entity == entity), "")
            notes += [(each, known) for each in remarks]
        # what stood in no report gets one only when somebody noted something on all of it
        has_report = not kept or kept.get("report") or not all(target for _, target in notes)
        report = self._report(document, named, fields(kept.get("report"))) if named and has_report else ""
        for note, target in notes:
            if target or report:
                self._note(note, target or report)

    def _put(self, plain: dict[str, Any]) -> str:
        known: str = plain["id"]
        self.objects.setdefault(known, plain)
        return known

    def _entity(self, mention: Mention, outgoing: Outgoing) -> str:
        entity = outgoing.entities.get(mention.entity or 0)
        label = (entity.type if entity else "") or mention.label
        words = " ".join(quote(mention.fragments, outgoing.text).split())
        if entity and (kept := _kept(entity.attributes)):
            return self._put(kept | ({"name": entity.name} if _is_renamed(kept, entity.name) else {}))
        kind, more = kind_of(label)
        name = entity.name if entity else words
        known = _id(kind, entity.id if entity else "", label, name.casefold())
        held = self.objects.get(known)
        if held is None:
            told = entity or mention
            held = _object(kind, known, told.created) | self._maker(told.author or mention.author)
            held |= {"name": name or label, **more, "labels": [label]}
            held |= _of_entity(entity, kind) if entity else {}
            if kind == "location":  # it has to say a region or a country
                place = (entity.identifiers if entity else {}).get("iso3166", "")
                held |= {"country": place} if place else {"region": type_name(held["name"])}
            self._put(held)
        if mention.confidence is not None:
            held["confidence"] = max(held.get("confidence", 0), round(mention.confidence * 100))
        return known

    def _relationship(self, relation: Relation, ids: Mapping[int, str]) -> str:
        source, target = (ids[each.target] for each in relation.arguments[:2])
        kind = type_name(relation.type)
        kept = _kept(relation.attributes)
        said = (kept.get("source_ref"), type_name(str(kept.get("relationship_type"))), kept.get("target_ref"))
        if said == (source, kind, target):
            return self._put(kept)
        again = self._said[source, kind, target]  # each time with a confidence and notes of its own
        self._said[source, kind, target] += 1
        known = _id("relationship", source, kind, target, *([again] if again else []))
        made = _object("relationship", known, relation.created)
        made |= {"relationship_type": kind, "source_ref": source, "target_ref": target}
        made |= self._maker(relation.author)
        if relation.confidence is not None:
            made["confidence"] = round(relation.confidence * 100)
        return self._put(made)

    def _note(self, note: Note, target: str) -> None:
        kept = _kept(note.attributes)
        if kept.get("content") == note.body:
            self._put(kept)
            return
        made = _object("note", _id("note", note.id, target), note.created)
        self._put(made | self._maker(note.author) | {"content": note.body or "…", "object_refs": [target]})

    def _maker(self, author: str) -> dict[str, str]:
        """Who made an object, by the identity of that person."""
        if not author:
            return {}
        made = _object("identity", _id("identity", "author", author), 0)
        return {"created_by_ref": self._put(made | {"name": author, "identity_class": "individual"})}

    def _report(self, document: Document, named: Sequence[str], kept: Mapping[str, Any]) -> str:
        """The report of a document: the one that it came from, with what was added."""
        if kept:
            refs = items(kept.get("object_refs"))
            more = [each for each in named if each not in refs and each not in self._order]
            return self._put({**kept, **({"object_refs": [*refs, *more]} if more else {})})
        made = _object("report", _id("report", document.digest), 0)
        made |= {"name": document.name, "published": _published(document), "report_types": ["threat-report"]}
        made |= {"object_refs": list(named)}
        source = {"source_name": document.source or document.name or "article"}
        source |= {"url": document.url} if document.url.startswith(("http://", "https://")) else {}
        return self._put(
            made | {"external_references": [source | {"description": f"Author: {document.author}"}]}
        )


def _kept(attributes: Mapping[str, Any]) -> dict[str, Any]:
    """The object that a record was read from."""
    held = attributes.get(LINES, "")
    plain = json_stream.parsed(str(held).split("\n", 1)[0].encode())[0] if held else None
    return dict(plain) if isinstance(plain, dict) else {}


def _is_renamed(kept: Mapping[str, Any], name: str) -> bool:
    return isinstance(kept.get("name"), str) and " ".join(kept["name"].split()) != name


def _object(kind: str, known: str, created: int) -> dict[str, Any]:
    when = time_to_text(created) if created else _NO_TIME
    made = {"type": kind, "spec_version": "2.1", "id": known, "created": when, "modified": when}
    return made | ({"extensions": {_extension(): {"extension_type": "new-sdo"}}} if kind == _ENTITY else {})


def _extension() -> str:
    return _id("extension-definition", _ENTITY)


def _own() -> Iterator[dict[str, Any]]:
    """What says what objects of our own type are, and whose that is."""
    maker = _id("identity", "Glossator")
    yield _object("identity", maker, 0) | {"name": "Glossator", "identity_class": "system"}
    yield _object("extension-definition", _extension(), 0) | {
        "created_by_ref": maker,
        "name": "Entities of texts",
        "schema": f"{_ENTITY}: name (text), labels (the label under which it was tagged)",
        "version": "1.0.0",
        "extension_types": ["new-sdo"],
    }


def _of_entity(entity: Entity, kind: str) -> dict[str, Any]:
    marks = [
        {"source_name": name, "external_id": number} for name, number in entity.identifiers.items() if number
    ]
    held: dict[str, Any] = (
        {"external_references": [each for each in marks if each["source_name"]]} if marks else {}
    )
    if entity.aliases and kind in ("malware", "tool", "threat-actor", "campaign", _ENTITY):
        held["aliases"] = list(entity.aliases)
    elif entity.aliases:
        held["description"] = f"Also: {', '.join(entity.aliases)}"
    return held


def _evidence(document: Document, words: str, mentions: Sequence[Mention]) -> dict[str, Any]:
    """Where a document says something: quotations with their offsets in code points."""
    said = [f"“{quote(each.fragments, words)}” {each.start}–{each.end}" for each in mentions[:_QUOTED]]
    more = f"; {len(mentions) - _QUOTED:,} more" if len(mentions) > _QUOTED else ""
    found = {"source_name": document.name or "document", "description": f"{'; '.join(said)}{more}"}
    return found | ({"url": document.url} if document.url.startswith(("http://", "https://")) else {})


def _published(document: Document) -> str:
    found = _DATE.match(document.published) or _DATE.match(document.retrieved)
    return f"{found[0]}T00:00:00.000Z" if found else _NO_TIME
