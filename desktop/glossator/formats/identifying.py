"""Identities out of files: which groups of mentions are one, by a key, an outside identifier or a shared mention."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from glossator.core.annotations import Attributes, Entity
from glossator.core.edits import Hand
from glossator.core.outside import LINES
from glossator.formats.landing import Land
from glossator.formats.standoff import OutGroup


class Identities:
    """Entities by what tells that they are one: a key, an outside identifier."""

    def __init__(self, land: Land, hand: Hand) -> None:
        self._land = land
        self._hand = hand
        self._known: dict[tuple[str, str], int] | None = None
        self._held: dict[int, Entity] = {}
        self._keyed: set[int] = set()  # those that files tell apart by keys of their own
        self.new: dict[int, Entity] = {}

    def of(self, group: OutGroup, among: Iterable[int], make: Callable[[], Entity]) -> Entity:
        """The entity of a group: one that its members have already, that of its key or identifiers, or a new one."""
        marks = [("", group.key)] if group.key else []
        marks += group.identifiers.items()
        known = self._marks()
        found = next(iter(among), None)
        if found is None:
            found = next((known[each] for each in marks if self._is_mine(each, group, known)), None)
        if found is None:
            entity = make()
            self.new[entity.id] = entity
            self._held[entity.id] = entity
        else:
            entity = self._grown(self._held[found], group)
        for each in marks:
            known.setdefault(each, entity.id)
        if group.key and entity.id in self.new:
            self._keyed.add(entity.id)
        return entity

    def _is_mine(self, mark: tuple[str, str], group: OutGroup, known: Mapping[tuple[str, str], int]) -> bool:
        """Whether a mark that is known tells who a group is: of two keys in a file no identifier makes one thing."""
        return mark in known and not (mark[0] and group.key and known[mark] in self._keyed)

    def _grown(self, entity: Entity, group: OutGroup) -> Entity:
        """An entity of this import learns more of itself; one of the project stays as it is."""
        if entity.id not in self.new:
            return entity
        aliases = [each for each in (group.name, *group.aliases) if each and each != entity.name]
        lacking = [each for each in dict.fromkeys(aliases) if each not in entity.aliases]
        identifiers = {**group.identifiers, **entity.identifiers}
        attributes = _joined(entity.attributes, group.attributes)
        if lacking or len(identifiers) > len(entity.identifiers) or attributes is not entity.attributes:
            entity = replace(
                entity, aliases=(*entity.aliases, *lacking), identifiers=identifiers, attributes=attributes
            )
            self.new[entity.id] = self._held[entity.id] = entity
        return entity

    def merge(self, kept: int, gone: int) -> None:
        """Two entities are one: the first learns what the second is; one of the project stays as it is."""
        old = self._held[gone]
        group = OutGroup((), old.name, "", old.identifiers, old.aliases, attributes=old.attributes)
        self._grown(self._held[kept], group)
        self.new.pop(gone, None)
        known = self._marks()
        for mark, entity in known.items():
            if entity == gone:
                known[mark] = kept

    def _marks(self) -> dict[tuple[str, str], int]:
        if self._known is None:
            self._known = {}
            for each in self._land.entities():
                self._held[each.id] = each
                for mark in each.identifiers.items():
                    self._known.setdefault(mark, each.id)
        return self._known


def _joined(one: Attributes, other: Attributes) -> Attributes:
    """What two groups of one thing keep of their files, together; of other attributes the first value stays."""
    if not other or all(one.get(name) == value for name, value in other.items()):
        return one
    joined = dict(one)
    for name, value in other.items():
        held = joined.setdefault(name, value)
        if name == LINES and held != value:
            joined[name] = f"{held}\n{value}"
    return joined
