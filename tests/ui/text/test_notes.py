"""A mention with a note says so: on its chip, on the screen and on paper, in its tooltip, and aloud."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtGui import QColor, QFont, QImage

from glossator.core import deletion, edits
from glossator.core.annotations import AnnotationSet
from glossator.ui import theme
from glossator.ui.text import printing, tooltips
from glossator.ui.text.decoration import Chip, Density
from glossator.ui.text.drawing import Style
from glossator.ui.text.view import ArticleView
from tests import builders
from tests.ui.text import reach
from tests.ui.text.conftest import MakePage


@pytest.fixture
def held() -> AnnotationSet:
    return builders.annotated("[Ada|PER] met [Bob|PER].\nAnd [Ann|ORG] too.", notes=[("Bob", "Who is he?")])


def chips(view: ArticleView) -> dict[str, Chip]:
    page, held = view._canvas.page, view._choice.annotations
    assert page is not None
    assert held is not None
    found = [chip for row in range(len(page.rows)) for chip in page.marks(row).chips.values()]
    return {held.mentions[chip.mention].quote: chip for chip in found}


def corner(image: QImage, view: ArticleView, quoted: str) -> set[str]:
    """The colours in the upper right corner of a chip."""
    chip = chips(view)[quoted]
    row = next(each for each in view._canvas.scroller.placed if chip.mention in each.marks.chips)
    right, top = round(view._canvas.left + chip.left + chip.width), round(row.y + chip.top)
    return {QColor(image.pixel(right - 1 - x, top + 1 + y)).name() for x in range(1, 4) for y in range(3 - x)}


@pytest.mark.parametrize("look", [theme.light(), theme.dark()], ids=["light", "dark"])
def test_a_chip_has_a_folded_corner_where_there_is_a_note(
    look: theme.Theme, held: AnnotationSet, make_page: MakePage
) -> None:
    view = make_page(held)
    view.set_theme(look)
    found = chips(view)
    assert {quoted: chip.is_noted for quoted, chip in found.items()} == {
        "Ada": False,
        "Bob": True,
        "Ann": False,
    }
    assert found["Bob"].width > found["Ada"].width
    image = reach.picture(view)
    accent = look.slots["PER"].accent.lower()
    assert accent in corner(image, view, "Bob")
    assert accent not in corner(image, view, "Ada")


@pytest.mark.parametrize("density", ["normal", "all"])
def test_a_new_note_redraws_its_row_alone_and_taken_back_nothing_is_left(
    density: Density, held: AnnotationSet, make_page: MakePage
) -> None:
    view = make_page(held)
    view.set_density(density)
    before = reach.picture(view)
    page = view._canvas.page
    assert page is not None
    decorated = page.decorated
    hand = builders.hand()
    ann = builders.the(held, "Ann").id
    noted = edits.write_note(held, ann, "Which Ann?", by=hand)
    reach.do(view, held, noted)
    assert chips(view)["Ann"].is_noted
    assert page.decorated == decorated + 1
    assert reach.picture(view) != before
    reach.do(view, held, noted.inverse(change_id=hand.new_id(), author="Ada", time=1))
    assert reach.picture(view) == before
    (note,) = held.notes
    reach.do(view, held, deletion.delete(held, [note], by=hand))
    assert not chips(view)["Bob"].is_noted


def test_a_noted_mention_says_so_aloud(held: AnnotationSet) -> None:
    scheme = builders.scheme()
    bob = builders.the(held, "Bob")
    assert tooltips.spoken(bob, held, scheme, lambda _: None) == "Bob, Person, 1 note"
    assert "Who is he?" in tooltips.of(bob.id, None, held, scheme, lambda _: None)


def test_the_corner_is_on_paper_too(qapp: object, held: AnnotationSet) -> None:
    style = Style(theme.light(), QFont())
    bare = AnnotationSet(held.document, held.text, held.mentions.values(), held.relations.values())
    spans = [builders.the(held, "Bob").fragments[0]]
    for draw in (printing.picture_png, printing.picture_svg):
        with_note = draw(held, builders.scheme(), replace(style, density="normal"), spans, 600.0)
        assert with_note != draw(bare, builders.scheme(), replace(style, density="normal"), spans, 600.0)
