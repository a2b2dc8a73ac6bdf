"""Whether two documents say the same, whatever ids their records have."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from glossator.core.annotations import Mention, Note, Relation
from glossator.core.outside import ours
from glossator.core.spans import Span
from glossator.formats.losses import Outgoing

_SHOWN = 3
_NONE: frozenset[object] = frozenset()
Said = tuple[object, ...]


def differences(wanted: Outgoing, found: Outgoing) -> list[str]:
    """What ``wanted`` says and ``found`` does not, and the other way round; none where they say the same."""
    told: list[str] = []
    if wanted.text != found.text:
        told.append("The text is another one.")
        return told
    one, other = _Speaker(wanted), _Speaker(found)
    for what, mine, theirs in (
        ("mentions", one.mentions(), other.mentions()),
        ("relations and events", one.relations(), other.relations()),
        ("identities", one.identities(), other.identities()),
        ("notes", one.notes(), other.notes()),
        ("facts of the document", one.facts(), other.facts()),
    ):
        told += _told(what, Counter(mine), Counter(theirs))
    return told


def fingerprint(outgoing: Outgoing) -> int:
    """A number, the same in one run of the program for documents between which :func:`differences` finds none."""
    speaker = _Speaker(outgoing)
    said = (speaker.mentions(), speaker.relations(), speaker.identities(), speaker.notes(), speaker.facts())
    return hash((outgoing.text, *(frozenset(Counter(each).items()) for each in said)))


def _told(what: str, mine: Counter[Said], theirs: Counter[Said]) -> Iterator[str]:
    for said, held in (("are missing", mine - theirs), ("were not there before", theirs - mine)):
        if held:
            some = "; ".join(_in_words(each) for each in list(held)[:_SHOWN])
            yield f"{held.total():,} {what} {said}: {some}"


def _in_words(said: object) -> str:
    """What is said, as people read it: without brackets, and without what says nothing."""
    if isinstance(said, Span):
        return f"{said.start}–{said.end}"
    if isinstance(said, tuple | frozenset):
        return ", ".join(filter(None, map(_in_words, said)))
    return str(said) if said else ""


class _Speaker:
    """Says what a document holds without an id."""

    def __init__(self, outgoing: Outgoing) -> None:
        self._out = outgoing
        self._held = outgoing.annotations
        self._said = {each.id: self._mention(each) for each in self._held.in_order()}

    def mentions(self) -> Iterable[Said]:
        return self._said.values()

    def relations(self) -> Iterator[Said]:
        return (self._relation(each) for each in self._held.relations.values())

    def identities(self) -> Iterator[Said]:
        members: dict[int, Counter[Said]] = {each: Counter() for each in self._out.entities}
        for each in self._held.in_order():
            if each.entity is not None and each.entity in members:
                members[each.entity][self._said[each.id]] += 1
        for key, entity in self._out.entities.items():
            notes = sorted(each.body for each in self._out.entity_notes.get(key, ()))
            yield (
                entity.name,
                entity.type,
                frozenset(entity.aliases),
                frozenset(entity.identifiers.items()),
                _plain(ours(entity.attributes)),
                entity.author,
                entity.created,
                frozenset(members[key].items()),
                tuple(notes),
            )

    def notes(self) -> Iterator[Said]:
        return (self._note(each) for each in self._held.notes.values())

    def facts(self) -> Iterator[Said]:
        document = self._out.document
        for name in (
            "source",
            "author",
            "url",
            "published",
            "retrieved",
            "status",
            "reliability",
            "reliability_reason",
        ):
            yield name, getattr(document, name)
        yield "source_descriptor", document.source_descriptor
        yield from ((name, held) for name, held in ours(document.attributes).items() if held)

    def _mention(self, mention: Mention) -> Said:
        return (mention.label, mention.subtype, mention.fragments, *_record(mention))

    def _relation(self, relation: Relation, depth: int = 0) -> Said:
        """A relation by what it joins; in a ring of relations the way ends where it was long enough."""
        arguments = []
        for each in relation.arguments:
            target = self._held.relations.get(each.target)
            if target is not None and depth < 5:
                arguments.append((each.role, self._relation(target, depth + 1)))
            else:
                arguments.append((each.role, self._said.get(each.target, ())))
        trigger = self._said.get(relation.trigger or 0)
        return (relation.type, trigger, tuple(arguments), *_record(relation))

    def _note(self, note: Note) -> Said:
        relation = self._held.relations.get(note.target)
        on = (
            self._relation(relation)
            if relation is not None
            else self._said.get(note.target, ("the document",))
        )
        return (on, note.body, note.kind, note.author, note.created)


def _record(record: Mention | Relation) -> Said:
    held = record.attributes
    return (
        _plain(ours(held)) if held else _NONE,
        record.author,
        record.created,
        record.origin,
        record.confidence,
    )


def _plain(attributes: dict[str, object] | object) -> frozenset[object]:
    assert isinstance(attributes, dict)
    return frozenset(attributes.items())
