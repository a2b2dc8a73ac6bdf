"""What a set of annotations is about, from every side: by this the marks of all views know whether they share in it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from glossator.core.annotations import Mention, Relation

Pair = tuple[str, str, str, str]
"""Type, role, first label, second label, as :func:`pairs_of` tells them."""


class Facets(NamedTuple):
    """Annotations that are brushed in a view or selected on the page, with those that they hold on to or that hold on
    to them: ids of mentions and relations, their labels, (label, level), entities, (quote, label) where there is no
    entity, types, pairs, and the documents.  ``is_all`` says that none were left out because there are so many.
    """

    mentions: frozenset[int] = frozenset()
    relations: frozenset[int] = frozenset()
    labels: frozenset[str] = frozenset()
    levels: frozenset[tuple[str, str]] = frozenset()
    entities: frozenset[int] = frozenset()
    quotes: frozenset[tuple[str, str]] = frozenset()
    types: frozenset[str] = frozenset()
    pairs: frozenset[Pair] = frozenset()
    documents: frozenset[int] = frozenset()
    days: frozenset[int] = frozenset()
    is_all: bool = True

    @property
    def is_empty(self) -> bool:
        """Nothing is brushed or selected."""
        return not self.mentions and not self.relations and not self.documents


NONE = Facets()
"""Nothing."""


def joined(parts: Iterable[Facets]) -> Facets:
    """What any of these is about."""
    found = NONE
    for each in parts:
        found = Facets(
            found.mentions | each.mentions,
            found.relations | each.relations,
            found.labels | each.labels,
            found.levels | each.levels,
            found.entities | each.entities,
            found.quotes | each.quotes,
            found.types | each.types,
            found.pairs | each.pairs,
            found.documents | each.documents,
            found.days | each.days,
            found.is_all and each.is_all,
        )
    return found


_DAY = 86_400_000


def facets(
    mentions: Iterable[Mention],
    relations: Iterable[Relation] = (),
    ends: Mapping[int, Mention] | None = None,
    *,
    documents: Iterable[int] = (),
    is_all: bool = True,
) -> Facets:
    """The facets of these records; ``ends`` holds the mentions that the relations join, as far as they are known, and
    ``documents`` names further ones that are concerned.
    """
    said = {each.id: each for each in mentions}
    known = {**(ends or {}), **said}
    held = list(relations)
    return Facets(
        mentions=frozenset(said),
        relations=frozenset(each.id for each in held),
        labels=frozenset(each.label for each in said.values()),
        levels=frozenset((each.label, level_of(each)) for each in said.values()),
        entities=frozenset(each.entity for each in said.values() if each.entity is not None),
        quotes=frozenset((each.quote, each.label) for each in said.values() if each.entity is None),
        types=frozenset(each.type for each in held),
        pairs=frozenset(pair for each in held for pair in pairs_of(each, known)),
        documents=frozenset(
            (*(each.document for each in said.values()), *(each.document for each in held), *documents)
        ),
        days=frozenset(each.created // _DAY for each in said.values()),
        is_all=is_all,
    )


def level_of(mention: Mention) -> str:
    """The level of a mention as it is stored; empty where it has none or the default one."""
    level = mention.attributes.get("level", "")
    return level if isinstance(level, str) else ""


def pairs_of(relation: Relation, mentions: Mapping[int, Mention]) -> Iterable[Pair]:
    """What a relation joins: of a binary one the labels of its ends, of an event the trigger's and that of each filler
    by its role; ends that are no mentions, or not known, are passed over.
    """
    ends = [(each.role, mentions.get(each.target)) for each in relation.arguments if not each.is_relation]
    if relation.trigger is None:
        held = [each for _, each in ends if each is not None]
        if len(held) >= 2:
            yield relation.type, "", held[0].label, held[1].label
        return
    trigger = mentions.get(relation.trigger)
    for role, filler in ends:
        if filler is not None:
            yield relation.type, role, trigger.label if trigger else "", filler.label
