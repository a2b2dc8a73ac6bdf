"""Where everything of a link chart is at one magnification, in pixels: nodes, links, names, and what is at a point."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QRectF
from PySide6.QtGui import QFont, QFontMetricsF

from glossator.analysis.links import LinkKey
from glossator.core.statements import Node
from glossator.ui.plots.links import geometry, labels
from glossator.ui.plots.links.cast import Cast
from glossator.ui.plots.links.geometry import Flags, Numbers, Points, Run
from glossator.ui.plots.links.kept import Kept
from glossator.ui.plots.links.labels import Box, Slanted
from glossator.ui.plots.links.patch import Patch
from glossator.ui.plots.links.placing import Placing, Wants
from glossator.ui.plots.links.since import Since, put, same
from glossator.ui.theme import Theme

BADGE = 12.0
"""Pixels that a badge is high."""
_NAMES = 900  # that are placed at most: more have no room on any screen
_WORDS = 700
_FAR = 0.42  # magnification below which nothing is written on links
_HEADLESS = 0.25  # … and below which links have no heads
_SMALL = 0.88  # of the font is that of the words on links
_SHORTEST = 30.0  # pixels that a link is long that anything is written on
_AROUND_LOOP = 200.0  # … that a loop counts as


class Layout:
    """A cast at its ``places`` (pixels where nothing is enlarged), magnified ``zoom`` times."""

    def __init__(
        self,
        cast: Cast,
        places: Points,
        zoom: float,
        font: QFont,
        theme: Theme,
        kept: Kept | None = None,
        before: Layout | None = None,
    ) -> None:
        self.cast = cast
        self.kept = kept or Kept()
        self.zoom = zoom
        self.theme = theme
        self.font = QFont(font)
        self.small = QFont(font)
        self.small.setPointSizeF(max(6.0, font.pointSizeF() * _SMALL))
        self.places = places * zoom
        self.radii = cast.radii * scaled(zoom)
        self.thin = min(1.0, max(0.5, zoom**0.4))
        self.course, self.heads = self._run(before)
        self.within: Box | None = None
        """What no name lies beyond, in pixels of the scene; ``None``: they may be anywhere."""
        self.badges: dict[int, Box] = {}
        """Where it stands how many neighbours of a node are not shown."""
        self.wide_badges: Points = np.zeros(0)
        """How wide that is for each node; 0 where nothing is to be said, none for no node at all."""
        self.wide_names: Points = np.zeros(0)
        """How wide the name of each node is; none before names were placed."""
        self.placing: Placing | None = None
        """What found places for names; ``None`` before anything did, and after nodes were moved by hand."""
        self.has_followed = False
        """Its names were found by a step from the scene before."""
        self.names: dict[int, Box] = {}
        self.words: dict[int, Slanted] = {}
        self._boxes: Points = np.zeros((0, 4))

    def _run(self, before: Layout | None) -> tuple[Run, Points]:
        """How links run, and their heads; those that ran the same ``before`` are taken from there."""
        wires, since = self.cast.wires, self.since(before)
        if before is None or since is None:
            course = geometry.run(wires, self.places, self.radii, self.cast.kinds)
            return course, geometry.heads(course, wires, self.thin)
        stand = same(since.nodes, before.places, self.places)
        stand &= same(since.nodes, before.radii, self.radii)
        run = same(since.links, before.cast.wires.lane, wires.lane)
        stays = np.where(run & stand[wires.first] & stand[wires.second], since.links, -1)
        course = geometry.stepped(wires, self.places, self.radii, self.cast.kinds, (before.course, stays))
        return course, geometry.stepped_heads(course, wires, self.thin, (before.heads, stays))

    def move(self, which: Sequence[int], places: Points) -> None:
        """These nodes stand at other ``places`` (pixels where nothing is enlarged); their names go with them."""
        self.placing = None
        before = self.places[list(which)].copy()
        self.places[list(which)] = places * self.zoom
        self.course = geometry.run(self.cast.wires, self.places, self.radii, self.cast.kinds)
        self.heads = geometry.heads(self.course, self.cast.wires, self.thin)
        for at, node in enumerate(which):
            way = self.places[node] - before[at]
            for held in (self.names, self.badges):
                if node in held:
                    held[node] = held[node].moved(*map(float, way))
                    self._boxes = np.zeros((0, 4))
        for link in self._touching(which):
            self.words.pop(link, None)

    def _touching(self, nodes: Sequence[int]) -> list[int]:
        wires = self.cast.wires
        held = np.isin(wires.first, list(nodes)) | np.isin(wires.second, list(nodes))
        return [int(at) for at in np.flatnonzero(held)]

    def touching(self, nodes: Sequence[int]) -> list[int]:
        """The links (by number) of these nodes."""
        return self._touching(nodes)

    # --- names

    def place_names(self, before: Layout | None = None) -> None:
        """Find places for badges and for the names of nodes and links, as they are at this magnification.  What nothing
        changed around stands where it did ``before``, which is asked for nothing afterwards.
        """
        since = self.since(before)
        wants = self._wants(before, since)
        held = before.placing if before is not None else None
        if before is not None and held is not None and since is not None and held.takes(wants):
            before.placing = None
            held.follow(wants, since.nodes, since.links if self.is_written else since.links[:0])
            self.placing, self.has_followed = held, True
        else:
            self.placing, self.has_followed = Placing(wants), False
        self.badges, self.names, self.words = self.placing.badges, self.placing.names, self.placing.words
        self._boxes = np.zeros((0, 4))

    def since(self, before: Layout | None) -> Since | None:
        """What of it was there ``before`` in the same magnification and face; ``None`` where that cannot be told."""
        if before is None or before.zoom != self.zoom or before.kept is not self.kept:
            return None
        if before.cast is self.cast:
            nodes, links = np.arange(len(self.cast.nodes)), np.arange(len(self.cast.links))
            return Since(self.cast.mark, nodes, links)
        return self.cast.since if self.cast.since.mark is before.cast.mark else None

    def _wants(self, before: Layout | None = None, since: Since | None = None) -> Wants:
        metrics = QFontMetricsF(self.font)
        small = QFontMetricsF(self.small).height()
        order = np.argsort(-self.cast.radii, kind="stable")
        if before is not None and since is not None and len(before.wide_names):
            self.wide_names = put(before.wide_names, since.nodes, self._wide_name)
        else:
            self.wide_names = np.array([self._wide_name(at) for at in range(len(order))], dtype=float)
        names = self.wide_names.copy()
        names[order[_NAMES:]] = 0.0
        middles, angles, words = np.zeros((0, 2)), np.zeros(0), np.zeros(0)
        if self.is_written:
            middles, angles = geometry.middles(self.course)
            words = self._wide_words()
        heights = (BADGE, metrics.height() * 0.94, small * 0.9)
        badges = self.wide_badges if len(self.wide_badges) else np.zeros(len(names))
        return Wants(
            self.places,
            self.radii,
            badges,
            names,
            order,
            middles,
            angles,
            words,
            heights,
            self.within,
        )

    def _wide_words(self) -> Points:
        """How wide it is what is written on each link; 0 where it is too short for that, or too many others come before
        it.
        """
        links = self.cast.words
        wide = self.kept.wide_words(links, self.small)
        across = self.course.end - self.course.start
        length = np.where(self.course.loops, _AROUND_LOOP, np.hypot(across[:, 0], across[:, 1]))
        fits = (length > _SHORTEST) & (wide <= length - 8)
        fits[np.flatnonzero(fits)[_WORDS:]] = False
        return np.where(fits, wide, 0.0)

    def named(self, at: int) -> labels.Named:
        """A node with the size of its name."""
        metrics = QFontMetricsF(self.font)
        x, y = self.places[at].tolist()
        return labels.Named(x, y, float(self.radii[at]), self._wide_name(at), metrics.height() * 0.94)

    def name_box(self, at: int) -> Box:
        """Where the name of a node stands, or would where it has no place of its own."""
        if at in self.names:
            return self.names[at]
        return labels.below(self.named(at))

    def stretched(self, at: int, place: Slanted) -> labels.Stretched:
        """What is written on a link at a place, with its size."""
        wide = float(self.kept.wide_words([self.cast.words[at]], self.small)[0])
        return labels.Stretched(*place, wide, QFontMetricsF(self.small).height() * 0.9)

    def fits_words(self, at: int) -> bool:
        """A link is long enough for what is written on it."""
        wide = float(self.kept.wide_words([self.cast.words[at]], self.small)[0])
        across = self.course.end[at] - self.course.start[at]
        length = _AROUND_LOOP if self.course.loops[at] else float(np.hypot(*across))
        return length > _SHORTEST and wide <= length - 8

    def shown(self, at: int) -> str:
        """The name of a node as it is written."""
        return self.kept.fitted(self.cast.looks[at].name, self.font)[0]

    def half_names(self) -> Points:
        """Half the width of each node's name, in pixels."""
        halves = [self._wide_name(at) / 2 for at in range(len(self.cast.looks))]
        return np.array(halves, dtype=float)

    def _wide_name(self, at: int) -> float:
        return self.kept.fitted(self.cast.looks[at].name, self.font)[1] + 4

    # --- what is where

    def middle_of(self, key: Node | LinkKey) -> tuple[float, float] | None:
        """The middle of a node or link; ``None`` where it is not shown."""
        if isinstance(key, Node):
            at = self.cast.number.get(key)
            places = self.places
        else:
            at = next((at for at, link in enumerate(self.cast.links) if link.key == key), None)
            places = geometry.middles(self.course)[0] if at is not None else self.places
        return (float(places[at, 0]), float(places[at, 1])) if at is not None else None

    def key_at(self, x: float, y: float) -> Node | LinkKey | None:
        """The node, or the link, at a point."""
        node = self.node_at(x, y)
        if node is not None:
            return self.cast.nodes[node]
        link = self.link_at(x, y)
        return self.cast.links[link].key if link is not None else None

    def node_at(self, x: float, y: float) -> int | None:
        """The node whose shape holds a point, or almost."""
        off = np.hypot(self.places[:, 0] - x, self.places[:, 1] - y)
        reach = np.maximum(self.radii * 1.1, 7.0)
        near = np.flatnonzero(off <= reach)
        return int(near[np.argmin(off[near])]) if len(near) else None

    def link_at(self, x: float, y: float, reach: float = 5.0) -> int | None:
        """The link that runs by a point."""
        found = geometry.nearest(self.course, self.cast.wires, x, y, reach)
        return found[0] if found is not None else None

    def reach(self, zoom: float, halves: Points) -> QRectF:
        """The rectangle that would hold everything at another magnification, names of these half widths included."""
        places = self.places / self.zoom * zoom
        radii = self.cast.radii * scaled(zoom)
        aside = np.maximum(halves, radii * 1.4)
        left, right = float((places[:, 0] - aside).min()), float((places[:, 0] + aside).max())
        top, bottom = (
            float((places[:, 1] - radii * 1.4).min()),
            float((places[:, 1] + radii * 1.4).max() + 18),
        )
        loops = self.cast.wires.loops
        if loops.any():  # they stand off above and to the right
            top -= 20
            right += 20
        return QRectF(left, top, right - left, bottom - top)

    def links_in(self, part: QRectF, patch: Patch | None = None) -> Numbers:
        """The links that may show in ``part``, or in the parts of it that make up a ``patch``."""
        left, top, right, bottom = self.course.boxes.T
        inside = (left < part.right()) & (right > part.left()) & (top < part.bottom()) & (bottom > part.top())
        found: Numbers = np.flatnonzero(inside)
        if patch is None:
            return found
        found = found[patch.meets(self.course.boxes[found])]
        met: Flags = np.any(patch.crossed(geometry.curve(self.course, found)), axis=1)
        met |= self.course.loops[found]
        return found[met | patch.meets(self.head_boxes(found))] if self.has_heads else found[met]

    @property
    def is_written(self) -> bool:
        """Something may be written on links at this magnification."""
        return self.zoom >= _FAR

    @property
    def has_heads(self) -> bool:
        """Links have heads at this magnification."""
        return self.zoom > _HEADLESS

    def head_boxes(self, which: Numbers) -> Points:
        """Boxes around the heads of links."""
        heads = self.heads[which]
        return np.concatenate([heads.min(axis=1), heads.max(axis=1)], axis=1)

    def nodes_in(self, part: QRectF, patch: Patch | None = None) -> list[int]:
        """The nodes that may show in ``part``, or in the parts of it that make up a ``patch``."""
        reach = self.radii * 1.4 + 2
        x, y = self.places[:, 0], self.places[:, 1]
        inside: Flags = (x + reach > part.left()) & (x - reach < part.right())
        inside &= (y + reach > part.top()) & (y - reach < part.bottom())
        if patch is not None:
            inside &= patch.meets(np.stack([x - reach, y - reach, x + reach, y + reach], axis=1))
        found: list[int] = np.flatnonzero(inside).tolist()
        return found


def scaled(zoom: float) -> float:
    """How much larger nodes are drawn: less than what lies between them."""
    return float(min(1.5, max(0.28, zoom**0.6)))
