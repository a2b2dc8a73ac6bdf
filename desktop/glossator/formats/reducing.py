"""What of values and of identities a format cannot carry: taken out of records before they are written."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from glossator.core.annotations import NO_ATTRIBUTES, Attributes, Entity, Mention, Note, Value
from glossator.core.outside import ID, LINES, OUTSIDE
from glossator.formats.carries import Carries

CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
"""Characters that many formats cannot have."""

_ENDS = re.compile("[\r\n]")
_IDS_OF = {"entity": "identity"}  # as the user has it

Tell = Callable[[str, int, str], object]
"""Hears of a loss: its kind, how many, the rule."""


class Seen(NamedTuple):
    """What was met in earlier documents: whose outside identifiers are, how often identities without one came, and
    which record has which id out of a file, where no other may have it.
    """

    marks: dict[tuple[str, str], int]
    groups: dict[int, int]
    ids: dict[tuple[str, str], int]


class Values:
    """Reduces the values of attributes, and words, to what a format can have."""

    def __init__(self, can: Carries, tell: Tell, ids: dict[tuple[str, str], int]) -> None:
        self.can = can
        self.tell = tell
        self._ids = ids
        self._taken: set[tuple[str, str]] = set()  # mentions and relations have no id twice among them

    def attributes(self, attributes: Attributes, target: str, record: int, *, may: bool) -> Attributes:
        """The attributes of a ``target`` (the ``record`` with this id) as they can be written; where they ``may`` not,
        those of ours alone.
        """
        if not attributes:
            return attributes
        if ID in attributes:
            attributes = self.known(attributes, "entity" if target == "identitie" else target, record)
        own = [name for name in attributes if not name.startswith(OUTSIDE)]
        if not own:
            return attributes
        if not may:
            self.tell(f"attributes of {target}s", len(own), "left out")
            held = {name: value for name, value in attributes.items() if name not in own}
            return held or NO_ATTRIBUTES
        if (
            self.can.typed_values
            and self.can.several_values
            and self.can.any_character
            and not self.can.one_line
        ):
            return attributes
        held = {name: self._value(name, value) for name, value in attributes.items()}
        if not self.can.typed_values and (
            empty := [name for name, value in held.items() if _is_empty(value)]
        ):
            self.tell("values with nothing in them", len(empty), "left out")
            held = {name: value for name, value in held.items() if name not in empty}
        return attributes if held == attributes else held or NO_ATTRIBUTES

    def known(self, attributes: Attributes, of: str, record: int) -> Attributes:
        """``attributes`` without the id that a ``record`` had in a file, where the format cannot have it."""
        if ID not in attributes:
            return attributes
        known, can = str(attributes[ID]), self.can.ids
        if of in can and (not can[of] or re.fullmatch(can[of], known)):
            over_all = of in self.can.ids_over_all
            if over_all and self._ids.setdefault((of, known), record) == record:
                return attributes
            if not over_all and (mark := "note" if of == "note" else "", known) not in self._taken:
                self._taken.add((mark, known))
                return attributes
            rule = "others are given, as two have the same"
        else:
            rule = "others are given, as its ids are other ones" if of in can else "left out"
        self.tell(f"{_IDS_OF.get(of, of)} ids out of files", 1, rule)
        return {name: value for name, value in attributes.items() if name != ID} or NO_ATTRIBUTES

    def _value(self, name: str, value: Value) -> Value:
        if name.startswith(OUTSIDE):
            return value
        if isinstance(value, tuple):
            parts = [self.line(each) for each in value]
            if not self.can.typed_values:
                parts = [each for each in parts if each.strip()]
            if self.can.several_values:
                return tuple(parts)
            self.tell("attributes with several values", 1, "written as one text, with commas")
            return ", ".join(parts)
        return self.line(value) if isinstance(value, str) else value

    def line(self, words: str) -> str:
        """Words without what the format cannot have in them: control characters, or ends of lines."""
        if not self.can.any_character and CONTROL.search(words):
            self.tell(
                "control characters in names, notes and values", len(CONTROL.findall(words)), "left out"
            )
            words = CONTROL.sub("", words)
        if not self.can.one_line or not _ENDS.search(words):
            return words
        self.tell("line ends in notes, names and values", len(_ENDS.findall(words)), "written as blanks")
        return _ENDS.sub(" ", words)


class Identities:
    """Reduces the identities of a document to what a format can tell of them."""

    def __init__(
        self,
        values: Values,
        entities: Mapping[int, Entity],
        notes: Mapping[int, Sequence[Note]],
        seen: Seen,
    ) -> None:
        self._values = values
        self._can = values.can
        self._tell = values.tell
        self._entities = entities
        self._notes = notes
        self._seen = seen

    def reduce(
        self, mentions: list[Mention]
    ) -> tuple[list[Mention], Mapping[int, Entity], Mapping[int, Sequence[Note]]]:
        """``mentions`` with the identities that can be told of, these, and the notes on them."""
        can = self._can.identities
        named = {each.entity for each in mentions if each.entity is not None} & self._entities.keys()
        unused = len(self._entities) - len(named)
        if can == "none":
            self._tell(
                "identities", len(named) + unused, "left out, so mentions of one thing are no longer joined"
            )
            return [replace(each, entity=None) if each.entity else each for each in mentions], {}, {}
        entities = self._apart({each: self._entities[each] for each in sorted(named)})
        self._tell("identities without a mention", unused, "left out")
        if can == "groups":
            counts = Counter(each.entity for each in mentions)
            alone = {
                each
                for each, held in entities.items()
                if counts[each] < 2 and not self._marked(held) and LINES not in held.attributes
            }
            self._tell(
                "identities of a single mention", len(alone), "left out, as only groups of mentions go out"
            )
            mentions = [replace(each, entity=None) if each.entity in alone else each for each in mentions]
            entities = {each: held for each, held in entities.items() if each not in alone}
        notes = {each: held for each, held in self._notes.items() if each in entities}
        if "entity" not in self._can.notes:
            self._tell("notes on identities", sum(map(len, notes.values())), "left out")
            notes = {}
        return mentions, {each: self._entity(held) for each, held in entities.items()}, notes

    def _apart(self, entities: dict[int, Entity]) -> dict[int, Entity]:
        """Identities with the identifiers that can be written, and of which no other has the same."""
        if not self._can.identifiers or self._can.identities == "full":
            return entities
        return {each: self._with_own_marks(held) for each, held in entities.items()}

    def _with_own_marks(self, entity: Entity) -> Entity:
        pattern = self._can.identifier_names
        kept = {
            name: number
            for name, number in entity.identifiers.items()
            if not pattern
            or (re.fullmatch(pattern, name) and not _ENDS.search(number) and "\t" not in number)
        }
        self._tell(
            "outside identifiers", len(entity.identifiers) - len(kept), "left out, as they cannot be written"
        )
        mine = {
            name: number
            for name, number in kept.items()
            if self._seen.marks.setdefault((name, number), entity.id) == entity.id
        }
        self._tell("outside identifiers that another identity has", len(kept) - len(mine), "left out")
        return replace(entity, identifiers=mine) if len(mine) < len(entity.identifiers) else entity

    def _marked(self, entity: Entity) -> bool:
        """An outside identifier tells of it, and goes along."""
        return self._can.identifiers and bool(entity.identifiers)

    def _entity(self, entity: Entity) -> Entity:
        can = self._can
        changed: dict[str, object] = {}
        own = self._values.attributes(entity.attributes, "identitie", entity.id, may=can.entity_attributes)
        if own is not entity.attributes:
            changed["attributes"] = own
        for name, may, empty, what in (
            ("aliases", can.aliases, (), "other names of identities"),
            ("identifiers", can.identifiers, {}, "outside identifiers"),
        ):
            held = getattr(entity, name)
            if held and not may:
                self._tell(what, len(held), "left out")
                changed[name] = empty
        changed["name"] = self._values.line(entity.name)
        if can.identities == "groups" and not self._marked(entity):
            self._tell("names of identities", int(bool(entity.name)), "left out; the group stays")
            changed["name"] = ""
            self._seen.groups[entity.id] = self._seen.groups.get(entity.id, 0) + 1
        if can.identities in ("groups", "named") and entity.type:
            changed["type"] = ""
        changed |= {} if can.authors else {"author": ""}
        changed |= {} if can.times else {"created": 0}
        return replace(entity, **changed)  # type: ignore[arg-type]


def _is_empty(value: Value) -> bool:
    return value == () or (isinstance(value, str) and not value.strip())
