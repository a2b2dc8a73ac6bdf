"""What our labels, types, roles and attributes are called in somebody else's file, and what is left out by choice."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from glossator.core.annotations import (
    NO_ATTRIBUTES,
    AnnotationSet,
    Argument,
    Attributes,
    Entity,
    Mention,
    Relation,
)
from glossator.core.outside import OUTSIDE
from glossator.core.scheme import Scheme
from glossator.formats.carries import Carries
from glossator.formats.losses import Outgoing, Tally
from glossator.formats.mapping import NO_NAMES, NameTable, Target


class Naming:
    """The names under which things go out: those of ``wanted``, else their ids, brought into the shape that the format
    asks for.  :attr:`back` is the table that an import of what was written takes.
    """

    def __init__(self, scheme: Scheme, carries: Carries, wanted: NameTable = NO_NAMES) -> None:
        self._scheme = scheme
        self._pattern = re.compile(carries.names) if carries.names else None
        self.labels = self._table([each.id for each in scheme.labels], wanted.labels)
        self.relations = self._table([each.id for each in scheme.relation_types], wanted.relations)
        self.events = self._table([each.id for each in scheme.event_types], wanted.events)
        self.attributes = self._table([each.id for each in scheme.attributes], wanted.attributes)
        self._subtypes = {name: each.subtype for name, each in wanted.labels.items() if each.subtype}
        self._roles: dict[str, str] = {}
        self._wanted = wanted

    @property
    def back(self) -> NameTable:
        """From the names in the file to our ids."""
        return NameTable(
            *(_turned(each) for each in (self.labels, self.relations, self.events, self.attributes))
        )

    @property
    def is_plain(self) -> bool:
        """Everything goes out under its id."""
        tables = (self.labels, self.relations, self.events, self.attributes)
        return not self._subtypes and all(name == held for table in tables for name, held in table.items())

    def tell(self, tally: Tally) -> None:
        """Tell what goes out under another name than its own although nobody chose that, and names that become one."""
        for what, table, wanted in (
            ("labels", self.labels, self._wanted.labels),
            ("relation types", self.relations, self._wanted.relations),
            ("event types", self.events, self._wanted.events),
            ("attributes", self.attributes, self._wanted.attributes),
        ):
            other = [
                f"{name} → {held}"
                for name, held in table.items()
                if held not in ("", name) and name not in wanted
            ]
            if other:
                tally.add(
                    f"names of {what}", len(other), f"written as the format has names: {', '.join(other[:5])}"
                )
            out = [held for held in table.values() if held]
            tally.add(f"{what} with the name of another", len(out) - len(set(out)), "written under one name")

    def apply(self, outgoing: Outgoing, tally: Tally) -> Outgoing:
        """A document with everything under the name it has outside."""
        held = outgoing.annotations
        out = [each for each in held.in_order() if self._of(self.labels, each.label) == ""]
        tally.add("mentions", len(out), "left out with their label, as chosen")
        gone = {each.id for each in out}
        relations = self._kept(held, gone, tally)
        if self.is_plain and not gone and len(relations) == len(held.relations) and self._pattern is None:
            return outgoing
        mentions = [self._mention(each) for each in held.in_order() if each.id not in gone]
        entities = {key: self._entity(each) for key, each in outgoing.entities.items()}
        there = {each.id for each in relations} | {each.id for each in mentions} | {held.document.id}
        notes = [each for each in held.notes.values() if each.target in there]
        tally.add("notes", len(held.notes) - len(notes), "left out with what they are on")
        named = [self._relation(each) for each in relations]
        annotations = AnnotationSet(held.document, held.text, mentions, named, notes)
        return replace(outgoing, annotations=annotations, entities=entities)

    # --- inside

    def _table(self, ids: Iterable[str], wanted: Mapping[str, Target]) -> dict[str, str]:
        table: dict[str, str] = {}
        for each in ids:
            if each in wanted:
                table[each] = wanted[each].id
                continue
            name, number = self._shaped(each), 2
            while name in table.values():
                name, number = f"{self._shaped(each)}_{number}", number + 1
            table[each] = name
        return table

    def _shaped(self, name: str) -> str:
        if self._pattern is None or self._pattern.fullmatch(name):
            return name
        for shaped in ("", "n", "N"):  # one of them may stand first where the name's own beginning may not
            for each in name:
                shaped += each if self._pattern.fullmatch(shaped + each) else "_"  # noqa: PLW2901 - it grows
            if self._pattern.fullmatch(shaped):
                return shaped
        return "unnamed"

    def _of(self, table: dict[str, str], name: str) -> str:
        """The name for something, also where the scheme does not know it."""
        if name not in table:
            table[name] = self._shaped(name)
        return table[name]

    def _kept(self, held: AnnotationSet, gone: set[int], tally: Tally) -> list[Relation]:
        kept = {each.id: each for each in held.relations.values()}
        self._drop(kept, lambda each: not self._type(each), tally, "left out with their type, as chosen")
        self._drop(
            kept,
            lambda each: (
                any(m in gone for m in each.mentions()) or any(r not in kept for r in each.relations())
            ),
            tally,
            "left out with what they join",
        )
        return list(kept.values())

    @staticmethod
    def _drop(
        kept: dict[int, Relation], is_meant: Callable[[Relation], bool], tally: Tally, rule: str
    ) -> None:
        while lost := [each.id for each in kept.values() if is_meant(each)]:
            tally.add("relations and events", len(lost), rule)
            for each in lost:
                del kept[each]

    def _type(self, relation: Relation) -> str:
        return self._of(self.events if relation.is_event else self.relations, relation.type)

    def _mention(self, mention: Mention) -> Mention:
        label = self._of(self.labels, mention.label)
        held = self._attributes(mention.attributes)
        subtype = mention.subtype or self._subtypes.get(mention.label, "")
        if label == mention.label and held is mention.attributes and subtype == mention.subtype:
            return mention
        return replace(mention, label=label, attributes=held, subtype=subtype)

    def _entity(self, entity: Entity) -> Entity:
        """An identity with its type as labels are named; one whose label is left out has none."""
        kind = self._of(self.labels, entity.type) if entity.type else ""
        held = self._attributes(entity.attributes)
        if kind == entity.type and held is entity.attributes:
            return entity
        return replace(entity, type=kind, attributes=held)

    def _relation(self, relation: Relation) -> Relation:
        arguments, name = relation.arguments, self._type(relation)
        if any(self._role(each.role) != each.role for each in arguments):
            arguments = tuple(Argument(self._role(each.role), *each[1:]) for each in arguments)
        held = self._attributes(relation.attributes)
        if name == relation.type and arguments is relation.arguments and held is relation.attributes:
            return relation
        return replace(relation, type=name, arguments=arguments, attributes=held)

    def _role(self, role: str) -> str:
        return self._of(self._roles, role)

    def _attributes(self, attributes: Attributes) -> Attributes:
        if not attributes:
            return attributes
        held = {
            name if name.startswith(OUTSIDE) else self._of(self.attributes, name): value
            for name, value in attributes.items()
        }
        held.pop("", None)
        return attributes if list(held) == list(attributes) else held or NO_ATTRIBUTES


def _turned(table: Mapping[str, str]) -> dict[str, Target]:
    turned: dict[str, Target] = {}
    for name, outside in table.items():
        if outside:
            turned.setdefault(outside, Target(name))
    return turned
