"""What stays where it is on the board under the hand: marks between two clicks, and an enlarged view."""

from __future__ import annotations

from PySide6.QtCore import QPoint
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QToolButton
from pytestqt.qtbot import QtBot

from glossator.ui.plots.bars import LabelKey
from glossator.ui.plots.page import SummaryPage

PER = LabelKey("PER")


def top_of(page: SummaryPage, name: str) -> int:
    return page.cards[name].mapTo(page, QPoint()).y()


def told_in_chips(page: SummaryPage) -> list[str]:
    found = [*page.bar.chips.findChildren(QToolButton), *page.bar.chips.findChildren(QLabel)]
    return [each.text() for each in found if not each.isHidden()]


def test_nothing_moves_when_a_mark_is_selected_or_no_longer(page: SummaryPage, qtbot: QtBot) -> None:
    before = top_of(page, "labels")
    assert told_in_chips(page) == ["Nothing is selected: click a mark in a view, or several with Ctrl."]
    page.cards["labels"].brushed.emit((PER,), False)
    QTest.qWait(1)  # the layouts take their places
    assert any(each.startswith("Selected: 3 mentions") for each in told_in_chips(page))
    assert top_of(page, "labels") == before
    page.brush.clear()
    QTest.qWait(1)
    assert top_of(page, "labels") == before
