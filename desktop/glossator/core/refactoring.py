"""A label scheme changed after tagging: merged, split, deleted, its values renamed, with every tag that this touches.

Each function is handed the records that use the item, from all documents, and returns ONE Change with the new items of
the scheme and the records that follow.  A scheme that would contradict itself afterwards is refused.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from glossator.core import deletion
from glossator.core.annotations import AnnotationSet, Attributes, Entity, Mention, Relation, Value
from glossator.core.changes import Change
from glossator.core.edits import Hand
from glossator.core.errors import Refused
from glossator.core.scheme import AttributeType, EventType, Label, RelationType, Scheme, Signature
from glossator.core.scheme_edits import Pairs, change_of, kind_of, sound
from glossator.core.values import renamed, turned

Tagged = Mention | Relation


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
    pairs: Pairs = [(source, None), *_exchanged(scheme, source.id, (into.id,), but=into)]
    if wider != into:
        pairs.append((into, wider))
    for mention in moving:
        subtype = as_subtype or mention.subtype
        pairs.append((mention, replace(mention, label=into.id, subtype=subtype)))
    pairs += [(each, replace(each, type=into.id)) for each in entities if each.type == source.id]
    what = f" as its subtype {as_subtype}" if as_subtype else ""
    return sound(scheme, change_of(f"Merge the label {source.name} into {into.name}{what}", pairs, by))


def split_by_subtype(
    scheme: Scheme, source: Label, parts: Mapping[str, Label], mentions: Iterable[Mention], *, by: Hand
) -> Change:
    """Mentions of ``source`` with a subtype in ``parts`` get the label given there, new or known, and no subtype; the
    new labels may stand wherever ``source`` may.
    """
    if not parts:
        raise Refused("Choose at least one subtype.")
    moving = [each for each in mentions if each.label == source.id and each.subtype in parts]
    pairs: Pairs = [(each, replace(each, label=parts[each.subtype].id, subtype="")) for each in moving]
    left = replace(source, subtypes=tuple(each for each in source.subtypes if each not in parts))
    pairs += _made_room(scheme, source, left, parts.values())
    return sound(scheme, change_of(f"Split the label {source.name} by subtype", pairs, by))


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
    pairs: Pairs = []
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
    return sound(scheme, change_of(f"Split the label {source.name} by {attribute.name}", pairs, by))


def delete_label(
    scheme: Scheme, label: Label, sets: Iterable[AnnotationSet], entities: Iterable[Entity] = (), *, by: Hand
) -> Change:
    """A label out of the scheme, with its mentions (in ``sets``, a set for each document that has some) and whatever
    cannot stand without them.  Labels under it move up; identities of its type keep none.
    """

    def doomed(held: AnnotationSet) -> list[int]:
        return [each.id for each in held.mentions.values() if each.label == label.id]

    pairs: Pairs = [(label, None), *_exchanged(scheme, label.id, (), but=label)]
    pairs += [(each, replace(each, type="")) for each in entities if each.type == label.id]
    return sound(scheme, change_of(f"Delete the label {label.name}", pairs, by, _deleted(sets, doomed, by)))


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
    pairs: Pairs = [(old, new)] if old != new else []
    for each in mentions:
        subtype = names.get(each.subtype, each.subtype)
        if each.label == old.id and each.subtype and subtype != each.subtype:
            pairs.append((each, replace(each, subtype=subtype)))
    if not pairs:
        raise Refused("It is as it was.")
    return sound(scheme, change_of(f"Change the subtypes of {new.name}", pairs, by))


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
    pairs: Pairs = [(source, None)]
    if wider != into:
        pairs.append((into, wider))
    for each in relations:
        if each.type == source.id:
            ends = each.arguments[::-1] if reverse else each.arguments
            named = tuple(end._replace(role=role) for role, end in zip(into.roles, ends, strict=True))
            pairs.append((each, replace(each, type=into.id, arguments=named)))
    return sound(scheme, change_of(f"Merge the relation {source.name} into {into.name}", pairs, by))


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
    pairs: Pairs = [(source, None)]
    if wider != into:
        pairs.append((into, wider))
    for each in events:
        if each.type == source.id:
            filled = (a._replace(role=names.get(a.role, a.role)) for a in each.arguments)
            pairs.append((each, replace(each, type=into.id, arguments=tuple(dict.fromkeys(filled)))))
    return sound(scheme, change_of(f"Merge the event {source.name} into {into.name}", pairs, by))


def change_roles(
    scheme: Scheme,
    old: RelationType | EventType,
    new: RelationType | EventType,
    relations: Iterable[Relation],
    *,
    by: Hand,
    names: Mapping[str, str],
) -> Change:
    """``new`` in the place of ``old``; ``names`` tells what its roles are called now (empty: the role goes, and what
    fills it out of every relation or event of that type).  Roles that are not told stay.
    """
    if (type(old), old.id) != (type(new), new.id):
        raise ValueError("the id and the kind of an item stay")
    if old == new:
        raise Refused("It is as it was.")
    pairs: Pairs = [(old, new)]
    for each in relations:
        filled = tuple(a._replace(role=name) for a in each.arguments if (name := names.get(a.role, a.role)))
        if each.type == old.id and filled != each.arguments:
            pairs.append((each, replace(each, arguments=filled)))
    return sound(scheme, change_of(f"Change the roles of {new.name}", pairs, by))


def delete_type(
    scheme: Scheme, kind: RelationType | EventType, sets: Iterable[AnnotationSet], *, by: Hand
) -> Change:
    """A relation or event type out of the scheme, with every relation or event of it."""

    def doomed(held: AnnotationSet) -> list[int]:
        return [each.id for each in held.relations.values() if each.type == kind.id]

    deleted = _deleted(sets, doomed, by)
    return sound(scheme, change_of(f"Delete the {kind_of(kind)} {kind.name}", [(kind, None)], by, deleted))


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
    pairs: Pairs = [(old, new)] if old != new else []
    for each in records:
        if old.id in each.attributes:
            value = turned(renamed(each.attributes[old.id], names), new)
            if value != each.attributes[old.id]:
                pairs.append((each, replace(each, attributes=_with(each.attributes, old.id, value))))
    if not pairs:
        raise Refused("It is as it was.")
    return sound(scheme, change_of(f"Change the values of {old.name}", pairs, by))


def delete_attribute(
    scheme: Scheme, attribute: AttributeType, records: Iterable[Tagged], *, by: Hand
) -> Change:
    """An attribute out of the scheme and its values out of all records."""
    pairs: Pairs = [(attribute, None)]
    pairs += [
        (each, replace(each, attributes=_with(each.attributes, attribute.id, None)))
        for each in records
        if attribute.id in each.attributes
    ]
    return sound(scheme, change_of(f"Delete the attribute {attribute.name}", pairs, by))


# --- inside


def _deleted(
    sets: Iterable[AnnotationSet], doomed: Callable[[AnnotationSet], list[int]], by: Hand
) -> list[Change]:
    return [deletion.delete(held, wanted, by=by) for held in sets if (wanted := doomed(held))]


def _made_room(scheme: Scheme, source: Label, left: Label, parts: Iterable[Label]) -> Pairs:
    """New labels beside ``source`` (which becomes ``left``), standing wherever it may."""
    new = {each.id: each for each in parts if scheme.label(each.id) is None}
    pairs = _exchanged(scheme, source.id, (source.id, *new), but=source)
    pairs += [(None, each) for each in new.values()]
    return pairs if left == source else [*pairs, (source, left)]


def _exchanged(scheme: Scheme, old: str, new: tuple[str, ...], *, but: Label) -> Pairs:
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
    pairs: Pairs = [(each, replace(each, parent=parent)) for each in scheme.labels if each.parent == old]
    pairs += [(each, of_relation(each)) for each in scheme.relation_types]
    pairs += [(each, of_event(each)) for each in scheme.event_types]
    pairs += [(each, of_attribute(each)) for each in scheme.attributes]
    if new and scheme.trigger_label == old:
        pairs.append((scheme.heading, replace(scheme.heading, trigger_label=new[0])))
    return [(before, after) for before, after in pairs if before not in (after, but)]


def _with(attributes: Attributes, name: str, value: Value | None) -> Attributes:
    left = {key: held for key, held in attributes.items() if key != name}
    return left if value is None else dict(sorted({**left, name: value}.items()))
