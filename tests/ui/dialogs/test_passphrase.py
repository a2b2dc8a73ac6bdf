"""The dialogs for passphrases: what can be pressed when, what is said, what is shown."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from glossator.ui.dialogs.passphrase import AskPassphrase, ChangePassphrase


@pytest.fixture
def ask(qtbot: QtBot) -> AskPassphrase:
    made = AskPassphrase("case.gloss")
    qtbot.addWidget(made)
    made.open()
    return made


def changing(qtbot: QtBot, *, is_protected: bool) -> ChangePassphrase:
    made = ChangePassphrase("case.gloss", is_protected=is_protected)
    qtbot.addWidget(made)
    made.open()
    return made


def said(dialog: AskPassphrase | ChangePassphrase) -> str:
    """All that is to be read in it."""
    return " ".join(each.text() for each in dialog.findChildren(QLabel) if each.isVisible())


def test_it_is_hidden_until_it_shall_be_shown(ask: AskPassphrase) -> None:
    assert ask.field.echoMode() is QLineEdit.EchoMode.Password
    ask.show_typed.setChecked(True)
    assert ask.field.echoMode() is QLineEdit.EchoMode.Normal
    ask.show_typed.setChecked(False)
    assert ask.field.echoMode() is QLineEdit.EchoMode.Password


def test_enter_submits_once_and_a_wrong_one_is_typed_over(ask: AskPassphrase, qtbot: QtBot) -> None:
    given: list[str] = []
    ask.submitted.connect(given.append)
    assert not ask.go.isEnabled()
    QTest.keyClick(ask.field, Qt.Key.Key_Return)
    QTest.keyClicks(ask.field, "wind")
    QTest.keyClick(ask.field, Qt.Key.Key_Return)
    ask.go.click()
    assert given == ["wind"], "neither an empty one nor the same twice"
    height = ask.height()
    ask.refuse("This passphrase does not open it.")
    assert "does not open it" in said(ask)
    assert ask.height() > height
    QTest.keyClicks(ask.field, "winds")
    assert "does not open it" not in said(ask)
    QTest.keyClick(ask.field, Qt.Key.Key_Return)
    assert given == ["wind", "winds"]


def test_a_first_passphrase_is_typed_twice(qtbot: QtBot) -> None:
    dialog = changing(qtbot, is_protected=False)
    told = said(dialog)
    for part in (
        "Nobody can recover",
        "Not protected are",
        "clipboard",
        "swap",
        "log",
        "lock",
        "backups are encrypted",
    ):
        assert part in told
    assert not dialog.old.isVisible()
    assert not dialog.remove.isVisible()
    QTest.keyClicks(dialog.new.first, "winds")
    assert "5 characters are found by trying" in said(dialog)
    assert not dialog.go.isEnabled()
    QTest.keyClicks(dialog.new.again, "wind")
    assert "The two are not the same" in said(dialog)
    QTest.keyClicks(dialog.new.again, "s")
    with qtbot.waitSignal(dialog.submitted) as submitted:
        QTest.keyClick(dialog.new.again, Qt.Key.Key_Return)
    assert submitted.args == ["", "winds"]
    assert not dialog.go.isEnabled()


def test_a_passphrase_is_taken_away_by_whoever_knows_it(qtbot: QtBot) -> None:
    dialog = changing(qtbot, is_protected=True)
    assert dialog.go.text() == "Change"
    tall = dialog.height()
    dialog.remove.setChecked(True)
    assert dialog.go.text() == "Take away"
    assert "which everybody who gets hold of them can read" in said(dialog)
    assert not dialog.new.isVisible()
    assert dialog.height() < tall
    assert not dialog.go.isEnabled()
    QTest.keyClicks(dialog.old, "winds")
    with qtbot.waitSignal(dialog.submitted) as submitted:
        dialog.go.click()
    assert submitted.args == ["winds", ""]
    dialog.refuse("This passphrase does not open it.")
    assert "does not open it" in said(dialog)
    assert dialog.old.isEnabled()
    assert dialog.go.isEnabled()
    dialog.new.show_typed.setChecked(True)
    assert dialog.old.echoMode() is QLineEdit.EchoMode.Normal
