"""The records of one document, made of what somebody else's file says of it: mentions, relations, identities, notes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from operator import attrgetter
from typing import NamedTuple

from glossator.core.annotations import (
    NO_ATTRIBUTES,
    AnnotationSet,
    Argument,
    Attributes,
    Entity,
    Mention,
    Note,
    Relation,
    Value,
)
from glossator.core.edits import Hand
from glossator.core.outside import ID, OUTSIDE, RANGES
from glossator.core.scheme import AttributeType
from glossator.core.spans import Fragments, quote
from glossator.core.titles import short
from glossator.core.values import as_text, turned
from glossator.formats.doctor import Healed
from glossator.formats.identifying import Identities
from glossator.formats.landing import Taken
from glossator.formats.mapping import Target
from glossator.formats.planning import Plan
from glossator.formats.pointing import POINTS, Finding
from glossator.formats.standoff import (
    MADE_UP,
    SUBTYPE,
    Fault,
    OutDocument,
    OutGroup,
    OutNote,
    OutRelation,
    OutSpan,
    shown_id,
)

Element = OutSpan | OutRelation | OutGroup | OutNote


class Making(NamedTuple):
    """What all documents of an import share: what names become, who brings them in, when and from where, and the
    identities.
    """

    plan: Plan
    hand: Hand
    now: int
    origin: str
    identities: Identities


class Filling:
    """The records of one document, made in the order in which the file tells them."""

    def __init__(self, making: Making, document: OutDocument, taken: Taken, healed: Healed) -> None:
        self._making = making
        self._names = making.plan.names
        self._kinds = making.plan.kinds
        self._hand = making.hand
        self._now = making.now
        self._origin = making.origin
        self._document = document
        self._taken = taken
        self._healed = healed
        self._spans: dict[str, int] = {}
        self._relations: dict[str, int] = {}
        self._entities: dict[str, int] = {}
        self._entity_of: dict[int, int] = {}
        self._mentions: dict[int, Mention] = {}
        self._made: dict[int, Relation] = {}
        self._left: set[str] = set()  # ids of what was left out, so that what holds on to it goes with it
        self._lines: dict[int, int] = {}
        self._points = any(kind.kind in POINTS for kind in self._kinds.values())
        self._places: list[tuple[Fragments, str, int]] = []  # of mentions, where values may name some

    def fill(self, there: AnnotationSet | None) -> None:
        """Make the records; ``there`` is what is said of the document already."""
        places = {
            id(each): place for each, place in zip(self._document.spans, self._healed.places, strict=True)
        }
        elements: list[Element] = [*self._document.spans, *self._document.relations, *self._document.groups]
        elements += self._document.notes
        elements.sort(key=attrgetter("line"))
        ids = {id(each): self._hand.new_id() for each in elements}
        mine = self._already(there)
        for each in elements:
            if isinstance(each, OutSpan):
                self._span(each, places[id(each)], ids[id(each)], mine)
        for each in self._document.relations:
            self._name_relation(each, ids[id(each)])
        for each in self._document.relations:
            self._relation(each)
        self._settle_relations(there)
        for each in self._document.groups:
            self._group(each, ids[id(each)])
        for each in self._document.notes:
            self._note(each, ids[id(each)])
        if self._points:
            self._find_mentions()
        self._taken.mentions += self._mentions.values()
        self._taken.relations += self._made.values()

    # --- mentions

    def _already(self, there: AnnotationSet | None) -> dict[object, int]:
        if there is None:
            return {}
        return {(each.label, each.subtype, each.fragments): each.id for each in there.in_order()}

    def _span(self, span: OutSpan, fragments: Fragments, new: int, there: Mapping[object, int]) -> None:
        target = self._names.labels.get(span.label, Target(span.label))
        if not target.id or not fragments:
            self._left.add(span.id)
            self._taken.left_out += 1
            if fragments and not span.label:
                words = short(quote(fragments, self._taken.text))
                self._remark(span, f"“{words}” has no label there, and was left out.")
            return
        subtype = span.subtype or target.subtype
        if SUBTYPE in span.attributes and not subtype and SUBTYPE not in self._kinds:
            subtype = str(span.attributes[SUBTYPE])
        if there and (known := there.get((target.id, subtype, fragments))):
            self._spans[span.id] = known
            self._places.append((fragments, span.label, known))
            self._taken.there += 1
            return
        if self._points:
            self._places.append((fragments, span.label, new))
        text = self._taken.text
        is_one = len(fragments) == 1
        self._mentions[new] = Mention(
            new,
            self._taken.document.id,
            target.id,
            fragments,
            text[fragments[0][0] : fragments[0][1]] if is_one else quote(fragments, text),
            subtype,
            None,
            self._attributes(span, self._ranges(span, fragments)),
            span.author or self._document.author or self._hand.author,
            span.created or self._now,
            span.origin or self._origin,
            span.confidence,
        )
        if span.id:
            if span.id in self._spans:
                self._fault(span, _twice(span.id))
            self._spans[span.id] = new

    def _ranges(self, span: OutSpan, fragments: Fragments) -> str:
        """The fragments as they were written, where that is another order than ours."""
        if len(span.ranges) == 1:
            return ""
        unit, text = self._healed.verdict.unit, self._healed.text
        found = [text.span(start, end, unit) for start, end in span.ranges]
        if None in found or tuple(found) == fragments:
            return ""
        return ";".join(f"{each[0]} {each[1]}" for each in found if each)

    def _attributes(
        self, element: OutSpan | OutRelation | OutGroup | OutNote, ranges: str = ""
    ) -> Attributes:
        held: dict[str, Value] = {}
        for name, value in element.attributes.items():
            if name.startswith(OUTSIDE):
                held[name] = value
                continue
            target = self._names.attributes.get(name, Target(name))
            if name == SUBTYPE and SUBTYPE not in self._kinds:
                continue
            if target.id:
                kind = self._kinds.get(target.id)
                held[target.id] = typed(value, kind) if kind else value
        if element.id and element.id[0] != MADE_UP:
            held[ID] = element.id
        if ranges:
            held[RANGES] = ranges
        return held or NO_ATTRIBUTES

    # --- relations

    def _name_relation(self, relation: OutRelation, new: int) -> None:
        if relation.id:
            if relation.id in self._relations:
                self._fault(relation, _twice(relation.id, "relation"))
            self._relations[relation.id] = new
        self._lines[id(relation)] = new

    def _relation(self, relation: OutRelation) -> None:
        names = self._names.events if relation.trigger else self._names.relations
        target = names.get(relation.type, Target(relation.type))
        new = self._lines[id(relation)]
        trigger = self._spans.get(relation.trigger) if relation.trigger else None
        lost = [
            held for _, held in relation.arguments if held not in self._spans and held not in self._relations
        ]
        if relation.trigger and trigger is None:
            lost.append(relation.trigger)
        if not target.id or lost:
            self._drop(relation, lost)
            return
        self._made[new] = Relation(
            new,
            self._taken.document.id,
            target.id,
            tuple(self._arguments(relation, target.id)),
            trigger,
            self._attributes(relation),
            relation.author or self._document.author or self._hand.author,
            relation.created or self._now,
            relation.origin or self._origin,
            relation.confidence,
        )

    def _drop(self, relation: OutRelation, lost: Sequence[str]) -> None:
        """Leave a relation out; that is a fault unless what it lacks was left out on purpose."""
        self._left.add(relation.id)
        self._taken.left_out += 1
        unknown = [each for each in lost if each not in self._left]
        if unknown:
            named = relation.id
            if not named or named[0] == MADE_UP:
                named = f"{'an event' if relation.trigger else 'a relation'} “{relation.type}”"
            self._fault(relation, f"{named} names {shown_id(unknown[0])}, which is not there.")

    def _arguments(self, relation: OutRelation, type_id: str) -> Iterator[Argument]:
        roles = [role for role, _ in relation.arguments]
        kind = None if relation.trigger else self._making.plan.scheme.relation_type(type_id)
        if kind is not None and len(roles) == 2 and set(roles) != set(kind.roles):
            roles = list(kind.roles)
        for role, (_, held) in zip(roles, relation.arguments, strict=True):
            if held in self._spans:
                yield Argument(role, self._spans[held])
            else:
                yield Argument(role, self._relations[held], True)

    def _settle_relations(self, there: AnnotationSet | None) -> None:
        """Take out relations that hold on to one that is not there, and those that were there already."""
        while lost := [
            each for each in self._made.values() if any(r not in self._made for r in each.relations())
        ]:
            for each in lost:
                del self._made[each.id]
                self._taken.left_out += 1
        if there is None:
            return
        known = {(each.type, each.arguments, each.trigger): each.id for each in there.relations.values()}
        for each in list(self._made.values()):
            if (each.type, each.arguments, each.trigger) in known and not any(each.relations()):
                del self._made[each.id]
                self._taken.there += 1

    # --- identities and notes

    def _group(self, group: OutGroup, new: int) -> None:
        mine = self._members(group)
        if group.members and not mine:
            return
        among = [self._entity_of[each] for each in mine if each in self._entity_of]
        entity = self._making.identities.of(group, among, lambda: self._entity(group, new, mine))
        if group.id:
            self._entities[group.id] = entity.id
        for each in mine:
            self._identify(each, entity.id)
        for other in dict.fromkeys(among):
            if other != entity.id:
                self._making.identities.merge(entity.id, other)
                for each in [mention for mention, held in self._entity_of.items() if held == other]:
                    self._identify(each, entity.id)

    def _members(self, group: OutGroup) -> list[int]:
        """The mentions of a group that may have its identity; what stands in the way is told."""
        unknown = [each for each in group.members if each not in self._spans and each not in self._left]
        if unknown:
            self._fault(
                group,
                f"{shown_id(group.id, 'group') or 'a group'} names {shown_id(unknown[0])}, which is not there.",
            )
        held = dict.fromkeys(self._spans[each] for each in group.members if each in self._spans)
        mine = [each for each in held if each in self._mentions]
        clash = [each for each in mine if self._clashes(each, group)]
        for each in clash:
            self._fault(group, f"“{self._mentions[each].quote}” has another identity already.")
        return [each for each in mine if each not in clash]

    def _entity(self, group: OutGroup, new: int, members: Sequence[int]) -> Entity:
        first = min((self._mentions[each] for each in members), key=lambda each: each.start, default=None)
        kind = self._names.labels.get(group.type, Target(group.type)).id if group.type else ""
        return Entity(
            new,
            group.name or (" ".join(first.quote.split()) if first else "") or "Unnamed",
            kind or (first.label if first and not group.untyped else ""),
            group.aliases,
            dict(group.identifiers),
            self._attributes(group),
            group.author or self._document.author or self._hand.author,
            group.created or self._now,
        )

    def _identify(self, mention: int, entity: int) -> None:
        self._entity_of[mention] = entity
        self._mentions[mention] = replace(self._mentions[mention], entity=entity)

    def _clashes(self, mention: int, group: OutGroup) -> bool:
        """Whether a mention has an identity with another identifier of the same kind."""
        held = self._entity_of.get(mention)
        entity = self._making.identities.new.get(held) if held is not None else None
        return entity is not None and any(
            entity.identifiers.get(kind, value) != value for kind, value in group.identifiers.items()
        )

    def _note(self, note: OutNote, new: int) -> None:
        document = self._taken.document.id
        target: int | None = document
        if note.target:
            target = self._spans.get(note.target) or self._relations.get(note.target)
            if target is None and note.target in self._entities:
                target, document = self._entities[note.target], 0
            elif target is None or (note.target not in self._spans and target not in self._made):
                if note.target not in self._left:
                    self._fault(note, f"a note is on {shown_id(note.target)}, which is not there.")
                self._taken.left_out += 1
                return
        assert target is not None
        self._taken.notes.append(
            Note(
                new,
                target,
                note.body,
                document or None,
                note.author or self._document.author or self._hand.author,
                note.created or self._now,
                attributes=self._attributes(note),
            )
        )

    def _find_mentions(self) -> None:
        """Let values that name mentions name those that were made; what names none is left out and told."""
        # by the labels of the file, then by ours: a trigger is called there as its event
        ours = [(each.fragments, each.label, each.id) for each in self._mentions.values()]
        finding = Finding(self._spans, [*self._places, *ours])
        for mention in list(self._mentions.values()):
            if (held := self._named(mention, finding)) is not mention.attributes:
                self._mentions[mention.id] = replace(mention, attributes=held)
        for relation in list(self._made.values()):
            if (held := self._named(relation, finding)) is not relation.attributes:
                self._made[relation.id] = replace(relation, attributes=held)

    def _named(self, record: Mention | Relation, finding: Finding) -> Attributes:
        if not record.attributes:
            return record.attributes
        held, lost = finding.found(record.attributes, self._kinds)
        for each in lost:
            self._remark(None, f"“{each}” names a mention that is not there, and was left out.")
        return held or NO_ATTRIBUTES

    def _remark(self, element: Element | None, what: str) -> None:
        line = (element.line if element else 0) or self._document.line
        self._taken.remarks.append(Fault(self._document.file, line, what))

    def _fault(self, element: Element, what: str) -> None:
        self._taken.faults.append(Fault(self._document.file, element.line or self._document.line, what))


def _twice(known: str, what: str = "mention") -> str:
    told = shown_id(known, what)
    return f"{f'the id {known}' if told == known else told} stands twice."


def typed(value: Value, kind: AttributeType) -> Value:
    """``value`` as an attribute of this kind has it, where it can be read so; else as it is."""
    match kind.kind:
        case "flag" | "number" if isinstance(value, str):
            found = turned(value, kind)
            return value if found is None else found
        case "several" | "mentions":
            return value if isinstance(value, tuple) else (as_text(value),)
        case "choice" | "text" | "date" | "place" | "mention" if not isinstance(value, tuple):
            return as_text(value)
    return value
