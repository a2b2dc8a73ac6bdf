"""The edges of a timeline: words have room at the right or stand before what they name, and dots are no tower."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPointF, QRectF, Qt
from PySide6.QtGui import QFocusEvent, QImage, QPainter
from PySide6.QtTest import QTest

from glossator.analysis.calendar_axis import ticks
from glossator.analysis.lanes import Lane
from glossator.analysis.timeline import Row, order
from glossator.core import dates
from glossator.ui.plots.marks import View
from glossator.ui.plots.timeline import looks
from glossator.ui.plots.timeline.chart import TimelineChart
from glossator.ui.plots.timeline.content import BinKey, Lit, PileKey
from glossator.ui.plots.timeline.geometry import THIN, TOP, Shape, Span
from glossator.ui.theme import light
from tests.ui.plots.test_timeline import chart, row, show

__all__ = ["chart"]


@pytest.mark.parametrize("width", [600, 700, 1200])
def test_the_name_of_a_mark_that_fills_the_axis_has_room(chart: TimelineChart, width: int) -> None:
    chart.resize(width, 300)
    show(chart, [row(1, "2023", words="met in Tobruk"), row(2)])
    chart.grab()
    surface = chart.surface
    assert surface.layout_now is not None
    (shape,) = surface.layout_now.shapes
    assert shape.words.width() > 0
    assert surface.span.left <= shape.words.left()
    assert shape.words.right() <= surface.span.right
    assert not shape.words.intersects(shape.box)


def test_the_words_of_the_last_tick_are_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    span = Span(19_358, 19_728)  # from 2023 on, a little beyond the beginning of 2024
    span.fit(500)
    drawn: list[tuple[float, str]] = []
    monkeypatch.setattr(looks, "words", lambda painter, area, text, colour: drawn.append((area.left(), text)))
    picture = QImage(500, 100, QImage.Format.Format_RGB32)
    with QPainter(picture) as painter:
        looks.axis(painter, span, 100, light())
        metrics = painter.fontMetrics()
    assert any(text == "2024" for _, text in drawn)
    assert all(left + metrics.horizontalAdvance(text) <= 500 for left, text in drawn)


@pytest.mark.parametrize("days", [(19_640, 19_790), (19_700, 19_712), (19_600, 19_780)])
def test_the_words_of_the_axis_leave_room_for_what_is_later(
    chart: TimelineChart, monkeypatch: pytest.MonkeyPatch, days: tuple[int, int]
) -> None:
    """The lower ones, beside which the sign stands; the first of these is told in any case."""
    chart.resize(700, 300)
    show(chart, [row(1, "2023-12-20"), *(row(2 + at, f"20{30 + at}") for at in range(40))])
    chart.grab()
    surface = chart.surface
    surface.span.show(*days)
    surface.zoom(1.0)
    drawn: dict[float, list[tuple[float, str]]] = {}

    def note(painter: QPainter, area: QRectF, text: str, colour: str) -> None:
        wide = painter.fontMetrics().horizontalAdvance(text)
        assert area.left() >= surface.span.left
        drawn.setdefault(area.top(), []).append((area.left() + wide, text))

    monkeypatch.setattr(looks, "words", note)
    monkeypatch.setattr(looks, "lane", lambda *_: None)
    picture = QImage(surface.size(), QImage.Format.Format_RGB32)
    with QPainter(picture) as painter:
        painter.setFont(surface.font())
        metrics = painter.fontMetrics()
        surface.paint(painter)
    ((said, area),) = surface.far()
    assert said == "40 later ▸"
    _, lower = (drawn[top] for top in sorted(drawn))
    assert lower, "the larger unit is told"
    assert all(right < area.right() - metrics.horizontalAdvance(said) for right, _ in lower)
    assert lower[0][1].endswith("2023") or lower[0][1].endswith("2024")


_ONE_DAY = [row(at, "2024-12-05", words=f"hit {at}") for at in range(60)]
_AROUND = [row(100 + at, f"20{10 + at:02}-06-01") for at in range(20)]
_NEAR_BY = [row(200 + at, f"2015-03-{1 + at % 20:02}", lane="Meet") for at in range(60)]


def _piles(chart: TimelineChart) -> list[Shape]:
    assert chart.surface.layout_now is not None
    return [each for each in chart.surface.layout_now.shapes if each.pile]


def _crowded(chart: TimelineChart, room: int = 300) -> None:
    chart.use_room(room)
    show(chart, sorted([*_ONE_DAY, *_AROUND, *_NEAR_BY], key=lambda each: (each.start, each.end)))


def test_dots_on_one_place_that_have_no_room_are_a_pile_with_their_number(chart: TimelineChart) -> None:
    _crowded(chart, room=2_000)
    assert not _piles(chart), "there is room for each"
    _crowded(chart)
    assert chart.surface.needed <= 300, "the lanes are no higher than what is seen"
    piles = _piles(chart)
    assert [len(each.pile) for each in piles if each.row.lane == "Attack"] == [60]
    assert sum(len(each.pile) for each in piles if each.row.lane == "Meet") == 60
    layout = chart.surface.layout_now
    assert layout is not None
    events = [row.key for each in layout.shapes for row in each.pile or (each.row,)]
    assert len(events) == len(set(events)) == 140, "each stands somewhere, once"
    drawn = chart.surface.grab().toImage()
    edge = piles[-1].box.toRect()
    inside = {drawn.pixel(x, edge.center().y()) for x in range(edge.left(), edge.right() + 1)}
    assert len(inside) > 3, "it is drawn, with its number"


def test_a_pile_names_its_events_and_a_click_takes_all_of_them(chart: TimelineChart) -> None:
    _crowded(chart)
    pile = next(each for each in _piles(chart) if each.row.lane == "Attack")
    surface = chart.surface
    told = surface.tip_of(pile.key).splitlines()
    assert told[0] == "60 events, 5 Dec 2024"
    assert told[1].startswith("“hit 0”")
    assert told[-1] == "and 50 more"
    chosen: list[object] = []
    said: list[str] = []
    surface.chosen.connect(chosen.append)
    surface.moved.connect(said.append)
    assert surface.key_at(QPointF(pile.box.center())) == pile.key
    QTest.mouseClick(surface, Qt.MouseButton.LeftButton, pos=pile.box.center().toPoint())
    assert chosen == [pile.key]
    assert isinstance(pile.key, PileKey)
    assert chart.surface.content is not None
    assert {each.key for each in chart.surface.content.rows_of(pile.key)} == {each.key for each in _ONE_DAY}
    assert said
    assert all("\n" not in each for each in said), "the line below has but one"


def test_enter_shows_the_days_of_a_pile_or_takes_what_nothing_tells_apart(chart: TimelineChart) -> None:
    _crowded(chart)
    surface = chart.surface
    chosen: list[object] = []
    surface.chosen.connect(chosen.append)
    together = next(each for each in _piles(chart) if each.row.lane == "Meet")
    surface._go_to(together.key)
    QTest.keyClick(surface, Qt.Key.Key_Return)
    assert not chosen
    assert surface.span.high - surface.span.low < 40
    assert len(_piles(chart)) != 1 or _piles(chart)[0].key != together.key
    assert surface.center_of(surface.current) is not None, "the keyboard is on what was the pile"
    surface.fit(everything=True)
    alike = next(each for each in _piles(chart) if each.row.lane == "Attack")
    surface._go_to(alike.key)
    QTest.keyClick(surface, Qt.Key.Key_Return)
    assert chosen == [alike.key]


def test_keys_walk_over_a_pile_as_one_mark(chart: TimelineChart) -> None:
    _crowded(chart)
    surface = chart.surface
    QTest.keyClick(surface, Qt.Key.Key_Home)
    seen = {surface.current}
    for _ in range(200):
        QTest.keyClick(surface, Qt.Key.Key_Right)
        assert surface.center_of(surface.current) is not None
        seen.add(surface.current)
    layout = surface.layout_now
    assert layout is not None
    assert seen == {each.key for each in layout.shapes}


def test_bars_that_look_alike_are_a_pile_with_their_number_and_others_keep_their_lines(
    chart: TimelineChart,
) -> None:
    chart.use_room(300)
    alike = [row(at, "2015/2019", words=f"war {at:02}") for at in range(60)]
    others = [
        row(100, "2015/2019", words="doubted", certainty="Possible"),
        row(101, "2015-01-01/2019-12-31", words="known to the day"),
        row(102, "2015/2017", words="shorter"),
        row(103, "2012/2019", words="longer"),
        row(104, "2015/2019", "2011", words="disputed"),
        row(105, "2015/..", words="open"),
    ]
    show(chart, [*alike, *others])
    layout = chart.surface.layout_now
    assert layout is not None
    (pile,) = _piles(chart)
    assert [each.words for each in pile.pile] == [each.words for each in alike]
    assert {each.row.words for each in layout.shapes if not each.pile} == {each.words for each in others}
    assert layout.height <= 300
    first, last = (chart.surface.span.x(each) for each in (alike[0].start, alike[0].end))
    assert (pile.box.left(), pile.box.right()) == pytest.approx((first, last)), "as long as the bars are"
    assert pile.number is not None
    assert pile.number.center().x() == pytest.approx((first + last) / 2)
    assert chart.surface.tip_of(pile.key).startswith("60 events, 1 Jan 2015 to 31 Dec 2019\n“war 00”")
    drawn = chart.surface.grab().toImage()
    inside = {drawn.pixel(x, round(pile.number.center().y())) for x in range(*_edges(pile.number))}
    assert len(inside) > 3, "its number is drawn"
    assert drawn.pixelColor(round(pile.number.right()) + 20, round(pile.box.center().y())).name() not in {
        light().raised,
        "#ffffff",
    }, "and the bar"


def _edges(area: QRectF) -> tuple[int, int]:
    return round(area.left()), round(area.right())


def test_the_number_of_a_pile_of_bars_is_in_what_is_seen_of_them(chart: TimelineChart) -> None:
    chart.use_room(300)
    show(chart, [row(at, "2015/2019") for at in range(60)])
    surface = chart.surface
    year = 365.0
    start = surface.span.low
    for low, high in (
        (start - year, start + year),
        (start + 2 * year, start + 3 * year),
        (start, start + 9 * year),
    ):
        surface.span.show(low, high)
        surface.zoom(1.0)
        (pile,) = _piles(chart)
        assert pile.number is not None
        assert surface.span.left <= pile.number.left()
        assert pile.number.right() <= surface.span.right
        assert pile.box.contains(pile.number)


def test_enter_takes_a_pile_of_bars_that_are_seen_no_better(chart: TimelineChart) -> None:
    chart.use_room(300)
    rows = [row(at, f"2015-01-{1 + at % 3:02}/2019-12-31") for at in range(60)]
    near = [row(100 + at, f"2015-03-{1 + at:02}/2015-05-20", lane="Meet") for at in range(6)]
    show(chart, sorted([*rows, *near], key=order))
    surface = chart.surface
    chosen: list[object] = []
    surface.chosen.connect(chosen.append)
    longer, shorter = sorted(_piles(chart), key=lambda each: each.row.lane)
    assert (len(longer.pile), len(shorter.pile)) == (60, 6)
    surface._go_to(longer.key)
    before = surface.span.low, surface.span.high
    QTest.keyClick(surface, Qt.Key.Key_Return)
    assert chosen == [longer.key]
    assert (surface.span.low, surface.span.high) == before
    surface._go_to(shorter.key)
    QTest.keyClick(surface, Qt.Key.Key_Return)
    assert chosen == [longer.key], "these are seen better from near by"
    assert surface.span.high - surface.span.low < 120


def test_of_what_differs_each_has_its_line(chart: TimelineChart) -> None:
    chart.use_room(300)
    show(chart, [row(at, f"20{10 + at // 4}-0{1 + at % 4}/20{50 + at}") for at in range(40)])
    layout = chart.surface.layout_now
    assert layout is not None
    assert not _piles(chart)
    assert layout.height == pytest.approx(TOP + 40 * THIN + 8)


# --- where the keyboard begins


@pytest.mark.parametrize("most", [300, 20], ids=["marks", "columns"])
def test_the_first_look_stays_when_the_keyboard_comes(
    chart: TimelineChart, monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    monkeypatch.setattr("glossator.ui.plots.timeline.ground.MOST_MARKS", most)
    show(chart, sorted([row(999, "0100-06-24"), *_ONE_DAY, *_AROUND], key=order))
    surface = chart.surface
    before = surface.span.low, surface.span.high
    assert dates.calendar_day(int(before[0]))[0] > 1900
    surface.current = None
    surface.focusInEvent(QFocusEvent(QEvent.Type.FocusIn, Qt.FocusReason.TabFocusReason))
    assert (surface.span.low, surface.span.high) == before
    at = surface.center_of(surface.current)
    assert at is not None
    assert round(surface.span.left) <= at.x() <= surface.span.right
    seen = [surface.center_of(each) for each in surface.keys_between(*before)]
    assert at.x() == min(each.x() for each in seen if each is not None and each.x() >= surface.span.left)
    assert surface.accessibleDescription() == surface.tip_of(surface.current) != ""


# --- the lane of the rest


def _in_lanes(count: int) -> list[Row]:
    return sorted([row(at, "2024-12-05", lane=f"Actor {at:02}") for at in range(count)], key=order)


def test_columns_of_the_rest_stay_what_they_are_where_a_lane_comes(
    chart: TimelineChart, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("glossator.ui.plots.timeline.ground.MOST_MARKS", 3)
    rows = sorted(
        [*_in_lanes(20), *(row(80 + at, "2024-12-06", lane="9 others") for at in range(2))], key=order
    )
    first, surface = show(chart, rows), chart.surface
    assert first.lanes[-1].name == "10 others"
    keys = [
        each for each in surface.keys_between(surface.span.low, surface.span.high) if isinstance(each, BinKey)
    ]
    rest = next(each for each in keys if each.lane is None)
    assert first.lane_name(rest) == "10 others"
    assert len(first.rows_of(rest)) == 10
    called = next(each for each in keys if each.lane == "9 others")
    assert {each.lane for each in first.rows_of(called)} == {"9 others"}, "of one who is called so"
    surface.current = rest
    new = row(99, "2024-12-05", lane="Actor 99")
    second = first.stepped({new.key: new})
    assert second.lane_name(rest) == "11 others"
    assert new in second.rows_of(rest)
    chart.show_view(View(None, content=second))
    assert surface.current == rest
    assert surface.center_of(rest) is not None
    few = show(chart, _in_lanes(5))
    assert few.rows_of(rest) == []
    assert few.lane_name(rest) == ""


# --- what is seen otherwise


def test_larger_letters_take_more_room(chart: TimelineChart) -> None:
    show(chart, [row(1, "2024-12-05", words="struck at dawn"), row(2, "2024-12-06", words="fell")])
    surface = chart.surface
    before = (
        {each.key: each.words.width() for each in surface.layout_now.shapes} if surface.layout_now else {}
    )
    face = surface.font()
    face.setPointSizeF(face.pointSizeF() * 1.5)
    surface.setFont(face)
    after = {each.key: each.words.width() for each in surface.layout_now.shapes} if surface.layout_now else {}
    assert before.keys() == after.keys()
    assert all(after[key] > wide > 0 for key, wide in before.items())


def test_a_pile_is_lit_where_one_of_its_events_is(chart: TimelineChart) -> None:
    _crowded(chart)
    pile = next(each for each in _piles(chart) if each.row.lane == "Attack")
    assert isinstance(pile.key, PileKey)
    dull = chart.surface.grab().toImage()
    chart.point_out(Lit({pile.key.events[7]}))
    lit = chart.surface.grab().toImage()
    edge = pile.box.toRect().adjusted(-4, -4, 4, 4)
    assert lit.copy(edge) != dull.copy(edge)
    chart.point_out(Lit({ROWLESS.key}))
    assert chart.surface.grab().toImage() == dull


def test_an_event_that_came_is_seen_however_long_it_is() -> None:
    lane = Lane("Attack", [row(1, "2024-12-05"), row(2, "2024-12-08")])
    low, high = (float(dates.day_number(2024, 12, day)) for day in (7, 9))
    assert [each.key.event for each in lane.seen(low, high)] == [2]
    long = row(3, "2023-01-01/2024-12-20")
    assert [each.key.event for each in lane.exchanged([], [long]).seen(low, high)] == [3, 2]


ROWLESS = row(5_000, "2024-12-05")


def test_years_before_christ_are_round_as_people_count_them() -> None:
    low, high = dates.day_number(-50, 1, 1), dates.day_number(30, 1, 1)
    assert [each.words for each in ticks(low, high)] == [
        "50 BC", "40 BC", "30 BC", "20 BC", "10 BC", "1", "10", "20", "30",
    ]  # fmt: skip
    years = [each.words for each in ticks(dates.day_number(-3, 1, 1), dates.day_number(3, 1, 1))]
    assert years == ["4 BC", "3 BC", "2 BC", "1 BC", "1", "2", "3"]
