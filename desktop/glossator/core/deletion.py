"""Deleting records, and what falls or changes with them."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import replace

from glossator.core.annotations import AnnotationSet, Attributes, Mention, Note, Relation, Value
from glossator.core.changes import Change
from glossator.core.edits import Hand
from glossator.core.errors import Refused
from glossator.core.ids import to_text
from glossator.core.titles import enumerated, short

_Fallen = Mapping[int, Mention | Relation | Note]


def delete(annotations: AnnotationSet, record_ids: Iterable[int], *, by: Hand) -> Change:
    """Records out, with whatever cannot stand without them: a relation without one of its ends, an event without its
    trigger, notes on any of them.  An event that loses a filler stays, without it, and so does a record of which an
    attribute names a mention that goes.
    """
    chosen = list(dict.fromkeys(record_ids))
    doomed = _fallen(annotations, chosen)
    if not doomed:
        raise Refused("Nothing is selected that could be deleted.")
    kept: dict[int, Mention | Relation] = {}
    for event in _emptied(annotations, doomed):
        kept[event.id] = replace(event, arguments=tuple(a for a in event.arguments if a.target not in doomed))
    emptied = len(kept)
    names = {to_text(each.id) for each in doomed.values() if isinstance(each, Mention)}
    told = [each for each in _naming(annotations, names) if each.id not in doomed]
    for record in told:
        held = kept.get(record.id, record)
        kept[record.id] = replace(held, attributes=_without(held.attributes, names))
    before = [annotations.relations.get(each) or annotations.mentions[each] for each in kept]
    title = _title(list(doomed.values()), len(chosen))
    if kept:
        title += f", and its part in {enumerated({'event': emptied, 'attribute': len(told)})}"
    return by.change(title, removed=[*doomed.values(), *before], added=kept.values())


def _fallen(annotations: AnnotationSet, record_ids: Iterable[int]) -> _Fallen:
    """The records with these ids, and those that cannot stand without them."""
    doomed: dict[int, Mention | Relation | Note] = {}
    waiting = list(record_ids)
    while waiting:
        each = waiting.pop()
        found = annotations.record(each)
        if found is None or each in doomed:
            continue
        doomed[each] = found
        waiting += [note.id for note in annotations.notes_on(each)]
        waiting += [
            held.id for held in annotations.relations_of(each) if not held.is_event or held.trigger == each
        ]
    return doomed


def _emptied(annotations: AnnotationSet, doomed: _Fallen) -> list[Relation]:
    """The events that stay but lose a filler."""
    found = {held.id: held for each in doomed for held in annotations.relations_of(each)}
    return [event for event in found.values() if event.id not in doomed]


def _naming(annotations: AnnotationSet, names: Container[str]) -> list[Mention | Relation]:
    """The records with an attribute that names one of these mentions."""
    records: list[Mention | Relation] = [*annotations.mentions.values(), *annotations.relations.values()]
    return [
        each for each in records if each.attributes and _without(each.attributes, names) != each.attributes
    ]


def _without(attributes: Attributes, names: Container[str]) -> Attributes:
    left = {name: _still(value, names) for name, value in attributes.items()}
    return {name: value for name, value in left.items() if value is not None}


def _still(value: Value, names: Container[str]) -> Value | None:
    """``value`` without the mentions of these names; ``None`` where nothing is left of it."""
    if isinstance(value, str):
        return None if value in names else value
    if isinstance(value, tuple) and any(each in names for each in value):
        return tuple(each for each in value if each not in names) or None
    return value


def _title(doomed: Sequence[Mention | Relation | Note], chosen: int) -> str:
    first = doomed[0]
    counts = {
        kind: sum(isinstance(each, made) for each in doomed)
        for kind, made in (("mention", Mention), ("relation", Relation), ("note", Note))
    }
    if chosen > 1 or not isinstance(first, Mention):
        return f"Delete {enumerated(counts)}"
    counts["mention"] -= 1
    return f"Delete “{short(first.quote)}”" + (f" with {enumerated(counts)}" if any(counts.values()) else "")
