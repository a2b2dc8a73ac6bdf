"""The docks of the window: which panel stands where at first."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDockWidget, QMainWindow, QTabWidget, QWidget

_LEFT, _RIGHT = Qt.DockWidgetArea.LeftDockWidgetArea, Qt.DockWidgetArea.RightDockWidgetArea

Docks = tuple[QDockWidget, ...]


def build(
    window: QMainWindow, left: Sequence[tuple[str, QWidget]], right: Sequence[tuple[str, QWidget]]
) -> tuple[Docks, Docks]:
    """Docks for panels with their titles, on both sides of the window; on the right the first stands above the others,
    which are tabs of one place.
    """
    left_docks = tuple(_dock(window, title, panel, _LEFT) for title, panel in left)
    right_docks = tuple(_dock(window, title, panel, _RIGHT) for title, panel in right)
    upper, *tabbed = right_docks
    for each in tabbed[1:]:
        window.tabifyDockWidget(tabbed[0], each)
    tabbed[0].raise_()
    for each in tabbed:
        each.setTitleBarWidget(QWidget(each))  # the tab says the name
    window.setDockOptions(QMainWindow.DockOption.AllowTabbedDocks | QMainWindow.DockOption.AllowNestedDocks)
    window.setTabPosition(_RIGHT, QTabWidget.TabPosition.North)
    window.resizeDocks([left_docks[0], upper], [232, 336], Qt.Orientation.Horizontal)
    window.resizeDocks([upper, tabbed[0]], [480, 320], Qt.Orientation.Vertical)
    return left_docks, right_docks


def _dock(window: QMainWindow, title: str, panel: QWidget, area: Qt.DockWidgetArea) -> QDockWidget:
    dock = QDockWidget(title, window)
    dock.setObjectName(title)
    dock.setWidget(panel)
    window.addDockWidget(area, dock)
    return dock
