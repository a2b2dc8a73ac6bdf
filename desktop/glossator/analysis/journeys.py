"""Which places have a part in which events, and which events lead from place to place, kept by document."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import NamedTuple, Protocol

from glossator.analysis.roles import DESTINATION_ROLES, ORIGIN_ROLES
from glossator.core.tellings import Casting

_made = tuple.__new__  # of thousands of keys: arguments that are checked would take as long as all else


class SiteKey(NamedTuple):
    """What a sign on the map stands for: the mentions of an identity, or (``entity`` is ``None``) those without one
    that read so and have this label.
    """

    entity: int | None
    quote: str = ""
    label: str = ""


class WayKey(NamedTuple):
    """What an arrow stands for: events of a type that lead from one place to another."""

    type: str
    origin: SiteKey
    destination: SiteKey


class Source(Protocol):
    """Where the parts come from."""

    def parts(self, labels: Iterable[str], is_wanted: Callable[[str], bool]) -> list[Casting]:
        """What mentions with these labels, or in roles that are wanted, fill in events; those of an event together."""


def _leads(role: str) -> bool:
    return _side(role) is not None


@lru_cache(maxsize=4_096)
def _side(role: str) -> int | None:
    """0 for a role from where something leads, 1 for one to where it does."""
    name = role.casefold()
    return 0 if name in ORIGIN_ROLES else 1 if name in DESTINATION_ROLES else None


def _by_event(parts: Iterable[Casting]) -> dict[int, list[Casting]]:
    found: dict[int, list[Casting]] = defaultdict(list)
    for each in parts:
        found[each.event].append(each)
    return found


class Journeys:
    """``counts`` says in how many events each place has a part, ``led`` which events lead from one place to another,
    each with its document.  ``revision`` is another number after every step that changed something.
    """

    def __init__(self, labels: frozenset[str], source: Source) -> None:
        self._labels = labels
        self._known: dict[int | None, SiteKey] = {}  # never of none
        self.counts: dict[SiteKey, int] = {}
        self.led: dict[WayKey, dict[int, int]] = {}
        self.revision = 0
        self._news: set[WayKey] | None = None
        self._parts: defaultdict[int, list[Casting]] = defaultdict(list)
        for each in source.parts(labels, _leads):
            self._parts[each.document].append(each)
        for held in self._parts.values():
            self._take(held, 1)

    def news(self) -> set[WayKey] | None:
        """Along what events lead, or led, that were counted anew since this was asked last; ``None`` stands for all."""
        new, self._news = self._news, set()
        return new

    def exchange(self, document: int, source: Source) -> set[SiteKey]:
        """The events of a document are those of ``source`` now; the places of which something changed by that."""
        new = source.parts(self._labels, _leads)
        old = self._parts.get(document, [])
        if new == old:
            return set()
        self.revision += 1
        before, now = _by_event(old), _by_event(new)
        same = {event for event, parts in now.items() if before.get(event) == parts}
        gone, come = ([each for each in parts if each.event not in same] for parts in (old, new))
        self._take(gone, -1)
        self._take(come, 1)
        if new:
            self._parts[document] = new
        else:
            del self._parts[document]
        return {self._key(each) for each in (*gone, *come)}

    def _take(self, parts: Iterable[Casting], step: int) -> None:
        """Count what these parts say, or count it no more."""
        labels, known = self._labels, self._known
        event, last = 0, None
        held: list[SiteKey] = []
        ends: tuple[list[SiteKey], list[SiteKey]] = ([], [])
        for each in parts:
            number, _, _, role, label, _, entity = each
            if number != event:
                if last is not None:
                    self._lead(last, held, ends, step)
                event, held, ends, last = number, [], ([], []), each
            key, at = known.get(entity) or self._key(each), _side(role)
            if at is not None:
                ends[at].append(key)
            if label in labels and key not in held:
                held.append(key)
        if last is not None:
            self._lead(last, held, ends, step)

    def _key(self, part: Casting) -> SiteKey:
        """The place that a part stands for; of thousands of parts most stand for few places."""
        if part.entity is None:
            return SiteKey(None, part.quote, part.label)
        found = self._known.get(part.entity)
        if found is None:
            found = self._known[part.entity] = SiteKey(part.entity)
        return found

    def _lead(
        self, told: Casting, held: list[SiteKey], ends: tuple[list[SiteKey], list[SiteKey]], step: int
    ) -> None:
        """Count an event of which ``told`` is a part."""
        counts, led = self.counts, self.led
        for key in held:
            count = counts[key] = counts.get(key, 0) + step
            if not count:
                del counts[key]
        for origin in ends[0]:
            for destination in ends[1]:
                way = _made(WayKey, (told.type, origin, destination))
                if self._news is not None:
                    self._news.add(way)
                if step > 0:
                    held_by = led.get(way)
                    if held_by is None:
                        led[way] = {told.event: told.document}
                    else:
                        held_by[told.event] = told.document
                elif way in led:  # a place may fill a role twice
                    led[way].pop(told.event, None)
                    if not led[way]:
                        del led[way]
