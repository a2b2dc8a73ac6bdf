"""The place map with its tray, as a chart on a card."""

from __future__ import annotations

from collections.abc import Hashable

from PySide6.QtCore import QPoint, QPointF, QSize, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHBoxLayout, QWidget

from glossator.ui.plots.chart import Chart, IsLit
from glossator.ui.plots.marks import View
from glossator.ui.plots.placemap.content import Content
from glossator.ui.plots.placemap.surface import Surface
from glossator.ui.plots.placemap.tray import Tray
from glossator.ui.theme import Theme

_HEIGHT = 460


class PlaceMapChart(Chart):
    """Draws a :class:`Content`.  ``place_wanted`` carries the key of a place that shall be somewhere."""

    place_wanted = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.surface = Surface(theme, self)
        self.tray = Tray(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.surface, 1)
        row.addWidget(self.tray)
        self.setFocusProxy(self.surface)
        self.setFixedHeight(_HEIGHT)
        self.surface.chosen.connect(self.chosen)
        self.surface.brushed.connect(self.brushed)
        self.surface.moved.connect(self.moved)
        self.surface.place_wanted.connect(self.place_wanted)
        self.tray.list.wanted.connect(self.place_wanted)
        self.tray.list.chosen.connect(self.chosen)
        self.tray.list.moved.connect(self.moved)

    def show_view(self, view: View) -> None:
        content = view.content
        assert isinstance(content, Content)
        self.surface.show_content(content)
        self.tray.show_sites(content.unplaced, content.scheme)

    def use_room(self, height: int) -> None:
        self.setFixedHeight(max(height, 200) if height else _HEIGHT)

    def set_theme(self, theme: Theme) -> None:
        self.theme = self.surface.theme = theme
        self.surface.update()

    def point_out(self, is_lit: IsLit) -> None:
        self.is_lit = self.surface.is_lit = is_lit
        self.surface.update()

    @property
    def current_key(self) -> Hashable | None:
        if self.tray.list.hasFocus():
            return self.tray.list.current_key()
        return self.surface.current

    def center_of_current(self) -> QPoint | None:
        at = self.surface.center_of(self.surface.current)
        return self.surface.mapTo(self, at) if at is not None else None

    def picture_size(self) -> QSize:
        return self.surface.size()

    def picture(self, painter: QPainter, at: QPointF) -> None:
        painter.save()
        painter.translate(at)
        self.surface.paint(painter)
        painter.restore()
