"""W3C Web Annotations in JSON-LD: quotations and positions in a text, tags and comments as bodies, links of two."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import orjson

from glossator.core.annotations import Mention, Note, Relation
from glossator.core.documents import printable
from glossator.core.outside import ID, ours
from glossator.core.spans import Span
from glossator.formats.carries import Carries
from glossator.formats.json_stream import records
from glossator.formats.jsonl.shape import time_to_text
from glossator.formats.loose_json import fields, items, shown, whole, words
from glossator.formats.losses import Outgoing
from glossator.formats.numbering import ids_of
from glossator.formats.standoff import (
    MADE_UP,
    Fault,
    Options,
    OutDocument,
    OutNote,
    OutRelation,
    OutSpan,
    named_place,
)
from glossator.formats.whole import written_whole

NAME = "w3c"
TITLE = "W3C Web Annotation"
ABOUT = (
    "JSON-LD: each annotation with its quotation and position, tags and comments as bodies, links as targets"
)
ENDINGS = (".jsonld", ".json")
FIELDS = ("source", "author", "url", "published", "retrieved")
CARRIES = Carries(
    nested=True,
    crossing=True,
    same_span=True,
    discontinuous=True,
    relations=True,
    nested_relations=True,
    notes=frozenset(("mention", "relation", "document")),
    authors=True,
    times=True,
    metadata=frozenset((*FIELDS, "attributes")),
    any_character=True,
    ids={"document": "", "mention": "", "relation": "", "note": ""},
)

_CONTEXT = "http://www.w3.org/ns/anno.jsonld"
_UNTAGGED = "annotation"
_AROUND = 32  # characters before and behind a quotation, by which it is found again


def sniff(head: bytes, path: Path) -> bool:
    """It names the context of Web Annotation, or has annotations with targets."""
    if path.suffix.lower() not in ENDINGS:
        return False
    return b"ns/anno.jsonld" in head or (b'"Annotation"' in head and b'"target"' in head)


def read(path: Path, _options: Options) -> Iterator[OutDocument]:
    """A document for each page of annotations, and one for each source of annotations that stand alone."""
    file, number = printable(path.name), 0
    alone: list[tuple[Mapping[str, Any], int]] = []
    end = size = 0
    for record in records(path):
        end, size = record.end, record.size
        held = fields(record.value)
        if record.fault:
            yield OutDocument(None, file=file, faults=[Fault(file, record.line, record.fault)])
        elif "items" in held or "resource" in held:
            number += 1
            yield _page(held, file, record.line, number)._replace(done=end, size=size)
        else:
            alone.append((held, record.line))
    for source, reader in _by_source(alone, file).items():
        yield reader.document(source or file.partition(".")[0])._replace(done=end, size=size)


def write(documents: Iterable[Outgoing], target: Path, options: Options) -> None:
    """Write a page of annotations for each document, the text with it."""
    with written_whole(target, overwrite=options.overwrite) as out:
        out.write(b"[")
        for number, outgoing in enumerate(documents):
            out.write(b"\n," if number else b"")
            out.write(orjson.dumps(_plain(outgoing, number)))
        out.write(b"\n]\n")


# --- reading


def _page(plain: Mapping[str, Any], file: str, line: int, number: int) -> OutDocument:
    resource = fields(plain.get("resource"))
    text = resource.get("value")
    reader = _Reader(file, text if isinstance(text, str) else None)
    for each in items(plain.get("items")):
        reader.take(fields(each), line)
    name = words(resource.get("label")) or words(plain.get("label")) or named_place(file, number)
    facts = {str(key): words(value) for key, value in fields(resource.get("facts")).items()}
    return reader.document(name)._replace(id=words(plain.get("id")), metadata=facts)


def _by_source(alone: Sequence[tuple[Mapping[str, Any], int]], file: str) -> dict[str, _Reader]:
    """Annotations that stand alone, by what they are about; one on another annotation is about the same."""
    sources = {words(held.get("id")): _source(held) for held, _ in alone}
    found: dict[str, _Reader] = {}
    for held, line in alone:
        source = _source(held)
        found.setdefault(sources.get(source, source) if source else "", _Reader(file, None)).take(held, line)
    return found


def _source(plain: Mapping[str, Any]) -> str:
    """What an annotation is about: the address of its target."""
    for target in _several(plain.get("target")):
        held = fields(target)
        source = held.get("source")
        found = words(target) or words(source) or words(fields(source).get("id")) or words(held.get("id"))
        if found:
            return found
    return ""


def _several(plain: Any) -> Sequence[Any]:
    return plain if isinstance(plain, list) else () if plain is None else (plain,)


class _Reader:
    """What the annotations of one text say."""

    def __init__(self, file: str, text: str | None) -> None:
        self._file, self._text = file, text
        self._spans: list[OutSpan] = []
        self._links: list[OutRelation] = []
        self._notes: list[OutNote] = []
        self._faults: list[Fault] = []

    def take(self, plain: Mapping[str, Any], line: int) -> None:
        """One annotation."""
        known = words(plain.get("id")) or f"{MADE_UP}{len(self._spans) + len(self._links) + 1}"
        targets = _several(plain.get("target"))
        if not targets:
            self._fault(line, f"“{shown(plain)}” is no annotation with a target.")
        elif plain.get("motivation") == "linking" and len(targets) == 2:
            self._link(plain, known, targets, line)
        elif any("selector" in fields(each) for each in targets):
            self._mark(plain, known, targets, line)
        else:
            self._remarks(plain, "", line, words(plain.get("id")))

    def document(self, name: str) -> OutDocument:
        """All of it."""
        return OutDocument(
            self._text,
            name,
            self._file,
            spans=self._spans,
            relations=self._links,
            notes=self._notes,
            faults=self._faults,
            joint="\x00",  # of several pieces there is no quotation as a whole
        )

    def _mark(self, plain: Mapping[str, Any], known: str, targets: Sequence[Any], line: int) -> None:
        places = [self._place(fields(each)) for each in targets]
        if not all(places):
            self._fault(line, f"“{shown(targets)}” is no place in a text that can be found.")
            return
        ranges = tuple(place[0] for place in places if place)
        quoted = places[0][1] if len(places) == 1 and places[0] else None
        tags = [words(each.get("value")) for each in _bodies(plain, "tagging")]
        author, created = _maker(plain)
        for number, tag in enumerate(tags or [_UNTAGGED]):
            own = known if not number else f"{MADE_UP}{known} {number + 1}"
            self._spans.append(
                OutSpan(tag or _UNTAGGED, ranges, own, quoted, author=author, created=created, line=line)
            )
        self._remarks(plain, known, line)

    def _place(self, target: Mapping[str, Any]) -> tuple[tuple[int, int], str | None] | None:
        quoted, before, behind = None, "", ""
        for each in map(fields, _several(target.get("selector"))):
            if each.get("type") == "TextQuoteSelector" and isinstance(each.get("exact"), str):
                quoted = each["exact"]
                before, behind = words(each.get("prefix")), words(each.get("suffix"))
        for each in map(fields, _several(target.get("selector"))):
            start, end = whole(each.get("start")), whole(each.get("end"))
            if each.get("type") == "TextPositionSelector" and start is not None and end is not None:
                return (start, end), quoted
        if quoted and self._text is not None:
            at = self._text.find(before + quoted + behind)
            if at >= 0:
                start = at + len(before)
                return (start, start + len(quoted)), quoted
        return None

    def _link(self, plain: Mapping[str, Any], known: str, targets: Sequence[Any], line: int) -> None:
        first, second = (words(each) or words(fields(each).get("id")) for each in targets)
        tags = [words(each.get("value")) for each in _bodies(plain, "tagging")]
        author, created = _maker(plain)
        arguments = (("Arg1", first), ("Arg2", second))
        kind = next((tag for tag in tags if tag), "link")
        self._links.append(OutRelation(kind, arguments, known, author=author, created=created, line=line))
        self._remarks(plain, known, line)

    def _remarks(self, plain: Mapping[str, Any], target: str, line: int, known: str = "") -> None:
        """The comments in an annotation; one that is nothing but a comment has the id ``known``."""
        for each in (*_bodies(plain, "commenting"), *_bodies(plain, "")):
            said = each.get("value")
            if isinstance(said, str) and said:
                author, created = _maker(each)
                own = words(each.get("id")) or known
                self._notes.append(OutNote(said, target, own, author, created, line=line))
                known = ""

    def _fault(self, line: int, what: str) -> None:
        self._faults.append(Fault(self._file, line, what))


def _bodies(plain: Mapping[str, Any], purpose: str) -> list[Mapping[str, Any]]:
    """The bodies with a purpose; a text without any is a comment, as the model has it for annotations that say none."""
    found = [fields(each) for each in _several(plain.get("body"))]
    return [each for each in found if words(each.get("purpose")) == purpose]


def _maker(plain: Mapping[str, Any]) -> tuple[str, int]:
    creator = plain.get("creator")
    author = words(creator) or words(fields(creator).get("name")) or words(fields(creator).get("id"))
    try:
        moment = datetime.fromisoformat(words(plain.get("created")))
    except ValueError:
        return author, 0
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return author, max(0, round(moment.timestamp() * 1000))


# --- writing


def _plain(outgoing: Outgoing, number: int) -> dict[str, Any]:
    held, document = outgoing.annotations, outgoing.document
    urn = f"urn:sha256:{document.digest}"
    mentions = list(held.in_order())
    relations = sorted(held.relations.values(), key=lambda each: each.id)
    known = ids_of(mentions, relations, ("#T", "#R"))
    notes: dict[int, list[Note]] = {}
    for each in sorted(held.notes.values(), key=lambda one: one.id):
        notes.setdefault(each.target, []).append(each)
    facts = {name: getattr(document, name) for name in FIELDS if getattr(document, name)}
    made = [_marked(each, held.text, urn, known[each.id], notes.get(each.id, ())) for each in mentions]
    made += [_linked(each, known, notes.get(each.id, ())) for each in relations]
    made += [
        {
            "id": f"#note{at}",
            **_known(each),
            "type": "Annotation",
            "motivation": "commenting",
            "body": [_remark(each)],
            "target": urn,
        }
        for at, each in enumerate(notes.get(document.id, ()), 1)
    ]
    return {
        "@context": _CONTEXT,
        "id": document.attributes.get(ID, "") or f"#page{number + 1}",
        "type": "AnnotationPage",
        "resource": {
            "id": urn,
            "type": "Text",
            "format": "text/plain",
            "label": document.name,
            "facts": facts | ours(document.attributes),
            "value": held.text,
        },
        "items": made,
    }


def _marked(mention: Mention, text: str, urn: str, known: str, notes: Sequence[Note]) -> dict[str, Any]:
    targets = [{"source": urn, "selector": _selectors(span, text)} for span in mention.fragments]
    return {
        "id": known,
        "type": "Annotation",
        "motivation": "tagging",
        **_made_by(mention),
        "body": [_tag(mention.label), *map(_comment, notes)],
        "target": targets[0] if len(targets) == 1 else targets,
    }


def _selectors(span: Span, text: str) -> list[dict[str, Any]]:
    return [
        {
            "type": "TextQuoteSelector",
            "exact": span.slice(text),
            "prefix": text[max(0, span.start - _AROUND) : span.start],
            "suffix": text[span.end : span.end + _AROUND],
        },
        {"type": "TextPositionSelector", "start": span.start, "end": span.end},
    ]


def _linked(relation: Relation, known: Mapping[int, str], notes: Sequence[Note]) -> dict[str, Any]:
    return {
        "id": known[relation.id],
        "type": "Annotation",
        "motivation": "linking",
        **_made_by(relation),
        "body": [_tag(relation.type), *map(_comment, notes)],
        "target": [{"id": known[each.target]} for each in relation.arguments],
    }


def _tag(value: str) -> dict[str, Any]:
    return {"type": "TextualBody", "purpose": "tagging", "value": value}


def _comment(note: Note) -> dict[str, Any]:
    """A note as a body, with the id that it had."""
    return {**_known(note), **_remark(note)}


def _known(note: Note) -> dict[str, Any]:
    known = str(note.attributes.get(ID, ""))
    return {"id": known} if known else {}


def _remark(note: Note) -> dict[str, Any]:
    return {"type": "TextualBody", "purpose": "commenting", "value": note.body, **_made_by(note)}


def _made_by(record: Mention | Relation | Note) -> dict[str, Any]:
    made: dict[str, Any] = {}
    if record.author:
        made["creator"] = {"type": "Person", "name": record.author}
    if record.created:
        made["created"] = time_to_text(record.created)
    return made
