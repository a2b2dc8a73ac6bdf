"""The ways of all arcs in the window: each on the track that its line has for it, and in its lane of the margin."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace

from glossator.ui.text.curves import Point, Route
from glossator.ui.text.decoration import NAME_ROOM, Track
from glossator.ui.text.layout import Placed
from glossator.ui.text.margin import MarginLanes
from glossator.ui.text.sight import MOST_LEAVING, Sight

_BORDER = 10.0
_ROOM = 14.0
_Key = tuple[int, int]
_Ends = list[tuple[Track, int]]


def everything(
    sight: Sight,
    margin: MarginLanes,
    focus: frozenset[int] = frozenset(),
    *,
    named: int | None = None,
    fan: frozenset[int] = frozenset(),
) -> list[Route]:
    """All arcs with an end in the window; those of the relations in ``focus`` come last.

    The relation ``named`` has its name shown even where there is no room for it; the relations in ``fan`` have each
    arc in a lane of the margin of its own, before which the others stand back.
    """
    return _Tracks(sight, margin, focus | fan, named, fan).routes()


class _Tracks:
    def __init__(
        self, sight: Sight, margin: MarginLanes, focus: frozenset[int], named: int | None, fan: frozenset[int]
    ) -> None:
        self._sight = sight
        self._margin = margin
        self._focus = focus
        self._named = named
        self._fan = fan

    def routes(self) -> list[Route]:
        sight = self._sight
        pending: dict[_Key, _Ends] = {}
        found = []
        for each in sight.placed:
            for track in each.marks.tracks:
                if track.is_local:
                    found.append(self._local(track, each))
                else:
                    pending.setdefault((track.arc.relation, track.arc.number), []).append((track, each.row))
        left_out = self._leave_out(pending)
        fanned = self._fanned(pending)
        margin = [self._through_margin(ends, fanned.get(key)) for key, ends in pending.items()]
        if fanned:
            margin.sort(key=lambda route: sight.distance(route.arc))
        found += margin
        if fanned:
            found = [each if each.is_focus else replace(each, is_faint=True) for each in found]
        found.sort(key=lambda route: route.is_focus)
        return sight.settled(found, self._named, left_out)

    def _leave_out(self, pending: dict[_Key, _Ends]) -> Counter[bool]:
        """Take away the farthest of very many that leave the window on one run, unless it is to be named; returns how
        many were in the way of those that fan out, downwards and upwards.
        """
        together: dict[tuple[int, bool], list[_Key]] = {}
        for key, ends in pending.items():
            track, row = ends[0]
            if len(ends) == 1 and track.is_shared:
                own = self._end_of(track, row)
                together.setdefault((own, self._sight.leads_down(track.arc, own)), []).append(key)
        left_out: Counter[bool] = Counter()
        for (_, is_below), keys in together.items():
            keys.sort(key=lambda key: self._sight.distance(pending[key][0][0].arc))
            is_fanned = any(key[0] in self._fan for key in keys[:MOST_LEAVING])
            for key in keys[MOST_LEAVING:]:
                if key[0] != self._named:
                    del pending[key]
                    left_out[is_below] += is_fanned
        return left_out

    def _fanned(self, pending: Mapping[_Key, _Ends]) -> dict[_Key, float]:
        extents = {key: self._extent(ends) for key, ends in pending.items() if key[0] in self._fan}
        return self._sight.fan(extents) if len(extents) > 1 else {}

    def _extent(self, ends: _Ends) -> Point:
        """From where to where an arc takes the margin."""
        places = [self._sight.y_of[row] + track.y for track, row in ends]
        if len(places) == 1:
            arc, own = ends[0][0].arc, self._end_of(*ends[0])
            places.append(self._sight.window if self._sight.leads_down(arc, own) else 0.0)
        return min(places), max(places)

    def _local(self, track: Track, placed: Placed) -> Route:
        sight, arc = self._sight, track.arc
        source, target = placed.marks.chips[arc.source], placed.marks.chips[arc.target]
        y = placed.y + track.y
        x0, x1 = sight.spread(source, target)
        points = ((x0, placed.y + source.top), (x0, y), (x1, y), (x1, placed.y + target.top))
        width = sight.name_width(arc.name)
        is_focus = arc.relation in self._focus
        if width + _ROOM <= abs(x1 - x0):
            return sight.made(arc, points, [((x0 + x1) / 2, y)], is_focus=is_focus)
        if arc.relation != self._named:
            return sight.made(arc, points, is_focus=is_focus)
        middle = max((x0 + x1) / 2, width / 2 + _BORDER)
        above = max(_BORDER, y - sight.name_height - 4)
        return replace(sight.made(arc, points, [(middle, above)], is_focus=is_focus), is_framed=True)

    def _through_margin(self, ends: _Ends, own_lane: float | None) -> Route:
        sight, arc = self._sight, ends[0][0].arc
        lane = sight.lane_x(self._margin.lane(arc.relation)) if own_lane is None else own_lane
        shown = {self._end_of(*end): end for end in ends}
        source, target = shown.get(arc.source), shown.get(arc.target)
        first, last = source or target, target if source else None
        assert first is not None
        points = self._leaving(first, lane)
        if last is not None:
            points += reversed(self._leaving(last, lane))
        else:
            own = self._end_of(*first)
            points.append((lane, sight.edge(is_below=sight.leads_down(arc, own))))
            if source is None:
                points.reverse()
            if arc.relation == self._named or own_lane is not None:
                return sight.signposted(arc, points, own)
        return sight.made(
            arc, points, self._name_places(source, target), is_focus=arc.relation in self._focus
        )

    def _end_of(self, track: Track, row: int) -> int:
        """Which mention of the arc has its chip on the track's line."""
        arc = track.arc
        source = self._sight.marks[row].chips.get(arc.source)
        return arc.source if source is not None and source.line == track.line else arc.target

    def _leaving(self, end: tuple[Track, int], lane: float) -> list[Point]:
        track, row = end
        chip = self._sight.marks[row].chips[self._end_of(track, row)]
        x, y = self._sight.left + chip.middle, self._sight.y_of[row]
        return [(x, y + chip.top), (x, y + track.y), (lane, y + track.y)]

    def _name_places(self, source: tuple[Track, int] | None, target: tuple[Track, int] | None) -> list[Point]:
        """At the target before the arc comes down, or behind where there is no room; where many share that track, on
        the arc's own way from its source.
        """
        end = target if target is not None and not target[0].is_shared else source
        if end is None:
            return []
        track, row = end
        chip = self._sight.marks[row].chips[self._end_of(track, row)]
        left, y = self._sight.left, self._sight.y_of[row] + track.y
        width = self._sight.name_width(track.arc.name)
        if end is target:
            room = width + NAME_ROOM
            return [(left + (chip.middle - room / 2 if room <= chip.middle else chip.middle + room / 2), y)]
        has_room = target is not None and not track.is_shared and width + _ROOM <= chip.middle
        return [(left + chip.middle / 2, y)] if has_room else []
