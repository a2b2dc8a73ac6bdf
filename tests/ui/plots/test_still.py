"""What stays where it is on the board under the hand: marks between two clicks, and an enlarged view."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QScrollArea, QToolButton
from pytestqt.qtbot import QtBot

from glossator.analysis.cooccurrence import Meetings
from glossator.analysis.pace import HAND, Day
from glossator.store.summaries import EntityCount
from glossator.ui.plots import pace
from glossator.ui.plots.bars import LabelKey
from glossator.ui.plots.canvas import Canvas
from glossator.ui.plots.crossing import Crossing
from glossator.ui.plots.links.surface import Surface
from glossator.ui.plots.marks import Place
from glossator.ui.plots.page import SummaryPage
from glossator.ui.plots.placemap.chart import PlaceMapChart
from glossator.ui.plots.placemap.plot import LEGEND
from glossator.ui.plots.signs import sample
from glossator.ui.plots.tray import TrayList, Waiting
from glossator.ui.theme import light
from tests.builders import scheme

PER = LabelKey("PER")


def top_of(page: SummaryPage, name: str) -> int:
    return page.cards[name].mapTo(page, QPoint()).y()


def told_in_chips(page: SummaryPage) -> list[str]:
    buttons, labels = page.bar.chips.findChildren(QToolButton), page.bar.chips.findChildren(QLabel)
    told = [each.text() for each in buttons if not each.isHidden()]
    return told + [each.text() for each in labels if not each.isHidden()]


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


def test_the_pace_takes_the_whole_page_and_gives_it_back(page: SummaryPage, qtbot: QtBot) -> None:
    page.resize(1100, 900)
    page.show_view("pace")
    qtbot.waitUntil(lambda: not page.cards["pace"].view.is_empty)
    canvas = page.cards["pace"].canvas
    usual = canvas.height()
    qtbot.waitUntil(lambda: canvas.height() > 500)
    qtbot.waitUntil(lambda: page.area.verticalScrollBar().maximum() == 0)
    page.sheet.enlarge("")
    page.refresh()
    assert canvas.height() < min(usual + 1, 320)


def test_the_date_of_a_day_stands_beside_the_edge_that_is_lit(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    day = Day(19_700, {HAND: 3}, 2)
    drawing = pace.PaceDrawing([day])
    drawn: list[tuple[QRectF, str]] = []
    monkeypatch.setattr(pace, "words", lambda painter, area, text, colour, **_: drawn.append((area, text)))
    picture = QImage(400, 300, QImage.Format.Format_RGB32)
    place = Place(QRectF(64, 20, 96, 260), lambda x, y: QPointF(64 + 96 * x, 20 + 260 * y))
    with QPainter(picture) as painter:
        drawing.paint(painter, place, light())
        (area,) = [area for area, text in drawn if text == day.date]
        assert area.left() >= place.reached(drawing.marks[0]).left() + 4  # its edge is lit, three pixels wide
        assert painter.fontMetrics().horizontalAdvance(day.date) <= area.width()


def test_the_key_of_the_map_shows_the_sign_of_a_country() -> None:
    (entry,) = [each for each in LEGEND if each.words == "a region or country"]
    picture = QImage(40, 24, QImage.Format.Format_RGB32)
    picture.fill(QColor(light().raised))
    with QPainter(picture) as painter:
        sample(painter, QRectF(10, 6, 20, 12), entry.style, light())
    assert picture.pixelColor(20, 12) == QColor(light().raised)  # white in the middle
    assert picture.pixelColor(12, 8) != picture.pixelColor(20, 12)  # within hatching


def test_what_comes_next_in_the_tray_is_current_when_one_has_found_its_place(qtbot: QtBot) -> None:
    made = TrayList("Undated", Qt.Key.Key_D)
    qtbot.addWidget(made)
    rows = [Waiting(each, each, "") for each in ("assistance", "met", "relocating", "fled")]
    made.show_waiting(rows)
    assert made.current_key() is None
    made.setCurrentRow(2)
    made.show_waiting([each for each in rows if each.key != "relocating"])
    assert made.current_key() == "fled"
    made.show_waiting(rows[:2])
    assert made.current_key() == "met", "the last one, where it was the last"
    made.show_waiting([])
    assert made.current_key() is None


@pytest.mark.parametrize(("width", "tray"), [(1200, 244), (500, 180), (300, 120)])
def test_in_a_narrow_window_the_larger_part_is_the_maps(qtbot: QtBot, width: int, tray: int) -> None:
    chart = PlaceMapChart(light())
    qtbot.addWidget(chart)
    chart.tray.show_waiting("2 places not on the map", [Waiting(1, "Middle East  6\nLocation", "")])
    chart.resize(width, 300)
    chart.show()
    assert chart.tray.width() == tray
    assert chart.tray.list.visualItemRect(chart.tray.list.item(0)).width() <= tray


def test_a_low_link_chart_is_no_key_alone(page: SummaryPage, qtbot: QtBot) -> None:
    page.resize(700, 900)
    page.show_view("links")
    qtbot.waitUntil(lambda: not page.cards["links"].view.is_empty)
    chart = page.cards["links"].chart
    assert isinstance(chart, Surface)
    qtbot.waitUntil(lambda: chart.key.height > 0)
    page.resize(420, 420)
    page.refresh()
    qtbot.waitUntil(lambda: chart.height() < 300)
    assert chart.key.height <= chart.height() * 0.34


def test_the_names_of_columns_stay_in_sight(qtbot: QtBot) -> None:
    people = tuple(EntityCount(each, f"Name {each}", "PER", 2, 1) for each in range(1, 31))
    found = Meetings("sentence", people, {(1, 2): 1}, dict.fromkeys(range(1, 31), 1), 1)
    canvas = Canvas(light())
    canvas.show_drawing(Crossing(found, scheme(), by_lift=False))
    area = QScrollArea()
    qtbot.addWidget(area)
    area.setWidgetResizable(True)
    area.setWidget(canvas)
    area.resize(1000, 300)
    area.show()
    assert canvas.head.isEmpty()
    cell = canvas.center_of(canvas.current or Crossing(found, scheme(), by_lift=False).marks[0])
    assert canvas.mark_at(QPointF(cell)) is not None
    bar = area.verticalScrollBar()
    bar.setValue(cell.y() - 60)
    canvas.note_scrolled()
    assert canvas.head.top() == cell.y() - 60
    assert canvas.mark_at(QPointF(cell)) is None  # it is under the names
    seen = area.viewport().grab().toImage()
    ground = QColor(light().raised)
    inked = [seen.pixelColor(x, y) != ground for x in range(210, 900) for y in range(4, 110)]
    assert sum(inked) > 1_000
