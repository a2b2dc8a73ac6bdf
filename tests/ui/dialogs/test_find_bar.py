from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QSignalSpy, QTest
from pytestqt.qtbot import QtBot

from glossator.core.find import FindOptions
from glossator.ui import theme
from glossator.ui.dialogs.find_bar import FindBar


@pytest.fixture
def bar(qtbot: QtBot) -> FindBar:
    made = FindBar(theme.light())
    qtbot.addWidget(made)
    made.resize(800, 48)
    made.open_with()
    return made


def test_each_letter_asks(bar: FindBar) -> None:
    asked = QSignalSpy(bar.find_requested)
    QTest.keyClicks(bar.field, "ab")
    assert [asked.at(at)[0] for at in range(asked.count())] == ["a", "ab"]


def test_options_by_mouse_and_by_key(bar: FindBar, qtbot: QtBot) -> None:
    bar.field.setText("x")
    for button, options in (
        (bar.case, FindOptions(case=True)),
        (bar.words, FindOptions(case=True, words=True)),
        (bar.regex, FindOptions(case=True, words=True, regex=True)),
    ):
        with qtbot.waitSignal(bar.find_requested) as asked:
            QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        assert asked.args == ["x", options]
        assert not button.shortcut().isEmpty()


@pytest.mark.parametrize(
    ("key", "modifier", "step"),
    [
        (Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier, 1),
        (Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier, -1),
        (Qt.Key.Key_Down, Qt.KeyboardModifier.NoModifier, 1),
        (Qt.Key.Key_Up, Qt.KeyboardModifier.NoModifier, -1),
    ],
)
def test_steps_by_key(
    bar: FindBar, qtbot: QtBot, key: Qt.Key, modifier: Qt.KeyboardModifier, step: int
) -> None:
    with qtbot.waitSignal(bar.step) as stepped:
        QTest.keyClick(bar.field, key, modifier)
    assert stepped.args == [step]


def test_steps_by_mouse(bar: FindBar) -> None:
    steps = QSignalSpy(bar.step)
    QTest.mouseClick(bar.next, Qt.MouseButton.LeftButton)
    QTest.mouseClick(bar.previous, Qt.MouseButton.LeftButton)
    assert [steps.at(at)[0] for at in range(steps.count())] == [1, -1]


@pytest.mark.parametrize(
    ("current", "total", "words"),
    [(3, 17, "3 of 17"), (0, 17, "17 hits"), (0, 1, "1 hit"), (0, 0, "No hits")],
)
def test_the_count_is_told(bar: FindBar, current: int, total: int, words: str) -> None:
    bar.field.setText("x")
    bar.show_count(current, total)
    assert bar.count.text() == words


def test_nothing_typed_counts_nothing_and_a_fault_is_said(bar: FindBar) -> None:
    bar.show_count(0, 0)
    assert bar.count.text() == ""
    bar.show_fault("That is not a regular expression.")
    assert bar.count.text() == "That is not a regular expression."
    assert bar.count.property("tone") == "danger"


def test_escape_or_the_cross_close(bar: FindBar, qtbot: QtBot) -> None:
    with qtbot.waitSignal(bar.closed):
        QTest.keyClick(bar.field, Qt.Key.Key_Escape)
    assert not bar.isVisible()
    bar.open_with("  the\nfleet ")
    assert bar.field.text() == "the fleet"
    assert bar.field.selectedText() == "the fleet"
    with qtbot.waitSignal(bar.closed):
        QTest.mouseClick(bar.close_button, Qt.MouseButton.LeftButton)


def test_what_was_looked_for_stays(bar: FindBar) -> None:
    bar.field.setText("fleet")
    bar.leave()
    bar.open_with()
    assert bar.field.text() == "fleet"
    bar.set_theme(theme.dark())
