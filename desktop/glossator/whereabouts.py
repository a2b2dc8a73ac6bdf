"""Where a place may be: candidates of the gazetteer for what texts call it, ranked, each with the reason in words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from math import log10
from typing import NamedTuple

from glossator.core.annotations import Entity
from glossator.core.locating import country_of
from glossator.store.gazetteer import Gazetteer, Place, open_gazetteer
from glossator.workbench import Workbench

__all__ = ["Gazetteer", "Place", "open_gazetteer"]  # what others take from here although it is made elsewhere

MOST = 12
"""So many candidates are offered."""
_LEAST = 2  # letters of which names are looked for that begin so
_NEAR = 5  # documents that are looked at for countries
_OWN_NAME = 1.5
_CONTEXT = 1.5
_KIND = 2.0
_BEGINS = -2.0
_SHORTENED = -2.0
_KINDS: Mapping[str, str] = {
    "nation": "country",
    "country": "country",
    "state-or-province": "state",
    "population-center": "city",
    "city": "city",
}
"""What a subtype of a mention says of the place, by its name in lower case."""
_KIND_NOUNS = (
    r"(?:sea|air|free)?\s?ports?|harbou?rs?|airports?|air\s?fields?|air\s?bases?|bases?|camps?|facilit(?:y|ies)|barracks|"
    r"city|cities|towns?|villages?|municipality|districts?|provinces?|governorate|regions?|state|county|prefecture|"
    r"oblast|islands?|isles?|areas?|suburbs?|outskirts|capital|border|coast"
)
_BEFORE = re.compile(
    rf"(?:[^\W\d]\S*\s+){{0,3}}?(?:{_KIND_NOUNS})\s+(?:of|in|at|near)\s+(?:the\s+)?", re.IGNORECASE
)
"""Words that say what kind of place it is, in front of the name of where that is."""
_SIDE = re.compile(
    r"(?:the\s+)?(?:(?:north|south|east|west)(?:[- ]?(?:east|west))?(?:ern)?|central|downtown|old|greater)\s+",
    re.IGNORECASE,
)
"""Words that say which part of it."""
_BEHIND = re.compile(
    rf"\s+(?:(?:international|military|civil|naval|sea|free|refugee)\s+)*(?:{_KIND_NOUNS})$", re.IGNORECASE
)
"""Words for the kind of place, behind the name."""
_WORDS = {"country": "country", "state": "state", "city": "town"}


class Candidate(NamedTuple):
    """A place that may be meant, why, in words, and what its country is called."""

    place: Place
    why: str
    country: str = ""


def candidates(
    gazetteer: Gazetteer,
    names: Sequence[str],
    *,
    countries: Mapping[str, int] | None = None,
    subtypes: Iterable[str] = (),
    typed: str = "",
) -> list[Candidate]:
    """The places that may be meant by ``names``, the likeliest first: by their own name or another one, in a country
    that is told of beside it (``countries``: code → how often), of the kind that ``subtypes`` say, with many people.
    What is ``typed`` is looked for instead of the names, also as the beginning of one.  The port of a town lies in it:
    where nothing is called as it stands, the town is looked for, and comes below.
    """
    asked = [typed] if typed.strip() else names
    found = {each.id: each for each in gazetteer.named(asked)}
    exact = set(found)
    left_out: dict[int, str] = {}
    unknown = [each for each in asked if not gazetteer.named([each])]
    for core, words in shortened(unknown).items():
        for each in gazetteer.named([core]):
            if found.setdefault(each.id, each) is each:
                left_out[each.id] = words
    if len(typed.strip()) >= _LEAST:
        for each in gazetteer.beginning(typed):
            found.setdefault(each.id, each)
    told = countries or {}
    most = max(told.values(), default=0)
    kinds = {_KINDS[each.casefold()] for each in subtypes if each.casefold() in _KINDS}

    def strength(place: Place) -> float:
        return (
            log10(place.people + 1)
            + _OWN_NAME * (not place.called)
            + (_CONTEXT * told[place.country] / most if told.get(place.country) else 0.0)
            + _KIND * (place.kind in kinds)
            + (0.0 if place.id in exact else _SHORTENED if place.id in left_out else _BEGINS)
        )

    ranked = sorted(found.values(), key=lambda each: (-strength(each), each.id))
    return [
        Candidate(each, _why(each, told, exact, left_out, name := gazetteer.country(each.country)), name)
        for each in ranked[:MOST]
    ]


def shortened(names: Iterable[str]) -> dict[str, str]:
    """What is left of names without words that say what kind of place it is, or which part of one ("Port of Benghazi":
    Benghazi), each with the words that were left out; after each of several steps.
    """
    found: dict[str, str] = {}
    for name in names:
        core, left = " ".join(name.split()), ""
        for pattern in (_BEFORE, _SIDE, _BEHIND):
            held = pattern.search(core) if pattern is _BEHIND else pattern.match(core)
            rest = (
                (core[: held.start()] if pattern is _BEHIND else core[held.end() :]).strip() if held else ""
            )
            if held and rest:
                core, left = rest, f"{left} {held.group().strip()}".strip()
                found.setdefault(core, left)
    return found


def for_entity(bench: Workbench, gazetteer: Gazetteer, entity: Entity, typed: str = "") -> list[Candidate]:
    """The places that an identity may be, from its names and from what its documents tell of."""
    seen = bench.ask.mentions_where(entity=entity.id, limit=100)
    names = [entity.name, *entity.aliases, *dict.fromkeys(each.quote for each in seen)]
    bare = [each.partition(" (")[0] for each in names]
    countries = countries_near(bench, dict.fromkeys(each.document for each in seen), but=entity.id)
    subtypes = {each.subtype for each in seen if each.subtype}
    return candidates(
        gazetteer,
        list(dict.fromkeys([*names, *bare])),
        countries=countries,
        subtypes=subtypes,
        typed=typed,
    )


def countries_near(bench: Workbench, documents: Iterable[int], *, but: int = 0) -> dict[str, int]:
    """How often countries are named in these documents (some of them), and places that are known to lie in them."""
    found: Counter[str] = Counter()
    for document in list(documents)[:_NEAR]:
        counts = [
            each for each in bench.ask.entity_counts(document, limit=200) if each.entity not in {None, but}
        ]
        known = bench.ask.entities_by_id([each.entity for each in counts if each.entity is not None])
        for count in counts:
            entity = known.get(count.entity or 0)
            if entity is not None and (code := country_of(entity)):
                found[code] += count.mentions
    return dict(found)


def _why(
    place: Place, told: Mapping[str, int], exact: set[int], left_out: Mapping[int, str], country: str
) -> str:
    how = f"also called {place.called}" if place.called else "same name"
    if words := left_out.get(place.id):
        reasons = [f"{how} without “{words}”"]
    else:
        reasons = [how if place.id in exact else f"{how if place.called else 'name'} begins so"]
    if told.get(place.country) and place.kind != "country":
        reasons.append(f"{country} is told of beside it")
    reasons.append(f"{_WORDS[place.kind]} of {place.people:,}" if place.people else _WORDS[place.kind])
    return ", ".join(reasons)
