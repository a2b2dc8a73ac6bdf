"""The place map as a widget: where signs stand, the poles and the date line, clusters, lasso, keys, the view."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from random import Random

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from glossator import chronicles, surveys
from glossator.analysis.equal_earth import HEIGHT, WIDTH, project
from glossator.analysis.facets import Facets
from glossator.analysis.journeys import SiteKey, WayKey
from glossator.analysis.places import Site, Way, clusters
from glossator.core import edits, locating
from glossator.core.annotations import Mention
from glossator.core.errors import GlossatorError
from glossator.core.lens import Lens, MentionPick, RelationPick
from glossator.core.locating import AREA, EXACT, REGION, UNKNOWN, Spot
from glossator.core.scheme import Scheme
from glossator.core.spans import Span
from glossator.ui import worldmap
from glossator.ui.plots.marks import View
from glossator.ui.plots.placemap.chart import PlaceMapChart
from glossator.ui.plots.placemap.content import MOST_SIGNS, ClusterKey, Content, Lit
from glossator.ui.plots.placemap.ground import encircled
from glossator.ui.plots.placemap.plot import PlaceMapPlot
from glossator.ui.plots.plot import About
from glossator.ui.theme import Theme, dark, light
from glossator.ui.worldmap import MapView
from tests.builders import scheme
from tests.test_chronicles import sample


def site(
    number: int,
    at: tuple[float, float] | None,
    precision: str = EXACT,
    *,
    mentions: int = 1,
    outline: str = "",
) -> Site:
    spot = None if at is None else Spot(*at, precision, outline, "", outline)
    return Site(
        SiteKey(number),
        f"Place {number}",
        "GPE",
        spot,
        "" if at else "it has no coordinates yet",
        mentions,
        1,
    )


def way(first: Site, second: Site, events: int = 1) -> Way:
    key = WayKey("ATTACK", first.key, second.key)
    return Way.of(key, first, second, tuple(range(events)), 1)


TOBRUK, TARTUS = site(1, (32.09, 23.95), EXACT, mentions=9), site(2, (34.89, 35.89), AREA, mentions=4)
LIBYA, VAGUE = site(3, (27.03, 17.39), REGION, mentions=20, outline="LY"), site(4, (38.0, 23.7), UNKNOWN)
NOWHERE = site(5, None, mentions=2)
SITES = [LIBYA, TOBRUK, TARTUS, NOWHERE, VAGUE]


@pytest.fixture
def chart(qtbot: QtBot) -> PlaceMapChart:
    made = PlaceMapChart(light())
    qtbot.addWidget(made)
    made.resize(1100, 480)
    made.show()
    return made


def show(chart: PlaceMapChart, sites: list[Site], ways: list[Way] | None = None) -> Content:
    made = Content(sites, ways or [], scheme())
    chart.show_view(View(None, content=made))
    chart.surface.current = None
    return made


def picture(widget: QWidget) -> QImage:
    made = QImage(widget.size(), QImage.Format.Format_ARGB32)
    made.fill(light().raised)
    with QPainter(made) as painter:
        widget.render(painter, QPoint())
    return made


# --- the ground


@pytest.mark.parametrize("place", [(0, 0), (180, 0), (-180, 0), (0, 90), (0, -90), (180, 90), (23.95, 32.09)])
def test_a_place_goes_to_pixels_and_back(place: tuple[float, float]) -> None:
    view = MapView().sized(900, 500).showing([])
    at = view.place(*place)
    assert QRectF(0, 0, 900, 500).contains(at)
    back = view.degrees(at)
    assert back is not None
    assert back == pytest.approx(place, abs=1e-6)


def test_what_is_no_place_has_no_pixel() -> None:
    with pytest.raises(ValueError, match="latitude"):
        MapView().place(0, math.nan)
    assert MapView().sized(900, 500).showing([]).degrees(QPointF(1, 1)) is None


def test_zooming_keeps_what_is_under_the_pointer_and_stays_on_the_world() -> None:
    view = MapView().sized(900, 500).showing([])
    at = QPointF(600, 150)
    before = view.degrees(at)
    assert before is not None
    for _ in range(6):
        view = view.zoomed(1.5, at)
    assert view.degrees(at) == pytest.approx(before, abs=1e-6)
    for _ in range(60):
        view = view.zoomed(2, at)
    assert view.scale == worldmap.MOST
    for _ in range(60):
        view = view.zoomed(0.5, at)
    assert (view.x, view.y) == (0, 0)
    assert view.scale * WIDTH <= 900
    assert view.scale * HEIGHT <= 500
    far = view.zoomed(8, at).moved(1e6, -1e6)
    assert abs(far.x) <= WIDTH / 2
    assert abs(far.y) <= HEIGHT / 2


def test_everything_that_is_to_be_seen_is() -> None:
    places = [project(36, 33), project(13, 32), project(-170, 60)]
    view = MapView().sized(900, 500).showing(places)
    assert all(QRectF(0, 0, 900, 500).contains(view.to_pixels(*each)) for each in places)
    one = MapView().sized(900, 500).showing([project(36, 33)])
    assert one.to_pixels(*project(36, 33)) == QPointF(450, 250)
    assert one.scale == 1500


def test_meridians_stand_closer_the_nearer_one_looks() -> None:
    steps = [worldmap.step_for(scale) for scale in (60, 200, 1000, 10_000, 60_000)]
    assert steps == sorted(steps, reverse=True)
    assert steps[0] == 45
    assert steps[-1] == 0.5


@pytest.mark.parametrize(
    ("place", "words"),
    [
        ((20.07, 32.11), "32.11° N, 20.07° E"),
        ((-58.4, -34.6), "34.60° S, 58.40° W"),
        ((0, 0), "0.00° N, 0.00° E"),
    ],
)
def test_degrees_are_told_as_people_write_them(place: tuple[float, float], words: str) -> None:
    assert worldmap.degrees_words(*place) == words


@pytest.mark.parametrize("look", [light, dark])
def test_land_is_told_from_the_sea(look: Callable[[], Theme], qtbot: QtBot) -> None:
    theme = look()
    view = MapView().sized(400, 220).showing([project(20, 30)], nearest=600)
    made = QImage(400, 220, QImage.Format.Format_ARGB32)
    made.fill(theme.raised)
    with QPainter(made) as painter:
        worldmap.paint(painter, view, theme)
    land, sea = (made.pixelColor(view.place(*each).toPoint()).name() for each in ((17, 28), (18.5, 34)))
    colours = worldmap.ink(theme)
    assert (land, sea) == (colours.land.lower(), colours.sea.lower())


# --- signs


def test_signs_stand_where_the_places_are_and_grow_with_mentions(chart: PlaceMapChart) -> None:
    show(chart, SITES)
    signs = {each.key: each for each in chart.surface.signs}
    assert set(signs) == {each.key for each in SITES if each.spot is not None}
    for each in (TOBRUK, TARTUS):
        assert each.spot is not None
        at = chart.surface.view.place(each.spot.longitude, each.spot.latitude)
        assert (signs[each.key].x, signs[each.key].y) == pytest.approx((at.x(), at.y()))
    radii = [signs[each.key].radius for each in (LIBYA, TOBRUK, TARTUS)]
    assert radii == sorted(radii, reverse=True)
    assert (radii[0] / radii[1]) ** 2 == pytest.approx(20 / 9), "areas go with mentions"


def test_poles_and_the_date_line_are_places_as_others(chart: PlaceMapChart) -> None:
    edges = [
        site(at, place) for at, place in enumerate([(90, 0), (-90, 0), (0, 180), (0, -180), (66, 179.9)])
    ]
    show(chart, edges, [way(edges[2], edges[3]), way(edges[0], edges[1]), way(edges[4], site(9, (64, -170)))])
    surface = chart.surface
    assert len(surface.signs) == 5
    box = QRectF(surface.rect())
    assert all(box.contains(each.x, each.y) for each in surface.signs)
    assert picture(surface).size() == surface.size()


def test_an_arrow_over_the_date_line_goes_round_and_not_across(chart: PlaceMapChart) -> None:
    tokyo, angeles = site(1, (35.7, 139.7)), site(2, (34.1, -118.2))
    made = show(chart, [tokyo, angeles], [way(tokyo, angeles)])
    (line,) = made.lines
    assert len(line) == 2
    jumps = [abs(b[0] - a[0]) for piece in line for a, b in pairwise(piece)]
    assert max(jumps) < WIDTH / 8
    assert line[0][-1][0] > 1.5
    assert line[1][0][0] < -1.5


def test_more_than_five_hundred_are_put_together_by_a_grid(chart: PlaceMapChart) -> None:
    many = [site(at, (-60 + at % 30 * 4, -170 + at // 30 * 12)) for at in range(MOST_SIGNS + 300)]
    show(chart, many)
    surface = chart.surface
    signs = surface.signs
    assert len(signs) < MOST_SIGNS
    assert sum(len(each.sites) for each in signs) == len(many)
    group = next(each for each in signs if len(each.sites) > 1)
    assert isinstance(group.key, ClusterKey)
    assert chart.surface.content is not None
    assert chart.surface.content.tip(group.key).startswith(
        f"{len(group.sites)} places, {len(group.sites)} mentions: "
    )
    picture(surface)
    before = len(signs)
    surface.zoom(4.0, QPointF(group.x, group.y))
    assert all(len(each.sites) == 1 for each in surface.signs)
    assert 0 < len(surface.signs) < MOST_SIGNS
    assert before


def crowd(chart: PlaceMapChart) -> list[Site]:
    chance = Random(7)
    many = [
        site(at, (chance.gauss(30, 14), chance.gauss(20, 30)), mentions=1 + at % 9)
        for at in range(3 * MOST_SIGNS)
    ]
    show(chart, many)
    return many


def test_no_sign_for_several_places_covers_another(chart: PlaceMapChart) -> None:
    crowd(chart)
    groups = [each for each in chart.surface.signs if len(each.sites) > 1]
    assert len(groups) > 60
    for at, one in enumerate(groups):
        for other in groups[at + 1 :]:
            assert math.hypot(one.x - other.x, one.y - other.y) >= one.radius + other.radius - 1e-6


def test_the_keyboard_goes_over_signs_for_several_places(chart: PlaceMapChart, qtbot: QtBot) -> None:
    many = crowd(chart)
    surface = chart.surface
    surface.current = many[8].key  # the way to a place inside a group, such as from a table
    group = surface.sign_of(many[8].key)
    assert group is not None
    assert many[8] in group.sites
    for key in (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down):
        surface.current = group.key
        QTest.keyClick(surface, key)
        assert surface.current != group.key
        assert surface.current in {each.key for each in surface.signs}
    QTest.keyClick(surface, Qt.Key.Key_Home)
    reached = {surface.current}
    for _ in surface.signs[1:]:
        QTest.keyClick(surface, Qt.Key.Key_PageDown)
        reached.add(surface.current)
    assert reached == {each.key for each in surface.signs}
    QTest.keyClick(surface, Qt.Key.Key_Home)
    assert isinstance(surface.current, ClusterKey)
    with qtbot.waitSignal(surface.chosen) as told:
        QTest.keyClick(surface, Qt.Key.Key_Return)
    assert told.args == [surface.current]
    held = surface.current
    surface.zoom(60.0, QPointF(surface.center_of(held) or QPoint()))
    sign = surface.sign_of(held)
    assert sign is None or sign.key == held.keys[0]


def test_points_in_one_cell_are_one_group() -> None:
    found, middles = clusters(np.array([(1.0, 1.0), (11.0, 1.0), (9.0, 9.0), (-1.0, 1.0)]), 10)
    at = dict(zip(map(tuple, found), map(tuple, middles.tolist()), strict=True))
    assert at == {(0, 2): (5.0, 5.0), (1,): (11.0, 1.0), (3,): (-1.0, 1.0)}
    assert clusters(np.zeros((0, 2)), 10)[0] == []


# --- hands


def test_a_click_takes_a_sign_an_arrow_or_a_whole_country(chart: PlaceMapChart, qtbot: QtBot) -> None:
    made = show(chart, SITES, [way(TARTUS, TOBRUK)])
    surface = chart.surface
    for key in (TOBRUK.key, made.ways[0].key):
        at = surface.center_of(key)
        assert at is not None
        with qtbot.waitSignal(chart.chosen) as chosen:
            QTest.mouseClick(surface, Qt.MouseButton.LeftButton, pos=at)
        assert chosen.args == [key]
        assert chart.current_key == key
    inland = surface.view.place(17.0, 24.8).toPoint()
    assert surface.key_at(QPointF(inland)) == LIBYA.key
    with qtbot.waitSignal(chart.brushed) as brushed:
        QTest.mouseClick(surface, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ControlModifier, inland)
    assert brushed.args == [(LIBYA.key,), True]


def test_a_drag_moves_the_map_and_one_with_shift_encircles_places(chart: PlaceMapChart, qtbot: QtBot) -> None:
    show(chart, SITES)
    surface = chart.surface
    before = surface.view
    QTest.mousePress(surface, Qt.MouseButton.LeftButton, pos=QPoint(300, 200))
    QTest.mouseMove(surface, QPoint(330, 220))
    QTest.mouseRelease(surface, Qt.MouseButton.LeftButton, pos=QPoint(330, 220))
    assert surface.view.to_pixels(before.x, before.y) == QPointF(
        surface.width() / 2 + 30, surface.height() / 2 + 20
    )
    surface.fit()
    at = surface.center_of(TOBRUK.key)
    assert at is not None
    shift = Qt.KeyboardModifier.ShiftModifier
    corners = [at + QPoint(x, y) for x, y in ((-25, -25), (25, -25), (25, 25), (-25, 25))]
    with qtbot.waitSignal(chart.brushed) as brushed:
        QTest.mousePress(surface, Qt.MouseButton.LeftButton, shift, corners[0])
        for corner in corners[1:]:
            QTest.mouseMove(surface, corner)
        QTest.mouseRelease(surface, Qt.MouseButton.LeftButton, shift, corners[-1])
    assert brushed.args == [(TOBRUK.key,), False]
    for away in (QPoint(30, 30), QPoint(-30, 30)):  # straight across, as one draws a rectangle
        said: list[str] = []
        chart.moved.connect(said.append)
        with qtbot.waitSignal(chart.brushed) as brushed:
            QTest.mousePress(surface, Qt.MouseButton.LeftButton, shift, at - away)
            for step in (QPoint(-9, -12), QPoint(0, 2)):
                QTest.mouseMove(surface, at + step)
            QTest.mouseRelease(surface, Qt.MouseButton.LeftButton, shift, at + away)
        assert brushed.args == [(TOBRUK.key,), False]
        chart.moved.disconnect(said.append)
    clicked: list[object] = []
    chart.chosen.connect(clicked.append)
    QTest.mouseClick(surface, Qt.MouseButton.LeftButton, shift, at)
    assert clicked == [TOBRUK.key], "nothing is encircled where the hand rests"


def test_what_goes_around_is_itself_and_what_is_straight_a_rectangle() -> None:
    around = [QPointF(0, 0), QPointF(40, 5), QPointF(35, 30), QPointF(2, 28)]
    assert encircled(around) == around
    corners = [QPointF(0, 0), QPointF(40, 0), QPointF(40, 30), QPointF(0, 30)]
    assert encircled([QPointF(0, 0), QPointF(19, 16), QPointF(40, 30)]) == corners
    assert encircled([QPointF(40, 30), QPointF(0, 0)]) == corners
    assert encircled([QPointF(0, 30), QPointF(40, 0)]) == corners
    narrow = [QPointF(0, 0), QPointF(100, 80), QPointF(103, 78), QPointF(3, -1)]
    assert encircled(narrow) == narrow, "it comes back to where it began"


def test_the_keyboard_goes_from_place_to_place(chart: PlaceMapChart, qtbot: QtBot) -> None:
    show(chart, SITES, [way(TARTUS, TOBRUK)])
    surface = chart.surface
    said: list[str] = []
    chart.moved.connect(said.append)
    QTest.keyClick(surface, Qt.Key.Key_Home)
    assert chart.current_key == LIBYA.key
    assert said[-1] == "Place 3 (Geo-political entity): 20 mentions in 1 document  ·  the whole country"
    QTest.keyClick(surface, Qt.Key.Key_Right)
    assert chart.current_key in {TOBRUK.key, VAGUE.key}
    QTest.keyClick(surface, Qt.Key.Key_PageUp)
    QTest.keyClick(surface, Qt.Key.Key_End)
    arrow: object = surface.current
    assert arrow == WayKey("ATTACK", TARTUS.key, TOBRUK.key)
    assert "Place 2 → Place 1: Attack, 1 event in 1 document" in said[-1]
    with qtbot.waitSignal(chart.chosen):
        QTest.keyClick(surface, Qt.Key.Key_Return)
    QTest.keyClick(surface, Qt.Key.Key_Home)
    with qtbot.waitSignal(chart.place_wanted) as wanted:
        QTest.keyClick(surface, Qt.Key.Key_P)
    assert wanted.args == [LIBYA.key]
    with qtbot.waitSignal(chart.brushed):
        QTest.keyClick(surface, Qt.Key.Key_Space, Qt.KeyboardModifier.ControlModifier)
    scale = surface.view.scale
    QTest.keyClick(surface, Qt.Key.Key_Plus)
    assert surface.view.scale > scale
    QTest.keyClick(surface, Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClick(surface, Qt.Key.Key_0)
    assert surface.view.scale == pytest.approx(scale)


def test_the_tray_holds_what_is_nowhere(chart: PlaceMapChart, qtbot: QtBot) -> None:
    nobody = Site(
        SiteKey(None, "the base", "FAC"), "the base", "FAC", None, "it has no coordinates yet", 1, 1
    )
    show(chart, [*SITES, nobody])
    tray = chart.tray
    assert tray.head.text() == "2 places not on the map"
    tray.list.setCurrentRow(0)
    tray.list.setFocus()
    with qtbot.waitSignal(chart.place_wanted) as wanted:
        QTest.keyClick(tray.list, Qt.Key.Key_Return)
    assert wanted.args == [NOWHERE.key]
    tray.list.setCurrentRow(1)
    assert "stands for nobody yet" in tray.list.item(1).toolTip()
    with qtbot.waitSignal(chart.chosen) as chosen:
        QTest.keyClick(tray.list, Qt.Key.Key_Return)
    assert chosen.args == [nobody.key]
    show(chart, [TOBRUK])
    assert not tray.isVisible()


def test_what_is_seen_stays_when_a_tag_is_added(chart: PlaceMapChart) -> None:
    show(chart, SITES)
    chart.surface.zoom(2.0)
    before = chart.surface.view
    show(chart, [*SITES, site(7, (60, -100))])
    assert chart.surface.view == before


def test_it_is_drawn_in_every_theme_and_what_is_lit_is_seen(chart: PlaceMapChart) -> None:
    show(chart, SITES, [way(TARTUS, TOBRUK, 5)])
    before = picture(chart.surface)
    chart.point_out(lambda key: key in {TOBRUK.key, LIBYA.key})
    lit = picture(chart.surface)
    assert lit != before
    chart.set_theme(dark())
    assert picture(chart.surface) != lit
    made = QImage(chart.picture_size(), QImage.Format.Format_ARGB32)
    made.fill(0)
    with QPainter(made) as painter:
        chart.picture(painter, QPointF(0, 0))
    assert made.pixelColor(chart.surface.width() // 2, chart.surface.height() // 2).alpha() == 255


def test_a_label_of_another_colour_is_seen(chart: PlaceMapChart, qtbot: QtBot) -> None:
    old = scheme()
    new = replace(old, labels=tuple(replace(each, slot="PER") for each in old.labels))

    def seen(on: PlaceMapChart, worn: Scheme) -> QImage:
        on.show_view(View(None, content=Content(SITES, [], worn)))
        on.surface.current = None
        return on.surface.grab().toImage()

    before = seen(chart, old)
    after = seen(chart, new)
    assert after != before
    anew = PlaceMapChart(light())
    qtbot.addWidget(anew)
    anew.resize(chart.size())
    anew.show()
    assert after == seen(anew, new)


def test_larger_letters_are_seen(chart: PlaceMapChart) -> None:
    show(chart, SITES)
    before, heights = chart.surface.grab().toImage(), [each.area.height() for each in chart.surface.names]
    face = chart.surface.font()
    face.setPointSizeF(face.pointSizeF() * 1.6)
    chart.surface.setFont(face)  # with a style sheet letters are not handed down
    assert min(each.area.height() for each in chart.surface.names) > max(heights)
    assert chart.surface.grab().toImage() != before


def test_names_lie_over_no_other(chart: PlaceMapChart, monkeypatch: pytest.MonkeyPatch) -> None:
    from glossator.ui.plots.placemap import looks

    drawn: list[QRectF] = []
    monkeypatch.setattr(looks, "_outlined", lambda painter, area, words, theme: drawn.append(area))
    show(chart, [site(at, (30 + at % 5 * 0.6, 20 + at // 5 * 0.6), mentions=at + 1) for at in range(40)])
    picture(chart.surface)
    assert 3 < len(drawn) <= 40
    assert not any(a.intersects(b) for at, a in enumerate(drawn) for b in drawn[at + 1 :])


# --- the view


@pytest.fixture
def about(tmp_path: Path) -> Iterator[About]:
    with closing(sample(tmp_path / "case.gloss")) as bench:
        yield About(bench, Lens())


@pytest.fixture
def plot(qtbot: QtBot, about: About) -> Iterator[PlaceMapPlot]:
    holder = QWidget()
    qtbot.addWidget(holder)
    made = PlaceMapPlot(surveys.SURVEYS["places"], light(), holder)
    made.show(surveys.answer(about.bench, made.survey, about.lens, {}), about)
    yield made
    holder.close()


def test_the_card_says_what_is_on_the_map_and_what_is_not(plot: PlaceMapPlot, about: About) -> None:
    view = plot.card.view
    assert view.foot.startswith("75 mentions of places shown, 0 hidden by the filter")
    assert "18 places not on the map" in view.foot
    assert "3 ways without both ends on it" in view.foot
    assert len(view.table.rows) == len(view.table.keys)
    made = view.content
    assert isinstance(made, Content)
    libya = next(each for each in made.placed if each.name == "Libya")
    assert plot.pick(libya.key, about) == MentionPick(entity=libya.key.entity)
    assert plot.caption(libya.key, about) == "Libya"
    assert plot.label_of(libya.key, about) == "GPE"
    assert plot.is_lit(libya.key, Facets(entities=frozenset({libya.key.entity or 0})))
    nobody = next(each for each in made.unplaced if each.key.entity is None)
    assert plot.pick(nobody.key, about) == MentionPick(
        label=nobody.key.label, quote=nobody.key.quote, identified=False
    )
    assert plot.is_lit(nobody.key, Facets(quotes=frozenset({(nobody.key.quote, nobody.key.label)})))
    both = ClusterKey((libya.key, nobody.key))
    assert len(plot.picks_all(both, about)) == 2
    assert plot.caption(both, about) == "2 places"


def test_a_place_that_is_set_comes_onto_the_map_with_its_arrow(plot: PlaceMapPlot, about: About) -> None:
    bench = about.bench
    made = plot.card.view.content
    assert isinstance(made, Content)
    bases = next(each for each in made.unplaced if each.name == "Russian bases in Syria")
    entity = bench.ask.entity(bases.key.entity or 0)
    assert entity is not None
    change = locating.place(entity, bench.scheme, Spot(35.4, 35.9, AREA, "SY"), by=bench.hand)
    bench.do(change)
    assert plot.follow(change, about)
    after = plot.card.view.content
    assert isinstance(after, Content)
    assert bases.key in {each.key for each in after.placed}
    (arrow,) = after.ways
    assert plot.caption(arrow.key, about).startswith("Russian bases in Syria → Libya: Transport, 1 event")
    pick = plot.pick(arrow.key, about)
    assert pick == RelationPick(is_event=True, ids=frozenset(arrow.events))
    assert plot.is_lit(arrow.key, Facets(relations=frozenset(arrow.events)))
    undone = bench.undo()
    assert plot.follow(undone, about)
    plot.forget()
    assert not plot.follow(undone, about)


def test_an_empty_map_says_what_to_do(plot: PlaceMapPlot, about: About, qtbot: QtBot) -> None:
    with qtbot.waitSignal(plot.place_wanted) as wanted:
        plot.chart.place_wanted.emit(SiteKey(77))
    assert wanted.args == [77]
    nothing = About(about.bench, Lens(statuses=frozenset({"dropped"})))
    plot.show(surveys.answer(about.bench, plot.survey, nothing.lens, {}), nothing)
    assert plot.card.view.is_empty
    assert "The filter hides all 75 mentions of places" in plot.card.view.empty


# --- what changes step by step


def _stepped(before: Content, sites: list[Site], ways: list[Way], *changed: Site) -> Content:
    made = before.stepped(sites, ways, {each.key: each for each in changed})
    assert made is not None
    return made


@pytest.mark.parametrize("many", [0, MOST_SIGNS + 50])
def test_a_place_that_is_mentioned_more_often_is_drawn_as_if_all_were_new(
    chart: PlaceMapChart, many: int
) -> None:
    crowd = [site(100 + at, (at % 60 - 20.0, at / 4 - 60.0), EXACT, mentions=3) for at in range(many)]
    ways = [way(TOBRUK, TARTUS), way(TOBRUK, NOWHERE)]
    first = show(chart, [*SITES, *crowd], ways)
    picture(chart.surface)
    more, there = TOBRUK._replace(mentions=40), NOWHERE._replace(mentions=3)
    joined = [way(more, TARTUS), way(more, there)]
    sites = [more, LIBYA, TARTUS, there, VAGUE, *crowd]
    second = _stepped(first, sites, joined, more, there)
    assert second.basis is first.basis
    chart.show_view(View(None, content=second))
    drawn, seen = picture(chart.surface), chart.surface.signs
    third = show(chart, sites, joined)
    assert third.basis is not second.basis
    assert drawn == picture(chart.surface)
    assert {(frozenset(s.sites), s.look) for s in seen} == {
        (frozenset(s.sites), s.look) for s in chart.surface.signs
    }
    assert second.unplaced == third.unplaced
    assert (second.ways, second.unplaced_ways, second.most) == (third.ways, third.unplaced_ways, third.most)
    assert second.sites == third.sites
    assert [each.pieces for each in second.courses] == [each.pieces for each in third.courses]


def test_a_place_that_moves_comes_or_goes_has_everything_found_anew(chart: PlaceMapChart) -> None:
    content = show(chart, SITES)
    for key, other in (
        (TOBRUK.key, TOBRUK._replace(spot=TARTUS.spot)),
        (TOBRUK.key, None),
        (TOBRUK.key, TOBRUK._replace(spot=None)),
        (SiteKey(77), site(77, (1.0, 1.0), EXACT)),
    ):
        assert content.stepped(SITES, [], {key: other}) is None
    new, gone = site(78, None, mentions=9), NOWHERE
    step = content.stepped([LIBYA, TOBRUK, new, TARTUS, VAGUE], [], {new.key: new, gone.key: None})
    assert step is not None
    assert step.unplaced == [new]
    assert gone.key not in step.sites


def test_other_arrows_are_found_anew_and_seen(chart: PlaceMapChart) -> None:
    first = show(chart, SITES, [way(TOBRUK, TARTUS)])
    picture(chart.surface)
    second = _stepped(first, SITES, [way(TARTUS, LIBYA)], TOBRUK)
    chart.show_view(View(None, content=second))
    drawn = picture(chart.surface)
    show(chart, SITES, [way(TARTUS, LIBYA)])
    assert drawn == picture(chart.surface)


def test_the_keyboard_goes_by_mentions_as_they_are_now(chart: PlaceMapChart) -> None:
    content = show(chart, SITES)
    more = VAGUE._replace(mentions=90)
    chart.show_view(View(None, content=_stepped(content, [more, *SITES[:-1]], [], more)))
    QTest.keyClick(chart.surface, Qt.Key.Key_Home)
    assert chart.surface.current == VAGUE.key


def test_a_tag_on_a_place_is_a_step_and_counts_are_those_of_a_recount(
    plot: PlaceMapPlot, about: About
) -> None:
    survey = surveys.find("places")
    plot.show(surveys.answer(about.bench, survey, about.lens, {}), about)
    content = plot._content
    assert content is not None
    entity = content.placed[-1].key.entity
    said = about.bench.open_document(about.bench.ask.document_ids()[0])
    label = about.scheme.label("GPE")
    assert label is not None
    tagged = edits.tag(said, (Span(0, 5),), label, by=about.bench.hand)
    tagged = replace(
        tagged,
        added=tuple(replace(each, entity=entity) for each in tagged.added if isinstance(each, Mention)),
    )
    about.bench.do(tagged)
    assert plot.follow(tagged, about)
    now = plot._content
    assert now is not None
    assert now.basis is content.basis
    fresh = surveys.answer(about.bench, survey, about.lens, {})
    assert now.sites == {each.key: each for each in fresh.sites()}
    assert plot._held is not None
    assert plot._held.sites() == fresh.sites()
    assert plot._held.shown == sum(each.mentions for each in fresh.sites())
    undone = about.bench.undo()
    assert plot.follow(undone, about)
    assert plot._content is not None
    assert plot._content.sites == content.sites


# --- some of very many places


@pytest.fixture
def many(monkeypatch: pytest.MonkeyPatch) -> None:
    """The sample article, as if it were a very large project of which few places are taken."""
    monkeypatch.setattr(chronicles, "MANY_PLACES", 1)
    monkeypatch.setattr(chronicles, "MOST", 2)


def _spots(plot: PlaceMapPlot) -> set[SiteKey]:
    assert plot._content is not None
    return {each.key for each in plot._content.placed}


def test_places_that_mentions_put_on_the_map_come_to_those_that_are_drawn_at_first(
    plot: PlaceMapPlot, about: About, qtbot: QtBot, many: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = _spots(plot)
    plot.show(surveys.answer(about.bench, plot.survey, about.lens, plot.options()), about)
    first = _spots(plot)
    assert first < whole
    assert plot.is_looking
    assert re.match(
        "the [0-9]+ places with most of the 75 mentions of places: a filter above", plot.card.view.foot
    )
    assert "still looked for" in plot.card.view.foot
    monkeypatch.setattr(chronicles, "MOST", 99)
    plot._soon.start(0)
    qtbot.waitUntil(lambda: not plot.is_looking)
    assert _spots(plot) == whole
    own = [each for each in plot._content.placed if each.key.entity is not None] if plot._content else []
    known = about.bench.ask.entities_by_id({each.key.entity or 0 for each in own})
    alone = sum(
        not (found := locating.of_entity(known[each.key.entity or 0], about.scheme)).spot
        and not found.outline
        for each in own
    )
    assert alone > 1
    assert f"{alone} of them are placed by mentions alone" in plot.card.view.foot
    assert "looked for" not in plot.card.view.foot


def test_a_tag_that_is_made_while_they_are_looked_for_is_not_lost(
    plot: PlaceMapPlot, about: About, qtbot: QtBot, many: None
) -> None:
    plot.show(surveys.answer(about.bench, plot.survey, about.lens, plot.options()), about)
    told = surveys.answer(about.bench, plot.survey, about.lens, {"wanted": "told"})
    [placed, *_] = told.placed
    said = about.bench.open_document(about.bench.ask.document_ids()[0])
    label = about.scheme.label("GPE")
    assert label is not None
    tagged = edits.tag(said, (Span(0, 5),), label, by=about.bench.hand)
    tagged = replace(
        tagged,
        added=tuple(
            replace(each, entity=placed.entity) for each in tagged.added if isinstance(each, Mention)
        ),
    )
    about.bench.do(tagged)
    assert plot.follow(tagged, about)
    plot._on_told(told, about)
    assert plot._held is not None
    mine = next(each for each in plot._held.sites() if each.key.entity == placed.entity)
    assert mine.mentions == placed.mentions + 1
    plot.forget()
    assert not plot.is_looking


def test_a_project_that_fails_meanwhile_leaves_the_map_and_says_so(
    plot: PlaceMapPlot, about: About, qtbot: QtBot, many: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    plot.show(surveys.answer(about.bench, plot.survey, about.lens, plot.options()), about)
    before = _spots(plot)

    def broken(*_: object, **__: object) -> object:
        raise GlossatorError("The disk is gone.")

    with monkeypatch.context() as patch:
        patch.setattr(surveys, "answer", broken)
        plot._soon.start(0)
        qtbot.waitUntil(lambda: not plot.is_looking)
    assert "could not be looked for (The disk is gone.)" in plot.card.view.foot
    assert _spots(plot) == before
    monkeypatch.setattr(chronicles, "learn", broken)
    plot._on_told(chronicles.Told([], {}, is_all=True), about)
    assert "could not be looked for" in plot.card.view.foot


def test_through_a_filter_the_card_says_that_a_narrower_one_shows_others(
    plot: PlaceMapPlot, about: About, many: None
) -> None:
    lens = Lens(labels=frozenset({"GPE"}))
    plot.show(surveys.answer(about.bench, plot.survey, lens, plot.options()), About(about.bench, lens))
    assert "that the filter takes: a narrower one shows others" in plot.card.view.foot
    plot.forget()


# --- what stands out

_ROUNDED = 4  # of 255: Qt rounds what shines through a little otherwise where it paints a part of it


def _apart(one: QImage, other: QImage) -> int:
    """How much the colour differs of the pixel that differs most."""
    first, second = (
        np.frombuffer(each.convertToFormat(QImage.Format.Format_ARGB32).constBits(), np.uint8).astype(int)
        for each in (one, other)
    )
    return int(np.abs(first - second).max())


def test_what_is_lit_or_current_is_painted_alone_and_as_if_all_were_new(
    chart: PlaceMapChart, qtbot: QtBot
) -> None:
    """Each step is compared with a map on which everything is painted at once."""
    crowded = [site(100 + at, (at % 50 - 20.0, at * 1.1 - 60.0), mentions=3) for at in range(90)]
    far = way(crowded[10], crowded[60], 9)
    content = Content([*SITES, *crowded], [way(TARTUS, TOBRUK, 5), far], scheme())
    chart.show_view(View(None, content=content))
    surface, backing = chart.surface, chart.surface._backing
    surface.grab()
    whole, chance = backing.painted, Random(3)
    for turn in range(24):
        keys = {TOBRUK.key, far.key, LIBYA.key, TARTUS.key, crowded[7].key, content.ways[0].key}
        lit = frozenset(chance.sample(sorted(keys, key=repr), chance.randint(0, 3)))
        chart.point_out(Lit(lit, lambda _: False) if turn % 2 else lit.__contains__)
        surface.current = chance.choice([None, TARTUS.key, far.key, crowded[7].key, LIBYA.key])
        before = backing.painted
        seen = surface.grab().toImage()
        assert backing.painted - before < whole / 2
        backing.forget()
        assert _apart(seen, surface.grab().toImage()) <= _ROUNDED


def test_what_is_lit_as_it_was_is_not_painted_again(chart: PlaceMapChart) -> None:
    show(chart, SITES, [way(TARTUS, TOBRUK, 5)])
    for _ in range(2):
        chart.point_out(lambda key: key == TOBRUK.key)
        chart.surface.grab()
        before = chart.surface._backing.painted
    chart.point_out(Lit({TOBRUK.key}, lambda _: False))
    chart.surface.grab()
    assert chart.surface._backing.painted == before


def test_one_place_of_several_in_a_sign_lights_it(chart: PlaceMapChart) -> None:
    many = crowd(chart)
    surface = chart.surface
    group = surface.sign_of(many[8].key)
    assert group is not None
    dull = surface.grab().toImage()
    chart.point_out(Lit({many[8].key}, lambda _: False))
    lit = surface.grab().toImage()
    ring = QPoint(round(group.x), round(group.y + group.radius + 5))
    assert lit.pixelColor(ring) != dull.pixelColor(ring)
    surface._backing.forget()
    assert surface.grab().toImage() == lit


def test_what_is_selected_lights_its_places_and_ways(plot: PlaceMapPlot, about: About) -> None:
    content = plot.card.view.content
    assert isinstance(content, Content)
    known = next(each for each in content.placed if each.key.entity is not None)
    nobody = next(each for each in content.unplaced if each.key.entity is None)
    along = content.unplaced_ways[0]
    found = Facets(
        mentions=frozenset({1}),
        relations=frozenset(along.events),
        entities=frozenset({known.key.entity or 0}),
        quotes=frozenset({(nobody.key.quote, nobody.key.label)}),
    )
    is_lit = plot.lit((), found)
    keys: list[SiteKey | WayKey] = [each.key for each in (*content.placed, *content.unplaced)]
    keys += [each.key for each in content.unplaced_ways]
    assert [is_lit(key) for key in keys] == [plot.is_lit(key, found) for key in keys]
    assert {known.key, nobody.key, along.key} <= {key for key in keys if is_lit(key)}
    own = plot.lit((along.key,), found)
    assert [key for key in keys if own(key)] == [along.key]
    assert not any(map(plot.lit((), Facets()), keys))
