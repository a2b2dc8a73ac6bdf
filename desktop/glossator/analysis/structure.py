"""Which annotations of a document a search asks for: mentions by what is said of them, relations by their ends."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

from glossator.analysis.concordance import Line, of_mentions, of_relations
from glossator.core.annotations import Mention, Relation, Value
from glossator.core.documents import Document
from glossator.core.filters import End, Filters, Happened, Related, has_name
from glossator.core.scheme import Scheme

Known = Mapping[str, Collection[int]]
"""Folded names → ids of the identities that have them."""


class Sought(NamedTuple):
    """What is sought: the filters with ids of ``scheme``, and the identities behind the names in them."""

    filters: Filters
    scheme: Scheme
    known: Known

    def takes_document(self, document: Document) -> bool:
        """Its status and its date are among those that are wanted."""
        filters = self.filters
        if filters.status and document.status not in filters.status:
            return False
        return not filters.date or any(_is_between(document.published, *each) for each in filters.date)

    def mentions(self, mentions: Iterable[Mention]) -> list[Mention]:
        """Those of ``mentions`` that are wanted."""
        return [each for each in mentions if self._takes(each) and self._is_said(each)]

    def relations(self, relations: Iterable[Relation], mentions: Mapping[int, Mention]) -> list[Relation]:
        """Those of ``relations`` that are wanted; ``mentions`` holds those that they join."""
        filters = self.filters
        return [
            each
            for each in relations
            if self._is_said(each)
            and (
                any(self._relates(each, wanted, mentions) for wanted in filters.relation)
                or any(self._happens(each, wanted, mentions) for wanted in filters.event)
            )
            and (
                not (filters.label or filters.subtype or filters.entity)
                or any(self._takes(mentions[held]) for held in each.mentions() if held in mentions)
            )
        ]

    def lines(self, text: str, mentions: Iterable[Mention], relations: Iterable[Relation] = ()) -> list[Line]:
        """The hits among what is said of a document, each in its line, in the order of the text."""
        if not self.filters.wants_relations:
            chosen = self.mentions(mentions)
            return list(of_mentions(sorted(chosen, key=lambda each: (each.start, each.id)), lambda _: text))
        known = {each.id: each for each in mentions}
        found = of_relations(self.relations(relations, known), known, lambda _: text, self.scheme)
        once = {(each.record, each.span): each for each in found}
        return sorted(once.values(), key=lambda each: (each.span, each.record))

    def _takes(self, mention: Mention) -> bool:
        filters = self.filters
        return (
            (not filters.label or mention.label in filters.label)
            and (
                not filters.subtype
                or mention.subtype.casefold() in {each.casefold() for each in filters.subtype}
            )
            and (
                not filters.entity
                or any(mention.entity in self.known.get(name, ()) for name in filters.entity)
            )
        )

    def _is_said(self, record: Mention | Relation) -> bool:
        filters = self.filters
        if filters.author and record.author.casefold() not in {each.casefold() for each in filters.author}:
            return False
        return not filters.attr or any(self._has(record, *each) for each in filters.attr)

    def _has(self, record: Mention | Relation, attribute: str, wanted: str) -> bool:
        if attribute in record.attributes:
            return not wanted or _holds(record.attributes[attribute], wanted)
        kind = self.scheme.attribute(attribute)
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


def _is_between(written: str, since: str, until: str) -> bool:
    """A date as far as it is written lies between two others, as far as these are."""
    return bool(written) and written[: len(since)] >= since and (not until or written[: len(until)] <= until)


def _holds(value: Value, wanted: str) -> bool:
    if isinstance(value, bool):
        return wanted.casefold() in (("yes", "true") if value else ("no", "false"))
    values = value if isinstance(value, tuple) else (str(value),)
    return wanted.casefold() in {each.casefold() for each in values}
