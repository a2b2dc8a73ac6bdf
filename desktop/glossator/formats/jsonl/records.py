"""The records of a JSONL line out of plain JSON values, with every fault told by the place of its field."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any, Final, Generic, NamedTuple, TypeVar, cast

from glossator.core.annotations import (
    NOTE_KINDS,
    Argument,
    Attributes,
    Entity,
    Mention,
    Note,
    NoteKind,
    Relation,
    Value,
)
from glossator.core.ids import from_text
from glossator.core.outside import OUTSIDE
from glossator.core.review import KINDS, WAVED
from glossator.core.scheme import Scheme
from glossator.core.spans import Fragments, Span, quote
from glossator.formats.jsonl.shape import time_from_text

Tell = Callable[[str, str], None]
"""Takes a fault: the place of the field (``mentions[3].quote``) and a sentence."""

_SHOWN = 60
_MISSING: Final = object()

MENTION_FIELDS = frozenset(
    "id label subtype fragments quote attributes entity notes author created origin confidence".split()
)
RELATION_FIELDS = frozenset(
    "id type arguments trigger attributes notes author created origin confidence".split()
)
ENTITY_FIELDS = frozenset("id name type aliases identifiers attributes notes author created".split())
NOTE_FIELDS = frozenset("id kind body attributes author created".split())
_ARGUMENT_FIELDS = frozenset(("role", "mention", "relation"))


class Fields:
    """The fields of one JSON object.  A field that is not what it should be is told and leaves ``is_sound`` false;
    a field that is not known is told too, but its object stays sound without it.
    """

    def __init__(self, plain: object, place: str, known: frozenset[str], tell: Tell) -> None:
        self.place = place
        self.is_sound = True
        self._tell = tell
        self._held: Mapping[str, Any] = plain if isinstance(plain, dict) else {}
        if self._held is not plain:
            self.is_sound = False
            tell(place, f"an object is wanted, not {shown(plain)}.")
        elif not self._held.keys() <= known:
            for name in self._held:
                if name not in known:
                    tell(self.at(name), "this field is not known.")

    def at(self, name: str) -> str:
        """The place of a field."""
        return f"{self.place}.{name}" if self.place else name

    def fault(self, name: str, sentence: str) -> None:
        """Tell a fault of the field called ``name``, which makes the object unsound."""
        self.is_sound = False
        self._tell(self.at(name), sentence)

    def text(self, name: str, *, required: bool = False) -> str:
        """A string; empty where it is missing."""
        held = self._held.get(name, _MISSING)
        if isinstance(held, str):
            if required and not held:
                self.fault(name, "this field may not be empty.")
            return held
        if held is not _MISSING or (required and self.is_sound):
            self._wanted(name, "a string", held)
        return ""

    def id(self, name: str) -> int:
        """A required id out of its text form."""
        return self._id(name, self._held.get(name, _MISSING))

    def optional_id(self, name: str) -> int | None:
        """An id, or ``None`` where it is missing."""
        return self._id(name, self._held[name]) if name in self._held else None

    def time(self, name: str) -> int:
        """A time in ISO 8601 as milliseconds since 1970; 0 where it is missing."""
        held = self._held.get(name, _MISSING)
        if held is _MISSING:
            return 0
        try:
            return time_from_text(held)
        except (ValueError, TypeError, OverflowError):
            self._wanted(name, "a time such as 2026-11-22T12:48:00.123Z", held)
            return 0

    def share(self, name: str) -> float | None:
        """A number from 0 to 1, or ``None`` where it is missing."""
        held = self._held.get(name, _MISSING)
        if held is _MISSING:
            return None
        if isinstance(held, bool) or not isinstance(held, int | float) or not 0 <= held <= 1:
            self._wanted(name, "a number from 0 to 1", held)
            return None
        return float(held)

    def list(self, name: str, *, required: bool = False) -> Sequence[Any]:
        """A list; empty where it is missing."""
        held = self._held.get(name, _MISSING)
        if isinstance(held, list):
            return held
        if held is not _MISSING or (required and self.is_sound):
            self._wanted(name, "a list", held)
        return ()

    def mapping(self, name: str) -> Mapping[str, Any]:
        """An object; empty where it is missing."""
        held = self._held.get(name, _MISSING)
        if isinstance(held, dict):
            return held
        if held is not _MISSING:
            self._wanted(name, "an object", held)
        return {}

    def texts(self, name: str) -> tuple[str, ...]:
        """A list of strings; empty where it is missing."""
        held = self.list(name)
        if not all(isinstance(each, str) for each in held):
            self.fault(name, "a list of strings is wanted.")
            return ()
        return tuple(held)

    def named_texts(self, name: str) -> Mapping[str, str]:
        """An object that holds strings; empty where it is missing."""
        held = self.mapping(name)
        if not all(isinstance(each, str) for each in held.values()):
            self.fault(name, "an object that holds strings is wanted.")
            return {}
        return held

    def attributes(self, known: Callable[[str], bool]) -> Attributes:
        """The attributes by their ids, those being ``known`` to the scheme."""
        return {key: self._value(key, held, known) for key, held in self.mapping("attributes").items()}

    def parts(self, name: str, known: frozenset[str], *, required: bool = False) -> Iterable[Fields]:
        """The objects of a list."""
        for index, plain in enumerate(self.list(name, required=required)):
            part = Fields(plain, f"{self.at(name)}[{index}]", known, self._tell)
            yield part
            self.is_sound &= part.is_sound

    def part(self, name: str, known: frozenset[str]) -> Fields:
        """The object of a field; an empty one where it is missing.  Its soundness is for the caller to ask."""
        return Fields(self._held.get(name, {}), self.at(name), known, self._tell)

    def has(self, name: str) -> bool:
        """Whether a field of this name is there."""
        return name in self._held

    def plain(self, name: str) -> object:
        """The field as it stands; ``None`` where it is missing."""
        return self._held.get(name)

    def _id(self, name: str, held: object) -> int:
        if isinstance(held, str):
            try:
                return from_text(held)
            except ValueError:
                pass
        if held is not _MISSING or self.is_sound:
            self._wanted(name, "an id of 13 letters", held)
        return 0

    def _value(self, key: str, held: object, known: Callable[[str], bool]) -> Value:
        place = f"attributes.{key}"
        if not known(key):
            self.fault(place, "the scheme of this project has no such attribute.")
        if isinstance(held, str | bool | int | float):
            return held
        if isinstance(held, list) and all(isinstance(each, str) for each in held):
            return tuple(held)
        self.fault(
            place, f"a string, a number, true, false or a list of strings is wanted, not {shown(held)}."
        )
        return ""

    def _wanted(self, name: str, what: str, held: object) -> None:
        got = "the field is missing" if held is _MISSING else f"not {shown(held)}"
        self.fault(name, f"{what} is wanted, {got}." if held is not _MISSING else f"{got}.")


_REASONS = frozenset(WAVED + kind for kind in KINDS)


class Vocabulary:
    """What a scheme knows, asked by each record of an import."""

    def __init__(self, scheme: Scheme) -> None:
        self.scheme = scheme

    @cached_property
    def _attributes(self) -> frozenset[str]:
        return frozenset(each.id for each in self.scheme.attributes)

    def has_attribute(self, attribute: str) -> bool:
        """Whether the scheme has an attribute with this id, or it holds why something odd was waved through, or what a
        file said that the record came from.
        """
        return attribute in self._attributes or attribute in _REASONS or attribute.startswith(OUTSIDE)

    def label(self, fields: Fields, name: str, label_id: str) -> None:
        """Tell when the scheme has no such label."""
        if label_id and self.scheme.label(label_id) is None:
            fields.fault(name, f"the scheme of this project has no label “{clipped(label_id)}”.")

    def subtype(self, fields: Fields, label_id: str, subtype: str) -> None:
        """Tell when the label has no such subtype."""
        label = self.scheme.label(label_id)
        if subtype and label is not None and subtype not in label.subtypes:
            fields.fault("subtype", f"the label {label.id} has no subtype “{clipped(subtype)}”.")

    def relation(self, fields: Fields, type_id: str) -> None:
        """Tell when the scheme has neither a relation type nor an event type of this id."""
        known = self.scheme.relation_type(type_id) or self.scheme.event_type(type_id)
        if type_id and known is None:
            fields.fault("type", f"the scheme of this project has no relation or event “{clipped(type_id)}”.")


_Record = TypeVar("_Record")


class Noted(NamedTuple, Generic[_Record]):
    """A record with the notes on it."""

    record: _Record
    notes: tuple[Note, ...]


def mention(fields: Fields, document: int, text: str, known: Vocabulary) -> Noted[Mention] | None:
    """The mention on ``text`` that the object holds, or ``None`` when it is not sound."""
    label, subtype = fields.text("label", required=True), fields.text("subtype")
    known.label(fields, "label", label)
    known.subtype(fields, label, subtype)
    made = Mention(
        id=fields.id("id"),
        document=document,
        label=label,
        fragments=_fragments(fields, text),
        quote=fields.text("quote", required=True),
        subtype=subtype,
        entity=fields.optional_id("entity"),
        attributes=fields.attributes(known.has_attribute),
        author=fields.text("author"),
        created=fields.time("created"),
        origin=fields.text("origin"),
        confidence=fields.share("confidence"),
    )
    notes = _notes(fields, made.id, document)
    if fields.is_sound and (there := quote(made.fragments, text)) != made.quote:
        fields.fault("quote", f"the text there is “{clipped(there)}”, not “{clipped(made.quote)}”.")
    return Noted(made, notes) if fields.is_sound else None


def relation(fields: Fields, document: int, known: Vocabulary) -> Noted[Relation] | None:
    """The relation that the object holds, its ends not looked up yet, or ``None`` when it is not sound."""
    type_id = fields.text("type", required=True)
    known.relation(fields, type_id)
    made = Relation(
        id=fields.id("id"),
        document=document,
        type=type_id,
        arguments=tuple(map(_argument, fields.parts("arguments", _ARGUMENT_FIELDS, required=True))),
        trigger=fields.optional_id("trigger"),
        attributes=fields.attributes(known.has_attribute),
        author=fields.text("author"),
        created=fields.time("created"),
        origin=fields.text("origin"),
        confidence=fields.share("confidence"),
    )
    notes = _notes(fields, made.id, document)
    return Noted(made, notes) if fields.is_sound else None


def entity(fields: Fields, known: Vocabulary) -> Noted[Entity] | None:
    """The entity that the object holds, or ``None`` when it is not sound."""
    type_id = fields.text("type")
    known.label(fields, "type", type_id)
    identifiers = fields.named_texts("identifiers")
    made = Entity(
        id=fields.id("id"),
        name=fields.text("name", required=True),
        type=type_id,
        aliases=fields.texts("aliases"),
        identifiers=identifiers,
        attributes=fields.attributes(known.has_attribute),
        author=fields.text("author"),
        created=fields.time("created"),
    )
    notes = _notes(fields, made.id, None)
    return Noted(made, notes) if fields.is_sound else None


def document_notes(fields: Fields, document: int) -> tuple[Note, ...]:
    """The notes on the document itself, those that are sound."""
    made = [(part, _note(part, document, document)) for part in fields.parts("notes", NOTE_FIELDS)]
    return tuple(note for part, note in made if part.is_sound)


def _notes(fields: Fields, target: int, document: int | None) -> tuple[Note, ...]:
    if not fields.has("notes"):
        return ()
    return tuple(_note(part, target, document) for part in fields.parts("notes", NOTE_FIELDS))


def _note(fields: Fields, target: int, document: int | None) -> Note:
    kind = fields.text("kind") or "note"
    if kind not in NOTE_KINDS:
        fields.fault("kind", f"one of {', '.join(NOTE_KINDS)} is wanted, not {shown(kind)}.")
    return Note(
        id=fields.id("id"),
        target=target,
        body=fields.text("body", required=True),
        document=document,
        author=fields.text("author"),
        created=fields.time("created"),
        kind=cast("NoteKind", kind),
        attributes=fields.attributes(lambda attribute: True),  # those of notes are no part of a scheme
    )


def _argument(fields: Fields) -> Argument:
    role = fields.text("role", required=True)
    is_relation = fields.has("relation")
    if is_relation == fields.has("mention") and fields.is_sound:
        fields.fault("mention", "an argument names either a mention or a relation.")
    return Argument(role, fields.id("relation" if is_relation else "mention"), is_relation)


def _fragments(fields: Fields, text: str) -> Fragments:
    made: list[Span] = []
    listed = fields.list("fragments", required=True)
    if not listed and fields.is_sound:
        fields.fault("fragments", "a mention needs at least one fragment.")
    for index, pair in enumerate(listed):
        place = f"fragments[{index}]"
        if not isinstance(pair, list) or [type(each) for each in pair] != [int, int]:
            fields.fault(place, f"a start and an end are wanted, not {shown(pair)}.")
            continue
        span = Span(*pair)
        if not 0 <= span.start < span.end <= len(text):
            fields.fault(
                place,
                f"{span.start} to {span.end} is no stretch of the text, which has {len(text)} characters.",
            )
        elif made and span.start <= made[-1].end:
            fields.fault(
                place, f"{span.start} does not lie behind {made[-1].end}, where the fragment before it ends."
            )
        made.append(span)
    return tuple(made)


def shown(plain: object) -> str:
    """A plain value as a sentence can hold it."""
    if isinstance(plain, str):
        return f"“{clipped(plain)}”"
    if isinstance(plain, dict | list):
        return "an object" if isinstance(plain, dict) else "a list"
    if plain is None or isinstance(plain, bool):
        return "null" if plain is None else str(plain).lower()
    return str(plain)


def clipped(text: str) -> str:
    """``text`` in one line and not too long for a sentence."""
    line = text[: _SHOWN + 1].replace("\n", " ")
    return line if len(line) <= _SHOWN else line[: _SHOWN - 1] + "…"
