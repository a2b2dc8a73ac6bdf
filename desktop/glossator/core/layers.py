"""Whose annotations are seen: the part of a document that some persons annotated, kept up with every Change."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from glossator.core.annotations import AnnotationSet, Mention, Note, Relation
from glossator.core.changes import Change, apply, document_of
from glossator.core.documents import Document
from glossator.core.errors import Refused
from glossator.core.ids import to_text
from glossator.core.titles import enumerated

Persons = frozenset[str]
"""Names of authors; the empty name is that of records without one."""

_SHOW = "Show everybody's annotations first (menu View, Whose annotations)."


@dataclass(frozen=True)
class Whose:
    """Whose annotations are seen: those of ``persons`` (``None``: everybody's), and in each document of ``blind``,
    which is read a second time, only those of the persons named there.
    """

    persons: Persons | None = None
    blind: Mapping[int, Persons] = field(default_factory=dict)

    @property
    def is_everybody(self) -> bool:
        """Nothing is hidden anywhere."""
        return self.persons is None and not self.blind

    def of(self, document_id: int | None) -> Persons | None:
        """Whose annotations are seen in a document (``None``: everybody's)."""
        return self.persons if document_id is None else self.blind.get(document_id, self.persons)

    def is_seen(self, author: str, document_id: int | None) -> bool:
        """What ``author`` said of a document is seen."""
        persons = self.of(document_id)
        return persons is None or author in persons


EVERYBODY = Whose()
"""Nothing is hidden."""


class Layers:
    """An open document: the ``whole`` of what is said of it, and what of that is ``seen``.

    Where everybody's annotations are seen, both are the same object, and following costs nothing more.  Else a mention
    is seen where its author is; a relation where its author and all that it joins is; a note where its author is and
    what it is about.
    """

    def __init__(self, whole: AnnotationSet, persons: Persons | None = None) -> None:
        self.whole = whole
        self.persons = persons
        self.seen = whole
        if persons is not None:
            self.seen = self._chosen(persons)

    def follow(self, change: Change) -> None:
        """Let the whole, and what is seen, follow ``change``."""
        apply(change, self.whole)
        if self.seen is self.whole:
            return
        here = self.whole.document.id
        touched: list[object] = [
            each for each in (*change.removed, *change.added) if document_of(each) == here
        ]
        if any(isinstance(each, Document) for each in touched):
            self.seen.document = self.whole.document
        mentions = {each.id for each in touched if isinstance(each, Mention)}
        for each in mentions:
            self._follow_mention(each)
        relations = self._above([*mentions, *(each.id for each in touched if isinstance(each, Relation))])
        for each in relations:
            self.seen.drop_relation(each)
        for relation in self._standing(
            self.whole.relations[each] for each in relations if each in self.whole.relations
        ):
            self.seen.put_relation(relation)
        about = mentions | relations
        notes = {each.id for each in touched if isinstance(each, Note)}
        notes |= {note.id for note in self.whole.notes.values() if note.target in about} if about else set()
        self._follow_notes(notes)

    def hidden(self) -> tuple[int, int]:
        """How many mentions, and how many relations and events, are there and not seen."""
        return (
            len(self.whole.mentions) - len(self.seen.mentions),
            len(self.whole.relations) - len(self.seen.relations),
        )

    def holding(self, change: Change) -> int:
        """How many records that are not seen hold on to what ``change`` takes away."""
        if self.seen is self.whole:
            return 0
        gone = {
            before.id
            for before, after in change.pairs()
            if after is None and isinstance(before, Mention | Relation)
        }
        if not gone:
            return 0
        going = {each.id for each in change.removed}
        held = {relation.id for each in gone for relation in self.whole.relations_of(each)}
        held |= {note.id for note in self.whole.notes.values() if note.target in gone}
        held |= self._naming({to_text(each) for each in gone})
        return len([each for each in held - going if self.seen.record(each) is None])

    def _naming(self, names: set[str]) -> set[int]:
        records: list[Mention | Relation] = [*self.whole.mentions.values(), *self.whole.relations.values()]
        return {
            each.id
            for each in records
            if each.attributes
            and any(
                name in names
                for value in each.attributes.values()
                for name in (value if isinstance(value, tuple) else (value,))
            )
        }

    def _chosen(self, persons: Persons) -> AnnotationSet:
        whole = self.whole
        seen = AnnotationSet(
            whole.document, whole.text, (each for each in whole.mentions.values() if each.author in persons)
        )
        self.seen = seen
        for relation in self._standing(whole.relations.values()):
            seen.put_relation(relation)
        self._follow_notes(whole.notes)
        return seen

    def _follow_mention(self, mention_id: int) -> None:
        mention = self.whole.mentions.get(mention_id)
        if mention is not None and self._is_theirs(mention):
            self.seen.put_mention(mention)
        else:
            self.seen.drop_mention(mention_id)

    def _follow_notes(self, note_ids: Iterable[int]) -> None:
        for each in note_ids:
            note = self.whole.notes.get(each)
            if note is not None and self._is_theirs(note) and self._is_there(note.target):
                self.seen.notes[each] = note
            else:
                self.seen.notes.pop(each, None)

    def _above(self, record_ids: Iterable[int]) -> set[int]:
        """Of these records the relations, and whatever relation holds on to any of them, however far up."""
        waiting, found, looked = list(record_ids), set[int](), set[int]()
        while waiting:
            each = waiting.pop()
            if each in looked:
                continue
            looked.add(each)
            if each not in self.whole.mentions and each not in self.seen.mentions:
                found.add(each)
            waiting += [held.id for held in self.whole.relations_of(each)]
            waiting += [held.id for held in self.seen.relations_of(each)]
        return found

    def _standing(self, relations: Iterable[Relation]) -> list[Relation]:
        """Those of ``relations`` that are seen, as far as they and the seen ones hold one another up."""
        mentions = self.seen.mentions
        left = {
            each.id: each
            for each in relations
            if self._is_theirs(each) and all(held in mentions for held in each.mentions())
        }
        falling = True
        while falling:
            fallen = [
                each.id
                for each in left.values()
                if any(held not in left and held not in self.seen.relations for held in each.relations())
            ]
            for each in fallen:
                del left[each]
            falling = bool(fallen)
        return list(left.values())

    def _is_theirs(self, record: Mention | Relation | Note) -> bool:
        return self.persons is None or record.author in self.persons

    def _is_there(self, target: int) -> bool:
        if target in self.whole.mentions:
            return target in self.seen.mentions
        return target not in self.whole.relations or target in self.seen.relations


def spare_hidden(change: Change, whose: Whose, layers: Layers | None) -> None:
    """:class:`Refused` where ``change`` touches what is hidden, in any document, or takes away what something hidden in
    the open one (``layers``) holds on to.
    """
    if whose.is_everybody:
        return
    touched = [
        each
        for each in change.removed
        if isinstance(each, Mention | Relation | Note) and not whose.is_seen(each.author, each.document)
    ]
    if any(each.document in whose.blind for each in touched):
        raise Refused(
            "This would touch annotations of others in a document that is read a second time.",
            remedy="End the second reading first (menu View, Whose annotations).",
        )
    if touched:
        much = enumerated({"annotation": len(touched)})
        raise Refused(f"“{change.title}” would touch {much} of others, hidden now.", remedy=_SHOW)
    if layers is not None and layers.holding(change):
        raise Refused("Something that is hidden now holds on to what should be deleted.", remedy=_SHOW)
