"""What is said of the node or link that is pointed at: its links, their types, whom they lead to; all else is faded."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QObject, QRectF, QTimer, Signal
from PySide6.QtGui import QColor, QPainter

from glossator.core.statements import Node
from glossator.ui.plots.links import geometry, labels
from glossator.ui.plots.links.content import Mark
from glossator.ui.plots.links.geometry import Numbers, Points
from glossator.ui.plots.links.labels import Box, Slanted
from glossator.ui.plots.links.scene import Scene

# of the ground over what the pointer does not mean, and over what the keyboard is not on
_FADED, _PALE = 0.62, 0.3
_REST = 140  # milliseconds
_NAMES, _WORDS = 40, 60  # that find new places at most
_WIDER = 1.2  # pixels by which links are wider
_SHARES = (0.5, 0.34, 0.66)  # of the way along a link is where its type may stand


class Spotlight(NamedTuple):
    """The links and nodes that are meant, by number, of these the one that is pointed at (``None``: a link is), and
    where their names and words stand meanwhile.
    """

    own: int | None
    links: Numbers
    nodes: tuple[int, ...]
    names: dict[int, Box]
    words: dict[int, Slanted]


class Lamp(QObject):
    """Finds what a spotlight falls on, once for many frames, and fades all else once the pointer rests on a node:
    whoever only passes by would see it flicker.  ``rested`` tells that it does now.
    """

    rested = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.is_led = False
        """Somebody led the keyboard to where it is."""
        self._held: tuple[tuple[Scene, Mark, bool], QRectF, Spotlight] | None = None
        self._resting = QTimer(self, singleShot=True, interval=_REST)
        self._resting.timeout.connect(self.rested)

    def point(self, key: Mark | None) -> None:
        """The pointer is over this now."""
        if isinstance(key, Node):
            self._resting.start()
        else:
            self._resting.stop()

    def share(self, hovered: Mark | None, *, has_focus: bool) -> float:
        """How much of the ground is to be laid over what is not meant: most where the pointer rests on a node, some
        where the keyboard is on something.
        """
        if hovered is None:
            return _PALE if has_focus and self.is_led else 0.0
        return _FADED if isinstance(hovered, Node) and not self._resting.isActive() else 0.0

    def forget(self) -> None:
        """Names stand elsewhere now."""
        self._held = None

    def on(self, scene: Scene, key: Mark, part: QRectF, *, is_quiet: bool = False) -> Spotlight:
        """The spotlight on a node or link of a scene of which ``part`` is in view; see :func:`spotlight`."""
        held = self._held
        about = (scene, key, is_quiet)  # scenes are told apart by being themselves
        if held is None or held[:2] != (about, part):
            held = self._held = (about, part, spotlight(scene, key, part, is_quiet=is_quiet))
        return held[2]


def spotlight(scene: Scene, key: Mark, part: QRectF, *, is_quiet: bool = False) -> Spotlight:
    """What is meant by a node or link; names and words that stand already stay, others find room among them alone, or
    are not said where it ``is_quiet``.
    """
    links = np.array(links_of(scene, key), dtype=np.intp)
    wires = scene.cast.wires
    own = [scene.cast.number[key]] if isinstance(key, Node) and key in scene.cast.number else []
    nodes = tuple(sorted({*own, *wires.first[links].tolist(), *wires.second[links].tolist()}))
    room = _Room([labels.body_of(scene.named(at)) for at in nodes])
    names = {at: scene.names[at] for at in nodes if at in scene.names}
    words = {at: scene.words[at] for at in links.tolist() if at in scene.words}
    room.take(names.values())
    for at, slant in words.items():
        room.take(labels.pieces_of(scene.stretched(at, slant)))
    within = Box(part.left(), part.top(), part.right(), part.bottom())
    by_weight = sorted(
        (at for at in nodes if at not in names), key=lambda at: (at not in own, -scene.radii[at], at)
    )
    for at in [each for each in by_weight[:_NAMES] if each in own or not is_quiet]:
        spots = labels.around(scene.named(at))
        found = next((box for box in spots if within.holds(box) and room.is_free(box)), None)
        if found is None and at in own:
            found = scene.name_box(at)
        if found is not None:
            names[at] = found
            room.take([found])
    silent = [] if is_quiet else [at for at in links.tolist() if at not in words]
    for at in silent[:_WORDS]:
        place = _free(scene, at, room)
        if place is None and not own:  # of a single link it is said in any case
            place = _along(scene, at, 0.5)._replace(angle=0.0)
        if place is not None:
            words[at] = place
            room.take(labels.pieces_of(scene.stretched(at, place)))
    return Spotlight(own[0] if own else None, links, nodes, names, words)


def links_of(scene: Scene, key: Mark) -> list[int]:
    """The links (by number) that a node or link means."""
    if isinstance(key, Node):
        return scene.touching([scene.cast.number[key]]) if key in scene.cast.number else []
    return [at for at, link in enumerate(scene.cast.links) if link.key == key]


def fade(painter: QPainter, scene: Scene, part: QRectF, share: float) -> None:
    """Lay so much of the ground over all that is in view."""
    if share:
        ground = QColor(scene.theme.raised)
        ground.setAlphaF(share)
        painter.fillRect(part, ground)


def paint(painter: QPainter, scene: Scene, spot: Spotlight) -> None:
    """Paint what is meant over the rest."""
    scene.paint_links(painter, spot.links, colour=scene.theme.focus, wider=_WIDER)
    for at, place in spot.words.items():
        scene.paint_words(painter, at, place)
    for at, box in spot.names.items():
        scene.paint_name(painter, at, box)
    scene.paint_nodes(painter, spot.nodes)


class _Room:
    """Boxes that are taken."""

    def __init__(self, boxes: Iterable[Box]) -> None:
        self._boxes: Points = np.array(list(boxes), dtype=float).reshape(-1, 4)

    def take(self, boxes: Iterable[Box]) -> None:
        self._boxes = np.concatenate([self._boxes, np.array(list(boxes), dtype=float).reshape(-1, 4)])

    def is_free(self, box: Box) -> bool:
        left, top, right, bottom = self._boxes.T
        met = (left < box.right) & (right > box.left) & (top < box.bottom) & (bottom > box.top)
        return not met.any()


def _free(scene: Scene, at: int, room: _Room) -> Slanted | None:
    """The first place along a link where its type meets nothing, where it is long enough."""
    if not scene.fits_words(at):
        return None
    for share in _SHARES:
        place = _along(scene, at, share)
        if all(room.is_free(piece) for piece in labels.pieces_of(scene.stretched(at, place))):
            return place
    return None


def _along(scene: Scene, at: int, share: float) -> Slanted:
    """A place so far along a link, turned as it runs there."""
    one = np.array([at], dtype=np.intp)
    middle, angle = geometry.middles(scene.course.only(one))
    x, y = middle[0].tolist()
    if share != 0.5 and not scene.course.loops[at]:
        line = geometry.curve(scene.course, one)[0]
        x, y = line[round(share * (len(line) - 1))].tolist()
    return Slanted(x, y, float(angle[0]))
