"""Writing JSONL: one code path from rows to lines, in pieces, so that memory never holds more than one document.

Rows come as the store yields them (see :data:`Rows`); :func:`rows_of` makes the same rows of an open document.
There is one builder of lines, for the fast path and for records alike.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import islice
from typing import Any, NamedTuple, Protocol, TypeVar

import orjson

from glossator.core.annotations import AnnotationSet, Attributes, Entity, Note
from glossator.core.documents import Document
from glossator.core.ids import to_text
from glossator.core.plain import to_plain
from glossator.core.scheme import Scheme
from glossator.formats.jsonl.shape import (
    FORMAT,
    OFFSET_UNIT,
    ORIGIN_FIELDS,
    VERSION,
    scheme_mark,
    time_to_text,
)

_AT_ONCE = 2_000  # records turned into bytes at once
_KEPT = 20_000  # entities as they are written: some megabytes
_Row = TypeVar("_Row")
_Notes = Mapping[int, Sequence[dict[str, Any]]]

MentionRow = tuple[
    int, str, int, int, str | None, str, str, int | None, str | None, str, int, str, float | None
]
"""id, label, start, end, fragments (JSON, ``None`` when continuous), quote, subtype, entity, attributes (JSON or
``None``), author, created, origin, confidence."""
RelationRow = tuple[int, str, int | None, str | None, str, int, str, float | None, str | None]
"""id, type, trigger, attributes (JSON), author, created, origin, confidence, arguments (JSON list of role, target,
1 for a relation)."""
NoteRow = tuple[int, int, str, str, int]
"""id, target, body, author, created."""


class Rows(Protocol):
    """A document with its annotations as rows, in the order in which they are to be written."""

    @property
    def document(self) -> Document:
        """The document."""

    @property
    def text(self) -> str:
        """Its text."""

    @property
    def mentions(self) -> Iterable[MentionRow]:
        """Its mentions."""

    @property
    def relations(self) -> Iterable[RelationRow]:
        """Its relations and events."""

    @property
    def notes(self) -> Iterable[NoteRow]:
        """The notes on it, on its mentions and on its relations."""


class _DocumentRows(NamedTuple):
    document: Document
    text: str
    mentions: Iterable[MentionRow]
    relations: Iterable[RelationRow]
    notes: Iterable[NoteRow]


class Sources(NamedTuple):
    """Where a writer asks for what is not on the document's own rows.

    ``entities`` gives the entities with these ids, ``notes_on`` the notes on them by entity; ``unused`` are the ids of
    the entities that no mention of the project names, which travel on the first line so that nothing is lost.
    """

    entities: Callable[[Iterable[int]], Mapping[int, Entity]]
    notes_on: Callable[[Iterable[int]], Mapping[int, Sequence[Note]]]
    unused: Sequence[int] = ()


class Written(NamedTuple):
    """How much was written."""

    documents: int
    mentions: int
    relations: int


def write(
    documents: Iterable[Rows],
    out: Callable[[bytes], object],
    *,
    scheme: Scheme,
    sources: Sources,
    progress: Callable[[int], object] = lambda done: None,
) -> Written:
    """Write a line for each of ``documents`` by calling ``out``; ``progress`` hears how many are done."""
    end_of_line = b',"scheme":' + orjson.dumps(scheme_mark(scheme)) + b"}\n"
    written = Written(0, 0, 0)
    entities = _Entities(sources)
    unused = sources.unused
    for rows in documents:
        mentions, relations = _write_line(rows, out, entities, unused)
        out(end_of_line)
        unused = ()
        written = Written(written.documents + 1, written.mentions + mentions, written.relations + relations)
        progress(written.documents)
    return written


def rows_of(annotations: AnnotationSet) -> Rows:
    """The rows of an open document, for the same writer."""
    return _DocumentRows(
        annotations.document,
        annotations.text,
        map(_mention_row, annotations.in_order()),
        map(_relation_row, sorted(annotations.relations.values(), key=lambda each: each.id)),
        [
            (each.id, each.target, each.body, each.author, each.created)
            for each in sorted(annotations.notes.values(), key=lambda each: each.id)
        ],
    )


def _mention_row(mention: Any) -> MentionRow:
    return (
        mention.id,
        mention.label,
        mention.start,
        mention.end,
        _json(mention.fragments) if len(mention.fragments) > 1 else None,
        mention.quote,
        mention.subtype,
        mention.entity,
        _json(mention.attributes) if mention.attributes else None,
        mention.author,
        mention.created,
        mention.origin,
        mention.confidence,
    )


def _relation_row(relation: Any) -> RelationRow:
    return (
        relation.id,
        relation.type,
        relation.trigger,
        _json(relation.attributes) if relation.attributes else None,
        relation.author,
        relation.created,
        relation.origin,
        relation.confidence,
        _json([[each.role, each.target, int(each.is_relation)] for each in relation.arguments]),
    )


def _json(value: object) -> str:
    return orjson.dumps(to_plain(value)).decode()


def _write_line(
    rows: Rows, out: Callable[[bytes], object], known: _Entities, unused: Sequence[int]
) -> tuple[int, int]:
    document = rows.document
    notes: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for row in rows.notes:
        notes[row[1]].append(_note(*row))
    texts, times = _Texts(), _Times()
    named: set[int | None] = set()

    def mentions(piece: Sequence[MentionRow]) -> list[dict[str, Any]]:
        named.update([row[7] for row in piece])
        return [_mention(row, notes, texts, times) for row in piece]

    def relations(piece: Sequence[RelationRow]) -> list[dict[str, Any]]:
        return [_relation(row, notes, texts) for row in piece]

    out(orjson.dumps(_head(document, rows.text))[:-1])
    written = _write_list(out, "mentions", rows.mentions, mentions)
    related = _write_list(out, "relations", rows.relations, relations)
    ids = [*(each for each in named if each is not None), *unused]
    _write_list(out, "entities", known.in_order(ids), list)
    _write_list(out, "notes", notes.get(document.id, ()), list)
    return written, related


class _Texts(dict[int, str]):
    """The text forms of the ids of one document, each of which is written about twice."""

    def __missing__(self, number: int) -> str:
        self[number] = text = to_text(number)
        return text


class _Times(dict[int, str]):
    """The text forms of times, many of which are the same in one document."""

    def __missing__(self, milliseconds: int) -> str:
        self[milliseconds] = text = time_to_text(milliseconds)
        return text


class _Entities:
    """Entities as they are written; those that were written lately are not asked for again, as most come again."""

    def __init__(self, sources: Sources) -> None:
        self._sources = sources
        self._written: dict[int, orjson.Fragment | None] = {}

    def in_order(self, ids: Iterable[int]) -> list[orjson.Fragment]:
        """Those of these entities that there are, by id."""
        wanted = sorted(set(ids))
        if len(self._written) > _KEPT:
            self._written.clear()
        new = [each for each in wanted if each not in self._written]
        if new:
            self._look_up(new)
        return [line for each in wanted if (line := self._written[each]) is not None]

    def _look_up(self, ids: Sequence[int]) -> None:
        found = self._sources.entities(ids)
        notes = self._sources.notes_on(found) if found else {}
        for each in ids:
            entity = found.get(each)
            line = (
                None
                if entity is None
                else orjson.Fragment(orjson.dumps(_entity(entity, notes.get(each, ()))))
            )
            self._written[each] = line


def _write_list(
    out: Callable[[bytes], object],
    name: str,
    rows: Iterable[_Row],
    records: Callable[[Sequence[_Row]], list[Any]],
) -> int:
    """Write one field that holds a list, a few thousand records at a time; returns how many there were."""
    out(f',"{name}":['.encode())
    remaining = iter(rows)
    written = 0
    while piece := list(islice(remaining, _AT_ONCE)):
        out((b"," if written else b"") + orjson.dumps(records(piece))[1:-1])
        written += len(piece)
    out(b"]")
    return written


def _head(document: Document, text: str) -> dict[str, Any]:
    origin = {
        name: held
        for name, field in ORIGIN_FIELDS
        if (held := getattr(document, field)) or field == "reliability"
    }
    return {
        "format": FORMAT,
        "version": VERSION,
        "id": to_text(document.id),
        "name": document.name,
        "origin": origin,
        "status": document.status,
        "offset_unit": OFFSET_UNIT,
        "text": text,
        "sha256": document.digest,
    }


def _mention(row: MentionRow, notes: _Notes, texts: dict[int, str], times: dict[int, str]) -> dict[str, Any]:
    # Most mentions are plain ones, and those are written by the million: they are made in one go.
    (
        id_,
        label,
        start,
        end,
        fragments,
        quote,
        subtype,
        entity,
        attributes,
        author,
        created,
        origin,
        confidence,
    ) = row
    texts[id_] = text = to_text(id_)
    spans = ((start, end),) if fragments is None else orjson.loads(fragments)
    made: dict[str, Any]
    if subtype:
        made = {"id": text, "label": label, "subtype": subtype, "fragments": spans, "quote": quote}
    else:
        made = {"id": text, "label": label, "fragments": spans, "quote": quote}
    if attributes is not None:
        made["attributes"] = _sorted(attributes)
    if entity is not None:
        made["entity"] = texts[entity]
    if author:
        made["author"] = author
    if created:
        made["created"] = times[created]
    if origin or confidence is not None or id_ in notes:
        _finish(made, "", 0, origin, confidence, notes.get(id_))
    return made


def _relation(row: RelationRow, notes: _Notes, texts: dict[int, str]) -> dict[str, Any]:
    relation, type_id, trigger, attributes, author, created, origin, confidence, arguments = row
    made: dict[str, Any] = {"id": to_text(relation), "type": type_id, "arguments": []}
    if arguments is not None:
        made["arguments"] = [
            {"role": role, "relation" if is_relation else "mention": texts[target]}
            for role, target, is_relation in orjson.loads(arguments)
        ]
    if trigger is not None:
        made["trigger"] = texts[trigger]
    if attributes is not None:
        made["attributes"] = _sorted(attributes)
    return _finish(made, author, created, origin, confidence, notes.get(relation))


def _entity(entity: Entity, notes: Iterable[Note]) -> dict[str, Any]:
    made: dict[str, Any] = {"id": to_text(entity.id), "name": entity.name}
    if entity.type:
        made["type"] = entity.type
    if entity.aliases:
        made["aliases"] = entity.aliases
    if entity.identifiers:
        made["identifiers"] = dict(sorted(entity.identifiers.items()))
    if entity.attributes:
        made["attributes"] = _sorted(_json(entity.attributes))
    remarks = [_note(each.id, each.target, each.body, each.author, each.created) for each in notes]
    return _finish(made, entity.author, entity.created, "", None, remarks)


def _note(note: int, target: int, body: str, author: str, created: int) -> dict[str, Any]:  # noqa: ARG001 - a row
    return _finish({"id": to_text(note), "body": body}, author, created, "", None, None)


def _finish(
    made: dict[str, Any],
    author: str,
    created: int,
    origin: str,
    confidence: float | None,
    notes: Sequence[dict[str, Any]] | None,
) -> dict[str, Any]:
    """``made`` with the fields that every record has, those left out that say nothing."""
    if author:
        made["author"] = author
    if created:
        made["created"] = time_to_text(created)
    if origin:
        made["origin"] = origin
    if confidence is not None:
        made["confidence"] = confidence
    if notes:
        made["notes"] = notes
    return made


@lru_cache(maxsize=1024)
def _sorted(attributes: str) -> Attributes:
    """Attributes out of their JSON, in the order of their names: equal records make equal lines."""
    return dict(sorted(orjson.loads(attributes).items()))
