"""A document as a task of Label Studio, and the configuration with which it shows all of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, MutableMapping, Sequence
from typing import Any
from xml.sax.saxutils import quoteattr

from glossator.core.annotations import Mention, Value
from glossator.core.outside import LINES, OUTSIDE, ours
from glossator.formats.jsonl.shape import time_to_text
from glossator.formats.losses import Outgoing
from glossator.formats.numbering import ids_of
from glossator.formats.standoff import SUBTYPE

ANNOTATION = f"{OUTSIDE}annotation"
"""Where a document keeps the id of the annotation that it was read from."""

_FIELDS = ("source", "author", "url", "published", "retrieved")
_COLOURS = ("#2f6fb5", "#b5552f", "#3b8a4a", "#8a3b7d", "#8a7a22", "#2b8a8a", "#a33a4e", "#5a5ab0")


def task_of(outgoing: Outgoing, number: int, fields: MutableMapping[str, str]) -> dict[str, Any]:
    """The task of a document; ``fields`` learns as which kind of result each attribute was written."""
    document, held = outgoing.document, outgoing.annotations
    data = {"text": held.text, "name": document.name}
    data |= {name: getattr(document, name) for name in _FIELDS if getattr(document, name)}
    data |= ours(document.attributes)
    ids = _ids(outgoing)
    results = [
        each for mention in held.in_order() for each in _results(outgoing, mention, ids[mention.id], fields)
    ]
    results += _relations(outgoing, ids)
    known = document.attributes.get(ANNOTATION, "")
    said: dict[str, Any] = {"id": int(known) if known.isdecimal() and len(known) < 16 else number}
    author, created = outgoing.made_by
    if author:  # not as “completed_by”: Label Studio refuses files with people whom it does not know
        said["created_username"] = author
    if created:
        said["created_at"] = time_to_text(created)
    said["result"] = results
    return {"id": number, "data": data, "annotations": [said]}


def configuration_of(labels: Sequence[str], types: Sequence[str], fields: Mapping[str, str]) -> bytes:
    """The labelling configuration: labels, relations, and a field for each attribute."""
    lines = ["<View>", '  <Labels name="label" toName="text">']
    for number, label in enumerate(labels):
        colour = _COLOURS[number % len(_COLOURS)]
        lines.append(f"    <Label value={quoteattr(label)} background={quoteattr(colour)}/>")
    lines += ["  </Labels>", '  <Text name="text" value="$text"/>']
    if types:
        lines += [
            "  <Relations>",
            *(f"    <Relation value={quoteattr(each)}/>" for each in types),
            "  </Relations>",
        ]
    for name, kind in fields.items():
        tag = {"number": "Number", "textarea": "TextArea"}.get(kind, "Choices")
        lines.append(f'  <{tag} name={quoteattr(name)} toName="text" perRegion="true"/>')
    return "".join(f"{line}\n" for line in [*lines, "</View>"]).encode()


def _ids(outgoing: Outgoing) -> dict[int, str]:
    return ids_of(outgoing.annotations.in_order(), (), ("m", "m"))


def _results(
    outgoing: Outgoing, mention: Mention, key: str, fields: MutableMapping[str, str]
) -> Iterator[dict[str, Any]]:
    place = {"start": mention.start, "end": mention.end, "text": outgoing.text[mention.start : mention.end]}
    notes = [each.body for each in outgoing.annotations.notes_on(mention.id)]
    region = _result(key, "label", "labels", {**place, "labels": [mention.label]})
    yield region | {"meta": {"text": notes}} if notes else region
    held: dict[str, Value] = dict(ours(mention.attributes))
    if mention.subtype:
        held[SUBTYPE] = mention.subtype
    for name, value in held.items():
        kind, said = _said(outgoing, name, value)
        fields.setdefault(name, kind)
        yield _result(key, name, kind, {**place, kind if kind != "textarea" else "text": said})


def _result(key: str, name: str, kind: str, value: dict[str, Any]) -> dict[str, Any]:
    return {"id": key, "from_name": name, "to_name": "text", "type": kind, "origin": "manual", "value": value}


def _said(outgoing: Outgoing, name: str, value: Value) -> tuple[str, object]:
    """The kind of result that holds a value, and how it holds it."""
    if isinstance(value, bool):
        return "choices", ["yes" if value else "no"]
    if isinstance(value, int | float):
        return "number", value
    kind = outgoing.scheme.attribute(name)
    if isinstance(value, tuple):
        return "choices", list(value)
    return ("choices", [value]) if kind is not None and kind.kind == "choice" else ("textarea", [value])


def _relations(outgoing: Outgoing, ids: Mapping[int, str]) -> Iterator[dict[str, Any]]:
    for each in sorted(outgoing.annotations.relations.values(), key=lambda one: one.id):
        first, second = (ids[argument.target] for argument in each.arguments)
        direction = str(each.attributes.get(LINES, "right")) if each.attributes else "right"
        if direction == "left":
            first, second = second, first
        kind = outgoing.scheme.relation_type(each.type)
        if direction == "right" and kind is not None and kind.symmetric:
            direction = "bi"
        yield {
            "from_id": first,
            "to_id": second,
            "type": "relation",
            "direction": direction,
            "labels": [each.type],
        }
