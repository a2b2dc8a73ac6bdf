"""Mentions in every constellation: each is seen, hovered, clicked and reached by keyboard, at every scale and theme."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest

from glossator.core.annotations import AnnotationSet, Mention
from glossator.core.documents import Document
from glossator.core.spans import Span
from glossator.ui import theme
from glossator.ui.selection import Selection
from glossator.ui.text.decoration import Box
from glossator.ui.text.layout import ArticleLayout
from glossator.ui.text.view import ArticleView
from tests import builders
from tests.ui.text import reach
from tests.ui.text.conftest import MakePage

CONSTELLATIONS = {
    "nested to depth six": "The [[[[[[Russian|GPE] navy|ORG] base|FAC] command|PER] staff|LOC] office|CUE] spoke.",
    "crossing": "The [Black |LOC#b][[Sea|LOC#b]|ORG#f][ Fleet|ORG#f] sailed.",
    "equal": "He said that [Tripoli|GPE,ORG,CUE] would answer.",
    "neighbours": "The [東京|GPE][都庁|ORG][舎|FAC] was there.",
    "discontinuous": "Both [naval|FAC#n] and [air|FAC#a] [bases|FAC#n,FAC#a] fell.",
    "over a paragraph break": "The port of [Beng\nhazi and\n\nthe rest|GPE] of it.",
    "over many lines": "It was [" + "said and said again and " * 30 + "again|CUE] that day.",
    "right to left": "قالت [[وزارة|ORG] الصحة|PER] في [القاهرة|GPE] اليوم.",
}


def annotated(name: str) -> AnnotationSet:
    return builders.annotated(CONSTELLATIONS[name])


def layout_of(view: ArticleView) -> ArticleLayout:
    page = view._canvas.page
    assert page is not None
    return page


def boxes_of(view: ArticleView, mention: int) -> list[tuple[int, Box]]:
    page = layout_of(view)
    return [
        (row, box)
        for row in range(len(page.rows))
        for box in page.marks(row).boxes
        if box.mention.id == mention and not box.is_gap
    ]


@pytest.mark.parametrize("name", CONSTELLATIONS)
def test_every_mention_has_an_underline_of_its_own_and_a_chip(name: str, make_page: MakePage) -> None:
    held = annotated(name)
    view = make_page(held)
    page = layout_of(view)
    lanes: dict[tuple[int, int], list[Box]] = {}
    for mention in held.mentions.values():
        found = boxes_of(view, mention.id)
        rows = {row for row, _ in found}
        drawn = {row for span in mention.fragments for row in page.rows.covering(span)}
        assert rows == {row for row in drawn if page.rows.span(row).length}
        for row, box in found:
            lanes.setdefault((row, box.line), []).append(box)
    for on_line in lanes.values():
        for one in on_line:
            for other in on_line:
                apart = one.right <= other.left + 0.01 or other.right <= one.left + 0.01
                assert one.mention is other.mention or apart or one.lane != other.lane
    chips = [chip.mention for row in range(len(page.rows)) for chip in page.marks(row).chips.values()]
    assert sorted(chips) == sorted(held.mentions)


@pytest.mark.parametrize("name", CONSTELLATIONS)
def test_every_mention_is_reached_by_clicks_chips_hovering_and_keys(
    name: str, make_page: MakePage, selection: Selection
) -> None:
    held = annotated(name)
    view = make_page(held)
    for mention in held.mentions.values():
        view.select(Span(len(held.text), len(held.text)))
        reach.click(view, reach.on_chip(view, mention.id))
        assert selection.records == (mention.id,)
        view.select(Span(len(held.text), len(held.text)))
        for fragment in mention.fragments:
            reached = set()
            for _ in range(len(held.mentions)):
                reach.click(view, reach.on(view, fragment.start))
                reached.add(view._choice.mention)
            assert mention.id in reached, "by clicking again"
        reach.move(view, QPoint(780, 590))
        reach.move(view, reach.on_chip(view, mention.id))
        assert view._canvas.hovered == mention.id


def test_neighbours_without_a_space_do_not_run_together(make_page: MakePage) -> None:
    view = make_page(builders.annotated("The [東京|GPE][都庁|GPE] was there."))
    view.select(Span(0, 0))
    image = reach.picture(view)
    first, second = sorted(layout_of(view).marks(0).boxes, key=lambda box: box.left)
    assert first.right == pytest.approx(second.left, abs=0.5)
    placed = view._canvas.scroller.placed[0]
    y = round(placed.y + first.bar)
    row = [
        QColor(image.pixel(round(view._canvas.left + second.left) + step, y)).name() for step in range(-6, 7)
    ]
    paper, accent = theme.light().paper.lower(), theme.light().slots["GPE"].accent.lower()
    assert row[0] == row[-1] == accent
    assert paper in row


def test_chips_of_right_to_left_mentions_stand_where_they_begin(make_page: MakePage) -> None:
    held = annotated("right to left")
    view = make_page(held)
    page = layout_of(view)
    chips = page.marks(0).chips
    for quoted in ("وزارة", "القاهرة"):
        mention = builders.the(held, quoted)
        ((_, box),) = boxes_of(view, mention.id)
        assert chips[mention.id].left + chips[mention.id].width == pytest.approx(box.right, abs=1.0)
    outer = builders.the(held, "وزارة الصحة")
    assert chips[outer.id].left < chips[builders.the(held, "وزارة").id].left, "the outer one slides along"


@pytest.mark.parametrize("ratio", [1.25, 1.5, 1.75, 2.0])
@pytest.mark.parametrize("name", ["nested to depth six", "right to left", "discontinuous"])
def test_on_a_screen_of_other_density_the_same_stands_at_the_same_place(
    ratio: float, name: str, make_page: MakePage
) -> None:
    """A page that is moved to another screen is measured anew: all on whole device pixels, nowhere else than before."""
    held = annotated(name)
    view = make_page(held)
    view.set_density("all")
    before = [(box.left, box.right, box.bar) for box in layout_of(view).marks(0).boxes]
    lines = len(layout_of(view).text(0).lines)
    view._canvas.set_look(ratio=ratio)
    page = layout_of(view)
    assert view._canvas.metrics.ratio == ratio
    assert len(page.text(0).lines) == lines
    for box, old in zip(page.marks(0).boxes, before, strict=True):
        assert (box.left, box.right) == pytest.approx(old[:2], abs=1.0)
        assert box.bar == pytest.approx(old[2], abs=12.0)
        assert box.bar * ratio == pytest.approx(round(box.bar * ratio), abs=1e-6)
    reach.picture(view)
    stamps = view._canvas._stamps._kept
    assert {made.devicePixelRatio() for made in stamps.values()} == {ratio}


@pytest.mark.parametrize("made", [theme.light, theme.dark, theme.high_contrast])
def test_text_chips_and_names_can_be_read_in_every_theme(made: Callable[[], theme.Theme]) -> None:
    look = made()
    assert theme.contrast(look.ink, look.paper) >= 7
    assert theme.contrast(look.muted, look.paper) >= 4.5
    assert theme.contrast(look.accent, look.paper) >= 4.5
    for colour in (*look.slots.values(), look.neutral):
        assert theme.contrast(look.ink, colour.tint) >= 4.5
        assert theme.contrast(colour.accent, look.paper) >= 4.5


def test_in_high_contrast_everything_is_drawn(make_page: MakePage) -> None:
    view = make_page(annotated("nested to depth six"))
    look = theme.high_contrast()
    view.set_theme(look)
    image = reach.picture(view)
    found = {QColor(image.pixel(x, y)).name().upper() for x in range(image.width()) for y in range(160)}
    assert look.paper.upper() in found
    for label in ("GPE", "ORG", "FAC", "PER", "LOC", "CUE"):
        assert look.slots[label].accent.upper() in found


def test_the_focus_is_seen(make_page: MakePage) -> None:
    view = make_page(builders.annotated("Some text to read."))
    view.select(Span(5, 5))
    view.setFocus()
    QTest.qWaitForWindowActive(view)
    image = reach.picture(view)
    view.clearFocus()
    assert reach.picture(view) != image


@pytest.mark.parametrize("density", ["calm", "normal", "all"])
def test_bad_input_is_drawn_as_far_as_it_makes_sense(density: str, make_page: MakePage) -> None:
    """Lone surrogates, mentions beyond the text, fragments in any order, labels that nobody knows."""
    text = "A \ud800 lone\udfff one, \x00 and\u2028more."
    mentions = [
        Mention(1, 1, "PER", (Span(2, 3),), "?"),
        Mention(2, 1, "ORG", (Span(10, 900),), "?"),
        Mention(3, 1, "GPE", (Span(950, 960),), "?"),
        Mention(4, 1, "LOC", (Span(12, 16), Span(0, 4)), "?"),
        Mention(5, 1, "no such label", (Span(4, 8),), "?"),
    ]
    view = make_page(AnnotationSet(Document(1, "Bad", len(text), "0" * 64), text, mentions))
    view.set_density(density)  # type: ignore[arg-type]
    for mention in mentions:
        view.select_mention(mention.id)
        reach.picture(view)
    page = layout_of(view)
    for row in range(len(page.rows)):
        width = page.width
        for box in page.marks(row).boxes:
            assert -1 <= box.left <= box.right <= width + 1
    assert not boxes_of(view, 3)
    assert boxes_of(view, 1)
    view.select_all()
    assert view.selected_text() == text
