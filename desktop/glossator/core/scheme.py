"""The label scheme: what may be said about a text, as data with ids that survive renaming."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

AttributeKind = Literal["choice", "several", "flag", "text", "number", "date", "place", "mention", "mentions"]
Target = Literal["mention", "relation", "event", "document", "judgement"]


@dataclass(frozen=True, slots=True)
class Label:
    """A span label.  ``key`` is the letter or digit that sets it, ``slot`` one of the twelve colour slots,
    ``tag`` the two or three letters on its chip, ``subtypes`` the permitted ones, the first being the default.
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
    """An event type: a trigger and any number of roles, each of which may repeat."""

    id: str
    name: str
    roles: tuple[Role, ...] = ()
    definition: str = ""
    retired: bool = False

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


SchemeItem = Label | RelationType | EventType | AttributeType


@dataclass(frozen=True)
class Scheme:
    """A whole scheme.  ``trigger_label`` is the label of event triggers; ``cues`` are cue phrases by class."""

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

    def name_of(self, type_id: str) -> str:
        """What people call a label, relation type or event type; the id itself where it is unknown."""
        found = self._labels.get(type_id) or self._relations.get(type_id) or self._events.get(type_id)
        return found.name if found else type_id

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
        found = [*_repeated("label", (each.id for each in self.labels))]
        found += _repeated(
            "relation or event type",
            [*(r.id for r in self.relation_types), *(e.id for e in self.event_types)],
        )
        found += _repeated("attribute", (each.id for each in self.attributes))
        found += _repeated(
            "label key", (each.key.upper() for each in self.labels if each.key and not each.retired)
        )
        found += _repeated(
            "relation key",
            (each.key.upper() for each in self.relation_types if each.key and not each.retired),
        )
        known = set(self._labels)
        for relation in self.relation_types:
            named = {label for each in relation.signatures for label in (*each.first, *each.second)}
            found += [
                f"Relation {relation.id} names the unknown label {label}." for label in sorted(named - known)
            ]
            found += _repeated(f"role of {relation.id}", relation.roles)
        for event in self.event_types:
            named = {label for role in event.roles for label in role.fillers}
            found += [f"Event {event.id} names the unknown label {label}." for label in sorted(named - known)]
            found += _repeated(f"role of {event.id}", (role.name for role in event.roles))
        for attribute in self.attributes:
            found += [
                f"Attribute {attribute.id} names the unknown label {label}."
                for label in sorted(set(attribute.labels) - known)
            ]
        if self.event_types and self.trigger_label not in known:
            found.append(f"The trigger label {self.trigger_label!r} is not a label of the scheme.")
        return tuple(found)


def _repeated(what: str, names: Iterable[str]) -> list[str]:
    seen: set[str] = set()
    twice: dict[str, None] = {}
    for name in names:
        if name in seen:
            twice[name] = None
        seen.add(name)
    return [f"The {what} {name!r} stands twice." for name in twice]
