"""Writing JSONL: one code path from rows to lines, in pieces, so that memory never holds more than one document.

Rows come as the store yields them (see :data:`Rows`); :func:`rows_of` makes the same rows of an open document.
There is one builder of lines, for the fast path and for records alike.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import islice
from sys import getsizeof
from typing import Any, NamedTuple, Protocol, TypeVar

import orjson

from glossator.core.annotations import AnnotationSet, Entity, Note
from glossator.core.documents import Document
from glossator.core.ids import to_text
from glossator.core.plain import to_plain
from glossator.core.scheme import Scheme
from glossator.formats.jsonl.lines import (
    MentionRow,
    Names,
    NoteRow,
    RelationRow,
    Texts,
    entity,
    note,
    notes_by_target,
    to_json,
)
from glossator.formats.jsonl.shape import (
    FORMAT,
    OFFSET_UNIT,
    ORIGIN_FIELDS,
    VERSION,
    scheme_mark,
)

_AT_ONCE = 2_000  # records turned into bytes at once
_KEPT = 48 << 20  # bytes of identities as they are written
_ROOM = 150  # bytes that one takes besides its text
_Row = TypeVar("_Row")


class Rows(Protocol):
    """A document with its annotations as rows, in the order in which they are to be written."""

    @property
    def document(self) -> Document:
        """The document."""

    @property
    def text(self) -> str:
        """Its text."""

    @property
    def names(self) -> Names:
        """What the labels, people and origins in the rows are called."""

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
    names: Names
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
    texts: Texts | None = None
    for rows in documents:
        if texts is None or rows.names is not texts.names:
            texts = Texts(rows.names)
        mentions, relations = _write_line(rows, out, texts, entities, unused)
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
        _AS_THEY_ARE,
        map(_mention_row, annotations.in_order()),
        map(_relation_row, sorted(annotations.relations.values(), key=lambda each: each.id)),
        [
            (0, each.id, each.target, *_note_row(each))
            for each in sorted(annotations.notes.values(), key=lambda each: each.id)
        ],
    )


def _note_row(note: Note) -> tuple[str, str, int, str, str | None]:
    attributes = to_json(to_plain(note.attributes)) if note.attributes else None
    return note.body, note.author, note.created, note.kind, attributes


def _mention_row(mention: Any) -> MentionRow:
    return (
        mention.id,
        mention.label,
        mention.start,
        mention.end,
        to_json(to_plain(mention.fragments)) if len(mention.fragments) > 1 else None,
        to_json(mention.quote),
        mention.subtype,
        mention.entity,
        to_json(to_plain(mention.attributes)) if mention.attributes else None,
        mention.author,
        mention.created,
        mention.origin,
        mention.confidence,
    )


def _relation_row(relation: Any) -> RelationRow:
    return (
        relation.document,
        relation.id,
        relation.type,
        relation.trigger,
        to_json(to_plain(relation.attributes)) if relation.attributes else None,
        relation.author,
        relation.created,
        relation.origin,
        relation.confidence,
        to_json([[each.role, each.target, int(each.is_relation)] for each in relation.arguments]),
    )


class _Same(dict[str, str]):
    """Names that stand in the rows themselves."""

    def __missing__(self, name: str) -> str:
        return name


class _AsTheyAre(NamedTuple):
    items: _Same
    people: _Same
    origins: _Same


_AS_THEY_ARE = _AsTheyAre(_Same(), _Same(), _Same())


def _write_line(
    rows: Rows, out: Callable[[bytes], object], texts: Texts, known: _Entities, unused: Sequence[int]
) -> tuple[int, int]:
    notes = notes_by_target(rows.notes)
    named: set[int | None] = set()

    def mentions(piece: Sequence[MentionRow]) -> list[str]:
        named.update([row[7] for row in piece])
        return texts.mentions(piece, notes)

    out(orjson.dumps(_head(rows.document, rows.text))[:-1])
    written = _write_list(out, "mentions", rows.mentions, mentions)
    related = _write_list(out, "relations", rows.relations, lambda piece: texts.relations(piece, notes))
    named.discard(None)
    _write_list(out, "entities", known.in_order(named.union(unused)), list)  # type: ignore[arg-type]
    _write_list(out, "notes", notes.get(rows.document.id, ()), list)
    return written, related


class _Entities:
    """Identities as they are written; those that were written lately are not asked for again, as most come again."""

    def __init__(self, sources: Sources) -> None:
        self._sources = sources
        self._written: dict[int, str] = {}
        self._size = 0

    def in_order(self, wanted: set[int]) -> list[str]:
        """Those of these identities that there are, by id."""
        if self._size > _KEPT:
            self._written.clear()
            self._size = 0
        if new := wanted.difference(self._written):
            self._look_up(new)
        return list(filter(None, map(self._written.__getitem__, sorted(wanted))))

    def _look_up(self, wanted: Iterable[int]) -> None:
        found = self._sources.entities(wanted)
        notes = self._sources.notes_on(found) if found else {}
        for each in wanted:
            record = found.get(each)
            remarks = [note(on.id, *_note_row(on)) for on in notes.get(each, ())]
            self._written[each] = line = "" if record is None else entity(record, remarks)
            self._size += getsizeof(line) + _ROOM


def _write_list(
    out: Callable[[bytes], object],
    name: str,
    rows: Iterable[_Row],
    records: Callable[[Sequence[_Row]], list[str]],
) -> int:
    """Write one field that holds a list, a few thousand records at a time; returns how many there were."""
    out(f',"{name}":['.encode())
    remaining = iter(rows)
    written = 0
    while piece := list(islice(remaining, _AT_ONCE)):
        out(f"{',' if written else ''}{','.join(records(piece))}".encode())
        written += len(piece)
    out(b"]")
    return written


def _head(document: Document, text: str) -> dict[str, Any]:
    origin = {
        name: held
        for name, field in ORIGIN_FIELDS
        if (held := getattr(document, field)) or field == "reliability"
    }
    attributes = {"attributes": dict(sorted(document.attributes.items()))} if document.attributes else {}
    return {
        "format": FORMAT,
        "version": VERSION,
        "id": to_text(document.id),
        "name": document.name,
        "origin": origin,
        **attributes,
        "status": document.status,
        "offset_unit": OFFSET_UNIT,
        "text": text,
        "sha256": document.digest,
    }
