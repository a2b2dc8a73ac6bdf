"""What a place map draws: places, ways between them, the tray, and what each says in words."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from copy import copy
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF

from glossator.analysis.equal_earth import great_circle, project, project_all
from glossator.analysis.journeys import SiteKey, WayKey
from glossator.analysis.places import Site, Way, clusters
from glossator.core.locating import AREA, EXACT, REGION
from glossator.core.scheme import Scheme
from glossator.core.titles import counted
from glossator.ui.plots.chart import IsLit
from glossator.ui.worldmap import MapView, degrees_words, shape_of

Floats = NDArray[np.float64]

MOST_SIGNS = 500
"""Places in sight up to which each has its sign; more are put together by a grid."""
MOST_WAYS = 60
"""Arrows that are drawn, those with most events; more would hide everything, and stand in the table."""
CELL = 46.0
"""Pixels of a cell of that grid."""
_SMALLEST, _LARGEST = 4.5, 17.0
_HOW = {
    EXACT: "the place itself",
    AREA: "somewhere in the area",
    REGION: "only the region is known",
}


class ClusterKey(NamedTuple):
    """What a sign for several places stands for."""

    keys: tuple[SiteKey, ...]


class Lit:
    """Which marks are lit: those with these keys, and those of which it is said."""

    def __init__(self, keys: Collection[Hashable], is_said: Callable[[WayKey], bool]) -> None:
        self.keys = frozenset(keys)
        self._is_said = is_said

    def __call__(self, key: Hashable) -> bool:
        return key in self.keys or (isinstance(key, WayKey) and self._is_said(key))


class Sign(NamedTuple):
    """A sign on the map at a pixel: a place, or several (``sites``) that lie close together."""

    key: SiteKey | ClusterKey
    x: float
    y: float
    radius: float
    sites: tuple[Site, ...]

    @property
    def look(self) -> object:
        """Something else where it looks otherwise: of several places only their number is seen."""
        if len(self.sites) != 1:
            return self.x, self.y, self.radius, len(self.sites)
        site = self.sites[0]
        return self.x, self.y, self.radius, site.name, site.label, site.spot


class Course(NamedTuple):
    """A way on the plane, in pieces; ``low`` and ``high`` are the corners of the room that each straight bit of it
    takes.
    """

    pieces: list[list[tuple[float, float]]]
    low: Floats
    high: Floats

    def is_within(self, west: float, south: float, east: float, north: float) -> bool:
        """Whether it runs through that part of the plane, or all but."""
        across = (self.low[:, 0] <= east) & (self.high[:, 0] >= west)
        return bool((across & (self.low[:, 1] <= north) & (self.high[:, 1] >= south)).any())

    def rooms(self, view: MapView, around: float) -> list[QRectF]:
        """The room that each straight bit of it takes of a view, with so many pixels around."""
        ends = zip(self.low.tolist(), self.high.tolist(), strict=True)
        corners = [
            (view.to_pixels(west, north), view.to_pixels(east, south))
            for (west, south), (east, north) in ends
        ]
        return [QRectF(*each).adjusted(-around, -around, around, around) for each in corners]


class Content:
    """Places and ways, with the unplaced apart.  ``basis`` is the same where the same places lie at the same spots."""

    def __init__(self, sites: Sequence[Site], ways: Sequence[Way], scheme: Scheme) -> None:
        self.scheme = scheme
        self.basis = object()
        self.placed = [each for each in sites if each.spot is not None]
        self.unplaced = [each for each in sites if each.spot is None]
        self._take_ways(ways)
        self.most = max((each.mentions for each in self.placed), default=1)

    def _take_ways(self, ways: Sequence[Way]) -> None:
        self._all_ways = ways
        placed = [each for each in ways if each.is_placed]
        self.unplaced_ways = [each for each in ways if not each.is_placed]
        self.ways = placed[:MOST_WAYS]
        self.undrawn = len(placed) - len(self.ways)

    def stepped(
        self, sites: Sequence[Site], ways: Sequence[Way], news: Mapping[SiteKey, Site | None]
    ) -> Content | None:
        """The same with these places and ways, of which only ``news`` are others than they were: what goes by where
        places lie is kept, and these stay in their order.  ``None`` where one lies elsewhere, came or went.
        """
        held = self.sites
        if any(
            (held[key].spot if key in held else None) != (new.spot if new is not None else None)
            for key, new in news.items()
        ):
            return None
        made = copy(self)
        made.take(sites, ways, news)
        return made

    def take(self, sites: Sequence[Site], ways: Sequence[Way], news: Mapping[SiteKey, Site | None]) -> None:
        """Take these instead, where only ``news`` are others, and each lies where it did."""
        self.placed = list(self.placed)
        for key, new in news.items():
            if new is not None and new.spot is not None:
                self.placed[self._at[key]] = new
        if any(new is None or new.spot is None for new in news.values()):
            self.unplaced = [each for each in sites if each.spot is None]
        there = {key: new for key, new in news.items() if new is not None}
        left = {**self.sites, **there}
        for key in news.keys() - there.keys():
            left.pop(key, None)
        self.__dict__["sites"] = left
        if ways is not self._all_ways:
            drawn = [each.key for each in self.ways]
            self._take_ways(ways)
            if [each.key for each in self.ways] != drawn:
                self.__dict__.pop("courses", None)
                self.__dict__.pop("reach", None)
        self.__dict__.pop("ground", None)
        self.most = max((each.mentions for each in self.placed), default=1)

    @cached_property
    def _at(self) -> dict[SiteKey, int]:
        """Where each place that lies somewhere stands among these."""
        return {each.key: at for at, each in enumerate(self.placed)}

    @cached_property
    def sites(self) -> dict[SiteKey, Site]:
        """All places by what they stand for."""
        return {each.key: each for each in (*self.placed, *self.unplaced)}

    @cached_property
    def points(self) -> Floats:
        """Where the placed ones lie on the plane: x to the east, y to the north."""
        held = [each.spot for each in self.placed if each.spot is not None]
        degrees = np.array([(each.longitude, each.latitude) for each in held], dtype=float).reshape(-1, 2)
        return np.stack(project_all(degrees[:, 0], degrees[:, 1]), axis=1)

    @cached_property
    def ground(self) -> object:
        """What lies under the signs: where it is the same, only signs and names have to be drawn anew."""
        ways = [(each.key, each.events, each.origin.spot, each.destination.spot) for each in self.ways]
        return ways, [
            (each.key, each.spot.outline) for each in self.placed if each.spot and each.spot.outline
        ]

    @cached_property
    def reach(self) -> tuple[tuple[float, float], ...]:
        """Two corners of the plane between which everything lies; none where there is nothing."""
        if not len(self.points):
            return ()
        corners = [self.points, *(edges for each in self.courses for edges in (each.low, each.high))]
        held = np.concatenate(corners)
        (west, south), (east, north) = held.min(axis=0).tolist(), held.max(axis=0).tolist()
        return (west, south), (east, north)

    @property
    def lines(self) -> list[list[list[tuple[float, float]]]]:
        """The ways on the plane, each in pieces that do not cross the date line."""
        return [each.pieces for each in self.courses]

    @cached_property
    def courses(self) -> list[Course]:
        """The same with the room that they take."""
        made = []
        for way in self.ways:
            ends = [
                (each.spot.longitude, each.spot.latitude)
                for each in (way.origin, way.destination)
                if each.spot
            ]
            made.append(_way(ends[0], ends[1]))
        return made

    def lit_keys(self, is_lit: IsLit) -> Iterable[Hashable]:
        """What is lit of all that is drawn; of places maybe more."""
        ways = [each.key for each in self.ways if is_lit(each.key)]
        if isinstance(is_lit, Lit):
            return is_lit.keys.union(ways)
        return [*(each.key for each in self.placed if is_lit(each.key)), *ways]

    def rooms_of(self, keys: Collection[Hashable], view: MapView, around: float) -> list[QRectF]:
        """What arrows with these keys, with so many pixels around them, and whole countries take of a view."""
        found = []
        for way, course in zip(self.ways, self.courses, strict=True):
            if way.key in keys:
                found += course.rooms(view, around)
        sites = [self.sites[key] for key in keys if isinstance(key, SiteKey) and key in self.sites]
        for spot in (each.spot for each in sites):
            shape = shape_of(spot.outline, view.detail) if spot is not None and spot.outline else None
            if shape is not None:
                found.append(view.transform.mapRect(shape.bounds).adjusted(-3, -3, 3, 3))
        return found

    def signs(self, view: MapView) -> list[Sign]:
        """The signs that are in sight, small ones last, so that they lie on top."""
        left, bottom, right, top = view.reaches(CELL)
        x, y = self.points.T
        seen = np.flatnonzero((left <= x) & (x <= right) & (bottom <= y) & (y <= top))
        # from the middle of the plane, so that what lies together does so wherever one looks
        far = self.points[seen] * (view.scale, -view.scale)
        middle = np.array([view.width / 2 - view.x * view.scale, view.height / 2 + view.y * view.scale])
        if len(seen) > MOST_SIGNS:
            groups, places = clusters(far, CELL)
            places = _apart(groups, places)
        else:
            groups, places = [[number] for number in range(len(seen))], far
        numbers = seen.tolist()
        made = [
            self._sign(tuple(numbers[each] for each in group), across, down)
            for group, (across, down) in zip(groups, (places + middle).tolist(), strict=True)
        ]
        return sorted(made, key=_order)

    def signs_after(self, signs: Sequence[Sign]) -> tuple[list[Sign], list[Sign]]:
        """The signs of another content with the same ``basis`` as they are now, and those of them that looked or look
        otherwise.
        """
        made, other, sites = [], [], self.sites
        for sign in signs:
            now = tuple([sites[each.key] for each in sign.sites])
            radius = self._radius(now[0].mentions) if len(now) == 1 else sign.radius
            new = Sign(sign.key, sign.x, sign.y, radius, now)
            made.append(new)
            if new.look != sign.look:
                other += [sign, new]
        return sorted(made, key=_order), other

    def _sign(self, numbers: tuple[int, ...], x: float, y: float) -> Sign:
        sites = tuple(self.placed[at] for at in numbers)
        if len(sites) == 1:
            return Sign(sites[0].key, x, y, self._radius(sites[0].mentions), sites)
        key = ClusterKey(tuple(each.key for each in sites))
        return Sign(key, x, y, _broad(len(sites)), sites)

    def _radius(self, mentions: int) -> float:
        """The area of a sign goes with the number of mentions."""
        return max(_SMALLEST, _LARGEST * math.sqrt(mentions / max(self.most, 12)))

    def sites_of(self, key: Hashable) -> list[Site]:
        """The places that a key stands for."""
        if isinstance(key, ClusterKey):
            return [self.sites[each] for each in key.keys if each in self.sites]
        site = self.sites.get(key) if isinstance(key, SiteKey) else None
        return [site] if site is not None else []

    def way_of(self, key: Hashable) -> Way | None:
        """The way that a key stands for."""
        return next((each for each in (*self.ways, *self.unplaced_ways) if each.key == key), None)

    # --- words

    def tip(self, key: Hashable) -> str:
        """What there is to say of a sign or an arrow, in one line."""
        if isinstance(key, WayKey):
            way = self.way_of(key)
            return self.way_tip(way) if way is not None else ""
        sites = self.sites_of(key)
        if len(sites) == 1:
            return self.site_tip(sites[0])
        mentions = counted(sum(each.mentions for each in sites), "mention")
        names = ", ".join(each.name for each in sorted(sites, key=lambda each: -each.mentions)[:4])
        return (
            f"{counted(len(sites), 'place')}, {mentions}: {names}{' …' if len(sites) > 4 else ''}"
            if sites
            else ""
        )

    def site_tip(self, site: Site) -> str:
        """What there is to say of a place."""
        name = site.name if site.key.entity is not None else f"“{site.name}”"
        said = f"{counted(site.mentions, 'mention')} in {counted(site.documents, 'document')}"
        parts = [f"{name} ({self.scheme.name_of(site.label)}): {said}"]
        if site.events:
            parts.append(f"in {counted(site.events, 'event')}")
        if site.spot is None:
            return "  ·  ".join([*parts, site.why])
        if site.spot.outline:
            parts.append("the whole country")
        else:
            at = degrees_words(site.spot.longitude, site.spot.latitude)
            parts.append(f"{at}, {_HOW.get(site.spot.precision, 'how exactly is not said')}")
        if site.others:
            parts.append(f"mentions of it say {counted(len(site.others), 'other place')} as well")
        return "  ·  ".join(parts)

    def way_tip(self, way: Way) -> str:
        """What there is to say of an arrow."""
        said = f"{way.origin.name} → {way.destination.name}: {self.scheme.name_of(way.key.type)}"
        return f"{said}, {counted(len(way.events), 'event')} in {counted(way.documents, 'document')}"


def _broad(places: int) -> float:
    """The radius of a sign for several places."""
    return min(8.0 + 2.4 * math.log2(places + 1), CELL / 2)


def _apart(groups: Sequence[Sequence[int]], middles: Floats) -> Floats:
    """Where signs for several places stand: in the cell of each, so that none covers the number of another; what
    stands for itself stays where it is.
    """
    broad = np.array([[_broad(len(each)) if len(each) > 1 else 0.0] for each in groups])
    corners = np.floor(middles / CELL) * CELL
    inside = np.clip(middles, corners + broad, corners + CELL - broad)
    return np.where(broad > 0, inside, middles)


def _order(sign: Sign) -> tuple[float, float, float]:
    return -sign.radius, sign.x, sign.y


@lru_cache(maxsize=1_024)
def _way(first: tuple[float, float], second: tuple[float, float]) -> Course:
    pieces = [
        [project(_kept(x, 180), _kept(y, 90)) for x, y in piece] for piece in great_circle(first, second)
    ]
    bits = np.array([(a, b) for piece in pieces for a, b in pairwise(piece)], dtype=float).reshape(-1, 2, 2)
    return Course(pieces, bits.min(axis=1), bits.max(axis=1))


def _kept(value: float, most: float) -> float:
    return min(max(value, -most), most)
