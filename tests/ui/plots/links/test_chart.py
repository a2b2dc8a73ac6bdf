from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QImage, QMouseEvent, QPainter, QWheelEvent
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from glossator.analysis.links import LinkKey
from glossator.analysis.web import Web
from glossator.core.scheme import SLOTS, Label
from glossator.core.statements import Node, NodeFacts, Statement
from glossator.ui import theme
from glossator.ui.plots.links import fitting, tips
from glossator.ui.plots.links.chart import LinkChart
from glossator.ui.plots.links.content import Content
from glossator.ui.plots.links.labels import Box
from glossator.ui.plots.links.looks import DASHED, DOTTED, SOLID, Line, width_of
from glossator.ui.plots.marks import View
from glossator.ui.plots.pictures import svg
from tests.builders import scheme
from tests.ui.plots.links.conftest import (
    ADA,
    BOB,
    FACTS,
    LIBYA,
    NAVY,
    PLACES,
    RAID,
    SAID,
    SHIP,
    content,
    large,
    network,
    said,
)

LEFT, RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton
PLAIN = Qt.KeyboardModifier.NoModifier
CONTROL = Qt.KeyboardModifier.ControlModifier


def at(chart: LinkChart, key: Node | LinkKey) -> QPoint:
    found = chart.place_of(key)
    assert found is not None
    return found.toPoint()


def click(
    chart: LinkChart, key: Node | LinkKey, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
) -> None:
    QTest.mouseClick(chart.viewport, LEFT, modifier, at(chart, key))


def press(
    chart: LinkChart, *keys: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
) -> None:
    for key in keys:
        QTest.keyClick(chart, key, modifier)


def move(chart: LinkChart, to: QPoint) -> None:
    """The pointer goes there with the left button down."""
    place = chart.viewport.mapToGlobal(to).toPointF()
    event = QMouseEvent(QEvent.Type.MouseMove, to.toPointF(), place, Qt.MouseButton.NoButton, LEFT, PLAIN)
    chart.eventFilter(chart.viewport, event)


def drag(chart: LinkChart, start: QPoint, end: QPoint) -> None:
    QTest.mousePress(chart.viewport, LEFT, PLAIN, start)
    for share in (0.3, 0.7, 1.0):
        move(chart, (start.toPointF() + (end - start).toPointF() * share).toPoint())
    QTest.mouseRelease(chart.viewport, LEFT, PLAIN, end)


def heard(signal: object) -> list[tuple[object, ...]]:
    found: list[tuple[object, ...]] = []
    signal.connect(lambda *values: found.append(values))  # type: ignore[attr-defined]
    return found


def test_all_of_it_is_in_view_at_first(chart: LinkChart) -> None:
    for node in PLACES:
        assert chart.rect().contains(at(chart, node))
        assert chart.key_at(QPointF(at(chart, node))) == node
    assert chart.content is not None
    for link in chart.content.network.links:
        assert chart.key_at(chart.place_of(link.key) or QPointF()) == link.key


def test_a_click_selects_a_node_alone_and_with_control_beside_others(chart: LinkChart) -> None:
    brushed = heard(chart.brushed)
    click(chart, ADA)
    assert chart.selected == [ADA]
    assert chart.current == chart.current_key == ADA
    click(chart, BOB, CONTROL)
    assert chart.selected == [ADA, BOB]
    click(chart, ADA, CONTROL)
    assert chart.selected == [BOB]
    assert [each[0] for each in brushed] == [(ADA,), (ADA, BOB), (BOB,)]
    QTest.mouseClick(chart.viewport, LEFT, Qt.KeyboardModifier.NoModifier, QPoint(5, 5))
    assert chart.selected == []
    assert brushed[-1][0] == ()


def test_a_click_on_a_link_and_enter_ask_for_its_sentences(chart: LinkChart) -> None:
    chosen = heard(chart.chosen)
    key = LinkKey(BOB, LIBYA, "LEADS")
    click(chart, key)
    press(chart, Qt.Key.Key_Return)
    chart.go_to(ADA)
    press(chart, Qt.Key.Key_Return)
    assert chosen == [(key,), (key,), (ADA,)]


def test_a_double_click_and_control_enter_ask_for_the_neighbours(chart: LinkChart) -> None:
    wanted = heard(chart.expand_requested)
    QTest.mouseDClick(chart.viewport, LEFT, Qt.KeyboardModifier.NoModifier, at(chart, NAVY))
    chart.go_to(ADA)
    press(chart, Qt.Key.Key_Return, modifier=CONTROL)
    assert wanted == [(NAVY,), (ADA,)]


def test_a_double_click_means_what_was_pressed_first(chart: LinkChart) -> None:
    """The first click selects; what then appears above the chart moves it away from under the hand."""
    wanted = heard(chart.expand_requested)
    place = at(chart, NAVY)
    QTest.mouseClick(chart.viewport, LEFT, Qt.KeyboardModifier.NoModifier, place)
    chart.move_by(0, 90)
    twice = QMouseEvent(
        QEvent.Type.MouseButtonDblClick,
        place.toPointF(),
        chart.viewport.mapToGlobal(place).toPointF(),
        LEFT,
        LEFT,
        Qt.KeyboardModifier.NoModifier,
    )
    QCoreApplication.sendEvent(chart.viewport, twice)
    assert wanted == [(NAVY,)]


def test_a_dragged_node_takes_its_links_along_and_tells_its_place(chart: LinkChart) -> None:
    placed = heard(chart.placed)
    start = at(chart, BOB)
    link = LinkKey(BOB, LIBYA, "LEADS")
    before = at(chart, link)
    drag(chart, start, start + QPoint(-60, 20))
    assert chart.selected == []
    (found,) = placed
    (place,) = found[0].values()  # type: ignore[attr-defined]
    zoom = chart.zoom
    assert place[0] == pytest.approx(PLACES[BOB][0] - 60 / zoom, abs=2 / zoom)
    assert place[1] == pytest.approx(PLACES[BOB][1] + 20 / zoom, abs=2 / zoom)
    assert at(chart, link) != before


@pytest.mark.parametrize("gone", [ADA, LIBYA, SHIP], ids=str)
def test_a_node_in_the_hand_is_the_same_after_an_edit(chart: LinkChart, gone: Node) -> None:
    placed = heard(chart.placed)
    start, end = at(chart, BOB), at(chart, BOB) + QPoint(-60, 20)
    QTest.mousePress(chart.viewport, LEFT, PLAIN, start)
    move(chart, end)
    kept = [each for each in SAID if gone not in (each.first, each.second)]
    if gone == LIBYA:  # whom Bob would have nothing to do with any more
        kept.append(said(40, BOB, NAVY))
    net = network(*kept)
    assert gone not in net.nodes
    chart.show_view(View(None, content=content(net, dict(PLACES))))
    chart.grab()
    held = chart.place_of(BOB)
    assert held is not None
    assert (held - QPointF(end)).manhattanLength() < 3, "it stays where the pointer holds it"
    QTest.mouseRelease(chart.viewport, LEFT, PLAIN, end)
    (found,) = placed
    assert list(found[0]) == [BOB]  # type: ignore[call-overload]


@pytest.mark.parametrize("is_empty", [False, True])
def test_a_node_that_an_edit_takes_out_of_the_hand_is_put_nowhere(chart: LinkChart, is_empty: bool) -> None:
    placed, brushed = heard(chart.placed), heard(chart.brushed)
    start = at(chart, BOB)
    QTest.mousePress(chart.viewport, LEFT, PLAIN, start)
    move(chart, start + QPoint(-40, 10))
    net = Web(scheme()).network() if is_empty else network(said(1, ADA, NAVY))
    chart.show_view(View(None, content=content(net, dict(PLACES))))
    chart.grab()
    move(chart, start + QPoint(-80, 20))
    origin = chart.origin
    move(chart, start + QPoint(-90, 20))
    assert chart.origin == origin, "nor is the chart dragged instead"
    QTest.mouseRelease(chart.viewport, LEFT, PLAIN, start)
    assert placed == brushed == []


def test_a_click_on_what_an_edit_took_away_meanwhile_means_nothing(chart: LinkChart) -> None:
    brushed = heard(chart.brushed)
    start = at(chart, BOB)
    QTest.mousePress(chart.viewport, LEFT, PLAIN, start)
    chart.show_view(View(None, content=content(network(said(1, ADA, NAVY)), dict(PLACES))))
    QTest.mouseRelease(chart.viewport, LEFT, PLAIN, start)
    assert chart.current is None
    assert brushed == []


def test_the_ground_is_dragged_and_the_wheel_magnifies_where_the_pointer_is(chart: LinkChart) -> None:
    before = at(chart, ADA)
    drag(chart, QPoint(5, 5), QPoint(45, 25))
    assert at(chart, ADA) - before == QPoint(40, 20)
    pointer = QPointF(at(chart, NAVY))
    old = chart.zoom
    wheel = QWheelEvent(
        pointer,
        QPointF(chart.viewport.mapToGlobal(pointer.toPoint())),
        QPoint(),
        QPoint(0, 240),
        Qt.MouseButton.NoButton,
        CONTROL,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    chart.eventFilter(chart.viewport, wheel)
    assert chart.zoom == pytest.approx(old * 1.25**2)
    assert (QPointF(at(chart, NAVY)) - pointer).manhattanLength() <= 2


def test_without_control_the_page_scrolls_also_where_the_chart_has_the_keyboard(
    chart: LinkChart, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(chart, "hasFocus", lambda: True)
    old = chart.zoom
    plain = QWheelEvent(
        QPointF(50, 50),
        QPointF(50, 50),
        QPoint(),
        QPoint(0, 120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    assert chart.eventFilter(chart.viewport, plain)
    assert not plain.isAccepted()
    assert chart.zoom == old


def test_arrows_go_to_the_nearest_node_in_their_direction(chart: LinkChart) -> None:
    chart.go_to(ADA)
    seen = []
    for key in (
        Qt.Key.Key_Right,
        Qt.Key.Key_Right,
        Qt.Key.Key_Down,
        Qt.Key.Key_Left,
        Qt.Key.Key_Left,
        Qt.Key.Key_Up,
    ):
        press(chart, key)
        seen.append(chart.current)
    assert seen == [NAVY, LIBYA, BOB, RAID, SHIP, ADA]
    press(chart, Qt.Key.Key_Left)
    assert chart.current == ADA


def test_tab_goes_round_the_links_of_a_node_and_then_leaves(chart: LinkChart) -> None:
    seen = []
    chart.go_to(BOB)
    press(chart, Qt.Key.Key_Tab)
    seen.append(chart.current)
    assert not chart._hand.tab(1)
    assert chart._hand.tab(-1)
    seen.append(chart.current)
    assert not chart._hand.tab(-1)
    assert seen == [LinkKey(BOB, LIBYA, "LEADS"), BOB]
    chart.go_to(ADA)
    assert chart.content is not None
    links = {link.key for link in chart.content.network.at[ADA]}
    met = set()
    while chart._hand.tab(1):
        met.add(chart.current)
    assert met == links


def test_plus_minus_and_zero_magnify_and_fit(chart: LinkChart) -> None:
    fitted = chart.zoom
    press(chart, Qt.Key.Key_Plus, Qt.Key.Key_Plus)
    assert chart.zoom == pytest.approx(fitted * 1.25**2)
    press(chart, Qt.Key.Key_Minus)
    assert chart.zoom == pytest.approx(fitted * 1.25)
    press(chart, Qt.Key.Key_0)
    assert chart.zoom == pytest.approx(fitted)
    press(chart, *[Qt.Key.Key_Minus] * 40)
    assert chart.zoom > 0.02
    before = at(chart, ADA)
    press(chart, Qt.Key.Key_Right, modifier=CONTROL)
    assert at(chart, ADA).x() < before.x()


def test_p_asks_for_the_way_between_two(chart: LinkChart) -> None:
    ways = heard(chart.way_requested)
    chart.go_to(ADA)
    press(chart, Qt.Key.Key_P)
    assert chart.selected == [ADA]
    chart.go_to(SHIP)
    press(chart, Qt.Key.Key_P)
    click(chart, BOB)
    click(chart, NAVY, CONTROL)
    press(chart, Qt.Key.Key_P)
    assert ways == [(ADA, SHIP), (BOB, NAVY)]


def test_space_selects_delete_hides_escape_clears_and_the_menu_key_opens_a_menu(chart: LinkChart) -> None:
    hidden, menus, cleared = heard(chart.hide_requested), heard(chart.menu_requested), heard(chart.cleared)
    chart.go_to(ADA)
    press(chart, Qt.Key.Key_Space)
    assert chart.selected == [ADA]
    press(chart, Qt.Key.Key_Escape)
    assert chart.selected == []
    assert len(cleared) == 1
    press(chart, Qt.Key.Key_Delete, Qt.Key.Key_Menu)
    assert hidden == [(ADA,)]
    assert menus[0][0] == ADA
    QTest.mouseClick(chart.viewport, RIGHT, Qt.KeyboardModifier.NoModifier, at(chart, SHIP))
    assert menus[1][0] == SHIP


def test_what_the_pointer_and_the_keyboard_are_on_is_said(chart: LinkChart) -> None:
    moved = heard(chart.moved)
    chart.go_to(ADA)
    assert chart.accessibleDescription() == moved[-1][0]
    assert moved[-1][0] == "Ada Lovelace (Person): 9 mentions in 6 documents, 4 links to 1 other"
    chart.hover(SHIP, QPoint())
    assert moved[-1][0] == "“a ship” (Facility, no identity yet): 1 mention in 1 document, 1 link to 1 other"
    chart.hover(None, QPoint())
    assert moved[-1][0] == chart.accessibleDescription()


def test_a_tip_tells_numbers_grade_and_voices() -> None:
    net = network(
        said(1, ADA, NAVY, voice="Bob", reliability="B", credibility="2"),
        said(2, ADA, NAVY, is_denied=True),
        said(3, ADA, NAVY, source="paper 1", document=1),
    )
    told = tips.tip(net.links[0].key, net, scheme())
    assert told.startswith("Ada Lovelace – Leads → the navy: 3 statements in 2 documents from 2 sources")
    assert "denied in 1 of them" in told
    assert "B2 at best (usually reliable; probably true)" in told
    assert told.endswith("by the text itself 2, Bob 1")
    assert tips.tip(SHIP, net, scheme()) == ""
    assert "&lt;" in tips.wrapped("a < b")


def test_lines_tell_certainty_grade_and_denial(chart: LinkChart) -> None:
    cast = chart.scene.cast if chart.scene else None
    assert cast is not None
    lines = {link.key: line for link, line in zip(cast.links, cast.lines, strict=True)}
    assert lines[LinkKey(NAVY, ADA, "LEADS")] == Line(SOLID, False, True)
    assert lines[LinkKey(BOB, LIBYA, "LEADS")] == Line(SOLID, True, False)
    assert {SOLID, DASHED, DOTTED} == {"solid", "dashed", "dotted"}
    assert width_of(1) < width_of(2) < width_of(5) <= width_of(1000)


def ink(chart: LinkChart, key: Node | LinkKey) -> set[str]:
    grabbed = chart.grab().toImage()
    ratio = grabbed.devicePixelRatio()
    middle = at(chart, key)
    return {
        grabbed.pixelColor(round((middle.x() + dx) * ratio), round((middle.y() + dy) * ratio)).name()
        for dx in range(-12, 13)
        for dy in range(-12, 13)
    }


def test_nodes_wear_the_colours_of_their_label_in_every_theme(chart: LinkChart) -> None:
    for look in (theme.light(), theme.dark(), theme.high_contrast()):
        chart.set_theme(look)
        assert look.slots["PER"].tint.lower() in ink(chart, ADA)
        assert look.slots["ORG"].tint.lower() in ink(chart, NAVY)


def test_what_is_lit_elsewhere_has_a_ring(chart: LinkChart) -> None:
    chart.setFocus()
    plain = ink_around(chart, BOB)
    chart.point_out(lambda key: key == BOB)
    assert ink_around(chart, BOB) > plain
    assert ink_around(chart, SHIP) == 0


def ink_around(chart: LinkChart, node: Node) -> int:
    """How many pixels near a node have the colour of what is lit."""
    grabbed = chart.grab().toImage()
    middle = at(chart, node)
    wanted = QColor(theme.light().focus).rgb()
    return sum(
        grabbed.pixel(middle.x() + dx, middle.y() + dy) == wanted
        for dx in range(-30, 31)
        for dy in range(-30, 31)
    )


def test_moving_on_paints_only_what_comes_into_view(chart: LinkChart, qtbot: QtBot) -> None:
    chart.show_view(View(None, content=content(large(60, 90))))
    chart.grab()
    ratio = chart.devicePixelRatio() ** 2
    whole = chart.width() * chart.height() * ratio
    before = chart._backing.painted
    chart.move_by(10, 0)
    moved = chart.grab().toImage()
    assert chart._backing.painted - before == pytest.approx(10 * chart.height() * ratio, abs=chart.height())
    chart.refresh()
    again = chart.grab().toImage()
    assert chart._backing.painted - before > whole
    assert alike(moved, again) > 0.995


def alike(one: QImage, other: QImage) -> float:
    """Which share of sampled pixels is the same."""
    points = [(x, y) for x in range(0, one.width(), 3) for y in range(0, one.height(), 3)]
    return sum(one.pixel(x, y) == other.pixel(x, y) for x, y in points) / len(points)


def test_a_large_chart_is_stretched_while_one_magnifies_and_painted_afterwards(
    chart: LinkChart, qtbot: QtBot
) -> None:
    chart.show_view(View(None, content=content(large(450, 500), None, identity=2)))
    chart.grab()
    assert chart.scene is not None
    scene = chart.scene
    chart.magnify(1.3)
    assert chart.scene is scene
    chart.grab()
    qtbot.waitUntil(lambda: chart.scene is not scene)
    assert chart.scene.zoom == pytest.approx(chart.zoom)
    qtbot.waitUntil(lambda: chart.scene is not None and bool(chart.scene.names))


def test_names_never_stand_on_one_another_and_more_show_as_one_magnifies(chart: LinkChart) -> None:
    chart.show_view(View(None, content=content(large(140, 160), None, identity=3)))
    counts = []
    for factor in (1.0, 1.6, 1.6):
        chart.magnify(factor)
        assert chart.scene is not None
        boxes = list(chart.scene.names.values())
        counts.append(len(boxes))
        assert not any(one.meets(other) for at, one in enumerate(boxes) for other in boxes[at + 1 :])
    assert counts[0] < counts[1] <= counts[2]


def test_a_changed_network_leaves_the_view_where_it_was_moved(chart: LinkChart) -> None:
    chart.move_by(33, 12)
    before = at(chart, NAVY)
    chart.go_to(NAVY)
    more = network(*SAID, said(20, SHIP, LIBYA))
    chart.show_view(View(None, content=content(more, dict(PLACES))))
    assert at(chart, NAVY) == before
    assert chart.current == NAVY
    chart.show_view(View(None, content=content(network(said(1, BOB, LIBYA)), dict(PLACES))))
    assert chart.current is None


def test_the_key_explains_what_is_there(chart: LinkChart) -> None:
    words = chart.key.words
    assert {"Person", "Organization", "Event", "no identity yet", "denied", "nobody graded it (F6)"} <= set(
        words
    )
    assert "the wider, the more sources" not in words
    assert "the larger, the more documents" in words
    assert chart.key.height > 0


def test_a_picture_has_shapes_letters_and_the_key(chart: LinkChart) -> None:
    made = svg(
        chart.picture_size(), lambda painter: chart.picture(painter, QPointF()), title="Links"
    ).decode()
    assert made.count("<path") + made.count("<polyline") + made.count("<polygon") > 20
    assert "image" not in re.sub(r"<\?xml.*?\?>", "", made)
    blank = QImage(chart.picture_size(), QImage.Format.Format_ARGB32_Premultiplied)
    blank.fill(Qt.GlobalColor.white)
    with QPainter(blank) as painter:
        chart.picture(painter, QPointF())
    assert (
        len({blank.pixel(x, y) for x in range(0, blank.width(), 4) for y in range(0, blank.height(), 4)}) > 5
    )


@pytest.mark.parametrize(
    "name",
    ["", "   ", "x" * 2_000, "ראש הממשלה של ישראל", "الجيش الوطني الليبي", "line\nbreak\ttab", "👩‍🔬🇱🇾"],
)
def test_names_of_every_kind_are_drawn(chart: LinkChart, name: str) -> None:
    facts = {**FACTS, ADA: NodeFacts(name, "PER", 1, 1), NAVY: NodeFacts("navy", "no such label", 1, 1)}
    net = network(said(1, ADA, NAVY))
    named = type(net)({node: facts[node] for node in net.nodes}, net.links)
    chart.show_view(View(None, content=content(named, dict(PLACES), identity=4)))
    chart.grab()
    assert chart.scene is not None
    assert all(box.right - box.left < 200 for box in chart.scene.names.values())
    assert "\n" not in chart.tip_of(ADA)


def test_a_chart_that_was_moved_out_of_sight_says_how_it_comes_back(chart: LinkChart) -> None:
    def is_blank_in_the_middle() -> bool:
        said = chart.grab().toImage()
        across = range(said.width() // 4, said.width() * 3 // 4)
        middle = range(said.height() // 2 - 10, said.height() // 2 + 10)
        return len({said.pixel(x, y) for x in across for y in middle}) == 1

    chart.move_by(20_000, 0)
    assert not is_blank_in_the_middle()
    press(chart, Qt.Key.Key_0)
    assert chart.rect().contains(at(chart, ADA))


@pytest.mark.parametrize("beyond", [2, 17, 1_234])
def test_no_name_lies_under_the_number_of_what_is_not_shown(chart: LinkChart, beyond: int) -> None:
    assert chart.content is not None
    held = replace(chart.content, beyond=dict.fromkeys(PLACES, beyond))
    chart.show_view(View(None, content=held))
    assert chart.scene is not None
    boxes = list(chart.scene.badges.values())
    assert len(boxes) == len(PLACES)
    assert chart.scene.names
    assert not any(name.meets(box) for name in chart.scene.names.values() for box in boxes)


def test_an_empty_network_is_drawn_as_nothing(chart: LinkChart) -> None:
    empty = type(network())()
    chart.show_view(View(None, content=content(empty, {ADA: (0.0, 0.0)})))
    chart.grab()
    assert chart.key_at(QPointF(100, 100)) is None
    press(chart, Qt.Key.Key_Right, Qt.Key.Key_Plus, Qt.Key.Key_0, Qt.Key.Key_Return)
    assert chart.current is None


def test_it_follows_its_size(chart: LinkChart) -> None:
    chart.resize(500, 560)
    for node in PLACES:
        assert chart.rect().contains(at(chart, node))
    chart.use_room(900)
    assert chart.height() == 900
    chart.use_room(0)
    assert chart.height() == 560


def test_ten_thousand_labels_are_no_trouble(chart: LinkChart) -> None:
    many = tuple(Label(f"L{at}", f"Label {at}", slot=SLOTS[at % len(SLOTS)]) for at in range(10_000))
    wide = replace(scheme(), labels=many)
    facts = {node: NodeFacts(f"Node {at}", f"L{at * 700}", 1, 1) for at, node in enumerate(PLACES)}
    net = network(*SAID, scheme=wide)
    named = type(net)({node: facts[node] for node in net.nodes}, net.links)
    shown = Content(named, wide, dict(PLACES), identity=5)
    chart.show_view(View(None, content=shown))
    chart.grab()
    assert "Label 700" in chart.key.words
    assert len(chart.key.words) < 20


def test_the_key_is_painted_once_for_many_frames_and_anew_in_another_look(
    chart: LinkChart, monkeypatch: pytest.MonkeyPatch
) -> None:
    painted: list[float] = []
    paint = chart.key.paint

    def count(painter: QPainter, area: QRectF) -> None:
        painted.append(area.width())
        paint(painter, area)

    monkeypatch.setattr(chart.key, "paint", count)
    before = chart.grab().toImage()
    chart.move_by(14, 9)
    chart.grab()
    assert painted in ([], [float(chart.width())])
    painted.clear()
    chart.set_theme(theme.dark())
    after = chart.grab().toImage()
    assert painted == [float(chart.width())]
    foot = QPoint(chart.width() - 3, chart.height() - 3)
    assert before.pixelColor(foot).lightness() > 200 > after.pixelColor(foot).lightness()
    chart.resize(chart.width() - 40, chart.height())
    chart.grab()
    assert painted[-1] == float(chart.width())


def test_in_little_room_nodes_come_before_names(chart: LinkChart) -> None:
    net = large(60, 70)
    held = content(net)
    chart.resize(560, 500)
    chart.names_first = True
    chart.show_view(View(None, content=held))
    chart.fit()
    assert chart.scene is not None
    small = chart.zoom
    chart.names_first = False
    chart.fit()
    scene = chart.scene
    assert small < chart.zoom <= fitting.READABLE
    assert 5 <= len(scene.names) < len(scene.cast.nodes)
    seen = QRectF(chart.rect()).translated(chart.origin)
    for box in scene.names.values():
        assert seen.contains(QRectF(box.left, box.top, box.right - box.left, box.bottom - box.top))
    assert all(seen.contains(QPointF(x, y)) for x, y in scene.places.tolist())


def test_a_badge_goes_with_the_node_that_is_dragged(chart: LinkChart) -> None:
    assert chart.content is not None
    chart.show_view(View(None, content=replace(chart.content, beyond={ADA: 3})))
    assert chart.scene is not None
    before = chart.scene.badges[chart.scene.cast.number[ADA]]
    start = at(chart, ADA)
    chart.drag(ADA, QPointF(start) + QPointF(40, 25))
    after = chart.scene.badges[chart.scene.cast.number[ADA]]
    assert (after.left - before.left, after.top - before.top) == pytest.approx((40, 25), abs=1.0)


DENIED = said(20, BOB, NAVY, "LEADS", is_denied=True)


@pytest.mark.parametrize(
    "statements",
    [
        (*SAID, said(20, BOB, ADA, "NEAR")),
        (*SAID, said(20, ADA, NAVY, "NEAR")),
        (*SAID, said(20, ADA, NAVY), said(21, ADA, NAVY)),
        (*SAID, DENIED),
        SAID[1:],
        SAID[:-1],
        tuple(each._replace(is_denied=True) if each.relation == 5 else each for each in SAID),
        tuple(each._replace(reliability="B", credibility="2") for each in SAID),
    ],
    ids=["a link", "beside others", "wider", "denied", "one less", "a node less", "denied now", "graded"],
)
def test_a_change_paints_what_it_alters_and_nothing_stays_from_before(
    chart: LinkChart, statements: tuple[Statement, ...]
) -> None:
    chart.move_by(3, 0)  # the view stays where it is
    chart.grab()
    before = chart.grab().toImage()
    painted = chart._backing.painted
    after = Web(scheme(), statements, FACTS).network()
    chart.show_view(View(None, content=content(after, dict(PLACES))))
    shown = chart.grab().toImage()
    cost = chart._backing.painted - painted
    chart.refresh()
    assert shown == chart.grab().toImage()
    assert shown != before
    if len(statements) != len(SAID):
        assert 0 < cost < 0.8 * chart.width() * chart.height()


def test_a_name_that_is_another_one_is_painted(chart: LinkChart) -> None:
    chart.move_by(3, 0)
    chart.grab()
    facts = {**FACTS, BOB: FACTS[BOB]._replace(name="Robert, called Bob")}
    after = Web(scheme(), SAID, facts).network()
    painted = chart._backing.painted
    chart.show_view(View(None, content=content(after, dict(PLACES))))
    shown = chart.grab().toImage()
    assert chart._backing.painted - painted < 0.2 * chart.width() * chart.height()
    chart.refresh()
    assert shown == chart.grab().toImage()


def test_what_looks_the_same_is_not_painted_again(chart: LinkChart) -> None:
    chart.move_by(3, 0)
    chart.grab()
    painted = chart._backing.painted
    chart.show_view(View(None, content=content(network(), dict(PLACES))))
    chart.grab()
    assert chart._backing.painted == painted
    chart.set_theme(theme.dark())
    chart.grab()
    assert chart._backing.painted > painted, "in other colours all of it is"


@pytest.mark.parametrize("is_moved", [False, True])
def test_a_larger_face_sets_the_key_anew_and_all_is_in_view(chart: LinkChart, is_moved: bool) -> None:
    if is_moved:
        chart.move_by(30, 0)
    zoom, rows = chart.zoom, len(chart.key._rows)
    larger = QFont(chart.font())
    larger.setPointSizeF(larger.pointSizeF() * 2.2)
    chart.setFont(larger)
    widest = max(x + needed for row in chart.key._rows for _, x, needed in row)
    assert len(chart.key._rows) > rows
    assert widest <= chart.width()
    assert (chart.zoom == zoom) == is_moved, "who moved it stays where he is"
    scene = chart.scene
    assert scene is not None
    assert scene.wide_names.tolist() == [scene._wide_name(number) for number in range(len(scene.cast.nodes))]
    if not is_moved:
        part = QRectF(chart.rect()).translated(chart.origin)
        assert all(
            part.contains(QRectF(*box[:2], box[2] - box[0], box[3] - box[1])) for box in scene.names.values()
        )


def test_a_node_is_seen_also_where_a_name_lies_over_it(chart: LinkChart) -> None:
    scene = chart.scene
    assert scene is not None
    bob, ada = scene.cast.number[BOB], scene.cast.number[ADA]
    part = QRectF(chart.rect()).translated(chart.origin)

    def painted() -> QImage:
        image = QImage(chart.size(), QImage.Format.Format_RGB32)
        image.fill(QColor("white"))
        with QPainter(image) as painter:
            painter.translate(-chart.origin)
            scene.paint(painter, part)
        middle, reach = at(chart, BOB), round(float(scene.radii[bob]) * 0.8)
        return image.copy(middle.x() - reach, middle.y() - reach, 2 * reach, 2 * reach)

    before = painted()
    x, y = scene.places[bob].tolist()
    scene.names[ada] = Box(x - 40, y - 8, x + 40, y + 8)
    scene._boxes = np.zeros((0, 4))
    assert painted() == before
