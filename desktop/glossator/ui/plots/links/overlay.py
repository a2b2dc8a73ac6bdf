"""What lies over a link chart: what is hovered, selected, lit and pointed out, pins, and what is not shown."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen, QPixmap

from glossator.analysis.links import LinkKey, Network
from glossator.core.statements import Node
from glossator.ui.plots.chart import IsLit, nothing
from glossator.ui.plots.links import labels, spotlight
from glossator.ui.plots.links.cast import Cast
from glossator.ui.plots.links.content import Content, Lighting, Mark
from glossator.ui.plots.links.geometry import Points
from glossator.ui.plots.links.layout import BADGE
from glossator.ui.plots.links.scene import Scene
from glossator.ui.plots.links.spotlight import Spotlight

_BADGED = 5  # pixels of radius from which on a node has room for a badge
_ASTRAY = "Everything is outside of what is seen: 0 brings it back."


class Lit(NamedTuple):
    """The numbers of nodes and links that are lit from elsewhere."""

    nodes: frozenset[int] = frozenset()
    links: tuple[int, ...] = ()


def lit(cast: Cast, network: Network, is_lit: IsLit) -> Lit:
    """What is lit of the cast of a network."""
    if is_lit is nothing:
        return Lit()
    if isinstance(is_lit, Lighting):
        nodes, keys = is_lit.find()
        links = [id(link) for key in keys for link in network.at.get(key.first, ()) if link.key == key]
        return Lit(
            frozenset(cast.number[node] for node in nodes if node in cast.number),
            tuple(np.flatnonzero(np.isin(cast.ids, links)).tolist()) if links else (),
        )
    return Lit(
        frozenset(at for at, node in enumerate(cast.nodes) if is_lit(node)),
        tuple(at for at, link in enumerate(cast.links) if is_lit(link.key)),
    )


class Pointed(NamedTuple):
    """What the keyboard is on, what is meant by it or the pointer, how much all else is faded then, the nodes that are
    selected, the one that is dragged, what is lit from elsewhere, whether the chart has the keyboard, and
    the part of it that is in view.
    """

    current: Mark | None
    spot: Spotlight | None
    faded: float
    selected: tuple[Node, ...]
    dragged: Node | None
    lit: Lit
    has_focus: bool
    part: QRectF


def paint(painter: QPainter, scene: Scene, content: Content, pointed: Pointed) -> None:
    """Paint all of it, in the coordinates of the scene."""
    theme, number, spot = scene.theme, scene.cast.number, pointed.spot
    if spot is not None:
        spotlight.fade(painter, scene, pointed.part, pointed.faded)
    if pointed.dragged is not None:
        held = number[pointed.dragged]
        scene.paint_links(painter, np.array(scene.touching([held]), dtype=np.intp))
        scene.paint_nodes(painter, [held])
        if held in scene.names:
            scene.paint_name(painter, held, scene.names[held])
    if pointed.lit.links:
        scene.paint_links(painter, np.array(pointed.lit.links, dtype=np.intp), colour=theme.focus, wider=0.8)
        scene.paint_nodes(painter, _ends_of(scene, pointed.lit.links))
    paint_way(painter, scene, content.way)
    if spot is not None:
        spotlight.paint(painter, scene, spot)
    seen = scene.nodes_in(pointed.part) if pointed.lit.nodes or content.pinned or content.beyond else []
    _rings(painter, scene, [at for at in seen if at in pointed.lit.nodes], theme.focus, 2.0, 4.0)
    chosen = [number[node] for node in pointed.selected if node in number]
    _rings(painter, scene, chosen, theme.accent, 2.6, 3.0)
    if isinstance(pointed.current, Node) and pointed.current in number:
        colour = theme.focus if pointed.has_focus else theme.arc
        _rings(painter, scene, [number[pointed.current]], colour, 2.0, 6.5)
    _pins(painter, scene, [at for at in seen if scene.cast.nodes[at] in content.pinned])
    if scene.badges:
        _badges(painter, scene, content, seen)
    elif spot is not None and spot.own is not None:  # from afar no other node has one
        _own_badge(painter, scene, content, spot.own)
    if len(scene.cast.nodes) and not len(scene.nodes_in(pointed.part)):
        painter.setPen(QColor(theme.muted))
        painter.drawText(pointed.part, Qt.AlignmentFlag.AlignCenter, _ASTRAY)


def paint_way(painter: QPainter, scene: Scene, way: Iterable[LinkKey]) -> None:
    """Point out the links of a way."""
    wanted = set(way)
    if wanted:
        links = [at for at, link in enumerate(scene.cast.links) if link.key in wanted]
        _again(painter, scene, links, scene.theme.accent, 2.4)
        for at in _ends_of(scene, links):
            if at not in scene.names:
                scene.paint_name(painter, at, scene.name_box(at))


def _ends_of(scene: Scene, links: Iterable[int]) -> list[int]:
    return sorted({scene.cast.number[node] for at in links for node in scene.cast.links[at].ends})


def _again(painter: QPainter, scene: Scene, links: list[int], colour: str, wider: float) -> None:
    """Links once more, in another colour, with their words, nodes and names above them."""
    scene.paint_links(painter, np.array(links, dtype=np.intp), colour=colour, wider=wider)
    for at in links:
        if at in scene.words:
            scene.paint_words(painter, at, scene.words[at])
    ends = _ends_of(scene, links)
    for at in ends:
        if at in scene.names:
            scene.paint_name(painter, at, scene.names[at])
    scene.paint_nodes(painter, ends)


def _rings(
    painter: QPainter, scene: Scene, nodes: Iterable[int], colour: str, width: float, off: float
) -> None:
    painter.setPen(QPen(QColor(colour), width))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for at in nodes:
        radius = float(scene.radii[at]) * 1.12 + off
        painter.drawEllipse(QPointF(*scene.places[at].tolist()), radius, radius)


def _pins(painter: QPainter, scene: Scene, nodes: Iterable[int]) -> None:
    for at in nodes:
        radius = float(scene.radii[at])
        head = QPointF(*scene.places[at].tolist()) + QPointF(-radius * 0.8, -radius * 0.95)
        painter.setPen(QPen(QColor(scene.theme.ink), 1.4))
        painter.drawLine(head, head + QPointF(3.5, 6.0))
        painter.setBrush(QColor(scene.theme.raised))
        painter.drawEllipse(head, 3.2, 3.2)


def _badges(painter: QPainter, scene: Scene, content: Content, nodes: Iterable[int]) -> None:
    """How many neighbours are not shown, as pictures that are drawn once for each number."""
    ratio = painter.device().devicePixelRatio()
    names = scene.cast.nodes
    for at in nodes:
        box = scene.badges.get(at)
        if box is not None:
            stamp = _badge(scene, content.beyond[names[at]], ratio)
            painter.drawPixmap(QPointF(box.left, box.top), stamp)


def _own_badge(painter: QPainter, scene: Scene, content: Content, at: int) -> None:
    beyond = content.beyond.get(scene.cast.nodes[at], 0)
    if beyond:
        stamp = _badge(scene, beyond, painter.device().devicePixelRatio())
        size = stamp.deviceIndependentSize()
        node = scene.named(at)._replace(width=size.width(), height=size.height())
        box = next(labels.corners(node))
        painter.drawPixmap(QPointF(box.left, box.top), stamp)


def _badge(scene: Scene, beyond: int, ratio: float) -> QPixmap:
    kept = scene.kept.badges
    if (beyond, ratio) not in kept:
        area = QRectF(0, 0, _wide(scene, beyond), BADGE)
        stamp = kept[beyond, ratio] = QPixmap((area.size() * ratio).toSize())
        stamp.setDevicePixelRatio(ratio)
        stamp.fill(Qt.GlobalColor.transparent)
        with QPainter(stamp) as on:
            scene.halo(on, area)
            on.setFont(scene.small)
            on.setPen(QColor(scene.theme.accent))
            on.drawText(area, Qt.AlignmentFlag.AlignCenter, f"+{beyond}")
    return kept[beyond, ratio]


def _wide(scene: Scene, beyond: int) -> float:
    widths = scene.kept.badge_widths
    if beyond not in widths:
        widths[beyond] = QFontMetrics(scene.small).horizontalAdvance(f"+{beyond}") + 3.0
    return widths[beyond]


def wide_badges(scene: Scene, content: Content) -> Points:
    """How wide the badge of each node is that tells how many neighbours are not shown; 0 for a node without one.  From
    afar no node has one: they would take the room of the names, and a crowd of numbers tells nobody anything.
    """
    number, radii = scene.cast.number, scene.radii
    found: Points = np.zeros(len(radii))
    if not scene.is_written:
        return found
    for node, beyond in content.beyond.items():
        at = number.get(node)
        if beyond and at is not None and radii[at] > _BADGED:
            found[at] = _wide(scene, beyond)
    return found
