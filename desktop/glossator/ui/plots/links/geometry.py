"""Where nodes and links run in pixels: links end at the edges of nodes, parallel ones bend apart, loops stand off."""

from __future__ import annotations

import math
from typing import Any, NamedTuple

import numpy as np

from glossator.ui.plots.links import shapes

Points = np.ndarray[Any, np.dtype[np.float64]]
Numbers = np.ndarray[Any, np.dtype[np.intp]]
Flags = np.ndarray[Any, np.dtype[np.bool_]]

BENT = 14
"""Into how many pieces a bent link is cut; a straight one is one piece."""
HEAD = 9.0
"""The length of an arrow head on a thin link, in pixels."""
_GAP = (
    0.6  # radians of a loop to both sides of where its circle is nearest to the node, which is at 135 degrees
)
LOOP_FROM, LOOP_TURN = math.radians(135) + _GAP, math.tau - 2 * _GAP
"""At which angle a loop leaves its node, and how far round it goes from there: radians, clockwise on the screen."""
_SPREAD = 26.0  # pixels between parallel links, at the middle
_LOOP = 30.0  # pixels that the smallest loop stands off
_PIECE = 14.0  # pixels of a link that one box holds
_AIR = 1.5  # pixels between a node and a link that ends there


class Wiring(NamedTuple):
    """What never changes while one zooms and moves: the two nodes of each link by number, its place among the parallel
    ones (0 is straight; negative to one side) or, of a loop, its place among the loops of its node from 1 on, its width
    in pixels, its arrow (see :class:`~glossator.analysis.links.Link`), and whether it leads against the order of its
    nodes, so that its sides are the other way round.
    """

    first: Numbers
    second: Numbers
    lane: Points
    width: Points
    arrow: Numbers
    is_turned: Flags

    @property
    def loops(self) -> Flags:
        """Which links lead from a node to itself."""
        found: Flags = self.first == self.second
        return found

    def only(self, which: Numbers) -> Wiring:
        """That of these links."""
        return Wiring(
            self.first[which],
            self.second[which],
            self.lane[which],
            self.width[which],
            self.arrow[which],
            self.is_turned[which],
        )


class Run(NamedTuple):
    """How links run, in pixels: ``start``, ``control`` (of a quadratic curve; the middle, where straight), ``end``, and
    the box around each (left, top, right, bottom).  Loops are circles that touch their node: ``control`` is the middle.
    """

    start: Points
    control: Points
    end: Points
    boxes: Points
    bent: Flags
    loops: Flags

    def only(self, which: Numbers) -> Run:
        """How these links run."""
        return Run(
            self.start[which],
            self.control[which],
            self.end[which],
            self.boxes[which],
            self.bent[which],
            self.loops[which],
        )


def wiring(first: Numbers, second: Numbers, width: Points, arrow: Numbers, is_turned: Flags) -> Wiring:
    """The wiring of links between nodes by number; parallel ones get lanes of their own, in the order of the links."""
    most = int(max(first.max(), second.max())) + 1 if len(first) else 1
    pair = np.minimum(first, second) * most + np.maximum(first, second)
    order = np.argsort(pair, kind="stable")
    ordered = pair[order]
    begin = np.searchsorted(ordered, ordered, side="left")
    count = np.searchsorted(ordered, ordered, side="right") - begin
    place = np.arange(len(pair)) - begin
    lane = np.zeros(len(pair))
    # seen from one of the nodes, whichever way the link leads, so that no two fall together
    lane[order] = np.where(is_turned[order], -1.0, 1.0) * (place - (count - 1) / 2)
    loops = first == second
    among = np.zeros(len(pair))
    among[order] = place + 1.0
    lane[loops] = among[loops]
    return Wiring(first, second, lane, width, arrow, is_turned)


def run(wires: Wiring, places: Points, radii: Points, kinds: Numbers) -> Run:
    """How these links run, where nodes stand at ``places`` (pixels) with these radii and numbers of shapes."""
    first, second, loops = wires.first, wires.second, wires.loops
    here, there = places[first], places[second]
    way = there - here
    length = np.maximum(np.hypot(way[:, 0], way[:, 1]), 1e-6)
    side = np.stack([-way[:, 1], way[:, 0]], axis=1) / length[:, None]
    # links that are short do not bend as far
    bend = wires.lane * np.minimum(_SPREAD, length * 0.32)
    control = (here + there) / 2 + side * (2 * bend)[:, None]
    bent = (wires.lane != 0) & ~loops
    start = here + _trim(control - here, radii[first], kinds[first])
    end = there + _trim(control - there, radii[second], kinds[second])
    # nodes that overlap: the link would turn round
    crossed = ((end - start) * way).sum(axis=1) <= 0
    crossed &= ~loops
    start[crossed] = end[crossed] = (here[crossed] + there[crossed]) / 2
    control[~bent] = ((start + end) / 2)[~bent]
    if loops.any():
        _loop(wires, loops, (start, control, end), here, radii[first])
    boxes = _boxes(start, control, end, loops, wires.width)
    return Run(start, control, end, boxes, bent, loops)


def stepped(wires: Wiring, places: Points, radii: Points, kinds: Numbers, before: tuple[Run, Numbers]) -> Run:
    """The same as :func:`run`, where links run as they did ``before``: there each has this number, or -1."""
    held, since = before
    other = np.flatnonzero(since < 0)
    if len(other) == len(since):
        return run(wires, places, radii, kinds)
    found = held.only(np.maximum(since, 0))
    for part, new in zip(found, run(wires.only(other), places, radii, kinds), strict=True):
        part[other] = new
    return found


def _trim(way: Points, radius: Points, kind: Numbers) -> Points:
    """From the middle of nodes to their edge, in the direction of ``way``."""
    length = np.maximum(np.hypot(way[:, 0], way[:, 1]), 1e-9)
    angle = np.arctan2(way[:, 1], way[:, 0])
    column = np.rint(angle * (shapes.DIRECTIONS / math.tau)).astype(np.intp) % shapes.DIRECTIONS
    far = shapes.reach()[kind, column] * radius + _AIR
    found: Points = way / length[:, None] * far[:, None]
    return found


def _loop(
    wires: Wiring, loops: Flags, parts: tuple[Points, Points, Points], here: Points, radius: Points
) -> None:
    """Loops stand above their node to the right, the next one farther off."""
    start, control, end = parts
    size = (_LOOP + 14 * (wires.lane[loops] - 1)) / 2
    middle = here[loops] + np.stack(
        [radius[loops] * 0.9 + size * 0.5, -radius[loops] * 0.9 - size * 0.5], axis=1
    )
    control[loops] = middle
    for part, angle in ((start, LOOP_FROM), (end, LOOP_FROM + LOOP_TURN)):
        part[loops] = middle + np.stack([math.cos(angle) * size, math.sin(angle) * size], axis=1)


def _boxes(start: Points, control: Points, end: Points, loops: Flags, width: Points) -> Points:
    low = np.minimum(np.minimum(start, end), control)
    high = np.maximum(np.maximum(start, end), control)
    if loops.any():
        size = np.hypot(*(start[loops] - control[loops]).T)[:, None]
        low[loops], high[loops] = control[loops] - size, control[loops] + size
    air = (width + HEAD)[:, None]
    return np.concatenate([low - air, high + air], axis=1)


def points(course: Run, at: int) -> Points:
    """The points of one link on its way from start to end."""
    if course.loops[at]:
        size = math.hypot(*(course.start[at] - course.control[at]))
        angles = LOOP_FROM + LOOP_TURN * np.linspace(0, 1, 2 * BENT + 1)
        around: Points = course.control[at] + size * np.stack([np.cos(angles), np.sin(angles)], axis=1)
        return around
    if not course.bent[at]:
        return np.stack([course.start[at], course.end[at]])
    bent: Points = curve(course, np.array([at]))[0]
    return bent


def circles(course: Run, which: Numbers) -> Points:
    """The squares around the circles of loops: left, top, and how large they are."""
    size = np.hypot(*(course.start[which] - course.control[which]).T)
    found: Points = np.column_stack([course.control[which] - size[:, None], 2 * size])
    return found


def curve(course: Run, which: Numbers) -> Points:
    """The points of links, each cut into :data:`BENT` pieces; of loops they mean nothing."""
    share = np.linspace(0, 1, BENT + 1)[None, :, None]
    start, control, end = (part[which][:, None, :] for part in (course.start, course.control, course.end))
    found: Points = (1 - share) ** 2 * start + 2 * share * (1 - share) * control + share**2 * end
    return found


def along(course: Run, wires: Wiring, which: Numbers) -> list[list[float]]:
    """Boxes (left, top, right, bottom) along links that together hold them, without their heads."""
    found: list[list[float]] = []
    for at in which.tolist():
        if course.loops[at]:
            found.append(course.boxes[at].tolist())
            continue
        line = points(course, at)
        if len(line) == 2:
            count = max(1, math.ceil(float(np.abs(line[1] - line[0]).max()) / _PIECE))
            line = line[0] + (line[1] - line[0]) * np.linspace(0, 1, count + 1)[:, None]
        air = wires.width[at] / 2 + _AIR
        low, high = np.minimum(line[:-1], line[1:]) - air, np.maximum(line[:-1], line[1:]) + air
        found += np.concatenate([low, high], axis=1).tolist()
    return found


def middles(course: Run) -> tuple[Points, Points]:
    """The middle of each link, and how it runs there: radians, a quarter turn at most, as words are to be upright."""
    middle = np.where(
        course.bent[:, None],
        (course.start + 2 * course.control + course.end) / 4,
        (course.start + course.end) / 2,
    )
    way = course.end - course.start
    if course.loops.any():
        size = np.hypot(*(course.start[course.loops] - course.control[course.loops]).T)
        middle[course.loops] = course.control[course.loops] - np.stack([np.zeros_like(size), size], axis=1)
        way[course.loops] = (1.0, 0.0)
    angle = np.arctan2(way[:, 1], way[:, 0])
    angle = np.where(angle > math.pi / 2, angle - math.pi, angle)
    angle = np.where(angle <= -math.pi / 2, angle + math.pi, angle)
    return middle, angle


def heads(course: Run, wires: Wiring, scale: float = 1.0) -> Points:
    """The three corners of the arrow head of each link, ``scale`` times as large as usual: (tip, one wing, other wing);
    links without one have all at their end.
    """
    back = wires.arrow < 0
    tip = np.where(back[:, None], course.start, course.end)
    tail = np.where(course.bent[:, None], course.control, np.where(back[:, None], course.end, course.start))
    way = tip - tail
    if course.loops.any():
        spoke = tip[course.loops] - course.control[course.loops]
        # along the circle, into the node
        around = np.stack([-spoke[:, 1], spoke[:, 0]], axis=1)
        way[course.loops] = np.where(back[course.loops][:, None], -around, around)
    length = np.maximum(np.hypot(way[:, 0], way[:, 1]), 1e-9)
    along = way / length[:, None]
    long = np.minimum(scale * (HEAD + 1.3 * wires.width), np.maximum(length * 0.6, 1.0))
    long = np.where(wires.arrow == 0, 0.0, long)
    root = tip - along * long[:, None]
    wing = np.stack([-along[:, 1], along[:, 0]], axis=1) * (long * 0.42)[:, None]
    found: Points = np.stack([tip, root + wing, root - wing], axis=1)
    return found


def stepped_heads(course: Run, wires: Wiring, scale: float, before: tuple[Points, Numbers]) -> Points:
    """The same as :func:`heads`, where links run as they did ``before``: there each has this number, or -1."""
    held, since = before
    other = np.flatnonzero(since < 0)
    if len(other) == len(since):
        return heads(course, wires, scale)
    found: Points = held[np.maximum(since, 0)]
    found[other] = heads(course.only(other), wires.only(other), scale)
    return found


def crossing(
    course: Run, which: Numbers, box: tuple[float, float, float, float], air: float
) -> tuple[Points, Points]:
    """Where these straight links enter a box (left, top, right, bottom; with so much ``air`` around it) and where they
    leave it, as shares of their length from 0 to 1; they never enter it where the first is not less than the other.
    """
    start, way = course.start[which], course.end[which] - course.start[which]
    low = np.array([box[0] - air, box[1] - air]) - start
    high = np.array([box[2] + air, box[3] + air]) - start
    still = np.abs(way) < 1e-9
    steps = np.where(still, 1e-9, way)
    one, other = low / steps, high / steps
    enter = np.where(still & (low <= 0) & (high >= 0), -np.inf, np.minimum(one, other))
    leave = np.where(still & (low <= 0) & (high >= 0), np.inf, np.maximum(one, other))
    outside = still & ((low > 0) | (high < 0))
    begin = np.maximum(enter.max(axis=1), 0.0)
    finish = np.minimum(leave.min(axis=1), 1.0)
    begin[outside.any(axis=1)] = 1.0
    finish[outside.any(axis=1)] = 0.0
    return begin, finish


def nearest(course: Run, wires: Wiring, x: float, y: float, reach: float) -> tuple[int, float] | None:
    """The link that runs nearest by a point, and how far off, in pixels; ``None`` where none is within ``reach``."""
    left, top, right, bottom = course.boxes.T
    near = np.flatnonzero(
        (left - reach <= x) & (x <= right + reach) & (top - reach <= y) & (y <= bottom + reach)
    )
    best: tuple[int, float] | None = None
    for at in near:
        off = _distance(points(course, int(at)), x, y) - wires.width[at] / 2
        if off <= reach and (best is None or off < best[1]):
            best = (int(at), float(off))
    return best


def _distance(line: Points, x: float, y: float) -> float:
    start, end = line[:-1], line[1:]
    way = end - start
    square = np.maximum((way**2).sum(axis=1), 1e-12)
    share = np.clip((((x, y) - start) * way).sum(axis=1) / square, 0, 1)
    off = start + way * share[:, None] - (x, y)
    return float(np.hypot(off[:, 0], off[:, 1]).min())
