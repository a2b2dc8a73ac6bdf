"""Change, the one currency: what was removed and what was added, by whom and when, and how to take it back.

Undo, storage, repainting, the audit trail, an import and what a team exchanges are all one Change through one pipe.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from glossator.core.annotations import AnnotationSet, Entity, Mention, Note, Relation
from glossator.core.documents import Document
from glossator.core.scheme import SchemeItem

Record = Document | Mention | Relation | Entity | Note | SchemeItem
"""Whatever a project holds; every record has an ``id``."""


@dataclass(frozen=True, slots=True)
class Change:
    """One user act.

    ``removed`` and ``added`` are whole records; an update has the old one in ``removed`` and the new one, under the
    same id, in ``added``.  ``time`` is UTC in milliseconds since 1970.  ``undoes`` is the id of the Change that this
    one takes back.  ``texts`` carries the texts of added documents by their digest, ``sources`` the bytes that they
    were imported from by theirs (:attr:`Document.source_digest`).
    """

    id: int
    title: str
    author: str
    time: int
    removed: tuple[Record, ...] = ()
    added: tuple[Record, ...] = ()
    origin: str = ""
    undoes: int | None = None
    texts: Mapping[str, str] = field(default_factory=dict)
    sources: Mapping[str, bytes] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        """Changes nothing."""
        return not self.removed and not self.added

    def inverse(self, *, change_id: int, author: str, time: int, title: str = "") -> Change:
        """The Change that takes this one back; applied after it, everything is as before."""
        return Change(
            id=change_id,
            title=title or f"Undo: {self.title}",
            author=author,
            time=time,
            removed=self.added,
            added=self.removed,
            undoes=self.id,
        )

    def pairs(self) -> Iterator[tuple[Record | None, Record | None]]:
        """(before, after) per record: ``None`` before for a new one, ``None`` after for a deleted one.  They are told
        apart by kind and id: a label may have the id of an attribute.
        """
        after: dict[object, Record] = {(type(each), each.id): each for each in self.added}
        for before in self.removed:
            yield before, after.pop((type(before), before.id), None)
        for record in after.values():
            yield None, record

    def documents(self) -> frozenset[int]:
        """Ids of the documents that the records belong to."""
        return frozenset(
            found for record in (*self.removed, *self.added) if (found := document_of(record)) is not None
        )


def document_of(record: Record) -> int | None:
    """The id of the document that a record belongs to; a document belongs to itself, an entity to none."""
    if isinstance(record, Document):
        return record.id
    if isinstance(record, Mention | Relation | Note):
        return record.document
    return None


def apply(change: Change, to: AnnotationSet) -> None:
    """Let ``to`` follow ``change``; records of other documents are passed over."""
    document_id = to.document.id
    for before, after in change.pairs():
        mine = [each for each in (before, after) if each is not None and document_of(each) == document_id]
        if mine:
            _follow(to, mine[-1], keep=mine[-1] is after)


def _follow(annotations: AnnotationSet, record: Record, *, keep: bool) -> None:
    match record:
        case Mention():
            annotations.put_mention(record) if keep else annotations.drop_mention(record.id)
        case Relation():
            annotations.put_relation(record) if keep else annotations.drop_relation(record.id)
        case Note():
            if keep:
                annotations.notes[record.id] = record
            else:
                annotations.notes.pop(record.id, None)
        case Document():
            if keep:
                annotations.document = record
