"""Names of somebody else's file that are called much like an item of the scheme: offered, and shown as that."""

from __future__ import annotations

import re
from collections.abc import Mapping
from difflib import SequenceMatcher

from glossator.core.scheme import AttributeType, EventType, Label, RelationType, Scheme
from glossator.formats.mapping import NameTable, Target
from glossator.formats.planning import Plan

_SAME = (
    ("per", "person", "pers", "people", "human", "individual"),
    ("org", "organization", "organisation", "company", "corporation", "institution"),
    ("loc", "location", "place", "geo"),
    (
        "gpe",
        "geopolitical",
        "country",
        "state",
        "nation",
        "city",
        "town",
        "province",
        "stateorprovince",
        "district",
    ),
    ("tim", "time", "date", "timex", "timex3"),
    ("fac", "facility", "building"),
    ("veh", "vehicle"),
    ("wea", "weapon", "weapons"),
    ("money", "currency"),
    ("num", "number", "numeric", "cardinal"),
    ("evt", "event"),
    ("misc", "miscellaneous", "other"),
)
"""What the same kind of thing is called in widespread schemes, in small letters."""
_LEAST_ALIKE = 0.86  # of two names, as a share of their letters
_SHORTEST = 5  # letters of a name that is compared by its letters: of short ones all are alike


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
    known = [(each.id, called) for each in items.values() for called in {_bare(each.id), _bare(each.name)}]
    found: dict[str, Target] = {}
    for name, target in names.items():
        if target.id in items or not target.id:
            continue
        best = max(((_likeness(_bare(name), called), held) for held, called in known), default=(0.0, ""))
        if best[0] >= _LEAST_ALIKE:
            found[name] = Target(best[1])
    return found


def _bare(name: str) -> str:
    """A name without what tells spellings apart: case, marks between words, prefixes of taggers, a plural."""
    small = re.sub(r"^[bilesu]-", "", name.casefold())
    letters = re.sub(r"[\W_]+", "", small).replace("isation", "ization")
    return letters[:-1] if len(letters) > _SHORTEST and letters.endswith("s") else letters


def _likeness(one: str, other: str) -> float:
    if one == other or any(one in group and other in group for group in _SAME):
        return 1.0
    if min(len(one), len(other)) < _SHORTEST:
        return 0.0
    return SequenceMatcher(None, one, other, autojunk=False).ratio()
