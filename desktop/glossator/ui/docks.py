"""The docks of the window: which panel stands where at first, and how Tab gets past an empty one."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDockWidget, QMainWindow, QTabWidget, QWidget

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


def go_on(window: QMainWindow, *, forward: bool) -> bool:
    """Give the keyboard to the next widget that can be seen and takes it, or the one before; False where there is none.

    Qt stays where it is when the next panel hands the keyboard to a list that is hidden, as an empty one does.
    """
    here = at = QApplication.focusWidget()
    while at is not None:
        at = at.nextInFocusChain() if forward else at.previousInFocusChain()
        if at is None or at is here:
            return False
        if _takes_tab(at) and at.isVisibleTo(window) and not at.visibleRegion().isEmpty():
            at.setFocus(Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason)
            return True
    return False


def _takes_tab(widget: QWidget) -> bool:
    takes = bool(widget.focusPolicy().value & Qt.FocusPolicy.TabFocus.value)
    return takes and widget.isEnabled() and widget.focusProxy() is None


def _dock(window: QMainWindow, title: str, panel: QWidget, area: Qt.DockWidgetArea) -> QDockWidget:
    dock = QDockWidget(title, window)
    dock.setObjectName(title)
    dock.setWidget(panel)
    window.addDockWidget(area, dock)
    return dock
