"""Tags that a narrower scheme would leave dangling: found word by word, and turned, taken out or left as is said."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import NamedTuple

from glossator.core.annotations import Mention, Relation, Value
from glossator.core.changes import Change
from glossator.core.edits import Hand
from glossator.core.plain import KIND_OF
from glossator.core.scheme import AttributeType, EventType, Label, RelationType, Scheme, SchemeItem
from glossator.core.titles import enumerated, shown
from glossator.core.values import renamed, turned, value_fault

Tagged = Mention | Relation


class Word(NamedTuple):
    """What is said with an item of a scheme (its kind and id) and could not be said any more: a subtype, a role, a
    value of an attribute; where it ``has_place`` no more, the attribute as a whole, on what may not have it.
    """

    kind: str
    item: str
    value: str
    has_place: bool = True


Fates = Mapping[Word, str]
"""What becomes of words: another word, or nothing where it is empty; a word that is not told stays as it is."""


def narrows(before: object, after: object) -> bool:
    """Something that could be said with ``before`` cannot be said with ``after``."""
    match before, after:
        case Label(), Label():
            return not set(before.subtypes) <= set(after.subtypes)
        case RelationType(), RelationType():
            return before.roles != after.roles
        case EventType(), EventType():
            return not {each.name for each in before.roles} <= {each.name for each in after.roles}
        case AttributeType(), AttributeType():
            return (
                before.kind != after.kind
                or not set(before.values) <= set(after.values)
                or not set(before.on) <= set(after.on)
                or bool(after.labels and not (before.labels and set(before.labels) <= set(after.labels)))
            )
    return False


def lost(record: Tagged, after: SchemeItem) -> Iterator[Word]:
    """What a record says with an item that could not be said once the item is ``after``."""
    kind, item = KIND_OF[type(after)], after.id
    match after, record:
        case Label(), Mention() if record.label == item:
            if record.subtype and record.subtype not in after.subtypes:
                yield Word(kind, item, record.subtype)
        case RelationType() | EventType(), Relation() if record.type == item:
            known = after.roles if isinstance(after, RelationType) else [each.name for each in after.roles]
            yield from (Word(kind, item, each.role) for each in record.arguments if each.role not in known)
        case AttributeType(), _ if item in record.attributes:
            yield from _lost_values(record, after)


def _lost_values(record: Tagged, after: AttributeType) -> Iterator[Word]:
    value = record.attributes[after.id]
    kind = KIND_OF[type(after)]
    if not _has_place(record, after):
        yield Word(kind, after.id, "", has_place=False)
    elif value_fault(after, value, lambda each: True):
        words = value if isinstance(value, tuple) and after.values else (_word(value),)
        yield from (
            Word(kind, after.id, each) for each in words if each not in after.values or len(words) == 1
        )


def _word(value: Value) -> str:
    return value if isinstance(value, str) else shown(value)


def _has_place(record: Tagged, kind: AttributeType) -> bool:
    if isinstance(record, Relation):
        return ("event" if record.is_event else "relation") in kind.on
    return "mention" in kind.on and not (kind.labels and record.label not in kind.labels)


def choices(word: Word, after: SchemeItem) -> tuple[str, ...]:
    """What a word may become."""
    if not word.has_place:
        return ()
    match after:
        case Label():
            return after.subtypes
        case RelationType():
            return after.roles
        case EventType():
            return tuple(each.name for each in after.roles)
        case AttributeType() if after.kind in {"choice", "several"}:
            return after.values
        case AttributeType():
            as_one = turned(word.value, after)
            return () if as_one is None else (shown(as_one),)
    return ()


def may_go(word: Word) -> bool:
    """The word can be taken out alone; a relation cannot lose one of its two ends."""
    return word.kind != KIND_OF[RelationType]


def settle(scheme: Scheme, change: Change, records: Iterable[Tagged], fates: Fates, *, by: Hand) -> Change:
    """``change`` of a scheme (which is ``scheme`` afterwards), with those of ``records`` that say what is told in
    ``fates``: turned, or without it.  What is not told stays as it is.
    """
    pairs: list[tuple[Tagged, Tagged]] = []
    for old in records:
        new: Tagged = _said_anew(old, fates) if isinstance(old, Mention) else _filled_anew(old, fates)
        attributes = {
            name: left
            for name, value in old.attributes.items()
            if (left := _value_anew(old, scheme.attribute(name), value, fates)) is not None
        }
        if attributes != old.attributes:
            new = replace(new, attributes=attributes)
        if new != old:
            pairs.append((old, new))
    told = f" ({enumerated({'tag': len(pairs)})})" if pairs else ""
    return by.change(
        f"{change.title}{told}",
        removed=[*change.removed, *(old for old, _ in pairs)],
        added=[*change.added, *(new for _, new in pairs)],
    )


def _said_anew(mention: Mention, fates: Fates) -> Mention:
    word = Word(KIND_OF[Label], mention.label, mention.subtype)
    return replace(mention, subtype=fates.get(word, mention.subtype)) if mention.subtype else mention


def _filled_anew(relation: Relation, fates: Fates) -> Relation:
    kind = KIND_OF[EventType if relation.is_event else RelationType]
    named = (
        (each, fates.get(Word(kind, relation.type, each.role), each.role)) for each in relation.arguments
    )
    arguments = tuple(dict.fromkeys(each._replace(role=role) for each, role in named if role))
    return replace(relation, arguments=arguments) if arguments != relation.arguments else relation


def _value_anew(record: Tagged, kind: AttributeType | None, value: Value, fates: Fates) -> Value | None:
    """The value that is kept of an attribute; ``None`` for none."""
    if kind is None:
        return value
    name = KIND_OF[AttributeType]
    if not _has_place(record, kind):
        return None if fates.get(Word(name, kind.id, "", has_place=False)) == "" else value
    words = value if isinstance(value, tuple) else (_word(value),)
    names = {each: fates[word] for each in words if (word := Word(name, kind.id, each)) in fates}
    if not names:
        return value
    wanted = renamed(value if isinstance(value, tuple) else _word(value), names)
    if wanted in ("", ()):
        return None
    return turned(wanted, kind)
