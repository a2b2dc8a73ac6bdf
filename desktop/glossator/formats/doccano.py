"""JSONL of doccano in its shapes: triples of start, end and label; entities with relations; the text as data."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import orjson

from glossator.core.outside import ID, ours
from glossator.formats.carries import Carries
from glossator.formats.json_stream import parsed
from glossator.formats.loose_json import documents_in, fact, items, shown
from glossator.formats.losses import Outgoing
from glossator.formats.numbering import number_of, numbers_of
from glossator.formats.standoff import (
    Fault,
    Options,
    OutDocument,
    OutNote,
    OutRelation,
    OutSpan,
    named_place,
)
from glossator.formats.units import UTF_16, Text
from glossator.formats.whole import written_whole

NAME = "doccano"
TITLE = "doccano JSONL"
ABOUT = "one document per line: its text with triples (start, end, label), or with entities and relations"
ENDINGS = (".jsonl", ".json")
DEFAULT_UNIT = UTF_16
GUESS_UNIT = True
FIELDS = ("source", "author", "url", "published", "retrieved")
_TEXTS = ("text", "data", "column_data")
_LABELS = ("label", "labels", "column_label")
_HELD = frozenset(("id", "name", "entities", "relations", "Comments", "comments", *_TEXTS, *_LABELS))
_WHOLE = r"0|[1-9][0-9]{0,14}"  # ids are numbers there
CARRIES = Carries(
    nested=True,
    crossing=True,
    same_span=True,
    relations=True,
    notes=frozenset(("document",)),
    metadata=frozenset((*FIELDS, "attributes")),
    reserved=_HELD | frozenset(FIELDS),
    any_character=True,
    ids={"document": _WHOLE, "mention": _WHOLE, "relation": f"R(?:{_WHOLE})"},
)


def sniff(head: bytes, path: Path) -> bool:
    """The first record has a text and labels or entities in one of the shapes."""
    if path.suffix.lower() not in ENDINGS:
        return False
    first = parsed(head.split(b"\n", 1)[0].removeprefix(b"\xef\xbb\xbf"))[0]
    if not isinstance(first, dict):
        keys = [f'"{name}"'.encode() for name in ("start_offset", "entities", "label", "labels")]
        return b'"text"' in head and any(key in head for key in keys) and b'"format"' not in head[:200]
    has_text = any(isinstance(first.get(name), str) for name in _TEXTS)
    is_ours = "offset_unit" in first or "tokens" in first or "spans" in first
    names = ("entities", "Comments", "cats", *_LABELS)
    return has_text and not is_ours and any(isinstance(first.get(name), list) for name in names)


def read(path: Path, options: Options) -> Iterator[OutDocument]:
    """The records of the file; what is none is told by its line."""
    return documents_in(path, partial(_document, options=options))


def write(documents: Iterable[Outgoing], target: Path, options: Options) -> None:
    """Write a line for each document: entities and relations, offsets in UTF-16 units as doccano counts."""
    taken: set[int] = set()
    with written_whole(target, overwrite=options.overwrite) as out:
        for number, outgoing in enumerate(documents, 1):
            plain = _plain(outgoing, number_of(outgoing.document.attributes.get(ID, ""), number, taken))
            out.write(orjson.dumps(plain, option=orjson.OPT_APPEND_NEWLINE))


# --- reading


def _document(plain: Any, file: str, line: int, number: int, options: Options) -> OutDocument:
    if not isinstance(plain, dict):
        return OutDocument(None, file=file, faults=[Fault(file, line, "this is no object with a text.")])
    text = plain.get(_first(plain, (options.text_field, *_TEXTS), str))
    if not isinstance(text, str):
        return OutDocument(None, file=file, faults=[Fault(file, line, "there is no text in this record.")])
    reader = _Reader(file, line)
    reader.take(plain, plain.get(_first(plain, (options.label_field, *_LABELS), list)) or [])
    held = {
        key: fact(value)
        for key, value in plain.items()
        if key not in _HELD and value not in (None, "", {}, [])
    }
    if reader.classes:
        held["label"] = ", ".join(reader.classes)
    known = plain.get("id")
    return OutDocument(
        text,
        str(plain.get("name") or named_place(file, number)),
        file,
        line,
        id="" if known is None else str(known),
        spans=reader.spans,
        relations=reader.relations,
        notes=reader.notes,
        faults=reader.faults,
        metadata=held,
    )


class _Reader:
    """What one record says of its text."""

    def __init__(self, file: str, line: int) -> None:
        self._file = file
        self._line = line
        self.spans: list[OutSpan] = []
        self.relations: list[OutRelation] = []
        self.notes: list[OutNote] = []
        self.classes: list[str] = []
        self.faults: list[Fault] = []

    def take(self, plain: Mapping[str, Any], labels: Sequence[Any]) -> None:
        for each in labels:
            self._label(each)
        for each in items(plain.get("entities")):
            self._label(each)
        for each in items(plain.get("relations")):
            self._relation(each)
        for each in [*items(plain.get("Comments")), *items(plain.get("comments"))]:
            if said := _comment(each):
                self.notes.append(OutNote(said, author=_author(each), line=self._line))

    def _label(self, plain: Any) -> None:
        match plain:
            case [int(start), int(end), str(label), *_] if not isinstance(start, bool):
                self.spans.append(OutSpan(label, ((start, end),), line=self._line))
            case {"start_offset": int(start), "end_offset": int(end), "label": str(label), **rest}:
                known = rest.get("id")
                made = OutSpan(label, ((start, end),), "" if known is None else str(known), line=self._line)
                self.spans.append(made)
            case str(label):
                self.classes.append(label)
            case _:
                self._fault(f"“{shown(plain)}” is no label with a place.")

    def _relation(self, plain: Any) -> None:
        match plain:
            case {"from_id": first, "to_id": second, **rest} if first is not None and second is not None:
                kind = rest.get("type") or rest.get("label") or "relation"
                arguments = (("Arg1", str(first)), ("Arg2", str(second)))
                known = rest.get("id")
                # entities and relations are numbered apart, and may have the same numbers
                made = OutRelation(
                    str(kind), arguments, "" if known is None else f"R{known}", line=self._line
                )
                self.relations.append(made)
            case _:
                self._fault(f"“{shown(plain)}” is no relation.")

    def _fault(self, what: str) -> None:
        self.faults.append(Fault(self._file, self._line, what))


def _first(plain: Mapping[str, Any], names: Iterable[str], kind: type) -> str:
    return next((name for name in names if name and isinstance(plain.get(name), kind)), "")


def _comment(plain: Any) -> str:
    if isinstance(plain, dict):
        plain = plain.get("comment") or plain.get("text")
    return plain if isinstance(plain, str) else ""


def _author(plain: Any) -> str:
    held = plain.get("username") or plain.get("user") if isinstance(plain, dict) else ""
    return held if isinstance(held, str) else ""


# --- writing


def _plain(outgoing: Outgoing, number: int) -> dict[str, Any]:
    held, document = outgoing.annotations, outgoing.document
    text = Text(held.text)
    positions = _positions(text)
    ids = numbers_of(held.in_order())
    relations_in_order = sorted(held.relations.values(), key=lambda one: one.id)
    links = numbers_of(relations_in_order)
    entities = [
        {
            "id": ids[each.id],
            "label": each.label,
            "start_offset": positions(each.start),
            "end_offset": positions(each.end),
        }
        for each in held.in_order()
    ]
    relations = [
        {
            "id": links[each.id],
            "from_id": ids[each.arguments[0].target],
            "to_id": ids[each.arguments[1].target],
            "type": each.type,
        }
        for each in relations_in_order
    ]
    facts = {name: getattr(document, name) for name in FIELDS if getattr(document, name)}
    notes = sorted(held.notes.values(), key=lambda one: one.id)
    return {
        "id": number,
        "text": held.text,
        "entities": entities,
        "relations": relations,
        "Comments": [each.body for each in notes],
        "name": document.name,
        **facts,
        **ours(document.attributes),
    }


def _positions(text: Text) -> Any:
    return text.ruler(UTF_16).__getitem__ if text.has_wide else int
