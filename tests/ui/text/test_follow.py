"""A change redraws what it touches, nothing else, and as if everything had been laid out anew."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from random import Random

import pytest

from glossator.core import deletion, edits
from glossator.core.annotations import AnnotationSet, Argument
from glossator.core.changes import Change
from glossator.core.edits import Hand
from glossator.core.errors import Refused
from glossator.core.spans import Span
from glossator.ui.selection import Selection
from glossator.ui.text.decoration import Density
from glossator.ui.text.layout import ArticleLayout
from glossator.ui.text.view import ArticleView
from tests import builders
from tests.bench import documents
from tests.ui.text import reach
from tests.ui.text.conftest import MakePage

PARAGRAPHS = (
    "According to officials, Russia is now reportedly relocating advanced air-defense systems from Syria.\n"
    "راديو القاهرة: أعلنت وزارة الصحة في 12 مارس أن شركة Pfizer ستتعاون مع الجامعة.\n"
    "In Libya, Wagner 😀 maintains close relationships with Haftar, the commander of the army, for years.\n\n"
    "東京都は2024年5月に京都大学と共同で設立した。 The port of Benghazi or Tobruk lies less than 400 miles away.\n"
)
TEXT = PARAGRAPHS * 4


KINDS = "tag tag tag fragment relabel move delete relate relate event note undo".split()


def layout_of(view: ArticleView) -> ArticleLayout:
    page = view._canvas.page
    assert page is not None
    return page


def random_changes(random: Random, held: AnnotationSet, hand: Hand, count: int) -> Iterator[Change]:
    """Edits of every kind, each made against what the one before has left."""
    done: list[Change] = []
    while count:
        kind = random.choice(KINDS) if len(held.mentions) > 2 else "tag"
        with suppress(Refused, IndexError):
            if kind == "undo":
                change = done.pop().inverse(change_id=hand.new_id(), author=hand.author, time=hand.now())
            else:
                change = random_change(kind, random, held, hand)
                done.append(change)
            count -= 1
            yield change


def random_change(kind: str, random: Random, held: AnnotationSet, hand: Hand) -> Change:
    mentions, relations = list(held.mentions), list(held.relations)
    start = random.randrange(len(TEXT) - 40)
    span = Span(start, start + random.randint(1, 30))
    label = random.choice(builders.scheme().labels[:7])
    match kind:
        case "tag":
            return edits.tag(held, [span], label, by=hand)
        case "fragment":
            return edits.add_fragment(held, random.choice(mentions), span, by=hand)
        case "relabel":
            return edits.relabel(held, random.choice(mentions), label, by=hand)
        case "move":
            return edits.move(held, random.choice(mentions), [span], by=hand)
        case "delete":
            return deletion.delete(held, [random.choice(mentions + relations)], by=hand)
        case "note":
            return edits.write_note(held, random.choice(mentions), f"Note {random.random()}", by=hand)
    first, second = random.sample(mentions, 2)
    if kind == "relate":
        return edits.relate(held, random.choice(builders.scheme().relation_types[:5]), first, second, by=hand)
    event = builders.scheme().event_types[0]
    return edits.event(held, event, first, [Argument("Agent", second)], by=hand)


def fresh_like(view: ArticleView, held: AnnotationSet, make_page: MakePage) -> ArticleView:
    """A new page with the same article, look, selection and place."""
    size = (view.width(), view.height())
    shares = Selection()
    shares.set(None, document=held.document.id)
    old = view._choice.selection
    shares.set(None, caret=old.caret, spans=old.spans, records=old.records)
    other = make_page(builders.copy_of(held), size=size, shares=shares)
    other.set_zoom(view.zoom)
    other.set_density(view.density)
    page, model = layout_of(other), layout_of(view)
    page.top, page.shift = model.top, model.shift
    other._scroller.changed()
    other._canvas.refresh()
    return other


@pytest.mark.parametrize("density", ["calm", "normal", "all"])
@pytest.mark.parametrize("seed", [1, 2])
def test_after_any_sequence_of_changes_the_page_is_as_if_new(
    seed: int, density: Density, make_page: MakePage
) -> None:
    random = Random(seed)
    held = builders.annotated(TEXT)
    view = make_page(held, size=(700, 500))
    view.set_density(density)
    for number, change in enumerate(random_changes(random, held, builders.hand(), 60)):
        reach.do(view, held, change)
        match random.randrange(6):
            case 0:
                view._scroller.by(random.randint(-400, 400))
            case 1:
                view.set_zoom(random.choice((80, 100, 150)))
            case 2 if held.mentions:
                view.select_mention(random.choice(list(held.mentions)))
            case _:
                reach.picture(view)
        if number % 6 == 5:
            assert reach.picture(view) == reach.picture(fresh_like(view, held, make_page))


def decorated_by(view: ArticleView, held: AnnotationSet, change: Change) -> int:
    reach.picture(view)
    page = layout_of(view)
    before = page.decorated
    reach.do(view, held, change)
    reach.picture(view)
    return page.decorated - before


@pytest.mark.parametrize("density", ["normal", "all"])
def test_a_tag_touches_one_row_and_a_relation_at_most_two(density: Density, make_page: MakePage) -> None:
    held = builders.annotated("[Ada|PER] was here.\nAnother line.\nThe [club|ORG] too.\n" + "And more.\n" * 5)
    view = make_page(held)
    view.set_density(density)
    hand = builders.hand()
    label = builders.scheme().labels[3]
    laid_out = layout_of(view).laid_out
    start = held.text.index("line")
    assert decorated_by(view, held, edits.tag(held, [Span(start, start + 4)], label, by=hand)) == 1
    ada, club = builders.the(held, "Ada").id, builders.the(held, "club").id
    leads = builders.scheme().relation_types[0]
    related = edits.relate(held, leads, ada, club, by=hand)
    assert decorated_by(view, held, related) == 2
    back = related.inverse(change_id=hand.new_id(), author="Ada", time=1)
    assert decorated_by(view, held, back) == 2
    assert layout_of(view).laid_out == max(laid_out, len(layout_of(view).rows)), "no text is laid out again"


def test_a_change_of_another_document_touches_nothing(make_page: MakePage) -> None:
    held = builders.annotated("[Ada|PER] was here.")
    other = builders.annotated("[Bob|PER] was there.", id=2)
    view = make_page(held)
    change = deletion.delete(other, [builders.the(other, "Bob").id], by=builders.hand())
    assert decorated_by(view, held, change) == 0


def test_the_line_that_is_tagged_stays_where_it_is(make_page: MakePage) -> None:
    text = "Some words in a line of text that goes on for a while and then some more of it. " * 5 + "\n"
    held = builders.annotated(text * 10)
    view = make_page(held)
    view.set_density("all")
    start = len(text) * 4 + 10
    view.restore_place(len(text) * 3)
    view.select(Span(start, start + 5), reveal=False)
    hand = builders.hand()
    labels = builders.scheme().labels
    before = reach.on(view, start).y()
    for number in range(6):
        reach.do(view, held, edits.tag(held, [Span(start, start + 5)], labels[number], by=hand))
        reach.do(
            view,
            held,
            edits.tag(held, [Span(start - len(text), start - len(text) + 5)], labels[number], by=hand),
        )
        assert reach.on(view, start).y() == before


def test_a_deleted_mention_is_no_longer_selected(make_page: MakePage, selection: Selection) -> None:
    held = builders.annotated("[Ada|PER] was here.")
    view = make_page(held)
    ada = builders.the(held, "Ada").id
    view.select_mention(ada)
    reach.do(view, held, deletion.delete(held, [ada], by=builders.hand()))
    assert (selection.records, selection.spans) == ((), ())


def test_a_moved_mention_stays_selected_where_it_is_now(make_page: MakePage, selection: Selection) -> None:
    held = builders.annotated("[Ada|PER] was here.")
    view = make_page(held)
    ada = builders.the(held, "Ada").id
    view.select_mention(ada)
    reach.do(view, held, edits.move(held, ada, [Span(0, 7)], by=builders.hand()))
    assert (selection.records, selection.spans) == ((ada,), (Span(0, 7),))


# --- places and work ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "size", [documents.S1, documents.S2, documents.S3, documents.P1], ids=lambda each: each.name
)
def test_one_page_of_a_document_of_any_size_lays_out_few_rows(
    size: documents.Size, make_page: MakePage
) -> None:
    view = make_page(documents.article(size), documents.scheme(), size=(1200, 900))
    reach.picture(view)
    page = layout_of(view)
    assert page.laid_out <= 25
    before = page.laid_out
    view._scroller._ahead.stop()
    view.verticalScrollBar().setValue(view.verticalScrollBar().maximum() // 2)
    reach.picture(view)
    assert page.laid_out - before <= 25


@pytest.mark.parametrize("size", [documents.S3, documents.P1], ids=lambda each: each.name)
def test_a_book_is_scrolled_to_its_end_and_back_to_the_same_pixel(
    size: documents.Size, make_page: MakePage
) -> None:
    view = make_page(documents.article(size), documents.scheme(), size=(1000, 700))
    first = reach.picture(view)
    bar = view.verticalScrollBar()
    bar.setValue(bar.maximum())
    page = layout_of(view)
    bottom = page.visible(view._scroller.window)[-1]
    assert bottom.row == len(page.rows) - 1
    assert bottom.y + bottom.marks.height == pytest.approx(view._scroller.window, abs=1)
    last = reach.picture(view)
    bar.setValue(0)
    assert reach.picture(view) == first
    bar.setValue(bar.maximum())
    assert reach.picture(view) == last
    view._scroller.by(-20_000.0)
    middle = reach.picture(view)
    for _ in range(40):
        view._scroller.by(-500.0)
    for _ in range(40):
        view._scroller.by(500.0)
    assert reach.picture(view) == middle


def test_no_more_than_the_agreed_number_of_layouts_is_alive(make_page: MakePage) -> None:
    held = builders.annotated("A line of text.\n" * 3000)
    view = make_page(held)
    for _ in range(60):
        view._scroller.by(600.0)
        reach.picture(view)
    page = layout_of(view)
    assert page.laid_out > 450
    assert page.alive <= 400


def test_rows_ahead_are_laid_out_while_nothing_happens(make_page: MakePage, qtbot: object) -> None:
    from pytestqt.qtbot import QtBot

    assert isinstance(qtbot, QtBot)
    view = make_page(documents.article(documents.S2), documents.scheme())
    view._scroller.by(300.0)
    page = layout_of(view)
    below = page.visible(view._scroller.window)[-1].row + 1
    qtbot.waitUntil(lambda: not view._scroller._ahead.isActive())
    assert page.knows(below)


def test_zoom_keeps_the_line_of_the_caret(make_page: MakePage) -> None:
    view = make_page(documents.article(documents.S2), documents.scheme())
    view.select(Span(20_000, 20_000))
    before = reach.on(view, 20_000).y()
    for zoom in (150, 70, 100):
        view.set_zoom(zoom)
        assert view.zoom == zoom
        assert abs(reach.on(view, 20_000).y() - before) <= 12
    view.resize(600, 600)
    assert abs(reach.on(view, 20_000).y() - before) <= 12


@pytest.mark.parametrize(("asked", "given"), [(10, 50), (5000, 400)])
def test_zoom_has_its_bounds(asked: int, given: int, make_page: MakePage) -> None:
    view = make_page(builders.annotated("Text."))
    view.set_zoom(asked)
    assert view.zoom == given


def test_a_place_is_come_back_to(make_page: MakePage) -> None:
    view = make_page(documents.article(documents.S2), documents.scheme())
    assert view.scroll_place() == 0
    view.restore_place(30_000)
    place = view.scroll_place()
    assert 29_800 < place <= 30_000
    picture = reach.picture(view)
    view.restore_place(0)
    view.restore_place(place)
    assert reach.picture(view) == picture


def test_reveal_brings_a_stretch_into_the_window(make_page: MakePage) -> None:
    view = make_page(documents.article(documents.S2), documents.scheme())
    for offset in (49_000, 10, 25_000, 25_900, 24_500, 49_990):
        view.reveal(Span(offset, offset + 8))
        assert reach.on(view, offset).y() > 0
        assert reach.on(view, offset).y() < view.viewport().height()


def test_a_renamed_and_recoloured_label_is_shown_at_once_where_it_stands(make_page: MakePage) -> None:
    held = builders.annotated(
        "A line before it.\n" * 60 + "[Ada|PER] was here.\n" + "A line after it.\n" * 60
    )
    view = make_page(held)
    ada = builders.the(held, "Ada")
    view.restore_place(ada.start - 100)
    before, place = reach.picture(view), view.scroll_place()
    small = builders.scheme()
    old = small.labels[0]
    new = replace(old, tag="HUM", slot="ORG")
    scheme = replace(small, labels=(new, *small.labels[1:]))
    change = Change(1, "Changed a label", "Ada", 0, removed=(old,), added=(new,))
    view.follow(change, scheme)
    assert view.scroll_place() == place
    assert reach.picture(view) != before
    chips = [chip for each in view._canvas.scroller.placed for chip in each.marks.chips.values()]
    assert [chip.text for chip in chips] == ["HUM"]
    view.follow(change, small)
    assert reach.picture(view) == before
