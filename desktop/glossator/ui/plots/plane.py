"""The plane of a view, on pyqtgraph's axes: the margins around it, numbers below, and how units become pixels."""

from __future__ import annotations

from typing import Any

import pyqtgraph
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtWidgets import QWidget

from glossator.ui.plots.marks import DIGIT, Frame, Place, short, whole_ticks
from glossator.ui.theme import Theme

AXIS = 28
"""Pixels that the numbers below a view take."""
_GRID = 160
_FAR = 1000.0
_TICKS, _BETWEEN = 6, 22  # numbers below a view at most, and pixels between two


class Plane:
    """Where rows and values lie in a ``widget`` of pyqtgraph, which neither hand nor keyboard moves; ``item`` holds its
    axes.
    """

    def __init__(self, parent: QWidget) -> None:
        # pyqtgraph has no types
        self.widget: Any = pyqtgraph.PlotWidget(parent, enableMenu=False)
        self.item: Any = self.widget.getPlotItem()
        for each in (self.widget, self.widget.viewport()):  # Tab goes to what it stands in alone
            each.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.item.hideButtons()
        self.item.setMenuEnabled(False)
        self.item.setMouseEnabled(x=False, y=False)
        self.item.invertY(True)
        self.item.layout.setContentsMargins(0, 0, 0, 0)
        for side in ("left", "top", "right", "bottom"):
            self.item.showAxis(side)
        for side in ("left", "top", "right"):
            self.item.getAxis(side).setStyle(showValues=False, tickLength=0)
            self.item.getAxis(side).setTicks([])
            self.item.getAxis(side).setPen(None)

    def set_theme(self, theme: Theme) -> None:
        """Draw in these colours from now on."""
        self.widget.setBackground(theme.raised)
        axis = self.item.getAxis("bottom")
        axis.setPen(pyqtgraph.mkPen(theme.rule))
        axis.setTickPen(pyqtgraph.mkPen(theme.rule))
        axis.setTextPen(pyqtgraph.mkPen(theme.muted))

    def show(self, frame: Frame, width: int, theme: Theme) -> None:
        """Have room for this frame, in so many pixels of width."""
        self.item.setXRange(0, frame.width, padding=0)
        self.item.setYRange(0, frame.rows, padding=0)
        self.item.getAxis("top").setHeight(frame.top)
        self.item.getAxis("left").setWidth(frame.left)
        self._fit_columns(frame, width)
        axis = self.item.getAxis("bottom")
        axis.setStyle(showValues=frame.has_axis, tickLength=-4)
        axis.setHeight(AXIS if frame.has_axis else 4)
        axis.setPen(pyqtgraph.mkPen(theme.rule) if frame.has_axis else None)
        axis.setGrid(_GRID if frame.has_axis else False)
        self._fit_numbers(frame, width)

    def fit(self, frame: Frame, width: int) -> None:
        """There are so many pixels of width now."""
        self._fit_columns(frame, width)
        if frame.has_axis:
            self._fit_numbers(frame, width)

    def _fit_columns(self, frame: Frame, width: int) -> None:
        free = width - frame.left - frame.right
        wanted = frame.width * frame.widest if frame.widest else free
        self.item.getAxis("right").setWidth(frame.right + max(0, free - wanted))

    def _fit_numbers(self, frame: Frame, width: int) -> None:
        """As many numbers below the view as can be read beside one another."""
        room = width - frame.left - frame.right
        most = min(_TICKS, max(1, int(room / (len(short(frame.width)) * DIGIT + _BETWEEN))))
        ticks = whole_ticks(frame.width if frame.has_axis else -1, most=most)
        self.item.getAxis("bottom").setTicks([[(each, short(each)) for each in ticks]])

    def place(self, beside: float) -> Place:
        """How the units of the view become pixels of the widget now; ``beside`` are those to the right of its rows."""
        box = self.item.getViewBox()
        first, far = box.mapViewToScene(QPointF(0, 0)), box.mapViewToScene(QPointF(_FAR, _FAR))
        left, top = first.x(), first.y()
        # axes are straight: asking for each point is slow
        wide, high = (far.x() - left) / _FAR, (far.y() - top) / _FAR
        area = QRectF(box.sceneBoundingRect())
        return Place(area, lambda x, y: QPointF(left + x * wide, top + y * high), beside)

    def settle(self) -> None:
        """Everything takes its place now, and not when events come round."""
        self.item.layout.activate()
