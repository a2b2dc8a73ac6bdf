"""Where the names of nodes and links stand: none over another or over a node, those that matter most first."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import NamedTuple

NAME_GAP = 3.0
"""Pixels between a node and its name."""
LEADING = 5
"""Nodes that have a name however close others stand: a chart in which the largest are nameless tells little."""
AIR = 2.0
"""Pixels around the name of a link that nothing else takes."""
_SHARES = (0.0, 0.15, 0.3, 0.7, 0.85, 1.0)  # of a name is left of the middle of its node
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

    def shared(self, other: Box) -> float:
        """The area of what they share, where they meet."""
        wide = min(self.right, other.right) - max(self.left, other.left)
        return wide * (min(self.bottom, other.bottom) - max(self.top, other.top))

    def moved(self, x: float, y: float) -> Box:
        """The same rectangle elsewhere."""
        return Box(self.left + x, self.top + y, self.right + x, self.bottom + y)


class Named(NamedTuple):
    """A node whose name (or badge) wants a place: its middle, its radius, and the size of the name, in pixels."""

    x: float
    y: float
    radius: float
    width: float
    height: float


class Stretched(NamedTuple):
    """A link whose name wants a place: its middle there, its direction (radians), and the size of the name, in
    pixels.
    """

    x: float
    y: float
    angle: float
    width: float
    height: float


class Slanted(NamedTuple):
    """Where the name of a link stands: around ``x``, ``y``, turned by ``angle`` (radians)."""

    x: float
    y: float
    angle: float


def body_of(node: Named) -> Box:
    """The square in which a node stands."""
    reach = node.radius * 0.94
    return Box(node.x - reach, node.y - reach, node.x + reach, node.y + reach)


def around(node: Named) -> Iterator[Box]:
    """Where its name may stand, the usual place first: below, above, beside it, at its corners, farther off."""
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


def about(node: Named) -> Iterator[Box]:
    """Where its name may stand besides, where none of these is free: anywhere above and below it."""
    yield from around(node)
    off = node.radius + NAME_GAP
    for row in (node.y + off, node.y - off - node.height):
        for share in _SHARES:
            left = node.x - node.width * share
            yield Box(left, row, left + node.width, row + node.height)


def corners(node: Named) -> Iterator[Box]:
    """Where its badge may stand: at its corners, the upper right one first."""
    off = node.radius * 0.9 - 3
    up, down = node.y - node.radius - node.height / 2, node.y + node.radius - node.height / 2
    right, left = node.x + off, node.x - off - node.width
    for x, y in ((right, up), (right, down), (left, down), (left, up)):
        yield Box(x, y, x + node.width, y + node.height)


def below(node: Named) -> Box:
    """The usual place of a name, whatever stands there."""
    return next(around(node))


def pieces_of(at: Stretched) -> tuple[Box, ...]:
    """Rectangles that together cover a slanting name."""
    width, height = at.width, at.height
    level = abs(at.angle) < 0.02
    count = 1 if level else max(1, math.ceil(width / (height * _SLICE)))
    across, down = math.cos(at.angle), math.sin(at.angle)
    half_x = (width / count * abs(across) + height * abs(down)) / 2 + AIR / 2
    half_y = (width / count * abs(down) + height * abs(across)) / 2 + AIR / 2
    middles = [(place + 0.5) / count * width - width / 2 for place in range(count)]
    return tuple(
        Box(
            at.x + off * across - half_x,
            at.y + off * down - half_y,
            at.x + off * across + half_x,
            at.y + off * down + half_y,
        )
        for off in middles
    )
