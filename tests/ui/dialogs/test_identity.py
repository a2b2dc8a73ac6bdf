from __future__ import annotations

from typing import NamedTuple

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from glossator.candidates import meant
from glossator.core.annotations import Entity, Mention
from glossator.core.names import Likeness
from glossator.core.spans import Span
from glossator.ui import theme
from glossator.ui.dialogs.identity import IdentityDialog, best_name, candidates
from tests.builders import scheme


class Row(NamedTuple):
    entity: Entity
    mentions: int
    documents: int


KNOWN = [
    Row(Entity(1, "Russia", "GPE", ("Moscow",)), 40, 3),
    Row(Entity(2, "Khalifa Haftar", "PER"), 7, 1),
    Row(Entity(3, "Saddam Haftar", "PER"), 9, 2),
    Row(Entity(4, "Haftar", "ORG"), 1, 1),
]


def find(text: str) -> list[Row]:
    return [row for row in KNOWN if text.casefold() in row.entity.name.casefold()]


def mention(quote: str, label: str = "PER", *, start: int = 0, level: str = "NAM") -> Mention:
    span = (Span(start, start + len(quote)),)
    return Mention(start + 100, 1, label, span, quote, attributes={"level": level})


@pytest.fixture
def dialog(qtbot: QtBot) -> IdentityDialog:
    made = IdentityDialog(theme.light())
    qtbot.addWidget(made)
    return made


def rows(dialog: IdentityDialog) -> list[str]:
    model = dialog.chooser.model
    return [choice.title for row in range(model.rowCount()) if (choice := model.choice(row))]


def test_candidates_are_ordered_by_likeness_then_type_then_frequency() -> None:
    found = candidates("Haftar", "PER", KNOWN)
    assert [(each.known.entity.id, each.reason) for each in found] == [
        (4, Likeness.EXACT),
        (3, Likeness.SURNAME),
        (2, Likeness.SURNAME),
    ]
    assert [each.known.entity.id for each in candidates("Moscow", "GPE", KNOWN)] == [1]


def test_the_best_name_is_the_longest_that_is_a_name() -> None:
    group = [
        mention("Haftar"),
        mention("Khalifa\nHaftar", start=9),
        mention("the old commander", level="NOM"),
    ]
    assert best_name(group) == "Khalifa Haftar"
    assert best_name([mention("he", level="PRO"), mention("the warlord", level="NOM")]) == "the warlord"
    assert best_name([]) == ""


def test_the_likely_one_is_taken_with_enter(dialog: IdentityDialog, qtbot: QtBot) -> None:
    dialog.open_for([mention("Haftar")], scheme(), find)
    assert rows(dialog) == ["Haftar", "Saddam Haftar", "Khalifa Haftar", "Russia", "New identity “Haftar”"]
    with qtbot.waitSignal(dialog.chosen) as chosen:
        QTest.keyClick(dialog.chooser.field, Qt.Key.Key_Return)
    assert chosen.args == [KNOWN[3].entity, "", ""]
    assert not dialog.isVisible()


def test_without_a_likely_one_enter_makes_a_new_one(dialog: IdentityDialog, qtbot: QtBot) -> None:
    dialog.open_for([mention("Tobruk", "GPE"), mention("the port", "FAC")], scheme(), find)
    assert dialog.title.text() == "Who or what is “the port” and 1 more?"
    dialog.reject()
    dialog.open_for([mention("Tobruk", "GPE")], scheme(), find)
    with qtbot.waitSignal(dialog.chosen) as chosen:
        QTest.keyClick(dialog.chooser.field, Qt.Key.Key_Return)
    assert chosen.args == [None, "Tobruk", "GPE"]


def test_typing_searches_the_project(dialog: IdentityDialog, qtbot: QtBot) -> None:
    dialog.open_for([mention("Haftar")], scheme(), find)
    QTest.keyClicks(dialog.chooser.field, "rus")
    assert rows(dialog) == ["Russia", "New identity “rus”"]
    with qtbot.waitSignal(dialog.chosen) as chosen:
        QTest.keyClick(dialog.chooser.field, Qt.Key.Key_Return)
    assert chosen.args[0].id == 1


def test_control_enter_makes_a_new_one_with_what_was_typed(dialog: IdentityDialog, qtbot: QtBot) -> None:
    dialog.open_for([mention("Haftar")], scheme(), find)
    QTest.keyClicks(dialog.chooser.field, "Belqasim Haftar")
    with qtbot.waitSignal(dialog.chosen) as chosen:
        QTest.keyClick(dialog.chooser.field, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert chosen.args == [None, "Belqasim Haftar", "PER"]


def test_by_mouse_alone_with_another_type(dialog: IdentityDialog, qtbot: QtBot) -> None:
    dialog.open_for([mention("Haftar")], scheme(), find)
    dialog.type.setCurrentIndex(dialog.type.findData("ORG"))
    with qtbot.waitSignal(dialog.chosen) as chosen:
        QTest.mouseClick(dialog.make, Qt.MouseButton.LeftButton)
    assert chosen.args == [None, "Haftar", "ORG"]


def test_a_new_one_needs_a_name(dialog: IdentityDialog, qtbot: QtBot) -> None:
    dialog.open_for([mention("Haftar")], scheme(), find)
    dialog.name.setText("  ")
    assert not dialog.make.isEnabled()
    with qtbot.assertNotEmitted(dialog.chosen):
        QTest.keyClick(dialog.name, Qt.Key.Key_Return)
    QTest.keyClick(dialog.chooser.field, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


MOSCOW = Row(Entity(5, "Moscow", "GPE"), 3, 1)


@pytest.mark.parametrize(
    ("acts", "order"),
    [(None, ["Moscow", "Russia"]), (True, ["Russia", "Moscow"]), (False, ["Moscow", "Russia"])],
)
@pytest.mark.parametrize("aliases", [(), ("Moscow",)])
def test_a_capital_is_asked_about_the_right_way_round(
    acts: bool | None, order: list[str], aliases: tuple[str, ...]
) -> None:
    russia = Row(Entity(1, "Russia", "GPE", aliases), 40, 3)
    country = meant("Moscow", acts=acts)
    found = candidates("Moscow", "GPE", [MOSCOW, russia], country)
    assert [each.known.entity.name for each in found] == order
    if acts:
        assert found[0].why == "capital of Russia, which acts here"


def test_where_the_capital_is_a_place_even_another_town_comes_before_the_country() -> None:
    russia = Row(Entity(1, "Russia", "GPE", ("Moscow",)), 40, 3)
    town = Row(Entity(6, "City of Moscow", "LOC"), 1, 1)
    found = candidates("Moscow", "LOC", [russia, town], meant("Moscow", acts=False))
    assert [each.known.entity.name for each in found] == ["City of Moscow", "Russia"]


def test_a_new_identity_of_a_capital_that_acts_is_that_of_the_country(
    dialog: IdentityDialog, qtbot: QtBot
) -> None:
    dialog.open_for([mention("Tripoli", "GPE")], scheme(), find, meant("Tripoli", acts=True))
    assert rows(dialog)[0] == "New identity “Libya”"
    first = dialog.chooser.model.choice(0)
    assert first is not None
    assert "“Tripoli” acts here: capital of Libya" in first.hint
    with qtbot.waitSignal(dialog.chosen) as chosen:
        QTest.keyClick(dialog.chooser.field, Qt.Key.Key_Return)
    assert chosen.args == [None, "Libya", "GPE"]
    dialog.open_for([mention("Tripoli", "GPE")], scheme(), find, meant("Tripoli", acts=False))
    assert rows(dialog)[0] == "New identity “Tripoli”"
    dialog.reject()
