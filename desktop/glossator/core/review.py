"""What is odd in the annotations of a document: told in a sentence each."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping
from functools import cache
from typing import Literal, NamedTuple

from glossator.core import tokens
from glossator.core.annotations import AnnotationSet, Argument, Entity, Mention, Relation, Value
from glossator.core.folding import UNSPACED
from glossator.core.outside import OUTSIDE
from glossator.core.scheme import Scheme, Target
from glossator.core.spans import Span, quote
from glossator.core.values import value_fault

Kind = Literal[
    "flag",
    "boundary",
    "twice",
    "drift",
    "unknown",
    "not permitted",
    "role",
    "value",
    "contradiction",
    "identity",
]
"""What may be odd, in the order of :data:`KINDS`."""

KINDS: Mapping[Kind, str] = {
    "flag": "Flagged for review",
    "drift": "Quoted text that is not what stands there",
    "boundary": "Boundary in the middle of a word",
    "twice": "Tagged twice",
    "unknown": "Not in the scheme",
    "not permitted": "Not permitted by the scheme",
    "role": "Event without a required role",
    "value": "Value that does not fit",
    "contradiction": "Statements that contradict each other",
    "identity": "Identity of two types",
}
"""The kinds, the gravest first, with what people call them."""

WAVED = "review."
"""How the attributes begin under which a record keeps why an oddity of it is none; the kind follows."""
FLAG = f"{WAVED}flag"
"""The attribute in which a record keeps what is to be looked at again: somebody flagged it."""


class Oddity(NamedTuple):
    """Something odd.  ``record`` is what it is told of, ``others`` (ids) what else it takes; ``waved`` is the reason
    with which somebody let it pass, empty where nobody did.
    """

    kind: Kind
    record: Mention | Relation
    sentence: str
    others: tuple[int, ...] = ()
    waved: str = ""


Entities = Callable[[int], Entity | None]
"""Finds an identity by its id."""


def oddities(annotations: AnnotationSet, scheme: Scheme, entities: Entities) -> list[Oddity]:
    """Everything odd in a document, the gravest kind first, within a kind in the order of the text."""
    look = Look(annotations, scheme, entities)
    return [with_reason(each) for each in in_order(annotations, look.all())]


def in_order(annotations: AnnotationSet, found: Iterable[Oddity]) -> list[Oddity]:
    """Oddities as they are listed: the gravest kind first, within a kind in the order of the text."""
    return sorted(found, key=lambda each: (_RANK[each.kind], *_place(annotations, each.record)))


def with_reason(oddity: Oddity) -> Oddity:
    """An oddity with the reason with which its record lets it pass."""
    return oddity._replace(waved=_reason(oddity))


class Look:
    """One look at a document, under a scheme."""

    def __init__(self, annotations: AnnotationSet, scheme: Scheme, entities: Entities) -> None:
        self._held = annotations
        self._scheme = scheme
        self._entities = entities
        self._attributes = {each.id: each for each in scheme.attributes}

    def all(self) -> Iterator[Oddity]:
        """Everything odd, in no order."""
        for mention in self._held.mentions.values():
            yield from self.of(mention)
        for relation in self._held.relations.values():
            yield from self.of(relation)
        yield from self._twice()
        yield from self._contradictions()

    def of(self, record: Mention | Relation) -> Iterator[Oddity]:
        """What is odd in one record by itself, and in what it holds on to."""
        flag = record.attributes.get(FLAG)
        if flag is not None:
            yield Oddity("flag", record, str(flag))
        if isinstance(record, Mention):
            yield from self._mention(record)
        else:
            yield from self._event(record) if record.is_event else self._relation(record)

    def place(self, mention: Mention) -> Hashable:
        """What mentions have in common that are the same one twice."""
        return mention.label, mention.author, mention.fragments

    def claim(self, relation: Relation) -> Hashable:
        """What relations have in common that may contradict each other; ``None`` for an event, which does not."""
        return None if relation.is_event else (relation.type, *(self._thing(a) for a in relation.arguments))

    def _mention(self, mention: Mention) -> Iterator[Oddity]:
        text = self._held.text
        if mention.end > len(text) or quote(mention.fragments, text) != mention.quote:
            yield Oddity("drift", mention, f"“{mention.quote}” is not what stands there.")
        elif cut := [each for each in mention.fragments if _is_cut(text, each)]:
            whole = tokens.snap(text, cut[0]).slice(text)
            yield Oddity("boundary", mention, f"“{cut[0].slice(text)}” ends or begins inside “{whole}”.")
        label = self._scheme.label(mention.label)
        if label is None:
            yield Oddity("unknown", mention, f"The scheme has no label {mention.label}.")
        elif mention.subtype and mention.subtype not in label.subtypes:
            yield Oddity("unknown", mention, f"{label.name} has no subtype {mention.subtype}.")
        yield from self._values(mention)
        yield from self._identity(mention)

    def _identity(self, mention: Mention) -> Iterator[Oddity]:
        entity = self._entities(mention.entity) if mention.entity is not None else None
        if entity is not None and entity.type and entity.type != mention.label:
            types = f"{self._scheme.name_of(mention.label)}, but {entity.name} is {self._scheme.name_of(entity.type)}"
            yield Oddity("identity", mention, f"“{mention.quote}” is {types}.")

    def _relation(self, relation: Relation) -> Iterator[Oddity]:
        kind = self._scheme.relation_type(relation.type)
        yield from self._values(relation)
        if kind is None:
            yield Oddity("unknown", relation, f"The scheme has no relation {relation.type}.")
            return
        ends = [self._label_of(each) for each in relation.arguments]
        if (
            len(ends) == 2
            and None not in ends
            and not kind.identity
            and not kind.permits(str(ends[0]), str(ends[1]))
        ):
            names = " to ".join(self._scheme.name_of(str(each)) for each in ends)
            yield Oddity("not permitted", relation, f"{kind.name} is not meant to lead from {names}.")

    def _event(self, event: Relation) -> Iterator[Oddity]:
        kind = self._scheme.event_type(event.type)
        yield from self._values(event)
        if kind is None:
            yield Oddity("unknown", event, f"The scheme has no event {event.type}.")
            return
        filled = {each.role for each in event.arguments}
        if missing := [role.name for role in kind.roles if role.required and role.name not in filled]:
            yield Oddity("role", event, f"{kind.name} lacks {' and '.join(missing)}.")
        for argument in event.arguments:
            role, label = kind.role(argument.role), self._label_of(argument)
            if role is None:
                yield Oddity("not permitted", event, f"{kind.name} has no role {argument.role}.")
            elif label is not None and label not in role.fillers and not argument.is_relation:
                name = self._scheme.name_of(label)
                yield Oddity("not permitted", event, f"{name} is not meant to be {role.name} of {kind.name}.")
        trigger = self._held.mentions.get(event.trigger or 0)
        if trigger is not None and trigger.label != self._scheme.trigger_of(kind):
            name = self._scheme.name_of(trigger.label)
            yield Oddity("not permitted", event, f"{name} is not meant to trigger {kind.name}.")

    def _label_of(self, argument: Argument) -> str | None:
        """The label of the mention, or of the event's trigger, that fills a place; ``None`` where neither is there."""
        held = self._held.relations.get(argument.target) if argument.is_relation else None
        mention = self._held.mentions.get((held.trigger or 0) if held is not None else argument.target)
        return None if mention is None else mention.label

    def _values(self, record: Mention | Relation) -> Iterator[Oddity]:
        for fault in self.faults(record).values():
            yield Oddity("value", record, fault)

    def faults(self, record: Mention | Relation) -> dict[str, str]:
        """What is wrong with the values of a record's attributes, by the attribute's id."""
        target: Target = (
            "mention" if isinstance(record, Mention) else "event" if record.is_event else "relation"
        )
        label = record.label if isinstance(record, Mention) else ""
        found = {
            name: self._fault(name, value, target, label)
            for name, value in record.attributes.items()
            if not name.startswith((WAVED, OUTSIDE))
        }
        return {name: fault for name, fault in found.items() if fault}

    def _fault(self, name: str, value: Value, target: Target, label: str) -> str:
        kind = self._attributes.get(name)
        if kind is None:
            return f"The scheme has no attribute {name}."
        if target not in kind.on or (target == "mention" and kind.labels and label not in kind.labels):
            return (
                f"{kind.name} does not belong on {'an' if target == 'event' else 'a'} {target} of this type."
            )
        return value_fault(kind, value, lambda each: each in self._held.mentions)

    def _twice(self) -> Iterator[Oddity]:
        places: dict[Hashable, list[Mention]] = {}
        for each in self._held.mentions.values():
            places.setdefault(self.place(each), []).append(each)
        for same in places.values():
            yield from self.twice(same)

    def twice(self, same: Collection[Mention]) -> Iterator[Oddity]:
        """What is odd in mentions that have one :meth:`place`: that there are several."""
        if len(same) > 1:
            first, *rest = sorted(same, key=lambda each: (each.created, each.id))
            name = self._scheme.name_of(first.label)
            others = tuple(each.id for each in rest)
            yield Oddity("twice", first, f"“{first.quote}” is tagged as {name} {len(same)} times.", others)

    def _contradictions(self) -> Iterator[Oddity]:
        said: dict[Hashable, list[Relation]] = {}
        for each in self._held.relations.values():
            if not each.is_event:
                said.setdefault(self.claim(each), []).append(each)
        for same in said.values():
            yield from self.contradiction(same)

    def contradiction(self, same: Collection[Relation]) -> Iterator[Oddity]:
        """What is odd in relations of one :meth:`claim`: that the text is said both to affirm and to deny it."""
        if len(same) < 2:
            return
        first, *rest = sorted(same, key=lambda each: (each.created, each.id))
        other = tuple(each.id for each in rest if _is_denied(each) != _is_denied(first))
        if other:
            name = self._scheme.name_of(first.type)
            yield Oddity(
                "contradiction", first, f"{name} is both affirmed and denied of the same two.", other
            )

    def _thing(self, argument: Argument) -> tuple[str, int]:
        mention = None if argument.is_relation else self._held.mentions.get(argument.target)
        return ("entity", mention.entity) if mention and mention.entity else ("record", argument.target)


def _is_denied(relation: Relation) -> bool:
    return relation.attributes.get("polarity") == "Negative"


_RANK = {kind: place for place, kind in enumerate(KINDS)}


def _place(annotations: AnnotationSet, record: Mention | Relation) -> tuple[int, int]:
    if isinstance(record, Mention):
        return record.start, record.id
    held = (annotations.mentions.get(each) for each in record.mentions())
    return min((each.start for each in held if each is not None), default=0), record.id


def _reason(oddity: Oddity) -> str:
    if oddity.kind == "flag":
        return ""  # it is taken away, not waved through
    return str(oddity.record.attributes.get(WAVED + oddity.kind, ""))


def _is_cut(text: str, span: Span) -> bool:
    """Whether one of the two ends stands between two letters or digits of a word."""
    return _joins(text, span.start) or _joins(text, span.end)


def _joins(text: str, offset: int) -> bool:
    if not 0 < offset < len(text):
        return False
    return all(each.isalnum() and not _unspaced().match(each) for each in text[offset - 1 : offset + 1])


@cache
def _unspaced() -> re.Pattern[str]:
    return re.compile(f"[{UNSPACED}]")  # a boundary inside a run of these says nothing
