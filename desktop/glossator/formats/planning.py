"""From the names in files to the items of a scheme: what each becomes, and which items have to be made for them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import TypeVar

from glossator.core.scheme import (
    LABEL_KEYS,
    SLOTS,
    AttributeKind,
    AttributeType,
    EventType,
    Label,
    RelationType,
    Role,
    Scheme,
    SchemeItem,
    Signature,
)
from glossator.formats.kindred import kin_of
from glossator.formats.mapping import NO_NAMES, NameTable, Target
from glossator.formats.survey import Survey, Used, Valued

_NOT_STATED = "Not stated"
_CHOICES = 30  # values up to which a new attribute is a choice
_LONGEST_CHOICE = 60  # characters
_Item = TypeVar("_Item", Label, RelationType, EventType, AttributeType)


@dataclass(frozen=True)
class Plan:
    """What each name in the files becomes; ``added`` are new items of the scheme, ``changed`` are (old, new) ones.

    ``kinds`` are the attributes as they will be, by id; ``kin`` says of new labels which one of the scheme is of their
    kind: they may have what that may have, so that a new CITY is a place where GPE is one.
    """

    names: NameTable
    scheme: Scheme
    added: tuple[SchemeItem, ...] = ()
    changed: tuple[tuple[SchemeItem, SchemeItem], ...] = ()
    kinds: Mapping[str, AttributeType] = field(default_factory=dict)
    kin: Mapping[str, str] = field(default_factory=dict)


def plan(survey: Survey, scheme: Scheme, wanted: NameTable = NO_NAMES, *, like: Scheme | None = None) -> Plan:
    """What the names that ``survey`` found become in ``scheme``: what ``wanted`` says, else the item of the same id or
    name, else a new one, made like that of ``like`` where it has one (such as a configuration beside the file).
    """
    return _Planning(survey, scheme, wanted, like).plan()


class _Planning:
    def __init__(self, survey: Survey, scheme: Scheme, wanted: NameTable, like: Scheme | None) -> None:
        self._survey = survey
        self._scheme = scheme
        self._wanted = wanted
        self._like = like
        self._added: dict[tuple[type, str], SchemeItem] = {}
        self._changed: dict[str, tuple[Label, Label]] = {}
        self._kin: dict[str, str] = {}
        self._keys = [key for key in LABEL_KEYS if scheme.label_for_key(key) is None]
        self._labels = {**_by_name(scheme.labels)}

    def plan(self) -> Plan:
        survey = self._survey
        events = {name: self._event(name) for name in survey.event_types}
        labels = {name: self._label(name, events) for name in survey.labels}
        relations = {name: self._relation(name, used, labels) for name, used in survey.relation_types.items()}
        for name, used in survey.event_types.items():
            self._fill_event(name, used, events, labels)
        attributes = {name: self._attribute(name, used) for name, used in survey.attributes.items()}
        added, grown = tuple(self._added.values()), self._grown()
        held = with_items(self._scheme, added, self._changed, grown)
        kinds = {each.id: each for each in held.attributes}
        names = NameTable(labels, relations, events, attributes)
        return Plan(names, held, added, (*self._changed.values(), *grown.values()), kinds, self._kin)

    # --- labels

    def _label(self, name: str, events: Mapping[str, Target]) -> Target:
        target = self._wanted.labels.get(name) or self._found_label(name, events)
        if not target.id:
            return target
        label = self._scheme.label(target.id)
        if label is None:
            self._make_label(target.id, name)
        subtypes = [target.subtype, *self._survey.subtypes.get(name, ())]
        self._add_subtypes(target.id, [each for each in subtypes if each])
        return target

    def _found_label(self, name: str, events: Mapping[str, Target]) -> Target:
        """The label of this id or name, that of the triggers of the event of this name, or a new one."""
        if found := self._labels.get(name) or self._labels.get(name.casefold()):
            return Target(found.id)
        event = self._scheme.event_type(events[name].id) if name in events else None
        event = event or self._scheme.event_type(name)
        if event is not None and (trigger := self._scheme.trigger_of(event)):
            return Target(trigger)
        return Target(name)

    def _make_label(self, label_id: str, name: str) -> None:
        if (Label, label_id) in self._added:
            return
        like = self._like.label(name) if self._like else None
        number = sum(kind is Label for kind, _ in self._added)
        letters = [key for key in name.upper() if key in self._keys]
        key = (letters or self._keys or [""])[0]
        if key:
            self._keys.remove(key)
        kin = kin_of(name, self._scheme.labels) or kin_of(label_id, self._scheme.labels)
        slot = kin.slot if kin else SLOTS[(len(self._scheme.labels) + number) % (len(SLOTS) - 2)]
        if kin:
            self._kin[label_id] = kin.id
        made = (
            replace(like, id=label_id, key=key)
            if like
            else Label(label_id, label_id, key, slot, _tag(label_id))
        )
        if (
            made.parent
            and self._scheme.label(made.parent) is None
            and (Label, made.parent) not in self._added
        ):
            made = replace(made, parent="")
        self._added[Label, label_id] = made

    def _grown(self) -> dict[str, tuple[AttributeType, AttributeType]]:
        """The attributes that a label of the scheme may have, with the new labels of its kind."""
        grown = {}
        for each in self._scheme.attributes:
            more = tuple(
                new for new, kin in self._kin.items() if kin in each.labels and new not in each.labels
            )
            if more:
                grown[each.id] = each, replace(each, labels=(*each.labels, *more))
        return grown

    def _add_subtypes(self, label_id: str, subtypes: Iterable[str]) -> None:
        new = self._added.get((Label, label_id))
        label = (
            new
            if isinstance(new, Label)
            else self._changed.get(label_id, (None, self._scheme.label(label_id)))[1]
        )
        if label is None:
            return
        lacking = tuple(dict.fromkeys(each for each in subtypes if each not in label.subtypes))
        if not lacking:
            return
        grown = replace(label, subtypes=(*label.subtypes, *lacking))
        if isinstance(new, Label):
            self._added[Label, label_id] = grown
        else:
            old = self._scheme.label(label_id)
            assert old is not None
            self._changed[label_id] = (old, grown)

    # --- relations and events

    def _relation(self, name: str, used: Used, labels: Mapping[str, Target]) -> Target:
        target = self._wanted.relations.get(name) or self._typed(name, _by_name(self._scheme.relation_types))
        if not target.id or self._scheme.relation_type(target.id) is not None:
            return target
        target = Target(self._free(target.id, is_taken=self._scheme.event_type(target.id) is not None))
        pairs = [(labels[a].id, labels[b].id) for a, b in used.pairs if a in labels and b in labels]
        ends: dict[str, dict[str, None]] = {}
        for first, second in pairs:
            if first and second:
                ends.setdefault(first, {})[second] = None
        signatures = tuple(Signature((first,), tuple(seconds)) for first, seconds in ends.items())
        roles = [each for each in used.roles if each][:2]
        held = (roles[0], roles[1]) if len(roles) == 2 else ("Arg1", "Arg2")
        like = self._like.relation_type(name) if self._like else None
        made = replace(like, id=target.id, key="", signatures=signatures) if like else None
        self._added[RelationType, target.id] = made or RelationType(
            target.id, target.id, signatures=signatures, roles=held
        )
        return target

    def _event(self, name: str) -> Target:
        target = self._wanted.events.get(name) or self._typed(name, _by_name(self._scheme.event_types))
        if target.id and self._scheme.event_type(target.id) is None:
            target = Target(self._free(target.id, is_taken=self._scheme.relation_type(target.id) is not None))
        return target

    def _fill_event(
        self, name: str, used: Used, events: Mapping[str, Target], labels: Mapping[str, Target]
    ) -> None:
        target = events[name].id
        if not target or self._scheme.event_type(target) is not None:
            return
        roles = tuple(
            Role(role, tuple(dict.fromkeys(labels[each].id for each in fillers if labels[each].id)))
            for role, fillers in used.roles.items()
        )
        triggers = [labels[each].id for each in used.triggers if each in labels and labels[each].id]
        trigger = triggers[0] if triggers else ""
        like = self._like.event_type(name) if self._like else None
        made = EventType(target, like.name if like else target, roles, trigger=trigger)
        self._added[EventType, target] = made

    @staticmethod
    def _typed(name: str, found: Mapping[str, RelationType] | Mapping[str, EventType]) -> Target:
        known = found.get(name) or found.get(name.casefold())
        return Target(known.id if known else name)

    def _free(self, type_id: str, *, is_taken: bool) -> str:
        """An id that neither a relation nor an event has."""
        taken = is_taken or (RelationType, type_id) in self._added or (EventType, type_id) in self._added
        number = 2
        free = type_id
        while taken:
            free, number = f"{type_id}-{number}", number + 1
            taken = bool(self._scheme.relation_type(free) or self._scheme.event_type(free))
        return free

    # --- attributes

    def _attribute(self, name: str, used: Valued) -> Target:
        known = _by_name(self._scheme.attributes)
        found = known.get(name) or known.get(name.casefold())
        target = self._wanted.attributes.get(name) or Target(found.id if found else name)
        if target.id and self._scheme.attribute(target.id) is None:
            kind, values = _kind(used)
            self._added[AttributeType, target.id] = AttributeType(
                target.id, target.id, tuple(used.on), kind, values
            )
        return target


def with_items(
    scheme: Scheme,
    added: Iterable[SchemeItem],
    changed: Mapping[str, tuple[Label, Label]] | None = None,
    grown: Mapping[str, tuple[AttributeType, AttributeType]] | None = None,
) -> Scheme:
    """``scheme`` with more items, and with labels and attributes that were changed."""
    new = tuple(added)
    held, larger = changed or {}, grown or {}
    return replace(
        scheme,
        labels=(
            *(held[each.id][1] if each.id in held else each for each in scheme.labels),
            *(each for each in new if isinstance(each, Label)),
        ),
        relation_types=(*scheme.relation_types, *(each for each in new if isinstance(each, RelationType))),
        event_types=(*scheme.event_types, *(each for each in new if isinstance(each, EventType))),
        attributes=(
            *(larger[each.id][1] if each.id in larger else each for each in scheme.attributes),
            *(each for each in new if isinstance(each, AttributeType)),
        ),
    )


def _by_name(items: Iterable[_Item]) -> dict[str, _Item]:
    """Items by their id, and by their id and name in small letters where no other has them."""
    held = list(items)
    exact = {each.id: each for each in held}
    small: dict[str, _Item] = {}
    for each in reversed(held):
        small[each.name.casefold()] = each
    for each in reversed(held):
        small[each.id.casefold()] = each
    return small | exact


def _kind(used: Valued) -> tuple[AttributeKind, tuple[str, ...]]:
    """The kind that holds all values that were seen, and what may be chosen."""
    values = list(used.values)
    if all(isinstance(each, bool) for each in values):
        return "flag", ()
    if all(isinstance(each, int | float) and not isinstance(each, bool) for each in values):
        return "number", ()
    words = [part for each in values for part in (each if isinstance(each, tuple) else (str(each),))]
    few = (
        not used.has_more
        and len(set(words)) <= _CHOICES
        and all(len(each) <= _LONGEST_CHOICE for each in words)
    )
    if any(isinstance(each, tuple) for each in values):
        return "several", tuple(dict.fromkeys(words))
    if few and len(set(words)) < used.count:
        return "choice", tuple(dict.fromkeys((_NOT_STATED, *words)))
    return "text", ()


def _tag(label_id: str) -> str:
    parts = [each for each in re.split(r"[^\w]+|_", label_id) if each]
    letters = "".join(each[0] for each in parts[:4])
    return (letters if len(letters) > 1 else (parts[0] if parts else label_id)[:3]).upper()
