"""What is odd in an open document, kept up Change by Change: only what each one touches is looked at again."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from itertools import islice

from glossator.core import ids
from glossator.core.annotations import AnnotationSet, Attributes, Entity, Mention, Relation
from glossator.core.changes import Change, document_of
from glossator.core.review import Entities, Look, Oddity, in_order, with_reason
from glossator.core.scheme import Scheme


class Standing:
    """Looks at a document in small pieces and remembers what it found.

    At first every record waits to be looked at.  :meth:`follow` lets those wait that a Change touches, which takes no
    time; :meth:`look` looks at some of those that wait.  When none waits, :meth:`oddities` is what
    :func:`glossator.core.review.oddities` would say.
    """

    def __init__(self, annotations: AnnotationSet, scheme: Scheme, entities: Entities) -> None:
        self.annotations = annotations
        self._entities = entities
        self._known: dict[int, Entity | None] = {}
        self._naming: dict[int, set[int]] = {}  # by a mention, the records of which an attribute names it
        self._begin(scheme)

    @property
    def is_whole(self) -> bool:
        """Everything was looked at."""
        return not self._waiting

    def follow(self, change: Change, scheme: Scheme) -> None:
        """Look again at what ``change``, which the document followed already, has touched."""
        if scheme is not self._scheme:
            self._begin(scheme)
        mine = self.annotations.document.id
        for before, after in change.pairs():
            record = after if after is not None else before
            if isinstance(record, Entity):
                self._known.pop(record.id, None)
                same = (each.id for each in self.annotations.mentions.values() if each.entity == record.id)
                self._waiting.update(dict.fromkeys(same))
            elif isinstance(record, Mention | Relation) and document_of(record) == mine:
                self._wait_for(record.id)

    def look(self, most: int) -> bool:
        """Look at so many of the records that wait; true when none waits any more."""
        for record_id in list(islice(self._waiting, most)):
            del self._waiting[record_id]
            self._look_at(record_id)
        return self.is_whole

    def oddities(self) -> list[Oddity]:
        """What was found so far, in the order of the list."""
        found = (each for several in self._found.values() for each in several)
        return [with_reason(each) for each in in_order(self.annotations, found)]

    def _begin(self, scheme: Scheme) -> None:
        self._scheme = scheme
        self._look = Look(self.annotations, scheme, self._entity)
        self._found: dict[Hashable, list[Oddity]] = {}
        self._alike: dict[Hashable, set[int]] = {}
        self._key_of: dict[int, Hashable] = {}
        self._waiting: dict[int, None] = dict.fromkeys(
            (*self.annotations.mentions, *self.annotations.relations)
        )

    def _entity(self, entity_id: int) -> Entity | None:
        if entity_id not in self._known:
            self._known[entity_id] = self._entities(entity_id)
        return self._known[entity_id]

    def _wait_for(self, record_id: int) -> None:
        """Let a record wait, and those whose oddities may follow from it: what holds on to it, what names it."""
        todo = [record_id]
        for each in todo:
            self._waiting[each] = None
            held = [found.id for found in self.annotations.relations_of(each)]
            todo += [found for found in held if found not in todo]
        self._waiting.update(dict.fromkeys(self._naming.get(record_id, ())))

    def _look_at(self, record_id: int) -> None:
        held = self.annotations
        record = held.mentions.get(record_id) or held.relations.get(record_id)
        self._put(record_id, list(self._look.of(record)) if record is not None else [])
        for named in _named(record.attributes) if record is not None else ():
            self._naming.setdefault(named, set()).add(record_id)
        old = self._key_of.pop(record_id, None)
        new = self._key(record)
        if old is not None:
            self._alike[old].discard(record_id)
            self._compare(old)
        if new is not None:
            self._key_of[record_id] = new
            self._alike.setdefault(new, set()).add(record_id)
            self._compare(new)

    def _key(self, record: Mention | Relation | None) -> Hashable:
        if record is None:
            return None
        return self._look.place(record) if isinstance(record, Mention) else self._look.claim(record)

    def _compare(self, key: Hashable) -> None:
        """Look at the records that have ``key`` in common."""
        alike, held = self._alike[key], self.annotations
        if not alike:
            del self._alike[key]
        mentions = [held.mentions[each] for each in alike if each in held.mentions]
        relations = [held.relations[each] for each in alike if each in held.relations]
        self._put(key, [*self._look.twice(mentions), *self._look.contradiction(relations)])

    def _put(self, key: Hashable, found: list[Oddity]) -> None:
        if found:
            self._found[key] = found
        else:
            self._found.pop(key, None)


def _named(attributes: Attributes) -> Iterator[int]:
    """Ids of the records that the values of attributes name."""
    for value in attributes.values():
        for each in value if isinstance(value, tuple) else (value,):
            if isinstance(each, str):
                try:
                    yield ids.from_text(each)
                except ValueError:
                    continue
