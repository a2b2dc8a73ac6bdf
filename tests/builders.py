"""Builders for the tests: a small scheme, a hand that counts, and documents annotated by writing them down.

The notation of :func:`annotated`::

    [Ada|PER] met [Babbage|PER]                 two mentions
    [[Libyan|GPE] National Army|ORG]            a mention within another
    [Ada|PER:Individual]                        with a subtype
    [Ada|PER,CUE]                               two mentions on one span
    [naval|FAC#n] and [air|FAC#a] [bases|FAC#n,FAC#a]
                                                "naval … bases" and "air … bases": one handle,
                                                one mention
    [Black |LOC#b][[Sea|LOC#b]|ORG#f][ Fleet|ORG#f]
                                                "Black Sea" crosses "Sea Fleet": fragments that touch are joined

A backslash before ``[``, ``]``, ``|`` or a backslash takes it as it is.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from glossator.core.annotations import AnnotationSet, Argument, Entity, Mention, Note, Relation
from glossator.core.changes import Change, apply
from glossator.core.documents import Document, digest_of
from glossator.core.edits import Hand
from glossator.core.scheme import AttributeType, EventType, Label, RelationType, Role, Scheme, Signature
from glossator.core.spans import Span, normalise, quote

AUTHOR = "Ada"
NOON = 1_767_268_800_000
"""1 January 2026, 12:00 UTC, in milliseconds."""

Binary = tuple[str, str, str]
"""(relation type, first, second); an end is the handle or the quote of a mention."""
Eventful = tuple[str, str, Mapping[str, str]]
"""(event type, trigger, role → filler)."""


def hand(author: str = AUTHOR, *, first_id: int = 1_000_000, first_time: int = NOON) -> Hand:
    """A hand whose ids go up by one and whose clock by one second each time it is asked."""
    ids = itertools.count(first_id)
    times = itertools.count(first_time, 1000)
    return Hand(author, lambda: next(ids), lambda: next(times))


def scheme() -> Scheme:
    """A small sound scheme with every kind of thing that a scheme may hold."""
    people, bodies = ("PER",), ("ORG", "GPE")
    return Scheme(
        id="small",
        name="Small",
        version="1",
        labels=(
            Label("PER", "Person", "P", "PER", "PER", subtypes=("Individual", "Group")),
            Label("ORG", "Organization", "O", "ORG", "ORG", subtypes=("Military", "Government")),
            Label("GPE", "Geo-political entity", "G", "GPE", "GPE"),
            Label("LOC", "Location", "L", "LOC", "LOC"),
            Label("FAC", "Facility", "F", "FAC", "FAC"),
            Label("EVT", "Event trigger", "E", "EVT", "EVT"),
            Label("CUE", "Cue", "C", "CUE", "CUE"),
            Label("OLD", "Given up", "P", retired=True),
        ),
        relation_types=(
            RelationType("LEADS", "Leads", "D", (Signature(people, bodies),)),
            RelationType(
                "PART_OF", "Part of", "P", (Signature(bodies, bodies), Signature(("FAC",), ("FAC",)))
            ),
            RelationType("NEAR", "Near", "N", (Signature(("FAC",), ("GPE", "LOC", "FAC")),), symmetric=True),
            RelationType("SAME_AS", "Same as", "S", symmetric=True, same_type=True, identity=True),
            RelationType(
                "CITES", "Cites", roles=("Source", "Content"), signatures=(Signature(people, bodies),)
            ),
            RelationType("LED", "Led", "D", (Signature(people, bodies),), retired=True),
        ),
        event_types=(
            EventType(
                "ATTACK",
                "Attack",
                (
                    Role("Agent", ("PER", "ORG"), required=True),
                    Role("Target", ("FAC", "PER")),
                    Role("Place", ("GPE",)),
                ),
            ),
            EventType("MEET", "Meet", (Role("Participant", ("PER", "ORG")), Role("Topic", ("EVT",)))),
        ),
        attributes=(
            AttributeType("level", "Level", ("mention",), values=("Name", "Nominal", "Pronoun")),
            AttributeType("hedged", "Hedged", ("relation", "event"), "flag"),
            AttributeType("metonymy", "Metonymy", ("mention",), "flag", labels=("GPE",)),
            AttributeType("dropped", "Dropped", ("mention",), retired=True),
        ),
        trigger_label="EVT",
        cues={"Hedge": ("reportedly", "appears")},
    )


def document(text: str = "", *, name: str = "Sample", id: int = 1) -> Document:  # noqa: A002 - as the field is called
    """A document that belongs to ``text``."""
    return Document(id=id, name=name, length=len(text), digest=digest_of(text))


def annotated(
    marked: str,
    *,
    name: str = "Sample",
    id: int = 1,  # noqa: A002 - as the field is called
    author: str = AUTHOR,
    relations: Sequence[Binary] = (),
    events: Sequence[Eventful] = (),
    notes: Sequence[tuple[str, str]] = (),
) -> AnnotationSet:
    """The document written down in ``marked``, with its mentions and what is said of them.

    Its records have the ids ``1000 * id + 1`` and up: mentions in the order in which they are first opened, then
    relations, events and notes as given.  An end of a relation, a filler and the target of a note are named by
    handle or by quote; ``""`` as the target of a note is the document.
    """
    text, pieces = _parse(marked)
    ids = itertools.count(1000 * id + 1)
    mentions: list[Mention] = []
    named: dict[str, int] = {"": id}
    for piece, spans in pieces.items():
        fragments = normalise(spans)
        made = Mention(
            next(ids),
            id,
            piece.label,
            fragments,
            quote(fragments, text),
            piece.subtype,
            author=author,
            created=NOON,
        )
        mentions.append(made)
        named.setdefault(made.quote, made.id)
        if not isinstance(piece.handle, int):
            named[piece.handle] = made.id
    made_relations = [
        Relation(
            next(ids), id, kind, _arguments(kind, named[first], named[second]), author=author, created=NOON
        )
        for kind, first, second in relations
    ]
    made_relations += [
        Relation(
            next(ids),
            id,
            kind,
            tuple(Argument(role, named[filler]) for role, filler in roles.items()),
            named[trigger],
            author=author,
            created=NOON,
        )
        for kind, trigger, roles in events
    ]
    made_notes = [Note(next(ids), named[target], body, id, author, NOON) for target, body in notes]
    return AnnotationSet(document(text, name=name, id=id), text, mentions, made_relations, made_notes)


def entity(name: str, type: str = "PER", *, id: int = 900_000) -> Entity:  # noqa: A002 - as the fields are called
    """An identity, made at noon."""
    return Entity(id, name, type, author=AUTHOR, created=NOON)


def the(annotations: AnnotationSet, quoted: str, label: str = "") -> Mention:
    """The only mention that reads ``quoted`` (and has this label, where one is given)."""
    found = [each for each in annotations.in_order() if each.quote == quoted and label in {"", each.label}]
    assert len(found) == 1, (
        f"{len(found)} mentions read {quoted!r} in {[m.quote for m in annotations.in_order()]}"
    )
    return found[0]


def state(annotations: AnnotationSet) -> tuple[object, ...]:
    """All that an annotation set holds and all that its indexes answer, for comparing whole states."""
    return (
        annotations.document,
        annotations.text,
        annotations.mentions.copy(),
        annotations.relations.copy(),
        annotations.notes.copy(),
        list(annotations.in_order()),
        {each: annotations.relations_of(each) for each in (*annotations.mentions, *annotations.relations)},
        {
            each: annotations.notes_on(each)
            for each in (annotations.document.id, *annotations.mentions, *annotations.relations)
        },
    )


def copy_of(annotations: AnnotationSet) -> AnnotationSet:
    """Another set with the same records, its indexes built anew, as when the document is opened."""
    return AnnotationSet(
        annotations.document,
        annotations.text,
        annotations.mentions.values(),
        annotations.relations.values(),
        annotations.notes.values(),
    )


def take_back_twice(annotations: AnnotationSet, change: Change) -> None:
    """Do ``change``, undo, redo, undo, redo, comparing the whole state each time; it is left done."""
    before = state(annotations)
    apply(change, annotations)
    after = state(annotations)
    assert after == state(copy_of(annotations)), "an index differs from one that is built anew"
    current, ids = change, itertools.count(7_000_000)
    for expected in (before, after, before, after):
        current = current.inverse(change_id=next(ids), author=change.author, time=change.time + 1)
        apply(current, annotations)
        assert state(annotations) == expected
        assert state(annotations) == state(copy_of(annotations))


def with_attributes(annotations: AnnotationSet, quoted: str, **attributes: str | bool) -> Mention:
    """The mention that reads ``quoted``, put back with these attributes; returned as it is now."""
    made = replace(the(annotations, quoted), attributes=dict(attributes))
    annotations.put_mention(made)
    return made


def labels(annotations: AnnotationSet) -> list[tuple[str, str]]:
    """(quote, label) of every mention, in order."""
    return [(each.quote, each.label) for each in annotations.in_order()]


def _arguments(kind: str, first: int, second: int) -> tuple[Argument, ...]:
    known = scheme().relation_type(kind)
    roles = known.roles if known else ("Arg1", "Arg2")
    return Argument(roles[0], first), Argument(roles[1], second)


@dataclass(frozen=True)
class _Piece:
    """What says that two fragments belong together; the handle is a number where none was written."""

    label: str
    subtype: str
    handle: str | int


def _parse(marked: str) -> tuple[str, dict[_Piece, list[Span]]]:
    text: list[str] = []
    opened: list[tuple[int, int]] = []  # (offset, how many brackets were opened before it)
    found: list[tuple[int, int, _Piece, Span]] = []
    numbers = itertools.count()
    place, brackets = 0, 0
    while place < len(marked):
        letter = marked[place]
        place += 1
        if letter == "\\":
            text.append(marked[place])
            place += 1
        elif letter == "[":
            opened.append((len(text), brackets))
            brackets += 1
        elif letter == "|":
            start, order = opened.pop()
            close = marked.index("]", place)
            for index, spec in enumerate(marked[place:close].split(",")):
                found.append((order, index, _piece(spec, next(numbers)), Span(start, len(text))))
            place = close + 1
        elif letter == "]":
            raise ValueError(f"a bracket without a label before {marked[place:]!r}")
        else:
            text.append(letter)
    if opened:
        raise ValueError(f"a bracket is not closed in {marked!r}")
    pieces: dict[_Piece, list[Span]] = {}
    for _, _, piece, span in sorted(found, key=lambda each: each[:2]):
        pieces.setdefault(piece, []).append(span)
    return "".join(text), pieces


def _piece(spec: str, number: int) -> _Piece:
    kind, _, handle = spec.strip().partition("#")
    label, _, subtype = kind.partition(":")
    return _Piece(label, subtype, handle or number)
