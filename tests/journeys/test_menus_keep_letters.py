"""Letters that are typed while a menu is open are the menu's, although many of them are commands of the page."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QMenu

from tests.journeys.analyst import Analyst


def wants(menu: QMenu, key: Qt.Key, modifiers: Qt.KeyboardModifier, text: str) -> bool:
    """Whether the menu wants a key before any shortcut has it."""
    event = QKeyEvent(QEvent.Type.ShortcutOverride, key, modifiers, text)
    event.ignore()
    QApplication.sendEvent(menu, event)
    return event.isAccepted()


@pytest.mark.parametrize("key", "kmu")
def test_an_open_menu_keeps_the_letters_of_commands(analyst: Analyst, key: str) -> None:
    menus = [each for each in analyst.window.menuBar().findChildren(QMenu) if each.title()]
    assert len(menus) > 8, "with those within menus"
    for menu in menus:
        assert wants(menu, Qt.Key(ord(key.upper())), Qt.KeyboardModifier.NoModifier, key), menu.title()
        assert not wants(menu, Qt.Key(ord(key.upper())), Qt.KeyboardModifier.ControlModifier, "")
