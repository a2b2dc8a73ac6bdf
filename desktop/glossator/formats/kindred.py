"""What the same kind of thing is called in widespread schemes, and which label is of the kind that a name tells."""

from __future__ import annotations

import re
from collections.abc import Iterable

from glossator.core.scheme import Label

SHORTEST = 5
"""Letters of a name that may be compared by its letters: of short ones all are alike."""

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


def bare(name: str) -> str:
    """A name without what tells spellings apart: case, marks between words, prefixes of taggers, a plural."""
    small = re.sub(r"^[bilesu]-", "", name.casefold())
    letters = re.sub(r"[\W_]+", "", small).replace("isation", "ization")
    return letters[:-1] if len(letters) > SHORTEST and letters.endswith("s") else letters


def is_same(one: str, other: str) -> bool:
    """Whether two :func:`bare` names are of the same kind of thing."""
    return one == other or any(one in group and other in group for group in _SAME)


def kin_of(name: str, labels: Iterable[Label]) -> Label | None:
    """The first of ``labels`` that is of the kind which ``name`` tells; ``None`` where it tells none of theirs."""
    wanted = bare(name)
    return next(
        (each for each in labels if is_same(wanted, bare(each.id)) or is_same(wanted, bare(each.name))), None
    )
