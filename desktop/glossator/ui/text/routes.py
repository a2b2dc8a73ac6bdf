"""The ways of the arcs of what is selected or hovered: as a bus through leading and margin that moves no text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from glossator.ui.text import marks
from glossator.ui.text.curves import Point, Route
from glossator.ui.text.decoration import Chip
from glossator.ui.text.marks import Arc
from glossator.ui.text.sight import LANE, MOST_LEAVING, NEAREST_LANE, Sight

_NAMES_AT_EDGE = 4
_NAMES_FANNED = 16
_HOVERED_LANE = 1
_STEPS = (0, 1, -1, 2, -2)


class Chosen(NamedTuple):
    """Whose arcs are shown: the selected ``mention`` or ``relation``, and the mention ``hovered``.

    ``is_fanned`` gives each arc of the selected mention a lane of the margin of its own, and more of them their names;
    the names of the relation ``named`` are shown in any case.
    """

    mention: int | None = None
    relation: int | None = None
    hovered: int | None = None
    named: int | None = None
    is_fanned: bool = False


class _End(NamedTuple):
    """An end of an arc that is in the window."""

    x: float
    y: float
    track: float
    chip: Chip
    row: int


def of_chosen(sight: Sight, chosen: Chosen) -> list[Route]:
    """The arcs of what is chosen, those of the selected mention last; none twice, and no name over another."""
    page = sight.page
    bus = _Bus(sight)
    selected: list[Route] = []
    relation = page.annotations.relations.get(chosen.relation) if chosen.relation is not None else None
    if relation is not None:
        selected += bus.of(marks.arcs_of(relation, page.annotations, page.scheme))
    if chosen.mention is not None:
        arcs = marks.arcs_at(chosen.mention, page.annotations, page.scheme)
        selected += bus.of(arcs, is_fanned=chosen.is_fanned)
    hovered: list[Route] = []
    if chosen.hovered is not None and chosen.hovered != chosen.mention:
        drawn = {_ends_of(each.arc) for each in selected}
        arcs = marks.arcs_at(chosen.hovered, page.annotations, page.scheme)
        hovered = bus.of((each for each in arcs if _ends_of(each) not in drawn), lane=_HOVERED_LANE)
    found = sight.settled([*selected, *hovered], chosen.named, bus.left_out)
    return [*found[len(selected) :], *found[: len(selected)]]


class _Bus:
    """Arcs that share a lane of the margin, or fan out from it."""

    def __init__(self, sight: Sight) -> None:
        self._sight = sight
        self._page = sight.page
        self._left = sight.left
        self.left_out: Counter[bool] = Counter()

    def of(self, arcs: Iterable[Arc], *, lane: int = 0, is_fanned: bool = False) -> list[Route]:
        """The routes of ``arcs`` that have an end in the window."""
        drawn = sorted(_joined(arcs), key=self._sight.distance)
        own = self._fan(drawn) if is_fanned else {}
        slots = _NAMES_FANNED if is_fanned else _NAMES_AT_EDGE
        leftmost = min(own.values(), default=self._sight.lane_x(lane))
        found = []
        leaving: Counter[bool] = Counter()
        for arc in drawn:
            x = own.get(arc, self._sight.lane_x(lane))
            source, target = self._end(arc.source), self._end(arc.target)
            if source and target:
                found.append(self._between(arc, source, target, x, leftmost))
            elif source or target:
                is_below = self._sight.leads_down(arc, arc.source if source else arc.target)
                leaving[is_below] += 1
                if leaving[is_below] <= MOST_LEAVING:
                    found.append(self._to_edge(arc, source, target, x, slots, is_below=is_below))
        self.left_out.update({way: max(0, count - MOST_LEAVING) for way, count in leaving.items()})
        return found

    def _fan(self, arcs: Iterable[Arc]) -> Mapping[Arc, float]:
        return self._sight.fan({arc: self._extent(arc) for arc in arcs})

    def _extent(self, arc: Arc) -> Point:
        """From where to where an arc runs down the margin, within the window."""
        source, target = self._end(arc.source), self._end(arc.target)
        places = [end.track for end in (source, target) if end is not None]
        if len(places) == 1:
            shown = arc.source if source else arc.target
            places.append(self._sight.window if self._sight.leads_down(arc, shown) else 0.0)
        return min(places, default=0.0), max(places, default=0.0)

    def _end(self, mention_id: int) -> _End | None:
        sight = self._sight
        row = self._page.rows.row_at(self._page.annotations.mentions[mention_id].start)
        decoration = sight.marks.get(row)
        chip = decoration.chips.get(mention_id) if decoration else None
        if decoration is None or chip is None:
            return None
        y = sight.y_of[row]
        track = y + decoration.lines[chip.line].chips_top
        return _End(self._left + chip.middle, y + chip.top, track, chip, row)

    def _between(self, arc: Arc, source: _End, target: _End, lane: float, leftmost: float) -> Route:
        if (source.row, source.chip.line) == (target.row, target.chip.line):
            x0, x1 = self._sight.spread(source.chip, target.chip)
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
        goes_right = points[-3][0] <= points[-2][0]
        places = self._name_places(arc, (target, source), leftmost, goes_right=goes_right)
        return self._sight.made(arc, points, places, is_focus=True)

    def _name_places(
        self, arc: Arc, ends: tuple[_End, _End], leftmost: float, *, goes_right: bool
    ) -> list[Point]:
        """The name sits among the chips beside the arrow head, on the side the arc comes from if that is free; or
        beside the other end; or out in the margin at one of them.
        """
        width = self._sight.name_width(arc.name) + 8
        middles = [end.y + self._page.metrics.chip_height / 2 for end in ends]
        beside: list[Point] = []
        for end, middle in zip(ends, middles, strict=True):
            left = self._left + end.chip.left - width / 2 - 4
            right = self._left + end.chip.left + end.chip.width + width / 2 + 4
            beside += [(x, middle) for x in ((left, right) if goes_right else (right, left))]
        found = [(x, y) for x, y in beside if self._is_in_column(x - width / 2, x + width / 2)]
        margin = leftmost - LANE - width / 2
        if margin > width / 2:
            step = self._sight.name_height
            found += [(margin, middle + count * step) for middle in middles for count in _STEPS]
        return found or beside[:2]

    def _is_in_column(self, low: float, high: float) -> bool:
        return low >= self._left - LANE and high <= self._left + self._page.width + NEAREST_LANE

    def _to_edge(
        self, arc: Arc, source: _End | None, target: _End | None, lane: float, slots: int, *, is_below: bool
    ) -> Route:
        """An arc whose other end is not shown: its name at the window's edge says where it leads."""
        end = source or target
        assert end is not None
        shown = arc.source if source else arc.target
        edge = self._sight.edge(is_below=is_below)
        points = [(end.x, end.y), (end.x, end.track), (lane, end.track), (lane, edge)]
        return self._sight.signposted(arc, points if source else points[::-1], shown, slots=slots)


def _ends_of(arc: Arc) -> tuple[int, int]:
    return arc.source, arc.target


def _joined(arcs: Iterable[Arc]) -> list[Arc]:
    """Arcs between the same two ends, in the same direction, drawn as one with all their names."""
    found: dict[tuple[int, int], Arc] = {}
    for arc in arcs:
        known = found.get(_ends_of(arc))
        found[_ends_of(arc)] = arc._replace(name=f"{known.name}, {arc.name}") if known else arc
    return list(found.values())
