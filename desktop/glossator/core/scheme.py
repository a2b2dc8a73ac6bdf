"""The label scheme: what may be said about a text, as data with ids that survive renaming."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal, TypeVar

AttributeKind = Literal["choice", "several", "flag", "text", "number", "date", "place", "mention", "mentions"]
Target = Literal["mention", "relation", "event", "entity", "document", "judgement"]

SLOTS = ("PER", "ORG", "GPE", "LOC", "FAC", "WEA", "VEH", "DOC", "TIM", "VAL", "EVT", "CUE")
"""The twelve colour slots, each with its colours in every theme and its underline pattern."""

LABEL_KEYS = "CDEFGLNOPTVW0123456789"
"""The keys that may set a label; the other letters belong to commands, so no scheme can clash with one."""


@dataclass(frozen=True, slots=True)
class Label:
    """A span label.  ``key`` is the one of :data:`LABEL_KEYS` that sets it, ``slot`` one of :data:`SLOTS`, ``tag`` the
    two or three letters on its chip, ``subtypes`` the permitted ones, the first being the default.  ``parent`` is the
    label under which it stands in lists: an order for the reader, which permits nothing and counts nothing.
    """

    id: str
    name: str
    key: str = ""
    slot: str = "VAL"
    tag: str = ""
    definition: str = ""
    choose: str = ""
    subtypes: tuple[str, ...] = ()
    retired: bool = False
    parent: str = ""

    @property
    def default_subtype(self) -> str:
        """The first subtype, or nothing where the label has none."""
        return self.subtypes[0] if self.subtypes else ""


@dataclass(frozen=True, slots=True)
class Signature:
    """Permitted ends of a relation: label ids that may stand as first and as second argument."""

    first: tuple[str, ...]
    second: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RelationType:
    """A binary relation type; ``roles`` names its two arguments, in order.  ``same_type`` asks both ends to have
    one label; ``key`` is the letter that chooses it after R.
    """

    id: str
    name: str
    key: str = ""
    signatures: tuple[Signature, ...] = ()
    symmetric: bool = False
    same_type: bool = False
    identity: bool = False
    roles: tuple[str, str] = ("Arg1", "Arg2")
    definition: str = ""
    retired: bool = False

    def permits(self, first: str, second: str) -> bool:
        """Whether mentions labelled ``first`` and ``second`` may stand in this relation, in this order (which a
        symmetric one does not know).
        """
        if self.same_type:
            return first == second
        ways = ((first, second), (second, first)) if self.symmetric else ((first, second),)
        return any(a in each.first and b in each.second for each in self.signatures for a, b in ways)


@dataclass(frozen=True, slots=True)
class Role:
    """A role of an event type with the label ids of its permitted fillers."""

    name: str
    fillers: tuple[str, ...]
    required: bool = False


@dataclass(frozen=True, slots=True)
class EventType:
    """An event type: a trigger and any number of roles, each of which may repeat.  ``trigger`` is the label of its
    triggers; where it is empty, that is the scheme's ``trigger_label``.
    """

    id: str
    name: str
    roles: tuple[Role, ...] = ()
    definition: str = ""
    retired: bool = False
    trigger: str = ""

    def role(self, name: str) -> Role | None:
        """The role called ``name``."""
        return next((role for role in self.roles if role.name == name), None)


@dataclass(frozen=True, slots=True)
class AttributeType:
    """An attribute: a typed value on mentions, relations, events, documents or judgements.

    ``values`` are the permitted ones of a choice, the first being the default, which is not stored.  ``labels``
    restricts it to mentions with these labels (all where empty).
    """

    id: str
    name: str
    on: tuple[Target, ...]
    kind: AttributeKind = "choice"
    values: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    definition: str = ""
    retired: bool = False


@dataclass(frozen=True, slots=True)
class Heading:
    """What a scheme says of itself as a whole, as one of its items, so that this too is changed and taken back.

    ``trigger_label`` is the label of the triggers of events whose type names no other; ``cues`` are phrases by class;
    ``order`` has, by the name of a list of :class:`Scheme`, the ids in the order in which somebody put them (what it
    does not name comes last, as it was added).
    """

    id: str
    name: str
    version: str
    trigger_label: str = ""
    definition: str = ""
    cues: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    order: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


SchemeItem = Label | RelationType | EventType | AttributeType | Heading


@dataclass(frozen=True)
class Scheme:
    """A whole scheme: the fields of its :class:`Heading`, and its items in their order."""

    id: str
    name: str
    version: str
    labels: tuple[Label, ...] = ()
    relation_types: tuple[RelationType, ...] = ()
    event_types: tuple[EventType, ...] = ()
    attributes: tuple[AttributeType, ...] = ()
    trigger_label: str = ""
    definition: str = ""
    cues: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    order: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @classmethod
    def of(
        cls,
        heading: Heading,
        labels: Iterable[Label],
        relation_types: Iterable[RelationType],
        event_types: Iterable[EventType],
        attributes: Iterable[AttributeType],
    ) -> Scheme:
        """The scheme of these items: each kind in the order of the heading, where that says nothing as they come."""
        order = heading.order
        return cls(
            id=heading.id,
            name=heading.name,
            version=heading.version,
            trigger_label=heading.trigger_label,
            definition=heading.definition,
            cues=heading.cues,
            order=order,
            labels=_in_order(labels, order.get("labels", ())),
            relation_types=_in_order(relation_types, order.get("relation_types", ())),
            event_types=_in_order(event_types, order.get("event_types", ())),
            attributes=_in_order(attributes, order.get("attributes", ())),
        )

    @property
    def heading(self) -> Heading:
        """What it says of itself as a whole."""
        return Heading(
            self.id, self.name, self.version, self.trigger_label, self.definition, self.cues, self.order
        )

    def items(self) -> tuple[SchemeItem, ...]:
        """All that a project keeps of it, its heading first."""
        return (self.heading, *self.labels, *self.relation_types, *self.event_types, *self.attributes)

    @cached_property
    def _labels(self) -> dict[str, Label]:
        return {label.id: label for label in self.labels}

    @cached_property
    def _relations(self) -> dict[str, RelationType]:
        return {each.id: each for each in self.relation_types}

    @cached_property
    def _events(self) -> dict[str, EventType]:
        return {each.id: each for each in self.event_types}

    @cached_property
    def _keys(self) -> dict[str, Label]:
        return {label.key.upper(): label for label in self.labels if label.key and not label.retired}

    def label(self, label_id: str) -> Label | None:
        """The label with this id, also a retired one."""
        return self._labels.get(label_id)

    def relation_type(self, type_id: str) -> RelationType | None:
        """The relation type with this id."""
        return self._relations.get(type_id)

    def event_type(self, type_id: str) -> EventType | None:
        """The event type with this id."""
        return self._events.get(type_id)

    def attribute(self, attribute_id: str) -> AttributeType | None:
        """The attribute with this id."""
        return next((each for each in self.attributes if each.id == attribute_id), None)

    def label_for_key(self, key: str) -> Label | None:
        """The label that ``key`` sets, upper or lower case alike."""
        return self._keys.get(key.upper())

    def trigger_of(self, event: EventType) -> str:
        """The id of the label of this event type's triggers."""
        return event.trigger or self.trigger_label

    @cached_property
    def triggers(self) -> frozenset[str]:
        """Ids of the labels whose mentions trigger events, also events that are retired."""
        return frozenset(filter(None, (self.trigger_label, *map(self.trigger_of, self.event_types))))

    def events_on(self, label_id: str) -> tuple[EventType, ...]:
        """The event types in use whose triggers have this label."""
        return tuple(
            each for each in self.event_types if not each.retired and self.trigger_of(each) == label_id
        )

    def name_of(self, type_id: str) -> str:
        """What people call a label, relation type or event type; the id itself where it is unknown."""
        found = self._labels.get(type_id) or self._relations.get(type_id) or self._events.get(type_id)
        return found.name if found else type_id

    @cached_property
    def _permitted(self) -> dict[tuple[str, str, str, str], bool]:
        return {}

    def permits(self, type_id: str, first: str, second: str, role: str = "") -> bool:
        """Whether a relation of this type may lead from a mention labelled ``first`` to one labelled ``second``; with a
        ``role``, whether an event triggered by ``first`` may have it filled by ``second``.  Asked for each arc on the
        page, so the answers are kept.
        """
        key = (type_id, first, second, role)
        known = self._permitted.get(key)
        if known is None:
            known = self._permitted[key] = self._may_join(type_id, first, second, role)
        return known

    def _may_join(self, type_id: str, first: str, second: str, role: str) -> bool:
        if role:
            event = self.event_type(type_id)
            found = event.role(role) if event is not None else None
            return (
                event is not None
                and found is not None
                and second in found.fillers
                and first == self.trigger_of(event)
            )
        relation = self.relation_type(type_id)
        return relation is not None and (relation.identity or relation.permits(first, second))

    def permitted_relations(self, first: str, second: str) -> tuple[RelationType, ...]:
        """Relation types that mentions labelled ``first`` and ``second`` may stand in, in this order."""
        return tuple(each for each in self.relation_types if not each.retired and each.permits(first, second))

    def attributes_for(self, target: Target, label: str = "") -> tuple[AttributeType, ...]:
        """The attributes that records of kind ``target`` (with this label) may have."""
        return tuple(
            each
            for each in self.attributes
            if not each.retired
            and target in each.on
            and (target != "mention" or not each.labels or label in each.labels)
        )

    def faults(self) -> tuple[str, ...]:
        """What is wrong with the scheme, a sentence each that names the place; empty when it is sound."""
        return (*self._label_faults(), *self._type_faults(), *self._attribute_faults())

    def _label_faults(self) -> Iterator[str]:
        yield from _repeated("label", (each.id for each in self.labels))
        active = [each for each in self.labels if not each.retired]
        yield from _repeated("label key", (each.key.upper() for each in active if each.key))
        for each in self.labels:
            yield from _unnamed("Label", each)
            if each.key and (len(each.key) != 1 or each.key.upper() not in LABEL_KEYS):
                yield f"Label {each.id} has the key {each.key!r}; it has to be one of {' '.join(LABEL_KEYS)}."
            if each.slot not in SLOTS:
                yield f"Label {each.id} has the colour {each.slot!r}; there are {', '.join(SLOTS)}."
            if each.parent and each.parent not in self._labels:
                yield f"Label {each.id} stands under the unknown label {each.parent}."
            yield from _repeated(f"subtype of {each.id}", each.subtypes)
        for ring in self._rings():
            yield f"The labels {', '.join(ring)} stand under one another in a ring."

    def _rings(self) -> Iterator[list[str]]:
        """Labels that come back to themselves on the way up, each ring once."""
        settled: set[str] = set()
        for first in self._labels:
            way: dict[str, None] = {}
            at = first
            while at and at in self._labels and at not in settled and at not in way:
                way[at] = None
                at = self._labels[at].parent
            if at in way:
                names = list(way)
                yield names[names.index(at) :]
            settled.update(way)

    def _type_faults(self) -> Iterator[str]:
        both: tuple[RelationType | EventType, ...] = (*self.relation_types, *self.event_types)
        yield from _repeated("relation or event type", (each.id for each in both))
        keys = (each.key.upper() for each in self.relation_types if each.key and not each.retired)
        yield from _repeated("relation key", keys)
        for relation in self.relation_types:
            yield from _unnamed("Relation", relation)
            if len(relation.key) > 1:
                yield f"Relation {relation.id} has the key {relation.key!r}; it has to be one character."
            named = {label for each in relation.signatures for label in (*each.first, *each.second)}
            yield from self._unknown(f"Relation {relation.id}", named)
            yield from _repeated(f"role of {relation.id}", relation.roles)
        for event in self.event_types:
            yield from _unnamed("Event", event)
            yield from self._unknown(
                f"Event {event.id}", {label for role in event.roles for label in role.fillers}
            )
            yield from _repeated(f"role of {event.id}", (role.name for role in event.roles))
            if event.trigger and event.trigger not in self._labels:
                yield f"Event {event.id} has the trigger {event.trigger!r}, which is not a label of the scheme."
        if self.trigger_label not in self._labels and any(not each.trigger for each in self.event_types):
            yield f"The trigger label {self.trigger_label!r} is not a label of the scheme."

    def _attribute_faults(self) -> Iterator[str]:
        yield from _repeated("attribute", (each.id for each in self.attributes))
        for each in self.attributes:
            yield from _unnamed("Attribute", each)
            yield from self._unknown(f"Attribute {each.id}", set(each.labels))
            yield from _repeated(f"value of {each.id}", each.values)
            if not each.on:
                yield f"Attribute {each.id} belongs on nothing: say on what it may stand."

    def _unknown(self, place: str, named: set[str]) -> Iterator[str]:
        for label in sorted(named - self._labels.keys()):
            yield f"{place} names the unknown label {label}."


def _unnamed(kind: str, item: SchemeItem) -> Iterator[str]:
    if not item.id.strip():
        yield f"{kind} {item.name!r} lacks an id."
    elif not item.name.strip():
        yield f"{kind} {item.id} lacks a name."


_Item = TypeVar("_Item", Label, RelationType, EventType, AttributeType)


def _in_order(items: Iterable[_Item], ids: Sequence[str]) -> tuple[_Item, ...]:
    place = {each: at for at, each in enumerate(ids)}
    return tuple(sorted(items, key=lambda each: place.get(each.id, len(place))))


def _repeated(what: str, names: Iterable[str]) -> list[str]:
    seen: set[str] = set()
    twice: dict[str, None] = {}
    for name in names:
        if name in seen:
            twice[name] = None
        seen.add(name)
    return [f"The {what} {name!r} stands twice." for name in twice]
