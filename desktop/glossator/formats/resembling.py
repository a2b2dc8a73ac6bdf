"""Names of somebody else's file that are called much like an item of the scheme: offered, and shown as that."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import SequenceMatcher

from glossator.core.scheme import AttributeType, EventType, Label, RelationType, Scheme
from glossator.formats.kindred import SHORTEST, bare, is_same
from glossator.formats.mapping import NameTable, Target
from glossator.formats.planning import Plan

_LEAST_ALIKE = 0.86  # of two names, as a share of their letters


def alike(plan: Plan, scheme: Scheme) -> NameTable:
    """For names that would become new items: the item of ``scheme`` that is called much alike, where there is one."""
    return NameTable(
        labels=_offered(plan.names.labels, {each.id: each for each in scheme.labels}),
        relations=_offered(plan.names.relations, {each.id: each for each in scheme.relation_types}),
        events=_offered(plan.names.events, {each.id: each for each in scheme.event_types}),
        attributes=_offered(plan.names.attributes, {each.id: each for each in scheme.attributes}),
    )


def _offered(
    names: Mapping[str, Target], items: Mapping[str, Label | RelationType | EventType | AttributeType]
) -> dict[str, Target]:
    known = [(each.id, called) for each in items.values() for called in {bare(each.id), bare(each.name)}]
    found: dict[str, Target] = {}
    for name, target in names.items():
        if target.id in items or not target.id:
            continue
        best = max(((_likeness(bare(name), called), held) for held, called in known), default=(0.0, ""))
        if best[0] >= _LEAST_ALIKE:
            found[name] = Target(best[1])
    return found


def _likeness(one: str, other: str) -> float:
    if is_same(one, other):
        return 1.0
    if min(len(one), len(other)) < SHORTEST:
        return 0.0
    return SequenceMatcher(None, one, other, autojunk=False).ratio()
