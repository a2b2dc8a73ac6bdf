"""Events among each other: the same one told more than once, joined in one identity, and events within events."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from glossator.core import edits
from glossator.core.annotations import AnnotationSet, Argument, Entity, Mention, Relation
from glossator.core.changes import Change
from glossator.core.edits import Hand
from glossator.core.errors import Refused
from glossator.core.titles import short


def others(annotations: AnnotationSet, event: Relation) -> list[Relation]:
    """The other events of the same type that are not known to be this one, by the place of their triggers."""
    return [each for each in _alike(annotations, event) if not _is_one(annotations, event, each)]


def tellings(annotations: AnnotationSet, event: Relation) -> list[Relation]:
    """Where else the document tells this event, by the place of the triggers."""
    return [each for each in _alike(annotations, event) if _is_one(annotations, event, each)]


def join(
    annotations: AnnotationSet, first: int, second: int, known: Entity | None, *, by: Hand, name: str = ""
) -> Change:
    """Two tellings are of one event: both triggers stand for ``known``, or, where it is ``None``, for a new identity by
    the words of the first.  ``name`` is what people call the type.  Refused where they are of different types.
    """
    one, other = edits.relation(annotations, first), edits.relation(annotations, second)
    if not one.is_event or not other.is_event:
        raise Refused("Only events can be one event told twice.")
    if one.type != other.type:
        raise Refused(
            "Events of different types are not one.", remedy="Change the type of one of them first."
        )
    ends = _trigger(annotations, one), _trigger(annotations, other)
    if ends[0].id == ends[1].id:
        raise Refused("Both have the same trigger.")
    if ends[0].entity is not None and ends[0].entity == ends[1].entity:
        raise Refused("They are one event already.")
    entity = known or edits.new_entity(ends[0].quote, ends[0].label, by=by)
    both = [each.id for each in ends]
    change = edits.identify(annotations, both, entity, by=by, is_new=known is None)
    title = f"“{short(ends[1].quote)}” tells the same {name or one.type} as “{short(ends[0].quote)}”"
    return replace(change, title=title)


def join_across(here: Mention, there: Mention, known: Entity | None, *, by: Hand, name: str = "") -> Change:
    """As :func:`join`, for the triggers of two events in different documents."""
    if here.entity is not None and here.entity == there.entity:
        raise Refused("They are one event already.")
    entity = known or edits.new_entity(here.quote, here.label, by=by)
    moving = [each for each in (here, there) if each.entity != entity.id]
    return by.change(
        f"“{short(there.quote)}” tells the same {name or 'event'} as “{short(here.quote)}”",
        removed=moving,
        added=[*([] if known else [entity]), *(replace(each, entity=entity.id) for each in moving)],
    )


def nested(annotations: AnnotationSet, arguments: Iterable[Argument], trigger: int) -> tuple[Argument, ...]:
    """Fillers for an event at ``trigger``, where the trigger of one other event stands for that event: one within the
    other.  A trigger of several, or of one that this event is part of already, stays the word that it is.
    """
    return tuple(_as_event(annotations, each, trigger) for each in arguments)


def identity_of(annotations: AnnotationSet, *events: Relation) -> int | None:
    """The identity that one of these events has already, the first one's before the others'."""
    known = (_trigger(annotations, each).entity for each in events)
    return next((each for each in known if each is not None), None)


def _trigger(annotations: AnnotationSet, event: Relation) -> Mention:
    return edits.mention(annotations, event.trigger or 0)


def _as_event(annotations: AnnotationSet, argument: Argument, trigger: int) -> Argument:
    if argument.is_relation:
        return argument
    target = argument.target
    found = [each for each in annotations.relations_of(target) if each.trigger == target]
    if len(found) != 1 or target == trigger or _reaches(annotations, found[0], trigger):
        return argument
    return Argument(argument.role, found[0].id, is_relation=True)


def _reaches(annotations: AnnotationSet, event: Relation, trigger: int) -> bool:
    """Whether an event holds, in itself or in an event within it, the one at ``trigger``."""
    seen: set[int] = set()
    waiting = [event.id]
    while waiting:
        held = annotations.relations.get(waiting.pop())
        if held is None or held.id in seen:
            continue
        if held.trigger == trigger:
            return True
        seen.add(held.id)
        waiting += held.relations()
    return False


def _alike(annotations: AnnotationSet, event: Relation) -> list[Relation]:
    found = [
        each
        for each in annotations.relations.values()
        if each.type == event.type
        and each.is_event
        and each.trigger != event.trigger
        and each.trigger in annotations.mentions
    ]
    return sorted(found, key=lambda each: _trigger(annotations, each).start)


def _is_one(annotations: AnnotationSet, event: Relation, other: Relation) -> bool:
    entity = annotations.mentions[event.trigger].entity if event.trigger in annotations.mentions else None
    return entity is not None and entity == _trigger(annotations, other).entity
