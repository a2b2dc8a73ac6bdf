"""The tour: it waits for what the user really does, and goes away at once with Esc."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from glossator.core.spans import Span
from glossator.ui.app import make_window
from glossator.ui.dialogs.callout import Callout
from glossator.ui.main_window import MainWindow


@pytest.fixture
def window(qtbot: QtBot, qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> Iterator[MainWindow]:
    import sys

    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    made = make_window(qapp)
    sys.excepthook = sys.__excepthook__
    qtbot.addWidget(made)
    made.show()
    qtbot.waitExposed(made)
    yield made
    made.close()


def callout(window: MainWindow) -> Callout:
    (found,) = window.findChildren(Callout)
    return found


def span(window: MainWindow, words: str) -> Span:
    start = window.desk.need_annotations().text.index(words)
    return Span(start, start + len(words))


def press(window: MainWindow, key: str) -> None:
    QTest.keyClicks(window.page, key)


def test_it_is_led_through_by_doing_it(window: MainWindow, qtbot: QtBot) -> None:
    window.start.tour_requested.emit()
    card = callout(window)
    assert card.isVisible()
    assert card.head.text() == "Tour, 1 of 8"
    assert window.page.hasFocus() or not window.isActiveWindow(), "the keyboard stays with the work"
    window.page.select(span(window, "Russia"))
    assert card.head.text() == "Tour, 2 of 8"
    press(window, "g")
    assert card.head.text() == "Tour, 3 of 8"
    window.page.select(span(window, "Libya,"[:-1]))
    press(window, "g")
    assert card.head.text() == "Tour, 4 of 8"
    first, second = sorted(window.desk.need_annotations().mentions.values(), key=lambda each: each.start)[:2]
    from glossator.ui.dialogs.relation_menu import choices

    scheme = window.desk.need_bench().scheme
    permitted = next(each for each in choices(scheme, first.label, second.label) if each.permitted)
    assert window.relating.join(permitted, first.id, second.id)
    assert card.head.text() == "Tour, 5 of 8"
    window.actions_by_id["undo"].trigger()
    assert card.head.text() == "Tour, 6 of 8"
    window.actions_by_id["summary"].trigger()
    assert card.head.text() == "Tour, 7 of 8"
    window.actions_by_id["article"].trigger()
    assert card.head.text() == "Tour, 8 of 8"
    assert card.skip.text() == "Done"
    QTest.mouseClick(card.skip, Qt.MouseButton.LeftButton)
    assert not card.isVisible()
    assert not window.touring.is_on


def test_nothing_goes_on_by_itself(window: MainWindow) -> None:
    window.actions_by_id["tour"].trigger()
    press(window, "j")
    window.actions_by_id["summary"].trigger()
    assert callout(window).head.text() == "Tour, 1 of 8"


def test_esc_ends_it(window: MainWindow) -> None:
    window.actions_by_id["tour"].trigger()
    QTest.keyClick(window.page, Qt.Key.Key_Escape)
    assert not callout(window).isVisible()
    assert window.desk.bench is not None, "the project stays"


def test_a_lesson_can_be_skipped_and_the_tour_left(window: MainWindow) -> None:
    window.actions_by_id["tour"].trigger()
    card = callout(window)
    QTest.mouseClick(card.skip, Qt.MouseButton.LeftButton)
    assert card.head.text() == "Tour, 2 of 8"
    QTest.mouseClick(card.leave, Qt.MouseButton.LeftButton)
    assert not card.isVisible()


def test_it_ends_with_the_project(window: MainWindow) -> None:
    window.actions_by_id["tour"].trigger()
    window.projects.close()
    assert not callout(window).isVisible()


def test_it_stays_inside_the_window(window: MainWindow) -> None:
    window.actions_by_id["tour"].trigger()
    for size in ((1280, 832), (700, 500)):
        window.resize(*size)
        window.touring.begin()
        assert window.rect().contains(callout(window).geometry())
