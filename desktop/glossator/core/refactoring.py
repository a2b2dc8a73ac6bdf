"""A label scheme changed after tagging: renamed, merged, split, moved, deleted, with every tag that this touches.

Each function is handed the records that use the item, from all documents, and returns ONE Change with the new items of
the scheme and the records that follow.  A scheme that would contradict itself afterwards is refused.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from glossator.core import deletion
from glossator.core.annotations import AnnotationSet, Attributes, Entity, Mention, Relation, Value
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
    Signature,
)
from glossator.core.titles import counted
from glossator.core.values import renamed, turned

Tagged = Mention | Relation
T = TypeVar("T", Label, RelationType, EventType, AttributeType)
_Pairs = list[tuple[Record | None, Record | None]]
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


# --- one item


def add(scheme: Scheme, item: SchemeItem, *, by: Hand) -> Change:
    """A new item, at the end of those of its kind."""
    change = by.change(f"Add the {_kind(item)} {item.name}", added=[item])
    if any(type(each) is type(item) and each.id == item.id for each in scheme.items()):
        raise Refused(f"There is a {_kind(item)} {item.id} already.", remedy="Choose another id.")
    return _sound(scheme, change)


def edit(scheme: Scheme, old: SchemeItem, new: SchemeItem, *, by: Hand) -> Change:
    """Another name, key, colour, definition, place in the tree … for an item; its id stays, so no tag is touched."""
    if (type(old), old.id) != (type(new), new.id):
        raise ValueError("the id and the kind of an item stay")
    if old == new:
        raise Refused("It is as it was.")
    name = f"Rename the {_kind(old)} {old.name} to {new.name}"
    title = name if old.name != new.name else f"Change the {_kind(old)} {old.name}"
    return _sound(scheme, by.change(title, removed=[old], added=[new]))


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
    return _sound(scheme, by.change(f"Put {item.name} {where} {beside.name}", removed=removed, added=added))


def retire(scheme: Scheme, item: Label | RelationType | EventType | AttributeType, *, by: Hand) -> Change:
    """An item is offered no more; what was tagged with it stays as it is."""
    if item.retired:
        raise Refused(f"{item.name} is retired already.")
    return _sound(
        scheme,
        by.change(
            f"Retire the {_kind(item)} {item.name}", removed=[item], added=[replace(item, retired=True)]
        ),
    )


# --- labels


def merge_labels(
    scheme: Scheme,
    source: Label,
    into: Label,
    mentions: Iterable[Mention],
    entities: Iterable[Entity] = (),
    *,
    by: Hand,
    as_subtype: str = "",
) -> Change:
    """``source`` was ``into`` all along: its mentions, its identities, and its places in the scheme become those of
    ``into``.  With ``as_subtype`` they keep what they were as a subtype of that name; else subtypes that ``into`` lacks
    are added to it.
    """
    if source.id == into.id:
        raise Refused("A label cannot be merged with itself.")
    moving = [each for each in mentions if each.label == source.id]
    more = [as_subtype] if as_subtype else [each.subtype for each in moving if each.subtype]
    wider = replace(into, subtypes=tuple(dict.fromkeys([*into.subtypes, *more])))
    if into.parent == source.id:
        wider = replace(wider, parent=source.parent)
    pairs: _Pairs = [(source, None), *_exchanged(scheme, source.id, (into.id,), but=into)]
    if wider != into:
        pairs.append((into, wider))
    for mention in moving:
        subtype = as_subtype or mention.subtype
        pairs.append((mention, replace(mention, label=into.id, subtype=subtype)))
    pairs += [(each, replace(each, type=into.id)) for each in entities if each.type == source.id]
    what = f" as its subtype {as_subtype}" if as_subtype else ""
    return _sound(scheme, _change(f"Merge the label {source.name} into {into.name}{what}", pairs, by))


def split_by_subtype(
    scheme: Scheme, source: Label, parts: Mapping[str, Label], mentions: Iterable[Mention], *, by: Hand
) -> Change:
    """Mentions of ``source`` with a subtype in ``parts`` get the label given there, new or known, and no subtype; the
    new labels may stand wherever ``source`` may.
    """
    if not parts:
        raise Refused("Choose at least one subtype.")
    moving = [each for each in mentions if each.label == source.id and each.subtype in parts]
    pairs: _Pairs = [(each, replace(each, label=parts[each.subtype].id, subtype="")) for each in moving]
    left = replace(source, subtypes=tuple(each for each in source.subtypes if each not in parts))
    pairs += _made_room(scheme, source, left, parts.values())
    return _sound(scheme, _change(f"Split the label {source.name} by subtype", pairs, by))


def split_by_attribute(
    scheme: Scheme,
    source: Label,
    attribute: AttributeType,
    parts: Mapping[str, Label],
    mentions: Iterable[Mention],
    *,
    by: Hand,
) -> Change:
    """Mentions of ``source`` whose ``attribute`` has a value in ``parts`` get the label given there and lose the value.
    Its default value, which is not stored, stands for mentions without one.
    """
    if not parts:
        raise Refused("Choose at least one value.")
    default = attribute.values[0] if attribute.kind == "choice" and attribute.values else ""
    pairs: _Pairs = []
    for each in mentions:
        value = str(each.attributes.get(attribute.id, default))
        if each.label == source.id and value in parts:
            left = {name: held for name, held in each.attributes.items() if name != attribute.id}
            label = parts[value]
            subtype = each.subtype if each.subtype in label.subtypes else label.default_subtype
            pairs.append((each, replace(each, label=label.id, subtype=subtype, attributes=left)))
    pairs += _made_room(scheme, source, source, parts.values())
    if all(old == new for old, new in pairs):
        raise Refused(f"No tag of {source.name} has one of these values, so nothing would change.")
    return _sound(scheme, _change(f"Split the label {source.name} by {attribute.name}", pairs, by))


def delete_label(
    scheme: Scheme, label: Label, sets: Iterable[AnnotationSet], entities: Iterable[Entity] = (), *, by: Hand
) -> Change:
    """A label out of the scheme, with its mentions (in ``sets``, a set for each document that has some) and whatever
    cannot stand without them.  Labels under it move up; identities of its type keep none.
    """

    def doomed(held: AnnotationSet) -> list[int]:
        return [each.id for each in held.mentions.values() if each.label == label.id]

    pairs: _Pairs = [(label, None), *_exchanged(scheme, label.id, (), but=label)]
    pairs += [(each, replace(each, type="")) for each in entities if each.type == label.id]
    return _sound(scheme, _change(f"Delete the label {label.name}", pairs, by, _deleted(sets, doomed, by)))


def change_subtypes(
    scheme: Scheme,
    old: Label,
    new: Label,
    mentions: Iterable[Mention],
    *,
    by: Hand,
    names: Mapping[str, str],
) -> Change:
    """``new`` in the place of ``old``, with other subtypes.  ``names`` tells what a subtype becomes (empty: none); one
    that is not told stays on the mentions that have it.
    """
    if old.id != new.id:
        raise ValueError("the id of a label stays")
    pairs: _Pairs = [(old, new)] if old != new else []
    for each in mentions:
        subtype = names.get(each.subtype, each.subtype)
        if each.label == old.id and each.subtype and subtype != each.subtype:
            pairs.append((each, replace(each, subtype=subtype)))
    if not pairs:
        raise Refused("It is as it was.")
    return _sound(scheme, _change(f"Change the subtypes of {new.name}", pairs, by))


# --- relation and event types


def merge_relations(
    scheme: Scheme,
    source: RelationType,
    into: RelationType,
    relations: Iterable[Relation],
    *,
    by: Hand,
    reverse: bool = False,
) -> Change:
    """Relations of ``source`` become ``into``, turned round where ``reverse``; what ``source`` permits is permitted."""
    if source.id == into.id:
        raise Refused("A relation cannot be merged with itself.")
    allowed = [Signature(each.second, each.first) if reverse else each for each in source.signatures]
    wider = replace(into, signatures=tuple(dict.fromkeys([*into.signatures, *allowed])))
    pairs: _Pairs = [(source, None)]
    if wider != into:
        pairs.append((into, wider))
    for each in relations:
        if each.type == source.id:
            ends = each.arguments[::-1] if reverse else each.arguments
            named = tuple(end._replace(role=role) for role, end in zip(into.roles, ends, strict=True))
            pairs.append((each, replace(each, type=into.id, arguments=named)))
    return _sound(scheme, _change(f"Merge the relation {source.name} into {into.name}", pairs, by))


def merge_events(
    scheme: Scheme,
    source: EventType,
    into: EventType,
    events: Iterable[Relation],
    *,
    by: Hand,
    roles: Mapping[str, str] | None = None,
) -> Change:
    """Events of ``source`` become ``into``.  ``roles`` tells which role of it a role of ``source`` becomes; one that is
    not told keeps its name, and ``into`` gets those that it lacks.
    """
    if source.id == into.id:
        raise Refused("An event type cannot be merged with itself.")
    names = dict(roles or {})
    kept = {role.name for role in into.roles}
    more = [replace(r, required=False) for r in source.roles if names.get(r.name, r.name) not in kept]
    wider = replace(into, roles=(*into.roles, *(replace(r, name=names.get(r.name, r.name)) for r in more)))
    pairs: _Pairs = [(source, None)]
    if wider != into:
        pairs.append((into, wider))
    for each in events:
        if each.type == source.id:
            filled = (a._replace(role=names.get(a.role, a.role)) for a in each.arguments)
            pairs.append((each, replace(each, type=into.id, arguments=tuple(dict.fromkeys(filled)))))
    return _sound(scheme, _change(f"Merge the event {source.name} into {into.name}", pairs, by))


def rename_role(
    scheme: Scheme,
    kind: RelationType | EventType,
    role: str,
    name: str,
    relations: Iterable[Relation],
    *,
    by: Hand,
) -> Change:
    """Another name for a role, in the scheme and in every relation or event of that type."""
    new: RelationType | EventType
    if isinstance(kind, EventType):
        new = replace(kind, roles=tuple(replace(r, name=name) if r.name == role else r for r in kind.roles))
    else:
        first, second = (name if each == role else each for each in kind.roles)
        new = replace(kind, roles=(first, second))
    if new == kind:
        raise Refused(f"{kind.name} has no role {role}, or it is called so already.")
    pairs: _Pairs = [(kind, new)]
    for each in relations:
        turned = tuple(a._replace(role=name) if a.role == role else a for a in each.arguments)
        if each.type == kind.id and turned != each.arguments:
            pairs.append((each, replace(each, arguments=turned)))
    return _sound(scheme, _change(f"Rename the role {role} of {kind.name} to {name}", pairs, by))


def remove_role(
    scheme: Scheme, kind: EventType, role: str, events: Iterable[Relation], *, by: Hand
) -> Change:
    """A role out of an event type, and what fills it out of every event of that type."""
    new = replace(kind, roles=tuple(each for each in kind.roles if each.name != role))
    if new == kind:
        raise Refused(f"{kind.name} has no role {role}.")
    pairs: _Pairs = [(kind, new)]
    for each in events:
        left = tuple(a for a in each.arguments if a.role != role)
        if each.type == kind.id and left != each.arguments:
            pairs.append((each, replace(each, arguments=left)))
    return _sound(scheme, _change(f"Delete the role {role} of {kind.name}", pairs, by))


def delete_type(
    scheme: Scheme, kind: RelationType | EventType, sets: Iterable[AnnotationSet], *, by: Hand
) -> Change:
    """A relation or event type out of the scheme, with every relation or event of it."""

    def doomed(held: AnnotationSet) -> list[int]:
        return [each.id for each in held.relations.values() if each.type == kind.id]

    deleted = _deleted(sets, doomed, by)
    return _sound(scheme, _change(f"Delete the {_kind(kind)} {kind.name}", [(kind, None)], by, deleted))


# --- attributes


def change_values(
    scheme: Scheme,
    old: AttributeType,
    new: AttributeType,
    records: Iterable[Tagged],
    *,
    by: Hand,
    values: Mapping[str, str] | None = None,
) -> Change:
    """Another kind or other values for an attribute.  ``values`` tells what a value becomes (empty: it goes); a stored
    value is turned into one of the new kind where it can be, and goes where it cannot.
    """
    if old.id != new.id:
        raise ValueError("the id of an attribute stays")
    names = dict(values or {})
    pairs: _Pairs = [(old, new)] if old != new else []
    for each in records:
        if old.id in each.attributes:
            value = turned(renamed(each.attributes[old.id], names), new)
            if value != each.attributes[old.id]:
                pairs.append((each, replace(each, attributes=_with(each.attributes, old.id, value))))
    if not pairs:
        raise Refused("It is as it was.")
    return _sound(scheme, _change(f"Change the values of {old.name}", pairs, by))


def delete_attribute(
    scheme: Scheme, attribute: AttributeType, records: Iterable[Tagged], *, by: Hand
) -> Change:
    """An attribute out of the scheme and its values out of all records."""
    pairs: _Pairs = [(attribute, None)]
    pairs += [
        (each, replace(each, attributes=_with(each.attributes, attribute.id, None)))
        for each in records
        if attribute.id in each.attributes
    ]
    return _sound(scheme, _change(f"Delete the attribute {attribute.name}", pairs, by))


def touched(change: Change) -> dict[str, int]:
    """How many records of each kind, and how many documents, a Change touches: for its preview."""
    found: dict[str, int] = {}
    for before, after in change.pairs():
        record = after if before is None else before
        name = "event" if isinstance(record, Relation) and record.is_event else _kind(record)
        found[name] = found.get(name, 0) + 1
    return {**found, "document": len(change.documents())} if change.documents() else found


# --- inside


def _after(items: Sequence[T], change: Change, kind: type[T]) -> tuple[T, ...]:
    found = {each.id: each for each in items}
    for before, after in change.pairs():
        if isinstance(after, kind):
            found[after.id] = after
        elif isinstance(before, kind):
            found.pop(before.id, None)
    return tuple(found.values())


def _kind(record: Record | None) -> str:
    return KIND_OF[type(record)]


def _sound(scheme: Scheme, change: Change) -> Change:
    """``change``, unless the scheme would contradict itself in a way in which it does not do so now."""
    before = set(scheme.faults())
    if faults := [each for each in followed(scheme, change).faults() if each not in before]:
        raise Refused(faults[0], remedy="Nothing was changed.", details="\n".join(faults))
    return change


def _change(title: str, pairs: _Pairs, by: Hand, more: Sequence[Change] = ()) -> Change:
    removed = [old for old, _ in pairs if old is not None]
    added = [new for _, new in pairs if new is not None]
    for change in more:
        removed += change.removed
        added += change.added
    number = sum(isinstance(each, Mention | Relation) for each in removed)
    told = f" ({counted({'tag': number})})" if number else ""
    return by.change(title + told, removed=removed, added=added)


def _deleted(
    sets: Iterable[AnnotationSet], doomed: Callable[[AnnotationSet], list[int]], by: Hand
) -> list[Change]:
    return [deletion.delete(held, wanted, by=by) for held in sets if (wanted := doomed(held))]


def _made_room(scheme: Scheme, source: Label, left: Label, parts: Iterable[Label]) -> _Pairs:
    """New labels beside ``source`` (which becomes ``left``), standing wherever it may."""
    new = {each.id: each for each in parts if scheme.label(each.id) is None}
    pairs = _exchanged(scheme, source.id, (source.id, *new), but=source)
    pairs += [(None, each) for each in new.values()]
    return pairs if left == source else [*pairs, (source, left)]


def _exchanged(scheme: Scheme, old: str, new: tuple[str, ...], *, but: Label) -> _Pairs:
    """The items of the scheme, other than the label ``but``, that name the label ``old``, naming ``new`` instead."""

    def ids(held: Iterable[str]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(one for each in held for one in (new if each == old else (each,))))

    def of_relation(kind: RelationType) -> RelationType:
        sides = [Signature(ids(each.first), ids(each.second)) for each in kind.signatures]
        whole = dict.fromkeys(each for each in sides if each.first and each.second)
        return replace(kind, signatures=tuple(whole))

    def of_event(kind: EventType) -> EventType:
        roles = tuple(replace(each, fillers=ids(each.fillers)) for each in kind.roles)
        return replace(kind, roles=roles, trigger=new[0] if new and kind.trigger == old else kind.trigger)

    def of_attribute(kind: AttributeType) -> AttributeType:
        left = ids(kind.labels)
        return (
            replace(kind, labels=left) if left or not kind.labels else replace(kind, retired=True, labels=())
        )

    gone = scheme.label(old)
    parent = new[0] if new else gone.parent if gone else ""
    pairs: _Pairs = [(each, replace(each, parent=parent)) for each in scheme.labels if each.parent == old]
    pairs += [(each, of_relation(each)) for each in scheme.relation_types]
    pairs += [(each, of_event(each)) for each in scheme.event_types]
    pairs += [(each, of_attribute(each)) for each in scheme.attributes]
    if new and scheme.trigger_label == old:
        pairs.append((scheme.heading, replace(scheme.heading, trigger_label=new[0])))
    return [(before, after) for before, after in pairs if before not in (after, but)]


def _with(attributes: Attributes, name: str, value: Value | None) -> Attributes:
    left = {key: held for key, held in attributes.items() if key != name}
    return left if value is None else dict(sorted({**left, name: value}.items()))
