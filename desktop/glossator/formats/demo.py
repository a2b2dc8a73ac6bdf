"""Annotations written down by quotation, as those of the demo are, turned into records of a document.

Offsets are never written in such data: each mention quotes the text, so that no offset can be wrong.  The data has the
lists ``entities``, ``mentions``, ``relations``, ``events`` and ``notes``, whose rows name each other by ``key``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from glossator.core.annotations import Argument, Attributes, Entity, Mention, Note, Relation, Value
from glossator.core.changes import Record
from glossator.core.documents import Document
from glossator.core.errors import GlossatorError
from glossator.core.ids import to_text
from glossator.core.plain import Malformed, from_plain
from glossator.core.spans import Fragments, Span, normalise, quote

DOCUMENT = "document"
"""The key under which a note names the document itself."""


def tagged(
    document: Document,
    text: str,
    data: Mapping[str, object],
    *,
    new_id: Callable[[], int],
    author: str,
    created: int,
) -> tuple[Record, ...]:
    """The records that ``data`` tells of ``document``, whose text is ``text``: entities, mentions, relations and
    events, notes, in this order, ready to be added by one Change.

    ``created`` is UTC in milliseconds since 1970.  :class:`GlossatorError` names the row that is malformed, quotes
    what is not in the text or is there more than once, or names a key that no row has.
    """
    try:
        rows = from_plain(_Rows, data)
    except Malformed as fault:
        raise GlossatorError(f"The annotations cannot be read: {fault}.") from fault
    return tuple(_Writing(document, text, rows, new_id, author, created).records())


@dataclass(frozen=True, slots=True)
class _MentionValue:
    mention: str


@dataclass(frozen=True, slots=True)
class _MentionsValue:
    mentions: tuple[str, ...]


_Held = str | bool | int | float | _MentionValue | _MentionsValue
_Attributes = Mapping[str, _Held]


@dataclass(frozen=True, slots=True)
class _EntityRow:
    key: str
    name: str
    type: str
    aliases: tuple[str, ...] = ()
    identifiers: Mapping[str, str] = field(default_factory=dict)
    attributes: _Attributes = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _MentionRow:
    """``find`` is the quotation, or ``parts`` are those of a discontinuous mention, in order.  ``within`` is a
    stretch that stands in the text once and holds them; ``nth`` counts hits in it (or in the whole text) from 1.
    """

    key: str
    label: str
    find: str = ""
    parts: tuple[str, ...] = ()
    within: str = ""
    nth: int = 0
    subtype: str = ""
    attributes: _Attributes = field(default_factory=dict)
    entity: str = ""


@dataclass(frozen=True, slots=True)
class _RelationRow:
    key: str
    type: str
    first: str
    second: str
    roles: tuple[str, str] = ("Arg1", "Arg2")
    attributes: _Attributes = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _EventRow:
    key: str
    type: str
    trigger: str
    arguments: tuple[tuple[str, str], ...] = ()
    attributes: _Attributes = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _NoteRow:
    target: str
    body: str


@dataclass(frozen=True, slots=True)
class _Rows:
    text: str = ""
    entities: tuple[_EntityRow, ...] = ()
    mentions: tuple[_MentionRow, ...] = ()
    relations: tuple[_RelationRow, ...] = ()
    events: tuple[_EventRow, ...] = ()
    notes: tuple[_NoteRow, ...] = ()


@dataclass(frozen=True, slots=True)
class _Writing:
    """One pass over the rows; ``ids`` holds the id under each key that was seen."""

    document: Document
    text: str
    rows: _Rows
    new_id: Callable[[], int]
    author: str
    created: int
    ids: dict[str, int] = field(default_factory=dict)

    def records(self) -> Iterator[Record]:
        entities = {row.key: self._register(row.key) for row in self.rows.entities}
        for row in self.rows.mentions:
            self._register(row.key)
        yield from (self._entity(row) for row in self.rows.entities)
        yield from (self._mention(row) for row in self.rows.mentions)
        yield from (self._relation(row) for row in self.rows.relations)
        yield from (self._event(row) for row in self.rows.events)
        yield from (self._note(row, entities) for row in self.rows.notes)

    def _entity(self, row: _EntityRow) -> Entity:
        return Entity(
            id=self._id(row.key),
            name=row.name,
            type=row.type,
            aliases=row.aliases,
            identifiers=row.identifiers,
            attributes=self._values(row.attributes),
            author=self.author,
            created=self.created,
        )

    def _mention(self, row: _MentionRow) -> Mention:
        fragments = _fragments(row, self.text)
        return Mention(
            id=self._id(row.key),
            document=self.document.id,
            label=row.label,
            fragments=fragments,
            quote=quote(fragments, self.text),
            subtype=row.subtype,
            entity=self._id(row.entity) if row.entity else None,
            attributes=self._values(row.attributes),
            author=self.author,
            created=self.created,
        )

    def _relation(self, row: _RelationRow) -> Relation:
        ends = zip(row.roles, (row.first, row.second), strict=True)
        return Relation(
            id=self._register(row.key),
            document=self.document.id,
            type=row.type,
            arguments=tuple(Argument(role, self._id(end)) for role, end in ends),
            attributes=self._values(row.attributes),
            author=self.author,
            created=self.created,
        )

    def _event(self, row: _EventRow) -> Relation:
        return Relation(
            id=self._register(row.key),
            document=self.document.id,
            type=row.type,
            arguments=tuple(Argument(role, self._id(filler)) for role, filler in row.arguments),
            trigger=self._id(row.trigger),
            attributes=self._values(row.attributes),
            author=self.author,
            created=self.created,
        )

    def _note(self, row: _NoteRow, entities: Mapping[str, int]) -> Note:
        return Note(
            id=self.new_id(),
            target=self.document.id if row.target == DOCUMENT else self._id(row.target),
            body=row.body,
            document=None if row.target in entities else self.document.id,
            author=self.author,
            created=self.created,
        )

    def _register(self, key: str) -> int:
        if key in self.ids:
            raise GlossatorError(f"The key {key!r} stands twice in the annotations.")
        return self.ids.setdefault(key, self.new_id())

    def _id(self, key: str) -> int:
        if key not in self.ids:
            raise GlossatorError(f"No row of the annotations has the key {key!r}.")
        return self.ids[key]

    def _values(self, attributes: _Attributes) -> Attributes:
        return {name: self._value(value) for name, value in sorted(attributes.items())}

    def _value(self, value: _Held) -> Value:
        match value:
            case _MentionValue():
                return to_text(self._id(value.mention))
            case _MentionsValue():
                return tuple(to_text(self._id(key)) for key in value.mentions)
            case _:
                return value


def _fragments(row: _MentionRow, text: str) -> Fragments:
    scope = Span(0, len(text))
    if row.within:
        scope = _only(row, row.within, list(_hits(row.within, text, scope, whole_words=False)))
    if not row.parts:
        return (_chosen(row, text, scope),)
    found = []
    for part in row.parts:
        hit = next(_hits(part, text, scope, whole_words=True), None)
        if hit is None:
            raise _missing(row, part)
        found.append(hit)
        scope = Span(hit.end, scope.end)
    return normalise(found)


def _chosen(row: _MentionRow, text: str, scope: Span) -> Span:
    hits = list(_hits(row.find, text, scope, whole_words=True))
    if not row.nth:
        return _only(row, row.find, hits)
    if not 1 <= row.nth <= len(hits):
        raise GlossatorError(f"Mention {row.key}: “{row.find}” stands {len(hits)} times, not {row.nth}.")
    return hits[row.nth - 1]


def _only(row: _MentionRow, wanted: str, hits: list[Span]) -> Span:
    if not hits:
        raise _missing(row, wanted)
    if len(hits) > 1:
        raise GlossatorError(
            f"Mention {row.key}: “{wanted}” stands {len(hits)} times, so it is unclear which one is meant."
        )
    return hits[0]


def _missing(row: _MentionRow, wanted: str) -> GlossatorError:
    where = f" within “{row.within}”" if row.within and wanted != row.within else ""
    return GlossatorError(f"Mention {row.key}: “{wanted}” is not in the text{where}.")


def _hits(wanted: str, text: str, scope: Span, *, whole_words: bool) -> Iterator[Span]:
    """Where ``wanted`` stands in ``scope``, in order; ``whole_words`` leaves out hits that begin or end in a word."""
    start = text.find(wanted, *scope) if wanted else -1
    while start >= 0:
        hit = Span(start, start + len(wanted))
        if not whole_words or not (_splits_word(text, hit.start) or _splits_word(text, hit.end)):
            yield hit
        start = text.find(wanted, start + 1, scope.end)


def _splits_word(text: str, offset: int) -> bool:
    return 0 < offset < len(text) and text[offset - 1].isalnum() and text[offset].isalnum()
