"""Edits of a label scheme itself: items added, changed, put in another place, offered no more; none contradicts itself.

Whatever a Change does to a scheme beside that is made of the same parts: pairs of what goes and what comes, refused
where the scheme would contradict itself afterwards.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from glossator.core.annotations import Mention, Relation
from glossator.core.changes import Change, Record
from glossator.core.edits import Hand
from glossator.core.errors import Refused
from glossator.core.plain import KIND_OF
from glossator.core.scheme import (
    AttributeType,
    EventType,
    Heading,
    Label,
    RelationType,
    Scheme,
    SchemeItem,
)
from glossator.core.titles import enumerated

T = TypeVar("T", Label, RelationType, EventType, AttributeType)
Pairs = list[tuple[Record | None, Record | None]]
"""What goes and what comes for it; ``None`` where nothing does."""
_LIST_OF: Mapping[type, str] = {
    Label: "labels",
    RelationType: "relation_types",
    EventType: "event_types",
    AttributeType: "attributes",
}


def followed(scheme: Scheme, change: Change) -> Scheme:
    """``scheme`` as it is after ``change``."""
    headings = [each for each in change.added if isinstance(each, Heading)]
    heading = headings[0] if headings else scheme.heading
    return Scheme.of(
        heading,
        _after(scheme.labels, change, Label),
        _after(scheme.relation_types, change, RelationType),
        _after(scheme.event_types, change, EventType),
        _after(scheme.attributes, change, AttributeType),
    )


def add(scheme: Scheme, item: SchemeItem, *, by: Hand) -> Change:
    """A new item, at the end of those of its kind."""
    change = by.change(f"Add the {kind_of(item)} {item.name}", added=[item])
    if any(type(each) is type(item) and each.id == item.id for each in scheme.items()):
        raise Refused(f"There is a {kind_of(item)} {item.id} already.", remedy="Choose another id.")
    return sound(scheme, change)


def edit(scheme: Scheme, old: SchemeItem, new: SchemeItem, *, by: Hand) -> Change:
    """Another name, key, colour, definition, place in the tree … for an item; its id stays, so no tag is touched."""
    if (type(old), old.id) != (type(new), new.id):
        raise ValueError("the id and the kind of an item stay")
    if old == new:
        raise Refused("It is as it was.")
    name = f"Rename the {kind_of(old)} {old.name} to {new.name}"
    title = name if old.name != new.name else f"Change the {kind_of(old)} {old.name}"
    return sound(scheme, by.change(title, removed=[old], added=[new]))


def place(scheme: Scheme, item: SchemeItem, beside: SchemeItem, *, is_below: bool, by: Hand) -> Change:
    """An item directly above or below another one of its kind; a label comes under the same label as that one."""
    if isinstance(item, Heading) or type(item) is not type(beside) or item.id == beside.id:
        raise ValueError("an item has its place beside another one of its kind")
    name = _LIST_OF[type(item)]
    ids = [each.id for each in getattr(scheme, name) if each.id != item.id]
    ids.insert(ids.index(beside.id) + is_below, item.id)
    removed: list[SchemeItem] = [scheme.heading]
    added: list[SchemeItem] = [replace(scheme.heading, order={**scheme.order, name: tuple(ids)})]
    if isinstance(item, Label) and isinstance(beside, Label) and item.parent != beside.parent:
        removed.append(item)
        added.append(replace(item, parent=beside.parent))
    where = "below" if is_below else "above"
    return sound(scheme, by.change(f"Put {item.name} {where} {beside.name}", removed=removed, added=added))


def retire(scheme: Scheme, item: Label | RelationType | EventType | AttributeType, *, by: Hand) -> Change:
    """An item is offered no more; what was tagged with it stays as it is."""
    if item.retired:
        raise Refused(f"{item.name} is retired already.")
    return sound(
        scheme,
        by.change(
            f"Retire the {kind_of(item)} {item.name}", removed=[item], added=[replace(item, retired=True)]
        ),
    )


def touched(change: Change) -> dict[str, int]:
    """How many records of each kind, and how many documents, a Change touches: for its preview."""
    found: dict[str, int] = {}
    for before, after in change.pairs():
        record = after if before is None else before
        name = "event" if isinstance(record, Relation) and record.is_event else kind_of(record)
        found[name] = found.get(name, 0) + 1
    return {**found, "document": len(change.documents())} if change.documents() else found


# --- what changes of a scheme are made of


def kind_of(record: Record | None) -> str:
    """What a record or an item of a scheme is called in a sentence."""
    return KIND_OF[type(record)]


def sound(scheme: Scheme, change: Change) -> Change:
    """``change``, unless the scheme would contradict itself in a way in which it does not do so now."""
    before = set(scheme.faults())
    if faults := [each for each in followed(scheme, change).faults() if each not in before]:
        raise Refused(faults[0], remedy="Nothing was changed.", details="\n".join(faults))
    return change


def change_of(title: str, pairs: Pairs, by: Hand, more: Sequence[Change] = ()) -> Change:
    """ONE Change of these pairs, and of what ``more`` takes away and brings; its title counts the tags."""
    removed = [old for old, _ in pairs if old is not None]
    added = [new for _, new in pairs if new is not None]
    for change in more:
        removed += change.removed
        added += change.added
    number = sum(isinstance(each, Mention | Relation) for each in removed)
    told = f" ({enumerated({'tag': number})})" if number else ""
    return by.change(title + told, removed=removed, added=added)


def _after(items: Sequence[T], change: Change, kind: type[T]) -> tuple[T, ...]:
    found = {each.id: each for each in items}
    for before, after in change.pairs():
        if isinstance(after, kind):
            found[after.id] = after
        elif isinstance(before, kind):
            found.pop(before.id, None)
    return tuple(found.values())
