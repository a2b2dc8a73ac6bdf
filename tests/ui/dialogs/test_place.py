"""The dialog that asks where something is: what it takes is what it shows, and never what was shown before."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from glossator.ui import theme
from glossator.ui.dialogs.place import PlaceDialog
from glossator.whereabouts import Candidate, Place

TOWN = Candidate(
    Place(1, "city", "1 Decembrie", "RO", "", 7_900, 44.2908, 26.0581), "name begins so", "Romania"
)


@pytest.fixture
def dialog(qtbot: QtBot) -> PlaceDialog:
    made = PlaceDialog("Великобритания", theme.light())
    qtbot.addWidget(made)
    made.show()
    qtbot.waitExposed(made)
    return made


def test_while_places_are_looked_up_nothing_can_be_taken_or_typed_by_mistake(
    dialog: PlaceDialog, qtbot: QtBot
) -> None:
    taken: list[Any] = []
    dialog.wanted.connect(lambda *given: taken.append(given))
    assert dialog.focusWidget() is dialog.list
    QTest.keyClick(dialog.list, Qt.Key.Key_1)
    assert dialog.search.text() == ""
    assert not dialog.take.isEnabled()
    assert not taken


def test_coordinates_of_a_candidate_go_with_it(dialog: PlaceDialog, qtbot: QtBot) -> None:
    dialog.offer([TOWN])
    assert dialog.at.text() == "44.2908, 26.0581"
    assert dialog.take.isEnabled()
    dialog.offer([])
    assert dialog.at.text() == ""
    assert not dialog.take.isEnabled()


def test_coordinates_that_were_typed_stay(dialog: PlaceDialog, qtbot: QtBot) -> None:
    taken: list[Any] = []
    dialog.wanted.connect(lambda *given: taken.append(given))
    dialog.offer([TOWN])
    dialog.at.clear()
    QTest.keyClicks(dialog.at, "53.9, -1.5")
    dialog.offer([])
    assert dialog.at.text() == "53.9, -1.5"
    dialog.take.click()
    assert [(spot.latitude, spot.longitude, number) for spot, number, _ in taken] == [(53.9, -1.5, 0)]
