from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from glossator.ui import theme
from glossator.ui.dialogs.shortcuts import ShortcutRow, ShortcutsOverlay, columns_of, matching

ROWS = [
    ShortcutRow("Page", "Next mention", "J"),
    ShortcutRow("Page", "Previous mention", "K"),
    ShortcutRow("Edit", "Redo", "Ctrl+Y  Ctrl+Shift+Z"),
    ShortcutRow("Labels", "Person", "P"),
]


@pytest.fixture
def overlay(qtbot: QtBot) -> Iterator[ShortcutsOverlay]:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(1000, 700)
    window.show()
    made = ShortcutsOverlay(theme.light(), window)
    yield made
    made.close()


def shown(overlay: ShortcutsOverlay) -> list[str]:
    sheet = overlay.area.widget()
    assert sheet is not None
    return [label.text() for label in sheet.findChildren(QLabel)]


def test_a_key_or_a_name_filters() -> None:
    assert matching(ROWS, "") == ROWS
    assert matching(ROWS, "j") == [ROWS[0]]
    assert matching(ROWS, "ctrl+shift+z") == [ROWS[2]]
    assert matching(ROWS, "mention") == ROWS[:2]


def test_groups_are_dealt_to_columns_in_order() -> None:
    columns = columns_of(ROWS, 2)
    assert [[group for group, _ in column] for column in columns] == [["Page"], ["Edit", "Labels"]]
    assert columns_of(ROWS, 1) == [[("Page", ROWS[:2]), ("Edit", ROWS[2:3]), ("Labels", ROWS[3:])]]


def test_it_lists_the_keys_by_group(overlay: ShortcutsOverlay) -> None:
    overlay.open_with([("Page", "Next mention", "J"), *ROWS[1:]])
    assert {"Page", "Edit", "Labels", "Next mention", "J", "Ctrl+Y", "Ctrl+Shift+Z"} <= set(shown(overlay))


def test_typing_filters_and_says_when_there_is_nothing(overlay: ShortcutsOverlay) -> None:
    overlay.open_with(ROWS)
    QTest.keyClicks(overlay.field, "redo")
    assert "Person" not in shown(overlay)
    overlay.field.setText("qqqq")
    assert shown(overlay)[0].startswith("No key does that now")


def test_it_scrolls_by_keys(overlay: ShortcutsOverlay) -> None:
    overlay.open_with([ShortcutRow(f"Group {at % 9}", f"Action {at}", f"F{at}") for at in range(300)])
    bar = overlay.area.verticalScrollBar()
    QTest.keyClick(overlay.field, Qt.Key.Key_PageDown)
    assert bar.value() > 0
    QTest.keyClick(overlay.field, Qt.Key.Key_PageUp)
    assert bar.value() == 0


@pytest.mark.parametrize("key", ["?", "\x1b"])
def test_question_mark_or_escape_closes(overlay: ShortcutsOverlay, qtbot: QtBot, key: str) -> None:
    overlay.open_with(ROWS)
    with qtbot.waitSignal(overlay.closed):
        QTest.keyClicks(overlay.field, key)
    assert not overlay.isVisible()


def test_it_changes_its_colours(overlay: ShortcutsOverlay) -> None:
    overlay.open_with(ROWS)
    bright = overlay.grab().toImage()
    overlay.set_theme(theme.dark())
    assert overlay.grab().toImage() != bright
