"""Where a link chart looks different after a Change: the parts in which nodes, links, names or words are other ones."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

from PySide6.QtCore import QRectF
from PySide6.QtGui import QFontMetricsF

from glossator.ui.plots.links.scene import Scene

_AIR = 3.0  # pixels by which smooth edges reach beyond

Sight = tuple[Any, float, float, float, float]
"""How a thing looks, as far as that can be told apart, and where: left, top, right, bottom, in pixels of the scene."""


def areas(before: Scene, after: Scene) -> list[QRectF]:
    """What is to be painted again where two scenes of one magnification, theme and face follow one another."""
    found: list[QRectF] = []
    for sights in (_nodes, _links, _names, _words):
        old, new = sights(before), sights(after)
        for key in old.keys() | new.keys():
            was, now = old.get(key), new.get(key)
            if was != now:
                found += [_area(each) for each in (was, now) if each is not None]
    return found


def _area(sight: Sight) -> QRectF:
    _, left, top, right, bottom = sight
    return QRectF(left, top, right - left, bottom - top).adjusted(-_AIR, -_AIR, _AIR, _AIR)


def _nodes(scene: Scene) -> dict[Hashable, Sight]:
    reach = (scene.radii * 1.45)[:, None]
    boxes = zip((scene.places - reach).tolist(), (scene.places + reach).tolist(), strict=True)
    return {
        node: (look, *low, *high)
        for node, look, (low, high) in zip(scene.cast.nodes, scene.cast.looks, boxes, strict=True)
    }


def _links(scene: Scene) -> dict[Hashable, Sight]:
    course, wires, cast = scene.course, scene.cast.wires, scene.cast
    looks = zip(
        course.start.tolist(),
        course.control.tolist(),
        course.end.tolist(),
        cast.lines,
        wires.width.tolist(),
        wires.arrow.tolist(),
        strict=True,
    )
    boxes = course.boxes.tolist()
    return {link.key: (look, *box) for link, look, box in zip(cast.links, looks, boxes, strict=True)}


def _names(scene: Scene) -> dict[Hashable, Sight]:
    nodes, looks, shown = scene.cast.nodes, scene.cast.looks, scene.shown
    return {nodes[at]: ((shown[at], looks[at].is_named), *box) for at, box in scene.names.items()}


def _words(scene: Scene) -> dict[Hashable, Sight]:
    high = QFontMetricsF(scene.small).height()
    cast, wide = scene.cast, scene.kept.words
    found: dict[Hashable, Sight] = {}
    for at, place in scene.words.items():
        words = cast.words[at]
        half = wide[words] / 2 + high
        look = (place, words, cast.lines[at].is_denied)
        found[cast.links[at].key] = (look, place.x - half, place.y - half, place.x + half, place.y + half)
    return found
