"""The menus of the link chart: of a node, of a link, and of the chart as a whole."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QMenu, QWidget


class Entry(NamedTuple):
    """A line of a menu: its words with its key, what it does, and whether it can be done now."""

    words: str
    do: Callable[[], object]
    is_possible: bool = True


PARTED = Entry("", lambda: None)
"""A line between entries."""


def fill(menu: QMenu, entries: list[Entry]) -> None:
    """Give a menu these entries instead of those it has."""
    menu.clear()
    for entry in entries:
        if entry is PARTED:
            menu.addSeparator()
            continue
        action = menu.addAction(entry.words)
        action.setEnabled(entry.is_possible)
        action.triggered.connect(lambda _=False, do=entry.do: do())


def pop_up(parent: QWidget, entries: list[Entry], at: QPoint) -> QMenu:
    """Open a menu with these entries at a point of the screen."""
    menu = QMenu(parent)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    fill(menu, entries)
    menu.popup(at)
    return menu
