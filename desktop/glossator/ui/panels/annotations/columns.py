"""What the tables say of a mention, a relation or event, and an entity."""

from __future__ import annotations

from typing import NamedTuple

from glossator.core.annotations import AnnotationSet, Argument, Entity, Mention, Relation
from glossator.ui.panels.annotations.table import Column
from glossator.ui.theme import Theme, swatch
from glossator.workbench import Workbench

_GONE = "?"


class EntityLine(NamedTuple):
    """An entity of the project, with how many mentions refer to it in how many documents."""

    id: int
    entity: Entity
    mentions: int
    documents: int


class Wording:
    """Words and signs for the records of the open project.

    ``names`` holds the names of the entities that the mentions of the open document refer to.
    """

    def __init__(self, theme: Theme) -> None:
        self.theme = theme
        self.bench: Workbench | None = None
        self.names: dict[int, str] = {}

    def learn_names(self) -> None:
        """Ask the file for the entities of the open document."""
        current = self._current
        wanted = {each.entity for each in current.mentions.values() if each.entity} if current else set()
        found = self.bench.ask.entities_by_id(wanted) if self.bench else {}
        self.names = {entity.id: entity.name for entity in found.values()}

    def mention_columns(self) -> tuple[Column[Mention], ...]:
        """Text, label, identity and place."""
        return (
            Column("Text", _one_line, lambda m: (m.quote.casefold(), m.start), picture=self._sign),
            Column("Label", self._tag, lambda m: (self._tag(m), m.start), spoken=self._label),
            Column("Identity", self._identity, lambda m: (self._identity(m).casefold(), m.start)),
            Column("Place", lambda m: f"{m.start:,}", lambda m: (m.start, -m.end), is_number=True),
        )

    def relation_columns(self) -> tuple[Column[Relation], ...]:
        """Type, first end or trigger, second end or roles, and place."""
        return (
            Column("Type", self._type, lambda r: (self._type(r), self._start(r))),
            Column("From", self._first, lambda r: (self._first(r).casefold(), self._start(r))),
            Column("To", self._second, lambda r: (self._second(r).casefold(), self._start(r))),
            Column("Place", lambda r: f"{self._start(r):,}", self._start, is_number=True),
        )

    def entity_columns(self) -> tuple[Column[EntityLine], ...]:
        """Name, type, and counts."""
        return (
            Column(
                "Name", lambda e: e.entity.name, lambda e: e.entity.name.casefold(), picture=self._entity_sign
            ),
            Column(
                "Type",
                self._entity_tag,
                lambda e: (self._entity_tag(e), e.entity.name.casefold()),
                spoken=self._entity_type,
            ),
            Column(
                "Mentions", lambda e: f"{e.mentions:,}", lambda e: (e.mentions, e.entity.name), is_number=True
            ),
            Column(
                "Documents", lambda e: f"{e.documents:,}", lambda e: (e.documents, e.mentions), is_number=True
            ),
        )

    @property
    def _current(self) -> AnnotationSet | None:
        return self.bench.current if self.bench else None

    def _sign(self, mention: Mention) -> object:
        return swatch(self.theme.of(self.bench.scheme.label(mention.label) if self.bench else None))

    def _entity_sign(self, line: EntityLine) -> object:
        return swatch(self.theme.of(self.bench.scheme.label(line.entity.type) if self.bench else None))

    def _label(self, mention: Mention) -> str:
        name = self._name(mention.label)
        return f"{name} · {mention.subtype}" if mention.subtype else name

    def _tag(self, mention: Mention) -> str:
        tag = self._tag_of(mention.label)
        return f"{tag} · {mention.subtype}" if mention.subtype else tag

    def _entity_tag(self, line: EntityLine) -> str:
        return self._tag_of(line.entity.type)

    def _tag_of(self, label_id: str) -> str:
        label = self.bench.scheme.label(label_id) if self.bench else None
        return (label.tag if label else "") or self._name(label_id)

    def _identity(self, mention: Mention) -> str:
        return self.names.get(mention.entity, _GONE) if mention.entity is not None else ""

    def _entity_type(self, line: EntityLine) -> str:
        return self._name(line.entity.type)

    def _type(self, relation: Relation) -> str:
        return self._name(relation.type)

    def _first(self, relation: Relation) -> str:
        if relation.trigger is not None:
            return self._quote(relation.trigger)
        return self._filler(relation.arguments[0]) if relation.arguments else ""

    def _second(self, relation: Relation) -> str:
        if relation.is_event:
            return "; ".join(f"{each.role}: {self._filler(each)}" for each in relation.arguments)
        return ", ".join(self._filler(each) for each in relation.arguments[1:])

    def _filler(self, argument: Argument) -> str:
        current = self._current
        if not argument.is_relation:
            return self._quote(argument.target)
        held = current.relations.get(argument.target) if current else None
        return f"{self._type(held)} “{self._first(held)}”" if held else _GONE

    def _quote(self, mention_id: int) -> str:
        mention = self._current.mentions.get(mention_id) if self._current else None
        return _one_line(mention) if mention else _GONE

    def _start(self, relation: Relation) -> int:
        current = self._current
        found = [current.mentions.get(each) for each in relation.mentions()] if current else []
        return next((each.start for each in found if each is not None), 0)

    def _name(self, type_id: str) -> str:
        return self.bench.scheme.name_of(type_id) if self.bench else type_id


def _one_line(mention: Mention) -> str:
    return " ".join(mention.quote.split())
