"""The caret and the selection by keyboard alone."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication

from glossator.core.spans import Span
from glossator.ui.selection import Selection
from glossator.ui.text.view import ArticleView
from tests import builders
from tests.ui.text import reach
from tests.ui.text.conftest import MakePage

K = Qt.Key
LONG = "The quick brown fox jumps over the lazy dog and runs on through the wide and silent wood. " * 4


def at(view: ArticleView, offset: int) -> None:
    view.select(Span(offset, offset))


def test_right_and_left_step_by_what_a_reader_calls_a_character(make_page: MakePage) -> None:
    view = make_page(builders.annotated("a😀👩‍🔬e\u0301z"))
    places = [0]
    for _ in range(5):
        reach.key(view, K.Key_Right)
        places.append(view.caret)
    assert places == [0, 1, 2, 5, 7, 8]
    for expected in (7, 5, 2, 1, 0, 0):
        reach.key(view, K.Key_Left)
        assert view.caret == expected


def test_steps_go_over_the_ends_of_paragraphs(make_page: MakePage) -> None:
    view = make_page(builders.annotated("ab\n\ncd"))
    places = []
    for _ in range(7):
        reach.key(view, K.Key_Right)
        places.append(view.caret)
    assert places == [1, 2, 3, 4, 5, 6, 6]
    for expected in (5, 4, 3, 2, 1, 0, 0):
        reach.key(view, K.Key_Left)
        assert view.caret == expected


def test_in_a_right_to_left_paragraph_left_goes_on(make_page: MakePage) -> None:
    view = make_page(builders.annotated("שלום עולם"))
    reach.key(view, K.Key_Left)
    assert view.caret == 1
    reach.key(view, K.Key_Left, times=3)
    assert view.caret == 4
    reach.key(view, K.Key_Right)
    assert view.caret == 3


@pytest.mark.parametrize(
    "text", ["The words שלום עולם mean peace and 123 مرحبا too.", "שלום Intel 2024 עולם (HUJI)."]
)
def test_walking_one_way_through_a_mixed_line_visits_every_place_in_the_order_of_the_screen(
    text: str, make_page: MakePage
) -> None:
    view = make_page(builders.annotated(text), size=(1000, 400))
    onward = K.Key_Left if text[0] == "ש" else K.Key_Right
    seen = [view.caret]
    for _ in range(len(text) + 5):
        reach.key(view, onward)
        if view.caret == seen[-1]:
            break
        seen.append(view.caret)
    assert set(seen) == set(range(len(text) + 1))
    assert len(seen) == len(text) + 1


def test_ctrl_steps_by_words(make_page: MakePage) -> None:
    view = make_page(builders.annotated("one two three"))
    reach.key(view, K.Key_Right, reach.CTRL)
    assert view.caret == 4
    reach.key(view, K.Key_Right, reach.CTRL)
    assert view.caret == 8
    reach.key(view, K.Key_Left, reach.CTRL)
    assert view.caret == 4


def test_shift_selects_and_without_it_the_selection_is_left_at_its_side(
    make_page: MakePage, selection: Selection
) -> None:
    view = make_page(builders.annotated("one two three"))
    at(view, 4)
    reach.key(view, K.Key_Right, reach.SHIFT, times=3)
    assert selection.spans == (Span(4, 7),)
    reach.key(view, K.Key_Left, reach.SHIFT)
    assert view.selected == Span(4, 6)
    reach.key(view, K.Key_Right)
    assert (view.caret, view.parts) == (6, ())
    reach.key(view, K.Key_Right, reach.SHIFT)
    reach.key(view, K.Key_Left)
    assert view.caret == 6


def test_shift_and_back_over_the_beginning_turns_the_selection_round(make_page: MakePage) -> None:
    view = make_page(builders.annotated("one two three"))
    at(view, 4)
    reach.key(view, K.Key_Right, reach.SHIFT)
    reach.key(view, K.Key_Left, reach.SHIFT, times=3)
    assert view.selected == Span(2, 4)
    assert view.caret == 2


def test_up_and_down_remember_where_they_came_from(make_page: MakePage) -> None:
    view = make_page(builders.annotated(f"{LONG}\nShort.\n{LONG}"))
    at(view, 40)
    x = view._canvas.caret_place()[0]
    page = view._canvas.page
    assert page is not None
    lines = len(page.text(0).lines)
    reach.key(view, K.Key_Down, times=lines)
    assert page.rows.row_at(view.caret) == 1
    assert view.caret == page.rows.span(1).end
    reach.key(view, K.Key_Down)
    assert page.rows.row_at(view.caret) == 2
    assert view._canvas.caret_place()[0] == pytest.approx(x, abs=page.metrics.average)
    reach.key(view, K.Key_Up, times=lines + 1)
    assert view.caret == 40


def test_up_on_the_first_line_goes_to_the_beginning_and_down_on_the_last_to_the_end(
    make_page: MakePage,
) -> None:
    view = make_page(builders.annotated("one two"))
    at(view, 3)
    reach.key(view, K.Key_Up)
    assert view.caret == 0
    at(view, 3)
    reach.key(view, K.Key_Down)
    assert view.caret == 7


def test_home_and_end_go_to_the_ends_of_the_line(make_page: MakePage) -> None:
    view = make_page(builders.annotated(LONG))
    page = view._canvas.page
    assert page is not None
    second = page.text(0).line_span(1)
    at(view, second.start + 5)
    reach.key(view, K.Key_End)
    assert view.caret == page.text(0).line_text(1).end
    assert page.line_place(view.caret) == (0, 1)
    reach.key(view, K.Key_Home)
    assert view.caret == second.start
    reach.key(view, K.Key_End, reach.SHIFT)
    assert view.selected == Span(second.start, page.text(0).line_text(1).end)


def test_end_in_a_line_without_white_space_stays_on_it(make_page: MakePage) -> None:
    view = make_page(builders.annotated("東京都京都大学北京大学" * 40))
    reach.key(view, K.Key_End)
    page = view._canvas.page
    assert page is not None
    assert page.line_place(view.caret) == (0, 0)
    assert view.caret > 10


def test_ctrl_home_and_end_go_to_the_ends_of_the_text(make_page: MakePage) -> None:
    text = "Line of text.\n" * 500
    view = make_page(builders.annotated(text))
    reach.key(view, K.Key_End, reach.CTRL)
    assert view.caret == len(text)
    assert view.verticalScrollBar().value() == view.verticalScrollBar().maximum()
    reach.key(view, K.Key_Home, reach.CTRL | reach.SHIFT)
    assert view.selected == Span(0, len(text))
    assert view.verticalScrollBar().value() == 0


def test_pages_turn_and_come_back(make_page: MakePage) -> None:
    text = "Line of text.\n" * 300
    view = make_page(builders.annotated(text))
    at(view, 3)
    seen = [view.caret]
    for _ in range(60):
        reach.key(view, K.Key_PageDown)
        seen.append(view.caret)
        assert view._canvas.character_rect(view.caret) is not None
    assert seen[-1] >= len(text) - 14
    assert sorted(seen) == seen
    for _ in range(60):
        reach.key(view, K.Key_PageUp)
    assert view.caret == 3
    reach.key(view, K.Key_PageDown, reach.SHIFT)
    assert view.selected.start == 3
    assert view.selected.length > 100


def test_the_caret_is_kept_in_the_window(make_page: MakePage) -> None:
    view = make_page(builders.annotated("Line of text.\n" * 300))
    for _ in range(60):
        reach.key(view, K.Key_Down)
        rect = view._canvas.character_rect(view.caret)
        assert rect is not None
        assert 0 <= rect.top() < rect.bottom() <= view.viewport().height()


def test_moving_the_caret_lets_go_of_a_mention(make_page: MakePage, selection: Selection) -> None:
    held = builders.annotated("[Ada|PER] met it")
    view = make_page(held)
    view.select_mention(builders.the(held, "Ada").id)
    assert selection.records
    reach.key(view, K.Key_Right)
    assert selection.records == ()


def test_the_caret_and_the_selection_are_painted(make_page: MakePage) -> None:
    view = make_page(builders.annotated("one two three"))
    pictures = [reach.picture(view)]
    for keys in (reach.PLAIN, reach.SHIFT):
        reach.key(view, K.Key_Right, keys)
        pictures.append(reach.picture(view))
    assert pictures[0] != pictures[1] != pictures[2]
    reach.key(view, K.Key_Home)
    assert reach.picture(view) == pictures[0]


@pytest.mark.parametrize(
    "code", [K.Key_P, K.Key_Return, K.Key_Tab, K.Key_Delete, K.Key_F3, K.Key_Escape, K.Key_1]
)
def test_other_keys_are_left_to_the_actions(code: Qt.Key, make_page: MakePage) -> None:
    view = make_page(builders.annotated("one two three"))
    event = QKeyEvent(QEvent.Type.KeyPress, code, reach.PLAIN, "p" if code == K.Key_P else "")
    view.keyPressEvent(event)
    assert not event.isAccepted()
    assert view.caret == 0


def test_esc_takes_hints_and_the_end_of_a_relation_away(make_page: MakePage) -> None:
    held = builders.annotated("[Ada|PER] met it")
    view = make_page(held)
    ada = builders.the(held, "Ada").id
    before = reach.picture(view)
    for is_hint in (True, False):
        if is_hint:
            view.set_hints({ada: "a"})
        else:
            view.set_relation_source(ada)
        assert reach.picture(view) != before
        event = QKeyEvent(QEvent.Type.KeyPress, K.Key_Escape, reach.PLAIN)
        view.keyPressEvent(event)
        assert event.isAccepted()
        assert reach.picture(view) == before


def test_nothing_can_be_composed_into_the_article(make_page: MakePage) -> None:
    view = make_page(builders.annotated("one"))
    assert not view.testAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled)
    assert not view.viewport().testAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled)


def test_keys_do_nothing_on_an_empty_page(make_page: MakePage) -> None:
    view = make_page(None)
    for code in (K.Key_Right, K.Key_Down, K.Key_PageDown, K.Key_End):
        event = QKeyEvent(QEvent.Type.KeyPress, code, reach.PLAIN)
        QApplication.sendEvent(view, event)
        assert not event.isAccepted()
    assert (view.caret, view.selected, view.text) == (0, Span(0, 0), "")


def test_alt_and_the_arrows_go_by_paragraphs(make_page: MakePage) -> None:
    line = "word " * 24
    view = make_page(builders.annotated(f"{line}\n\n{line}\n{line}"))
    view.select(Span(4, 4))
    stops = []
    for code in (Qt.Key.Key_Down,) * 3 + (Qt.Key.Key_Up,) * 4:
        reach.key(view, code, reach.ALT)
        stops.append(view.caret)
    second, third, end = 122, 243, 363
    assert stops == [second, third, end, third, second, 0, 0]
    reach.key(view, Qt.Key.Key_Down, reach.ALT | reach.SHIFT)
    assert view.selected == Span(0, second)
    view.select(Span(150, 150))
    reach.key(view, Qt.Key.Key_Up, reach.ALT)
    assert view.caret == second, "first to the beginning of this one"


def test_paragraphs_of_old_plain_texts_begin_behind_blank_lines(make_page: MakePage) -> None:
    view = make_page(builders.annotated("One\nline\nand more.\n\nTwo\nlines.\n\nX."))
    view.select(Span(0, 0))
    for stop in (20, 32, 34):
        reach.key(view, Qt.Key.Key_Down, reach.ALT)
        assert view.caret == stop
    long = builders.annotated("word " * 3000 + "\nThe end.")
    view.show_article(long, builders.scheme())
    view.select(Span(9000, 9000))
    reach.key(view, Qt.Key.Key_Up, reach.ALT)
    assert view.caret == 0
    reach.key(view, Qt.Key.Key_Down, reach.ALT)
    assert view.caret == 15_001
