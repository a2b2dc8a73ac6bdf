"""Cards and the bar above them in little room: controls and legends take further lines, nothing is beyond the edge."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QToolButton, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import invalidate

from glossator.ui import theme
from glossator.ui.plots.flow import Beside
from glossator.ui.plots.legend import LINE, Legend
from glossator.ui.plots.marks import LegendEntry
from glossator.ui.plots.page import SummaryPage
from glossator.ui.selection import Selection
from glossator.ui.signals import ProjectSignals
from glossator.workbench import Workbench

KEY = tuple(LegendEntry("fill", words) for words in ("named", "nominal", "pronoun", "without a level"))


def row_of(qtbot: QtBot, *, least: int) -> tuple[QWidget, Beside, QWidget, list[QWidget]]:
    ground = QWidget()
    qtbot.addWidget(ground)
    row = Beside(ground, least=least)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(8)
    leading = QToolButton(ground)
    leading.setFixedHeight(20)
    leading.setMinimumWidth(200)
    row.lead(leading)
    others: list[QWidget] = []
    for _ in range(3):
        each = QToolButton(ground)
        each.setFixedSize(60, 20)
        row.addWidget(each)
        others.append(each)
    ground.resize(500, 100)
    ground.show()
    return ground, row, leading, others


def test_controls_stand_at_the_right_while_there_is_room(qtbot: QtBot) -> None:
    ground, row, leading, others = row_of(qtbot, least=1000)
    assert {each.y() for each in others} == {leading.y()}
    assert others[-1].geometry().right() == ground.width() - 1
    assert row.heightForWidth(500) == 20


def test_controls_take_lines_of_their_own_where_there_is_none(qtbot: QtBot) -> None:
    ground, row, leading, others = row_of(qtbot, least=1000)
    assert row.minimumSize().width() == 0
    ground.resize(200, 100)
    row.setGeometry(QRect(0, 0, 200, row.heightForWidth(200)))
    assert leading.y() == 0
    assert all(each.y() >= leading.geometry().bottom() for each in others)
    assert all(each.geometry().right() < 200 for each in others)
    assert row.heightForWidth(140) > row.heightForWidth(200) > row.heightForWidth(500)


def test_what_is_hidden_takes_no_room(qtbot: QtBot) -> None:
    _ground, row, leading, others = row_of(qtbot, least=1000)
    before = row.whole
    leading.hide()
    others[0].hide()
    assert row.whole == before - 200 - 60 - 2 * 8


def test_a_title_leads_as_long_as_the_least_of_it_is_left(qtbot: QtBot) -> None:
    _ground, row, leading, _others = row_of(qtbot, least=100)
    row.setGeometry(QRect(0, 0, 310, 20))
    assert row.heightForWidth(310) == 20
    assert row.heightForWidth(300) > 20
    assert leading.y() == 0


def test_a_legend_begins_another_line_where_the_room_ends(qtbot: QtBot) -> None:
    legend = Legend(theme.light())
    qtbot.addWidget(legend)
    legend.show_entries(KEY)
    assert legend.heightForWidth(legend.sizeHint().width()) == LINE
    assert legend.heightForWidth(200) >= 2 * LINE
    legend.resize(200, legend.heightForWidth(200))
    drawn = legend.grab().toImage()
    ground = drawn.pixelColor(drawn.width() - 1, drawn.height() - 1)
    last = range(drawn.height() * (legend.height() - LINE) // legend.height(), drawn.height())
    assert any(drawn.pixelColor(x, y) != ground for x in range(drawn.width()) for y in last)


@pytest.fixture
def large_type(qapp: QApplication) -> QFont:
    font = QFont(qapp.font())
    font.setPointSizeF(font.pointSizeF() * 1.5)
    return font


@pytest.mark.parametrize("width", [380, 520, 700])
def test_no_card_and_no_bar_is_wider_than_the_page(
    qtbot: QtBot,
    bench: Workbench,
    selection: Selection,
    signals: ProjectSignals,
    large_type: QFont,
    width: int,
) -> None:
    page = SummaryPage(bench, selection, signals, theme.light())
    qtbot.addWidget(page)
    page.setFont(large_type)
    page.resize(width, 600)
    page.show()
    page.bar.in_project.click()
    page.refresh()
    for name in ("", *page.plots):
        page.sheet.enlarge(name)
        page.refresh()
        assert page.width() == width
        assert page.area.horizontalScrollBar().maximum() == 0, name
        for card in filter(QWidget.isVisible, page.cards.values()):
            seen: list[QWidget] = [each for each in card.findChildren(QToolButton) if each.isVisibleTo(card)]
            seen += [each for each in card.findChildren(QComboBox) if each.isVisibleTo(card)]
            for each in (*seen, card.legend):
                corner = each.mapTo(card, each.rect().bottomRight())
                assert corner.x() < card.width(), (name, card.question, each)
    bar = page.bar
    for button in (bar.in_document, bar.in_project, bar.unfold, page.sheet.choice):
        assert button.width() >= button.sizeHint().width()
        assert button.geometry().right() < width


def test_a_title_that_is_cut_says_all_of_itself(
    qtbot: QtBot, bench: Workbench, selection: Selection, signals: ProjectSignals
) -> None:
    page = SummaryPage(bench, selection, signals, theme.light())
    qtbot.addWidget(page)
    page.resize(600, 600)
    page.show()
    name = "A very long name of a document " * 8
    page.bar.title.say(name)
    assert page.bar.title.is_cut
    assert page.bar.title.toolTip() == name


def test_what_was_let_go_of_is_not_asked_for_its_size(qapp: QApplication) -> None:
    holder = QWidget()
    row = Beside(holder)
    row.lead(QLabel("Leads"))
    row.addWidget(QLabel("Follows"))
    wide = row.whole
    item = row.itemAt(1)
    assert item is not None
    invalidate(item)  # as Qt for Python does while a window goes
    assert row.count() == 1
    assert row.whole < wide
    assert row.sizeHint().height() > 0
    assert row.heightForWidth(200) > 0
    assert row.itemAt(1) is None
