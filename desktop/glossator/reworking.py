"""A label scheme reworked while it is in use: what uses an item, and refactorings with their preview."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple, TypeVar

from glossator.core import refactoring, scheme_edits
from glossator.core.annotations import AnnotationSet, Mention, Note, Relation
from glossator.core.changes import Change, Record, document_of
from glossator.core.errors import Refused
from glossator.core.layers import Layers, spare_hidden
from glossator.core.plain import KIND_OF
from glossator.core.scheme import (
    AttributeType,
    EventType,
    Heading,
    Label,
    RelationType,
    Scheme,
    SchemeItem,
)
from glossator.core.titles import enumerated, short, shown
from glossator.store.uses import Use
from glossator.workbench import LARGE, Workbench

T = TypeVar("T")

__all__ = ["Use"]  # what others take from here although it is made elsewhere

Make = Callable[[Workbench], Change]
"""Finds on a workbench (which may be one on another thread) what a refactoring touches, and makes its Change."""

MOST_SHOWN = 300
"""Records that a preview quotes; the others are counted."""

BACKUP = "refactoring"
"""Why a backup is kept before tags are changed by a refactoring."""


class Quoted(NamedTuple):
    """A record that is touched: its words, and what becomes of it."""

    words: str
    becomes: str


class Touched(NamedTuple):
    """What is touched in a document, whose name is ``name``: how much, and the first of it."""

    document: int
    name: str
    records: int
    quoted: tuple[Quoted, ...]


class Preview(NamedTuple):
    """What a Change would do: its title, a sentence that counts, what it touches by document, the most first, and what
    becomes of other items of the scheme.
    """

    title: str
    counts: str
    documents: tuple[Touched, ...]
    items: tuple[str, ...]

    @property
    def records(self) -> int:
        """How many records of documents are touched."""
        return sum(each.records for each in self.documents)


# --- what uses an item


def uses(bench: Workbench, item: SchemeItem) -> list[Use]:
    """How many records use an item, by document, the most first; of an attribute every record is looked at."""
    if isinstance(item, Label):
        return _as_seen(bench, item, bench.ask.uses_of_label(item.id))
    if isinstance(item, RelationType | EventType):
        return _as_seen(bench, item, bench.ask.uses_of_type(item.id))
    if isinstance(item, AttributeType):
        seen = (
            each
            for each in bench.ask.records_with(item.id)
            if bench.whose.is_seen(each.author, each.document)
        )
        return _counted_by_document(bench, seen)
    return []


def _as_seen(bench: Workbench, item: Label | RelationType | EventType, found: list[Use]) -> list[Use]:
    """In documents that are read a second time only what the reader said counts."""
    if not bench.whose.blind:
        return found
    counted_anew = []
    for use in found:
        if use.document in bench.whose.blind:
            seen = Layers(bench.annotations(use.document), bench.whose.of(use.document)).seen
            mine = [each.label for each in seen.mentions.values()] + [
                each.type for each in seen.relations.values()
            ]
            counted_anew.append(use._replace(records=mine.count(item.id)))
        else:
            counted_anew.append(use)
    return [each for each in counted_anew if each.records]


def is_long(bench: Workbench, item: SchemeItem) -> bool:
    """Whether so much uses an item that a refactoring of it is long work."""
    if isinstance(item, AttributeType):
        return bench.ask.mentions_where(offset=LARGE, limit=1) != []
    return sum(each.records for each in uses(bench, item)) >= LARGE


# --- refactorings, by the ids of what they are about


def merge_labels(source: str, into: str, *, as_subtype: str = "") -> Make:
    """See :func:`glossator.core.refactoring.merge_labels`."""

    def make(bench: Workbench) -> Change:
        ask, scheme = bench.ask, bench.scheme
        return refactoring.merge_labels(
            scheme,
            _label(scheme, source),
            _label(scheme, into),
            ask.mentions_labelled(source),
            ask.entities_of_type(source),
            by=bench.hand,
            as_subtype=as_subtype,
        )

    return make


def split_by_subtype(source: str, parts: Mapping[str, Label]) -> Make:
    """See :func:`glossator.core.refactoring.split_by_subtype`."""
    return lambda bench: refactoring.split_by_subtype(
        bench.scheme, _label(bench.scheme, source), parts, bench.ask.mentions_labelled(source), by=bench.hand
    )


def split_by_attribute(source: str, attribute: str, parts: Mapping[str, Label]) -> Make:
    """See :func:`glossator.core.refactoring.split_by_attribute`."""
    return lambda bench: refactoring.split_by_attribute(
        bench.scheme,
        _label(bench.scheme, source),
        _attribute(bench.scheme, attribute),
        parts,
        bench.ask.mentions_labelled(source),
        by=bench.hand,
    )


def delete_label(label: str) -> Make:
    """See :func:`glossator.core.refactoring.delete_label`."""

    def make(bench: Workbench) -> Change:
        sets = _sets(bench, bench.ask.uses_of_label(label))
        entities = bench.ask.entities_of_type(label)
        return refactoring.delete_label(
            bench.scheme, _label(bench.scheme, label), sets, entities, by=bench.hand
        )

    return make


def change_subtypes(new: Label, names: Mapping[str, str]) -> Make:
    """See :func:`glossator.core.refactoring.change_subtypes`."""
    return lambda bench: refactoring.change_subtypes(
        bench.scheme,
        _label(bench.scheme, new.id),
        new,
        bench.ask.mentions_labelled(new.id),
        by=bench.hand,
        names=names,
    )


def merge_types(source: str, into: str, *, reverse: bool = False) -> Make:
    """Relations or events of one type become those of another; see :mod:`glossator.core.refactoring`."""

    def make(bench: Workbench) -> Change:
        one, other = _type(bench.scheme, source), _type(bench.scheme, into)
        found = bench.ask.relations_of_type(source)
        if isinstance(one, EventType) and isinstance(other, EventType):
            return refactoring.merge_events(bench.scheme, one, other, found, by=bench.hand)
        if isinstance(one, RelationType) and isinstance(other, RelationType):
            return refactoring.merge_relations(
                bench.scheme, one, other, found, by=bench.hand, reverse=reverse
            )
        raise Refused("A relation cannot become an event.")

    return make


def change_roles(new: RelationType | EventType, names: Mapping[str, str]) -> Make:
    """See :func:`glossator.core.refactoring.change_roles`."""
    return lambda bench: refactoring.change_roles(
        bench.scheme,
        _type(bench.scheme, new.id),
        new,
        bench.ask.relations_of_type(new.id),
        by=bench.hand,
        names=names,
    )


def delete_type(type_id: str) -> Make:
    """See :func:`glossator.core.refactoring.delete_type`."""

    def make(bench: Workbench) -> Change:
        sets = _sets(bench, bench.ask.uses_of_type(type_id))
        return refactoring.delete_type(bench.scheme, _type(bench.scheme, type_id), sets, by=bench.hand)

    return make


def change_values(new: AttributeType, values: Mapping[str, str]) -> Make:
    """See :func:`glossator.core.refactoring.change_values`."""
    return lambda bench: refactoring.change_values(
        bench.scheme,
        _attribute(bench.scheme, new.id),
        new,
        bench.ask.records_with(new.id),
        by=bench.hand,
        values=values,
    )


def delete_attribute(attribute: str) -> Make:
    """See :func:`glossator.core.refactoring.delete_attribute`."""
    return lambda bench: refactoring.delete_attribute(
        bench.scheme, _attribute(bench.scheme, attribute), bench.ask.records_with(attribute), by=bench.hand
    )


# --- looking before, and doing


def preview(bench: Workbench, make: Make) -> Preview:
    """What a refactoring would do; nothing is changed.  Refused where it would touch what is hidden."""
    change = make(bench)
    spare_hidden(change, bench.whose, None)
    held: dict[int, list[tuple[Record | None, Record | None]]] = {}
    items: list[str] = []
    for before, after in change.pairs():
        record = after if before is None else before
        assert record is not None  # a pair has at least one side
        document = document_of(record)
        if document is not None:
            held.setdefault(document, []).append((before, after))
        elif sentence := _item_sentence(before, after):
            items.append(sentence)
    return Preview(
        change.title,
        _counts(change),
        tuple(_by_document(bench, held, scheme_edits.followed(bench.scheme, change))),
        tuple(items),
    )


def carry_out(bench: Workbench, make: Make) -> Change:
    """Do a refactoring as one Change; where it touches tags, a backup of the whole file is kept before."""
    change = make(bench)
    if change.documents():
        bench.keep_snapshot(BACKUP)
    bench.do(change)
    return change


# --- in words


def items_in_words(change: Change) -> list[str]:
    """What a Change of the scheme alone would do, a sentence for each item."""
    return [sentence for pair in change.pairs() if (sentence := _item_sentence(*pair))]


# --- inside


def _label(scheme: Scheme, label: str) -> Label:
    return _there(scheme.label(label))


def _type(scheme: Scheme, type_id: str) -> RelationType | EventType:
    found = scheme.relation_type(type_id)
    return found if found is not None else _there(scheme.event_type(type_id))


def _attribute(scheme: Scheme, attribute: str) -> AttributeType:
    return _there(scheme.attribute(attribute))


def _there(item: T | None) -> T:
    if item is None:
        raise Refused("This is no longer in the scheme.")
    return item


def _sets(bench: Workbench, used: Iterable[Use]) -> Iterator[AnnotationSet]:
    return (bench.ask.annotations(each.document) for each in used)


def _counted_by_document(bench: Workbench, records: Iterable[Mention | Relation]) -> list[Use]:
    found = Counter(each.document for each in records)
    return [
        Use(document, _document_name(bench, document), number) for document, number in found.most_common()
    ]


def _document_name(bench: Workbench, document: int) -> str:
    found = bench.ask.document(document)
    return found.name if found else ""


def _counts(change: Change) -> str:
    found = scheme_edits.touched(change)
    kinds = ("mention", "relation", "event", "note", "entity")
    records = {("identity" if kind == "entity" else kind): found[kind] for kind in kinds if kind in found}
    if not records:
        return "No tag is touched."
    where = f", in {enumerated({'document': found['document']})}" if "document" in found else ""
    return f"It touches {enumerated(records)}{where}."


def _by_document(
    bench: Workbench, held: Mapping[int, list[tuple[Record | None, Record | None]]], now: Scheme
) -> Iterator[Touched]:
    left = MOST_SHOWN
    for document, pairs in sorted(held.items(), key=lambda each: -len(each[1])):
        first = pairs[:left]
        left -= len(first)
        quoted = tuple(Quoted(words, _becomes(now, *pair)) for words, pair in _worded(bench, first))
        yield Touched(document, _document_name(bench, document), len(pairs), quoted)


def _worded(
    bench: Workbench, pairs: list[tuple[Record | None, Record | None]]
) -> Iterator[tuple[str, tuple[Record | None, Record | None]]]:
    records = [before if before is not None else after for before, after in pairs]
    ends = {id_ for each in records if isinstance(each, Relation) for id_ in each.mentions()}
    mentions = bench.ask.mentions_by_id(ends) if ends else {}
    for record, pair in zip(records, pairs, strict=True):
        if isinstance(record, Mention):
            yield short(record.quote), pair
        elif isinstance(record, Relation):
            names = [short(mentions[each].quote) for each in record.mentions() if each in mentions]
            yield f"{bench.scheme.name_of(record.type)}: {' – '.join(names)}", pair
        elif isinstance(record, Note):
            yield f"Note: {short(record.body)}", pair


def _becomes(now: Scheme, before: Record | None, after: Record | None) -> str:
    if after is None:
        return "is deleted"
    if isinstance(before, Mention) and isinstance(after, Mention):
        return _mention_becomes(now, before, after)
    if isinstance(before, Relation) and isinstance(after, Relation):
        if before.type != after.type:
            return f"becomes {now.name_of(after.type)}"
        if before.arguments != after.arguments:
            return "its roles: " + ", ".join(each.role for each in after.arguments)
        return _values_become(before, after)
    return "changes"


def _mention_becomes(now: Scheme, before: Mention, after: Mention) -> str:
    if (before.label, before.subtype) != (after.label, after.subtype):
        return f"becomes {now.name_of(after.label)}{f' › {after.subtype}' if after.subtype else ''}"
    if before.entity != after.entity:
        return "loses its identity"
    return _values_become(before, after)


def _values_become(before: Mention | Relation, after: Mention | Relation) -> str:
    names = [*before.attributes, *(each for each in after.attributes if each not in before.attributes)]
    parts = [
        f"{name}: {shown(before.attributes.get(name))} → {shown(after.attributes.get(name))}"
        for name in names
        if before.attributes.get(name) != after.attributes.get(name)
    ]
    return "; ".join(parts)


def _item_sentence(before: Record | None, after: Record | None) -> str:
    record = after if before is None else before
    if record is None or not isinstance(record, SchemeItem):
        return ""
    what = f"the {KIND_OF[type(record)]} {record.name or record.id}"
    if isinstance(record, Heading):
        what = "what the scheme says of itself"
    elif isinstance(after, SchemeItem) and after.name != record.name:
        what += f", called {after.name} then"
    if before is None:
        return f"New: {what}."
    return f"Goes: {what}." if after is None else f"Changes: {what}."
