"""The records of annotation (mention, relation, entity, note) and the set of them on one document."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple, get_args

from glossator.core.documents import Document
from glossator.core.spans import Fragments, Span, hull

Value = str | bool | int | float | tuple[str, ...]
"""The value of an attribute; a mention as value is the text form of its id."""
Attributes = Mapping[str, Value]
"""Attribute id → value; read-only by type, never changed once a record holds it."""

NO_ATTRIBUTES: Attributes = {}

NoteKind = Literal["note", "judgement"]
"""What a note is: a remark, or a judgement with its likelihood and confidence among its attributes."""
NOTE_KINDS: tuple[NoteKind, ...] = get_args(NoteKind)

_SHORT = 256
"""Mentions that reach no farther, in code points, are found by looking back as far; longer ones by their length."""

_Key = tuple[int, int, int]  # start, -end, id


@dataclass(frozen=True, slots=True)
class Mention:
    """One label on one or more fragments of a document.

    ``label`` is a label id of the scheme, ``quote`` the text under the fragments when it was made (so that drift
    is noticed), ``entity`` the identity behind it.  ``created`` is UTC in milliseconds since 1970, ``origin`` how
    it came to be (empty: by hand; else ``suggestion:…`` or ``import:…``), ``confidence`` 0 to 1 where a machine
    stated one.
    """

    id: int
    document: int
    label: str
    fragments: Fragments
    quote: str
    subtype: str = ""
    entity: int | None = None
    attributes: Attributes = field(default_factory=lambda: NO_ATTRIBUTES)
    author: str = ""
    created: int = 0
    origin: str = ""
    confidence: float | None = None

    @property
    def start(self) -> int:
        """Offset of its first character."""
        return self.fragments[0].start

    @property
    def end(self) -> int:
        """Offset behind its last character."""
        return self.fragments[-1].end

    @property
    def length(self) -> int:
        """Code points covered, gaps not counted."""
        return sum(span.length for span in self.fragments)

    def holds(self, offset: int) -> bool:
        """The character at ``offset`` lies in one of the fragments."""
        return any(span.holds(offset) for span in self.fragments)


class Argument(NamedTuple):
    """What fills a role of a relation: the mention, or (``is_relation``) the relation with id ``target``."""

    role: str
    target: int
    is_relation: bool = False


@dataclass(frozen=True, slots=True)
class Relation:
    """A typed statement with named arguments; with a ``trigger`` mention it is an event.

    A binary relation has two arguments, an event any number.  ``type`` is the id of a relation or event type.
    """

    id: int
    document: int
    type: str
    arguments: tuple[Argument, ...] = ()
    trigger: int | None = None
    attributes: Attributes = field(default_factory=lambda: NO_ATTRIBUTES)
    author: str = ""
    created: int = 0
    origin: str = ""
    confidence: float | None = None

    @property
    def is_event(self) -> bool:
        """Has a trigger."""
        return self.trigger is not None

    def mentions(self) -> Iterator[int]:
        """Ids of the mentions it holds on to: the trigger first, then the arguments."""
        if self.trigger is not None:
            yield self.trigger
        for argument in self.arguments:
            if not argument.is_relation:
                yield argument.target

    def relations(self) -> Iterator[int]:
        """Ids of the relations among its arguments."""
        return (argument.target for argument in self.arguments if argument.is_relation)


@dataclass(frozen=True, slots=True)
class Entity:
    """The real thing behind mentions, across documents.  ``type`` is a label id, ``identifiers`` are outside ones
    (scheme → id).
    """

    id: int
    name: str
    type: str = ""
    aliases: tuple[str, ...] = ()
    identifiers: Mapping[str, str] = field(default_factory=dict)
    attributes: Attributes = field(default_factory=lambda: NO_ATTRIBUTES)
    author: str = ""
    created: int = 0


@dataclass(frozen=True, slots=True)
class Note:
    """A remark on a mention, relation, entity or document, whose id is ``target``, or a judgement of it.

    ``document`` is the one whose page shows it (``None`` on an entity).
    """

    id: int
    target: int
    body: str
    document: int | None = None
    author: str = ""
    created: int = 0
    kind: NoteKind = "note"
    attributes: Attributes = field(default_factory=lambda: NO_ATTRIBUTES, hash=False)


class AnnotationSet:
    """A document, its text and all that is said of it, kept in the order of the text.

    It is the memory of an open document: plain records behind a few indexes, changed only through
    :func:`glossator.core.changes.apply`.
    """

    def __init__(
        self,
        document: Document,
        text: str,
        mentions: Iterable[Mention] = (),
        relations: Iterable[Relation] = (),
        notes: Iterable[Note] = (),
    ) -> None:
        self.document = document
        self.text = text
        self.mentions: dict[int, Mention] = {each.id: each for each in mentions}
        self.relations: dict[int, Relation] = {}
        self.notes: dict[int, Note] = {each.id: each for each in notes}
        self._order: list[_Key] = sorted(map(_key, self.mentions.values()))
        self._long: dict[int, list[_Key]] = {}
        for key in self._order:
            if -key[1] - key[0] > _SHORT:
                self._long.setdefault(_level(key), []).append(key)
        self._held_by: dict[int, dict[int, None]] = defaultdict(dict)
        for relation in relations:
            self.put_relation(relation)

    def copy(self) -> AnnotationSet:
        """Another set with the same records, which may be changed by itself."""
        return AnnotationSet(
            self.document, self.text, self.mentions.values(), self.relations.values(), self.notes.values()
        )

    def in_order(self) -> Iterator[Mention]:
        """All mentions: by start, the longer first, then by id."""
        return (self.mentions[key[2]] for key in self._order)

    def within(self, span: Span) -> list[Mention]:
        """Mentions whose hull overlaps ``span``, in order.  An empty span finds those that hold its offset."""
        near = span.start - _SHORT
        found = self._from_afar(span.start, near) if self._long else []
        low = bisect_left(self._order, (near, -(1 << 62), 0))
        high = bisect_left(self._order, (max(span.end, span.start + 1), -(1 << 62), 0))
        found += [key for key in self._order[low:high] if -key[1] > span.start]
        return [self.mentions[key[2]] for key in found]

    def _from_afar(self, offset: int, before: int) -> list[_Key]:
        """Long mentions that begin ahead of ``before`` and reach beyond ``offset``, in order.

        Those of one level are at most sixteen times as long as each other, so few are looked at in vain.
        """
        found: list[_Key] = []
        for level, keys in self._long.items():
            low = bisect_left(keys, (offset - (16 << 4 * level), -(1 << 62), 0))
            high = bisect_left(keys, (before, -(1 << 62), 0))
            found += [key for key in keys[low:high] if -key[1] > offset]
        return sorted(found)

    def beginning_in(self, span: Span, limit: int) -> list[Mention]:
        """Mentions that begin in ``span``, in order; of more than ``limit`` only so many, evenly taken."""
        low = bisect_left(self._order, (span.start, -(1 << 62), 0))
        high = bisect_left(self._order, (span.end, -(1 << 62), 0))
        step = max(1, -(-(high - low) // limit))
        return [self.mentions[key[2]] for key in self._order[low:high:step]]

    def at(self, offset: int) -> list[Mention]:
        """Mentions that hold the character at ``offset``, the shortest first."""
        found = [each for each in self.within(Span(offset, offset)) if each.holds(offset)]
        return sorted(found, key=lambda each: (each.length, each.start, each.id))

    def exactly(self, fragments: Fragments) -> list[Mention]:
        """Mentions that cover just these fragments."""
        return [each for each in self.within(hull(fragments)) if each.fragments == fragments]

    def record(self, record_id: int) -> Mention | Relation | Note | None:
        """The mention, relation or note with this id."""
        return self.mentions.get(record_id) or self.relations.get(record_id) or self.notes.get(record_id)

    def relations_of(self, record_id: int) -> list[Relation]:
        """Relations and events that hold on to this mention or relation, in the order they were made."""
        return sorted((self.relations[each] for each in self._held_by.get(record_id, ())), key=_age)

    def remarks_on(self, record_id: int) -> list[Note]:
        """The notes on a record that are no judgements, in the order they were made."""
        return [each for each in self.notes_on(record_id) if each.kind == "note"]

    def judgements_on(self, record_id: int) -> list[Note]:
        """The analysts' judgements of a record, in the order they were made."""
        return [each for each in self.notes_on(record_id) if each.kind == "judgement"]

    def notes_on(self, record_id: int) -> list[Note]:
        """The notes on a record, judgements among them, in the order they were made."""
        return sorted((note for note in self.notes.values() if note.target == record_id), key=_age)

    def neighbour(self, mention_id: int | None, offset: int, step: int) -> Mention | None:
        """The next (``step`` 1) or previous (-1) mention after the given one, or after ``offset`` if there is none."""
        if mention_id is not None and mention_id in self.mentions:
            place = bisect_left(self._order, _key(self.mentions[mention_id])) + step
        else:
            place = bisect_left(self._order, (offset, -(1 << 62), 0)) - (step < 0)
        return self.mentions[self._order[place][2]] if 0 <= place < len(self._order) else None

    def put_mention(self, mention: Mention) -> None:
        """Add ``mention``, or replace the one with its id."""
        self.drop_mention(mention.id)
        self.mentions[mention.id] = mention
        key = _key(mention)
        insort(self._order, key)
        if -key[1] - key[0] > _SHORT:
            insort(self._long.setdefault(_level(key), []), key)

    def drop_mention(self, mention_id: int) -> None:
        """Take a mention out, if it is there."""
        old = self.mentions.pop(mention_id, None)
        if old is None:
            return
        key = _key(old)
        del self._order[bisect_left(self._order, key)]
        if -key[1] - key[0] > _SHORT:
            keys = self._long[_level(key)]
            del keys[bisect_left(keys, key)]
            if not keys:
                del self._long[_level(key)]

    def put_relation(self, relation: Relation) -> None:
        """Add ``relation``, or replace the one with its id."""
        self.drop_relation(relation.id)
        self.relations[relation.id] = relation
        if relation.trigger is not None:
            self._held_by[relation.trigger][relation.id] = None
        for argument in relation.arguments:
            self._held_by[argument.target][relation.id] = None

    def drop_relation(self, relation_id: int) -> None:
        """Take a relation out, if it is there."""
        old = self.relations.pop(relation_id, None)
        if old is None:
            return
        for held in {*old.mentions(), *old.relations()}:
            self._held_by[held].pop(relation_id, None)
            if not self._held_by[held]:
                del self._held_by[held]


def _key(mention: Mention) -> _Key:
    fragments = mention.fragments  # called for each mention of a document that is opened
    return fragments[0][0], -fragments[-1][1], mention.id


def _level(key: _Key) -> int:
    """Which power of sixteen the length of a mention reaches: it is less than ``16 << 4 * level``."""
    return ((-key[1] - key[0]).bit_length() - 1) // 4


def _age(record: Relation | Note) -> tuple[int, int]:
    return record.created, record.id
