"""Where badges, names and words stand, found in the plainest way: each looks at all that came before it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import chain
from random import Random

import numpy as np

from glossator.ui.plots.links import labels
from glossator.ui.plots.links.labels import LEADING, Box, Named, Slanted, Stretched
from glossator.ui.plots.links.placing import Wants

HEIGHTS = (12.0, 14.0, 11.0)
Places = tuple[dict[int, Box], dict[int, Box], dict[int, Slanted]]


def plainly(wants: Wants) -> Places:
    """The places of badges, names and words."""
    bodies = [labels.body_of(named(wants, at, 0.0, 0.0)) for at in range(len(wants.radii))]
    badges: dict[int, Box] = {}
    for at in np.flatnonzero(wants.badges).tolist():
        spots = list(labels.corners(named(wants, at, wants.badges[at], wants.heights[0])))
        spot = first_free(spots, [*but(bodies, at), *badges.values()])
        if spot is not None:
            badges[at] = spot
    names = plain_names(wants, bodies, list(badges.values()))
    taken = [*bodies, *badges.values(), *names.values()]
    return badges, names, plain_words(wants, taken)


def plain_names(wants: Wants, bodies: list[Box], badges: list[Box]) -> dict[int, Box]:
    """The places of names; the first ones may stand over nodes that matter less."""
    found: dict[int, Box] = {}
    order = wants.order.tolist()
    for place, at in enumerate(order):
        if not wants.names[at]:
            continue
        spots = list(labels.around(named(wants, at, wants.names[at], wants.heights[1])))
        if wants.within is not None:
            spots = [each for each in spots if wants.within.holds(each)]
        said = [*badges, *found.values()]
        spot = first_free(spots, [*said, *but(bodies, at)])
        if spot is None and place < LEADING:
            spots = list(labels.about(named(wants, at, wants.names[at], wants.heights[1])))
            if wants.within is not None:
                spots = [each for each in spots if wants.within.holds(each)]
            spot = least(
                spots,
                [*said, *(bodies[other] for other in order[:LEADING] if other != at)],
                [bodies[other] for other in order[LEADING:]],
            )
        if spot is not None:
            found[at] = spot
    return found


def plain_words(wants: Wants, before: list[Box]) -> dict[int, Slanted]:
    """The places of what is written on links."""
    found: dict[int, Slanted] = {}
    taken = list(before)
    for at in np.flatnonzero(wants.words).tolist():
        (x, y), angle = wants.middles[at].tolist(), float(wants.angles[at])
        pieces = labels.pieces_of(Stretched(x, y, angle, float(wants.words[at]), wants.heights[2]))
        if not any(piece.meets(other) for piece in pieces for other in taken):
            found[at] = Slanted(x, y, angle)
            taken += pieces
    return found


def but(boxes: Sequence[Box], at: int) -> list[Box]:
    """All of these but one."""
    return [*boxes[:at], *boxes[at + 1 :]]


def named(wants: Wants, at: int, width: float, height: float) -> Named:
    """A node, with the size of what stands at it."""
    x, y = wants.places[at].tolist()
    return Named(x, y, float(wants.radii[at]), float(width), height)


def first_free(spots: Sequence[Box], taken: Sequence[Box]) -> Box | None:
    """The first spot on which nothing stands."""
    return next((each for each in spots if not any(each.meets(other) for other in taken)), None)


def least(spots: Sequence[Box], taken: Sequence[Box], small: Sequence[Box]) -> Box | None:
    """The spot on which nothing of what is taken stands, and the fewest and least of what is small."""
    free = [each for each in spots if not any(each.meets(other) for other in taken)]

    def covered(box: Box) -> tuple[int, float]:
        met = [box.shared(other) for other in small if box.meets(other)]
        return len(met), math.fsum(met)

    return min(free, key=covered, default=None)


def wants_of(
    nodes: Sequence[Named] = (),
    links: Sequence[Stretched] = (),
    *,
    badges: Sequence[float] = (),
    within: Box | None = None,
) -> Wants:
    """What these nodes and links want; the nodes come as they matter."""
    count = len(nodes)
    return Wants(
        np.array([(node.x, node.y) for node in nodes], dtype=float).reshape(-1, 2),
        np.array([node.radius for node in nodes], dtype=float),
        np.array(badges, dtype=float) if badges else np.zeros(count),
        np.array([node.width for node in nodes], dtype=float),
        np.arange(count),
        np.array([(link.x, link.y) for link in links], dtype=float).reshape(-1, 2),
        np.array([link.angle for link in links], dtype=float),
        np.array([link.width for link in links], dtype=float),
        HEIGHTS,
        within,
    )


def wants_by(chance: Random, nodes: int, links: int, room: float) -> Wants:
    """A crowd of anything."""
    return wants_of(
        [node_by(chance, room) for _ in range(nodes)],
        [link_by(chance, room) for _ in range(links)],
        badges=[chance.choice([0.0, 0.0, 15.0, 22.0]) for _ in range(nodes)],
    )


def node_by(chance: Random, room: float) -> Named:
    """Any node in so much room."""
    x, y = chance.random() * room, chance.random() * room
    return Named(x, y, 4 + 12 * chance.random(), chance.choice([0.0, *(20 + 90 * chance.random(),) * 9]), 14)


def link_by(chance: Random, room: float) -> Stretched:
    """Any link in so much room."""
    x, y = chance.random() * room, chance.random() * room
    return Stretched(
        x, y, chance.uniform(-1.5, 1.5), chance.choice([0.0, *(chance.uniform(20, 80),) * 4]), 11
    )


def boxes_of(places: Places) -> list[Box]:
    """The boxes of badges and names."""
    return list(chain(places[0].values(), places[1].values()))
