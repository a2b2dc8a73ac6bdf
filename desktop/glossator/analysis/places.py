"""Where things are: places with their coordinates as exactly as they are known, ways between them, and the unplaced."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple, Protocol

from glossator.analysis.journeys import Journeys, SiteKey, WayKey
from glossator.analysis.journeys import Source as JourneySource
from glossator.analysis.outlines import by_code
from glossator.analysis.sheets import Cell, Sheet
from glossator.core import locating
from glossator.core.annotations import Entity, Mention
from glossator.core.locating import ATTRIBUTES, REGION, Found, Spot
from glossator.core.scheme import Scheme
from glossator.core.tellings import Placed

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]


_made = (
    tuple.__new__
)  # of thousands of ways: arguments that are passed by name would take as long as all else
_COLUMN = 1 << 31  # cells of a grid have one number each
_FEW = 200  # places and ways that are put in their order one by one
_PART = 20  # of all ways as many are


class Site(NamedTuple):
    """A place: where it is, or ``why`` that is not known, how often it is mentioned, in how many documents, and in how
    many events it has a part.  ``others`` are further spots that mentions of it say.
    """

    key: SiteKey
    name: str
    label: str
    spot: Spot | None
    why: str
    mentions: int
    documents: int
    events: int = 0
    others: tuple[Spot, ...] = ()


class Way(NamedTuple):
    """Events that lead from one place to another, and where these are; ``events`` are ids.  ``is_placed`` tells that
    both ends are on the map, and not at one spot; else there is nothing to draw.
    """

    key: WayKey
    origin: Site
    destination: Site
    events: tuple[int, ...]
    documents: int
    is_placed: bool

    @classmethod
    def of(cls, key: WayKey, origin: Site, destination: Site, events: tuple[int, ...], documents: int) -> Way:
        """The way between two places."""
        first, second = origin.spot, destination.spot
        is_placed = (
            first is not None
            and second is not None
            and (first.latitude != second.latitude or first.longitude != second.longitude)
        )
        return _made(cls, (key, origin, destination, events, documents, is_placed))


class Source(Protocol):
    """Where mentions of places come from."""

    def places(
        self,
        labels: Iterable[str],
        attributes: Sequence[str],
        *,
        entities: Iterable[int] | None = None,
        quotes: Iterable[str] = (),
    ) -> list[Placed]:
        """Mentions of places by what they stand for."""

    def place_count(self, labels: Iterable[str]) -> int:
        """How many there are without the filters."""


class Gazette:
    """The places of a project, kept so that few can be exchanged without a look at the others."""

    def __init__(
        self, scheme: Scheme, source: Source, journeys: Journeys, part: Sequence[Placed] | None = None
    ) -> None:
        """``part`` are those places that are taken of very many; all of them where it is ``None``."""
        self.is_part = part is not None
        self._scheme = scheme
        self.journeys = journeys
        self.labels = locating.place_labels(scheme)
        self.wanted = tuple(dict.fromkeys((*ATTRIBUTES, *locating.telling(scheme))))
        self.total = source.place_count(self.labels)
        self.taken = self.total  # of these, as many as the lens takes, where this is a part of them
        self._told: set[SiteKey] = set()  # places of a part of which mentions say where they are
        placed = source.places(self.labels, self.wanted) if part is None else part
        self._placed = {_key(each): each for each in placed}
        self._entities: dict[int, Entity] = {}
        self._steps = 0
        self._sites: dict[SiteKey, Site] = {}
        self._sorted: list[Site] = []
        self.shown = 0  # mentions of the places that were told last
        self._due = set(self._placed)  # whose sites are to be made anew
        self._news: set[SiteKey] = set()  # whose sites were since somebody asked for these
        self._remade: set[SiteKey] = set()  # whose sites were since the ways were told
        self._ways: list[Way] = []
        self._told_ways: dict[WayKey, Way] = {}  # the same by what they stand for
        self._ends_of: dict[SiteKey, set[WayKey]] = {}  # along what events lead that begin or end at a place

    @property
    def state(self) -> object:
        """Something else after every step that changed something."""
        return self._steps, self.journeys.revision, self.total, self.taken

    def entities(self) -> set[int]:
        """Ids of the identities among the places; they are wanted in :meth:`know`."""
        return {key.entity for key in self._placed if key.entity is not None}

    def know(self, entities: Mapping[int, Entity]) -> None:
        """Learn what is known of identities (now)."""
        for number, entity in entities.items():
            if self._entities.get(number) != entity:
                self._steps += 1
                self._entities[number] = entity
                self._due.add(SiteKey(number))

    def exchange(self, source: Source, entities: Iterable[int], quotes: Iterable[str]) -> set[int]:
        """The mentions that stand for these identities, or for nobody and read so, are those of ``source`` now; the ids
        of identities of which nothing is known yet.
        """
        own, read = set(entities), set(quotes)
        new = {
            _key(each): each for each in source.places(self.labels, self.wanted, entities=own, quotes=read)
        }
        keys = {SiteKey(each) for each in own}
        keys.update(SiteKey(None, quote, label) for quote in read for label in self.labels)
        for key in keys & (self._placed.keys() | new.keys()):
            if self._placed.get(key) == new.get(key):
                continue
            self._steps += 1
            self._due.add(key)
            if key in new:
                self._placed[key] = new[key]
            else:
                del self._placed[key]
        return own & {key.entity for key in new if key.entity is not None} - set(self._entities)

    def tells(self, mention: Mention) -> bool:
        """It says something of where its place is."""
        return not mention.attributes.keys().isdisjoint(self.wanted)

    def learn(self, placed: Iterable[Placed]) -> set[SiteKey]:
        """Take in places of which mentions say where they are, besides those of a part; what they stand for."""
        new = {_key(each): each for each in placed}
        for key, each in new.items():
            if self._placed.get(key) != each:
                self._placed[key] = each
                self._due.add(key)
                self._steps += 1
        self._told = set(new)
        return set(new)

    @property
    def by_mentions(self) -> int:
        """How many of those that were learnt lie where mentions alone say so."""
        placed = [each for each in map(self._sites.get, self._told) if each is not None and each.spot]
        own = [self._entities.get(each.key.entity or 0) for each in placed]
        found = [locating.of_entity(each, self._scheme) for each in own if each is not None]
        return len(own) - sum(each.spot is not None or bool(each.outline) for each in found)

    def can_step(self, key: SiteKey) -> bool:
        """Counts are all that changes where a mention of this place comes or goes that says nothing of it."""
        entity = self._entities.get(key.entity or 0)
        is_named = key.entity is None or bool(entity and entity.type)
        return self.is_part or (key in self._placed and is_named)

    def step(self, key: SiteKey, mentions: int, documents: int) -> None:
        """So many mentions and documents more (or fewer) than before, where this place is among those that are held."""
        held = self._placed.get(key)
        if held is not None and mentions:
            self._placed[key] = held._replace(
                mentions=held.mentions + mentions, documents=held.documents + documents
            )
            self._due.add(key)
            self._steps += 1

    def sites(self) -> list[Site]:
        """All places, those with most mentions first; only those that changed are made anew."""
        counts = {} if self.is_part else self.journeys.counts  # of a part of the events nobody knows
        due, self._due = self._due, set()
        self._remade |= due
        self._news |= due
        are_few = len(due) <= _FEW
        for key in due:
            before = self._sites.pop(key, None)
            if before is not None:
                self.shown -= before.mentions
                if are_few:
                    self._take_out(before)
            if key in self._placed and self._placed[key].mentions:
                made = self._sites[key] = self._site(key, self._placed[key], counts.get(key, 0))
                self.shown += made.mentions
                if are_few:
                    insort(self._sorted, made, key=_order)
        if not are_few:
            self._sorted = sorted(self._sites.values(), key=_order)
        return list(self._sorted)

    def _take_out(self, site: Site) -> None:
        """Take a place out of the order, where others may stand at the same place of it."""
        at = bisect_left(self._sorted, _order(site), key=_order)
        while self._sorted[at].key != site.key:
            at += 1
        del self._sorted[at]

    def news(self) -> dict[SiteKey, Site | None]:
        """The places that were made anew since this was asked last; ``None`` are those that are gone."""
        self.sites()
        new, self._news = self._news, set()
        return {key: self._sites.get(key) for key in new}

    def travel(self, document: int, source: JourneySource) -> None:
        """The events of a document are those of ``source`` now."""
        for key in self.journeys.exchange(document, source):
            self._due.add(key)

    def _site(self, key: SiteKey, placed: Placed, events: int) -> Site:
        entity = self._entities.get(key.entity or 0)
        said = [(locating.where(each, self._scheme), count) for each, count in placed.attributes]
        spots = _spots(said)
        found = locating.of_entity(entity, self._scheme) if entity is not None else Found(None, "")
        spot = found.spot or (spots[0] if spots and not found.outline else None)
        if spot is None and found.outline:
            spot = middle_of(found.outline)
        why = ""
        if spot is None:
            told = [each.why for each, _ in said if each.why.endswith("are no coordinates")]
            why = next(iter(told), found.why or "it has no coordinates yet")
        return Site(
            key,
            entity.name if entity is not None else " ".join(placed.quote.split()),
            entity.type or placed.label if entity is not None else placed.label,
            spot,
            why,
            placed.mentions,
            placed.documents,
            events,
            tuple(each for each in spots if spot is not None and each[:2] != spot[:2] and not found.outline),
        )

    def ways(self) -> list[Way]:
        """Ways from origins to destinations of events, those with most events first; only those are made anew whose
        events or places are others now.
        """
        self.sites()
        remade, self._remade = self._remade, set()
        news = self.journeys.news()
        due = set() if news is None else news.union(*(self._ends_of.get(key, ()) for key in remade))
        if news is None or len(due) > max(_FEW, len(self._ways) // _PART):
            self._make_ways()
        elif due:
            self._ways = list(self._ways)  # who holds those of before may keep them
            for key in due:
                self._exchange_way(key)
        return self._ways

    def _make_ways(self) -> None:
        """Make all ways, and know which end where."""
        found = (self._way(key) for key in self.journeys.led)
        self._ways = _in_order(each for each in found if each is not None)
        self._told_ways = {each.key: each for each in self._ways}
        self._ends_of = defaultdict(set)
        for key in self.journeys.led:
            self._ends_of[key.origin].add(key)
            self._ends_of[key.destination].add(key)

    def _exchange_way(self, key: WayKey) -> None:
        """Make a way anew, and put it in its place."""
        before, now = self._told_ways.pop(key, None), self._way(key)
        is_led = key in self.journeys.led
        for end in (key.origin, key.destination):
            held = self._ends_of.setdefault(end, set())
            (held.add if is_led else held.discard)(key)
        if now is not None:
            self._told_ways[key] = now
        if before == now:
            return
        if before is not None:
            del self._ways[bisect_left(self._ways, _way_order(before), key=_way_order)]
        if now is not None:
            insort(self._ways, now, key=_way_order)

    def _way(self, key: WayKey) -> Way | None:
        """The way of events between two places that are told; ``None`` where there is none."""
        held = self.journeys.led.get(key)
        _, first, last = key
        origin, destination = self._sites.get(first), self._sites.get(last)
        if held is None or origin is None or destination is None or origin is destination:
            return None
        if len(held) == 1:  # as of most
            return Way.of(key, origin, destination, tuple(held), 1)
        return Way.of(key, origin, destination, tuple(sorted(held)), len(set(held.values())))


def _way_order(way: Way) -> tuple[object, ...]:
    """Those with most events first, then by the names of their ends; no two are alike."""
    return -len(way.events), way.origin.name, way.destination.name, *_tie(way)


def _tie(way: Way) -> tuple[object, ...]:
    """What tells ways apart that have as many events, between places with the same names."""
    type_, origin, destination = way.key
    return way.events, type_, origin.entity or 0, destination.entity or 0, origin[1:], destination[1:]


def _in_order(ways: Iterable[Way]) -> list[Way]:
    """The same order, where they are many: numbers are compared faster than names."""
    made = list(ways)
    names = sorted({end.name for way in made for end in (way.origin, way.destination)})
    rank = {name: at for at, name in enumerate(names)}
    count = len(names)
    led: dict[int, list[Way]] = defaultdict(list)  # few ways have as many events between the same two names
    for way in made:
        ends = rank[way.origin.name] * count + rank[way.destination.name]
        led[ends - len(way.events) * count * count].append(way)
    return [way for number in sorted(led) for way in _by_tie(led[number])]


def _by_tie(ways: list[Way]) -> list[Way]:
    return ways if len(ways) == 1 else sorted(ways, key=_tie)


def _order(site: Site) -> tuple[int, str, str, int]:
    return -site.mentions, site.name, site.label, site.key.entity or 0


def _key(placed: Placed) -> SiteKey:
    return SiteKey(placed.entity) if placed.entity is not None else SiteKey(None, placed.quote, placed.label)


def _spots(said: Iterable[tuple[Found, int]]) -> list[Spot]:
    """The different spots that mentions say, the one that most say first."""
    counts: dict[Spot, int] = defaultdict(int)
    for found, count in said:
        if found.spot is not None:
            counts[found.spot] += count
    return sorted(counts, key=lambda each: (-counts[each], each))


def middle_of(code: str) -> Spot | None:
    """A point inside a country, for the whole of it; ``None`` for one without an outline."""
    outline = by_code().get(code)
    if outline is None:
        return None
    longitude, latitude = outline.at
    return Spot(latitude, longitude, REGION, code, "", code)


def clusters(points: Floats, cell: float) -> tuple[list[list[int]], Floats]:
    """The numbers of points that lie in one cell of a grid, cell by cell, and the middle of those of each cell."""
    import numpy as np  # late: only who draws a map waits for it

    if not len(points):
        return [], points
    columns, rows = np.floor(points / cell).astype(np.int64).T
    cells = columns * _COLUMN + rows
    order = np.argsort(cells, kind="stable")
    starts = np.flatnonzero(np.diff(cells[order], prepend=cells[order[0]] - 1))
    sizes = np.diff(starts, append=len(points))
    middles = np.add.reduceat(points[order], starts, axis=0) / sizes[:, None]
    return [each.tolist() for each in np.split(order, starts[1:])], middles


# --- the table twin ---------------------------------------------------------------------------------------------------


def sheet(gazette: Gazette, scheme: Scheme) -> Sheet:
    """The table twin: a row for each place, the unplaced ones with the reason, then one for each way between two."""
    sites = gazette.sites()
    return sheet_of(gazette, sites, gazette.ways(), scheme)


HEADINGS = (
    "Place", "Type", "Latitude", "Longitude", "Precision", "Country", "Mentions", "Documents", "Events",
    "Why unplaced",
)  # fmt: skip
"""The columns of the table twin."""
UNIT = ("mention of a place", "mentions of places")
"""What is counted."""


def sheet_of(gazette: Gazette, sites: Sequence[Site], ways: Sequence[Way], scheme: Scheme) -> Sheet:
    """The same of places and ways that are known already."""
    shown = sum(each.mentions for each in sites)
    rows = [_site_cells(each, scheme) for each in sites]
    rows += [_way_cells(each, scheme) for each in ways]
    return Sheet(
        HEADINGS,
        tuple(rows),
        shown,
        max(0, gazette.total - shown),
        UNIT,
    )


def _site_cells(site: Site, scheme: Scheme) -> tuple[Cell, ...]:
    at: tuple[Cell, Cell] = (site.spot.latitude, site.spot.longitude) if site.spot else ("", "")
    precision, country = (site.spot.precision, site.spot.country) if site.spot else ("", "")
    name = site.name if site.key.entity is not None else f"“{site.name}”"
    counts = (site.mentions, site.documents, site.events)
    return (name, scheme.name_of(site.label), *at, precision, country, *counts, site.why)


def _way_cells(way: Way, scheme: Scheme) -> tuple[Cell, ...]:
    ends = [each.name for each in (way.origin, way.destination) if each.spot is None]
    why = f"{' and '.join(ends)} {'has' if len(ends) == 1 else 'have'} no place yet" if ends else ""
    name = f"{way.origin.name} → {way.destination.name}"
    return (name, scheme.name_of(way.key.type), "", "", "", "", 0, way.documents, len(way.events), why)
