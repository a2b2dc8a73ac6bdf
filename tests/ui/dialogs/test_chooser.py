from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from glossator.ui import theme
from glossator.ui.dialogs.choices import CHOICE_ROLE, Choice, ChoiceModel, filtered
from glossator.ui.dialogs.chooser import Chooser

CHOICES = [
    Choice("u", "Undo", detail="Edit", shortcut="Ctrl+Z", heading="Actions", icon="undo"),
    Choice("r", "Redo", detail="Edit", hint="Does again what was undone."),
    Choice("p", "Person", tag="PER", look=theme.light().slots["PER"], heading="Labels"),
    Choice("𝒜", "𝒜 mathematical A", is_dim=True),
]


def titles(choices: list[Choice]) -> list[str]:
    return [each.title for each in choices]


@pytest.fixture
def chooser(qtbot: QtBot) -> Chooser:
    made = Chooser(theme.light())
    qtbot.addWidget(made)
    made.resize(400, 300)
    made.set_source(lambda typed: filtered(typed, CHOICES))
    made.show()
    return made


def test_nothing_typed_keeps_all_with_their_headings() -> None:
    assert titles(filtered(" ", CHOICES)) == titles(CHOICES)
    assert filtered("", CHOICES)[0].heading == "Actions"


def test_what_is_typed_filters_by_title_then_by_detail_and_marks_the_letters() -> None:
    assert titles(filtered("per", CHOICES)) == ["Person"]
    assert filtered("per", CHOICES)[0].places == (0, 1, 2)
    assert titles(filtered("edit", CHOICES)) == ["Undo", "Redo"]
    assert all(not each.heading for each in filtered("e", CHOICES))
    assert filtered("zzz", CHOICES) == []


def test_the_model_is_sound_and_speaks_to_screen_readers(qtmodeltester: ModelTester) -> None:
    model = ChoiceModel()
    model.show(CHOICES)
    qtmodeltester.check(model)  # type: ignore[no-untyped-call]
    first = model.index(0)
    assert first.data(CHOICE_ROLE) == CHOICES[0]
    assert first.data(Qt.ItemDataRole.AccessibleTextRole) == "Undo, Edit, Ctrl+Z"
    assert model.choice(9) is None


def test_type_arrows_and_enter(chooser: Chooser, qtbot: QtBot) -> None:
    QTest.keyClicks(chooser.field, "do")
    assert chooser.current is not None
    assert chooser.current.title == "Undo"
    QTest.keyClick(chooser.field, Qt.Key.Key_Down)
    with qtbot.waitSignal(chooser.chosen) as chosen:
        QTest.keyClick(chooser.field, Qt.Key.Key_Return)
    assert chosen.args[0].value == "r"


def test_shift_enter_takes_and_stays(chooser: Chooser, qtbot: QtBot) -> None:
    with qtbot.waitSignal(chooser.repeated) as taken:
        QTest.keyClick(chooser.field, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert taken.args[0].value == "u"


def test_the_arrows_go_round_and_page_keys_stop_at_the_ends(chooser: Chooser) -> None:
    QTest.keyClick(chooser.field, Qt.Key.Key_Up)
    assert chooser.current == CHOICES[-1]
    QTest.keyClick(chooser.field, Qt.Key.Key_Down)
    assert chooser.current == CHOICES[0]
    QTest.keyClick(chooser.field, Qt.Key.Key_PageDown)
    assert chooser.current == CHOICES[-1]
    QTest.keyClick(chooser.field, Qt.Key.Key_PageUp)
    assert chooser.current == CHOICES[0]


def test_a_click_takes(chooser: Chooser, qtbot: QtBot) -> None:
    place = chooser.list.visualRect(chooser.model.index(2)).center()
    with qtbot.waitSignal(chooser.chosen) as chosen:
        QTest.mouseClick(chooser.list.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert chosen.args[0].value == "p"


def test_escape_cancels(chooser: Chooser, qtbot: QtBot) -> None:
    with qtbot.waitSignal(chooser.cancelled):
        QTest.keyClick(chooser.field, Qt.Key.Key_Escape)


def test_the_hint_of_the_current_row_is_shown(chooser: Chooser) -> None:
    assert not chooser.hint.isVisible()
    QTest.keyClick(chooser.field, Qt.Key.Key_Down)
    assert chooser.hint.isVisible()
    assert chooser.hint.text() == "Does again what was undone."


def test_when_nothing_matches_it_says_so_and_enter_takes_nothing(chooser: Chooser, qtbot: QtBot) -> None:
    QTest.keyClicks(chooser.field, "zzz")
    assert chooser.nothing.isVisible()
    assert not chooser.list.isVisible()
    with qtbot.assertNotEmitted(chooser.chosen):
        QTest.keyClick(chooser.field, Qt.Key.Key_Return)


def test_it_is_drawn_in_both_themes(chooser: Chooser) -> None:
    chooser.set_source(lambda typed: filtered(typed, CHOICES), text="a")
    bright = chooser.grab().toImage()
    chooser.set_theme(theme.dark())
    assert chooser.grab().toImage() != bright
