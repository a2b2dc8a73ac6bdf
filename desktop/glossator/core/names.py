"""How alike two names are: the same, one the other's acronym or surname, one inside the other.

>>> likeness("Haftar", "Khalifa Haftar"), likeness("NATO", "North Atlantic Treaty Organization")
(<Likeness.SURNAME: 'same surname'>, <Likeness.ACRONYM: 'acronym'>)
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import Enum

from glossator.core.fuzzy import folded

_SMALL = frozenset("the a an of and for in on to de la le du des der die das von van al el ibn bin".split())
_POSSESSIVE = re.compile(r"['\u2019]s?(?=\s|$)")
_WORD = re.compile(r"[^\W_]+")
_SHORTEST_PART = 3


class Likeness(Enum):
    """Why two names may be of one thing, the strongest reason first; the value is what the user reads."""

    EXACT = "same name"
    ALIAS = "alias"
    SURNAME = "same surname"
    ACRONYM = "acronym"
    PART = "part of the name"


_STRENGTH = {each: place for place, each in enumerate(Likeness)}


def plain_name(name: str) -> str:
    """``name`` as it is compared: lower case, no accents, no possessive, no leading article, single blanks."""
    words = [part.strip(".,;:") for part in _POSSESSIVE.sub("", folded(name)).split()]
    kept = [word for word in words if word]
    return " ".join(kept[1:] if len(kept) > 1 and kept[0] in {"the", "a", "an"} else kept)


def likeness(name: str, other: str, aliases: Iterable[str] = ()) -> Likeness | None:
    """The strongest reason why ``name`` may be ``other``, who is also called ``aliases``; ``None`` without one."""
    found = _likeness(plain_name(name), plain_name(other))
    for alias in aliases:
        same = _likeness(plain_name(name), plain_name(alias))
        if same is Likeness.EXACT:
            same = Likeness.ALIAS
        if same is not None and (found is None or _STRENGTH[same] < _STRENGTH[found]):
            found = same
    return found


def strength(reason: Likeness | None) -> int:
    """Its place among the reasons, 0 for the strongest; no reason comes last."""
    return len(_STRENGTH) if reason is None else _STRENGTH[reason]


def _likeness(name: str, other: str) -> Likeness | None:
    if not name or not other:
        return None
    mine, yours = _WORD.findall(name), _WORD.findall(other)
    if name == other or (mine and mine == yours) or _letters(name) == _letters(other):
        return Likeness.EXACT
    if not mine or not yours:
        return None
    if mine[-1] == yours[-1] and 1 in {len(mine), len(yours)} and mine[-1] not in _SMALL:
        return Likeness.SURNAME
    if _is_acronym(name, yours) or _is_acronym(other, mine):
        return Likeness.ACRONYM
    shorter, longer = sorted((mine, yours), key=len)
    if all(word in longer for word in shorter) and any(_tells(word) for word in shorter):
        return Likeness.PART
    return None


def _letters(name: str) -> str:
    return re.sub(r"[\W_]+", "", name) or name


def _is_acronym(short: str, words: list[str]) -> bool:
    letters = _letters(short)
    if len(words) < 2 or not 2 <= len(letters) <= len(words) or " " in short:
        return False
    large = "".join(word[0] for word in words if word not in _SMALL)
    return letters in {large, "".join(word[0] for word in words)}


def _tells(word: str) -> bool:
    return len(word) >= _SHORTEST_PART and word not in _SMALL
