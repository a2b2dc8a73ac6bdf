"""Choosing from a list by typing a few letters of a name: which names match, how well, and at which letters.

>>> match("lna", "Libyan National Army").places
(0, 7, 16)
>>> match("xyz", "Libyan National Army") is None
True
"""

from __future__ import annotations

import heapq
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

_EXACT, _PREFIX, _INITIALS, _WORD, _INSIDE, _SCATTERED = 1000.0, 800.0, 700.0, 600.0, 400.0, 100.0
_MOST_GAPS = 4  # letters scattered more widely than that are chance


class Match(NamedTuple):
    """How well a name matches (greater is better) and the indexes of the letters that do."""

    score: float
    places: tuple[int, ...]


class Ranked(NamedTuple):
    """A name that matches: its ``row`` in the list that was given, and how."""

    row: int
    score: float
    places: tuple[int, ...]


def match(pattern: str, name: str) -> Match | None:
    """How ``name`` matches ``pattern``, or ``None``.  Every word of the pattern must be found, in any order.

    Case and accents do not count.  In falling order: the whole name, its beginning, its initials, the beginning of a
    word, letters inside, letters in the right order with few gaps.  A shorter name wins over a longer one.
    """
    return _match(folded(pattern).split(), folded(name))


def ranked(pattern: str, names: Sequence[str], *, limit: int = 200) -> list[Ranked]:
    """The ``limit`` names that match best, the best first; equal ones, and all for an empty pattern, in the order
    given.
    """
    words = folded(pattern).split()
    if not words:
        return [Ranked(index, 0.0, ()) for index in range(min(limit, len(names)))]
    return heapq.nsmallest(limit, _matching(words, names), key=lambda each: (-each.score, each.row))


def folded(text: str) -> str:
    """``text`` in lower case and without accents, of the same length, so that indexes stay true."""
    if text.isascii():
        return text.lower()
    return "".join(map(_folded_letter, text))


def _matching(words: list[str], names: Sequence[str]) -> Iterable[Ranked]:
    for index, name in enumerate(names):
        found = _match(words, folded(name))
        if found is not None:
            yield Ranked(index, found.score, found.places)


@lru_cache(maxsize=4096)
def _folded_letter(letter: str) -> str:
    base = unicodedata.normalize("NFKD", letter)[:1].lower()
    return base if len(base) == 1 else letter


def _match(words: list[str], name: str) -> Match | None:
    if len(words) == 1:  # what is typed most, and all that has to be quick in a long list
        only = _match_word(words[0], name)
        return None if only is None else Match(only[0] - len(name) / 100, tuple(only[1]))
    score = 0.0
    places: set[int] = set()
    for word in words:
        found = _match_word(word, name)
        if found is None:
            return None
        score += found[0]
        places.update(found[1])
    return Match(score / max(len(words), 1) - len(name) / 100, tuple(sorted(places)))


def _match_word(word: str, name: str) -> tuple[float, Iterable[int]] | None:
    at = name.find(word)
    if at == 0:
        return _EXACT if len(name) == len(word) else _PREFIX, range(len(word))
    if at > 0:
        start = _at_word_start(word, name, at)
        if start >= 0:
            return _WORD, range(start, start + len(word))
    if len(word) > 1 and (places := _initials(word, name)):
        return _INITIALS, places
    if at > 0:
        return _INSIDE, range(at, at + len(word))
    return _scattered(word, name)


def _at_word_start(word: str, name: str, at: int) -> int:
    while at > 0:
        if not name[at - 1].isalnum():
            return at
        at = name.find(word, at + 1)
    return -1


def _initials(word: str, name: str) -> tuple[int, ...]:
    if any(letter not in name for letter in word):
        return ()
    starts = [
        at for at, letter in enumerate(name) if letter.isalnum() and (not at or not name[at - 1].isalnum())
    ]
    places: list[int] = []
    for at in starts:
        if len(places) < len(word) and name[at] == word[len(places)]:
            places.append(at)
    return tuple(places) if len(places) == len(word) else ()


def _scattered(word: str, name: str) -> tuple[float, Iterable[int]] | None:
    first = name.find(word[0])
    while first >= 0:
        places = _letters_from(word, name, first)
        if not places:
            return None
        gaps = sum(1 for left, right in pairwise(places) if right > left + 1)
        if gaps <= min(_MOST_GAPS, max(1, len(word) // 2)):
            return _SCATTERED - 10 * gaps - (places[-1] - places[0] - len(word)), places
        first = name.find(word[0], first + 1)
    return None


def _letters_from(word: str, name: str, first: int) -> list[int]:
    places = [first]
    for letter in word[1:]:
        at = name.find(letter, places[-1] + 1)
        if at < 0:
            return []
        places.append(at)
    return places
