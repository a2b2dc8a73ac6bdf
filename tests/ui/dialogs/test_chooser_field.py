from __future__ import annotations

from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from glossator.ui import theme
from glossator.ui.dialogs.choices import Choice, filtered
from glossator.ui.dialogs.chooser import Chooser


def shown(chooser: Chooser) -> str:
    return chooser.current.title if chooser.current else ""


def test_a_new_question_clears_the_field_and_the_cross_hears_of_it(qtbot: QtBot) -> None:
    chooser = Chooser(theme.light())
    qtbot.addWidget(chooser)
    chooser.show()
    chooser.set_source(lambda typed: filtered(typed, [Choice(1, "Attack"), Choice(2, "Transport")]))
    QTest.keyClicks(chooser.field, "tra")
    assert shown(chooser) == "Transport"
    with qtbot.waitSignal(chooser.field.textChanged):  # by which Qt shows and hides the cross in the field
        chooser.set_source(lambda typed: filtered(typed, [Choice(3, "Russia")]))
    assert chooser.field.text() == ""
    assert shown(chooser) == "Russia"
