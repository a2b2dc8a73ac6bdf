"""A chart that draws on a surface of its own, with a tray of what has no place on it yet."""

from __future__ import annotations

from collections.abc import Hashable

from PySide6.QtCore import QPoint, QPointF, QSize, Signal
from PySide6.QtGui import QPainter, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from glossator.core.titles import counted
from glossator.ui.plots import traypicture
from glossator.ui.plots.chart import Chart, IsLit, nothing
from glossator.ui.plots.tray import Tray, TrayList
from glossator.ui.theme import Theme


class DrawnSurface(QWidget):
    """What draws and is worked by hand.  ``chosen`` carries the key that was taken, ``brushed`` keys and whether they
    come to those that are brushed, ``moved`` the words of what is pointed at.
    """

    chosen = Signal(object)
    brushed = Signal(object, bool)
    moved = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.is_lit: IsLit = nothing
        self.current: Hashable | None = None

    def tip_of(self, key: Hashable | None) -> str:
        """What is said of a mark; empty for none."""
        raise NotImplementedError

    def center_of(self, key: Hashable | None) -> QPoint | None:
        """The middle of a mark, in pixels of this widget; ``None`` where it is not in sight."""
        raise NotImplementedError

    def paint(self, painter: QPainter) -> None:
        """Draw everything."""
        raise NotImplementedError


class TrayChart(Chart):
    """The ground of such charts: who inherits it makes its surface and its list and shows its content.  ``wanted``
    carries the key of what shall get a place.
    """

    wanted = Signal(object)
    drawn: DrawnSurface
    tray: Tray

    def put_together(self, surface: DrawnSurface, first: QWidget, held: TrayList) -> None:
        """Stand ``first`` beside the tray: the surface, or what it scrolls in."""
        self.drawn = surface
        self.tray = Tray(held, self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(first, 1)
        row.addWidget(self.tray)
        self.setFocusProxy(surface)
        surface.chosen.connect(self.chosen)
        surface.brushed.connect(self.brushed)
        surface.moved.connect(self.moved)
        held.wanted.connect(self.wanted)
        held.chosen.connect(self.chosen)
        held.moved.connect(self.moved)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.tray.share(event.size().width())

    def set_theme(self, theme: Theme) -> None:
        self.theme = self.drawn.theme = theme
        self.drawn.update()

    def point_out(self, is_lit: IsLit) -> None:
        self.is_lit = self.drawn.is_lit = is_lit
        self.drawn.update()

    @property
    def current_key(self) -> Hashable | None:
        if self.tray.list.hasFocus():
            return self.tray.list.current_key()
        return self.drawn.current

    @property
    def told(self) -> str:
        if self.tray.list.hasFocus():
            return self.tray.list.told
        return self.drawn.tip_of(self.drawn.current)

    def center_of_current(self) -> QPoint | None:
        at = self.drawn.center_of(self.drawn.current)
        return self.drawn.mapTo(self, at) if at is not None else None

    @property
    def tab_stops(self) -> tuple[QWidget, ...]:
        return (self.drawn, self.tray.list)

    # --- pictures

    @property
    def has_ground(self) -> bool:
        """Something has its place, so that there is more to see than the tray."""
        return True

    def settle(self) -> None:
        """Let everything take its place now."""
        layout = self.layout()
        assert layout is not None, "it was put together"
        layout.activate()

    def picture_size(self) -> QSize:
        drawn = self.drawn.height() if self.has_ground else 0
        return QSize(self.width(), drawn + traypicture.height(self.tray.list.rows))

    def picture(self, painter: QPainter, at: QPointF) -> None:
        """Draw the ground, and below it what waits in the tray."""
        painter.save()
        painter.translate(at)
        if self.has_ground:
            self.drawn.paint(painter)
            painter.translate(0, self.drawn.height())
        painter.setFont(self.font())
        traypicture.paint(painter, self.tray.head.text(), self.tray.list.rows, self.width(), self.theme)
        painter.restore()

    def left_out(self) -> str:
        rest = len(self.tray.list.rows) - traypicture.MOST
        return (
            f"{counted(rest, 'other')} that {'wait' if rest > 1 else 'waits'} in the table"
            if rest > 0
            else ""
        )
