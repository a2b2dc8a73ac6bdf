"""The ways of the arcs in the window: along the lines, through the margin, to the edge where an end is not shown."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from glossator.ui.text import lanes, marks
from glossator.ui.text.decoration import NAME_ROOM, Chip, Track
from glossator.ui.text.layout import ArticleLayout, Placed
from glossator.ui.text.margin import LANES, MarginLanes
from glossator.ui.text.marks import Arc

Point = tuple[float, float]

_CORNER = 5.0
_LANE = 6.0
_NEAREST_LANE = 14.0
_NAMES_AT_EDGE = 4
_NAMES_FANNED = 16
_BORDER = 10.0


class Head(NamedTuple):
    """An arrow head with its tip at ``tip``, pointing down onto a chip or (``is_down`` false) up."""

    tip: Point
    is_down: bool = True


@dataclass(frozen=True, slots=True)
class Route:
    """How an arc runs in the window, in pixels from its top left corner.

    ``name_at`` is the middle of its name (``name_width`` wide), ``None`` where there is no room for one.  ``is_focus``
    marks the arcs of what is selected or under the pointer; ``is_signpost`` those whose name says where an end is that
    is not shown; ``is_framed`` those whose name needs more room than there is, and may lie over something.
    """

    arc: Arc
    points: tuple[Point, ...]
    heads: tuple[Head, ...]
    name: str
    name_at: Point | None
    name_width: float = 0.0
    is_focus: bool = False
    is_signpost: bool = False
    is_framed: bool = False


class _End(NamedTuple):
    """An end of an arc that is in the window."""

    x: float
    y: float
    track: float
    chip: Chip
    row: int


class Router:
    """Finds the routes of the arcs among the rows that are in the window.

    ``left`` is the x of the column in the window, ``name_width`` measures a name.
    """

    def __init__(
        self,
        page: ArticleLayout,
        margin: MarginLanes,
        placed: Sequence[Placed],
        *,
        left: float,
        window: float,
        name_width: Callable[[str], float],
    ) -> None:
        self._page = page
        self._margin = margin
        self._placed = placed
        self._left = left
        self._window = window
        self._name_width = name_width
        self._row_y = {each.row: each.y for each in placed}
        self._marks = {each.row: each.marks for each in placed}

    # --- density "all": every arc has room of its own ---------------------------------------------------------

    def everything(self, focus: frozenset[int], named: int | None = None) -> list[Route]:
        """All arcs with an end in the window; those of the relations in ``focus`` come last, and the relation ``named``
        has its name shown even where there is no room for it.
        """
        pending: dict[tuple[int, int], list[tuple[Track, int]]] = {}
        found = []
        for each in self._placed:
            for track in each.marks.tracks:
                if track.is_local:
                    found.append(self._local(track, each, focus, named))
                else:
                    pending.setdefault((track.arc.relation, track.arc.number), []).append((track, each.row))
        found += [self._through_margin(ends, focus, named) for ends in pending.values()]
        return sorted(found, key=lambda route: route.is_focus)

    def _local(self, track: Track, placed: Placed, focus: frozenset[int], named: int | None) -> Route:
        source, target = placed.marks.chips[track.arc.source], placed.marks.chips[track.arc.target]
        y = placed.y + track.y
        x0, x1 = self._spread(source, target)
        points = (
            (x0, placed.y + source.top),
            (x0, y),
            (x1, y),
            (x1, placed.y + target.top),
        )
        width = self._name_width(track.arc.name)
        has_room = width + 14 <= abs(x1 - x0)
        is_named = not has_room and track.arc.relation == named
        middle = max((x0 + x1) / 2, width / 2 + _BORDER)
        above = max(_BORDER, y - self._page.metrics.arc_pitch - 4)
        name_at = (middle, y) if has_room else (middle, above) if is_named else None
        made = self._made(track.arc, points, name_at, is_focus=track.arc.relation in focus)
        return replace(made, is_framed=True) if is_named else made

    def _spread(self, source: Chip, target: Chip) -> Point:
        """Where an arc leaves and arrives: a little off the middle, so that coming and going are told apart."""
        aside = min(4.0, source.width / 5, target.width / 5)
        direction = 1 if source.middle <= target.middle else -1
        return (
            self._left + source.middle + direction * aside,
            self._left + target.middle - direction * aside,
        )

    def _through_margin(
        self, ends: list[tuple[Track, int]], focus: frozenset[int], named: int | None
    ) -> Route:
        arc = ends[0][0].arc
        lane = self._left - _NEAREST_LANE - _LANE * self._margin.lane(arc.relation)
        shown = {self._end_of(track, row): (track, row) for track, row in ends}
        source, target = shown.get(arc.source), shown.get(arc.target)
        first, last = source or target, target if source else None
        assert first is not None
        points = [*self._leaving(first, arc, lane)]
        if last is not None:
            points += reversed(self._leaving(last, arc, lane))
        else:
            mentions = self._page.annotations.mentions
            own = self._end_of(*first)
            is_below = mentions[arc.other(own)].start > mentions[own].start
            points.append((lane, self._window + 8 if is_below else -8.0))
            if source is None:
                points.reverse()
            if arc.relation == named:
                return self._signposted(arc, tuple(points), lane, mentions[arc.other(own)].quote, is_below)
        name_at = self._name_beside(target or first, arc)
        return self._made(arc, tuple(points), name_at, is_focus=arc.relation in focus)

    def _signposted(
        self, arc: Arc, points: tuple[Point, ...], lane: float, quote: str, is_below: bool
    ) -> Route:
        """An arc that leaves the window, with its name and where it leads at the edge."""
        name = f"{arc.name} {'↓' if is_below else '↑'} {_shortened(quote)}"
        away = self._page.metrics.arc_pitch
        at = (lane + 12 + self._name_width(name) / 2, self._window - away if is_below else away)
        return self._made(arc, points, at, is_focus=True, name=name)

    def _end_of(self, track: Track, row: int) -> int:
        """Which mention of the arc has its chip on the track's line."""
        arc = track.arc
        source = self._marks[row].chips.get(arc.source)
        return arc.source if source is not None and source.line == track.line else arc.target

    def _leaving(self, end: tuple[Track, int], arc: Arc, lane: float) -> list[Point]:
        track, row = end
        chip = self._marks[row].chips[self._end_of(track, row)]
        x, y = self._left + chip.middle, self._row_y[row]
        return [(x, y + chip.top), (x, y + track.y), (lane, y + track.y)]

    def _name_beside(self, end: tuple[Track, int], arc: Arc) -> Point | None:
        """The name stands before the arc comes down, or behind where there is no room; only at the target."""
        track, row = end
        mention = self._end_of(track, row)
        if mention != arc.target:
            return None
        chip = self._marks[row].chips[mention]
        room = self._name_width(arc.name) + NAME_ROOM
        x = chip.middle - room / 2 if room <= chip.middle else chip.middle + room / 2
        return self._left + x, self._row_y[row] + track.y

    # --- density "normal": the arcs of what is selected, through the leading ----------------------------------

    def of_mention(self, mention_id: int, lane: int = 0, *, fanned: bool = False) -> list[Route]:
        """The arcs of one mention, as a bus through the leading that moves no text; ``fanned`` gives each arc a lane of
        its own in the margin, and more of them their names.
        """
        page = self._page
        arcs = _joined(marks.arcs_at(mention_id, page.annotations, page.scheme))
        return self._bundle(arcs, lane, self._fan(arcs) if fanned else None)

    def _fan(self, arcs: Iterable[Arc]) -> dict[Arc, int]:
        """Lanes by what each arc takes of the margin, short ones next to the text; the last is shared when there are
        more.
        """
        extents = {arc: self._extent(arc) for arc in arcs}
        found: dict[Arc, int] = {}
        taken: lanes.Lanes = []
        for arc, (low, high) in sorted(extents.items(), key=lambda each: (each[1][1] - each[1][0], each[0])):
            found[arc] = min(lanes.fit(taken, low - _CORNER, high + _CORNER), LANES - 1)
        return found

    def _extent(self, arc: Arc) -> Point:
        """From where to where an arc runs down the margin, within the window."""
        source, target = self._end(arc.source), self._end(arc.target)
        tracks = [end.track for end in (source, target) if end is not None]
        if len(tracks) == 1:
            tracks.append(self._window if self._is_below(arc, source) else 0.0)
        return min(tracks, default=0.0), max(tracks, default=0.0)

    def of_relation(self, relation_id: int, lane: int = 0) -> list[Route]:
        """All arcs of one relation or event."""
        relation = self._page.annotations.relations.get(relation_id)
        if relation is None:
            return []
        return self._bundle(marks.arcs_of(relation, self._page.annotations, self._page.scheme), lane)

    def _bundle(self, arcs: Iterable[Arc], lane: int, own: Mapping[Arc, int] | None = None) -> list[Route]:
        """All in one ``lane``, or each in its ``own``."""
        names = _NAMES_AT_EDGE if own is None else _NAMES_FANNED
        found = []
        leaving = {True: 0, False: 0}
        for arc in _joined(arcs):
            x = self._left - _NEAREST_LANE - _LANE * (lane if own is None else own[arc])
            source, target = self._end(arc.source), self._end(arc.target)
            if source and target:
                found.append(self._between(arc, source, target, x))
            elif source or target:
                is_below = self._is_below(arc, source)
                made = self._to_edge(arc, source, target, x, leaving[is_below], is_below=is_below)
                found.append(made if leaving[is_below] < names else replace(made, name_at=None))
                leaving[is_below] += 1
        return found

    def _is_below(self, arc: Arc, source: _End | None) -> bool:
        mentions = self._page.annotations.mentions
        hidden, shown = (arc.target, arc.source) if source else (arc.source, arc.target)
        return mentions[hidden].start > mentions[shown].start

    def _end(self, mention_id: int) -> _End | None:
        row = self._page.rows.row_at(self._page.annotations.mentions[mention_id].start)
        decoration = self._marks.get(row)
        chip = decoration.chips.get(mention_id) if decoration else None
        if decoration is None or chip is None:
            return None
        y = self._row_y[row]
        track = y + decoration.lines[chip.line].chips_top
        return _End(self._left + chip.middle, y + chip.top, track, chip, row)

    def _between(self, arc: Arc, source: _End, target: _End, lane: float) -> Route:
        if (source.row, source.chip.line) == (target.row, target.chip.line):
            x0, x1 = self._spread(source.chip, target.chip)
            points: tuple[Point, ...] = (
                (x0, source.y),
                (x0, source.track),
                (x1, source.track),
                (x1, target.y),
            )
        else:
            points = (
                (source.x, source.y),
                (source.x, source.track),
                (lane, source.track),
                (lane, target.track),
                (target.x, target.track),
                (target.x, target.y),
            )
        return self._made(arc, points, self._name_in_line(arc, target, points), is_focus=True)

    def _name_in_line(self, arc: Arc, end: _End, points: tuple[Point, ...]) -> Point:
        """The name sits among the chips beside the arrow head, on the side the arc comes from if that is free."""
        width = self._name_width(arc.name) + 6
        middle = end.y + self._page.metrics.chip_height / 2
        left = self._left + end.chip.left - width / 2 - 4
        right = self._left + end.chip.left + end.chip.width + width / 2 + 4
        sides = (left, right) if points[-3][0] <= points[-2][0] else (right, left)
        line_chips = [chip for chip in self._marks[end.row].chips.values() if chip.line == end.chip.line]
        for x in sides:
            low, high = x - width / 2 - self._left, x + width / 2 - self._left
            is_clear = all(chip.left + chip.width <= low or high <= chip.left for chip in line_chips)
            if is_clear and low >= -_LANE and high <= self._page.width + _NEAREST_LANE:
                return (x, middle)
        if sides[0] == left and left - width / 2 - self._left < -_LANE:  # beside the lane, not on it
            left = self._left - _NEAREST_LANE - _LANE - width / 2
            return (left if left > width / 2 else right, middle)
        return (sides[0], middle)

    def _to_edge(
        self, arc: Arc, source: _End | None, target: _End | None, lane: float, earlier: int, *, is_below: bool
    ) -> Route:
        """An arc whose other end is not shown: its name at the window's edge says where it leads."""
        end = source or target
        assert end is not None
        hidden = self._page.annotations.mentions[arc.target if source else arc.source]
        points: tuple[Point, ...] = (
            (end.x, end.y),
            (end.x, end.track),
            (lane, end.track),
            (lane, self._window + 8 if is_below else -8.0),
        )
        name = f"{arc.name} {'↓' if is_below else '↑'} {_shortened(hidden.quote)}"
        step = (earlier + 0.5) * (self._page.metrics.arc_pitch + 10) + 4
        y = self._window - step if is_below else step
        name_at = (self._left - _NEAREST_LANE + 12 + self._name_width(name) / 2, y)
        return self._made(arc, points if source else points[::-1], name_at, is_focus=True, name=name)

    # --- both -------------------------------------------------------------------------------------------------

    def _made(
        self, arc: Arc, points: tuple[Point, ...], name_at: Point | None, *, is_focus: bool, name: str = ""
    ) -> Route:
        heads = [Head(points[-1])] if 0 <= points[-1][1] <= self._window else []
        if arc.is_symmetric and 0 <= points[0][1] <= self._window:
            heads.append(Head(points[0]))
        told = name or arc.name
        width = self._name_width(told)
        return Route(arc, rounded(points), tuple(heads), told, name_at, width, is_focus, bool(name))


def _joined(arcs: Iterable[Arc]) -> list[Arc]:
    """Arcs between the same two ends, in the same direction, drawn as one with all their names."""
    found: dict[tuple[int, int], Arc] = {}
    for arc in arcs:
        known = found.get((arc.source, arc.target))
        found[arc.source, arc.target] = arc._replace(name=f"{known.name}, {arc.name}") if known else arc
    return list(found.values())


def _shortened(quote: str, limit: int = 28) -> str:
    flat = " ".join(quote.split())
    return flat if len(flat) <= limit else flat[: limit - 1].rstrip() + "…"


def rounded(points: Sequence[Point], corner: float = _CORNER) -> tuple[Point, ...]:
    """A right-angled polyline with its corners cut, which looks round and costs a tenth of a curve."""
    found = [points[0]]
    for before, here, after in zip(points, points[1:], points[2:], strict=False):
        found.append(_towards(here, before, corner))
        found.append(_towards(here, after, corner))
    found.append(points[-1])
    return tuple(found)


def _towards(start: Point, end: Point, distance: float) -> Point:
    across, down = end[0] - start[0], end[1] - start[1]
    length = abs(across) + abs(down)
    share = min(distance, length / 2) / length if length else 0.0
    return start[0] + across * share, start[1] + down * share


def distance_to(points: Sequence[Point], x: float, y: float) -> float:
    """How far (x, y) is from a polyline, in pixels."""
    return min(
        (_to_segment(x, y, start, end) for start, end in itertools.pairwise(points)),
        default=float("inf"),
    )


def _to_segment(x: float, y: float, start: Point, end: Point) -> float:
    across, down = end[0] - start[0], end[1] - start[1]
    square = across * across + down * down
    share = ((x - start[0]) * across + (y - start[1]) * down) / square if square else 0.0
    share = min(1.0, max(0.0, share))
    dx, dy = x - start[0] - share * across, y - start[1] - share * down
    return float((dx * dx + dy * dy) ** 0.5)
