"""Records as rows of the tables, and back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import isfinite
from typing import Any

import orjson

from glossator.core.annotations import NO_ATTRIBUTES, Argument, Attributes, Entity, Mention, Note, Relation
from glossator.core.changes import Record
from glossator.core.documents import Document
from glossator.core.plain import KIND_OF, RECORD_KINDS, from_plain, to_plain
from glossator.core.scheme import AttributeType, EventType, Heading, Label, RelationType, SchemeItem
from glossator.core.spans import Fragments, Span
from glossator.store.driver import Damaged, Database, IntegrityError

Row = tuple[Any, ...]

SCHEME_KINDS = tuple(KIND_OF[kind] for kind in (Heading, Label, RelationType, EventType, AttributeType))
"""The kinds of scheme item, in the order in which a scheme lists them."""

MENTIONS = (
    'id, document, label, start, "end", fragments, quote, subtype, entity, attributes, author, created, origin, '
    "confidence"
)
"""The columns of a mention as :func:`mentions` reads them."""

RELATIONS = (
    'id, document, type, "trigger", attributes, author, created, origin, confidence, '
    "(SELECT json_group_array(json_array(role, coalesce(mention, sub), mention IS NULL) ORDER BY ord)"
    " FROM argument WHERE relation=relation.id)"
)
"""The columns of a relation as :func:`relation` reads them; the last one is made of its arguments."""

DOCUMENTS = (
    "id, name, length, (SELECT digest FROM text WHERE key=document.text), source, author, url, published, "
    "retrieved, reliability, reliability_reason, source_descriptor, status, origin, source_digest, encoding, attributes"
)
"""The columns of a document as :func:`document` reads them."""

ENTITIES = "id, name, type, aliases, identifiers, attributes, author, created"
"""The columns of an entity as :func:`entity` reads them."""

NOTES = "id, target, body, document, author, created, kind, attributes"
"""The columns of a note as :func:`note` reads them."""


class Names:
    """The small numbers under which people, origins and scheme items stand in the rows.

    ``people``, ``origins`` and ``items`` give the names by number.  What is not known yet is looked up again, so that a
    reader beside a writer learns of new ones; ``forget`` is for the writer whose transaction did not come to pass.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self.people: dict[int, str] = _Looked(database, "SELECT name FROM person WHERE key=?")
        self.origins: dict[int, str] = _Looked(database, "SELECT name FROM origin WHERE key=?")
        self.items: dict[int, str] = _Looked(database, "SELECT id FROM item WHERE key=?")
        self._people = _Numbered(database, "person")
        self._origins = _Numbered(database, "origin")
        self._labels: dict[str, int] = {}
        self._types: dict[str, int] = {}

    def forget(self) -> None:
        """Know nothing again."""
        for names in (self.people, self.origins, self.items):
            names.clear()
        for numbers in (self._people, self._origins, self._labels, self._types):
            numbers.clear()

    def person(self, name: str) -> int:
        """The number of a person; a new one is written, so this belongs in a transaction."""
        return self._people[name]

    def origin(self, name: str) -> int:
        """The number of an origin; a new one is written, so this belongs in a transaction."""
        return self._origins[name]

    def known_person(self, name: str) -> int:
        """The number of a person, or -1 for one who has not written in this file."""
        found = self._database.one("SELECT key FROM person WHERE name=?", (name,))
        return int(found[0]) if found else -1

    def label(self, label_id: str) -> int:
        """The number of a label; ``IntegrityError`` for one that the scheme never had."""
        return self._labels.get(label_id) or self._sure("label", label_id, self._labels)

    def type(self, type_id: str) -> int:
        """The number of a relation or event type; ``IntegrityError`` for one that the scheme never had."""
        return self._types.get(type_id) or self._sure("type", type_id, self._types)

    def known_label(self, label_id: str) -> int:
        """The number of a label, or -1 for one that the scheme never had."""
        return self._item("label", label_id)

    def known_type(self, type_id: str) -> int:
        """The number of a relation or event type, or -1 for one that the scheme never had."""
        return self._item("type", type_id)

    def _sure(self, kind: str, item_id: str, known: dict[str, int]) -> int:
        found = self._item(kind, item_id)
        if found < 0:
            raise IntegrityError(f"the scheme has no {kind} {item_id!r}")
        known[item_id] = found
        return found

    def _item(self, kind: str, item_id: str) -> int:
        found = self._database.one(
            "SELECT key FROM item WHERE kind IN (SELECT value FROM json_each(?)) AND id=?",
            (orjson.dumps(_ITEM_KINDS[kind]).decode(), item_id),
        )
        return -1 if found is None else int(found[0])


_ITEM_KINDS = {"label": [KIND_OF[Label]], "type": [KIND_OF[RelationType], KIND_OF[EventType]]}


class _Numbered(dict[str, int]):
    """Numbers by name in a table, read from the file when they are first asked for; a new name is written."""

    def __init__(self, database: Database, table: str) -> None:
        super().__init__()
        self._database = database
        self._table = table

    def __missing__(self, name: str) -> int:
        found = self._database.one(f"SELECT key FROM {self._table} WHERE name=?", (name,))
        if found is None:
            number = self._database.run(f"INSERT INTO {self._table}(name) VALUES (?)", (name,))
        else:
            number = int(found[0])
        self[name] = number
        return number


class _Looked(dict[int, str]):
    """Names by number, read from the file when they are first asked for; :class:`Damaged` for one that nobody has."""

    def __init__(self, database: Database, question: str) -> None:
        super().__init__()
        self._database = database
        self._question = question

    def __missing__(self, key: int) -> str:
        found = self._database.one(self._question, (key,))
        if found is None:
            raise _damaged(f"there is no number {key}: {self._question}")
        self[key] = name = str(found[0])
        return name


def to_json(value: Mapping[str, object] | Sequence[str]) -> str | None:
    """``value`` as JSON, nothing where it is empty; ``ValueError`` for a number that JSON cannot say."""
    if not value:
        return None
    if isinstance(value, Mapping):
        if any(isinstance(each, float) and not isfinite(each) for each in value.values()):
            raise ValueError(f"not a finite number: {value}")
        return orjson.dumps(dict(value)).decode()
    return orjson.dumps(value).decode()


def from_json(text: str) -> Any:
    """What a column says in JSON; :class:`Damaged` when it is none."""
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError as error:
        raise _damaged(f"{error}: {text[:80]!r}") from error


def _damaged(details: str) -> Damaged:
    return Damaged(
        "A record of the project is damaged and cannot be read.",
        safe="Nothing was changed.",
        remedy="Have the project checked, and go back to your last backup.",
        details=details,
    )


def attributes_from(text: str | None) -> Attributes:
    """The attributes that :func:`to_json` wrote."""
    if text is None:
        return NO_ATTRIBUTES
    return tupled(from_json(text))


def tupled(attributes: dict[str, Any]) -> Attributes:
    """Attributes out of JSON, where a tuple became a list."""
    return {name: tuple(held) if isinstance(held, list) else held for name, held in attributes.items()}


def fragments_from(text: str) -> Fragments:
    """The fragments in a column ``fragments``."""
    return tuple(Span(*pair) for pair in from_json(text))


def of_mention(record: Mention, ver: int, names: Names) -> Row:
    """The row of a mention, in the order of the table."""
    fragments = record.fragments
    return (
        record.id,
        ver,
        record.document,
        names.label(record.label),
        fragments[0][0],
        fragments[-1][1],
        None if len(fragments) == 1 else orjson.dumps([list(span) for span in fragments]).decode(),
        record.quote,
        record.subtype,
        record.entity,
        to_json(record.attributes),
        names.person(record.author),
        record.created,
        names.origin(record.origin),
        record.confidence,
    )


def mentions(found: Iterable[Row], names: Names) -> Iterator[Mention]:
    """The mentions in rows of :data:`MENTIONS`."""
    people, origins, labels = names.people, names.origins, names.items
    for row in found:  # the inner loop of opening a document: nothing is called that need not be
        fragments, attributes = row[5], row[9]
        yield Mention(
            row[0],
            row[1],
            labels[row[2]],
            (Span(row[3], row[4]),) if fragments is None else fragments_from(fragments),
            row[6],
            row[7],
            row[8],
            NO_ATTRIBUTES if attributes is None else attributes_from(attributes),
            people[row[10]],
            row[11],
            origins[row[12]],
            row[13],
        )


def of_relation(record: Relation, ver: int, names: Names) -> Row:
    """The row of a relation, in the order of the table."""
    return (
        record.id,
        ver,
        record.document,
        names.type(record.type),
        record.trigger,
        to_json(record.attributes),
        names.person(record.author),
        record.created,
        names.origin(record.origin),
        record.confidence,
    )


def of_arguments(record: Relation) -> list[Row]:
    """The rows of its arguments, in the order of the table."""
    return [
        (record.id, place, role, *((None, target) if is_relation else (target, None)))
        for place, (role, target, is_relation) in enumerate(record.arguments)
    ]


def relation(row: Row, names: Names) -> Relation:
    """The relation in a row of :data:`RELATIONS`."""
    id_, document_id, type_, trigger, attributes, author, created, origin, confidence, arguments = row
    return Relation(
        id_,
        document_id,
        names.items[type_],
        tuple([Argument(role, target, is_sub == 1) for role, target, is_sub in from_json(arguments)]),
        trigger,
        NO_ATTRIBUTES if attributes is None else attributes_from(attributes),
        names.people[author],
        created,
        names.origins[origin],
        confidence,
    )


def of_document(record: Document, ver: int, text: int) -> Row:
    """The row of a document whose text has the key ``text``, in the order of the table."""
    return (
        record.id,
        ver,
        record.name,
        record.length,
        text,
        record.source,
        record.author,
        record.url,
        record.published,
        record.retrieved,
        record.reliability,
        record.reliability_reason,
        record.source_descriptor,
        record.status,
        record.origin,
        record.source_digest,
        record.encoding,
        to_json(record.attributes),
    )


def document(row: Row) -> Document:
    """The document in a row of :data:`DOCUMENTS`."""
    fields = list(row)
    fields[3] = row[3].hex()
    fields[-1] = from_json(row[-1]) if row[-1] else {}
    return Document(*fields)


def of_entity(record: Entity, ver: int, names: Names) -> Row:
    """The row of an entity, in the order of the table."""
    return (
        record.id,
        ver,
        record.name,
        record.type,
        to_json(record.aliases),
        to_json(record.identifiers),
        to_json(record.attributes),
        names.person(record.author),
        record.created,
    )


def entity(row: Row, names: Names) -> Entity:
    """The entity in a row of :data:`ENTITIES`."""
    id_, name, type_, aliases, identifiers, attributes, author, created = row
    return Entity(
        id_,
        name,
        type_,
        tuple(from_json(aliases)) if aliases else (),
        from_json(identifiers) if identifiers else {},
        attributes_from(attributes),
        names.people[author],
        created,
    )


def of_note(record: Note, ver: int, names: Names) -> Row:
    """The row of a note, in the order of the table."""
    return (
        record.id,
        ver,
        record.target,
        record.document,
        record.body,
        names.person(record.author),
        record.created,
        record.kind,
        to_json(record.attributes),
    )


def note(row: Row, names: Names) -> Note:
    """The note in a row of :data:`NOTES`."""
    id_, target, body, document_id, author, created, kind, attributes = row
    return Note(
        id_, target, body, document_id, names.people[author], created, kind, attributes_from(attributes)
    )


def of_item(record: SchemeItem) -> str:
    """The column ``spec`` of a scheme item."""
    return orjson.dumps(to_plain(record)).decode()


def item(kind: str, spec: str) -> SchemeItem:
    """The scheme item of ``kind`` in a column ``spec``."""
    return from_plain(RECORD_KINDS[kind], from_json(spec))


def by_kind(records: Iterable[Record]) -> dict[type, list[Any]]:
    """Records sorted by what they are, each kind in its order."""
    found: dict[type, list[Any]] = {}
    for record in records:
        found.setdefault(type(record), []).append(record)
    return found
