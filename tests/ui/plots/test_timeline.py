"""The timeline as a widget: what is drawn where, brushing, keys, drops, a histogram of many, and years far away."""

from __future__ import annotations

import math
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QImage,
    QPainter,
    QWheelEvent,
)
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from glossator import chronicles, projects, surveys
from glossator.analysis.calendar_axis import span_words, ticks
from glossator.analysis.facets import Facets
from glossator.analysis.lanes import Lanes, bins, floor_to, next_of, unit_for
from glossator.analysis.timeline import EventKey, Row, first_day, last_day, order
from glossator.core import dates, edits
from glossator.core.errors import GlossatorError
from glossator.core.lens import Lens, RelationPick
from glossator.ui.plots.page import SummaryPage
from glossator.ui.plots.placemap.plot import PlaceMapPlot
from glossator.ui.plots.plot import About
from glossator.ui.plots.timeline import looks
from glossator.ui.plots.timeline.chart import TimelineChart
from glossator.ui.plots.timeline.content import BinKey, Content, PileKey
from glossator.ui.plots.timeline.content import span_words as row_words
from glossator.ui.plots.timeline.geometry import AXIS, COLUMN, HIGHEST, Packing, Span
from glossator.ui.plots.timeline.plot import TimelinePlot
from glossator.ui.plots.timeline.surface import MIME, Surface
from glossator.ui.theme import dark, light
from glossator.workbench import Workbench
from tests.builders import scheme
from tests.test_chronicles import sample


def row(
    number: int, *written: str, lane: str = "Attack", words: str = "struck", certainty: str = "Certain"
) -> Row:
    whens = tuple(found for each in written if (found := dates.read(each)) is not None)
    return Row(
        EventKey(None, number), words, "ATTACK", lane, whens,
        "" if whens else "no time is tagged", certainty, (number,), (1000 + number,), (1,),
        min((w.start if w.start > -math.inf else w.end for w in whens), default=math.inf),
        max((w.end if w.end < math.inf else w.start for w in whens), default=-math.inf),
    )  # fmt: skip


ROWS = [
    row(1, "2024-12-05"),
    row(2, "2024-12-08/2024-12-12", lane="Meet"),
    row(3, "2024-12", words="sailed", certainty="Probable"),
    row(4, "2024-12-20/..", lane="Meet", certainty="Possible"),
    row(5, "2024-12-01", "2024-12-24", words="fell"),
    row(6),
]
IN_ORDER = sorted(ROWS, key=order)


def content(rows: list[Row]) -> Content:
    return Content(sorted(rows, key=order), scheme(), "type")


@pytest.fixture
def chart(qtbot: QtBot) -> TimelineChart:
    made = TimelineChart(light())
    qtbot.addWidget(made)
    made.resize(1000, 400)
    made.show()
    return made


def nowhere(surface: Surface) -> None:
    """The keyboard is on no mark yet."""
    surface.current = None


def show(chart: TimelineChart, rows: list[Row]) -> Content:
    from glossator.ui.plots.marks import View

    made = content(rows)
    chart.show_view(View(None, content=made))
    return made


# --- analysis


def test_rows_stand_in_lanes_the_fullest_first_and_the_rest_in_one() -> None:
    assert [(each.name, len(each.rows)) for each in Lanes(IN_ORDER).each] == [("Attack", 3), ("Meet", 2)]
    many = [row(at, "2024", lane=f"L{at:02}") for at in range(20)]
    found = Lanes(many, most=5).each
    assert [each.name for each in found] == ["L00", "L01", "L02", "L03", "16 others"]
    assert len(found[-1].rows) == 16
    assert Lanes([row(1)]).each == []


@pytest.mark.parametrize(
    ("low", "high", "unit"),
    [
        ("2024-01-01", "2024-03-01", "day"),
        ("2024-01-01", "2025-06-01", "week"),
        ("2020-01-01", "2024-01-01", "month"),
        ("1950-01-01", "2024-01-01", "year"),
        ("1200-01-01", "2024-01-01", "decade"),
        ("0000-01-01", "9999-12-31", "century"),
    ],
)
def test_columns_are_of_a_unit_that_suits(low: str, high: str, unit: str) -> None:
    first, last = dates.read(low), dates.read(high)
    assert first is not None
    assert last is not None
    assert unit_for(first.start, last.start) == unit


@pytest.mark.parametrize(
    ("unit", "first", "after"),
    [
        ("day", "2024-12-05", "2024-12-06"),
        ("week", "2024-12-02", "2024-12-09"),
        ("month", "2024-12-01", "2025-01-01"),
        ("year", "2024-01-01", "2025-01-01"),
        ("decade", "2020-01-01", "2030-01-01"),
        ("century", "2000-01-01", "2100-01-01"),
    ],
)
def test_units_begin_where_the_calendar_says(unit: str, first: str, after: str) -> None:
    day = dates.read("2024-12-05")
    assert day is not None
    start = floor_to(day.start, unit)
    assert (dates.iso_day(start), dates.iso_day(next_of(start, unit))) == (first, after)  # type: ignore[arg-type]


def test_columns_count_each_row_once() -> None:
    found = bins(Lanes(IN_ORDER).each, "month")
    assert sum(each.events for each in found) == 5
    assert {dates.iso_day(each.start) for each in found} == {"2024-12-01"}


def test_an_open_row_says_so_and_a_disputed_one_too() -> None:
    assert (first_day(ROWS[3]), last_day(ROWS[3])) == ("2024-12-20", "..")
    assert row_words(ROWS[3]).startswith("2024-12-20 and after")
    assert ROWS[4].is_disputed
    assert not row(1, "2024-12", "2024-12-05").is_disputed
    assert "different times" in content(ROWS).tip(ROWS[4])
    assert row_words(ROWS[2]) == "2024-12-01 to 2024-12-31 (known to the month, written 2024-12)"


@pytest.mark.parametrize(
    "years", [(0, 1), (0, 9999), (-500, 500), (2024, 2024), (9999, 9999), (-300_000, 300_000)]
)
def test_ticks_stand_at_round_times_in_any_year(years: tuple[int, int]) -> None:
    low, high = dates.day_number(years[0], 1, 1), dates.day_number(years[1], 12, 31)
    found = ticks(low, high)
    assert 2 <= len(found) <= 14
    assert all(low <= each.day <= high and each.words for each in found)
    assert [each.day for each in found] == sorted({each.day for each in found})


def test_ticks_of_hours_and_days_name_what_they_are_of() -> None:
    day = dates.day_number(2024, 12, 5)
    hours = ticks(day, day + 1)
    assert (hours[0].words, hours[0].larger) == ("00:00", "5 Dec 2024")
    assert [each.larger for each in hours[1:-1]] == [""] * (len(hours) - 2)
    assert [(each.words, each.larger) for each in ticks(day, day + 9)][:2] == [("5", "Dec 2024"), ("6", "")]
    assert ticks(0, 0) == []
    assert ticks(float("-inf"), 0) == []


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("2024-12-05", "5 Dec 2024"),
        ("2024-W50", "9 to 15 Dec 2024"),
        ("2024-12-30/2025-01-02", "30 Dec 2024 to 2 Jan 2025"),
        ("2024", "1 Jan to 31 Dec 2024"),
        ("2024/..", "since 1 Jan 2024"),
        ("../2024", "until 31 Dec 2024"),
        ("0000-03-15", "15 Mar 1 BC"),
        ("-0043-03-15", "15 Mar 44 BC"),
    ],
)
def test_days_are_told_in_words(written: str, words: str) -> None:
    when = dates.read(written)
    assert when is not None
    assert span_words(when.start, when.end) == words


# --- where things stand


def test_rows_do_not_overlap_and_lie_where_their_days_are() -> None:
    span = Span(*content(ROWS).extent)
    span.fit(900)
    layout = Packing(lambda words: 40.0).packed(Lanes(IN_ORDER).each, span)
    assert len(layout.shapes) == 5
    first = next(each for each in layout.shapes if each.key == EventKey(None, 2))
    assert first.box.left() == pytest.approx(span.x(ROWS[1].start))
    assert first.box.right() == pytest.approx(span.x(ROWS[1].end))
    boxes = [each.box.united(each.words) for each in layout.shapes]
    assert not any(a.intersects(b) for at, a in enumerate(boxes) for b in boxes[at + 1 :])


def test_of_few_events_all_are_seen_at_first_with_their_whole_bars(chart: TimelineChart) -> None:
    made = show(chart, [row(1, "2023"), row(2, "2024-11/2024-12"), row(3, "2024-12-05")])
    assert made.usual == made.extent
    assert chart.surface.far() == []


@pytest.mark.parametrize(
    ("written", "is_hard"),
    [
        ("2024-11/2024-12", (False, False)),
        ("2024-11-03/2024-12", (True, False)),
        ("2024-11-03/2024-12-24", (True, True)),
        ("2024-11-03/..", (True, False)),
        ("2024", (False, False)),
    ],
)
def test_an_end_of_a_bar_fades_within_what_is_known_of_it(written: str, is_hard: tuple[bool, bool]) -> None:
    when = dates.read(written)
    assert when is not None
    picture = QImage(200, 10, QImage.Format.Format_ARGB32)
    picture.fill(QColor("white"))
    painter = QPainter(picture)
    painter.fillRect(0, 0, 200, 10, looks._faded(QRectF(0, 0, 200, 10), when, QColor("black")))
    painter.end()
    assert tuple(picture.pixelColor(x, 5).lightness() < 20 for x in (0, 199)) == is_hard
    assert picture.pixelColor(90, 5).lightness() < 20, "its middle is solid"


def test_the_axis_stays_in_sight_where_lanes_go_on_below(chart: TimelineChart) -> None:
    stretches = [f"2024-{1 + at % 12:02}-05/2025-{1 + at // 12:02}-20" for at in range(60)]
    show(chart, [row(at, each, lane=f"Lane {at:02}") for at, each in enumerate(stretches)])
    chart.use_room(240)
    chart.resize(900, 240)
    bar, surface = chart.area.verticalScrollBar(), chart.surface
    for value in (0, bar.maximum() // 2, bar.maximum()):
        bar.setValue(value)
        assert surface.foot + surface.y() == chart.area.viewport().height()
        picture = chart.area.viewport().grab().toImage()
        line = round(picture.height() - AXIS)
        colours = {picture.pixelColor(x, line).name() for x in range(int(surface.span.left) + 5, 600)}
        assert light().rule.lower() in colours, "the line of the axis"
    assert bar.maximum() > 400


def test_a_few_far_events_do_not_squash_the_rest(chart: TimelineChart) -> None:
    rows = [row(at, f"2024-12-{at + 1:02}") for at in range(20)] + [row(50, "0000"), row(51, "9999-12-31")]
    made = show(chart, rows)
    surface = chart.surface
    assert dates.iso_day(surface.span.low) >= "2024-11-20"
    assert dates.iso_day(surface.span.high) <= "2025-01-10"
    assert [text for text, _ in surface.far()] == ["◂ 1 earlier", "1 later ▸"]
    area = surface.far()[0][1]
    QTest.mouseClick(surface, Qt.MouseButton.LeftButton, pos=area.center().toPoint())
    assert (surface.span.low, surface.span.high) == made.extent
    assert surface.far() == []
    years = [dates.calendar_day(round(each))[0] for each in made.extent]
    assert years[0] < 0
    assert years[1] > 9999


@pytest.mark.parametrize(
    ("far", "said"),
    [
        (["0000"], ["◂ 1 earlier"]),
        (["9999-12-31"], ["1 later ▸"]),
        (["0000", "9999-12-31"], ["◂ 1 earlier", "1 later ▸"]),
        (["1990-06"], ["◂ 1 earlier"]),
        (["2023-01-01"], []),
        (["0000", "1024", "9999"], []),
        ([], []),
    ],
)
@pytest.mark.parametrize("count", [2, 3, 16])
def test_of_few_events_one_far_away_does_not_squash_the_rest(
    chart: TimelineChart, count: int, far: list[str], said: list[str]
) -> None:
    near = [row(at, f"2024-12-{at + 1:02}", words=f"event {at}") for at in range(count)]
    made = show(chart, [*near, *(row(90 + at, each) for at, each in enumerate(far))])
    surface = chart.surface
    assert [text for text, _ in surface.far()] == said
    chart.grab()
    layout = surface.layout_now
    assert layout is not None
    places = sorted(each.box.center().x() for each in layout.shapes)
    if said:
        assert len(places) == count
        assert places[-1] - places[0] > (surface.span.right - surface.span.left) / 3, "they are no line"
        told: list[str] = []
        chart.moved.connect(told.append)
        QTest.mouseMove(surface, QPoint(500, surface.height() - 5))  # wherever it was before
        sign = surface.far()[0][1].center().toPoint()
        QTest.mouseMove(surface, sign)
        assert told[-1] == "A click here, or 0, shows all of them"
        assert surface.cursor().shape() == Qt.CursorShape.PointingHandCursor
        QTest.mouseMove(surface, QPoint(500, surface.height() - 5))
        assert surface.cursor().shape() == Qt.CursorShape.ArrowCursor
        QTest.mouseClick(surface, Qt.MouseButton.LeftButton, pos=sign)
        assert (surface.span.low, surface.span.high) == made.extent, "a click on the sign shows all"
    else:
        assert len(places) == count + len(far), "all are seen"


def test_of_two_events_neither_is_far_from_the_rest(chart: TimelineChart) -> None:
    made = show(chart, [row(1, "0000"), row(2, "2024-12-05")])
    assert made.usual == made.extent
    assert chart.surface.far() == []


def test_zooming_and_moving_stay_within_reason() -> None:
    span = Span(0, 100)
    span.fit(1000)
    span.zoom(0.5, 50)
    assert (span.low, span.high) == (25, 75)
    for _ in range(200):
        span.zoom(0.5, 50)
    assert span.high - span.low >= 1 / 24
    for _ in range(200):
        span.zoom(2, 50)
    assert span.high - span.low <= 4e8
    assert span.x(float("inf")) > span.right
    assert span.x(float("-inf")) < span.left


# --- hands


def test_a_click_takes_a_mark_and_a_drag_brushes_a_stretch_of_days(
    chart: TimelineChart, qtbot: QtBot
) -> None:
    show(chart, ROWS)
    surface = chart.surface
    at = surface.center_of(EventKey(None, 1))
    assert at is not None
    with qtbot.waitSignal(chart.chosen) as chosen:
        QTest.mouseClick(surface, Qt.MouseButton.LeftButton, pos=at)
    assert chosen.args == [EventKey(None, 1)]
    assert chart.current_key == EventKey(None, 1)
    with qtbot.waitSignal(chart.brushed) as brushed:
        QTest.mouseClick(surface, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ControlModifier, at)
    assert brushed.args == [(EventKey(None, 1),), True]
    day = dates.day_number(2024, 12, 7)
    begin, end = QPoint(round(surface.span.x(day)), 5), QPoint(round(surface.span.x(day + 3)), 90)
    with qtbot.waitSignal(chart.brushed) as brushed:
        QTest.mousePress(surface, Qt.MouseButton.LeftButton, pos=begin)
        QTest.mouseMove(surface, end)
        QTest.mouseRelease(surface, Qt.MouseButton.LeftButton, pos=end)
    assert set(brushed.args[0]) == {EventKey(None, 2), EventKey(None, 3), EventKey(None, 5)}
    for rows, words in ((ROWS, ": 3 marks"), (ROWS[:1], ": 1 mark")):
        show(chart, rows)
        begin, end = (
            (begin, end) if rows is ROWS else (QPoint(round(surface.span.left) + 2, 5), QPoint(890, 90))
        )
        QTest.mousePress(surface, Qt.MouseButton.LeftButton, pos=begin)
        with qtbot.waitSignal(chart.moved) as told:
            QTest.mouseMove(surface, end)
        QTest.mouseRelease(surface, Qt.MouseButton.LeftButton, pos=end)
        assert told.args[0].endswith(words)


def test_a_drag_with_shift_moves_and_the_wheel_with_control_zooms(chart: TimelineChart) -> None:
    show(chart, ROWS)
    surface = chart.surface
    low, length = surface.span.low, surface.span.high - surface.span.low
    QTest.mousePress(surface, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ShiftModifier, QPoint(500, 40))
    QTest.mouseMove(surface, QPoint(400, 40))
    QTest.mouseRelease(surface, Qt.MouseButton.LeftButton, pos=QPoint(400, 40))
    assert surface.span.low > low
    assert surface.span.high - surface.span.low == pytest.approx(length)
    QTest.keyClick(surface, Qt.Key.Key_Plus)
    assert surface.span.high - surface.span.low < length
    QTest.keyClick(surface, Qt.Key.Key_Minus)
    assert surface.span.high - surface.span.low == pytest.approx(length)
    QTest.keyClick(surface, Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
    assert surface.span.low == pytest.approx(
        low + length * 100 / (surface.span.right - surface.span.left) - length / 4
    )
    QTest.keyClick(surface, Qt.Key.Key_0)
    assert surface.span.low == pytest.approx(low)


def wheel(surface: Surface, at: QPoint) -> None:
    """A turn of the wheel with Ctrl, as the window gets it."""
    steps, control = QPoint(0, 120), Qt.KeyboardModifier.ControlModifier
    below = surface.window().childAt(surface.mapTo(surface.window(), at))
    assert below is surface, "the hand is on the timeline"
    turned = QWheelEvent(
        at, surface.mapToGlobal(at), QPoint(), steps, Qt.MouseButton.NoButton, control,
        Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(surface, turned)


@pytest.mark.parametrize("room", [0, 700])
def test_hands_are_felt_wherever_there_is_room(chart: TimelineChart, room: int) -> None:
    show(chart, ROWS[:1])
    chart.use_room(room)
    surface = chart.surface
    assert chart.height() == (room or 180)
    assert surface.height() == chart.area.viewport().height(), "also below the last lane"
    length = surface.span.high - surface.span.low
    wheel(surface, QPoint(500, surface.height() - 60))
    assert surface.span.high - surface.span.low < length


def test_columns_grow_where_there_is_room(chart: TimelineChart, qtbot: QtBot) -> None:
    days = [dates.iso_day(dates.day_number(2024, 1, 1) + at % 350) for at in range(900)]
    show(chart, [row(at, day) for at, day in enumerate(days)])
    surface = chart.surface
    layout = surface.layout_now
    assert layout is not None
    (usual,) = layout.lanes
    chart.use_room(700)
    layout = surface.layout_now
    assert layout is not None
    (now,) = layout.lanes
    assert now[1] - now[0] == HIGHEST > usual[1] - usual[0] > COLUMN
    key = surface.keys_between(surface.span.low, surface.span.high)[0]
    at = surface.center_of(key)
    assert at is not None
    assert surface.key_at(QPointF(at)) == key
    chart.use_room(0)
    assert surface.layout_now is not None
    assert surface.layout_now.lanes == (usual,)


def test_words_are_shown_where_there_is_room_for_them(chart: TimelineChart) -> None:
    rows = [row(at, "2024-12-05/2024-12-20", words=f"struck {at}") for at in range(24)]
    show(chart, rows)
    surface = chart.surface
    assert surface.layout_now is not None
    assert not any(each.words.width() for each in surface.layout_now.shapes)
    chart.use_room(700)
    assert all(each.words.width() for each in surface.layout_now.shapes)


def test_the_keyboard_walks_in_time_and_from_lane_to_lane(chart: TimelineChart, qtbot: QtBot) -> None:
    show(chart, ROWS)
    surface = chart.surface
    nowhere(surface)
    said: list[str] = []
    chart.moved.connect(said.append)
    walked: list[object] = []
    for _ in range(5):
        QTest.keyClick(surface, Qt.Key.Key_Right)
        walked.append(surface.current)
    assert [key.event for key in walked if isinstance(key, EventKey)] == [5, 3, 1, 2, 4]
    assert said[-1].startswith("“struck” (Attack): 2024-12-20 and after")
    QTest.keyClick(surface, Qt.Key.Key_Up)
    assert surface.current == EventKey(None, 3), "the nearest one in the lane above"
    QTest.keyClick(surface, Qt.Key.Key_Home)
    assert surface.current == EventKey(None, 5)
    with qtbot.waitSignal(chart.chosen):
        QTest.keyClick(surface, Qt.Key.Key_Return)
    with qtbot.waitSignal(chart.date_wanted) as wanted:
        QTest.keyClick(surface, Qt.Key.Key_D)
    assert wanted.args == [EventKey(None, 5), ""]
    with qtbot.waitSignal(chart.brushed):
        QTest.keyClick(surface, Qt.Key.Key_Space, Qt.KeyboardModifier.ControlModifier)


def test_the_tray_says_why_and_asks_for_a_date(chart: TimelineChart, qtbot: QtBot) -> None:
    show(chart, ROWS)
    tray = chart.tray
    assert tray.isVisible()
    assert tray.head.text() == "1 event without a date"
    assert tray.list.item(0).text().endswith("no time is tagged")
    tray.list.setCurrentRow(0)
    tray.list.setFocus()
    assert tray.list.current_key() == EventKey(None, 6)
    with qtbot.waitSignal(chart.date_wanted) as wanted:
        QTest.keyClick(tray.list, Qt.Key.Key_Return)
    assert wanted.args == [EventKey(None, 6), ""]
    with qtbot.waitSignal(chart.chosen) as chosen:
        QTest.keyClick(tray.list, Qt.Key.Key_S)
    assert chosen.args == [EventKey(None, 6)]
    show(chart, ROWS[:5])
    assert not tray.isVisible()


def test_an_event_is_dropped_on_a_day_as_exactly_as_can_be_pointed_at(
    chart: TimelineChart, qtbot: QtBot
) -> None:
    show(chart, ROWS)
    surface, tray = chart.surface, chart.tray
    data = tray.list.mimeData([tray.list.item(0)])
    assert data.hasFormat(MIME)
    x = surface.span.x(dates.day_number(2024, 12, 18) + 0.5)
    point = QPoint(round(x), 50)
    copy, button, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    entered = QDragEnterEvent(point, copy, data, button, none)
    surface.dragEnterEvent(entered)
    assert entered.isAccepted()
    surface.dragMoveEvent(QDragMoveEvent(point, copy, data, button, none))
    with qtbot.waitSignal(chart.date_wanted) as wanted:
        surface.dropEvent(QDropEvent(QPointF(point), copy, data, button, none))
    assert wanted.args == [EventKey(None, 6), "2024-12-18"]
    surface.dragLeaveEvent(QDragLeaveEvent())
    surface.span.show(dates.day_number(2018, 1, 1), dates.day_number(2024, 1, 1))
    assert surface.date_at(surface.span.x(dates.day_number(2020, 6, 15))) == "2020-06"
    surface.span.show(dates.day_number(0, 1, 1), dates.day_number(2024, 1, 1))
    assert surface.date_at(surface.span.x(dates.day_number(1010, 6, 15))) == "1010"
    nothing = QMimeData()
    other = QDragEnterEvent(point, copy, nothing, button, none)
    surface.dragEnterEvent(other)
    assert not other.isAccepted()


def test_more_than_three_hundred_are_counted(chart: TimelineChart, qtbot: QtBot) -> None:
    rows = [
        row(at, dates.iso_day(dates.day_number(2024, 1, 1) + at % 350), lane=f"L{at % 3}")
        for at in range(900)
    ]
    made = show(chart, rows)
    surface = chart.surface
    assert all(isinstance(each, BinKey) for each in surface.keys_between(*made.extent))
    assert surface.unit == "week"
    nowhere(surface)
    QTest.keyClick(surface, Qt.Key.Key_Right)
    key = surface.current
    assert isinstance(key, BinKey)
    assert surface.tip_of(key) == f"L0: {len(made.of_bin(key))} events, beginning 1 to 7 Jan 2024"
    assert sum(len(made.of_bin(made.bin_key(each))) for each in made.binned(surface.unit)) == 900
    at = surface.center_of(key)
    assert at is not None
    with qtbot.waitSignal(chart.chosen) as chosen:
        QTest.mouseClick(surface, Qt.MouseButton.LeftButton, pos=at)
    assert chosen.args == [key]
    assert set(surface.keys_between(made.extent[0], made.extent[1])) == {
        made.bin_key(each) for each in made.binned(surface.unit)
    }
    picture(surface)
    surface.span.show(dates.day_number(2024, 2, 1), dates.day_number(2024, 3, 1))
    surface.zoom(1.0)
    assert not any(isinstance(each, BinKey) for each in surface.keys_between(*made.extent))


def test_many_others_in_one_lane_have_a_scale_of_their_own(chart: TimelineChart) -> None:
    rows = [row(at, f"2024-{1 + at % 12:02}-05", lane=f"L{at % 60:02}") for at in range(600)]
    made = show(chart, rows)
    surface = chart.surface
    unit = surface.unit
    *named, others = made.scales(unit)
    assert len(named) == 11
    assert len(set(named)) == 1
    assert others > named[0]
    tops = [
        max(surface._column(each).height() for each in surface._bins if each.lane == at) for at in range(12)
    ]
    assert tops == pytest.approx([surface._column_height - 8] * 12), "each lane can be read"
    told = surface.grab().toImage()
    few = show(chart, rows[:120] + [each._replace(lane="L00") for each in rows[120:]])
    assert few.scales(unit)[0] == few.scales(unit)[-1], "the others are less than what has a name"
    assert surface.grab().toImage() != told


@pytest.mark.parametrize(
    "years", [(2014, 2016), (2000, 2030), (2014, 2060), (1990, 2014.5), (2014.3, 2014.4)]
)
def test_each_event_is_counted_in_a_column_in_sight_or_at_an_edge(
    chart: TimelineChart, years: tuple[float, float]
) -> None:
    """Those that began before what is seen and go on are in no column, and are not passed over."""
    stretches = [row(at, f"20{10 + at % 9}-0{1 + at % 9}-11/20{40 + at % 9}") for at in range(800)]
    days = [row(1_000 + at, f"2014-0{1 + at % 9}-1{at % 9}", lane="Meet") for at in range(90)]
    made = show(chart, [*stretches, *days])
    surface = chart.surface
    low, high = ((each - 1970) * 365.2425 for each in years)
    surface.span.show(low, high)
    surface.zoom(1.0)
    assert surface._counted is not None
    seen = surface.keys_between(surface.span.low, surface.span.high)
    counts = [len(made.rows_of(each)) for each in seen]
    said = [text for text, _ in surface.far()]
    beyond = [int(text.strip("◂▸ ").split()[0].replace(",", "")) for text in said]
    assert sum(counts) + sum(beyond) == len(made.dated) == 890
    assert all("began earlier" in each or "begin later" in each for each in said)


def picture(widget: QWidget) -> QImage:
    made = QImage(widget.size(), QImage.Format.Format_ARGB32)
    made.fill(light().raised)
    with QPainter(made) as painter:
        widget.render(painter, QPoint())
    return made


def test_it_is_drawn_in_every_theme_and_what_is_lit_is_seen(chart: TimelineChart) -> None:
    show(chart, ROWS)
    before = picture(chart.surface)
    chart.point_out(lambda key: key == EventKey(None, 2))
    lit = picture(chart.surface)
    assert lit != before
    chart.set_theme(dark())
    assert picture(chart.surface) != lit
    made = QImage(chart.picture_size(), QImage.Format.Format_ARGB32)
    made.fill(0)
    with QPainter(made) as painter:
        chart.picture(painter, QPointF(0, 0))
    assert made.pixelColor(round(chart.surface.span.x(ROWS[1].start)) + 8, 40) != made.pixelColor(2, 2)


# --- the view


@pytest.fixture
def about(tmp_path: Path) -> Iterator[About]:
    with closing(sample(tmp_path / "case.gloss")) as bench:
        yield About(bench, Lens())


@pytest.fixture
def plot(qtbot: QtBot, about: About) -> Iterator[TimelinePlot]:
    holder = QWidget()
    qtbot.addWidget(holder)
    made = TimelinePlot(surveys.SURVEYS["timeline"], light(), holder)
    made.show(surveys.answer(about.bench, made.survey, about.lens, {}), about)
    yield made
    holder.close()


def test_the_card_says_how_many_and_how_many_have_no_date(plot: TimelinePlot, about: About) -> None:
    view = plot.card.view
    assert view.foot.startswith("17 events shown, 0 hidden by the filter")
    assert "have no date" in view.foot
    assert len(view.table.rows) == len(view.table.keys) == 17
    made = view.content
    assert isinstance(made, Content)
    key = made.dated[0].key
    assert plot.pick(key, about) == RelationPick(is_event=True, ids=frozenset(made.dated[0].events))
    assert plot.caption(key, about)
    assert plot.label_of(key, about) == "EVT"
    assert plot.is_lit(key, Facets(relations=frozenset(made.dated[0].events)))
    assert plot.is_lit(key, Facets(mentions=frozenset(made.dated[0].triggers)))
    assert not plot.is_lit(key, Facets())


def test_lanes_are_kinds_of_events_or_who_did_them(plot: TimelinePlot) -> None:
    def names() -> list[str]:
        made = plot.card.view.content
        assert isinstance(made, Content)
        return [each.name for each in made.lanes]

    assert "Transport" in names()
    plot.by.setCurrentIndex(1)
    assert "Russia" in names()
    assert "Transport" not in names()


def test_who_had_a_part_is_read_when_somebody_looks(
    plot: TimelinePlot, about: About, monkeypatch: pytest.MonkeyPatch
) -> None:
    idle = surveys.answer(about.bench, plot.survey, about.lens, plot.options())
    plot.show(idle, about)
    events = {each.event for each in idle.tellings()}
    assert idle.lacking() == events
    made = plot.card.view.content
    assert isinstance(made, Content)
    tips = {key: made.tip(each) for key, each in made.rows.items()}
    assert any("  ·  in " in tip for tip in tips.values())
    assert idle.lacking() == set()
    plot.show(surveys.answer(about.bench, plot.survey, about.lens, plot.options()), about)
    who = [str(each[2]) for each in plot.card.view.table.rows]
    assert any(who)
    assert all(name in " ".join(tips.values()) for name in who)

    def fails(*_: object) -> None:
        raise GlossatorError("The disk is gone.")

    plot.show(surveys.answer(about.bench, plot.survey, about.lens, plot.options()), about)
    said: list[str] = []
    plot.said.connect(said.append)
    monkeypatch.setattr(chronicles, "meet", fails)
    made = plot.card.view.content
    assert isinstance(made, Content)
    assert made.tip(made.dated[0]).endswith("The disk is gone.")
    with pytest.raises(GlossatorError, match="The disk is gone."):
        plot.card.view.table.rows[0]
    assert said == []


def test_it_follows_a_tag_without_asking_anew(plot: TimelinePlot, about: About) -> None:
    bench: Workbench = about.bench
    said = bench.current
    assert said is not None
    event = next(each for each in said.relations.values() if each.is_event and each.type == "Contact.Meet")
    change = edits.set_attribute(said, event.id, "certainty", "Possible", by=bench.hand)
    bench.do(change)
    assert plot.follow(change, about)
    made = plot.card.view.content
    assert isinstance(made, Content)
    assert made.rows[EventKey(None, event.id)].certainty == "Possible"
    plot.forget()
    assert plot.pick(EventKey(None, event.id), about) is None
    assert not plot.follow(change, about)


def test_an_empty_timeline_says_what_to_do(plot: TimelinePlot, about: About) -> None:
    nothing = About(about.bench, Lens(statuses=frozenset({"dropped"})))
    plot.show(surveys.answer(about.bench, plot.survey, nothing.lens, {}), nothing)
    assert plot.card.view.is_empty
    assert "The filter hides all 17 events" in plot.card.view.empty


def test_no_proposal_is_offered_where_nothing_waits_for_a_date(plot: TimelinePlot, about: About) -> None:
    nothing = About(about.bench, Lens(document=1))
    plot.show(surveys.answer(about.bench, plot.survey, nothing.lens, {}), nothing)
    assert plot.card.view.content is None
    assert plot.card.view.hint == ""


def test_where_the_scheme_has_no_events_that_is_the_reason(plot: TimelinePlot, tmp_path: Path) -> None:
    made = projects.create(tmp_path / "a.gloss", title="A", scheme_id="timeml-lite", author="Kim")
    with closing(made) as bench:
        about = About(bench, Lens())
        plot.show(surveys.answer(bench, plot.survey, about.lens, {}), about)
        assert plot.card.view.empty.startswith("The label scheme has no kinds of events")
        plot.forget()


def test_what_is_dropped_asks_for_the_date_of_its_tellings(plot: TimelinePlot, qtbot: QtBot) -> None:
    made = plot.card.view.content
    assert isinstance(made, Content)
    undated = made.undated[0]
    with qtbot.waitSignal(plot.date_wanted) as wanted:
        plot.chart.date_wanted.emit(undated.key, "2024-12-08")
    assert wanted.args == [undated.events, "2024-12-08"]


def test_of_very_many_events_columns_count_all_with_a_date_or_say_of_how_many(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(chronicles, "MANY_EVENTS", 1)
    monkeypatch.setattr(chronicles, "MOST", 1)
    monkeypatch.setattr("glossator.ui.plots.timeline.ground.MOST_MARKS", 1)
    holder = QWidget()
    qtbot.addWidget(holder)
    with closing(sample(tmp_path / "case.gloss")) as bench:
        about = About(bench, Lens())
        survey = surveys.find("timeline")
        dated = [each for each in surveys.answer(bench, survey, Lens(), {}).rows() if each.whens]
        for most, said in ((999, "all that have a date"), (3, "those with a date first")):
            monkeypatch.setattr(chronicles, "MOST_DATED", most)
            plot = TimelinePlot(survey, light(), holder)
            plot.show(surveys.answer(bench, survey, Lens(), plot.options()), about)
            assert said in plot.card.foot.text()
            surface = plot.chart.surface
            surface.fit(everything=True)
            columns = surface.keys_between(-math.inf, math.inf)
            assert all(isinstance(each, BinKey) for each in columns)
            tips = [surface.tip_of(each) for each in columns]
            captions = [plot.caption(each, about) for each in columns]
            if most == 999:
                picked = [plot.pick(each, about) for each in columns]
                events = {
                    number for pick in picked if isinstance(pick, RelationPick) for number in pick.ids or ()
                }
                assert events == {number for each in dated for number in each.events}
                assert not any("of the" in each for each in tips + captions)
            else:
                assert all("of the 3 dated events that are drawn" in each for each in tips + captions)


def test_a_pile_stands_for_all_its_events_in_other_views(qtbot: QtBot, tmp_path: Path) -> None:
    holder = QWidget()
    qtbot.addWidget(holder)
    with closing(sample(tmp_path / "case.gloss")) as bench:
        about = About(bench, Lens())
        survey = surveys.find("timeline")
        plot = TimelinePlot(survey, light(), holder)
        plot.show(surveys.answer(bench, survey, Lens(), {}), about)
        assert plot._content is not None
        first, second, third = plot._content.dated[:3]
        pile = PileKey((first.key, second.key))
        pick = plot.pick(pile, about)
        assert isinstance(pick, RelationPick)
        assert pick.ids == frozenset((*first.events, *second.events))
        assert plot.caption(pile, about).startswith("2 events, ")
        assert plot.label_of(pile, about) == plot.label_of(first.key, about)
        assert plot.is_lit(pile, Facets(relations=frozenset(second.events)))
        assert not plot.is_lit(pile, Facets(relations=frozenset(third.events)))


@pytest.mark.parametrize("name", ["timeline", "places"])
def test_the_signs_on_its_buttons_are_of_the_colours_of_the_window(
    sampled_page: SummaryPage, name: str
) -> None:
    plot = sampled_page.plots[name]
    assert isinstance(plot, TimelinePlot | PlaceMapPlot)

    def signs() -> list[QImage]:
        return [each.icon().pixmap(16, 16).toImage() for each in plot.pictured]

    before = signs()
    sampled_page.set_theme(dark())
    assert all(one != other for one, other in zip(before, signs(), strict=True))
    sampled_page.set_theme(light())
    assert signs() == before
