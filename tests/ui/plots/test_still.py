"""What stays where it is on the board under the hand: marks between two clicks, and an enlarged view."""

from __future__ import annotations

import pytest
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


@pytest.mark.parametrize("name", ["links", "contexts", "places", "timeline", "coverage"])
@pytest.mark.parametrize("height", [560, 800])
def test_an_enlarged_view_fits_into_the_page_and_stays_when_sentences_come(
    page: SummaryPage, qtbot: QtBot, name: str, height: int
) -> None:
    page.resize(1100, height)
    page.show_view(name)
    qtbot.waitUntil(lambda: not page.cards[name].view.is_empty)
    bar = page.area.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() == 0)
    before = page.cards[name].chart.size()
    key = next(key for key in page.cards[name].view.table.keys if key is not None)
    page.cards[name].chosen.emit(key)
    page.refresh()
    assert page.sentences.isVisible()
    assert page.cards[name].chart.size() == before
