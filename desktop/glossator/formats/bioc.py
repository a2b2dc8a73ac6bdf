"""The model of BioC, which its XML and JSON share: passages, annotations in places, relations with roles."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from glossator.core.annotations import Attributes, Mention, Relation, Value
from glossator.core.documents import Document
from glossator.core.outside import ID, ours
from glossator.formats.carries import Carries
from glossator.formats.loose_json import fields, items, shown, whole, words
from glossator.formats.losses import Outgoing
from glossator.formats.numbering import ids_of
from glossator.formats.standoff import (
    SUBTYPE,
    Fault,
    OutDocument,
    OutRelation,
    OutSpan,
    named_place,
)

FIELDS = ("source", "author", "url", "published", "retrieved")
CARRIES = Carries(
    nested=True,
    crossing=True,
    same_span=True,
    discontinuous=True,
    subtypes=True,
    mention_attributes=True,
    relation_attributes=True,
    relations=True,
    roles=True,
    events=True,
    nested_events=True,
    nested_relations=True,
    metadata=frozenset((*FIELDS, "attributes")),
    names=r"(?!type$)(?s:.+)",  # the infon "type" is the label
    ids={"document": "", "mention": "", "relation": ""},
)

_TYPE, _TRIGGER = "type", "trigger"
_UNTYPED = "annotation"
_WIDTHS = (len, lambda text: len(text.encode()), lambda text: len(text.encode("utf-16-le")) // 2)


def document(plain: Mapping[str, Any], file: str, line: int, number: int) -> OutDocument:
    """A document of BioC, in the shape of its JSON, as what it says."""
    parts = [fields(each) for each in items(plain.get("passages"))]
    parts = [each for part in parts for each in _with_text(part)]
    texts = [(whole(each.get("offset")) or 0, str(each.get("text") or "")) for each in parts]
    text = _joined(texts)
    reader = _Reader(file, line)
    for each in (*_all_parts(plain), plain):
        reader.take(each)
    infons = {
        str(key): words(value) or shown(value)
        for key, value in fields(plain.get("infons")).items()
        if value is not None
    }
    known = words(plain.get("id"))
    return OutDocument(
        text or None,
        infons.pop("name", "") or known or named_place(file, number),
        file,
        line,
        id=known,
        spans=reader.spans,
        relations=reader.relations,
        faults=reader.faults if text else [Fault(file, line, "there is no text in this document.")],
        metadata=infons,
    )


def _with_text(passage: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """A passage has its text itself, or its sentences have it."""
    if passage.get("text") or not items(passage.get("sentences")):
        yield passage
    else:
        yield from (fields(each) for each in items(passage.get("sentences")))


def _all_parts(plain: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    for passage in map(fields, items(plain.get("passages"))):
        yield passage
        yield from map(fields, items(passage.get("sentences")))


def _joined(texts: Sequence[tuple[int, str]]) -> str:
    """The passages at their offsets, which count bytes by the standard and characters in most files: as whatever leaves
    the smallest gaps between them.  Gaps are filled with line ends.
    """
    best: tuple[int, str] | None = None
    for width in _WIDTHS:
        made, at, filled = "", 0, 0
        for offset, text in texts:
            gap = offset - at
            filled += abs(gap)
            made += "\n" * max(gap, 0) + text
            at += max(gap, 0) + width(text)
        if best is None or filled < best[0]:
            best = (filled, made)
    return best[1] if best else ""


class _Reader:
    def __init__(self, file: str, line: int) -> None:
        self._file, self._line = file, line
        self.spans: list[OutSpan] = []
        self.relations: list[OutRelation] = []
        self.faults: list[Fault] = []

    def take(self, plain: Mapping[str, Any]) -> None:
        for each in items(plain.get("annotations")):
            self._annotation(fields(each))
        for each in items(plain.get("relations")):
            self._relation(fields(each))

    def _annotation(self, plain: Mapping[str, Any]) -> None:
        ranges = []
        for place in map(fields, items(plain.get("locations"))):
            offset, length = whole(place.get("offset")), whole(place.get("length"))
            if offset is not None and length is not None:
                ranges.append((offset, offset + length))
        if not ranges:
            self._fault(f"“{shown(plain)}” is no annotation with a place.")
            return
        label, held = _typed(plain)
        quoted = plain.get("text")
        self.spans.append(
            OutSpan(
                label,
                tuple(ranges),
                words(plain.get("id")),
                quoted if isinstance(quoted, str) and quoted else None,
                attributes=held,
                line=self._line,
            )
        )

    def _relation(self, plain: Mapping[str, Any]) -> None:
        nodes = [
            (words(each.get("role")), words(each.get("refid")))
            for each in map(fields, items(plain.get("nodes")))
        ]
        nodes = [(role or f"Arg{at}", target) for at, (role, target) in enumerate(nodes, 1) if target]
        if not nodes:
            self._fault(f"“{shown(plain)}” is no relation.")
            return
        label, held = _typed(plain)
        trigger = next((target for role, target in nodes if role.lower() == _TRIGGER), "")
        arguments = tuple((role, target) for role, target in nodes if role.lower() != _TRIGGER)
        made = OutRelation(label, arguments, words(plain.get("id")), trigger, held, line=self._line)
        self.relations.append(made)

    def _fault(self, what: str) -> None:
        self.faults.append(Fault(self._file, self._line, what))


def _typed(plain: Mapping[str, Any]) -> tuple[str, Attributes]:
    held: dict[str, Value] = {
        str(key): words(value) or shown(value)
        for key, value in fields(plain.get("infons")).items()
        if value not in (None, "")
    }
    return str(held.pop(_TYPE, "") or _UNTYPED), held


def plain_of(outgoing: Outgoing) -> dict[str, Any]:
    """A document of ours in the shape of BioC's JSON: one passage, all annotations in it."""
    held = outgoing.annotations
    mentions = list(held.in_order())
    relations = sorted(held.relations.values(), key=lambda each: each.id)
    ids = ids_of(mentions, relations)
    return {
        "id": outgoing.document.attributes.get(ID, "") or outgoing.document.name,
        "infons": _facts(outgoing.document),
        "passages": [
            {
                "offset": 0,
                "infons": {},
                "text": held.text,
                "sentences": [],
                "annotations": [_plain_mention(each, held.text, ids) for each in mentions],
                "relations": [_plain_relation(each, ids) for each in relations],
            }
        ],
        "annotations": [],
        "relations": [],
    }


def _facts(document: Document) -> dict[str, str]:
    facts = {name: getattr(document, name) for name in FIELDS if getattr(document, name)}
    return {"name": document.name, **facts, **ours(document.attributes)}


def _plain_mention(mention: Mention, text: str, ids: Mapping[int, str]) -> dict[str, Any]:
    infons = {_TYPE: mention.label, **_values(mention.attributes)}
    return {
        "id": ids[mention.id],
        "infons": infons | {SUBTYPE: mention.subtype} if mention.subtype else infons,
        "text": " ".join(span.slice(text) for span in mention.fragments),
        "locations": [{"offset": each.start, "length": each.length} for each in mention.fragments],
    }


def _plain_relation(relation: Relation, ids: Mapping[int, str]) -> dict[str, Any]:
    nodes = [{"refid": ids[each.target], "role": each.role} for each in relation.arguments]
    if relation.trigger is not None:
        nodes.insert(0, {"refid": ids[relation.trigger], "role": _TRIGGER})
    return {
        "id": ids[relation.id],
        "infons": {_TYPE: relation.type, **_values(relation.attributes)},
        "nodes": nodes,
    }


def _values(attributes: Attributes) -> dict[str, str]:
    return {name: _word(value) for name, value in ours(attributes).items()}


def _word(value: Value) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if isinstance(value, str) else str(value)
