from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from glossator.ui.dialogs.note import NoteDialog


@pytest.fixture
def dialog(qtbot: QtBot) -> NoteDialog:
    made = NoteDialog()
    qtbot.addWidget(made)
    made.open_for("Note on “Haftar”", "A warlord.")
    return made


def test_control_enter_saves(dialog: NoteDialog, qtbot: QtBot) -> None:
    QTest.keyClicks(dialog.body, " Of the east.")
    with qtbot.waitSignal(dialog.saved) as saved:
        QTest.keyClick(dialog.body, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert saved.args == ["A warlord. Of the east."]
    assert not dialog.isVisible()


def test_the_button_saves_and_an_emptied_note_is_empty(dialog: NoteDialog, qtbot: QtBot) -> None:
    dialog.body.setPlainText("  \n")
    with qtbot.waitSignal(dialog.saved) as saved:
        QTest.mouseClick(dialog.save, Qt.MouseButton.LeftButton)
    assert saved.args == [""]


def test_enter_alone_begins_a_line(dialog: NoteDialog) -> None:
    QTest.keyClick(dialog.body, Qt.Key.Key_Return)
    assert dialog.isVisible()
    assert dialog.body.toPlainText() == "A warlord.\n"


def test_escape_leaves_an_untouched_note_at_once(dialog: NoteDialog, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(dialog.saved):
        QTest.keyClick(dialog.body, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_escape_asks_before_what_was_typed_is_thrown_away(dialog: NoteDialog, qtbot: QtBot) -> None:
    QTest.keyClicks(dialog.body, " More.")
    QTest.keyClick(dialog.body, Qt.Key.Key_Escape)
    assert dialog.question.isVisible()
    QTest.keyClick(dialog.stay, Qt.Key.Key_Escape)
    assert dialog.isVisible()
    assert not dialog.question.isVisible()
    QTest.keyClick(dialog.body, Qt.Key.Key_Escape)
    with qtbot.assertNotEmitted(dialog.saved):
        QTest.mouseClick(dialog.discard, Qt.MouseButton.LeftButton)
    assert not dialog.isVisible()


def test_writing_on_answers_the_question(dialog: NoteDialog) -> None:
    QTest.keyClicks(dialog.body, " More.")
    QTest.mouseClick(dialog.leave, Qt.MouseButton.LeftButton)
    assert dialog.question.isVisible()
    QTest.keyClicks(dialog.body, "!")
    assert not dialog.question.isVisible()
    QTest.mouseClick(dialog.leave, Qt.MouseButton.LeftButton)
    QTest.keyClick(dialog.stay, Qt.Key.Key_Space)
    assert dialog.isVisible()
    dialog._on_discard()
