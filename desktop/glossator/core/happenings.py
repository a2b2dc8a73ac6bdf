"""The same event told more than once: its tellings joined in one identity, which their triggers share."""

from __future__ import annotations

from dataclasses import replace

from glossator.core import edits
from glossator.core.annotations import AnnotationSet, Entity, Mention, Relation
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


def identity_of(annotations: AnnotationSet, *events: Relation) -> int | None:
    """The identity that one of these events has already, the first one's before the others'."""
    known = (_trigger(annotations, each).entity for each in events)
    return next((each for each in known if each is not None), None)


def _trigger(annotations: AnnotationSet, event: Relation) -> Mention:
    return edits.mention(annotations, event.trigger or 0)


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
