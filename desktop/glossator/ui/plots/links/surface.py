"""The surface of a link chart: which part of it is seen, and what on it is pointed at, selected and dragged."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pyqtgraph
from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, QSizeF, Qt, QTimer, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QToolTip, QVBoxLayout, QWidget

from glossator.core.statements import Node
from glossator.ui.plots.backing import Backing
from glossator.ui.plots.chart import Chart, IsLit
from glossator.ui.plots.links import differing, fitting, overlay, tips
from glossator.ui.plots.links.cast import Cast
from glossator.ui.plots.links.content import Content, Mark, Place
from glossator.ui.plots.links.geometry import Points
from glossator.ui.plots.links.kept import Kept
from glossator.ui.plots.links.key import Key
from glossator.ui.plots.links.labels import Box
from glossator.ui.plots.links.overlay import Pointed
from glossator.ui.plots.links.scene import Scene
from glossator.ui.plots.links.spotlight import Lamp, Spotlight
from glossator.ui.plots.marks import View
from glossator.ui.theme import Theme

HEIGHT = 560
"""How high the chart is among others, in pixels."""
NEAREST, FARTHEST = 4.0, 0.03
"""How much it can be magnified, and how little."""
MARGIN = 28
"""Pixels around a chart that is fitted into what is free."""
_NEARLY_ALL = 0.8  # of what is in view
_EDGE = 4.0  # pixels between the names of what is all in view and the edge
_QUICK = 400  # nodes up to which names are placed while one zooms
_SMOOTH = 1_500  # links up to which lines are smooth while one moves
_PAUSE = 90  # milliseconds after which they are placed otherwise


class _Layer(QGraphicsItem):
    """The item of the scene on which the chart paints itself, in pixels."""

    def __init__(self, chart: Surface) -> None:
        super().__init__()
        self._chart = chart
        self.setZValue(100)

    def boundingRect(self) -> QRectF:
        return QRectF(self._chart.rect())

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        self._chart.paint_all(painter)

    def fit(self) -> None:
        """The chart has another size."""
        self.prepareGeometryChange()


class Surface(Chart):
    """Draws a :class:`Content`.  The key of a mark is a :class:`Node` or a :class:`LinkKey`.

    ``placed`` carries where nodes were dragged to; ``expand_requested`` the node whose neighbours are wanted;
    ``way_requested`` two nodes; ``menu_requested`` the key (or ``None``) and where on the screen; ``hide_requested`` a
    node.
    """

    placed = Signal(object)
    expand_requested = Signal(object)
    hide_requested = Signal(object)
    way_requested = Signal(object, object)
    menu_requested = Signal(object, QPoint)
    cleared = Signal()
    resized = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.content: Content | None = None
        self.scene: Scene | None = None
        self.selected: list[Node] = []
        self.names_first = False
        """All of it is in view only where all names are, however small the nodes become."""
        self.key = Key(self)
        self._cast: Cast | None = None
        self._current: Mark | None = None
        self._hovered: Mark | None = None
        self._dragged: tuple[Node, Place] | None = None
        self._kept = Kept()
        self._lit: overlay.Lit | None = None
        self._lamp = Lamp(self)
        self._lamp.rested.connect(self.touch)
        self._is_moved = self._is_passing = False
        self._zoom_before, self._origin_before = 1.0, QPointF()
        self._backing = Backing()
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_PAUSE)
        self._soon.timeout.connect(self._settle)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFixedHeight(HEIGHT)
        # pyqtgraph has no types; its box knows which part of the chart is in view
        self._view: Any = pyqtgraph.GraphicsView(self)
        self._box: Any = pyqtgraph.ViewBox(lockAspect=True, invertY=True, enableMouse=False, enableMenu=False)
        self._set_up()

    def _set_up(self) -> None:
        self._box.disableAutoRange()
        self._box.setBorder(None)
        self._view.setCentralItem(self._box)
        self._view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._layer = _Layer(self)
        self._view.scene().addItem(self._layer)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._view)
        self._view.viewport().setMouseTracking(True)
        self.set_theme(self.theme)

    # --- what is shown

    def show_view(self, view: View) -> None:
        content = view.content
        assert isinstance(content, Content)
        before, self.content = self.content, content
        self._cast = Cast.of(
            content.network, content.scheme, by_mentions=content.by_mentions, before=self._cast
        )
        self.selected = [node for node in self.selected if node in content.network.nodes]
        if self._current is not None and not content.holds(self._current):
            self._current = None
        self._hovered = self._lit = None
        if self._dragged is not None and self._dragged[0] not in self._cast.number:
            self._dragged = None
        self.key.show(content, self._cast, self.theme)
        if content.network.is_empty:
            self.scene = None
            self.refresh()
            return
        is_other = before is None or self.scene is None or before.identity != content.identity
        if is_other or (not self._is_moved and not self._is_in_view(content, before)):
            self.fit()
        else:
            self._rebuild(self.zoom)
        self._layer.update()

    def _is_in_view(self, content: Content, before: Content | None) -> bool:
        """What is new stands in the part that is in view."""
        room = QRectF(self.rect()).adjusted(MARGIN, MARGIN, -MARGIN, -MARGIN - self.key.height)
        zoom, origin = self.zoom, self.origin
        return all(room.contains(QPointF(x * zoom, y * zoom) - origin) for x, y in content.new_since(before))

    def set_theme(self, theme: Theme) -> None:
        self.theme = theme
        self._view.setBackground(theme.raised)
        self._kept = Kept()
        if self.content is not None and self._cast is not None:
            self.key.show(self.content, self._cast, theme)
            self._rebuild(self.zoom)
        self.refresh()

    def point_out(self, is_lit: IsLit) -> None:
        self.is_lit = is_lit
        self._lit = None
        self._layer.update()

    def use_room(self, height: int) -> None:
        self.setFixedHeight(height or HEIGHT)

    @property
    def viewport(self) -> QWidget:
        """The widget on which it is painted, and on which hands are felt."""
        found = self._view.viewport()
        assert isinstance(found, QWidget)
        return found

    def touch(self) -> None:
        """What lies over the chart is to be painted anew."""
        self._layer.update()

    def refresh(self) -> None:
        """Paint everything anew."""
        self._backing.forget()
        self._layer.update()

    # --- which part is in view

    @property
    def zoom(self) -> float:
        """How many pixels a unit of the chart has."""
        rect = self._box.viewRect()
        return self.width() / rect.width() if rect.width() else 1.0

    @property
    def origin(self) -> QPointF:
        """What of the magnified chart is in the upper left corner."""
        return QPointF(self._box.viewRect().topLeft()) * self.zoom

    def look(self, zoom: float, origin: QPointF, *, is_passing: bool = False) -> None:
        """Show the chart magnified ``zoom`` times, ``origin`` (magnified as well) being in the upper left corner.  A
        large chart that is passed by on the way to another magnification (``is_passing``) is stretched for the moment.
        """
        zoom = min(NEAREST, max(FARTHEST, zoom))
        size = QSize(max(1, self.width()), max(1, self.height()))
        self._box.setRange(
            QRectF(origin.x() / zoom, origin.y() / zoom, size.width() / zoom, size.height() / zoom), padding=0
        )
        self._zoom_before, self._origin_before = zoom, QPointF(origin)
        if self.scene is None or not math.isclose(self.scene.zoom, zoom, rel_tol=1e-6):
            if is_passing and self.scene is not None and len(self.scene.cast.nodes) > _QUICK:
                self._soon.start()
            else:
                self._rebuild(zoom)
        self._layer.update()

    def move_by(self, x: float, y: float) -> None:
        """Move the part that is in view by so many pixels."""
        self._is_moved = True
        if self._cast is not None and len(self._cast.links) > _SMOOTH:
            self._is_passing = True
            self._soon.start()
        self.look(self.zoom, self.origin + QPointF(x, y))

    def magnify(self, factor: float, at: QPointF | None = None) -> None:
        """Magnify so much more; what is at a point of the widget (its middle) stays there."""
        self._is_moved = True
        point = at if at is not None else QPointF(self.width() / 2, self.height() / 2)
        old = self.zoom
        new = min(NEAREST, max(FARTHEST, old * factor))
        self.look(new, (self.origin + point) * (new / old) - point, is_passing=True)

    @property
    def told(self) -> str:
        return self.tip_of(self._hovered) or self.tip_of(self._current)

    def fit(self) -> None:
        """Bring the whole chart into view, at most a little larger than in its own size."""
        content, cast = self.content, self._cast
        if cast is None or content is None or not cast.nodes:
            return
        self._is_moved = False
        places = self._standing(cast, content)
        room = QSizeF(
            max(80, self.width() - 2 * MARGIN), max(60, self.height() - 2 * MARGIN - self.key.height)
        )

        def scene_of(zoom: float) -> Scene:
            return Scene(cast, places, zoom, self.font(), self.theme, self._kept)

        zoom, middle = fitting.whole(scene_of, room, FARTHEST, with_names=len(cast.nodes) <= _QUICK)
        if not self.names_first and zoom < fitting.READABLE:
            zoom, middle = fitting.nodes_first(scene_of, room, FARTHEST, (zoom, middle))
        self.scene = None
        self.look(zoom, middle - QPointF(self.width() / 2, (self.height() - self.key.height) / 2))

    def _standing(self, cast: Cast, content: Content) -> Points:
        """Where nodes stand, the one that is dragged where the pointer holds it."""
        places = cast.standing(content.places)
        if self._dragged is not None:
            places[cast.number[self._dragged[0]]] = self._dragged[1]
        return places

    def _rebuild(self, zoom: float) -> None:
        content, cast = self.content, self._cast
        if content is None or cast is None:
            return
        places = self._standing(cast, content)
        if self.scene is not None and math.isclose(self.scene.zoom, zoom, rel_tol=1e-6):
            zoom = self.scene.zoom  # what is seen has a hair of another one now and then
        before = self.scene
        self.scene = Scene(cast, places, zoom, self.font(), self.theme, self._kept, before)
        is_step = before is not None and before.placing is not None and self.scene.since(before) is not None
        if is_step or len(cast.nodes) <= _QUICK:
            self._place_names(self.scene, content, before)
        else:
            self._soon.start()
        self._paint_again(before, self.scene)

    def _paint_again(self, before: Scene | None, after: Scene) -> None:
        """Have painted what looks different, where that is not nearly all."""
        is_other = before is None or self._is_passing or self._dragged is not None
        parts = None if is_other or before is None else differing.areas(before, after)
        size = self.width() * self.height()
        if parts is None or sum(each.width() * each.height() for each in parts) > size * _NEARLY_ALL:
            self._backing.forget()
        else:
            self._backing.touch_together(parts)

    def _settle(self) -> None:
        """Paint the chart at the magnification that it has now, with names."""
        if self.scene is None:
            return
        self._is_passing = False
        if not math.isclose(self.scene.zoom, self.zoom, rel_tol=1e-6):
            self._rebuild(self.zoom)
            self._soon.stop()
        if self.content is not None:
            self._place_names(self.scene, self.content)
        self.refresh()

    def _place_names(self, scene: Scene, content: Content, before: Scene | None = None) -> None:
        """All of them in sight, as long as all of the chart is."""
        scene.within = None
        if self._is_moved and before is not None and before.zoom == scene.zoom:
            scene.within = before.within  # or all names would find other places when it was moved
        elif not self._is_moved and not self.names_first:
            left, top = self._origin_before.x(), self._origin_before.y()
            low = top + self.height() - self.key.height
            scene.within = Box(left + _EDGE, top + _EDGE, left + self.width() - _EDGE, low - _EDGE)
        scene.wide_badges = overlay.wide_badges(scene, content)
        scene.place_names(before)
        self._lamp.forget()

    # --- painting

    def paint_all(self, painter: QPainter) -> None:
        """Paint the part that is in view, what is selected and pointed out, and the key to the signs."""
        scene = self.scene
        if scene is None or self.content is None:
            return
        zoom = self.zoom
        is_same = math.isclose(scene.zoom, zoom, rel_tol=1e-6)
        if not is_same and self._backing.stretch(painter, self.origin, zoom / scene.zoom):
            self.key.show_at_foot(painter, QRectF(self.rect()))
            return
        without = () if self._dragged is None else (scene.cast.number[self._dragged[0]],)
        self._backing.show(
            painter,
            self.origin,
            self.size(),
            self.theme.raised,
            lambda to, part: scene.paint(to, part, without=without, is_passing=self._is_passing),
        )
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(-self.origin)
        overlay.paint(painter, scene, self.content, self._pointed())
        painter.restore()
        self.key.show_at_foot(painter, QRectF(self.rect()))

    def _pointed(self) -> Pointed:
        if self._lit is None and self._cast is not None and self.content is not None:
            self._lit = overlay.lit(self._cast, self.content.network, self.is_lit)
        part = QRectF(self.rect()).translated(self.origin)
        share = self._lamp.share(self._hovered, has_focus=self.hasFocus())
        spot, chosen = self._spot(part), tuple(self.selected)
        lit = self._lit or overlay.Lit()
        dragged = self._dragged[0] if self._dragged is not None else None
        return Pointed(self._current, spot, share, chosen, dragged, lit, self.hasFocus(), part)

    def _spot(self, part: QRectF) -> Spotlight | None:
        """What the pointer or the keyboard means.  A way is what is looked at: where the keyboard is does not outshine
        it.
        """
        if self._dragged is not None:
            return None
        has_way = self.content is not None and bool(self.content.way)
        meant = self._current if self._hovered is None and not has_way else self._hovered
        if self.scene is None or meant is None:
            return None
        return self._lamp.on(
            self.scene, meant, part, is_quiet=self._hovered is None and not self._lamp.is_led
        )

    # --- what is pointed at, dragged and selected

    @property
    def current(self) -> Mark | None:
        """The node or link that the keyboard is on."""
        return self._current

    def place_of(self, key: Mark) -> QPointF | None:
        """The middle of a node or link, in pixels of this widget; ``None`` where it is not shown."""
        at = self.scene.middle_of(key) if self.scene is not None else None
        return QPointF(*at) - self.origin if at is not None else None

    def key_at(self, point: QPointF) -> Mark | None:
        """The node, or the link, under a point of this widget."""
        at = point + self.origin
        return self.scene.key_at(at.x(), at.y()) if self.scene is not None else None

    def tip_of(self, key: Mark | None) -> str:
        """What there is to say about a node or link, in a line."""
        if key is None or self.content is None:
            return ""
        beyond = self.content.beyond.get(key, 0) if isinstance(key, Node) else 0
        return tips.tip(key, self.content.network, self.content.scheme, beyond)

    def go_to(self, key: Mark | None, *, is_seen: bool = True, is_led: bool = True) -> None:
        """The keyboard is on this node or link now; it is brought into view, where it is to be ``is_seen``.  Unless it
        came by itself (not ``is_led``), as the chart got the keyboard, it stands in the light.
        """
        self._current = key
        self._lamp.is_led = is_led
        tip = self.tip_of(key)
        self.setAccessibleDescription(tip)
        self.moved.emit(tip)
        at = self.place_of(key) if key is not None else None
        if is_seen and at is not None and not self.rect().adjusted(20, 20, -20, -20).contains(at.toPoint()):
            middle = QPointF(self.width() / 2, self.height() / 2)
            self.move_by(at.x() - middle.x(), at.y() - middle.y())
        self._layer.update()

    def hover(self, key: Mark | None, at: QPoint) -> None:
        """The pointer is over this node or link now, or over none."""
        if key == self._hovered:
            return
        self._hovered = key
        self._lamp.point(key)
        shape = Qt.CursorShape.PointingHandCursor if key is not None else Qt.CursorShape.ArrowCursor
        self._view.viewport().setCursor(shape)
        tip = self.tip_of(key)
        QToolTip.showText(at, tips.wrapped(tip), self)
        self.moved.emit(tip or self.tip_of(self._current))
        self._layer.update()

    def select(self, node: Node | None, *, is_adding: bool = False) -> None:
        """Select a node alone, or beside others (or no longer, where it was); ``None`` selects nothing."""
        if node is None:
            self.selected = []
        elif not is_adding:
            self.selected = [node]
        elif node in self.selected:
            self.selected.remove(node)
        else:
            self.selected.append(node)
        self.brushed.emit(tuple(self.selected), False)
        self._layer.update()

    def drag(self, node: Node, point: QPointF) -> bool:
        """A node follows the pointer, which is at ``point`` of this widget; ``False`` where it is drawn no more."""
        scene = self.scene
        if scene is None or node not in scene.cast.number:
            return False
        if self._dragged is None or self._dragged[0] != node:
            self._backing.forget()
        where = (point + self.origin) / scene.zoom
        self._dragged = (node, (where.x(), where.y()))
        scene.move([scene.cast.number[node]], np.array([self._dragged[1]]))
        self._layer.update()
        return True

    def drop(self) -> None:
        """The node that was dragged stays where it is."""
        if self._dragged is None:
            return
        (node, place), self._dragged = self._dragged, None
        self._backing.forget()
        self.placed.emit({node: place})
