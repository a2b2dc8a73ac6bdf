"""The scroll bar tells the whole article: mentions by label, hits, the selected mention; a press goes there."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest

from glossator.core import edits, find
from glossator.core.annotations import AnnotationSet
from glossator.core.spans import Span
from glossator.ui import theme
from glossator.ui.text import overview
from glossator.ui.text.overview import Overview, Places
from glossator.ui.text.view import ArticleView
from glossator.ui.theme import blend
from tests import builders
from tests.ui.text import reach

MakePage = Callable[..., ArticleView]

FILLER = "Nothing was said of it for a long while.\n" * 60


@pytest.fixture
def held() -> AnnotationSet:
    """Ada early, Babbage in the middle, the Academy late in a long text."""
    return builders.annotated(
        f"[Ada|PER] was here.\n{FILLER}[Babbage|PER] too.\n{FILLER}[Academy|ORG] closed.\n"
    )


def bar_of(view: ArticleView) -> Overview:
    bar = view.verticalScrollBar()
    assert isinstance(bar, Overview)
    return bar


def picture(view: ArticleView) -> QImage:
    """The bar without its handle, at the top left of which nothing else is drawn."""
    bar = bar_of(view)
    bar.draw_marks()
    return bar.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)


def y_of(view: ArticleView, held: AnnotationSet, quote: str) -> float:
    places = bar_of(view)._places
    assert places is not None
    return places.y(builders.the(held, quote).start)


def rows_of(image: QImage, colour: str, x: int) -> list[int]:
    return [y for y in range(image.height()) if QColor(image.pixel(x, y)) == QColor(colour)]


def pale(label: str, share: float = 0.8) -> str:
    look = theme.light()
    return blend(look.slots[label].accent, look.paper, share)


def test_mentions_are_marked_in_the_colour_of_their_label_where_they_stand(
    make_page: MakePage, held: AnnotationSet
) -> None:
    view = make_page(held)
    image = picture(view)
    people, bodies = rows_of(image, pale("PER"), 5), rows_of(image, pale("ORG"), 5)
    assert any(abs(y - y_of(view, held, "Babbage")) < 4 for y in people)
    assert 0 < len(people) < 8
    assert all(abs(y - y_of(view, held, "Academy")) < 4 for y in bodies)
    assert bodies


def test_other_labels_stand_back_behind_that_of_the_selected_mention(
    make_page: MakePage, held: AnnotationSet
) -> None:
    view = make_page(held)
    academy = builders.the(held, "Academy").id
    view.select_mention(academy)
    view.scroll_place()
    image = picture(view)
    accent = theme.light().slots["ORG"].accent
    assert not rows_of(image, pale("PER"), 5)
    assert rows_of(image, pale("PER", 0.25), 5)
    marks = bar_of(view)._marks
    assert marks is not None
    assert rows_of(marks.toImage(), accent, 5)


def test_the_selected_mention_and_the_caret_are_marked_across(
    make_page: MakePage, held: AnnotationSet
) -> None:
    view = make_page(held)
    view.select_mention(builders.the(held, "Babbage").id)
    view.restore_place(0)
    image = picture(view)
    assert any(abs(y - y_of(view, held, "Babbage")) < 4 for y in rows_of(image, theme.light().accent, 15))
    view.select(Span(10, 10))
    assert not rows_of(picture(view), theme.light().accent, 15)


def test_hits_are_marked_on_the_scroll_bar(make_page: MakePage, held: AnnotationSet) -> None:
    view = make_page(held)
    warning = theme.light().warning
    assert not rows_of(picture(view), warning, 14)
    view.set_found(find.hits(held.text, "too"))
    rows = rows_of(picture(view), warning, 14)
    assert any(abs(y - y_of(view, held, "Babbage")) < 5 for y in rows)
    assert len(rows) == 3
    view.set_found(())
    assert not rows_of(picture(view), warning, 14)


def test_very_many_hits_leave_no_gap(make_page: MakePage) -> None:
    view = make_page(builders.annotated("a b c d e f g h\n" * 900))
    view.set_found([Span(at, at + 1) for at in range(0, len(view.text), 2)])
    assert len(view._canvas.found) > 4 * view.height()
    rows = rows_of(picture(view), theme.light().warning, 14)
    slider = bar_of(view).slider()
    wanted = set(range(max(20, slider.bottom() + 3), view.height() - 20))
    assert wanted <= set(rows)


def test_a_press_beside_the_handle_brings_what_is_marked_there_into_the_window(
    make_page: MakePage, held: AnnotationSet
) -> None:
    view = make_page(held)
    bar = bar_of(view)
    bar.draw_marks()
    assert bar._places is not None
    babbage = builders.the(held, "Babbage").start
    reach_y = round(bar._places.y(babbage))
    assert view.character_rect(babbage).isEmpty()
    QTest.mousePress(bar, reach.LEFT, reach.PLAIN, QPoint(6, reach_y))
    QTest.mouseRelease(bar, reach.LEFT, reach.PLAIN, QPoint(6, reach_y))
    assert not view.character_rect(babbage).isEmpty()


def test_a_mark_says_what_it_stands_for(make_page: MakePage, held: AnnotationSet) -> None:
    view = make_page(held)
    bar = bar_of(view)
    bar.draw_marks()
    assert bar._places is not None
    assert bar.told(bar._places.y(builders.the(held, "Babbage").start)) == "Person: Babbage"
    assert not bar.told(bar.height() * 0.25)


def test_a_tag_appears_on_the_scroll_bar_of_itself(
    make_page: MakePage, held: AnnotationSet, qtbot: object
) -> None:
    view = make_page(held)
    before = picture(view)
    label = builders.scheme().label("LOC")
    assert label is not None
    at = len(held.text) // 4
    reach.do(view, held, edits.tag(held, [Span(at, at + 7)], label, by=builders.hand()))
    assert bar_of(view)._rest.isActive(), "drawn once there is time"
    assert not rows_of(before, pale("LOC"), 5)
    assert rows_of(picture(view), pale("LOC"), 5)


def test_no_more_mentions_are_looked_at_than_the_bar_can_show(
    make_page: MakePage, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = builders.annotated("[a|PER] [b|ORG] [c|GPE] [d|LOC]\n" * 3000)
    view = make_page(held)
    seen = 0
    real = AnnotationSet.beginning_in

    def counted(self: AnnotationSet, span: Span, limit: int) -> list[object]:
        nonlocal seen
        found = real(self, span, limit)
        seen += len(found)
        return list(found)

    monkeypatch.setattr(AnnotationSet, "beginning_in", counted)
    bar_of(view).draw_marks()
    assert 0 < seen <= overview._LOOKED_AT * bar_of(view).height() / overview._MARK


def test_places_on_the_bar_and_offsets_are_inverse(make_page: MakePage, held: AnnotationSet) -> None:
    page = make_page(held)._canvas.page
    assert page is not None
    places = Places(page, 600)
    last = -1.0
    for offset in range(0, len(held.text), 97):
        y = places.y(offset)
        assert last <= y <= 600
        assert abs(places.offset(y) - offset) <= 1
        last = y
    assert places.offset(-5) == 0
    assert places.offset(5000) == len(held.text)


def test_an_article_that_fits_is_marked_beside_its_lines_and_no_article_not_at_all(
    make_page: MakePage,
) -> None:
    held = builders.annotated("First.\n\n[Ada|PER] was here.")
    view = make_page(held)
    bar = bar_of(view)
    assert bar.isVisible()
    rows = rows_of(picture(view), pale("PER"), 5)
    line = view.character_rect(builders.the(held, "Ada").start).center().y() - view.mapToGlobal(QPoint()).y()
    assert rows
    assert abs(rows[0] - line) < 60
    view.show_article(None, None)
    bar.draw_marks()
    assert bar._marks is None
    assert not bar.told(3)
    bar.grab()


@pytest.mark.parametrize("has_bar_before", [True, False])
def test_the_column_stays_when_the_article_grows_beyond_the_window(
    make_page: MakePage, held: AnnotationSet, has_bar_before: bool
) -> None:
    short = builders.annotated("[Ada|PER] was here.")
    view = make_page(held if has_bar_before else short)
    before = view.viewport().width()
    view.show_article(short if has_bar_before else held, builders.scheme())
    assert view.viewport().width() == before == 800 - overview.WIDTH
