"""Random projects on a real file for hypothesis: schemes, documents, all that may be said of them, odd things too."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypeVar

from hypothesis import strategies as st

from glossator.core import claims, dating, ids, locating
from glossator.core.annotations import (
    AnnotationSet,
    Argument,
    Attributes,
    Entity,
    Mention,
    Note,
    NoteKind,
    Relation,
    Value,
)
from glossator.core.changes import Record
from glossator.core.documents import Document, digest_of
from glossator.core.errors import Refused
from glossator.core.review import FLAG, Oddity, oddities
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
    Signature,
    Target,
)
from glossator.core.spans import Span, normalise, quote
from glossator.store.project_file import ProjectFile
from glossator.workbench import Workbench
from tests.builders import NOON

T = TypeVar("T")
Draw = Callable[[st.SearchStrategy[Any]], Any]
"""Takes a value out of a strategy."""

NAMES = ("Person", "Größe", "הצבא", 'a "b"', "x’y", "Строй", "😀", "A & B")
WORDS = ("Ada", "met", "Babbage", "in", "ليبيا", "S-400", "😀", "e\u0301t", "army", "Ada", "the", "port")
KINDS: tuple[AttributeKind, ...] = (
    *("choice", "several", "flag", "text", "number", "date", "place", "mention", "mentions"),
)
TARGETS: tuple[Target, ...] = ("mention", "relation", "event")
TIMES = (
    AttributeType(dating.VALUE, "Time value", ("mention",), "text"),
    AttributeType(dating.MOD, "Modifier", ("mention",), values=("APPROX", "BEFORE")),
    AttributeType(dating.PRECISION, "How exactly", ("mention",), values=("Day", "Week-Month", "Longer")),
)
"""The attributes that hold when something was; many schemes have none."""
PLACED: Attributes = {locating.LATITUDE: 32.5, locating.LONGITUDE: 13.0, locating.PRECISION: locating.AREA}


def nothing() -> Refused:
    """What an edit says where this project has nothing for it."""
    return Refused("There is nothing here to do it with.")


@dataclass
class World:
    """A project, and a hand that draws what to do with it."""

    bench: Workbench
    draw: Draw

    @property
    def scheme(self) -> Scheme:
        return self.bench.scheme

    @property
    def here(self) -> AnnotationSet:
        """The document that is open."""
        found = self.bench.current
        if found is None:
            raise nothing()
        return found

    @property
    def sets(self) -> list[AnnotationSet]:
        """All documents with everything on them."""
        return [self.bench.annotations(row.document.id) for row in self.bench.ask.documents()]

    @property
    def mentions(self) -> list[Mention]:
        """The mentions of all documents."""
        return [mention for each in self.sets for mention in each.mentions.values()]

    @property
    def relations(self) -> list[Relation]:
        """The relations and events of all documents."""
        return [relation for each in self.sets for relation in each.relations.values()]

    @property
    def entities(self) -> list[Entity]:
        return [row.entity for row in self.bench.ask.entities()]

    @property
    def odd(self) -> list[Oddity]:
        """What is odd in the open document."""
        return oddities(self.here, self.scheme, self.bench.ask.entity)

    def one(self, found: Sequence[T]) -> T:
        """One of these; where there is none, the edit is refused."""
        if not found:
            raise nothing()
        drawn: T = self.draw(st.sampled_from(list(found)))
        return drawn

    def some(self, found: Sequence[T]) -> list[T]:
        """One of these or several, each once."""
        if not found:
            raise nothing()
        places = self.draw(st.lists(st.integers(0, len(found) - 1), min_size=1, max_size=4, unique=True))
        return [found[each] for each in places]

    def mention(self) -> Mention:
        return self.one(list(self.here.mentions.values()))

    def relation(self, *, event: bool | None = None) -> Relation:
        held = self.here.relations.values()
        return self.one([each for each in held if event is None or each.is_event is event])

    def spans(self) -> list[Span]:
        return list(_fragments(self.draw, self.here.text))

    def value(self, kind: AttributeType) -> Value:
        return _value(self.draw, kind, list(self.here.mentions)) or True

    def word(self) -> str:
        """A name, now and then one that is there already."""
        return self.one([*NAMES, "New", "Newer"])

    def yes(self) -> bool:
        return self.one([False, True])


def project(folder: Path, draw: Draw) -> World:
    """A random project in a file; one of its documents is open."""
    scheme = schemes(draw)
    file = ProjectFile.create(folder / "work.gloss", title="Work", scheme=scheme, author="Ada")
    times = itertools.count(NOON, 1000)
    bench = Workbench(file, author="Ada", now=lambda: next(times))
    made, texts = _records(draw, scheme, bench)
    bench.do(replace(bench.hand.change("Import", added=made), texts=texts))
    document = next(each for each in made if isinstance(each, Document))
    bench.open_document(document.id)
    return World(bench, draw)


def schemes(draw: Draw) -> Scheme:
    """A sound scheme: a tree of labels, relations, events, and an attribute of every kind."""
    keys = list(draw(st.permutations(LABEL_KEYS)))
    labels = [_label(draw, number, keys[number]) for number in range(draw(st.integers(2, 4)))]
    names = [each.id for each in labels]
    scheme = Scheme(
        id="random",
        name="Random",
        version="1",
        labels=tuple(labels),
        relation_types=tuple(_relation_type(draw, at, names) for at in range(draw(st.integers(2, 3)))),
        event_types=tuple(_event_type(draw, at, names) for at in range(draw(st.integers(2, 3)))),
        attributes=(
            *(_attribute(draw, kind, names) for kind in KINDS),
            AttributeType(claims.SOURCE, "Source", ("mention", "relation", "event"), "mention", ("AUTHOR",)),
            AttributeType(claims.CUES, "Cues", ("relation", "event"), "mentions"),
            *draw(st.sampled_from([(), TIMES])),
        ),
        trigger_label=draw(st.sampled_from(names)),
        cues={"Hedge": ("appears",)},
    )
    assert scheme.faults() == ()
    return scheme


def _label(draw: Draw, number: int, key: str) -> Label:
    above = draw(st.sampled_from(["", *(f"L{each}" for each in range(number))]))
    return Label(
        f"L{number}",
        draw(st.sampled_from(NAMES)),
        draw(st.sampled_from(["", key])),
        slot=draw(st.sampled_from(SLOTS)),
        subtypes=tuple(f"S{each}" for each in range(draw(st.integers(0, 3)))),
        retired=number > 1 and draw(st.booleans()),
        parent=above,
    )


def _some(draw: Draw, names: Sequence[str]) -> tuple[str, ...]:
    return tuple(draw(st.lists(st.sampled_from(list(names)), min_size=1, max_size=2, unique=True)))


def _relation_type(draw: Draw, number: int, labels: Sequence[str]) -> RelationType:
    is_same = draw(st.booleans()) and number > 0
    signatures = [Signature(_some(draw, labels), _some(draw, labels)) for _ in range(2)]
    return RelationType(
        f"R{number}",
        draw(st.sampled_from(NAMES)),
        draw(st.sampled_from(["", "abc"[number]])),
        () if is_same else tuple(dict.fromkeys(signatures)),
        symmetric=draw(st.booleans()),
        same_type=is_same,
        roles=draw(st.sampled_from([("Arg1", "Arg2"), ("Source", "Content")])),
    )


def _event_type(draw: Draw, number: int, labels: Sequence[str]) -> EventType:
    roles = tuple(
        Role(f"Role{each}", _some(draw, labels), draw(st.booleans()))
        for each in range(draw(st.integers(1, 3)))
    )
    return EventType(
        f"E{number}",
        draw(st.sampled_from(NAMES)),
        roles,
        retired=number > 1,
        trigger=draw(st.sampled_from(["", *labels])),
    )


def _attribute(draw: Draw, kind: AttributeKind, labels: Sequence[str]) -> AttributeType:
    values = ("low", "mid", "high") if kind in {"choice", "several"} else ()
    on = draw(st.lists(st.sampled_from(TARGETS), min_size=1, max_size=3, unique=True))
    limits = draw(st.sampled_from([(), (labels[0],), tuple(labels[:2])]))
    return AttributeType(kind, kind.title(), tuple(on), kind, values, limits)


# --- what is said


def _records(draw: Draw, scheme: Scheme, bench: Workbench) -> tuple[list[Record], dict[str, str]]:
    new_id = bench.hand.new_id
    entities = [_entity(draw, scheme, new_id()) for _ in range(draw(st.integers(1, 3)))]
    entities.append(Entity(new_id(), "Port", attributes=PLACED, author="Ada", created=NOON))
    made: list[Record] = list(entities)
    made += [Note(new_id(), entities[0].id, "who?", author="Ada", created=NOON)]
    texts: dict[str, str] = {}
    for number in range(draw(st.sampled_from([2, 3, 1]))):  # the simplest has a second document
        words = draw(st.lists(st.sampled_from(WORDS), min_size=6, max_size=14))
        text = f"{number} " + " ".join(words) + draw(st.sampled_from([".", "\n\n", " ."]))
        document = Document(new_id(), f"Doc {number}", len(text), digest_of(text), reliability="B")
        texts[document.digest] = text
        made += [document, *_said(draw, scheme, bench, document, text, entities)]
    return made, texts


def _entity(draw: Draw, scheme: Scheme, entity_id: int) -> Entity:
    return Entity(
        entity_id,
        draw(st.sampled_from(NAMES)),
        draw(st.sampled_from(["", *(each.id for each in scheme.labels)])),
        tuple(draw(st.lists(st.sampled_from(WORDS), max_size=2, unique=True))),
        draw(st.sampled_from([{}, {"wikidata": "Q7259"}])),
        draw(st.sampled_from([{}, {claims.RELIABILITY: "B"}, PLACED])),
        author="Ada",
        created=NOON,
    )


def _said(
    draw: Draw,
    scheme: Scheme,
    bench: Workbench,
    document: Document,
    text: str,
    entities: Sequence[Entity],
) -> Iterator[Record]:
    new_id = bench.hand.new_id
    mentions = [
        _mention(draw, scheme, new_id(), document, text, entities) for _ in range(draw(st.integers(3, 6)))
    ]
    if draw(st.booleans()):  # the same words tagged twice
        mentions.append(replace(mentions[0], id=new_id()))
    held = [each.id for each in mentions]
    relations = [_binary(draw, scheme, new_id(), document, held) for _ in range(draw(st.integers(1, 2)))]
    for _ in range(draw(st.integers(1, 3))):
        relations.append(_event(draw, scheme, new_id(), document, held, [each.id for each in relations]))
    # the first type of event is told twice in each document, so that events have others to be one with
    triggers = draw(st.lists(st.sampled_from(held), min_size=2, max_size=2, unique=True))
    told = scheme.event_types[0].id
    relations += [
        Relation(new_id(), document.id, told, (), each, author="Ada", created=NOON) for each in triggers
    ]
    said: list[Mention | Relation] = [*mentions, *relations]
    yield from (replace(each, attributes=_attributes(draw, scheme, held)) for each in said)
    targets = [document.id, *held, *(each.id for each in relations)]
    for target in draw(st.lists(st.sampled_from(targets), min_size=1, max_size=3)):
        kind: NoteKind = draw(st.sampled_from(["note", "judgement"]))
        words = draw(st.sampled_from(NAMES))
        yield Note(new_id(), target, words, document.id, author="Ada", created=NOON, kind=kind)


def _fragments(draw: Draw, text: str) -> tuple[Span, ...]:
    """One to three fragments, mostly of whole words: they nest, cross and cut words as chance has it."""
    words = [at for at in range(len(text)) if at == 0 or text[at - 1] == " "]
    spans = []
    for _ in range(draw(st.sampled_from([1, 1, 2, 3]))):
        start = draw(st.sampled_from(words))
        end = min(len(text), start + draw(st.integers(1, 12)))
        spans.append(Span(start, max(start + 1, len(text[:end].rstrip()))))
    return normalise(spans)


def _mention(
    draw: Draw,
    scheme: Scheme,
    mention_id: int,
    document: Document,
    text: str,
    entities: Sequence[Entity],
) -> Mention:
    fragments = _fragments(draw, text)
    label = draw(st.sampled_from(scheme.labels))
    return Mention(
        mention_id,
        document.id,
        label.id,
        fragments,
        quote(fragments, text),
        draw(st.sampled_from(["", *label.subtypes])),
        draw(st.sampled_from([None, *(each.id for each in entities)])),
        author=draw(st.sampled_from(["Ada", "Bob"])),
        created=NOON,
        confidence=draw(st.sampled_from([None, 0.5])),
    )


def _binary(
    draw: Draw, scheme: Scheme, relation_id: int, document: Document, mentions: Sequence[int]
) -> Relation:
    kind = draw(st.sampled_from(scheme.relation_types))
    ends = draw(st.lists(st.sampled_from(list(mentions)), min_size=2, max_size=2, unique=True))
    arguments = tuple(Argument(role, end) for role, end in zip(kind.roles, ends, strict=True))
    return Relation(relation_id, document.id, kind.id, arguments, author="Ada", created=NOON)


def _event(
    draw: Draw,
    scheme: Scheme,
    relation_id: int,
    document: Document,
    mentions: Sequence[int],
    relations: Sequence[int],
) -> Relation:
    """An event whose roles are filled by mentions, by relations and by other events."""
    kind = draw(st.sampled_from(scheme.event_types))
    fillers = [*((each, False) for each in mentions), *((each, True) for each in relations)]
    filled = draw(st.lists(st.tuples(st.sampled_from(kind.roles), st.sampled_from(fillers)), max_size=3))
    arguments = tuple(dict.fromkeys(Argument(role.name, *filler) for role, filler in filled))
    trigger = draw(st.sampled_from(list(mentions)))
    return Relation(relation_id, document.id, kind.id, arguments, trigger, author="Ada", created=NOON)


def _attributes(draw: Draw, scheme: Scheme, mentions: Sequence[int]) -> Attributes:
    """Values for some attributes, also where the scheme has them not, and now and then a flag."""
    chosen = draw(st.lists(st.sampled_from(scheme.attributes), max_size=3, unique_by=lambda each: each.id))
    found = {each.id: value for each in chosen if (value := _value(draw, each, mentions)) is not None}
    if draw(st.integers(0, 4)) == 0:
        found[FLAG] = "look again"
    return dict(sorted(found.items()))


def _value(draw: Draw, kind: AttributeType, mentions: Sequence[int]) -> Value | None:
    names = st.sampled_from([ids.to_text(each) for each in mentions])
    values = st.sampled_from(kind.values) if kind.values else st.nothing()
    possible: dict[str, st.SearchStrategy[Value | None]] = {
        "choice": values if kind.values else st.none(),
        "several": st.lists(values, min_size=1, unique=True).map(tuple) if kind.values else st.none(),
        "flag": st.just(True),
        "text": st.sampled_from(NAMES),
        "number": st.sampled_from([0, -3, 12, 0.1, 1e300]),
        "date": st.sampled_from(["2024-12-05", "2024", "2024-12-05T10:00"]),
        "place": st.just("32.89, 13.19"),
        "mention": names,
        "mentions": st.lists(names, min_size=1, max_size=2, unique=True).map(tuple),
    }
    drawn: Value | None = draw(possible[kind.kind])
    return drawn
