"""The timeline with its tray, as a chart on a card."""

from __future__ import annotations

from collections.abc import Hashable

from PySide6.QtCore import QPoint, QPointF, QSize, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QWidget

from glossator.ui.plots.chart import Chart, IsLit
from glossator.ui.plots.marks import View
from glossator.ui.plots.timeline.content import Content
from glossator.ui.plots.timeline.surface import Surface
from glossator.ui.plots.timeline.tray import Tray
from glossator.ui.theme import Theme

_TALLEST = 560


class TimelineChart(Chart):
    """Draws a :class:`Content`.  ``date_wanted`` carries the key of an event and the date (ISO 8601) at which it was
    dropped, or an empty one.
    """

    date_wanted = Signal(object, str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._room = 0
        self.surface = Surface(theme, self)
        self.tray = Tray(self)
        self.area = QScrollArea(self)
        self.area.setWidget(self.surface)
        self.area.setWidgetResizable(True)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setFrameShape(QScrollArea.Shape.NoFrame)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.area, 1)
        row.addWidget(self.tray)
        self.setFocusProxy(self.surface)
        self.surface.chosen.connect(self.chosen)
        self.surface.brushed.connect(self.brushed)
        self.surface.moved.connect(self.moved)
        self.surface.dropped.connect(self.date_wanted)
        self.surface.date_wanted.connect(lambda key: self.date_wanted.emit(key, ""))
        self.surface.resized.connect(self._fit)
        self.tray.list.wanted.connect(lambda key: self.date_wanted.emit(key, ""))
        self.tray.list.chosen.connect(self.chosen)
        self.tray.list.moved.connect(self.moved)
        self.set_theme(theme)

    def show_view(self, view: View) -> None:
        content = view.content
        assert isinstance(content, Content)
        has_dated = bool(content.dated)
        self.area.setVisible(has_dated)
        self.tray.setMinimumWidth(0 if has_dated else 1)
        self.surface.show_content(content)
        self.tray.show_rows(content.undated, content.scheme)
        self.setFocusProxy(self.surface if has_dated else self.tray.list)
        self._fit()

    def _fit(self) -> None:
        tallest = self._room or _TALLEST
        self.setFixedHeight(max(180, min(self.surface.height(), tallest)) if not self._room else tallest)

    def use_room(self, height: int) -> None:
        self._room = height
        self._fit()

    def set_theme(self, theme: Theme) -> None:
        self.theme = self.surface.theme = theme
        ground = f"background: {theme.raised};"
        self.area.setStyleSheet(f"QScrollArea, QScrollArea > QWidget > QWidget {{ {ground} }}")
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
