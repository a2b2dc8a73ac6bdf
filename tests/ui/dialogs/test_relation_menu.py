from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from glossator.ui import theme
from glossator.ui.dialogs.relation_menu import RelationChoice, RelationMenu, choices, sole
from tests.builders import scheme

SCHEME = scheme()


def told(first: str, second: str, *, event_type: str = "") -> list[tuple[str, bool, str]]:
    found = choices(SCHEME, first, second, event_type=event_type)
    return [(each.type_id, each.reversed, each.role) for each in found if each.permitted]


def test_permitted_ones_come_first_then_those_the_other_way_round() -> None:
    assert told("PER", "ORG") == [("LEADS", False, ""), ("CITES", False, "")]
    assert told("ORG", "PER") == [("LEADS", True, ""), ("CITES", True, "")]
    # among two bodies either may be part of the other; what is symmetric is not offered twice
    assert told("ORG", "ORG") == [("PART_OF", False, ""), ("SAME_AS", False, ""), ("PART_OF", True, "")]
    assert told("FAC", "FAC").count(("NEAR", True, "")) == 0


def test_the_others_come_last_and_say_that_they_are_not_in_the_scheme() -> None:
    found = choices(SCHEME, "PER", "ORG")
    others = [each for each in found if not each.permitted]
    assert found[-len(others) :] == others
    assert {each.type_id for each in others} == {"PART_OF", "NEAR", "SAME_AS"}
    assert not any(each.type_id == "LED" for each in found)


def test_a_trigger_offers_the_roles_that_the_other_may_fill() -> None:
    assert told("EVT", "PER") == [
        ("ATTACK", False, "Agent"),
        ("ATTACK", False, "Target"),
        ("MEET", False, "Participant"),
    ]
    assert told("PER", "EVT") == [
        ("ATTACK", True, "Agent"),
        ("ATTACK", True, "Target"),
        ("MEET", True, "Participant"),
    ]
    assert told("EVT", "PER", event_type="MEET") == [("MEET", False, "Participant")]
    assert [each.key for each in choices(SCHEME, "EVT", "PER")][:3] == ["1", "2", "3"]


def test_only_one_permitted_choice_is_taken_without_asking() -> None:
    only = sole(choices(SCHEME, "FAC", "LOC"))
    assert only is not None
    assert only.type_id == "NEAR"
    assert sole(choices(SCHEME, "PER", "ORG")) is None
    assert sole(choices(SCHEME, "CUE", "LOC")) is None


@pytest.fixture
def menu(qtbot: QtBot) -> Iterator[RelationMenu]:
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    made = RelationMenu(theme.light(), window)
    yield made
    made.close()


def open_menu(menu: RelationMenu, first: str, second: str) -> list[RelationChoice]:
    found = choices(SCHEME, first, second)
    menu.open_for(SCHEME, found, "the first", "the\nsecond " * 9, QPoint(10, 10))
    return found


def test_the_title_names_both_ends_shortly(menu: RelationMenu) -> None:
    open_menu(menu, "PER", "ORG")
    assert menu.title.text() == "“the first”  →  “the second the second the s…”"


def test_a_letter_takes_the_relation_with_this_key(menu: RelationMenu, qtbot: QtBot) -> None:
    open_menu(menu, "PER", "ORG")
    with qtbot.waitSignal(menu.chosen) as chosen:
        QTest.keyClick(menu.chooser.list, Qt.Key.Key_D)
    assert chosen.args == ["LEADS", False]
    assert menu.choice is not None
    assert menu.choice.name == "Leads"
    assert not menu.isVisible()


def test_shift_and_the_letter_take_it_the_other_way_round(menu: RelationMenu, qtbot: QtBot) -> None:
    open_menu(menu, "ORG", "ORG")
    with qtbot.waitSignal(menu.chosen) as chosen:
        QTest.keyClicks(menu.chooser.list, "P", Qt.KeyboardModifier.ShiftModifier)
    assert chosen.args == ["PART_OF", True]


def test_what_only_fits_the_other_way_round_needs_no_shift(menu: RelationMenu, qtbot: QtBot) -> None:
    open_menu(menu, "ORG", "PER")
    with qtbot.waitSignal(menu.chosen) as chosen:
        QTest.keyClick(menu.chooser.list, Qt.Key.Key_D)
    assert chosen.args == ["LEADS", True]


def test_a_letter_not_permitted_only_highlights_and_enter_takes(menu: RelationMenu, qtbot: QtBot) -> None:
    open_menu(menu, "PER", "ORG")
    with qtbot.assertNotEmitted(menu.chosen):
        QTest.keyClick(menu.chooser.list, Qt.Key.Key_N)
    assert menu.isVisible()
    assert "You may take it all the same." in menu.chooser.hint.text()
    with qtbot.waitSignal(menu.chosen) as chosen:
        QTest.keyClick(menu.chooser.list, Qt.Key.Key_Return)
    assert chosen.args == ["NEAR", False]


def test_a_letter_without_relation_does_nothing(menu: RelationMenu, qtbot: QtBot) -> None:
    open_menu(menu, "PER", "ORG")
    with qtbot.assertNotEmitted(menu.chosen):
        QTest.keyClick(menu.chooser.list, Qt.Key.Key_W)
    assert menu.isVisible()


def test_an_event_role_is_told_with_its_type(menu: RelationMenu, qtbot: QtBot) -> None:
    open_menu(menu, "EVT", "PER")
    with qtbot.waitSignal(menu.chosen) as chosen:
        QTest.keyClick(menu.chooser.list, Qt.Key.Key_2)
    assert chosen.args == ["ATTACK", False]
    assert menu.choice is not None
    assert menu.choice.role == "Target"


def test_slash_filters(menu: RelationMenu, qtbot: QtBot) -> None:
    open_menu(menu, "PER", "ORG")
    QTest.keyClicks(menu.chooser.list, "/")
    QTest.keyClicks(menu.chooser.field, "cit")
    with qtbot.waitSignal(menu.chosen) as chosen:
        QTest.keyClick(menu.chooser.field, Qt.Key.Key_Return)
    assert chosen.args == ["CITES", False]


def test_arrows_and_mouse(menu: RelationMenu, qtbot: QtBot) -> None:
    open_menu(menu, "PER", "ORG")
    QTest.keyClick(menu.chooser.list, Qt.Key.Key_Down)
    assert menu.chooser.current is not None
    assert menu.chooser.current.title == "Cites"
    QTest.keyClick(menu.chooser.list, Qt.Key.Key_Up)
    place = menu.chooser.list.visualRect(menu.chooser.model.index(1)).center()
    with qtbot.waitSignal(menu.chosen) as chosen:
        QTest.mouseClick(menu.chooser.list.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert chosen.args == ["CITES", False]


def test_escape_chooses_nothing(menu: RelationMenu, qtbot: QtBot) -> None:
    open_menu(menu, "PER", "ORG")
    with qtbot.assertNotEmitted(menu.chosen), qtbot.waitSignal(menu.closed):
        QTest.keyClick(menu.chooser.list, Qt.Key.Key_Escape)
    assert menu.choice is None


def test_it_changes_its_colours(menu: RelationMenu) -> None:
    open_menu(menu, "PER", "ORG")
    bright = menu.grab().toImage()
    menu.set_theme(theme.dark())
    assert menu.grab().toImage() != bright
