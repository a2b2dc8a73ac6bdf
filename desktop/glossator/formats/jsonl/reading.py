"""Reading JSONL, a line at a time: the records of each document, and every fault by its line and field."""

from __future__ import annotations

import os
import stat
from collections.abc import Container, Iterable, Iterator, Mapping
from pathlib import Path
from typing import BinaryIO, NamedTuple, cast

import orjson

from glossator.core.annotations import Entity, Mention, Note, Relation
from glossator.core.documents import RELIABILITIES, STATUSES, Document, Reliability, Status, digest_of, settle
from glossator.core.errors import GlossatorError
from glossator.core.ids import to_text
from glossator.core.scheme import Scheme
from glossator.formats.jsonl import records
from glossator.formats.jsonl.fields import Fields, shown
from glossator.formats.jsonl.records import Noted, Vocabulary
from glossator.formats.jsonl.shape import FORMAT, OFFSET_UNIT, ORIGIN_FIELDS, VERSION

LONGEST_LINE = 1_000_000_000
"""Bytes that a line may have: the largest text, fully escaped, with its annotations."""

_LINE_FIELDS = frozenset(
    (
        "format version id name origin attributes status offset_unit text sha256"
        " mentions relations entities notes scheme"
    ).split()
)
_ORIGIN_NAMES = frozenset(name for name, _ in ORIGIN_FIELDS)
_SCHEME_FIELDS = frozenset(("id", "version", "digest"))
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


class Fault(NamedTuple):
    """Something that does not fit: the line (from 1), the field (empty for the whole line), and a sentence."""

    line: int
    field: str
    what: str

    def __str__(self) -> str:
        """The fault as it is told."""
        return (
            f"Line {self.line}, {self.field}: {self.what}" if self.field else f"Line {self.line}: {self.what}"
        )


class Line(NamedTuple):
    """What a line holds that is sound; ``document`` is ``None`` when the line as a whole is not.

    A faulty record is not among the records, nor is one that holds on to it.  ``scheme`` is the id and the version of
    the scheme that the line was written under, ``end`` counts the bytes up to its end, ``size`` those of the file (0
    for a pipe).
    """

    number: int
    document: Document | None = None
    text: str = ""
    mentions: tuple[Mention, ...] = ()
    relations: tuple[Relation, ...] = ()
    notes: tuple[Note, ...] = ()
    entities: tuple[Entity, ...] = ()
    scheme: str = ""
    faults: tuple[Fault, ...] = ()
    end: int = 0
    size: int = 0


def read(path: Path, scheme: Scheme) -> Iterator[Line]:
    """The lines of the file at ``path``, for a project with this ``scheme``.

    :class:`GlossatorError` when the file is missing, a folder or a device, not readable, or without any line.
    """
    known, seen = Vocabulary(scheme), _Seen()
    is_empty = True
    try:
        with path.open("rb") as file:
            about = os.fstat(file.fileno())
            if not (stat.S_ISREG(about.st_mode) or stat.S_ISFIFO(about.st_mode)):
                raise GlossatorError(f"“{path.name}” is a device, not a JSONL file.")
            for number, content, end in _lines(file):
                is_empty = False
                yield _line(number, content, known, seen)._replace(end=end, size=about.st_size)
    except FileNotFoundError as error:
        raise GlossatorError(f"There is no file “{path}”.") from error
    except IsADirectoryError as error:
        raise GlossatorError(f"“{path.name}” is a folder, not a JSONL file.") from error
    except OSError as error:
        raise GlossatorError(f"“{path}” cannot be read: {error.strerror}.") from error
    if is_empty:
        raise GlossatorError(f"“{path.name}” is empty: there is no document in it.")


def _lines(file: BinaryIO) -> Iterator[tuple[int, bytes | None, int]]:
    """The lines that are not blank (``None`` for one that is too long), with their numbers and the bytes up to their
    ends.
    """
    number = end = 0
    while content := file.readline(LONGEST_LINE):
        number += 1
        end += len(content)
        if number == 1:
            content = content.removeprefix(_BYTE_ORDER_MARK)
        if len(content) == LONGEST_LINE and not content.endswith(b"\n"):
            rest = content
            while rest and not rest.endswith(b"\n"):
                rest = file.readline(LONGEST_LINE)
                end += len(rest)
            yield number, None, end
        elif content.strip():
            yield number, content, end


def _line(number: int, content: bytes | None, known: Vocabulary, seen: _Seen) -> Line:
    if content is None:
        return Line(number, faults=(Fault(number, "", "it is too long to be read."),))
    try:
        plain = orjson.loads(content)
    except orjson.JSONDecodeError as error:
        column = error.colno
        return Line(number, faults=(Fault(number, "", f"this is not JSON ({error.msg}, column {column})."),))
    faults: list[Fault] = []
    fields = Fields(plain, "", _LINE_FIELDS, lambda field, what: faults.append(Fault(number, field, what)))
    line = _LineReader(number, fields, known, seen).read()
    return line._replace(faults=tuple(faults))


class _Seen:
    """What is remembered from line to line: the line of every id, and the entities, which lines share."""

    def __init__(self) -> None:
        self._lines: dict[int, int] = {}
        self.entities: dict[int, Noted[Entity]] = {}

    def take_new(self, record_id: int, line: int) -> bool:
        """Take an id unless another record has it."""
        if record_id in self._lines:
            return False
        self._lines[record_id] = line
        return True

    def take(self, fields: Fields, record_id: int, line: int, *, name: str = "id") -> bool:
        """Take an id for a record; where another record has it that is told, and the answer is no."""
        earlier = self._lines.get(record_id)
        if earlier is not None:
            fields.fault(name, f"the id {to_text(record_id)} is taken by another record on line {earlier}.")
            return False
        self._lines[record_id] = line
        return True


class _LineReader:
    """Reads one line that is JSON."""

    def __init__(self, number: int, fields: Fields, known: Vocabulary, seen: _Seen) -> None:
        self._number = number
        self._fields = fields
        self._known = known
        self._seen = seen
        self._notes: list[Note] = []

    def read(self) -> Line:
        """The records that are sound; what is not has been told."""
        fields = self._fields
        if not fields.is_sound or not self._is_ours():
            return Line(self._number)
        text = self._text()
        scheme = self._scheme()
        document = self._document(text)
        if document is None or not self._take(fields, document.id):
            return Line(self._number, scheme=scheme)
        entities = self._entities()
        mentions = self._mentions(document.id, text, entities)
        relations = self._relations(document.id, mentions)
        self._keep_notes(fields, records.document_notes(fields, document.id))
        return Line(
            number=self._number,
            document=document,
            text=text,
            mentions=tuple(mentions.values()),
            relations=tuple(relations.values()),
            notes=tuple(self._notes),
            entities=tuple(entities.values()),
            scheme=scheme,
        )

    def _is_ours(self) -> bool:
        """Whether the line says it is of our format, version and unit; the first of them that is not is told."""
        for name, wanted in (("format", FORMAT), ("version", VERSION), ("offset_unit", OFFSET_UNIT)):
            held = self._fields.plain(name)
            if type(held) is not type(wanted) or held != wanted:
                got = f"not {shown(held)}" if self._fields.has(name) else "but the field is missing"
                self._fields.fault(name, f"{shown(wanted)} is wanted, {got}.")
                return False
        return True

    def _text(self) -> str:
        fields = self._fields
        text = fields.text("text")
        if not fields.has("text"):
            fields.fault("text", "the field is missing.")
        elif fields.is_sound and fields.text("sha256", required=True) != digest_of(text):
            fields.fault("sha256", "this is not the SHA-256 of the text.")
        elif fields.is_sound and settle(text) != text:
            fields.fault(
                "text", "lines must end with LF alone, and no byte order mark may stand before them."
            )
        return text

    def _scheme(self) -> str:
        mark = self._fields.part("scheme", _SCHEME_FIELDS)
        named = f"{mark.text('id')} {mark.text('version')}".strip()
        mark.text("digest")
        self._fields.is_sound &= mark.is_sound
        return named

    def _document(self, text: str) -> Document | None:
        fields = self._fields
        origin = fields.part("origin", _ORIGIN_NAMES)
        made = {field: origin.text(name) for name, field in ORIGIN_FIELDS}
        reliability = made.pop("reliability") or "F"
        status = fields.text("status") or "new"
        if reliability not in RELIABILITIES:
            origin.fault(
                "reliability", f"one of {', '.join(RELIABILITIES)} is wanted, not {shown(reliability)}."
            )
        if status not in STATUSES:
            fields.fault("status", f"one of {', '.join(STATUSES)} is wanted, not {shown(status)}.")
        fields.is_sound &= origin.is_sound
        attributes = fields.named_texts("attributes")
        made_id, name = fields.id("id"), fields.text("name", required=True)
        if not fields.is_sound:
            return None
        return Document(
            id=made_id,
            name=name,
            length=len(text),
            digest=fields.text("sha256"),
            reliability=cast("Reliability", reliability),
            status=cast("Status", status),
            attributes=attributes,
            **made,
        )

    def _entities(self) -> dict[int, Entity]:
        """The entities of the line.  Lines share them, so the same one may come again, but not another."""
        found: dict[int, Entity] = {}
        for fields in self._fields.parts("entities", records.ENTITY_FIELDS):
            noted = records.entity(fields, self._known)
            if noted is None:
                continue
            entity = noted.record
            if entity.id not in self._seen.entities:
                if not self._take(fields, entity.id):
                    continue
                self._seen.entities[entity.id] = noted
                self._keep_notes(fields, noted.notes)
            elif self._seen.entities[entity.id] != noted:
                fields.fault("id", "this entity stands on an earlier line with other content.")
                continue
            found[entity.id] = entity
        return found

    def _mentions(self, document: int, text: str, entities: dict[int, Entity]) -> dict[int, Mention]:
        found: dict[int, Mention] = {}
        for index, plain in enumerate(self._fields.list("mentions")):
            made = records.plain_mention(plain, document, text, self._known)
            if made is not None and self._fits(made, entities):
                found[made.id] = made
                continue
            fields = self._fields.at_index("mentions", index, records.MENTION_FIELDS)
            noted = records.mention(fields, document, text, self._known)
            if noted is None:
                continue
            mention = noted.record
            if mention.entity is not None and mention.entity not in entities:
                fields.fault("entity", f"no sound entity {to_text(mention.entity)} stands on this line.")
            elif self._take(fields, mention.id):
                found[mention.id] = mention
                self._keep_notes(fields, noted.notes)
        return found

    def _fits(self, mention: Mention, entities: Mapping[int, Entity]) -> bool:
        """Take the id of a mention whose entity is there; no, with nothing told, where one of them is not to be had."""
        return (mention.entity is None or mention.entity in entities) and self._seen.take_new(
            mention.id, self._number
        )

    def _relations(self, document: int, mentions: dict[int, Mention]) -> dict[int, Relation]:
        """The relations whose ends are there; one that falls takes those with it that hold on to it."""
        read: dict[int, tuple[Fields, Noted[Relation]]] = {}
        for fields in self._fields.parts("relations", records.RELATION_FIELDS):
            noted = records.relation(fields, document, self._known)
            if noted is not None and self._take(fields, noted.record.id):
                read[noted.record.id] = (fields, noted)
        while dangling := [each for each in read if not _has_its_ends(*read[each], mentions, read)]:
            for each in dangling:
                del read[each]
        for fields, noted in read.values():
            self._keep_notes(fields, noted.notes)
        return {each: noted.record for each, (_, noted) in read.items()}

    def _take(self, fields: Fields, record_id: int, name: str = "id") -> bool:
        return self._seen.take(fields, record_id, self._number, name=name)

    def _keep_notes(self, fields: Fields, notes: Iterable[Note]) -> None:
        self._notes += [each for each in notes if self._take(fields, each.id, "notes")]


def _has_its_ends(
    fields: Fields, noted: Noted[Relation], mentions: Container[int], relations: Container[int]
) -> bool:
    relation = noted.record
    if relation.trigger is not None and relation.trigger not in mentions:
        fields.fault("trigger", f"no sound mention {to_text(relation.trigger)} stands on this line.")
    for index, argument in enumerate(relation.arguments):
        place = f"arguments[{index}]"
        if not argument.is_relation and argument.target not in mentions:
            fields.fault(place, f"no sound mention {to_text(argument.target)} stands on this line.")
        elif argument.is_relation and (argument.target not in relations or argument.target == relation.id):
            fields.fault(place, f"no sound other relation {to_text(argument.target)} stands on this line.")
    return fields.is_sound
