"""The page follows the keyboard on a view that is higher than the window, and says there what it is on."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QScrollArea, QToolTip, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from glossator import surveys
from glossator.core.lens import Lens
from glossator.surveys import SURVEYS
from glossator.ui import theme
from glossator.ui.plots.canvas import Canvas
from glossator.ui.plots.counted import PairsPlot
from glossator.ui.plots.marks import Box, Frame, Mark, Place, View
from glossator.ui.plots.page import SummaryPage
from glossator.workbench import Workbench


class Rows:
    """Two hundred rows of 30 pixels."""

    frame = Frame(200, 30, 10, 100, has_axis=False)
    marks = tuple(Mark(at, Box(0, at, 10, 1), f"row {at}", at, reach="row") for at in range(200))

    def paint(self, painter: object, place: Place, worn: object) -> None:
        """Nothing is to be seen."""


@pytest.fixture
def high(qtbot: QtBot) -> tuple[QScrollArea, Canvas]:
    """A canvas of 6,000 pixels on a page of 500, between other things."""
    area, sheet = QScrollArea(), QWidget()
    qtbot.addWidget(area)
    area.setWidgetResizable(True)
    column = QVBoxLayout(sheet)
    canvas = Canvas(theme.light(), sheet)
    column.addWidget(canvas)
    canvas.show_view(View(Rows()))
    area.setWidget(sheet)
    area.resize(500, 500)
    area.show()
    canvas.setFocus(Qt.FocusReason.TabFocusReason)
    return area, canvas


def test_the_page_follows_the_mark_of_the_keyboard(
    high: tuple[QScrollArea, Canvas], monkeypatch: pytest.MonkeyPatch
) -> None:
    area, canvas = high
    told: list[str] = []
    monkeypatch.setattr(QToolTip, "showText", lambda at, words, widget: told.append(words))

    def is_seen() -> bool:
        at = canvas.center_of_current()
        return at is not None and canvas._plot.viewport().visibleRegion().contains(at)

    for _ in range(30):
        QTest.keyClick(canvas, Qt.Key.Key_Down)
        assert is_seen()
    assert canvas.current_key in {29, 30}
    assert told[-1] == f"row {canvas.current_key}", "the line below is out of sight"
    QTest.keyClick(canvas, Qt.Key.Key_End)
    assert is_seen()
    assert area.verticalScrollBar().value() > 5_000
    count = len(told)
    QTest.keyClick(canvas, Qt.Key.Key_Up)
    assert len(told) == count, "the end of the view is in sight, and the line below it is near"
    QTest.keyClick(canvas, Qt.Key.Key_Home)
    assert is_seen()
    assert area.verticalScrollBar().value() < 50


def test_a_view_on_no_page_goes_nowhere(qtbot: QtBot) -> None:
    canvas = Canvas(theme.light())
    qtbot.addWidget(canvas)
    canvas.resize(300, 300)
    canvas.show()
    canvas.show_view(View(Rows()))
    QTest.keyClick(canvas, Qt.Key.Key_End)
    assert canvas.current_key == 199


def test_kinds_of_links_begin_with_the_roles_where_there_are_events_alone(
    page: SummaryPage, bench: Workbench
) -> None:
    plot = page.plots["pairs"]
    assert isinstance(plot, PairsPlot)
    about = page._about(bench)
    both = surveys.answer(bench, SURVEYS["pairs"], Lens(), {})
    events = {each.id for each in about.scheme.event_types}
    alone = both._replace(counts=tuple(each for each in both.counts if each.type in events))
    assert 0 < len(alone.counts) < len(both.counts)
    plot.type.clear()
    plot.show(alone, about)
    assert plot.type.currentData() == ("", True)
    assert not plot.card.view.is_empty
    plot.show(both, about)
    assert plot.type.currentData() == ("", False), "what nobody chose goes back"
    at = plot.type.findText("Roles of all events")
    plot.type.setCurrentIndex(at)
    plot.type.activated.emit(at)
    plot.show(both, about)
    assert plot.type.currentData() == ("", True), "what somebody chose stays"


def test_what_is_counted_of_roles_is_said(page: SummaryPage, bench: Workbench) -> None:
    plot = page.plots["pairs"]
    assert isinstance(plot, PairsPlot)
    plot.show(surveys.answer(bench, SURVEYS["pairs"], Lens(), {}), page._about(bench))
    said = "of an event, each role counts once for each label in it"
    assert said not in plot.card.view.foot
    plot.type.setCurrentIndex(plot.type.findText("Roles of all events"))
    assert said in plot.card.view.foot
