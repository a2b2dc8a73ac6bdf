"""The keyboard's way between the page and the panels beside it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget


class Panes(QObject):
    """Carries the keyboard round the panes that can be seen, and back to the middle of the window.

    ``middle`` gives the page, or what stands in its place now; ``beside`` are the panels in the order of the walk.
    """

    def __init__(self, window: QWidget, middle: Callable[[], QWidget], beside: Sequence[QWidget]) -> None:
        super().__init__(window)
        self._middle = middle
        self._beside = tuple(beside)

    def add(self, panel: QWidget) -> None:
        """Another panel, the last one of the walk."""
        self._beside = (*self._beside, panel)

    def step(self, step: int) -> None:
        """The keyboard goes to the next (1) or previous (-1) pane that can be seen and has something to work on."""
        panes = [self._middle(), *(each for each in self._beside if _is_seen(each))]
        here = next((place for place, pane in enumerate(panes) if _holds_keyboard(pane)), 0)
        for away in range(1, len(panes)):
            pane = panes[(here + step * away) % len(panes)]
            if pane is panes[0]:
                self.go_home()
                return
            if (first := _first_stop(pane)) is not None:
                first.setFocus(Qt.FocusReason.TabFocusReason)
                return

    def go_home(self) -> None:
        """The keyboard goes to the page, or to what stands in its place now."""
        self._middle().setFocus(Qt.FocusReason.TabFocusReason)


def _is_seen(pane: QWidget) -> bool:
    """Not folded away, and not behind another tab (which leaves a widget "visible", but shows nothing of it)."""
    return pane.isVisible() and not pane.visibleRegion().isEmpty()


def _holds_keyboard(pane: QWidget) -> bool:
    focus = QApplication.focusWidget()
    return focus is not None and (focus is pane or pane.isAncestorOf(focus))


def _first_stop(pane: QWidget) -> QWidget | None:
    """What takes the keyboard in a pane: what the pane says itself, else the first that Tab would come to."""
    own = pane.focusProxy()
    if own is not None and own.isVisible() and own.isEnabled():
        return own
    each = pane.nextInFocusChain()
    while each is not None and each is not pane:
        takes_tab = each.focusPolicy() & Qt.FocusPolicy.TabFocus == Qt.FocusPolicy.TabFocus
        is_room = isinstance(each, QScrollArea)  # takes the keyboard without a sign and has no use for it
        if takes_tab and not is_room and pane.isAncestorOf(each) and each.isVisible() and each.isEnabled():
            return each
        each = each.nextInFocusChain()
    return None
