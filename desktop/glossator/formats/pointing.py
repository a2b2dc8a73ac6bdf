"""Values that name a mention, as who says something: written as its words and place, and found again by these."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping

from glossator.core import ids
from glossator.core.annotations import Attributes, Mention, Value
from glossator.core.scheme import AttributeType
from glossator.core.spans import Fragments, quote
from glossator.core.titles import short

POINTS = frozenset(("mention", "mentions"))
"""Kinds of attributes whose values name mentions."""

_LETTERS = 13  # of an id as text
_PLACE = re.compile(r"“[^“”]*” \((\d+–\d+(?:, \d+–\d+)*)(?: ([^“”]+?))?\)(?=, “|$)")
_SINGLE = str.maketrans("“”", "‘’")
_Place = tuple[tuple[int, int], ...]


class Pointing:
    """Says of values which mentions they name: ``known`` are those of the document, ``kept`` those that go out with
    ``text``.
    """

    def __init__(self, known: Mapping[int, Mention], kept: Iterable[Mention], text: str) -> None:
        self._known = known
        self._text = text
        self._kept = {each.id: each for each in kept}
        self._places: Counter[Fragments] | None = None
        self._again: set[int] = set()  # mentions that stand where another one stands under the same label
        self.alike = 0
        """How many values name one of several mentions that nothing tells apart: the first stands for it."""

    def told(self, attributes: Attributes) -> tuple[Attributes, int]:
        """``attributes`` with mentions named by their words and place, and how many cannot be, as they do not go."""
        if not any(self._names(each) for value in attributes.values() for each in _parts(value)):
            return attributes, 0
        held: dict[str, Value] = {}
        lost = 0
        for name, value in attributes.items():
            parts = [self._said(each) for each in _parts(value)]
            lost += parts.count("")
            found = tuple(filter(None, parts))
            if any(self._names(each) for each in _parts(value)):
                found = tuple(dict.fromkeys(found))
            if isinstance(value, tuple):
                held |= {name: found} if found else {}
            elif parts:
                held |= {name: found[0]} if found else {}
            else:
                held[name] = value
        return held, lost

    def _names(self, value: str) -> Mention | None:
        """The mention that a value names; ``None`` for words."""
        if len(value) != _LETTERS:
            return None
        try:
            return self._known.get(ids.from_text(value))
        except ValueError:
            return None

    def _said(self, value: str) -> str:
        named = self._names(value)
        if named is None:
            return value
        mention = self._kept.get(named.id)
        if mention is None:
            return ""
        if self._places is None:
            self._places = self._counted()
        place = ", ".join(f"{each.start}–{each.end}" for each in mention.fragments)
        also = f" {mention.label}" if self._places[mention.fragments] > 1 else ""
        self.alike += mention.id in self._again
        words = short(quote(mention.fragments, self._text)).translate(_SINGLE)
        return f"“{words}” ({place}{also})"

    def _counted(self) -> Counter[Fragments]:
        first: dict[tuple[Fragments, str], int] = {}
        for each in self._kept.values():
            if first.setdefault((each.fragments, each.label), each.id) != each.id:
                self._again.add(each.id)
        return Counter(each.fragments for each in self._kept.values())


def _parts(value: Value) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else (value,) if isinstance(value, str) else ()


class Finding:
    """Finds the mentions of a document that values of a file name: by its ids, or by words and place."""

    def __init__(self, by_id: Mapping[str, int], places: Iterable[tuple[Fragments, str, int]]) -> None:
        self._by_id = by_id
        self._by_place: dict[_Place, dict[str, int]] = {}
        for fragments, label, mention in places:
            place = tuple((each.start, each.end) for each in fragments)
            self._by_place.setdefault(place, {}).setdefault(label, mention)

    def found(
        self, attributes: Attributes, kinds: Mapping[str, AttributeType]
    ) -> tuple[Attributes, list[str]]:
        """``attributes`` with mentions named by their ids, and the values that name none; those are left out."""
        if not any(name in kinds and kinds[name].kind in POINTS for name in attributes):
            return attributes, []
        held: dict[str, Value] = {}
        lost: list[str] = []
        for name, value in attributes.items():
            kind = kinds.get(name)
            if kind is None or kind.kind not in POINTS:
                held[name] = value
                continue
            named: list[str] = []
            for each in _parts(value):
                mentions = (each,) if each in kind.values else self._mentions(each)
                named += mentions
                lost += () if mentions else (each,)
            if named:
                held[name] = tuple(dict.fromkeys(named)) if kind.kind == "mentions" else named[0]
        return held, lost

    def _mentions(self, value: str) -> tuple[str, ...]:
        if value in self._by_id:
            return (ids.to_text(self._by_id[value]),)
        found = []
        for match in _PLACE.finditer(value):
            pairs = (each.split("–") for each in match[1].split(", "))
            there = self._by_place.get(tuple((int(start), int(end)) for start, end in pairs), {})
            mention = there.get(match[2] or "", next(iter(there.values()), None))
            if mention is not None:
                found.append(ids.to_text(mention))
        return tuple(found)
