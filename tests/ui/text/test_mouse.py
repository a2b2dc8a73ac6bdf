"""The mouse on the page, in the words of the hand that moves it."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QContextMenuEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from glossator.core import deletion
from glossator.core.spans import Span
from glossator.ui.selection import Selection
from glossator.ui.text.view import ArticleView
from tests import builders
from tests.ui.text import reach
from tests.ui.text.conftest import MakePage

TEXT = "The S-400 systems of the Russian army stood in Syria. Then they left it."


def mention_ids(view: ArticleView, *quotes: str) -> list[int]:
    held = view._choice.annotations
    assert held is not None
    return [builders.the(held, each).id for each in quotes]


def test_a_click_puts_the_caret_there(make_page: MakePage, selection: Selection) -> None:
    view = make_page(builders.annotated(TEXT))
    reach.click(view, reach.on(view, 10, 0.1))
    assert (view.caret, view.selected, selection.caret) == (10, Span(10, 10), 10)
    reach.click(view, reach.on(view, 10, 0.9))
    assert view.caret == 11


def test_a_double_click_takes_the_word_an_analyst_would_tag(make_page: MakePage, qtbot: QtBot) -> None:
    view = make_page(builders.annotated(TEXT))
    with qtbot.waitSignal(view.span_made) as made:
        reach.click(view, reach.on(view, 6))
        QTest.mouseDClick(view.viewport(), reach.LEFT, reach.PLAIN, reach.on(view, 6))
        reach.release(view, reach.on(view, 6))
    assert view.selected.slice(TEXT) == "S-400"
    assert made.args == [Span(4, 9)]


def test_a_third_click_takes_the_paragraph(make_page: MakePage) -> None:
    view = make_page(builders.annotated("First line.\nSecond line here.\nThird."))
    point = reach.on(view, 15)
    QTest.mouseDClick(view.viewport(), reach.LEFT, reach.PLAIN, point)
    _, place, clicks = view._hands._last_press
    view._hands._last_press = (10**12, place, clicks)  # QTest lets time go by between two clicks
    QTest.mouseClick(view.viewport(), reach.LEFT, reach.PLAIN, point)
    assert view.selected.slice(view.text) == "Second line here."


def fast(view: ArticleView, point: QPoint) -> None:
    """A click, and another one right after it."""
    reach.click(view, point)
    QTest.mouseDClick(view.viewport(), reach.LEFT, reach.PLAIN, point)
    reach.release(view, point)


def third(view: ArticleView, point: QPoint) -> None:
    """One more, as fast."""
    _, place, clicks = view._hands._last_press
    view._hands._last_press = (10**12, place, clicks)
    QTest.mouseClick(view.viewport(), reach.LEFT, reach.PLAIN, point)


def test_fast_clicks_on_a_mention_of_one_word_go_outward(make_page: MakePage, selection: Selection) -> None:
    view = make_page(builders.annotated("Of the [[[Russian|GPE] army|ORG] base|FAC] they knew."))
    middle, outer = mention_ids(view, "Russian army", "Russian army base")
    point = reach.on(view, 9)
    fast(view, point)
    assert selection.primary == middle
    third(view, point)
    assert selection.primary == outer


def test_a_mention_of_one_word_stays_selected_when_it_is_double_clicked(
    make_page: MakePage, selection: Selection
) -> None:
    view = make_page(builders.annotated("Of [Russia|GPE] they knew.\nMore."))
    (russia,) = mention_ids(view, "Russia")
    for offset in (3, 5, 8):
        view._choice.to(0)
        fast(view, reach.on(view, offset, 0.4))
        assert selection.records == (russia,)
    third(view, reach.on(view, 8, 0.4))
    assert view.selected.slice(view.text) == "Of Russia they knew."


def test_a_double_click_takes_a_word_inside_a_longer_mention(
    make_page: MakePage, selection: Selection
) -> None:
    view = make_page(builders.annotated("The [Libyan National Army|ORG] came."))
    fast(view, reach.on(view, 13))
    assert view.selected.slice(view.text) == "National"
    assert selection.records == ()


def test_dragging_over_words_takes_whole_words(make_page: MakePage, qtbot: QtBot) -> None:
    view = make_page(builders.annotated(TEXT))
    start, end = TEXT.index("400"), TEXT.index("stems")
    with qtbot.waitSignal(view.span_made) as made:
        reach.drag(view, reach.on(view, start, 0.1), reach.on(view, end, 0.9))
    assert view.selected.slice(TEXT) == "S-400 systems"
    assert made.args == [view.selected]


def test_dragging_inside_one_word_takes_characters(make_page: MakePage) -> None:
    view = make_page(builders.annotated(TEXT))
    start = TEXT.index("systems")
    reach.drag(view, reach.on(view, start + 1, 0.1), reach.on(view, start + 3, 0.9))
    assert view.selected.slice(TEXT) == "yst"


def test_alt_drags_by_characters(make_page: MakePage) -> None:
    view = make_page(builders.annotated(TEXT))
    reach.drag(view, reach.on(view, 6, 0.1), reach.on(view, 12, 0.9), keys=reach.ALT)
    assert view.selected == Span(6, 13)


def test_dragging_backwards_leaves_the_caret_in_front(make_page: MakePage) -> None:
    view = make_page(builders.annotated(TEXT))
    reach.drag(view, reach.on(view, 12), reach.on(view, 6))
    assert view.selected.slice(TEXT) == "S-400 systems"
    assert view.caret == 4


def test_shift_and_a_click_go_on_from_where_the_selection_began(make_page: MakePage) -> None:
    view = make_page(builders.annotated(TEXT))
    reach.click(view, reach.on(view, 4, 0.1))
    reach.click(view, reach.on(view, 8, 0.9), reach.SHIFT)
    assert view.selected.slice(TEXT) == "S-400"


def test_ctrl_and_a_drag_add_a_part(make_page: MakePage, selection: Selection) -> None:
    view = make_page(builders.annotated(TEXT))
    reach.drag(view, reach.on(view, 4, 0.1), reach.on(view, 8, 0.9))
    reach.drag(view, reach.on(view, 25, 0.1), reach.on(view, 31, 0.9), keys=reach.CTRL)
    assert [each.slice(TEXT) for each in view.parts] == ["Russian", "S-400"]
    assert view.selected_text() == "S-400\nRussian"
    assert selection.spans == view.parts


def test_a_click_takes_the_smallest_mention_and_again_the_next_outer_one(
    make_page: MakePage, selection: Selection
) -> None:
    view = make_page(builders.annotated("Of the [[[Russian|GPE] army|ORG] base|FAC] they knew."))
    russian, army, base = mention_ids(view, "Russian", "Russian army", "Russian army base")
    point = reach.on(view, 9)
    for expected in (russian, army, base, russian):
        reach.click(view, point)
        assert selection.records == (expected,)
        assert view.caret in {9, 10}
    assert selection.spans == (Span(7, 14),)
    assert view.selected.slice(view.text) == "Russian"
    reach.click(view, reach.on(view, 2))
    assert selection.records == ()


def test_a_click_on_a_chip_takes_its_mention(make_page: MakePage, selection: Selection) -> None:
    view = make_page(builders.annotated("Of the [[Russian|GPE] army|ORG] they knew."))
    for mention in mention_ids(view, "Russian army", "Russian"):
        reach.click(view, reach.on_chip(view, mention))
        assert selection.primary == mention


def test_a_double_click_on_a_chip_activates_its_mention(make_page: MakePage, qtbot: QtBot) -> None:
    view = make_page(builders.annotated("Of the [Russian|GPE] army."))
    (russian,) = mention_ids(view, "Russian")
    with qtbot.waitSignal(view.mention_activated) as activated:
        reach.click(view, reach.on_chip(view, russian))
        QTest.mouseDClick(view.viewport(), reach.LEFT, reach.PLAIN, reach.on_chip(view, russian))
    assert activated.args == [russian]


def test_every_fragment_of_a_mention_is_it_and_the_gap_is_not(
    make_page: MakePage, selection: Selection
) -> None:
    view = make_page(builders.annotated("The [naval|FAC#n] and air [bases|FAC#n] there."))
    (naval,) = mention_ids(view, "naval … bases")
    for offset, expected in ((5, (naval,)), (11, ()), (19, (naval,))):
        reach.click(view, reach.on(view, offset))
        assert selection.records == expected
    reach.click(view, reach.on(view, 5))
    assert view.parts == (Span(4, 9), Span(18, 23))


def test_dragging_a_chip_to_a_mention_asks_for_a_relation(make_page: MakePage, qtbot: QtBot) -> None:
    view = make_page(builders.annotated("[Ada|PER] leads the [club|ORG] now."))
    ada, club = mention_ids(view, "Ada", "club")
    point = reach.on(view, 17)
    with qtbot.waitSignal(view.relation_dragged) as dragged:
        reach.drag(view, reach.on_chip(view, ada), reach.on(view, 11), point)
    assert dragged.args[:2] == [ada, club]
    assert dragged.args[2] == view.viewport().mapToGlobal(point)
    assert view._canvas.rubber is None


def test_while_a_chip_is_dragged_an_arc_follows_the_pointer(make_page: MakePage) -> None:
    view = make_page(builders.annotated("[Ada|PER] leads the [club|ORG] now."))
    (ada,) = mention_ids(view, "Ada")
    before = reach.picture(view)
    reach.press(view, reach.on_chip(view, ada))
    reach.drag_to(view, reach.on(view, 12))
    assert (view._canvas.rubber or (None,))[0] == ada
    assert reach.picture(view) != before
    reach.key(view, Qt.Key.Key_Escape)
    assert not view._canvas.rubber
    reach.release(view, reach.on(view, 12))


def test_dragging_a_chip_to_plain_text_asks_for_nothing(make_page: MakePage, qtbot: QtBot) -> None:
    view = make_page(builders.annotated("[Ada|PER] leads the [club|ORG] now."))
    (ada,) = mention_ids(view, "Ada")
    with qtbot.assertNotEmitted(view.relation_dragged), qtbot.assertNotEmitted(view.span_made):
        reach.drag(view, reach.on_chip(view, ada), reach.on(view, 12))
    assert view._choice.mention == ada


def test_dragging_a_selected_mention_to_another_asks_for_a_relation(
    make_page: MakePage, qtbot: QtBot
) -> None:
    view = make_page(builders.annotated("The [Russian army|ORG] holds the [base|FAC] there."))
    army, base = mention_ids(view, "Russian army", "base")
    reach.click(view, reach.on(view, 8))
    with qtbot.waitSignal(view.relation_dragged) as dragged:
        reach.drag(view, reach.on(view, 8), reach.on(view, 12), reach.on(view, 29))
    assert dragged.args[:2] == [army, base]


def test_dragging_inside_a_selected_mention_selects_text_in_it(make_page: MakePage, qtbot: QtBot) -> None:
    view = make_page(builders.annotated("The [Russian army base|ORG] there."))
    reach.click(view, reach.on(view, 8))
    with qtbot.waitSignal(view.span_made):
        reach.drag(view, reach.on(view, 5), reach.on(view, 14))
    assert view.selected.slice(view.text) == "Russian army"
    assert view._choice.mention is None


def handle(view: ArticleView, edge: str, fragment: int = 0) -> QPoint:
    found = next(each for each in view._canvas.handles() if (each.edge, each.fragment) == (edge, fragment))
    return QPointF(found.x, (found.top + found.bottom) / 2).toPoint()


def test_dragging_a_handle_moves_the_boundary_once_at_release(make_page: MakePage, qtbot: QtBot) -> None:
    view = make_page(builders.annotated("The [Russian|GPE] army base there."))
    (russian,) = mention_ids(view, "Russian")
    view.select_mention(russian)
    told: list[object] = []
    view.boundary_moved.connect(lambda mention, fragments: told.append((mention, fragments)))
    start = handle(view, "end")
    reach.press(view, start)
    for offset in (12, 13, 14, 15):
        reach.drag_to(view, reach.on(view, offset))
        assert told == []
    assert list(view._canvas.preview) == [Span(4, 16)]
    reach.release(view, reach.on(view, 15))
    assert told == [(russian, (Span(4, 16),))]
    assert not view._canvas.preview


def test_alt_drags_a_handle_by_characters_and_one_character_is_left(
    make_page: MakePage, qtbot: QtBot
) -> None:
    view = make_page(builders.annotated("The [Russian|GPE] army base there."))
    view.select_mention(*mention_ids(view, "Russian"))
    with qtbot.waitSignal(view.boundary_moved) as moved:
        reach.drag(view, handle(view, "start"), reach.on(view, 6, 0.1), keys=reach.ALT)
    assert moved.args[1] == (Span(6, 11),)
    with qtbot.waitSignal(view.boundary_moved) as moved:
        reach.drag(view, handle(view, "start"), reach.on(view, 20), keys=reach.ALT)
    assert moved.args[1] == (Span(10, 11),)


def test_a_handle_put_back_asks_for_nothing_and_esc_lets_it_go(make_page: MakePage, qtbot: QtBot) -> None:
    view = make_page(builders.annotated("The [Russian|GPE] army base there."))
    view.select_mention(*mention_ids(view, "Russian"))
    with qtbot.assertNotEmitted(view.boundary_moved):
        reach.drag(view, handle(view, "end"), reach.on(view, 14), reach.on(view, 9))
        reach.press(view, handle(view, "end"))
        reach.drag_to(view, reach.on(view, 14))
        reach.key(view, Qt.Key.Key_Escape)
        reach.release(view, reach.on(view, 14))


def test_a_fragment_does_not_reach_its_neighbour(make_page: MakePage, qtbot: QtBot) -> None:
    view = make_page(builders.annotated("The [naval|FAC#n] and air [bases|FAC#n] there."))
    view.select_mention(*mention_ids(view, "naval … bases"))
    with qtbot.waitSignal(view.boundary_moved) as moved:
        reach.drag(view, handle(view, "end", 0), reach.on(view, 21), keys=reach.ALT)
    assert moved.args[1] == (Span(4, 17), Span(18, 23))


def test_the_handles_of_a_right_to_left_mention_are_where_its_letters_are(
    make_page: MakePage, qtbot: QtBot
) -> None:
    view = make_page(builders.annotated("[ראש|PER] הממשלה נפגש."))
    view.select_mention(*mention_ids(view, "ראש"))
    assert handle(view, "start").x() > handle(view, "end").x()
    with qtbot.waitSignal(view.boundary_moved) as moved:
        reach.drag(view, handle(view, "end"), reach.on(view, 6))
    assert moved.args[1] == (Span(0, 10),)


def test_hovering_tells_the_smallest_mention(make_page: MakePage) -> None:
    view = make_page(builders.annotated("Of the [[Russian|GPE] army|ORG] they knew."))
    russian, army = mention_ids(view, "Russian", "Russian army")
    told: list[object] = []
    view.hovered.connect(told.append)
    for offset in (9, 10, 16, 30):
        reach.move(view, reach.on(view, offset))
    assert told == [russian, army, None]


def test_what_is_hovered_looks_different(make_page: MakePage) -> None:
    view = make_page(builders.annotated("Of the [Russian|GPE] army they knew."))
    reach.move(view, reach.on(view, 30))
    before = reach.picture(view)
    reach.move(view, reach.on(view, 9))
    assert reach.picture(view) != before
    reach.move(view, reach.on(view, 30))
    assert reach.picture(view) == before


def test_a_right_click_asks_for_a_menu_on_the_mention(make_page: MakePage, qtbot: QtBot) -> None:
    view = make_page(builders.annotated("Of the [Russian|GPE] army they knew."))
    (russian,) = mention_ids(view, "Russian")
    for offset, expected in ((9, russian), (30, None)):
        point = reach.on(view, offset)
        screen = view.viewport().mapToGlobal(point)
        with qtbot.waitSignal(view.menu_requested) as asked:
            QApplication.sendEvent(
                view.viewport(), QContextMenuEvent(QContextMenuEvent.Reason.Mouse, point, screen)
            )
        assert asked.args == [screen, expected]


def wheel(view: ArticleView, steps: float, keys: Qt.KeyboardModifier = reach.PLAIN) -> None:
    place = QPointF(100, 100)
    event = QWheelEvent(
        place,
        view.viewport().mapToGlobal(place),
        QPoint(),
        QPoint(0, round(120 * steps)),
        Qt.MouseButton.NoButton,
        keys,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(view.viewport(), event)


def test_ctrl_and_the_wheel_ask_for_zoom(make_page: MakePage) -> None:
    view = make_page(builders.annotated(TEXT))
    told: list[int] = []
    view.zoom_requested.connect(told.append)
    wheel(view, 1, reach.CTRL)
    wheel(view, -2, reach.CTRL)
    wheel(view, 0.5, reach.CTRL)
    wheel(view, 0.5, reach.CTRL)
    assert told == [1, -2, 1]
    assert view.zoom == 100


def test_the_wheel_scrolls(make_page: MakePage) -> None:
    view = make_page(builders.annotated("Line of text.\n" * 200))
    wheel(view, -2)
    bar = view.verticalScrollBar()
    there = bar.value()
    assert there > 0
    wheel(view, 2)
    assert bar.value() == 0


def test_a_drag_beyond_the_edge_scrolls_on(make_page: MakePage, qtbot: QtBot) -> None:
    view = make_page(builders.annotated("Line of text.\n" * 200))
    reach.press(view, reach.on(view, 2))
    below = QPoint(200, view.viewport().height() + 60)
    reach.drag_to(view, below)
    qtbot.waitUntil(lambda: view.verticalScrollBar().value() > 300)
    reach.release(view, below)
    assert not view._hands._autoscroll.isActive()
    assert view.selected.length > 200


def test_a_click_on_an_arc_takes_the_relation(make_page: MakePage, selection: Selection) -> None:
    held = builders.annotated(
        "[Ada|PER] once led the whole [club|ORG].", relations=[("LEADS", "Ada", "club")]
    )
    view = make_page(held)
    (relation,) = held.relations
    view.set_density("all")
    (route,) = view._canvas.routes()
    x = (route.points[2][0] + route.points[3][0]) / 2 - 30
    reach.click(view, QPointF(x, route.points[2][1]).toPoint())
    assert selection.records == (relation,)
    assert view._choice.mention is None


def test_resting_on_a_mention_shows_its_arcs_and_leaving_takes_them_away(
    make_page: MakePage, qtbot: QtBot
) -> None:
    held = builders.annotated("[Ada|PER] leads the [club|ORG] now.", relations=[("LEADS", "Ada", "club")])
    view = make_page(held)
    told: list[object] = []
    view.hovered.connect(told.append)
    reach.move(view, reach.on(view, 1))
    assert not view._canvas.routes()
    qtbot.waitUntil(lambda: bool(view._canvas.routes()))
    QApplication.sendEvent(view.viewport(), QEvent(QEvent.Type.Leave))
    assert not view._canvas.routes()
    assert told == [builders.the(held, "Ada").id, None]


def test_in_the_full_view_the_arc_under_the_pointer_stands_out(make_page: MakePage) -> None:
    held = builders.annotated(
        "[Ada|PER] once led the whole [club|ORG].", relations=[("LEADS", "Ada", "club")]
    )
    view = make_page(held)
    view.set_density("all")
    (route,) = view._canvas.routes()
    assert not route.is_focus
    on_arc = QPoint(round(route.points[2][0] + 12), round(route.points[2][1]))
    reach.move(view, on_arc)
    assert view._canvas.routes()[0].is_focus
    assert view.viewport().cursor().shape() == Qt.CursorShape.PointingHandCursor
    reach.move(view, QPoint(400, 500))
    assert not view._canvas.routes()[0].is_focus
    assert view.viewport().cursor().shape() == Qt.CursorShape.IBeamCursor


def middle_of_arc(view: ArticleView, relation: int) -> QPoint:
    """A point on the longest straight part of an arc."""
    (route,) = [each for each in view._canvas.routes() if each.arc.relation == relation]
    one, other = max(pairwise(route.points), key=lambda two: abs(two[0][0] - two[1][0]))
    return QPointF((one[0] + other[0]) / 2, one[1]).toPoint()


def test_an_arc_too_short_for_its_name_shows_it_under_the_pointer(make_page: MakePage) -> None:
    held = builders.annotated("[A|PER] [b|ORG] met.", relations=[("LEADS", "A", "b")])
    view = make_page(held)
    (relation,) = held.relations
    view.set_density("all")
    assert view._canvas.routes()[0].name_at is None
    point = middle_of_arc(view, relation)
    before = reach.picture(view)
    reach.move(view, point)
    (route,) = view._canvas.routes()
    assert route.name_at is not None
    assert route.name_at[1] < point.y()
    assert route.name_at[0] - route.name_width / 2 > 0
    assert reach.picture(view) != before
    reach.move(view, QPoint(400, 500))
    assert view._canvas.routes()[0].name_at is None


def test_an_arc_that_leaves_the_window_says_where_to_under_the_pointer(make_page: MakePage) -> None:
    held = builders.annotated(
        "And [Ada|PER] spoke.\n" + "Filler.\n" * 60 + "[Late|ORG] too.", relations=[("LEADS", "Ada", "Late")]
    )
    view = make_page(held)
    (relation,) = held.relations
    view.set_density("all")
    reach.move(view, middle_of_arc(view, relation))
    (route,) = view._canvas.routes()
    assert (route.name, route.is_signpost) == ("Leads ↓ Late", True)
    assert route.name_at is not None
    assert 500 < route.name_at[1] < 600


def test_arcs_that_share_the_margin_fan_out_under_the_pointer(make_page: MakePage) -> None:
    names = [f"n{each}" for each in range(12)]
    text = "[Hub|PER] spoke.\n" + "".join(f"[{name}|ORG] heard.\n" for name in names)
    held = builders.annotated(text, relations=[("LEADS", "Hub", name) for name in names])
    view = make_page(held)
    view.select_mention(builders.the(held, "Hub").id)
    view.restore_place(0)
    left = view._canvas.left

    def lanes_used() -> set[float]:
        return {min(x for x, _ in route.points) for route in view._canvas.routes()}

    def names_at_edge() -> int:
        return sum(route.is_signpost and route.name_at is not None for route in view._canvas.routes())

    assert len(lanes_used()) == 1
    assert names_at_edge() <= 4
    (lane,) = lanes_used()
    reach.move(view, QPointF(lane, 300).toPoint())
    assert len(lanes_used()) == 12
    assert all(0 < x < left for x in lanes_used())
    reach.move(view, QPointF(lane - 12, 310).toPoint())
    assert len(lanes_used()) == 12, "until the pointer leaves the margin"
    reach.move(view, QPointF(left + 200, 310).toPoint())
    assert len(lanes_used()) == 1


def test_the_cursor_tells_what_can_be_dragged(make_page: MakePage) -> None:
    view = make_page(builders.annotated("The [Russian|GPE] army base there."))
    (russian,) = mention_ids(view, "Russian")
    view.select_mention(russian)
    shapes = []
    for point in (handle(view, "end"), reach.on_chip(view, russian), reach.on(view, 20)):
        reach.move(view, point)
        shapes.append(view.viewport().cursor().shape())
    shape = Qt.CursorShape
    assert shapes == [shape.SizeHorCursor, shape.PointingHandCursor, shape.IBeamCursor]


def test_from_the_first_end_of_a_relation_an_arc_follows_the_pointer(make_page: MakePage) -> None:
    view = make_page(builders.annotated("[Ada|PER] leads the [club|ORG] now."))
    (ada,) = mention_ids(view, "Ada")
    view.set_relation_source(ada)
    point = reach.on(view, 17)
    reach.move(view, point)
    assert view._canvas._rubber_points()[-1] == (point.x(), point.y())
    QApplication.sendEvent(view.viewport(), QEvent(QEvent.Type.Leave))
    assert view._canvas._rubber_points() == []
    view.set_relation_source(None)
    reach.move(view, reach.on(view, 12))
    assert view._canvas._rubber_points() == []


def test_a_hovered_mention_that_is_deleted_is_let_go(make_page: MakePage) -> None:
    held = builders.annotated("[Ada|PER] leads the [club|ORG] now.")
    view = make_page(held)
    ada = builders.the(held, "Ada").id
    told: list[object] = []
    view.hovered.connect(told.append)
    reach.move(view, reach.on(view, 1))
    reach.do(view, held, deletion.delete(held, [ada], by=builders.hand()))
    assert told == [ada, None]


def test_the_menu_key_asks_at_the_caret_for_the_selected_mention(make_page: MakePage, qtbot: QtBot) -> None:
    view = make_page(builders.annotated("Of the [Russian|GPE] army they knew."))
    (russian,) = mention_ids(view, "Russian")
    view.select_mention(russian)
    with qtbot.waitSignal(view.menu_requested) as asked:
        QApplication.sendEvent(
            view.viewport(), QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(1, 1), QPoint(1, 1))
        )
    assert asked.args[1] == russian
    box = view.character_rect(7)
    assert abs(asked.args[0].x() - box.left()) <= 1
    assert abs(asked.args[0].y() - box.bottom()) <= 2


def test_a_drag_of_a_relation_beyond_the_edge_scrolls_on(make_page: MakePage, qtbot: QtBot) -> None:
    view = make_page(builders.annotated("[Ada|PER] was here.\n" + "Line of text.\n" * 200))
    (ada,) = mention_ids(view, "Ada")
    reach.press(view, reach.on_chip(view, ada))
    above = QPoint(200, view.viewport().height() + 90)
    reach.drag_to(view, above)
    qtbot.waitUntil(lambda: view.verticalScrollBar().value() > 200)
    reach.drag_to(view, QPoint(200, 100))
    assert not view._hands._autoscroll.isActive()
    view.hide()
    assert not view._hands.is_busy


def test_fine_wheels_scroll_by_pixels(make_page: MakePage) -> None:
    view = make_page(builders.annotated("Line of text.\n" * 200))
    place = QPointF(100, 100)
    event = QWheelEvent(
        place,
        view.viewport().mapToGlobal(place),
        QPoint(0, -37),
        QPoint(0, -60),
        Qt.MouseButton.NoButton,
        reach.PLAIN,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(view.viewport(), event)
    assert view.verticalScrollBar().value() == 37
