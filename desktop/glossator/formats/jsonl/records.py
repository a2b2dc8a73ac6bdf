"""The records of a JSONL line out of plain JSON values, with every fault told by the place of its field."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Generic, NamedTuple, TypeVar, cast

from glossator.core.annotations import (
    NOTE_KINDS,
    Argument,
    Entity,
    Mention,
    Note,
    NoteKind,
    Relation,
)
from glossator.core.ids import from_text
from glossator.core.outside import OUTSIDE
from glossator.core.review import KINDS, WAVED
from glossator.core.scheme import Scheme
from glossator.core.spans import Fragments, Span, quote
from glossator.formats.jsonl.fields import Fields, clipped, shown
from glossator.formats.jsonl.shape import time_from_text

MENTION_FIELDS = frozenset(
    "id label subtype fragments quote attributes entity notes author created origin confidence".split()
)
RELATION_FIELDS = frozenset(
    "id type arguments trigger attributes notes author created origin confidence".split()
)
ENTITY_FIELDS = frozenset("id name type aliases identifiers attributes notes author created".split())
NOTE_FIELDS = frozenset("id kind body attributes author created".split())
_PLAIN_FIELDS = MENTION_FIELDS - {"notes"}
_PLAIN_VALUES = frozenset((str, bool, int, float))
_ARGUMENT_FIELDS = frozenset(("role", "mention", "relation"))


_REASONS = frozenset(WAVED + kind for kind in KINDS)


class Vocabulary:
    """What a scheme knows, asked by each record of an import."""

    def __init__(self, scheme: Scheme) -> None:
        self.scheme = scheme

    @cached_property
    def subtypes(self) -> Mapping[str, frozenset[str]]:
        """What may stand as the subtype of a label, nothing included, by the label."""
        return {each.id: frozenset((*each.subtypes, "")) for each in self.scheme.labels}

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


def plain_mention(plain: object, document: int, text: str, known: Vocabulary) -> Mention | None:
    """The mention on ``text`` that a JSON value holds, where it is as most are: sound, in one piece, without notes.
    ``None`` where it may not be: then :func:`mention` reads it, and tells what is wrong.
    """
    if type(plain) is not dict or None in plain.values() or not plain.keys() <= _PLAIN_FIELDS:
        return None
    get = plain.get
    try:
        ((start, end),) = get("fragments")  # type: ignore[misc]  # whatever it is
        label, subtype, quoted, held = get("label"), get("subtype", ""), get("quote"), get("attributes")
        author, origin, entity, confidence = (
            get("author", ""),
            get("origin", ""),
            get("entity"),
            get("confidence"),
        )
        is_sound = (
            type(start) is type(end) is int
            and 0 <= start < end <= len(text)
            and quoted == text[start:end]
            and subtype in known.subtypes[label]  # type: ignore[index]
            and type(author) is type(origin) is str
            and (confidence is None or (type(confidence) is float and 0 <= confidence <= 1))
            and (held is None or _are_plain(held, known))
        )
        if not is_sound:
            return None
        return Mention(
            from_text(plain["id"]),
            document,
            label,  # type: ignore[arg-type]
            (Span(start, end),),
            quoted,  # type: ignore[arg-type]
            subtype,
            from_text(entity) if entity is not None else None,
            {} if held is None else held,
            author,
            time_from_text(plain["created"]) if "created" in plain else 0,
            origin,
            confidence,
        )
    except (KeyError, TypeError, ValueError, OverflowError):
        return None


def _are_plain(held: object, known: Vocabulary) -> bool:
    return type(held) is dict and all(
        type(value) in _PLAIN_VALUES and known.has_attribute(name) for name, value in held.items()
    )


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
