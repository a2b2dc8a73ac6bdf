"""Who a mention may be where no name tells: countries by people and capital, and mentions that stand for nobody yet."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from glossator import paths
from glossator.core import names
from glossator.core.annotations import Mention
from glossator.core.countries import Countries, Country, Way
from glossator.workbench import Workbench

_MOST = 12
"""So many strings that stand for nobody are offered; the likeliest come first."""
_PAGE = 5_000
_WAYS: dict[Way, str] = {"name": "name of the country", "demonym": "people of {}", "capital": "capital of {}"}


class Meant(NamedTuple):
    """The country that a name means, and why, in words.  Of a capital ``acts`` says what it does in the text: it acts,
    so the country is meant; it is a place, so the town is; ``None`` where nothing tells, and for every other name.
    """

    country: Country
    why: str
    acts: bool | None = None

    def is_named(self, *called: str) -> bool:
        """One of these names is that of the country."""
        return any(countries().meant_by(each) == (self.country.code, "name") for each in called)


class Nobody(NamedTuple):
    """Mentions that read ``quote``, have this label (id) and stand for nobody yet; ``name`` is what an identity of them
    and of the mention that is asked about would be called, ``why`` says why they may be one.
    """

    quote: str
    label: str
    mentions: int
    name: str
    why: str


@cache
def countries() -> Countries:
    """The countries that we ship."""
    rows = json.loads(paths.resource("places", "countries.json").read_text("utf-8"))
    return Countries(
        Country(
            row["code"],
            row["code3"],
            row["name"],
            tuple(row.get("aliases", ())),
            tuple(row.get("demonyms", ())),
            tuple(row.get("capitals", ())),
        )
        for row in rows
    )


def meant(name: str, *, acts: bool | None = None) -> Meant | None:
    """The country that ``name`` means; ``acts`` says what the mention does in the text, where that is known."""
    found = countries().meant_by(name)
    if found is None:
        return None
    country = countries().by_code[found[0]]
    why = _WAYS[found[1]].format(country.name)
    if found[1] != "capital":
        return Meant(country, why)
    return Meant(country, f"{why}, which acts here" if acts else why, acts)


def nobodies(bench: Workbench, mentions: Sequence[Mention], name: str) -> list[Nobody]:
    """Strings that are tagged, stand for nobody, and may be the same as ``mentions``, which go by ``name``: the same
    string or the same country anywhere in the project, like names in the open document; the likeliest first.
    """
    country = meant(name)
    chosen = {each.id for each in mentions}
    strings = [name, *(each.quote for each in mentions)]
    strings += _called(country.country) if country else []
    held = bench.current.mentions.values() if bench.current is not None else ()
    strings += [each.quote for each in held if each.entity is None and names.likeness(name, each.quote)]
    found: list[tuple[float, Nobody]] = []
    for each in bench.seen.nameless(strings):
        mine = sum(
            one.quote == each.quote and one.label == each.label and one.entity is None for one in mentions
        )
        if each.mentions > mine and chosen:
            rank, called, why = _reason(name, each.quote, country)
            found.append((rank, Nobody(each.quote, each.label, each.mentions - mine, called, why)))
    found.sort(key=lambda pair: (pair[0], -pair[1].mentions, pair[1].quote))
    return [each for _, each in found[:_MOST]]


def all_of(bench: Workbench, nobody: Nobody) -> Iterator[Mention]:
    """The mentions that read so and stand for nobody."""
    offset = 0
    while True:
        page = bench.seen.mentions_where(
            quote=nobody.quote, label=nobody.label, identified=False, offset=offset, limit=_PAGE
        )
        yield from page
        if len(page) < _PAGE:
            return
        offset += _PAGE


def _reason(name: str, quote: str, country: Meant | None) -> tuple[float, str, str]:
    """How likely it is (less is more), what both would be called, and why."""
    likeness = names.likeness(name, quote)
    other = meant(quote)
    if country is not None and other is not None and other.country == country.country:
        is_same = likeness is names.Likeness.EXACT
        called = quote if other.is_named(quote) else name if country.is_named(name) else country.country.name
        return (0.0, name, "reads the same") if is_same else (1.5, called, _told(country, other, called))
    if likeness is names.Likeness.EXACT:
        return 0.0, name, "reads the same"
    return float(names.strength(likeness)), max(name, quote, key=len), likeness.value if likeness else ""


def _told(country: Meant, other: Meant, called: str) -> str:
    return country.why if other.is_named(called) and country.why != _WAYS["name"] else other.why


def _called(country: Country) -> list[str]:
    """Everything that a country is called."""
    return [
        country.name,
        *country.aliases,
        *country.demonyms,
        *(f"{each}s" for each in country.demonyms),
        *country.capitals,
    ]
