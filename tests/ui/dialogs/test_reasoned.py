from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from glossator.ui.dialogs.reasoned import NumberedList, ReasonedDialog


@pytest.fixture
def dialog(qtbot: QtBot) -> ReasonedDialog:
    made = ReasonedDialog("Ask", "<b>Ann</b>", "&Set")
    qtbot.addWidget(made)
    return made


def test_tab_walks_from_what_stands_above_to_the_reason(dialog: ReasonedDialog) -> None:
    listed, field = NumberedList("Proposals", dialog), QLineEdit(dialog)
    dialog.lay_out([listed], [("&Value", field)])
    wanted: list[QWidget] = [listed, field, dialog.reason, dialog.set_button]
    walked: list[QWidget] = [listed]
    while len(walked) < len(wanted):
        following = walked[-1].nextInFocusChain()
        while following is not None and following.focusPolicy() == Qt.FocusPolicy.NoFocus:
            following = following.nextInFocusChain()
        assert following is not None
        walked.append(following)
    assert walked == wanted


def test_words_of_the_project_are_no_markup_and_a_fault_goes_when_one_types(dialog: ReasonedDialog) -> None:
    dialog.lay_out([], [])
    assert dialog.what.textFormat() == Qt.TextFormat.PlainText
    dialog.say("Not so.")
    assert dialog.fault.text() == "Not so."
    QTest.keyClicks(dialog.reason, "x")
    assert dialog.fault.text() == ""


def test_the_button_asks_and_leaves_the_dialog_open(dialog: ReasonedDialog, qtbot: QtBot) -> None:
    dialog.lay_out([], [])
    dialog.open()
    with qtbot.waitSignal(dialog.taken):
        QTest.mouseClick(dialog.set_button, Qt.MouseButton.LeftButton)
    assert dialog.isVisible()


def test_a_number_takes_the_row_under_it(dialog: ReasonedDialog, qtbot: QtBot) -> None:
    listed = NumberedList("Proposals", dialog)
    listed.addItems([f"{number}  row" for number in range(1, 4)])
    with qtbot.waitSignal(listed.taken):
        QTest.keyClick(listed, Qt.Key.Key_2)
    assert listed.currentRow() == 1
    with qtbot.assertNotEmitted(listed.taken):
        QTest.keyClick(listed, Qt.Key.Key_4)
        QTest.keyClick(listed, Qt.Key.Key_Down)
    assert listed.currentRow() == 2
