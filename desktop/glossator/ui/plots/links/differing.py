"""Where a link chart looks different after a Change: the parts in which nodes, links, names or words are other ones."""

from __future__ import annotations

from typing import Any

import numpy as np
from PySide6.QtCore import QRectF

from glossator.ui.plots.links import geometry
from glossator.ui.plots.links.geometry import Flags, Numbers
from glossator.ui.plots.links.scene import Scene
from glossator.ui.plots.links.since import same

_AIR = 2.0  # pixels by which smooth edges reach beyond
_NODE = 1.45  # of the radius of a node is as far as its shape can reach


def areas(before: Scene, after: Scene) -> list[QRectF] | None:
    """What is to be painted again where two scenes of one magnification, theme and face follow one another; ``None``
    where that is all of it.
    """
    since = after.since(before)
    if since is None or after.placing is None:
        return None
    written = after.placing.touched
    if not after.has_followed:
        if before.placing is None:
            return None
        told = since.links if after.is_written else since.links[:0]
        written = after.placing.unlike(before.placing, since.nodes, told)
    nodes = same(since.nodes, before.places, after.places) & same(since.nodes, before.radii, after.radii)
    links = since.links >= 0
    for was, now in zip(before.course[:3], after.course[:3], strict=True):
        links &= same(since.links, was, now)
    found = [
        *_nodes(before, _left(since.nodes, nodes, len(before.radii))),
        *_nodes(after, np.flatnonzero(~nodes)),
        *_links(before, _left(since.links, links, len(before.heads))),
        *_links(after, np.flatnonzero(~links)),
        *written,
    ]
    return [
        QRectF(left, top, right - left, bottom - top).adjusted(-_AIR, -_AIR, _AIR, _AIR)
        for left, top, right, bottom in found
    ]


def _left(since: Numbers, alike: Flags, count: int) -> Numbers:
    """The numbers of those before of which nothing is as it was."""
    found: Flags = np.ones(count, dtype=np.bool_)
    found[since[alike]] = False
    gone: Numbers = np.flatnonzero(found)
    return gone


def _nodes(scene: Scene, which: Numbers) -> Any:
    reach = (scene.radii[which] * _NODE)[:, None]
    places = scene.places[which]
    return np.concatenate([places - reach, places + reach], axis=1).tolist()


def _links(scene: Scene, which: Numbers) -> Any:
    """Boxes along each link, as the one around all of it would hold most of the chart."""
    heads = scene.head_boxes(which).tolist() if scene.has_heads else []
    return [*geometry.along(scene.course, scene.cast.wires, which), *heads]
