"""Where the names of nodes and links stand: none over another or over a node, those that matter most first."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

NAME_GAP = 3.0
"""Pixels between a node and its name."""
LEADING = 5
"""Nodes that have a name however close others stand: a chart in which the largest are nameless tells little."""
_CELL = 80.0
_AIR = 2.0
_SLICE = 0.8  # of its height is how long the pieces of a slanting name are


class Box(NamedTuple):
    """A rectangle, in pixels."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: Box) -> bool:
        """They share more than an edge."""
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )

    def holds(self, other: Box) -> bool:
        """The other lies in it."""
        return (
            self.left <= other.left
            and other.right <= self.right
            and self.top <= other.top
            and other.bottom <= self.bottom
        )

    def moved(self, x: float, y: float) -> Box:
        """The same rectangle elsewhere."""
        return Box(self.left + x, self.top + y, self.right + x, self.bottom + y)


class Taken:
    """Rectangles that are taken, by the cells of a grid they lie in, each with a number that says whose it is."""

    def __init__(self) -> None:
        self._cells: dict[tuple[int, int], list[tuple[float, float, float, float, int]]] = {}

    def copy(self) -> Taken:
        """The same, which goes its own way."""
        made = Taken()
        made._cells = {cell: list(held) for cell, held in self._cells.items()}
        return made

    def add(self, box: Box, owner: int = -1) -> None:
        """Nothing else may stand there; what is of the same owner may."""
        left, top, right, bottom = box
        held = (left, top, right, bottom, owner)
        for column in range(int(left // _CELL), int(right // _CELL) + 1):
            for row in range(int(top // _CELL), int(bottom // _CELL) + 1):
                self._cells.setdefault((column, row), []).append(held)

    def is_free(self, box: Box, owner: int = -2) -> bool:
        """Nothing of another owner stands there."""
        left, top, right, bottom = box
        cells = self._cells
        for column in range(int(left // _CELL), int(right // _CELL) + 1):
            for row in range(int(top // _CELL), int(bottom // _CELL) + 1):
                for west, north, east, south, whose in cells.get((column, row), ()):
                    if west < right and left < east and north < bottom and top < south and whose != owner:
                        return False
        return True


class Named(NamedTuple):
    """A node whose name wants a place: its number, its middle, its radius, and the size of the name, in pixels."""

    number: int
    x: float
    y: float
    radius: float
    width: float
    height: float


class Stretched(NamedTuple):
    """A link whose name wants a place: its number, its middle there, its direction (radians), how long it is, and the
    size of the name, in pixels.
    """

    number: int
    x: float
    y: float
    angle: float
    length: float
    width: float
    height: float


class Slanted(NamedTuple):
    """Where the name of a link stands: around ``x``, ``y``, turned by ``angle`` (radians)."""

    x: float
    y: float
    angle: float


def place_names(nodes: Iterable[Named], taken: Taken, within: Box | None = None) -> dict[int, Box]:
    """A place for the name of each node, below, above, beside it or at its corners; without one where there is no room,
    and none beyond ``within``.  The nodes come in the order in which they matter; the first ones have a name all the
    same, over small nodes that stand around them.
    """
    wanted = list(nodes)
    before = taken.copy()
    bodies = [body_of(node) for node in wanted]
    for node, body in zip(wanted, bodies, strict=True):
        taken.add(body, node.number)
    said: Taken | None = (
        None  # what even the first ones keep off: what was there before, one another, and names
    )
    found: dict[int, Box] = {}
    for place, node in enumerate(wanted):
        box = _free(node, taken, within)
        if box is None and place < LEADING:
            if said is None:
                said = before
                for first, body in zip(wanted[:LEADING], bodies, strict=False):
                    said.add(body, first.number)
                for each in found.values():
                    said.add(each)
            box = _free(node, said, within)
        if box is not None:
            found[node.number] = box
            taken.add(box, node.number)
            if said is not None:
                said.add(box)
    return found


def _free(node: Named, taken: Taken, within: Box | None) -> Box | None:
    for each in _around(node):
        if (within is None or within.holds(each)) and taken.is_free(each, node.number):
            return each
    return None


def place_badges(nodes: Iterable[Named], bodies: Iterable[Named]) -> dict[int, Box]:
    """A place for the badge of each of these nodes at one of its corners, the upper right one best, where it lies over
    no other badge and no node of the ``bodies``; without one where there is none.
    """
    taken = Taken()
    for node in bodies:
        taken.add(body_of(node), node.number)
    found: dict[int, Box] = {}
    for node in nodes:
        off = node.radius * 0.9 - 3
        up, down = node.y - node.radius - node.height / 2, node.y + node.radius - node.height / 2
        right, left = node.x + off, node.x - off - node.width
        corners = ((right, up), (right, down), (left, down), (left, up))
        boxes = (Box(x, y, x + node.width, y + node.height) for x, y in corners)
        box = next((each for each in boxes if taken.is_free(each, node.number)), None)
        if box is not None:
            found[node.number] = box
            taken.add(box)
    return found


def body_of(node: Named) -> Box:
    """The square in which a node stands."""
    reach = node.radius * 0.94
    return Box(node.x - reach, node.y - reach, node.x + reach, node.y + reach)


def _around(node: Named) -> Iterator[Box]:
    half, off = node.width / 2, node.radius + NAME_GAP
    aside = off * 0.72
    right, left = node.x + off, node.x - off - node.width
    below, above = node.y + off, node.y - off - node.height
    middle = node.y - node.height / 2
    corners = (
        (node.x - half, below),
        (node.x - half, above),
        (right, middle),
        (left, middle),
        (node.x + aside, node.y + aside),
        (node.x + aside, node.y - aside - node.height),
        (node.x - aside - node.width, node.y + aside),
        (node.x - aside - node.width, node.y - aside - node.height),
        (node.x - half, below + node.height),
        (node.x - half, above - node.height),
    )
    for x, y in corners:
        yield Box(x, y, x + node.width, y + node.height)


def below(node: Named) -> Box:
    """The usual place of a name, whatever stands there."""
    return next(_around(node))


def place_words(links: Sequence[Stretched], taken: Taken) -> dict[int, Slanted]:
    """A place for the name of each link, on it, where it is long enough and nothing else stands there."""
    found: dict[int, Slanted] = {}
    for link in links:
        if link.width > link.length - 8:
            continue
        pieces = pieces_of(Slanted(link.x, link.y, link.angle), link.width, link.height)
        if all(taken.is_free(piece) for piece in pieces):
            found[link.number] = Slanted(link.x, link.y, link.angle)
            for piece in pieces:
                taken.add(piece)
    return found


def pieces_of(at: Slanted, width: float, height: float) -> list[Box]:
    """Rectangles that together cover a slanting name."""
    level = abs(at.angle) < 0.02
    count = 1 if level else max(1, math.ceil(width / (height * _SLICE)))
    across, down = math.cos(at.angle), math.sin(at.angle)
    half_x = (width / count * abs(across) + height * abs(down)) / 2 + _AIR / 2
    half_y = (width / count * abs(down) + height * abs(across)) / 2 + _AIR / 2
    middles = [(place + 0.5) / count * width - width / 2 for place in range(count)]
    return [
        Box(
            at.x + off * across - half_x,
            at.y + off * down - half_y,
            at.x + off * across + half_x,
            at.y + off * down + half_y,
        )
        for off in middles
    ]
