"""How far a link chart is magnified so that all of it is seen, with the names around its outer nodes."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSizeF

from glossator.ui.plots.links.geometry import Points
from glossator.ui.plots.links.scene import Scene

LARGEST = 1.25
"""Magnification of a chart that would have room for more."""
READABLE = 0.75
"""Magnification below which nodes lose their shapes and links their heads."""
_STEPS, _ROUNDS, _ENOUGH = 6, 3, 0.99


def whole(
    scene_of: Callable[[float], Scene], room: QSizeF, farthest: float, *, with_names: bool
) -> tuple[float, QPointF]:
    """The magnification at which all of a chart is within ``room``, ``with_names`` or without, and the point
    (magnified) that is its middle; ``scene_of`` draws it at one magnification, ``farthest`` is the smallest one.
    """
    bare = scene_of(1.0)
    count = len(bare.cast.nodes)
    halves = bare.half_names() if with_names else np.zeros(count)
    zoom = _stepwise(bare, halves, room, farthest)
    bounds = bare.reach(zoom, halves)
    for _ in range(_ROUNDS if with_names else 0):
        bounds = reached(scene_of(zoom))
        smaller = min(1.0, _shrunk(bounds, room))
        if smaller > _ENOUGH or zoom <= farthest:
            break
        zoom = max(farthest, zoom * smaller)
    return zoom, bounds.center()


def nodes_first(
    scene_of: Callable[[float], Scene], room: QSizeF, farthest: float, found: tuple[float, QPointF]
) -> tuple[float, QPointF]:
    """The same where names would make nodes too small to be told apart: as large as these fit, until they can be; names
    have to do with the room there is.
    """
    bare = scene_of(1.0)
    halves = np.zeros(len(bare.cast.nodes))
    zoom = min(READABLE, _stepwise(bare, halves, room, farthest))
    return (zoom, bare.reach(zoom, halves).center()) if zoom > found[0] else found


def _stepwise(bare: Scene, halves: Points, room: QSizeF, farthest: float) -> float:
    """Names have the same size at any magnification, so their room is found step by step."""
    zoom = 1.0
    for _ in range(_STEPS):
        better = min(LARGEST, max(farthest, zoom * _shrunk(bare.reach(zoom, halves), room)))
        if 0.99 * zoom <= better <= 1.01 * zoom:
            break
        zoom = better
    return zoom


def _shrunk(bounds: QRectF, room: QSizeF) -> float:
    return min(room.width() / max(1.0, bounds.width()), room.height() / max(1.0, bounds.height()))


def reached(scene: Scene) -> QRectF:
    """What a chart reaches with its names where they find their places: beside, above or at the corners of nodes."""
    scene.place_names()
    bounds = scene.reach(scene.zoom, np.zeros(len(scene.cast.nodes)))
    for box in scene.names.values():
        bounds |= QRectF(box.left, box.top, box.right - box.left, box.bottom - box.top)
    return bounds
