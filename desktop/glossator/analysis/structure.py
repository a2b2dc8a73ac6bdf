"""Which annotations of a document a search asks for: mentions by what is said of them, relations by their ends."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from glossator.analysis.concordance import Line, of_mentions, of_relations
from glossator.core import judgements
from glossator.core.annotations import AnnotationSet, Mention, Note, Relation, Value
from glossator.core.claims import attributes_of
from glossator.core.documents import Document
from glossator.core.filters import End, Filters, Happened, Related, has_name
from glossator.core.scheme import Scheme

Known = Mapping[str, Collection[int]]
"""Folded names → ids of the identities that have them."""


class Sought(NamedTuple):
    """What is sought: the filters with ids of ``scheme``, what is left out (``without``), and the identities behind the
    names in them.  ``on_entities`` are the judgements of identities, where any are asked for.

    What is left out is said of the hits: of mentions, of relations; of documents where words alone, or documents, are
    found.
    """

    filters: Filters
    scheme: Scheme
    known: Known
    without: Filters = Filters()
    on_entities: Sequence[Note] = ()

    def is_of_judgements(self, attribute: str) -> bool:
        """The attribute is one that only judgements have."""
        return any(each.id == attribute for each in judgements.attributes_of(self.scheme))

    @property
    def of_judgements(self) -> bool:
        """Judgements are asked for."""
        return any(self.is_of_judgements(name) for name, _ in (*self.filters.attr, *self.without.attr))

    def judged(self, notes: Iterable[Note], filters: Filters) -> frozenset[int]:
        """What those of ``notes`` are about that are judgements and say what one of the filters asks."""
        return frozenset(
            each.target
            for each in notes
            if each.kind == "judgement"
            and any(
                self._judges(each, *wanted) for wanted in filters.attr if self.is_of_judgements(wanted[0])
            )
        )

    def is_judged(self, annotations: AnnotationSet) -> bool:
        """The document as a whole is judged as it is asked for."""
        return annotations.document.id in self.judged(annotations.notes.values(), self.filters)

    def takes_document(self, document: Document) -> bool:
        """Its status and its date are among those that are wanted, and not among those that are left out."""
        filters, without = self.filters, self.without
        if filters.status and document.status not in filters.status:
            return False
        if document.status in without.status or _is_of(document, without.date):
            return False
        return not filters.date or _is_of(document, filters.date)

    @property
    def needs_all(self) -> bool:
        """What is left out can be known only from everything that is said of a document."""
        of_documents = not self.filters.asks_of_records and self.without.asks_of_records
        return (
            self.filters.wants_relations or self.without.wants_relations or of_documents or self.of_judgements
        )

    def leaves_out(self, annotations: AnnotationSet) -> bool:
        """Something is said of this document that has no place in what is found, where documents are found."""
        if self.filters.asks_of_records or not self.without.asks_of_records:
            return False
        if self.is_left_judged(annotations):
            return True
        mentions = annotations.mentions
        return any(self._is_out(each, annotations) for each in mentions.values()) or any(
            self._is_out(each, annotations) for each in annotations.relations.values()
        )

    def mentions(self, mentions: Iterable[Mention], within: AnnotationSet | None = None) -> list[Mention]:
        """Those of ``mentions`` that are wanted; ``within`` is their document, where :attr:`needs_all` asks for it."""
        filters, judged = self.filters, self._judged_in(within, self.filters)
        return [
            each
            for each in mentions
            if all(self._told(each, filters))
            and all(self._said(each, filters, judged))
            and not self._is_out(each, within)
        ]

    def relations(self, relations: Iterable[Relation], within: AnnotationSet) -> list[Relation]:
        """Those of ``relations`` that are wanted, all of them of the document ``within``."""
        filters, judged = self.filters, self._judged_in(within, self.filters)
        is_told = bool(filters.label or filters.subtype or filters.entity)
        return [
            each
            for each in relations
            if all(self._said(each, filters, judged))
            and (not filters.wants_relations or self._is_joined(each, filters, within))
            and not (is_told and not any(all(self._told(end, filters)) for end in _ends(each, within)))
            and not self._is_out(each, within)
        ]

    def lines(self, annotations: AnnotationSet) -> list[Line]:
        """The hits among what is said of a document, each in its line, in the order of the text."""
        text = annotations.text
        said: list[Line] = []
        if not self.filters.wants_relations:
            said = self.lines_of(text, self.mentions(annotations.in_order(), annotations))
            is_of_mentions = self.filters.label or self.filters.subtype or self.filters.entity
            if is_of_mentions or not self.of_judgements:
                return said
        chosen = self.relations(annotations.relations.values(), annotations)
        found = of_relations(chosen, annotations.mentions, lambda _: text, self.scheme)
        once = {(each.record, each.span): each for each in (*said, *found)}
        return sorted(once.values(), key=lambda each: (each.span, each.record))

    @staticmethod
    def lines_of(text: str, chosen: Iterable[Mention]) -> list[Line]:
        """Mentions, each in its line, in the order of the text."""
        return list(of_mentions(sorted(chosen, key=lambda each: (each.start, each.id)), lambda _: text))

    def _is_out(self, record: Mention | Relation, within: AnnotationSet | None) -> bool:
        """One of the kinds of what is left out holds for the record."""
        without = self.without
        if without.is_empty:
            return False
        if any(self._said(record, without, self._judged_in(within, without))):
            return True
        held = [record] if isinstance(record, Mention) else _ends(record, within)
        if any(any(self._told(each, without)) for each in held):
            return True
        if within is None or not without.wants_relations:
            return False
        related = within.relations_of(record.id) if isinstance(record, Mention) else [record]
        return any(self._is_joined(each, without, within) for each in related)

    def _told(self, mention: Mention, filters: Filters) -> Iterator[bool]:
        """For each kind of filter that is about mentions, whether it takes this one."""
        if filters.label:
            yield mention.label in filters.label
        if filters.subtype:
            yield mention.subtype.casefold() in {each.casefold() for each in filters.subtype}
        if filters.entity:
            yield any(mention.entity in self.known.get(name, ()) for name in filters.entity)

    def is_left_judged(self, annotations: AnnotationSet) -> bool:
        """The document as a whole is judged as it must not be."""
        return annotations.document.id in self.judged(annotations.notes.values(), self.without)

    def _judged_in(self, within: AnnotationSet | None, filters: Filters) -> frozenset[int]:
        """The records of a document, and the identities, that are judged as ``filters`` ask for."""
        if within is None or not filters.attr or not self.of_judgements:
            return frozenset()
        return self.judged([*within.notes.values(), *self.on_entities], filters)

    def _judges(self, note: Note, attribute: str, wanted: str) -> bool:
        """A judgement says this; what is not stated is the first value, which is not stored."""
        kind = next(each for each in judgements.attributes_of(self.scheme) if each.id == attribute)
        held = note.attributes.get(attribute)
        if held is not None:
            return not wanted or _holds(held, wanted)
        return kind.kind == "choice" and wanted.casefold() in {each.casefold() for each in kind.values[:1]}

    def _said(
        self, record: Mention | Relation, filters: Filters, judged: frozenset[int] = frozenset()
    ) -> Iterator[bool]:
        """For each kind of filter that is about what is said and by whom, whether it takes this record."""
        if filters.author:
            yield record.author.casefold() in {each.casefold() for each in filters.author}
        if filters.attr:
            entity = record.entity if isinstance(record, Mention) else None
            is_judged = record.id in judged or (entity is not None and entity in judged)
            yield is_judged or any(self._has(record, *each) for each in filters.attr)

    def _is_joined(self, relation: Relation, filters: Filters, within: AnnotationSet) -> bool:
        return any(self._relates(relation, each, within.mentions) for each in filters.relation) or any(
            self._happens(relation, each, within.mentions) for each in filters.event
        )

    def _has(self, record: Mention | Relation, attribute: str, wanted: str) -> bool:
        if attribute in record.attributes:
            return not wanted or _holds(record.attributes[attribute], wanted)
        kind = self.scheme.attribute(attribute)
        if kind is not None and kind not in attributes_of(self.scheme, record):
            return False  # what cannot be said of it is not said by default either
        default = kind.values[0] if kind is not None and kind.kind == "choice" and kind.values else None
        return default is not None and wanted.casefold() == default.casefold()  # which is not stored

    def _relates(self, relation: Relation, wanted: Related, mentions: Mapping[int, Mention]) -> bool:
        if (
            relation.is_event
            or (wanted.type and relation.type != wanted.type)
            or len(relation.arguments) != 2
        ):
            return False
        first, second = (mentions.get(each.target) for each in relation.arguments)
        if self._is_end(first, wanted.first) and self._is_end(second, wanted.second):
            return True
        kind = self.scheme.relation_type(relation.type)
        is_either = kind is not None and kind.symmetric
        return is_either and self._is_end(first, wanted.second) and self._is_end(second, wanted.first)

    def _happens(self, event: Relation, wanted: Happened, mentions: Mapping[int, Mention]) -> bool:
        if not event.is_event or (wanted.type and event.type != wanted.type):
            return False
        return all(
            any(
                (not role or each.role == role) and self._is_end(mentions.get(each.target), end)
                for each in event.arguments
            )
            for role, end in wanted.roles
        )

    def _is_end(self, mention: Mention | None, end: End) -> bool:
        if not end.label and not end.name:
            return True
        if mention is None:
            return False
        if end.label:
            return mention.label == end.label
        return mention.entity in self.known.get(end.name, ()) or has_name(mention.quote, end.name)


def _ends(relation: Relation, within: AnnotationSet | None) -> list[Mention]:
    held = within.mentions if within is not None else {}
    return [held[each] for each in relation.mentions() if each in held]


def _is_of(document: Document, dates: Iterable[tuple[str, str]]) -> bool:
    return any(_is_between(document.published, *each) for each in dates)


def _is_between(written: str, since: str, until: str) -> bool:
    """A date as far as it is written lies between two others, as far as these are."""
    return bool(written) and written[: len(since)] >= since and (not until or written[: len(until)] <= until)


def _holds(value: Value, wanted: str) -> bool:
    if isinstance(value, bool):
        return wanted.casefold() in (("yes", "true") if value else ("no", "false"))
    values = value if isinstance(value, tuple) else (str(value),)
    return wanted.casefold() in {each.casefold() for each in values}
