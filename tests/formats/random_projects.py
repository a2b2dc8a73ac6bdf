"""Random annotated documents for hypothesis: everything the records can hold, true to one small scheme."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from hypothesis import strategies as st

from glossator.core.annotations import (
    NOTE_KINDS,
    AnnotationSet,
    Argument,
    Attributes,
    Entity,
    Mention,
    Note,
    Relation,
)
from glossator.core.documents import RELIABILITIES, STATUSES, Document, digest_of, settle
from glossator.core.ids import to_text
from glossator.core.scheme import AttributeType, EventType, Label, RelationType, Role, Scheme, Signature
from glossator.core.spans import Span, normalise, quote

SCHEME = Scheme(
    id="small",
    name="Small",
    version="2.1",
    labels=(
        Label("PER", "Person", key="P", subtypes=("Individual", "Group")),
        Label("ORG", "Organisation", key="O"),
        Label("EVT", "Event trigger", key="E"),
    ),
    relation_types=(
        RelationType("MEMBER_OF", "member of", signatures=(Signature(("PER",), ("ORG",)),)),
        RelationType("SAME_AS", "same as", symmetric=True, same_type=True),
    ),
    event_types=(
        EventType("Meet", "Meeting", roles=(Role("Agent", ("PER",)), Role("Reason", ("EVT", "ORG")))),
    ),
    attributes=(
        AttributeType("level", "Level", on=("mention",), values=("NAM", "NOM", "PRO")),
        AttributeType("sure", "Sure", on=("mention", "relation"), kind="flag"),
        AttributeType("tags", "Tags", on=("mention", "relation"), kind="several"),
        AttributeType("size", "Size", on=("mention",), kind="number"),
    ),
    trigger_label="EVT",
)
WITH_SOURCES = replace(
    SCHEME,
    attributes=(
        *SCHEME.attributes,
        AttributeType("source", "Source", on=("relation",), kind="mention", values=("AUTHOR",)),
        AttributeType("cues", "Cues", on=("relation",), kind="mentions"),
    ),
)
"""The same with attributes that name mentions."""

_characters = st.characters(codec="utf-8", exclude_characters="\r")
_awkward = st.sampled_from(
    ["😀", "👩‍🚀", "\u2028", "\u00a0", "\n", "שלום", "e\u0301", "\x0b", '"', "\\", "\u0085"]
)
_line = st.text(_characters, min_size=1, max_size=12)
_text = st.lists(_awkward | _line, min_size=1, max_size=8).map("".join).map(settle).filter(bool)
_name = st.text(_characters, min_size=1, max_size=8)
_maybe_name = st.just("") | _name
_time = st.just(0) | st.integers(1, 4_102_444_800_000)
_attributes: st.SearchStrategy[Any] = st.fixed_dictionaries(
    {},
    optional={
        "level": st.sampled_from(["NAM", "NOM", "PRO"]),
        "sure": st.booleans(),
        "tags": st.lists(_name, max_size=3).map(tuple),
        "size": st.integers(-(2**53), 2**53) | st.floats(allow_nan=False, allow_infinity=False),
    },
)
_confidence = st.none() | st.floats(0, 1)
_note_attributes: st.SearchStrategy[Any] = st.dictionaries(
    _name,
    _maybe_name | st.booleans() | st.lists(_name, max_size=2).map(tuple) | st.integers(-9, 9),
    max_size=2,
)


@dataclass(frozen=True)
class Case:
    """Annotated documents with the entities that their mentions name."""

    sets: tuple[AnnotationSet, ...]
    entities: dict[int, Entity]
    entity_notes: tuple[Note, ...]


class _Ids:
    def __init__(self, start: int) -> None:
        self.last = start

    def __call__(self) -> int:
        self.last += 1
        return self.last


@st.composite
def cases(draw: st.DrawFn, *, with_sources: bool = False) -> Case:
    """Up to three documents that share entities; ``with_sources`` values of relations name mentions."""
    ids = _Ids(draw(st.integers(1, 2**63 - 10_000)))
    entities = {each.id: each for each in [_entity(draw, ids) for _ in range(draw(st.integers(0, 3)))]}
    remarks = tuple(_note(draw, ids, each, None) for each in entities if draw(st.booleans()))
    texts = draw(st.lists(_text, min_size=1, max_size=3, unique=True))
    sets = [_annotated(draw, ids, text, list(entities), with_sources=with_sources) for text in texts]
    return Case(tuple(sets), entities, remarks)


def _annotated(
    draw: st.DrawFn, ids: _Ids, text: str, entities: list[int], *, with_sources: bool
) -> AnnotationSet:
    document = _document(draw, ids, text)
    mentions = [_mention(draw, ids, document, text, entities) for _ in range(draw(st.integers(0, 5)))]
    relations: list[Relation] = []
    for _ in range(draw(st.integers(0, 3)) if mentions else 0):
        made = _relation(draw, ids, document, [each.id for each in mentions], relations)
        more = draw(_naming([each.id for each in mentions])) if with_sources else {}
        relations.append(replace(made, attributes={**made.attributes, **more}))
    targets = [document.id, *(each.id for each in mentions), *(each.id for each in relations)]
    noted = draw(st.lists(st.sampled_from(targets), max_size=3))
    return AnnotationSet(
        document, text, mentions, relations, [_note(draw, ids, each, document.id) for each in noted]
    )


def _document(draw: st.DrawFn, ids: _Ids, text: str) -> Document:
    return Document(
        id=ids(),
        name=draw(_name),
        length=len(text),
        digest=digest_of(text),
        source=draw(_maybe_name),
        author=draw(_maybe_name),
        url=draw(_maybe_name),
        published=draw(st.sampled_from(["", "2024-12-18"])),
        retrieved=draw(st.sampled_from(["", "2026"])),
        reliability=draw(st.sampled_from(RELIABILITIES)),
        reliability_reason=draw(_maybe_name),
        source_descriptor=draw(_maybe_name),
        status=draw(st.sampled_from(STATUSES)),
        origin=draw(_maybe_name),
        source_digest=draw(st.sampled_from(["", "ab" * 32])),
        encoding=draw(st.sampled_from(["", "UTF-8", "windows-1251"])),
        attributes=draw(st.dictionaries(_name, _maybe_name, max_size=2)),
    )


def _mention(draw: st.DrawFn, ids: _Ids, document: Document, text: str, entities: list[int]) -> Mention:
    starts = st.integers(0, len(text) - 1)
    spans = [
        Span(start, draw(st.integers(start + 1, len(text))))
        for start in draw(st.lists(starts, min_size=1, max_size=3))
    ]
    fragments = normalise(spans)
    label = draw(st.sampled_from(SCHEME.labels))
    return Mention(
        id=ids(),
        document=document.id,
        label=label.id,
        fragments=fragments,
        quote=quote(fragments, text),
        subtype=draw(st.sampled_from(["", *label.subtypes])),
        entity=draw(st.sampled_from([None, *entities])),
        attributes=draw(_attributes),
        author=draw(_maybe_name),
        created=draw(_time),
        origin=draw(_maybe_name),
        confidence=draw(_confidence),
    )


def _relation(
    draw: st.DrawFn, ids: _Ids, document: Document, mentions: list[int], relations: list[Relation]
) -> Relation:
    fillers = [(each, False) for each in mentions] + [(each.id, True) for each in relations]
    is_event = draw(st.booleans())
    roles = ["Agent", "Reason"] if is_event else ["Arg1", "Arg2"]
    arguments = tuple(dict.fromkeys(Argument(role, *draw(st.sampled_from(fillers))) for role in roles))
    return Relation(
        id=ids(),
        document=document.id,
        type="Meet" if is_event else draw(st.sampled_from(["MEMBER_OF", "SAME_AS"])),
        arguments=arguments if not is_event or draw(st.booleans()) else (),
        trigger=draw(st.sampled_from(mentions)) if is_event else None,
        attributes=_only(draw(_attributes), "sure", "tags"),
        author=draw(_maybe_name),
        created=draw(_time),
        origin=draw(_maybe_name),
        confidence=draw(_confidence),
    )


def _entity(draw: st.DrawFn, ids: _Ids) -> Entity:
    return Entity(
        id=ids(),
        name=draw(_name),
        type=draw(st.sampled_from(["", "PER", "ORG"])),
        aliases=tuple(draw(st.lists(_name, max_size=2))),
        identifiers=draw(st.dictionaries(_name, _name, max_size=2)),
        attributes=draw(_attributes),
        author=draw(_maybe_name),
        created=draw(_time),
    )


def _note(draw: st.DrawFn, ids: _Ids, target: int, document: int | None) -> Note:
    kind = draw(st.sampled_from(NOTE_KINDS))
    return Note(
        ids(), target, draw(_name), document, draw(_maybe_name), draw(_time), kind, draw(_note_attributes)
    )


def _naming(mentions: list[int]) -> st.SearchStrategy[dict[str, Any]]:
    """Attributes that name mentions."""
    one = st.sampled_from([to_text(each) for each in mentions])
    several = st.lists(one, min_size=1, max_size=3, unique=True).map(tuple)
    return st.fixed_dictionaries({}, optional={"source": one, "cues": several})


def _only(attributes: Attributes, *names: str) -> dict[str, Any]:
    return {name: held for name, held in attributes.items() if name in names}
