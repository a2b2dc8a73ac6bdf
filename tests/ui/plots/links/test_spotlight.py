from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import combinations

import pytest
from PySide6.QtCore import QEvent, QPoint, QRectF, Qt
from PySide6.QtGui import QColor, QFocusEvent, QImage
from pytestqt.qtbot import QtBot

from glossator.core.statements import Node
from glossator.ui import theme
from glossator.ui.plots.links import labels, looks, tips
from glossator.ui.plots.links.chart import LinkChart
from glossator.ui.plots.links.looks import SOLID, Line
from glossator.ui.plots.links.scene import Scene
from glossator.ui.plots.links.spotlight import spotlight
from glossator.ui.plots.marks import View
from tests.builders import scheme
from tests.ui.plots.links.conftest import ADA, NAVY, content, large, network


@pytest.fixture
def crowd(chart: LinkChart) -> LinkChart:
    """The chart with so much in it that all of it is seen from afar."""
    net = large(140, 300)
    chart.show_view(View(None, content=content(net, identity=3)))
    assert chart.scene is not None
    assert not chart.scene.is_written
    return chart


def scene_of(chart: LinkChart) -> Scene:
    assert chart.scene is not None
    return chart.scene


def seen_in(chart: LinkChart) -> QRectF:
    return QRectF(chart.rect()).translated(chart.origin)


def hub(chart: LinkChart) -> Node:
    scene = scene_of(chart)
    return max(scene.cast.nodes, key=lambda node: len(scene.touching([scene.cast.number[node]])))


def test_a_node_that_is_pointed_at_names_whom_its_links_lead_to_and_what_they_say(crowd: LinkChart) -> None:
    scene = scene_of(crowd)
    node = hub(crowd)
    spot = spotlight(scene, node, seen_in(crowd))
    at = scene.cast.number[node]
    assert spot.own == at
    assert set(spot.links.tolist()) == set(scene.touching([at]))
    assert at in spot.names
    assert len(spot.names) > len([each for each in spot.nodes if each in scene.names])
    assert spot.words
    assert not scene.words, "from afar nothing else is written on links"
    new = {each: box for each, box in spot.names.items() if each not in scene.names}
    assert not any(one.meets(other) for one, other in combinations(new.values(), 2))
    for word, place in spot.words.items():
        pieces = labels.pieces_of(scene.stretched(word, place))
        assert not any(piece.meets(box) for piece in pieces for box in spot.names.values())


def test_names_that_stand_stay_where_they_are(crowd: LinkChart) -> None:
    scene = scene_of(crowd)
    spot = spotlight(scene, hub(crowd), seen_in(crowd))
    for at in spot.nodes:
        if at in scene.names:
            assert spot.names[at] == scene.names[at]


def test_of_a_line_it_is_said_in_any_case_what_it_is(crowd: LinkChart) -> None:
    scene = scene_of(crowd)
    lengths = {at: scene.fits_words(at) for at in range(len(scene.cast.links))}
    short = next(at for at, fits in lengths.items() if not fits)
    spot = spotlight(scene, scene.cast.links[short].key, seen_in(crowd))
    assert spot.own is None
    assert set(spot.words) == {short}
    assert set(spot.nodes) == {scene.cast.number[end] for end in scene.cast.links[short].ends}


def test_what_is_not_drawn_has_nobody_in_the_light(chart: LinkChart) -> None:
    spot = spotlight(scene_of(chart), Node(entity=999), seen_in(chart))
    assert spot.nodes == ()
    assert spot.names == {}


def unlike(one: QImage, other: QImage, at: QPoint) -> bool:
    return one.pixelColor(at) != other.pixelColor(at)


def dark_at(chart: LinkChart, node: Node) -> QPoint:
    """A point on the edge of a node, where its colour is."""
    middle = chart.place_of(node)
    assert middle is not None
    image = chart.grab().toImage()
    ground = QColor(chart.theme.raised)
    x = next(x for x in range(40) if image.pixelColor(round(middle.x()) + x, round(middle.y())) != ground)
    return QPoint(round(middle.x()) + x, round(middle.y()))


def test_all_else_fades_once_the_pointer_rests_on_a_node(chart: LinkChart, qtbot: QtBot) -> None:
    far = Node(quote="a ship", label="FAC")  # no link of Ada leads there
    point = dark_at(chart, far)
    before = chart.grab().toImage()
    chart.hover(ADA, QPoint())
    assert not unlike(chart.grab().toImage(), before, point), "who passes by sees no flicker"
    qtbot.waitUntil(lambda: unlike(chart.grab().toImage(), before, point))
    chart.hover(None, QPoint())
    assert not unlike(chart.grab().toImage(), before, point)


def test_nothing_fades_for_a_line(chart: LinkChart) -> None:
    link = next(link for link in network().links if set(link.ends) == {ADA, NAVY})
    lamp = chart._lamp
    lamp.point(link.key)
    assert lamp.share(link.key, has_focus=True) == 0.0
    assert lamp.share(None, has_focus=False) == 0.0
    assert lamp.share(None, has_focus=True) == 0.0, "as it came there by itself"
    chart.go_to(ADA)
    assert 0.0 < lamp.share(None, has_focus=True) < 0.5, "a little where the keyboard was led to"


def test_from_afar_numbers_of_what_is_not_shown_leave_their_room_to_names(crowd: LinkChart) -> None:
    held = crowd.content
    assert held is not None
    before = dict(scene_of(crowd).names)
    with_all = replace(held, beyond=dict.fromkeys(held.network.nodes, 7))
    crowd.show_view(View(None, content=with_all))
    assert scene_of(crowd).badges == {}
    assert scene_of(crowd).names == before
    crowd.magnify(1.0 / crowd.zoom)
    assert scene_of(crowd).badges


def test_the_node_that_is_pointed_at_tells_what_is_not_shown_of_it(crowd: LinkChart) -> None:
    held = crowd.content
    assert held is not None
    node = hub(crowd)
    crowd.hover(node, QPoint())
    before = crowd.grab().toImage()
    crowd.show_view(View(None, content=replace(held, beyond={node: 108})))
    crowd.hover(node, QPoint())
    assert crowd.grab().toImage() != before
    assert "108 others not drawn" in crowd.tip_of(node)
    net = network()
    assert "not drawn" not in tips.tip(ADA, net, scheme())
    assert tips.tip(ADA, net, scheme(), 1).endswith("1 other not drawn (Ctrl+Enter draws them)")


@pytest.mark.parametrize("look", [theme.light, theme.dark], ids=["light", "dark"])
def test_in_a_crowd_lines_that_nobody_graded_are_pale(look: Callable[[], theme.Theme]) -> None:
    colours = look()
    grey, graded, denied = Line(SOLID, False, False), Line(SOLID, True, False), Line(SOLID, False, True)

    def contrast(line: Line, *, is_pale: bool) -> float:
        ink = QColor(looks.colour_of(line, colours, is_pale=is_pale)).lightnessF()
        return abs(ink - QColor(colours.raised).lightnessF())

    assert 0.05 < contrast(grey, is_pale=True) < 0.75 * contrast(grey, is_pale=False)
    for line in (graded, denied):
        assert contrast(line, is_pale=True) == contrast(line, is_pale=False)


def test_lines_are_pale_only_as_long_as_there_is_no_room_for_words(
    crowd: LinkChart, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[bool] = []
    colour_of = looks.colour_of

    def heard(line: Line, colours: theme.Theme, *, is_pale: bool = False) -> str:
        asked.append(is_pale)
        return colour_of(line, colours, is_pale=is_pale)

    monkeypatch.setattr(looks, "colour_of", heard)
    crowd.refresh()
    crowd.grab()
    assert True in asked
    crowd.magnify(1.0 / crowd.zoom)
    asked.clear()
    crowd.refresh()
    crowd.grab()
    assert asked
    assert True not in asked


def test_what_the_keyboard_came_to_by_itself_is_shown_without_more_words(crowd: LinkChart) -> None:
    scene, node = scene_of(crowd), hub(crowd)
    quiet = spotlight(scene, node, seen_in(crowd), is_quiet=True)
    own = scene.cast.number[node]
    assert set(quiet.names) == {own} | {at for at in quiet.nodes if at in scene.names}
    assert quiet.words == {}
    assert len(quiet.links) > 1
    lamp = crowd._lamp
    assert lamp.on(scene, node, seen_in(crowd), is_quiet=True).words == {}
    assert lamp.on(scene, node, seen_in(crowd)).words


def test_the_chart_that_gets_the_keyboard_looks_as_before(chart: LinkChart) -> None:
    chart.focusInEvent(QFocusEvent(QEvent.Type.FocusIn, Qt.FocusReason.TabFocusReason))
    assert chart.current is not None
    assert not chart._lamp.is_led
    chart.go_to(chart.current)
    assert chart._lamp.is_led


def test_names_in_the_light_stand_where_the_chart_has_them_once_it_has_them(chart: LinkChart) -> None:
    net = large(450, 800)
    chart.show_view(View(None, content=content(net, identity=4)))
    chart._settle()
    chart.magnify(0.8 / chart.zoom)
    chart._rebuild(chart.zoom)  # as it is while the names of so many are still to come
    assert not scene_of(chart).names
    node = hub(chart)
    chart.go_to(node)
    chart.hover(node, QPoint())
    chart.grab()
    chart._settle()
    chart.grab()
    spot, names = chart._pointed().spot, scene_of(chart).names
    assert spot is not None
    assert spot.names == spotlight(scene_of(chart), node, seen_in(chart)).names
    assert spot.names.keys() & names.keys()


def test_who_comes_into_view_is_named_in_the_light(crowd: LinkChart) -> None:
    node = hub(crowd)
    crowd.move_by(5_000, 0)
    crowd.hover(node, QPoint())
    crowd.grab()
    crowd.move_by(-5_000, 0)
    crowd.grab()
    spot = crowd._pointed().spot
    assert spot is not None
    assert spot.names == spotlight(scene_of(crowd), node, seen_in(crowd)).names
    assert len(spot.names) > len([each for each in spot.nodes if each in scene_of(crowd).names])
